package report

import (
	"bytes"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// section is a heading of a chapter with what is under it; the first is the chapter's own.
type section struct {
	title string // Markdown, in which everything of people and scenarios is escaped
	parts []part
}

// part is a text, or a piece that each format writes in its own way.
type part struct {
	text  string // Markdown, likewise
	piece *piece
}

// chapter is a part of the report, in every format.
type chapter struct {
	id       string
	sections []section
}

// chapters are those of the outline that this report has.
func (r *Report) chapters(names func(string) string) []chapter {
	var out []chapter
	for _, id := range outline {
		if sections := r.filled(id, names); len(sections) > 0 {
			out = append(out, chapter{id, sections})
		}
	}
	return out
}

// pieceMark begins and ends the name of a piece in a text that is filled in. No text of people,
// scenarios or wording holds it.
const pieceMark = "\x01"

// filled is the text of a chapter with its values filled in, section by section. A section is left
// out where this report has none of its pieces, and so is a chapter.
// names writes names of files and codes, which Markdown sets in the letters of a program.
func (r *Report) filled(id string, names func(string) string) []section {
	var b strings.Builder
	r.fillNodes(&b, r.wording.chapter(id).nodes, names)
	var all []section
	for line := range strings.Lines(b.String()) {
		line = strings.TrimRight(line, "\n")
		if title, ok := headingText(line); ok {
			title, rest, _ := strings.Cut(title, pieceMark)
			all = append(all, section{title: strings.TrimSpace(title)})
			if rest != "" { // a piece in a heading is below it
				all[len(all)-1].add(pieceMark + rest)
			}
			continue
		}
		if len(all) == 0 {
			if strings.TrimSpace(line) == "" {
				continue
			}
			all = append(all, section{title: firstUpper(id)})
		}
		all[len(all)-1].add(line)
	}
	var out []section
	any, none := false, true
	for i, s := range all {
		kept, had := s.kept(r)
		any = any || had
		if none = none && len(kept.parts) == 0; i == 0 || len(kept.parts) > 0 {
			out = append(out, kept)
		}
	}
	if any && none {
		return nil
	}
	return out
}

func headingText(line string) (string, bool) {
	for _, mark := range []string{"# ", "## "} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// add takes in a line: pieces are kept apart, and what is between them is text.
func (s *section) add(line string) {
	for i, x := range strings.Split(line, pieceMark) {
		if i%2 == 1 {
			s.parts = append(s.parts, part{piece: pieceOf(x)})
			continue
		}
		if n := len(s.parts); n > 0 && s.parts[n-1].piece == nil {
			s.parts[n-1].text += "\n" + x
		} else {
			s.parts = append(s.parts, part{text: x})
		}
	}
}

// kept is the section without empty texts and without what the report lacks, and whether it was to
// hold pieces. Texts around pieces that are all lacking go with them.
func (s section) kept(r *Report) (out section, had bool) {
	out.title = s.title
	pieces := 0
	for _, p := range s.parts {
		if p.piece != nil {
			had = true
			if p.piece.in != nil && !p.piece.in(r) {
				continue
			}
			pieces++
		} else if p.text = strings.Trim(p.text, "\n"); strings.TrimSpace(p.text) == "" {
			continue
		}
		out.parts = append(out.parts, p)
	}
	if had && pieces == 0 {
		out.parts = nil
	}
	return out, had
}

func (r *Report) fillNodes(b *strings.Builder, nodes []parse.Node, names func(string) string) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			b.Write(n.Text)
		case *parse.ActionNode:
			if name, ok := pieceName(n); ok {
				b.WriteString(pieceMark + name + pieceMark)
			} else {
				b.WriteString(r.written(n.Pipe, names))
			}
		case *parse.IfNode:
			list := n.List
			if r.value(n.Pipe) == "" {
				list = n.ElseList
			}
			if list != nil {
				r.fillNodes(b, list.Nodes, names)
			}
		}
	}
}

// written is a value as it is in a text: escaped, and names of programs as such.
func (r *Report) written(p *parse.PipeNode, names func(string) string) string {
	s := r.value(p)
	if name, _ := valueName(p); name == "record" || name == "code" {
		return names(s)
	}
	return esc(s)
}

func (r *Report) value(p *parse.PipeNode) string {
	name, _ := valueName(p)
	v, ok := valueOf(name)
	if !ok {
		return ""
	}
	return v.of(r)
}

// pageMarkdown turns a filled text into what the page holds. HTML in it is dropped.
var pageMarkdown = goldmark.New(goldmark.WithExtensions(extension.Table))

func pageHTML(md string) template.HTML {
	var b bytes.Buffer
	if err := pageMarkdown.Convert([]byte(md), &b); err != nil { // a buffer takes everything
		return template.HTML(template.HTMLEscapeString(md))
	}
	return template.HTML(b.String()) // values are escaped, and goldmark lets no HTML through
}

// pageTitle is a heading's text for the page.
func pageTitle(md string) template.HTML {
	s := strings.TrimSpace(string(pageHTML(md)))
	return template.HTML(strings.TrimSuffix(strings.TrimPrefix(s, "<p>"), "</p>"))
}

// value is what a text may name.
type value struct {
	name, about string
	of          func(*Report) string
}

// values are all of them. A value is "" where there is none, so that an if can ask for it.
var values = []value{
	{"title", "the exercise's name", func(r *Report) string { return r.Overview.Title }},
	{"summary", "what the incident is, in the scenario's words", func(r *Report) string { return r.Overview.Summary }},
	{"played", "the date on which it was played", func(r *Report) string { return r.Overview.Played }},
	{"seats", "how many seats: “6 seats”", func(r *Report) string { return counted(len(r.Seats), "seat") }},
	{"objectives", "how many objectives", func(r *Report) string { return counted(len(r.Objectives), "objective") }},
	{"actions", "how many actions the improvement plan has; empty for none", func(r *Report) string {
		if len(r.Plan) == 0 {
			return ""
		}
		return counted(len(r.Plan), "action")
	}},
	{"sponsor", "from the overlay", func(r *Report) string { return r.Overlay.Sponsor }},
	{"purpose", "from the overlay", func(r *Report) string { return r.Overlay.Purpose }},
	{"handling", "the handling mark, from the overlay", func(r *Report) string { return r.Overlay.Handling }},
	{"venue", "from the overlay", func(r *Report) string { return r.Overlay.Venue }},
	{"contact", "from the overlay", func(r *Report) string { return r.Overlay.Contact }},
	{"threat", "from the overlay", func(r *Report) string { return r.Overlay.Threat }},
	{"total", "the total score, 0 to 100", func(r *Report) string { return score0(r.Scores.Total) }},
	{"speed", "the score of speed", func(r *Report) string { return score0(r.Scores.Speed) }},
	{"effectiveness", "the score of effectiveness", func(r *Report) string { return score0(r.Scores.Effectiveness) }},
	{"coordination", "the score of coordination", func(r *Report) string { return score0(r.Scores.Coordination) }},
	{"record", "the name of the record's file", func(r *Report) string { return r.Overview.Record }},
	{"code", "the record's evidence code", func(r *Report) string { return r.Overview.Code }},
	{"open", "“yes” where the exercise was not ended", func(r *Report) string {
		if r.Overview.Closed {
			return ""
		}
		return "yes"
	}},
	{"seed", "the seed of the draws", func(r *Report) string { return strconv.FormatUint(r.Overview.Seed, 10) }},
	{"tocsin", "the version of Tocsin", func(r *Report) string { return r.Overview.Tocsin }},
}

func score0(v *float64) string {
	if v == nil {
		return ""
	}
	return round(v)
}

func valueOf(name string) (value, bool) {
	for _, v := range values {
		if v.name == name {
			return v, true
		}
	}
	return value{}, false
}

// WordingFiles are the files of the usual wording by name, with one that explains them.
func WordingFiles() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, id := range wordingFiles {
		content, err := defaultWording.ReadFile("wording/" + id + wordingSuffix)
		if err != nil {
			return nil, err
		}
		out[id+wordingSuffix] = content
	}
	var b strings.Builder
	b.WriteString(wordingIntro)
	for _, v := range values {
		fmt.Fprintf(&b, "| `{{.%s}}` | %s |\n", v.name, v.about)
	}
	b.WriteString("\nA piece is what Tocsin writes from the record: a table, a list or a picture, in each format in " +
		"its own way.\n\n| write | for |\n|---|---|\n")
	for _, p := range pieces {
		fmt.Fprintf(&b, "| `{{%s}}` | %s |\n", p.id, p.about)
	}
	out[wordingGuide] = []byte(b.String())
	return out, nil
}

const wordingIntro = `# The wording of reports

Each file here is a chapter of the report. Change headings and texts as you like, then run

    tocsin report RECORD -o DIR --template THIS_FOLDER

Page, Markdown and document all take your words.

- Write Markdown. ` + "`#`" + ` is the chapter's heading, ` + "`##`" + ` one inside it.
- The text in double braces is filled in: values and pieces, listed below. Take out a piece that you
  do not want. Move a piece to another place or chapter: each may be used once.
- ` + "`{{if .sponsor}}Held for {{.sponsor}}.{{end}}`" + ` writes its text only where there is a sponsor;
  ` + "`{{if .sponsor}}…{{else}}…{{end}}`" + ` writes one or the other.
- A heading under which this report has none of its pieces is left out, as is a chapter.
- An empty file leaves its chapter out. Delete a file, and the usual wording is used instead.
- HTML, pictures and code are not accepted. A mistake is named with its file, line and column.

| write | for |
|---|---|
`
