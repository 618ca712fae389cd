package exercise

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/score"
	"tocsin/sim/whatif"
)

// Moments are the acts that mattered: what the exercise would have come to without them,
// or had they come earlier, played again on paired seeds.
type Moments struct {
	Each  []Turn `json:"each"`  // the weightiest first; empty where nothing made a difference
	Seeds int    `json:"seeds"` // that each was tried on
	// Untried is how many acts were left out for lack of time.
	Untried int  `json:"untried,omitempty"`
	Whole   bool `json:"whole"` // false where it was stopped
	// Worse is whether harm is greater than if nobody had acted: then the acts that made it so
	// come first.
	Worse bool `json:"worse,omitempty"`
	// Waterfall leads from nobody acting to this exercise and on to frictionless coordination,
	// on its own draw of chance; nil where the scenario counts no harm.
	Waterfall []score.Step `json:"waterfall,omitempty"`
	Unit      string       `json:"unit,omitempty"` // of harm, where all of it has the same
}

// Turn is a moment that mattered.
type Turn struct {
	At   Moment `json:"at"`
	Text string `json:"text"` // what was done, or was not
	Then string `json:"then"` // what it was worth
	// Links are the other acts of a chain, in which each hangs on the one before: without any
	// one of them it would have come to the same.
	Links []Link `json:"links,omitempty"`
	// Harm is what the act avoided, or what acting earlier would have avoided, in the exercise
	// itself: above 0 the act was good, or being late was bad. Mean is the same over other
	// draws of chance; Low and High hold it with 95 % confidence.
	Harm float64 `json:"harm"`
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Sure bool    `json:"sure"` // the interval leaves out 0, on the side of Harm
}

// Link is an act of a chain.
type Link struct {
	At   Moment `json:"at"`
	Text string `json:"text"`
}

// How far the search for moments goes: seeds that each is tried on, acts that are tried on
// the exercise's own seed, those of them that are tried on all, and those that are shown.
const (
	momentSeeds  = score.Draws
	momentScreen = 400
	momentTried  = 30
	momentShown  = 8
)

// Moments works out which acts mattered. It plays the exercise many times over, so it is
// for a copy, or an exercise that does not change meanwhile. progress, which may be nil, is told of
// steps done and in all. When ctx ends early it gives what was found until then, if
// anything was, and ctx's error.
func (x *Exercise) Moments(ctx context.Context, progress func(done, of int)) (*Moments, error) {
	if !x.Over() {
		return nil, errors.New("the moments that mattered are known after ENDEX")
	}
	p := x.played()
	seeds := score.Seeds(p.Seed, momentSeeds)
	harm, err := score.Baselines(ctx, p)
	if err != nil {
		return nil, err
	}
	search := score.Search{Seeds: seeds, Screen: momentScreen, Most: momentTried, Floor: harm.Floor()}
	found, untried, err := score.WeightiestOf(ctx, p, search, score.Work{Progress: progress})
	if err != nil && len(found) == 0 {
		return nil, err
	}
	out := &Moments{Each: []Turn{}, Untried: untried, Whole: err == nil, Unit: x.harmUnit()}
	if gap, _ := score.GapOf(ctx, p, seeds[:1], score.Work{}); gap != nil {
		out.Waterfall = score.WaterfallOf(harm, &gap.Own)
	} else {
		out.Waterfall = score.WaterfallOf(harm, nil)
	}
	out.Worse = harm.Worse()
	for _, m := range score.WorstFirst(found, out.Worse) {
		out.Seeds = max(out.Seeds, m.Worth.N)
		if len(out.Each) < momentShown {
			out.Each = append(out.Each, x.turn(m))
		}
	}
	return out, err
}

// turn puts a moment into words.
func (x *Exercise) turn(m score.Moment) Turn {
	t := Turn{At: x.moment(m.Command.At), Text: x.didWhat(m.Command.Command), Harm: m.Own,
		Mean: m.Worth.Mean, Low: m.Worth.CI95[0], High: m.Worth.CI95[1], Sure: m.Sure()}
	for _, l := range m.Links {
		t.Links = append(t.Links, Link{x.moment(l.At), x.didWhat(l.Command)})
	}
	amount := func(v float64) string { return strings.TrimSpace(fmt.Sprintf("%.3g %s", v, x.harmUnit())) }
	size := amount(max(t.Harm, -t.Harm))
	without := "Without it"
	if len(t.Links) > 0 {
		without = "Without any one of these"
	}
	switch {
	case m.Change == score.LeftOut && t.Harm > 0:
		t.Then = without + " the harm would have been greater by " + size
	case m.Change == score.LeftOut:
		t.Then = without + " the harm would have been less by " + size
	case m.Change == score.Earlier:
		t.Text += fmt.Sprintf(", %s after it knew", spanOf((m.Command.At - m.To).Hours()))
		t.Then = "At once, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	case m.Tells():
		t.Then = "Told and decided at once, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	case m.Change == score.Sooner:
		t.Text += fmt.Sprintf(", %s after its seats knew enough", spanOf((m.Command.At - m.To).Hours()))
		t.Then = "Decided at once, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	case m.Change == score.Kept:
		t.Text = x.title(m.Command.Role) + " broke a promise: " +
			strings.TrimPrefix(t.Text, x.title(m.Command.Role)+" ")
		t.Then = "Kept, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	}
	if m.Change == score.Omitted {
		t.Text = fmt.Sprintf("%s: never done, though possible from %s on", x.deedOf(m.Command.Command, m.Add), m.To)
		t.Then = "Done by then, it would have made the harm " + lessOrMore(t.Harm) + " by " + size
	}
	if !t.Sure {
		t.Then += "; not certain on other draws of chance"
	}
	return t
}

func lessOrMore(avoided float64) string {
	if avoided > 0 {
		return "less"
	}
	return "greater"
}

// deedOf names what seats could have done, and whom they had to tell what first.
func (x *Exercise) deedOf(c engine.Command, add []whatif.Intent) string {
	sc := x.sc()
	var who, tell []string
	for _, a := range add {
		if a.Verb == engine.Share && c.Verb != engine.Share {
			tell = append(tell, fmt.Sprintf("%s telling %s %q", x.title(a.Role), phrase.Recipients(sc, a.To),
				sc.Facts[a.Ref].Title))
		} else if t := x.title(a.Role); !slices.Contains(who, t) {
			who = append(who, t)
		}
	}
	seats := strings.Join(who, ", ")
	switch c.Verb {
	case engine.Share:
		return fmt.Sprintf("%s telling %s %q", seats, phrase.Recipients(sc, c.To), sc.Facts[c.Ref].Title)
	case engine.Convene:
		return fmt.Sprintf("%s convening %s", seats, sc.Venues[c.Ref].Title)
	}
	text := fmt.Sprintf("%q by %s", sc.Actions[c.Ref].Title, seats)
	if n := len(tell); n > mostTold {
		tell = append(tell[:mostTold:mostTold], fmt.Sprintf("%d more", n-mostTold))
	}
	if len(tell) > 0 {
		text += ", after " + strings.Join(tell, ", ")
	}
	return text
}

// mostTold is how many tellings are named that a joint action lacked.
const mostTold = 3

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
		return fmt.Sprintf("%s cancelled %q", who, sc.Actions[c.Ref].Title)
	case engine.Share:
		return fmt.Sprintf("%s told %s %q", who, phrase.Recipients(sc, c.To), sc.Facts[c.Ref].Title)
	case engine.Convene:
		return fmt.Sprintf("%s convened %s", who, sc.Venues[c.Ref].Title)
	case engine.Invest:
		return fmt.Sprintf("%s put points into %s", who, sc.Mechanisms[c.Ref].Title)
	case engine.File:
		return who + " promised what it would do"
	case engine.Revise:
		return who + " changed a promise"
	case engine.Revoke:
		return who + " withdrew a promise"
	case engine.Attempt:
		return fmt.Sprintf("%s attempted %q", who, c.Text)
	}
	return who + " did something"
}
