package report

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

// SharingRow is a fact with those who can tell it and those who must be told.
type SharingRow struct {
	Fact    *scenario.Fact
	Know    []int // roles that are sure to learn it unaided or by an inject; where none is, those that may
	Missing []int // roles that need it and are not among those
}

// Sharing lists the facts that somebody needs and is not sure to learn unaided. An inject
// that has a condition, waits for the facilitator or is fired by something else may never
// come: who would learn the fact by it must still be told.
func Sharing(sc *scenario.Scenario) []SharingRow {
	var rows []SharingRow
	for i := range sc.Facts {
		f := &sc.Facts[i]
		sure, perhaps := scenario.Names{}, scenario.Names{}
		for _, k := range f.Known {
			sure = append(sure, k.ID)
		}
		for j := range sc.Injects {
			in := &sc.Injects[j]
			if !in.Reveals.Has(f.ID) {
				continue
			}
			if certain(in) {
				sure = append(sure, in.To...)
			} else {
				perhaps = append(perhaps, in.To...)
			}
		}
		row := SharingRow{Fact: f, Know: sc.RolesOf(sure)}
		if len(row.Know) == 0 { // nobody else can tell it
			row.Know = sc.RolesOf(perhaps)
		}
		for _, r := range sc.RolesOf(f.NeededBy) {
			if !slices.Contains(row.Know, r) {
				row.Missing = append(row.Missing, r)
			}
		}
		if len(row.Missing) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// certain reports whether an inject comes in every run.
func certain(in *scenario.Inject) bool {
	return (in.At.Set || in.Every.Set) && in.When.Source == "" && in.Unless.Source == "" && !in.Hold
}

// SharingGraph is who must tell whom, an arrow from each role that learns a fact by itself
// to each that must be told.
func SharingGraph(sc *scenario.Scenario) Graph {
	g := Graph{Title: sc.Title + ": who must tell whom"}
	for i := range sc.Roles {
		g.Nodes = append(g.Nodes, GraphNode{ID: sc.Roles[i].ID, Label: scenario.CleanLine(sc.Roles[i].Title)})
	}
	facts := map[[2]int][]string{}
	for _, row := range Sharing(sc) {
		for _, from := range row.Know {
			for _, to := range row.Missing {
				facts[[2]int{from, to}] = append(facts[[2]int{from, to}], scenario.CleanLine(row.Fact.Title))
			}
		}
	}
	for from := range sc.Roles {
		for to := range sc.Roles {
			if titles := facts[[2]int{from, to}]; len(titles) > 0 {
				g.Edges = append(g.Edges, GraphEdge{From: from, To: to, Label: strings.Join(titles, ", ")})
			}
		}
	}
	return g
}

// SharingPicture draws who must tell whom: who knows, what, and who needs it. A fact is a
// box in the middle, so that no arrow needs a label.
func SharingPicture(sc *scenario.Scenario) draw.Picture {
	rows := Sharing(sc)
	f := draw.Flow{Heads: []string{"Learns it by itself", "Fact (handling mark)", "Needs it, and must be told"},
		None: "Nobody needs a fact that somebody else must tell."}
	if len(rows) == 0 {
		f.Heads = nil
	}
	seen := map[[2]int]int{}
	role := func(r, layer int) int {
		n, ok := seen[[2]int{r, layer}]
		if !ok {
			n = len(f.Nodes)
			seen[[2]int{r, layer}] = n
			f.Nodes = append(f.Nodes, draw.FlowNode{Text: sc.Roles[r].Title, Layer: layer})
		}
		return n
	}
	for _, row := range rows {
		fact := len(f.Nodes)
		node := draw.FlowNode{Text: fmt.Sprintf("%s (%s)", row.Fact.Title, row.Fact.TLP), Layer: 1}
		if len(row.Know) == 0 {
			node.Under = "nobody is sure to learn it"
		}
		f.Nodes = append(f.Nodes, node)
		branch := 0
		for i, r := range row.Know {
			if i == 0 {
				branch = r
			}
			f.Edges = append(f.Edges, draw.FlowEdge{From: role(r, 0), To: fact, Branch: r})
		}
		for _, r := range row.Missing {
			f.Edges = append(f.Edges, draw.FlowEdge{From: fact, To: role(r, 2), Branch: branch})
		}
	}
	title := sc.Title + ": who must tell whom"
	reading := "A fact is learned by the seats at its left and needed by the seats at its right, which are not " +
		"sure to learn it by themselves. Arrows have the colour of the seat that they come from, and past a fact that of the first seat that learns it. An inject that may not come counts for nothing here."
	return draw.Picture{Name: "sharing", Title: title, Finding: title, Reading: reading, Width: f.Width(),
		Draw: func(s *draw.Sheet) { s.Flow(f) }}
}
