package report

import (
	"fmt"
	"math"

	"tocsin/sim/report/draw"
)

// paidPicture draws for each who bears harm or acts what its actions cost and what harm
// it was spared.
func paidPicture(r *Report) (Picture, bool) {
	if len(r.Bearers) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "paid", Title: "Who paid and who gained",
		Reading: "Left, hollow: what its own actions cost it, in points. Right, full: the harm that it was spared " +
			"compared with what would have come if nobody had acted. The two scales are not the same. Those without a seat have no actions."},
		Head: []string{"Who", "Cost, points", "Harm" + unitIn(r.HarmUnit), "If nobody had acted", "Spared"}}
	cost, spared := 0.0, 0.0
	for _, b := range r.Bearers {
		row := []string{firstUpper(b.Title), amount(b.Cost), figure(b.Harm), amount(b.Idle), "—"}
		switch {
		case r.bearsNone(b):
			row[2] = "—"
		case b.Idle != nil:
			row[4] = figure(*b.Idle - b.Harm)
			spared += *b.Idle - b.Harm
		}
		if b.Cost != nil {
			cost += *b.Cost
		}
		p.Rows = append(p.Rows, row)
	}
	p.Finding = paidFinding(r.Bearers, cost, spared)
	p.Draw = func(s *draw.Sheet) { drawPaid(s, r.Bearers, r.HarmUnit) }
	return p, true
}

// bearsNone reports whether no harm of the scenario can fall on somebody: none did, and none would have if nobody had
// acted.
func (r *Report) bearsNone(b BearerLine) bool {
	return b.Idle == nil && b.Harm == 0 && r.Harm.Idle != nil
}

// paidFinding names who paid most and who gained most.
func paidFinding(bearers []BearerLine, cost, spared float64) string {
	payer, gainer := -1, -1
	for i, b := range bearers {
		if b.Cost != nil && *b.Cost > 0 && (payer < 0 || *b.Cost > *bearers[payer].Cost) {
			payer = i
		}
		if b.Idle != nil && *b.Idle > b.Harm && (gainer < 0 ||
			*b.Idle-b.Harm > *bearers[gainer].Idle-bearers[gainer].Harm) {
			gainer = i
		}
	}
	text := "Nobody paid anything"
	if payer >= 0 {
		text = fmt.Sprintf("%s paid most (%s of all costs)", firstUpper(bearers[payer].Title),
			percent(*bearers[payer].Cost/cost))
	}
	switch {
	case gainer >= 0 && spared > 0:
		share := (*bearers[gainer].Idle - bearers[gainer].Harm) / spared
		if share <= 1 {
			return fmt.Sprintf("%s; %s gained most (%s of the harm avoided).", text, bearers[gainer].Title,
				partOf(share))
		}
		return fmt.Sprintf("%s; %s gained most.", text, bearers[gainer].Title)
	case spared < 0:
		return text + "; more harm was done than if nobody had acted."
	}
	return text + "; nobody was spared any harm."
}

func drawPaid(s *draw.Sheet, bearers []BearerLine, unit string) {
	most, lo, hi := 0.0, 0.0, 0.0
	for _, b := range bearers {
		if b.Cost != nil {
			most = max(most, *b.Cost)
		}
		if b.Idle != nil {
			lo, hi = min(lo, *b.Idle-b.Harm), max(hi, *b.Idle-b.Harm)
		}
	}
	left, width := draw.Gutter+draw.NamesWidth+0.0, s.Width-2*draw.Gutter-draw.NamesWidth
	if s.Narrow() {
		left, width = draw.Gutter, s.Width-2*draw.Gutter
	}
	const figures = 52 // next to each half
	half := width/2 - figures - 8
	right := left + width/2 + 8
	s.Lines(left, s.Y+2, draw.FromLeft, draw.Head, draw.Head.Wrap("Cost, points", width/2-8, 2))
	s.Y = max(s.Lines(right, s.Y+2, draw.FromLeft, draw.Head,
		draw.Head.Wrap("Harm spared"+unitIn(unit), width/2-8, 2)), s.Y+18) + 6
	zero := right
	if hi > lo {
		zero = right + half*(0-lo)/(hi-lo)
	}
	for _, b := range bearers {
		names := draw.Label.Wrap(firstUpper(b.Title), draw.NamesWidth-14, 3)
		if s.Narrow() {
			names = draw.Label.Wrap(firstUpper(b.Title), width, 2)
			s.Y = s.Lines(draw.Gutter, s.Y, draw.FromLeft, draw.Label, names) + 2
			names = nil
		}
		need := max(16*float64(len(names)), 18)
		y := s.Y + need/2
		s.Lines(draw.Gutter, y-8*float64(len(names)), draw.FromLeft, draw.Label, names)
		s.Line(left, y-9, left, y+9, draw.Stroke(draw.Ink, 1, ""))
		if b.Cost != nil {
			w := 0.0
			if most > 0 {
				w = half * *b.Cost / most
			}
			if w > 0 {
				s.Frame(left, y-6, max(w, 1), 12, draw.Paper, draw.Stroke(draw.Strong, 1.6, ""))
			}
			s.Text(left+w+6, y+4, draw.FromLeft, draw.Label, draw.Label.Cut(figure(*b.Cost), figures))
		} else {
			s.Text(left+6, y+4, draw.FromLeft, draw.Note, "no seat")
		}
		s.Line(zero, y-9, zero, y+9, draw.Stroke(draw.Ink, 1, ""))
		if b.Idle != nil {
			v := *b.Idle - b.Harm
			w := 0.0
			if hi > lo {
				w = half * math.Abs(v) / (hi - lo)
			}
			from := zero
			if v < 0 {
				from = zero - w
			}
			if w > 0 {
				s.Box(from, y-6, max(w, 1), 12, draw.Strong)
			}
			s.Text(from+w+6, y+4, draw.FromLeft, draw.Label, draw.Label.Cut(figure(v), figures))
		} else {
			s.Text(zero+6, y+4, draw.FromLeft, draw.Note, "bears none")
		}
		s.Y += need + draw.RowGap
	}
	s.Y += 4
}

// worthPicture draws the return on each mechanism, to all together and to each who pays.
func worthPicture(r *Report) (Picture, bool) {
	if len(r.Worth) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "mechanisms", Title: "What each mechanism is worth, and to whom",
		Reading: "Returns are the harm avoided less the cost, in the unit of harm, over runs with the mechanism " +
			"and without, on the same draws of chance. Full: to all together. Hollow: to one who is expected to pay for it. Whiskers are 95% intervals. Where the full bar is right of zero and a hollow one left, the one who should pay has no reason of its own to pay."},
		Head: []string{"Mechanism", "Return to", "Cost", "Return", "95% interval", "In force", "Underprovided"}}
	under, lo, hi := 0, 0.0, 0.0
	yes := map[bool]string{true: "yes", false: "no"}
	for _, w := range r.Worth {
		if w.Underprovided {
			under++
		}
		half := (w.Social.CI95[1] - w.Social.CI95[0]) / 2
		p.Rows = append(p.Rows, []string{w.Title, "all together", figure(w.Cost), rounded(w.Social.Mean, half),
			rounded(w.Social.CI95[0], half) + " to " + rounded(w.Social.CI95[1], half), yes[w.Active],
			yes[w.Underprovided]})
		lo, hi = min(lo, w.Social.CI95[0]), max(hi, w.Social.CI95[1])
		for _, py := range w.Payers {
			half := (py.Private.CI95[1] - py.Private.CI95[0]) / 2
			p.Rows = append(p.Rows, []string{w.Title, titleIn(w.Titles, py.Role), figure(py.Cost),
				rounded(py.Private.Mean, half), rounded(py.Private.CI95[0], half) + " to " +
					rounded(py.Private.CI95[1], half), yes[w.Active], yes[w.Underprovided]})
			lo, hi = min(lo, py.Private.CI95[0]), max(hi, py.Private.CI95[1])
		}
	}
	p.Finding = fmt.Sprintf("%d of %s: worth its cost to all together and a loss to one who would pay, both "+
		"beyond chance.", under, counted(len(r.Worth), "mechanism"))
	if under == 0 {
		p.Finding = fmt.Sprintf("Of %s, none is, beyond chance, one that all would gain from and a payer "+
			"would lose by.", counted(len(r.Worth), "mechanism"))
	}
	p.Draw = func(s *draw.Sheet) { drawWorth(s, r, lo, hi) }
	return p, true
}

func titleIn(titles map[string]string, id string) string {
	if t := titles[id]; t != "" {
		return t
	}
	return id
}

func drawWorth(s *draw.Sheet, r *Report, lo, hi float64) {
	room := (hi - lo) * 0.04
	b := s.Begin("Harm avoided less cost"+unitIn(r.HarmUnit), "", lo-room, hi+room,
		valueGrid(lo-room, hi+room, s.Narrow()))
	for _, w := range r.Worth {
		tag := ""
		switch {
		case w.Underprovided && w.Active:
			tag = "in force; underprovided"
		case w.Underprovided:
			tag = "not in force; underprovided"
		case w.Active:
			tag = "in force"
		default:
			tag = "not in force"
		}
		ret(b, w.Title, tag, w.Social.Mean, w.Social.CI95, true)
		for _, py := range w.Payers {
			ret(b, "to "+titleIn(w.Titles, py.Role), "", py.Private.Mean, py.Private.CI95, false)
		}
		b.Y += 6
	}
	b.End()
	s.Key([]draw.KeyItem{
		{Draw: func(x, y float64) { s.Box(x-7, y-5, 14, 10, draw.Strong) }, Text: "to all together"},
		{Draw: func(x, y float64) { s.Frame(x-7, y-5, 14, 10, draw.Paper, draw.Stroke(draw.Strong, 1.6, "")) },
			Text: "to one who pays"},
		{Draw: func(x, y float64) { s.Interval(x-7, x+7, y) }, Text: "95% interval"},
	})
}

// ret draws one return.
func ret(b *draw.Board, name, under string, mean float64, ci [2]float64, all bool) {
	half := (ci[1] - ci[0]) / 2
	figures := rounded(mean, half)
	if half > 0 {
		figures += " ± " + rounded(half, half)
	}
	row := b.Row(name, under, []string{figures}, all, 16)
	from, to := b.X(min(0, mean)), b.X(max(0, mean))
	if all {
		b.Box(from, row.Middle-6, max(to-from, 1.5), 12, draw.Strong)
	} else {
		b.Frame(from, row.Middle-5, max(to-from, 1.5), 10, draw.Paper, draw.Stroke(draw.Strong, 1.4, ""))
	}
	whisker(b, ci, row.Middle)
	b.Line(b.X(0), row.Top-2, b.X(0), row.Bottom+2, draw.Stroke(draw.Ink, 1.2, ""))
}
