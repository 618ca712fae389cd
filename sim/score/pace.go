package score

import (
	"cmp"
	"context"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/whatif"
)

// Pace is the pace of relevance, tau / T_joint (after arXiv 2603.10015): 1 or
// more means that coordination beat the hazard.
type Pace struct {
	// Value is tau / T_joint: 0 where no joint action moved the step, nil where the
	// scenario has none, nobody knew anything, or nothing becomes irreversible by itself.
	Value *float64 `json:"value"`
	// Tau is the hours from the first who knew to the first irreversible step in the idle
	// run; nil for never.
	Tau *float64 `json:"tau"`
	// Joint is T_joint, the hours from the first who knew to when joint action first moved the
	// step; nil for never.
	Joint *float64 `json:"joint"`
	// Step says what the irreversible step is.
	Step string `json:"step,omitempty"`
}

// least is the T_joint that a joint action done at once counts as, in hours: a minute.
const least = 1.0 / 60

// paceDraws is on how many draws of chance, the run's own first, it is tried whether a joint
// action moved the irreversible step.
const paceDraws = 8

// PaceOf works out the pace of relevance of a run. The irreversible step is looked for in
// the idle run on the same seed, in which nobody acts: it is the first failure, after
// somebody could know, of a system that is still failed at the end and does not come
// back by itself, or the moment by which half of the idle run's harm has been done,
// whichever is earlier. (Halves are found on 512 equal steps of the run.)
//
// T_joint ends when joint action first averted that step, made it less likely or lessened the
// harm that follows it: with the first joint action done that moves it when it is left out by reactive
// replay. It does if the system fails sooner, or where else it would not, on the run's own draw
// or on one of seven others, or if it leaves at least 1 % more harm on the mean of these. A press
// release in time is no such action.
func PaceOf(ctx context.Context, p *Played) (Pace, error) {
	var out Pace
	l := p.Ledger
	w := l.legs()
	possible := false
	for a := range l.sc.Actions {
		possible = possible || l.sc.Actions[a].Joint != nil && l.works[a]
	}
	if !w.known.is() || !possible {
		return out, nil
	}
	idle := Idle(p.Plan)
	idle.Until = engine.At(l.sc.Length) // even where the run itself was cut short
	step, err := irreversible(ctx, idle, w.known.at)
	if step.what == "" {
		return out, err
	}
	at, err := moved(ctx, p, step.system)
	if err != nil {
		return out, err
	}
	tau, pace := hours(w.known.at, step.at), 0.0
	if at.is() {
		joint := hours(w.known.at, at.at)
		out.Joint, pace = &joint, tau/max(joint, least)
	}
	out.Tau, out.Step, out.Value = &tau, step.what, &pace
	return out, nil
}

// moved is when the first joint action was done that moved harm or the failure of a system (none
// for no system), or never.
func moved(ctx context.Context, p *Played, system int) (stamp, error) {
	l := p.Ledger
	var w *endings
	var with [paceDraws]ending
	for _, action := range l.worked() {
		if w == nil {
			past, err := Past(ctx, p)
			if err != nil {
				return never, err
			}
			w = &endings{past: past, player: past.Player(), model: p.Model, system: system}
			for k, seed := range Seeds(p.Seed, paceDraws) {
				if with[k], err = w.without(ctx, seed, nil); err != nil {
					return never, err
				}
			}
		}
		var out []engine.Command
		for _, role := range l.by[action] {
			out = append(out, engine.Command{Verb: engine.Commit, Role: role, Ref: action})
		}
		more, harm := 0.0, 0.0
		for k, seed := range Seeds(p.Seed, paceDraws) {
			v, err := w.without(ctx, seed, out)
			if err != nil {
				return never, err
			}
			if v.failed > with[k].failed {
				return l.firstDone(action), nil
			}
			more, harm = more+(v.harm-with[k].harm), harm+v.harm
		}
		if more > apart(harm) && more >= 0.01*harm {
			return l.firstDone(action), nil
		}
	}
	return never, nil
}

// fell is when a system failed for the first time and for the last, or never.
func (l *Ledger) fell(system int) (first, last stamp) {
	first, last = never, never
	for _, c := range l.changes {
		if c.system != system || c.state != engine.Failed {
			continue
		}
		if last = c.stamp; !first.is() {
			first = c.stamp
		}
	}
	return first, last
}

// worked are the joint actions that were done and that change the world, the one that was done first in front.
func (l *Ledger) worked() []int {
	var out []int
	for a := range l.sc.Actions {
		if l.works[a] && l.firstDone(a).is() {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Compare(l.firstDone(a).ev, l.firstDone(b).ev) })
	return out
}

// ending is how a step ends in a world.
type ending struct {
	failed engine.Time // how long before the horizon the system first failed, plus a nanosecond; 0 for never
	harm   float64
}

// endings plays a run again in other worlds, for how each ends.
type endings struct {
	past   *whatif.Past
	player *whatif.Player
	model  *engine.Model
	ledger Ledger // of one world after another
	system int    // that may fail, or none
}

// without plays a world without some deeds.
func (x *endings) without(ctx context.Context, seed uint64, out []engine.Command) (ending, error) {
	w := x.past.Same()
	w.Seed, w.Out = seed, out
	if x.system != none {
		x.ledger.Reset(x.model)
		w.Observe = func(e *engine.Engine, ev engine.Event) {
			x.ledger.Grow(e.Model())
			x.ledger.See(ev, 0)
		}
	}
	var end ending
	e, err := x.player.Play(ctx, w)
	if err != nil {
		return end, err
	}
	if x.system != none {
		if first, _ := x.ledger.fell(x.system); first.is() {
			end.failed = 1 + e.Horizon() - first.at
		}
	}
	end.harm, _ = Harmed(e)
	return end, nil
}

// step is an irreversible step: the failure of a system, or half of the harm.
type step struct {
	at     engine.Time
	what   string // "" for none
	system int    // or none
}

// irreversible finds the first irreversible step of an idle run after a time; its what is "" where
// there is none, and with an error.
func irreversible(ctx context.Context, idle Plan, after engine.Time) (step, error) {
	out := step{system: none}
	sc := idle.Model.Scenario
	e := engine.New(idle.Model, idle.Seed, idle.Setup)
	var there Ledger
	there.Follow(e)
	if err := bot.Run(ctx, e, idle.table(), idle.Commands, idle.Until, nil); err != nil {
		return out, err
	}
	for s := range sc.Systems {
		_, last := there.fell(s)
		if e.System(s) == engine.Failed && !sc.Systems[s].Repair.Set && last.at > after &&
			(out.what == "" || last.at < out.at) {
			out = step{last.at, sc.Systems[s].Title + ": failed", s}
		}
	}
	end, _ := Harmed(e)
	if end <= 0 {
		return out, nil
	}
	half, err := halfHarm(ctx, idle, end/2)
	if err != nil {
		return step{}, err
	}
	if out.what == "" || half < out.at {
		out = step{half, "half of the harm", none}
	}
	return out, nil
}

// halfHarm is when a plan's run has done a given harm.
func halfHarm(ctx context.Context, p Plan, harm float64) (engine.Time, error) {
	const steps = 512
	e := engine.New(p.Model, p.Seed, p.Setup)
	err := paused(ctx, e, p, p.Until/steps, p.Until/steps, func() bool {
		v, _ := Harmed(e)
		return v >= harm
	})
	return e.Now(), err
}
