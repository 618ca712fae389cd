package exercise

import "tocsin/sim/scenario"

// office says what time it is on a seat's own clock, and whether it is in the seat's hours; "" where it has none.
func (x *Exercise) office(r int) string {
	h := x.scenario.Roles[r].Hours
	if h == nil {
		return ""
	}
	now := scenario.Duration(x.e.Now())
	here := "It is " + h.Clock(x.scenario, now)
	if shut := x.e.Working(r, 1) - 1; shut > 0 { // the least work would wait so long
		return here + ", outside office hours until " + h.Clock(x.scenario, now+scenario.Duration(shut))
	}
	return here + ", in office hours"
}
