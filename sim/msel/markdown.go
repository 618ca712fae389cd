package msel

import (
	"strings"

	"tocsin/sim/scenario"
)

// markdownText is what a Markdown text holds.
type markdownText struct {
	title  string // its first heading, if that is of the first level
	sheets []sheet
	notes  []string // what is around the tables, a paragraph each
	now    *sheet   // the table that is being read

	heading string // the last one
	used    bool   // the heading names a table or a note, or is the title
	open    bool   // the next line belongs to the last note
}

// maxTitle is the most bytes of a line that is taken for a title.
const maxTitle = 200

// readMarkdown reads the tables of a Markdown text, each as a sheet named by the heading above it, and
// keeps what is around them. A heading and a line that is no row end a table.
func readMarkdown(text string) markdownText {
	md := markdownText{used: true}
	fence, first := "", true
	for i, line := range strings.Split(text, "\n") {
		t := strings.TrimSpace(line)
		if mark := fenceOf(t); fence != "" || mark != "" {
			switch {
			case fence == "":
				fence = mark
			case strings.HasPrefix(t, fence) && strings.Trim(t, fence[:1]) == "":
				fence = ""
			default:
				md.note(cleanCell(line))
			}
			md.now = nil
			continue
		}
		if strings.HasPrefix(t, "#") {
			md.head(t, first)
			first = false
			continue
		}
		cells, is := markdownRow(t)
		switch {
		case !is:
			md.now = nil
			if strings.Trim(t, "-*_= ") == "" { // an empty line or a rule
				md.open = false
			} else {
				md.note(markdownCell(t))
			}
		case ruleRow(cells):
		default:
			md.row(i+1, cells)
		}
	}
	md.close()
	return md
}

// head begins a part under a heading.
func (md *markdownText) head(line string, first bool) {
	md.close()
	md.now = nil
	md.heading, md.used = scenario.CleanLine(strings.Trim(line, "# ")), false
	if first && !strings.HasPrefix(line, "##") && len(md.heading) <= maxTitle {
		md.title, md.used = oneLine(markdownCell(md.heading)), true
	}
}

// close keeps a heading that has nothing under it.
func (md *markdownText) close() {
	if !md.used && md.heading != "" {
		md.notes = append(md.notes, markdownCell(md.heading))
	}
	md.used, md.open = true, false
}

// note keeps a line that is no row of a table, under its heading.
func (md *markdownText) note(line string) {
	if line == "" {
		return
	}
	if !md.open {
		start := ""
		if !md.used && md.heading != "" {
			start = markdownCell(md.heading) + "\n"
		}
		md.notes, md.used, md.open = append(md.notes, start+line), true, true
		return
	}
	md.notes[len(md.notes)-1] += "\n" + line
}

// row adds a row to the table that is being read, or begins one.
func (md *markdownText) row(number int, cells []string) {
	if md.now == nil {
		md.sheets = append(md.sheets, sheet{name: md.heading})
		md.now = &md.sheets[len(md.sheets)-1]
	}
	md.used, md.open = true, false
	r := row{number: number}
	for _, c := range cells {
		r.cells = append(r.cells, cell{text: markdownCell(c)})
	}
	md.now.rows = append(md.now.rows, r)
}

// frame gives a list the title and the notes of the text that its tables are in.
func (md *markdownText) frame(l *List, name string) {
	if md.title != "" {
		if l.Title != titleOf(name) { // it is a line of a table, above its header
			l.Notes = append([]string{l.Title}, l.Notes...)
		}
		l.Title = md.title
	}
	l.Notes = append(md.notes, l.Notes...)
}

// fenceOf returns the mark that opens a block of code, or "".
func fenceOf(line string) string {
	for _, mark := range []string{"```", "~~~"} {
		if strings.HasPrefix(line, mark) {
			return mark
		}
	}
	return ""
}

// markdownRow cuts a line at its bars; a bar inside a cell is written \|. A row has two cells or more.
func markdownRow(line string) (cells []string, is bool) {
	if !strings.Contains(line, "|") {
		return nil, false
	}
	line = strings.TrimPrefix(line, "|")
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			b.WriteByte('|')
			i++
		case line[i] == '|':
			cells = append(cells, b.String())
			b.Reset()
		default:
			b.WriteByte(line[i])
		}
	}
	if rest := b.String(); strings.TrimSpace(rest) != "" {
		cells = append(cells, rest)
	}
	return cells, len(cells) > 1
}

// ruleRow reports whether cells are the line below a header: | --- | :-: |.
func ruleRow(cells []string) bool {
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" || strings.Trim(c, ":-") != "" || !strings.Contains(c, "-") {
			return false
		}
	}
	return true
}

// markdownCell returns what a reader sees of a cell: with its line breaks, without marks of emphasis.
func markdownCell(s string) string {
	s = htmlText(s)
	for _, mark := range []string{"**", "__", "`"} {
		if strings.Count(s, mark)%2 == 0 {
			s = strings.ReplaceAll(s, mark, "")
		}
	}
	return cleanCell(markdownEscape.Replace(s))
}

// markdownEscape removes the backslash before marks.
var markdownEscape = strings.NewReplacer(`\*`, "*", `\_`, "_", `\#`, "#", `\[`, "[", `\]`, "]", `\<`, "<", `\>`, ">",
	`\-`, "-", `\+`, "+", `\.`, ".", `\\`, `\`, "\\`", "`")
