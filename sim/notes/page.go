package notes

import (
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"

	"tocsin/sim/report/draw"
)

// Page writes an analysis as an HTML page that needs no other file, with a picture of who waits for
// whom. Its error is the writer's.
func (a *Analysis) Page(w io.Writer) error {
	p := a.Picture()
	return page.Execute(w, map[string]any{"Analysis": a, "Drawn": p,
		"Picture": template.HTML(p.Inline(max(draw.Wide, p.Width))), //nolint:gosec // drawn and escaped by draw
		"Dark":    template.CSS(draw.DarkRules()),
		"Groups":  a.Groups(),
	})
}

// Summary says in two sentences what it comes to: which joint actions come of the promises and how soon,
// and how many findings there are.
func (a *Analysis) Summary() string {
	promised, soon, timed := 0, 0, 0
	for _, p := range a.Promised {
		if p.Within == nil {
			continue
		}
		promised++
		if p.Left != nil {
			timed++
			if *p.Within < p.Left.Median {
				soon++
			}
		}
	}
	out := fmt.Sprintf("Of %s, these promises lead to %d", several(len(a.Promised), "joint action"), promised)
	switch {
	case len(a.Promised) == 0:
		out = "The scenarios have no joint action"
	case timed > 0:
		out += fmt.Sprintf(", %d of them in less time than the cascade leaves in half of the runs", soon)
	}
	if len(a.Findings) == 0 {
		return out + ". Nothing is missing, late, contradictory or in a circle."
	}
	return out + fmt.Sprintf(". There %s.", are(len(a.Findings), "finding"))
}

// Scenarios are the titles of those that the notes were compared with, and of which something is said.
func (a *Analysis) Scenarios() string {
	var out []string
	for _, p := range a.Promised {
		if !slices.Contains(out, p.Scenario) {
			out = append(out, p.Scenario)
		}
	}
	return list(out)
}

func several(n int, one string) string {
	if n != 1 {
		one += "s"
	}
	return fmt.Sprintf("%d %s", n, one)
}

func are(n int, one string) string {
	if n == 1 {
		return "is " + several(n, one)
	}
	return "are " + several(n, one)
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
	return fmt.Sprintf("%s; in one run in ten %s or less", span(l.Median), span(l.Tenth))
}, "whole": func(v *float64) string { return draw.Grouped(int(math.Round(*v))) }}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the notes say together</title><style>
:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto;
padding: 0 1rem } h2::first-letter { text-transform: uppercase }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top;
padding: .3rem .6rem; border-bottom: 1px solid #8886 } tr, li { break-inside: avoid } h2 { break-after: avoid }
figure { width: min(76rem, 96vw); margin: 1rem calc(50% - min(38rem, 48vw)); overflow-x: auto }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt } figure { width: auto; margin: 1rem 0 }
figure svg { max-width: 100%; height: auto } } @page { margin: 15mm }
@media (prefers-color-scheme: dark) { {{.Dark}} }
</style></head><body><main>
<h1>What the notes say together</h1>
{{with .Analysis.Scenarios}}<p>Compared with: {{.}}.</p>{{end}}
<p><strong>{{.Analysis.Summary}}</strong></p>
<h2>By when joint action is promised</h2>
{{with .Analysis.Promised}}<table><thead><tr><th scope="col">Joint action</th><th scope="col">Promised within</th>
<th scope="col">The cascade leaves, in half of the runs</th><th scope="col">Chain to shorten</th></tr></thead><tbody>
{{range .}}<tr><td>{{.Title}}<br><small>{{.Scenario}}</small></td><td>{{hours .Within}}</td><td>{{left .Left}}</td>
<td><ol>{{range .Path}}<li>{{.Seat}} {{.What}}</li>{{end}}</ol>
{{if .Assumes}}<small>Assumes: {{range $i, $a := .Assumes}}{{if $i}}; {{end}}{{$a}}{{end}}</small>{{end}}</td></tr>
{{end}}</tbody></table>{{end}}
{{range .Groups}}<h2>{{.Kind}}</h2><ul>{{range .Findings}}
<li>{{.What}}.{{if .Scenario}} <em>({{.Scenario}})</em>{{end}}
{{with .AtStake}}Where nobody acts, harm of {{whole .}} comes after that.{{end}}<br>{{.Do}}.</li>{{end}}</ul>{{end}}
<h2>Who waits for whom</h2><figure>{{.Picture}}<figcaption>{{.Drawn.Finding}}. {{.Drawn.Reading}}</figcaption></figure>
{{with .Analysis.Missing}}<h2>Without a counterpart</h2><ul>
{{range .}}<li>{{.Organisation}}{{if .Note}}, “{{.Note}}”{{end}}: {{.What}}</li>{{end}}</ul>{{end}}
</main></body></html>
`))
