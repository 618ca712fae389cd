package report

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
)

// timeline lists all events in order, and marks those in which a system changed.
func (b *builder) timeline() {
	b.r.Timeline = make([]TimelineEntry, 0, len(b.events))
	for i, ev := range b.events {
		said := b.say(i)
		t := TimelineEntry{N: i + 1, Hours: ev.At.Hours(), T: ev.At.String(), Date: b.date(ev.At),
			Kind: ev.Kind.String(), Mark: said.Mark.String(), Text: said.Text,
			Help: b.in.Origins[i].Help, Quiet: said.Mark == phrase.Quiet, Source: b.in.Origins[i].Source,
			Person: b.person(b.in.Origins[i].Who)}
		if ev.Kind.About().Role != "" {
			t.Role, t.Title = b.roleAt(int(ev.Role))
		}
		b.r.Timeline = append(b.r.Timeline, t)
	}
	for _, changes := range b.course.systems {
		for _, i := range changes {
			b.r.Timeline[i].Cascade, b.r.Timeline[i].Severity = true, int(b.events[i].Num)
		}
	}
}

// decisions lists what seats decided, with the reasons that they gave, and what was refused.
func (b *builder) decisions() {
	b.r.Decisions = []Decision{}
	latency := b.latencies()
	for i, ev := range b.events {
		d := Decision{Hours: ev.At.Hours(), T: ev.At.String(), Person: b.person(b.in.Origins[i].Who),
			Source: b.in.Origins[i].Source, Latency: latency[i], Event: i + 1}
		switch ev.Kind {
		case engine.ActionStarted:
			d.Verb, d.What, d.Reason, d.Outcome = "act", b.sc.Actions[ev.Ref].Title, b.words(ev.Text), b.fate(i)
			b.decided(int(ev.Ref), &d)
		case engine.JointCommitted:
			d.Verb, d.What, d.Outcome = "commit", b.sc.Actions[ev.Ref].Title, b.fate(i)
		case engine.JointWithdrawn:
			d.Verb, d.What, d.Outcome = "withdraw", b.sc.Actions[ev.Ref].Title, "withdrawn"
		case engine.ActionCancelled:
			d.Verb, d.What, d.Outcome = "cancel", b.sc.Actions[ev.Ref].Title, "cancelled"
		case engine.VenueConvened:
			d.Verb, d.What, d.Outcome = "convene", b.sc.Venues[ev.Ref].Title, "convened"
		case engine.MechanismFunded:
			d.Verb, d.What, d.Outcome = "invest", points(ev.Num)+" into "+b.sc.Mechanisms[ev.Ref].Title, "paid"
		case engine.NoteFiled, engine.NoteDeviated, engine.NoteRevoked:
			d.Verb, d.What, d.Reason, d.Outcome = "promise", b.say(i).Text, "", "filed"
			if ev.Kind == engine.NoteDeviated {
				d.Verb, d.Outcome = "deviate", "said that it would not be kept"
			}
			if ev.Kind == engine.NoteRevoked {
				d.Verb, d.Outcome = "revoke", "withdrawn"
			}
			if b.in.Origins[i].Who == "" { // in force from the scenario, nobody's decision here
				continue
			}
		case engine.AttemptMade:
			d.Verb, d.What, d.Outcome = "attempt", b.words(ev.Text), b.ruling(i)
		case engine.CommandRefused:
			d.Verb, d.What, d.Outcome = engine.Verb(ev.Other).String(), "", "refused: "+ev.Text
		case engine.ExerciseStarted, engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined, engine.MoveEnded,
			engine.MoveBegan,
			engine.GaugeChanged, engine.SystemChanged, engine.SystemNoticed, engine.LinkCut, engine.LinkChanged,
			engine.LinkStopped,
			engine.ChannelChanged, engine.MessageBlocked, engine.VersionChanged, engine.VersionNoticed,
			engine.VersionFlawed,
			engine.FactLearned, engine.FactLeaked, engine.ActionDone, engine.ActionFailed,
			engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed, engine.JointStarted,
			engine.JointDone,
			engine.JointFailed, engine.JointLapsed, engine.VenueOpened, engine.VenueClosed,
			engine.MechanismEstablished,
			engine.ObligationStarted, engine.ObligationMet, engine.ObligationMissed, engine.NoteTriggered,
			engine.NoteKept, engine.NoteBroken:
			continue // what the world does, or what came of a decision
		case engine.InjectDelivered, engine.InjectReceived, engine.InjectHeld, engine.InjectSkipped,
			engine.InjectPostponed, engine.InjectEdited,
			engine.InjectFreed, engine.InjectRetracted, engine.InjectImprovised, engine.ImprovisedReceived,
			engine.ExpectationMet,
			engine.ExpectationMissed, engine.AttemptQueried, engine.AttemptRuled:
			continue // the facilitator's, who is no seat
		case engine.MessageSent, engine.MessageArrived, engine.MessageAcknowledged, engine.MessageAnswered,
			engine.MarkBreached,
			engine.NoteShown, engine.NoteRevised, engine.BeliefDeclared, engine.AttemptAnswered, engine.JointProposed,
			engine.ActionContradicts:
			continue // in tables of their own, or said by the event beside
		}
		d.Role, d.Title = b.roleAt(int(ev.Role))
		if d.Reason == "" {
			d.Reason = b.reasonFor(i)
		}
		b.r.Decisions = append(b.r.Decisions, d)
	}
	for _, d := range b.in.Decided {
		d.Person, d.What, d.Reason, d.Follow, d.Options = b.person(d.Person), b.words(d.What), b.words(d.Reason),
			b.words(d.Follow), slices.Clone(d.Options)
		for i := range d.Options {
			d.Options[i] = b.words(d.Options[i])
		}
		b.r.Decisions = append(b.r.Decisions, d)
	}
	slices.SortStableFunc(b.r.Decisions, func(x, y Decision) int { return cmp.Compare(x.Hours, y.Hours) })
}

// decided says of an action that is an option of a decision what was asked, and between what.
func (b *builder) decided(action int, d *Decision) {
	of, option := b.sc.OptionOf(action)
	if of < 0 {
		return
	}
	v := &b.sc.Decisions[of]
	d.Verb, d.What = "decide", v.Ask+" "+v.Options[option].Text
	for _, o := range v.Options {
		d.Options = append(d.Options, o.Text)
	}
}

// reasonFor is the reason that was given with the command of an event.
func (b *builder) reasonFor(event int) string {
	o := b.in.Origins[event]
	if o.After {
		return ""
	}
	i, ok := slices.BinarySearchFunc(b.in.Givers, o.Line,
		func(g Giver, line int) int { return cmp.Compare(g.Line, line) })
	for ; ok && i < len(b.in.Givers) && b.in.Givers[i].Line == o.Line; i++ {
		if g := b.in.Givers[i]; !g.After {
			return b.words(b.in.Run.Acts[i].Reason)
		}
	}
	return ""
}

// latencies are, by event, the hours since a seat could know what its decision needs.
func (b *builder) latencies() map[int]*float64 {
	out := map[int]*float64{}
	v, _ := b.card.Value("decide.latency")
	for _, p := range v.Parts {
		if n := len(p.Evidence); n > 0 {
			out[p.Evidence[n-1]] = p.Value
		}
	}
	return out
}

// fate says what happened to an action or a commitment; nothing where the event is neither.
func (b *builder) fate(event int) string {
	d := b.deedAt(event)
	if d == nil {
		return ""
	}
	switch d.How {
	case "done", "lapsed", "withdrawn":
		return d.How + " " + d.Over.At.String()
	case "failed":
		return "did not work"
	case "cancelled":
		return "cancelled " + d.Over.At.String()
	}
	return "under way at the end"
}

func (b *builder) ruling(event int) string {
	said := ""
	for _, a := range b.in.Approvals {
		if a.Attempt != int(b.events[event].Ref) {
			continue
		}
		said += a.Title + " " + cmp.Or(a.State, "was asked and gave no answer")
		if a.Words != "" {
			said += " (" + b.words(strings.TrimSuffix(a.Words, ".")) + ")"
		}
		said += ". "
	}
	if i, ok := b.course.ruled[b.events[event].Ref]; ok {
		return said + b.say(i).Text
	}
	return said + "not ruled"
}
