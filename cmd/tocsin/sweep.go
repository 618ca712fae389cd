package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/report/draw"
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
	shard    string
	best     bool
	funding  bool
	rate     float64
	budget   string
	workers  int
	shown    sweepOutput
}

func newSweepCommand(io stdio) *cobra.Command {
	var f sweepFlags
	cmd := &cobra.Command{
		Use:   "sweep SCENARIO",
		Short: "Play a scenario thousands of times, and say what preparation changes",
		Long: `Play a scenario with bots in every seat, thousands of times, under several treatments
(arms), and say by how much each measure differs and how sure that is.

Every arm is played with the same seeds, and what a treatment does not touch happens in the same way
in all arms. Differences are therefore taken run by run, in pairs, and their 95% intervals
are far narrower than those of the arms. The same command prints the same numbers on any
number of cores.

ARMS
  none, all           nothing is prepared; every mechanism of the scenario is in force
  each                an arm for each mechanism alone
  without             for each mechanism an arm with all but that one
  all-sets            an arm for every set of mechanisms, of eight at most
  unshown             notes that are in force are shown to nobody, as in notes_only+unshown
  idle, solo, frictionless  nobody acts; bots do not coordinate; bots know all, decide and agree at once
  ID                  an arm of the scenario, or a mechanism alone
  A+B, all-B          joined: also B; but not B

SETTINGS
  --set PATH=VALUE,VALUE… plays every arm with each value; several --set make a grid. The
  path is made of the scenario's own keys: gauge.copies.grow.doubling, note[3].within
  (counted from 0), note.ID.within, link.FROM.TO.chance, role.cert.ack.median.

SURE ENOUGH
  --until-halfwidth harm=5 stops as soon as the 95% interval of every difference in harm is
  no wider than 5 to either side. It looks only after about 1,000 runs, 2,000, 4,000 …
  up to -n: looking more often would stop when the interval happens to be narrow. So the
  interval still holds the true value as often as it says (94.5% in a test against a known answer).

WHAT TO PREPARE
  --best looks for the mechanisms, and for the notes to promise and their times, with which
  harm is least. Each role pays its own part out of its own budget; with --budget 12 all pay
  12 points together. It searches on some seeds and judges what it found on -n others,
  because on the seeds of the search the winner looks better than it is.

  --funding plays every set of mechanisms: what each avoids alone and when it is added last, how
  two interact, what the payers would buy when each answers what the others buy, and what a
  planner would buy for all. --rate is the harm that a budget point is worth.

MEASURES
  Besides harm a sweep measures coordination efficiency and gap, the scores, the scenario's own
  measures, its objectives and duties. --measures all takes everything that a single run is
  scored by; --measures harm,share.* takes what you name. It is faster without efficiency, gap,
  score.* and harm.*, for which three more runs are played on each seed.

LONG SWEEPS
  -o FILE keeps every run in a file. If the sweep is interrupted or killed, the same command
  continues from there. --shard 2/8 plays the second of eight parts into FILE; when all parts
  are complete, tocsin sweep merge FILE... prints what one sweep would have printed.`,
		Example: `  tocsin sweep cold_copy -n 2000 --arms idle,none,all
  tocsin sweep cold_copy --arms all,without --svg without.svg
  tocsin sweep cold_copy --set gauge.copies.grow.doubling=12h,36h,72h
  tocsin sweep cold_copy --best --budget 12 -n 4000     # takes minutes
  tocsin sweep cold_copy --funding -n 500
  tocsin sweep cold_copy -n 100000 --shard 1/4 -o part1.jsonl`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.best {
				for _, other := range []string{"arms", "against", "set", "measures", "until-halfwidth", "shard",
					"csv", "svg", "theme", "output", "untimed"} {
					if cmd.Flags().Changed(other) {
						return usageError{"--best chooses what to play by itself; it does not go with --" + other}
					}
				}
				return searchBest(cmd.Context(), io, args[0], f)
			}
			if f.funding {
				for _, other := range []string{"arms", "against", "set", "measures", "until-halfwidth", "shard",
					"csv", "svg", "output", "untimed", "budget"} {
					if cmd.Flags().Changed(other) {
						return usageError{"--funding plays all sets of mechanisms; it does not go with --" + other}
					}
				}
				if f.runs < 2 || f.runs > 100_000 || !(f.rate >= 0 && f.rate <= 1e12) {
					return usageError{"with --funding, -n must be from 2 to 100000 and --rate 0 or more"}
				}
				return tellFunding(cmd.Context(), io, args[0], f)
			}
			if f.budget != "" {
				return usageError{"--budget goes with --best"}
			}
			return sweepScenario(cmd.Context(), io, args[0], f)
		},
	}
	fl := cmd.Flags()
	fl.IntVarP(&f.runs, "runs", "n", 1000, "runs of each arm; with --until-halfwidth the most that are played")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the first run; each further run has a seed of one million more")
	fl.StringSliceVar(&f.arms, "arms", nil, "treatments to compare (default none,all)")
	fl.StringVar(&f.against, "against", "", "the arm that the others are compared with (default the first)")
	fl.StringArrayVar(&f.set, "set", nil, "values of the scenario to play with: `PATH=VALUE,VALUE…`")
	fl.StringSliceVar(&f.measures, "measures", nil,
		"measures to take, the most important first: ids, * for any ending, all, or main (default main)")
	fl.StringVar(&f.until, "until-halfwidth", "", "stop when a measure is known well enough: MEASURE=VALUE")
	fl.StringVar(&f.shard, "shard", "", "play only this part: 2/8 is the second of eight; needs -o")
	fl.BoolVar(&f.best, "best", false, "look for the preparation that does the least harm")
	fl.BoolVar(&f.funding, "funding", false, "say what payers would buy, each for itself, and what a planner would buy")
	fl.Float64Var(&f.rate, "rate", 1, "with --funding: harm that a budget point is worth")
	fl.StringVar(&f.budget, "budget", "",
		"with --best: points that all may spend together (default each role its own budget)")
	fl.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "runs played at the same time; no result depends on it")
	f.shown.flags(cmd)
	cmd.AddCommand(newSweepMergeCommand(io))
	return cmd
}

func newSweepMergeCommand(io stdio) *cobra.Command {
	var shown sweepOutput
	cmd := &cobra.Command{
		Use:   "merge FILE...",
		Short: "Put the shards of a sweep together",
		Long: `Put the shards of a sweep together, and print what a single sweep would have
printed. Every line of every file is checked first. Shards that are missing, given twice,
not complete, damaged, or of another sweep are named, and then nothing is printed.

With -o FILE all is written as one file: the same, byte for byte, as a sweep without
--shard would have written.`,
		Example: `  tocsin sweep cold_copy --shard 1/2 -o part1.jsonl
  tocsin sweep cold_copy --shard 2/2 -o part2.jsonl
  tocsin sweep merge part*.jsonl
  tocsin sweep merge part*.jsonl --json
  tocsin sweep merge part*.jsonl -o whole.jsonl --svg whole.svg`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"give the files of the shards"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := shown.check(); err != nil {
				return err
			}
			return throughFile(io, shown.file, func(io stdio, file string) error {
				shown.path = file
				return mergeShards(io, args, shown)
			})
		},
	}
	shown.flags(cmd)
	return cmd
}

func sweepScenario(ctx context.Context, io stdio, name string, f sweepFlags) error {
	if err := f.shown.check(); err != nil {
		return err
	}
	i, n, err := f.part()
	if err != nil {
		return err
	}
	s, err := f.design(io, name)
	if err != nil {
		return err
	}
	return throughFile(io, f.shown.file, func(io stdio, file string) error {
		f.shown.path = file
		return runSweep(ctx, io, s, i, n, f)
	})
}

// part reads --shard: shard i of n, from 1 to n. Without it, it is 1 of 1.
func (f *sweepFlags) part() (i, n int, err error) {
	if f.shard == "" {
		return 1, 1, nil
	}
	a, b, ok := strings.Cut(f.shard, "/")
	i, errI := strconv.Atoi(a)
	n, errN := strconv.Atoi(b)
	switch {
	case !ok || errI != nil || errN != nil || i < 1 || n < i:
		return 0, 0,
			usageError{fmt.Sprintf("--shard must be a part and how many there are, such as 2/8; parts count from 1, so "+
				"%q is none", f.shard)}
	case toStandardOutput(f.shown.file):
		return 0, 0, usageError{"--shard needs -o FILE, where its runs are kept"}
	case n > 1 && f.until != "":
		return 0, 0, usageError{"--until-halfwidth looks at the whole sweep, so it cannot be sharded; give -n"}
	case n > 1 && (f.shown.csv || f.shown.svg != ""):
		return 0, 0, usageError{"a shard is only a part: --csv and --svg go with tocsin sweep merge"}
	}
	return i, n, nil
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
			return nil,
				usageError{fmt.Sprintf("--until-halfwidth must be a measure and a number, such as harm=2, not %q",
					f.until)}
		}
		req.Until = &sweep.Until{Measure: strings.TrimSpace(measure), HalfWidth: width}
	}
	s, err := sweep.New(req)
	if err != nil {
		return nil, usageError{err.Error()}
	}
	return s, nil
}

// sweepOutput are the flags on how a result is shown, which sweep and sweep merge share.
type sweepOutput struct {
	json, csv, untimed bool
	svg, file, theme   string
	path               string // where file is written to: itself, or a temporary file for "-"
}

func (o *sweepOutput) flags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&o.json, "json", false, "print one JSON document")
	fl.BoolVar(&o.csv, "csv", false, "print a line of CSV for each run")
	fl.StringVar(&o.svg, "svg", "", "draw the arms and their differences into this file; - is standard output")
	fl.StringVar(&o.theme, "theme", "auto",
		"colours of the picture: light, dark, or auto, which follows the reader's screen")
	fl.StringVarP(&o.file, "output", "o", "",
		"keep every run in this file, and continue from what is in it; - is standard output")
	fl.BoolVar(&o.untimed, "untimed", false,
		"with --json: leave out how long it took, so that equal sweeps print equal bytes")
}

func (o *sweepOutput) check() error {
	if err := oneOnStandardOutput(map[string]bool{"--json": o.json, "--csv": o.csv, "--svg -": o.svg == "-",
		"-o -": o.file == "-"}); err != nil {
		return err
	}
	if _, err := draw.ParseTheme(o.theme); err != nil {
		return usageError{"--theme: " + err.Error()}
	}
	if toStandardOutput(o.svg) {
		return nil
	}
	f, err := openDrawing(o.svg) // now, and not after an hour of runs
	if err != nil {
		return err
	}
	return f.Close()
}
