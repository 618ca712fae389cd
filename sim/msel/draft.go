package msel

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// maxDraftText is the most bytes of a text in a draft; the format allows 20,000.
const maxDraftText = 19_000

// Draft is a scenario that was made of a list.
type Draft struct {
	Text string
	// Findings tell what of the list the draft cannot hold unchanged.
	Findings Findings
	// Attachments are those of the list, and the full text of what is too long for the format.
	Attachments []Attachment
	// Loaded is the scenario of the text if it has been read already, else nil.
	Loaded *scenario.Scenario
}

// Draft writes the list as a scenario that passes the check of its format.
func (l *List) Draft() Draft {
	if sc, same := l.carried(); same {
		return Draft{sc.Source, nil, l.Attachments, sc}
	}
	d := &drafter{list: l, ids: map[string]bool{}, files: slices.Clone(l.Attachments)}
	d.shift = l.earliest()
	d.head()
	for _, s := range d.seats() {
		fmt.Fprintf(&d.b, "\n[role.%s]\n", s.ID)
		d.text("title", s.Title)
		d.text("brief", s.Brief)
	}
	d.names()
	section := ""
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Section != section {
			if section = e.Section; section != "" {
				d.comment("\n# ---- ", section)
			}
		}
		d.entry(i, e)
	}
	if len(d.files) > 0 {
		d.comment("\n# ", "Files that came with the list:")
	}
	for _, a := range d.files {
		d.comment("# ", fmt.Sprintf("%s, %d bytes, SHA-256 %s", a.Name, len(a.Data), a.SHA256))
	}
	return Draft{d.b.String(), d.found, d.files, nil}
}

// drafter writes a draft.
type drafter struct {
	b     strings.Builder
	list  *List
	shift scenario.Duration // how much later everything is, so that nothing is before STARTEX
	ids   map[string]bool   // that are in use
	given []string          // by entry: its id
	found Findings
	files []Attachment
}

// comment writes a text as comments of TOML, the first line after lead.
func (d *drafter) comment(lead, text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			lead = "#   "
		}
		for _, part := range pieces(scenario.CleanLine(line), 500) {
			d.b.WriteString(lead + part + "\n")
			lead = "#   "
		}
	}
}

// pieces cuts a text into parts of at most n bytes, after a blank if one is in the second half of a
// part, and never inside a character.
func pieces(s string, n int) []string {
	var out []string
	for len(s) > n {
		cut := strings.LastIndexByte(s[:n], ' ') + 1
		if cut <= n/2 {
			cut = n
			for cut > n-4 && s[cut]&0xc0 == 0x80 { // not inside a character
				cut--
			}
		}
		out = append(out, s[:cut])
		s = s[cut:]
	}
	return append(out, s)
}

// text writes a key with a text, if there is one.
func (d *drafter) text(key, s string) {
	if s != "" {
		fmt.Fprintf(&d.b, "%s = %s\n", key, tomlText(s))
	}
}

// itemMark begins an item of a list in a text: a bullet, a dash, a number.
var itemMark = regexp.MustCompile(`^\s*(?:[-*–•◦▪·]|\(?\d{1,2}[.)])\s+`)

// items returns the items of a text that is a list of two or more, each without its mark; any other
// text is one item.
func items(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		switch mark := itemMark.FindString(line); {
		case mark != "":
			out = append(out, strings.TrimSpace(line[len(mark):]))
		case strings.TrimSpace(line) == "" && len(out) > 0:
		case len(out) == 0:
			return []string{s}
		default:
			out[len(out)-1] += "\n" + line
		}
	}
	if len(out) < 2 || slices.Contains(out, "") {
		return []string{s}
	}
	return out
}

// tomlText writes a text as TOML: on one line if it is short, else as several, none of which
// is longer than the format allows.
func tomlText(s string) string {
	if !strings.Contains(s, "\n") && len(s) <= 200 {
		return scenario.Literal(s)
	}
	var b strings.Builder
	b.WriteString("\"\"\"\n")
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		for k, part := range pieces(line, 1000) {
			if k > 0 {
				b.WriteString("\\\n") // the line continues, and TOML leaves out blanks that follow
				if trimmed := strings.TrimLeft(part, " "); trimmed != part {
					b.WriteString(`\u0020`)
					part = part[1:]
				}
			}
			q := scenario.Literal(part)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	b.WriteString("\"\"\"")
	return b.String()
}

// head writes what comes before the tables.
func (d *drafter) head() {
	l := d.list
	d.comment("# ",
		"A draft, made from an events list. What to do next: tocsin check, and scenarios/README.md for what the")
	d.comment("# ",
		"list does not say: facts, actions, gauges, notes for bots, objectives and what they are measured by.")
	d.b.WriteString("\n")
	fmt.Fprintf(&d.b, "title = %s\n", tomlText(firstOf(oneLine(l.Title), "Imported exercise")))
	d.text("summary", l.Summary)
	if !l.Start.IsZero() || d.shift > 0 {
		fmt.Fprintf(&d.b, "start = %s\n", l.clockStart().Add(-time.Duration(d.shift)).Format(time.RFC3339))
	}
	if d.shift > 0 {
		d.comment("# ", "The list has entries before its time 0, which is "+d.shift.Exact()+" after STARTEX here.")
		d.found = append(d.found, Finding{Level: Note, Code: "shift",
			Message: "the list begins " + exactSpan(d.shift) +
				" before its time 0: STARTEX is put there, and every time " +
				"of the draft is that much later"})
	}
	fmt.Fprintf(&d.b, "length = %s\n", scenario.Literal(d.length().Exact()))
	for _, n := range l.Notes {
		d.comment("# ", n)
	}
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// length returns how long the draft lasts: as the list says, or else until a tenth longer than its
// last entry, at least ten minutes; a day without any time.
func (d *drafter) length() scenario.Duration {
	if d.list.Length > 0 {
		return min(d.list.Length+d.shift, scenario.MaxLength)
	}
	last := scenario.Duration(0)
	for _, e := range d.list.Entries {
		if e.Timed {
			last = max(last, e.At+d.shift)
		}
	}
	if last == 0 {
		return scenario.Day
	}
	after := max(last/10, 10*scenario.Minute)
	return min((last+after+scenario.Minute-1)/scenario.Minute*scenario.Minute, scenario.MaxLength)
}

// seats returns the seats of the list, or one for all players, since a scenario must have a seat.
func (d *drafter) seats() []Seat {
	if len(d.list.Seats) > 0 {
		return d.list.Seats
	}
	return []Seat{{ID: "players", Title: "Players"}}
}

// names gives each entry an id: its own, or one made of its number or title.
func (d *drafter) names() {
	d.given = make([]string, len(d.list.Entries))
	for i, e := range d.list.Entries { // ids that come from a scenario first
		if e.ID != "" && idForm.MatchString(e.ID) && !d.ids[e.ID] {
			d.ids[e.ID], d.given[i] = true, e.ID
		}
	}
	next := map[string]int{}
	for i, e := range d.list.Entries {
		if d.given[i] != "" {
			continue
		}
		base := slug(e.Title)
		switch n := strings.ReplaceAll(fold(e.Number), " ", "_"); {
		case n == "":
		case n[0] >= '0' && n[0] <= '9':
			base = slug("inject_" + n)
		default:
			base = slug(n)
		}
		id := base
		for n := max(next[base], 2); d.ids[id]; n++ {
			id = fmt.Sprintf("%s_%d", base, n)
			next[base] = n + 1
		}
		d.ids[id], d.given[i] = true, id
		if e.ID != "" || e.Number != "" && id != base {
			d.found = append(d.found, Finding{Level: Note, Code: "id", Place: e.Place, Value: firstOf(e.ID, e.Number),
				Message: "another entry has this id: " + id + " is given"})
		}
	}
}

// entry writes an inject.
func (d *drafter) entry(i int, e *Entry) {
	live, held := rulesOf(e.Rules)
	d.b.WriteByte('\n')
	if p := e.Place.String(); p != "" {
		d.comment("# ", p)
	}
	fmt.Fprintf(&d.b, "[inject.%s]\n", d.given[i])
	d.text("title", e.Title)
	ruled := slices.ContainsFunc(live, func(r rule) bool { return r.key == "at" })
	every := slices.ContainsFunc(live, func(r rule) bool { return r.key == "every" })
	conditional := slices.ContainsFunc(held, func(r rule) bool { return r.key == "when" })
	switch {
	case ruled:
	case e.Timed && conditional: // the time is counted from a condition that the draft lacks
		fmt.Fprintf(&d.b, "# at = %s\n", scenario.Literal((e.At + d.shift).Exact()))
	case e.Timed:
		fmt.Fprintf(&d.b, "at = %s\n", scenario.Literal((e.At + d.shift).Exact()))
	}
	d.text("from", e.From)
	if e.Media != "" && e.Media != media[0] {
		d.text("media", e.Media)
	}
	switch {
	case len(e.To) == 0:
		d.b.WriteString("to = [\"none\"]\n")
	case len(e.To) > 1 || e.To[0] != everyone:
		fmt.Fprintf(&d.b, "to = %s\n", quoteAll(e.To))
	}
	d.text("text", d.within(e, "text", e.Text))
	if e.Expected != "" {
		fmt.Fprintf(&d.b, "look_for = %s\n", quoteAll(items(d.within(e, "look_for", e.Expected))))
	}
	d.text("hint", d.within(e, "hint", e.hint()))
	waits := e.Kind == Contingency || !e.Timed && !ruled && !every // until a person brings it
	if waits && !slices.ContainsFunc(live, func(r rule) bool { return r.key == "hold" }) {
		d.b.WriteString("hold = true\n")
	}
	for _, r := range live {
		d.b.WriteString(r.line + "\n")
	}
	for _, r := range held {
		d.comment("# ", r.line)
		d.found = append(d.found, Finding{Level: Doubt, Code: "rule", Place: e.Place, Value: clip(r.line),
			Message: "this refers to parts of a scenario that the draft does not have; it is there as a comment",
			Hint:    "write what it refers to, and take the # away"})
	}
}

// within cuts a text that is too long for the format, and keeps the full text as an attachment.
func (d *drafter) within(e *Entry, what, s string) string {
	if len(s) <= maxDraftText {
		return s
	}
	name := fmt.Sprintf("%s.%s.txt", slug(firstOf(e.Number, e.Title)), what)
	d.files = attach(d.files, name, []byte(s))
	cut := pieces(s, maxDraftText)[0]
	d.found = append(d.found, Finding{Level: Doubt, Code: "long-text", Place: e.Place, Value: clip(s),
		Message: fmt.Sprintf("the %s has %d bytes, more than a scenario may have: it is cut, and is complete in %s", what,
			len(s), name),
		Hint: "shorten it in the list"})
	return strings.TrimSpace(cut) + " …"
}
