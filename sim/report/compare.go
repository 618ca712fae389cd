package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/phrase"
	"tocsin/sim/schema"
)

// ComparisonVersion is that of a comparison as JSON.
const ComparisonVersion = 1

// Comparison is the results of several exercises with one version of one scenario: cohorts.
type Comparison struct {
	Schema  string   `json:"schema"` // of this document, with its version
	Title   string   `json:"title"`
	Name    string   `json:"name"`
	Digest  string   `json:"digest"`
	Cohorts []Cohort `json:"cohorts"`
	// Objectives are the scenario's, in its order.
	Objectives []ComparedObjective `json:"objectives"`
	// Best is the label of the cohort with the highest total; "" where all are alike.
	Best    string      `json:"best,omitempty"`
	BestDid []Deviation `json:"best_did"` // differently from at least half of the others

	harmUnit string
	measures map[string]MeasureLine // by id: their titles and units

	best int         // its place among the cohorts, or -1
	band *[2]float64 // between which 90% of the first cohort's bot runs ended; nil where not known
}

// ComparedObjective is an objective of the scenario.
type ComparedObjective struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Cohort is the result of one exercise.
type Cohort struct {
	Label      string              `json:"label"`
	Record     string              `json:"record"`
	Code       string              `json:"code"`
	Played     string              `json:"played"`
	Seed       uint64              `json:"seed"`
	People     int                 `json:"people"` // seats that people had
	Mechanisms []string            `json:"mechanisms"`
	Total      *float64            `json:"total"`
	Speed      *float64            `json:"speed"`
	Effective  *float64            `json:"effectiveness"`
	Coordinate *float64            `json:"coordination"`
	Harm       *float64            `json:"harm"`
	Efficiency *float64            `json:"efficiency"`
	Gap        *float64            `json:"gap"`
	Pace       *float64            `json:"pace_of_relevance"`
	Acts       int                 `json:"facilitator_acts"`
	Ratings    map[string]string   `json:"ratings"` // by objective
	Measures   map[string]*float64 `json:"measures"`
}

// Compare compares reports, at least one. Reports of different scenarios, or of different versions of one, are an
// error that says which.
func Compare(all []*Report) (*Comparison, error) {
	first := all[0].Overview
	c := &Comparison{Schema: schema.ID("cohorts", ComparisonVersion), Title: first.Title,
		Name: first.Name, Digest: first.Digest, measures: map[string]MeasureLine{}, harmUnit: all[0].HarmUnit}
	for i, r := range all {
		o := r.Overview
		if o.Digest != first.Digest {
			return nil,
				fmt.Errorf("%s was played with another scenario, or another version of it, than %s (%s, %.12s and "+
					"%s, %.12s); only records of one version can be compared",
					o.Record, first.Record, o.Name, o.Digest, first.Name, first.Digest)
		}
		x := Cohort{Label: fmt.Sprintf("Cohort %d", i+1), Record: o.Record, Code: o.Code, Played: o.Played,
			Seed: o.Seed, Mechanisms: o.Mechanisms, Total: r.Scores.Total, Speed: r.Scores.Speed,
			Effective: r.Scores.Effectiveness, Coordinate: r.Scores.Coordination, Harm: r.Harm.Actual,
			Efficiency: r.Efficiency, Gap: r.Gap, Pace: r.Pace.Value, Acts: len(r.Helps),
			Ratings: map[string]string{}, Measures: map[string]*float64{}}
		if o.Anonymous {
			x.Record = ""
		}
		seats := map[string]bool{}
		for _, p := range o.Participants {
			if p.Role != "" && !p.Bot && !o.NoPeople && !seats[p.Role] {
				seats[p.Role] = true
				x.People++
			}
		}
		for _, ob := range r.Objectives {
			x.Ratings[ob.ID] = ob.Rating
		}
		for _, m := range r.Measures {
			x.Measures[m.ID], c.measures[m.ID] = m.Value, m
		}
		c.Cohorts = append(c.Cohorts, x)
	}
	c.Objectives = []ComparedObjective{}
	for _, o := range all[0].Objectives {
		c.Objectives = append(c.Objectives, ComparedObjective{o.ID, o.Title})
	}
	if c.best = bestOf(all); c.best >= 0 {
		c.Best = c.Cohorts[c.best].Label
	}
	c.BestDid = bestDid(all, c.best)
	if b := all[0].Band; b != nil && b.Total.N > 0 {
		c.band = &[2]float64{b.Total.Spread[0], b.Total.Spread[4]}
	}
	return c, nil
}

// Sentence says in one sentence how the cohorts came out.
func (c *Comparison) Sentence() string {
	best, worst := -1, -1
	for i, x := range c.Cohorts {
		if x.Total == nil {
			continue
		}
		if best < 0 || *x.Total > *c.Cohorts[best].Total {
			best = i
		}
		if worst < 0 || *x.Total < *c.Cohorts[worst].Total {
			worst = i
		}
	}
	if best < 0 {
		return fmt.Sprintf("%d cohorts played “%s”; there was nothing to score.", len(c.Cohorts), c.Title)
	}
	return fmt.Sprintf("%d cohorts played “%s”: total scores from %.0f (%s) to %.0f (%s).", len(c.Cohorts), c.Title,
		*c.Cohorts[worst].Total, c.Cohorts[worst].Label, *c.Cohorts[best].Total, c.Cohorts[best].Label)
}

// mixed says what else differs between cohorts, so that nobody takes it for a difference
// between people.
func (c *Comparison) mixed() string {
	seeds, prepared, helped := false, false, false
	for _, x := range c.Cohorts[1:] {
		seeds = seeds || x.Seed != c.Cohorts[0].Seed
		prepared = prepared || fmt.Sprint(x.Mechanisms) != fmt.Sprint(c.Cohorts[0].Mechanisms)
		helped = helped || (x.Acts > 0) != (c.Cohorts[0].Acts > 0)
	}
	var what []string
	if seeds {
		what = append(what, "the draws of chance (seeds)")
	}
	if prepared {
		what = append(what, "what was prepared")
	}
	if helped {
		what = append(what, "whether the facilitator intervened")
	}
	if len(what) == 0 {
		return "They had the same draws of chance and the same preparation; what differs is what people did."
	}
	return "As well as the people, these differ between cohorts: " + phrase.List(what) +
		". A difference in scores may come from that."
}

// WriteComparison writes a comparison's files into a folder and returns their names.
func WriteComparison(dir string, c *Comparison) ([]string, error) {
	root, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	names := []string{"comparison.html", "comparison.md", "comparison.csv", "comparison.json"}
	for i, write := range []func(io.Writer) error{
		func(w io.Writer) error { return compareHTML(w, c) },
		func(w io.Writer) error { return compareMarkdown(w, c) },
		func(w io.Writer) error { return compareTable(c).writeCSV(w, nil) },
		func(w io.Writer) error { return JSON(w, c) },
	} {
		if err := writeFile(root, names[i], write); err != nil {
			return names[:i], fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return names, nil
}

func compareMarkdown(w io.Writer, c *Comparison) error {
	m := &markdown{w: bufio.NewWriter(w)}
	m.line("# Cohorts compared: %s\n", esc(c.Title))
	m.line("%s\n", esc(c.Sentence()))
	m.line("%s All played scenario %s, version %s. Each cohort is one sample.", esc(c.mixed()), esc(c.Name),
		esc(c.Digest[:min(12, len(c.Digest))]))
	m.table("Cohort", "Record", "Played", "Seed", "People", "Prepared", "Facilitator's acts", "Total", "Speed",
		"Effectiveness", "Coordination", "Harm"+unitIn(c.harmUnit), "Gap", "Pace")
	for _, x := range c.Cohorts {
		m.row(x.Label, x.Record, x.Played, fmt.Sprint(x.Seed), fmt.Sprint(x.People),
			listOr(x.Mechanisms, "nothing"), fmt.Sprint(x.Acts), round(x.Total), round(x.Speed), round(x.Effective),
			round(x.Coordinate),
			figures(x.Harm), ratioOr(x.Gap, "—"), figures(x.Pace))
	}
	var labels []string
	for _, x := range c.Cohorts {
		labels = append(labels, x.Label)
	}
	for _, group := range []struct {
		title, what string
		name        func(string) string
		rows        [][]string
	}{{"Objectives", "Objective", esc, c.objectiveRows()}, {"Measures", "Measure", c.measureName, c.measureRows(figures)}} {
		m.heading(2, group.title)
		m.table(append([]string{group.what}, labels...)...)
		for _, r := range group.rows {
			cells := []string{group.name(r[0])}
			for _, c := range r[1:] {
				cells = append(cells, esc(c))
			}
			m.cells(cells...)
		}
	}
	if c.Best != "" {
		m.heading(2, "What the best did differently")
		m.line("%s has the highest total. At least half of the others did not do these things, or did them much later.",
			esc(c.Best))
		m.table("What", c.Best, "The others")
		for _, d := range c.BestDid {
			var others []string
			for _, o := range d.Others {
				if o == nil {
					others = append(others, "never")
				} else {
					others = append(others, hoursText(*o))
				}
			}
			m.row(d.What, hoursText(d.Best), strings.Join(others, "; "))
		}
	}
	return m.w.Flush()
}

// measureName is a measure's title, its unit and its id.
func (c *Comparison) measureName(id string) string {
	m := c.measures[id]
	return esc(m.Title+unitIn(m.Unit)) + " " + literal(id)
}

// objectiveRows are the ratings by the objectives' titles, in the order of the scenario.
func (c *Comparison) objectiveRows() [][]string {
	var out [][]string
	for _, o := range c.Objectives {
		row := []string{o.Title}
		for _, x := range c.Cohorts {
			row = append(row, x.Ratings[o.ID])
		}
		out = append(out, row)
	}
	return out
}

func (c *Comparison) measureRows(write func(*float64) string) [][]string {
	var out [][]string
	for _, id := range sortedKeys(c.Cohorts[0].Measures) {
		row := []string{id}
		for _, x := range c.Cohorts {
			row = append(row, write(x.Measures[id]))
		}
		out = append(out, row)
	}
	return out
}

// compareTable has a line for each cohort and measure: what statistics programs like.
func compareTable(c *Comparison) table {
	return table{"comparison.csv", "Cohorts: one row for each number", []string{"cohort", "record", "seed", "people", "facilitator_acts", "id",
		"value", "title", "unit"}, func(_ *Report, row func(...string)) {
		for _, x := range c.Cohorts {
			add := func(id, value, title, unit string) {
				row(x.Label, x.Record, strconv.FormatUint(x.Seed, 10), strconv.Itoa(x.People), strconv.Itoa(x.Acts),
					id, value, title, unit)
			}
			for _, s := range []struct {
				id, title, unit string
				v               *float64
			}{{"score.total", "Total", "0 to 100", x.Total}, {"score.speed", "Speed", "0 to 100", x.Speed},
				{"score.effectiveness", "Effectiveness", "0 to 100", x.Effective},
				{"score.coordination", "Coordination", "0 to 100", x.Coordinate}, {"harm", "Harm", c.harmUnit, x.Harm},
				{"efficiency", "Coordination efficiency", "", x.Efficiency}, {"gap", "Coordination gap", "", x.Gap},
				{"pace_of_relevance", "Pace of relevance", "", x.Pace}} {
				add(s.id, inFull(s.v), s.title, s.unit)
			}
			for _, o := range c.Objectives {
				add("rating."+o.ID, x.Ratings[o.ID], o.Title, "P S M U")
			}
			for _, id := range sortedKeys(x.Measures) {
				add(id, inFull(x.Measures[id]), c.measures[id].Title, c.measures[id].Unit)
			}
		}
	}}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
