package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// devPause is how long `tocsin dev` waits before it reads the file again.
const devPause = 200 * time.Millisecond

// devMisses is at which failed reading in a row an error is reported: an editor can remove the
// file for a moment while it saves.
const devMisses = 5

func newDevCommand(io stdio) *cobra.Command {
	var seed uint64
	cmd := &cobra.Command{
		Use:   "dev FILE",
		Short: "Check and play a scenario at each save, and say what changed",
		Long: `Watch a scenario file while you write it. At each save the file is checked and played with bots,
and you see what changed since the last save: new and solved findings, scores, harm, and which
injects come or no longer come. Ctrl+C ends it.`,
		Example: `  tocsin new my.toml
  tocsin dev my.toml`,
		Args: exactlyOne("a scenario file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); errors.Is(err, fs.ErrNotExist) {
				return inputError{fmt.Sprintf("there is no file %s; tocsin new FILE writes one to start from",
					scenario.CleanLine(args[0]))}
			} else if err != nil {
				return inputError{err.Error()}
			}
			return develop(cmd.Context(), io, args[0], seed)
		},
	}
	cmd.Flags().Uint64Var(&seed, "seed", 0, "seed of the random draws (default 0)")
	return cmd
}

// develop checks and plays each new state of the file until ctx ends.
func develop(ctx context.Context, io stdio, file string, seed uint64) error {
	var before *draft
	last, missed := "", 0
	fmt.Fprintf(io.out, "%s is checked and played at each save; ctrl+c ends this.\n", scenario.CleanLine(file))
	for {
		src, err := readScenario(file)
		if err == nil {
			missed = 0
		} else if missed++; missed == devMisses {
			fmt.Fprintf(io.out, "\n-- %s cannot be read: %s\n", scenario.CleanLine(file), scenario.CleanLine(err.Error()))
			last = ""
		}
		if err == nil && (before == nil || string(src) != last) {
			last = string(src)
			now := look(ctx, file, src, seed)
			if ctx.Err() != nil {
				return nil
			}
			now.tell(io, before)
			before = now
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(devPause):
		}
	}
}

// draft is what is known of one state of the file.
type draft struct {
	file     string
	src      string
	findings scenario.Diagnostics
	unjudged []finding // of earlier states, which this one neither repeats nor shows to be fixed
	fault    string    // why it could not be played
	played   bool
	came     []string
	numbers  []devNumber
	took     time.Duration
}

type devNumber struct{ name, value string }

// look checks and plays a state of the file.
func look(ctx context.Context, file string, src []byte, seed uint64) *draft {
	begun := time.Now()
	d := &draft{file: file, src: string(src)}
	defer func() { d.took = time.Since(begun) }()
	sc, ds := scenario.Load(file, src)
	if d.findings = ds; sc == nil {
		return d
	}
	m, err := engine.Compile(sc)
	if err != nil {
		d.fault = err.Error()
		return d
	}
	p, err := score.Play(ctx, score.Plan{Model: m, Seed: seed, Bots: true, Until: engine.At(sc.Length)})
	if err != nil {
		d.fault = err.Error()
		return d
	}
	for _, ev := range p.Events {
		if ev.Kind == engine.InjectDelivered && ev.Num == 1 {
			d.came = append(d.came, sc.Injects[ev.Ref].ID)
		}
	}
	harm, err := score.Baselines(ctx, p)
	if err != nil {
		d.fault = err.Error()
		return d
	}
	d.played = true
	d.numbers = append(d.numbers, harmNumbers(harm)...)
	d.numbers = append(d.numbers, devNumber{"events", fmt.Sprint(len(p.Events))},
		devNumber{"length", fmt.Sprintf("%s, %.0f minutes in the room", scenario.Duration(p.Engine.Now()),
			sc.RoomMinutesTo(scenario.Duration(p.Engine.Now())))})
	for _, o := range score.Objectives(p) {
		d.numbers = append(d.numbers, devNumber{"objective " + o.ID, o.Rating})
	}
	return d
}

// harmNumbers are the run's harm, and the two baselines that it is compared with.
func harmNumbers(h score.Harm) []devNumber {
	var out []devNumber
	for _, n := range []struct {
		name  string
		value *float64
	}{{"harm", h.Actual}, {"harm if nobody acts", h.Idle}, {"harm without friction", h.Frictionless}} {
		if n.value != nil {
			out = append(out, devNumber{n.name, fmt.Sprintf("%.4g", *n.value)})
		}
	}
	return out
}

// tell reports on a state of the file, and what differs from the one before. If this state could not be
// played, it takes over the numbers of the one before, so that the next is compared with them.
func (d *draft) tell(io stdio, before *draft) {
	fmt.Fprintf(io.out, "\n-- %s, %s and %s (%d ms)\n", d.file, counted(d.findings.Count(scenario.Error), "error"),
		counted(d.findings.Count(scenario.Warning), "warning"), d.took.Milliseconds())
	d.tellFindings(io, before)
	if d.fault != "" {
		fmt.Fprintf(io.out, "it cannot be played: %s\n", scenario.CleanLine(d.fault))
	}
	if !d.played {
		if before != nil {
			d.came, d.numbers = before.came, before.numbers
		}
		return
	}
	d.tellRun(io, before)
}

// finding is a finding without its place, which changes when a line is added above it.
type finding struct {
	says  string
	fails bool // it is an error
}

// known are the findings of a state, then those of earlier states that may still be true. It is empty for nil.
func (d *draft) known() []finding {
	if d == nil {
		return nil
	}
	var out []finding
	for _, f := range d.findings {
		out = append(out, finding{f.Message + " [" + f.Code + "]", f.Severity == scenario.Error})
	}
	return append(out, d.unjudged...)
}

// tellFindings shows a finding in full when it is new and in one line while it is still there, and names those
// that are gone. A check ends at errors and new ones can hide old ones, so what a faulty state does not name may
// still be there.
func (d *draft) tellFindings(io stdio, before *draft) {
	old, now := before.known(), d.known()
	var fresh scenario.Diagnostics
	var stand []string
	for i, f := range now {
		if slices.Contains(old, f) {
			stand = append(stand, fmt.Sprintf("still, line %d: %s\n", d.findings[i].Pos.Line, f.says))
		} else {
			fresh = append(fresh, d.findings[i])
		}
	}
	fmt.Fprint(io.out, fresh.Format(scenario.CleanLine(d.file), d.src))
	fmt.Fprint(io.out, strings.Join(stand, ""))
	for i, f := range old {
		switch {
		case slices.Contains(old[:i], f): // equal findings share a line
		case slices.Contains(now, f):
		case d.findings.Failed() && (!f.fails || fresh.Failed()):
			d.unjudged = append(d.unjudged, f)
		default:
			fmt.Fprintf(io.out, "fixed: %s\n", f.says)
		}
	}
}

// tellRun reports the run of a state, compared with the last one that could be played.
func (d *draft) tellRun(io stdio, before *draft) {
	was := map[string]string{}
	if before != nil {
		for _, n := range before.numbers {
			was[n.name] = n.value
		}
	}
	for _, n := range d.numbers {
		switch old, ok := was[n.name]; {
		case !ok:
			fmt.Fprintf(io.out, "  %-24s %s\n", n.name, n.value)
		case old != n.value:
			fmt.Fprintf(io.out, "  %-24s %s, was %s\n", n.name, n.value, old)
		}
	}
	if before == nil || len(before.numbers) == 0 {
		return
	}
	for _, c := range []struct {
		word     string
		in, gone []string
	}{{"comes now", d.came, before.came}, {"no longer comes", before.came, d.came}} {
		var ids []string
		for _, id := range c.in {
			if !slices.Contains(c.gone, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			fmt.Fprintf(io.out, "  %s: %s\n", c.word, strings.Join(ids, ", "))
		}
	}
}
