package msel

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// Result is what a file holds, and what its reader reports.
type Result struct {
	List     *List
	Findings Findings
	// Tables are the tables that were read, with what each column holds.
	Tables []Table
	// Map is the mapping that was used, completed with what was found.
	Map *Mapping
}

// Table is a table of a file, and what its columns hold.
type Table struct {
	Sheet   string   `json:"sheet,omitempty"`
	Header  int      `json:"header_row"`
	Rows    int      `json:"rows"` // below the header
	Columns []Column `json:"columns"`
}

// tables reads the sheets of a file that hold entries into one list.
type tables struct {
	m       *Mapping
	list    *List
	cast    *cast
	times   timeReader
	line    timeline
	found   Findings
	read    []Table
	modes   map[string]bool   // what has been reported once and is not reported again
	unread  []string          // cells of time that could not be read
	assumed map[string]string // modes of delivery and types of entries that are not known, by key in modes
	deck    bool              // the sheet that is read is a deck of cards
	own     bool              // the sheet that is read was written by Tocsin
	tells   bool              // the sheet that is read has a column for what players are told
}

// readTables makes a list of the sheets of a file.
func readTables(name string, sheets []sheet, m *Mapping) (*Result, error) {
	t := &tables{m: m, list: &List{}, cast: newCast(m), times: timeReader{m: m}, line: timeline{m: m},
		modes: map[string]bool{}, assumed: map[string]string{}}
	var left []sheet
	type chosen struct {
		s      sheet
		header int
	}
	var use []chosen
	for _, s := range sheets {
		if len(s.rows) == 0 || len(m.Sheets) > 0 && !slices.ContainsFunc(m.Sheets, func(n string) bool {
			return strings.EqualFold(n, s.name)
		}) {
			continue
		}
		header := findHeader(s, m)
		if header < 0 && !m.headless() {
			left = append(left, s)
			continue
		}
		use = append(use, chosen{s, header})
	}
	if len(use) == 0 {
		return nil, noHeader(name, sheets, m)
	}
	for _, s := range left {
		t.leave(s)
	}
	var dates []string
	for _, u := range use {
		dates = append(dates, t.timeTexts(u.s, u.header)...)
	}
	t.times.learnOrder(dates)
	for _, u := range use {
		t.sheet(u.s, u.header)
	}
	for i := range t.line.rows { // one for each entry, in the same order
		t.line.rows[i].entry = &t.list.Entries[i]
	}
	t.line.settle()
	t.list.Start = t.line.start
	t.list.Seats = t.cast.seats
	t.found = append(t.found, t.line.found...)
	t.found = append(t.found, t.cast.findings()...)
	if t.list.Title == "" {
		t.list.Title = titleOf(name)
	}
	return &Result{List: t.list, Findings: t.found, Tables: t.read, Map: t.mapping()}, nil
}

// titleOf makes a title from a file's name.
func titleOf(name string) string {
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	words := oneLine(strings.NewReplacer("_", " ", "-", " ").Replace(base))
	if words == "" || words == "." {
		return "Imported exercise"
	}
	return words
}

// leave reports a sheet that is not read.
func (t *tables) leave(s sheet) {
	rows := 0
	for _, r := range s.rows {
		if r.filled() > 0 {
			rows++
		}
	}
	if rows == 0 {
		return
	}
	t.doubt("sheet", Place{Sheet: s.name}, "",
		fmt.Sprintf("there is no known header here: the sheet is not read (filled rows: %d)", rows),
		`name the sheets that hold injects in the map (sheets = ["MSEL"]), or accept "sheet"`)
}

// noHeader returns the error of a file in which nothing looks like a list.
func noHeader(name string, sheets []sheet, m *Mapping) error {
	if len(m.Sheets) > 0 && !slices.ContainsFunc(sheets, func(s sheet) bool {
		return slices.ContainsFunc(m.Sheets, func(n string) bool { return strings.EqualFold(n, s.name) })
	}) {
		var names []string
		for _, s := range sheets {
			names = append(names, s.name)
		}
		return fmt.Errorf("%s has no sheet %s; its sheets are %s", name, strings.Join(m.Sheets, ", "),
			inBrief(names, 20))
	}
	var seen []string
	for _, s := range sheets {
		for _, r := range s.rows {
			if r.filled() > 1 {
				for _, c := range r.cells {
					if c.text != "" {
						seen = append(seen, fmt.Sprintf("%q", clip(c.text)))
					}
				}
				break
			}
		}
	}
	if len(seen) == 0 {
		return fmt.Errorf("%s holds no table: no row has two filled cells", name)
	}
	return fmt.Errorf("%s has no header that is known: among the first %d rows no row names at least two "+
		"columns, one "+
		"of which says what happens; the first row is %s. Say in a map what they hold, for example [columns] %s = "+
		"\"text\"; without any header, \"column A\" = \"time\"", name, headerRows, inBrief(seen, 8), seen[0])
}

func clip(s string) string {
	s = oneLine(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// headless reports whether the mapping names columns by their letters, as for a file
// without a header.
func (m *Mapping) headless() bool {
	for k := range m.folded["columns"] {
		if strings.HasPrefix(k, "column ") {
			return true
		}
	}
	return false
}

// columns says what the columns of a sheet hold; header is below zero if it has none.
func (t *tables) columns(s sheet, header int) []Column {
	if header >= 0 {
		return columnsOf(s, header, t.m)
	}
	width := 0
	for _, r := range s.rows {
		width = max(width, len(r.cells))
	}
	columns := make([]Column, width)
	for i := range columns {
		name := "column " + columnName(i)
		columns[i] = Column{Letter: columnName(i), Heading: name, Field: FieldExtra, Sure: true}
		if f, ok := t.m.column(name); ok {
			columns[i].Field = f
		}
	}
	return columns
}

// timeTexts returns the cells that may hold dates.
func (t *tables) timeTexts(s sheet, header int) []string {
	var out []string
	for i, c := range t.columns(s, header) {
		if c.Field != FieldTime && c.Field != FieldDate {
			continue
		}
		for _, r := range s.rows[header+1:] {
			out = append(out, r.at(i))
		}
	}
	return out
}

// sheet reads the rows of a sheet.
func (t *tables) sheet(s sheet, header int) {
	columns := t.columns(s, header)
	read := Table{Sheet: s.name, Columns: columns}
	if header >= 0 {
		read.Header = s.rows[header].number
	}
	for _, r := range s.rows[:max(header, 0)] {
		t.above(r)
	}
	for _, c := range columns {
		if !c.Sure {
			t.doubt("column", Place{Sheet: s.name, Row: read.Header, Column: c.Letter}, c.Heading,
				"by a similar name, the column is taken for: "+string(c.Field), "say what it holds in [columns] of the map")
		}
	}
	if t.deck = isDeck(columns); t.deck && t.m.Untimed == "" {
		t.doubt("deck", Place{Sheet: s.name, Row: read.Header}, "",
			"this looks like a deck of cards: no column is a time, so "+
				"each card is an inject that the facilitator brings by hand",
			`say untimed = "by hand" in the map, or accept "deck"`)
	}
	t.own = slices.ContainsFunc(columns, func(c Column) bool { return c.Field == FieldID })
	t.tells = slices.ContainsFunc(columns, func(c Column) bool { return c.Field == FieldText || c.Field == FieldTitle })
	if !t.tells {
		t.doubt("no-text", Place{Sheet: s.name, Row: read.Header}, "",
			"no column says what players are told: an expected action has to do for it",
			`name the column in [columns] of the map, or accept "no-text"`)
	}
	section, used := "", true
	for _, r := range s.rows[header+1:] {
		if r.filled() == 0 {
			continue
		}
		read.Rows++
		valid := t.withoutErrors(s, r)
		if valid.filled() == 0 {
			continue
		}
		if header >= 0 && sameHeadings(r, s.rows[header]) {
			t.note("header", Place{Sheet: s.name, Row: r.number}, "the header is here again; it is skipped")
			continue
		}
		if heading := sectionOf(r, columns); heading != "" {
			if !used {
				t.list.Notes = append(t.list.Notes, section)
			}
			section, used = heading, false
			t.heading(s, r, columns, heading)
			continue
		}
		used = true
		t.entry(s, valid, columns, section)
	}
	if !used {
		t.list.Notes = append(t.list.Notes, section)
	}
	t.read = append(t.read, read)
}

func (t *tables) note(code string, at Place, message string) {
	t.found = append(t.found, Finding{Level: Note, Code: code, Place: at, Message: message})
}

func (t *tables) doubt(code string, at Place, value, message, hint string) {
	t.found = append(t.found, Finding{Level: Doubt, Code: code, Place: at, Value: value, Message: message,
		Hint: hint})
}

// isDeck reports whether the columns are those of a deck of cards, which have no time.
func isDeck(columns []Column) bool {
	cards := false
	for _, c := range columns {
		if c.Field == FieldTime || c.Field == FieldDate {
			return false
		}
		switch words := strings.Fields(fold(c.Heading)); {
		case slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains([]string{"card", "cards", "deck", "suit", "colour", "color", "karte", "carte"}, w)
		}):
			cards = true
		}
	}
	return cards
}

// above keeps a row that stands over a header: the first one is the title.
func (t *tables) above(r row) {
	var words []string
	for _, c := range r.cells {
		if c.text != "" && !slices.Contains(words, c.text) {
			words = append(words, c.text)
		}
	}
	switch text := strings.Join(words, ": "); {
	case text == "":
	case t.list.Title == "" && len(text) <= 200:
		t.list.Title = oneLine(text)
	default:
		t.list.Notes = append(t.list.Notes, text)
	}
}

func sameHeadings(r, header row) bool {
	for i := range max(len(r.cells), len(header.cells)) {
		if fold(r.at(i)) != fold(header.at(i)) {
			return false
		}
	}
	return true
}

// mapping returns the mapping that was used, completed with what was found.
func (t *tables) mapping() *Mapping {
	m := *t.m
	m.Columns, m.To = map[string]string{}, map[string]string{}
	m.Media, m.Types = map[string]string{}, map[string]string{}
	for _, tab := range t.read {
		for _, c := range tab.Columns {
			if c.Heading != "" {
				m.Columns[c.Heading] = string(c.Field)
			}
		}
	}
	for _, r := range t.cast.asked {
		m.To[r.name] = r.is
	}
	for key, text := range t.assumed {
		if strings.HasPrefix(key, "media ") {
			m.Media[text] = "email"
		} else {
			m.Types[text] = "inject"
		}
	}
	for _, x := range []struct{ from, to map[string]string }{{t.m.Columns, m.Columns}, {t.m.To, m.To},
		{t.m.Media, m.Media}, {t.m.Types, m.Types}} {
		for k, v := range x.from {
			x.to[k] = v
		}
	}
	m.unread = t.unread
	if m.Start == "" && !t.line.start.IsZero() {
		m.assumedStart = t.line.start.Format("2006-01-02 15:04")
	}
	m.index()
	return &m
}

// clockStart returns the start that a list counts from, or that of a scenario that names none.
func (l *List) clockStart() time.Time {
	if l.Start.IsZero() {
		return defaultStart
	}
	return l.Start
}

// earliest returns how long before time 0 the list begins, 0 or more.
func (l *List) earliest() scenario.Duration {
	least := scenario.Duration(0)
	for _, e := range l.Entries {
		if e.Timed {
			least = min(least, e.At)
		}
	}
	return -least
}
