package report

import (
	"fmt"
	"strings"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

// Graph is a directed graph made of a scenario, to be drawn.
type Graph struct {
	Title string
	Nodes []GraphNode
	Edges []GraphEdge
}

// GraphNode is a box.
type GraphNode struct {
	ID, Label string
	Under     string // said under the label in a picture
	Strong    bool   // drawn with a heavy border: where the trouble starts
}

// GraphEdge is an arrow between nodes, by their places.
type GraphEdge struct {
	From, To int
	Label    string
	Dashed   bool
}

// CascadeGraph is a scenario's systems and the links along which failures pass, each with
// its chance, its delay and the actions that cut it.
func CascadeGraph(sc *scenario.Scenario) Graph {
	g := Graph{Title: sc.Title + ": the cascade"}
	for i := range sc.Systems {
		s := &sc.Systems[i]
		n := GraphNode{ID: s.ID, Label: scenario.CleanLine(s.Title), Strong: s.State == "failed"}
		if owner := sc.Find("role", s.Owner); owner >= 0 {
			n.Under = "of " + scenario.CleanLine(sc.Roles[owner].Title)
		}
		for _, id := range s.Runs {
			if v := sc.Find("version", id); v >= 0 {
				n.Under = joined(n.Under, "runs "+scenario.CleanLine(sc.Versions[v].Title))
			}
		}
		g.Nodes = append(g.Nodes, n)
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		var parts []string
		if l.Chance != nil {
			parts = append(parts, fmt.Sprintf("%.4g%%", 100**l.Chance))
		}
		if !l.Delay.Immediate() {
			parts = append(parts, shortDelay(l.Delay))
		}
		parts = append(parts, cuts(sc, l)...)
		g.Edges = append(g.Edges, GraphEdge{sc.Find("system", l.From), sc.Find("system", l.To),
			strings.Join(parts, ", "), l.Becomes == "degraded"})
	}
	return g
}

// joined puts two things that are said under a label beside each other.
func joined(first, second string) string {
	if first == "" {
		return second
	}
	return first + ", " + second
}

// cuts says by what actions a link is cut or has another chance, by their titles.
func cuts(sc *scenario.Scenario, l *scenario.Link) []string {
	var out []string
	add := func(word string, titles []string) {
		switch len(titles) {
		case 0:
		case 1:
			out = append(out, word+" by “"+titles[0]+"”")
		default:
			out = append(out, fmt.Sprintf("%s by any of %d actions", word, len(titles)))
		}
	}
	var cut, changed []string
	for i := range sc.Actions {
		a := &sc.Actions[i]
		title := scenario.CleanLine(a.Title)
		cuts, changes := l.CutBy.Has(a.ID), false
		for _, e := range a.Effects {
			if len(e.Link) == 2 && e.Link[0] == l.From && e.Link[1] == l.To {
				cuts = cuts || e.Cut
				changes = changes || e.Chance != nil
			}
		}
		switch {
		case cuts:
			cut = append(cut, title)
		case changes:
			changed = append(changed, title)
		}
	}
	add("cut", cut)
	add("chance changed", changed)
	return out
}

func shortDelay(d scenario.Delay) string {
	switch d.Kind {
	case scenario.LogNormal, scenario.Exponential:
		return "~" + d.A.String()
	case scenario.PERT:
		return "~" + d.B.String()
	}
	return d.String()
}

// DOT writes the graph for Graphviz.
func (g Graph) DOT() string {
	var b strings.Builder
	q := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
	}
	fmt.Fprintf(&b,
		"digraph tocsin {\n  label=%s;\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n", q(g.Title))
	for _, n := range g.Nodes {
		extra := ""
		if n.Strong {
			extra = ", penwidth=3"
		}
		fmt.Fprintf(&b, "  %s [label=%s%s];\n", q(n.ID), q(n.Label), extra)
	}
	for _, e := range g.Edges {
		extra := ""
		if e.Dashed {
			extra = ", style=dashed"
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s%s];\n", q(g.Nodes[e.From].ID), q(g.Nodes[e.To].ID), q(e.Label), extra)
	}
	b.WriteString("}\n")
	return b.String()
}

// Mermaid writes the graph for Mermaid, which many wikis draw.
func (g Graph) Mermaid() string {
	var b strings.Builder
	q := func(s string) string {
		return `"` + strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "#", "&#35;", "\n",
			" ").Replace(s) + `"`
	}
	title := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(g.Title) + `"` // YAML, not Mermaid
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nflowchart LR\n", title)
	for i, n := range g.Nodes {
		shape := "n%d[%s]\n"
		if n.Strong {
			shape = "n%d[[%s]]\n"
		}
		fmt.Fprintf(&b, "  "+shape, i, q(n.Label))
	}
	for _, e := range g.Edges {
		arrow := "-->"
		if e.Dashed {
			arrow = "-.->"
		}
		if e.Label == "" {
			fmt.Fprintf(&b, "  n%d %s n%d\n", e.From, arrow, e.To)
		} else {
			fmt.Fprintf(&b, "  n%d %s|%s| n%d\n", e.From, arrow, q(e.Label), e.To)
		}
	}
	return b.String()
}

// Picture is the graph as a picture: layers from left to right.
func (g Graph) Picture() draw.Picture {
	f := draw.Flow{None: "There is nothing to draw: the scenario has no systems."}
	strong, dashed, about, chance := false, false, false, false
	for _, n := range g.Nodes {
		f.Nodes = append(f.Nodes, draw.FlowNode{Text: n.Label, Under: n.Under, Strong: n.Strong})
		strong = strong || n.Strong
	}
	for _, e := range g.Edges {
		f.Edges = append(f.Edges, draw.FlowEdge{From: e.From, To: e.To, Text: e.Label, Dashed: e.Dashed, Branch: -1})
		dashed = dashed || e.Dashed
		about = about || strings.Contains(e.Label, "~")
		chance = chance || strings.Contains(e.Label, "%")
	}
	reading := "An arrow is a way along which a failure passes, with what is known of it."
	if chance {
		reading += " A percentage is the chance that it passes; without one it always does."
	}
	if about {
		reading += " A time with ~ varies from run to run; a time is how long it takes, and without one it " +
			"is at once."
	}
	return draw.Picture{Name: "cascade", Title: g.Title, Finding: g.Title, Reading: reading,
		Draw: func(s *draw.Sheet) {
			s.Flow(f)
			var items []draw.KeyItem
			if strong {
				items = append(items, draw.KeyItem{Draw: func(x,
					y float64) {
					s.Frame(x-7, y-5, 14, 10, draw.Paper, draw.Stroke(draw.Warm, 3, ""))
				}, Text: "has failed at STARTEX"})
			}
			if len(g.Edges) > 0 {
				items = append(items, draw.KeyItem{Draw: func(x,
					y float64) {
					s.Line(x-8, y, x+8, y, draw.Stroke(draw.Soft, 1.4, ""))
				}, Text: "makes the next one fail"})
			}
			if dashed {
				items = append(items, draw.KeyItem{Draw: func(x,
					y float64) {
					s.Line(x-8, y, x+8, y, draw.Stroke(draw.Soft, 1.4, "5 4"))
				}, Text: "makes the next one degraded"})
			}
			s.Key(items)
		}, Width: f.Width()}
}
