package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Deviation is something that the best cohort did and others did not, or much later.
type Deviation struct {
	What string `json:"what"`
	// Best is when the best cohort did it, in hours since STARTEX, and Others when the others
	// did: one for each, in their order, null for never.
	Best   float64    `json:"best_hours"`
	Others []*float64 `json:"others_hours"`
	kind   int
}

// mostDeviations is how many are told: what a room can talk about.
const mostDeviations = 12

// bestOf is the cohort with the highest total; -1 where there is none, or where all are alike.
func bestOf(all []*Report) int {
	best, differ := -1, false
	for i, r := range all {
		t := r.Scores.Total
		if t == nil {
			continue
		}
		if best >= 0 && *t != *all[best].Scores.Total {
			differ = true
		}
		if best < 0 || *t > *all[best].Scores.Total {
			best = i
		}
	}
	if !differ {
		return -1
	}
	return best
}

// deed is a thing that a cohort did: its kind, so that what weighs more is first, and what it
// was, in words that are the same for each cohort.
type deed struct {
	kind int
	what string
}

// deedsOf are what a cohort did, each with its first time.
func deedsOf(r *Report) map[deed]float64 {
	out := map[deed]float64{}
	add := func(kind int, what string, hours float64) {
		if at, ok := out[deed{kind, what}]; !ok || hours < at {
			out[deed{kind, what}] = hours
		}
	}
	for _, e := range r.Expected {
		if e.Done != nil {
			add(0, fmt.Sprintf("What “%s” expected: %s", e.Title, e.What), *e.Done)
		}
	}
	for _, d := range r.Duties {
		if d.Met != nil {
			add(1, fmt.Sprintf("%s met “%s”", d.Holder, d.Title), *d.Met)
		}
	}
	for _, f := range r.Facts {
		for _, k := range f.Knowers {
			if k.Needed && !k.Late {
				add(2, fmt.Sprintf("%s had “%s” in time", k.Title, f.Title), k.Hours)
			}
		}
	}
	for _, d := range r.Decisions {
		if strings.HasPrefix(d.Outcome, "done ") { // and when
			add(3, fmt.Sprintf("%s did “%s”", d.Title, d.What), d.Hours)
		}
	}
	return out
}

// bestDid is what the best cohort did that at least half of the others did not do, or did later
// by a twentieth of the exercise.
func bestDid(all []*Report, best int) []Deviation {
	out := []Deviation{}
	if best < 0 {
		return out
	}
	var others []map[deed]float64
	for i, r := range all {
		if i != best {
			others = append(others, deedsOf(r))
		}
	}
	late := all[best].Overview.Length / 20
	for d, at := range deedsOf(all[best]) {
		x := Deviation{What: d.what, Best: at, kind: d.kind}
		behind := 0
		for _, o := range others {
			if when, ok := o[d]; ok {
				x.Others = append(x.Others, &when)
				if when <= at+late {
					continue
				}
			} else {
				x.Others = append(x.Others, nil)
			}
			behind++
		}
		if 2*behind >= len(others) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Deviation) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.Best, b.Best), cmp.Compare(a.What, b.What))
	})
	return out[:min(len(out), mostDeviations)]
}
