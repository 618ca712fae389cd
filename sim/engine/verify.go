package engine

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tocsin/sim/scenario"
)

// Messages can be forged: an inject that those who receive it read as a message from a seat, which sent nothing. They
// can check back on any message: that asks the seat that it seems to come from, and the answer is true.

// firstCheck is the number of the first question of this kind and of its answer among the words of their senders, for
// the luck of their ways: so that they change that of no other words.
const firstCheck = 1 << 24

// quoted is how much of a message is quoted to whom it seems to come from, in bytes.
const quoted = 200

// forged reports whether a message is one that no seat has sent.
func (m *message) forged() bool { return m.via.Cause == ByInject }

// vouches reports whether a message is the answer to who checks back.
func (m *message) vouches() bool { return m.about > 0 && !m.ask }

// forge delivers a forged message to a role.
func (e *Engine) forge(inject, role int) {
	in := &e.m.injects[inject]
	me := Via{ByInject, int32(inject)}
	_, text, _ := e.InjectTextAt(inject, int(e.inject[inject].times))
	msg := message{from: int32(in.forged), fact: -1, text: text}
	if len(in.reveals) > 0 {
		msg.fact = int32(in.reveals[0])
	}
	id := e.enter(role, &msg, me, e.now)
	e.messages[id-1].arrived = true
	e.became(int(id) - 1)
	e.emit(&Event{Kind: MessageArrived, Role: int32(role), Other: msg.from, Msg: id, Ref: msg.fact, Text: text,
		Via: me})
	if e.news != nil {
		e.news(News{Role: role, Message: int(id) - 1, Fact: -1})
	}
	for _, f := range in.reveals {
		e.learn(role, f, in.forged, me, false)
	}
}

func (e *Engine) checkVerify(c *Command) Answer {
	i := e.MessageTo(c.Role, c.Re)
	switch {
	case i < 0:
		return refuse("There is no such message to check")
	case e.messages[i].about > 0:
		return refuse("That message is about another that was checked")
	case e.messages[i].checked:
		return refuse("You have already checked back on that message")
	case e.Away(c.Re.From):
		return refuse("There is nobody who could be asked")
	}
	return e.checkWay(&Command{Role: c.Role, To: []int{c.Re.From}, By: c.By})
}

// verify asks the seat that a message seems to come from whether it sent it.
func (e *Engine) verify(c *Command) {
	i := e.MessageTo(c.Role, c.Re)
	m := &e.messages[i]
	m.checked = true
	e.became(i)
	e.send([]int{c.Re.From}, &message{from: int32(c.Role), fact: -1, by: c.By, ask: true, about: int32(i) + 1,
		text: fmt.Sprintf("Did you send us this: “%s”?", e.quote(m))})
}

// quote is the beginning of what a message says.
func (e *Engine) quote(m *message) string {
	text := strings.TrimSpace(m.text)
	if text == "" && m.fact >= 0 {
		text = e.m.Scenario.Facts[m.fact].Title
	}
	if text = scenario.CleanLine(text); len(text) > quoted {
		text = strings.ToValidUTF8(text[:quoted], "") + " …"
	}
	return text
}

// ended puts a full stop after a quotation, unless one ends in it.
func ended(quotation string) string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(quotation, "”"))
	if strings.ContainsRune(".!?…", last) {
		return quotation
	}
	return quotation + "."
}

// vouch follows from the arrival of a question about a message, which is answered at once, or of that answer.
func (e *Engine) vouch(i int) {
	q := e.messages[i]
	m := e.messages[q.about-1]
	if q.ask {
		text := "Yes, we sent you this: "
		if m.forged() {
			text = "No, we did not send you this: "
		}
		text += ended("“" + e.quote(&m) + "”")
		e.reply(i, &message{from: q.to, fact: -1, text: text, by: q.by, about: q.about,
			re: Message{int(q.from), int(q.n)}})
		return
	}
	if !m.forged() {
		return
	}
	inject := int(m.via.Ref)
	if len(e.proved) == 0 {
		e.proved = filled(e.proved, len(e.m.injects)*len(e.m.Scenario.Roles), -1)
	}
	if at := &e.proved[inject*len(e.m.Scenario.Roles)+int(m.to)]; *at < 0 {
		*at = e.now
		e.changed(e.m.symbols.checked + inject)
		if e.inject[inject].waiting {
			e.checkExpectation(inject)
		}
	}
}

// reply sends the answer to a question about a message: in the same call, or the way that the question came.
func (e *Engine) reply(question int, msg *message) {
	q := e.messages[question]
	if q.via.Cause != ByCall {
		e.send([]int{int(q.from)}, msg)
		return
	}
	id := e.enter(int(q.from), msg, q.via, e.now)
	e.emit(&Event{Kind: MessageSent, Role: msg.from, Other: q.from, Msg: id, Ref: -1, Text: msg.text, Due: e.now,
		Via: q.via})
	e.later(e.now, rankWorld, body{kind: messageArrives, a: id - 1})
	e.letter = append(e.letter[:0], addressee{int(q.from), -1})
	e.answer(msg)
}

// Checked returns when a role was told that a forged message, which an inject brought it, is not
// genuine; -1 if it was not told. For Nobody it is the time when the first role was told.
func (e *Engine) Checked(role, inject int) Time {
	if len(e.proved) == 0 {
		return -1
	}
	roles := len(e.m.Scenario.Roles)
	if role >= 0 {
		return e.proved[inject*roles+role]
	}
	first := Time(-1)
	for _, at := range e.proved[inject*roles : (inject+1)*roles] {
		if at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

// foundOut reports whether somebody of those who are expected to has found out that an inject is forged.
func (e *Engine) foundOut(x *expectation, inject int) bool {
	for r := range e.m.Scenario.Roles {
		if (x.by == nil || x.by[r]) && e.Checked(r, inject) >= 0 {
			return true
		}
	}
	return false
}

// Forged returns the inject that brought a forged message, which no seat has sent; -1 for a genuine
// one.
func (m Mail) Forged() int {
	if m.Via.Cause == ByInject {
		return int(m.Via.Ref)
	}
	return -1
}
