package exercise

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// View makes what somebody may see now. It changes nothing. Somebody who is not known
// sees the title and the clock.
func (x *Exercise) View(name string) View {
	p := x.find(name)
	v := View{Scenario: Title{x.name, x.scenario.Title, x.scenario.Summary}, You: You{Name: name},
		Clock:   x.clockView(p >= 0 && x.people[p].kind.Staff() && !x.people[p].barred),
		Notices: []Notice{}, Questions: []Question{}}
	if p < 0 {
		return v
	}
	who := &x.people[p]
	v.You = You{Name: name, Kind: who.kind, Title: string(who.kind), Muted: who.muted}
	v.Notices = x.noticesFor(p)
	v.You.Heard = x.toldOf(p)
	v.Feedback = x.asksFeedback(p)
	v.Roll = x.rollFor(p)
	if !who.barred && who.kind != KindBoard { // the wall shows it page by page, without names
		v.Truth = x.truthFor()
	}
	switch {
	case who.barred:
		v.You.Waiting = "You have been asked to leave"
	case who.kind == KindFacilitator, who.kind == KindEvaluator:
		v.Questions = x.questionsFor(-1, true)
		v.Control = x.control(p)
		if x.e.Err() != nil {
			v.Clock.Why = x.faulty(true)
		}
	case who.kind == KindObserver, who.kind == KindBoard:
		v.Questions = x.questionsFor(-1, false)
		v.Board = x.boardView()
	case who.advises():
		v.You.Aide = true
		x.seated(&v, who.team())
	case who.role < 0:
		v.You.Waiting = "The facilitator will give you a seat"
		if x.Over() {
			v.You.Waiting = "The exercise is over"
		}
		if who.wants >= 0 {
			v.You.Wants = x.scenario.Roles[who.wants].ID
		}
		v.Lobby, v.Waiting = x.chairs(), x.lobby(p)
	default:
		x.seated(&v, who.role)
	}
	return v
}

// Truth is what staff see, with nobody in particular looking: everything, private notes
// too, since whoever has the record has them. It is for replays.
func (x *Exercise) Truth() View {
	return View{Scenario: Title{x.name, x.scenario.Title, x.scenario.Summary},
		You: You{Kind: KindEvaluator, Title: "replay"}, Clock: x.clockView(true),
		Notices: []Notice{}, Questions: x.questionsFor(-1, true), Control: x.control(-1)}
}

// ViewOf is what the holder of a role sees, whoever that is: for replays and mirrors.
func (x *Exercise) ViewOf(role int) View {
	v := View{Scenario: Title{x.name, x.scenario.Title, x.scenario.Summary}, Clock: x.clockView(false),
		Notices: []Notice{}, Questions: []Question{}}
	if h := x.seats[role].holder; h >= 0 {
		v.You.Name, v.You.Muted = x.people[h].name, x.people[h].muted
		v.Notices, v.You.Heard = x.noticesFor(h), x.toldOf(h)
		v.Feedback = x.asksFeedback(h)
	}
	v.You.Kind = KindPlayer
	x.seated(&v, role)
	return v
}

func (x *Exercise) seated(v *View, role int) {
	r := &x.scenario.Roles[role]
	v.You.Role, v.You.Title = r.ID, r.Title
	v.Questions = x.questionsFor(role, false)
	if t := v.Clock.Turn; t != nil && !v.You.Aide {
		t.Done, t.Yours = slices.Contains(x.byTurn.done, role), slices.Contains(x.awaited(), role)
	}
	v.Player = x.player(role)
	v.Player.Team = x.teamOf(role)
}

// clockView is the clock as staff see it, who know of every seat, or as everybody else does.
func (x *Exercise) clockView(staff bool) Clock {
	rounds := x.e.Rounds()
	c := Clock{Phase: "running", Now: x.moment(x.e.Now()), Why: x.clock.why, Allows: x.clock.allows,
		Emergency: x.clock.stopped,
		Pace:      scenario.Duration(x.clock.pace).String(), Moves: len(rounds),
		Ends:        x.moment(x.e.Horizon()),
		Facilitated: !x.automatic, Directed: x.directs.asked > 0 && !x.directs.hand}
	switch {
	case x.e.Err() != nil:
		c.Phase, c.Why, c.Allows = "over", x.faulty(false), allowNothing
	case x.e.Ended():
		c.Phase, c.Why, c.Allows = "over", "ENDEX", allowNothing
	case !x.e.Started():
		c.Phase = "before STARTEX"
	case !x.clock.running:
		c.Phase = "paused"
	}
	if c.Turn = x.turnNow(staff); x.inTurns() {
		c.Turns = scenario.Duration(x.byTurn.every).String()
	}
	c.Paces = x.pacesAhead(rounds)
	moveOf := func(round int) *scenario.Move { return &x.scenario.Moves[rounds[round].Move] }
	if n := x.clock.moves; n < len(rounds) && rounds[n].Open {
		c.Move, c.MoveTitle = n+1, "not chosen yet" // which it is, nobody knows before it begins
	} else if n < len(rounds) {
		c.Move, c.MoveTitle, c.MoveBrief = n+1, moveOf(n).Title, moveOf(n).Brief
		c.MoveEnds = x.momentOf(rounds[n].Until)
	} else if n > 0 {
		c.Move, c.MoveTitle = n, moveOf(n-1).Title
	}
	if x.atMovesEnd(rounds) {
		c.Discuss = slices.Clone(moveOf(x.clock.discuss - 1).Questions)
	}
	return c
}

// atMovesEnd reports whether the clock is at the end of a move, which is discussed then, or no more than a minute
// of the room after it, for whoever let the clock go on too soon.
func (x *Exercise) atMovesEnd(rounds []engine.Round) bool {
	d := x.clock.discuss
	return d > 0 && !x.Running() && x.e.Now()-rounds[d-1].Until <= x.clock.pace
}

// pacesAhead are the paces of the moves to come, as the file gives them, where they differ. Of a choice that is
// open it is that of the first, whatever would be taken now.
func (x *Exercise) pacesAhead(rounds []engine.Round) (out []PaceFrom) {
	if x.directs.drives() || x.e.Ended() {
		return nil
	}
	pace := x.clock.pace
	for n := x.clock.moves + 1; n < len(rounds); n++ {
		next := engine.At(x.scenario.Moves[rounds[n].Move].Minute)
		if next <= 0 || next == pace {
			continue
		}
		pace = next
		out = append(out, PaceFrom{x.moment(rounds[n-1].Until), scenario.Duration(pace).String()})
	}
	return out
}

func (x *Exercise) chairs() []Chair {
	out := []Chair{}
	for r := range x.seats {
		if !x.inSight(r) {
			continue
		}
		role, who := &x.scenario.Roles[r], x.seats[r].holder
		if x.seats[r].helper >= 0 {
			who = x.seats[r].helper
		}
		out = append(out, Chair{ID: role.ID, Title: role.Title, Sector: role.Sector, Holder: x.holderOf(r),
			Here: who >= 0 && x.people[who].here})
	}
	return out
}

// toldOf is the number of the newest notice that somebody has seen, as far as the record tells. Staff, who
// may do much before they read that somebody needs them, have seen what they have put away. What one has
// said oneself is not new.
func (x *Exercise) toldOf(p int) int {
	n := x.people[p].heard
	if !x.people[p].kind.Staff() {
		n = max(n, x.heardOf(p, x.people[p].told))
	}
	number := 0
	for i := range x.notices {
		if s := &x.notices[i]; x.hears(p, s) {
			if number++; number == n+1 && s.from.who == p {
				n = number
			}
		}
	}
	return n
}

// heardOf counts what somebody could hear of the first notices.
func (x *Exercise) heardOf(p, first int) int {
	n := 0
	for i := range x.notices[:min(first, len(x.notices))] {
		if x.hears(p, &x.notices[i]) {
			n++
		}
	}
	return n
}

// hears reports whether a notice is for somebody, or theirs.
func (x *Exercise) hears(p int, n *notice) bool {
	return n.to.all || p >= 0 && (n.to.person == p || n.from.who == p) ||
		n.to.staff && p >= 0 && x.people[p].kind.Staff()
}

// noticesFor are the newest of the words out of the game that somebody may hear; -1 is
// somebody who is not among the people.
func (x *Exercise) noticesFor(p int) []Notice {
	const most = 50
	out := []Notice{}
	number := 0
	for i := len(x.notices) - 1; i >= 0; i-- {
		n := &x.notices[i]
		if !x.hears(p, n) {
			continue
		}
		if number++; number > most {
			continue
		}
		to := "all"
		switch {
		case n.to.all:
		case n.to.person < 0:
			to = "staff"
		default:
			to = x.people[n.to.person].name
			if n.from.who == n.to.person {
				to = "staff"
			}
		}
		out = append(out, Notice{At: x.moment(n.at), Wall: n.wall, Kind: n.from.kind, From: n.from.name,
			Yours: p >= 0 && n.from.who == p,
			To:    to, Text: n.text})
	}
	slices.Reverse(out)
	for i := range out {
		out[i].N = number - len(out) + i + 1
	}
	return out
}

func (x *Exercise) questionsFor(role int, staff bool) []Question {
	out := []Question{}
	for i := range x.questions {
		q := &x.questions[i]
		v := Question{N: i + 1, Text: q.text, Options: slices.Clone(q.options), Rank: q.rank, Open: q.open}
		for _, a := range q.answers {
			if a.role == role {
				v.Yours = a.text
			}
			if staff || !q.open && (a.role == role || x.inSight(a.role)) {
				v.Answers = append(v.Answers, Reply{x.title(a.role), a.text})
			}
		}
		if !q.open {
			at := x.moment(q.closed)
			v.Closed = &at
		}
		if staff || !q.open {
			v.Count = len(q.answers)
			if !staff {
				v.Count = len(v.Answers)
			}
			v.Agreement = q.agreement()
		}
		if staff && q.open {
			v.Waiting = x.unanswered(q)
		}
		out = append(out, v)
	}
	return out
}

// unanswered are the seats whose people are here and have not answered a question.
func (x *Exercise) unanswered(q *question) []string {
	var out []string
	for r := range x.seats {
		h := x.seats[r].holder
		if h >= 0 && x.people[h].here && !x.people[h].muted &&
			!slices.ContainsFunc(q.answers, func(a reply) bool { return a.role == r }) {
			out = append(out, x.title(r))
		}
	}
	return out
}

// inbox copies items from a seat's inbox, by place, with what has been read marked.
func (x *Exercise) inbox(role, from, to int) []Item {
	d := &x.desks[role]
	from, to = max(0, from), min(to, len(d.items))
	if from >= to {
		return []Item{}
	}
	out := append([]Item{}, d.items[from:to]...)
	inherited := x.inherited(role)
	for i := range out {
		out[i].Read, out[i].Reached = d.isRead(out[i].N), x.reachedBy(&out[i])
		out[i].Inherited = out[i].Read && inherited(&out[i])
	}
	return out
}

func stateWord(n float64) string { return scenario.States[int(n)] }

func outcomeWord(n int) string {
	switch n {
	case 1:
		return "success"
	case 2:
		return "partial"
	case 3:
		return "failure"
	}
	return ""
}

// OutcomeWords say an outcome of what was tried, as views name it, in words: "it succeeds in part".
func OutcomeWords(outcome string) string {
	return map[string]string{"success": "it succeeds", "partial": "it succeeds in part", "failure": "it fails"}[outcome]
}

func ids(sc *scenario.Scenario, roles []int) []string {
	out := make([]string, 0, len(roles))
	for _, r := range roles {
		if r == engine.Public {
			out = append(out, "public")
		} else if r >= 0 {
			out = append(out, sc.Roles[r].ID)
		}
	}
	return out
}

func (x *Exercise) titles(roles []int) []string {
	out := make([]string, 0, len(roles))
	for _, r := range roles {
		out = append(out, x.title(r))
	}
	return out
}
