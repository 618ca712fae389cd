package player

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// tie is a row of the page of plans: exactly one is set.
type tie struct {
	mechanism *exercise.Mechanism
	note      *exercise.Note
	duty      *exercise.Obligation
	venue     *exercise.Venue
	decision  *exercise.Decision
	write     bool   // the row from which one writes a note of one's own
	title     string // of the first of its kind
}

// id names what the row is about.
func (t tie) id() string {
	switch {
	case t.mechanism != nil:
		return "mechanism " + t.mechanism.ID
	case t.note != nil:
		return "note " + t.note.Role + strconv.Itoa(t.note.N)
	case t.duty != nil:
		return "duty " + t.duty.ID
	case t.venue != nil:
		return "venue " + t.venue.ID
	case t.decision != nil:
		return "decision " + strconv.Itoa(t.decision.N)
	}
	return "write"
}

// tied lists what ties the seat, by kind: before STARTEX what it prepares comes first, in play what runs.
func (m *Model) tied() []tie {
	mine, past, others := m.sortedNotes()
	begun := m.view.Clock.Phase != "before STARTEX"
	prepared := ties("Preparedness", m.me.Mechanisms, func(c *exercise.Mechanism) tie { return tie{mechanism: c} })
	if begun { // what was prepared for matters now
		slices.SortStableFunc(prepared, func(a, b tie) int { return cmp.Compare(inForce(b), inForce(a)) })
		titled(prepared, "Preparedness")
	}
	note := func(n **exercise.Note) tie { return tie{note: *n} }
	own := ties("Your notes: if this, then that", mine, note)
	if !begun {
		own = titled(append(own, tie{write: true}), "Your notes: if this, then that")
	}
	promised := ties("Promises of others, shown to you", others, note)
	settled := ties("Your notes that are settled: kept, broken, changed or withdrawn", past, note)
	clocks := ties("Reporting clocks", m.me.Obligations, func(o *exercise.Obligation) tie { return tie{duty: o} })
	venues := ties("Venues", m.me.Venues, func(v *exercise.Venue) tie { return tie{venue: v} })
	decided := ties("What your seat has decided", m.me.Decisions, func(d *exercise.Decision) tie { return tie{decision: d} })
	if begun {
		slices.SortStableFunc(clocks, func(a, b tie) int { return cmp.Compare(urgency(a.duty), urgency(b.duty)) })
		clocks = titled(clocks, "Reporting clocks")
		draft := func(t tie) bool { return t.note.State == "draft" } // it cannot be filed any more
		drafts := titled(slices.DeleteFunc(slices.Clone(own), func(t tie) bool { return !draft(t) }), "Drafts that you did not file")
		own = titled(slices.DeleteFunc(own, draft), "Your notes: if this, then that")
		return slices.Concat(clocks, own, promised, decided, venues, settled, prepared, drafts)
	}
	return slices.Concat(prepared, own, promised, settled, clocks, venues)
}

// urgency orders reporting clocks: what was missed, then what runs, soonest first, then the rest.
func urgency(o *exercise.Obligation) float64 {
	switch o.Status {
	case "missed":
		return math.Inf(-1)
	case "running":
		return o.Due.Hours
	}
	return math.Inf(1)
}

func inForce(t tie) int {
	if t.mechanism.InForce {
		return 1
	}
	return 0
}

// ties are rows of one kind under a title.
func ties[T any](title string, of []T, row func(*T) tie) []tie {
	var out []tie
	for i := range of {
		out = append(out, row(&of[i]))
	}
	return titled(out, title)
}

// titled puts a title over the first row.
func titled(rows []tie, title string) []tie {
	for i := range rows {
		rows[i].title = ""
	}
	if len(rows) > 0 {
		rows[0].title = title
	}
	return rows
}

// plansPane is the seat's preparations, promises, reporting clocks and venues.
type plansPane struct{ listed }

func (*plansPane) titles(m *Model) (long, short string) {
	if m.view.Clock.Phase == "before STARTEX" {
		return "Promises, clocks, venues", "Prepare"
	}
	return "Promises, clocks, venues", "Plans"
}

func (*plansPane) count(m *Model) int            { return len(m.tied()) }
func (*plansPane) id(m *Model, i int) string     { return m.tied()[i].id() }
func (*plansPane) enter(m *Model, i int) tea.Cmd { return m.enterTie(m.tied()[i]) }

func (*plansPane) words() (does string, none widget.Empty) {
	return "use it", widget.Empty{None: "No venues, promises or preparations concern you.",
		Here: "Reporting clocks, promises of yours and of others, your decisions, venues, and what was prepared."}
}

func (*plansPane) row(m *Model, i, w int, open, here bool) []string {
	t, th := m.tied()[i], *m.theme
	var out []string
	if t.title != "" {
		right := ""
		if t.mechanism != nil && m.view.Clock.Phase == "before STARTEX" {
			right = "you have " + widget.Number(m.me.Budget) + " points"
		}
		out = append(out, widget.TitleLine(th, t.title, right, w, false))
	}
	var head, right string
	var more []string
	style := th.Text.Render
	switch {
	case t.write:
		head = "Write a note of your own"
	case t.mechanism != nil:
		head, right, more = mechanismWords(t.mechanism)
		if m.view.Clock.Phase != "before STARTEX" && !t.mechanism.InForce { // it cannot be had any more
			right, style = "not prepared", th.Dim.Render
			if !open {
				more = nil
			}
		}
	case t.note != nil:
		head, right, more = m.noteWords(t.note, open)
		if t.note.Due != nil {
			right, style = m.due(t.note.Due, false)
		}
	case t.duty != nil:
		o := t.duty
		head, right = o.Title, o.Status
		if o.Status == "running" {
			right, style = m.due(&o.Due, o.Due.Hours < m.view.Clock.Now.Hours)
		} else if o.Met != nil {
			right += " " + widget.Clock(*o.Met)
		}
		if len(o.By) > 0 {
			more = append(more, "Met by: "+strings.Join(o.By, ", "))
		}
		if open {
			more = append(more, o.Basis)
		}
	case t.venue != nil:
		v := t.venue
		head, right = v.Title, v.State
		if v.State == "closed" && v.Convene != "" {
			takes, _, _ := strings.Cut(v.Convene, " (") // the form has the span
			right += ", opens in " + takes
		}
		more = []string{strings.Join(v.Members, ", ")}
	case t.decision != nil:
		words := t.decision.Words()
		head, right = words[0], widget.Clock(t.decision.At)
		if more = words[1:]; !open { // why, and between what, is for who asks
			more = slices.DeleteFunc(more, func(line string) bool { return !strings.HasPrefix(line, "To do") })
		}
	}
	most := 2
	if open {
		most = 0
	}
	right = widget.Cut(right, w/2)
	heads := widget.WrapMost(head, w-widget.Width(right)-5, most)
	out = append(out, m.beside(heads[0], right, style, w, here))
	out = append(out, indent(heads[1:], 4)...)
	for _, p := range more {
		for _, line := range indent(widget.WrapMost(p, w-8, most), 6) {
			out = append(out, th.Dim.Render(line))
		}
	}
	return out
}

// sortedNotes are the notes of the page: those of the seat that stand, each in place of its
// first version and those that are due before the rest; those that are settled; and others'.
func (m *Model) sortedNotes() (mine, past, others []*exercise.Note) {
	first := map[int]int{} // of a version, the number of the first
	for i := range m.me.Notes {
		n := &m.me.Notes[i]
		switch {
		case !n.Mine:
			others = append(others, n)
			continue
		case n.Open():
			mine = append(mine, n)
		default:
			past = append(past, n)
		}
		first[n.N] = n.N
		if before, ok := first[n.Earlier]; ok {
			first[n.N] = before
		}
	}
	slices.SortStableFunc(mine, func(a, b *exercise.Note) int {
		if a.Due == nil || b.Due == nil {
			return cmp.Or(cmp.Compare(dueTurn(a), dueTurn(b)), cmp.Compare(first[a.N], first[b.N]))
		}
		return cmp.Compare(a.Due.Hours, b.Due.Hours)
	})
	return mine, past, others
}

func dueTurn(n *exercise.Note) int {
	if n.Due != nil {
		return 0
	}
	return 1
}

// noteWords are a note's two lines, and what else is to say about it where it is open.
func (m *Model) noteWords(n *exercise.Note, open bool) (head, right string, more []string) {
	head, right = "If "+m.inWords(n.When), n.State
	text := "then " + n.Do
	if n.Within != "" {
		text += " within " + n.Within
	}
	if n.Until != "" {
		text += ", until " + m.inWords(n.Until)
	}
	if !n.Mine {
		text = n.Title + ": " + text
	}
	more = []string{text}
	if len(n.Stale) > 0 {
		more = append(more, "Still counted on by "+strings.Join(n.Stale, ", ")+": show them the new version")
	}
	if !open {
		if k := len(n.Beside); k > 0 && n.Due == nil {
			right += fmt.Sprintf(", %d remarks", k)
			if k == 1 {
				right = strings.TrimSuffix(right, "s")
			}
		}
		return head, right, more
	}
	if len(n.Shown) > 0 && n.State != "draft" {
		more = append(more, "Shown to "+strings.Join(n.Shown, ", "))
	}
	if n.Newer > 0 {
		more = append(more, "A new version has taken its place")
	}
	return head, right, append(more, n.Beside...)
}

func mechanismWords(c *exercise.Mechanism) (head, right string, more []string) {
	head = c.Title
	switch {
	case c.InForce:
		right = "in force"
	case c.Invested != nil:
		right = fmt.Sprintf("%s of %s points are in", widget.Number(*c.Invested), widget.Number(c.Price))
	default:
		right = "costs " + widget.Number(c.Price) + " points"
	}
	if c.Mine > 0 {
		right += ", " + widget.Number(c.Mine) + " yours"
	}
	more = []string{c.Text}
	if c.Files > 0 {
		more = append(more, fmt.Sprintf("In force, it makes promises of %d of your drafts, and of those of others.",
			c.Files))
	}
	return head, right, more
}

// enterTie opens what can be done with a row.
func (m *Model) enterTie(t tie) tea.Cmd {
	switch {
	case t.write:
		return m.open(m.noteForm())
	case t.mechanism != nil:
		return m.open(m.investForm(t.mechanism))
	case t.note != nil && t.note.Mine && (t.note.State == "draft" || t.note.State == "withdrawn"):
		return m.open(m.fileForm(t.note))
	case t.note != nil && t.note.Mine && t.note.State == "revised":
		return widget.Say("Another version has taken its place: revise that one", false)
	case t.note != nil && t.note.Mine && t.note.State == "filed" && m.view.Clock.Phase == "before STARTEX":
		return m.open(m.reviseForm(t.note))
	case t.note != nil && t.note.Mine && t.note.State == "due":
		return m.open(m.promiseForm(strconv.Itoa(t.note.N)))
	case t.note != nil && t.note.Mine && t.note.State == "filed":
		return m.open(m.promiseForm(strconv.Itoa(t.note.N)))
	case t.note != nil && !t.note.Mine && t.note.Does != nil && m.view.Clock.Phase != "before STARTEX":
		return m.open(m.expectForm(t.note))
	case t.duty != nil && t.duty.Status != "met":
		return m.open(m.dutyForm(t.duty.ID))
	case t.decision != nil: // it stays as it is: another one says what is new
		return m.open(m.decideForm())
	case t.venue != nil && t.venue.State == "open":
		return m.open(m.writeForm(t.venue.ID, ""))
	case t.venue != nil && t.venue.State == "closed":
		return m.open(m.conveneForm(t.venue))
	}
	return widget.Say("There is nothing to do with that now", false)
}

// expectForm says how likely this seat holds it that another keeps a promise that it was shown.
func (m *Model) expectForm(n *exercise.Note) (*compose, string) {
	if why := m.cannot("predict"); why != "" {
		return nil, why
	}
	will := map[string]string{"act": "act", "commit": "join", "convene": "meet", "share": "tell", "say": "tell"}[n.Does.Verb]
	values := speech.Values{"seat": n.Role}
	if will != "" {
		values["will"] = will
	}
	return m.sayForm(&speech.Said{Row: exercise.Language().Verb("predict"), Values: values}), ""
}
