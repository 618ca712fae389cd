package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/sweep"
)

// searchBest looks for the best preparation and prints it.
func searchBest(ctx context.Context, io stdio, name string, f sweepFlags) error {
	sc, err := loadScenario(name, io)
	if err != nil {
		return err
	}
	s := sweep.Search{Name: shortName(name), Scenario: sc, Seed: f.seed, Runs: f.runs, Workers: f.workers}
	if f.budget != "" {
		points, err := strconv.ParseFloat(f.budget, 64)
		if err != nil || !(points >= 0) {
			return usageError{fmt.Sprintf("--budget must be a number of points, not %q", f.budget)}
		}
		s.Budget = &points
	}
	line := searchLine{io: io, began: time.Now(), on: isTerminal(io.err)}
	s.Note = line.note
	best, err := s.Run(ctx)
	line.clear()
	switch {
	case errors.Is(err, context.Canceled):
		return inputError{"interrupted before the search had found and judged anything"}
	case err != nil:
		return inputError{fmt.Sprintf("%s: %v", scenario.CleanLine(name), err)}
	}
	if f.shown.json {
		return printJSON(io, best)
	}
	return report.BestSweep(io.out, sc, best, textWidth(io.out))
}

// searchLine is a line of progress of a search on a terminal.
type searchLine struct {
	io     stdio
	on     bool
	stage  string
	runs   int
	began  time.Time
	shown  time.Time
	filled bool
}

func (l *searchLine) note(stage string, runs int) {
	l.runs += runs
	if now := time.Now(); l.on && (stage != l.stage || now.Sub(l.shown) > 200*time.Millisecond) {
		l.stage, l.shown, l.filled = stage, now, true
		fmt.Fprintf(l.io.err, "\r%-28s %s runs, %s  ", stage, report.Grouped(l.runs),
			now.Sub(l.began).Round(time.Second))
	}
}

func (l *searchLine) clear() {
	if l.filled {
		fmt.Fprintf(l.io.err, "\r%64s\r", "")
	}
}
