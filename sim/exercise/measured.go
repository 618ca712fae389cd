package exercise

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// measured says in words what an objective was measured by and what resulted.
func (x *Exercise) measured(objective int, o score.Objective) string {
	y := &x.scenario.Objectives[objective].Measure
	part := func(good, none string) string {
		if o.Value == nil {
			return none
		}
		return fmt.Sprintf("%.0f%% %s", 100**o.Value, good)
	}
	switch {
	case len(y.Reach) > 0:
		return part("of those who need it had it in time", "nobody needed it")
	case y.TimeTo.Root != nil && o.Value == nil:
		return "it has not happened"
	case y.TimeTo.Root != nil:
		return "it took " + spanOf(*o.Value)
	case len(y.Obligation) > 0:
		return part("of the duties whose time is up were met in time", "no duty is due yet")
	case len(y.Joint) > 0:
		return part("of the joint actions were carried out", "there was no joint action to join")
	case y.Gauge != "":
		g := &x.scenario.Gauges[x.scenario.Find("gauge", y.Gauge)]
		return strings.TrimSpace(fmt.Sprintf("%s at %.4g %s", g.Title, *o.Value, g.Unit))
	case len(y.Probe) > 0:
		return part("of those asked answered rightly", "nobody was asked")
	case len(y.NoteFidelity) > 0:
		return part("of the promises that came due were kept", "no promise came due")
	case o.Value != nil:
		return fmt.Sprintf("the measure is at %.4g", *o.Value)
	}
	return "nothing to measure"
}

// limits says from what value on an objective has each rating.
func limits(o *scenario.Objective) string {
	r, y := o.Rate, &o.Measure
	word := func(v float64) string {
		switch {
		case y.TimeTo.Root != nil:
			return spanOf(v)
		case y.Gauge != "" || y.Expr.Root != nil:
			return fmt.Sprintf("%.4g", v)
		}
		return fmt.Sprintf("%.0f%%", 100*v)
	}
	from := "from"
	if r.LessIsBetter() {
		from = "up to"
	}
	return fmt.Sprintf("P %s %s, S %s, M %s", from, word(r.P), word(r.S), word(r.M))
}

// spanOf writes hours as a duration, to the minute.
func spanOf(h float64) string { return toTheMinute(scenario.Duration(h*float64(scenario.Hour) + 0.5)) }

// toTheMinute writes a duration to the minute, and what is shorter as it is.
func toTheMinute(d scenario.Duration) string {
	if m := d - d%scenario.Minute; m > 0 {
		return m.String()
	}
	return d.String()
}
