package exercise

import (
	"slices"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
)

// Several people in a seat: one holds it and acts for it, the others read what it reads, and
// advise. The record keeps who advised what and who acted.

type advised struct {
	role, person int
	at           engine.Time
	text         string
}

const shownAdvice = 50

const adviseOnly = "You advise this seat, and its holder acts: write advise and what to do"

// Aide makes somebody one who advises a seat, or ends that.
type Aide struct {
	Who  string `json:"who"`
	Role string `json:"role,omitempty"`
	On   bool   `json:"on"`
}

func (a *Aide) do(x *Exercise, by int) Answer {
	p, r := x.find(a.Who), x.scenario.Find("role", a.Role)
	switch {
	case p < 0:
		return Refuse("Nobody here is called %q", Name(a.Who))
	case x.people[p].kind != KindPlayer:
		return Refuse("%s is not a player", a.Who)
	case x.people[p].barred:
		return Refuse("%s has been removed", a.Who)
	case !a.On && !x.people[p].advises():
		return Refuse("%s advises no seat", a.Who)
	case !a.On:
		x.people[p].aids = 0
		return yes()
	case r < 0:
		return Refuse("There is no seat %q", Name(a.Role))
	case x.people[p].role == r:
		return Refuse("%s has that seat", a.Who)
	case x.people[p].aids == r+1:
		return Refuse("%s already advises that seat", a.Who)
	}
	if now := x.people[p].role; now >= 0 {
		x.vacate(now)
	}
	x.people[p].aids, x.people[p].wants = r+1, -1
	return yes()
}

// advises reports whether somebody advises a seat. Whoever holds a seat advises none.
func (p *person) advises() bool { return p.aids > 0 }

// team is the role that somebody holds or advises, or -1.
func (p *person) team() int {
	if p.advises() {
		return p.aids - 1
	}
	return p.role
}

// Advise says something to those of one's own seat alone.
type Advise struct {
	Text string `json:"text"`
}

func (a *Advise) do(x *Exercise, by int) Answer {
	text := paragraphs(a.Text, MaxText)
	switch r := x.people[by].team(); {
	case r < 0:
		return Refuse("Take a seat first")
	case x.people[by].muted:
		return Refuse("The facilitator has muted you")
	case text == "":
		return Refuse("The message is empty")
	case spent(len(x.advice), budget.Advice):
		return Refuse("%s", usedUp(budget.Advice))
	default:
		x.advice = append(x.advice, advised{role: r, person: by, at: x.e.Now(), text: text})
	}
	return yes()
}

// Yield passes a seat to somebody who advises it; who held it advises from then on.
type Yield struct {
	To string `json:"to"`
}

// noteFirst is the hint for whoever writes a note where the next holder's name belongs.
const noteFirst = "to leave a note for whoever has the seat next, write pass and the note"

func (a *Yield) do(x *Exercise, by int) Answer {
	r, to := x.people[by].role, x.find(a.To)
	switch {
	case r < 0:
		return Refuse("You hold no seat")
	case to < 0 || x.people[to].aids != r+1:
		return Refuse("%q does not advise your seat; %s", Name(a.To), noteFirst)
	case !x.people[to].here:
		return Refuse("%s is not here", a.To)
	}
	x.passes(r, by, to)
	return yes()
}

// Lead gives a seat to somebody who advises it, when nobody who holds it is here.
type Lead struct{}

func (*Lead) do(x *Exercise, by int) Answer {
	p := &x.people[by]
	if !p.advises() {
		return Refuse("You advise no seat")
	}
	r := p.team()
	h := x.seats[r].holder
	switch {
	case p.muted:
		return Refuse("The facilitator has muted you")
	case x.seats[r].bot || x.seats[r].helper >= 0:
		return Refuse("It is played for now: ask the facilitator")
	case h >= 0 && x.people[h].here:
		return Refuse("%s holds it, and can pass it to you with yield", x.people[h].name)
	}
	x.passes(r, h, by)
	return yes()
}

// passes gives a seat from one of its team to another.
func (x *Exercise) passes(r, from, to int) {
	x.people[to].aids = 0
	if from >= 0 {
		x.people[from].role, x.people[from].aids = -1, r+1
	}
	x.released(r, false) // who advised has read along: there is nothing to hand over but a note
	if n := x.noteOf(r); n != nil && n.person == from && x.e.Started() {
		x.layNote(n)
	}
	x.seats[r].holder, x.people[to].role = to, r
	x.people[to].wants = -1
	x.desks[r].back()
}

// Team is those who share a seat.
type Team struct {
	Holder string   `json:"holder,omitempty"` // who acts for the seat
	Here   bool     `json:"here"`             // the holder is
	Aides  []string `json:"aides"`
	// Advice is what they have said among themselves, the newest last, at most 50.
	Advice []Advice `json:"advice"`
}

// Advice is what somebody of a team said to the others.
type Advice struct {
	At   Moment `json:"at"`
	Who  string `json:"who"`
	Text string `json:"text"`
}

// teamOf is the team of a seat; nil where one person has it alone.
func (x *Exercise) teamOf(r int) *Team {
	t := &Team{Aides: []string{}, Advice: []Advice{}}
	for i := range x.people {
		if p := &x.people[i]; p.aids == r+1 {
			t.Aides = append(t.Aides, p.name)
		}
	}
	for i := len(x.advice) - 1; i >= 0 && len(t.Advice) < shownAdvice; i-- {
		if a := &x.advice[i]; a.role == r {
			t.Advice = append(t.Advice, Advice{x.moment(a.at), x.people[a.person].name, a.text})
		}
	}
	if len(t.Aides)+len(t.Advice) == 0 {
		return nil
	}
	slices.Reverse(t.Advice)
	if h := x.seats[r].holder; h >= 0 {
		t.Holder, t.Here = x.people[h].name, x.people[h].here
	}
	return t
}
