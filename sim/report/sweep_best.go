package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/scenario"
	"tocsin/sim/sweep"
)

// bestSheet tells what a search for the best preparation found.
type bestSheet struct {
	b     strings.Builder
	sc    *scenario.Scenario
	r     *sweep.Best
	width int
}

// BestSweep tells what a search found, in lines of at most width characters.
func BestSweep(out io.Writer, sc *scenario.Scenario, r *sweep.Best, width int) error {
	s := bestSheet{sc: sc, r: r, width: width}
	s.finding()
	s.choices()
	s.promises()
	s.honesty()
	_, err := io.WriteString(out, s.b.String())
	return err
}

func (s *bestSheet) para(text string) { s.b.WriteString(ansi.Wrap(text, s.width, "") + "\n") }

func (s *bestSheet) finding() {
	best := &s.r.Best
	s.para(fmt.Sprintf("%s: the least harm that was found %s.", scenario.CleanLine(s.r.Title), s.budget()))
	s.b.WriteByte('\n')
	if len(best.Mechanisms) == 0 && len(best.Promises) == 0 {
		s.para("Nothing that can be prepared within the budget does less harm than nothing.")
		return
	}
	what := "nothing bought"
	if len(best.Mechanisms) > 0 {
		what = s.titles(best.Mechanisms)
	}
	if n := len(best.Promises); n == 1 {
		what += ", with one promise changed"
	} else if n > 1 {
		what += fmt.Sprintf(", with %d promises changed", n)
	}
	s.para(fmt.Sprintf("%s: %s.", what, s.effect(best)))
}

func (s *bestSheet) budget() string {
	if s.r.Budget == nil {
		return "when each role pays its own part out of its own budget"
	}
	return fmt.Sprintf("for %s points, whoever pays", figure(*s.r.Budget))
}

func (s *bestSheet) titles(ids []string) string {
	var words []string
	for _, id := range ids {
		words = append(words, scenario.CleanLine(s.sc.Mechanisms[s.sc.Find("mechanism", id)].Title))
	}
	return strings.Join(words, ", ")
}

// effect says what a choice does to harm.
func (s *bestSheet) effect(c *sweep.Choice) string {
	d := c.Difference
	if d.CI95[0] == nil || *d.SE == 0 && *d.Mean == 0 {
		return "harm is as with nothing prepared on every seed"
	}
	lo, hi, verb, by := *d.CI95[0], *d.CI95[1], "rises", *d.Mean
	if by < 0 {
		lo, hi, verb, by = -hi, -lo, "falls", -by
	}
	return fmt.Sprintf("harm %s by %s against nothing prepared (95%% interval %s to %s), paired over %s seeds "+
		"that the search had not seen",
		verb, rounded(by, hi-lo), rounded(lo, hi-lo), rounded(hi, hi-lo), Grouped(s.r.N))
}

// choices is the table of the best, what comes after it, and what it is compared with.
func (s *bestSheet) choices() {
	fmt.Fprintf(&s.b, "\n  %-44s %6s %9s %8s %18s %9s\n", "", "cost", "harm", "± s.e.", "against nothing",
		"in search")
	row := func(label string, c *sweep.Choice) {
		diff, search := "-", "-"
		if c.Difference.CI95[0] != nil {
			w := (*c.Difference.CI95[1] - *c.Difference.CI95[0]) / 2
			diff = rounded(*c.Difference.Mean, w) + " ± " + rounded(w, w)
		}
		if c.SearchMean != nil {
			search = figure(*c.SearchMean)
		}
		if !c.WithinBudget {
			label += " (over the budget)"
		}
		fmt.Fprintf(&s.b, "  %s %6s %9s %8s %s %9s\n", fit(label, 44), figure(c.Cost), figure(c.Mean), figure(c.SE),
			right(diff, 18), search)
	}
	row("Best", &s.r.Best)
	if s.r.SameSet != nil {
		row("The same without changed promises", s.r.SameSet)
	}
	for i := range s.r.RunnersUp {
		label := strings.Join(s.r.RunnersUp[i].Mechanisms, ", ")
		if label == "" {
			label = "nothing"
		}
		row(label, &s.r.RunnersUp[i])
	}
	row("Nothing prepared", &s.r.References[0])
	row("Every mechanism", &s.r.References[1])
	if roles := s.payers(); roles != "" {
		s.para("\nThe best costs " + roles + ".")
	}
}

func (s *bestSheet) payers() string {
	var words []string
	for i := range s.sc.Roles {
		if v := s.r.Best.CostByRole[s.sc.Roles[i].ID]; v > 0 {
			words = append(words, fmt.Sprintf("%s %s", s.sc.Roles[i].ID, figure(v)))
		}
	}
	return strings.Join(words, ", ")
}

func (s *bestSheet) promises() {
	ps := s.r.Best.Promises
	if len(ps) == 0 {
		return
	}
	fmt.Fprintf(&s.b, "\nPROMISES THAT THE BEST CHANGES\n")
	for _, p := range ps {
		how := fmt.Sprintf("within %s, not %s", p.Within, p.Written)
		switch {
		case p.ByHand && p.Within == p.Written:
			how = "promised within " + p.Within
		case p.ByHand:
			how = fmt.Sprintf("promised within %s (written for %s)", p.Within, p.Written)
		}
		line := ansi.Wrap(fmt.Sprintf("note[%d] %s: %s, %s; when %s", p.Note, p.Role, p.Does, how, p.When),
			s.width-6, "")
		s.b.WriteString("  " + strings.ReplaceAll(line, "\n", "\n      ") + "\n")
	}
	if slices.ContainsFunc(ps, func(p sweep.Promise) bool { return p.ByHand }) {
		s.para("A promise that no mechanism puts in force is filed by hand and costs no points.")
	}
}

// honesty says how the search was done and what its figures are worth.
func (s *bestSheet) honesty() {
	r := s.r
	sets := fmt.Sprintf("%s sets of mechanisms, all that the budget allows", Grouped(r.Sets))
	if !r.AllSets {
		sets = fmt.Sprintf("%s sets of mechanisms, a step at a time from the best so far: not all that the "+
			"budget allows", Grouped(r.Sets))
	}
	s.para(fmt.Sprintf("\nTried: %s, and %s choices of promises; finalists on %d seeds. Judged on %s other seeds. "+
		"%s runs in all.",
		sets, Grouped(r.Tried-r.Sets), r.SearchRuns, Grouped(r.N), Grouped(r.EngineRuns)))
	text := "The column \"in search\" is what the search itself saw. For the best of many it is too good, because " +
		"what was lucky there was chosen; believe the other columns."
	if m := r.Best.SearchMean; m != nil {
		if gap := r.Best.Mean - *m; gap > 0 && gap > 0.5*r.Best.SE {
			text += fmt.Sprintf(" Here it was too good by %s.", figure(math.Abs(gap)))
		}
	}
	s.para(text + " Better sets may exist that were not tried.")
}
