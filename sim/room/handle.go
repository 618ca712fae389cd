package room

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"tocsin/sim/exercise"
)

// Seat is somebody's handle on the room.
type Seat struct {
	room *Room
	name string
	kind exercise.Kind
	back string // the person's way back, for their own eyes
	from string // network address; empty at the host's own terminal
	box  chan exercise.View

	safe atomic.Bool // on the staff, or in a seat

	keyed  atomic.Int64 // when a key was last pressed, in nanoseconds since the room was opened
	writes atomic.Bool  // a form is open
	ear    *ear

	mu    sync.Mutex
	why   string // the handle has ended, and why
	ended bool
	next  *Room // where the person goes now

	// What follows belongs to the room's goroutine.
	stale  bool
	behind bool // the time has moved on since the last view, and nothing else has
	last   exercise.View
	had    bool
	sent   time.Time // when a view was last put into an empty box
	made   time.Time
	ticked time.Time
}

// Name is the person's name.
func (s *Seat) Name() string { return s.name }

// Kind is what the person is in the room.
func (s *Seat) Kind() exercise.Kind { return s.kind }

// Safe reports whether the person is on the staff or has a seat, as of their last view: they come
// before others.
func (s *Seat) Safe() bool { return s.safe.Load() }

// Views receives the newest view whenever it has changed. A view that was not read is
// replaced, so a slow reader sees the latest and never a backlog. The channel is closed when the
// handle ends; [Seat.Ended] then says why.
func (s *Seat) Views() <-chan exercise.View { return s.box }

// Ended says why the handle has ended, or "" while it has not.
func (s *Seat) Ended() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.why
}

func (s *Seat) end(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.ended, s.why = true, why
		close(s.box)
	}
}

// crowdEvery is how many times as long as others people without a seat wait for a view, unless they have
// done something.
const crowdEvery = 10

// wait is how long until the seat is due for a view.
func (s *Seat) wait(r *Room, wall time.Time) time.Duration {
	d := time.Hour
	switch {
	case s.stale && s.crowd(): // hundreds who wait for a seat cost as much as tens who have one
		d = crowdEvery*r.cfg.Every - wall.Sub(s.made)
	case s.stale:
		d = r.cfg.Every - wall.Sub(s.made)
	case s.behind:
		d = time.Second - wall.Sub(s.ticked)
	// something on the screen changes with the clock
	case r.x.Running() && r.failed == nil, r.turned.n > 0, r.directing.plan.Goes > 0, r.group != nil && s.kind.Staff(),
		r.moving != nil, len(r.lost)+len(r.knocks) > 0 && s.kind.Staff():
		d = time.Second - wall.Sub(s.ticked)
	}
	return max(d, 0)
}

// send makes the seat's view and puts it into its box, in place of an older one.
// What others do in private must not show, not even by the number of views: a view is
// sent if it differs in more than the time, and once a second for the time.
func (s *Seat) send(r *Room, wall time.Time) {
	v := r.view(s, wall)
	s.stale, s.made = false, wall
	if s.had && wall.Sub(s.ticked) < time.Second && reflect.DeepEqual(still(v), still(s.last)) {
		s.behind = v.Clock.Now != s.last.Clock.Now
		return
	}
	s.behind = false
	if wall.Sub(s.ticked) >= time.Second {
		s.ticked = wall
	}
	s.last, s.had = v, true
	if len(s.box) == 0 {
		s.sent = wall
	}
	select {
	case <-s.box:
	default:
	}
	s.box <- v // the room is the only sender, so the box is empty now
}

// view is what somebody sees, with what only the room knows, such as the record's evidence code
// and how long people have been gone.
func (r *Room) view(s *Seat, wall time.Time) exercise.View {
	var v exercise.View
	if g := r.guests[s.name]; g != nil {
		v = r.guestOf(g)
	} else {
		v = r.x.View(s.name)
	}
	v.You.Heard = s.ear.upTo(&v)
	r.attending(&v)
	s.safe.Store(s.kind.Staff() || v.You.Role != "")
	v.Code = r.code
	if v.Control != nil && v.Control.Mirror != nil {
		v.Control.Mirror.View.Code = r.code
	}
	r.aside(&v)
	r.turnShown(&v, wall)
	r.planShown(&v, wall)
	v.You.Room = r.place
	if r.group != nil && v.Control != nil {
		v.Control.Rooms, v.Control.Room, v.Control.Common = r.group.Board(), r.place, r.group.common
	}
	r.absence(&v, wall)
	r.atDoor(&v, s, wall)
	r.verdict(&v)
	return v
}

// still is a view without what changes only because time passes.
func still(v exercise.View) exercise.View {
	v.Clock.Now = exercise.Moment{}
	if v.Clock.Turn != nil {
		t := *v.Clock.Turn
		t.Left, v.Clock.Turn = nil, &t
	}
	v.Clock.Goes = nil
	if v.Control != nil && v.Control.Plan != nil {
		c := *v.Control
		c.Plan, v.Control = nil, &c
	}
	if v.Player != nil {
		p := *v.Player
		p.Gauges = slices.Clone(p.Gauges)
		for i := range p.Gauges {
			p.Gauges[i].Value, p.Gauges[i].Trace = 0, nil
		}
		p.Asked = slices.Clone(p.Asked)
		for i := range p.Asked {
			p.Asked[i].Late = false
		}
		v.Player = &p
	}
	return v
}

// absence adds to a view how long people have been gone, in seconds of wall time.
func (r *Room) absence(v *exercise.View, wall time.Time) {
	if v.Control == nil || len(r.lost) == 0 {
		return
	}
	away := func(name string) int {
		if t, ok := r.lost[name]; ok {
			return int(wall.Sub(t) / time.Second)
		}
		return 0
	}
	for i := range v.Control.Roster {
		if m := &v.Control.Roster[i]; !m.Here {
			m.Away = away(m.Name)
		}
	}
	for i := range v.Control.Seats {
		if p := &v.Control.Seats[i]; p.Holder != "" && !p.Here {
			p.Away = away(p.Holder)
			p.Ask = !p.Bot && p.Away >= int(r.cfg.Grace/time.Second)
		}
	}
}
