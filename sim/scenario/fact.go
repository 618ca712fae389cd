package scenario

// Fact is something that can be known.
type Fact struct {
	ID       string   `toml:"-"`
	Text     string   `toml:"text" required:"true" example:"\"0.6 TB left the checkpoint bucket over nine days.\"" doc:"The text that a role reads once it knows the fact."`
	Title    string   `toml:"title" default:"the id in words" example:"\"Egress anomaly\"" doc:"A short name for lists."`
	Known    []Known  `toml:"known,keyed" ref:"role|all" default:"nobody" example:"{cloud={at=\"2h\"}}" doc:"The roles that learn it without being told, each with its time."`
	NeededBy Names    `toml:"needed_by" ref:"role|all" default:"nobody" example:"[\"developer\", \"cert\"]" doc:"The need-to-know set: the roles that must learn it for the response to work."`
	Within   Duration `toml:"within" default:"no target" example:"\"6h\"" doc:"Target for shared awareness: from the first role that knows it to the last that needs it."`
	TLP      string   `toml:"tlp" enum:"red|amber|green|clear" default:"green" example:"\"amber\"" doc:"Handling mark. red and amber: only roles that need it (or learn it without being told), red not through a venue; green: any role but not the public; clear: anyone. Sharing it more widely is possible, is logged as a breach, and has a consequence."`
	Leak     Leak     `toml:"leak" default:"it does not leak" example:"{per_hour=0.005, fires=\"press_story\"}" doc:"The way in which it becomes public."`
	Signal   string   `toml:"signal" default:"no signal in particular" example:"\"weights_leaving\"" doc:"The kind of event, in the words of the vocabulary. It decides which if-then notes of organisations the fact triggers."`
	Decoy    bool     `toml:"decoy" default:"false" example:"true" doc:"It is true but leads nowhere, or it is false: attention spent on it is wasted."`
	DecoyIf  Expr     `toml:"decoy_if" expr:"draws" example:"\"culprit != 'insider'\"" doc:"It is a decoy in runs in which this is true."`
	Grade    string   `toml:"grade" default:"none" example:"\"B2\"" doc:"How far its source is to be trusted and how likely it is right, in the Admiralty code: A (completely reliable) to F (cannot be judged), then 1 (confirmed) to 6 (cannot be judged). Anyone who knows it reads the grade next to it."`
	Basis    string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Known is how a role learns a fact without being told by another.
type Known struct {
	ID    string `toml:"-"`
	At    Delay  `toml:"at" default:"at STARTEX, unless when is given" example:"\"2h\"" doc:"The time from STARTEX."`
	When  Expr   `toml:"when" expr:"bool" example:"\"failed('finetune')\"" doc:"Instead of a time: the condition that brings it."`
	After Delay  `toml:"after" default:"no time" example:"\"30m\"" doc:"With when: how long after the condition came true."`
}

// Leak is how a fact gets out.
type Leak struct {
	PerHour float64 `toml:"per_hour" min:"0" default:"0" example:"0.005" doc:"Hazard per hour for each role that knows it."`
	Hazard  Expr    `toml:"hazard" expr:"number" default:"none" example:"\"0.01 * aware('egress') + 0.05 * held('egress', 'red')\"" doc:"Instead of per_hour: the hazard per hour while anybody knows it, which can depend on who knows it and how many. An expression that changes when something happens; use gauges and hours only in comparisons."`
	Fires   string  `toml:"fires" ref:"inject" example:"\"press_story\"" doc:"The inject that a leak fires, once. It also fires when the fact is told to the public against its mark."`
	Breach  float64 `toml:"breach" min:"1" max:"1000" default:"2" example:"3" doc:"Each breach of the handling mark multiplies the hazard by this."`
}

func (f *Fact) check(c *checker, path string) {
	for _, k := range f.Known {
		p := path + ".known." + k.ID
		if k.At.Set && k.When.Source != "" {
			c.errorf(p, "conflict", "keep at for a time, or when (with after) for a condition",
				"both at and when are given")
		}
		if k.After.Set && k.When.Source == "" {
			c.errorf(p+".after", "conflict", "use at", "after goes with when")
		}
	}
	if n := movesBetween(f.Leak.Hazard.Root); n != nil {
		c.errorf(path+".leak.hazard", "expression", "compare it with a number: (copies > 100 ? 0.05 : 0.01)",
			"a hazard changes only when something happens, and %s moves all the time", c.sc.Describe(n))
	}
	if f.Leak.PerHour > 0 && f.Leak.Hazard.Source != "" {
		c.errorf(path+".leak.hazard", "conflict", "keep one of them", "both per_hour and hazard are given")
	}
	if (f.Leak.PerHour > 0 || f.Leak.Hazard.Source != "") && f.Leak.Fires == "" {
		c.errorf(path+".leak", "missing", `for example leak = {per_hour=0.005, fires="press_story"}`,
			"a leak needs fires: the inject that it brings")
	}
}
