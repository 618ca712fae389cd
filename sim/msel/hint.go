package msel

import "strings"

// What an inject has no key for is written into its hint, which only facilitators see, in lines
// that begin with a label. So nothing of a list is lost in a draft, and an export of the draft
// has the columns again.
const (
	labelType      = "Type"
	labelNumber    = "Number"
	labelExpected  = "Expected" // in drafts from before injects had a key for it
	labelObjective = "Objective"
	labelStaff     = "Staff"
)

// labels are those of the hint that are fields of an entry, in their order.
var labels = []string{labelType, labelNumber, labelExpected, labelObjective, labelStaff}

// hint returns what the facilitator is told about an entry.
func (e Entry) hint() string {
	var parts []string
	if e.Notes != "" {
		parts = append(parts, e.Notes)
	}
	add := func(label, text string) {
		if text != "" {
			// the lines of one label are together
			parts = append(parts, label+": "+strings.ReplaceAll(text, "\n", "\n  "))
		}
	}
	for _, x := range e.Extra {
		add(strings.TrimRight(oneLine(x.Name), ": "), x.Value)
	}
	if e.Kind != Inject {
		add(labelType, e.Kind.String())
	}
	add(labelNumber, e.Number)
	add(labelObjective, e.Objective)
	add(labelStaff, strings.Join(e.Staff, "; "))
	return strings.Join(parts, "\n")
}

// block is a line of a hint, or a label with the lines that belong to it.
type block struct {
	label int // index in labels; -1 for a line without one
	text  string
}

// blocks divides a hint into blocks.
func blocks(hint string) []block {
	var out []block
	for _, line := range strings.Split(hint, "\n") {
		label, text := -1, line
		for i, l := range labels {
			if rest, ok := strings.CutPrefix(line, l+": "); ok {
				label, text = i, rest
			}
		}
		last := len(out) - 1
		rest, more := strings.CutPrefix(line, "  ")
		if (more || line == "") && label < 0 && last >= 0 && out[last].label >= 0 {
			out[last].text += "\n" + rest // an empty line has lost its blanks
			continue
		}
		out = append(out, block{label, text})
	}
	return out
}

// fromHint reads the labelled lines at the end of a hint, which are in the order of the labels;
// what comes before them are notes.
func (e *Entry) fromHint(hint string) {
	parts := blocks(hint)
	first := len(parts)
	for next := len(labels); first > 0 && parts[first-1].label >= 0 && parts[first-1].label < next; first-- {
		next = parts[first-1].label
	}
	found := make([]string, len(labels))
	for _, p := range parts[first:] {
		found[p.label] = strings.TrimSpace(p.text)
	}
	var notes []string
	for _, p := range parts[:first] {
		if p.label >= 0 {
			p.text = labels[p.label] + ": " + strings.ReplaceAll(p.text, "\n", "\n  ")
		}
		notes = append(notes, p.text)
	}
	e.Notes = cleanCell(strings.Join(notes, "\n"))
	for i, l := range labels {
		switch text := found[i]; l {
		case labelType:
			for k, name := range kindNames {
				if text == name {
					e.Kind = Kind(k)
				}
			}
		case labelNumber:
			e.Number = oneLine(text)
		case labelExpected:
			e.Expected = text
		case labelObjective:
			e.Objective = text
		case labelStaff:
			if text != "" {
				e.Staff = strings.Split(oneLine(text), "; ")
			}
		}
	}
}
