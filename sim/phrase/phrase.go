// Package phrase puts what happens in an exercise into words: one sentence for each kind of
// event, for accounts, logs and reports.
package phrase

import (
	"fmt"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Phrase is an event as a sentence, with a mark that groups it. The mark has a word,
// so that no meaning depends on colour.
type Phrase struct {
	Mark Mark
	Text string
}

// Mark is the group that an event belongs to.
type Mark uint8

// The groups of events.
const (
	Clock Mark = iota
	Cascade
	News
	Learned
	Told
	Decided
	Refused
	Duty
	Quiet // left out unless everything is asked for
)

var markWords = []string{"clock", "world", "inject", "learns", "says", "acts", "refused", "duty", "note"}

// String gives the mark's word, at most 7 letters.
func (m Mark) String() string { return markWords[m] }

// Say puts an event into words; improvised are the titles of the facilitator's own injects, in
// their order, as [Improvised] gives them.
func Say(sc *scenario.Scenario, ev engine.Event, improvised ...string) Phrase {
	injectTitle := func(i int32) string { return injectTitle(sc, i, improvised) }
	who := func(r int32) string { return roleTitle(sc, r) }
	hours := func() string { return ev.Due.String() }
	switch ev.Kind {
	case engine.ExerciseStarted:
		return Phrase{Clock, "STARTEX"}
	case engine.ExerciseEnded:
		return Phrase{Clock, "ENDEX: " + ev.Text}
	case engine.DrawMade:
		return Phrase{Cascade, fmt.Sprintf("Drawn for this run: %s: %s", sc.Draws[ev.Ref].Title, ev.Text)}
	case engine.SeatJoined:
		return Phrase{Clock, who(ev.Role) + " comes to the table"}
	case engine.MoveEnded:
		return Phrase{Clock, fmt.Sprintf("End of move %d, %s", sc.RoundOf(int(ev.Ref)), sc.Moves[ev.Ref].Title)}
	case engine.MoveBegan:
		return Phrase{Clock, fmt.Sprintf("Move %d begins, %s%s", sc.RoundOf(int(ev.Ref)), sc.Moves[ev.Ref].Title, began(ev))}
	case engine.GaugeChanged:
		return Phrase{Cascade, fmt.Sprintf("%s is now %s%s", sc.Gauges[ev.Ref].Title,
			Amount(ev.Num, sc.Gauges[ev.Ref].Unit), via(sc, ev.Via))}
	case engine.SystemChanged:
		return Phrase{Cascade, fmt.Sprintf("%s: %s (was %s)%s", sc.Systems[ev.Ref].Title,
			scenario.States[int(ev.Num)], scenario.States[ev.Other], via(sc, ev.Via))}
	case engine.SystemNoticed:
		return Phrase{Learned, fmt.Sprintf("%s notices that %s is %s", who(ev.Role), sc.Systems[ev.Ref].Title,
			scenario.States[int(ev.Num)])}
	case engine.VersionChanged:
		return Phrase{Cascade, fmt.Sprintf("%s %s%s", sc.Systems[ev.Ref].Title, Version(sc, ev), via(sc, ev.Via))}
	case engine.VersionNoticed:
		return Phrase{Learned, fmt.Sprintf("%s notices that %s %s", who(ev.Role), sc.Systems[ev.Ref].Title, Version(sc, ev))}
	case engine.VersionFlawed:
		if ev.Num == 0 {
			return Phrase{Cascade, sc.Versions[ev.Ref].Title + " no longer has its flaw"}
		}
		return Phrase{Cascade, sc.Versions[ev.Ref].Title + " is flawed from now on: everyone who runs it is exposed"}
	case engine.LinkCut:
		return Phrase{Cascade, fmt.Sprintf("The way from %s to %s is cut%s", from(sc, ev.Ref), to(sc, ev.Ref),
			via(sc, ev.Via))}
	case engine.LinkChanged:
		return Phrase{Cascade, fmt.Sprintf("The way from %s to %s is now %.0f%% likely%s", from(sc, ev.Ref),
			to(sc, ev.Ref), 100*ev.Num, via(sc, ev.Via))}
	case engine.LinkStopped:
		if ev.Via != (engine.Via{}) {
			return Phrase{Cascade, fmt.Sprintf("The way from %s to %s stays cut%s", from(sc, ev.Ref),
				to(sc, ev.Ref), via(sc, ev.Via))}
		}
		return Phrase{Cascade, fmt.Sprintf("The effect on its way from %s to %s is lost", from(sc, ev.Ref),
			to(sc, ev.Ref))}
	case engine.FactLearned:
		return Phrase{Learned, fmt.Sprintf("%s learns %q%s", who(ev.Role), sc.Facts[ev.Ref].Title, told(sc, ev))}
	case engine.FactLeaked:
		return Phrase{News, fmt.Sprintf("%q leaks", sc.Facts[ev.Ref].Title)}
	case engine.MarkBreached:
		mark := "its mark TLP:" + strings.ToUpper(sc.Facts[ev.Ref].TLP)
		if ev.Text != "" {
			mark = "the mark given with it, TLP:" + strings.ToUpper(ev.Text) + ","
		}
		return Phrase{Told, fmt.Sprintf("%s shares %q with %s, more widely than %s allows", who(ev.Role), sc.Facts[ev.Ref].Title,
			who(ev.Other), mark)}
	case engine.MessageSent:
		if ev.Ref >= 0 {
			return Phrase{Told, fmt.Sprintf("%s tells %s %q (%s)%s", who(ev.Role), who(ev.Other),
				sc.Facts[ev.Ref].Title, way(sc, ev), arrives(ev))}
		}
		return Phrase{Told, fmt.Sprintf("%s to %s: %q%s", who(ev.Role), who(ev.Other), ev.Text, arrives(ev))}
	case engine.ChannelChanged:
		return Phrase{Cascade, Channel(int(ev.Ref), ev.Num, ev.Num == 0) + via(sc, ev.Via)}
	case engine.MessageBlocked:
		return Phrase{Told, fmt.Sprintf("The message from %s to %s waits: the %s does not work", who(ev.Role), who(ev.Other),
			channels[channelOf(ev.Via)])}
	case engine.MessageArrived:
		if ev.Via.Cause == engine.ByInject {
			return Phrase{Told, fmt.Sprintf("a forged message reaches %s, as if from %s: %q", who(ev.Role), who(ev.Other),
				sc.Injects[ev.Via.Ref].Title)}
		}
		return Phrase{Quiet, fmt.Sprintf("a message from %s reaches %s", who(ev.Other), who(ev.Role))}
	case engine.MessageAcknowledged:
		return Phrase{Told, fmt.Sprintf("%s acknowledges a message from %s: %s", who(ev.Role), who(ev.Other),
			acknowledgements[int(ev.Num)])}
	case engine.MessageAnswered:
		return Phrase{Told, fmt.Sprintf("%s answers the question of %s", who(ev.Role), who(ev.Other))}
	case engine.InjectDelivered:
		in := &sc.Injects[ev.Ref]
		text := fmt.Sprintf("%s, %s: %s", in.From, in.Media, in.Title)
		if in.Forged != "" {
			text = "forged: " + in.Title
		}
		return Phrase{News, text + via(sc, ev.Via)}
	case engine.InjectReceived:
		return Phrase{Quiet, fmt.Sprintf("%s receives %q", who(ev.Role), sc.Injects[ev.Ref].Title)}
	case engine.InjectHeld:
		return Phrase{Quiet, fmt.Sprintf("%q waits for the facilitator", sc.Injects[ev.Ref].Title)}
	case engine.InjectSkipped:
		in, why := &sc.Injects[ev.Ref], ev.Text
		if ev.Via.Cause != engine.ByFacilitator && in.Unless.Root != nil {
			why = "not needed: " + Condition(sc, in.Unless)
		}
		return Phrase{Quiet, fmt.Sprintf("%q is left out (%s)", in.Title, why)}
	case engine.InjectPostponed:
		return Phrase{Quiet, fmt.Sprintf("%q is put off to %s", sc.Injects[ev.Ref].Title, hours())}
	case engine.InjectEdited:
		return Phrase{Quiet, fmt.Sprintf("%q is edited for this exercise", injectTitle(ev.Ref))}
	case engine.InjectFreed:
		return Phrase{Quiet, fmt.Sprintf("%q is no longer held", injectTitle(ev.Ref))}
	case engine.InjectRetracted:
		return Phrase{News, fmt.Sprintf("%q is withdrawn: sent in error%s", injectTitle(ev.Ref), reason(ev.Text))}
	case engine.InjectImprovised:
		return Phrase{News, fmt.Sprintf("An inject by the facilitator: %q", ev.Text)}
	case engine.ImprovisedReceived:
		return Phrase{Quiet, fmt.Sprintf("%s receives an inject by the facilitator", who(ev.Role))}
	case engine.ExpectationMet:
		return Phrase{Quiet, fmt.Sprintf("the response that %q expected has come", expecting(sc, ev))}
	case engine.ExpectationMissed:
		return Phrase{Duty, fmt.Sprintf("The response that %q expected did not come in time", expecting(sc, ev))}
	case engine.ActionStarted:
		if ev.Due.Never() { // the next event says what it waits for
			return Phrase{Decided, fmt.Sprintf("%s decides on %q%s", who(ev.Role), sc.Actions[ev.Ref].Title, reason(ev.Text))}
		}
		return Phrase{Decided, fmt.Sprintf("%s begins %q, done by %s%s", who(ev.Role), sc.Actions[ev.Ref].Title,
			hours(), reason(ev.Text))}
	case engine.ActionWaits:
		return Phrase{Decided, fmt.Sprintf("%s waits for staff for %q: %s", who(ev.Role), sc.Actions[ev.Ref].Title,
			staff(sc, ev.Ref))}
	case engine.ActionStaffed:
		return Phrase{Decided, fmt.Sprintf("%s has the staff for %q, done by %s", who(ev.Role), sc.Actions[ev.Ref].Title,
			hours())}
	case engine.ActionDelayed:
		return Phrase{Decided, fmt.Sprintf("%s is held up with %q by a call with %s: done by %s", who(ev.Role),
			sc.Actions[ev.Ref].Title, who(ev.Other), hours())}
	case engine.ActionDone:
		return Phrase{Decided, fmt.Sprintf("%s has done %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.ActionFailed:
		return Phrase{Decided, fmt.Sprintf("%s's %q did not work", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.ActionCancelled:
		return Phrase{Decided, fmt.Sprintf("%s cancels %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.ActionContradicts:
		return Phrase{Decided, fmt.Sprintf("%s's %q contradicts %q", who(ev.Role), sc.Actions[ev.Ref].Title,
			sc.Actions[ev.Other].Title)}
	case engine.JointProposed:
		return Phrase{Quiet, fmt.Sprintf("%s proposes %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.JointCommitted:
		return Phrase{Decided, fmt.Sprintf("%s commits to %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.JointWithdrawn:
		return Phrase{Decided, fmt.Sprintf("%s withdraws from %q", who(ev.Role), sc.Actions[ev.Ref].Title)}
	case engine.JointStarted:
		lost := ""
		if ev.Other == 1 {
			lost = ", after setting up a way to work together"
		}
		return Phrase{Decided, fmt.Sprintf("Jointly begun: %q, done by %s%s", sc.Actions[ev.Ref].Title, hours(),
			lost)}
	case engine.JointDone:
		return Phrase{Decided, fmt.Sprintf("Jointly done: %q", sc.Actions[ev.Ref].Title)}
	case engine.JointFailed:
		return Phrase{Decided, fmt.Sprintf("%q, jointly tried, did not work", sc.Actions[ev.Ref].Title)}
	case engine.JointLapsed:
		return Phrase{Decided, fmt.Sprintf("%q lapses: too few committed in time", sc.Actions[ev.Ref].Title)}
	case engine.VenueConvened:
		return Phrase{Decided, fmt.Sprintf("%s convenes %s, open by %s", who(ev.Role), sc.Venues[ev.Ref].Title,
			hours())}
	case engine.VenueOpened:
		return Phrase{Decided, fmt.Sprintf("%s is open%s", sc.Venues[ev.Ref].Title, via(sc, ev.Via))}
	case engine.VenueClosed:
		return Phrase{Decided, fmt.Sprintf("%s is closed%s", sc.Venues[ev.Ref].Title, via(sc, ev.Via))}
	case engine.ObligationStarted:
		return Phrase{Duty, fmt.Sprintf("Clock starts for %s: %s, due %s", who(ev.Role),
			sc.Obligations[ev.Ref].Title, hours())}
	case engine.ObligationMet:
		return Phrase{Duty, fmt.Sprintf("%s has met %s", who(ev.Role), sc.Obligations[ev.Ref].Title)}
	case engine.ObligationMissed:
		return Phrase{Duty, fmt.Sprintf("%s has missed %s", who(ev.Role), sc.Obligations[ev.Ref].Title)}
	case engine.NoteFiled, engine.NoteShown, engine.NoteTriggered, engine.NoteKept, engine.NoteBroken,
		engine.NoteDeviated, engine.NoteRevised, engine.NoteRevoked:
		return ofNote(sc, ev)
	case engine.AttemptMade, engine.AttemptQueried, engine.AttemptAnswered, engine.AttemptRuled:
		return ofAttempt(sc, ev)
	case engine.BeliefDeclared:
		p := &sc.Probes[ev.Ref]
		return Phrase{Told, fmt.Sprintf("%s believes, %.0f%% sure: %s %s", who(ev.Role), 100*ev.Num, p.Ask,
			p.Options[ev.Other].Text)}
	case engine.MechanismFunded:
		return Phrase{Decided, fmt.Sprintf("%s puts %s into %s", who(ev.Role), Points(ev.Num),
			sc.Mechanisms[ev.Ref].Title)}
	case engine.MechanismEstablished:
		return Phrase{Clock, "In force: " + sc.Mechanisms[ev.Ref].Title}
	case engine.CommandRefused:
		return Phrase{Refused, fmt.Sprintf("%s may not %s: %s", who(ev.Role), engine.Verb(ev.Other), ev.Text)}
	}
	return Phrase{Quiet, ev.Kind.String()}
}

// ofNote puts what happens to a note into words. sc must be the scenario of the run's
// model, which has the notes that players have added.
func ofNote(sc *scenario.Scenario, ev engine.Event) Phrase {
	role := roleTitle(sc, ev.Role)
	if int(ev.Ref) >= len(sc.Notes) {
		return Phrase{Quiet, fmt.Sprintf("%s: a note of its own", role)}
	}
	n := &sc.Notes[ev.Ref]
	deed, within := Deed(sc, &n.Do), ""
	if n.Within > 0 {
		within = " within " + n.Within.String()
	}
	switch ev.Kind {
	case engine.NoteFiled:
		return Phrase{Quiet, fmt.Sprintf("%s promises: if %s, then %s%s", role, Condition(sc, n.When), deed, within)}
	case engine.NoteShown:
		if ev.Num == 1 {
			return Phrase{Quiet, fmt.Sprintf("%s tells %s that it withdraws its promise to %s", role,
				roleTitle(sc, ev.Other), deed)}
		}
		return Phrase{Quiet, fmt.Sprintf("%s shows %s its promise to %s", role, roleTitle(sc, ev.Other), deed)}
	case engine.NoteRevised:
		return Phrase{Quiet, fmt.Sprintf("%s revises its promise to %s%s", role, deed, within)}
	case engine.NoteRevoked:
		return Phrase{Quiet, fmt.Sprintf("%s withdraws its promise to %s%s", role, deed, reason(ev.Text))}
	case engine.NoteTriggered:
		return Phrase{Quiet, fmt.Sprintf("%s: %s, so it means to %s", role, Condition(sc, n.When), deed)}
	case engine.NoteKept:
		return Phrase{Quiet, fmt.Sprintf("%s keeps its promise to %s", role, deed)}
	case engine.NoteDeviated:
		return Phrase{Duty, fmt.Sprintf("%s will not keep its promise to %s as filed%s", role, deed, reason(ev.Text))}
	}
	return Phrase{Duty, fmt.Sprintf("%s breaks its promise to %s", role, deed)}
}

// ofAttempt puts what happens to an attempt into words.
func ofAttempt(sc *scenario.Scenario, ev engine.Event) Phrase {
	role := roleTitle(sc, ev.Role)
	switch ev.Kind {
	case engine.AttemptMade:
		return Phrase{Decided, fmt.Sprintf("%s attempts: %q", role, ev.Text)}
	case engine.AttemptQueried:
		return Phrase{Decided, fmt.Sprintf("The facilitator asks %s about its attempt: %q", role, ev.Text)}
	case engine.AttemptAnswered:
		return Phrase{Decided, fmt.Sprintf("%s answers about its attempt: %q", role, ev.Text)}
	}
	odds := ""
	if ev.Num >= 0 {
		odds = fmt.Sprintf(", with a chance of %.0f%%", 100*ev.Num)
	}
	return Phrase{Decided, fmt.Sprintf("%s's attempt is ruled %s%s%s", role, outcomes[ev.Other], odds,
		reason(ev.Text))}
}

var (
	acknowledgements = []string{"seen", "will do", "declined"}
	outcomes         = []string{"open", "a success", "a partial success", "a failure"}
)

func reason(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(" (%s)", text)
}

// injectTitle is an inject's title; the indices of improvised ones follow the scenario's.
func injectTitle(sc *scenario.Scenario, i int32, improvised []string) string {
	if int(i) < len(sc.Injects) {
		return sc.Injects[i].Title
	}
	if k := int(i) - len(sc.Injects); k < len(improvised) {
		return improvised[k]
	}
	return "An inject by the facilitator"
}

// Improvised are the titles of the injects that the facilitator of a run has written.
func Improvised(e *engine.Engine) []string {
	out := make([]string, e.ImprovisedCount())
	for k := range out {
		out[k] = e.Improvised(k).Title
	}
	return out
}

// expecting is the title of the inject whose expectation was met or missed.
func expecting(sc *scenario.Scenario, ev engine.Event) string {
	if ev.Text != "" {
		return ev.Text
	}
	return injectTitle(sc, ev.Ref, nil)
}

// Points is an amount of budget in words.
func Points(n float64) string {
	if n == 1 {
		return "1 point"
	}
	return fmt.Sprintf("%g points", n)
}

// Deed says what a note does.
func Deed(sc *scenario.Scenario, d *scenario.Do) string {
	return DeedFor(sc, d, func(kind string, i int) string { return Title(sc, kind, i) })
}

// DeedFor is [Deed] for a reader who may not see all titles of actions and facts, as [ConditionFor].
func DeedFor(sc *scenario.Scenario, d *scenario.Do, title func(kind string, i int) string) string {
	switch {
	case d.Act != "":
		return fmt.Sprintf("do %q", title("action", sc.Find("action", d.Act)))
	case d.Commit != "":
		return fmt.Sprintf("commit to %q", title("action", sc.Find("action", d.Commit)))
	case d.Share != "":
		return fmt.Sprintf("tell %s %q", Recipients(sc, engine.Recipients(sc, d.To)), title("fact", sc.Find("fact", d.Share)))
	case d.Convene != "":
		return "convene " + sc.Venues[sc.Find("venue", d.Convene)].Title
	case d.Declare != "":
		return fmt.Sprintf("answer %q", sc.Probes[sc.Find("probe", d.Declare)].Ask)
	}
	return fmt.Sprintf("say to %s: %q", Recipients(sc, engine.Recipients(sc, d.To)), d.Say)
}

// Recipients names the receivers of something, given as in [engine.Command.To].
func Recipients(sc *scenario.Scenario, to []int) string {
	names := make([]string, len(to))
	for i, r := range to {
		names[i] = roleTitle(sc, int32(r))
		for v := range sc.Venues {
			if r == engine.ToVenue(v) {
				names[i] = sc.Venues[v].Title
			}
		}
	}
	return List(names)
}

// staff lists the staff that an action uses.
func staff(sc *scenario.Scenario, action int32) string {
	var names []string
	for _, u := range sc.Actions[action].Uses {
		names = append(names, fmt.Sprintf("%s of %s", Amount(u.Value, ""), sc.Gauges[sc.Find("gauge", u.ID)].Title))
	}
	return List(names)
}

func roleTitle(sc *scenario.Scenario, r int32) string {
	switch {
	case r >= 0:
		return sc.Roles[r].Title
	case r == engine.Public:
		return "the public"
	case r == engine.Facilitator:
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

func via(sc *scenario.Scenario, v engine.Via) string {
	switch v.Cause {
	case engine.ByLink:
		return ", because of " + from(sc, v.Ref)
	case engine.ByAction:
		return fmt.Sprintf(", by %q", sc.Actions[v.Ref].Title)
	case engine.ByInject:
		return fmt.Sprintf(", by %q", sc.Injects[v.Ref].Title)
	case engine.ByMechanism:
		return ", thanks to " + sc.Mechanisms[v.Ref].Title
	case engine.ByFacilitator:
		return ", by the facilitator"
	case engine.ByLeak:
		return fmt.Sprintf(", because %q leaked", sc.Facts[v.Ref].Title)
	}
	return ""
}

func told(sc *scenario.Scenario, ev engine.Event) string {
	switch {
	case ev.Other >= 0:
		return " from " + roleTitle(sc, ev.Other)
	case ev.Via.Cause == engine.ByInject:
		return fmt.Sprintf(" from %q", sc.Injects[ev.Via.Ref].Title)
	case ev.Via.Cause != engine.ByItself:
		return via(sc, ev.Via)
	}
	return " by itself"
}

func way(sc *scenario.Scenario, ev engine.Event) string {
	switch {
	case ev.Other == engine.Public:
		return "publicly"
	case ev.Via.Cause == engine.ByVenue:
		return "in " + sc.Venues[ev.Via.Ref].Title
	case ev.Via.Cause == engine.ByContact:
		return "by their contact"
	case ev.Via.Cause == engine.ByCall:
		return "in a call"
	}
	return "formally"
}

func arrives(ev engine.Event) string {
	if at := ev.Due; at > ev.At+engine.At(scenario.Second) {
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

// began says what made a move begin; "" if that was only the time.
func began(ev engine.Event) string {
	switch {
	case ev.Via.Cause == engine.ByFacilitator:
		return ": the facilitator has chosen it"
	case ev.Num == 1:
		return ": what it waits for is true"
	}
	return ""
}
