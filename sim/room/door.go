package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
)

// Visitor is somebody who connects over the network.
type Visitor struct {
	Pass pass.Pass
	// As is what somebody with the join code comes as, if not as a player: an observer, or
	// the board. A card, a way back or another code overrides it.
	As exercise.Kind
	// Name is ignored if the pass is a person's way back.
	Name string
	Want string // id of the seat that they ask for
	From string // address, for the facilitator
}

// Known is the error that a code alone is not enough: the name belongs to a person who is
// or was here. They need their way back, or the facilitator lets them in: see [Room.Ask].
type Known struct {
	Name string
	Here bool
}

func (k *Known) Error() string {
	if k.Here {
		return k.Name + " is here. If you are " + k.Name + ", come in with your way back, or ask the facilitator"
	}
	return k.Name + " has been here. If you are " + k.Name + ", come in with your way back, or ask the facilitator"
}

// knock is somebody who asks to come in under a name that is known.
type knock struct {
	n       int
	visitor Visitor
	fresh   pass.Pass
	since   time.Time
	done    chan knocked // of length 1, for the one answer
}

type knocked struct {
	seat *Seat
	err  error
}

// hang makes the book of passes with the given function, and its mirror, if the room has a door.
func (r *Room) hang(make func(path string, c pass.Codes) (*pass.Book, error)) error {
	if r.cfg.Door == nil {
		return nil
	}
	var err error
	if r.cfg.Path == "" {
		r.book, err = pass.New(*r.cfg.Door)
	} else {
		r.book, err = make(pass.PathOf(r.cfg.Path), *r.cfg.Door)
	}
	if err == nil && r.cfg.Mirror != "" {
		err = r.book.Mirror(r.cfg.Mirror)
	}
	return err
}

// leave closes a record that was just begun.
func (r *Room) leave() error {
	if r.writer == nil {
		return nil
	}
	return r.writer.Leave()
}

// Book is what is known of codes, cards and people; nil where there is no door.
func (r *Room) Book() *pass.Book { return r.book }

// open reports whether people get a free seat by asking for it. They do not while somebody who was removed
// could come back with a join code that they know.
func (r *Room) open() bool { return r.cfg.Open && (r.book == nil || !r.book.Wary()) }

var errNoDoor = errors.New("this room has no door")

// Admit lets in somebody who comes over the network. A new name needs a code of the room; a card gives
// its seat at once; a known name needs the way back that the person was given. Where that is missing
// the error is a *[Known]. Deciding and entering is one step: if two come at once with one name, only
// one of them is new.
func (r *Room) Admit(ctx context.Context, v Visitor) (*Seat, error) {
	if r.book == nil {
		return nil, errNoDoor
	}
	fresh := r.fresh(v)
	var s *Seat
	crowd := v.Pass.Person == "" && v.Pass.Seat == "" && v.Pass.Kind == pass.Player
	err := r.settledFor(ctx, crowd, func() (err error) {
		s, err = r.letIn(v, fresh, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.stays(nil)
}

// stays keeps the way back of somebody who has come in, before they see it. If that fails, or err is
// set, they are put out again.
func (s *Seat) stays(err error) (*Seat, error) {
	if err == nil {
		err = s.room.book.Keep(s.name)
	}
	if err != nil {
		s.Drop()
		return nil, err
	}
	return s, nil
}

// fresh is the visitor's pass, or a new way back if the pass is a code of the room.
func (r *Room) fresh(v Visitor) pass.Pass {
	if v.Pass.Said != "" {
		return v.Pass
	}
	return r.book.Fresh()
}

// letIn decides on a visitor, and lets them in. trusted is set if the facilitator has said who they are.
func (r *Room) letIn(v Visitor, way pass.Pass, trusted bool) (*Seat, error) {
	p, ok := r.book.Still(v.Pass)
	if !ok {
		return nil, errors.New("that code is no longer valid: connect again with the new one")
	}
	j := exercise.Join{Kind: exercise.KindPlayer, Want: v.Want, Card: p.Seat != "" && p.Person == ""}
	name := exercise.Name(v.Name)
	switch {
	case p.Person != "":
		name = p.Person
		if kind, _, known := r.x.Find(name); known {
			j.Kind = kind
		} else if g := r.guests[name]; g != nil {
			j.Kind = g.Kind
		}
		if j.Kind != exercise.KindPlayer {
			j.Want = ""
		}
	case p.Seat != "":
		j.Want = p.Seat
	case p.Kind != pass.Player:
		j.Kind, j.Want = exercise.Kind(p.Kind), ""
	case v.As != "":
		j.Kind, j.Want = v.As, ""
	}
	if kind, here, known := r.x.Find(name); known && p.Person == "" && !r.x.Barred(name) && kind == j.Kind &&
		!trusted {
		return nil, &Known{Name: name, Here: here}
	}
	if g := r.guests[name]; g != nil && g.Here && p.Person == "" && !trusted {
		return nil, &Known{Name: name, Here: true}
	}
	s := r.handle(name)
	s.from = v.From
	way.Seat = p.Seat
	seated, why := r.x.Welcome(name, r.rules(j), r.known())
	if why != "" {
		return nil, errors.New(why)
	}
	if _, _, known := r.x.Find(name); !known && !seated && !j.Kind.Staff() {
		r.invite(s, j, way)
		return s, nil
	}
	if err := r.join(s, j); err != nil {
		return nil, err
	}
	s.back = way.Said
	s.safe.Store(j.Kind.Staff() || r.x.Place(name) != "")
	if p.Person == "" {
		r.book.Bind(way, name)
	} else {
		r.book.Enter(name)
	}
	return s, nil
}

// Ask asks the facilitator whether a visitor is the person whose name they give, and waits for the
// answer. With a yes they get a new way back, and the old one no longer works.
func (r *Room) Ask(ctx context.Context, v Visitor) (*Seat, error) {
	if r.book == nil {
		return nil, errNoDoor
	}
	v.Name = exercise.Name(v.Name)
	k := &knock{visitor: v, fresh: r.fresh(v), since: time.Now(), done: make(chan knocked, 1)}
	err := r.on(ctx, func() error {
		from := 0
		for _, o := range r.knocks {
			if o.visitor.From == v.From {
				from++
			}
		}
		switch {
		case from >= budget.Most(budget.KnocksFrom):
			return &budget.Over{Bound: budget.Of(budget.KnocksFrom)}
		case len(r.knocks) >= budget.Most(budget.Knocks):
			return &budget.Over{Bound: budget.Of(budget.Knocks)}
		}
		r.knock++
		k.n = r.knock
		r.knocks, r.dirty = append(r.knocks, k), true
		return nil
	})
	if err != nil {
		return nil, err
	}
	select {
	case out := <-k.done:
		if out.err != nil {
			return nil, out.err
		}
		return out.seat.stays(nil)
	case <-r.done:
		return nil, ErrClosed
	case <-ctx.Done():
	}
	_ = r.on(context.Background(), func() error { r.answered(k); return nil })
	select {
	case out := <-k.done: // the yes came as they went
		if out.seat != nil {
			out.seat.Drop()
		}
	default:
	}
	return nil, ctx.Err()
}

// answered removes a request from the list.
func (r *Room) answered(k *knock) {
	r.knocks = slices.DeleteFunc(r.knocks, func(o *knock) bool { return o == k })
	r.dirty = true
}

// refuseAll refuses the requests for which is holds.
func (r *Room) refuseAll(is func(*knock) bool, why string) {
	for _, k := range slices.Clone(r.knocks) {
		if is(k) {
			r.answered(k)
			k.done <- knocked{err: errors.New(why)}
		}
	}
}

// meant is the request that a facilitator answers, or why there is none.
func (r *Room) meant(a *exercise.Admit) (*knock, string) {
	var found []*knock
	for _, k := range r.knocks {
		if k.visitor.Name == a.Who && (a.N == 0 || a.N == k.n) {
			found = append(found, k)
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Sprintf("Nobody asks to come in as %q", exercise.Name(a.Who))
	case len(found) > 1:
		return nil, fmt.Sprintf("%d ask to come in as %s: say the number of the one you mean", len(found), a.Who)
	}
	return found[0], ""
}

// act enters an act, and does what it means for the door and for other rooms.
func (r *Room) act(en record.Entry) (exercise.Answer, error) {
	a := exercise.Decoded(en)
	var asked *knock
	if admit, ok := a.(*exercise.Admit); ok {
		var why string
		if asked, why = r.meant(admit); why != "" {
			return exercise.Refuse("%s", why), nil
		}
	}
	switch a.(type) {
	case *exercise.Recode, *exercise.Recard:
		if r.book == nil {
			return exercise.Refuse("Nobody comes in over the network here, so there is no code and no card"), nil
		}
	}
	var to *Room
	going := ""
	switch a := a.(type) {
	case *exercise.Visit:
		going = en.Who
		var why string
		if to, why = r.other(a.Room); why != "" {
			return exercise.Refuse("%s", why), nil
		}
	case *exercise.Put:
		going = a.Who
		var why string
		if to, why = r.other(a.Room); why != "" {
			return exercise.Refuse("%s", why), nil
		}
	}
	out, err := r.enter(en)
	if to != nil && err == nil && out.OK {
		r.sends(going, to)
	}
	if shut, ok := a.(*exercise.Shut); ok && err == nil && out.OK {
		go r.Close(shut.Words(en.Who)) // later: this request must be answered first
	}
	if err != nil || !out.OK || r.book == nil {
		return out, err
	}
	switch a := a.(type) {
	case *exercise.Admit:
		r.answered(asked)
		if !a.On {
			asked.done <- knocked{err: errors.New("the facilitator says no: come in under a name of your own")}
			return out, nil
		}
		seat, err := r.letIn(asked.visitor, asked.fresh, true)
		asked.done <- knocked{seat, err}
		if err != nil {
			return exercise.Refuse("%s", err), nil
		}
	case *exercise.Recode:
		said, err := r.book.Change(pass.Kind(a.Kind()))
		if err == nil && r.group != nil {
			err = r.group.adopt(r, pass.Kind(a.Kind()), said)
		}
		if err != nil {
			return exercise.Refuse("%s", err), nil
		}
	case *exercise.Recard:
		return r.recard(a.Role)
	case *exercise.Remove:
		r.refuseAll(func(k *knock) bool { return k.visitor.Name == a.Who }, "You have been asked to leave")
		if err := r.book.Bar(a.Who); err != nil {
			return exercise.Refuse("They are out, but %s", err), nil
		}
	}
	return out, nil
}

// recard makes another card for a seat, which the facilitator sees and hands out. If somebody has the seat, it is
// their way back.
func (r *Room) recard(role string) (exercise.Answer, error) {
	holder := r.x.Holder(role)
	card, err := r.book.Replace(role, holder)
	if err != nil {
		return exercise.Refuse("%s", err), nil
	}
	if s := r.seats[holder]; s != nil {
		s.back = card.Said
	}
	r.cards = append(slices.DeleteFunc(r.cards, func(c exercise.Card) bool { return c.Role == role }),
		exercise.Card{Role: role, Said: card.Said, Holder: holder})
	r.dirty = true
	return exercise.Answer{OK: true}, nil
}

// atDoor adds to a view what only the room knows of the door: each person's own
// way back, and for facilitators the codes and who asks to come in.
func (r *Room) atDoor(v *exercise.View, s *Seat, wall time.Time) {
	v.You.Back = s.back
	if v.You.Open = v.You.Waiting != "" && !r.x.Over() && r.open(); v.You.Open {
		v.You.Waiting = "Choose a seat that is free"
	}
	if r.joins != nil && (v.Board != nil || v.Control != nil && s.kind == exercise.KindFacilitator) {
		j := *r.joins
		j.In = r.present()
		if r.book != nil {
			j.Code = r.book.Said().Player
		}
		if v.Control != nil {
			v.Control.Join = &j
		} else if s.kind == exercise.KindBoard {
			v.Board.Join = &j
		}
	}
	if r.book == nil || v.Control == nil || s.kind != exercise.KindFacilitator {
		return
	}
	c := r.book.Said()
	v.Control.Codes = &exercise.Codes{Players: c.Player, Facilitators: c.Facilitator, Evaluators: c.Evaluator,
		Known: r.book.Wary(), Cards: slices.Clone(r.cards)}
	for _, k := range r.knocks {
		v.Control.Door = append(v.Control.Door, exercise.Knock{N: k.n, Name: k.visitor.Name, From: k.visitor.From,
			For: int(wall.Sub(k.since) / time.Second)})
	}
}
