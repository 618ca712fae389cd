package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// overview says what the exercise was.
func (b *builder) overview() {
	o := b.in.Overview
	o.Record = b.words(o.Record)
	o.Title, o.Summary, o.Digest, o.Sources = b.sc.Title, scenario.CleanLine(b.sc.Summary), b.sc.Digest,
		append([]string{}, b.sc.Sources...)
	o.Seed, o.EndHours, o.Length, o.Anonymous = b.in.Run.Seed, b.e.Now().Hours(), b.sc.Length.Hours(), b.in.Anonymous
	o.Startex, o.Endex = b.date(0), b.date(b.e.Now())
	o.StartexISO = b.clock(0).Format(time.RFC3339)
	o.Language = b.sc.In
	o.State = fmt.Sprintf("%016x", b.e.Digest())
	o.Mechanisms, o.Capabilities, o.Moves = []string{}, []string{}, []Move{}
	for i := range b.sc.Mechanisms {
		if b.e.Established(i) {
			o.Mechanisms = append(o.Mechanisms, b.sc.Mechanisms[i].Title)
		}
	}
	for i := range b.sc.Objectives {
		if c := b.sc.Objectives[i].Capability; c != "" && aimOf(b.sc, i) == "" && !slices.Contains(o.Capabilities, c) {
			o.Capabilities = append(o.Capabilities, c)
		}
	}
	o.Sides = b.sides()
	for _, r := range b.e.Rounds() {
		o.Moves = append(o.Moves, Move{b.sc.Moves[r.Move].Title, r.From.Hours(), r.Until.Hours()})
	}
	o.Participants = []Participant{}
	o.Headcount, o.People = headcount(b.in.People)
	if o.NoPeople { // the names are those that a script acted under
		o.People = 0
		for i := range o.Headcount {
			o.Headcount[i].People = 0
		}
	}
	for _, p := range b.in.People {
		p.Person = b.person(p.Person)
		o.Participants = append(o.Participants, p)
	}
	b.r.Overview = o
}

// headcount counts people by name, before names are left out: somebody who came back to a seat is one.
func headcount(people []Participant) (lines []Headcount, all int) {
	type at struct{ role, title, person string }
	lines, met, counted := []Headcount{}, map[at]bool{}, map[string]bool{}
	for _, p := range people {
		i := slices.IndexFunc(lines, func(h Headcount) bool {
			return h.Role == p.Role && (p.Role != "" || h.Title == p.Title)
		})
		if i < 0 {
			i, lines = len(lines), append(lines, Headcount{Role: p.Role, Title: p.Title})
		}
		if seat := (at{p.Role, p.Title, p.Person}); !p.Bot && !met[seat] {
			met[seat] = true
			lines[i].People++
		}
		if !p.Bot && !counted[p.Person] {
			counted[p.Person] = true
			all++
		}
	}
	return lines, all
}

func (b *builder) date(t engine.Time) string {
	return b.clock(t).Format("2 January 2006 15:04 MST")
}

// notes takes in what evaluators and the room wrote, and what people said of the exercise.
func (b *builder) notes() {
	b.r.Notes, b.r.Questions, b.r.Feedback = []ObservationRow{}, []QuestionLine{}, []FeedbackLine{}
	for _, f := range b.in.Feedback {
		f.Well, f.Change, f.Will = b.words(f.Well), b.words(f.Change), b.words(f.Will)
		b.r.Feedback = append(b.r.Feedback, f)
	}
	corrected := map[int]bool{}
	for _, o := range b.in.Observations {
		corrected[o.Corrects] = true
	}
	for _, o := range b.in.Observations {
		if corrected[o.N] {
			continue // its author put it right: the record keeps both
		}
		o.Who, o.Text = b.staff(o.Who), b.words(o.Text)
		b.r.Notes = append(b.r.Notes, o)
	}
	slices.SortStableFunc(b.r.Notes, func(x, y ObservationRow) int { return cmp.Compare(x.Hours, y.Hours) })
	for _, q := range b.in.Questions {
		q.Text = b.words(q.Text)
		q.Options, q.Answers = slices.Clone(q.Options), append([]Answer{}, q.Answers...)
		for i := range q.Options {
			q.Options[i] = b.words(q.Options[i])
		}
		for i := range q.Answers {
			q.Answers[i].Text = b.words(q.Answers[i].Text)
		}
		b.r.Questions = append(b.r.Questions, q)
	}
}

// staff is what somebody who is no player is called: by name, or by number.
func (b *builder) staff(name string) string {
	if !b.in.Anonymous {
		return name
	}
	n := 0
	for _, p := range b.in.People {
		if p.Role == "" {
			n++
			if p.Person == name {
				return fmt.Sprintf("%s %d", p.Title, n)
			}
		}
	}
	return "somebody"
}
