package report

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"tocsin/sim/scenario"
)

// Entry is a part of an overlay that people edit in one go: what they know of the exercise, or a row
// of its plan.
type Entry struct {
	Table  string // "" for the exercise, plan.ID for a row
	Title  string
	Text   string // what it is about
	Fields []EntryField
}

// EntryField is a key of it.
type EntryField struct {
	Key, Label, Value string
	Options           []string // the values that there are, "" for none; empty for any text
}

// Check says what a field needs, where it does not accept a value.
func (f EntryField) Check(value string) error {
	if f.Key == "start" || f.Key == "completion" {
		return checkDay(f.Label, value)
	}
	return nil
}

// Entries are all parts of a report's overlay: the exercise first, and then the rows of the
// plan as they are now, in its order.
func Entries(o Overlay, plan []PlanRow) []Entry {
	out := []Entry{{Title: "The exercise", Text: "What is in the overview of the report.", Fields: []EntryField{
		{"sponsor", "Sponsor", o.Sponsor, nil},
		{"purpose", "Purpose", o.Purpose, nil},
		{"handling", "Handling mark, such as TLP:AMBER", o.Handling, nil},
		{"contact", "Point of contact", o.Contact, nil},
		{"venue", "Venue", o.Venue, nil},
		{"mission_areas", "Mission areas", o.MissionAreas, nil},
		{"threat", "Threat or hazard", o.Threat, nil},
		{"text", "What else to say", o.Text, nil},
	}}}
	for _, p := range plan {
		row := o.Plan[p.ID]
		out = append(out, Entry{Table: "plan." + p.ID, Title: p.Action, Text: p.Issue, Fields: []EntryField{
			{"status", "Status", row.Status, append([]string{""}, statuses...)},
			{"priority", "Priority", row.Priority, []string{"", "high", "medium", "low"}},
			{"owner", "Owner", row.Owner, nil},
			{"contact", "Contact", row.Contact, nil},
			{"start", "Start date", row.Start, nil},
			{"completion", "Completion date", row.Completion, nil},
			{"comment", "Comment", row.Comment, nil},
		}})
	}
	return out
}

// SetInOverlay sets a key of a table of an overlay's text, and leaves all else in it as it is,
// comments too. The text must be an overlay that [ReadOverlay] takes.
func SetInOverlay(text []byte, table, key, value string) ([]byte, error) {
	quoted := []byte(scenario.Literal(value))
	var p unstable.Parser
	p.Reset(text)
	now, end, firstTable := "", -1, len(text) // end: where the lines of the table end
	if table == "" {
		end = 0
	}
	for p.NextExpression() {
		e := p.Expression()
		keys := e.Key()
		var path []string
		last := 0
		for keys.Next() {
			path = append(path, string(keys.Node().Data))
			last = int(keys.Node().Raw.Offset + keys.Node().Raw.Length)
		}
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			now = strings.Join(path, ".")
			firstTable = min(firstTable, lineStart(text, last))
			if now == table {
				end = lineEnd(text, last)
			}
		case unstable.KeyValue:
			if now != table {
				continue
			}
			raw := e.Value().Raw
			if len(path) == 1 && path[0] == key {
				return slices.Concat(text[:raw.Offset], quoted, text[raw.Offset+raw.Length:]), nil
			}
			end = lineEnd(text, int(max(raw.Offset+raw.Length, uint32(last))))
		}
	}
	if err := p.Error(); err != nil {
		return nil, err
	}
	line := []byte(key + " = " + string(quoted) + "\n")
	switch {
	case table == "" && end == 0:
		end = lineStart(text, firstTable)
	case end < 0:
		header := "\n[" + table + "]\n"
		if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
			header = "\n" + header
		}
		return slices.Concat(text, []byte(header), line), nil
	}
	if end > 0 && text[end-1] != '\n' {
		line = append([]byte("\n"), line...)
	}
	return slices.Concat(text[:end], line, text[end:]), nil
}

// placeOf is the line and column, both from 1, at which the value of a key of a table is in an overlay's
// text; 1 and 1 where it is not found.
func placeOf(text []byte, table, key string) (line, column int) {
	var p unstable.Parser
	p.Reset(text)
	var now []string
	for p.NextExpression() {
		e := p.Expression()
		var path []string
		for keys := e.Key(); keys.Next(); {
			path = append(path, string(keys.Node().Data))
		}
		if e.Kind != unstable.KeyValue {
			now = path
			continue
		}
		if at := e.Value().Raw.Offset; strings.Join(slices.Concat(now, path), ".") == table+"."+key {
			return bytes.Count(text[:at], []byte("\n")) + 1, utf8.RuneCount(text[lineStart(text, int(at)):at]) + 1
		}
	}
	return 1, 1
}

// lineEnd is the first place after the line on which a place is.
func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }
