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

// harmWords says how much harm was done, beside what would have been.
func harmWords(s *exercise.Score) string {
	amount := func(v *float64) string { return widget.Number(*v) }
	text := "Harm " + strings.TrimSpace(amount(s.Harm.Actual)+" "+s.HarmUnit)
	if s.Harm.Idle != nil && s.Harm.Solo != nil && s.Harm.Frictionless != nil {
		text += fmt.Sprintf("; if nobody had acted %s, each alone %s, all knowing all %s", amount(s.Harm.Idle),
			amount(s.Harm.Solo), amount(s.Harm.Frictionless))
	}
	return text
}

// scorePage draws how the exercise stands: the scores, harm beside what would have been,
// what is behind it, and the objectives by their own measures beside the evaluators'.
func (p *Wash) scorePage(th theme.Theme, c *exercise.Control, w, h int) []string {
	s := c.Score
	if s == nil {
		return []string{widget.TitleLine(th, "How it stands", "", w, true),
			th.Dim.Render(widget.Cut(" There is a score from STARTEX on, a second or two after something has "+
				"happened.", w))}
	}
	out := []string{widget.TitleLine(th, "How it stands", "at "+s.At.T+", by what the seats have done so far", w,
		true)}
	out = append(out, scoreBars(th, s, w)...)
	out = append(out, scoreFacts(th, s, w)...)
	body := func(w int) []string { return objectiveLines(th, c, s, w) }
	behind := findingLines(th, s, w)
	if w >= Wide {
		left := w / 2
		behind = findingLines(th, s, left)
		out = append(out, widget.Beside("   ", widget.Block(behind, left, max(h-len(out), 0)),
			widget.Block(body(w-left-3), w-left-3, max(h-len(out), 0)))...)
		return out[:min(len(out), h)]
	}
	rest := append(out[1:], append(behind, body(w)...)...)
	return append(out[:1:1], p.scroll.View(rest, h-1)...)
}

// scoreBars draws the four scores, each with what it would be without the facilitator.
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
		line := " " + widget.Fit(strings.ToUpper(r.name[:1])+r.name[1:], 15) +
			th.Number.Render(widget.Bar(part, 20)) + " " + th.Strong.Render(fmt.Sprintf("%3s", mark(r.is)))
		for _, h := range s.Helps {
			if h.Score != r.name {
				continue
			}
			line += "  touched by " + plural(h.Acts, "staff act", "staff acts")
			if s.Unhelped != nil {
				line += ", " + mark(r.without) + " without"
			}
		}
		out = append(out, widget.Cut(line, w))
	}
	return out
}

// scoreFacts says what harm there was and how fast joint action came.
func scoreFacts(th theme.Theme, s *exercise.Score, w int) []string {
	var out []string
	say := func(label, text string) {
		for _, line := range labelled(th, label, text, w-2) {
			out = append(out, " "+line)
		}
	}
	if s.Harm.Actual != nil {
		label, rest, _ := strings.Cut(harmWords(s), " ")
		say(label, rest)
	}
	if s.Efficiency != nil {
		say("Coordination", fmt.Sprintf("avoided %.0f%% of the harm that only coordination could",
			100*max(*s.Efficiency, 0)))
	}
	switch p := s.Pace; {
	case p.Tau != nil && p.Joint == nil:
		say("Pace of relevance", fmt.Sprintf("no joint action has put it off or made it less likely: %s to %s if nobody had acted",
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

// objectiveLines draws every objective by its own measure, with the evaluators' ratings
// where they differ from it.
func objectiveLines(th theme.Theme, c *exercise.Control, s *exercise.Score, w int) []string {
	out := []string{widget.TitleLine(th, "Objectives, by their own measures so far", "P S M U", w, false)}
	for i, m := range s.Objectives {
		title := m.ID
		var by []string
		if i < len(c.Objectives) {
			title = c.Objectives[i].Title
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
