package exercise

import "slices"

// inSight reports whether everybody may see that a seat is at the table.
func (x *Exercise) inSight(r int) bool { return !x.scenario.Roles[r].Hidden && !x.e.Away(r) }

// offers reports whether somebody may ask for the seat that they want: one that is not in sight only by its card,
// or if it is theirs.
func (x *Exercise) offers(j *Join, name string) bool {
	r := x.scenario.Find("role", j.Want)
	return r >= 0 && (x.inSight(r) || j.Card || x.Holder(j.Want) == name)
}

// InSight reports whether everybody may see that there is a role's seat.
func (x *Exercise) InSight(role string) bool {
	r := x.scenario.Find("role", role)
	return r >= 0 && x.inSight(r)
}

// met are those of some roles whom a role may know of.
func (x *Exercise) met(role int, of []int) []int {
	return slices.DeleteFunc(slices.Clone(of), func(o int) bool { return o >= 0 && !x.e.Meets(role, o) })
}

// anyone are those of some roles whom everybody may know of.
func (x *Exercise) anyone(of []int) []int {
	return slices.DeleteFunc(slices.Clone(of), func(o int) bool { return o >= 0 && !x.inSight(o) })
}

// titleFor is what a role reads for another.
func (x *Exercise) titleFor(role, other int) string {
	if other >= 0 && !x.e.Meets(role, other) {
		return "Somebody"
	}
	return x.title(other)
}
