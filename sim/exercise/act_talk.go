package exercise

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// Words out of the game: they are marked as such, and no score counts them.

// audience is whom a notice is for.
type audience struct {
	all, staff bool
	person     int
}

// speaker is the one who says a notice. Its kind is kept beside its name: no name can make
// a person's words pass for the exercise's.
type speaker struct {
	kind NoticeKind
	name string
	who  int // place among the people, or -1
}

func fromExercise() speaker    { return speaker{NoticeExercise, "The exercise", -1} }
func fromFacilitator() speaker { return speaker{NoticeFacilitator, "The facilitator", -1} }

// spoken is a person, with the seat that they speak from.
func (x *Exercise) spoken(by int) speaker {
	p := &x.people[by]
	s := speaker{NoticePerson, p.name, by}
	if p.kind == KindFacilitator {
		s.kind = NoticeFacilitator
	}
	if p.role >= 0 {
		s.name += ", " + x.title(p.role)
	}
	return s
}

type notice struct {
	at   engine.Time
	wall string // when in the room, as [Notice] has it; empty where nobody knows
	from speaker
	to   audience
	text string
}

// notify adds a notice. It sets no bound: the acts that lead to it are bounded elsewhere.
func (x *Exercise) notify(from speaker, to audience, text string) {
	wall := ""
	if !x.entered.IsZero() {
		wall = x.entered.UTC().Format(time.RFC3339)
	}
	x.notices = append(x.notices, notice{x.e.Now(), wall, from, to, text})
}

// speak says the words of a person, as far as they have any left.
func (x *Exercise) speak(by int, to audience, text string) Answer {
	own, crowd := 0, 0
	for i := range x.notices {
		switch who := x.notices[i].from.who; {
		case who == by:
			own++
		case who >= 0 && x.people[who].crowd():
			crowd++
		}
	}
	p := &x.people[by]
	of := budget.Words
	switch {
	case p.kind.Staff():
		of = budget.WordsStaff
	case p.crowd() && spent(own+crowd, budget.WordsCrowd):
		return Refuse("%s", usedUp(budget.WordsCrowd))
	case p.crowd():
		of = budget.WordsLobby
	}
	if spent(own, of) {
		return Refuse("%s", usedUp(of))
	}
	x.notify(x.spoken(by), to, text)
	return yes()
}

// spent reports whether there is no more of something of which n have been used.
func spent(n int, of budget.Name) bool { return n >= budget.Most(of) }

// usedUp says that there is no more of something, and that no time brings it back.
func usedUp(of budget.Name) string { return (&budget.Over{Bound: budget.Of(of)}).Error() }

// paragraphs is text of several lines from a person, at most n bytes long.
func paragraphs(s string, n int) string {
	s = strings.TrimSpace(scenario.CleanText(s))
	return strings.ToValidUTF8(s[:min(len(s), n)], "")
}

// MaxText is how long a text that people say or write may be, in bytes.
const MaxText = budget.TextBytes

// Broadcast says something to everyone, out of the game.
type Broadcast struct {
	Text string `json:"text"`
}

func (a *Broadcast) do(x *Exercise, by int) Answer {
	text := paragraphs(a.Text, MaxText)
	if text == "" {
		return Refuse("The message is empty")
	}
	return x.speak(by, audience{all: true}, text)
}

// Whisper says something out of the game: staff to one person, or to the rest of the
// staff; a player to the staff, and before STARTEX to another seat, since what is prepared
// is agreed between seats. The staff hear that too.
type Whisper struct {
	To   string `json:"to,omitempty"` // a name, a role's id, or staff
	Text string `json:"text"`
}

func (a *Whisper) do(x *Exercise, by int) Answer {
	text := paragraphs(a.Text, MaxText)
	if text == "" {
		return Refuse("The message is empty")
	}
	p := &x.people[by]
	if !p.kind.Staff() {
		if a.To != "" && a.To != "staff" && a.To != record.FacilitatorSeat {
			return x.aside(by, a.To, text)
		}
		return x.speak(by, audience{staff: true, person: by}, text)
	}
	if a.To == "staff" {
		return x.speak(by, audience{staff: true, person: by}, text)
	}
	to := x.find(a.To)
	if r := x.scenario.Find("role", a.To); to < 0 && r >= 0 {
		if to = x.seats[r].holder; to < 0 {
			return Refuse("Nobody sits in %q", x.title(r))
		}
	}
	if to < 0 {
		return Refuse("Nobody here is called %q", Name(a.To))
	}
	return x.speak(by, audience{person: to, staff: true}, text)
}

// aside says something from one seat to another while they prepare.
func (x *Exercise) aside(by int, to, text string) Answer {
	p, r := &x.people[by], x.scenario.Find("role", to)
	switch {
	case x.e.Started() || r < 0 || !x.inSight(r): // a hidden seat is refused as one that there is not
		return Refuse("Out of the game you can speak to the facilitator; in it, write to a seat")
	case p.role < 0:
		return Refuse("Take a seat first")
	case p.muted:
		return Refuse("The facilitator has muted you")
	case r == p.role:
		return Refuse("That is yourself")
	case x.seats[r].holder < 0:
		return Refuse("Nobody sits in %q", Name(to))
	}
	return x.speak(by, audience{person: x.seats[r].holder, staff: true}, text)
}

// Asides are the seats to which a player can say something out of the game now.
func (v *View) Asides() []Contact {
	if v.Player == nil || v.You.Aide || v.Clock.Phase != "before STARTEX" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Player.Contacts), func(c Contact) bool { return c.Kind != "role" })
}

// question is something that the room is asked.
type question struct {
	text    string
	options []string `shared:"never changed once they are there"`
	rank    bool
	open    bool
	closed  engine.Time // when it was; 0 while it is open
	answers []reply     // one for each seat, in the order in which they first answered
}

type reply struct {
	person int
	role   int
	text   string
	order  []int
}

func (q question) clone() question {
	q.answers = slices.Clone(q.answers)
	return q
}

// Pose asks the room something: in words, as a choice of options, or as a ranking.
// Answers are hidden until it is closed.
type Pose struct {
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"`
	Rank    bool     `json:"rank,omitempty"`
}

func (a *Pose) do(x *Exercise, by int) Answer {
	text := paragraphs(a.Text, 1000)
	switch {
	case text == "":
		return Refuse("Ask what?")
	case len(a.Options) == 1 || len(a.Options) > 12:
		return Refuse("Give no options, or 2 to 12")
	case a.Rank && len(a.Options) == 0:
		return Refuse("A ranking needs options")
	case spent(len(x.questions), budget.Questions):
		return Refuse("%s", usedUp(budget.Questions))
	}
	q := question{text: text, rank: a.Rank, open: true}
	for _, o := range a.Options {
		o = OneLine(o, 120)
		if o == "" || slices.Contains(q.options, o) {
			return Refuse("Each option needs its own words")
		}
		q.options = append(q.options, o)
	}
	x.questions = append(x.questions, q)
	return yes()
}

// Respond answers a question of the facilitator. A later answer of the same seat replaces the earlier.
type Respond struct {
	N    int    `json:"n"`
	Text string `json:"text,omitempty"`
	// Choice is an option, from 1; Order puts all options in order, the first first.
	Choice int   `json:"choice,omitempty"`
	Order  []int `json:"order,omitempty"`
}

func (a *Respond) do(x *Exercise, by int) Answer {
	if a.N < 1 || a.N > len(x.questions) || !x.questions[a.N-1].open {
		return x.notOpen()
	}
	q := &x.questions[a.N-1]
	out := reply{person: by, role: x.people[by].role, text: paragraphs(a.Text, 1000)}
	switch {
	case out.role < 0:
		return Refuse("Take a seat first")
	case x.people[by].muted: // answers are read out to all
		return Refuse("The facilitator has muted you")
	case q.rank:
		if sorted := slices.Sorted(slices.Values(a.Order)); len(sorted) != len(q.options) || sorted[0] != 1 ||
			sorted[len(sorted)-1] != len(sorted) || len(slices.Compact(sorted)) != len(q.options) {
			return Refuse("Name each of the %d options once, in order", len(q.options))
		}
		var words []string
		for _, i := range a.Order {
			words = append(words, q.options[i-1])
		}
		out.order, out.text = slices.Clone(a.Order), strings.Join(words, " > ")
	case len(q.options) > 0:
		if a.Choice < 1 || a.Choice > len(q.options) {
			return Refuse("Choose one of %d", len(q.options))
		}
		words := out.text
		if out.text = q.options[a.Choice-1]; words != "" {
			out.text += ": " + words
		}
	case out.text == "":
		return Refuse("Your answer is empty")
	}
	for i := range q.answers {
		if q.answers[i].role == out.role {
			q.answers[i] = out
			return yes()
		}
	}
	q.answers = append(q.answers, out)
	return yes()
}

// notOpen refuses what is said to a question that is not open, and names those that are.
func (x *Exercise) notOpen() Answer {
	var open []string
	for i := range x.questions {
		if x.questions[i].open {
			open = append(open, strconv.Itoa(i+1))
		}
	}
	switch len(open) {
	case 0:
		return Refuse("No question to the room is open")
	case 1:
		return Refuse("That question is not open; question %s is", open[0])
	}
	return Refuse("That question is not open; questions %s are", strings.Join(open, ", "))
}

// CloseQuestion ends a question and shows its answers to all.
type CloseQuestion struct {
	N int `json:"n"`
}

func (a *CloseQuestion) do(x *Exercise, by int) Answer {
	if a.N < 1 || a.N > len(x.questions) || !x.questions[a.N-1].open {
		return x.notOpen()
	}
	x.questions[a.N-1].open, x.questions[a.N-1].closed = false, x.e.Now()
	x.answers = a.N
	return yes()
}

// agreement is Kendall's W of the answers to a ranking; nil for other questions, and with
// fewer than two answers.
func (q *question) agreement() *float64 {
	if !q.rank {
		return nil
	}
	var orders [][]int
	for _, a := range q.answers {
		orders = append(orders, a.order)
	}
	if w, ok := concordance(orders); ok {
		return &w
	}
	return nil
}

// concordance is Kendall's coefficient W of rankings of k things by m judges, 0 to 1:
// 12 S / (m² (k³ - k)), S the sum of squared deviations of the rank sums from their mean
// (Kendall and Babington Smith, 1939). False with fewer than two judges.
func concordance(orders [][]int) (float64, bool) {
	m := len(orders)
	if m < 2 {
		return 0, false
	}
	k := len(orders[0])
	sums := make([]float64, k)
	for _, o := range orders {
		for place, thing := range o {
			sums[thing-1] += float64(place + 1)
		}
	}
	mean, s := float64(m*(k+1))/2, 0.0
	for _, v := range sums {
		off := v - mean
		s += float64(off * off) // rounded here, so that it is the same everywhere
	}
	return 12 * s / (float64(m*m) * float64(k*k*k-k)), true
}
