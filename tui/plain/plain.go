// Package plain is the exercise as a dialogue of lines: no cursor moves, nothing is drawn
// twice, nothing is said by colour. It is for screen readers, poor connections and logs,
// and for whoever likes to type. Everything that players, facilitators and evaluators can
// do, they can do in it.
//
// A command is one word. What it needs to know it asks, with numbered choices; whoever
// knows can write the whole line in the language of seats, see [tocsin/sim/speech]: "share
// egress to cert, cloud because: they need it".
package plain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
)

// Seat is somebody's handle on a room, as far as a dialogue needs it.
type Seat interface {
	Do(ctx context.Context, q room.Request) (exercise.Answer, error)
	Act(ctx context.Context, act any) (exercise.Answer, error)
	Views() <-chan exercise.View
	Now(ctx context.Context) (exercise.View, error)
	Before(ctx context.Context, n int) ([]exercise.Item, error)
	Want(ctx context.Context, role string) (exercise.Answer, error)
	Ended() string
}

// Hand is a place at the table that the person at this terminal can play.
type Hand struct {
	Seat
	// Screened hands are private: before one is shown, others are asked to look away.
	Screened bool
	// Clock, where it is given, has a facilitator's rights: the person at this terminal
	// begins the exercise, stops the clock and lets it go on.
	Clock Asker
}

// paced is a seat whose person may write only so much at once.
type paced interface {
	Turn(ctx context.Context) error
}

// listener is a seat that keeps which words out of the game have been said to its person.
type listener interface{ Heard(n int) }

// Asker is what acts of the room are asked of.
type Asker interface {
	Act(ctx context.Context, act any) (exercise.Answer, error)
}

// Run holds the dialogue until every hand has ended, the person leaves, there
// is nothing more to read, or ctx is over. With several hands the word "switch" goes from
// one to another. Every error is of the terminal or the room.
func Run(ctx context.Context, in *Lines, out io.Writer, hands ...Hand) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d := &dialogue{ctx: ctx, in: in, out: out, views: make(chan arrival)}
	for i := range hands {
		v, err := hands[i].Now(ctx)
		if why := hands[i].Ended(); why != "" {
			d.say(why + ".")
			return nil
		}
		if err != nil {
			return err
		}
		d.hands = append(d.hands, &hand{Hand: hands[i], view: v})
		go d.receive(i, hands[i].Views())
	}
	err := d.run()
	if errors.Is(err, errEnd) || ctx.Err() != nil {
		return nil
	}
	return err
}

// errEnd says that the dialogue is over, and all is well.
var errEnd = errors.New("the dialogue is over")

// ErrBack says that somebody would rather not, in the middle of a question: [Choose] returns it.
var ErrBack = errors.New("nothing was done")

// dialogue is one person at a terminal.
type dialogue struct {
	ctx   context.Context
	in    *Lines
	out   io.Writer
	hands []*hand
	at    int // whose turn it is at this terminal
	views chan arrival
	args  []string // answers that were given before they were asked for
	inner bool     // in the middle of a command
	lines int      // that have been written
	err   error    // of writing
}

// hand is what the dialogue remembers of a place.
type hand struct {
	Hand
	view  exercise.View
	ended bool
	told  told
}

type arrival struct {
	hand int
	view exercise.View
	open bool
}

func (d *dialogue) receive(i int, views <-chan exercise.View) {
	for {
		var a arrival
		select {
		case v, ok := <-views:
			a = arrival{i, v, ok}
		case <-d.ctx.Done():
			return
		}
		select {
		case d.views <- a:
		case <-d.ctx.Done():
			return
		}
		if !a.open {
			return
		}
	}
}

func (d *dialogue) hand() *hand         { return d.hands[d.at] }
func (d *dialogue) view() exercise.View { return d.hand().view }

func (d *dialogue) run() error {
	d.greet()
	for {
		line, err := d.line("")
		if err != nil {
			return err
		}
		d.refresh()
		d.inner = true
		err = d.obey(line)
		d.inner = false
		switch {
		case errors.Is(err, ErrBack):
			d.say("Nothing was done.")
		case err != nil:
			return err
		}
		d.news()
	}
}

// line waits for a line, while news comes in. What is asked is written first.
func (d *dialogue) line(prompt string) (string, error) {
	d.write(prompt)
	for {
		if d.err != nil {
			return "", d.err
		}
		select {
		case s, ok := <-d.in.next:
			if !ok {
				return "", errEnd
			}
			if len(d.hands) > 0 { // who chooses before there is a seat holds none
				if p, ok := d.hand().Seat.(paced); ok && p.Turn(d.ctx) != nil {
					return "", errEnd
				}
			}
			return strings.TrimSpace(s), nil
		case a := <-d.views:
			before := d.lines
			if err := d.arrive(a); err != nil {
				return "", err
			}
			if d.inner && d.lines != before { // what is asked is still the last thing said
				d.write(prompt)
			}
		case <-d.ctx.Done():
			return "", errEnd
		}
	}
}

// arrive takes a view in. News is told at once, but not in the middle of a command, unless the
// exercise is stopped or over: what somebody is being asked stays the last thing said.
func (d *dialogue) arrive(a arrival) error {
	h := d.hands[a.hand]
	if !a.open {
		h.ended = true
		if a.hand == d.at {
			d.say("", h.Ended()+".")
		}
		for i, o := range d.hands {
			if !o.ended {
				if h == d.hand() {
					return d.turn(i)
				}
				return nil
			}
		}
		return errEnd
	}
	h.view = a.view
	d.refreshHand(h) // what lay in the mailbox may be older than what has been seen since
	now := a.view.Clock.Emergency || a.view.Clock.Phase == "over"
	if a.hand == d.at && (!d.inner || now) && h.told.begun {
		d.news()
	}
	return nil
}

// turn goes to another hand. Where that is screened, what is on the terminal scrolls away, and Enter shows the hand.
func (d *dialogue) turn(i int) error {
	d.at = i
	if h := d.hand(); h.Screened {
		d.write(strings.Repeat("\n", 50))
		if _, err := d.line(fmt.Sprintf("Next: %s. Everyone else looks away. Press Enter to go on. ",
			d.title())); err != nil {
			return err
		}
	}
	d.greet()
	return nil
}

func (d *dialogue) title() string {
	if v := d.view(); v.You.Title != "" {
		return v.You.Title
	}
	return d.view().You.Name
}

// obey carries out a line.
func (d *dialogue) obey(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	word = strings.ToLower(strings.TrimPrefix(word, ":"))
	if word == "" {
		return nil
	}
	if v := d.view(); v.You.Aide && v.CannotSay(word) != "" && exercise.Language().Verb(word) != nil {
		d.say("Refused: " + sentence(v.CannotSay(word))) // a verb that is not offered, and no beginning of another word
		return ErrBack
	}
	c, near := d.find(word)
	if c == nil {
		d.say(fmt.Sprintf("There is no command %q here.%s Write help for all of them.", exercise.Name(word), near))
		return nil
	}
	d.args = nil
	if c.run == nil { // of the language of seats
		if !slices.Contains(strings.Fields(c.words), word) {
			word = strings.Fields(c.words)[0] // its first letters will do
		}
		return d.speak(word + " " + rest)
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		for _, a := range strings.Split(rest, ";") {
			d.args = append(d.args, strings.TrimSpace(a))
		}
	}
	return c.run(d)
}

// command is one word of the dialogue.
type command struct {
	words string // the word, and others that mean the same
	does  string // a * before it marks what everybody needs
	who   func(v exercise.View) bool
	run   func(d *dialogue) error
}

func (d *dialogue) commands() []command {
	var out []command
	if d.hand().Clock != nil {
		out = clockActs()
	}
	for _, list := range [][]command{playerShows(), staffActs(), staffShows(), afterActs(), everyones()} {
		for _, c := range list {
			if c.who(d.view()) {
				out = append(out, c)
			}
		}
	}
	return append(d.verbs(out), out...)
}

// find is the command that a word, or the beginning of one, stands for.
func (d *dialogue) find(word string) (*command, string) {
	var near []command
	for _, c := range d.commands() {
		for _, w := range strings.Fields(c.words) {
			if w == word {
				return &c, ""
			}
			if strings.HasPrefix(w, word) {
				near = append(near, c)
				break
			}
		}
	}
	switch len(near) {
	case 0:
		return nil, ""
	case 1:
		return &near[0], ""
	}
	var words []string
	for _, c := range near {
		words = append(words, strings.Fields(c.words)[0])
	}
	return nil, " Did you mean " + strings.Join(words, " or ") + "?"
}

// patience is how long the room may take to answer.
const patience = 20 * time.Second

// ask has the room do something, and says what resulted.
func (d *dialogue) ask(verb string, args map[string]any, reason, done string) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		raw = nil
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	a, err := d.hand().Do(ctx, room.Request{Verb: verb, Args: raw, Reason: reason})
	return d.answered(a, err, done)
}

// act is ask for an act of the room.
func (d *dialogue) act(act any, done string) error { return d.actBy(d.hand(), act, done) }

func (d *dialogue) actBy(who Asker, act any, done string) error {
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	a, err := who.Act(ctx, act)
	return d.answered(a, err, done)
}

func (d *dialogue) answered(a exercise.Answer, err error, done string) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		d.say("The room did not answer in time. Check whether it was done before you try again.")
	case err != nil:
		d.say("It was not accepted: " + err.Error())
	case a.OK:
		d.say(done)
		d.refresh()
	case a.Free != nil:
		d.refresh()
		d.say(fmt.Sprintf("Refused: %s. A hand comes free %s.", strings.TrimSuffix(a.Why, "."), a.Free.Date))
	default:
		d.refresh()
		d.say("Refused: " + strings.TrimSuffix(a.Why, ".") + ".")
	}
	return nil
}

// refresh has what was just done in view before anything else is asked.
func (d *dialogue) refresh() { d.refreshHand(d.hand()) }

func (d *dialogue) refreshHand(h *hand) {
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if v, err := h.Now(ctx); err == nil {
		h.view = v
	}
}

// width is that of a line; a screen reader does not mind, a log likes it.
const width = 78

// say writes paragraphs, each wrapped. An empty one is an empty line.
func (d *dialogue) say(paragraphs ...string) {
	for _, p := range paragraphs {
		for _, l := range strings.Split(p, "\n") {
			d.write(ansi.Wrap(l, width, "") + "\n")
		}
	}
}

// entry writes something with its continued lines set in.
func (d *dialogue) entry(text string) {
	for i, l := range strings.Split(ansi.Wrap(strings.ReplaceAll(text, "\n", " "), width-4, ""), "\n") {
		if i > 0 {
			l = "    " + l
		}
		d.write(l + "\n")
	}
}

func (d *dialogue) write(s string) {
	if s == "" || d.err != nil {
		return
	}
	d.lines += strings.Count(s, "\n")
	_, d.err = io.WriteString(d.out, s)
}
