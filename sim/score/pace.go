package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// Pace is the pace of relevance, tau / T_joint (after arXiv 2603.10015): 1 or
// more means that coordination beat the hazard.
type Pace struct {
	// Value is tau / T_joint: 0 where no effective joint action was ever done, nil where the
	// scenario has none, nobody knew anything, or nothing becomes irreversible by itself.
	Value *float64 `json:"value"`
	// Tau is the hours from the first who knew to the first irreversible step in the idle
	// run; nil for never.
	Tau *float64 `json:"tau"`
	// Joint is T_joint, the hours from the first who knew to the first effective joint
	// action done; nil for never.
	Joint *float64 `json:"joint"`
	// Step says what the irreversible step is.
	Step string `json:"step,omitempty"`
}

// least is the T_joint that a joint action done at once counts as, in hours: a minute.
const least = 1.0 / 60

// PaceOf works out the pace of relevance of a run. The irreversible step is looked for in
// the idle run on the same seed, in which nobody acts: it is the first failure, after
// somebody could know, of a system that is still failed at the end and does not come
// back by itself, or the moment by which half of the idle run's harm has been done,
// whichever is earlier. (Halves are found on 512 equal steps of the run.)
func PaceOf(ctx context.Context, l *Ledger, p Plan) (Pace, error) {
	var out Pace
	w := l.legs()
	possible := false
	for a := range l.sc.Actions {
		possible = possible || l.sc.Actions[a].Joint != nil && l.works[a]
	}
	if !w.known.is() || !possible {
		return out, nil
	}
	idle := Idle(p)
	idle.Until = engine.At(l.sc.Length) // even where the run itself was cut short
	at, what, err := irreversible(ctx, idle, w.known.at)
	if err != nil {
		return out, err
	}
	if w.executed.is() {
		joint := hours(w.known.at, w.executed.at)
		out.Joint = &joint
	}
	if what == "" {
		return out, nil
	}
	tau, pace := hours(w.known.at, at), 0.0
	if out.Joint != nil {
		pace = tau / max(*out.Joint, least)
	}
	out.Tau, out.Step, out.Value = &tau, what, &pace
	return out, nil
}

// irreversible finds the first irreversible step of an idle run after a time.
func irreversible(ctx context.Context, idle Plan, after engine.Time) (at engine.Time, what string, err error) {
	sc := idle.Model.Scenario
	e := engine.New(idle.Model, idle.Seed, idle.Setup)
	fell := make([]engine.Time, len(sc.Systems))
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.SystemChanged && uint8(ev.Num) == engine.Failed {
			fell[ev.Ref] = ev.At
		}
	})
	if err := bot.Run(ctx, e, idle.table(), idle.Commands, idle.Until, nil); err != nil {
		return 0, "", err
	}
	for s := range sc.Systems {
		if t := fell[s]; e.System(s) == engine.Failed && !sc.Systems[s].Repair.Set && t > after &&
			(what == "" || t < at) {
			at, what = t, sc.Systems[s].Title
		}
	}
	end, any := Harmed(e)
	if !any || end <= 0 {
		return at, what, nil
	}
	half, err := halfHarm(ctx, e, idle, end/2)
	if err == nil && (what == "" || half < at) {
		at, what = half, "half of the harm"
	}
	return at, what, err
}

// halfHarm is when a plan's run has done a given harm.
func halfHarm(ctx context.Context, e *engine.Engine, p Plan, harm float64) (engine.Time, error) {
	const steps = 512
	e.Reset(p.Model, p.Seed, p.Setup)
	e.Observe(nil)
	table, commands := p.table(), p.Commands
	for i := range engine.Time(steps) {
		to := p.Until / steps * (i + 1)
		n := 0
		for n < len(commands) && commands[n].At <= to {
			n++
		}
		if err := bot.Run(ctx, e, table, commands[:n], to, nil); err != nil {
			return 0, err
		}
		commands = commands[n:]
		if v, _ := Harmed(e); v >= harm || e.Ended() {
			return e.Now(), nil
		}
	}
	return p.Until, nil
}
