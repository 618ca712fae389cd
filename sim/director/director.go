// Package director plans the time of a room: how long the brief, each move, each discussion
// and the hot wash take, so that an exercise ends when the room has to be left.
//
// A [Director] looks at a [Scene] again and again and says what is to be done with the clock:
// set a pace, continue after a discussion, hold while the facilitator rules. It is pure: the
// same scenes give the same plans. It reads no clock, since the scene tells the time, and does
// nothing itself; what it says goes into the record like a facilitator's act, so that a replay
// needs no director.
//
// Exercise time goes at one pace wherever things happen, slower where an answer is expected
// that has not had its five minutes, and in seconds over stretches in which nothing reaches
// any seat. The pace is the one at which what is foreseen takes the time that is left. Where half of
// the seats have had nothing to do for minutes, it passes over sooner and goes faster; what the room
// gains by that goes to the discussions and the hot wash.
package director

import (
	"slices"
	"time"

	"tocsin/sim/engine"
)

// Director keeps what a plan needs to know of earlier scenes. It is made by [New].
type Director struct {
	asked    time.Duration
	exchange bool
	layout   Layout

	looked bool
	spent  time.Duration // at the last look
	state  State
	news   []int
	idle   []time.Duration // by seat: for how long nothing has reached it and it has done nothing
	quiet  time.Duration   // for how long nothing has happened while the clock ran
	given  []given
	talked time.Duration // of the discussion under way
	first  engine.Time   // the pace that would do at STARTEX if no answer needed its time; 0 for not known
	passTo engine.Time   // exercise time up to which an empty stretch is being passed over; 0 for none
	// passing is the pace at which that goes.
	passing engine.Time
	piles   bool          // the seats have had too much to read, and not yet little enough
	set     time.Duration // the time spent when the pace was last set; 0 for never
	freed   int           // open rulings with which a person let the clock continue
	enough  time.Duration // time for an answer, as planned at the last look

	moves   int             // that had ended at the last look
	played  []time.Duration // by move: running time
	talks   []time.Duration // by move: discussion after it
	washing time.Duration   // time that the hot wash has had
}

// given is an expected answer, and how long the clock has run since it is expected, in room time.
type given struct {
	Answer
	had time.Duration
}

// most returns the fastest pace at which the answer still has enough time.
func (g *given) most(now engine.Time, enough time.Duration) engine.Time {
	if g.had >= enough || g.Due <= now {
		return fastest
	}
	return per(g.Due-now, enough-g.had)
}

// New makes a director for a room that has the time asked, brief and hot wash included, and for a
// scenario with so many moves, at least 1. exchange is set where seats may show each other notes
// before STARTEX.
func New(asked time.Duration, moves int, exchange bool) *Director {
	return &Director{asked: asked, exchange: exchange, layout: LayOut(asked, moves, exchange),
		played: make([]time.Duration, moves), talks: make([]time.Duration, moves), enough: enough}
}

// Extend changes the total time of the room.
func (d *Director) Extend(asked time.Duration) {
	d.asked, d.layout = asked, LayOut(asked, len(d.played), d.exchange)
	d.first = 0
}

// Asked returns the time that the room has in all.
func (d *Director) Asked() time.Duration { return d.asked }

// Early returns the time that is planned for what comes before STARTEX.
func (d *Director) Early() time.Duration { return d.layout.Early() }

// Look takes the newest scene and returns the plan for it.
func (d *Director) Look(s Scene) Plan {
	if s.State == Before { // the brief is still to come, and has its time
		s.Spent = d.layout.Early()
	}
	d.keep(&s)
	p := d.plan(&s)
	if !s.Hand {
		d.act(&s, &p)
	}
	d.parts(&s, &p)
	if s.State == Before {
		p.Spent = 0
	}
	p.Idle = slices.Clone(d.idle)
	return p
}

// keep notes what has happened since the last look.
func (d *Director) keep(s *Scene) {
	dt := max(s.Spent-d.spent, 0)
	if !d.looked {
		dt = 0
		copy(d.played, s.Played)
		copy(d.talks, s.Talked)
		d.washing = s.Washed
	}
	d.given = slices.DeleteFunc(d.given, func(g given) bool {
		return !slices.ContainsFunc(s.Open, func(a Answer) bool { return a.ID == g.ID && a.From == g.From })
	})
	if d.looked && d.state == Running {
		for i := range d.given {
			d.given[i].had += dt
		}
		d.quiet += dt
		if d.moves < len(d.played) {
			d.played[d.moves] += dt
		}
	}
	if d.looked && d.state == Talking {
		d.talked += dt
		if d.moves > 0 && d.moves <= len(d.talks) {
			d.talks[d.moves-1] += dt
		}
	}
	if d.looked && d.state == Over {
		d.washing += dt
	}
	for _, a := range s.Open {
		if !slices.ContainsFunc(d.given, func(g given) bool { return a.ID == g.ID && a.From == g.From }) {
			d.given = append(d.given, given{Answer: a})
		}
	}
	if !slices.Equal(s.News, d.news) || s.Busy || s.State == Talking {
		d.quiet = 0
	}
	d.idle = append(d.idle, make([]time.Duration, max(len(s.News)-len(d.idle), 0))...)
	for r := range s.News {
		switch {
		case r >= len(d.news) || s.News[r] != d.news[r]:
			d.idle[r] = 0
		case d.state == Running:
			d.idle[r] += dt
		}
	}
	if s.State != Talking {
		d.talked = 0
	}
	switch {
	case s.Rulings == 0:
		d.freed = 0
	case d.state == Holding && s.State == Running: // a person let it go on
		d.freed = s.Rulings
	}
	d.looked, d.spent, d.state, d.moves = true, s.Spent, s.State, s.Ended
	d.news = append(d.news[:0], s.News...)
}

// quickest is the largest multiple of the pace that was found at STARTEX at which a room that is
// behind plays before anything is cut.
const quickest = 3

// plan says how the rest of the time is spent. Where a room would end late by more than a twentieth
// of its time with everything cut that can be, answers have less time.
func (d *Director) plan(s *Scene) Plan {
	for d.enough = enough; ; d.enough -= step {
		p := d.reckon(s)
		if p.Late <= d.asked/20 || d.enough <= scant || s.State == Over {
			if d.enough < enough {
				p.Cuts = append(p.Cuts, Cut{What: Answering, From: enough, To: d.enough})
				slices.SortStableFunc(p.Cuts, func(a, b Cut) int { return btoi(a.What == Play) - btoi(b.What == Play) })
			}
			return p
		}
	}
}

// reckon finds the pace, how late the room is, and what of the plan is cut.
func (d *Director) reckon(s *Scene) Plan {
	p := Plan{Asked: d.asked, Spent: s.Spent, Talk: d.layout.Talk, Wash: d.layout.Wash, Hand: s.Hand}
	if s.State == Over {
		endex := s.Spent - d.washing
		p.Wash = min(max(d.asked-endex, d.layout.Wash/2), d.layout.Wash*3/2)
		p.Left = max(p.Wash-d.washing, 0)
		p.Late = (s.Spent + p.Left - d.asked).Round(time.Second)
		return p
	}
	all := d.stretches(s.Now, &s.Ahead, s.Ends)
	least := max(engine.Time(float64(last(s.Ends))/max(d.layout.Play.Minutes(), 1)/4), slowest)
	coming := len(s.Ends) - 1 - s.Ended // discussions to come
	talkLeft := func(each time.Duration) time.Duration {
		sum := time.Duration(max(coming, 0)) * each
		if s.State == Talking {
			sum += max(each-d.talked, 0)
		}
		return sum
	}
	there := func() time.Duration { return d.asked - s.Spent - talkLeft(p.Talk) - p.Wash }
	p.Pace, p.rest = fit(all, there(), least, fastest)
	if spare := there() - takes(all, least, 2*settle); spare > 0 { // people talk rather than wait
		over := time.Duration(0)
		if s.State == Talking {
			over = max(d.talked-p.Talk, 0)
		}
		if talks := coming + btoi(s.State == Talking); talks > 0 {
			p.Talk += min((spare+over)/time.Duration(talks), d.layout.Talk)
		}
	}
	if d.first == 0 || s.State == Before {
		free := Foresight{End: s.Ahead.End, News: s.Ahead.News} // no answers, and no moves that need their time
		d.first, _ = fit(new(Director).stretches(s.Now, &free, nil), there(), least, fastest)
	}
	most := min(quickest*d.first, fastest)
	if needs := takes(all, most, hurried); p.Pace > most && takes(all, most, settle) > there() {
		d.cut(&p, needs, there, coming+btoi(s.State == Talking))
		p.Pace, p.rest = most, hurried
	}
	p.Left = takes(all, p.Pace, p.rest)
	p.Late = (s.Spent + p.Left + talkLeft(p.Talk) + p.Wash - d.asked).Round(time.Second)
	if p.Late < tolerated && p.Late > -tolerated {
		p.Late = 0
	}
	return p
}

// cut shortens what can be shortened: first the discussions to a half and the hot wash to two
// thirds, and if that is not enough, to a quarter and a half.
func (d *Director) cut(p *Plan, needs time.Duration, there func() time.Duration, talks int) {
	for _, to := range [][2]time.Duration{{d.layout.Talk / 2, d.layout.Wash * 2 / 3},
		{d.layout.Talk / 4, d.layout.Wash / 2}} {
		if short := needs - there(); short > 0 && talks > 0 {
			p.Talk = max(to[0], p.Talk-short/time.Duration(talks))
		}
		if short := needs - there(); short > 0 {
			p.Wash = max(to[1], p.Wash-short)
		}
	}
	if d.layout.Talk-p.Talk >= told {
		p.Cuts = append(p.Cuts, Cut{What: Discussion, From: d.layout.Talk, To: p.Talk})
	}
	if d.layout.Wash-p.Wash >= told {
		p.Cuts = append(p.Cuts, Cut{What: HotWash, From: d.layout.Wash, To: p.Wash})
	}
	if short := needs - there(); short >= tolerated { // only a late room is asked to leave injects out
		p.Cuts = append(p.Cuts, Cut{What: Play, From: needs, To: max(needs-short, 0)})
	}
}

// tolerated is the least time by which a room counts as late, or early.
const tolerated = time.Minute

// told is the least cut that is reported.
const told = 10 * time.Second

// act says what is to be done with the clock now.
func (d *Director) act(s *Scene, p *Plan) {
	switch s.State {
	case Talking:
		p.Goes = max(p.Talk-d.talked, 0)
		if p.Goes > 0 {
			return
		}
		if p.Waits = s.waits(); p.Waits == "" {
			p.Act = &Act{Do: GoOn, Why: "the time for the discussion is over"}
		}
	case Holding:
		if s.Rulings == 0 {
			p.Act = &Act{Do: GoOn, Why: "the facilitator has ruled"}
		}
	case Running:
		if s.Rulings > d.freed {
			p.Act = &Act{Do: Hold, Why: "the facilitator rules"}
			return
		}
		d.drive(s, p)
	}
}

// drive chooses the pace of a clock that runs.
func (d *Director) drive(s *Scene, p *Plan) {
	pace, why := p.Pace, "to fit the time that is left"
	if d.waits(s) <= settle && d.passTo == 0 {
		pace, why = min(haste*pace, fastest), "most seats have had nothing to do"
	}
	swamped := d.swamped(s, p)
	if swamped {
		pace, why = max(p.Pace/slower, slowest), "slower, so that seats can read what has come"
	}
	free := !swamped // every expected answer has had its time
	for i := range d.given {
		g := &d.given[i]
		if most := g.most(s.Now, d.enough); most < fastest {
			free = false
			if most < pace {
				pace, why = most, "no faster, so that there is time for an answer: "+g.Title
			}
		}
	}
	if m := d.movesFrom(s.Now, s.Ends); len(m) > 0 && m[0].most < pace {
		pace, why = m[0].most, "so that the move has its time"
	}
	until := s.Ahead.Next
	if s.Ended < len(s.Ends) {
		until = min(until, s.Ends[s.Ended])
	}
	if d.passTo > 0 && (s.Now >= d.passTo || !free || d.quiet == 0 || s.Busy) {
		d.passTo = 0
	}
	target := until - engine.Time(float64(lead)/float64(time.Minute)*float64(pace))
	rest := min(p.rest-d.quiet, d.waits(s))
	ahead := target > s.Now
	if d.passTo == 0 && free && ahead && !s.Busy && minutes(target-s.Now, pace) > rest+passing+worth {
		rest = min(d.resting(s, p, target)-d.quiet, d.waits(s))
		p.Pass = &Pass{In: max(rest, 0), From: s.Now, To: target}
		if p.Pass.In == 0 {
			d.passTo, d.passing = target, per(max(target-s.Now, 1), passing)
		}
	}
	if d.passTo > 0 {
		pace, why = max(d.passing, pace), "nothing reaches a player: passed over"
		p.Pass = &Pass{From: s.Now, To: d.passTo}
	}
	if d.passTo == 0 {
		pace = rounded(pace)
	}
	p.Until, p.Why = d.passTo, why
	if d.passTo == 0 && pace > s.Pace && d.set > 0 && s.Spent-d.set < calm && d.waits(s) > settle {
		return // people have just been told a pace; only a slower one, or one for people who wait, comes sooner
	}
	if ratio := float64(pace) / float64(s.Pace); ratio > 1.25 || ratio < 1/1.15 {
		p.Act, d.set = &Act{Do: Set, Pace: pace, Why: why}, s.Spent
	}
}

// resting returns how long after the last event the clock goes on as usual before it passes over
// the stretch up to a time. Time that is saved goes to what comes later, so before the end of the
// exercise, when nothing comes later, there is no hurry.
func (d *Director) resting(s *Scene, p *Plan, target engine.Time) time.Duration {
	if s.Ended < len(s.Ends)-1 || s.Ahead.Next < s.Ahead.End {
		if len(p.Cuts) > 0 {
			return p.rest
		}
		ahead := s.Ahead
		ahead.End = min(ahead.End, target)
		likely := takes(d.stretches(s.Now, &ahead, s.Ends), p.Pace, p.rest) / 2
		return min(max(likely, p.rest), settleMost)
	}
	return min(max(d.asked-s.Spent-p.Wash-passing, p.rest), settleMost)
}

// swamped reports whether half of the seats that read have too much to read, in a room that has time
// for it. If nothing has happened to most seats for longer than their patience, they leave it unread,
// and nobody waits for it.
func (d *Director) swamped(s *Scene, p *Plan) bool {
	unread := slices.Sorted(slices.Values(s.Unread))
	much := piled
	if d.piles {
		much = readable + 1
	}
	d.piles = len(unread) > 0 && unread[(len(unread)-1)/2] >= much && d.waits(s) > settle &&
		p.Late <= d.asked/20 && len(p.Cuts) == 0
	return d.piles
}

// waits returns how much longer half of the seats have patience, or until what has just happened to
// others has had its time, if that is longer.
func (d *Director) waits(s *Scene) time.Duration {
	var idle []time.Duration
	for r, n := range s.News {
		if n > 0 { // somebody plays it
			idle = append(idle, d.idle[r])
		}
	}
	if len(idle) == 0 {
		return settleMost
	}
	slices.Sort(idle)
	return max(patience-idle[len(idle)/2], settle-d.quiet, 0)
}

func last(ends []engine.Time) engine.Time { return ends[len(ends)-1] }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
