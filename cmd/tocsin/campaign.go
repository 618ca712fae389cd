package main

import (
	"cmp"
	"context"
	"fmt"
	goio "io"
	"math"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/campaign"
	"tocsin/sim/filekind"
	"tocsin/sim/phrase"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

func newCampaignCommand(io stdio) *cobra.Command {
	return groupOf(&cobra.Command{
		Use:   "campaign",
		Short: "Follow lessons through a series of exercises",
		Long: `Follow lessons from one exercise to the next: what was promised after each, who did it in time,
and how much harm it avoided. A campaign is a file that you write: tocsin campaign report --help
shows one, and scenarios/campaign.md lists all keys.`,
	}, newCampaignReportCommand(io))
}

func newCampaignReportCommand(io stdio) *cobra.Command {
	var asJSON bool
	draws := 200
	cmd := &cobra.Command{
		Use:   "report FILE",
		Short: "Say what was promised, what was done by the next exercise, and what that changed",
		Long: `Say for each lesson of a campaign what was promised after an exercise, who had adopted it by the
next exercise of the same kind, and what that changed: bots play that exercise's scenario on the
same draws of chance with and without what the lesson stands for.

The learning pace is the days until the next incident of the kind, divided by the days until
enough actors had adopted the lesson: above 1, the lesson was faster than the incident.

A campaign such as campaign.toml is

  title = "Spring to autumn"
  [[exercise]]
  id = "spring"
  on = 2027-03-01
  scenario = "cold_copy"
  [[exercise]]
  id = "autumn"
  on = 2027-09-06
  scenario = "cold_copy"
  mechanisms = ["hotline"]
  [[lesson]]
  id = "hotline"
  from = "spring"
  item = "A line between the duty desks"
  due = 2027-05-01
  mechanisms = ["hotline"]
  adopted = [{who="Cloud", on=2027-04-11}, {who="Laboratory", on=2027-04-20}]

scenarios/campaign.md lists all keys.`,
		Example: `  tocsin campaign report campaign.toml
  tocsin campaign report campaign.toml -n 1000 --json`,
		Args: exactlyOne("the file of a campaign"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if draws < 2 || draws > 100_000 {
				return usageError{"-n must be from 2 to 100000"}
			}
			src, err := readFile(args[0])
			if err != nil {
				return err
			}
			c, ds := campaign.Load(src)
			if ds.Failed() {
				if err := kindError(args[0], src, filekind.Campaign); err != nil {
					return err
				}
				said := onlyErrors(ds).Format(scenario.CleanLine(args[0]), string(src))
				return inputError{strings.TrimRight(said, "\n")}
			}
			r, err := campaign.Work(cmd.Context(), c, campaignSource(cmd.Context(), io, filepath.Dir(args[0])), draws,
				score.Work{Each: inParallel})
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(io, r)
			}
			writeCampaign(io.out, r)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	cmd.Flags().IntVarP(&draws, "draws", "n", draws, "draws of chance for what a lesson changed")
	return cmd
}

// campaignSource reads the exercises and notes that a campaign names; relative paths begin in folder.
func campaignSource(ctx context.Context, io stdio, folder string) campaign.Source {
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(folder, name)
	}
	return campaign.Source{
		Exercise: func(x *campaign.Exercise) (*campaign.Played, error) {
			if x.Record == "" {
				name := x.Scenario
				if strings.HasSuffix(name, ".toml") {
					name = beside(name)
				}
				sc, err := loadScenario(name, io)
				if err != nil {
					return nil, err
				}
				return &campaign.Played{Scenario: sc, Mechanisms: x.Mechanisms}, nil
			}
			p, err := loadReplay(ctx, io, beside(x.Record), 0)
			if err != nil {
				return nil, err
			}
			sc, ds := scenario.LoadAgain(p.Header.Name, []byte(p.Header.Scenario), "")
			if sc == nil {
				return nil, inputError{ds.Format(p.Header.Name, p.Header.Scenario)}
			}
			out := &campaign.Played{Scenario: sc, Mechanisms: p.Header.Mechanisms}
			if harm, any := score.Harmed(p.End().Engine()); any {
				out.Harm = &harm
			}
			return out, nil
		},
		Notes: func(sc *scenario.Scenario, files []string) (*scenario.Scenario, error) {
			var at []string
			for _, f := range files {
				at = append(at, beside(f))
			}
			out, _, _, err := withNotes(io, sc, []byte(sc.Source), at, false)
			return out, err
		},
	}
}

func writeCampaign(w goio.Writer, r *campaign.Report) {
	fmt.Fprintf(w, "%s: %s, %s.\n", scenario.CleanLine(r.Title), counted(len(r.Exercises), "exercise"),
		counted(len(r.Lessons), "lesson"))
	for _, x := range r.Exercises {
		with := "nothing prepared"
		if len(x.Prepared) > 0 {
			with = "with " + scenario.CleanLine(phrase.List(x.Prepared))
		}
		fmt.Fprintf(w, "\n%s  %s: %s, %s", x.On, scenario.CleanLine(x.ID), scenario.CleanLine(x.Scenario), with)
		if x.Harm != nil {
			fmt.Fprintf(w, "; harm %s as recorded", report.Number(*x.Harm))
		}
	}
	fmt.Fprintln(w)
	for i := range r.Lessons {
		writeLesson(w, r, &r.Lessons[i])
	}
}

// inDays says how many days.
func inDays(n float64) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%.4g days", n)
}

// raised says which way harm went.
func raised(by float64) string {
	if by < 0 {
		return "lowered"
	}
	return "raised"
}

func writeLesson(w goio.Writer, r *campaign.Report, l *campaign.LessonLine) {
	fmt.Fprintf(w, "\n%s, of %s: %s\n", scenario.CleanLine(l.ID), scenario.CleanLine(l.From),
		scenario.CleanLine(l.Item))
	promised := "Promised by " + cmp.Or(scenario.CleanLine(l.Owner), "nobody in particular")
	if l.Due != "" {
		promised += " for " + l.Due
		if l.Overdue {
			promised += ", not kept in time"
		}
	}
	fmt.Fprintf(w, "  %s.\n", promised)
	until := "So far"
	if l.Next != "" {
		until = "By " + scenario.CleanLine(l.Next)
	}
	who := ""
	if len(l.By) > 0 {
		who = ": " + scenario.CleanLine(strings.Join(l.By, ", "))
	}
	fmt.Fprintf(w, "  %s %s%s (it takes %s).\n", until, l.State, who, counted(r.Reaches, "actor"))
	changed := "changed"
	if l.State != campaign.Adopted {
		changed = "would have changed"
	}
	switch p := l.Worth; {
	case p == nil:
		fmt.Fprintf(w, "  What it %s is not played: %s.\n", changed, scenario.CleanLine(l.Why))
	default:
		how, lo, hi := raised(p.Mean), p.CI95[0], p.CI95[1]
		if l.State != campaign.Adopted {
			how = "would have " + how
		}
		if p.Mean < 0 {
			lo, hi = -hi, -lo
		}
		fmt.Fprintf(w, "  It %s harm in %s by %s (95%% interval %s to %s, %s, paired).\n", how, scenario.CleanLine(l.In),
			report.Number(math.Abs(p.Mean)), report.Number(lo), report.Number(hi), counted(p.N, "draw"))
	}
	switch {
	case l.DaysToNext == nil:
		fmt.Fprintln(w, "  Learning pace: nothing of its kind has followed yet.")
	case l.DaysToReach == nil:
		fmt.Fprintf(w, "  Learning pace: 0. The next came after %s; the lesson has not reached %s.\n", inDays(*l.DaysToNext),
			counted(r.Reaches, "actor"))
	case l.Pace == nil:
		fmt.Fprintf(w, "  Learning pace: it had reached %s on the day.\n", counted(r.Reaches, "actor"))
	default:
		fmt.Fprintf(w, "  Learning pace: %.3g. The next came after %s; the lesson reached %s in %s.\n", *l.Pace,
			inDays(*l.DaysToNext), counted(r.Reaches, "actor"), inDays(*l.DaysToReach))
	}
}
