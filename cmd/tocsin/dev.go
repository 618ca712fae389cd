package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// devPause is how long `tocsin dev` waits between two looks at the file.
const devPause = 200 * time.Millisecond

func newDevCommand(io stdio) *cobra.Command {
	var seed uint64
	cmd := &cobra.Command{
		Use:   "dev FILE",
		Short: "Check and play a scenario at each save, and say what changed",
		Long: `Watch a scenario file. At each save check it, play it with bots and say what changed since
the last save: findings that came and went, scores, harm, what comes and what no longer does.
It ends with Ctrl+C.`,
		Args: exactlyOne("a scenario file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err != nil {
				return inputError{err.Error()}
			}
			return develop(cmd.Context(), io, args[0], seed)
		},
	}
	cmd.Flags().Uint64Var(&seed, "seed", 0, "seed of the run that is played")
	return cmd
}

// develop looks at the file until ctx ends.
func develop(ctx context.Context, io stdio, file string, seed uint64) error {
	var before *draft
	last := ""
	for {
		src, err := readScenario(file) // an editor may take it away for a moment while it saves
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
	fault    string // why it could not be played
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
	harm, _ := score.Harmed(p.Engine)
	d.numbers = []devNumber{{"harm", fmt.Sprintf("%.4g", harm)}, {"events", fmt.Sprint(len(p.Events))},
		{"length", scenario.Duration(p.Engine.Now()).String()}}
	for _, o := range score.Objectives(p) {
		d.numbers = append(d.numbers, devNumber{"objective " + o.ID, o.Rating})
	}
	return d
}

// tell says what a state of the file is, and what is otherwise than before.
func (d *draft) tell(io stdio, before *draft) {
	fmt.Fprintf(io.out, "\n-- %s, %s and %s (%d ms)\n", d.file, counted(d.findings.Count(scenario.Error), "error"),
		counted(d.findings.Count(scenario.Warning), "warning"), d.took.Milliseconds())
	var old []string
	if before != nil {
		old = before.lines()
	}
	now := d.lines()
	var fresh scenario.Diagnostics
	for i, l := range now {
		if before == nil || !slices.Contains(old, l) {
			fresh = append(fresh, d.findings[i])
		}
	}
	fmt.Fprint(io.out, fresh.Format(scenario.CleanLine(d.file), d.src))
	for _, l := range old {
		if !slices.Contains(now, l) {
			fmt.Fprintf(io.out, "mended: %s\n", l)
		}
	}
	if d.fault != "" {
		fmt.Fprintf(io.out, "it cannot be played: %s\n", scenario.CleanLine(d.fault))
	}
	if d.findings.Failed() || d.fault != "" {
		return
	}
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

// lines are the findings without their places, which move when a line is added.
func (d *draft) lines() []string {
	var out []string
	for _, f := range d.findings {
		out = append(out, f.Message+" ["+f.Code+"]")
	}
	return out
}
