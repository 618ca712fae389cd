package exercise

import "strings"

// Together is how the seats work together: who talks to whom, what is on its way, where it
// is stuck, how busy each seat is. It is for staff: it holds what seats do not know of each other.
type Together struct {
	Pairs []Pair `json:"pairs"` // of those who have said something to each other, in the order of seats
	// Moving are the messages on their way that arrive next, the first first; MovingTotal counts all.
	Moving      []Moving `json:"moving"`
	MovingTotal int      `json:"moving_total"`
	Hangs       []Hang   `json:"hangs"`  // what somebody waits for, the most urgent first
	Pulses      []Pulse  `json:"pulses"` // by seat
}

// Pair is what one seat has said to another, or to the public.
type Pair struct {
	From      string `json:"from"` // ids
	To        string `json:"to"`   // "public" is everyone
	Facts     int    `json:"facts"`
	Words     int    `json:"words"`
	Questions int    `json:"questions"`
	Answers   int    `json:"answers"`
	Moving    int    `json:"moving"` // of these, on their way
	Open      int    `json:"open"`   // questions without an answer
	Last      Moment `json:"last"`   // when the newest was sent
}

// Total is how many messages there were.
func (p *Pair) Total() int { return p.Facts + p.Words + p.Questions + p.Answers }

// Moving is a message on its way.
type Moving struct {
	From string `json:"from"` // titles
	To   string `json:"to"`
	Kind string `json:"kind"` // fact, words, question, answer
	What string `json:"what"` // the fact's title, or the words
	Sent Moment `json:"sent"`
	Due  Moment `json:"due"` // when it arrives
}

// The kinds of [Hang].
const (
	HangsFact     = "fact"     // a seat needs to know it, and nobody has told it
	HangsQuestion = "question" // asked, and not answered
	HangsJoint    = "joint"    // too few have committed
)

// Hang is a point at which coordination is blocked: something that seats wait for and that another
// could give.
type Hang struct {
	Kind  string   `json:"kind"`
	ID    string   `json:"id"`    // of the fact or action; of a question, its number from its asker: "cloud#1"
	What  string   `json:"what"`  // a title, or the words of the question
	Seat  string   `json:"seat"`  // id of the seat that could move it
	Title string   `json:"title"` // and its title
	For   []string `json:"for"`   // ids of the seats that wait
	Waits []string `json:"waits"` // and their titles
	Since Moment   `json:"since"`
	Due   *Moment  `json:"due,omitempty"` // when it lapses, or an answer is wanted
	Late  bool     `json:"late,omitempty"`
	How   []string `json:"how"` // what would move it, in words, the quickest first
}

// Words say in one line what is blocked, and who could give it.
func (h *Hang) Words() string {
	waits := strings.Join(h.Waits, ", ")
	switch h.Kind {
	case HangsFact:
		needs := " needs it"
		if len(h.Waits) > 1 {
			needs = " need it"
		}
		return h.What + ": " + h.Title + " knows, " + waits + needs
	case HangsQuestion:
		return waits + " waits for " + h.Title + ": " + h.What
	}
	return h.What + ": " + h.How[0]
}

// Pulse is how busy a seat was, at equal steps of exercise time from STARTEX; the last is the step under way.
type Pulse struct {
	Role   string    `json:"role"`
	Acts   []float64 `json:"acts"`   // done in each step
	Unread []float64 `json:"unread"` // at the end of each step
}
