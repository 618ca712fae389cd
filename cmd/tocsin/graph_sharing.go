package main

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// sharingRow is a fact with those who can tell it and those who must be told.
type sharingRow struct {
	fact    *scenario.Fact
	know    []int // roles that learn it unaided or by an inject
	missing []int // roles that need it and do not learn it so
}

// sharingRows lists the facts that somebody needs and does not learn unaided.
func sharingRows(sc *scenario.Scenario) []sharingRow {
	var rows []sharingRow
	for i := range sc.Facts {
		row := sharingRow{fact: &sc.Facts[i]}
		sources := scenario.Names{}
		for _, k := range row.fact.Known {
			sources = append(sources, k.ID)
		}
		for j := range sc.Injects {
			if sc.Injects[j].Reveals.Has(row.fact.ID) {
				sources = append(sources, sc.Injects[j].To...)
			}
		}
		row.know = sc.RolesOf(sources)
		for _, r := range sc.RolesOf(row.fact.NeededBy) {
			if !slices.Contains(row.know, r) {
				row.missing = append(row.missing, r)
			}
		}
		if len(row.missing) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// byBarycentre orders places in a column by the mean height of what they are joined to.
func byBarycentre(nodes []int, heights func(node int) []int) []int {
	type placed struct {
		node int
		mean float64
	}
	var ps []placed
	for _, n := range nodes {
		hs := heights(n)
		if len(hs) == 0 {
			continue
		}
		sum := 0
		for _, h := range hs {
			sum += h
		}
		ps = append(ps, placed{n, float64(sum) / float64(len(hs))})
	}
	slices.SortStableFunc(ps, func(a, b placed) int {
		if a.mean < b.mean {
			return -1
		}
		if a.mean > b.mean {
			return 1
		}
		return a.node - b.node
	})
	out := []int{}
	for _, p := range ps {
		out = append(out, p.node)
	}
	return out
}

// sharingSVG draws who must tell whom: who knows, what, and who needs it. A fact
// is a row in the middle, so that no arrow needs a label.
func sharingSVG(sc *scenario.Scenario) string {
	rows := sharingRows(sc)
	roles := make([]int, len(sc.Roles))
	for i := range roles {
		roles[i] = i
	}
	joined := func(of func(sharingRow) []int) func(int) []int {
		return func(role int) []int {
			var at []int
			for i, row := range rows {
				if slices.Contains(of(row), role) {
					at = append(at, i)
				}
			}
			return at
		}
	}
	know := func(r sharingRow) []int { return r.know }
	missing := func(r sharingRow) []int { return r.missing }
	// Facts next to those who know them, then roles next to their facts.
	slices.SortStableFunc(rows, func(a, b sharingRow) int { return slices.Compare(a.know, b.know) })
	left := byBarycentre(roles, joined(know))
	right := byBarycentre(roles, joined(missing))

	p := newPicture(sc.Title+": who must tell whom", max(len(rows), len(left), len(right)))
	const boxL, boxM, boxR = 30, 350, 730
	p.caption(boxL, "learns it unaided")
	p.caption(boxM, "fact (handling)")
	p.caption(boxR, "needs it, and must be told")
	for i, row := range rows {
		for _, r := range row.know {
			p.arrow(boxL+p.boxWidth, p.y(slices.Index(left, r), len(left)), boxM, p.y(i, len(rows)), r)
		}
		colour := 0
		if len(row.know) > 0 {
			colour = row.know[0]
		}
		for _, r := range row.missing {
			p.arrow(boxM+p.boxWidth+40, p.y(i, len(rows)), boxR, p.y(slices.Index(right, r), len(right)), colour)
		}
	}
	for i, r := range left {
		p.box(boxL, p.y(i, len(left)), p.boxWidth, sc.Roles[r].Title)
	}
	for i, row := range rows {
		p.box(boxM, p.y(i, len(rows)), p.boxWidth+40, fmt.Sprintf("%s (%s)", row.fact.Title, row.fact.TLP))
	}
	for i, r := range right {
		p.box(boxR, p.y(i, len(right)), p.boxWidth, sc.Roles[r].Title)
	}
	if len(rows) == 0 {
		p.caption(boxL, "")
		p.note("Nobody needs a fact that somebody else must tell.")
	}
	return p.end(boxR + p.boxWidth + 30)
}

// picture is an SVG in the making: boxes in columns, spread over one height.
type picture struct {
	b        strings.Builder
	title    string
	boxWidth int
	height   int
}

const (
	pictureTop = 96
	boxHeight  = 42
)

func newPicture(title string, tallest int) *picture {
	return &picture{title: title, boxWidth: 200, height: pictureTop + max(tallest, 1)*(boxHeight+18) + 12}
}

// y is the middle of entry i of a column of n.
func (p *picture) y(i, n int) int {
	slot := (p.height - pictureTop - 12) / max(n, 1)
	return pictureTop + slot*i + slot/2
}

func (p *picture) caption(x int, text string) {
	fmt.Fprintf(&p.b, `<text x="%d" y="74" font-size="13" fill="#667">%s</text>`+"\n", x, xmlText(text))
}

func (p *picture) note(text string) {
	fmt.Fprintf(&p.b, `<text x="30" y="%d" font-size="13" fill="#223">%s</text>`+"\n", pictureTop+28, xmlText(text))
}

// arrow joins two boxes; the colour tells apart where arrows come from.
func (p *picture) arrow(x1, y1, x2, y2, colour int) {
	colours := []string{"#33557f", "#9a4a2a", "#2d6f55", "#7a4a86", "#856a1e", "#a03a55", "#3f6f86", "#5d5d66"}
	bend := (x2 - x1) / 2
	fmt.Fprintf(&p.b, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="%s" stroke-width="1.5" marker-end="url(#arrow)"/>`+"\n",
		x1, y1, x1+bend, y1, x2-bend, y2, x2-1, y2, colours[colour%len(colours)])
}

func (p *picture) box(x, y, width int, label string) {
	fmt.Fprintf(&p.b, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="#f4f6fb" stroke="#557" stroke-width="1.4"/>`+"\n", x, y-boxHeight/2, width, boxHeight)
	lines := twoLines(label, width/7)
	for i, line := range lines {
		fmt.Fprintf(&p.b, `<text x="%d" y="%d" font-size="12.5" text-anchor="middle" fill="#223">%s</text>`+"\n", x+width/2, y+5+16*i-8*(len(lines)-1), xmlText(line))
	}
}

func (p *picture) end(width int) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" role="img">
<title>%s</title>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#556"/></marker></defs>
<rect width="%d" height="%d" fill="#fff"/>
<text x="30" y="38" font-size="18" font-weight="bold" fill="#223">%s</text>
%s</svg>
`, width, p.height, width, p.height, xmlText(p.title), width, p.height, xmlText(p.title), p.b.String())
}

// twoLines breaks a label into two lines at the most.
func twoLines(label string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(label) {
		last := lines[len(lines)-1]
		switch {
		case last == "":
			lines[len(lines)-1] = word
		case len([]rune(last))+1+len([]rune(word)) <= width:
			lines[len(lines)-1] = last + " " + word
		default:
			lines = append(lines, word)
		}
	}
	if len(lines) > 2 {
		lines = []string{lines[0], lines[1] + "…"}
	}
	for i, l := range lines {
		if r := []rune(l); len(r) > width+1 {
			lines[i] = string(r[:width]) + "…"
		}
	}
	return lines
}

// xmlText makes text safe between tags and in attributes.
func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(scenario.CleanLine(s))
}
