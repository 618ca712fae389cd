package exercise

import (
	"cmp"
	"context"
	"slices"
)

// HotWash is what a room talks about directly after ENDEX: by objective what went well and
// what was lacking, the moments that mattered, and questions to ask. It is a list to talk
// from, not a verdict: what it says of the exercise comes from the record alone.
type HotWash struct {
	Objectives []Wash `json:"objectives"` // in the order of the scenario
	// Gaps and Questions are those that belong to no objective.
	Strengths []string `json:"strengths"`
	Gaps      []string `json:"gaps"`
	Questions []string `json:"questions"`
	// Moments are the acts that mattered, the weightiest first; nil until they have been worked
	// out with [Exercise.Moments].
	Moments *Moments `json:"moments,omitempty"`
	// Timeline is decisions, injects, steps of the cascade, gaps and the clock in the order of time.
	Timeline []Beat `json:"timeline"`
	Left     int    `json:"left,omitempty"` // beats left out for lack of room
	// HandedOver is what was lost where seats changed hands.
	HandedOver []HandedOver `json:"handed_over"`
	// Legibility is how well the seats foresaw each other; nil where nobody said anything.
	Legibility *Legibility `json:"legibility,omitempty"`
	Feedback   FeedbackSum `json:"feedback"`
}

// Wash is one objective in the hot wash.
type Wash struct {
	Objective
	Marked    Marked   `json:"marked"` // by its own measure
	Strengths []string `json:"strengths"`
	Gaps      []string `json:"gaps"`
	Quotes    []string `json:"quotes"`
	Questions []string `json:"questions"`
}

// Beat is something on the timeline of the hot wash.
type Beat struct {
	At   Moment `json:"at"`
	Kind string `json:"kind"` // decision inject cascade gap clock
	Text string `json:"text"`
	// Objective is the id of the one that a gap belongs to.
	Objective string `json:"objective,omitempty"`
}

// HotWash works out what there is to talk about; before ENDEX there is nothing. Like
// [Exercise.Score], it is for an exercise that does not change meanwhile.
func (x *Exercise) HotWash(ctx context.Context) (*HotWash, error) {
	_, w, err := x.Judge(ctx)
	if w == nil {
		return nil, err
	}
	full := x.Wash(w, x.notes)
	return &full, err
}

// Verdict enters the present score, and after ENDEX the hot wash, in a view of the
// staff: for replays, whose exercise does not change meanwhile.
func (x *Exercise) Verdict(ctx context.Context, v *View) error {
	s, base, err := x.Judge(ctx)
	v.Control.Score = s
	if base != nil {
		w := x.Wash(base, v.Control.Observations)
		v.Control.HotWash = &w
	}
	x.Post(v, base, nil)
	return err
}

// Judge works out the score, and after ENDEX what the record alone says for the hot wash.
func (x *Exercise) Judge(ctx context.Context) (*Score, *HotWash, error) {
	s, card, err := x.mark(ctx)
	if s == nil || !x.Over() {
		return s, nil, err
	}
	return s, x.washed(s, card), nil
}

// Wash adds what people have written to what the record says: observations, ratings, decisions,
// feedback.
func (x *Exercise) Wash(base *HotWash, notes []Observation) HotWash {
	w := *base
	w.Objectives = slices.Clone(base.Objectives)
	w.Strengths, w.Gaps, w.Questions = slices.Clip(base.Strengths), slices.Clip(base.Gaps),
		slices.Clip(base.Questions)
	now := x.objectives()
	place := map[string]*Wash{}
	for i := range w.Objectives {
		o := &w.Objectives[i]
		o.Objective = now[i]
		o.Strengths, o.Gaps, o.Questions, o.Quotes = slices.Clip(o.Strengths), slices.Clip(o.Gaps),
			slices.Clip(o.Questions), []string{}
		place[o.ID] = o
	}
	corrected := map[int]bool{}
	for _, n := range notes {
		corrected[n.Corrects] = true
	}
	for _, n := range notes {
		if corrected[n.N] {
			continue
		}
		text := n.Text + " (" + n.Who + ", " + n.At.T + ")"
		strengths, gaps, questions, quotes := &w.Strengths, &w.Gaps, &w.Questions, (*[]string)(nil)
		if o := place[n.Objective]; o != nil {
			strengths, gaps, questions, quotes = &o.Strengths, &o.Gaps, &o.Questions, &o.Quotes
		}
		switch {
		case n.Tag == "strength":
			*strengths = append(*strengths, text)
		case n.Tag == "gap":
			*gaps = append(*gaps, text)
		case n.Tag == "question":
			*questions = append(*questions, text)
		case quotes != nil:
			*quotes = append(*quotes, text)
		}
	}
	w.Timeline = slices.Clone(base.Timeline)
	for _, d := range x.decisionsOf(-1) {
		w.Timeline = append(w.Timeline, Beat{At: d.At, Kind: "decision", Text: d.Title + " decides: " + d.Text})
	}
	slices.SortStableFunc(w.Timeline, func(a, b Beat) int { return cmp.Compare(a.At.Hours, b.At.Hours) })
	w.Feedback = x.Feedback()
	return w
}
