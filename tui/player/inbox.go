package player

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/room"
	"tocsin/tui/widget"
)

// mail is what the screen holds of the inbox: where the reader is, and what has been read
// but not yet been said to the room.
type mail struct {
	older   []room.Item // items before those of the view, oldest first
	loading bool
	at      int // number of the item under the cursor; 0 until something was chosen
	reading bool
	text    widget.Scroll
	seen    map[int]bool // read here, and not yet in a view
	queue   []int        // of those, not yet said to the room
	waiting bool         // a flush is under way
}

func newMail() mail { return mail{seen: map[int]bool{}} }

// older brings items that came before those in the view.
type older struct {
	items []room.Item
	err   error
}

// flush is when what has been read is said to the room: not at each key, since one may
// run through a long inbox.
type flush struct{}

const flushAfter = 300 * time.Millisecond

func (l *mail) take(o older) {
	l.loading = false
	if o.err == nil {
		l.older = append(slices.Clone(o.items), l.older...)
	}
}

// items is the inbox as far as it is here, oldest first.
func (m *Model) items() []room.Item {
	if len(m.mail.older) == 0 {
		return m.me.Inbox
	}
	out := m.mail.older
	if len(m.me.Inbox) > 0 {
		first := m.me.Inbox[0].N
		if i := slices.IndexFunc(out, func(it room.Item) bool { return it.N >= first }); i >= 0 {
			out = out[:i]
		}
	}
	return append(out[:len(out):len(out)], m.me.Inbox...)
}

// received keeps the cursor on its item when others come.
func (m *Model) received() {
	for _, it := range m.me.Inbox {
		if it.Read {
			delete(m.mail.seen, it.N)
		}
	}
	// Items that are older than the view are not marked in it.
	for i := range m.mail.older {
		if it := &m.mail.older[i]; m.mail.seen[it.N] && !slices.Contains(m.mail.queue, it.N) {
			it.Read = true
			delete(m.mail.seen, it.N)
		}
	}
	items := m.items()
	// Items may have gone out of the view between the older ones and the newest.
	if n := len(m.mail.older); n > 0 && len(m.me.Inbox) > 0 && m.mail.older[n-1].N < m.me.Inbox[0].N-1 {
		m.mail.older = nil
		items = m.me.Inbox
	}
	if m.mail.at > 0 {
		if i := slices.IndexFunc(items, func(it room.Item) bool { return it.N == m.mail.at }); i >= 0 {
			m.lists[inbox].Cursor = len(items) - 1 - i
		}
	}
	m.lists[inbox].Clamp(len(items))
}

// current is the item under the cursor.
func (m *Model) current() *room.Item {
	items := m.items()
	if i := len(items) - 1 - m.lists[inbox].Cursor; i >= 0 && i < len(items) {
		return &items[i]
	}
	return nil
}

func (m *Model) isRead(it *room.Item) bool { return it.Read || m.mail.seen[it.N] }

func (m *Model) unread() int { return max(m.me.Unread-len(m.mail.seen), 0) }

func (m *Model) mailKey(k tea.KeyMsg) (tea.Cmd, bool) {
	if m.mail.reading {
		switch k.String() {
		case "esc", "enter":
			m.mail.reading = false
			return nil, true
		case "tab", "shift+tab", "left", "right":
			m.mail.reading = false
			return nil, false
		}
		return nil, m.mail.text.Update(k)
	}
	n := len(m.items())
	if k.String() == "enter" && n > 0 {
		m.mail.reading = true
		return m.chosen(), true
	}
	if !m.lists[inbox].Update(k, n) {
		return nil, false
	}
	cmd := m.chosen()
	if items := m.items(); n > 0 && m.lists[inbox].Cursor >= n-2 && items[0].N > 1 && !m.mail.loading {
		m.mail.loading = true
		return tea.Batch(cmd, m.loadBefore(items[0].N)), true
	}
	return cmd, true
}

func (m *Model) loadBefore(n int) tea.Cmd {
	seat := m.seat
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		items, err := seat.Before(ctx, n)
		return older{items, err}
	}
}

// chosen marks the item under the cursor as read: its text is there to be read.
func (m *Model) chosen() tea.Cmd {
	it := m.current()
	if it == nil {
		return nil
	}
	m.mail.at = it.N
	m.mail.text.Top()
	if m.isRead(it) {
		return nil
	}
	m.mail.seen[it.N] = true
	m.mail.queue = append(m.mail.queue, it.N)
	if m.mail.waiting {
		return nil
	}
	m.mail.waiting = true
	return tea.Tick(flushAfter, func(time.Time) tea.Msg { return flush{} })
}

// flushReads says what has been read to the room: everything up to an item where that is
// so, else a few single ones at a time.
func (m *Model) flushReads() tea.Cmd {
	m.mail.waiting = false
	if len(m.mail.queue) == 0 {
		return nil
	}
	last := slices.Max(m.mail.queue)
	complete := true
	items := m.items()
	for i := range items {
		complete = complete && (items[i].N > last || m.isRead(&items[i]))
	}
	if complete && (len(items) == 0 || items[0].N == 1 || m.me.Unread <= len(items)) && len(m.mail.queue) > 1 {
		m.mail.queue = nil
		return widget.Act(m.seat, "read", "", &room.Read{N: last})
	}
	const atOnce = 5
	var cmds []tea.Cmd
	for len(m.mail.queue) > 0 && len(cmds) < atOnce {
		cmds = append(cmds, widget.Act(m.seat, "read", "", &room.Read{N: m.mail.queue[0], Only: true}))
		m.mail.queue = m.mail.queue[1:]
	}
	if len(m.mail.queue) > 0 {
		m.mail.waiting = true
		cmds = append(cmds, tea.Tick(2*flushAfter, func(time.Time) tea.Msg { return flush{} }))
	}
	return tea.Batch(cmds...)
}

// nextUnread goes to the oldest item that has not been read.
func (m *Model) nextUnread() tea.Cmd {
	items := m.items()
	i := slices.IndexFunc(items, func(it room.Item) bool { return !m.isRead(&it) })
	if i < 0 {
		if m.unread() > 0 && len(items) > 0 && items[0].N > 1 && !m.mail.loading {
			m.mail.loading = true
			return m.loadBefore(items[0].N)
		}
		return widget.Say("Nothing is left unread", false)
	}
	reading := m.mail.reading
	m.turnTo(inbox)
	m.mail.reading = reading
	m.lists[inbox].Cursor = len(items) - 1 - i
	return m.chosen()
}

func (m *Model) readAll() tea.Cmd {
	if m.me.Total == 0 {
		return nil
	}
	clear(m.mail.seen)
	m.mail.queue = nil
	return widget.Act(m.seat, "read", "Everything is marked as read", &room.Read{N: m.me.Total})
}

// inboxView draws the list above and the text of the item under the cursor below.
func (m *Model) inboxView(w, h int) []string {
	items := m.items()
	if len(items) == 0 {
		return append([]string{""}, indent(widget.Wrap("Nothing has come yet.", w-4), 2)...)
	}
	it := m.current()
	if m.mail.reading && it != nil {
		return m.mail.text.View(m.letter(it, w), h)
	}
	var head []string
	if n := m.missed(); n > 0 {
		head = append(head, m.theme.Warn.Render(widget.Cut(fmt.Sprintf("  %d came while nobody was in this seat; space reads them in turn", n), w)))
	}
	rows := min(len(items), max(4, (h-len(head))*2/5))
	out := append(head, m.lists[inbox].View(len(items), w, rows, func(i int) []string {
		return []string{m.itemRow(&items[len(items)-1-i], w, m.focus == inbox && i == m.lists[inbox].Cursor)}
	})...)
	out = append(out, m.theme.Rule.Render(strings.Repeat("─", w)))
	if n := m.unread(); m.mail.at == 0 && n > 0 { // a text that is shown has been read
		text := fmt.Sprintf("%d new. Space reads them in turn, the oldest first; up, down and enter read any.", n)
		return append(out, append([]string{""}, indent(widget.Wrap(text, w-4), 2)...)...)
	}
	if it != nil {
		text := m.letter(it, w)
		if left := h - len(out); len(text) > left && left > 0 {
			text = append(text[:left-1:left-1], m.theme.Dim.Render("  … enter shows the rest"))
		}
		out = append(out, text...)
	}
	return out
}

// missed counts what came while nobody was in the seat and has not been read since.
func (m *Model) missed() int {
	n := 0
	for i := range m.me.Inbox {
		if it := &m.me.Inbox[i]; m.wasMissed(it) {
			n++
		}
	}
	return n
}

func (m *Model) wasMissed(it *room.Item) bool {
	return m.me.MissedFrom > 0 && it.N >= m.me.MissedFrom && !m.isRead(it)
}

func (m *Model) itemRow(it *room.Item, w int, here bool) string {
	sign, style := "  ", m.theme.Text
	switch {
	case m.wasMissed(it):
		sign, style = "*!", m.theme.Unread
	case !m.isRead(it):
		sign, style = "* ", m.theme.Unread
	case it.Kind == room.ItemSent || it.Kind == room.ItemDone:
		style = m.theme.Dim
	}
	text := it.Title
	who := m.from(it)
	if it.Text != "" && (it.Kind == room.ItemMessage && it.Fact == "" || it.Kind == room.ItemSent && it.Fact == "") {
		text = strings.ReplaceAll(it.Text, "\n", " ")
		if strings.HasPrefix(it.Title, "Asks") {
			text = "? " + text
		}
	}
	line := sign + widget.Fit(widget.Clock(it.At), 10) + widget.Fit(widget.Cut(who, 17), 18) + text
	if here {
		return m.theme.Selected.Render(widget.Fit(widget.Mark(true)+line, w))
	}
	return style.Render(widget.Cut(widget.Mark(false)+line, w))
}

// from is who an item is from, or what kind of thing it is.
func (m *Model) from(it *room.Item) string {
	switch {
	case it.Kind == room.ItemSent && len(it.To) > 0:
		return "to " + strings.Join(it.To, ", ")
	case it.From != "":
		return it.From
	}
	switch it.Kind {
	case room.ItemLearned:
		return "You learn"
	case room.ItemNoticed:
		return "You notice"
	case room.ItemDone:
		return "You"
	case room.ItemJoint:
		return "Joint action"
	case room.ItemVenue:
		return "Venue"
	case room.ItemDuty:
		return "Reporting clock"
	case room.ItemPromise:
		return "Promise"
	case room.ItemPrepared:
		return "Preparedness"
	case room.ItemRuling, room.ItemWithdrawn:
		return "The facilitator"
	case room.ItemClock:
		return "The exercise"
	}
	return ""
}

// letter is an item in full.
func (m *Model) letter(it *room.Item, w int) []string {
	th := *m.theme
	var out []string
	for _, line := range widget.Wrap(it.Title, w-4) {
		out = append(out, "  "+th.Strong.Render(line))
	}
	head := []string{it.At.Date, it.At.T}
	if it.From != "" {
		head = append([]string{"from " + it.From}, head...)
	}
	if len(it.To) > 0 {
		head = append([]string{"to " + strings.Join(it.To, ", ")}, head...)
	}
	if it.Media != "" {
		head = append(head, it.Media)
	}
	if it.Mark != "" {
		head = append(head, tlp(it.Mark))
	}
	for _, line := range widget.Wrap(strings.Join(head, " · "), w-4) {
		out = append(out, "  "+th.Dim.Render(line))
	}
	out = append(out, "")
	out = append(out, indent(widget.Wrap(it.Text, min(w-4, 100)), 2)...)
	if keys := m.letterKeys(it); keys != "" {
		out = append(out, "")
		for _, line := range widget.Wrap(keys, w-4) {
			out = append(out, "  "+th.Dim.Render(line))
		}
	}
	return out
}

// letterKeys says what can be done with an item.
func (m *Model) letterKeys(it *room.Item) string {
	var keys []string
	if it.Re != "" {
		keys = append(keys, "r answers it")
	}
	if it.Fact != "" && it.Kind != room.ItemSent && m.fact(it.Fact) != nil {
		keys = append(keys, "s shares it on")
	}
	if it.Kind == room.ItemJoint && len(m.me.Actions) > 0 {
		keys = append(keys, "c commits")
	}
	return strings.Join(keys, " · ")
}

// tlp is a handling mark as people write it.
func tlp(mark string) string {
	if mark == "" {
		return ""
	}
	return "TLP:" + strings.ToUpper(mark)
}
