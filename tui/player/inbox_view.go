package player

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// letterRoom is how many lines of a high window are left to the text under the list.
const letterRoom = 24

var noMail = widget.Empty{None: "Nothing has come yet.",
	Here: "What others write, what you find out, what happens around you, and whether what you sent has arrived.",
	When: "From STARTEX on. Space reads it in turn, the oldest first.",
	Keys: [][2]string{{"w", "write to somebody"}, {"7", "your brief"}}}

// view draws the list above and the text of the item under the cursor below.
func (*mail) view(m *Model, w, h int) []string {
	items := m.items()
	if len(items) == 0 {
		return indent(noMail.View(*m.theme, w-1), 1)
	}
	it := m.current()
	if m.mail.reading && it != nil {
		return m.mail.text.View(m.letter(it, w), h)
	}
	var head []string
	if n := m.missed(); n > 0 {
		head = append(head,
			m.theme.Warn.Render(widget.Cut(fmt.Sprintf("  %d came while nobody was in this seat; space reads "+
				"them in turn", n), w)))
	}
	if n := m.others(); n > 0 && len(head) == 0 {
		head = append(head, m.theme.Dim.Render(widget.Cut(fmt.Sprintf("  %d with a - were read in this seat before "+
			"you had it, and not by you", n), w)))
	}
	closed := it == nil || m.mail.at == 0 && (!m.isRead(it) || m.another(it)) // a text that is shown has been read
	if n := m.unread(); m.mail.at == 0 && n > 0 && len(head) == 0 {
		head = append(head, m.theme.Dim.Render(widget.Cut(fmt.Sprintf("  %d new: space reads them in turn, the "+
			"oldest first", n), w)))
	}
	rows := min(len(items), max(4, (h-len(head))*2/5, h-len(head)-letterRoom))
	if room := h - len(head) - 1; closed {
		rows = min(len(items), room)
	} else if m.mail.at == 0 { // until one reads on, the list has what the text leaves
		rows = min(len(items), max(rows, room-len(m.letter(it, w))))
	}
	out := append(head, m.mail.list.View(len(items), w, rows, func(i int) []string {
		return []string{m.itemRow(&items[len(items)-1-i], w, m.on(&m.mail) && i == m.mail.list.Cursor)}
	})...)
	out = append(out, m.hidden(items, w))
	if !closed {
		text := m.letter(it, w)
		if left := h - len(out); len(text) > left && left > 0 {
			text = append(text[:left-1:left-1], m.theme.Dim.Render("  … enter shows the rest"))
		}
		out = append(out, text...)
	}
	return out
}

// hidden is the line under the list: how many items are above it, which are newer, and below.
func (m *Model) hidden(items []exercise.Item, w int) string {
	above, below := m.mail.list.More(len(items))
	fresh := 0
	for i := range above {
		if !m.isRead(&items[len(items)-1-i]) {
			fresh++
		}
	}
	var parts []string
	if above > 0 {
		parts = append(parts, fmt.Sprintf("↑ %d newer above", above))
		if fresh > 0 {
			parts[0] += fmt.Sprintf(", %d not read", fresh)
		}
	}
	if below > 0 {
		parts = append(parts, fmt.Sprintf("↓ %d older", below))
	}
	if len(parts) == 0 {
		return m.theme.Rule.Render(strings.Repeat("─", w))
	}
	text := " " + strings.Join(parts, " · ") + " "
	text = widget.Cut(text, max(w-2, 0))
	return m.theme.Rule.Render("──") + m.theme.Dim.Render(text) +
		m.theme.Rule.Render(strings.Repeat("─", max(w-2-widget.Width(text), 0)))
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

// others counts what was read by who had the seat before, and not since.
func (m *Model) others() int {
	n := 0
	for i := range m.me.Inbox {
		if m.another(&m.me.Inbox[i]) {
			n++
		}
	}
	return n
}

func (m *Model) wasMissed(it *exercise.Item) bool {
	until := m.me.MissedTo
	return m.me.MissedFrom > 0 && it.N >= m.me.MissedFrom && (until == 0 || it.N <= until) && !m.isRead(it)
}

func (m *Model) itemRow(it *exercise.Item, w int, here bool) string {
	sign, style := "  ", m.theme.Text
	switch {
	case m.wasMissed(it):
		sign, style = "*!", m.theme.Unread
	case !m.isRead(it):
		sign, style = "* ", m.theme.Unread
	case m.another(it):
		sign = "- "
	case it.Kind == exercise.ItemSent || it.Kind == exercise.ItemDone:
		style = m.theme.Dim
	}
	who := m.from(it)
	text := it.Title
	if it.From != "" { // the name is next to it
		text = widget.Sentence(strings.TrimPrefix(text, it.From+" "))
	}
	if it.Text != "" && (it.Kind == exercise.ItemMessage && it.Fact == "" || it.Kind == exercise.ItemSent &&
		it.Fact == "") {
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
func (m *Model) from(it *exercise.Item) string {
	switch {
	case it.Kind == exercise.ItemSent && len(it.To) > 0:
		return "to " + strings.Join(it.To, ", ")
	case it.From != "":
		return it.From
	}
	switch it.Kind {
	case exercise.ItemLearned:
		return "You learn"
	case exercise.ItemNoticed:
		return "You notice"
	case exercise.ItemDone:
		return "You"
	case exercise.ItemHandover:
		return "The exercise"
	case exercise.ItemJoint:
		return "Joint action"
	case exercise.ItemVenue:
		return "Venue"
	case exercise.ItemDuty:
		return "Reporting clock"
	case exercise.ItemPromise:
		return "Promise"
	case exercise.ItemPrepared:
		return "Preparedness"
	case exercise.ItemBreach:
		return "Handling mark"
	case exercise.ItemRuling, exercise.ItemWithdrawn:
		return "The facilitator"
	case exercise.ItemClock:
		return "The exercise"
	}
	return ""
}

// letter is an item in full.
func (m *Model) letter(it *exercise.Item, w int) []string {
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
	if it.Grade != "" {
		head = append(head, "grade "+exercise.Graded(it.Grade))
	}
	for _, line := range widget.Wrap(strings.Join(head, " · "), w-4) {
		out = append(out, "  "+th.Dim.Render(line))
	}
	for _, r := range it.Reached {
		style := th.Dim
		if r.Late {
			style = th.Warn
		}
		out = append(out, "  "+style.Render(widget.Cut(r.Words(), w-4)))
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
func (m *Model) letterKeys(it *exercise.Item) string {
	var keys []string
	if it.Re != "" {
		keys = append(keys, "r answers it, or checks back")
	}
	if it.Fact != "" && it.Kind != exercise.ItemSent && m.fact(it.Fact) != nil {
		keys = append(keys, "s shares it on")
	}
	if it.Kind == exercise.ItemJoint && slices.ContainsFunc(m.me.Actions, func(a exercise.Action) bool {
		return m.waitsFor(&a) && strings.HasSuffix(it.Title, ": "+a.Title)
	}) {
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
