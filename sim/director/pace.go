package director

import (
	"math"
	"slices"
	"time"

	"tocsin/sim/engine"
)

// Times of the room within which play is kept.
const (
	// enough is the least that seats have for an answer which is expected of them, and scant what
	// they have in a room that would end late even with its discussions and hot wash cut.
	enough, scant = 5 * time.Minute, 150 * time.Second
	// step is how much the time for an answer is shortened at a time.
	step = 30 * time.Second
	// settle and settleMost are the least and the most time that the clock goes on as usual after
	// something has happened, before an empty stretch is passed over; hurried is the least in a room
	// that is late.
	settle, settleMost = 40 * time.Second, 150 * time.Second
	hurried            = 15 * time.Second
	// patience is how long half of the seats have nothing to do before an empty stretch is passed
	// over although something has happened to others; where there is no such stretch, the clock goes
	// at haste times its pace.
	patience = 225 * time.Second
	haste    = 2
	// piled is how many unread messages are too many: if half of the seats have as many, the pace is
	// divided by slower and nothing is passed over, unless the room is late.
	piled  = 5
	slower = 2
	// readable is how many of them may be left when the clock goes as usual again.
	readable = 2
	// calm is the least time that a pace is kept before a quicker one.
	calm = 45 * time.Second
	// lead is how long before something happens the clock goes as usual again.
	lead = 10 * time.Second
	// passing is how long it takes to pass over an empty stretch.
	passing = 10 * time.Second
	// worth is the least that passing over a stretch must save.
	worth = 30 * time.Second
)

// The bounds on how much exercise time a minute of the room may be.
const (
	slowest = engine.Time(time.Minute)
	fastest = engine.Time(60 * 24 * time.Hour)
)

// stretch is exercise time between two things that reach a seat.
type stretch struct {
	free []held // the parts in which no answer is expected
	held []held // the parts in which one is
}

// held is exercise time that may not go faster than a pace, because an answer is expected or
// because its move would have no time.
type held struct{ span, most engine.Time }

// window is exercise time that may not go faster than a pace.
type window struct{ from, to, most engine.Time }

// stretches divides what lies ahead at the times at which something reaches a seat.
func (d *Director) stretches(now engine.Time, ahead *Foresight, ends []engine.Time) []stretch {
	var windows []window
	for i := range d.given {
		g := &d.given[i]
		if most := g.most(now, d.enough); most < fastest {
			windows = append(windows, window{now, g.Due, most})
		}
	}
	for _, a := range ahead.Answers {
		if a.Due > max(a.From, now) && a.From < ahead.End && !known(d.given, a.ID) {
			windows = append(windows, window{max(a.From, now), a.Due, per(a.Due-a.From, d.enough)})
		}
	}
	moves := d.movesFrom(now, ends)
	cuts := []engine.Time{now, ahead.End}
	for _, w := range slices.Concat(windows, moves) {
		cuts = append(cuts, min(w.from, ahead.End), min(w.to, ahead.End))
	}
	for _, at := range ahead.News {
		if at > now && at < ahead.End {
			cuts = append(cuts, at)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []stretch
	var s stretch
	for i := 1; i < len(cuts); i++ {
		a, b := cuts[i-1], cuts[i]
		if most := slowestIn(windows, a, b); most < fastest {
			s.held = append(s.held, held{b - a, most})
		} else {
			s.free = append(s.free, held{b - a, slowestIn(moves, a, b)})
		}
		if _, news := slices.BinarySearch(ahead.News, b); news || i == len(cuts)-1 {
			out = append(out, s)
			s = stretch{}
		}
	}
	return out
}

// movesFrom returns the moves that are not over, each with the fastest pace at which it has the
// least time of a move, what it has had included.
func (d *Director) movesFrom(now engine.Time, ends []engine.Time) []window {
	var out []window
	from := now
	for m, end := range ends {
		if end <= from {
			continue
		}
		most := fastest
		if left := d.layout.Least - d.played[m]; left > 0 {
			most = per(end-from, left)
		}
		out = append(out, window{from, end, most})
		from = end
	}
	return out
}

// slowestIn returns the slowest pace of the windows that contain a span.
func slowestIn(windows []window, from, to engine.Time) engine.Time {
	most := fastest
	for _, w := range windows {
		if w.from <= from && to <= w.to {
			most = min(most, w.most)
		}
	}
	return most
}

// known reports whether an answer is expected now.
func known(open []given, id string) bool {
	return slices.ContainsFunc(open, func(g given) bool { return g.ID == id })
}

// takes returns how much room time stretches take at a pace, if the clock rests so long after an
// event before it passes over an empty stretch.
func takes(all []stretch, pace engine.Time, rest time.Duration) time.Duration {
	var sum time.Duration
	for _, s := range all {
		for _, h := range s.held {
			sum += minutes(h.span, min(pace, h.most))
		}
		var whole time.Duration
		for _, f := range s.free {
			whole += minutes(f.span, min(pace, f.most))
		}
		if passed := rest + lead + passing; whole > passed+worth {
			whole = passed
		}
		sum += whole
	}
	return sum
}

// fit finds the pace, from least to most, at which stretches take the time that there is, and how
// long the clock rests after something has happened. It bisects, since the time falls with the pace.
func fit(all []stretch, there time.Duration, least, most engine.Time) (pace engine.Time, rest time.Duration) {
	low, high := float64(least), float64(max(most, least))
	if takes(all, least, settle) <= there { // there is more time than the exercise needs
		a, b := settle, settleMost
		for range 20 {
			if mid := (a + b) / 2; takes(all, least, mid) <= there {
				a = mid
			} else {
				b = mid
			}
		}
		return least, a
	}
	for range 40 {
		if mid := math.Sqrt(low * high); takes(all, engine.Time(mid), settle) > there {
			low = mid
		} else {
			high = mid
		}
	}
	return engine.Time(high), settle
}

// minutes returns how long a span of the exercise takes in the room at a pace.
func minutes(span, pace engine.Time) time.Duration {
	return time.Duration(float64(span) / float64(pace) * float64(time.Minute))
}

// per returns the pace at which a span takes so long in the room, from slowest to fastest.
func per(span engine.Time, long time.Duration) engine.Time {
	return min(max(engine.Time(float64(span)/float64(long)*float64(time.Minute)), slowest), fastest)
}

// rounded rounds a pace down to fewer than 100 seconds, minutes, times 5 or 15 minutes, and so on, so
// that people can read it.
func rounded(pace engine.Time) engine.Time {
	unit := engine.Time(time.Second)
	for pace/unit >= 100 {
		switch {
		case unit < engine.Time(time.Minute):
			unit *= 60
		case unit < engine.Time(5*time.Minute):
			unit *= 5
		case unit < engine.Time(15*time.Minute):
			unit *= 3
		default:
			unit *= 2
		}
	}
	return max(pace/unit*unit, engine.Time(time.Second))
}
