package main

import (
	"context"
	"errors"
	"fmt"

	"tocsin/sim/engine"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
)

// tellFunding says what payers would buy, each for itself, and what a planner would.
func tellFunding(ctx context.Context, io stdio, name string, f sweepFlags) error {
	sc, err := loadScenario(name, io)
	if err != nil {
		return err
	}
	if n := len(sc.Mechanisms); n == 0 || n > score.MostFunded {
		return usageError{fmt.Sprintf("--funding plays all sets of 1 to %d mechanisms, and the scenario has %d",
			score.MostFunded, n)}
	}
	model, err := engine.Compile(sc)
	if err != nil {
		return inputError{err.Error()}
	}
	d := sweep.Design{Seed: f.seed}
	seeds := make([]uint64, f.runs)
	for i := range seeds {
		seeds[i] = d.SeedOf(i)
	}
	found, err := score.FundingOf(ctx, model, f.rate, seeds,
		score.Work{Each: inParallel, Progress: oneAtATime(progressOn(io.err, "seeds"))})
	switch {
	case errors.Is(err, context.Canceled):
		return inputError{"interrupted before all sets were played"}
	case err != nil:
		return inputError{fmt.Sprintf("%s: %v", scenario.CleanLine(name), err)}
	}
	if f.shown.json {
		return printJSON(io, found)
	}
	return report.FundingSweep(io.out, sc, found, textWidth(io.out))
}
