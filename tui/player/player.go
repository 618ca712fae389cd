// Package player is the screen of a seat: what is new, what is asked of me, what I can
// do, how long I have. It is made of panes; how many show at once depends on the window.
package player

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what the screen asks of a *room.Seat.
type Seat interface {
	widget.Asker
	Before(ctx context.Context, n int) ([]exercise.Item, error)
}

// Model is the screen of a player.
type Model struct {
	theme         *theme.Theme
	seat          Seat
	view          exercise.View
	me            *exercise.Player
	keys          Keys
	width, height int

	panes  widget.Pages[pane]
	turned map[pane]int // when each last had the keys, for those that share a place
	turn   int
	mail   mail
	asked  askedPane
	acts   actsPane
	facts  factsPane
	plans  plansPane
	brief  briefPane

	form      *compose
	drafts    map[string]*compose // forms that were left with words in them
	prompt    widget.Prompt
	prompting bool
	warned    string // what was said last of a line that goes wider than a mark
}

// New makes the screen.
func New(th *theme.Theme, seat Seat) *Model {
	m := &Model{theme: th, seat: seat, me: &exercise.Player{}, mail: newMail(), turned: map[pane]int{},
		asked: askedPane{listed{PageName: "asked"}}, acts: actsPane{listed{PageName: "act"}},
		facts: factsPane{listed{PageName: "known"}}, plans: plansPane{listed{PageName: "plans"}},
		brief: briefPane{PageName: "brief"}, drafts: map[string]*compose{}}
	m.panes.List = m.newPanes()
	m.keys = newKeys(len(m.panes.List))
	m.prompt.Suggest = m.suggest
	return m
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		if msg.Player == nil {
			return nil
		}
		was, rows := m.view.Clock.Phase, m.underCursors()
		m.view, m.me = msg, inOrder(msg.Player)
		m.findCursors(rows)
		m.received()
		m.allow()
		m.phase(was)
		m.renewed()
	case tea.KeyMsg:
		return m.key(msg)
	case widget.Answered:
		return m.answered(msg)
	case older:
		m.mail.take(msg)
		m.received()
	case flush:
		return m.flushReads()
	}
	return nil
}

// inOrder puts what is new first among the facts and what can be done among the actions.
// A view is shared with the room, so this is a copy.
func inOrder(p *exercise.Player) *exercise.Player {
	me := *p
	me.Facts, me.Actions = slices.Clone(p.Facts), slices.Clone(p.Actions)
	slices.SortStableFunc(me.Facts, func(a, b exercise.Fact) int { return cmp.Compare(b.Since.Hours, a.Since.Hours) })
	slices.SortStableFunc(me.Actions, func(a, b exercise.Action) int {
		switch {
		case a.Can == b.Can:
			return 0
		case a.Can:
			return -1
		}
		return 1
	})
	return &me
}

// phase turns to what matters as the exercise goes on: the brief before it begins, then
// the inbox with the actions next to it, and the brief again when it is over.
func (m *Model) phase(was string) {
	const before = "before STARTEX"
	now := m.view.Clock.Phase
	switch {
	case now == before && was == "", m.over() && was != now:
		m.turnTo(&m.brief)
		m.brief.scroll.Top()
	case now != before && (was == before || was == ""):
		if m.on(&m.brief) || m.on(&m.plans) {
			m.turnTo(&m.acts)
			m.turnTo(&m.mail)
		}
		delete(m.turned, &m.brief)
	}
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case m.prompting:
		return m.promptKey(k)
	case m.form != nil:
		return m.formKey(k)
	}
	if cmd, taken := m.paneKey(k); taken {
		return cmd
	}
	return m.command(k)
}

// command is a key that means the same in every pane.
func (m *Model) command(k tea.KeyMsg) tea.Cmd {
	is := func(b key.Binding) bool { return slices.Contains(b.Keys(), k.String()) }
	switch {
	case is(m.keys.Next):
		return m.nextUnread()
	case is(m.keys.AllRead):
		return m.readAll()
	case is(m.keys.Write):
		return m.open(m.writeForm(m.writerAtHand(), ""))
	case is(m.keys.Ask):
		return m.open(m.writeForm(m.writerAtHand(), "4h"))
	case is(m.keys.Report):
		if m.running() == "" {
			return widget.Say("No reporting clock runs for you", false)
		}
		return m.open(m.dutyForm(m.running()))
	case is(m.keys.Share):
		return m.open(m.shareForm(m.factAtHand()))
	case is(m.keys.Act):
		return m.open(m.actForm(m.actionAtHand()))
	case is(m.keys.Commit):
		return m.open(m.commitForm(m.jointAtHand()))
	case is(m.keys.Declare):
		return m.open(m.declareForm(m.askedAtHand("probe")))
	case is(m.keys.Answer):
		return m.answerAtHand()
	case is(m.keys.Try):
		return m.open(m.attemptForm())
	case is(m.keys.Decide):
		return m.open(m.decideForm())
	case is(m.keys.Word):
		return m.open(m.wordForm(""))
	case is(m.keys.Feedback):
		return m.open(m.feedbackForm())
	case is(m.keys.Line):
		m.prompting = true
		m.prompt.Start("")
	case is(m.keys.Pane):
		m.panes.Turn(k.String())
		m.turnTo(m.panes.Now())
	case is(m.keys.Forward):
		m.turnBy(1)
	case is(m.keys.Back):
		m.turnBy(-1)
	}
	return nil
}

// SetSize gives the room for the screen.
func (m *Model) SetSize(w, h int) { m.width, m.height = w, h }

// Typing reports whether keys are text now.
func (m *Model) Typing() bool { return m.form != nil || m.prompting }

// Keys are what can be pressed now.
func (m *Model) Keys() help.KeyMap {
	k := m.keys
	k.short = m.shortKeys()
	return k
}

// View draws the screen.
func (m *Model) View() string {
	out := append(m.teamBand(), m.band()...)
	h := m.height - len(out)
	var below []string
	if m.prompting {
		below = m.prompt.View(*m.theme, m.width, min(h/2, 9))
		h -= len(below)
	}
	out = append(out, m.body(m.width, h)...)
	return strings.Join(append(out, below...), "\n")
}

// band is what is above everything else: what to do before STARTEX and after ENDEX, and what the room discusses at
// the end of a move.
func (m *Model) band() []string {
	c, th := m.view.Clock, *m.theme
	var out []string
	switch {
	case c.Phase == "over":
		text := "The exercise is over. Stay for the hot wash: what went well, what did not, what should exist " +
			"before the next one. Then press f: a short form."
		if m.view.Code != "" {
			text += " Evidence code of the record: " + m.view.Code + "."
		}
		out = widget.Wrap(text, m.width-2)
	case len(c.Discuss) > 0:
		out = append(out, th.Strong.Render("To discuss at the table:"))
		for i, q := range c.Discuss {
			out = append(out, widget.WrapIndent(strings.Repeat(" ", 2)+string(rune('1'+i%9))+". "+q, m.width-2, 5)...)
		}
		if m.me != nil && len(m.me.Predictions) == 0 {
			out = append(out, widget.WrapIndent("  What will another seat do next? Say how likely it is (:), such as "+
				"predict SEAT tell by 4h 70%", m.width-2, 5)...)
		}
	case c.Phase == "before STARTEX" && m.on(&m.brief):
		begins := "The exercise begins when the facilitator starts it."
		if !m.view.Clock.Facilitated { // no facilitator is needed
			begins = "The exercise begins when the clock is started."
		}
		out = widget.Wrap(begins+" Read your brief"+m.prepareWord()+".",
			m.width-2)
	default:
		return nil
	}
	most := max(m.height/3, 2)
	if len(c.Discuss) > 0 && c.Phase != "over" { // it is what the pause is for, and is nowhere else
		most = max(m.height/2, 2)
	}
	if len(out) > most {
		out = append(out[:most-1:most-1], th.Dim.Render(fmt.Sprintf("… %d more lines: a taller window shows them",
			len(out)-most+1)))
	}
	for i := range out {
		out[i] = widget.Fit(" "+out[i], m.width)
	}
	return append(out, widget.Fit("", m.width))
}

// prepareWord says what there is to prepare.
func (m *Model) prepareWord() string {
	if len(m.me.Mechanisms) > 0 || slices.ContainsFunc(m.me.Notes, func(n exercise.Note) bool { return n.Mine }) {
		return "; " + m.called(&m.plans) + " is where you prepare: invest points, promise what you will do"
	}
	return ""
}
