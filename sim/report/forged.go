package report

import "tocsin/sim/score"

// ForgedLine is a forged message that reached a seat: what the seat did next, and whether and how soon it found out.
type ForgedLine struct {
	Inject  string   `json:"inject"` // id
	Name    string   `json:"name"`   // its title
	Hours   float64  `json:"hours"`
	T       string   `json:"t"`
	Role    string   `json:"role"`
	Title   string   `json:"title"`         // the seat's
	As      string   `json:"as"`            // id of the role that it seemed to come from
	AsTitle string   `json:"as_title"`      // its title
	Did     string   `json:"did,omitempty"` // the first action that the seat began before it found out
	After   *float64 `json:"after_hours"`   // a span: from the message to that action
	Checked *float64 `json:"checked_hours"` // a span: from the message to when it was told that it is forged; null for never
	Source  Source   `json:"source"`
}

// forged lists the forged messages in the order in which they arrived.
func (b *builder) forged() {
	b.r.Forged = []ForgedLine{}
	for _, i := range b.course.forged {
		ev := b.events[i]
		in := &b.sc.Injects[ev.Via.Ref]
		l := ForgedLine{Inject: in.ID, Name: in.Title, Hours: ev.At.Hours(), T: ev.At.String(),
			Source: b.in.Origins[i].Source}
		l.Role, l.Title = b.roleAt(int(ev.Role))
		l.As, l.AsTitle = b.roleAt(int(ev.Other))
		until := b.e.Checked(int(ev.Role), int(ev.Via.Ref))
		if until >= ev.At {
			l.Checked = hoursPtr(until - ev.At)
		}
		if d := b.firstDeed(int(ev.Role), i, func(*score.Deed) bool { return true }); d != nil &&
			(until < 0 || d.Begun.At < until) {
			l.Did, l.After = b.sc.Actions[d.Action].Title, hoursPtr(d.Begun.At-ev.At)
		}
		b.r.Forged = append(b.r.Forged, l)
	}
}

// Then says what the seat did before it found out.
func (l *ForgedLine) Then() string {
	if l.Did == "" {
		return "nothing"
	}
	return l.Did + ", " + span(*l.After) + " later"
}

// Found says whether and how soon the seat found out.
func (l *ForgedLine) Found() string {
	if l.Checked == nil {
		return "never"
	}
	return "after " + span(*l.Checked)
}

func (m *markdown) forged() {
	m.table("When", "Message", "Reached", "As if from", "Did next", "Found out")
	for i := range m.r.Forged {
		l := &m.r.Forged[i]
		m.row(l.T, l.Name, l.Title, l.AsTitle, l.Then(), l.Found())
	}
}
