package exercise

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// Moments are the acts that mattered: what the exercise would have come to without them,
// or had they come earlier, played again on paired seeds.
type Moments struct {
	Each  []Turn `json:"each"`  // the weightiest first; empty where nothing made a difference
	Seeds int    `json:"seeds"` // that each was tried on
	// Untried is how many acts were left out for lack of time.
	Untried int  `json:"untried,omitempty"`
	Whole   bool `json:"whole"` // false where it was broken off
}

// Turn is a moment that mattered.
type Turn struct {
	At   Moment `json:"at"`
	Text string `json:"text"` // what was done, or was not
	Then string `json:"then"` // what it was worth
	// Harm is what the act avoided, or what acting earlier would have avoided: above 0 the act
	// was good, or being late was bad. Low and High hold it with 95 % confidence.
	Harm float64 `json:"harm"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Sure bool    `json:"sure"` // the interval leaves out 0
}

// How far the search for moments goes: seeds that each is tried on, acts that are tried on
// the exercise's own seed, those of them that are tried on all, and those that are shown.
const (
	momentSeeds  = 20
	momentScreen = 400
	momentTried  = 30
	momentShown  = 8
)

// Moments works out which acts mattered. It plays the exercise many times over, so it is
// for a copy or an exercise that stands still. progress, which may be nil, is told of
// steps done and in all. When ctx ends early it gives what was found until then, if
// anything was, and ctx's error.
func (x *Exercise) Moments(ctx context.Context, progress func(done, of int)) (*Moments, error) {
	if !x.debriefing() {
		return nil, errors.New("the moments that mattered are known after ENDEX")
	}
	p := x.played()
	seeds := score.Seeds(p.Seed, momentSeeds)
	found, untried, err := score.WeightiestOf(ctx, p, seeds, momentScreen, momentTried, score.Work{Progress: progress})
	if err != nil && len(found) == 0 {
		return nil, err
	}
	out := &Moments{Each: []Turn{}, Untried: untried, Whole: err == nil}
	for _, m := range found {
		out.Seeds = max(out.Seeds, m.Worth.N)
		if size := max(m.Worth.Mean, -m.Worth.Mean); size > 0 && len(out.Each) < momentShown {
			out.Each = append(out.Each, x.turn(m))
		}
	}
	return out, err
}

// turn puts a moment into words.
func (x *Exercise) turn(m score.Moment) Turn {
	t := Turn{At: x.moment(m.Command.At), Text: x.didWhat(m.Command.Command), Harm: m.Worth.Mean, Low: m.Worth.CI95[0], High: m.Worth.CI95[1], Sure: m.Worth.Sure()}
	amount := func(v float64) string { return strings.TrimSpace(fmt.Sprintf("%.3g %s", v, x.harmUnit())) }
	size := amount(max(t.Harm, -t.Harm))
	switch {
	case m.Change == score.LeftOut && t.Harm > 0:
		t.Then = "Without it the harm would have been greater by " + size
	case m.Change == score.LeftOut:
		t.Then = "Without it the harm would have been less by " + size
	case m.Change == score.Earlier:
		t.Text += fmt.Sprintf(", %s after it knew", spanOf((m.Command.At - m.To).Hours()))
		t.Then = "At once, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	case m.Change == score.Kept:
		t.Text = x.title(m.Command.Role) + " broke a promise: " + strings.TrimPrefix(t.Text, x.title(m.Command.Role)+" ")
		t.Then = "Kept, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	}
	if m.Change == score.Omitted {
		var who []string
		for _, a := range m.Add {
			who = append(who, x.title(a.Role))
		}
		t.Text = fmt.Sprintf("%s: never done, though possible from %s on", x.deedOf(m.Command.Command, who), m.To)
		t.Then = "Done by then, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	}
	if !t.Sure {
		t.Then += " on average, though not surely"
	}
	return t
}

func lessOrMore(avoided float64) string {
	if avoided > 0 {
		return "less"
	}
	return "greater"
}

// deedOf names what seats could have done.
func (x *Exercise) deedOf(c engine.Command, who []string) string {
	sc, seats := x.sc(), strings.Join(who, ", ")
	switch c.Verb {
	case engine.Share:
		return fmt.Sprintf("%s telling %s %q", seats, strings.Join(x.titles(c.To), ", "), sc.Facts[c.Ref].Title)
	case engine.Convene:
		return fmt.Sprintf("%s convening %s", seats, sc.Venues[c.Ref].Title)
	}
	return fmt.Sprintf("%q by %s", sc.Actions[c.Ref].Title, seats)
}

// didWhat says in words what a command did.
func (x *Exercise) didWhat(c engine.Command) string {
	sc, who := x.sc(), x.title(c.Role)
	switch c.Verb {
	case engine.Act:
		return fmt.Sprintf("%s did %q", who, sc.Actions[c.Ref].Title)
	case engine.Commit:
		return fmt.Sprintf("%s committed to %q", who, sc.Actions[c.Ref].Title)
	case engine.Withdraw:
		return fmt.Sprintf("%s withdrew from %q", who, sc.Actions[c.Ref].Title)
	case engine.Cancel:
		return fmt.Sprintf("%s broke off %q", who, sc.Actions[c.Ref].Title)
	case engine.Share:
		return fmt.Sprintf("%s told %s %q", who, strings.Join(x.titles(c.To), ", "), sc.Facts[c.Ref].Title)
	case engine.Convene:
		return fmt.Sprintf("%s convened %s", who, sc.Venues[c.Ref].Title)
	case engine.Invest:
		return fmt.Sprintf("%s put points into %s", who, sc.Mechanisms[c.Ref].Title)
	case engine.File:
		return who + " promised what it would do"
	case engine.Attempt:
		return fmt.Sprintf("%s attempted %q", who, c.Text)
	}
	return who + " did something"
}
