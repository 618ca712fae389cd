package player

import (
	"context"
	"slices"
	"strconv"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// mail is what the screen holds of the inbox: where the reader is, and what has been read
// but not yet been said to the room.
type mail struct {
	widget.PageName
	list    widget.List
	older   []exercise.Item // items before those of the view, oldest first
	all     []exercise.Item // these and those of the view
	loading bool
	at      int // number of the item under the cursor; 0 until something was chosen
	reading bool
	text    widget.Scroll
	seen    map[int]bool  // read here, and not yet in a view
	opened  map[int]bool  // of those that somebody else had read, in the seat before
	queue   []int         // of these, not yet said to the room
	waiting bool          // a flush is under way
	pause   time.Duration // until a flush
}

func newMail() mail {
	return mail{PageName: "inbox", seen: map[int]bool{}, opened: map[int]bool{}, pause: flushAfter}
}

func (*mail) titles(*Model) (long, short string) { return "Inbox", "Inbox" }

func (*mail) badge(m *Model, room bool) string {
	if n := m.unread(); room && n > 0 {
		return strconv.Itoa(n) + " new"
	}
	return counted(m.unread())
}

func (*mail) does(m *Model) string {
	if len(m.items()) == 0 {
		return ""
	}
	return "read"
}

// older brings items that came before those in the view.
type older struct {
	items []exercise.Item
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
func (m *Model) items() []exercise.Item { return m.mail.all }

// gather puts the older items and those of the view together.
func (m *Model) gather() {
	older, newer := m.mail.older, m.me.Inbox
	switch n := len(older); {
	case n == 0 || len(newer) == 0:
	case older[n-1].N < newer[0].N-1: // items have gone out of the view between the two
		m.mail.older, older = nil, nil
	default:
		i := slices.IndexFunc(older, func(it exercise.Item) bool { return it.N >= newer[0].N })
		if i >= 0 {
			older = older[:i]
		}
	}
	m.mail.all = append(older[:len(older):len(older)], newer...)
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
	m.gather()
	items := m.items()
	if m.mail.at > 0 {
		if i := slices.IndexFunc(items, func(it exercise.Item) bool { return it.N == m.mail.at }); i >= 0 {
			m.mail.list.Cursor = len(items) - 1 - i
		}
	}
	m.mail.list.Clamp(len(items))
}

// current is the item under the cursor.
func (m *Model) current() *exercise.Item {
	items := m.items()
	if i := len(items) - 1 - m.mail.list.Cursor; i >= 0 && i < len(items) {
		return &items[i]
	}
	return nil
}

func (m *Model) isRead(it *exercise.Item) bool { return it.Read || m.mail.seen[it.N] }

// another reports whether an item was read by who had the seat before, and not since.
func (m *Model) another(it *exercise.Item) bool { return it.Inherited && !m.mail.opened[it.N] }

func (m *Model) unread() int { return max(m.me.Unread-len(m.mail.seen), 0) }

func (*mail) press(m *Model, k tea.KeyMsg) (tea.Cmd, bool) {
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
	if !m.mail.list.Update(k, n) {
		return nil, false
	}
	cmd := m.chosen()
	if items := m.items(); n > 0 && m.mail.list.Cursor >= n-2 && items[0].N > 1 && !m.mail.loading {
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
	switch {
	case it.Inherited && !m.mail.opened[it.N]:
		m.mail.opened[it.N] = true
	case m.isRead(it):
		return nil
	default:
		m.mail.seen[it.N] = true
	}
	m.mail.queue = append(m.mail.queue, it.N)
	if m.mail.waiting {
		return nil
	}
	m.mail.waiting = true
	return tea.Tick(m.mail.pause, func(time.Time) tea.Msg { return flush{} })
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
		complete = complete && (items[i].N > last || m.isRead(&items[i]) && !m.another(&items[i]))
	}
	if complete && (len(items) == 0 || items[0].N == 1 || m.me.Unread <= len(items)) && len(m.mail.queue) > 1 {
		m.mail.queue = nil
		return widget.Act(m.seat, "read", "", &exercise.Read{N: last})
	}
	const atOnce = 5
	var cmds []tea.Cmd
	for len(m.mail.queue) > 0 && len(cmds) < atOnce {
		cmds = append(cmds, widget.Act(m.seat, "read", "", &exercise.Read{N: m.mail.queue[0], Only: true}))
		m.mail.queue = m.mail.queue[1:]
	}
	if len(m.mail.queue) > 0 {
		m.mail.waiting = true
		cmds = append(cmds, tea.Tick(2*m.mail.pause, func(time.Time) tea.Msg { return flush{} }))
	}
	return tea.Batch(cmds...)
}

// nextUnread goes to the oldest item that has not been read. What a new holder is told of the seat
// comes before all else, and the note of who had it first.
func (m *Model) nextUnread() tea.Cmd {
	items := m.items()
	i := slices.IndexFunc(items, func(it exercise.Item) bool { return !m.isRead(&it) })
	for k := range items {
		if it := &items[k]; it.Kind == exercise.ItemHandover && !m.isRead(it) &&
			(items[i].Kind != exercise.ItemHandover || it.From != "") {
			i = k
		}
	}
	if i < 0 {
		if m.unread() > 0 && len(items) > 0 && items[0].N > 1 && !m.mail.loading {
			m.mail.loading = true
			return m.loadBefore(items[0].N)
		}
		return func() tea.Msg { return widget.Said{Text: "Nothing is left unread", Fleeting: true} }
	}
	reading := m.mail.reading
	m.turnTo(&m.mail)
	m.mail.reading = reading
	m.mail.list.Cursor = len(items) - 1 - i
	return m.chosen()
}

func (m *Model) readAll() tea.Cmd {
	if m.me.Total == 0 {
		return nil
	}
	clear(m.mail.seen)
	m.mail.queue = nil
	m.mail.at, m.mail.list.Cursor, m.mail.reading = 0, 0, false // what comes next comes at the top
	return widget.Act(m.seat, "read", "Everything is marked as read", &exercise.Read{N: m.me.Total})
}
