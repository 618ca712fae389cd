package director

import (
	"time"

	"tocsin/sim/engine"
)

// Plan is how the rest of a room's time is to be spent, as of a scene. Durations are room time.
type Plan struct {
	Asked time.Duration // in all
	Spent time.Duration // of it
	Left  time.Duration // that play still takes; after ENDEX what is left of the hot wash
	// Late is by how much the room will end after the time asked; below 0 if it ends before. Less
	// than a minute counts as 0 before ENDEX.
	Late time.Duration
	Cuts []Cut
	Hand bool // the facilitator moves the clock

	Parts []Part
	Pace  engine.Time   // exercise time in a minute of the room, where nothing slows it down
	Talk  time.Duration // of each discussion
	Wash  time.Duration // of the hot wash
	// Goes is how long the discussion still has until the clock continues by itself.
	Goes time.Duration
	// Waits says what keeps the clock from continuing although the time for the discussion is over.
	Waits string
	// Pass is the empty stretch that is passed over next, or now; nil for none.
	Pass *Pass
	// Act is what is to be done now; nil for nothing.
	Act *Act
	// Until is the exercise time at which the director has to look again: 0 for any time.
	Until engine.Time
	Why   string // of the pace
	// Idle is, by seat, for how long the clock has run in which nothing has reached it and it has done
	// nothing.
	Idle []time.Duration

	rest time.Duration
}

// Act is something to be done with the clock.
type Act struct {
	Do   Doing
	Pace engine.Time // for Set: exercise time in a minute of the room
	Why  string
}

// Doing is what an act does.
type Doing int

// What a director does.
const (
	Set  Doing = iota // a pace
	GoOn              // the clock runs again
	Hold              // the clock is paused
)

// Pass is an empty stretch that is passed over.
type Pass struct {
	In       time.Duration // room time until it is passed over; 0 while it is
	From, To engine.Time   // exercise time
}

// Cut is a part of the plan that is made shorter, in room time.
type Cut struct {
	What     Kind
	From, To time.Duration
}

// Kind is a kind of part of a room's time.
type Kind string

// The kinds of parts.
const (
	Brief      Kind = "brief"
	Exchange   Kind = "exchange"
	Play       Kind = "move"
	Discussion Kind = "discussion"
	HotWash    Kind = "hot wash"
	// Answering is the time that an expected answer has: no part of its own, but something to cut.
	Answering Kind = "answer"
)

// Part is a part of a room's time.
type Part struct {
	Kind  Kind
	Move  int           // from 1; 0 where it belongs to none
	Takes time.Duration // as planned now, what it has taken included
	Spent time.Duration // of it
	Done  bool
	Now   bool
}

// parts lists what the room's time is spent on.
func (d *Director) parts(s *Scene, p *Plan) {
	p.Parts = append(p.Parts, Part{Kind: Brief, Takes: d.layout.Brief,
		Spent: d.layout.Brief * time.Duration(btoi(s.State != Before)), Done: s.State != Before,
		Now: s.State == Before})
	if d.layout.Exchange > 0 {
		p.Parts = append(p.Parts, Part{Kind: Exchange, Takes: d.layout.Exchange,
			Spent: d.layout.Exchange * time.Duration(btoi(s.State != Before)), Done: s.State != Before})
	}
	from := s.Now
	pace, rest := p.Pace, p.rest
	if s.State == Over {
		from = last(s.Ends)
	}
	for m := range s.Ends {
		play := Part{Kind: Play, Move: m + 1, Spent: d.played[m], Takes: d.played[m],
			Done: m < s.Ended || s.State == Over,
			Now:  m == s.Ended && s.State != Before && s.State != Over && s.State != Talking}
		if !play.Done && s.Ends[m] > from {
			ahead := s.Ahead
			ahead.End = min(s.Ends[m], ahead.End)
			play.Takes += takes(d.stretches(from, &ahead, s.Ends), pace, rest)
			from = max(from, s.Ends[m])
		}
		p.Parts = append(p.Parts, play)
		if m == len(s.Ends)-1 {
			continue
		}
		now := s.State == Talking && m == s.Ended-1
		talk := Part{Kind: Discussion, Move: m + 1, Spent: d.talks[m], Takes: d.talks[m],
			Done: (m < s.Ended || s.State == Over) && !now, Now: now}
		if !talk.Done {
			talk.Takes = max(p.Talk, d.talks[m])
		}
		p.Parts = append(p.Parts, talk)
	}
	p.Parts = append(p.Parts, Part{Kind: HotWash, Takes: max(p.Wash, d.washing), Spent: d.washing,
		Now: s.State == Over})
}
