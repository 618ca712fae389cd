package scenario

// Effect is one change of the world. Exactly one of Gauge, System, Link, Fact, Inject,
// Venue and Obligation says what is changed.
type Effect struct {
	Gauge    string   `toml:"gauge" ref:"gauge" example:"\"copies\"" doc:"Changes a gauge, with one of set, add, times, doubling, halving, rate, halt."`
	Set      *float64 `toml:"set" example:"0" doc:"Sets the gauge to a value."`
	Add      *float64 `toml:"add" example:"-5" doc:"Adds to the gauge."`
	Times    *float64 `toml:"times" example:"0.2" doc:"Multiplies the gauge."`
	Doubling Duration `toml:"doubling" example:"\"48h\"" doc:"From now on the gauge grows exponentially (under its ceiling, if it has one) with this doubling time."`
	Halving  Duration `toml:"halving" example:"\"12h\"" doc:"From now on the gauge decays with this half-life."`
	Rate     *float64 `toml:"rate" example:"0.5" doc:"From now on the gauge moves by this much per hour."`
	Halt     bool     `toml:"halt" example:"true" doc:"From now on the gauge stands still, but for what flows into it."`

	System  Names  `toml:"system" ref:"system" example:"\"finetune\"" doc:"Changes the state of a system (or a list of them), with becomes."`
	Becomes string `toml:"becomes" enum:"normal|degraded|failed|isolated" example:"\"isolated\"" doc:"The new state."`

	Link   []string `toml:"link" ref:"system" example:"[\"finetune\", \"torrent\"]" doc:"Changes the link between two systems, with cut or chance."`
	Cut    bool     `toml:"cut" example:"true" doc:"Cuts the link for good, with what is on its way."`
	Chance *float64 `toml:"chance" min:"0" max:"1" default:"1" example:"0.06" doc:"How likely the effect is to take place. Of a link, without cut: its new chance."`

	Fact string `toml:"fact" ref:"fact" example:"\"egress\"" doc:"Makes a fact known, with to."`
	To   Names  `toml:"to" ref:"role|all|me" example:"[\"developer\"]" doc:"With fact: who learns it; \"me\" is the acting role."`

	Inject string `toml:"inject" ref:"inject" example:"\"press_story\"" doc:"Fires an inject."`
	Fire   bool   `toml:"fire" default:"true" example:"true" doc:"With inject; may be left out."`

	Venue string `toml:"venue" ref:"venue" example:"\"cell\"" doc:"Opens or closes a venue, with open."`
	Open  *bool  `toml:"open" default:"true" example:"true" doc:"Whether it is open from now on."`

	Obligation string `toml:"obligation" ref:"obligation" example:"\"eu_cyber\"" doc:"Starts the clock of an obligation."`
	Starts     bool   `toml:"starts" default:"true" example:"true" doc:"With obligation; may be left out."`

	After Delay `toml:"after" default:"no time" example:"\"2h\"" doc:"How long after its cause the effect takes place."`
}

func (e *Effect) check(c *checker, path string) {
	const hint = `one { } is one change: {gauge="copies", times=0.2}, {system="finetune", becomes="isolated"}, {link=["a", "b"], cut=true}, {fact="egress", to=["cert"]}, {inject="press_story"}, {venue="cell", open=true}, {obligation="eu_cyber"}`
	targets := 0
	for _, given := range []bool{e.Gauge != "", len(e.System) > 0, len(e.Link) > 0, e.Fact != "", e.Inject != "", e.Venue != "", e.Obligation != ""} {
		if given {
			targets++
		}
	}
	if targets != 1 {
		c.errorf(path, "effect", hint, "an effect changes exactly one thing; this one changes %d", targets)
		return
	}
	verbs := 0
	for _, given := range []bool{e.Set != nil, e.Add != nil, e.Times != nil, e.Doubling > 0, e.Halving > 0, e.Rate != nil, e.Halt} {
		if given {
			verbs++
		}
	}
	if want := e.Gauge != ""; want && verbs != 1 || !want && verbs > 0 {
		c.errorf(path, "effect", `for example {gauge="copies", times=0.2}`, "a change of a gauge has exactly one of set, add, times, doubling, halving, rate, halt, and nothing else has any")
	}
	if (len(e.System) > 0) != (e.Becomes != "") {
		c.errorf(path, "effect", `for example {system="finetune", becomes="isolated"}`, "system and becomes go together")
	}
	if len(e.Link) > 0 {
		if len(e.Link) != 2 {
			c.errorf(path+".link", "effect", `for example {link=["finetune", "torrent"], cut=true}`, "a link is a pair of systems: from and to")
		} else if !c.linkExists(e.Link[0], e.Link[1]) {
			c.errorf(path+".link", "reference", "write a [[link]] from the one to the other", "there is no link from %q to %q", e.Link[0], e.Link[1])
		}
		if !e.Cut && e.Chance == nil {
			c.errorf(path, "effect", `for example {link=["finetune", "torrent"], chance=0.06}`, "a change of a link needs cut or chance")
		}
	} else if e.Cut {
		c.errorf(path, "effect", hint, "cut goes with link")
	}
	if (e.Fact != "") != (len(e.To) > 0) {
		c.errorf(path, "effect", `for example {fact="egress", to=["developer"]}`, "fact and to go together")
	}
	if e.Open != nil && e.Venue == "" {
		c.errorf(path, "effect", hint, "open goes with venue")
	}
}
