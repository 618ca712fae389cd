package report

import "fmt"

// gapText is the coordination gap in one sentence.
func (b *builder) gapText() string {
	h := b.r.Harm
	switch {
	case !b.e.Started():
		return "The exercise was not begun, so there is nothing to measure."
	case h.Actual == nil:
		return "The scenario counts no harm, so there is no coordination gap to measure."
	case b.r.Gap == nil:
		return fmt.Sprintf("The notes of this scenario give no yardstick: bots who know all, decide and agree at "+
			"once come to no less harm (%s) than bots who share nothing (%s). So the coordination gap is not rated; what deeds were worth stands under the moments.", number(*h.Frictionless), number(*h.Solo))
	case *b.r.Gap <= 0.005:
		return fmt.Sprintf("There is no coordination gap: harm of %s is no more than frictionless coordination by "+
			"the seats' notes would have left (%s).", number(*h.Actual), number(*h.Frictionless))
	case *b.r.Gap >= 1:
		return fmt.Sprintf("The coordination gap is %.2f: harm of %s is no less than seats that share nothing "+
			"would have come to (%s), where frictionless coordination would have left %s.", *b.r.Gap,
			number(*h.Actual), number(*h.Solo), number(*h.Frictionless))
	}
	return fmt.Sprintf("The coordination gap is %.2f: of the harm that coordination could have avoided, %s, the "+
		"seats left %s unavoided.", *b.r.Gap, number(*h.Solo-*h.Frictionless), number(*h.Actual-*h.Frictionless))
}

// gapParts says what the gap is made of, and what efficiency is over many draws.
func (b *builder) gapParts() string {
	d := b.in.Divided
	if d == nil {
		return ""
	}
	o := d.Own
	out := fmt.Sprintf(" Of the %s between this run and frictionless coordination, knowing sooner would have "+
		"avoided %s, agreeing sooner %s and deciding sooner %s; %s is what nobody attempted or prepared.",
		number(o.Whole), number(o.Knowing), number(o.Agreeing), number(o.Deciding), number(o.NotAttempted))
	if e := d.Efficiency; d.N > 1 && e.Value != nil {
		out += fmt.Sprintf(" Over %d draws of chance the same team's efficiency is %.2f", d.N, *e.Value)
		if e.CI95 != nil {
			out += fmt.Sprintf(" (95%% interval %.2f to %.2f)", e.CI95[0], e.CI95[1])
		}
		out += "."
	}
	return out
}
