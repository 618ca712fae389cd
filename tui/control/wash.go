package control

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// ratingStyle is how a rating is written.
func ratingStyle(th theme.Theme, rating string) theme.Style {
	switch rating {
	case "P", "S":
		return th.Good
	case "M":
		return th.Warn
	case "U":
		return th.Bad
	}
	return th.Dim
}

// Wash is the page of the hot wash: what to talk about down the side, one of them in full.
type Wash struct {
	// Fixed is a hot wash that is looked at only: nothing is rated, noted or worked out.
	Fixed bool

	list   widget.List
	scroll widget.Scroll
	search search
}

// Title is what the page is called now.
func (*Wash) Title(c *exercise.Control) string {
	if c.HotWash != nil {
		return "Hot wash"
	}
	return "Score"
}

// Hear takes a message that tells how far the search for the moments that mattered has come, and
// ignores others.
func (p *Wash) Hear(msg tea.Msg, c *exercise.Control, seat widget.Asker) tea.Cmd {
	if _, ok := msg.(Sought); !ok {
		return nil
	}
	_, cmd := p.Update(msg, c, seat)
	return cmd
}

// topic is something to talk about.
type topic struct {
	title, badge string
	objective    string // id, of those that are objectives
	lines        func(w int) []string
}

// topics are what there is to talk about, in the order in which to do it: the whole, objective by objective, then
// what mattered, questions, the timeline, and what people say of the exercise.
func (p *Wash) topics(th theme.Theme, c *exercise.Control) []topic {
	w := c.HotWash
	out := []topic{{title: "The whole", badge: scoreBadge(c),
		lines: func(width int) []string { return p.whole(th, c, width) }}}
	for _, o := range w.Objectives {
		out = append(out, topic{title: o.Named(), badge: washBadge(o), objective: o.ID,
			lines: func(width int) []string { return objectiveWash(th, o, width) }})
	}
	moments := ""
	if w.Moments != nil {
		moments = fmt.Sprint(len(w.Moments.Each))
	}
	if l := w.Legibility; l != nil {
		out = append(out, topic{title: "How well seats predicted each other", badge: count(l.Counted),
			lines: func(width int) []string { return points(append(l.Words(), exercise.HowLegible), width) }})
	}
	return append(out,
		topic{title: "Moments that mattered", badge: moments,
			lines: func(width int) []string { return p.moments(th, w, width) }},
		topic{title: "Questions to discuss", badge: count(len(w.Questions)), lines: func(width int) []string {
			return numbered(w.Questions,
				"Nothing was left open. Ask: what surprised you? What would you do differently? What should exist before the next one?", width)
		}},
		topic{title: "Timeline", badge: count(len(w.Timeline)),
			lines: func(width int) []string { return timelineLines(th, w, width) }},
		topic{title: "Seats that changed hands", badge: count(len(w.HandedOver)),
			lines: func(width int) []string { return handedLines(th, w.HandedOver, width) }},
		topic{title: "Feedback", badge: fmt.Sprintf("%d/%d", len(w.Feedback.Each), w.Feedback.Of),
			lines: func(width int) []string { return FeedbackLines(th, w.Feedback, width) }})
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func scoreBadge(c *exercise.Control) string {
	if c.Score == nil {
		return ""
	}
	return mark(c.Score.Marks.Total)
}

// washBadge is the rating by the objective's own measure, then those of the evaluators.
func washBadge(o exercise.Wash) string {
	out := o.Marked.Rating
	if len(o.Ratings) > 0 {
		var by []string
		for _, r := range o.Ratings {
			by = append(by, r.Rating)
		}
		out += " (" + strings.Join(by, "") + ")"
	}
	return out
}

// Page draws the hot wash, or before ENDEX the score.
func (p *Wash) Page(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	if c.HotWash == nil {
		return p.scorePage(th, c, clock, w, h)
	}
	return p.washPage(th, c, w, h)
}

// Objective is the id of the objective at the cursor, or "".
func (p *Wash) Objective(c *exercise.Control) string {
	if c.HotWash == nil {
		return ""
	}
	if i := p.list.Cursor - 1; i >= 0 && i < len(c.HotWash.Objectives) {
		return c.HotWash.Objectives[i].ID
	}
	return ""
}

// Update moves among what there is to talk about, scrolls, begins the search for the moments that
// mattered, and stops it.
func (p *Wash) Update(msg tea.Msg, c *exercise.Control, seat any) (took bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case Sought:
		return true, p.search.take(msg)
	case tea.KeyMsg:
		if c.HotWash == nil {
			return p.scroll.Update(msg), nil
		}
		switch msg.String() {
		case "pgdown", "pgup", "home", "end":
			return p.scroll.Update(msg), nil
		case "c":
			if p.search.stop() {
				return true, nil
			}
			return true, p.Seek(c, seat)
		}
		was := p.list.Cursor
		took = p.list.Update(msg, len(p.topics(theme.Theme{}, c)))
		if p.list.Cursor != was {
			p.scroll.Top()
		}
		return took, nil
	}
	return false, nil
}

// Seek begins the search for the moments that mattered, where it has not been made.
func (p *Wash) Seek(c *exercise.Control, seat any) tea.Cmd {
	if c.HotWash == nil || c.HotWash.Moments != nil && c.HotWash.Moments.Whole {
		return nil
	}
	return p.search.begin(seat)
}

func (p *Wash) washPage(th theme.Theme, c *exercise.Control, w, h int) []string {
	topics := p.topics(th, c)
	p.list.Clamp(len(topics))
	here := topics[p.list.Cursor]
	right := "up down: what to talk about   pgup pgdown: scroll   enter: rate"
	if p.Fixed {
		right = "up down: what to talk about   pgup pgdown: scroll"
	}
	out := append([]string{widget.TitleLine(th, "Hot wash", right, w, true)}, strip(th, c, here.objective, w)...)
	h -= len(out)
	row := func(w int) func(i int) []string {
		return func(i int) []string {
			t := topics[i]
			badge := th.Dim
			if t.objective != "" && t.badge != "" {
				badge = ratingStyle(th, t.badge[:1])
			}
			return widget.WrappedRow(th, t.title, t.badge, th.Text.Render, badge.Render, w, i == p.list.Cursor)
		}
	}
	if w >= Wide {
		side := min(w*35/100, 60)
		width := w - side - 3
		list := p.list.Within(th, len(topics), side, h, row(side))
		text := append([]string{widget.TitleLine(th, here.title, here.badge, width, false)},
			p.scroll.View(here.lines(width), h-1)...)
		return append(out, widget.Beside(th.Rule.Render(" │ "), widget.Block(list, side, h),
			widget.Block(text, width, h))...)
	}
	rows := min(len(topics), max(h/3, 3))
	out = append(out, widget.Block(p.list.Within(th, len(topics), w, rows, row(w)), w, rows)...)
	out = append(out, widget.TitleLine(th, here.title, here.badge, w, false))
	return append(out, p.scroll.View(here.lines(w), h-rows-1)...)
}

// strip is the exercise on one line: where injects came, where decisions were taken, where the world moved,
// and where something was lacking, with a capital G for a gap of the objective; and a legend under it.
func strip(th theme.Theme, c *exercise.Control, objective string, w int) []string {
	width := max(w-2, 1)
	cells, rank := []rune(strings.Repeat("─", width)), make([]int, width)
	last := 0.0
	for _, b := range c.HotWash.Timeline {
		last = max(last, b.At.Hours)
	}
	signs := map[string]struct {
		sign rune
		rank int
	}{"inject": {'i', 1}, "cascade": {'c', 2}, "decision": {'d', 3}, "gap": {'g', 4}}
	for _, b := range c.HotWash.Timeline {
		s, ok := signs[b.Kind]
		if !ok {
			continue
		}
		if b.Kind == "gap" && objective != "" && b.Objective == objective {
			s.sign, s.rank = 'G', 5
		}
		at := 0
		if last > 0 {
			at = min(int(b.At.Hours/last*float64(width-1)+0.5), width-1)
		}
		if s.rank > rank[at] {
			cells[at], rank[at] = s.sign, s.rank
		}
	}
	legend := "dgic"
	if objective != "" {
		legend += "G"
	}
	return []string{" " + Signs(th, cells), " " + Legend(th, legend, w-1)}
}

// whole is the exercise as a whole: its scores, and what belongs to no objective.
func (p *Wash) whole(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	if c.Score != nil {
		out = append(scoreBars(th, c.Score, w), scoreFacts(th, c.Score, w)...)
	}
	out = append(out, listed(th, "What went well", c.HotWash.Strengths, w)...)
	return append(out, listed(th, "What was lacking", c.HotWash.Gaps, w)...)
}

// listed draws a list under its heading, or nothing.
func listed(th theme.Theme, heading string, list []string, w int) []string {
	if len(list) == 0 {
		return nil
	}
	return append([]string{" " + th.Title.Render(heading)}, points(list, w)...)
}

func objectiveWash(th theme.Theme, o exercise.Wash, w int) []string {
	var out []string
	head := ratingStyle(th, o.Marked.Rating).Render(o.Marked.Rating) + "  by its own measure: " + o.Marked.Text
	out = append(out, " "+widget.Cut(head, w-1), th.Dim.Render(widget.Cut("    "+o.Marked.Limits, w)))
	for _, r := range o.Ratings {
		text := r.Text
		if text == "" {
			text = "no evidence written"
		}
		out = append(out, widget.WrapIndent(" "+r.Rating+"  by "+r.Who+": "+text, w-1, 4)...)
	}
	if Differs(o) {
		out = append(out,
			th.Warn.Render(widget.Cut(" Measure and evaluators differ: ask why before you agree on a rating.", w)))
	}
	out = append(out, listed(th, "What went well", o.Strengths, w)...)
	out = append(out, listed(th, "What was lacking", o.Gaps, w)...)
	out = append(out, listed(th, "Said and noted", o.Quotes, w)...)
	out = append(out, listed(th, "To ask", o.Questions, w)...)
	if len(o.Strengths)+len(o.Gaps)+len(o.Quotes)+len(o.Questions) == 0 {
		out = append(out,
			th.Dim.Render(widget.Cut(" Nothing was noted. Ask the players: what went well here, what did not?", w)))
	}
	return out
}

// Differs reports whether an evaluator rates an objective otherwise than its own measure.
func Differs(o exercise.Wash) bool {
	for _, r := range o.Ratings {
		if o.Marked.Rating != "-" && r.Rating != o.Marked.Rating {
			return true
		}
	}
	return false
}

func numbered(list []string, none string, w int) []string {
	if len(list) == 0 {
		return points([]string{none}, w)
	}
	var out []string
	for i, text := range list {
		out = append(out, widget.WrapIndent(fmt.Sprintf(" %d. %s", i+1, text), w-1, 4)...)
	}
	return out
}

func timelineLines(th theme.Theme, hw *exercise.HotWash, w int) []string {
	out := beatLines(th, hw.Timeline, w)
	if hw.Left > 0 {
		out = append(out, th.Dim.Render(widget.Cut(fmt.Sprintf(" %d more are in the log.", hw.Left), w)))
	}
	return out
}

// beatLines draw steps of the timeline.
func beatLines(th theme.Theme, beats []exercise.Beat, w int) []string {
	var out []string
	for _, b := range beats {
		style := th.Text
		switch b.Kind {
		case "gap":
			style = th.Warn
		case "inject", "cascade", "clock":
			style = th.Dim
		}
		lines := widget.Wrap(b.Text, max(w-27, 10))
		for i := range lines {
			head := widget.Fit("", 26)
			if i == 0 {
				head = widget.Fit(" "+b.At.T, 16) + widget.Fit(b.Kind, 10)
			}
			out = append(out, th.Dim.Render(head)+style.Render(lines[i]))
		}
	}
	return out
}

// FeedbackLines draws what people have said after ENDEX.
func FeedbackLines(th theme.Theme, f exercise.FeedbackSum, w int) []string {
	out := []string{fmt.Sprintf(" %d of %d have answered.", len(f.Each), f.Of)}
	for _, r := range []struct {
		name string
		mean *float64
	}{{"It was like the real thing", f.Realism}, {"It was worth the time", f.Usefulness},
		{"We are prepared now", f.Prepared}} {
		if r.mean != nil {
			out = append(out, widget.Cut(" "+widget.Fit(r.name, 28)+th.Number.Render(widget.Bar((*r.mean-1)/4, 20))+
				fmt.Sprintf(" %.1f of 5", *r.mean), w))
		}
	}
	for _, q := range []struct {
		heading string
		of      func(exercise.FeedbackOf) string
	}{{"What my organisation will do", func(f exercise.FeedbackOf) string { return f.Will }},
		{"To change", func(f exercise.FeedbackOf) string { return f.Change }},
		{"What went well", func(f exercise.FeedbackOf) string { return f.Well }}} {
		var said []string
		for _, e := range f.Each {
			if text := q.of(e); text != "" {
				said = append(said, text+" ("+e.From+")")
			}
		}
		out = append(out, listed(th, q.heading, said, w)...)
	}
	return out
}
