package player

import (
	"slices"
	"strconv"

	"tocsin/tui/widget"
)

// suggest gives the words with which a line can go on.
func (m *Model) suggest(words []string, part string) []widget.Suggestion {
	if len(words) == 0 {
		return verbs
	}
	verb, last := words[0], words[len(words)-1]
	may, ok := clauses[verb]
	if !ok || slices.Contains(words, "because") {
		return nil
	}
	switch last {
	case "mark":
		return []widget.Suggestion{{Word: "red", Note: "for those named only"}, {Word: "amber", Note: "for their organisations"}, {Word: "green", Note: "for the community"}, {Word: "clear", Note: "for anyone"}}
	case "by":
		return []widget.Suggestion{{Word: "1h"}, {Word: "4h"}, {Word: "1d"}}
	case "re":
		return m.messages()
	}
	if i := slices.Index(words, "to"); i >= 0 && i == lastClause(words, may) {
		return append(m.recipients(words[i+1:]), m.further(words, may)...)
	}
	if len(words) == 1 {
		return m.about(verb)
	}
	if verb == "declare" && len(words) == 2 {
		return m.answers(words[1])
	}
	return m.further(words, may)
}

func lastClause(words, may []string) int {
	for i := len(words) - 1; i > 0; i-- {
		if slices.Contains(may, words[i]) {
			return i
		}
	}
	return -1
}

// further are the clauses that are not there yet.
func (m *Model) further(words, may []string) []widget.Suggestion {
	notes := map[string]string{"to": "to whom", "mark": "how it may be handled", "by": "when an answer is wanted", "re": "which message it answers", "say": "words that go along", "because": "why"}
	var out []widget.Suggestion
	for _, w := range may {
		if !slices.Contains(words, w) {
			out = append(out, widget.Suggestion{Word: w, Note: notes[w]})
		}
	}
	return out
}

func (m *Model) recipients(have []string) []widget.Suggestion {
	var out []widget.Suggestion
	for _, c := range m.me.Contacts {
		if !slices.Contains(have, c.ID) {
			out = append(out, widget.Suggestion{Word: c.ID, Note: c.Title})
		}
	}
	return out
}

func (m *Model) messages() []widget.Suggestion {
	var out []widget.Suggestion
	for i := len(m.me.Inbox) - 1; i >= 0 && len(out) < 20; i-- {
		if it := &m.me.Inbox[i]; it.Re != "" {
			out = append(out, widget.Suggestion{Word: it.Re, Note: it.From + ": " + it.Text})
		}
	}
	return out
}

func (m *Model) answers(probe string) []widget.Suggestion {
	var out []widget.Suggestion
	for _, p := range m.me.Probes {
		if p.ID == probe {
			for _, o := range p.Options {
				out = append(out, widget.Suggestion{Word: o.ID, Note: o.Text})
			}
		}
	}
	return out
}

// about are the things that a verb can be about.
func (m *Model) about(verb string) []widget.Suggestion {
	var out []widget.Suggestion
	add := func(id, note string) { out = append(out, widget.Suggestion{Word: id, Note: note}) }
	switch verb {
	case "share":
		for i := range m.me.Facts {
			add(m.me.Facts[i].ID, m.me.Facts[i].Title)
		}
	case "say", "ask":
		return m.further([]string{verb}, clauses[verb])
	case "act", "commit", "withdraw":
		for _, a := range m.me.Actions {
			if a.Joint != nil == (verb != "act") && (verb != "withdraw" || a.Joint.Mine) {
				add(a.ID, a.Title)
			}
		}
	case "cancel":
		for _, d := range m.me.Doing {
			add(d.Action, d.Title)
		}
	case "convene":
		for _, v := range m.me.Venues {
			add(v.ID, v.Title+", "+v.State)
		}
	case "declare":
		for _, p := range m.me.Probes {
			add(p.ID, p.Ask)
		}
	case "will", "decline", "seen":
		return m.messages()
	case "invest":
		for i := range m.me.Mechanisms {
			add(m.me.Mechanisms[i].ID, m.me.Mechanisms[i].Title)
		}
	case "file", "deviate":
		for _, n := range m.me.Notes {
			if n.Mine {
				add("#"+strconv.Itoa(n.N), "if "+m.inWords(n.When)+", then "+n.Do)
			}
		}
	case "answer":
		for _, q := range m.view.Questions {
			if q.Open {
				add(strconv.Itoa(q.N), q.Text)
			}
		}
	}
	return out
}
