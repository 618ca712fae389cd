package report

import (
	"fmt"
	"math"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Result is what `tocsin run --json` prints. Hours are floats since STARTEX; null means
// never, or that there is nothing to measure.
type Result struct {
	Scenario   string   `json:"scenario"`
	Title      string   `json:"title"`
	Digest     string   `json:"digest"` // SHA-256 of the scenario's text
	Seed       uint64   `json:"seed"`
	Mechanisms []string `json:"mechanisms"`
	EndedHours float64  `json:"ended_hours"`

	Score           score.Scores        `json:"score"`
	Sensitivity     []score.Sensitivity `json:"sensitivity"` // the total by other weights
	Harm            score.Harm          `json:"harm"`
	Efficiency      *float64            `json:"efficiency"`
	Gap             *float64            `json:"gap"`
	PaceOfRelevance *float64            `json:"pace_of_relevance"`
	Measures        map[string]*float64 `json:"measures"` // the scenario's own, and with a dot in their id those of every run
	Objectives      []score.Objective   `json:"objectives"`
	Obligations     []Obligation        `json:"obligations"`
	Facts           []Fact              `json:"facts"`
	Events          int                 `json:"events"`
	Commands        int                 `json:"commands"`
	Refused         []RefusedCommand    `json:"refused"`
	Seats           []score.Seat        `json:"seats"`
	Bearers         []score.Bearer      `json:"bearers"`     // whose harm it was
	Facilitator     []score.Help        `json:"facilitator"` // acts of the facilitator and what they touched
	Unhelped        *score.Scores       `json:"unhelped"`    // scores without these acts; null where there are none
	State           string              `json:"state"`       // digest of the final state
}

// Obligation is a duty's clock as it ran.
type Obligation struct {
	ID           string   `json:"id"`
	StartedHours *float64 `json:"started_hours"`
	DueHours     *float64 `json:"due_hours"`
	MetHours     *float64 `json:"met_hours"`
	Status       string   `json:"status"` // "not started", "running", "met", "late", "missed"
}

// Fact is who came to know a fact, in the order in which they did.
type Fact struct {
	ID         string    `json:"id"`
	FirstHours *float64  `json:"first_hours"`
	Reach      []Knowing `json:"reach"`
}

// Knowing is a role that learned a fact.
type Knowing struct {
	Role  string  `json:"role"`
	Hours float64 `json:"hours"`
	Via   string  `json:"via"` // "unaided", "venue", "contact", "call", "channel", "inject", "effect"
	From  string  `json:"from,omitempty"`
}

// RefusedCommand is a command of the script that was not carried out.
type RefusedCommand struct {
	Hours float64 `json:"hours"`
	Role  string  `json:"role"`
	Verb  string  `json:"verb"`
	Why   string  `json:"why"`
}

// Summarise makes the result of a run that has been played.
func Summarise(name string, p *score.Played, card score.Card) Result {
	sc, e := p.Model.Scenario, p.Engine
	r := Result{Scenario: name, Title: sc.Title, Digest: sc.Digest, Seed: p.Seed, Mechanisms: []string{},
		EndedHours: e.Now().Hours(),
		Score:      card.Scores, Sensitivity: card.Sensitive, Harm: card.Harm, Efficiency: card.Efficiency,
		PaceOfRelevance: card.Pace.Value,
		Measures:        map[string]*float64{}, Objectives: card.Objectives,
		Seats: card.Seats, Bearers: card.Bearers, Facilitator: card.Help, Unhelped: card.Unhelped,
		Obligations: []Obligation{}, Facts: []Fact{}, Refused: []RefusedCommand{}, Events: len(p.Events),
		State: fmt.Sprintf("%016x", e.Digest())}
	if r.Efficiency != nil {
		gap := 1 - *r.Efficiency
		r.Gap = &gap
	}
	for i := range sc.Mechanisms {
		if e.Established(i) {
			r.Mechanisms = append(r.Mechanisms, sc.Mechanisms[i].ID)
		}
	}
	for _, v := range card.Values {
		r.Measures[v.ID] = v.Value
	}
	for i := range sc.Measures {
		r.Measures[sc.Measures[i].ID] = nil
		if v, ok := e.MeasureValue(i); ok && !math.IsNaN(v) && !math.IsInf(v, 0) {
			r.Measures[sc.Measures[i].ID] = &v
		}
	}
	all := p.Whole()
	for i, d := range all.Duties() {
		r.Obligations = append(r.Obligations, obligation(sc.Obligations[i].ID, d))
	}
	r.Facts = factsOf(p, all)
	r.Commands = commands(p.Events)
	for _, x := range p.Refusals {
		r.Refused = append(r.Refused, RefusedCommand{x.At.Hours(), roleID(sc, x.Role), x.Verb.String(), x.Why})
	}
	return r
}

// commands counts what seats did that was carried out.
func commands(events []engine.Event) int {
	n := 0
	var last engine.Event
	for _, ev := range events {
		before := last
		last = ev
		switch ev.Kind {
		case engine.ActionStarted, engine.JointCommitted, engine.BeliefDeclared, engine.VenueConvened,
			engine.JointWithdrawn, engine.ActionCancelled,
			engine.MechanismFunded, engine.MessageAcknowledged, engine.NoteDeviated, engine.AttemptMade,
			engine.AttemptAnswered:
			n++
		case engine.MessageSent: // a command goes to as many as it names, one event after the other
			if before.Kind != engine.MessageSent || before.At != ev.At || before.Role != ev.Role ||
				before.Ref != ev.Ref || before.Text != ev.Text {
				n++
			}
		case engine.MessageArrived, engine.MessageAnswered, engine.MarkBreached,
			engine.JointProposed, engine.ActionContradicts:
			// come with a command that counts otherwise
		case engine.NoteFiled, engine.NoteShown, engine.NoteRevised,
			engine.NoteRevoked: // mostly the scenario's, which nobody files
		case engine.CommandRefused: // has a list of its own
		case engine.ExerciseStarted, engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined, engine.MoveEnded,
			engine.MoveBegan,
			engine.GaugeChanged,
			engine.SystemChanged, engine.SystemNoticed,
			engine.VersionChanged, engine.VersionNoticed, engine.VersionFlawed,
			engine.LinkCut, engine.LinkChanged, engine.LinkStopped,
			engine.ChannelChanged, engine.MessageBlocked, engine.FactLearned, engine.FactLeaked,
			engine.ActionDone, engine.ActionFailed, engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed,
			engine.JointStarted, engine.JointDone, engine.JointFailed, engine.JointLapsed, engine.VenueOpened,
			engine.VenueClosed,
			engine.ObligationStarted, engine.ObligationMet, engine.ObligationMissed, engine.NoteTriggered,
			engine.NoteKept, engine.NoteBroken,
			engine.MechanismEstablished:
			// what the world does
		case engine.InjectDelivered, engine.InjectReceived, engine.InjectHeld, engine.InjectSkipped,
			engine.InjectPostponed, engine.InjectEdited,
			engine.InjectFreed, engine.InjectRetracted, engine.InjectImprovised, engine.ImprovisedReceived,
			engine.ExpectationMet,
			engine.ExpectationMissed, engine.AttemptQueried, engine.AttemptRuled:
			// the facilitator's
		}
	}
	return n
}

func obligation(id string, d score.Duty) Obligation {
	o := Obligation{ID: id, Status: d.Status()}
	if d.Started.Is() {
		o.StartedHours, o.DueHours = hoursPtr(d.Started.At), hoursPtr(d.Due)
	}
	if d.Met.Is() {
		o.MetHours = hoursPtr(d.Met.At)
	}
	return o
}

// factsOf is who learned what, in the order of the scenario's facts, by the whole ledger of a run.
func factsOf(p *score.Played, all *score.Ledger) []Fact {
	sc := p.Model.Scenario
	out := make([]Fact, len(sc.Facts))
	for i := range out {
		out[i] = Fact{ID: sc.Facts[i].ID, Reach: []Knowing{}}
	}
	for f, at := range firstKnown(p.Ledger, all) {
		out[f].FirstHours = hoursPtr(at)
	}
	for _, k := range all.Learned() {
		f, ev := &out[k.Fact], p.Events[k.Learned.Event]
		l := Knowing{Role: sc.Roles[k.Role].ID, Hours: ev.At.Hours(), Via: viaWord(ev)}
		if ev.Other >= 0 {
			l.From = sc.Roles[ev.Other].ID
		}
		f.Reach = append(f.Reach, l)
	}
	return out
}

func viaWord(ev engine.Event) string {
	switch ev.Via.Cause {
	case engine.ByVenue:
		return "venue"
	case engine.ByContact:
		return "contact"
	case engine.ByCall:
		return "call"
	case engine.ByChannel:
		return "channel"
	case engine.ByInject:
		return "inject"
	case engine.ByItself:
		return "unaided"
	}
	return "effect"
}

// howLearned says for readers how a seat learned a fact, by the word of [viaWord].
func howLearned(via string) string {
	switch via {
	case "unaided":
		return "by itself"
	case "inject", "effect":
		return "from an " + via
	case "venue":
		return "in a venue"
	case "contact":
		return "by their contact"
	case "call":
		return "in a call"
	case "channel":
		return "formally"
	}
	return via
}

func roleID(sc *scenario.Scenario, r int) string {
	if r >= 0 {
		return sc.Roles[r].ID
	}
	return "facilitator"
}
