package room

import (
	"context"
	"slices"
	"time"

	"tocsin/sim/director"
	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// directing is the state of the director of a room's time. What it does is in the record; why is
// not.
type directing struct {
	d    *director.Director
	plan director.Plan
	had  bool // there is a plan
	next time.Time

	ahead    director.Foresight
	coming   []exercise.Line // what happens until ahead.Next if nobody does anything
	asOf     foreseen
	seeing   bool      // ahead is being computed
	again    time.Time // when it may be computed next
	lastSeen time.Time
}

// foreseen identifies the state of the exercise that a foresight is for.
type foreseen struct {
	started                         bool
	commands, people, players, move int
}

const (
	// lookEvery is how often the director looks.
	lookEvery = 500 * time.Millisecond
	// foreseeEvery is how long a foresight is used at most.
	foreseeEvery = 30 * time.Second
	// typing is how long somebody counts as writing after pressing a key, and writing the same with a
	// form open.
	typing, writing = 8 * time.Second, 90 * time.Second
)

// direct lets the director look at the exercise when it is due, and carries out its act.
func (r *Room) direct(ctx context.Context) {
	asked, _, ok := r.x.Directed()
	d := &r.directing
	if !ok || r.failed != nil {
		*d = directing{}
		return
	}
	wall := time.Now()
	if d.d == nil {
		d.d = director.New(asked, r.x.Moves(), r.x.Exchanges())
	}
	if d.d.Asked() != asked {
		d.d.Extend(asked)
		d.again = time.Time{}
	}
	r.foresee(ctx, wall)
	reached := d.plan.Until > 0 && r.x.Now() >= d.plan.Until
	if r.moving != nil || d.lastSeen.IsZero() || !reached && wall.Before(d.next) {
		return
	}
	d.next = wall.Add(lookEvery)
	s := r.x.Scene()
	s.Ahead, s.Spent = d.ahead, r.spent(wall)
	s.Busy = r.busy(wall) || d.asOf != r.foreseenNow()
	was := d.plan
	d.plan, d.had = d.d.Look(s), true
	if act := d.plan.Act; act != nil {
		if verb, args, err := exercise.Entry(exercise.Conduct(*act)); err == nil {
			_, _ = r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: verb, Args: args}) // a fault stops the room
		}
	}
	if !slices.Equal(was.Cuts, d.plan.Cuts) || was.Late != d.plan.Late || (was.Pass == nil) != (d.plan.Pass == nil) {
		r.refresh()
	}
}

// spent is how much of the room's time has passed; 0 before STARTEX.
func (r *Room) spent(wall time.Time) time.Duration {
	_, spent, _ := r.x.Directed()
	if !r.x.Engine().Started() {
		return 0
	}
	return spent + max(wall.Sub(r.ticked), 0)
}

// busy reports whether a player is writing.
func (r *Room) busy(wall time.Time) bool {
	for _, s := range r.order {
		key := time.Duration(s.keyed.Load())
		if s.kind != exercise.KindPlayer || key == 0 {
			continue
		}
		since := wall.Sub(r.opened) - key
		if since < typing || s.writes.Load() && since < writing {
			return true
		}
	}
	return false
}

// Writing tells the room that the person has a form open, or not any more.
func (s *Seat) Writing(open bool) { s.writes.Store(open) }

func (r *Room) foreseenNow() foreseen {
	return foreseen{r.x.Engine().Started(), r.x.Commands(), len(r.order), r.x.Staffed(), r.x.Clock().Move}
}

// foresee begins to look ahead if the last foresight is out of date, on a copy and in another goroutine.
func (r *Room) foresee(ctx context.Context, wall time.Time) {
	d := &r.directing
	now := r.foreseenNow()
	old := d.asOf != now || wall.Sub(d.lastSeen) > foreseeEvery || r.x.Now() >= d.ahead.Next
	if d.seeing || r.moving != nil || r.x.Over() && !d.lastSeen.IsZero() || !old || wall.Before(d.again) {
		return
	}
	d.seeing = true
	x := r.x.Clone()
	go func() {
		began := time.Now()
		ahead, lines, ok := x.Foresee(func() bool { return ctx.Err() == nil })
		took := time.Since(began)
		_ = r.on(ctx, func() error { // a room that is closed has nothing ahead
			d := &r.directing
			d.seeing = false
			if d.d != nil && ok {
				d.ahead, d.coming, d.asOf, d.lastSeen = ahead, lines, now, time.Now()
				d.again = time.Now().Add(max(time.Second, rest*took))
			}
			return nil
		})
	}()
}

// directLeft is how long until the director must look again; false if none is at work.
func (r *Room) directLeft(wall time.Time) (time.Duration, bool) {
	if r.directing.d == nil || r.failed != nil || r.moving != nil {
		return 0, false
	}
	d := max(r.directing.next.Sub(wall), 0)
	if until := r.directing.plan.Until; until > r.x.Now() && r.x.Running() {
		d = min(d, r.pace.until(until, wall))
	}
	return d, true
}

// bounded limits a time that the exercise is to come to, so that the director looks first.
func (r *Room) bounded(to engine.Time) engine.Time {
	if until := r.directing.plan.Until; until > 0 && r.directing.d != nil {
		return max(min(to, until), r.x.Now())
	}
	return to
}

// planShown adds the plan of the room's time to a view.
func (r *Room) planShown(v *exercise.View, wall time.Time) {
	d := &r.directing
	if d.d == nil || !d.had {
		return
	}
	p := d.plan
	if p.Goes > 0 && !p.Hand && r.x.Scene().State == director.Talking {
		goes := int((p.Goes + time.Second - 1) / time.Second)
		v.Clock.Goes = &goes
	}
	if v.Control != nil {
		p.Spent = max(p.Spent, r.spent(wall))
		v.Control.Plan = r.x.PlanOf(&p, d.coming)
	}
}
