// Package phrase puts what happens in an exercise into words: one sentence for each kind of
// event, for accounts, logs and reports.
package phrase

import (
	"fmt"

	"tocsin/sim"
	"tocsin/sim/scenario"
)

// Phrase is an event as a sentence, with a mark that groups it: what kind of thing it
// is stands in a word as well, so that no meaning hangs on colour.
type Phrase struct {
	Mark Mark
	Text string
}

// Mark is the group that an event belongs to.
type Mark uint8

// The groups, from the loudest to the quietest.
const (
	Clock Mark = iota
	Cascade
	News
	Learned
	Told
	Decided
	Refused
	Duty
	Quiet // for those who ask for everything
)

var markWords = []string{"clock", "world", "inject", "learns", "says", "acts", "refused", "duty", "note"}

// String gives the mark's word, at most 7 letters.
func (m Mark) String() string { return markWords[m] }

// Say puts an event into words.
func Say(sc *scenario.Scenario, ev sim.Event) Phrase {
	who := func(r int32) string { return roleTitle(sc, r) }
	hours := func() string { return sim.Time(ev.Num * float64(scenario.Hour)).String() }
	switch ev.Kind {
	case sim.ExerciseStarted:
		return Phrase{Clock, "STARTEX"}
	case sim.ExerciseEnded:
		return Phrase{Clock, "ENDEX: " + ev.Text}
	case sim.MoveEnded:
		return Phrase{Clock, fmt.Sprintf("End of move %d, %s", ev.Ref+1, sc.Moves[ev.Ref].Title)}
	case sim.GaugeChanged:
		return Phrase{Cascade, fmt.Sprintf("%s is now %s%s", sc.Gauges[ev.Ref].Title, Amount(ev.Num, sc.Gauges[ev.Ref].Unit), via(sc, ev.Via))}
	case sim.SystemChanged:
		return Phrase{Cascade, fmt.Sprintf("%s: %s, was %s%s", sc.Systems[ev.Ref].Title, scenario.States[int(ev.Num)], scenario.States[ev.Other], via(sc, ev.Via))}
	case sim.SystemNoticed:
		return Phrase{Learned, fmt.Sprintf("%s notices that %s is %s", who(ev.Role), sc.Systems[ev.Ref].Title, scenario.States[int(ev.Num)])}
	case sim.LinkCut:
		return Phrase{Cascade, fmt.Sprintf("The way from %s to %s is cut%s", from(sc, ev.Ref), to(sc, ev.Ref), via(sc, ev.Via))}
	case sim.LinkChanged:
		return Phrase{Cascade, fmt.Sprintf("The way from %s to %s is now %.0f%% likely%s", from(sc, ev.Ref), to(sc, ev.Ref), 100*ev.Num, via(sc, ev.Via))}
	case sim.LinkStopped:
		return Phrase{Cascade, fmt.Sprintf("What was on its way from %s to %s comes to nothing", from(sc, ev.Ref), to(sc, ev.Ref))}
	case sim.FactLearned:
		return Phrase{Learned, fmt.Sprintf("%s learns %q%s", who(ev.Role), sc.Facts[ev.Ref].Title, told(sc, ev))}
	case sim.FactLeaked:
		return Phrase{News, fmt.Sprintf("%q leaks", sc.Facts[ev.Ref].Title)}
	case sim.MarkBreached:
		return Phrase{Told, fmt.Sprintf("%s shares %q with %s, wider than its mark TLP:%s", who(ev.Role), sc.Facts[ev.Ref].Title, who(ev.Other), sc.Facts[ev.Ref].TLP)}
	case sim.MessageSent:
		if ev.Ref >= 0 {
			return Phrase{Told, fmt.Sprintf("%s tells %s %q (%s)%s", who(ev.Role), who(ev.Other), sc.Facts[ev.Ref].Title, way(sc, ev), arrives(ev))}
		}
		return Phrase{Told, fmt.Sprintf("%s to %s: %q%s", who(ev.Role), who(ev.Other), ev.Text, arrives(ev))}
	case sim.MessageArrived:
		return Phrase{Quiet, fmt.Sprintf("a message from %s reaches %s", who(ev.Other), who(ev.Role))}
	case sim.InjectDelivered:
		in := &sc.Injects[ev.Ref]
		text := fmt.Sprintf("%s, %s: %s", in.From, in.Media, in.Title)
		return Phrase{News, text + via(sc, ev.Via)}
	case sim.InjectReceived:
		return Phrase{Quiet, fmt.Sprintf("%s receives %q", who(ev.Role), sc.Injects[ev.Ref].Title)}
	case sim.InjectHeld:
		return Phrase{Quiet, fmt.Sprintf("%q waits for the facilitator", sc.Injects[ev.Ref].Title)}
	case sim.InjectSkipped:
		return Phrase{Quiet, fmt.Sprintf("%q is left out (%s)", sc.Injects[ev.Ref].Title, ev.Text)}
	case sim.InjectPostponed:
		return Phrase{Quiet, fmt.Sprintf("%q is put off to %s", sc.Injects[ev.Ref].Title, hours())}
	case sim.ExpectationMet:
		return Phrase{Quiet, fmt.Sprintf("what %q expected has been done", sc.Injects[ev.Ref].Title)}
	case sim.ExpectationMissed:
		return Phrase{Duty, fmt.Sprintf("What %q expected was not done in time", sc.Injects[ev.Ref].Title)}
	case sim.ActionStarted:
		reason := ""
		if ev.Text != "" {
			reason = fmt.Sprintf(" (%s)", ev.Text)
		}
		return Phrase{Decided, fmt.Sprintf("%s begins %q, done by %s%s", who(ev.Role), sc.Actions[ev.Ref].Title, hours(), reason)}
	case sim.ActionDone:
		return Phrase{Decided, fmt.Sprintf("%s has done %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.ActionFailed:
		return Phrase{Decided, fmt.Sprintf("%s's %q did not work", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.ActionCancelled:
		return Phrase{Decided, fmt.Sprintf("%s breaks off %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.ActionContradicts:
		return Phrase{Decided, fmt.Sprintf("%s's %q contradicts %q", who(ev.Role), sc.Actions[ev.Ref].Title, sc.Actions[ev.Other].Title)}
	case sim.JointProposed:
		return Phrase{Quiet, fmt.Sprintf("%s proposes %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.JointCommitted:
		return Phrase{Decided, fmt.Sprintf("%s commits to %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.JointWithdrawn:
		return Phrase{Decided, fmt.Sprintf("%s withdraws from %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case sim.JointStarted:
		lost := ""
		if ev.Other == 1 {
			lost = ", after setting up a way to work together"
		}
		return Phrase{Decided, fmt.Sprintf("Jointly begun: %q, done by %s%s", sc.Actions[ev.Ref].Title, hours(), lost)}
	case sim.JointDone:
		return Phrase{Decided, fmt.Sprintf("Jointly done: %q", sc.Actions[ev.Ref].Title)}
	case sim.JointFailed:
		return Phrase{Decided, fmt.Sprintf("%q, jointly tried, did not work", sc.Actions[ev.Ref].Title)}
	case sim.JointLapsed:
		return Phrase{Decided, fmt.Sprintf("%q lapses: too few committed in time", sc.Actions[ev.Ref].Title)}
	case sim.VenueConvened:
		return Phrase{Decided, fmt.Sprintf("%s convenes %s, open by %s", who(ev.Role), sc.Venues[ev.Ref].Title, hours())}
	case sim.VenueOpened:
		return Phrase{Decided, fmt.Sprintf("%s is open%s", sc.Venues[ev.Ref].Title, via(sc, ev.Via))}
	case sim.VenueClosed:
		return Phrase{Decided, fmt.Sprintf("%s is closed%s", sc.Venues[ev.Ref].Title, via(sc, ev.Via))}
	case sim.ObligationStarted:
		return Phrase{Duty, fmt.Sprintf("Clock starts for %s: %s, due %s", who(ev.Role), sc.Obligations[ev.Ref].Title, hours())}
	case sim.ObligationMet:
		return Phrase{Duty, fmt.Sprintf("%s has met %s", who(ev.Role), sc.Obligations[ev.Ref].Title)}
	case sim.ObligationMissed:
		return Phrase{Duty, fmt.Sprintf("%s has missed %s", who(ev.Role), sc.Obligations[ev.Ref].Title)}
	case sim.NoteFiled:
		return Phrase{Quiet, fmt.Sprintf("%s promises: if %s, then %s within %s", who(ev.Role), sc.Notes[ev.Ref].When.Source, Deed(sc, &sc.Notes[ev.Ref].Do), sc.Notes[ev.Ref].Within)}
	case sim.NoteTriggered:
		return Phrase{Quiet, fmt.Sprintf("%s: %s, so it means to %s", who(ev.Role), sc.Notes[ev.Ref].When.Source, Deed(sc, &sc.Notes[ev.Ref].Do))}
	case sim.NoteKept:
		return Phrase{Quiet, fmt.Sprintf("%s keeps its promise to %s", who(ev.Role), Deed(sc, &sc.Notes[ev.Ref].Do))}
	case sim.NoteBroken:
		return Phrase{Duty, fmt.Sprintf("%s breaks its promise to %s", who(ev.Role), Deed(sc, &sc.Notes[ev.Ref].Do))}
	case sim.BeliefDeclared:
		p := &sc.Probes[ev.Ref]
		return Phrase{Told, fmt.Sprintf("%s believes, %.0f%% sure: %s %s", who(ev.Role), 100*ev.Num, p.Ask, p.Options[ev.Other].Text)}
	case sim.MechanismFunded:
		return Phrase{Decided, fmt.Sprintf("%s puts %g points into %s", who(ev.Role), ev.Num, sc.Mechanisms[ev.Ref].Title)}
	case sim.MechanismEstablished:
		return Phrase{Clock, "In force: " + sc.Mechanisms[ev.Ref].Title}
	case sim.CommandRefused:
		return Phrase{Refused, fmt.Sprintf("%s may not %s: %s", who(ev.Role), sim.Verb(ev.Other), ev.Text)}
	}
	return Phrase{Quiet, ev.Kind.String()}
}

// Deed says what a note does.
func Deed(sc *scenario.Scenario, d *scenario.Do) string {
	switch {
	case d.Act != "":
		return fmt.Sprintf("do %q", sc.Actions[sc.Find("action", d.Act)].Title)
	case d.Commit != "":
		return fmt.Sprintf("commit to %q", sc.Actions[sc.Find("action", d.Commit)].Title)
	case d.Share != "":
		return fmt.Sprintf("tell %v %q", []string(d.To), sc.Facts[sc.Find("fact", d.Share)].Title)
	case d.Convene != "":
		return "convene " + sc.Venues[sc.Find("venue", d.Convene)].Title
	case d.Declare != "":
		return fmt.Sprintf("answer %q", sc.Probes[sc.Find("probe", d.Declare)].Ask)
	}
	return fmt.Sprintf("say %q", d.Say)
}

func roleTitle(sc *scenario.Scenario, r int32) string {
	switch {
	case r >= 0 && int(r) < len(sc.Roles):
		return sc.Roles[r].Title
	case r == sim.Public:
		return "the public"
	case r == sim.Facilitator:
		return "the facilitator"
	}
	return "nobody"
}

func from(sc *scenario.Scenario, link int32) string {
	return sc.Systems[sc.Find("system", sc.Links[link].From)].Title
}

func to(sc *scenario.Scenario, link int32) string {
	return sc.Systems[sc.Find("system", sc.Links[link].To)].Title
}

func via(sc *scenario.Scenario, v sim.Via) string {
	switch v.Cause {
	case sim.ByLink:
		return ", because of " + from(sc, v.Ref)
	case sim.ByAction:
		return fmt.Sprintf(", by %q", sc.Actions[v.Ref].Title)
	case sim.ByInject:
		return fmt.Sprintf(", by %q", sc.Injects[v.Ref].Title)
	case sim.ByMechanism:
		return ", thanks to " + sc.Mechanisms[v.Ref].Title
	case sim.ByFacilitator:
		return ", by the facilitator"
	case sim.ByLeak:
		return fmt.Sprintf(", because %q leaked", sc.Facts[v.Ref].Title)
	}
	return ""
}

func told(sc *scenario.Scenario, ev sim.Event) string {
	switch {
	case ev.Other >= 0:
		return " from " + roleTitle(sc, ev.Other)
	case ev.Via.Cause == sim.ByInject:
		return fmt.Sprintf(" from %q", sc.Injects[ev.Via.Ref].Title)
	case ev.Via.Cause != sim.ByItself:
		return via(sc, ev.Via)
	}
	return " unaided"
}

func way(sc *scenario.Scenario, ev sim.Event) string {
	switch {
	case ev.Other == sim.Public:
		return "publicly"
	case ev.Via.Cause == sim.ByVenue:
		return "in " + sc.Venues[ev.Via.Ref].Title
	case ev.Via.Cause == sim.ByContact:
		return "by their contact"
	}
	return "formally"
}

func arrives(ev sim.Event) string {
	if at := sim.Time(ev.Num * float64(scenario.Hour)); at > ev.At+sim.At(scenario.Second) {
		return ", arriving " + at.String()
	}
	return ""
}

// Amount writes a value with its unit, to four digits.
func Amount(v float64, unit string) string {
	s := fmt.Sprintf("%.4g", v)
	if unit != "" {
		s += " " + unit
	}
	return s
}
