package exercise

import "slices"

// inSight reports whether everybody may see that a seat is at the table.
func (x *Exercise) inSight(r int) bool { return !x.scenario.Roles[r].Hidden && !x.e.Away(r) }

// marks are what staff know of a seat that is not as the others are.
func (x *Exercise) marks(r int) []string {
	var out []string
	if x.scenario.Roles[r].Hidden {
		out = append(out, "hidden")
	}
	if !x.scenario.Ally(r) {
		out = append(out, "adversary")
	}
	if x.e.Away(r) {
		out = append(out, "later")
	}
	return out
}

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
	return slices.DeleteFunc(slices.Clone(of), func(o int) bool { return !x.e.Meets(role, o) })
}

// anyone are those of some roles whom everybody may know of.
func (x *Exercise) anyone(of []int) []int {
	return slices.DeleteFunc(slices.Clone(of), func(o int) bool { return !x.inSight(o) })
}

// titleFor is what a role reads for another.
func (x *Exercise) titleFor(role, other int) string {
	if role >= 0 && other >= 0 && !x.e.Meets(role, other) { // staff know everybody
		return "Somebody"
	}
	return x.title(other)
}

// titlesFor are the same of several, so that their number is right whoever they are.
func (x *Exercise) titlesFor(role int, others []int) []string {
	out := make([]string, 0, len(others))
	for _, o := range others {
		out = append(out, x.titleFor(role, o))
	}
	return out
}
