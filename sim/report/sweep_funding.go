package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// FundingSweep tells what payers would buy and what a planner would, in lines of at most
// width characters.
func FundingSweep(out io.Writer, sc *scenario.Scenario, f *score.Funding, width int) error {
	var b strings.Builder
	para := func(text string) { b.WriteString(ansi.Wrap(text, width, "") + "\n") }
	title := func(ids []string) string { return mechanismTitles(sc, ids) }
	para(fmt.Sprintf("%s: all %d sets of mechanisms on the same %s, with bots in every seat. A budget point "+
		"counts as %s of harm. Alone is what it avoids by itself, last in what it adds where all others are bought.\n",
		scenario.CleanLine(sc.Title), len(f.Sets), counted(f.N, "draw")+" of chance", number(f.Rate)))
	for _, s := range buying(sc, f) {
		para(s)
	}
	para("\nHARM THAT EACH AVOIDS" + strings.ToUpper(unitIn(harmUnit(sc))) + " (95% INTERVALS)")
	for _, m := range f.Mechanisms {
		para(fmt.Sprintf("  %s: alone %s (%s), last in %s (%s)", title([]string{m.Mechanism}), number(m.Alone.Mean),
			interval(m.Alone), number(m.LastIn.Mean), interval(m.LastIn)))
	}
	if len(f.Pairs) > 0 {
		para("\nTWO TOGETHER COMPARED WITH EACH ALONE (below 0 they replace one another, above 0 each needs the other)")
	}
	for _, p := range f.Pairs {
		if p.More.Sure() {
			para(fmt.Sprintf("  %s: %s (%s)", title(p.Mechanisms[:]), number(p.More.Mean), interval(p.More)))
		}
	}
	para("\nPairs whose interval holds 0 are left out; --json has them, and every set. Payers who bear no harm in " +
		"the scenario pay for nothing, by construction. The sets were chosen and judged on the same draws, so the result for the planner's set is a little too good.")
	_, err := io.WriteString(out, b.String())
	return err
}

// mechanismTitles names a set of mechanisms.
func mechanismTitles(sc *scenario.Scenario, ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	var out []string
	for _, id := range ids {
		out = append(out, "“"+scenario.CleanLine(sc.Mechanisms[sc.Find("mechanism", id)].Title)+"”")
	}
	return phrase.List(out)
}

// buying says what a planner would buy, and what the payers would, each for
// itself.
func buying(sc *scenario.Scenario, f *score.Funding) []string {
	title := func(set int) string { return mechanismTitles(sc, f.Sets[set].Mechanisms) }
	unit := harmUnit(sc)
	if unit != "" {
		unit = " " + unit
	}
	out := []string{fmt.Sprintf("A planner would buy %s: %s.", title(f.Planner), returnText(f.Sets[f.Planner], unit))}
	switch {
	case f.Best < 0:
		out = append(out,
			"Whatever is bought, some payer would be better off by paying for something else.")
	case f.Best == f.Planner:
		out = append(out, "The payers would buy the same: no payer would be better off by paying for something else.")
	case f.Lost.CI95[0] <= 0:
		out = append(out,
			fmt.Sprintf("The payers, each for itself, would buy %s at best: %s. These draws do not show whether all "+
				"are then worse off than with the planner's choice (by %s%s, 95%% interval %s).",
				title(f.Best), returnText(f.Sets[f.Best], unit), number(f.Lost.Mean), unit, interval(*f.Lost)))
	default:
		out = append(out, fmt.Sprintf("The payers, each for itself, would buy %s at best: %s. Together, all are then worse "+
			"off by %s%s than with the planner's choice (95%% interval %s).",
			title(f.Best), returnText(f.Sets[f.Best], unit), number(f.Lost.Mean), unit, interval(*f.Lost)))
	}
	for _, s := range f.Stable {
		if s == f.Best {
			continue
		}
		choice := title(s)
		if len(f.Sets[s].Mechanisms) == 0 {
			choice = "to buy nothing"
		}
		out = append(out, fmt.Sprintf("From this choice, too, no payer alone would turn away: %s (%s).", choice,
			returnText(f.Sets[s], unit)))
	}
	return out
}

// returnText is what a set avoids and costs; the cost counts as harm too. The unit of harm is "" or begins with a
// space, as " points".
func returnText(s score.FundedSet, unit string) string {
	if len(s.Mechanisms) == 0 {
		return "this avoids no harm and costs nothing"
	}
	return fmt.Sprintf("this avoids harm of %s%s for a cost of %s, a return of %s%s (95%% interval %s)",
		number(s.Avoided.Mean), unit, number(s.Cost)+unit, number(s.Social.Mean), unit, interval(s.Social))
}
