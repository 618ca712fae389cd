package facilitator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// droppedMenu asks what is to become of the seat of somebody who has gone.
func (m *Model) droppedMenu(s exercise.Place) *menu {
	l := &menu{title: s.Holder + " is gone",
		context: []string{fmt.Sprintf("%s, in the seat of %s, has been away for %d seconds. The seat is kept: "+
			"whoever comes back finds it as it was. The others play on unless you pause.", s.Holder, s.Title,
			s.Away)},
		again: func() *menu {
			if now := m.place(s.ID); now.Holder == s.Holder && !now.Here {
				return m.droppedMenu(now)
			}
			return nil
		}}
	l.choices = []choice{
		{key: "w", text: "Wait two more minutes", do: func() tea.Cmd {
			m.waited[s.Holder] = s.Away +
				120
			return nil
		}},
		{key: "p", text: "Pause, and wait", off: notRunning(m), do: func() tea.Cmd {
			m.waited[s.Holder] = s.Away + 120
			return m.act("pause", "Paused", &exercise.Pause{Why: "Waiting for " + s.Title})
		}},
		{key: "b", text: "A bot plays the seat until " + s.Holder + " is back",
			do: func() tea.Cmd { return m.act("bot", "A bot plays "+s.Title, &exercise.Bot{Role: s.ID, On: true}) }},
		{key: "r", text: "Somebody else takes the seat", off: m.nobodyWaits(),
			do: func() tea.Cmd { return m.seatForm(s) }},
		{key: "t", text: "Play it yourself for now", do: func() tea.Cmd { return m.takeover(s) }},
	}
	return l
}

func notRunning(m *Model) string {
	if m.v.Clock.Phase != "running" {
		return "the clock is already paused"
	}
	return ""
}

func (m *Model) nobodyWaits() string {
	if !slices.ContainsFunc(m.control().Roster,
		func(p exercise.Member) bool { return p.Kind == exercise.KindPlayer && p.Here }) {
		return "there is nobody else"
	}
	return ""
}

// seatForm puts somebody into a seat.
func (m *Model) seatForm(s exercise.Place) tea.Cmd {
	var people []widget.Option
	for _, p := range m.control().Roster {
		if p.Kind == exercise.KindPlayer && p.Here && p.Role != s.ID {
			note := "waits"
			if p.Title != "" {
				note = "now " + p.Title
			} else if p.Wants == s.ID {
				note = "asks for this seat"
			}
			people = append(people, widget.Option{ID: p.Name, Text: p.Name, Note: note})
		}
	}
	slices.SortStableFunc(people, func(a, b widget.Option) int { return seatRank(a.Note) - seatRank(b.Note) })
	first := "" // nobody loses their seat by a hurried key
	if len(people) > 0 && seatRank(people[0].Note) < 2 {
		first = people[0].ID
	}
	return m.form(widget.NewForm("Who sits as "+s.Title+"?", "Seat",
		widget.Choose("who", "Person", people, first).Undecided()),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			who := f.One("who")
			if who == "" {
				return nil, "There is nobody to seat"
			}
			return m.act(tag, who+" sits as "+s.Title, &exercise.Seating{Who: who, Role: s.ID}), ""
		})
}

func seatRank(note string) int {
	switch {
	case strings.HasPrefix(note, "asks"):
		return 0
	case note == "waits":
		return 1
	}
	return 2
}

// seatMenu is what can be done with a seat and who is in it.
func (m *Model) seatMenu(s exercise.Place) *menu {
	nobody := ""
	if s.Holder == "" {
		nobody = "nobody sits there"
	}
	muted := false
	for _, p := range m.control().Roster {
		muted = muted || p.Name == s.Holder && p.Muted
	}
	l := &menu{title: control.Named(s), context: []string{"Played by " + control.Holder(s) + "."}}
	l.choices = []choice{
		{key: "l", text: "Look at what this seat sees", off: m.noLook(),
			do: func() tea.Cmd { return m.lookAt(s, false) }},
		{key: "w", text: "Whisper, out of the game", off: nobody,
			do: func() tea.Cmd { return m.whisper(s.ID, s.Holder) }},
		{key: "s", text: "Seat somebody here", off: m.nobodyWaits(), do: func() tea.Cmd { return m.seatForm(s) }},
		{key: "u", text: "Back to the lobby", off: nobody,
			do: func() tea.Cmd {
				return m.act("unseat", s.Holder+" is in the lobby",
					&exercise.Unseat{Who: s.Holder})
			}},
	}
	if s.Bot {
		l.choices = append(l.choices, choice{key: "b", text: "Take the seat from the bot",
			do: func() tea.Cmd {
				return m.act("bot", "No bot plays "+s.Title+" any more",
					&exercise.Bot{Role: s.ID})
			}})
	} else {
		l.choices = append(l.choices, choice{key: "b", text: "Give the seat to a bot",
			note: "it plays by the scenario's notes",
			do: func() tea.Cmd {
				return m.act("bot", "A bot plays "+s.Title,
					&exercise.Bot{Role: s.ID, On: true})
			}})
		if all := m.botsInEmpty(); s.Holder == "" && len(all) > 1 {
			l.choices = append(l.choices, choice{key: "e", text: "Give every empty seat to a bot",
				note: plural(len(all), "seat", "seats"), do: func() tea.Cmd { return inTurn(all) }})
		}
	}
	if s.Helper != "" {
		l.choices = append(l.choices, choice{key: "t", text: "Play it again", off: m.noLook(),
			do: func() tea.Cmd { return m.lookAt(s, true) }},
			choice{key: "k", text: "Give it back",
				do: func() tea.Cmd {
					return m.act("giveback", s.Title+" is given back",
						&exercise.Giveback{Role: s.ID})
				}})
	} else {
		l.choices = append(l.choices, choice{key: "t", text: "Play it yourself for now",
			note: "openly; it is in the record", off: m.noLook(), do: func() tea.Cmd { return m.takeover(s) }})
	}
	mute := choice{key: "m", text: "Mute", note: "cannot act until you undo it", off: nobody,
		do: func() tea.Cmd { return m.act("mute", s.Holder+" is muted", &exercise.Mute{Who: s.Holder, On: true}) }}
	if muted {
		mute = choice{key: "m", text: "Unmute", do: func() tea.Cmd {
			return m.act("mute", s.Holder+" can act again",
				&exercise.Mute{Who: s.Holder})
		}}
	}
	l.choices = append(l.choices, mute,
		choice{key: "n", text: "A new card for this seat", note: "the old one no longer works",
			off: m.noDoor(),
			do: func() tea.Cmd {
				return m.act("card", "There is a new card for "+s.Title+": it is with the codes",
					&exercise.Recard{Role: s.ID})
			}},
		choice{key: "o", text: "Write a note about this seat",
			do: func() tea.Cmd { return m.observe(m.aboutRole(s.ID)) }},
		choice{key: "x", text: "Remove from the room", off: nobody, do: func() tea.Cmd { return m.remove(s.Holder) }})
	return l
}

func (m *Model) remove(who string) tea.Cmd {
	return m.confirm("Remove "+who+"?", []string{who +
		" is put out of the room, and neither the name nor the way back opens the door again. The seat, with all that it has seen, stays. They still know the join code: change it after this (People, codes)."}, "Remove "+who,
		func() tea.Cmd { return m.act("remove", who+" is removed", &exercise.Remove{Who: who}) })
}

// personMenu is what can be done with somebody who has no seat.
func (m *Model) personMenu(p exercise.Member) *menu {
	l := &menu{title: p.Name + ", " + string(p.Kind)}
	self := ""
	if p.Name == m.v.You.Name {
		self = "that is you"
	}
	if p.Kind == exercise.KindPlayer {
		for _, s := range m.control().Seats {
			if s.ID == p.Wants {
				l.context = []string{p.Name + " asks for the seat of " + s.Title + ", which " +
					control.Holder(s) + " has."}
				l.choices = append(l.choices, choice{key: "y", text: "Seat as " + s.Title, do: func() tea.Cmd {
					return m.act("seat", p.Name+" sits as "+s.Title, &exercise.Seating{Who: p.Name, Role: s.ID})
				}})
			}
		}
		if n := len(m.waiting()); n > 1 {
			l.choices = append(l.choices, choice{key: "a",
				text: fmt.Sprintf("Seat all %d who wait, as they asked", n), note: "others in the free seats",
				do: m.seatAll})
		}
		l.choices = append(l.choices, choice{key: "s", text: "Choose a seat",
			do: func() tea.Cmd { return m.chooseSeat(p) }},
			choice{key: "d", text: "Have them advise a seat", note: "they see what it sees; its holder acts",
				do: func() tea.Cmd { return m.adviseForm(p) }})
	}
	l.choices = append(l.choices, choice{key: "w", text: "Whisper, out of the game", off: self,
		do: func() tea.Cmd { return m.whisper(p.Name, p.Name) }},
		choice{key: "x", text: "Remove from the room", off: self, do: func() tea.Cmd { return m.remove(p.Name) }})
	return l
}

func (m *Model) chooseSeat(p exercise.Member) tea.Cmd {
	var seats []widget.Option
	first, free := p.Wants, ""
	for _, s := range m.control().Seats {
		if first == "" && s.Holder == "" && len(s.Marks) == 0 {
			first = s.ID
		}
		if free == "" && s.Holder == "" {
			free = s.ID
		}
		seats = append(seats, widget.Option{ID: s.ID, Text: control.Named(s), Note: control.Holder(s)})
	}
	return m.form(widget.NewForm("A seat for "+p.Name, "Seat",
		widget.Choose("role", "Seat", seats, cmp.Or(first, free)).Undecided()),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			role := f.One("role")
			return m.act(tag, p.Name+" sits as "+m.place(role).Title, &exercise.Seating{Who: p.Name, Role: role}), ""
		})
}

// adviseForm has somebody advise a seat.
func (m *Model) adviseForm(p exercise.Member) tea.Cmd {
	var seats []widget.Option
	for _, s := range m.control().Seats {
		seats = append(seats, widget.Option{ID: s.ID, Text: control.Named(s), Note: control.Holder(s)})
	}
	f := widget.NewForm("Which seat does "+p.Name+" advise?", "Let them advise",
		widget.Choose("role", "Seat", seats, cmp.Or(p.Aide, p.Wants)).Undecided())
	f.Context = []string{"They see what the seat sees, and write to those in it; its holder acts."}
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		role := f.One("role")
		return m.act(tag, p.Name+" advises "+m.place(role).Title,
			&exercise.Aide{Who: p.Name, Role: role, On: true}), ""
	})
}

// peopleMenu is what is done with all.
func (m *Model) peopleMenu() *menu {
	over := ""
	if m.v.Clock.Phase == "over" {
		over = "the exercise is over"
	}
	auto := choice{key: "a", text: "Let the exercise run itself", note: "what is held is released at once",
		do: func() tea.Cmd { return m.act("automatic", "It runs itself now", &exercise.Automatic{On: true}) }}
	if m.control().Automatic {
		auto = choice{key: "a", text: "Run the exercise by hand again",
			do: func() tea.Cmd { return m.act("automatic", "You run it now", &exercise.Automatic{}) }}
	}
	return &menu{title: "People", choices: []choice{
		{key: "p", text: "Seats and people", note: "the page " + m.called("seats") +
			"; enter on a line says what can be done",
			do: func() tea.Cmd { m.show("seats"); return nil }},
		{key: "j", text: "How people come in", note: "the lines to type, the code, who is in", off: m.noDoor(),
			do: func() tea.Cmd { m.show("join"); return nil }},
		{key: "k", text: "Check the connections", note: "everyone is asked to confirm that they are here",
			do: func() tea.Cmd { return m.act("rollcall", "Everyone is asked to confirm", &exercise.RollCall{}) }},
		{key: "b", text: "Bots in all empty seats", off: over, do: func() tea.Cmd { return inTurn(m.botsInEmpty()) }},
		{key: "c", text: "Codes: see them, change one", off: m.noDoor(),
			do: func() tea.Cmd { return m.push(m.codeMenu()) }},
		{key: "s", text: "Seat everyone who waits, as they asked", off: m.noneWaits(), do: m.seatAll},
		auto,
		{key: "h", text: "Hand over to another facilitator", note: "with a note on the present state",
			off: m.alone(), do: func() tea.Cmd {
				return m.sayVerb("handover", speech.Values{})
			}},
	}}
}

// alone says that there is no other facilitator, or "".
func (m *Model) alone() string {
	for _, p := range m.control().Roster {
		if p.Kind == exercise.KindFacilitator && p.Here && p.Name != m.v.You.Name {
			return ""
		}
	}
	return "no other facilitator is here"
}

func (m *Model) noneWaits() string {
	if len(m.waiting()) == 0 {
		return "nobody waits"
	}
	return ""
}

// seatAll seats those who wait where they asked to sit, if it is free, and the rest in
// the free seats in their order. Nobody falls into a seat that is hidden, comes later or plays
// against the others: who sits there is to be chosen.
func (m *Model) seatAll() tea.Cmd {
	taken := map[string]bool{}
	for _, s := range m.control().Seats {
		taken[s.ID] = s.Holder != ""
	}
	var cmds []tea.Cmd
	var rest []exercise.Member
	for _, p := range m.waiting() {
		if p.Wants != "" && !taken[p.Wants] {
			taken[p.Wants] = true
			cmds = append(cmds, m.act("seat", "", &exercise.Seating{Who: p.Name, Role: p.Wants}))
		} else {
			rest = append(rest, p)
		}
	}
	for _, s := range m.control().Seats {
		if !taken[s.ID] && len(s.Marks) == 0 && len(rest) > 0 {
			cmds = append(cmds, m.act("seat", "", &exercise.Seating{Who: rest[0].Name, Role: s.ID}))
			rest = rest[1:]
		}
	}
	return inTurn(cmds)
}
