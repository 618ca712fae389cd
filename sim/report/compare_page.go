package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

//go:embed compare.tmpl
var comparePage string

// comparePages fills in the page of cohorts.
type comparePages struct {
	*Comparison
	Style template.CSS
}

// compareHTML writes the comparison as a page that needs no other file.
func compareHTML(w io.Writer, c *Comparison) error {
	t, err := template.New("cohorts").Funcs(pageWords).Parse(comparePage)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, comparePages{c, template.CSS(pageStyle +
		"\n@media screen and (prefers-color-scheme: dark) { " + draw.DarkRules() + " }\n")}); err != nil {
		return err
	}
	_, err = io.WriteString(w, scenario.CleanText(b.String()))
	return err
}

// Mixed says what else differs between cohorts.
func (c *Comparison) Mixed() string { return c.mixed() }

// Figures are the pictures of the page.
func (c *Comparison) Figures() []figureOf {
	var out []figureOf
	for _, p := range []Picture{c.scoresPicture(), c.ratingsPicture()} {
		if len(p.Rows) > 0 {
			out = append(out, figureOf{p, template.HTML(p.Inline(draw.Wide)), template.HTML(p.Inline(draw.Narrow))})
		}
	}
	return out
}

// cohortNumber is how a picture calls a cohort: its place, from 1.
func cohortNumber(i int) string { return fmt.Sprint(i + 1) }

// dot draws a cohort as a circle with its number; the best is filled.
func dot(b *draw.Board, x, y float64, i int, best bool) {
	fill, l := draw.Paper, draw.Note
	if best {
		fill = draw.Tint
	}
	b.Circle(x, y, 8, fill, draw.Stroke(draw.Strong, 1.5, ""))
	b.Text(x, y+3.6, draw.Centred, l, cohortNumber(i))
}

// scoresPicture draws each score of each cohort on one scale, from 0 to 100.
func (c *Comparison) scoresPicture() Picture {
	p := Picture{Picture: draw.Picture{Name: "cohort_scores", Title: "Scores by cohort", Finding: c.Sentence(),
		Reading: "Each circle is a cohort, with its number; the best total is filled. The grey band is where 90% of the " +
			"runs of bots ended, of the first cohort's draws."}, Head: []string{"Score"}}
	type line struct {
		name string
		of   func(Cohort) *float64
	}
	lines := []line{{"Total", func(x Cohort) *float64 { return x.Total }},
		{"Speed", func(x Cohort) *float64 { return x.Speed }},
		{"Effectiveness", func(x Cohort) *float64 { return x.Effective }},
		{"Coordination", func(x Cohort) *float64 { return x.Coordinate }}}
	for _, x := range c.Cohorts {
		p.Head = append(p.Head, x.Label)
	}
	for _, l := range lines {
		row := []string{l.name}
		for _, x := range c.Cohorts {
			row = append(row, amount(roundTo(l.of(x), 1)))
		}
		p.Rows = append(p.Rows, row)
	}
	p.Draw = func(s *draw.Sheet) {
		b := s.Begin("0 to 100, more is better", "", 0, 100, valueGrid(0, 100, s.Narrow()))
		for k, l := range lines {
			rows := stagger(b, c.Cohorts, l.of)
			row := b.Row(l.name, "", nil, k == 0, float64(20*rows.n+6))
			if k == 0 && c.band != nil {
				b.Box(b.X(c.band[0]), row.Top, b.X(c.band[1])-b.X(c.band[0]), row.Bottom-row.Top, draw.Shade)
			}
			for i, x := range c.Cohorts {
				if v := l.of(x); v != nil {
					dot(b, b.X(*v), row.Top+13+20*float64(rows.level[i]), i, i == c.best)
				}
			}
		}
		b.End()
	}
	return p
}

// levels are how deep each circle hangs in a row, so that none covers another.
type levels struct {
	level []int
	n     int
}

func stagger(b *draw.Board, cohorts []Cohort, of func(Cohort) *float64) levels {
	out := levels{make([]int, len(cohorts)), 1}
	var placed [][]float64 // by level: where circles are
	for i, x := range cohorts {
		v := of(x)
		if v == nil {
			continue
		}
		at, k := b.X(*v), 0
		for ; k < len(placed); k++ {
			if free(placed[k], at) {
				break
			}
		}
		if k == len(placed) {
			placed = append(placed, nil)
		}
		placed[k] = append(placed[k], at)
		out.level[i], out.n = k, max(out.n, k+1)
	}
	return out
}

func free(places []float64, at float64) bool {
	for _, p := range places {
		if p > at-18 && p < at+18 {
			return false
		}
	}
	return true
}

// ratingsPicture draws each objective as a band for each rating, with the cohorts in them.
func (c *Comparison) ratingsPicture() Picture {
	p := Picture{Picture: draw.Picture{Name: "cohort_ratings", Title: "Ratings by objective and cohort",
		Finding: "How each objective was rated, cohort by cohort.",
		Reading: "From left to right: unable to be performed, with major challenges, with some challenges, without " +
			"challenges. Each circle is a cohort; the best total is filled. Where there was nothing to rate there is no circle."},
		Head: []string{"Objective"}}
	for _, x := range c.Cohorts {
		p.Head = append(p.Head, x.Label)
	}
	for _, o := range c.Objectives {
		row := []string{o.Title}
		for _, x := range c.Cohorts {
			row = append(row, x.Ratings[o.ID])
		}
		p.Rows = append(p.Rows, row)
	}
	letters := []string{"U", "M", "S", "P"}
	p.Draw = func(s *draw.Sheet) {
		var grid []draw.Tick
		for i, l := range letters {
			grid = append(grid, draw.Tick{At: float64(i) + 0.5, Text: l})
		}
		b := s.Begin("", "", 0, 4, grid)
		for _, o := range c.Objectives {
			in := map[string][]int{}
			most := 1
			for i, x := range c.Cohorts {
				in[x.Ratings[o.ID]] = append(in[x.Ratings[o.ID]], i)
			}
			across := max(1, int((b.X(1)-b.X(0)-8)/20))
			for _, l := range letters {
				most = max(most, (len(in[l])+across-1)/across)
			}
			row := b.Row(o.Title, "", nil, false, float64(20*most+6))
			for k, l := range letters {
				x0, x1 := b.X(float64(k))+1.5, b.X(float64(k)+1)-1.5
				b.Box(x0, row.Top, x1-x0, row.Bottom-row.Top, draw.Pale)
				for n, i := range in[l] {
					dot(b, x0+12+20*float64(n%across), row.Top+13+20*float64(n/across), i, i == c.best)
				}
			}
		}
		b.End()
	}
	return p
}
