package exercise

import (
	"fmt"

	"tocsin/sim/engine"
)

// Legibility is how well the seats foresaw each other: the Brier score of what they said of each
// other, (probability − outcome)², 0 for sure and right, 1 for sure and wrong (G. Brier, 1950).
// Saying 50 % every time gives 0.25. Only predictions whose time has come, or which came true before it,
// are counted.
type Legibility struct {
	Predictions []Prediction `json:"predictions"` // in the order in which they were said
	// Seats are those about whom something was said, in the order of the scenario.
	Seats []Legible `json:"seats"`
	// Counted is how many predictions are counted, and Brier their mean; nil for none.
	Counted int      `json:"counted"`
	Brier   *float64 `json:"brier"`
	// ByNotes is the same for whoever goes by the notes that they were shown, as bots do: certain
	// of what a note promises by then whose trigger has come, and of nothing else.
	ByNotes *float64 `json:"by_notes"`
}

// HowLegible says how the score is to be read.
const HowLegible = "0 is sure and right, 1 is sure and wrong; saying 50 % every time gives 0.25. By notes alone: sure of what a " +
	"note that was shown to them promises by then, and of nothing else; if that is lower than the score of people, the notes said more"

// Legible is how well others foresaw a seat.
type Legible struct {
	Role    string   `json:"role"`
	Title   string   `json:"title"`
	Counted int      `json:"counted"`
	Brier   *float64 `json:"brier"`
	ByNotes *float64 `json:"by_notes"`
}

// Prediction is what a seat said of another.
type Prediction struct {
	At         Moment  `json:"at"`
	By         Moment  `json:"by"`
	Role       string  `json:"role"` // whose
	Title      string  `json:"title"`
	Of         string  `json:"of"`   // the role that it is about
	Text       string  `json:"text"` // what it will do, with the title of the seat
	Confidence float64 `json:"confidence"`
	// Came says whether it came about by then; nil while that is open, and for the seat that said
	// it until the exercise is talked about.
	Came *bool `json:"came,omitempty"`
}

// foresee marks the predictions that an event makes come true.
func (x *Exercise) foresee(ev engine.Event) {
	for i := range x.foretold {
		p := &x.foretold[i]
		if ev.At <= p.by && int(ev.Role) == p.of && p.is(ev) {
			p.came = true
		}
	}
}

// is reports whether an event of the seat is what was predicted of it.
func (p *prediction) is(ev engine.Event) bool {
	any := p.ref < 0 || int(ev.Ref) == p.ref
	switch ev.Kind {
	case engine.MessageSent:
		return p.will == "tell" && int(ev.Other) == p.role || p.will == "speak" && ev.Other == engine.Public
	case engine.ActionStarted:
		return p.will == "act"
	case engine.JointCommitted:
		return p.will == "join" && any
	case engine.VenueConvened:
		return p.will == "meet" && any
	}
	return false
}

// notesSay reports whether the notes of the other that the seat was shown say that it will: one
// promises it in time and is to be kept now, or says it without a time and its trigger holds.
func (x *Exercise) notesSay(p *prediction) bool {
	for i := range x.sc().Notes {
		due, by := x.e.Promise(i)
		if x.sc().Notes[i].Within == 0 {
			due = x.e.Holds(i)
		}
		if owner, _, _ := x.e.Model().NoteDeed(i); due && by <= p.by && owner == p.of && x.e.Counts(p.role, i) &&
			p.promised(x.e.Model().NoteCommand(i)) {
			return true
		}
	}
	return false
}

// promised reports whether a command is what was predicted.
func (p *prediction) promised(c engine.Command) bool {
	any := p.ref < 0 || c.Ref == p.ref
	switch c.Verb {
	case engine.Share, engine.Say:
		for _, to := range c.To {
			if p.will == "tell" && to == p.role || p.will == "speak" && to == engine.Public {
				return true
			}
		}
	case engine.Act:
		return p.will == "act"
	case engine.Commit:
		return p.will == "join" && any
	case engine.Convene:
		return p.will == "meet" && any
	}
	return false
}

// settled says what came of a prediction, and whether that is known: what the end of the exercise
// cut short is not.
func (x *Exercise) settled(p *prediction) (came, known bool) {
	return p.came, p.came || x.e.Now() >= p.by
}

// predicted is a prediction in words.
func (x *Exercise) predicted(p *prediction, result bool) Prediction {
	sc := x.scenario
	other := x.title(p.of)
	what := map[string]string{"tell": " tells " + x.title(p.role) + " something", "speak": " speaks to the public",
		"act": " takes an action of its own", "join": " commits to a joint action", "meet": " convenes a venue"}[p.will]
	switch {
	case p.ref < 0:
	case p.will == "join":
		what = " commits to " + sc.Actions[p.ref].Title
	default:
		what = " convenes " + sc.Venues[p.ref].Title
	}
	v := Prediction{At: x.moment(p.at), By: x.moment(p.by), Role: sc.Roles[p.role].ID, Title: x.title(p.role),
		Of: sc.Roles[p.of].ID, Text: other + what, Confidence: p.sure}
	if came, known := x.settled(p); result && known {
		v.Came = &came
	}
	return v
}

// predictionsOf are what a seat has said of others.
func (x *Exercise) predictionsOf(r int) []Prediction {
	var out []Prediction
	for i := range x.foretold {
		if p := &x.foretold[i]; p.role == r {
			out = append(out, x.predicted(p, x.Over()))
		}
	}
	return out
}

// legibility is how well the seats foresaw each other; nil where nobody has said anything.
func (x *Exercise) legibility() *Legibility {
	if len(x.foretold) == 0 {
		return nil
	}
	out := &Legibility{Predictions: []Prediction{}, Seats: []Legible{}}
	all := brierOf{}
	each := make([]brierOf, len(x.scenario.Roles))
	about := make([]bool, len(each))
	for i := range x.foretold {
		p := &x.foretold[i]
		out.Predictions = append(out.Predictions, x.predicted(p, true))
		about[p.of] = true
		if came, known := x.settled(p); known {
			all.add(p, came)
			each[p.of].add(p, came)
		}
	}
	for r := range each {
		if about[r] {
			v := Legible{Role: x.scenario.Roles[r].ID, Title: x.title(r), Counted: each[r].n}
			v.Brier, v.ByNotes = each[r].means()
			out.Seats = append(out.Seats, v)
		}
	}
	out.Counted = all.n
	out.Brier, out.ByNotes = all.means()
	return out
}

// brierOf sums squared differences.
type brierOf struct {
	n           int
	said, noted float64
}

func (b *brierOf) add(p *prediction, came bool) {
	square := func(sure float64) float64 {
		if came {
			sure = 1 - sure
		}
		return sure * sure
	}
	noted := 0.0
	if p.notes {
		noted = 1
	}
	b.n++
	b.said += square(p.sure)
	b.noted += square(noted)
}

func (b *brierOf) means() (said, noted *float64) {
	if b.n == 0 {
		return nil, nil
	}
	s, n := b.said/float64(b.n), b.noted/float64(b.n)
	return &s, &n
}

// Words say for each seat how well others foresaw it.
func (l *Legibility) Words() []string {
	var out []string
	line := func(title string, n int, said, noted *float64) string {
		over := fmt.Sprintf("%d predictions", n)
		if n == 1 {
			over = "1 prediction"
		}
		return fmt.Sprintf("%s: Brier %.3g over %s; by notes alone: %.3g", title, *said, over, *noted)
	}
	for _, s := range l.Seats {
		if s.Brier == nil {
			out = append(out, s.Title+": no prediction has come to its time")
			continue
		}
		out = append(out, line(s.Title, s.Counted, s.Brier, s.ByNotes))
	}
	if l.Brier != nil && len(l.Seats) > 1 {
		out = append(out, line("All", l.Counted, l.Brier, l.ByNotes))
	}
	return out
}

// ableTo are the roles that may take an action, by its id.
func (x *Exercise) ableTo(id string) []int {
	if a := x.scenario.Find("action", id); a >= 0 {
		return x.scenario.RolesOf(x.scenario.Actions[a].By)
	}
	return nil
}

// membersOf are the roles that are members of a venue, by its id.
func (x *Exercise) membersOf(id string) []int {
	if v := x.scenario.Find("venue", id); v >= 0 {
		return x.scenario.RolesOf(x.scenario.Venues[v].Members)
	}
	return nil
}
