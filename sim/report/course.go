package report

import (
	"cmp"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// course is what the world and the facilitator did in a run, which a ledger does not hold: it is about seats. It is a
// fold over the run's events that is made once, and holds their places in the stream.
type course struct {
	gauges   [][]int // by gauge: where it changed
	systems  [][]int // by system: where its state changed
	noticed  [][]int // by system: where somebody noticed its state
	exposure *exposure
	injects  map[int]*coming // by inject, those that the facilitator wrote after the scenario's
	first    int             // where the first inject of the scenario came, or -1
	forged   []int           // where forged messages arrived
	ruled    map[int32]int   // by attempt: where it was ruled on
	ended    int             // where the exercise ended, or -1
	why      string          // it ended
}

// coming is what happens to an inject.
type coming struct {
	first   int // where it came for the first time, or -1
	skipped int // where it was left out for the last time, or -1
	clocks  []clock
}

// clock is one time that what an inject expects was waited for: the places of the events that say so, or -1.
type clock struct {
	came, met, missed, back int // back is where the inject was taken back meanwhile
}

// running reports whether it is still waited for.
func (c *clock) running() bool { return c.met < 0 && c.missed < 0 && c.back < 0 }

// of is what has happened to an inject so far.
func (c *course) of(inject int) *coming {
	x := c.injects[inject]
	if x == nil {
		x = &coming{first: -1, skipped: -1}
		c.injects[inject] = x
	}
	return x
}

// came has an inject come. Where it is waited for already, or was met, no clock starts.
func (x *coming) came(event int) {
	if x.first < 0 {
		x.first = event
	}
	if n := len(x.clocks); n == 0 || !x.clocks[n-1].running() && x.clocks[n-1].met < 0 {
		x.clocks = append(x.clocks, clock{event, -1, -1, -1})
	}
}

// last calls f with the clock that started last, where there is one.
func (x *coming) last(f func(*clock)) {
	if n := len(x.clocks); n > 0 {
		f(&x.clocks[n-1])
	}
}

// follow folds the events of the run.
func (b *builder) follow() {
	c := &course{gauges: make([][]int, len(b.sc.Gauges)), systems: make([][]int, len(b.sc.Systems)),
		noticed: make([][]int, len(b.sc.Systems)), exposure: newExposure(b), injects: map[int]*coming{}, first: -1,
		ruled: map[int32]int{}, ended: -1}
	for i, ev := range b.events {
		c.see(i, ev, b.in.Origins[i].Source, len(b.sc.Injects))
	}
	c.exposure.close(b.e.Now())
	b.course, b.all = c, b.in.Run.Whole()
	b.sent, b.known, b.deeds, b.feats = b.all.Messages(), b.all.Learned(), b.all.Deeds(), b.all.Feats()
}

// deedAt is what a seat began or committed to, by the place of its event; nil where the event is no such deed.
func (b *builder) deedAt(event int) *score.Deed {
	i, ok := slices.BinarySearchFunc(b.deeds, event,
		func(d score.Deed, event int) int { return cmp.Compare(d.Begun.Event, event) })
	if !ok {
		return nil
	}
	return &b.deeds[i]
}

// firstDeed is the first deed of a role after an event that fits; nil for none.
func (b *builder) firstDeed(role, after int, fits func(*score.Deed) bool) *score.Deed {
	for i := range b.deeds {
		if d := &b.deeds[i]; d.Role == role && d.Begun.Event > after && fits(d) {
			return d
		}
	}
	return nil
}

// see takes the next event. Injects that the facilitator wrote have numbers from own on.
func (c *course) see(i int, ev engine.Event, at Source, own int) {
	switch ev.Kind {
	case engine.ExerciseEnded:
		c.ended = i
		if ev.Text != "" {
			c.why = ev.Text
		}
	case engine.GaugeChanged:
		c.gauges[ev.Ref] = append(c.gauges[ev.Ref], i)
	case engine.SystemChanged:
		c.systems[ev.Ref] = append(c.systems[ev.Ref], i)
		c.exposure.isolate(ev, at)
	case engine.SystemNoticed:
		c.noticed[ev.Ref] = append(c.noticed[ev.Ref], i)
	case engine.VersionChanged:
		c.exposure.change(ev, at)
	case engine.VersionFlawed:
		c.exposure.flaw(ev, at)
	case engine.InjectDelivered:
		if c.first < 0 {
			c.first = i
		}
		c.of(int(ev.Ref)).came(i)
	case engine.InjectImprovised:
		c.of(own + int(ev.Ref)).came(i)
	case engine.InjectSkipped:
		c.of(int(ev.Ref)).skipped = i
	case engine.InjectRetracted:
		c.of(int(ev.Ref)).last(func(x *clock) {
			if x.running() {
				x.back = i
			}
		})
	case engine.ExpectationMet:
		c.of(int(ev.Ref)).last(func(x *clock) { x.met = i })
	case engine.ExpectationMissed:
		c.of(int(ev.Ref)).last(func(x *clock) { x.missed = i })
	case engine.MessageArrived:
		if ev.Via.Cause == engine.ByInject {
			c.forged = append(c.forged, i)
		}
	case engine.AttemptRuled:
		if _, ok := c.ruled[ev.Ref]; !ok {
			c.ruled[ev.Ref] = i
		}
	case engine.MessageSent, engine.MessageAcknowledged, engine.MessageAnswered, engine.FactLearned,
		engine.ActionStarted, engine.ActionDone, engine.ActionFailed, engine.ActionCancelled, engine.ActionContradicts,
		engine.JointProposed, engine.JointCommitted, engine.JointWithdrawn, engine.JointStarted, engine.JointDone,
		engine.JointFailed, engine.JointLapsed, engine.ObligationStarted, engine.ObligationMet,
		engine.ObligationMissed, engine.NoteKept, engine.NoteBroken, engine.BeliefDeclared:
		// what seats knew, said, did, owed and believed is in the ledger
	case engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed, engine.VenueConvened, engine.MechanismFunded,
		engine.NoteFiled, engine.NoteShown, engine.NoteRevised, engine.NoteRevoked, engine.NoteTriggered,
		engine.NoteDeviated, engine.AttemptMade, engine.AttemptQueried, engine.AttemptAnswered, engine.SeatJoined,
		engine.CommandRefused, engine.MarkBreached:
		// what else seats do is in the timeline, and among the decisions where it is one
	case engine.ExerciseStarted, engine.DrawMade, engine.MoveEnded, engine.MoveBegan, engine.LinkCut,
		engine.LinkChanged, engine.LinkStopped, engine.ChannelChanged, engine.MessageBlocked, engine.VersionNoticed,
		engine.FactLeaked, engine.VenueOpened, engine.VenueClosed, engine.MechanismEstablished,
		engine.InjectReceived, engine.InjectHeld, engine.InjectPostponed, engine.InjectEdited, engine.InjectFreed,
		engine.ImprovisedReceived:
		// told in the timeline alone
	}
}
