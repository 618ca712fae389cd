package plain

import (
	"context"
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

// afterActs are what is done when the exercise is over, and the score that leads there.
func afterActs() []command {
	return []command{
		{"outcome became", "*what happened to it, as your seat saw it",
			func(v exercise.View) bool { return v.Player != nil && v.Clock.Phase == "over" }, (*dialogue).showBecame},
		{"revealed", "*what really happened, once the facilitator shows it",
			func(v exercise.View) bool { return v.Truth != nil }, (*dialogue).showRevealed},
		{"score", "*the score of the exercise, by its measures", isStaff, (*dialogue).showScore},
		{"hotwash wash", "*what to talk about, objective by objective", isWashed, (*dialogue).showWash},
		{"moments", "have the exercise played again without each act, to see which mattered", isWashed,
			(*dialogue).doMoments},
	}
}

func isWashed(v exercise.View) bool { return v.Control != nil && v.Control.HotWash != nil }

func (d *dialogue) showBecame() error {
	if len(d.view().Player.Became) == 0 {
		d.say("Nothing that your seat could see.")
	}
	for _, line := range d.view().Player.Became {
		d.entry(line + ".")
	}
	return nil
}

func (d *dialogue) showRevealed() error {
	if p := d.view().Player; p != nil && p.Story != nil {
		for _, part := range p.Story.Parts() {
			d.say(part.Title + ".")
			for _, point := range part.Points {
				d.entry(point + ".")
			}
		}
		d.say("What really happened.")
	}
	for _, line := range d.view().Truth.Words() {
		d.entry(line)
	}
	return nil
}

// outOf100 writes a score.
func outOf100(v *float64) string {
	if v == nil {
		return "none"
	}
	return fmt.Sprintf("%.0f", *v)
}

func (d *dialogue) showScore() error {
	s := d.view().Control.Score
	if s == nil {
		d.say("There is a score from STARTEX on, a second or two after something has happened.")
		return nil
	}
	d.say(fmt.Sprintf("At %s, out of 100: total %s, speed %s, effectiveness %s, coordination %s.", s.At.T,
		outOf100(s.Marks.Total), outOf100(s.Marks.Speed), outOf100(s.Marks.Effectiveness),
		outOf100(s.Marks.Coordination)))
	if s.Unhelped != nil {
		d.entry(fmt.Sprintf("Without what the facilitator did: total %s, speed %s, effectiveness %s, coordination %s.",
			outOf100(s.Unhelped.Total), outOf100(s.Unhelped.Speed), outOf100(s.Unhelped.Effectiveness),
			outOf100(s.Unhelped.Coordination)))
	}
	if h := s.Harm; h.Actual != nil && h.Idle != nil && h.Solo != nil && h.Frictionless != nil {
		d.entry(fmt.Sprintf("Harm %s %s. If nobody had acted: %s; each alone: %s; all knowing all: %s.",
			number(*h.Actual), s.HarmUnit, number(*h.Idle), number(*h.Solo), number(*h.Frictionless)))
	}
	for _, f := range s.Findings {
		d.entry(f)
	}
	for i, m := range s.Objectives {
		d.entry(fmt.Sprintf("%s: %s, %s", d.view().Control.Objectives[i].Title, m.Rating, m.Text))
	}
	return nil
}

func (d *dialogue) showWash() error {
	w := d.view().Control.HotWash
	list := func(heading string, of []string) {
		if len(of) > 0 {
			d.entry("  " + heading + ":")
			for _, s := range of {
				d.entry("    " + s)
			}
		}
	}
	for i, o := range w.Objectives {
		d.entry(fmt.Sprintf("%d. %s. %s by its own measure: %s", i+1, o.Title, o.Marked.Rating, o.Marked.Text))
		for _, r := range o.Ratings {
			d.entry(strings.TrimSuffix(fmt.Sprintf("  %s by %s: %s", r.Rating, r.Who, r.Text), ": "))
		}
		list("What went well", o.Strengths)
		list("What was lacking", o.Gaps)
		list("Said and noted", o.Quotes)
		list("To ask", o.Questions)
	}
	d.entry("The whole.")
	list("What went well", w.Strengths)
	list("What was lacking", w.Gaps)
	list("To discuss", w.Questions)
	if w.Legibility != nil {
		d.showLegibility(w.Legibility)
	}
	d.turns(w.Moments)
	f := w.Feedback
	d.entry(fmt.Sprintf("Feedback: %d of %d.", len(f.Each), f.Of))
	if f.Realism != nil {
		d.entry(fmt.Sprintf("  Like the real thing %.1f, worth the time %.1f, prepared now %.1f, of 5.", *f.Realism,
			*f.Usefulness, *f.Prepared))
	}
	for _, e := range f.Each {
		list(e.From, compact("Went well: ", e.Well, "To change: ", e.Change, "Will: ", e.Will))
	}
	return nil
}

// compact gives labels with their texts, without those that have none.
func compact(pairs ...string) []string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+pairs[i+1])
		}
	}
	return out
}

func (d *dialogue) turns(m *exercise.Moments) {
	switch {
	case m == nil:
		d.entry("Write moments to see which acts mattered.")
		return
	case len(m.Each) == 0:
		d.entry("No single act made a difference.")
	}
	if m.Worse {
		d.entry("Harm is greater than if nobody had acted.")
	}
	for _, t := range m.Each {
		d.entry(fmt.Sprintf("%s: %s.", t.At.T, t.Text))
		for _, l := range t.Links {
			d.entry(fmt.Sprintf("  %s: %s.", l.At.T, l.Text))
		}
		d.entry("  " + t.Then + ".")
	}
}

// seeker works out which acts mattered.
type seeker interface {
	Moments(ctx context.Context, progress func(done, of int)) (*exercise.Moments, error)
}

func (d *dialogue) doMoments() error {
	s, ok := d.hand().Seat.(seeker)
	if !ok {
		d.say("That cannot be done from here.")
		return nil
	}
	d.say("The exercise is being played again; this can take a while.")
	quarter := 0
	m, err := s.Moments(d.ctx, func(done, of int) {
		if q := 4 * done / of; q > quarter && q < 4 {
			quarter = q
			d.say(fmt.Sprintf("%d of 4 parts are done.", q))
		}
	})
	if err != nil {
		d.say("It could not be worked out: " + err.Error() + ".")
		return nil
	}
	d.turns(m)
	return nil
}

// newsOfEnd says what happened to it, and what is asked now.
func (d *dialogue) newsOfEnd(v exercise.View) {
	if v.Player != nil {
		for _, line := range v.Player.Became {
			d.entry(line + ".")
		}
	}
	switch {
	case v.Feedback != nil && v.Feedback.Realism == 0:
		d.entry("How was it? Write feedback: six short questions.")
	case v.Control != nil:
		d.entry("For the hot wash write hotwash; it is there in a moment.")
	}
}
