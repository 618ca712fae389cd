package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"time"

	"os"

	"github.com/spf13/cobra"

	"tocsin/sim/sweep"
)

// sweepFlags are the settings of `tocsin sweep`.
type sweepFlags struct {
	runs     int
	seed     uint64
	arms     []string
	against  string
	set      []string
	measures []string
	until    string
	workers  int
	shown    outputFlags
}

// outputFlags say how a result is shown; sweep and sweep merge share them.
type outputFlags struct {
	json, csv bool
	untimed   bool
	svg       string
	file      string
}

func newSweepCommand(io stdio) *cobra.Command {
	var f sweepFlags
	cmd := &cobra.Command{
		Use:   "sweep SCENARIO",
		Short: "Play a scenario thousands of times, and say how much preparation changes",
		Args:  exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE:  func(cmd *cobra.Command, args []string) error { return sweepScenario(cmd.Context(), io, args[0], f) },
	}
	fl := cmd.Flags()
	fl.IntVarP(&f.runs, "runs", "n", 1000, "runs of each arm; with --until-halfwidth the most")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the first run; run i has this plus i million")
	fl.StringSliceVar(&f.arms, "arms", nil, "what is compared: none, all, each, without, idle, solo, oracle, ids of arms or mechanisms, joined with + or - (default none,all)")
	fl.StringVar(&f.against, "against", "", "the arm that the others are compared with (default the first)")
	fl.StringArrayVar(&f.set, "set", nil, "a value of the scenario by its path, or several: gauge.copies.grow.doubling=6h,12h")
	fl.StringSliceVar(&f.measures, "measures", nil, "measures to take, * for any letters (default all); fewer are quicker")
	fl.StringVar(&f.until, "until-halfwidth", "", "stop when the 95% intervals of a measure are this narrow: harm=2")
	fl.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "how many runs are played at the same time; no result depends on it")
	f.shown.add(cmd)
	return cmd
}

func (f *outputFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.json, "json", false, "print one JSON document")
	fl.BoolVar(&f.csv, "csv", false, "print a line of CSV for each run")
	fl.BoolVar(&f.untimed, "untimed", false, "leave out how long it took, so that equal sweeps print equal bytes")
}

func sweepScenario(ctx context.Context, io stdio, name string, f sweepFlags) error {
	s, err := f.design(io, name)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	t := sweep.NewTally(s.Design)
	began := time.Now()
	err = s.Run(ctx, sweep.Part{To: s.Design.Blocks()}, f.workers, t.Add)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	r := t.Result()
	seconds := time.Since(began).Seconds()
	rate := float64(t.Runs()*s.EngineRuns()) / seconds
	r.Seconds, r.RunsPerSecond = &seconds, &rate
	enc := json.NewEncoder(io.out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// design turns the flags into a sweep.
func (f *sweepFlags) design(io stdio, name string) (*sweep.Sweep, error) {
	sc, err := loadScenario(name, io)
	if err != nil {
		return nil, err
	}
	req := sweep.Request{Name: shortName(name), Scenario: sc, Version: version(), Seed: f.seed, N: f.runs,
		Arms: f.arms, Against: f.against, Set: f.set, Measures: f.measures}
	if f.until != "" {
		measure, value, ok := strings.Cut(f.until, "=")
		width, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil {
			return nil, usageError{fmt.Sprintf("--until-halfwidth is a measure and a number, such as harm=2, not %q", f.until)}
		}
		req.Until = &sweep.Until{Measure: strings.TrimSpace(measure), HalfWidth: width}
	}
	s, err := sweep.New(req)
	if err != nil {
		return nil, usageError{err.Error()}
	}
	return s, nil
}
