package exercise

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// Board is what everyone in the building may read: the wall, and what observers see.
type Board struct {
	// Join is how people come in, in a room with a door.
	Join *Joining `json:"join,omitempty"`
	// Seats are who sits where, next to the news.
	Seats []Chair `json:"seats,omitempty"`
	// Notes are how many if-then notes each seat has filed and shown, before STARTEX where they are exchanged.
	Notes []Filing `json:"notes,omitempty"`
	News  []Item   `json:"news"` // newest last, at most InboxLength
	// Venues are the open venues to which every seat belongs, and others once the facilitator
	// shows them.
	Venues []OpenVenue `json:"venues,omitempty"`
	Gauges []Gauge     `json:"gauges,omitempty"` // those that every seat sees
	// Shows is what the facilitator has put on the wall: news, move, picture, wash, gap, story.
	Shows string `json:"shows"`
	// Answers is the number of the question that was closed after that: its answers come first, as
	// long as the clock is paused.
	Answers int       `json:"answers,omitempty"`
	Move    *MoveTold `json:"move,omitempty"`
	Page    *WallPage `json:"page,omitempty"`
	// Picture is how sure the seats are of the hypotheses, by no name and without evidence.
	Picture *Picture `json:"picture,omitempty"`
}

// OpenVenue is a venue that is open, and who sits in it.
type OpenVenue struct {
	Title   string   `json:"title"`
	Members []string `json:"members"` // titles
	All     bool     `json:"all,omitempty"`
}

// MoveTold is what a move was, in numbers that say nothing of what was said.
type MoveTold struct {
	N     int    `json:"n"` // from 1; 0 is the exercise so far, where the scenario has no moves
	Title string `json:"title"`
	From  Moment `json:"from"`
	Until Moment `json:"until"`
	// Messages are those from a seat to a seat, Public those to everyone.
	Messages int `json:"messages"`
	Public   int `json:"public"`
	Facts    int `json:"facts"`    // of the messages, those that told one and were no question or answer
	Asked    int `json:"asked"`    // and questions
	Answered int `json:"answered"` // of these, answered by now
	// Spoke are the pairs of seats of which one wrote to the other, of Pairs; Never those that
	// have not done so since STARTEX.
	Spoke     int `json:"spoke"`
	Never     int `json:"never"`
	Pairs     int `json:"pairs"`
	Acts      int `json:"acts"`      // what seats did, words among them
	Quiet     int `json:"quiet"`     // seats that did nothing
	Decisions int `json:"decisions"` // written down
	Met       int `json:"met"`       // reporting clocks that were met in time
	Late      int `json:"late"`
	Missed    int `json:"missed"`
	Running   int `json:"running"` // by now
	// Talked and NeverTalked name pairs, where seats are named: those that wrote most first,
	// and at most thirty of each.
	Talked      []PairTold `json:"talked,omitempty"`
	NeverTalked []PairTold `json:"never_talked,omitempty"`
	QuietSeats  []string   `json:"quiet_seats,omitempty"`
}

// PairTold is two seats, by title, and how many messages went between them.
type PairTold struct {
	A string `json:"a"`
	B string `json:"b"`
	N int    `json:"n,omitempty"`
}

// WallPage is a page of the hot wash as the wall shows it.
type WallPage struct {
	N     int    `json:"n"`
	Of    int    `json:"of"`
	Title string `json:"title"`
	// Sheet and Sheets are which of the pages with this title it is, from 1, and how many there are.
	Sheet  int        `json:"sheet,omitempty"`
	Sheets int        `json:"sheets,omitempty"`
	Badge  string     `json:"badge,omitempty"` // P, S, M or U of an objective
	Parts  []WallPart `json:"parts"`
	// Steps lead from nobody acting to this exercise and on to frictionless coordination, on
	// the page of the gap; Unit is that of harm.
	Steps []score.Step `json:"steps,omitempty"`
	Unit  string       `json:"unit,omitempty"`
}

// Name tells the page from the others: its title, and which of those with this title it is.
func (p *WallPage) Name() string {
	if p.Sheets < 2 {
		return p.Title
	}
	return fmt.Sprintf("%s, %d of %d", p.Title, p.Sheet, p.Sheets)
}

// WallPart is a heading and what is under it.
type WallPart struct {
	Title  string   `json:"title,omitempty"`
	Points []string `json:"points"`
}

// WallState is what the wall shows now, for those who drive it.
type WallState struct {
	Show   string `json:"show"`
	Page   int    `json:"page,omitempty"`
	Names  bool   `json:"names,omitempty"`
	Venues bool   `json:"venues,omitempty"`
	Lines  int    `json:"lines,omitempty"` // how many a page holds
	// Moves is how many moves can be told of; Pages are the names of the pages of the hot wash,
	// Story of those of what really happened.
	Moves int      `json:"moves"`
	Pages []string `json:"pages,omitempty"`
	Story []string `json:"story,omitempty"`
	// Board is what is on the wall.
	Board Board `json:"board"`
}

func (x *Exercise) boardView() *Board {
	from := max(0, len(x.board)-InboxLength)
	b := &Board{News: append([]Item{}, x.board[from:]...), Shows: x.wall.Show, Answers: x.answers}
	if b.Shows == "" {
		b.Shows = wallNews
	}
	if b.Shows == wallNews { // next to what names no seat there is no list of them
		b.Seats = x.chairs()
	}
	b.Notes = x.wallFilings()
	all := len(x.scenario.Roles)
	for g := range x.scenario.Gauges {
		if len(x.scenario.RolesOf(x.scenario.Gauges[g].Sees)) == all {
			b.Gauges = append(b.Gauges, x.gauge(g))
		}
	}
	for v := range x.scenario.Venues {
		s := &x.scenario.Venues[v]
		members := x.anyone(x.scenario.RolesOf(s.Members))
		if everyone := len(members) == len(x.scenario.Open()); x.e.Open(v) && (everyone || x.wall.Venues) {
			b.Venues = append(b.Venues, OpenVenue{Title: s.Title, Members: x.titles(members), All: everyone})
		}
	}
	if b.Shows == wallPicture {
		b.Picture = x.pictureFor(onWall)
	}
	if b.Shows == wallMove {
		b.Move = x.moveTold(x.wall.Page, x.wall.Names)
	}
	return b
}

// wallState is what the wall shows, for the staff.
func (x *Exercise) wallState() WallState {
	b := x.boardView()
	return WallState{Show: b.Shows, Page: x.wall.Page, Names: x.wall.Names, Venues: x.wall.Venues,
		Lines: x.wall.Lines, Moves: x.movesTold(), Board: *b}
}

// moveTold counts what a move was: page 0 is the one that has ended last.
func (x *Exercise) moveTold(page int, names bool) *MoveTold {
	rounds := x.e.Rounds()
	m := &MoveTold{Title: "The exercise so far"}
	from, until := engine.Time(0), x.e.Now()
	if len(rounds) > 0 {
		if page == 0 {
			page = x.lastMoveTold()
		}
		r := rounds[page-1]
		m.N, m.Title = page, x.scenario.Moves[r.Move].Title
		from, until = r.From, min(until, r.Until)
	}
	m.From, m.Until = x.moment(from), x.moment(until)
	within := func(t engine.Time) bool { return t >= from && t < until || t == until && until == x.e.Now() }
	x.tellTalk(m, within, until, names)
	x.tellDeeds(m, within, names)
	for i := range x.decisions {
		if within(x.decisions[i].at) {
			m.Decisions++
		}
	}
	for o := range x.scenario.Obligations {
		started, due, met, missed := x.e.Duty(o)
		switch {
		case started < 0:
		case met >= 0:
			if within(met) && met <= due {
				m.Met++
			} else if within(met) {
				m.Late++
			}
		case missed:
			if within(due) {
				m.Missed++
			}
		case started <= until:
			m.Running++
		}
	}
	return m
}

// lastMoveTold is the last move that can be told of; the one before it, where ENDEX has cut it short
// before anybody did something.
func (x *Exercise) lastMoveTold() int {
	n := x.movesTold()
	if !x.Over() || n < 2 {
		return n
	}
	r := x.e.Rounds()[n-1]
	if slices.ContainsFunc(x.tally.acts, func(a deedDone) bool { return a.Role >= 0 && a.At >= r.From }) {
		return n
	}
	return n - 1
}

// mostPairs is how many pairs a wall names.
const mostPairs = 30

// tellTalk counts the messages of a move, and the pairs that spoke and never spoke.
func (x *Exercise) tellTalk(m *MoveTold, within func(engine.Time) bool, until engine.Time, names bool) {
	n := len(x.seats)
	now, ever := make([]int, n*n), make([]bool, n*n)
	pair := func(a, b int) int { return min(a, b)*n + max(a, b) }
	for i := range x.e.Messages() {
		msg := x.e.MessageAt(i)
		if msg.Sent >= until && !within(msg.Sent) {
			continue
		}
		if msg.To >= 0 {
			ever[pair(msg.From, msg.To)] = true
		}
		if !within(msg.Sent) {
			continue
		}
		if msg.To < 0 {
			m.Public++
			continue
		}
		m.Messages++
		now[pair(msg.From, msg.To)]++
		switch kindOfMail(msg) {
		case saysFact:
			m.Facts++
		case saysQuestion:
			m.Asked++
			if msg.Answered {
				m.Answered++
			}
		}
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			if !x.inSight(a) || !x.inSight(b) {
				continue
			}
			m.Pairs++
			k := pair(a, b)
			told := PairTold{x.title(a), x.title(b), now[k]}
			if now[k] > 0 {
				m.Spoke++
				m.Talked = append(m.Talked, told)
			}
			if !ever[k] {
				m.Never++
				m.NeverTalked = append(m.NeverTalked, told)
			}
		}
	}
	if !names {
		m.Talked, m.NeverTalked = nil, nil
		return
	}
	m.Talked, m.NeverTalked = mostTalk(m.Talked), m.NeverTalked[:min(len(m.NeverTalked), mostPairs)]
}

// tellDeeds counts what seats did in a move, and those that did nothing.
func (x *Exercise) tellDeeds(m *MoveTold, within func(engine.Time) bool, names bool) {
	acts := make([]int, len(x.seats))
	for _, a := range x.tally.acts {
		if a.Role >= 0 && within(a.At) {
			acts[a.Role]++
		}
	}
	for r, n := range acts {
		if !x.inSight(r) {
			continue
		}
		m.Acts += n
		if n == 0 {
			m.Quiet++
			if names {
				m.QuietSeats = append(m.QuietSeats, x.title(r))
			}
		}
	}
}

// mostTalk are the pairs that wrote most, of equal ones in the order of seats.
func mostTalk(pairs []PairTold) []PairTold {
	slices.SortStableFunc(pairs, func(a, b PairTold) int { return cmp.Compare(b.N, a.N) })
	return pairs[:min(len(pairs), mostPairs)]
}
