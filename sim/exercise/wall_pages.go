package exercise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Post enters in a view what is worked out outside the exercise and is on the wall: a page of the
// hot wash, or the gap. base is what the record alone says, m what was found of the moments that
// mattered; either may be nil.
func (x *Exercise) Post(v *View, base *HotWash, m *Moments) {
	if v.Player != nil && v.Player.Story != nil && m != nil {
		v.Player.Story.Moments = m.Each[:min(len(m.Each), 3)]
	}
	b := v.Board
	if v.Control != nil {
		b = &v.Control.Wall.Board
	}
	if b == nil || !x.Over() {
		return
	}
	var wash, story []WallPage
	if base != nil && (v.Control != nil || x.wall.Show == wallWash) {
		wash = x.wallPages(base, m, x.wall.Names)
	}
	if v.Control != nil || x.wall.Show == wallStory {
		story = x.storyPages(m, x.wall.Names)
	}
	if v.Control != nil {
		v.Control.Wall.Pages, v.Control.Wall.Story = pageNames(wash), pageNames(story)
	}
	switch x.wall.Show {
	case wallWash:
		b.Page = pageOf(wash, x.wall.Page)
	case wallStory:
		b.Page = pageOf(story, x.wall.Page)
	case wallGap:
		if base != nil {
			b.Page = x.gapPage(m)
		}
	}
}

// pageOf is a page by its number: the first for 0, and the last for one beyond it.
func pageOf(pages []WallPage, n int) *WallPage {
	if len(pages) == 0 {
		return nil
	}
	return &pages[max(0, min(n, len(pages))-1)]
}

func pageNames(pages []WallPage) []string {
	var out []string
	for i := range pages {
		out = append(out, pages[i].Name())
	}
	return out
}

// lineOf is about how many bytes of text a line of a page has: fewer on walls with room for few lines.
func lineOf(lines int) int {
	if lines < 20 {
		return 66
	}
	return 100
}

// wallPages are the pages of the hot wash for the wall: as the staff see it, without what was
// noted in private, and without names unless they are asked for.
func (x *Exercise) wallPages(base *HotWash, m *Moments, names bool) []WallPage {
	var notes []Observation
	for _, n := range x.notes {
		if !n.Private {
			if !names {
				n.Who = "a note"
			}
			notes = append(notes, n)
		}
	}
	w := x.Wash(base, notes)
	out := x.paged("The whole", "", []WallPart{{"What went well", w.Strengths}, {"What was lacking", w.Gaps}})
	for _, o := range w.Objectives {
		parts := []WallPart{{}, {"What went well", o.Strengths},
			{"What was lacking", o.Gaps}, {"Said and noted", o.Quotes}, {"To ask", o.Questions}}
		found := upper(o.Marked.Text)
		again := func(said string) bool { return strings.HasPrefix(said, found) }
		if !slices.ContainsFunc(o.Strengths, again) && !slices.ContainsFunc(o.Gaps, again) {
			parts[0].Points = []string{found}
		}
		parts[0].Points = append(parts[0].Points, ratedBy(o.Ratings, names)...)
		out = append(out, x.paged(o.Title, o.Marked.Rating, parts)...)
	}
	// What still grows while a room turns the pages comes last, so that no page becomes another.
	out = append(out, x.paged("To discuss", "", []WallPart{{"", w.Questions}})...)
	out = append(out, x.momentPages(m)...)
	return x.numbered(append(out, x.feedbackPages(w.Feedback)...), names)
}

// momentPages are the moments that mattered, as far as they have been found.
func (x *Exercise) momentPages(m *Moments) []WallPage {
	var points []string
	switch {
	case m == nil:
		points = []string{"The exercise is being played again without each act, to see which of them mattered."}
	case len(m.Each) == 0:
		points = []string{"No single act made a difference."}
	default:
		for _, t := range m.Each {
			points = append(points, t.Words())
		}
	}
	return x.paged("Moments that mattered", "", []WallPart{{"", points}})
}

// numbered are pages with their numbers, and without names unless they are asked for.
func (x *Exercise) numbered(pages []WallPage, names bool) []WallPage {
	sheets := map[string]int{}
	for i := range pages {
		p := &pages[i]
		sheets[p.Title]++
		p.N, p.Of, p.Sheet = i+1, len(pages), sheets[p.Title]
	}
	v := x.newVeil()
	for i := range pages {
		p := &pages[i]
		if p.Sheets = sheets[p.Title]; !names {
			v.draw(p)
		}
	}
	return pages
}

// ratedBy are the ratings of evaluators in words.
func ratedBy(list []Rating, names bool) []string {
	var out []string
	for _, r := range list {
		said := "An evaluator rates it " + r.Rating
		if names {
			said = r.Who + " rates it " + r.Rating
		}
		if r.Text != "" {
			said += ": " + r.Text
		}
		out = append(out, said)
	}
	return out
}

func (x *Exercise) feedbackPages(f FeedbackSum) []WallPage {
	said := []string{fmt.Sprintf("%d of %d have answered", len(f.Each), f.Of)}
	for _, r := range []struct {
		text string
		mean *float64
	}{{"It was like the real thing", f.Realism}, {"It was worth the time", f.Usefulness},
		{"We are prepared now", f.Prepared}} {
		if r.mean != nil {
			said = append(said, fmt.Sprintf("%s: %.1f of 5", r.text, *r.mean))
		}
	}
	parts := []WallPart{{"", said}, {Title: "What organisations will do"}, {Title: "To change"},
		{Title: "What went well"}}
	for _, e := range f.Each {
		for i, text := range []string{e.Will, e.Change, e.Well} {
			if text != "" {
				parts[i+1].Points = append(parts[i+1].Points, text+" ("+e.From+")")
			}
		}
	}
	return x.paged("Feedback", "", parts)
}

// paged spreads parts over as many pages as they need on the room's wall; at least one.
func (x *Exercise) paged(title, badge string, parts []WallPart) []WallPage {
	full := cmp.Or(x.wall.Lines, usualLines)
	out := []WallPage{{Title: title, Badge: badge, Parts: []WallPart{}}}
	used := 0
	for _, p := range parts {
		for i, text := range p.Points {
			lines := 1 + len(text)/lineOf(full) + strings.Count(text, "\n")
			fresh := i == 0
			if used > 0 && used+lines > full {
				out = append(out, WallPage{Title: title, Badge: badge, Parts: []WallPart{}})
				used, fresh = 0, true
			}
			here := &out[len(out)-1]
			if fresh {
				heading := p.Title
				if i > 0 && heading != "" {
					heading += ", continued"
				}
				here.Parts = append(here.Parts, WallPart{Title: heading})
				used++
			}
			last := &here.Parts[len(here.Parts)-1]
			last.Points = append(last.Points, text)
			used += lines
		}
	}
	return out
}

// gapPage is the coordination gap with its four parts.
func (x *Exercise) gapPage(m *Moments) *WallPage {
	p := &WallPage{N: 1, Of: 1, Title: "The coordination gap", Parts: []WallPart{}}
	say := func(points ...string) { p.Parts = append(p.Parts, WallPart{Points: points}) }
	switch {
	case m == nil:
		say("The exercise is being played again without each act, to see what the gap is made of.")
	case len(m.Waterfall) == 0:
		say("This scenario counts no harm, so there is no gap to measure.")
	default:
		p.Steps, p.Unit = m.Waterfall, m.Unit
		var points []string
		for _, s := range m.Waterfall {
			if text := gapWords[s.ID]; text != "" {
				points = append(points, s.Title+": "+text)
			}
		}
		if len(points) > 0 {
			say(points...)
		}
	}
	return p
}

// gapWords say what the parts of the gap are, for a room (see [score.Gap]).
var gapWords = map[string]string{
	"knowing":       "what knowing each fact at once would have changed",
	"agreeing":      "what agreement and set-up without delay would have changed",
	"deciding":      "what acting at once on what was known would have changed",
	"not_attempted": "what nobody tried, or prepared before",
}
