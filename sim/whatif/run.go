package whatif

import (
	"slices"

	"tocsin/sim/engine"
)

// Run is a run that has been played, from which other worlds differ.
type Run struct {
	Model *engine.Model // as it was before STARTEX, without notes of players
	Seed  uint64
	Setup engine.Setup
	Until engine.Time // at most the horizon
	Bots  []bool      // by role: seats that bots play from STARTEX to the end
	// Silent bots do not coordinate; see [bot.Table].
	Silent bool
	// Unattended has injects that are held come at once, as there was no facilitator.
	Unattended bool
	// Acts are all commands that were accepted, in their order: by people, by the
	// facilitator, and by bots.
	Acts []engine.Timed
}

// Deed is something that was done, and from when on it could have been.
type Deed struct {
	engine.Timed
	Bot      bool
	Possible engine.Time // the first moment at which its seat could have done it
}

// Reaction returns how long the seat took from when it could do it.
func (d *Deed) Reaction() engine.Time { return d.At - d.Possible }

// Matters reports whether a deed can change the world; words and beliefs cannot.
func (d *Deed) Matters() bool { return Matters(d.Verb) }

// Matters reports whether a command of a seat can change the world.
func Matters(v engine.Verb) bool {
	switch v {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel, engine.Share, engine.Convene, engine.Invest,
		engine.File, engine.Revise, engine.Revoke, engine.Attempt:
		return true
	}
	return false
}

// kind returns the verb by which a command is compared with others: a joint action is a commitment,
// also where it was given as an action.
func kind(m *engine.Model, c *engine.Command) engine.Verb {
	if c.Verb == engine.Act && c.Ref >= 0 && c.Ref < len(m.Scenario.Actions) &&
		m.Scenario.Actions[c.Ref].Joint != nil {
		return engine.Commit
	}
	return c.Verb
}

// Same reports whether two commands are the same deed. Shares are if they have recipients in common.
func Same(m *engine.Model, a, b engine.Command) bool {
	if a.Role != b.Role || kind(m, &a) != kind(m, &b) || a.Ref != b.Ref {
		return false
	}
	switch a.Verb {
	case engine.Share:
		return overlap(m, a.To, b.To)
	case engine.Say, engine.Ask, engine.Acknowledge, engine.Verify, engine.Attempt, engine.Query, engine.Rule,
		engine.Inject:
		return a.Text == b.Text && a.Re == b.Re && a.Case == b.Case && a.Draft == b.Draft && slices.Equal(a.To, b.To)
	case engine.File:
		return a.Note == b.Note
	case engine.Revise:
		return a.Change == b.Change
	}
	return true
}

// Repeats reports whether leaving out one of two commands leaves out exactly the other as well.
func Repeats(m *engine.Model, a, b engine.Command) bool {
	return Same(m, a, b) && (a.Verb != engine.Share || slices.Equal(a.To, b.To))
}

// reached returns the seats, and the public, that a list of recipients stands for: a venue for its
// members.
func reached(m *engine.Model, to []int) []int {
	var out []int
	for _, r := range to {
		venue := -1
		for v := range m.Scenario.Venues {
			if r == engine.ToVenue(v) {
				venue = v
			}
		}
		if venue < 0 {
			out = append(out, r)
			continue
		}
		out = append(out, m.Scenario.RolesOf(m.Scenario.Venues[venue].Members)...)
	}
	return out
}

func overlap(m *engine.Model, a, b []int) bool {
	there := reached(m, b)
	return slices.ContainsFunc(reached(m, a), func(r int) bool { return slices.Contains(there, r) })
}

// without returns a command without a deed that is left out, and whether anything of it is left.
func without(m *engine.Model, c, out engine.Command) (engine.Command, bool) {
	switch {
	case c.Role != out.Role || c.Ref != out.Ref || kind(m, &c) != kind(m, &out) || !Same(m, c, out):
		return c, true
	case c.Verb != engine.Share:
		return c, false
	}
	gone := reached(m, out.To)
	var left []int
	for _, r := range c.To {
		of := reached(m, []int{r})
		rest := slices.DeleteFunc(slices.Clone(of), func(x int) bool { return slices.Contains(gone, x) })
		if len(rest) == len(of) {
			left = append(left, r)
		} else {
			left = append(left, rest...)
		}
	}
	left = slices.DeleteFunc(left, func(r int) bool { return r == c.Role })
	c.To = left
	return c, len(left) > 0
}
