package score

import (
	"cmp"
	"context"
	"slices"

	"tocsin/sim/engine"
)

// Change is how a counterfactual differs from what was done.
type Change string

// The changes.
const (
	LeftOut Change = "left out" // the command was not given
	Earlier Change = "earlier"  // a fact was shared as soon as its sender knew it; see hasten
	Kept    Change = "kept"     // a promise that was broken was kept, at the last moment
)

// Moment is a command, or the want of one, that may have mattered, and what it was worth.
type Moment struct {
	Change  Change
	Command engine.Timed // as it was given; for Kept as the promise says
	Place   int          // its place among the run's commands; -1 for Kept
	To      engine.Time  // for Earlier and Kept: when it could have been, in the run itself
	// Worth is harm, over paired seeds: for LeftOut what the command avoided, for the others
	// what the change would have avoided. Above 0 is good. Own is the same on the run's seed.
	Worth Paired
	Own   float64
}

// matters are the verbs that can change the world: the others are left alone.
func matters(v engine.Verb) bool {
	switch v {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel, engine.Share, engine.Convene, engine.Invest, engine.File:
		return true
	}
	return false
}

// base is the plan that a run's forks start from.
func base(p *Played) Plan {
	q := p.Plan
	if !slices.ContainsFunc(q.Commands, func(c engine.Timed) bool { return c.Role >= 0 }) {
		q = Replay(p)
	}
	q.Plays = q.table().Plays
	return q
}

// weigh tries candidates and ranks them.
func weigh(ctx context.Context, p *Played, plan Plan, moments []Moment, seeds []uint64, w Work) ([]Moment, error) {
	worth := make([][]float64, len(seeds)) // seed × moment
	finished, err := w.through(ctx, len(seeds), func(i int) (err error) {
		worth[i], err = tryMoments(ctx, plan, seeds[i], moments)
		return err
	})
	if err != nil && !stopped(err) {
		return nil, err
	}
	for m := range moments {
		var differences []float64
		for i := range seeds {
			if !finished[i] {
				continue
			}
			differences = append(differences, worth[i][m])
			if seeds[i] == p.Seed {
				moments[m].Own = worth[i][m]
			}
		}
		moments[m].Worth = paired(differences)
	}
	slices.SortStableFunc(moments, func(a, b Moment) int {
		return cmp.Compare(max(b.Worth.Mean, -b.Worth.Mean), max(a.Worth.Mean, -a.Worth.Mean))
	})
	if len(seeds) > 0 && !slices.Contains(finished, true) {
		return nil, err
	}
	return moments, err
}

// candidates lists what is to be tried.
func candidates(p *Played, plan Plan) []Moment {
	var out []Moment
	for i, c := range plan.Commands {
		if c.Role < 0 || !matters(c.Verb) {
			continue
		}
		out = append(out, Moment{Change: LeftOut, Command: c, Place: i})
		if c.Verb != engine.Share {
			continue
		}
		if known, ok := p.Engine.KnownSince(c.Role, c.Ref); ok && known < c.At {
			out = append(out, Moment{Change: Earlier, Command: c, Place: i, To: known})
		}
	}
	seen := map[int]bool{}
	for _, pr := range p.Ledger.promises {
		if c := p.Engine.Model().NoteCommand(pr.note); !pr.kept && !seen[pr.note] && matters(c.Verb) {
			seen[pr.note] = true
			out = append(out, Moment{Change: Kept, Command: engine.Timed{At: pr.at, Command: c}, Place: none, To: pr.at - 1})
		}
	}
	return out
}

// tryMoments plays a plan on a seed as it is and with each change, and gives what each
// change makes of the harm.
func tryMoments(ctx context.Context, plan Plan, seed uint64, moments []Moment) ([]float64, error) {
	plan.Seed = seed
	whole, err := Play(ctx, plan)
	if err != nil {
		return nil, err
	}
	harm, _ := Harmed(whole.Engine)
	e := engine.New(plan.Model, seed, plan.Setup)
	out := make([]float64, len(moments))
	for i, m := range moments {
		fork := plan
		switch m.Change {
		case LeftOut:
			fork.Commands = slices.Delete(slices.Clone(plan.Commands), m.Place, m.Place+1)
		case Earlier:
			known, ok := whole.Engine.KnownSince(m.Command.Role, m.Command.Ref)
			if !ok || known >= m.Command.At {
				continue // on this seed it was as early as can be
			}
			fork.Commands = hasten(whole, plan.Commands, m.Place, known)
		case Kept:
			at := never
			for _, pr := range whole.Ledger.promises {
				if c := whole.Engine.Model().NoteCommand(pr.note); !pr.kept && !at.is() && sameDeed(c, m.Command.Command) {
					at = pr.stamp
				}
			}
			if !at.is() {
				continue // on this seed it was kept, or never called on
			}
			fork.Commands = insert(plan.Commands, engine.Timed{At: at.at - 1, Command: m.Command.Command})
		}
		h, err := outcomeOf(ctx, e, fork)
		if err != nil {
			return nil, err
		}
		if out[i] = harm - h; m.Change == LeftOut {
			out[i] = h - harm
		}
	}
	return out, nil
}

// hasten moves a share to an earlier time, and with it what followed from it: each seat
// keeps the time that it took from when it could know (see [Ledger.Seats]) to each of its
// actions, commitments and shares, so that these come earlier by as much as it could know
// earlier. Without that, people who could have known would be made to wait for the hour at
// which they acted in fact.
func hasten(p *Played, commands []engine.Timed, place int, to engine.Time) []engine.Timed {
	was := p.Ledger
	is := *was
	is.known = slices.Clone(was.known) // who knows what when, with the share moved
	out := slices.Clone(commands)
	for i := place; i < len(out); i++ {
		c := &out[i]
		switch {
		case i == place:
			c.At = to
		case c.Role < 0:
		case c.Verb == engine.Act || c.Verb == engine.Commit:
			before, _ := was.able(c.Role, c.Ref)
			after, _ := is.able(c.Role, c.Ref)
			if before.is() && before.at <= c.At {
				c.At -= max(0, before.at-after.at)
			}
		case c.Verb == engine.Share:
			before, after := was.knows(c.Role, c.Ref).stamp, is.knows(c.Role, c.Ref).stamp
			if before.is() && before.at <= c.At {
				c.At -= max(0, before.at-after.at)
			}
		}
		if sent := commands[i].At; c.Verb == engine.Share && c.At < sent {
			for r := range was.sc.Roles {
				if was.learnedBy(r, c.Ref, c.Role, sent) {
					k := is.knows(r, c.Ref)
					k.at -= sent - c.At
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b engine.Timed) int { return cmp.Compare(a.At, b.At) })
	return out
}

// learnedBy reports whether a role learned a fact by the message that another sent at a
// time.
func (l *Ledger) learnedBy(role, fact, from int, sent engine.Time) bool {
	k := l.knows(role, fact)
	if !k.is() || k.from != from {
		return false
	}
	for i := range l.messages {
		m := &l.messages[i]
		if m.from == from && m.fact == fact && (m.to == role || m.to == engine.Public) && m.at == sent && m.ev < k.ev {
			return m.to == engine.Public || !m.arrived.is() || m.arrived.at == k.at
		}
	}
	return false
}

func sameDeed(a, b engine.Command) bool {
	return a.Verb == b.Verb && a.Role == b.Role && a.Ref == b.Ref && slices.Equal(a.To, b.To)
}

// insert puts a command among others in the order of their times, after those of its own.
func insert(commands []engine.Timed, c engine.Timed) []engine.Timed {
	i, _ := slices.BinarySearchFunc(commands, c.At, func(x engine.Timed, at engine.Time) int {
		if x.At <= at {
			return -1
		}
		return 1
	})
	return slices.Insert(slices.Clone(commands), i, c)
}
