package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Plan is what is to be played.
type Plan struct {
	Model    *engine.Model
	Seed     uint64
	Setup    engine.Setup
	Bots     bool // bots in every seat that Commands leaves free
	Silent   bool // bots share nothing and join nothing
	Prompt   bool // bots decide at once, and commit as soon as another has
	Commands []engine.Timed
	Until    engine.Time // at most the horizon
	// Plays says which seats bots play, whatever Bots and Commands say. A fork of a run
	// needs it: a seat whose only command is left out is not for a bot to take.
	Plays []bool
	// Foes says which adversaries bots play, by role, whatever the rest says; nil for as the rest says. A run and
	// those that it is compared with have the same.
	Foes []bool
	// Attended says that a facilitator was there, though Commands may hold no act of one:
	// injects that are held wait, where else they come at once.
	Attended bool
}

// table is the bots of a plan. Injects that wait for a facilitator come at once, unless
// the commands hold acts of one.
func (p *Plan) table() *bot.Table {
	t := &bot.Table{Plays: make([]bool, len(p.Model.Scenario.Roles)), Silent: p.Silent, Facilitates: !p.Attended}
	for i := range t.Plays {
		t.Plays[i] = p.Bots
	}
	if t.Joins = p.Prompt; p.Prompt {
		t.Hurries = func(engine.Command) bool { return true }
	}
	for _, c := range p.Commands {
		if c.Role >= 0 {
			t.Plays[c.Role] = false
		} else if intervenes(c) {
			t.Facilitates = false
		}
	}
	copy(t.Plays, p.Plays)
	for r, bot := range p.Foes {
		if !p.Model.Scenario.Ally(r) {
			t.Plays[r] = bot
		}
	}
	return t
}

// Refusal is a command that was not carried out, and why.
type Refusal struct {
	engine.Timed
	Why string
}

// Played is a run that has been played, with everything that happened in it.
type Played struct {
	Plan
	Engine   *engine.Engine
	Events   []engine.Event
	Harms    []float64 // the harm done by each event, as a ledger wants it
	Ledger   *Ledger
	Acts     []engine.Timed // every command that was given and accepted, by script and bots
	Refusals []Refusal
	Given    int // commands of the script that were given
	// Weights are those of [Weights] for the model, where they are known already: they take longer
	// than all else that [Mark] does, and depend on nobody's acts. Mark fills them in.
	Weights []float64
}

// Play plays a plan and keeps its events. Roles that the commands speak for are left to
// them; bots, if there are any, play the rest.
func Play(ctx context.Context, p Plan) (*Played, error) {
	out := &Played{Plan: p, Engine: engine.New(p.Model, p.Seed, p.Setup), Ledger: &Ledger{}}
	out.Ledger.Reset(p.Model)
	out.Engine.Observe(func(ev engine.Event) {
		out.Ledger.Grow(out.Engine.Model())
		harm := HarmAt(out.Engine, ev)
		out.Events, out.Harms = append(out.Events, ev), append(out.Harms, harm)
		out.Ledger.See(ev, harm)
	})
	table := p.table()
	out.Ledger.Seated(table.Plays)
	table.Given = func(c engine.Timed) { out.Acts = append(out.Acts, c) }
	err := bot.Run(ctx, out.Engine, table, p.Commands, p.Until, func(c engine.Timed, a engine.Answer) {
		out.Given++
		if a.OK {
			out.Acts = append(out.Acts, c)
		} else {
			out.Refusals = append(out.Refusals, Refusal{c, a.Refusal})
		}
	})
	harm, _ := Harmed(out.Engine)
	out.Ledger.Until(out.Engine.Now(), harm)
	return out, err
}

// MechanismsOf resolves the word of an arm to places in the scenario's mechanisms:
// "none", "all", the id of an arm, or that of one mechanism.
func MechanismsOf(sc *scenario.Scenario, word string) ([]int, bool) {
	switch word {
	case "none", "":
		return nil, true
	case "all":
		out := make([]int, len(sc.Mechanisms))
		for i := range out {
			out[i] = i
		}
		return out, true
	}
	if a := sc.Find("arm", word); a >= 0 {
		var out []int
		for _, id := range sc.Arms[a].Mechanisms {
			out = append(out, sc.Find("mechanism", id))
		}
		return out, true
	}
	if m := sc.Find("mechanism", word); m >= 0 {
		return []int{m}, true
	}
	return nil, false
}
