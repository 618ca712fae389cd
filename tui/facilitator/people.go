package facilitator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// silentAfter is how many minutes of the room a played seat may do nothing before it
// counts as silent.
const silentAfter = 6.0

// seats are the seats in the order in which they are shown.
func (m *Model) seats() []exercise.Place {
	out := slices.Clone(m.control().Seats)
	if m.people.quiet {
		slices.SortStableFunc(out, func(a, b exercise.Place) int {
			switch x, y := lastHours(a), lastHours(b); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
	}
	return out
}

func lastHours(s exercise.Place) float64 {
	if s.Last == nil {
		return -1
	}
	return s.Last.Hours
}

// dropped are players whose grace is over and for whom nothing has been decided.
func (m *Model) dropped() []exercise.Place {
	var out []exercise.Place
	for _, s := range m.control().Seats {
		if s.Ask && s.Away >= m.waited[s.Holder] {
			out = append(out, s)
		}
	}
	return out
}

// waiting are the players without a seat.
func (m *Model) waiting() []exercise.Member {
	var out []exercise.Member
	for _, p := range m.control().Roster {
		if p.Kind == exercise.KindPlayer && p.Role == "" && p.Here {
			out = append(out, p)
		}
	}
	return out
}

// players counts the people who sit in a seat and are here.
func (m *Model) players() int {
	n := 0
	for _, s := range m.control().Seats {
		if s.Holder != "" && s.Here {
			n++
		}
	}
	return n
}

// silent are the seats with a person who has done nothing for long.
func (m *Model) silent() []exercise.Place {
	pace, ok := control.Hours(m.v.Clock.Pace)
	if !ok {
		return nil
	}
	var out []exercise.Place
	for _, s := range m.control().Seats {
		if s.Holder != "" && s.Here && !s.Bot && m.v.Clock.Now.Hours-max(lastHours(s), 0) > silentAfter*pace {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b exercise.Place) int {
		if lastHours(a) < lastHours(b) {
			return -1
		}
		return 1
	})
	return out
}

func (m *Model) silentFor(s exercise.Place) string {
	return widget.Span(m.v.Clock.Now.Hours - max(lastHours(s), 0))
}

// silence says how a seat stands: gone, silent, or when it last did something.
func (m *Model) silence(s exercise.Place) string {
	switch {
	case s.Holder != "" && !s.Here && s.Away > 0:
		return m.th.Bad.Render(fmt.Sprintf("GONE %d s", s.Away))
	case s.Holder != "" && !s.Here:
		return m.th.Bad.Render("GONE")
	case s.Holder == "" && !s.Bot && s.Helper == "":
		return m.th.Warn.Render("EMPTY")
	case m.v.Clock.Phase == "before STARTEX":
		return m.th.Dim.Render("ready")
	case slices.ContainsFunc(m.silent(), func(x exercise.Place) bool { return x.ID == s.ID }):
		return m.th.Warn.Render("SILENT " + m.silentFor(s))
	case s.Last == nil:
		return m.th.Dim.Render("no act yet")
	}
	if gone := m.v.Clock.Now.Hours - s.Last.Hours; gone >= 1.0/60 {
		return m.th.Dim.Render(widget.Span(gone) + " ago")
	}
	return m.th.Dim.Render("just now")
}

// peoplePage is the seats and who sits in them.
type peoplePage struct {
	widget.PageName
	widget.List
	quiet bool // by how long they have been silent
	sort  key.Binding
}

func newPeoplePage() peoplePage {
	return peoplePage{PageName: "seats", sort: bind("seats: most silent first", "z")}
}

func (p *peoplePage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Seats", Badge: badge(len(m.dropped()) + len(m.waiting()) + len(m.control().Door))}
}

func (p *peoplePage) keys(*Model) []key.Binding { return []key.Binding{p.sort} }

func (p *peoplePage) ids(m *Model) (out []string) {
	for _, r := range m.peopleRows() {
		if r.seat != nil {
			out = append(out, r.seat.ID)
		} else {
			out = append(out, "a person: "+r.person.Name)
		}
	}
	return out
}

func (p *peoplePage) under(m *Model) string    { return under(&p.List, p.ids(m)) }
func (p *peoplePage) stay(m *Model, on string) { stay(&p.List, p.ids(m), on) }

func (p *peoplePage) about(m *Model) (control.About, bool) {
	if rows := m.peopleRows(); p.Cursor < len(rows) && rows[p.Cursor].seat != nil {
		return m.aboutRole(rows[p.Cursor].seat.ID), true
	}
	return control.About{}, false
}

// rows of the page of people: seats, then those without one, then staff and others.
type personRow struct {
	seat   *exercise.Place
	person *exercise.Member
}

func (m *Model) peopleRows() []personRow {
	var out []personRow
	seats := m.seats()
	for i := range seats {
		out = append(out, personRow{seat: &seats[i]})
	}
	for _, staff := range []bool{false, true} {
		for _, p := range m.control().Roster {
			if p.Role == "" && (p.Kind != exercise.KindPlayer) == staff {
				out = append(out, personRow{person: &p})
			}
		}
	}
	return out
}

func (p *peoplePage) view(m *Model, w, h int) []string {
	rows := m.peopleRows()
	order := "z: most silent first"
	if p.quiet {
		order = "z: in their order"
	}
	here := m.players()
	head := []string{widget.TitleLine(m.th, "Seats and people",
		fmt.Sprintf("%d of %d seats have a person here   %s", here, len(m.control().Seats), order), w, true)}
	name := max(w*30/100, 20)
	who := max(w*22/100, 16)
	cells := func(a, b, c, d string) string {
		return widget.Fit(widget.Cut(a, name-1), name) + widget.Fit(widget.Cut(b, who-1), who) + widget.Fit(c, 16) + d
	}
	head = append(head, m.th.Dim.Render(widget.Fit("  "+cells("Seat", "Who", "Last act", "acts unread asked"), w)))
	list := p.View(len(rows), w, h-len(head), func(i int) []string {
		at := i == p.Cursor
		var line string
		if s := rows[i].seat; s != nil {
			line = cells(s.Title, control.Holder(*s), m.silence(*s),
				fmt.Sprintf("%4d %6d %5d", s.Acts, s.Unread, s.Asked))
		} else {
			line = m.memberLine(*rows[i].person, cells)
		}
		if at {
			return []string{m.th.Selected.Render(widget.Mark(true)) + line}
		}
		return []string{widget.Mark(false) + line}
	})
	return append(head, list...)
}

func (m *Model) memberLine(p exercise.Member, cells func(a, b, c, d string) string) string {
	state := ""
	switch {
	case !p.Here:
		state = m.th.Dim.Render("not here")
	case p.Kind == exercise.KindPlayer:
		state = m.th.Warn.Render("WAITS")
	}
	rest := ""
	if p.Muted {
		rest = "muted"
	}
	for _, s := range m.control().Seats {
		if p.Wants == s.ID {
			rest = "wants " + s.Title
		}
	}
	kind := string(p.Kind)
	if p.Kind == exercise.KindPlayer {
		kind = "(no seat)"
	}
	return cells(kind, p.Name, state, rest)
}

func (m *Model) selectSeat(id string) {
	for i, r := range m.peopleRows() {
		if r.seat != nil && r.seat.ID == id {
			m.people.Cursor = i
		}
	}
}

func (p *peoplePage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	rows := m.peopleRows()
	switch {
	case key.Matches(k, p.sort):
		p.quiet = !p.quiet
	case p.Update(k, len(rows)):
	case key.Matches(k, m.keys.choose) && p.Cursor < len(rows):
		if s := rows[p.Cursor].seat; s != nil {
			if slices.ContainsFunc(m.dropped(), func(x exercise.Place) bool { return x.ID == s.ID }) {
				return m.push(m.droppedMenu(*s))
			}
			return m.push(m.seatMenu(*s))
		}
		return m.push(m.personMenu(*rows[p.Cursor].person))
	}
	return nil
}

// droppedMenu asks what is to become of the seat of somebody who has gone.
func (m *Model) droppedMenu(s exercise.Place) *menu {
	l := &menu{title: s.Holder + " is gone",
		context: []string{fmt.Sprintf("%s, in the seat of %s, has been away for %d seconds. The seat is kept: "+
			"whoever comes back finds it as it was. The others play on unless you pause.", s.Holder, s.Title,
			s.Away)}}
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
		return "the clock stands still already"
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
	return m.form(widget.NewForm("Who sits as "+s.Title+"?", "Seat", widget.Choose("who", "Person", people, "")),
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
	l := &menu{title: s.Title, context: []string{"Played by " + control.Holder(s) + "."}}
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
					lower(control.Holder(s)) + " has."}
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
			do: func() tea.Cmd { return m.chooseSeat(p) }})
	}
	l.choices = append(l.choices, choice{key: "w", text: "Whisper, out of the game", off: self,
		do: func() tea.Cmd { return m.whisper(p.Name, p.Name) }},
		choice{key: "x", text: "Remove from the room", off: self, do: func() tea.Cmd { return m.remove(p.Name) }})
	return l
}

func (m *Model) chooseSeat(p exercise.Member) tea.Cmd {
	var seats []widget.Option
	first := p.Wants
	for _, s := range m.control().Seats {
		if first == "" && s.Holder == "" {
			first = s.ID
		}
		seats = append(seats, widget.Option{ID: s.ID, Text: s.Title, Note: control.Holder(s)})
	}
	return m.form(widget.NewForm("A seat for "+p.Name, "Seat", widget.Choose("role", "Seat", seats, first)),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			return m.act(tag, p.Name+" is seated", &exercise.Seating{Who: p.Name, Role: f.One("role")}), ""
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
		{key: "p", text: "Seats and people", note: "page 4; enter on a line says what can be done",
			do: func() tea.Cmd { m.show("seats"); return nil }},
		{key: "b", text: "Bots in all empty seats", off: over, do: func() tea.Cmd { return inTurn(m.botsInEmpty()) }},
		{key: "c", text: "Codes: see them, change one", off: m.noDoor(),
			do: func() tea.Cmd { return m.push(m.codeMenu()) }},
		{key: "s", text: "Seat everyone who waits, as they asked", off: m.noneWaits(), do: m.seatAll},
		auto,
		{key: "h", text: "Hand over to another facilitator", note: "with a note on how things stand",
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
// the free seats in their order.
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
		if !taken[s.ID] && len(rest) > 0 {
			cmds = append(cmds, m.act("seat", "", &exercise.Seating{Who: rest[0].Name, Role: s.ID}))
			rest = rest[1:]
		}
	}
	return inTurn(cmds)
}
