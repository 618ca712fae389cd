package plain

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

// told is what the person at the terminal has been told already.
type told struct {
	begun     bool
	clock     string
	move      int  // that was read out last as running, plus one
	runs      bool // and the clock has not been paused since
	item      int
	questions map[int]bool    // number: has been told as open
	seen      map[string]bool // what was asked
	log       int
	seat      string
	cases     map[string]bool
	staff     int
	notice    int
}

// noticeWords is a word out of the game.
func noticeWords(n exercise.Notice) string {
	return fmt.Sprintf("OUT OF THE GAME, %s to %s: %s", n.By(), n.To, n.Text)
}

// greet says where somebody is, at the beginning and after a turn.
func (d *dialogue) greet() {
	v := d.view()
	h := d.hand()
	title := v.Scenario.Title
	if v.You.Room != "" {
		title += ", room " + v.You.Room
	}
	d.say("", strings.ToUpper(title), d.whoAmI(v))
	if !h.told.begun {
		h.told.begun, h.told.questions, h.told.seen, h.told.cases = true, map[int]bool{}, map[string]bool{},
			map[string]bool{}
		h.told.seat = v.You.Role
		if v.Control != nil { // the log of what has been is read by those who want it
			h.told.log = v.Control.LogTotal
		}
		if v.Player != nil && v.Player.Total > exercise.InboxLength {
			h.told.item = v.Player.Total - exercise.InboxLength
		}
		if v.Scenario.Summary != "" {
			d.say(v.Scenario.Summary)
		}
		if v.Player != nil {
			d.say("Write brief for what your seat knows, wants and fears, and help for what you can do.")
		} else {
			d.say("Write help for what you can do.")
		}
		if len(v.Lobby) > 0 {
			d.say("The seats are these. Ask for one by its short name: want " + v.Lobby[0].ID)
			_ = d.showLobby() // it asks nothing
		}
		if v.You.Back != "" {
			d.say("Your way back, if the connection is lost: " + v.You.Back +
				". Give it instead of the join code.")
		}
	}
	if n := v.You.Heard; n > h.told.notice && v.Control == nil {
		d.say(fmt.Sprintf("Said out of the game before you came: %d. To read it, write: words", n))
	}
	d.news()
}

func (d *dialogue) whoAmI(v exercise.View) string {
	switch {
	case v.You.Aide && v.Player != nil:
		who := "Nobody holds it now: write lead to take it"
		if t := v.Player.Team; t != nil && t.Holder != "" {
			who = t.Holder + " acts for it"
		}
		return fmt.Sprintf("You advise %s (%s). %s. Write advise and what you would do.", v.You.Title, v.You.Name, who)
	case v.Player != nil && v.You.Name == "You": // alone at a terminal: the name tells nothing
		return fmt.Sprintf("You are %s.", v.You.Title)
	case v.Player != nil:
		return fmt.Sprintf("You are %s (%s).", v.You.Title, v.You.Name)
	case v.You.Waiting != "":
		return fmt.Sprintf("You are %s, in the lobby. %s.", v.You.Name, v.You.Waiting)
	}
	return fmt.Sprintf("You are %s, %s.", v.You.Name, v.You.Kind)
}

// news says what has changed since it was last said.
func (d *dialogue) news() {
	h := d.hand()
	v := h.view
	if !h.told.begun {
		return
	}
	if v.You.Role != h.told.seat {
		h.told.seat, h.told.item = v.You.Role, 0
		d.say("", d.whoAmI(v))
		if v.Player != nil {
			d.say("Write brief for what your seat knows, wants and fears, and help for what you can do.")
		}
	}
	d.newsOfClock(v, h)
	if r := v.Roll; r != nil && !r.Yours && !h.told.seen["roll "+r.At.T] {
		h.told.seen["roll "+r.At.T] = true
		d.say("ARE YOU THERE? The facilitator checks the connections. Write: here")
	}
	if v.Player != nil && v.Player.Team != nil {
		for _, a := range v.Player.Team.Advice {
			if key := fmt.Sprintf("advice %s %s %s", a.At.T, a.Who, a.Text); !h.told.seen[key] {
				h.told.seen[key] = true
				d.entry("ADVICE in your seat, from " + a.Who + ": " + a.Text)
			}
		}
	}
	if v.Truth != nil && !h.told.seen["truth"] {
		h.told.seen["truth"] = true
		d.say("The facilitator shows what really happened. Write: revealed")
	}
	for _, n := range v.Notices {
		if n.N <= max(h.told.notice, v.You.Heard) {
			continue
		}
		if h.told.notice = n.N; !n.Yours {
			d.entry(noticeWords(n))
		}
	}
	if s, ok := h.Seat.(listener); ok {
		s.Heard(h.told.notice)
	}
	d.newsOfQuestions(v, h)
	switch {
	case v.Player != nil:
		d.newsOfItems(v.Player, h)
		d.newsOfAsked(v.Player, h)
	case v.Control != nil:
		d.newsOfWorld(v.Control, h)
	case v.Board != nil:
		for _, it := range v.Board.News {
			if it.N > h.told.item {
				h.told.item = it.N
				d.item(it)
			}
		}
	}
}

func (d *dialogue) newsOfClock(v exercise.View, h *hand) {
	said := clockWords(v)
	if said == h.told.clock {
		return
	}
	h.told.clock = said
	c := v.Clock
	if c.Phase != "running" || c.Emergency || c.Turn != nil {
		h.told.runs = false
	} else {
		again, ran := c.Move+1 == h.told.move, h.told.runs
		h.told.move, h.told.runs = c.Move+1, true
		switch {
		case again && ran:
			said = paceWords(v)
		case again: // the move and its brief have been read out
			said = "RUNNING. " + paceWords(v)
		}
	}
	d.say(joined(said, waits(v)))
	for _, q := range v.Clock.Discuss {
		d.entry("To discuss: " + q)
	}
	if len(v.Clock.Discuss) > 0 && v.Player != nil && len(v.Player.Predictions) == 0 {
		d.entry("What will another seat do next? Say how likely it is, such as predict SEAT tell by 4h 70%")
	}
	if v.Clock.Phase == "over" {
		d.newsOfEnd(v)
	}
}

// clockWords say the state of the clock, without the time, which changes always.
func clockWords(v exercise.View) string {
	c := v.Clock
	switch {
	case c.Emergency:
		return "STOPPED. THIS IS NO EXERCISE. " + c.Why
	case c.Phase == "over":
		return joined("ENDEX. The exercise is over.", code(v))
	case c.Phase == "before STARTEX":
		return joined("The exercise has not begun.", open(v))
	case c.InTurn():
		say := "Time moves when every seat has said done."
		switch {
		case c.Turn.Done:
			say = "You have said done."
		case c.Turn.Yours:
			say = "Write done when you have decided."
		case v.You.Kind == exercise.KindFacilitator && c.Turn.Stands():
			say = "Time does not move by itself: write done to end the turn."
		}
		return fmt.Sprintf("TURN %d, of %s of the exercise. %s", c.Turn.N, c.Turn.Every, say)
	case c.Phase == "paused":
		may := map[string]string{"talk": "You can talk, and act when it goes on.", "everything": "You can act.",
			"nothing": "Nothing is accepted until it goes on."}[c.Allows]
		return joined("PAUSED. "+strings.TrimSuffix(c.Why, ".")+".", may, code(v))
	}
	move := ""
	if c.Move > 0 {
		move = fmt.Sprintf("Move %d of %d: %s.", c.Move, c.Moves, c.MoveTitle)
	}
	return joined("RUNNING. "+paceWords(v), move, c.MoveBrief, open(v))
}

// waits says for whom a turn waits. It is said with the state of the clock, and no more each time that somebody else
// says done.
func waits(v exercise.View) string {
	if !v.Clock.InTurn() {
		return ""
	}
	return v.Clock.Turn.Waits()
}

func paceWords(v exercise.View) string {
	return fmt.Sprintf("A minute in the room is %s of the exercise.", v.Clock.Pace)
}

// open is what staff read of a checklist that is not done.
func open(v exercise.View) string {
	if v.Control == nil || len(v.Control.Unchecked()) == 0 || v.Clock.Now.Hours > 0 {
		return ""
	}
	var items []string
	for _, c := range v.Control.Unchecked() {
		items = append(items, fmt.Sprintf("%d. %s", c.N, c.Text))
	}
	return "Open on the checklist: " + strings.Join(items, "; ") + "."
}

func code(v exercise.View) string {
	if v.Code == "" {
		return ""
	}
	return "Evidence code " + v.Code + "."
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

func (d *dialogue) newsOfQuestions(v exercise.View, h *hand) {
	for _, q := range v.Questions {
		open, known := h.told.questions[q.N]
		switch {
		case q.Open && !known:
			h.told.questions[q.N] = true
			d.say(fmt.Sprintf("QUESTION %d from the facilitator: %s", q.N, q.Text))
			for i, o := range q.Options {
				d.entry(fmt.Sprintf("%d. %s", i+1, o))
			}
			if v.Player != nil {
				d.say("Answer it with: answer")
			}
		case !q.Open && (open || !known):
			h.told.questions[q.N] = false
			d.say(fmt.Sprintf("ANSWERS to question %d: %s", q.N, q.Text))
			for _, a := range q.Answers {
				d.entry(a.Who + ": " + a.Text)
			}
			if q.Agreement != nil {
				d.say(fmt.Sprintf("Agreement of the rankings: %.2f of 1.", *q.Agreement))
			}
		}
	}
}

// newsOfItems says what has come into the inbox, and marks it as read: it has been.
func (d *dialogue) newsOfItems(p *exercise.Player, h *hand) {
	last := 0
	for _, it := range p.Inbox {
		if it.N <= h.told.item {
			continue
		}
		if p.MissedFrom > 0 && it.N >= p.MissedFrom && h.told.item < p.MissedFrom {
			d.say("While you were away:")
		}
		h.told.item = it.N
		d.item(it)
		if !it.Read || it.Inherited {
			last = it.N
		}
	}
	if last > 0 {
		_, _ = h.Act(d.ctx, &exercise.Read{N: last})
	}
}

// item says one item of an inbox.
func (d *dialogue) item(it exercise.Item) {
	head := fmt.Sprintf("%d. %s. ", it.N, it.At.Date)
	switch it.Kind {
	case exercise.ItemInject:
		head += fmt.Sprintf("%s from %s: %s", strings.ToUpper(or(it.Media, "message")), or(it.From, "the exercise"),
			it.Title)
	case exercise.ItemMessage:
		head += fmt.Sprintf("%s: %s", or(it.From, "Message"), it.Title)
	case exercise.ItemLearned:
		head += "NOW YOU KNOW: " + it.Title
		if it.From != "" {
			head += ", from " + it.From
		}
	case exercise.ItemSent:
		head += it.Title + " to " + strings.Join(it.To, ", ")
	default:
		head += it.Title
	}
	if it.Mark != "" {
		head += " [TLP:" + strings.ToUpper(it.Mark) + "]"
	}
	if it.Grade != "" {
		head += " [grade " + it.Grade + "]"
	}
	d.entry(head)
	for _, r := range it.Reached {
		if r.State != exercise.OnItsWay { // which goes without saying when it has just been sent
			d.entry("    " + r.Words())
		}
	}
	if it.Text != "" {
		for _, l := range strings.Split(it.Text, "\n") {
			if l != "" {
				d.entry("    " + l)
			}
		}
	}
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// newsOfAsked says what has newly been asked of the seat.
func (d *dialogue) newsOfAsked(p *exercise.Player, h *hand) {
	for _, a := range p.Asked {
		key := a.Kind + " " + a.ID
		if h.told.seen[key] || a.Kind == "probe" || a.Kind == "question" {
			continue
		}
		h.told.seen[key] = true
		d.entry("ASKED OF YOU: " + askedWords(a))
		for _, o := range p.Actions {
			if a.Kind == "decision" && o.Decision == a.ID {
				d.entry("- act " + o.ID + ": " + o.Title)
			}
		}
	}
}

// askedKinds say what is wanted.
var askedKinds = map[string]string{"request": "an answer", "obligation": "a report",
	"decision": "a decision", "joint": "a commitment",
	"promise": "a promise to keep", "probe": "a belief",
	"question": "an answer", "case": "an answer about what you attempt"}

func askedWords(a exercise.Asked) string {
	by := ""
	if a.Due != nil {
		by = " By " + a.Due.Date + "."
		if a.Late {
			by = " Was due " + a.Due.Date + "."
		}
	}
	from := ""
	if a.From != "" {
		from = " from " + a.From
	}
	state := ""
	if a.State != "" {
		state = " (" + a.State + ")"
	}
	text := strings.TrimSuffix(a.Text, ".") + state
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	return fmt.Sprintf("%s%s: %s%s", or(askedKinds[a.Kind], a.Kind), from, text, by)
}

// newsOfWorld tells staff what happens: the log without its quiet lines, what players
// ask, cases to rule on, who is gone, at the door or waiting in the lobby, and new codes.
func (d *dialogue) newsOfWorld(c *exercise.Control, h *hand) {
	for _, l := range c.Log {
		if l.N > h.told.log {
			h.told.log = l.N
			if !l.Quiet {
				d.entry(l.At.T + "  " + l.Text)
			}
		}
	}
	for _, it := range c.Inbox {
		if it.N > h.told.staff {
			h.told.staff = it.N
			d.item(it)
		}
	}
	for _, k := range c.Cases {
		if k.Outcome == "" && !h.told.cases[k.Case] {
			h.told.cases[k.Case] = true
			d.entry(fmt.Sprintf("TO RULE ON, case %s, %s wants: %s. Why it should work: %s", k.Case, k.Title,
				k.Text, or(k.Reason, "not said")))
		}
	}
	for _, s := range c.Seats {
		key := "away " + s.ID + " " + s.Holder
		switch {
		case s.Ask && !h.told.seen[key]:
			h.told.seen[key] = true
			d.entry(fmt.Sprintf("%s (%s) has been gone for %d seconds. Wait, pause, or: bot %s, or seat "+
				"somebody else.", s.Holder, s.Title, s.Away, s.ID))
		case s.Here:
			delete(h.told.seen, key)
		}
	}
	for _, k := range c.Door {
		if key := fmt.Sprintf("knock %d", k.N); !h.told.seen[key] {
			h.told.seen[key] = true
			d.entry(fmt.Sprintf("AT THE DOOR, number %d: somebody at %s says they are %s. Ask them in person, "+
				"then: admit %s number %d, or: admit %s off number %d", k.N, k.From, k.Name, quoted(k.Name), k.N,
				quoted(k.Name), k.N))
		}
	}
	if k := c.Codes; k != nil {
		if key := fmt.Sprintf("codes %+v", *k); h.told.seen["codes"] && !h.told.seen[key] {
			d.entry(codeWords(k))
		}
		h.told.seen["codes"], h.told.seen[fmt.Sprintf("codes %+v", *k)] = true, true
	}
	for _, m := range c.Roster {
		if key := "waits " + m.Name + m.Wants; m.Kind == exercise.KindPlayer && m.Role == "" && m.Aide == "" &&
			m.Here &&
			!h.told.seen[key] {
			h.told.seen[key] = true
			wants := ""
			if m.Wants != "" {
				wants = ", and asks for the seat " + m.Wants
			}
			d.entry(fmt.Sprintf("%s waits in the lobby%s. Give a seat with: seat", m.Name, wants))
		}
	}
}
