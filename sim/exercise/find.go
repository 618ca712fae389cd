package exercise

// Find returns the kind of a person who has joined, and whether that person is here now.
func (x *Exercise) Find(name string) (kind Kind, here, known bool) {
	p := x.find(name)
	if p < 0 {
		return "", false, false
	}
	return x.people[p].kind, x.people[p].here, true
}

// Holder is the name of the person whose seat a role is, or "".
func (x *Exercise) Holder(role string) string {
	r := x.scenario.Find("role", role)
	if r < 0 || x.seats[r].holder < 0 {
		return ""
	}
	return x.people[x.seats[r].holder].name
}
