package exercise

import (
	"slices"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// What seats expect of each other. It does nothing to the world: how well others foresee a seat
// is how legible that seat is.

// prediction is what a seat expected of another.
type prediction struct {
	at, by engine.Time // in exercise time
	role   int         // who predicts
	of     int         // the seat that it is about
	will   string      // one of willDo
	ref    int         // the joint action or venue, or -1 for any
	sure   float64     // 0 to 1
	notes  bool        // whether the notes of the other that the seat was shown said so
	came   bool
}

// willDo are the things that can be expected of a seat.
var willDo = []string{"tell", "speak", "act", "join", "meet"}

var predictRow = &speech.Row{
	Verb: "predict", Who: speech.Player, Make: func() any { return &Predict{} },
	Help: "Say how likely it is that another seat does something within a time; this is compared with what happens",
	Done: "Said: it is compared with what happens, and for now nobody else sees it",
	Args: []speech.Arg{
		{Key: "seat", Kind: speech.Seat, Bare: true, Need: true, Ask: "Which seat?"},
		{
			Key: "will", Kind: speech.Word, Bare: true, Need: true, Of: willDo,
			Ask: "Will it tell you something, speak to the public, act, join a joint action or convene a meeting?",
		},
		{Key: "by", Kind: speech.Span, Need: true, Ask: "Within what time from now, such as 4h?"},
		{
			Key: "confidence", Name: "likely", Kind: speech.Confidence, Bare: true, Need: true,
			Ask: "How likely is it, in %?",
		},
		{Seldom: true, Key: "action", Name: "in", Kind: speech.Joint, Ask: "With join: which joint action? If left out, any"},
		{Seldom: true, Key: "venue", Kind: speech.Venue, Ask: "With meet: which venue? If left out, any"},
	},
}

// Predict says how likely a seat thinks it is that another does something within a time from now:
// tells it a fact or writes to it, speaks to the public, takes an action, commits to a joint action,
// convenes a venue.
type Predict struct {
	Seat       string  `json:"seat"`
	Will       string  `json:"will"`
	By         string  `json:"by"` // a span from now
	Confidence float64 `json:"confidence"`
	Action     string  `json:"action,omitempty"` // with join: which
	Venue      string  `json:"venue,omitempty"`  // with meet: which
}

func (a *Predict) do(x *Exercise, by int) Answer {
	if why := x.cannotJudge(by); why != "" {
		return Refuse("%s", why)
	}
	sc, role := x.scenario, x.people[by].role
	p := prediction{at: x.e.Now(), role: role, of: sc.Find("role", a.Seat), will: a.Will, ref: -1, sure: a.Confidence}
	span, err := scenario.ParseDuration(a.By)
	sees := func(kind, id string, of []int) bool {
		p.ref = sc.Find(kind, id)
		return slices.Contains(of, role) // nobody, where there is none
	}
	made := 0
	for i := range x.foretold {
		if x.foretold[i].role == role {
			made++
		}
	}
	switch {
	case p.of < 0 || !x.e.Meets(role, p.of):
		return Refuse("There is no seat %q", Name(a.Seat))
	case p.of == role:
		return Refuse("Say what another seat will do")
	case !slices.Contains(willDo, a.Will):
		return Refuse("A seat will tell, speak, act, join or meet")
	case err != nil:
		return Refuse("%s", err)
	case span <= 0:
		return Refuse("Say by when, such as 4h")
	case !(a.Confidence >= 0 && a.Confidence <= 1):
		return Refuse("Say how likely it is, from 0%% to 100%%")
	case a.Action != "" && a.Will != "join", a.Venue != "" && a.Will != "meet":
		return Refuse("Name a joint action only with join, and a venue only with meet")
	case a.Action != "" && (!sees("action", a.Action, x.ableTo(a.Action)) || sc.Actions[p.ref].Joint == nil):
		return Refuse("There is no joint action %q of yours", Name(a.Action))
	case a.Venue != "" && !sees("venue", a.Venue, x.membersOf(a.Venue)):
		return Refuse("There is no venue %q of yours", Name(a.Venue))
	case spent(made, budget.Judgements):
		return Refuse("%s", usedUp(budget.Judgements))
	}
	p.by = p.at + min(engine.At(span), x.e.Horizon())
	p.notes = x.notesSay(&p)
	x.foretold = append(x.foretold, p)
	return yes()
}
