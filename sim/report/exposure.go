package report

import (
	"fmt"
	"strconv"

	"tocsin/sim/engine"
)

// VersionLine is a version of a product: who ran it over time, and who of them was exposed to its flaw.
type VersionLine struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Of      string        `json:"of"`            // the product
	Steps   []VersionStep `json:"steps"`         // each change of the two counts, from STARTEX on; empty where nobody ever ran it
	Ran     []VersionRun  `json:"ran"`           // in the order in which they began
	Most    int           `json:"most_exposed"`  // systems at one time
	Exposed float64       `json:"exposed_hours"` // over all systems
}

// VersionStep is how many systems run a version from a time on, and how many of them are exposed.
type VersionStep struct {
	Hours   float64 `json:"hours"`
	Running int     `json:"running"`
	Exposed int     `json:"exposed"`
	Source  Source  `json:"source"`
}

// VersionRun is a system that ran a version, without a break.
type VersionRun struct {
	System  string   `json:"system"`
	Title   string   `json:"title"` // the system's
	Role    string   `json:"role,omitempty"`
	Owner   string   `json:"owner,omitempty"` // title of the role
	From    float64  `json:"from_hours"`
	T       string   `json:"t"`
	Until   *float64 `json:"until_hours"`   // nil for to the end
	Exposed float64  `json:"exposed_hours"` // a span: for how long it was exposed meanwhile
	Source  Source   `json:"source"`
}

// exposure follows who runs what, who is isolated, and which versions have their flaw: a part of the [course] of a run.
type exposure struct {
	b        *builder
	lines    []VersionLine
	flawed   []bool
	isolated []bool
	open     [][]int // by version and system: the place in Ran of what the system runs now, or -1
	now      float64
}

// newExposure is who runs which version at STARTEX.
func newExposure(b *builder) *exposure {
	sc := b.sc
	x := &exposure{b: b, lines: []VersionLine{}, flawed: make([]bool, len(sc.Versions)),
		isolated: make([]bool, len(sc.Systems))}
	for v := range sc.Versions {
		x.lines = append(x.lines, VersionLine{ID: sc.Versions[v].ID, Title: sc.Versions[v].Title, Of: sc.Versions[v].Of,
			Steps: []VersionStep{}, Ran: []VersionRun{}})
		x.open = append(x.open, make([]int, len(sc.Systems)))
		for s := range sc.Systems {
			x.open[v][s] = -1
		}
	}
	start := Source{Line: 1}
	for s := range sc.Systems {
		for _, id := range sc.Systems[s].Runs {
			x.begin(sc.Find("version", id), s, start)
		}
		x.isolated[s] = sc.Systems[s].State == "isolated"
	}
	x.count(start)
	return x
}

// change takes in that a system runs another version.
func (x *exposure) change(ev engine.Event, at Source) {
	x.to(ev.At)
	x.end(int(ev.Other), int(ev.Ref))
	x.begin(int(ev.Num), int(ev.Ref), at)
	x.count(at)
}

// flaw takes in that a version has its flaw from now on, or no longer.
func (x *exposure) flaw(ev engine.Event, at Source) {
	x.to(ev.At)
	x.flawed[ev.Ref] = ev.Num == 1
	x.count(at)
}

// isolate takes in that the state of a system has changed.
func (x *exposure) isolate(ev engine.Event, at Source) {
	x.to(ev.At)
	x.isolated[ev.Ref] = uint8(ev.Num) == engine.Isolated
	x.count(at)
}

// close lets time pass to the end of the run.
func (x *exposure) close(now engine.Time) {
	x.to(now)
	for v := range x.lines {
		for _, st := range x.lines[v].Steps {
			x.lines[v].Most = max(x.lines[v].Most, st.Exposed)
		}
	}
}

// begin has a system run a version from now on; -1 is none.
func (x *exposure) begin(v, s int, at Source) {
	if v < 0 {
		return
	}
	sys := &x.b.sc.Systems[s]
	r := VersionRun{System: sys.ID, Title: sys.Title, Role: sys.Owner, From: x.now,
		T: hoursText(x.now), Source: at}
	if sys.Owner != "" {
		r.Owner = x.b.role(sys.Owner)
	}
	x.open[v][s] = len(x.lines[v].Ran)
	x.lines[v].Ran = append(x.lines[v].Ran, r)
}

// end has it no longer run a version; -1 is none.
func (x *exposure) end(v, s int) {
	if v < 0 || x.open[v][s] < 0 {
		return
	}
	until := x.now
	x.lines[v].Ran[x.open[v][s]].Until = &until
	x.open[v][s] = -1
}

// to lets time pass, and adds it to the hours of the systems that are exposed.
func (x *exposure) to(at engine.Time) {
	passed := at.Hours() - x.now
	for v := range x.lines {
		for s, i := range x.open[v] {
			if x.exposed(v, s) {
				x.lines[v].Ran[i].Exposed += passed
				x.lines[v].Exposed += passed
			}
		}
	}
	x.now = at.Hours()
}

// exposed is what the engine means by it: a system runs a version while this has its flaw, and is not isolated.
func (x *exposure) exposed(v, s int) bool { return x.open[v][s] >= 0 && x.flawed[v] && !x.isolated[s] }

// count adds a step to each version of which another number runs or is exposed than before. Of what changes at one
// instant the last counts.
func (x *exposure) count(at Source) {
	for v := range x.lines {
		l := &x.lines[v]
		st := VersionStep{Hours: x.now, Source: at}
		for s, i := range x.open[v] {
			if i >= 0 {
				st.Running++
			}
			if x.exposed(v, s) {
				st.Exposed++
			}
		}
		n := len(l.Steps)
		switch {
		case n == 0 && st.Running == 0:
		case n > 0 && l.Steps[n-1].Running == st.Running && l.Steps[n-1].Exposed == st.Exposed:
		case n > 0 && l.Steps[n-1].Hours == x.now:
			l.Steps[n-1] = st
		default:
			l.Steps = append(l.Steps, st)
		}
	}
}

// howExposed says how the numbers are to be read.
const howExposed = "A system is exposed while it runs a version that has its flaw, unless it is isolated. Exposed hours " +
	"are summed up over all systems."

// At is how many systems ran it at a time, in hours since STARTEX.
func (l *VersionLine) At(hours float64) int {
	n := 0
	for _, st := range l.Steps {
		if st.Hours <= hours {
			n = st.Running
		}
	}
	return n
}

// AtStart is how many systems ran it at STARTEX, AtEnd at the end.
func (l *VersionLine) AtStart() int { return l.At(0) }
func (l *VersionLine) AtEnd() int {
	if len(l.Steps) == 0 {
		return 0
	}
	return l.Steps[len(l.Steps)-1].Running
}

// First is when the first system was exposed; "never" for none.
func (l *VersionLine) First() string {
	for _, st := range l.Steps {
		if st.Exposed > 0 {
			return hoursText(st.Hours)
		}
	}
	return "never"
}

// Last is when the last system ceased to be exposed; "not by the end" where one still was.
func (l *VersionLine) Last() string {
	text := "never"
	exposed := false
	for _, st := range l.Steps {
		if exposed && st.Exposed == 0 {
			text = hoursText(st.Hours)
		}
		exposed = st.Exposed > 0
	}
	if exposed {
		return "not by the end"
	}
	return text
}

// Ended is when the system ceased to run it.
func (r *VersionRun) Ended() string {
	if r.Until == nil {
		return "to the end"
	}
	return hoursText(*r.Until)
}

// Exposure is for how long it was exposed; "no" for not at all.
func (r *VersionRun) Exposure() string {
	if r.Exposed == 0 {
		return "no"
	}
	return span(r.Exposed)
}

// Hours are those of all exposed systems, in words.
func (l *VersionLine) Hours() string { return figure(l.Exposed) }

// runRow is a stretch with its version.
type runRow struct {
	Version string
	VersionRun
}

// VersionRuns are the stretches of all versions, one version after the other.
func (r *Report) VersionRuns() []runRow {
	var out []runRow
	for i := range r.Versions {
		for _, run := range r.Versions[i].Ran {
			out = append(out, runRow{r.Versions[i].Title, run})
		}
	}
	return out
}

// ran reports whether a system ran a version at all.
func ran(r *Report) bool { return len(r.VersionRuns()) > 0 }

// exposure writes who ran what, and who was exposed.
func (m *markdown) exposure() {
	m.line("%s", esc(howExposed))
	if picture, ok := exposurePicture(m.r); ok {
		m.line("\n![%s](picture_exposure.svg)", esc(picture.Finding))
	}
	m.table("Version", "Of", "Ran it at STARTEX", "At the end", "Exposed at one time, at most",
		"Exposed from", "Exposed until", "Exposed hours")
	for i := range m.r.Versions {
		l := &m.r.Versions[i]
		m.row(l.Title, l.Of, strconv.Itoa(l.AtStart()), strconv.Itoa(l.AtEnd()), strconv.Itoa(l.Most), l.First(),
			l.Last(),
			l.Hours())
	}
	runs := m.r.VersionRuns()
	if n := len(runs); n > m.rows.decisions {
		m.line("\nThe first %d of %d; all are in versions.csv.", m.rows.decisions, n)
		runs = runs[:m.rows.decisions]
	}
	m.table("Version", "System", "Whose", "From", "Until", "Exposed for", "Record")
	for i := range runs {
		x := &runs[i]
		m.row(x.Version, x.Title, x.Owner, x.T, x.Ended(), x.Exposure(), x.Source.String())
	}
}

// versionRows are who ran which version, one row for each stretch.
func versionRows(r *Report, row func(...string)) {
	for i := range r.Versions {
		l := &r.Versions[i]
		for _, x := range l.Ran {
			row(l.ID, l.Title, l.Of, x.System, x.Title, x.Role, x.Owner, inFull(&x.From), x.T, inFull(x.Until),
				inFull(&x.Exposed), x.Source.String(), r.calendar(x.From))
		}
	}
}

// exposureFinding says which version exposed most, and how much.
func exposureFinding(r *Report) string {
	worst, others := -1, 0.0
	for i := range r.Versions {
		if l := &r.Versions[i]; worst < 0 || l.Exposed > r.Versions[worst].Exposed {
			worst = i
		}
		others += r.Versions[i].Exposed
	}
	w := &r.Versions[worst]
	if w.Exposed == 0 {
		return "No system was exposed."
	}
	others -= w.Exposed
	text := fmt.Sprintf("%s exposed %s at one time, and for %s system hours in all", w.Title,
		counted(w.Most, "system"), w.Hours())
	if w.Last() == "not by the end" {
		text += "; not all had left it by the end"
	}
	if others > 0 {
		text += fmt.Sprintf("; other versions %s system hours", figure(others))
	}
	return text + "."
}
