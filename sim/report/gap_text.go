package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/phrase"
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

// gapText is the coordination gap in one sentence.
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
		return fmt.Sprintf("For what was played, the notes of this scenario give nothing to compare with: bots that know everything and "+
			"decide and agree at once come to no less harm (%s) than bots that share nothing (%s), so the coordination gap is not rated.",
			number(*h.Frictionless), number(*h.Solo))
	case *b.r.Gap <= 0.005:
		return noGap(h, b.harmText(*h.Actual))
	case *b.r.Gap >= 1:
		return fmt.Sprintf("The coordination gap is %.2f (%s): frictionless coordination would have kept harm to %s, "+
			"and this run came to %s.", *b.r.Gap, gapScale, b.harmText(*h.Frictionless), number(*h.Actual))
	}
	return fmt.Sprintf("The coordination gap is %.2f (%s): coordination could have avoided %s of harm, and %s of "+
		"these were left.", *b.r.Gap, gapScale, b.harmText(*h.Solo-*h.Frictionless), number(*h.Actual-*h.Frictionless))
}

// noGap says of a run that it came to about the harm of the frictionless one, or to less. Where it is a little more,
// it also gives the harm of seats that share nothing, for comparison.
func noGap(h score.Harm, harm string) string {
	if above(h) {
		return fmt.Sprintf("There is almost no coordination gap: harm came to %s. Frictionless coordination by the seats' notes would "+
			"have left %s, and seats that share nothing %s.", harm, number(*h.Frictionless), number(*h.Solo))
	}
	return fmt.Sprintf("There is no coordination gap: harm of %s is no more than frictionless coordination by the seats' "+
		"notes would have left (%s).", harm, number(*h.Frictionless))
}

// above reports whether harm is above that of the frictionless run by what a reader of the two numbers sees.
func above(h score.Harm) bool {
	return *h.Actual > *h.Frictionless && number(*h.Actual) != number(*h.Frictionless)
}

// gapScale says how to read the number of a gap.
const gapScale = "0 is the best, 1 is as if seats shared nothing"

// gapParts says in a sentence or two what a gap is made of: its four parts, those that are too small to
// tell of without their numbers. It is "" where there is no gap, or it was not divided.
func (b *builder) gapParts() string {
	if b.in.Divided == nil || b.r.Gap == nil || *b.r.Gap <= 0.005 || b.e.Now() == 0 {
		return ""
	}
	o, floor := b.in.Divided.Own, b.card.Harm.Floor()
	var avoids, adds, none []string
	for _, part := range []struct {
		name  string
		value float64
	}{{"knowing at once", o.Knowing}, {"agreeing at once", o.Agreeing}, {"deciding at once", o.Deciding}} {
		amount := func(before []string) string { // its unit is said once
			if len(before) > 0 {
				return " " + number(math.Abs(part.value))
			}
			return " " + b.harmText(math.Abs(part.value))
		}
		switch {
		case math.Abs(part.value) < floor:
			none = append(none, part.name)
		case part.value < 0:
			adds = append(adds, verbOnce(part.name, "would have added", len(adds))+amount(adds))
		default:
			avoids = append(avoids, verbOnce(part.name, "would have avoided", len(avoids))+amount(avoids))
		}
	}
	var clauses []string
	for _, said := range [][]string{avoids, adds} {
		if len(said) > 0 {
			clauses = append(clauses, phrase.List(said))
		}
	}
	if len(none) > 0 {
		clauses = append(clauses, phrase.List(none)+" would have changed almost nothing")
	}
	return upperFirst(strings.Join(clauses, "; ")) + ". " + b.gapRest(o.NotAttempted, floor)
}

// verbOnce puts a verb behind the first of several names that share it.
func verbOnce(name, verb string, before int) string {
	if before > 0 {
		return name
	}
	return name + " " + verb
}

// gapRest says what of a gap no quickness would have closed.
func (b *builder) gapRest(v, floor float64) string {
	switch {
	case math.Abs(v) < floor:
		return "Almost nothing was left unattempted or unprepared."
	case v < 0:
		return fmt.Sprintf("With all three, harm would have been %s less than with frictionless coordination.",
			b.harmText(-v))
	}
	said := fmt.Sprintf("The rest, %s, is what nobody attempted or prepared", b.harmText(v))
	if slices.ContainsFunc(b.in.Moments, func(m score.Moment) bool { return m.Change == score.LeftOut && m.Own < 0 }) {
		said += ", or what was done that did harm"
	}
	return said + "."
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
		scale = "below 0, the value for seats that share nothing"
	}
	out = append(out, fmt.Sprintf("This draw: coordination efficiency %s, %s.", plainRatio(*b.r.Efficiency), scale))
	d := b.in.Divided
	if d == nil || d.N < 2 {
		return append(out, "Other draws of chance were not tried, so it is not known how lucky this one was.")
	}
	e := d.Efficiency
	if e.Value == nil {
		return append(out, fmt.Sprintf("%d draws: for these the notes give nothing to compare with.", d.N))
	}
	who := "the same team"
	if b.r.Overview.NoPeople {
		who = "the same script"
	}
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

// ratioOr is a ratio to two places, or a word where there is none.
func ratioOr(v *float64, none string) string {
	if v == nil {
		return none
	}
	return plainRatio(*v)
}

// plainRatio is a ratio to two places, without the sign of a zero.
func plainRatio(v float64) string {
	text := fmt.Sprintf("%.2f", math.Abs(math.Round(100*v)/100))
	if v <= -0.005 {
		return "−" + text
	}
	return text
}
