package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/sweep"
)

// mechanismEffect is the harm that a mechanism alone avoids in a scenario, compared with nothing prepared.
type mechanismEffect struct {
	Scenario  string `json:"scenario"`
	Mechanism string `json:"mechanism"`
	Title     string `json:"title"`
	Kind      string `json:"kind"` // the mechanism's; "shown" for what the notes avoid by being shown to others
	// Avoids is the mean harm that it avoids, paired over the draws, with its 95% interval.
	Avoids *float64    `json:"avoids"`
	CI95   [2]*float64 `json:"ci95"`
	// Share is Avoids over the mean harm with nothing prepared; nil if that is not above 0.
	Share *float64 `json:"share"`
	Draws int      `json:"draws"`
	Seed  uint64   `json:"seed"`
}

func newNotesEffectsCommand(io stdio) *cobra.Command {
	var f struct {
		asJSON bool
		draws  int
		seed   uint64
	}
	cmd := &cobra.Command{
		Use:   "effects SCENARIO...",
		Short: "Say for each scenario what harm venues, protocols and notes avoid, and what showing notes adds",
		Long: `Play scenarios with bots in every seat, with nothing prepared, with each mechanism alone, and
with notes that are kept but shown to nobody, all on the same draws of chance. The table says
how much harm each avoids, with a 95% interval. Showing notes matters to seats whose bots wait
for others or prepare for them (see scenarios/bots.md); where no seat does, it avoids nothing.`,
		Example: `  tocsin notes effects cold_copy
  tocsin notes effects cold_copy minor_release -n 1000`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"give one scenario or more: files, or names from tocsin list"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.draws < 2 || f.draws > 100_000 {
				return usageError{"-n must be from 2 to 100000"}
			}
			all, err := studiesOf(io, args, f.draws, f.seed)
			if err != nil {
				return err
			}
			out, stopped := playStudies(cmd.Context(), all, progressOn(io.err, "runs")) // if stopped, out is printed too
			if f.asJSON {
				if err := printJSON(io, out); err != nil {
					return err
				}
				return stopped
			}
			t := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "SCENARIO\tMECHANISM\tKIND\tHARM AVOIDED\t95% INTERVAL\tOF ALL HARM")
			for _, r := range out {
				share := "–"
				if r.Share != nil {
					share = fmt.Sprintf("%.0f%%", 100**r.Share)
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s to %s\t%s\n", r.Scenario, r.Title, r.Kind,
					report.Number(orZero(r.Avoids)), report.Number(orZero(r.CI95[0])),
					report.Number(orZero(r.CI95[1])), share)
			}
			if err := t.Flush(); err != nil {
				return err
			}
			return stopped
		},
	}
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	cmd.Flags().IntVarP(&f.draws, "draws", "n", 400, "draws of chance")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "the first seed")
	return cmd
}

func orZero(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v + 0
}

// study is what is played of a scenario: nothing prepared and each mechanism alone, and each mechanism that
// puts notes in force also with the notes unshown.
type study struct {
	name  string
	sc    *scenario.Scenario
	alone *sweep.Sweep
	shown []*sweep.Sweep // by mechanism; nil for those that file no notes
}

// studiesOf prepares the study of each scenario, with n draws of chance.
func studiesOf(io stdio, names []string, n int, seed uint64) ([]*study, error) {
	var out []*study
	for _, name := range names {
		sc, err := loadScenario(name, io)
		if err != nil {
			return nil, err
		}
		st := &study{name: shortName(name), sc: sc, shown: make([]*sweep.Sweep, len(sc.Mechanisms))}
		if len(sc.Mechanisms) == 0 {
			return nil, usageError{fmt.Sprintf("%s has no mechanisms: nothing can be prepared in it", st.name)}
		}
		request := func(arms ...string) (*sweep.Sweep, error) {
			s, err := sweep.New(sweep.Request{Name: st.name, Scenario: sc, Version: version(), Seed: seed, N: n,
				Arms: arms, Measures: []string{"harm"}})
			if err != nil {
				return nil, usageError{err.Error()}
			}
			return s, nil
		}
		arms := []string{"none"}
		for i := range sc.Mechanisms {
			m := &sc.Mechanisms[i]
			arms = append(arms, m.ID)
			if filesNotes(m) {
				if st.shown[i], err = request(m.ID+"+unshown", m.ID); err != nil {
					return nil, err
				}
			}
		}
		if st.alone, err = request(arms...); err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}

// sweeps are all sweeps of a study.
func (st *study) sweeps() []*sweep.Sweep {
	all := append([]*sweep.Sweep{st.alone}, st.shown...)
	return slices.DeleteFunc(all, func(s *sweep.Sweep) bool { return s == nil })
}

// playStudies plays all studies, and calls tell, if it is not nil, with the runs done and in all. If it is stopped, it
// returns the effects of the scenarios that are complete, with the error.
func playStudies(ctx context.Context, all []*study, tell func(done, of int)) ([]mechanismEffect, error) {
	out, done, of := []mechanismEffect{}, 0, 0
	for _, st := range all {
		for _, s := range st.sweeps() {
			of += s.Design.N * len(s.Design.Arms)
		}
	}
	play := func(s *sweep.Sweep) (*sweep.Result, error) {
		tally := sweep.NewTally(s.Design)
		err := s.Run(ctx, sweep.Part{To: s.Design.Blocks()}, runtime.GOMAXPROCS(0), func(b *sweep.Block) error {
			if done += b.Runs * len(s.Design.Arms); tell != nil {
				tell(done, of)
			}
			return tally.Add(b)
		})
		if err != nil {
			return nil, err
		}
		return tally.Result(), nil
	}
	for _, st := range all {
		rows, err := st.effects(play)
		if err != nil {
			return out, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// effects plays a study and returns the effect of each mechanism, followed by that of showing its notes.
func (st *study) effects(play func(*sweep.Sweep) (*sweep.Result, error)) ([]mechanismEffect, error) {
	alone, err := play(st.alone)
	if err != nil {
		return nil, err
	}
	var out []mechanismEffect
	add := func(r *sweep.Result, k int, m *scenario.Mechanism, title, kind string) {
		e := mechanismEffect{Scenario: st.name, Mechanism: m.ID, Title: title, Kind: kind, Draws: st.alone.Design.N,
			Seed: st.alone.Design.Seed}
		d := &r.Differences[k]
		minus := func(v *float64) *float64 {
			if v == nil {
				return nil
			}
			less := 0 - *v
			return &less
		}
		e.Avoids, e.CI95 = minus(d.Mean), [2]*float64{minus(d.CI95[1]), minus(d.CI95[0])}
		if none := alone.Arms[0].Measures["harm"].Mean; none != nil && *none > 0 && e.Avoids != nil {
			share := *e.Avoids / *none
			e.Share = &share
		}
		out = append(out, e)
	}
	for i := range st.sc.Mechanisms {
		m := &st.sc.Mechanisms[i]
		add(alone, i, m, m.Title, m.Kind)
		if st.shown[i] == nil {
			continue
		}
		shown, err := play(st.shown[i])
		if err != nil {
			return nil, err
		}
		add(shown, 0, m, m.Title+": of that, by being shown", "shown")
	}
	return out, nil
}

// filesNotes reports whether a mechanism puts notes in force.
func filesNotes(m *scenario.Mechanism) bool {
	for i := range m.Changes {
		if len(m.Changes[i].Notes) > 0 {
			return true
		}
	}
	return false
}
