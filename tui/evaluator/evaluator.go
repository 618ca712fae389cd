// Package evaluator is the screen of those who watch, note and rate. It shows everything
// and changes nothing in the game: no prompt to a player, no act on the world. In a real
// emergency it can stop the exercise.
package evaluator

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Model is the evaluator's screen.
type Model struct {
	seat   control.Seat
	theme  *theme.Theme
	th     theme.Theme
	player control.PlayerScreen
	v      exercise.View
	w, h   int
	keys   keys

	pages   widget.Pages[page]
	ratings ratingsPage
	wash    washPage
	line    widget.Prompt // the command line
	finding bool          // the line is open

	look *control.Look
	form *form
	// drafts are forms that were left with words in them.
	drafts widget.Drafts
}

// form is what is being written, and how it is sent.
type form struct {
	*widget.Form
	send func(f *widget.Form) (any, string) // the act, or what is wrong
	done string
}

type keys struct {
	note, rate, stop, choose, pages, find, move key.Binding
	paged                                       [][]key.Binding // those of each page that has its own
}

// New makes the screen. player makes the screen of a seat, to look at what a player sees;
// without it that cannot be done.
func New(th *theme.Theme, seat control.Seat, player control.PlayerScreen) *Model {
	bind := func(help, shown string, k ...string) key.Binding {
		return key.NewBinding(key.WithKeys(k...), key.WithHelp(shown, help))
	}
	m := &Model{theme: th, th: *th, seat: seat, player: player, ratings: ratingsPage{PageName: "ratings"},
		wash: washPage{PageName: "score"}, drafts: widget.Drafts{}}
	m.pages.List = m.newPages()
	m.line.Suggest = func(words []string, _ string) []widget.Suggestion {
		out := exercise.Language().Suggest(words, speech.Evaluator, m.v.Scope())
		if len(words) == 0 {
			out = append(m.pages.Suggest(), out...)
		}
		return out
	}
	m.keys = keys{
		note: bind("write a note", "o", "o"), rate: bind("rate an objective", "r", "r"),
		choose: bind("open, correct, rate", "enter", "enter"),
		pages:  m.pages.Key(), find: bind("find a page, or type an act", ":", ":"),
		move: bind("move", "up down", "up", "down", "j", "k"),
		stop: bind("real emergency: stop", "!", "!")}
	return m
}

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding {
	return append([]key.Binding{k.note, k.rate, k.choose, k.pages},
		append(slices.Concat(k.paged...), k.find, k.stop)...)
}

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding {
	return append([][]key.Binding{{k.note, k.rate, k.choose}, {k.pages, k.find, k.move}, {k.stop}}, k.paged...)
}

// Keys are what can be pressed now.
func (m *Model) Keys() help.KeyMap {
	switch {
	case m.form != nil:
		return m.form.Keys()
	case m.finding:
		return m.line.Keys()
	case m.look != nil:
		return m.look.Keys()
	}
	k := m.keys
	for _, p := range m.pages.List {
		if p, ok := p.(keyed); ok {
			list := p.keys()
			for i := range list {
				list[i].SetEnabled(m.on(p))
			}
			k.paged = append(k.paged, list)
		}
	}
	return k
}

// Typing reports whether keys are text now.
func (m *Model) Typing() bool { return m.form != nil || m.finding || m.look != nil && m.look.Typing() }

// SetSize sets the room that the screen has.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, h
	if m.look != nil {
		m.look.SetSize(w, h)
	}
}

func (m *Model) control() *exercise.Control {
	if m.v.Control == nil {
		return &exercise.Control{}
	}
	return m.v.Control
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		fresh := msg.Control != nil && msg.Control.HotWash != nil && m.control().HotWash == nil
		if m.v = msg; fresh {
			m.pages.Show("score")
		}
		if x := m.control().Mirror; m.look != nil && x != nil && x.Role == m.look.Role {
			return m.look.See(x.View)
		}
	case widget.Answered:
		m.answered(msg)
	case tea.KeyMsg:
		switch {
		case m.v.Control == nil:
		case m.form != nil:
			return m.formKey(msg)
		case m.look != nil:
			return m.lookKey(msg)
		case m.finding:
			m.findKey(msg)
		default:
			return m.key(msg)
		}
	default:
		var cmds []tea.Cmd
		for _, p := range m.pages.List {
			if p, ok := p.(listening); ok {
				cmds = append(cmds, p.hear(m, msg))
			}
		}
		if m.look != nil {
			cmd, _ := m.look.Update(msg)
			cmds = append(cmds, cmd)
		}
		return tea.Batch(cmds...)
	}
	return nil
}

func (m *Model) answered(a widget.Answered) {
	if a.What != "form" || m.form == nil {
		return
	}
	if why := a.Refused(); why != "" {
		m.form.Refuse(why)
		return
	}
	m.form = nil
}

// open shows a form, with the words that were left in it before.
func (m *Model) open(f *form) {
	m.drafts.Take(f.Form)
	m.form = f
}

func (m *Model) formKey(k tea.KeyMsg) tea.Cmd {
	f := m.form
	switch f.Update(k) {
	case widget.Closed:
		m.form = nil
		if m.drafts.Keep(f.Form) {
			return widget.Say(widget.KeptDraft, false)
		}
	case widget.Sent:
		act, wrong := f.send(f.Form)
		if wrong != "" {
			f.Refuse(wrong)
			return nil
		}
		return widget.Act(m.seat, "form", f.done, act)
	}
	return nil
}

func (m *Model) lookKey(k tea.KeyMsg) tea.Cmd {
	cmd, left := m.look.Update(k)
	if left {
		m.look = nil
		return widget.Act(m.seat, "mirror", "", &exercise.Look{})
	}
	return cmd
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(k, m.keys.note):
		m.observe(m.about())
	case key.Matches(k, m.keys.rate):
		if !m.on(&m.ratings) {
			m.pages.Show("ratings")
			return nil
		}
		m.rate()
	case key.Matches(k, m.keys.stop):
		f := widget.NewForm("REAL EMERGENCY: stop the exercise for everyone", "Stop it",
			widget.Text("text", "Everyone reads", 2,
				"REAL EMERGENCY. Stop the exercise and listen to the facilitator.").Needed())
		m.open(&form{Form: f, done: "The exercise is stopped",
			send: func(f *widget.Form) (any, string) { return &exercise.Stop{Text: f.Text("text")}, "" }})
	case key.Matches(k, m.keys.pages):
		m.pages.Turn(k.String())
	case key.Matches(k, m.keys.find):
		m.finding = true
		m.line.Start("")
	default:
		cmd := m.pages.Now().press(m, k)
		if cmd == nil && m.form == nil && m.look == nil && key.Matches(k, m.keys.choose) {
			return widget.Say(widget.NoChoice, true)
		}
		return cmd
	}
	return nil
}

// findKey is a key in the command line, which finds a page by its name, and opens the form of a
// verb of the language of seats.
func (m *Model) findKey(k tea.KeyMsg) {
	switch m.line.Update(k) {
	case widget.Closed:
		m.finding = false
	case widget.Sent:
		line := strings.TrimPrefix(m.line.Line(), ":")
		said, err := exercise.Language().Parse(line, speech.Evaluator, m.v.Scope())
		switch {
		case m.pages.Find(line):
		case err != nil:
			m.line.Refuse("There is no page or act " + line + "; tab shows those there are")
			return
		default:
			m.say(said)
		}
		m.finding = false
	}
}

// say opens the form of a verb, filled with what was said.
func (m *Model) say(said *speech.Said) {
	scope := m.v.Scope()
	said.Row = said.Row.ForStaff()
	m.open(&form{Form: widget.SayForm(said, scope), done: said.Row.Done, send: func(f *widget.Form) (any, string) {
		full, err := widget.FormSaid(f, said, scope)
		if err != nil {
			return nil, err.Error()
		}
		q, err := full.Request("")
		if err != nil {
			return nil, err.Error()
		}
		return q.Args, ""
	}})
}

// about is what a note is about: what is under the cursor, or the last inject.
func (m *Model) about() control.About {
	c := m.control()
	a := control.LastInject(c)
	if p, ok := m.pages.Now().(noted); ok {
		a = p.about(m, a)
	}
	return a
}

func (m *Model) observe(a control.About) {
	m.open(&form{Form: control.ObservationForm(m.control(), m.v.Clock, a), done: "Written down",
		send: func(f *widget.Form) (any, string) {
			o, wrong := control.Observe(f, m.v.Clock, a)
			return o, wrong
		}})
}

func (m *Model) rate() {
	c := m.control()
	if len(c.Objectives) == 0 {
		return
	}
	m.ratings.Clamp(len(c.Objectives))
	o := c.Objectives[m.ratings.Cursor]
	m.open(&form{Form: control.RatingForm(o, m.v.You.Name), done: "Rated",
		send: func(f *widget.Form) (any, string) { return control.Rate(f, o), "" }})
}

// View draws the screen.
func (m *Model) View() string {
	m.th = *m.theme
	if m.v.Control == nil || m.w < 20 || m.h < 6 {
		return strings.Join(widget.Block([]string{" Waiting for the room…"}, m.w, m.h), "\n")
	}
	if m.look != nil && m.form == nil {
		return strings.Join(m.look.View(m.th, m.w, m.h), "\n")
	}
	out := m.pages.Tabs(m.th, func(p page) widget.Tab { return p.tab(m) }, m.w)
	for _, line := range widget.Wrap(m.advice(), m.w-2) {
		out = append(out, " "+m.th.Dim.Render(line))
	}
	h := m.h - len(out)
	if m.form != nil {
		return strings.Join(append(out, m.form.View(m.th, m.w, h)...), "\n")
	}
	var below []string
	if m.finding {
		below = m.line.View(m.th, m.w, min(h, 16))
		h -= len(below)
	}
	out = append(out, widget.Block(m.pages.Now().view(m, m.w, h), m.w, h)...)
	return strings.Join(append(out, below...), "\n")
}

// advice says what an evaluator does now.
func (m *Model) advice() string {
	c := m.v.Clock
	switch {
	case c.Phase == "before STARTEX":
		return "Read the objectives (7) and the expected actions (4). You watch; you do not prompt."
	case c.Phase == "over":
		return "Let the players speak first. Then ask only to clear up. Rate each objective (7) on evidence."
	case len(c.Discuss) > 0 || c.Phase == "paused":
		return "Note what is said, with o: a quote, a strength, a gap. Compare with what was expected (4)."
	}
	return "Watch all seats, not one. Note with o what was done, by whom, when. Rate with r when you have " +
		"seen enough."
}
