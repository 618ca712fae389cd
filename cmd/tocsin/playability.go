package main

import (
	"context"
	"fmt"
	goio "io"
	"runtime"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/playability"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

// deepRuns is how many runs of each way to play --deep and --play take unless told otherwise.
const deepRuns = 200

// playedOften plays a scenario in all profiles, and with the given bots. If it is interrupted, the report of what was
// played comes with the error.
func playedOften(ctx context.Context, io stdio, m *engine.Model, runs int, bots []string) (*playability.Report,
	error) {
	if runs < 1 || runs > 100_000 {
		return nil, usageError{fmt.Sprintf("--runs must be from 1 to 100000, not %d", runs)}
	}
	r, err := playability.Play(ctx, m, playability.Options{Runs: runs, Workers: runtime.GOMAXPROCS(0),
		Bots: bots, Progress: progressOn(io.err, "runs")})
	if err != nil && ctx.Err() == nil {
		return nil, inputError{err.Error()}
	}
	return r, err
}

// deepFindings are the warnings of `tocsin check --deep`.
func deepFindings(ctx context.Context, io stdio, m *engine.Model, runs int) (scenario.Diagnostics, error) {
	r, err := playedOften(ctx, io, m, runs, nil)
	if r == nil {
		return nil, err
	}
	return r.Findings(), err
}

// previewPlay shows how a scenario plays, as `tocsin preview --play`.
func previewPlay(ctx context.Context, io stdio, name string, f previewFlags) error {
	sc, err := loadScenario(name, io)
	if err != nil {
		return err
	}
	m, err := engine.Compile(sc)
	if err != nil {
		return inputError{err.Error()}
	}
	r, stopped := playedOften(ctx, io, m, f.runs, f.bots)
	if r == nil {
		if ctx.Err() != nil {
			return inputError{"interrupted before every way to play had a run"}
		}
		return stopped
	}
	err = writeOutput(io, f.file, func(w goio.Writer) error {
		if f.asJSON {
			return printJSON(stdio{out: w}, r)
		}
		_, err := goio.WriteString(w, (&playSheet{r: r, sc: sc}).text())
		return err
	})
	if err == nil && stopped != nil {
		err = inputError{fmt.Sprintf("interrupted: this is %s of each way to play", counted(r.Runs, "run"))}
	}
	return err
}

// playSheet writes a playability report as text.
type playSheet struct {
	sheet
	r  *playability.Report
	sc *scenario.Scenario
}

func (s *playSheet) text() string {
	s.para(0, "How "+s.sc.Title+" plays")
	s.para(0, fmt.Sprintf("%s of each way to play, on the same seeds. Times are minutes in the room; %s are the "+
		"whole length.", counted(s.r.Runs, "run"), number(s.r.Minutes)))
	s.profiles()
	s.seats()
	s.injects()
	s.actions()
	s.facts()
	return s.b.String()
}

// rows writes a table: the first column and that under moved are aligned to the left, the others to the right.
func (s *playSheet) rows(title string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	s.heading(title)
	width := make([]int, len(head))
	for _, r := range append([][]string{head}, rows...) {
		for i, c := range r {
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	for _, r := range append([][]string{head}, rows...) {
		line := fmt.Sprintf("  %-*s", width[0], r[0])
		for i, c := range r[1:] {
			if head[i+1] == moved {
				line += "  " + c
			} else {
				line += fmt.Sprintf("  %*s", width[i+1], c)
			}
		}
		fmt.Fprintln(&s.b, strings.TrimRight(line, " "))
	}
}

// between is an interval in round brackets; "" for none.
func between(ci *[2]float64) string {
	if ci == nil {
		return ""
	}
	return fmt.Sprintf(" (%.2f to %.2f)", ci[0], ci[1])
}

func (s *playSheet) profiles() {
	var rows [][]string
	for _, p := range s.r.Profiles {
		efficiency := optional(p.Efficiency, "%.2f") + between(p.EfficiencyCI95)
		rows = append(rows, []string{p.Name, efficiency, spread(p.Harm), spread(p.Total),
			number(p.Over.Median), number(p.Ended.Median)})
	}
	s.rows("Ways to play", []string{"", "efficiency", "harm", "score", "over", "ended"}, rows)
	for _, p := range s.r.Profiles {
		s.para(2, p.Name+": "+p.Title)
	}
	s.para(0, "Efficiency: of the harm that coordination could have avoided over all draws, the part that it did, with "+
		"its 95% interval.")
	s.para(0, "Harm and score: the floor, which one run in twenty is below, the median, and the ceiling, which one "+
		"in twenty is above. Over: when 19 of 20 things that come to the seats have come, in the median run.")
	if h := s.r.Harm; h != nil {
		s.para(0, fmt.Sprintf("Of the variation of harm between these runs, %.0f %% is chance, %.0f %% preparation, %.0f %% "+
			"play, and %.0f %% that preparation and play matter on some draws and not on others.", 100*h.Chance,
			100*h.Preparation, 100*h.Play, 100*h.Together))
		if h.Coordination != nil {
			s.para(0, fmt.Sprintf("In runs without preparation harm and the coordination score go together by %.2f "+
				"(rank correlation: -1 where harm always falls with coordination, 0 where it does not matter).",
				*h.Coordination))
		}
	}
}

func (s *playSheet) seats() {
	var rows [][]string
	for _, x := range s.r.Seats {
		rows = append(rows, []string{x.ID, number(x.News), number(x.Silence), number(x.Open), percent(x.Idle),
			fmt.Sprint(x.Decisions)})
	}
	s.rows("Seats", []string{"", "news in 10 min", "longest silence", "choices open", "nothing to do", "decisions"}, rows)
	s.para(0, "News and silence: the median run, to its end; check --deep looks at silence until it is over. Decisions: actions that move something, and facts that others need "+
		"from the seat.")
}

func (s *playSheet) injects() {
	head := []string{""}
	for _, p := range s.r.Profiles {
		head = append(head, p.Name)
	}
	head = append(head, "nobody acts", "expectation met", "minutes for it")
	var rows [][]string
	for _, in := range s.r.Injects {
		row := []string{in.ID}
		for _, v := range in.ByPlay {
			row = append(row, percent(v))
		}
		row = append(row, percent(in.Nobody))
		met := ""
		if in.Minutes != nil {
			met = "never asked"
		}
		if in.Met != nil {
			met = percent(*in.Met)
		}
		if in.Summons {
			row[0] += " (by the facilitator)"
		}
		rows = append(rows, append(row, met, optional(in.Minutes, "%.1f")))
	}
	s.rows("Injects: in how many runs each comes", head, rows)
}

// moved heads a column of words.
const moved = "what it moves"

func (s *playSheet) actions() {
	var rows [][]string
	for _, a := range s.r.Actions {
		rows = append(rows, append([]string{a.ID, percent(a.Available), percent(a.Taken)}, movesText(a.Moves)...))
	}
	s.rows("Actions", []string{"", "possible", "taken", "harm", moved}, rows)
	rows = nil
	for _, m := range s.r.Mechanisms {
		rows = append(rows, append([]string{m.ID}, movesText(m.Moves)...))
	}
	s.rows("Mechanisms, each alone", []string{"", "harm", moved}, rows)
	s.para(0, "Harm: what taking the action as soon as possible, or the mechanism, adds, where the 95 % interval "+
		"leaves out 0.")
}

// movesText is what something adds to harm, if that is certain, and what else it moves, up to three things.
func movesText(m playability.Moves) []string {
	if m.Trials == 0 {
		return []string{"", "it was never possible"}
	}
	harm := ""
	if m.Harm.Sure() {
		harm = report.Number(m.Harm.Mean)
		if m.Harm.Mean > 0 {
			harm = "+" + harm
		}
	}
	what := strings.Join(m.What[:min(3, len(m.What))], ", ")
	if n := len(m.What) - 3; n > 0 {
		what += fmt.Sprintf(" and %d more", n)
	}
	return []string{harm, what}
}

func (s *playSheet) facts() {
	if len(s.r.Facts) == 0 {
		return
	}
	s.heading("Facts: who has each in how many runs, and when in the median")
	told := func(ks []playability.Knows) string {
		var out []string
		for _, k := range ks {
			if k.At == nil {
				out = append(out, k.Seat+" never")
				continue
			}
			out = append(out, fmt.Sprintf("%s %s at %s", k.Seat, percent(k.Share), number(*k.At)))
		}
		return strings.Join(out, ", ")
	}
	for _, f := range s.r.Facts {
		s.para(2, f.ID)
		s.para(6, after("needed: ", told(f.Needs)))
		s.para(6, after("others: ", told(f.Has)))
	}
}

func number(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }

func percent(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) }

func optional(v *float64, format string) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf(format, *v)
}

func spread(s *playability.Spread) string {
	if s == nil {
		return "-"
	}
	return report.Number(s.Floor) + " / " + report.Number(s.Median) + " / " + report.Number(s.Ceiling)
}
