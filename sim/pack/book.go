package pack

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// book is what the facilitator's file holds.
type book struct {
	*scenario.Scenario
	Begins   string
	Minutes  string // the whole length in the room
	Rounds   []round
	Events   []event
	Known    []known
	Cascade  []step
	Acts     []act
	Duties   []clock
	Aims     []aim
	Checks   []string
	Prepared []string // mechanisms, with who is expected to pay
	Closings []closing
	Lots     []lot
	Asked    []asked
	Accounts []account
}

type round struct {
	scenario.Move
	Minute string // in the room
}

// event is an inject as the controller's sheet has it.
type event struct {
	ID, Title, When, Minute, To, From, Media, Text, Hint, Reveals, Wanted string
	Aloud                                                                 string
	IfAsked, Questions, LookFor, Attached                                 []string
	at                                                                    engine.Time
}

type known struct {
	Title, Text, Mark, Grade, First, Needs string
	Decoy                                  bool
}

type clock struct{ Title, Role, Starts, Within, By, Basis string }

type aim struct{ Title, Capability string }

type closing struct{ Title, When, Text string }

// lot is what is drawn at STARTEX, and what it can come to.
type lot struct {
	Title string
	Words []string
}

// asked is a question on what seats believe, with its right answer.
type asked struct{ Ask, To, Options, Right string }

// account is a hypothesis, and whether it is so.
type account struct{ Title, Text, So string }

func bookOf(sc *scenario.Scenario) book {
	b := book{Scenario: sc, Begins: sc.Start.Format("Monday 2 January 2006, 15:04 MST"), Minutes: inRoom(sc, sc.Length)}
	b.Lots, b.Asked, b.Accounts = lotsOf(sc), askedOf(sc), accountsOf(sc)
	for i := range sc.Moves {
		b.Rounds = append(b.Rounds, round{sc.Moves[i], inRoom(sc, sc.Moves[i].Until)})
	}
	for i := range sc.Injects {
		b.Events = append(b.Events, eventOf(sc, &sc.Injects[i]))
	}
	slices.SortStableFunc(b.Events, func(a, b event) int { return int(min(max(a.at-b.at, -1), 1)) })
	for i := range sc.Facts {
		f := &sc.Facts[i]
		k := known{Title: f.Title, Text: f.Text, Mark: f.TLP, Grade: f.Grade,
			Needs: titles(sc, "role", f.NeededBy), Decoy: f.Decoy}
		var first []string
		for _, n := range f.Known {
			how := "after " + n.At.String()
			switch {
			case n.When.Source != "":
				how = "when " + phrase.Condition(sc, n.When)
			case n.At.Immediate():
				how = "from the start"
			}
			first = append(first, titles(sc, "role", []string{n.ID})+" "+how)
		}
		k.First = strings.Join(first, "; ")
		b.Known = append(b.Known, k)
	}
	b.Cascade, b.Acts = cascadeOf(sc), actsOf(sc)
	for i := range sc.Obligations {
		o := &sc.Obligations[i]
		starts := "when an effect starts it"
		if o.Starts.Source != "" {
			starts = phrase.Condition(sc, o.Starts)
		}
		b.Duties = append(b.Duties, clock{o.Title, titles(sc, "role", []string{o.Role}), starts, o.Within.String(),
			titles(sc, "action", o.MetBy), o.Basis})
	}
	b.Checks, b.Prepared = sc.Checks, preparedOf(sc)
	for i := range sc.Objectives {
		b.Aims = append(b.Aims, aim{sc.Objectives[i].Title, sc.Objectives[i].Capability})
	}
	for i := range sc.Endings {
		e := &sc.Endings[i]
		when := "the time is over"
		if e.When.Source != "" {
			when = phrase.Condition(sc, e.When)
		}
		b.Closings = append(b.Closings, closing{e.Title, when, e.Text})
	}
	return b
}

func lotsOf(sc *scenario.Scenario) (out []lot) {
	for i := range sc.Draws {
		d := &sc.Draws[i]
		l := lot{Title: d.Title}
		for n := range d.Choice {
			l.Words = append(l.Words, d.Word(float64(n)))
		}
		if d.Chance != nil {
			l.Words = []string{fmt.Sprintf("%s (%.0f in 100)", d.Word(1), 100**d.Chance), d.Word(0)}
		}
		out = append(out, l)
	}
	return out
}

func askedOf(sc *scenario.Scenario) (out []asked) {
	for i := range sc.Probes {
		p := &sc.Probes[i]
		a := asked{Ask: p.Ask, To: titles(sc, "role", p.To)}
		var texts []string
		for _, o := range p.Options {
			texts = append(texts, o.Text)
			if o.ID == p.Truth {
				a.Right = o.Text
			}
		}
		if a.Right != "" && sc.Varies() {
			a.Right += ", as far as the draws are those of this book"
		}
		a.Options = strings.Join(texts, "; ")
		out = append(out, a)
	}
	return out
}

func accountsOf(sc *scenario.Scenario) (out []account) {
	for i := range sc.Hypotheses {
		h := &sc.Hypotheses[i]
		a := account{Title: h.Title, Text: h.Text, So: "It is not so."}
		switch {
		case h.TruthIf.Source != "":
			a.So = "It is so when " + phrase.Condition(sc, h.TruthIf) + "."
		case h.Truth:
			a.So = "It is so."
		}
		out = append(out, a)
	}
	return out
}

func eventOf(sc *scenario.Scenario, in *scenario.Inject) event {
	e := event{ID: in.ID, Title: in.Title, From: in.From, Media: in.Media, Text: in.Text, Hint: in.Hint,
		Aloud: in.Aloud, IfAsked: in.IfAsked, Questions: in.Questions, LookFor: in.LookFor,
		Attached: in.Attach,
		To:       titles(sc, "role", in.To), Reveals: titles(sc, "fact", in.Reveals), at: 1 << 62}
	switch {
	case in.When.Source == "false":
		e.When = "you bring it"
	case in.When.Source != "":
		e.When = "when " + phrase.Condition(sc, in.When)
		if in.At.Set && !in.At.Immediate() {
			e.When += ", " + in.At.String() + " later"
		}
	case in.Every.Set:
		e.When, e.at = "every "+in.Every.String(), 0
	case in.At.Set:
		middle := engine.At(scenario.Duration(in.At.Mean()))
		e.When, e.at = in.At.String(), middle
		e.Minute = strings.TrimSuffix(inRoom(sc, scenario.Duration(middle)), " min")
	default:
		e.When = broughtBy(sc, in.ID)
	}
	if in.Unless.Source != "" {
		e.When += "; left out if " + phrase.Condition(sc, in.Unless)
	}
	if in.Hold {
		e.When += "; it waits for you"
	}
	if x := in.Expects; x != nil {
		e.Wanted = wanted(sc, x)
		if x.Check {
			e.Wanted = "check back on it"
		}
		if len(x.By) > 0 {
			e.Wanted += ", by " + titles(sc, "role", x.By)
		}
		from := scenario.Duration(0)
		if e.at <= engine.At(sc.Length) {
			from = scenario.Duration(e.at)
		}
		e.Wanted += fmt.Sprintf(", within %s (%.0f min in the room)", x.Within,
			sc.RoomMinutesBetween(from, from+x.Within))
	}
	return e
}

// inRoom is a time of the story, from STARTEX on, in minutes in the room.
func inRoom(sc *scenario.Scenario, d scenario.Duration) string {
	return fmt.Sprintf("%.0f min", sc.RoomMinutesTo(d))
}
