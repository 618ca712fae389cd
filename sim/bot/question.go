package bot

import (
	"slices"
	"strings"
	"unicode"

	"tocsin/sim/engine"
)

// ask plans that a bot answers a question that has come to it, once it has read it.
func (t *Table) ask(message, role int) {
	if !t.plays(role) || t.Silent {
		return
	}
	if p := t.profile(role); p != nil && p.Mute {
		return
	}
	read := t.after(role, t.e.Ack(role, uint32(t.e.MessageAt(message).N)))
	t.mind.errands = append(t.mind.errands, errand{read, engine.Acknowledge, role, message, -1})
}

// answer has a bot answer a question with the first fact that it names and the bot knows: it shares
// the fact, or declines if it may not tell. If it knows none yet, it answers when it does.
func (t *Table) answer(role, message int) {
	m := t.e.MessageAt(message)
	facts := t.subjects(m.Text)
	if m.Answered || m.Ack == 2 || len(facts) == 0 {
		return
	}
	re := engine.Message{From: m.From, N: m.N}
	for _, f := range facts {
		switch {
		case !t.e.Knows(role, f):
			continue
		case t.e.Wider(role, f, m.From):
			t.issue(engine.Command{Verb: engine.Acknowledge, Role: role, Ref: -1, Re: re, Option: 2})
		default:
			t.issue(engine.Command{Verb: engine.Share, Role: role, Ref: f, To: []int{m.From}, Re: re})
		}
		return
	}
	if !slices.Contains(t.mind.asked, message) {
		t.mind.asked = append(t.mind.asked, message)
	}
}

// subjects returns the facts that a question names: every word of the fact's title is in it.
func (t *Table) subjects(text string) []int {
	said := words(text)
	var out []int
	for f, title := range t.mind.titlesOf(t.e.Model()) {
		if len(title) > 0 && !slices.ContainsFunc(title, func(w string) bool { return !slices.Contains(said, w) }) {
			out = append(out, f)
		}
	}
	return out
}

// titlesOf are the words of the title of each fact of a model.
func (k *mind) titlesOf(m *engine.Model) [][]string {
	if k.titled != m {
		k.titled, k.titles = m, nil
		for i := range m.Scenario.Facts {
			k.titles = append(k.titles, words(m.Scenario.Facts[i].Title))
		}
	}
	return k.titles
}

// words returns the words of a text in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// again has bots answer the questions whose answer they have learned since they read them.
func (t *Table) again() {
	k := &t.mind
	k.asked = slices.DeleteFunc(k.asked, func(message int) bool {
		m := t.e.MessageAt(message)
		knows := slices.ContainsFunc(t.subjects(m.Text), func(f int) bool { return t.e.Knows(m.To, f) })
		if knows && t.plays(m.To) {
			t.answer(m.To, message)
		}
		return knows
	})
}
