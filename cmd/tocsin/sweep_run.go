package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"tocsin/sim/filekind"
	"tocsin/sim/report"
	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/sweep"
)

// gathering collects a sweep: its tally, and with --csv the lines that are
// printed as runs come in.
type gathering struct {
	tally *sweep.Tally
	csv   *sweep.CSV
}

func (o *sweepOutput) gather(io stdio, d sweep.Design) (*gathering, error) {
	g := &gathering{tally: sweep.NewTally(d)}
	if !o.csv {
		return g, nil
	}
	var err error
	g.csv, err = sweep.NewCSV(io.out, &d)
	return g, err
}

// add adds a block to the tally and prints its lines.
func (g *gathering) add(b *sweep.Block) error {
	if g.csv != nil {
		if err := g.csv.Add(b); err != nil {
			return err
		}
	}
	return g.tally.Add(b)
}

// runSweep plays shard i of n, 1 of 1 for the whole sweep, and shows the result.
func runSweep(ctx context.Context, io stdio, s *sweep.Sweep, i, n int, f sweepFlags) error {
	g, err := f.shown.gather(io, s.Design)
	if err != nil {
		return err
	}
	take, part, have := g.add, s.Design.Shard(i, n), 0
	if n > 1 { // a shard has no result
		take = func(*sweep.Block) error { return nil }
	}
	count := func(b *sweep.Block) error { have += b.Runs; return take(b) }
	rest := part
	var file *sweep.Shard
	if f.shown.file != "" {
		if file, err = sweep.OpenShard(f.shown.path, s.Design, i, n, count); err != nil {
			return fileError(err)
		}
		rest = file.Rest()
		if have > 0 {
			fmt.Fprintf(io.err, "%s holds %s already; going on from there.\n", scenario.CleanLine(f.shown.file),
				runsWord(have))
		}
	}
	began := have
	p := newProgress(io, have, runsIn(&s.Design, part))
	err = s.Run(ctx, rest, f.workers, func(b *sweep.Block) error {
		if file != nil {
			if err := file.Add(b); err != nil {
				return err
			}
		}
		err := count(b)
		p.show(have, g.tally.Widest())
		return err
	})
	p.clear()
	interrupted := errors.Is(err, context.Canceled)
	if file != nil {
		end := file.Finish
		if err != nil {
			end = file.Close
		}
		if closed := end(); closed != nil {
			return fileError(closed)
		}
	}
	if err != nil && !interrupted {
		return fileError(err)
	}
	var failed error
	if n > 1 {
		failed = tellShard(io, s, i, n, have, interrupted, &f)
	} else {
		seconds := p.since()
		failed = f.shown.show(io, g, &timing{seconds, float64((have-began)*s.EngineRuns()) / max(seconds, 1e-9)})
	}
	if interrupted && failed == nil {
		failed = inputError{partial(have, runsIn(&s.Design, part), f.shown.file)}
	}
	return failed
}

// fileError makes an error about a file one with exit code 1.
func fileError(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return err
	}
	return inputError{err.Error()}
}

func partial(have, of int, file string) string {
	text := fmt.Sprintf("interrupted: this is %s of %s", report.Grouped(have), runsWord(of))
	if !toStandardOutput(file) {
		return text + "; the same command goes on from there"
	}
	return text + "; with -o FILE a sweep can be continued"
}

func runsIn(d *sweep.Design, p sweep.Part) int {
	return min(p.To*sweep.BlockRuns, d.N) - min(p.From*sweep.BlockRuns, d.N)
}

func runsWord(n int) string { return report.Grouped(n) + " runs of each arm" }

// shardDone is what `tocsin sweep --shard --json` prints.
type shardDone struct {
	File     string `json:"file"`
	Shard    int    `json:"shard"`
	Of       int    `json:"of"`
	First    int    `json:"first"` // its first run, counted from 0
	Runs     int    `json:"runs"`
	Complete bool   `json:"complete"`
}

func tellShard(io stdio, s *sweep.Sweep, i, n, have int, interrupted bool, f *sweepFlags) error {
	part := s.Design.Shard(i, n)
	done := shardDone{f.shown.file, i, n, part.From * sweep.BlockRuns, have, !interrupted}
	if f.shown.json {
		return printJSON(io, done)
	}
	if !interrupted {
		fmt.Fprintf(io.out,
			"Shard %d/%d is complete: runs %s to %s of %s, in %s.\nWhen all %d are there: tocsin sweep merge FILE...\n",
			i, n, report.Grouped(done.First), report.Grouped(done.First+have-1), report.Grouped(s.Design.N),
			scenario.CleanLine(f.shown.file), n)
	}
	return nil
}

// printJSON prints one indented JSON document.
func printJSON(io stdio, doc any) error {
	enc := json.NewEncoder(io.out)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

func mergeShards(io stdio, paths []string, shown sweepOutput) error {
	m, err := sweep.OpenMerge(paths)
	if err != nil {
		for _, path := range paths {
			if err := kindErrorOf(path, filekind.Sweep); err != nil {
				return err
			}
		}
		var bad sweep.Problems
		if errors.As(err, &bad) {
			for _, line := range bad {
				fmt.Fprintln(io.err, scenario.CleanLine(line))
			}
			return inputError{"the shards are incomplete: " + counted(len(bad), "problem")}
		}
		return fileError(err)
	}
	g, err := shown.gather(io, m.Design)
	if err != nil {
		return err
	}
	take := g.add
	var file *sweep.Shard
	if shown.file != "" {
		if file, err = sweep.OpenShard(shown.path, m.Design, 1, 1,
			func(*sweep.Block) error { return nil }); err != nil {
			return fileError(err)
		}
		have := file.Rest().From
		take = func(b *sweep.Block) error {
			if b.Index >= have {
				if err := file.Add(b); err != nil {
					return err
				}
			}
			return g.add(b)
		}
	}
	if err := m.Each(take); err != nil {
		return fileError(err)
	}
	if file != nil {
		if err := file.Finish(); err != nil {
			return fileError(err)
		}
	}
	return shown.show(io, g, nil)
}

// timing is how long the runs of a sweep took.
type timing struct{ seconds, perSecond float64 }

// show prints the result as the flags ask. It is an error if no run could be played to its end.
func (o *sweepOutput) show(io stdio, g *gathering, took *timing) error {
	r := g.tally.Result()
	if took != nil && !o.untimed {
		r.Seconds, r.RunsPerSecond = &took.seconds, &took.perSecond
	}
	if o.svg != "" {
		if err := writeOutput(io, o.svg, func(w goio.Writer) error {
			return report.SweepPicture(w, r,
				draw.Theme(o.theme))
		}); err != nil {
			return fileError(err)
		}
	}
	if r.Failed > 0 {
		f := r.Failures[0]
		fmt.Fprintf(io.err,
			"%s could not be played to the end and are in no statistic; the first: run %d of arm %s (--seed %d): %s\n",
			counted(r.Failed, "run"), f.Run, scenario.CleanLine(f.Arm), f.Seed, scenario.CleanLine(f.Why))
	}
	switch {
	case o.json:
		if err := printJSON(io, r); err != nil {
			return err
		}
	case o.csv, o.svg == "-":
	default:
		if err := report.Sweep(io.out, r, textWidth(io.out)); err != nil {
			return err
		}
		if took != nil {
			fmt.Fprintf(io.err, "%s runs of the engine a second.\n", report.Grouped(int(took.perSecond)))
		}
	}
	if r.Failed == r.N*len(r.Arms) {
		return inputError{"no run could be played to its end"}
	}
	return nil
}

// textWidth is how many columns a text may have: those of the terminal, from 60 to 140, else 100.
func textWidth(out goio.Writer) int {
	if !isTerminal(out) {
		return 100
	}
	w, _, err := term.GetSize(int(out.(*os.File).Fd()))
	if err != nil || w <= 0 {
		return 100
	}
	return min(max(w, 60), 140)
}

// progress is a line of progress of a sweep on a terminal.
type progress struct {
	io        stdio
	on        bool
	from, all int
	began     time.Time
	shown     time.Time
	width     int
}

func newProgress(io stdio, from, all int) *progress {
	return &progress{io: io, on: isTerminal(io.err), from: from, all: all, began: time.Now()}
}

// show updates the line, five times a second at most.
func (p *progress) show(have int, widest float64) {
	now := time.Now()
	if !p.on || now.Sub(p.shown) < 200*time.Millisecond || have == p.from {
		return
	}
	p.shown = now
	left := time.Duration(float64(now.Sub(p.began)) / float64(have-p.from) * float64(p.all-have)).Round(time.Second)
	line := fmt.Sprintf("%3d %%  %s of %s, %s left", 100*have/p.all, report.Grouped(have), runsWord(p.all), left)
	if widest > 0 {
		line += fmt.Sprintf(" at most; half-width %.3g", widest)
	}
	fmt.Fprintf(p.io.err, "\r%s%s", line, strings.Repeat(" ", max(0, p.width-len(line))))
	p.width = len(line)
}

// clear removes the line.
func (p *progress) clear() {
	if p.width > 0 {
		fmt.Fprintf(p.io.err, "\r%s\r", strings.Repeat(" ", p.width))
	}
}

func (p *progress) since() float64 { return time.Since(p.began).Seconds() }
