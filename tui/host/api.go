package host

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// Seats for programs: lines of JSON, one message each. README.md in this folder is the
// reference for those who write such programs.

// request is a line of a program: something that it asks for.
type request struct {
	// ID comes back with the answer; any JSON value.
	ID json.RawMessage `json:"id,omitempty"`
	room.Request
}

// message is a line to a program. Type says which of the others are set.
type message struct {
	Type string          `json:"type"` // wait, view, changes, answer, end
	ID   json.RawMessage `json:"id,omitempty"`
	// Rev counts what this session has been sent of the view; View is the view, or the parts of it
	// that were asked for, and Changes what has changed since the revision From.
	Rev     int             `json:"rev,omitempty"`
	From    int             `json:"from,omitempty"`
	View    json.RawMessage `json:"view,omitempty"`
	Changes json.RawMessage `json:"changes,omitempty"`
	*exercise.Answer
	Items *[]exercise.Item `json:"items,omitempty"` // in answer to before and after
	Tools []speech.Tool    `json:"tools,omitempty"` // in answer to help
	Uses  []budget.Account `json:"uses,omitempty"`  // in answer to uses
	Cut   int              `json:"cut,omitempty"`   // in answer to cut: how many have been put out
	End   string           `json:"end,omitempty"`   // why nothing more comes
	Wait  string           `json:"wait,omitempty"`  // for what
}

// isAPI reports whether a command is the one that is served: api, or api NAME, whose name can
// have several words, as ssh leaves no quotes.
func isAPI(command []string) bool { return len(command) > 0 && command[0] == "api" }

// api lets a program take a seat.
func (h *Host) api(ctx context.Context, v visitor, command []string, in io.Reader, out io.Writer) error {
	v.into(v.leastFull(ctx))
	if v.Name = h.programName(v, command); v.Name == "" {
		return errors.New("give a name: api NAME")
	}
	p := &program{out: json.NewEncoder(out)}
	seat, err := h.enter(ctx, v)
	var known *room.Known
	if errors.As(err, &known) {
		if err := p.send(message{Type: "wait", Wait: err.Error() + ". The facilitator has been asked"}); err != nil {
			return err
		}
		seat, err = h.askFacilitator(ctx, v)
	}
	if err != nil {
		return err
	}
	defer func() { p.at().Drop() }()
	p.seat = seat
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.whole(ctx)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		p.listen(ctx, in)
	}()
	for {
		select {
		case <-heard: // the program has nothing more to say
			return nil
		case view, ok := <-seat.Views():
			if ok {
				if err := p.show(view); err != nil {
					return nil // it has gone
				}
				continue
			}
			next, err := moved(ctx, seat, nil)
			if next == nil {
				_ = p.send(message{Type: "end", End: seat.Ended()})
				return err
			}
			seat = next
			p.goes(seat)
		case <-ctx.Done():
			return nil
		}
	}
}

// programName is what a program is called, if it does not say: its seat's program.
func (h *Host) programName(v visitor, command []string) string {
	switch {
	case len(command) > 1:
		return exercise.Name(strings.Join(command[1:], " "))
	case v.Pass.Person != "":
		return v.Pass.Person
	case v.Pass.Seat != "":
		return exercise.Name(v.Pass.Seat + " (program)")
	case v.Want != "":
		return exercise.Name(v.Want + " (program)")
	}
	return exercise.Name(v.user + " (program)")
}

// program is one that has a seat.
type program struct {
	seat *room.Seat
	mu   sync.Mutex // lines are whole
	out  *json.Encoder

	watch watch // what it wants to see; under mu
}

// at is the program's handle, in the room that it is in now.
func (p *program) at() *room.Seat {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seat
}

// goes has the program go on in another room.
func (p *program) goes(s *room.Seat) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seat = s
}

func (p *program) send(m message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Encode(m)
}

// listen does what a program asks for, a line at a time, until it has nothing more to say.
func (p *program) listen(ctx context.Context, in io.Reader) {
	lines := bufio.NewScanner(in)
	longest := budget.Most(budget.Longest)
	lines.Buffer(make([]byte, 0, 4096), longest)
	for lines.Scan() {
		if p.at().Turn(ctx) != nil {
			return
		}
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
			if p.send(p.answer(ctx, line)) != nil {
				return
			}
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		_ = p.send(message{Type: "end", End: fmt.Sprintf("a line has more than %d bytes", longest)})
		return
	}
	p.whole(ctx) // it learns where it left things
}

func (p *program) answer(ctx context.Context, line []byte) message {
	no := func(id json.RawMessage, why string) message {
		return message{Type: "answer", ID: id, Answer: &exercise.Answer{Why: why}}
	}
	var q request
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&q); err != nil {
		return no(nil, "that is not a request: "+scenario.CleanLine(err.Error()))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return no(q.ID, "a line is one request, and there is something after this one: nothing was done")
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	switch q.Verb {
	case "before", "after":
		return p.items(ctx, q, no)
	case "watch":
		return p.watches(ctx, q, no)
	case "since":
		return p.since(ctx, q, no)
	case "help":
		return p.help(ctx, q, no)
	case "uses", "cut":
		return p.accounts(ctx, q, no)
	}
	a, err := p.at().Do(ctx, reasoned(q.Request))
	if err != nil {
		return no(q.ID, err.Error())
	}
	return message{Type: "answer", ID: q.ID, Answer: &a}
}

// help gives what can be asked for here as tools of a language model.
func (p *program) help(ctx context.Context, q request, no func(json.RawMessage, string) message) message {
	v, err := p.at().Now(ctx)
	if err != nil {
		return no(q.ID, err.Error())
	}
	return message{Type: "answer", ID: q.ID, Answer: &exercise.Answer{OK: true},
		Tools: exercise.Language().Tools(v.You.Kind.Speaker())}
}

// accounts tells a facilitator who uses what of the room, or cuts an address off.
func (p *program) accounts(ctx context.Context, q request, no func(json.RawMessage, string) message) message {
	m := message{Type: "answer", ID: q.ID, Answer: &exercise.Answer{OK: true}}
	if q.Verb == "uses" {
		uses, err := p.at().Uses(ctx)
		if err != nil {
			return no(q.ID, err.Error())
		}
		m.Uses = budget.Accounts(uses)
		return m
	}
	var args struct {
		Address string `json:"address"`
	}
	_ = json.Unmarshal(q.Args, &args) // what is no address is none
	if args.Address == "" {
		return no(q.ID, `cut wants {"address": an address of those in uses}`)
	}
	n, err := p.at().CutOff(ctx, args.Address)
	if err != nil {
		return no(q.ID, err.Error())
	}
	m.Cut = n
	return m
}

// reasoned moves a reason that is among the arguments, where a language model puts it, to
// its place outside them.
func reasoned(q room.Request) room.Request {
	row := exercise.Language().Verb(q.Verb)
	if row == nil || !row.Reason || q.Reason != "" {
		return q
	}
	var args map[string]json.RawMessage
	var why string
	if json.Unmarshal(q.Args, &args) != nil || json.Unmarshal(args["reason"], &why) != nil {
		return q
	}
	delete(args, "reason")
	rest, err := json.Marshal(args)
	if err != nil {
		return q
	}
	q.Args, q.Reason = rest, why
	return q
}

// items gives those of the inbox before a number, or after one: at most so many as a view holds.
func (p *program) items(ctx context.Context, q request, no func(json.RawMessage, string) message) message {
	var args struct {
		N int `json:"n"`
	}
	if err := json.Unmarshal(q.Args, &args); err != nil {
		return no(q.ID, q.Verb+` wants {"n": number of an item}`)
	}
	if q.Verb == "after" { // those before the number that ends as many
		args.N += exercise.InboxLength + 1
	}
	items, err := p.at().Before(ctx, args.N)
	if err != nil {
		return no(q.ID, err.Error())
	}
	if items == nil {
		items = []exercise.Item{}
	}
	return message{Type: "answer", ID: q.ID, Answer: &exercise.Answer{OK: true}, Items: &items}
}
