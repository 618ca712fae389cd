package exercise

import (
	"slices"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Observations and ratings: what is written down about the exercise.

type rating struct {
	objective int
	person    int
	rating    string
	text      string
	at        engine.Time
}

var tags = []string{"note", "strength", "gap", "quote", "question"}

// Observe writes an observation. It cannot be changed afterwards; Corrects names the one
// that it puts right.
type Observe struct {
	Text string `json:"text"`
	Tag  string `json:"tag,omitempty"` // note (the default), strength, gap, quote or question
	// At is the time that it speaks of, since STARTEX, if not now.
	At        string `json:"at,omitempty"`
	Role      string `json:"role,omitempty"`
	Inject    string `json:"inject,omitempty"`
	Objective string `json:"objective,omitempty"`
	Private   bool   `json:"private,omitempty"`
	Corrects  int    `json:"corrects,omitempty"`
}

func (a *Observe) do(x *Exercise, by int) Answer {
	o := Observation{N: len(x.notes) + 1, Who: x.people[by].name, Tag: a.Tag, Text: paragraphs(a.Text, MaxText),
		Written: x.moment(x.e.Now()), At: x.moment(x.e.Now()),
		Role: a.Role, Inject: a.Inject, Objective: a.Objective, Private: a.Private, Corrects: a.Corrects}
	if o.Tag == "" {
		o.Tag = tags[0]
	}
	if a.At != "" {
		d, err := scenario.ParseDuration(a.At)
		if err != nil {
			return Refuse("%s", err)
		}
		if engine.At(d) > x.e.Now() {
			return Refuse("An observation is about something that has happened; it is %s now", x.e.Now())
		}
		o.At = x.moment(engine.At(d))
	}
	known := func(kind, id string) bool { return id == "" || x.scenario.Find(kind, id) >= 0 }
	switch {
	case o.Text == "":
		return Refuse("The observation is empty")
	case !slices.Contains(tags, o.Tag):
		return Refuse("A tag is note, strength, gap, quote or question")
	case !known("role", a.Role):
		return Refuse("There is no seat %q", Name(a.Role))
	case a.Inject != "" && x.e.InjectRef(a.Inject) < 0:
		return Refuse("There is no inject %q", Name(a.Inject))
	case !known("objective", a.Objective):
		return Refuse("There is no objective %q", Name(a.Objective))
	case a.Corrects < 0 || a.Corrects > len(x.notes):
		return Refuse("There is no observation %d", a.Corrects)
	case a.Corrects > 0 && x.notes[a.Corrects-1].Who != o.Who:
		return Refuse("Observation %d is not yours", a.Corrects)
	case spent(len(x.notes), budget.Notes):
		return Refuse("%s", usedUp(budget.Notes))
	}
	x.notes = append(x.notes, o)
	return yes()
}

// Rate rates an objective: P performed without challenges, S with some, M with major
// challenges, U unable (HSEEP). A later rating by the same person replaces it in views;
// the record keeps both.
type Rate struct {
	Objective string `json:"objective"`
	Rating    string `json:"rating"`
	Text      string `json:"text,omitempty"` // the evidence
}

func (a *Rate) do(x *Exercise, by int) Answer {
	o := x.scenario.Find("objective", a.Objective)
	switch {
	case o < 0:
		return Refuse("There is no objective %q", Name(a.Objective))
	case !slices.Contains([]string{"P", "S", "M", "U"}, a.Rating):
		return Refuse("A rating is P, S, M or U")
	case spent(len(x.ratings), budget.Notes):
		return Refuse("%s", usedUp(budget.Notes))
	}
	x.ratings = append(x.ratings, rating{o, by, a.Rating, paragraphs(a.Text, MaxText), x.e.Now()})
	return yes()
}
