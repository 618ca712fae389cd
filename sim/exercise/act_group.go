package exercise

// Breakouts: rooms that play the same scenario side by side. An exercise knows only that
// somebody goes to another; the room knows where.

// Standing is the state of one room of several.
type Standing struct {
	Name   string `json:"name"`
	Clock  Clock  `json:"clock"`
	People int    `json:"people"` // players who are in
	Staff  int    `json:"staff"`  // facilitators who are in
	Acts   int    `json:"acts"`
	// Last is the newest thing that happened there.
	Last Line `json:"last"`
}

// Visit is a facilitator going to another room.
type Visit struct {
	Room string `json:"room"`
}

func (a *Visit) do(x *Exercise, by int) Answer {
	x.goes(by)
	return yes()
}

// Put sends a player to another room. The seat is given up.
type Put struct {
	Who  string `json:"who"`
	Room string `json:"room"`
}

func (a *Put) do(x *Exercise, by int) Answer {
	p := x.find(a.Who)
	switch {
	case p < 0:
		return Refuse("Nobody here is called %q", Name(a.Who))
	case x.people[p].kind != KindPlayer:
		return Refuse("%s is not a player", a.Who)
	case x.people[p].barred:
		return Refuse("%s has been removed", a.Who)
	}
	x.goes(p)
	return yes()
}
