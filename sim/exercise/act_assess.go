package exercise

import (
	"tocsin/sim/budget"
	"tocsin/sim/engine"
)

// How sure seats are of the hypotheses, and how severe they judge the situation to be. It does nothing to
// the world: the shared picture is made of it.

// assessed is how sure a seat was of a hypothesis.
type assessed struct {
	at         engine.Time
	role       int
	person     int
	hypothesis int
	confidence float64 // 0 to 1
	text       string
}

// graded is the level of severity that a seat gave.
type graded struct {
	at     engine.Time
	role   int
	person int
	level  int
	text   string
}

// Assess says how sure a seat is of a hypothesis, 0 to 1. The last word of a seat counts.
type Assess struct {
	Hypothesis string  `json:"hypothesis"`
	Confidence float64 `json:"confidence"`
	Text       string  `json:"text,omitempty"` // why
}

func (a *Assess) do(x *Exercise, by int) Answer {
	h := x.scenario.Find("hypothesis", a.Hypothesis)
	if why := x.cannotJudge(by); why != "" {
		return Refuse("%s", why)
	}
	role := x.people[by].role
	switch {
	case h < 0 || !x.weighs(role, &x.scenario.Hypotheses[h]):
		return Refuse("There is no hypothesis %q before you", Name(a.Hypothesis))
	case !(a.Confidence >= 0 && a.Confidence <= 1):
		return Refuse("Say how sure you are from 0%% to 100%%")
	}
	x.picture.held = append(x.picture.held, assessed{x.e.Now(), role, by, h, a.Confidence, paragraphs(a.Text, MaxText)})
	x.lookForClashes(role)
	return yes()
}

// Grade says at which level of severity a seat judges the situation to be. The last word of a seat counts.
type Grade struct {
	Level string `json:"level"`
	Text  string `json:"text,omitempty"` // why
}

func (a *Grade) do(x *Exercise, by int) Answer {
	l := x.scenario.Find("severity", a.Level)
	if why := x.cannotJudge(by); why != "" {
		return Refuse("%s", why)
	}
	if l < 0 {
		return Refuse("There is no level of severity %q", Name(a.Level))
	}
	x.picture.levels = append(x.picture.levels,
		graded{x.e.Now(), x.people[by].role, by, l, paragraphs(a.Text, MaxText)})
	return yes()
}

// cannotJudge says why somebody cannot add to the picture or predict now, or "".
func (x *Exercise) cannotJudge(by int) string {
	p := &x.people[by]
	n := 0
	for i := range x.picture.held {
		if x.picture.held[i].role == p.role {
			n++
		}
	}
	for i := range x.picture.levels {
		if x.picture.levels[i].role == p.role {
			n++
		}
	}
	switch {
	case !x.e.Started():
		return "The exercise has not begun"
	case x.Over():
		return "The exercise is over"
	case p.role < 0:
		return "Take a seat first"
	case p.muted:
		return "The facilitator has muted you"
	case spent(n, budget.Judgements):
		return usedUp(budget.Judgements)
	}
	return ""
}
