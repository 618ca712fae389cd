package score

import (
	"context"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Help is an act of the facilitator in a run, for good or ill, and what it touched.
type Help struct {
	Event    int      `json:"event"`    // its place in the stream
	Facts    []string `json:"facts"`    // facts that somebody learned, or did not learn, by it
	Measures []string `json:"measures"` // measures with evidence that it caused
	Scores   []string `json:"scores"`   // scores that these are part of; effectiveness always
}

// HelpIn lists the acts of the facilitator among the events of a run: injects released, held, put off
// and left out, and changes to the world. An act touches an event if it caused the event, or if the
// inject concerned did, or if the event is the first learning of a fact that the inject reveals by one
// of its receivers. A measure is touched if it uses an event that is.
func HelpIn(sc *scenario.Scenario, events []engine.Event, values []Value) []Help {
	acts, learned := helpsIn(events)
	out := []Help{}
	for _, a := range acts {
		h := Help{Event: a.event, Facts: []string{}, Measures: []string{}}
		touched := func(k int) bool {
			return k == a.event || a.inject != none && touches(sc, events[k], a.inject)
		}
		for _, k := range learned {
			if id := sc.Facts[events[k].Ref].ID; touched(k) && !slices.Contains(h.Facts, id) {
				h.Facts = append(h.Facts, id)
			}
		}
		for _, v := range values {
			if slices.ContainsFunc(v.Evidence, touched) {
				h.Measures = append(h.Measures, v.ID)
			}
		}
		h.Scores = scoresTouched(h.Measures)
		out = append(out, h)
	}
	return out
}

// helping is an act of the facilitator: its event, and the inject concerned or none.
type helping struct{ event, inject int }

// helpsIn finds the acts of the facilitator, and the places at which somebody learned a fact.
func helpsIn(events []engine.Event) (acts []helping, learned []int) {
	for i, ev := range events {
		inject := none
		switch ev.Kind {
		case engine.FactLearned:
			learned = append(learned, i)
		case engine.InjectHeld, engine.InjectPostponed:
			acts = append(acts, helping{i, int(ev.Ref)})
			continue
		case engine.InjectSkipped, engine.InjectDelivered:
			inject = int(ev.Ref)
		case engine.ExerciseStarted, engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined, engine.MoveEnded,
			engine.MoveBegan, engine.GaugeChanged, engine.SystemChanged, engine.SystemNoticed, engine.LinkCut,
			engine.LinkChanged, engine.LinkStopped, engine.VersionChanged, engine.VersionNoticed, engine.VersionFlawed,
			engine.ChannelChanged, engine.FactLeaked, engine.MarkBreached, engine.MessageSent, engine.MessageArrived,
			engine.MessageAcknowledged, engine.MessageAnswered, engine.MessageBlocked, engine.InjectReceived,
			engine.InjectEdited, engine.InjectFreed, engine.InjectRetracted, engine.InjectImprovised,
			engine.ImprovisedReceived, engine.ExpectationMet, engine.ExpectationMissed, engine.ActionStarted,
			engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed, engine.ActionDone, engine.ActionFailed,
			engine.ActionCancelled, engine.ActionContradicts, engine.JointProposed, engine.JointCommitted,
			engine.JointWithdrawn, engine.JointStarted, engine.JointDone, engine.JointFailed, engine.JointLapsed,
			engine.VenueConvened, engine.VenueOpened, engine.VenueClosed, engine.ObligationStarted,
			engine.ObligationMet, engine.ObligationMissed, engine.NoteFiled, engine.NoteShown, engine.NoteRevised,
			engine.NoteRevoked, engine.NoteTriggered, engine.NoteKept, engine.NoteBroken, engine.NoteDeviated,
			engine.BeliefDeclared, engine.MechanismFunded, engine.MechanismEstablished, engine.AttemptMade,
			engine.AttemptQueried, engine.AttemptAnswered, engine.AttemptRuled, engine.CommandRefused:
			// an act of the facilitator where one brought it about, with no inject concerned
		}
		if ev.Via.Cause == engine.ByFacilitator {
			acts = append(acts, helping{i, inject})
		}
	}
	return acts, learned
}

// scoresTouched names the scores that an act touched, with these measures. What is done to
// the world or held back from it may change all that follows, so effectiveness and the
// total are always among them.
func scoresTouched(measures []string) []string {
	in := func(parts []string) bool {
		return slices.ContainsFunc(parts, func(id string) bool { return slices.Contains(measures, id) })
	}
	out := []string{}
	if in(SpeedParts()) {
		out = append(out, "speed")
	}
	out = append(out, "effectiveness")
	if in(CoordinationParts()) {
		out = append(out, "coordination")
	}
	return append(out, "total")
}

// helped reports whether a plan has acts of a facilitator.
func helped(p Plan) bool {
	return slices.ContainsFunc(p.Commands, intervenes)
}

func intervenes(c engine.Timed) bool { return c.Role == engine.Facilitator && c.Verb != engine.End }

// touches reports whether an event came about by an inject, or is of a fact that the
// inject reveals to the seat concerned.
func touches(sc *scenario.Scenario, ev engine.Event, inject int) bool {
	if ev.Via.Cause == engine.ByInject && int(ev.Via.Ref) == inject {
		return true
	}
	in := &sc.Injects[inject]
	return ev.Kind == engine.FactLearned && in.Reveals.Has(sc.Facts[ev.Ref].ID) &&
		slices.Contains(sc.RolesOf(in.To), int(ev.Role))
}

// Unhelped is a plan without the acts of its facilitator, except for ending it.
func Unhelped(p Plan) Plan {
	p.Commands, p.Attended = slices.DeleteFunc(slices.Clone(p.Commands), intervenes), false
	return p
}

// unhelped is a run as it would have been without what its facilitator did: its seats react.
func unhelped(ctx context.Context, p *Played) (*Played, error) {
	past, err := Past(ctx, p)
	if err != nil {
		return nil, err
	}
	out := &Played{Plan: Unhelped(p.Plan), Ledger: &Ledger{}}
	out.Ledger.Reset(p.Model)
	out.Ledger.Seated(p.table().Plays)
	w := past.Same()
	w.Unhelped = true
	w.Observe = func(e *engine.Engine, ev engine.Event) {
		out.Ledger.Grow(e.Model())
		out.Ledger.See(ev, HarmAt(e, ev))
	}
	if out.Engine, err = past.Player().Play(ctx, w); err != nil {
		return nil, err
	}
	harm, _ := Harmed(out.Engine)
	out.Ledger.Until(out.Engine.Now(), harm)
	return out, nil
}
