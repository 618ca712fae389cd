package pack

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// book is what the facilitator's file holds.
type book struct {
	*scenario.Scenario
	Begins   string
	Minutes  string // the whole length, in minutes in the room
	Rounds   []round
	Events   []event
	Known    []known
	Cascade  []step
	Failing  []failing
	Acts     []act
	Duties   []clock
	Aims     []aim
	Checks   []string
	Prepared []string // mechanisms; see preparedOf
	Closings []closing
	Lots     []lot
	Asked    []asked
	Accounts []account
}

type round struct {
	scenario.Move
	Minute string // its end, in minutes in the room
}

type known struct {
	Title, Text, Mark, Grade, First, Needs, Within, Leaks string
	Decoy                                                 bool
}

type clock struct{ Title, Role, Starts, Within, By, Basis string }

type aim struct{ Title, Capability string }

type closing struct{ Title, When, Text string }

// lot is a draw at STARTEX, with its possible results in words.
type lot struct {
	Title string
	Words []string
}

// asked is a question on what seats believe, with its right answer.
type asked struct{ Ask, To, Options, Right string }

// account is a hypothesis, and whether it is true.
type account struct{ Title, Text, So string }

// bookOf makes the book of a scenario as it is written: where draws decide, it shows the likeliest
// result.
func bookOf(written *scenario.Scenario) book {
	sc := written.Drawn(written.Usual())
	b := book{Scenario: sc, Begins: sc.Start.Format("Monday 2 January 2006, 15:04 MST"), Minutes: inRoom(sc, sc.Length)}
	b.Lots, b.Asked, b.Accounts = lotsOf(sc), askedOf(written), accountsOf(written)
	for i := range sc.Moves {
		b.Rounds = append(b.Rounds, round{sc.Moves[i], inRoom(sc, sc.Moves[i].Until)})
	}
	b.Events = eventsOf(sc)
	for i := range sc.Facts {
		f := &sc.Facts[i]
		k := known{Title: f.Title, Text: f.Text, Mark: "TLP:" + strings.ToUpper(f.TLP), Grade: f.Grade,
			Needs: titles(sc, "role", f.NeededBy), Decoy: f.Decoy}
		if f.Within > 0 {
			k.Within = f.Within.String()
		}
		if in := sc.Find("inject", f.Leak.Fires); in >= 0 {
			k.Leaks = sc.Injects[in].Title
		}
		var first []string
		for _, n := range f.Known {
			how := "after " + n.At.String()
			switch {
			case n.When.Source != "":
				how = "when " + phrase.Condition(sc, n.When)
				if n.After.Set && !n.After.Immediate() {
					how += ", " + n.After.String() + " later"
				}
			case n.At.Immediate():
				how = "from the start"
			}
			first = append(first, titles(sc, "role", []string{n.ID})+" "+how)
		}
		k.First = strings.Join(first, "; ")
		b.Known = append(b.Known, k)
	}
	b.Cascade, b.Acts, b.Failing = cascadeOf(sc), actsOf(sc), failingOf(sc)
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
		whole := 0.0
		for _, c := range d.Choice {
			whole += c.Value
		}
		for n, c := range d.Choice {
			word, how := d.Word(float64(n)), fmt.Sprintf("%.0f in 100", 100*c.Value/whole)
			if word != scenario.Words(c.ID) { // as conditions in this book call it
				how = fmt.Sprintf("%q below; %s", c.ID, how)
			}
			l.Words = append(l.Words, fmt.Sprintf("%s (%s)", word, how))
		}
		switch {
		case d.Number != nil:
			l.Words = []string{d.Number.String()}
		case d.Time.Set:
			l.Words = []string{d.Time.String()}
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
		}
		a.Right = rightOf(sc, i)
		a.Options = strings.Join(texts, "; ")
		out = append(out, a)
	}
	return out
}

// rightOf returns the right answer to a question; where a draw decides it, each possible answer with
// the result of the draw that makes it right.
func rightOf(sc *scenario.Scenario, probe int) string {
	text := func(sc *scenario.Scenario) string {
		p := &sc.Probes[probe]
		for _, o := range p.Options {
			if o.ID == p.Truth {
				return o.Text
			}
		}
		return ""
	}
	usual := sc.Usual()
	for d := range sc.Draws {
		var each, found []string
		words := make([]string, len(sc.Draws[d].Choice))
		if sc.Draws[d].Chance != nil {
			words = make([]string, 2)
		}
		for n := range words {
			values := slices.Clone(usual)
			values[d] = float64(n)
			right := text(sc.Drawn(values))
			if !slices.Contains(found, right) {
				found = append(found, right)
			}
			each = append(each, fmt.Sprintf("%s (%s: %s)", right, sc.Draws[d].Title, sc.Draws[d].Word(float64(n))))
		}
		if len(found) > 1 {
			return strings.Join(each, "; or: ")
		}
	}
	return text(sc.Drawn(usual))
}

func accountsOf(sc *scenario.Scenario) (out []account) {
	for i := range sc.Hypotheses {
		h := &sc.Hypotheses[i]
		a := account{Title: h.Title, Text: h.Text, So: "It is not true."}
		switch {
		case h.TruthIf.Source != "":
			a.So = "It is true when " + phrase.Condition(sc, h.TruthIf) + "."
		case h.Truth:
			a.So = "It is so."
		}
		out = append(out, a)
	}
	return out
}

// inRoom writes an exercise time, from STARTEX on, in minutes in the room.
func inRoom(sc *scenario.Scenario, d scenario.Duration) string {
	return fmt.Sprintf("%.0f min", sc.RoomMinutesTo(d))
}
