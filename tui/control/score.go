package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// mark writes one of the scores, which run from 0 to 100.
func mark(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f", *v)
}

// ScoreWord is the score in as few words as can be, or "" while there is none.
func ScoreWord(c *exercise.Control) string {
	if c.Score == nil || c.Score.Marks.Total == nil {
		return ""
	}
	return "score " + mark(c.Score.Marks.Total)
}

// harmWords says how much harm was done, compared with what would have been.
func harmWords(s *exercise.Score) string {
	amount := func(v *float64) string { return widget.Number(*v) }
	text := "Harm " + strings.TrimSpace(amount(s.Harm.Actual)+" "+s.HarmUnit)
	if s.Harm.Idle != nil && s.Harm.Solo != nil && s.Harm.Frictionless != nil {
		text += fmt.Sprintf("; if nobody had acted %s, each alone %s, all knowing all %s", amount(s.Harm.Idle),
			amount(s.Harm.Solo), amount(s.Harm.Frictionless))
	}
	return text
}

// scorePage draws the scores, harm compared with what would have been, what is behind it, the objectives by their
// own measures with the evaluators' ratings, and how harm went where there is room.
func (p *Wash) scorePage(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	s := c.Score
	if s == nil {
		out := append([]string{widget.TitleLine(th, "The score now", "", w, true)}, noScore.View(th, w)...)
		return append(out, measured(th, c, w, h-len(out))...)
	}
	out := []string{widget.TitleLine(th, "The score now", "at "+s.At.T+", by what the seats have done so far", w,
		true)}
	if w < Wide {
		rest := append(scoreBars(th, s, w), scoreFacts(th, s, w)...)
		rest = append(append(rest, findingLines(th, s, w)...), objectiveLines(th, c, s, w)...)
		return append(out, p.scroll.View(rest, h-1)...)
	}
	bars, harm := scoreBars(th, s, w/2), harmBars(th, s, w-w/2-3)
	n := max(len(bars), len(harm))
	out = append(out, widget.Beside("   ", widget.Block(bars, w/2, n), widget.Block(harm, w-w/2-3, n))...)
	out = append(out, paceFacts(th, s, w)...)
	left := w * 2 / 5
	behind, marks := findingLines(th, s, left), objectiveLines(th, c, s, w-left-3)
	if beside := h - len(out) - len(behind); h-len(out)-len(marks) < leastHarm {
		behind = append(behind, harmOverTime(th, c, clock, left, beside)...)
	}
	n = max(len(behind), len(marks))
	out = append(out, widget.Beside("   ", widget.Block(behind, left, n), widget.Block(marks, w-left-3, n))...)
	out = append(out, harmOverTime(th, c, clock, w, h-len(out))...)
	return out[:min(len(out), h)]
}

var noScore = widget.Empty{None: "No score yet.",
	Here: "Speed, effectiveness and coordination; the harm, beside what it would be if nobody acted, if each acted " +
		"alone, and if all knew all; what is behind it; and each objective by its own measure.",
	When: "From STARTEX on, a second or two after something has happened. After ENDEX the hot wash is here."}

// measured draws the objectives before anything has been measured of them, in at most h lines.
func measured(th theme.Theme, c *exercise.Control, w, h int) []string {
	if len(c.Objectives) == 0 || h < 4 {
		return nil
	}
	out := []string{"", widget.TitleLine(th, "Objectives, to be measured", fmt.Sprint(len(c.Objectives)), w, false)}
	for i, o := range c.Objectives {
		if left := len(c.Objectives) - i; left > 1 && len(out) == h-1 {
			return append(out, th.Dim.Render(fmt.Sprintf("    … %d more", left)))
		}
		out = append(out, widget.Spread(widget.Cut(" -  "+o.Named(), w-widget.Width(o.Capability)-2),
			th.Dim.Render(o.Capability), w))
	}
	return out
}

// leastHarm is how many lines the chart of harm over time needs.
const leastHarm = 9

// harmOverTime draws how the outcome gauges went, in at most h lines; nothing where that is too few.
func harmOverTime(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	const most = 20
	var list []widget.Plot
	for _, g := range c.Gauges {
		if g.Outcome {
			x := widget.PlotOf(g.Gauge, clock, happened(c))
			x.Bad, x.Note = true, sees(c, g)
			list = append(list, x)
		}
	}
	if len(list) == 0 || h < leastHarm {
		return nil
	}
	out := []string{"", widget.TitleLine(th, "Harm over time", plotMarks, w, false)}
	return append(out, inset(widget.Plots(th, list, w-2, min(h-len(out), most)))...)
}

// scoreBars draws the four scores; one that acts of staff touched with how many did, and what it would be without
// them.
func scoreBars(th theme.Theme, s *exercise.Score, w int) []string {
	var out []string
	rows := []struct {
		name        string
		is, without *float64
	}{{"total", s.Marks.Total, nil}, {"speed", s.Marks.Speed, nil}, {"effectiveness", s.Marks.Effectiveness, nil},
		{"coordination", s.Marks.Coordination, nil}}
	if u := s.Unhelped; u != nil {
		rows[0].without, rows[1].without, rows[2].without, rows[3].without = u.Total, u.Speed, u.Effectiveness,
			u.Coordination
	}
	for _, r := range rows {
		part := 0.0
		if r.is != nil {
			part = *r.is / 100
		}
		bar := th.Number.Render(widget.Bar(part, min(max(w-46, 10), 40)))
		line := " " + widget.Fit(strings.ToUpper(r.name[:1])+r.name[1:], 15) + bar + " " +
			th.Strong.Render(fmt.Sprintf("%3s", mark(r.is)))
		for _, h := range s.Helps {
			if h.Score != r.name {
				continue
			}
			by := plural(h.Acts, "staff act", "staff acts")
			if s.Unhelped != nil {
				by += ", " + mark(r.without) + " without"
			}
			if long := "  touched by " + by; widget.Width(line+long) <= w {
				line += long
			} else {
				line += "  " + by
			}
		}
		out = append(out, widget.Cut(line, w))
	}
	return out
}

// scoreFacts says what harm there was and how fast joint action came.
func scoreFacts(th theme.Theme, s *exercise.Score, w int) []string {
	var out []string
	if s.Harm.Actual != nil {
		label, rest, _ := strings.Cut(harmWords(s), " ")
		out = inset(labelled(th, label, rest, w-2))
	}
	return append(out, paceFacts(th, s, w)...)
}

// harmBars draws the harm with what it would be by now, each as a part of the most.
func harmBars(th theme.Theme, s *exercise.Score, w int) []string {
	if s.Harm.Actual == nil {
		return nil
	}
	const name = 20
	rows := []struct {
		name string
		is   *float64
		bar  theme.Style
	}{{"Harm", s.Harm.Actual, th.Warn}, {"if nobody had acted", s.Harm.Idle, th.Dim}, {"each alone", s.Harm.Solo, th.Dim},
		{"all knowing all", s.Harm.Frictionless, th.Dim}}
	most := 0.0
	for _, r := range rows {
		if r.is != nil {
			most = max(most, *r.is)
		}
	}
	var out []string
	for _, r := range rows {
		if r.is == nil {
			continue
		}
		part := 0.0
		if most > 0 {
			part = *r.is / most
		}
		amount := strings.TrimSpace(widget.Number(*r.is) + " " + s.HarmUnit)
		line := widget.Fit(r.name, name) + r.bar.Render(widget.Bar(part, min(max(w-name-24, 10), 40))) + " "
		out = append(out, widget.Cut(line+th.Strong.Render(amount), w))
	}
	return out
}

func inset(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

// paceFacts says what coordination avoided, and how fast joint action came.
func paceFacts(th theme.Theme, s *exercise.Score, w int) []string {
	var out []string
	say := func(label, text string) { out = append(out, inset(labelled(th, label, text, w-2))...) }
	if s.Efficiency != nil {
		say("Coordination", fmt.Sprintf("avoided %.0f%% of the harm that only coordination can avoid",
			100*max(*s.Efficiency, 0)))
	}
	switch p := s.Pace; {
	case p.Tau != nil && p.Joint == nil:
		say("Pace of relevance", fmt.Sprintf("no joint action has delayed it or made it less likely: %s to %s if nobody had acted",
			widget.Span(*p.Tau), p.Step))
	case p.Tau != nil:
		say("Pace of relevance",
			fmt.Sprintf("%.2g, where 1 beats the hazard; joint action after %s; if nobody had acted, it would "+
				"be %s to %s", *p.Value, widget.Span(*p.Joint), widget.Span(*p.Tau), p.Step))
	}
	return out
}

func findingLines(th theme.Theme, s *exercise.Score, w int) []string {
	if len(s.Findings) == 0 {
		return nil
	}
	out := []string{widget.TitleLine(th, "What is behind it", "", w, false)}
	return append(out, points(s.Findings, w)...)
}

// points draws sentences as a list.
func points(list []string, w int) []string {
	var out []string
	for _, text := range list {
		out = append(out, widget.WrapIndent(" - "+text, w-1, 3)...)
	}
	return out
}

// objectiveLines draws every objective by its own measure, with the evaluators' ratings.
func objectiveLines(th theme.Theme, c *exercise.Control, s *exercise.Score, w int) []string {
	out := []string{widget.TitleLine(th, "Objectives, by their own measures so far", "P S M U", w, false)}
	for i, m := range s.Objectives {
		title := m.ID
		var by []string
		if i < len(c.Objectives) {
			title = c.Objectives[i].Named()
			for _, r := range c.Objectives[i].Ratings {
				by = append(by, r.Who+" "+r.Rating)
			}
		}
		right := m.Text
		if len(by) > 0 {
			right = strings.Join(by, ", ") + "; " + right
		}
		lines := widget.WrapIndent("    "+title, w-1, 4)
		lines[0] = " " + ratingStyle(th, m.Rating).Render(m.Rating) + "  " + strings.TrimSpace(lines[0])
		if last := len(lines) - 1; widget.Width(lines[last])+widget.Width(right)+2 <= w {
			lines[last] = widget.Spread(lines[last], th.Dim.Render(right), w)
		} else {
			for _, line := range widget.Wrap(right, w-5) {
				lines = append(lines, "    "+th.Dim.Render(line))
			}
		}
		out = append(out, lines...)
	}
	return out
}
