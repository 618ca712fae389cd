package score

import (
	"context"

	"tocsin/sim/engine"
)

// Card is the scores of a run, with the evidence of each number.
type Card struct {
	Scores     Scores
	Harm       Harm
	Efficiency *float64
	Pace       Pace
	Values     []Value // in the order of [Measures]
	Objectives []Objective
	Seats      []Seat
	Bearers    []Bearer
	Help       []Help        // what the facilitator did, and what it touched
	Sensitive  []Sensitivity // the total by other weights
	Unhelped   *Scores       // the scores of the same run without that; nil where nothing was done
}

// Mark works out the card of a run that has been played.
func Mark(ctx context.Context, p *Played) (Card, error) {
	var c Card
	var err error
	if p.Weights == nil {
		if p.Weights, err = Weights(ctx, p.Model); err != nil {
			return c, err
		}
	}
	p.Ledger.Weigh(p.Weights)
	if c.Harm, err = Baselines(ctx, p); err != nil {
		return c, err
	}
	if c.Pace, err = PaceOf(ctx, p); err != nil {
		return c, err
	}
	c.Efficiency = c.Harm.Efficiency()
	c.Values = p.Ledger.Values()
	c.Scores = Rate(c.number, c.Harm)
	c.Sensitive = c.Scores.Sensitivities()
	c.Objectives = Objectives(p)
	c.Seats = p.Ledger.Seats()
	c.Bearers = Bearers(p.Engine)
	c.Help = []Help{}
	if !helped(p.Plan) {
		return c, nil // injects that wait for a facilitator came by themselves
	}
	c.Help = HelpIn(p.Model.Scenario, p.Events, c.Values)
	alone, err := unhelped(ctx, p)
	if err != nil {
		return c, err
	}
	h, err := Baselines(ctx, alone)
	if err != nil {
		return c, err
	}
	alone.Ledger.Weigh(p.Weights)
	s := alone.Ledger.Scores(h)
	c.Unhelped = &s
	return c, nil
}

// Values works out every measure with its evidence.
func (l *Ledger) Values() []Value {
	var out []Value
	for _, m := range Measures() {
		out = append(out, m.Value(l))
	}
	return out
}

// Value is a measure's line of the card.
func (c *Card) Value(id string) (Value, bool) {
	for i := range c.Values {
		if c.Values[i].ID == id {
			return c.Values[i], true
		}
	}
	return Value{}, false
}

func (c *Card) number(id string) *float64 {
	v, _ := c.Value(id)
	return v.Value
}

// Bearer is the part of the harm of one of those who bear it.
type Bearer struct {
	Who  string  `json:"who"` // a role's id or any other name; "" for nobody in particular
	Harm float64 `json:"harm"`
}

// Bearers divides the outcome gauges, with their present values, among those who bear them, in the
// order of the scenario: a gauge's value times a bearer's part of all its parts. What a
// gauge that names no bearer holds is under "".
func Bearers(e *engine.Engine) []Bearer {
	out := []Bearer{}
	add := func(who string, harm float64) {
		for i := range out {
			if out[i].Who == who {
				out[i].Harm += harm
				return
			}
		}
		out = append(out, Bearer{who, harm})
	}
	sc := e.Model().Scenario
	for g := range sc.Gauges {
		if !sc.Gauges[g].Outcome {
			continue
		}
		whole := 0.0
		for _, b := range sc.Gauges[g].Bears {
			whole += b.Value
		}
		if whole <= 0 {
			add("", e.Gauge(g))
			continue
		}
		for _, b := range sc.Gauges[g].Bears {
			add(b.ID, float64(e.Gauge(g)*(b.Value/whole)))
		}
	}
	return out
}
