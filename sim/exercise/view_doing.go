package exercise

import (
	"slices"

	"tocsin/sim/phrase"
)

// Doing is an action under way.
type Doing struct {
	Action string `json:"action"`
	Title  string `json:"title"`
	Since  Moment `json:"since"`
	Ends   Moment `json:"ends"`
	Joint  bool   `json:"joint,omitempty"`
	Waits  string `json:"waits,omitempty"` // what staff it waits for; Ends is not known then
}

// Until says in words when an action under way is done, or what it waits for.
func (d *Doing) Until() string {
	if d.Waits != "" {
		return "waits for " + d.Waits
	}
	return "done by " + d.Ends.Date
}

// Hands are how many hands a seat has, and how many are busy: an action keeps as many busy as [Action] says.
type Hands struct {
	Limit int `json:"limit"` // 0: no limit
	Busy  int `json:"busy"`
}

// staffFor names what staff an action uses, as far as the seat reads how many are free.
func (x *Exercise) staffFor(r, action int) string {
	sc, names := x.sc(), []string{}
	for _, u := range sc.Actions[action].Uses {
		if g := &sc.Gauges[sc.Find("gauge", u.ID)]; slices.Contains(sc.RolesOf(g.Sees), r) {
			names = append(names, g.Title)
		}
	}
	if len(names) == 0 {
		return "staff"
	}
	return phrase.List(names)
}
