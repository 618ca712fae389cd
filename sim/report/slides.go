package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

//go:embed slides.tmpl
var slidesText string

// Slides writes what a room talks about in the hot wash as a page of slides: a screen each, moved
// by the arrow and page keys, one a sheet in print. It needs no other file and has no
// script.
func Slides(w io.Writer, r *Report) error {
	t, err := template.New("slides").Funcs(pageWords).Parse(slidesText)
	if err != nil {
		return err
	}
	p := page{Report: r, Style: template.CSS("@media screen and (prefers-color-scheme: dark) { " + draw.DarkRules() + " }"),
		pictures: map[string]Picture{}}
	for _, picture := range r.Pictures() {
		p.pictures[picture.Name] = picture
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	_, err = io.WriteString(w, scenario.CleanText(b.String()))
	return err
}

// slideRows is how many actions of the plan are on a slide: what a room can talk about.
const slideRows = 6

// TopPlan are the first actions of the plan.
func (r *Report) TopPlan() []PlanRow { return r.Plan[:min(slideRows, len(r.Plan))] }

// MissedExpected are the expected actions that were not done, or late; at most as many as a slide
// holds.
func (r *Report) MissedExpected() []ExpectedLine {
	var out []ExpectedLine
	for _, e := range r.Expected {
		if (e.Status == "missed" || e.Status == "late") && len(out) < slideRows {
			out = append(out, e)
		}
	}
	return out
}
