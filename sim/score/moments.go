package score

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/whatif"
)

// Change is how a counterfactual differs from what was done.
type Change string

// The changes. What each makes of a run is worked out by reactive replay; see package
// whatif.
const (
	LeftOut Change = "left out"   // the deed was not done at all
	Earlier Change = "earlier"    // a fact was shared as soon as its sender knew it
	Sooner  Change = "sooner"     // an action was decided on as soon as its seats knew enough
	Kept    Change = "kept"       // a promise that was broken was kept, at the last moment
	Omitted Change = "never done" // what nobody did was done, as soon as its seats mostly act
)

// Moment is a deed, or something not done, that may have mattered, and what it was worth.
type Moment struct {
	Change  Change
	Command engine.Timed // as it was given; for Kept as the promise says, for Omitted as it would have been
	To      engine.Time  // for all but LeftOut: when it could have been, in the run itself
	// Worth is harm, over paired seeds: for LeftOut what the deed avoided, for the others
	// what the change would have avoided. Above 0 is good. Own is the same on the run's seed.
	Worth Paired
	Own   float64
	// Agree is on how many of Worth's draws it went the way of Own: both above 0, or both below.
	Agree int
	// Links are the other deeds of a chain, those after Command: leaving any one of them out
	// costs the same on the run's seed, and so does leaving out all. Worth is that of all.
	Links []engine.Timed
	// Early are the deeds that are done as soon as each is possible, for Sooner: the beginnings
	// of one action, or the commitments to it.
	Early []engine.Command
	// Add is what is put in, for Kept and Omitted: one deed, or the commitments of all seats
	// that a joint action takes.
	Add []whatif.Intent
}

// Past measures the deeds of a run, for playing it again in other worlds.
func Past(ctx context.Context, p *Played) (*whatif.Past, error) {
	t := p.table()
	return whatif.Of(ctx, whatif.Run{Model: p.Model, Seed: p.Seed, Setup: p.Setup, Until: p.Until, Bots: t.Plays,
		Silent:     p.Silent,
		Unattended: t.Facilitates, Acts: p.Acts})
}

// worlds plays the worlds of a past for any number of goroutines.
type worlds struct {
	past    *whatif.Past
	players sync.Pool
}

func newWorlds(past *whatif.Past) *worlds {
	return &worlds{past: past, players: sync.Pool{New: func() any { return past.Player() }}}
}

// harm is what a world comes to.
func (w *worlds) harm(ctx context.Context, world whatif.World) (float64, error) {
	pl := w.players.Get().(*whatif.Player)
	defer w.players.Put(pl)
	e, err := pl.Play(ctx, world)
	if err != nil {
		return 0, err
	}
	v, _ := Harmed(e)
	return v, nil
}

// on is the run as it would have been on a seed.
func (w *worlds) on(seed uint64) whatif.World {
	world := w.past.Same()
	world.Seed = seed
	return world
}

// changed is a world with a moment's change.
func (m *Moment) changed(world whatif.World) whatif.World {
	switch m.Change {
	case LeftOut:
		world.Out = []engine.Command{m.Command.Command}
		for _, l := range m.Links {
			world.Out = append(world.Out, l.Command)
		}
	case Earlier:
		world.Early = []engine.Command{m.Command.Command}
	case Sooner:
		world.Early = m.Early
	default:
		world.Add = m.Add
	}
	return world
}

// weigh tries moments on seeds and ranks them by what they were worth on the run's own.
func (w *worlds) weigh(ctx context.Context, own uint64, moments []Moment, seeds []uint64, work Work) ([]Moment,
	error) {
	worth := make([][]float64, len(seeds)) // seed × moment
	finished, err := work.Through(ctx, len(seeds), func(i int) (err error) {
		worth[i], err = w.try(ctx, seeds[i], moments)
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
			if seeds[i] == own {
				moments[m].Own = worth[i][m]
			}
		}
		moments[m].Worth, moments[m].Agree = PairedOf(differences), agreeing(moments[m].Own, differences)
	}
	rank(moments)
	if !slices.Contains(finished, true) {
		return nil, err
	}
	return moments, err
}

// agreeing counts the differences on the same side of 0 as one of them.
func agreeing(own float64, differences []float64) int {
	n := 0
	for _, d := range differences {
		if d > 0 && own > 0 || d < 0 && own < 0 {
			n++
		}
	}
	return n
}

// rank puts moments that made the greatest difference on the run's own seed first; of those
// alike, the ones that do so on other seeds.
func rank(moments []Moment) {
	size := func(v float64) float64 { return max(v, -v) }
	slices.SortStableFunc(moments, func(a, b Moment) int {
		return cmp.Or(cmp.Compare(size(b.Own), size(a.Own)), cmp.Compare(size(b.Worth.Mean), size(a.Worth.Mean)))
	})
}

// try plays a seed as it is and with each change, and gives what each change makes of the
// harm.
func (w *worlds) try(ctx context.Context, seed uint64, moments []Moment) ([]float64, error) {
	harm, err := w.harm(ctx, w.on(seed))
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(moments))
	for i := range moments {
		h, err := w.harm(ctx, moments[i].changed(w.on(seed)))
		if err != nil {
			return nil, err
		}
		if out[i] = harm - h; moments[i].Change == LeftOut {
			out[i] = h - harm
		}
	}
	return out, nil
}

// candidates lists what is to be tried: each deed that can change the world left out, each
// share earlier, each action decided on sooner, each broken promise kept, each omission put in.
func candidates(p *Played, past *whatif.Past) []Moment {
	var out []Moment
	for i := range past.Deeds {
		d := &past.Deeds[i]
		if d.Role < 0 || !p.Model.Scenario.Ally(d.Role) || !d.Matters() || slices.ContainsFunc(past.Deeds[:i],
			func(x whatif.Deed) bool { return whatif.Repeats(p.Model, x.Command, d.Command) }) {
			continue
		}
		out = append(out, Moment{Change: LeftOut, Command: d.Timed})
		if d.Verb == engine.Share && d.Reaction() > 0 {
			out = append(out, Moment{Change: Earlier, Command: d.Timed, To: d.Possible})
		}
	}
	out = append(out, sooner(p, past)...)
	for i, b := range past.Broken {
		same := func(x whatif.Promise) bool { return x.Deed.Call.Ref == b.Deed.Call.Ref }
		ours := p.Model.Scenario.Ally(b.Deed.Role)
		if ours && whatif.Matters(b.Deed.Verb) && !slices.ContainsFunc(past.Broken[:i], same) {
			out = append(out, Moment{Change: Kept, Command: engine.Timed{At: b.At, Command: b.Deed.Command},
				To: b.At - 1, Add: []whatif.Intent{b.Deed}})
		}
	}
	for _, o := range past.Undone {
		at := engine.Time(0)
		for _, a := range o.Add {
			at = max(at, o.Possible+a.Reaction)
		}
		if at <= p.Until {
			what := o.Add[0].Command
			for _, a := range o.Add { // where telling comes first, it is for the joint action
				if a.Verb == engine.Commit {
					what = a.Command
					break
				}
			}
			out = append(out, Moment{Change: Omitted, Command: engine.Timed{At: at, Command: what}, To: o.Possible,
				Add: o.Add})
		}
	}
	return out
}

// sooner has a moment for each action that a seat began, or committed to, later than it could
// have. All deeds of an action are one change: a joint action is decided on when its last seat
// commits, so that one seat's haste alone may change nothing. Where seats were told late of what
// the action needs, there is a second moment, in which they are told at once too.
func sooner(p *Played, past *whatif.Past) []Moment {
	var out []Moment
	for a := range p.Model.Scenario.Actions {
		m, needs := Moment{Change: Sooner}, knownFor(&p.Model.Scenario.Actions[a])
		var tells []engine.Command
		for i := range past.Deeds {
			d := &past.Deeds[i]
			same := func(c engine.Command) bool { return whatif.Same(p.Model, c, d.Command) }
			switch {
			case d.Role < 0 || !p.Model.Scenario.Ally(d.Role):
			case d.Verb == engine.Share && needs[d.Ref] && d.Reaction() > 0:
				if !slices.ContainsFunc(tells, same) {
					tells = append(tells, d.Command)
				}
			case (d.Verb == engine.Act || d.Verb == engine.Commit) && d.Ref == a:
				m.Command, m.To = d.Timed, max(m.To, d.Possible)
				if !slices.ContainsFunc(m.Early, same) { // what is done again is the same decision
					m.Early = append(m.Early, d.Command)
				}
			}
		}
		if len(m.Early) == 0 {
			continue
		}
		if m.Command.At > m.To {
			out = append(out, m)
		}
		if len(tells) > 0 {
			m.Early = append(tells, m.Early...)
			out = append(out, m)
		}
	}
	return out
}

// knownFor are the facts of which an action needs that they are known.
func knownFor(a *scenario.Action) map[int]bool {
	out := map[int]bool{}
	a.Needs.Root.Walk(func(n *scenario.Node) {
		if n.Op == scenario.OpKnows {
			out[n.Ref] = true
		}
	})
	return out
}

// Tells reports whether seats are told of what the action needs, for Sooner.
func (m *Moment) Tells() bool {
	return slices.ContainsFunc(m.Early, func(c engine.Command) bool { return c.Verb == engine.Share })
}
