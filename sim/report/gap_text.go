package report

import (
	"fmt"
	"math"
	"slices"

	"tocsin/sim/score"
)

// waterfall is the way from nobody acting to this run and on to the frictionless one.
func (b *builder) waterfall() {
	var own *score.Gap
	if b.in.Divided != nil {
		own = &b.in.Divided.Own
	}
	if b.e.Now() > 0 {
		b.r.Waterfall = score.WaterfallOf(b.r.Harm, own)
	}
}

// gapText is the coordination gap in one sentence, with what it is made of.
func (b *builder) gapText() string {
	h := b.r.Harm
	switch {
	case !b.e.Started():
		return "The exercise was not begun, so there is nothing to measure."
	case h.Actual == nil:
		return "The scenario counts no harm, so there is no coordination gap to measure."
	case b.e.Now() == 0:
		return "No time was played, so there is no coordination gap to measure."
	case b.r.Gap == nil:
		return fmt.Sprintf("For what was played the notes of this scenario give no yardstick: bots who know all, "+
			"decide and agree at "+
			"once come to no less harm (%s) than bots who share nothing (%s), so the coordination gap is not rated.",
			number(*h.Frictionless), number(*h.Solo))
	case *b.r.Gap <= 0.005:
		return fmt.Sprintf("There is no coordination gap: harm of %s is no more than frictionless coordination by "+
			"the seats' notes would have left (%s).", b.harmText(*h.Actual), number(*h.Frictionless))
	case *b.r.Gap >= 1:
		return fmt.Sprintf("The coordination gap is %.2f: harm of %s is no less than seats that share nothing "+
			"would have come to (%s), where frictionless coordination would have left %s%s.", *b.r.Gap,
			b.harmText(*h.Actual), number(*h.Solo), number(*h.Frictionless), b.gapParts("of the difference"))
	}
	return fmt.Sprintf("The coordination gap is %.2f: of the %s of harm that coordination could have avoided, the "+
		"seats left %s%s.", *b.r.Gap, b.harmText(*h.Solo-*h.Frictionless), number(*h.Actual-*h.Frictionless),
		b.gapParts("of these"))
}

// gapParts says what a gap is made of: its four parts, those that are too small to tell of
// without their numbers.
func (b *builder) gapParts(of string) string {
	if b.in.Divided == nil {
		return ""
	}
	o, floor := b.in.Divided.Own, b.card.Harm.Floor()
	said, verb := "", ""
	for _, part := range []struct {
		name  string
		value float64
	}{{"knowing at once", o.Knowing}, {"agreeing at once", o.Agreeing}, {"deciding at once", o.Deciding}} {
		now, amount := "would have avoided", number(math.Abs(part.value))
		switch {
		case math.Abs(part.value) < floor:
			now, amount = "would have changed", "next to nothing"
		case part.value < 0:
			now = "would have added"
		}
		said += part.name + " "
		if now != verb {
			said, verb = said+now+" ", now
		}
		said += amount + ", "
	}
	switch v := o.NotAttempted; {
	case math.Abs(v) < floor:
		said += "and next to nothing was left unattempted or unprepared"
	case v < 0:
		said += fmt.Sprintf("and with all three the seats would have come to %s less than frictionless coordination",
			number(-v))
	default:
		said += fmt.Sprintf("and %s is what nobody attempted or prepared", number(v))
		if slices.ContainsFunc(b.in.Moments, func(m score.Moment) bool {
			return m.Change == score.LeftOut && m.Own < 0
		}) {
			said += ", or what was done that did harm"
		}
	}
	return "; " + of + ", " + said
}

// draws tells efficiency on the run's own draw of chance, and over many: one lucky draw
// does not make a team's number.
func (b *builder) draws() []string {
	out := []string{}
	if b.r.Efficiency == nil {
		return out
	}
	scale := "from 0 (seats that share nothing) to 1 (frictionless)"
	if *b.r.Efficiency < 0 {
		scale = "below 0, which is where seats that share nothing stand"
	}
	out = append(out, fmt.Sprintf("This draw: coordination efficiency %s, %s.", plainRatio(*b.r.Efficiency), scale))
	d := b.in.Divided
	if d == nil || d.N < 2 {
		return append(out, "Other draws of chance were not tried, so it is not known how lucky this one was.")
	}
	e := d.Efficiency
	if e.Value == nil {
		return append(out, fmt.Sprintf("%d draws: over these the notes give no yardstick.", d.N))
	}
	who := "the same team"
	if b.acting(true) == 0 {
		who = "the same bots"
		if b.acting(false) == 0 {
			who = "a team that does nothing"
		}
	}
	text := fmt.Sprintf("%d draws: the efficiency of %s is %s", d.N, who, plainRatio(*e.Value))
	if e.CI95 != nil {
		text += fmt.Sprintf(" (95%% interval %s to %s)", plainRatio(e.CI95[0]), plainRatio(e.CI95[1]))
		switch {
		case b.acting(true)+b.acting(false) == 0:
		case *b.r.Efficiency > e.CI95[1]+0.05:
			text += "; this draw was luckier than most"
		case *b.r.Efficiency < e.CI95[0]-0.05:
			text += "; this draw was less lucky than most"
		}
	} else {
		text += " (on these draws too little could be avoided for an interval)"
	}
	return append(out, text+".")
}

// plainRatio is a ratio to two places, without the sign of a zero.
func plainRatio(v float64) string {
	text := fmt.Sprintf("%.2f", math.Abs(math.Round(100*v)/100))
	if v <= -0.005 {
		return "−" + text
	}
	return text
}
