package report

import (
	"fmt"
	"sort"
	"strings"

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
	Strong    bool // drawn with a heavy border: where the trouble starts
}

// GraphEdge is an arrow between nodes, by their places.
type GraphEdge struct {
	From, To int
	Label    string
	Dashed   bool
}

// CascadeGraph is a scenario's systems and the links along which failures pass.
func CascadeGraph(sc *scenario.Scenario) Graph {
	g := Graph{Title: sc.Title + ": the cascade"}
	for i := range sc.Systems {
		s := &sc.Systems[i]
		g.Nodes = append(g.Nodes, GraphNode{s.ID, scenario.CleanLine(s.Title), s.State == "failed"})
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		var parts []string
		if l.Chance != nil {
			parts = append(parts, fmt.Sprintf("%.0f%%", 100**l.Chance))
		}
		if !l.Delay.Immediate() {
			parts = append(parts, shortDelay(l.Delay))
		}
		if len(l.CutBy) > 0 {
			parts = append(parts, "cut by "+strings.Join(l.CutBy, ", "))
		}
		g.Edges = append(g.Edges, GraphEdge{sc.Find("system", l.From), sc.Find("system", l.To), strings.Join(parts, ", "), l.Becomes == "degraded"})
	}
	return g
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

// SharingGraph is who must tell whom: from each role that learns a fact unaided (or by
// an inject) to each role that needs it and does not.
func SharingGraph(sc *scenario.Scenario) Graph {
	g := Graph{Title: sc.Title + ": who must tell whom"}
	for i := range sc.Roles {
		g.Nodes = append(g.Nodes, GraphNode{sc.Roles[i].ID, scenario.CleanLine(sc.Roles[i].Title), false})
	}
	facts := map[[2]int][]string{}
	for i := range sc.Facts {
		f := &sc.Facts[i]
		knows := map[int]bool{}
		for _, k := range f.Known {
			for _, r := range sc.RolesOf(scenario.Names{k.ID}) {
				knows[r] = true
			}
		}
		for j := range sc.Injects {
			if sc.Injects[j].Reveals.Has(f.ID) {
				for _, r := range sc.RolesOf(sc.Injects[j].To) {
					knows[r] = true
				}
			}
		}
		for from := range sc.Roles {
			for _, to := range sc.RolesOf(f.NeededBy) {
				if knows[from] && !knows[to] {
					facts[[2]int{from, to}] = append(facts[[2]int{from, to}], f.ID)
				}
			}
		}
	}
	for from := range sc.Roles {
		for to := range sc.Roles {
			if ids := facts[[2]int{from, to}]; len(ids) > 0 {
				g.Edges = append(g.Edges, GraphEdge{from, to, strings.Join(ids, ", "), false})
			}
		}
	}
	return g
}

// DOT writes the graph for Graphviz.
func (g Graph) DOT() string {
	var b strings.Builder
	q := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
	}
	fmt.Fprintf(&b, "digraph tocsin {\n  label=%s;\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n", q(g.Title))
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
		return `"` + strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "#", "&#35;", "\n", " ").Replace(s) + `"`
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

// layers places each node in a column: one past the furthest of those that lead to it,
// not counting arrows that close a circle.
func (g Graph) layers() [][]int {
	out := make([][]int, len(g.Nodes))
	for _, e := range g.Edges {
		out[e.From] = append(out[e.From], e.To)
	}
	depth := make([]int, len(g.Nodes))
	state := make([]int, len(g.Nodes))
	var order []int
	var visit func(n int)
	back := map[[2]int]bool{}
	visit = func(n int) {
		state[n] = 1
		for _, m := range out[n] {
			switch state[m] {
			case 0:
				visit(m)
			case 1:
				back[[2]int{n, m}] = true
			}
		}
		state[n] = 2
		order = append(order, n)
	}
	for n := range g.Nodes {
		if state[n] == 0 {
			visit(n)
		}
	}
	most := 0
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		for _, m := range out[n] {
			if !back[[2]int{n, m}] && depth[m] < depth[n]+1 {
				depth[m] = depth[n] + 1
				most = max(most, depth[m])
			}
		}
	}
	layers := make([][]int, most+1)
	for n := range g.Nodes {
		layers[depth[n]] = append(layers[depth[n]], n)
	}
	// A few rounds of barycentres take most crossings out.
	place := make([]float64, len(g.Nodes))
	for _, l := range layers {
		for i, n := range l {
			place[n] = float64(i)
		}
	}
	for round := 0; round < 6; round++ {
		for _, l := range layers {
			centre := map[int]float64{}
			for _, n := range l {
				sum, k := 0.0, 0.0
				for _, e := range g.Edges {
					if e.To == n {
						sum, k = sum+place[e.From], k+1
					}
					if e.From == n {
						sum, k = sum+place[e.To], k+1
					}
				}
				centre[n] = place[n]
				if k > 0 {
					centre[n] = sum / k
				}
			}
			sort.SliceStable(l, func(i, j int) bool { return centre[l[i]] < centre[l[j]] })
			for i, n := range l {
				place[n] = float64(i)
			}
		}
	}
	return layers
}

// SVG draws the graph as a picture of its own: columns from left to right.
func (g Graph) SVG() string {
	const boxW, boxH, gapX, gapY, margin, top = 190, 58, 150, 34, 24, 56
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace
	layers := g.layers()
	tall := 1
	for _, l := range layers {
		tall = max(tall, len(l))
	}
	width := 2*margin + len(layers)*boxW + (len(layers)-1)*gapX
	const below = 60 // room for arrows that lead back
	height := top + margin + below + tall*boxH + (tall-1)*gapY
	x, y := make([]int, len(g.Nodes)), make([]int, len(g.Nodes))
	for c, l := range layers {
		free := height - top - margin - below - len(l)*boxH - (len(l)-1)*gapY
		for i, n := range l {
			x[n] = margin + c*(boxW+gapX)
			y[n] = top + free/2 + i*(boxH+gapY)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", esc(g.Title))
	b.WriteString(`<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#556"/></marker></defs>` + "\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/><text x="%d" y="32" font-size="18" font-weight="bold" fill="#223">%s</text>`+"\n", width, height, margin, esc(g.Title))
	var labels strings.Builder
	for i, e := range g.Edges {
		x1, y1, x2, y2 := x[e.From]+boxW, y[e.From]+boxH/2, x[e.To], y[e.To]+boxH/2
		var path string
		var lx, ly int
		if x2 > x1 {
			path = fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1+gapX/2, y1, x2-gapX/2, y2, x2, y2)
			lx, ly = x1+gapX/2, (y1+y2)/2-4
			if x2-x1 > gapX {
				lx, ly = x1+gapX/2, y1+(y2-y1)/4-4
			}
		} else { // backwards or in one column: around below
			x1, y1, x2, y2 = x[e.From]+boxW/2, y[e.From]+boxH, x[e.To]+boxW/2+14, y[e.To]+boxH
			dip := max(y1, y2) + 24 + 8*(i%3)
			path = fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1, dip, x2, dip, x2, y2+1)
			lx, ly = (x1+x2)/2, dip-8
		}
		dash := ""
		if e.Dashed {
			dash = ` stroke-dasharray="5 4"`
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#556" stroke-width="1.4" marker-end="url(#arrow)"%s/>`+"\n", path, dash)
		for k, line := range wrapWords(e.Label, 22) {
			fmt.Fprintf(&labels, `<text x="%d" y="%d" font-size="10.5" text-anchor="middle" fill="#334" stroke="#fff" stroke-width="3" paint-order="stroke">%s</text>`+"\n", lx, ly+12*k, esc(line))
		}
	}
	for i, n := range g.Nodes {
		stroke, w, fill := "#557", 1.4, "#f4f6fb"
		if n.Strong {
			stroke, w, fill = "#a33", 3, "#fdf1ef"
		}
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="%s" stroke="%s" stroke-width="%.1f"/>`+"\n", x[i], y[i], boxW, boxH, fill, stroke, w)
		lines := wrapWords(n.Label, 27)
		if len(lines) > 3 {
			lines = append(lines[:2:2], lines[2]+"…")
		}
		for k, line := range lines {
			fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="12.5" text-anchor="middle" fill="#223">%s</text>`+"\n", x[i]+boxW/2, y[i]+boxH/2+5+15*k-15*(len(lines)-1)/2, esc(line))
		}
	}
	b.WriteString(labels.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// wrapWords breaks text into lines of about so many characters.
func wrapWords(s string, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(w)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
