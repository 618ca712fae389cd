package report

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"unicode/utf8"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

//go:embed slides.tmpl
var slidesText string

// Slides writes what a room talks about in the hot wash as a page of slides: one screen for each,
// moved by the arrow and page keys, and one sheet for each in print. It needs no other file and has no
// script.
func Slides(w io.Writer, r *Report) error {
	t, err := template.New("slides").Funcs(pageWords).Funcs(template.FuncMap{"crowd": crowd}).Parse(slidesText)
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

// crowd is the class of a slide by how many letters its rows show: "" for what fits in the usual size. Rows that
// it does not know are an error.
func crowd(slide any) (string, error) {
	letters := 0
	count := func(texts ...string) {
		for _, x := range texts {
			letters += utf8.RuneCountInString(x)
		}
	}
	switch rows := slide.(type) {
	case []StoryLine:
		for _, x := range rows {
			count(x.Date, x.Text)
		}
	case []Remark:
		for _, x := range rows {
			count(x.Text)
		}
	case []Change:
		for _, x := range rows {
			count(x.Text, x.Who)
		}
	case []PlanRow:
		for _, x := range rows {
			count(cmp.Or(x.Action, x.Issue), x.Responsible, x.DueText(), x.Status)
		}
	case []ExpectedLine:
		for _, x := range rows {
			count(x.Title, x.What, x.Who(), x.Difference)
		}
	default:
		return "", fmt.Errorf("no letters are counted of a slide of %T", slide)
	}
	switch {
	case letters > 1200:
		return "longer", nil
	case letters > 700:
		return "long", nil
	}
	return "", nil
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
