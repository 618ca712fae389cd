package report

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

//go:embed html.css
var pageStyle string

//go:embed html.tmpl
var pageText string

// mostRows is how many rows of a long table are in the page. All are in the CSV files
// next to it.
const mostRows = 400

// HTML writes a report as one page that needs nothing else: no script, no
// network, no other file. It can be read on a wide screen and on a phone, and printed on
// A4, where the first sheet holds what somebody with one minute reads. Every text in it
// is escaped; its pictures are drawn twice, for wide and for narrow screens.
func HTML(w io.Writer, r *Report) error {
	t, err := template.New("page").Funcs(pageWords).Parse(pageText)
	if err != nil {
		return err
	}
	p := page{Report: r, Style: template.CSS(pageStyle + "\n@media screen and (prefers-color-scheme: dark) { " +
		draw.DarkRules() + " }\n"), pictures: map[string]Picture{}, onPaper: onPaper(r)}
	for _, picture := range r.Pictures() {
		p.pictures[picture.Name] = picture
	}
	var b bytes.Buffer
	if err := p.write(&b, t); err != nil {
		return err
	}
	// What is said and written by people may hold characters that turn the direction of
	// the text around them or cannot be seen.
	_, err = io.WriteString(w, scenario.CleanText(b.String()))
	return err
}

// headed is a chapter's heading and where links to it lead.
type headed struct {
	ID    string
	Title template.HTML
}

// write writes the page's chapters in the order of the outline, the contents behind the first
// page.
func (p page) write(w io.Writer, t *template.Template) error {
	chapters := p.chapters(esc)
	var contents []headed
	for _, c := range chapters[min(1, len(chapters)):] {
		contents = append(contents, headed{c.id, pageTitle(c.sections[0].title)})
	}
	err := t.ExecuteTemplate(w, "head", p)
	for i, c := range chapters {
		for n, s := range c.sections {
			title := pageTitle(s.title)
			if n == 0 {
				err = errors.Join(err, t.ExecuteTemplate(w, "open", headed{c.id, title}))
			} else {
				err = errors.Join(err, t.ExecuteTemplate(w, "section", title))
			}
			for _, x := range s.parts {
				if x.piece != nil {
					err = errors.Join(err, t.ExecuteTemplate(w, "piece "+x.piece.id, p))
				} else {
					err = errors.Join(err, t.ExecuteTemplate(w, "text", pageHTML(x.text)))
				}
			}
		}
		err = errors.Join(err, t.ExecuteTemplate(w, "close", nil))
		if i == 0 {
			err = errors.Join(err, t.ExecuteTemplate(w, "contents", contents))
		}
	}
	return errors.Join(err, t.ExecuteTemplate(w, "foot", nil))
}

// CoverTitle says what kind of document this is.
func (p page) CoverTitle() template.HTML {
	for _, s := range p.filled(coverChapter, esc) {
		return pageTitle(s.title)
	}
	return ""
}

// CoverText is what is below the title.
func (p page) CoverText() template.HTML {
	var all []string
	for _, s := range p.filled(coverChapter, esc) {
		for _, x := range s.parts {
			if x.piece == nil {
				all = append(all, x.text)
			}
		}
	}
	return pageHTML(strings.Join(all, "\n\n"))
}

// LooseNotes are the observations that belong to no one objective.
func (r *Report) LooseNotes() []ObservationRow {
	return slices.DeleteFunc(slices.Clone(r.Notes), func(n ObservationRow) bool { return n.Objective != "" })
}

// page is what the template is filled in from.
type page struct {
	*Report
	Style    template.CSS
	pictures map[string]Picture
	onPaper  map[int]bool // by number, the entries of the timeline that are printed
}

// figureOf is a picture in the page.
type figureOf struct {
	Picture
	Wide, Narrow template.HTML
}

// Figure is a picture by its name; nil where the report has no numbers for it.
func (p page) Figure(name string) *figureOf {
	picture, ok := p.pictures[name]
	if !ok {
		return nil
	}
	// a sheet escapes its texts
	return &figureOf{picture, template.HTML(picture.Inline(draw.Wide)), template.HTML(picture.Inline(draw.Narrow))}
}

// scoreTile is a score as the first page shows it.
type scoreTile struct {
	Name  string
	Value *float64
}

// Tiles are the scores, the total first.
func (p page) Tiles() []scoreTile {
	s := p.Scores
	return []scoreTile{{"Total", s.Total}, {"Speed", s.Speed}, {"Effectiveness", s.Effectiveness},
		{"Coordination", s.Coordination}}
}

// NoMoments says why no moment is on the first page.
func (p page) NoMoments() string { return p.noMoments() }

// measureGroup is measures under one heading.
type measureGroup struct {
	Name  string
	Lines []MeasureLine
}

// Groups are the measures by group, in their order, those of the scenario last.
func (p page) Groups() []measureGroup {
	var out []measureGroup
	for _, m := range p.Measures {
		name := m.Group
		if m.Own {
			name = "the scenario's own"
		}
		i := slices.IndexFunc(out, func(g measureGroup) bool { return g.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, measureGroup{Name: name})
		}
		out[i].Lines = append(out[i].Lines, m)
	}
	return out
}

// pageWords are the words of the template that are no fields.
var pageWords = template.FuncMap{
	"number":        amount,
	"whole":         func(v *float64) string { return amount(roundTo(v, 0)) },
	"score":         func(v *float64) string { return amount(roundTo(v, 1)) },
	"plain":         func(v float64) string { return amount(&v) },
	"at":            hoursText,
	"when":          hoursCell,
	"span":          span,
	"evidence":      evidence,
	"how":           howLearned,
	"howConduct":    func() string { return howConduct },
	"rating":        func(letter string) string { return ratingWords[letter] },
	"join":          func(s []string) string { return strings.Join(s, ", ") },
	"capital":       firstUpper,
	"add":           func(a, b int) int { return a + b },
	"most":          func() int { return mostRows },
	"interval":      intervalRounded,
	"mean":          meanRounded,
	"percent":       func(v *float64) string { return wholePercent(v) },
	"width":         func(v *float64) string { return fmt.Sprintf("%.4g", min(max(valueOr0(v), 0), 100)) },
	"windowTitle":   windowTitle,
	"yes":           yesOrNo,
	"pace":          paceText,
	"ratio":         func(v *float64) string { return plainRatio(*v) },
	"ratingKey":     func() string { return ratingKey },
	"howWorth":      func() string { return howWorth },
	"howBought":     func() string { return howBought },
	"breakEven":     withInterval,
	"unitIn":        unitIn,
	"paired":        func(p score.Paired) string { return withInterval(&p) },
	"underprovided": underprovided,
	"limits":        func() []limit { return limitsOfNumbers },
	"figures":       figures,
	"howLegible":    func() string { return howLegible },
	"howHanded":     func() string { return howHanded },
	"howShared":     func() string { return howShared },
	"howExposed":    func() string { return howExposed },
	"seats":         func(n int) string { return counted(n, "seat") },
	"howScored":     func() string { return howScored },
	"nobody":        orNobody,
	"left":          func(n int) int { return n - mostRows },
}

var ratingWords = map[string]string{"P": "performed without challenges", "S": "performed with some challenges",
	"M": "performed with major challenges",
	"U": "unable to be performed", "-": "nothing to rate"}

// intervalRounded is an interval with the digits that its own width allows.
func intervalRounded(ci [2]float64) string {
	w := (ci[1] - ci[0]) / 2
	if max(math.Abs(ci[0]), math.Abs(ci[1])) < least {
		return "0 to 0"
	}
	return rounded(ci[0], w) + " to " + rounded(ci[1], w)
}

// meanRounded is a mean with the digits that its interval allows.
func meanRounded(v float64, ci [2]float64) string {
	if max(math.Abs(v), math.Abs(ci[0]), math.Abs(ci[1])) < least {
		return "0"
	}
	return rounded(v, (ci[1]-ci[0])/2)
}

// amount is a number, or a dash for none.
func amount(v *float64) string {
	if v == nil || math.IsNaN(*v) {
		return "—"
	}
	return figure(*v)
}

// roundTo rounds as [fmt] does, half to even, so that a page shows the digit that its sentences say.
func roundTo(v *float64, digits int) *float64 {
	if v == nil {
		return nil
	}
	p := math.Pow10(digits)
	r := math.RoundToEven(*v*p)/p + 0
	return &r
}

func wholePercent(v *float64) string {
	if v == nil {
		return "—"
	}
	return fmt.Sprintf("%.0f%%", 100**v)
}

func firstUpper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// evidence is the lines of the record that something rests on, at most eight of them: "lines 4, 9", or with what
// was done between lines "line 4, after line 4".
func evidence(sources []Source) string {
	const most = 8
	var words []string
	between := slices.ContainsFunc(sources, func(s Source) bool { return s.After })
	for _, s := range sources[:min(len(sources), most)] {
		w := s.String()
		if !between {
			w = strings.TrimPrefix(w, "line ")
		}
		if len(words) == 0 || words[len(words)-1] != w {
			words = append(words, w)
		}
	}
	text := strings.Join(words, ", ")
	switch {
	case len(words) == 1 && !between:
		text = "line " + text
	case len(words) > 1 && !between:
		text = "lines " + text
	}
	if more := len(sources) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// yesOrNo answers a question that may have no answer.
func yesOrNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	}
	return "no"
}

// windowTitle is short enough for the tab of a browser.
func windowTitle(title string) string {
	const most = 45
	runes := []rune(scenario.CleanLine(title))
	if len(runes) > most {
		runes = append(runes[:most-1:most-1], '…')
	}
	return "After-action report: " + string(runes)
}
