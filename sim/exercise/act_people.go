package exercise

import (
	"fmt"

	"tocsin/sim/budget"
)

// Join is the act of coming in. Anyone who comes in under a known name is that person again.
type Join struct {
	Kind Kind   `json:"kind"`
	Want string `json:"want,omitempty"` // id of the role that a player asks for
	// Open tells whether the room was open: a player is then seated at once where the wanted seat is free.
	Open bool `json:"open,omitempty"`
	// Again is set when the person was here already, on another line: that one ends.
	Again bool `json:"again,omitempty"`
	// Card is set when somebody comes with the card of the seat: it is theirs at once, open
	// or not, unless a person has it.
	Card bool `json:"card,omitempty"`
	// Rule is by which rules the room let them in. Records from before there were two have 0:
	// they give the seat of somebody who is away to who asks, and compare names by a short
	// list of letters. 2 gives only seats that nobody holds, and compares names as UTS 39 does.
	// 3 takes names with and without an accent for two names, and lets staff in when the room
	// has had as many people as it may.
	Rule int `json:"rule,omitempty"`
}

// JoinRule is the rule by which people come in now.
const JoinRule = 3

func (j *Join) do(x *Exercise, by int) Answer { return Refuse("Join under a name") }

// enter is the act itself; by is a name, since the person may not be known yet.
func (j *Join) enter(x *Exercise, name string) Answer {
	if why := j.unfit(x, name); why != "" {
		return Refuse("%s", why)
	}
	want := x.scenario.Find("role", j.Want)
	p := x.find(name)
	if why := x.unwelcome(p, name, want, j); why != "" {
		return Refuse("%s", why)
	}
	if p < 0 {
		p = len(x.people)
		x.people = append(x.people, person{name: name, looks: looksOf(name), kind: j.Kind, role: -1, wants: -1,
			mirror: -1, last: -1})
	}
	who := &x.people[p]
	who.here = true
	if x.calling() {
		x.roll.came = append(x.roll.came[:len(x.roll.came):len(x.roll.came)], p)
	}
	if j.Again { // whoever that is, they have taken over: openly
		x.notify(fromExercise(), audience{staff: true, person: p},
			fmt.Sprintf("%s has come in from another line; the line before it has ended.", name))
	}
	if j.Kind != KindPlayer {
		return yes()
	}
	if r := who.role; r >= 0 && (want < 0 || want == r) { // back in the seat that was kept
		x.setBot(r, false)
		x.desks[r].back()
		return yes()
	}
	if want >= 0 {
		who.wants = want
		if x.gives(j, want) {
			x.sit(p, want)
		}
	}
	return yes()
}

// gives reports whether somebody who joins so has the seat that they want at once.
func (x *Exercise) gives(j *Join, want int) bool {
	s := &x.seats[want]
	free := s.holder < 0
	if j.Rule < 2 {
		free = free || !s.bot && !x.people[s.holder].here
	}
	return free && (j.Card || j.Open && (s.bot || s.helper < 0))
}

// unwelcome says why somebody does not come in; p is their place among the people, if they
// have one.
func (x *Exercise) unwelcome(p int, name string, want int, j *Join) string {
	most := budget.Most(budget.People)
	if j.Kind.Staff() && j.Rule >= 3 {
		most += budget.Most(budget.StaffMore)
	}
	switch {
	case p >= 0 && x.people[p].barred:
		return "You have been asked to leave"
	case p >= 0 && x.people[p].kind != j.Kind:
		return fmt.Sprintf("%s is already here, as %s: choose another name", name, x.people[p].kind)
	case p >= 0:
		return ""
	case len(x.people) >= most:
		return usedUp(budget.People)
	}
	return x.unlike(name, want, j.Rule)
}

// Leave is the act of going, which gives the seat up.
type Leave struct{}

func (*Leave) do(x *Exercise, by int) Answer {
	x.goes(by)
	return yes()
}

// goes has somebody leave the room: they give up their seat, and what they asked for.
func (x *Exercise) goes(p int) {
	if r := x.people[p].role; r >= 0 {
		x.vacate(r)
	}
	x.leaveHelp(p)
	x.people[p].here, x.people[p].wants, x.people[p].aids = false, -1, 0
}

// leaveHelp gives back the seats that a facilitator has taken over.
func (x *Exercise) leaveHelp(by int) {
	for r := range x.seats {
		if x.seats[r].helper == by {
			x.seats[r].helper = -1
			x.released(r, true)
			x.seatBot(r)
		}
	}
}

// Drop says that a connection was lost: the seat is kept. Only the room makes it.
type Drop struct{}

func (*Drop) do(x *Exercise, by int) Answer {
	if by < 0 {
		return Refuse("Nobody has that name")
	}
	p := &x.people[by]
	p.here = false
	if p.role >= 0 {
		x.desks[p.role].away()
	}
	return yes()
}

// Seating puts somebody in a seat.
type Seating struct {
	Who  string `json:"who"`
	Role string `json:"role"`
}

func (a *Seating) do(x *Exercise, by int) Answer {
	p, r := x.find(a.Who), x.scenario.Find("role", a.Role)
	switch {
	case p < 0:
		return Refuse("Nobody here is called %q", Name(a.Who))
	case r < 0:
		return Refuse("There is no seat %q", Name(a.Role))
	case x.people[p].kind != KindPlayer:
		return Refuse("%s is not a player", a.Who)
	case x.people[p].barred:
		return Refuse("%s has been removed", a.Who)
	case x.people[p].role == r:
		return Refuse("%s already has that seat", a.Who)
	}
	x.sit(p, r)
	return yes()
}

// Unseat takes somebody out of a seat, to the lobby.
type Unseat struct {
	Who string `json:"who"`
}

func (a *Unseat) do(x *Exercise, by int) Answer {
	p := x.find(a.Who)
	if p < 0 || x.people[p].role < 0 {
		return Refuse("%q has no seat", Name(a.Who))
	}
	x.vacate(x.people[p].role)
	return yes()
}

// Bot gives a seat to a bot, or takes it from one.
type Bot struct {
	Role string `json:"role"`
	On   bool   `json:"on"`
}

func (a *Bot) do(x *Exercise, by int) Answer {
	r := x.scenario.Find("role", a.Role)
	switch {
	case r < 0:
		return Refuse("There is no seat %q", Name(a.Role))
	case x.seats[r].bot == a.On && a.On:
		return Refuse("A bot already has that seat")
	case x.seats[r].bot == a.On:
		return Refuse("No bot has that seat")
	}
	x.setBot(r, a.On)
	if h := x.seats[r].holder; h >= 0 {
		text := "A bot plays your seat for now."
		if !a.On {
			text = "The bot has given your seat back."
		}
		x.notify(fromFacilitator(), audience{person: h}, text)
	}
	return yes()
}

// Takeover lets a facilitator play a seat, until it is given back.
type Takeover struct {
	Role string `json:"role"`
}

func (a *Takeover) do(x *Exercise, by int) Answer {
	r := x.scenario.Find("role", a.Role)
	if r < 0 {
		return Refuse("There is no seat %q", Name(a.Role))
	}
	if h := x.seats[r].helper; h >= 0 {
		return Refuse("%s has already taken that seat over", x.people[h].name)
	}
	x.seats[r].helper = by
	x.seatBot(r)
	if h := x.seats[r].holder; h >= 0 {
		x.notify(fromFacilitator(), audience{person: h}, "The facilitator plays your seat for now.")
	}
	return yes()
}

// Giveback ends a takeover.
type Giveback struct {
	Role string `json:"role"`
}

func (a *Giveback) do(x *Exercise, by int) Answer {
	r := x.scenario.Find("role", a.Role)
	if r < 0 || x.seats[r].helper < 0 {
		return Refuse("No facilitator has that seat")
	}
	x.seats[r].helper = -1
	x.released(r, true)
	x.seatBot(r)
	if h := x.seats[r].holder; h >= 0 {
		x.notify(fromFacilitator(), audience{person: h}, "Your seat is yours again.")
	}
	return yes()
}

// Handover passes to another facilitator what one has taken over, with a note on the present state.
type Handover struct {
	To   string `json:"to"`
	Text string `json:"text,omitempty"`
}

func (a *Handover) do(x *Exercise, by int) Answer {
	to := x.find(a.To)
	switch {
	case to < 0 || !x.people[to].here:
		return Refuse("Nobody here is called %q", Name(a.To))
	case to == by:
		return Refuse("Hand over to somebody else")
	case x.people[to].kind != KindFacilitator:
		return Refuse("%s is not a facilitator", a.To)
	}
	note := paragraphs(a.Text, MaxText)
	for r := range x.seats {
		if x.seats[r].helper == by {
			x.seats[r].helper = to
			if h := x.handOver(r, by, to, true); h != nil {
				h.note, h.noteBy = note, by
			}
		}
	}
	x.notify(x.spoken(by), audience{person: to, staff: true}, joinText("I hand over to you.", note))
	return yes()
}

// Mute keeps anybody but a facilitator from acting, or lets them again.
type Mute struct {
	Who string `json:"who"`
	On  bool   `json:"on"`
}

func (a *Mute) do(x *Exercise, by int) Answer {
	p := x.find(a.Who)
	switch {
	case p < 0:
		return Refuse("Nobody here is called %q", Name(a.Who))
	case x.people[p].kind == KindFacilitator:
		return Refuse("A facilitator cannot be muted")
	case x.people[p].muted == a.On:
		return Refuse("It is already set like that")
	}
	x.people[p].muted = a.On
	return yes()
}

// Remove puts somebody out of the room; the name cannot come back.
type Remove struct {
	Who string `json:"who"`
}

func (a *Remove) do(x *Exercise, by int) Answer {
	p := x.find(a.Who)
	switch {
	case p < 0:
		return Refuse("Nobody here is called %q", Name(a.Who))
	case p == by:
		return Refuse("Leave, if you want to go")
	case x.people[p].barred:
		return Refuse("%s has already been removed", a.Who)
	}
	x.goes(p)
	x.people[p].barred = true
	return yes()
}

// Admit is a facilitator's answer to somebody who asks to come in under the name of a person
// who is known, and who cannot show that they are that person.
type Admit struct {
	Who string `json:"who"`
	N   int    `json:"n,omitempty"` // which of several who ask for one name; the room has counted
	On  bool   `json:"on"`
}

func (a *Admit) do(x *Exercise, by int) Answer {
	p := x.find(a.Who)
	switch {
	case p < 0:
		return Refuse("Nobody has been here as %q", Name(a.Who))
	case x.people[p].barred:
		return Refuse("%s has been removed", a.Who)
	case p == by && x.people[p].here:
		return Refuse("That is you")
	}
	if a.On {
		x.notify(fromExercise(), audience{staff: true, person: p},
			fmt.Sprintf("%s has let %s in again.", x.people[by].name, a.Who))
	}
	return yes()
}

// Recode lets the room make another code. The code itself is in no record.
type Recode struct {
	Of string `json:"of"` // players, facilitators, evaluators
}

// coded are the kinds of people who have a code of the room, by the word for them.
var coded = map[string]Kind{"players": KindPlayer, "facilitators": KindFacilitator, "evaluators": KindEvaluator}

// Kind is whose code is changed.
func (a *Recode) Kind() Kind { return coded[a.Of] }

func (a *Recode) do(x *Exercise, by int) Answer {
	if a.Kind() == "" {
		return Refuse("Whose code: players, facilitators or evaluators?")
	}
	return yes()
}

// Recard lets the room make another card for one seat. It replaces the card before, and the way back
// of the person who has the seat. The card itself is in no record.
type Recard struct {
	Role string `json:"role"`
}

func (a *Recard) do(x *Exercise, by int) Answer {
	if x.scenario.Find("role", a.Role) < 0 {
		return Refuse("There is no seat %q", Name(a.Role))
	}
	return yes()
}

// Automatic releases held injects at once where there is no facilitator, or gives them back to one.
type Automatic struct {
	On bool `json:"on"`
}

func (a *Automatic) do(x *Exercise, by int) Answer {
	if x.automatic == a.On {
		return Refuse("It is already set like that")
	}
	x.automatic = a.On
	if x.e.Started() {
		x.release()
	}
	return yes()
}

// Read marks items of the inbox as read.
type Read struct {
	N    int  `json:"n"`
	Only bool `json:"only,omitempty"` // this one, not all before it
}

func (a *Read) do(x *Exercise, by int) Answer {
	r := x.people[by].role
	if r < 0 {
		return Refuse("You have no inbox")
	}
	if a.N < 1 || a.N > len(x.desks[r].items) {
		return Refuse("There is no item %d", a.N)
	}
	x.desks[r].mark(a.N, a.Only)
	x.desks[r].opens(by, a.N, a.Only, x.e.Now())
	return yes()
}

// Look shows a member of staff exactly what a seat sees, or ends that.
type Look struct {
	Role string `json:"role,omitempty"` // empty to stop
}

func (a *Look) do(x *Exercise, by int) Answer {
	r := x.scenario.Find("role", a.Role)
	if a.Role != "" && r < 0 {
		return Refuse("There is no seat %q", Name(a.Role))
	}
	x.people[by].mirror = r
	return yes()
}
