package engine

import (
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// What seats tell and ask each other. A message goes from one role to one other, by a venue, a
// call, a contact or the default channel, or to the public, and is numbered among those of its
// pair: so its number tells nobody how much others talk.

// Bounds of what comes from outside, in bytes.
const (
	maxText  = 4000
	maxTitle = 200
)

type message struct {
	from, to, fact int32 // to may be Public
	n              int32 // its number among those of the pair, from 1
	via            Via
	text           string
	due            Time // an answer is wanted by then; 0 for none
	sent, arrives  Time
	re             Message
	mark           mark
	by             string `state:"kept" why:"where it went is in via"` // the way that its sender chose
	ack            int8   // 0 none, else an option of Acknowledge plus 1
	ask            bool
	arrived        bool
	answered       bool
	checked        bool  // whom it was for has checked back on it
	about          int32 // 1 + the message that this one asks about, or answers for; see verify.go
}

// mark is a handling mark, from the loosest to the strictest; 0 is none.
type mark uint8

var marks = append([]string{""}, scenario.Marks...)

func markOf(word string) mark { return mark(max(0, slices.Index(marks, word))) }

// Venues are among recipients below every other place that is no role.
const firstVenue = -16

// ToVenue is a venue as a recipient in [Command.To]: all its other members, by its
// channel.
func ToVenue(v int) int { return firstVenue - v }

// Mail is a message with its state.
type Mail struct {
	From, To int // To may be Public
	N        int // its number among those of the pair, from 1
	Fact     int // or -1
	Text     string
	Mark     string // the mark that it carries, "" for none
	Via      Via
	Ask      bool
	Due      Time // when an answer is wanted; 0 for no time
	Sent     Time
	Arrives  Time
	Arrived  bool
	Ack      int // -1 none, 0 seen, 1 will do, 2 declined
	Answered bool
	// Re is the message to the sender that this one answers; N 0 for none. Its number
	// counts within that other pair: show it to only those two.
	Re Message
	// About says that it asks whether the sender of another sent it, or answers that.
	About bool
}

// Messages is how many messages have been sent so far, one for each recipient. Their ids
// in events, [Event.Msg], count from 1.
func (e *Engine) Messages() int { return len(e.messages) }

// MessageAt gives a message, in the order of sending, from 0.
func (e *Engine) MessageAt(i int) Mail {
	m := &e.messages[i]
	return Mail{From: int(m.from), To: int(m.to), N: int(m.n), Fact: int(m.fact), Text: m.text, Mark: marks[m.mark],
		Via: m.via, Ask: m.ask,
		Due: m.due, Sent: m.sent, Arrives: m.arrives, Arrived: m.arrived, Ack: int(m.ack) - 1, Answered: m.answered,
		Re: m.re, About: m.about > 0}
}

// Asks reports whether a message, as in [Engine.MessageAt], is a question.
func (e *Engine) Asks(i int) bool { return e.messages[i].ask }

// MessageTo finds a message that has arrived at a role, as a place for
// [Engine.MessageAt]; -1 if there is none.
func (e *Engine) MessageTo(role int, re Message) int {
	if re.N < 1 {
		return -1
	}
	for i := len(e.messages) - 1; i >= 0; i-- {
		if m := &e.messages[i]; int(m.to) == role && int(m.from) == re.From && int(m.n) == re.N {
			if m.arrived {
				return i
			}
			return -1
		}
	}
	return -1
}

// RequestsTo are the questions that have arrived at a role and that it has neither
// answered nor declined, as places for [Engine.MessageAt].
func (e *Engine) RequestsTo(role int) []int {
	return e.requests(func(m *message) bool { return int(m.to) == role && m.arrived })
}

// RequestsBy are the questions that a role has asked and that are neither answered nor
// declined, as places for [Engine.MessageAt].
func (e *Engine) RequestsBy(role int) []int {
	return e.requests(func(m *message) bool { return int(m.from) == role && m.to >= 0 })
}

func (e *Engine) requests(of func(*message) bool) []int {
	var out []int
	for i := range e.messages {
		if m := &e.messages[i]; m.ask && !m.answered && m.ack != declined && of(m) {
			out = append(out, i)
		}
	}
	return out
}

const declined = 3

// MarkOf is the mark that a role must handle a fact under: the fact's own, or a stricter
// one that came with it.
func (e *Engine) MarkOf(role, fact int) string {
	return marks[max(markOf(e.m.Scenario.Facts[fact].TLP), e.held(role, fact))]
}

// holders is how many roles know a fact and must handle it under a mark, as a place in scenario.Marks, or a stricter
// one.
func (e *Engine) holders(fact, least int) float64 {
	n, own := 0, markOf(e.m.Scenario.Facts[fact].TLP)
	for r := range e.m.Scenario.Roles {
		if e.Knows(r, fact) && int(max(own, e.held(r, fact))) > least {
			n++
		}
	}
	return float64(n)
}

// held is the strictest mark that a role was given with a fact; 0 for none.
func (e *Engine) held(role, fact int) mark {
	if len(e.heldMarks) == 0 {
		return 0
	}
	return e.heldMarks[fact*len(e.m.Scenario.Roles)+role]
}

// holdUnder enters the mark that comes with a fact which a role is about to learn.
func (e *Engine) holdUnder(role, fact int, k mark) {
	if k == 0 || e.Knows(role, fact) {
		return
	}
	roles := len(e.m.Scenario.Roles)
	if len(e.heldMarks) == 0 {
		e.heldMarks = sized(e.heldMarks, len(e.m.Scenario.Facts)*roles)
	}
	e.heldMarks[fact*roles+role] = k
}

// breaks reports whether a role that shares a fact with somebody goes wider than the
// mark it holds the fact under, and names that mark if it was given with the fact and is
// stricter than the fact's own. A mark that was given binds only towards those who do
// not know the fact yet.
func (e *Engine) breaks(from, fact, to int, via Via) (bool, string) {
	own, held := markOf(e.m.Scenario.Facts[fact].TLP), e.held(from, fact)
	if e.wider(own, fact, to, via) {
		return true, ""
	}
	if held > own && (to == Public || !e.Knows(to, fact)) && e.wider(held, fact, to, via) {
		return true, marks[held]
	}
	return false, ""
}

// wider reports whether sharing a fact with somebody goes wider than a mark.
func (e *Engine) wider(k mark, fact, to int, via Via) bool {
	switch word := marks[k]; {
	case word == "clear":
		return false
	case to == Public:
		return true
	case word == "red":
		return !e.m.facts[fact].may[to] || via.Cause == ByVenue
	case word == "amber":
		return !e.m.facts[fact].may[to]
	}
	return false
}

// Wider reports whether a role that shares a fact with a recipient, as [Command] has them,
// would go wider than the mark it holds the fact under. It looks at nothing that the role
// may not know: a mark that was given counts towards those, too, who know the fact already.
func (e *Engine) Wider(from, fact, to int) bool { return e.WiderBy(from, fact, to, Usually) }

// WiderBy is Wider for a way that is chosen: what is for one alone does not go by a venue.
func (e *Engine) WiderBy(from, fact, to int, by string) bool {
	k := max(markOf(e.m.Scenario.Facts[fact].TLP), e.held(from, fact))
	if to > firstVenue {
		via := Via{}
		if to >= 0 {
			_, via = e.way(from, to, fact, 1, -1, by)
		}
		return e.wider(k, fact, to, via)
	}
	v := firstVenue - to
	for m, in := range e.m.venues[v].member {
		if in && m != from && e.wider(k, fact, m, Via{ByVenue, int32(v)}) {
			return true
		}
	}
	return false
}

// checkText refuses a text that is too long, or blank where words are needed.
func checkText(what, text string, most int, needed bool) Answer {
	if text == "" && !needed {
		return Answer{OK: true}
	}
	if len(text) > most {
		return refuse("%s has at most %d bytes; this one has %d", what, most, len(text))
	}
	clean := scenario.CleanText(text)
	if len(clean) > most {
		return refuse("%s has at most %d bytes; this one has %d", what, most, len(clean))
	}
	if needed && strings.TrimSpace(clean) == "" {
		return refuse("%s needs words", what)
	}
	return Answer{OK: true}
}

// checkTell says whether Share, Say or Ask would be accepted as a message.
func (e *Engine) checkTell(c *Command) Answer {
	if c.Verb != Share && c.Text == "" {
		return refuse("The message is empty")
	}
	if a := checkText("A message", c.Text, maxText, c.Verb != Share); !a.OK {
		return a
	}
	if !slices.Contains(marks, c.Mark) {
		return refuse("A mark is red, amber, green or clear")
	}
	if c.Re.N != 0 && e.MessageTo(c.Role, c.Re) < 0 {
		return refuse("There is no such message to answer")
	}
	if c.Verb == Ask && c.Span < 0 {
		return refuse("An answer cannot be wanted before it is asked for")
	}
	if markOf(c.Mark) > markOf("clear") && slices.Contains(c.To, Public) {
		return refuse("A message to the public can carry no mark other than clear")
	}
	if a := e.checkTo(c); !a.OK {
		return a
	}
	return e.checkWay(c)
}

func (e *Engine) checkTo(c *Command) Answer {
	sc := e.m.Scenario
	if len(c.To) == 0 || len(c.To) > len(sc.Roles)+len(sc.Venues)+1 {
		return refuse("To whom?")
	}
	for _, r := range c.To {
		switch {
		case r <= firstVenue:
			v := firstVenue - r
			if v >= len(sc.Venues) || !e.m.venues[v].member[c.Role] {
				return refuse("There is no such venue of yours")
			}
			if !e.open[v] {
				return refuse("%q is not open", sc.Venues[v].Title)
			}
		case r != Public && (r < 0 || r >= len(sc.Roles)):
			return refuse("There is no such seat")
		}
	}
	if len(e.addressees(c.Role, c.To)) == 0 && !slices.Contains(c.To, c.Role) {
		return refuse("There is no such seat")
	}
	if len(e.letter) == 0 {
		return refuse("That is yourself")
	}
	return Answer{OK: true}
}

// addressee is a recipient of a message, and the venue by which it goes or -1.
type addressee struct{ to, venue int }

// addressees are those to whom a message goes, each once, without its sender.
func (e *Engine) addressees(from int, to []int) []addressee {
	e.letter = e.addressed(e.letter[:0], from, to)
	return e.letter
}

// addressed adds them to a list.
func (e *Engine) addressed(out []addressee, from int, to []int) []addressee {
	add := func(a addressee) {
		twice := slices.ContainsFunc(out, func(b addressee) bool { return a.to == b.to })
		if a.to != from && (a.to < 0 || !e.Away(a.to)) && !twice {
			out = append(out, a)
		}
	}
	for _, r := range to {
		if r > firstVenue {
			add(addressee{r, -1})
			continue
		}
		v := firstVenue - r
		for m, in := range e.m.venues[v].member {
			if in {
				add(addressee{m, v})
			}
		}
	}
	return out
}

// send puts a message on its way to each of those that it is for. The message that is
// given holds what does not depend on the recipient.
func (e *Engine) send(to []int, msg *message) {
	from, fact := int(msg.from), int(msg.fact)
	if fact >= 0 {
		msg.mark = max(msg.mark, e.held(from, fact)) // a mark travels on with its fact
	}
	n := uint32(1) // how long a fact takes from one to another is one draw, however often it is sent
	switch {
	case msg.about > 0:
		n = firstCheck + uint32(e.messages[msg.about-1].n)
	case fact < 0:
		e.shares[from]++
		n = e.shares[from]
	}
	for _, a := range e.addressees(from, to) {
		if a.to == Public {
			e.post(msg)
			continue
		}
		d, via := e.way(from, a.to, fact, n, a.venue, msg.by)
		if fact >= 0 {
			if wider, given := e.breaks(from, fact, a.to, via); wider {
				e.breached(from, fact, a.to, given)
			}
		}
		at := e.after(d)
		if _, same := e.sameCall(from, a.to); via.Cause == ByCall && !same {
			e.reserve(from, a.to, at)
		}
		id := e.enter(a.to, msg, via, at)
		e.emit(&Event{Kind: MessageSent, Role: msg.from, Other: int32(a.to), Msg: id, Ref: msg.fact, Text: msg.text,
			Num: float64(bit(msg.ask)), Due: at, Via: via})
		e.later(at, rankWorld, body{kind: messageArrives, a: id - 1})
	}
	e.answer(msg)
}

// enter keeps a message to one recipient and returns its id. Messages
// stay, so that they can be answered; one running hash of them, and of each change to one,
// spares [Engine.Digest] from going through all that was ever said.
func (e *Engine) enter(to int, given *message, via Via, arrives Time) int32 {
	roles := len(e.m.Scenario.Roles)
	pair := int(given.from)*(roles+1) + roles // to the public
	if to >= 0 {
		pair = int(given.from)*(roles+1) + to
	}
	e.sentTo[pair]++
	e.messages = append(e.messages, *given)
	msg := &e.messages[len(e.messages)-1]
	msg.to, msg.n, msg.via, msg.sent, msg.arrives = int32(to), e.sentTo[pair], via, e.now, arrives
	h := e.mail
	h.word(uint64(uint32(msg.from)) | uint64(uint32(msg.to))<<32)
	h.word(uint64(uint32(msg.fact)) | uint64(uint32(msg.n))<<32)
	h.text(msg.text)
	h.word(uint64(msg.due))
	h.word(uint64(msg.sent))
	h.word(uint64(msg.arrives))
	h.word(uint64(msg.mark) | bit(msg.ask)<<8)
	h.word(uint64(msg.re.From))
	h.word(uint64(msg.re.N))
	if msg.about > 0 {
		h.word(uint64(msg.about))
	}
	e.mail = h
	return int32(len(e.messages))
}

// became notes in the running hash what happened to a message.
func (e *Engine) became(i int) {
	m := &e.messages[i]
	e.mail.word(uint64(i)<<16 | uint64(uint8(m.ack))<<8 | bit(m.checked)<<2 | bit(m.arrived)<<1 | bit(m.answered))
}

// post tells the public.
func (e *Engine) post(msg *message) {
	id := e.enter(Public, msg, Via{Cause: ByChannel}, e.now)
	e.messages[len(e.messages)-1].arrived = true
	e.became(len(e.messages) - 1)
	e.emit(&Event{Kind: MessageSent, Role: msg.from, Other: Public, Msg: id, Ref: msg.fact, Text: msg.text,
		Num: float64(bit(msg.ask)), Due: e.now})
	if msg.fact < 0 {
		return
	}
	from, fact := int(msg.from), int(msg.fact)
	if wider, given := e.breaks(from, fact, Public, Via{}); wider {
		e.breached(from, fact, Public, given)
	}
	for x := range e.m.Scenario.Roles {
		e.learn(x, fact, from, Via{Cause: ByChannel}, false)
	}
}

// answer closes the question that a message just sent answers, if it went to the asker.
func (e *Engine) answer(msg *message) {
	i := e.MessageTo(int(msg.from), msg.re)
	if i < 0 || !e.messages[i].ask || e.messages[i].answered {
		return
	}
	asker := e.messages[i].from
	if k := slices.IndexFunc(e.letter, func(a addressee) bool { return a.to == int(asker) }); k >= 0 {
		e.messages[i].answered = true
		e.became(i)
		e.emit(&Event{Kind: MessageAnswered, Role: msg.from, Other: asker, Msg: int32(i) + 1,
			Ref: int32(len(e.messages) - len(e.letter) + k + 1)})
	}
}

func (e *Engine) messageArrives(i int) {
	if e.block(i) {
		return
	}
	msg := &e.messages[i]
	msg.arrived = true
	e.became(i)
	if msg.via.Cause == ByCall && !msg.vouches() {
		e.callBegins(msg.from, msg.to) // who is called need not read it first
	} else {
		e.deliveredTo = msg.to
	}
	e.emit(&Event{Kind: MessageArrived, Role: msg.to, Other: msg.from, Msg: int32(i) + 1, Ref: msg.fact,
		Text: msg.text, Num: float64(bit(msg.ask)), Due: msg.due, Via: msg.via})
	if e.news != nil {
		e.news(News{Role: int(msg.to), Message: i, Fact: -1})
	}
	if msg.fact >= 0 {
		e.holdUnder(int(msg.to), int(msg.fact), msg.mark)
		e.learn(int(msg.to), int(msg.fact), int(msg.from), msg.via, false)
	}
	if msg.about > 0 {
		e.vouch(i)
	}
}

func (e *Engine) checkAcknowledge(c *Command) Answer {
	i := e.MessageTo(c.Role, c.Re)
	if i < 0 {
		return refuse("There is no such message to acknowledge")
	}
	switch before := int(e.messages[i].ack) - 1; {
	case c.Option < 0 || c.Option > 2:
		return refuse("Acknowledge as seen, will do or declined")
	case c.Option == before:
		return refuse("You have already acknowledged that")
	case c.Option == 0 && before > 0:
		return refuse("You have already said what you will do about it")
	}
	return Answer{OK: true}
}

func (e *Engine) acknowledge(c *Command) {
	i := e.MessageTo(c.Role, c.Re)
	m := &e.messages[i]
	m.ack = int8(c.Option + 1)
	e.became(i)
	if m.forged() {
		return // no seat sent it, so that no seat hears of this
	}
	e.emit(&Event{Kind: MessageAcknowledged, Role: m.to, Other: m.from, Msg: int32(i) + 1, Ref: -1,
		Num: float64(c.Option)})
}

// venueOf is the venue that a recipient stands for, or -1.
func venueOf(to int) int {
	if to > firstVenue {
		return -1
	}
	return firstVenue - to
}
