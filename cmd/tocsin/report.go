package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// reportFlags are the settings of `tocsin report`.
type reportFlags struct {
	dir       string
	last      string
	pdf       bool
	seeds     int
	runs      int
	tries     int
	until     int
	rate      float64
	json      bool
	anonymous bool
	asked     asked
	template  string
	earlier   *report.Earlier // the report before; nil where none was given
	wording   *report.Wording // nil for the usual one
}

// asked says which numbers of draws the command line gives: these are played however long they take.
type asked struct{ seeds, band bool }

func newReportCommand(io stdio) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report RECORD... -o DIR",
		Short: "Write the after-action report of a recorded exercise",
		Long: `Score a recorded exercise and write its after-action report into a folder:

  report.html, report.md     the report, after the HSEEP outline, with an improvement plan;
                             the first page is for somebody with one minute
  report.pdf                 with --pdf; an older one is removed
  report.docx                the same, to edit in a word processor
  picture_*.svg              the report's pictures, each with its caption
  evaluation_guide_NN.md     a guide for each objective, with times and quotations filled in
  seats.csv facts.csv objectives.csv
  timeline.csv messages.csv knowledge.csv decisions.csv scores.csv improvement_plan.csv picture.csv
  versions.csv feedback.csv
  tables.xlsx                the same tables as a workbook, one sheet for each
  improvement_plan.xlsx      the plan, to work with; improvement_plan.ics for calendars
  slides.html                what to talk about in the hot wash, one screen for each slide
  report.json                everything, as report.schema.json describes it
  datapackage.json           what each column of the tables holds (Frictionless Data Package)
  analysis.ipynb, .Rmd       two figures from the tables, in Python and in R
  xapi.json                  what seats did, for a learning record store
  report.overlay.toml        to fill in: sponsor, owners, dates, comments, your own rows of the
                             plan; it stays as it is when the report is made again

Every number says which lines of the record it rests on. "After line 12" is what the world
or a bot did between that line and the next.

To find the moments that mattered, the exercise is played again on other draws of chance, with one
deed left out or done earlier. That takes seconds to minutes; if you interrupt it, it writes what it
has.

Several records of the same version of one scenario are compared with each other: each gets a
folder, and the comparison is written next to these.`,
		Example: `  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin report friday.jsonl -o friday
  tocsin report friday.jsonl -o friday --anonymous
  tocsin report template wording
  tocsin report friday.jsonl -o friday --template wording
  tocsin run cold_copy --with all --record autumn.jsonl
  tocsin report autumn.jsonl -o autumn --last friday
  tocsin report friday.jsonl autumn.jsonl -o cohorts`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"give a record: the file that tocsin host, tocsin play or tocsin run --record wrote"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.asked = asked{cmd.Flags().Changed("seeds"), cmd.Flags().Changed("band")}
			return reportRecords(cmd.Context(), io, args, f)
		},
	}
	cmd.AddCommand(newReportEditCommand(io), newReportTemplateCommand(io))
	fl := cmd.Flags()
	fl.StringVarP(&f.dir, "output", "o", "", "folder to write into; with --json it may be left out, and no file is written")
	fl.StringVar(&f.last, "last", "",
		"folder of an earlier report: this one opens with the state of its plan")
	fl.StringVar(&f.template, "template", "", "folder with your own wording; tocsin report template DIR writes one to change")
	fl.BoolVar(&f.pdf, "pdf", false, "write report.pdf too, by Chromium or LibreOffice where one is installed")
	fl.IntVar(&f.seeds, "seeds", score.Draws, "how many draws of chance what could have been is tried on; 0 for none")
	fl.IntVar(&f.runs, "band", score.BandRuns, "how many runs of bots the scores are compared with; 0 for none")
	fl.IntVar(&f.tries, "moments", 0, "how many moments to try on every draw (default 0: as many as a few seconds allow)")
	fl.Float64Var(&f.rate, "rate", 1, "points of harm that one point of the budget is worth, for what mechanisms cost")
	fl.IntVar(&f.until, "until-line", 0,
		"for a damaged record: take only its lines up to this one, counted from 1, the header")
	fl.BoolVar(&f.json, "json", false, "print everything as one JSON document")
	fl.BoolVar(&f.anonymous, "anonymous", false, "leave out people's names")
	return cmd
}

func reportRecords(ctx context.Context, io stdio, paths []string, f reportFlags) error {
	switch {
	case f.dir == "" && !f.json:
		return usageError{"give a folder to write into, such as -o report, or --json"}
	case f.pdf && f.dir == "":
		return usageError{"--pdf writes a file; give a folder, such as -o report"}
	case f.dir == "-":
		return usageError{"a report is a folder of files, which standard output cannot hold; give a folder, or --json"}
	case f.until < 0:
		return usageError{"--until-line counts lines from 1, the header"}
	case f.until > 0 && len(paths) > 1:
		return usageError{"--until-line is of one record; give one"}
	case f.seeds < 0 || f.runs < 0 || f.tries < 0 || max(f.seeds, f.runs, f.tries) > 100_000:
		return usageError{"--seeds, --band and --moments must be from 0 to 100000"}
	case !(f.rate >= 0 && f.rate <= 1e12):
		return usageError{"--rate must be 0 or more"}
	}
	if f.dir != "" {
		if err := overlaysRead(f.dir, len(paths)); err != nil {
			return err
		}
	}
	if f.last != "" {
		var err error
		if f.earlier, err = earlierIn(f.last); err != nil {
			return err
		}
	}
	if f.template != "" {
		var err error
		if f.wording, err = wordingIn(f.template); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	var all []*report.Report
	for _, path := range paths {
		r, err := reportOn(ctx, io, path, f)
		if err != nil && len(all) > 0 && ctx.Err() != nil {
			fmt.Fprintf(io.err, "note: interrupted; %d of %d records are reported on\n", len(all), len(paths))
			break
		}
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	if len(all) == 1 {
		return deliver(ctx, io, f, all[0])
	}
	return deliverCohorts(ctx, io, f, all)
}

// deliver writes a report's files, prints it with --json, or does both.
func deliver(ctx context.Context, io stdio, f reportFlags, r *report.Report) error {
	if f.dir != "" {
		names, err := writeReport(ctx, io, f.dir, r, f.pdf)
		if err != nil {
			return err
		}
		if !f.json {
			fmt.Fprintf(io.out, "%s\n\n%s\n\nWrote %d files into %s; begin with %s\n", r.Page.Reading[0],
				r.Page.Gap, len(names), f.dir, filepath.Join(f.dir, "report.html"))
		}
	}
	if f.json {
		return printJSON(io, r)
	}
	return nil
}

// deliverCohorts writes a comparison of reports and a folder for each, prints the comparison with --json, or does
// both.
func deliverCohorts(ctx context.Context, io stdio, f reportFlags, all []*report.Report) error {
	cohorts, err := report.Compare(all)
	if err != nil {
		return inputError{err.Error()}
	}
	if f.dir != "" {
		for i, r := range all {
			if _, err := writeReport(ctx, io, cohortDir(f.dir, i), r, f.pdf); err != nil {
				return err
			}
		}
		names, err := report.WriteComparison(f.dir, cohorts)
		if err != nil {
			return inputError{err.Error()}
		}
		if !f.json {
			fmt.Fprintf(io.out, "%s\nWrote %s and the report of each in %s\n", cohorts.Sentence(),
				strings.Join(names, ", "), filepath.Join(f.dir, "cohort_NN"))
		}
	}
	if f.json {
		return printJSON(io, cohorts)
	}
	return nil
}

// writeReport writes a report's files into a folder, and the report's warnings to standard error.
func writeReport(ctx context.Context, io stdio, dir string, r *report.Report, pdf bool) ([]string, error) {
	if err := layOver(dir, r); err != nil {
		return nil, err
	}
	names, err := report.Write(dir, r)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	for _, w := range r.Warnings {
		fmt.Fprintln(io.err, "note:", w)
	}
	if pdf {
		advice, err := printReport(ctx, dir)
		if err != nil {
			return nil, inputError{err.Error()}
		}
		if advice != "" {
			fmt.Fprintln(io.err, "note:", advice)
		} else {
			names = append(names, "report.pdf")
		}
	}
	return names, nil
}

// reportOn makes the report of one record. If it is interrupted while counterfactuals are played, the
// report is made of what was played.
func reportOn(ctx context.Context, io stdio, path string, f reportFlags) (*report.Report, error) {
	p, err := loadReplay(ctx, io, path, f.until)
	if err != nil {
		return nil, err
	}
	in, err := reportInput(ctx, p, path)
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil, inputError{"interrupted before there was anything to write"}
		}
		return nil, inputError{fmt.Sprintf("%s: %v", scenario.CleanLine(path), err)}
	}
	in.Anonymous = f.anonymous
	if err := counterfactuals(ctx, io, in, f); err != nil {
		return nil, inputError{fmt.Sprintf("%s: %v", scenario.CleanLine(path), err)}
	}
	r := report.Build(*in)
	r.Reword(f.wording)
	if f.earlier != nil {
		r.Follow(f.earlier)
	}
	return r, nil
}

// counterfactuals plays other runs to compare this one with. If it is interrupted, it adds a warning to the
// report.
func counterfactuals(ctx context.Context, io stdio, in *report.Input, f reportFlags) error {
	p := in.Run
	seeds := score.Seeds(p.Seed, f.seeds)
	screen, most := moments(p, f)
	few := momentRoom(p, most, seeds, f)
	if line := shortened(p, f, seeds); line != "" {
		in.Warnings = append(in.Warnings, line)
		fmt.Fprintln(io.err, "note: give --seeds and --band to have all draws played") // not for readers of the report
	}
	steps := []struct {
		what string
		do   func(w score.Work) error
	}{
		{"gap", func(w score.Work) (err error) {
			if n := gapRoom(p, f); n > 0 {
				in.Divided, err = score.GapOf(ctx, p, score.Seeds(p.Seed, n), w)
			}
			return err
		}},
		{"moments", func(w score.Work) (err error) {
			in.Moments, in.Untried, err = score.WeightiestOf(ctx, p,
				score.Search{Seeds: few, Screen: screen, Most: most, Floor: in.Card.Harm.Floor()}, w)
			if err == nil {
				in.Seeds = len(few)
			}
			return err
		}},
		{"band", func(w score.Work) error {
			if f.runs == 0 {
				return nil
			}
			b, err := score.BandOf(ctx, p, in.Card.Scores.Total, bandRoom(p, f), w)
			if b.N > 0 {
				in.Band = &b
			}
			return err
		}},
		{"mechanisms", func(w score.Work) (err error) {
			in.Worth, err = score.WorthOf(ctx, p, f.rate, worthRoom(p, seeds), w)
			return err
		}},
		{"sets", func(w score.Work) (err error) {
			if draws := fundingRoom(p, seeds); len(draws) > 0 {
				in.Funding, err = score.FundingOf(ctx, p.Model, f.rate, draws, w)
			}
			return err
		}},
		{"credit", func(w score.Work) (err error) {
			if creditSeeds, orders := creditRoom(p, seeds); len(creditSeeds) > 0 {
				in.Credit, err = score.CreditOf(ctx, p, creditSeeds, orders, w)
			}
			return err
		}},
	}
	for _, s := range steps {
		err := s.do(score.Work{Each: inParallel, Progress: oneAtATime(progressOn(io.err, s.what))})
		if errors.Is(err, context.Canceled) {
			in.Warnings = append(in.Warnings,
				"The making of this report was interrupted: what the run could have been was worked out in part only.")
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// inParallel calls do for 0 to n-1, on as many goroutines as there are processors. A goroutine ends at its first
// error, or when ctx ends.
func inParallel(ctx context.Context, n int, do func(i int) error) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, min(n, runtime.GOMAXPROCS(0)))
	for w := range errs {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && errs[w] == nil; i = next.Add(1) - 1 {
				if errs[w] = ctx.Err(); errs[w] == nil {
					errs[w] = do(int(i))
				}
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// oneAtATime makes a function of progress safe for several goroutines; nil stays nil.
func oneAtATime(tell func(done, of int)) func(done, of int) {
	if tell == nil {
		return nil
	}
	var mu sync.Mutex
	return func(done, of int) {
		mu.Lock()
		defer mu.Unlock()
		tell(done, of)
	}
}
