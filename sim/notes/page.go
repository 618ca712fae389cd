package notes

import (
	"fmt"
	"html/template"
	"io"
	"slices"

	"tocsin/sim/report/draw"
)

// Page writes an analysis as an HTML page that needs no other file, with a picture of who waits for
// whom. Its error is the writer's.
func (a *Analysis) Page(w io.Writer) error {
	return page.Execute(w, map[string]any{
		"Analysis": a, "Picture": template.HTML(a.Picture().Inline(draw.Wide)), //nolint:gosec // drawn and escaped by draw
		"Dark":   template.CSS(draw.DarkRules()),
		"Groups": a.Groups(),
	})
}

// Group is the findings of one kind.
type Group struct {
	Kind     Kind
	Findings []Finding
}

// Groups returns the findings by kind, in the order of [Kinds]; kinds without a finding are left
// out.
func (a *Analysis) Groups() []Group {
	var out []Group
	for _, k := range Kinds() {
		g := Group{Kind: k}
		for _, f := range a.Findings {
			if f.Kind == k {
				g.Findings = append(g.Findings, f)
			}
		}
		if len(g.Findings) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// Picture draws who waits for whom: an arrow goes from the seat that is to tell to the seat that
// waits. It is dashed where nobody promises to tell.
func (a *Analysis) Picture() draw.Picture {
	f := draw.Flow{None: "No note waits for anybody else."}
	node := func(title string) int {
		if i := slices.IndexFunc(f.Nodes, func(n draw.FlowNode) bool { return n.Text == title }); i >= 0 {
			return i
		}
		f.Nodes = append(f.Nodes, draw.FlowNode{Text: title})
		return len(f.Nodes) - 1
	}
	for _, w := range a.Waits {
		text := w.Signal + ", never"
		if w.Within != nil {
			text = w.Signal + ", " + span(*w.Within)
		}
		f.Edges = append(f.Edges, draw.FlowEdge{From: node(w.For), To: node(w.Seat), Text: text,
			Dashed: w.Within == nil,
			Branch: -1})
	}
	return draw.Picture{Name: "waits", Title: "Who waits for whom",
		Finding: fmt.Sprintf("%d links in which one seat waits for the word of another", len(a.Waits)),
		Reading: "An arrow goes to the seat that waits, with the signal and the time by which it is promised, " +
			"counted from when the signal first shows. A broken arrow: nobody promises it.",
		Width: f.Width(), Draw: func(s *draw.Sheet) { s.Flow(f) }}
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{"hours": func(h *float64) string {
	if h == nil {
		return "never"
	}
	return span(*h)
}, "left": func(l *Left) string {
	if l == nil {
		return "–"
	}
	return fmt.Sprintf("%s (one run in ten: %s)", span(l.Median), span(l.Tenth))
}}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the notes say together</title><style>
:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto;
padding: 0 1rem } h2::first-letter { text-transform: uppercase }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top;
padding: .3rem .6rem; border-bottom: 1px solid #8886 } figure { margin: 1rem 0; overflow-x: auto }
@media (prefers-color-scheme: dark) { {{.Dark}} }
</style></head><body><main>
<h1>What the notes say together</h1>
{{if not .Groups}}<p>Nothing is missing, late, contradictory or in a circle.</p>{{end}}
{{range .Groups}}<h2>{{.Kind}}</h2><ul>{{range .Findings}}
<li>{{.What}}.{{if .Scenario}} <em>({{.Scenario}})</em>{{end}}<br>{{.Do}}.</li>{{end}}</ul>{{end}}
<h2>By when joint action is promised</h2>
{{with .Analysis.Promised}}<table><thead><tr><th scope="col">Joint action</th><th scope="col">Promised within</th>
<th scope="col">The cascade leaves</th><th scope="col">Chain to shorten</th></tr></thead><tbody>
{{range .}}<tr><td>{{.Title}}<br><small>{{.Scenario}}</small></td><td>{{hours .Within}}</td><td>{{left .Left}}</td>
<td><ol>{{range .Path}}<li>{{.Seat}} {{.What}}</li>{{end}}</ol>
{{if .Assumes}}<small>Assumes: {{range $i, $a := .Assumes}}{{if $i}}; {{end}}{{$a}}{{end}}</small>{{end}}</td></tr>
{{end}}</tbody></table>{{else}}<p>The scenarios have no joint action.</p>{{end}}
<h2>Who waits for whom</h2><figure>{{.Picture}}</figure>
{{with .Analysis.Missing}}<h2>Without a counterpart</h2><ul>
{{range .}}<li>{{.Organisation}}{{if .Note}}, “{{.Note}}”{{end}}: {{.What}}</li>{{end}}</ul>{{end}}
</main></body></html>
`))
