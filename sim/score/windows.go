package score

import (
	"fmt"
	"math"

	"tocsin/sim/engine"
)

// moves are those of a run as far as it has come.
type moves struct {
	played []engine.Round // over; of each, until when alone
	now    int            // the one that has begun last, or none where that follows from those played
}

func (m *moves) reset() { m.played, m.now = m.played[:0], none }

// see takes in that a move has ended or begun.
func (m *moves) see(ev engine.Event) {
	if ev.Kind == engine.MoveBegan {
		m.now = int(ev.Ref)
		return
	}
	m.played = append(m.played, engine.Round{Until: ev.At})
}

// windows calls f for each window with its name and bounds; messages at its end belong
// to it, those at STARTEX to the first.
func (l *Ledger) windows(f func(name string, from, to engine.Time)) {
	from := engine.Time(-1)
	for i, r := range l.model.Rounds(l.moves.played, l.moves.now) {
		f(fmt.Sprintf("move %d", i+1), from, r.Until)
		from = r.Until
	}
	if len(l.sc.Moves) > 0 {
		if engine.At(l.sc.Length) > from {
			f("after the moves", from, engine.Time(math.MaxInt64))
		}
		return
	}
	for q := range engine.Time(4) {
		to := engine.At(l.sc.Length) / 4 * (q + 1)
		if q == 3 {
			to = engine.Time(math.MaxInt64)
		}
		f(fmt.Sprintf("quarter %d", q+1), from, to)
		from = to
	}
}
