package facilitator

import (
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/control"
)

// mainMenu is everything that the console can do, by what it is about.
func (m *Model) mainMenu() *menu {
	off := m.notNow()
	open := func(l func() *menu) func() tea.Cmd { return func() tea.Cmd { return m.push(l()) } }
	return &menu{title: "Everything", choices: []choice{
		{key: "c", text: "The clock", note: "pace, pause, step, jump, end", do: open(m.clockMenu)},
		{key: "i", text: "Write an inject", note: "unplanned, as anyone, to anyone", off: off, do: open(m.templates)},
		{key: "d", text: "Injects that have come", note: "read, release again, withdraw", do: open(m.cameMenu)},
		{key: "w", text: "Change the world", note: "a gauge, system, link, fact, venue, with a reason", off: off,
			do: m.setMenu},
		{key: "p", text: "People", note: "seats, bots, running by itself", do: open(m.peopleMenu)},
		{key: "l", text: "Look at what a seat sees", off: m.noLook(), do: open(m.lookMenu)},
		{key: "s", text: "Speak, out of the game", note: "to all, to one, among staff", do: open(m.talkMenu)},
		{key: "q", text: "Discussion", note: "a question, a choice, a ranking", do: open(m.discussMenu)},
		{key: "o", text: "Write a note", do: m.noteKey},
		{key: "e", text: "Write a decision down", note: "what, between which options, why, what follows",
			off: m.unbegun(), do: func() tea.Cmd {
				return m.sayVerb("decide", speech.Values{})
			}},
		{key: "r", text: "Rate objectives", do: func() tea.Cmd { m.show("notes"); m.notes.rated = true; return nil }},
		{key: "t", text: m.revealWord(), note: "facts, who knew when, what happened", off: m.notOver(), do: m.reveal},
		{key: "v", text: "The wall", note: "what everyone in the room sees: a move, the hot wash, the gap",
			do: func() tea.Cmd { m.show("board"); return nil }},
		{key: "!", text: "Real emergency: stop", do: m.emergency},
		{key: "x", text: "End the exercise", off: off, do: m.end},
		{key: "z", text: "Close the room", note: "everyone's connection ends; the record stays",
			do: m.closeRoom},
	}}
}

// closeRoom closes the room; where several play side by side it asks whether that is this one or all.
func (m *Model) closeRoom() tea.Cmd {
	this := func() tea.Cmd { return m.sayVerb("shut", speech.Values{}) }
	if len(m.control().Rooms) < 2 {
		return this()
	}
	return m.push(&menu{title: "Close what?", choices: []choice{
		{key: "r", text: "Room " + m.control().Room + ", where you are", note: "the others stay open", do: this},
		{key: "a", text: "All rooms", note: "everyone's connection ends, and the host; the records stay",
			do: func() tea.Cmd {
				return m.sayForm(&speech.Said{Row: exercise.Language().Verb("shut"), Values: speech.Values{}, All: true})
			}},
	}})
}

// notOver says that there is no hot wash yet, or "".
func (m *Model) notOver() string {
	if m.v.Clock.Phase != "over" {
		return "after ENDEX"
	}
	return ""
}

func (m *Model) revealWord() string {
	if m.v.Truth != nil {
		return "Hide again what really happened"
	}
	return "Show everyone what really happened"
}

func (m *Model) reveal() tea.Cmd {
	done := "Everyone sees what really happened"
	if m.v.Truth != nil {
		done = "It is hidden again"
	}
	return m.act("reveal", done, &exercise.Reveal{On: m.v.Truth == nil})
}

// unbegun says why nothing can be decided yet, or "".
func (m *Model) unbegun() string {
	if m.v.Clock.Phase == "before STARTEX" {
		return "the exercise has not begun"
	}
	return ""
}

func (m *Model) lookMenu() *menu {
	l := &menu{title: "Whose seat?"}
	for i, s := range m.control().Seats {
		k := ""
		if i < 9 {
			k = string(rune('1' + i))
		}
		l.choices = append(l.choices, choice{key: k, text: s.Title, note: control.Holder(s),
			do: func() tea.Cmd { return m.lookAt(s, false) }})
	}
	return l
}
