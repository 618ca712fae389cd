package scenario

// Mechanism is preparedness that can be bought before STARTEX.
type Mechanism struct {
	ID      string   `toml:"-"`
	Title   string   `toml:"title" default:"the id in words" example:"\"Standing coordination cell\"" doc:"The name of the mechanism."`
	Kind    string   `toml:"kind" enum:"precommitment|protocol|venue" default:"protocol" example:"\"venue\"" doc:"Its kind, one of the three remedies."`
	Text    string   `toml:"text" default:"empty" example:"\"A room, a rota and a number that answers at night.\"" doc:"A description of what is bought."`
	Cost    []Amount `toml:"cost,keyed" ref:"role" default:"free" example:"{developer=3, cloud=2, cert=1}" doc:"The budget points that each role is expected to pay. It is in force once the sum has been invested, no matter by whom."`
	ShownTo Names    `toml:"shown_to" ref:"role|all" default:"the roles named in cost" example:"[\"all\"]" doc:"The roles that may see what each role has invested in it."`
	Changes []Change `toml:"changes" required:"true" example:"[{venue=\"cell\", open=true}]" doc:"Its effects, from STARTEX on."`
	Basis   string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Change is something that a mechanism changes from STARTEX on: one of its own kinds,
// or any effect.
type Change struct {
	Effect
	Sharing *float64 `toml:"sharing" min:"0" max:"1000" example:"0.25" doc:"Multiplies every latency of formal sharing."`
	Actions Names    `toml:"actions" ref:"action" glob:"true" example:"[\"notify_*\"]" doc:"Actions that take more or less time, with takes. * matches any letters."`
	Takes   *float64 `toml:"takes" min:"0" max:"1000" example:"0.4" doc:"With actions: multiplies the time they take."`
	Latency *float64 `toml:"latency" min:"0" max:"1000" example:"0.5" doc:"With venue: multiplies its latency."`
	Convene *float64 `toml:"convene" min:"0" max:"1000" example:"0.1" doc:"With venue: multiplies the time it takes to convene."`
	Contact []string `toml:"contact" ref:"role" example:"[\"host\", \"agency\"]" doc:"A contact, from and to, that is corrected: the pair shares at the time given with at, or at the default latency."`
	At      Delay    `toml:"at" example:"\"30m\"" doc:"With contact: the latency of the pair."`
	Notes   Names    `toml:"notes" ref:"role|all|note" example:"[\"cloud\"]" doc:"Puts notes in force as promises: those of a role, one by its id, or all that have within. A bot then decides within its promise."`
	Role    string   `toml:"role" ref:"role" example:"\"cert\"" doc:"With ack or decide: the role that becomes quicker."`
	Ack     *float64 `toml:"ack" min:"0" max:"1000" example:"0.5" doc:"With role: multiplies the time a bot takes to read a message."`
	Decide  *float64 `toml:"decide" min:"0" max:"1000" example:"0.5" doc:"With role: multiplies the time a bot takes to decide."`
	Links   Names    `toml:"links" ref:"system" example:"[\"finetune\"]" doc:"With times: multiplies the chance of every link to these systems."`
}

func (ch *Change) check(c *checker, path string) {
	own := 0
	for _, given := range []bool{ch.Sharing != nil, len(ch.Actions) > 0, len(ch.Contact) > 0, len(ch.Notes) > 0,
		ch.Role != "", len(ch.Links) > 0, ch.Venue != "" && (ch.Latency != nil || ch.Convene != nil)} {
		if given {
			own++
		}
	}
	if own > 1 {
		c.errorf(path, "conflict", "write one { } for each change", "this change does %d things", own)
		return
	}
	if own == 0 {
		ch.Effect.check(c, path)
		if ch.OneOf != "" {
			c.errorf(path+".one_of", "conflict", "let it bring an inject whose effects exclude each other",
				"a mechanism makes all its changes")
		}
		return
	}
	switch {
	case len(ch.Actions) > 0 && ch.Takes == nil:
		c.errorf(path, "missing", `for example {actions=["notify_*"], takes=0.4}`, "actions needs takes")
	case len(ch.Contact) > 0 && len(ch.Contact) != 2:
		c.errorf(path+".contact", "range", `for example {contact=["host", "agency"], at="30m"}`,
			"a contact is a pair: from and to")
	case ch.Role != "" && ch.Ack == nil && ch.Decide == nil:
		c.errorf(path, "missing", `for example {role="cert", decide=0.5}`, "role needs ack or decide")
	case len(ch.Links) > 0 && ch.Times == nil:
		c.errorf(path, "missing", `for example {links=["finetune"], times=0.5}`, "links needs times")
	}
}
