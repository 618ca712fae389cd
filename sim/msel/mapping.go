package msel

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"tocsin/sim/scenario"
)

// Mapping is what a person has settled about a list: what its columns and times mean and who
// its recipients are. It is kept in a TOML file and serves the next list from the same tool.
// What it says is used without doubt; what it leaves empty stays in doubt.
type Mapping struct {
	// Sheets are the sheets of a workbook that hold injects; empty: all that look like it.
	Sheets []string `toml:"sheets"`
	// Encoding is the encoding of a text file that does not say it: "windows-1252".
	Encoding string `toml:"encoding"`
	// Start is the date and time that clock times count from: "2027-03-01 09:00".
	Start string `toml:"start"`
	// T is the unit of T+5: "minutes", "hours" or "days".
	T string `toml:"t"`
	// Numbers is what a bare number among the times is: a unit, or "excel" for the days of
	// spreadsheets.
	Numbers string `toml:"numbers"`
	// Dates is the order of 03/04/2027: "dmy" or "mdy".
	Dates string `toml:"dates"`
	// Untimed is what a row without a time is: "by hand", when the facilitator brings it, or
	// "as above", at the time of the row above.
	Untimed string `toml:"untimed"`
	// Backwards is "day" if a clock time earlier than the one above is on the next day, "same" if the
	// rows are out of order.
	Backwards string `toml:"backwards"`
	// Columns say what a heading is: "When it happens" = "time".
	Columns map[string]string `toml:"columns"`
	// To says who a recipient is: "SOC" = "soc", or "all", "public", "staff", "none", several
	// with commas; an id that is not yet a seat makes one.
	To map[string]string `toml:"to"`
	// Media say how a mode of delivery arrives: "Runner" = "document".
	Media map[string]string `toml:"media"`
	// Types say what an entry of some type is: "inject", "contingency" or "expected".
	Types map[string]string `toml:"types"`
	// Times say what a cell of time means that cannot be read: "after lunch" = "13:00"; "" is
	// a time that is meant to be open.
	Times map[string]string `toml:"times"`
	// Accept are codes of findings that somebody has looked at and agrees with.
	Accept []string `toml:"accept"`

	folded map[string]map[string]string // by table, and by name as lookupKey writes it
	// unread are cells of time that could not be read, and assumedStart is a start that nobody has
	// confirmed: Text asks about them.
	unread       []string
	assumedStart string
}

// ParseMapping reads a mapping. Errors begin with name, which stands for its file.
func ParseMapping(name string, src []byte) (*Mapping, error) {
	m := &Mapping{}
	meta, err := toml.Decode(string(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))), m)
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return nil, fmt.Errorf("%s:%d: %s", name, fault.Position.Line, scenario.CleanLine(fault.Message))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, scenario.CleanLine(err.Error()))
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: unknown key %q: a map has sheets, encoding, start, t, numbers, dates, untimed, "+
			"backwards, accept and the tables columns, to, media, types and times", name,
			scenario.CleanLine(unknown[0].String()))
	}
	var raw map[string]any // meta.Type cannot say it: of a table with an entry "" it gives that entry's type
	if err := toml.Unmarshal(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), &raw); err != nil {
		return nil, fmt.Errorf("%s: %s", name, scenario.CleanLine(err.Error()))
	}
	for _, table := range []string{"columns", "to", "media", "types", "times"} {
		if _, is := raw[table].(map[string]any); meta.IsDefined(table) && !is {
			return nil, fmt.Errorf("%s: %s is a table: write [%s] and its entries below it", name, table, table)
		}
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	m.index()
	return m, nil
}

// choices are the words that a key of a mapping may have; "" leaves it open.
var choices = []struct {
	key   string
	of    func(*Mapping) string
	words []string
}{
	{"t", func(m *Mapping) string { return m.T }, []string{"", "minutes", "hours", "days"}},
	{"numbers", func(m *Mapping) string { return m.Numbers }, []string{"", "minutes", "hours", "days", "excel"}},
	{"dates", func(m *Mapping) string { return m.Dates }, []string{"", "dmy", "mdy"}},
	{"untimed", func(m *Mapping) string { return m.Untimed }, []string{"", "by hand", "as above"}},
	{"backwards", func(m *Mapping) string { return m.Backwards }, []string{"", "day", "same"}},
}

func (m *Mapping) check() error {
	for _, c := range choices {
		if !slices.Contains(c.words, c.of(m)) {
			return fmt.Errorf("%s is one of %s, not %q", c.key, strings.Join(c.words[1:], ", "),
				scenario.CleanLine(c.of(m)))
		}
	}
	if m.Start != "" {
		if _, err := ParseStart(m.Start); err != nil {
			return err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Columns)) {
		if v := Field(m.Columns[k]); !slices.Contains(fields(), v) && v != "" {
			return fmt.Errorf("column %q is %q, which is no field; fields are %s", scenario.CleanLine(k),
				scenario.CleanLine(string(v)), joinFields())
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Media)) {
		if v := m.Media[k]; !slices.Contains(media, v) && v != "" {
			return fmt.Errorf("media %q is %q; it is one of %s", scenario.CleanLine(k), scenario.CleanLine(v),
				strings.Join(media, ", "))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Types)) {
		if v := m.Types[k]; !slices.Contains([]string{"", "inject", "contingency", "expected"}, v) {
			return fmt.Errorf("type %q is %q; it is inject, contingency or expected", scenario.CleanLine(k),
				scenario.CleanLine(v))
		}
	}
	return nil
}

func joinFields() string {
	words := make([]string, 0, len(synonyms)+1)
	for _, f := range fields() {
		words = append(words, string(f))
	}
	return strings.Join(words, ", ")
}

// startLayouts are the ways to write a start.
var startLayouts = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04",
	"2006-01-02T15:04:05", "2006-01-02"}

// ParseStart reads the date and time that a list counts from, in UTC if it names no zone. The error
// says how to write it.
func ParseStart(s string) (time.Time, error) {
	for _, layout := range startLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no start: write a date and time such as 2027-03-01 09:00",
		scenario.CleanLine(s))
}

// index fills folded.
func (m *Mapping) index() {
	m.folded = map[string]map[string]string{}
	for name, table := range map[string]map[string]string{"columns": m.Columns, "to": m.To, "media": m.Media,
		"types": m.Types, "times": m.Times} {
		folded := make(map[string]string, len(table))
		for _, k := range slices.Sorted(maps.Keys(table)) {
			folded[lookupKey(k)] = strings.TrimSpace(table[k])
		}
		m.folded[name] = folded
	}
}

// lookupKey writes names so that those that differ only in case and blanks are equal.
func lookupKey(s string) string { return strings.ToLower(oneLine(s)) }

// settled returns what a table of the mapping says of a name.
func (m *Mapping) settled(table, name string) (string, bool) {
	v, ok := m.folded[table][lookupKey(name)]
	return v, ok
}

// column returns the field that the mapping gives a heading.
func (m *Mapping) column(heading string) (Field, bool) {
	v, ok := m.settled("columns", heading)
	if ok && v == "" {
		return FieldExtra, true
	}
	return Field(v), ok
}

// Accepted returns findings in which those that somebody agrees with are notes.
func (m *Mapping) Accepted(found Findings) Findings {
	out := slices.Clone(found)
	for i := range out {
		if slices.Contains(m.Accept, out[i].Code) {
			out[i].Level = Note
		}
	}
	return out
}

// Text writes the mapping as a file for people: what is known, and what they should say.
func (m *Mapping) Text() string {
	var b strings.Builder
	b.WriteString(`# What the columns, times and recipients of a list mean. Correct it, and import the list with it again:
# what is here is used as it is, what is empty stays in doubt.

`)
	line := func(key, value, doc string) {
		fmt.Fprintf(&b, "%-9s = %-18s # %s\n", key, scenario.Literal(value), doc)
	}
	if len(m.Sheets) > 0 {
		fmt.Fprintf(&b, "%-9s = %s\n", "sheets", quoteAll(m.Sheets))
	}
	if m.Encoding != "" {
		line("encoding", m.Encoding, "of a text file that does not say it")
	}
	startDoc := "what clock times count from: 2027-03-01 09:00"
	if m.assumedStart != "" {
		startDoc = "what clock times count from; " + m.assumedStart + " is assumed"
	}
	line("start", m.Start, startDoc)
	line("t", m.T, "T+5 is in minutes, hours or days")
	line("numbers", m.Numbers, "a bare number is in minutes, hours or days, or excel: a date of spreadsheets")
	line("dates", m.Dates, "03/04/2027 is dmy (3 April) or mdy (March 4)")
	line("untimed", m.Untimed, "a row without a time comes by hand, or as above: with the row above")
	line("backwards", m.Backwards, "a clock that runs backwards is of the next day, or the same (rows out of order)")
	if len(m.Accept) > 0 {
		fmt.Fprintf(&b, "%-9s = %-18s # %s\n", "accept", quoteAll(m.Accept), "findings that somebody agrees with")
	} else {
		b.WriteString("# accept  = []                 # codes of findings that you have looked at and agree with\n")
	}
	table := func(name, doc string, entries map[string]string) {
		if len(entries) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n[%s] # %s\n", name, doc)
		for _, k := range slices.Sorted(maps.Keys(entries)) {
			fmt.Fprintf(&b, "%s = %s\n", scenario.Literal(k), scenario.Literal(entries[k]))
		}
	}
	table("columns", "one of "+joinFields(), m.Columns)
	table("to", "ids of seats, or all, public, staff, none", m.To)
	table("media", strings.Join(media, ", "), m.Media)
	table("types", "inject, contingency or expected", m.Types)
	table("times", "a time as you would write it; empty: the facilitator brings it", m.Times)
	if len(m.unread) > 0 {
		if len(m.Times) == 0 {
			b.WriteString("\n[times] # a time as you would write it; empty: the facilitator brings it\n")
		}
		for _, text := range slices.Compact(slices.Sorted(slices.Values(m.unread))) {
			fmt.Fprintf(&b, "# %s = \"\"\n", scenario.Literal(oneLine(text)))
		}
	}
	return b.String()
}

func quoteAll(list []string) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = scenario.Literal(s)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// number reads a number, which may have a decimal comma; false if it is none, or beyond a billion.
func number(s string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
	return v, err == nil && v > -1e9 && v < 1e9
}
