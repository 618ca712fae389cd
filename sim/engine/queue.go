package engine

import "math/bits"

// queue holds what is due: an indexed four-ary heap of 16-byte entries without
// pointers. Each entry stands for a slot, and a slot is in the heap at most once, so
// cancelling and moving are cheap.
//
// Taking the earliest out leaves a hole at the top. What happens then mostly schedules
// something, which goes into the hole and sinks from there: one way through the heap
// instead of two. Only if nothing does is the hole filled with the last entry.
type queue struct {
	heap []entry
	hole bool    // heap[0] has been taken out
	pos  []int32 `state:"kept" why:"follows from the heap"` // slot → place in heap, or -1
	seq  uint64
}

// entry is due at a time; key packs rank (3 bits), sequence (37) and slot (24), so that
// ties are resolved by rank, then by the order of scheduling.
type entry struct {
	at  Time
	key uint64
}

const (
	slotBits = 24
	maxSlots = 1 << slotBits
	rankBits = 61
)

// rank orders what happens at one instant.
type rank uint64

const (
	rankWorld rank = iota
	rankInject
	rankMove
	rankEnd // after everything else at that instant
)

func (e entry) slot() int32 { return int32(e.key & (maxSlots - 1)) }

func (a entry) before(b entry) bool { return a.at < b.at || a.at == b.at && a.key < b.key }

// reset empties the queue and makes it ready for slots. It looks only at what was still
// due, not at every slot.
func (q *queue) reset(slots int) {
	for _, e := range q.due() {
		q.pos[e.slot()] = -1
	}
	q.heap, q.hole, q.seq = q.heap[:0], false, 0
	for len(q.pos) < slots {
		q.pos = append(q.pos, -1)
	}
	q.pos = q.pos[:slots]
}

// due is all that is in the queue, in no particular order but that the earliest is
// first when there is no hole.
func (q *queue) due() []entry {
	if q.hole {
		return q.heap[1:]
	}
	return q.heap
}

// set schedules a slot, or moves it.
func (q *queue) set(slot int32, at Time, r rank) {
	q.seq++
	e := entry{at, uint64(r)<<rankBits | (q.seq&(1<<37-1))<<slotBits | uint64(slot)}
	i := q.pos[slot]
	switch {
	case i < 0 && q.hole:
		q.hole = false
		q.down(0, e)
	case i < 0:
		q.heap = append(q.heap, e)
		q.up(len(q.heap)-1, e)
	default:
		q.fill()
		if i = q.pos[slot]; e.before(q.heap[i]) {
			q.up(int(i), e)
		} else {
			q.down(int(i), e)
		}
	}
}

// cancel takes a slot out, if it is in.
func (q *queue) cancel(slot int32) {
	if q.pos[slot] < 0 {
		return
	}
	q.fill()
	i := int(q.pos[slot])
	q.pos[slot] = -1
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if i == last {
		return
	}
	if i > 0 && e.before(q.heap[(i-1)/4]) {
		q.up(i, e)
	} else {
		q.down(i, e)
	}
}

// pop takes out the earliest entry; the queue must not be empty.
func (q *queue) pop() entry {
	q.fill()
	q.hole = true
	q.pos[q.heap[0].slot()] = -1
	return q.heap[0]
}

// first is the earliest entry, which stays in; false when there is none.
func (q *queue) first() (entry, bool) {
	q.fill()
	if len(q.heap) == 0 {
		return entry{}, false
	}
	return q.heap[0], true
}

// fill closes the hole that taking the earliest out has left.
func (q *queue) fill() {
	if q.hole {
		q.sinkLast()
	}
}

func (q *queue) sinkLast() {
	q.hole = false
	last := len(q.heap) - 1
	e := q.heap[last]
	if q.heap = q.heap[:last]; last > 0 {
		q.down(0, e)
	}
}

func (q *queue) up(i int, e entry) {
	for i > 0 {
		p := (i - 1) / 4
		if !e.before(q.heap[p]) {
			break
		}
		q.heap[i] = q.heap[p]
		q.pos[q.heap[i].slot()] = int32(i)
		i = p
	}
	q.heap[i] = e
	q.pos[e.slot()] = int32(i)
}

// down lets an entry sink from a place. Which of four children is the earliest is as
// good as random, and a processor that guesses wrong waits longer than the comparison
// takes: so full families are compared without branches.
func (q *queue) down(i int, e entry) {
	h := q.heap
	for {
		c := 4*i + 1
		if c >= len(h) {
			break
		}
		best := c
		if c+4 <= len(h) {
			f := (*[4]entry)(h[c:])
			a, b := precedes(f[1], f[0]), 2+precedes(f[3], f[2])
			if precedes(f[b&3], f[a&3]) != 0 { // & 3 spares the check of bounds
				a = b
			}
			best += a
		} else {
			for k := c + 1; k < len(h); k++ {
				if h[k].before(h[best]) {
					best = k
				}
			}
		}
		if !h[best].before(e) {
			break
		}
		h[i] = h[best]
		q.pos[h[i].slot()] = int32(i)
		i = best
	}
	h[i] = e
	q.pos[e.slot()] = int32(i)
}

// precedes is 1 if a comes before b, else 0: the borrow of a subtraction of 128 bits, as
// no time in the queue is below 0.
func precedes(a, b entry) int {
	_, borrow := bits.Sub64(a.key, b.key, 0)
	_, borrow = bits.Sub64(uint64(a.at), uint64(b.at), borrow)
	return int(borrow)
}

// when returns when a slot is due.
func (q *queue) when(slot int32) (Time, bool) {
	if i := q.pos[slot]; i >= 0 {
		return q.heap[i].at, true
	}
	return 0, false
}

func (q *queue) copyFrom(o *queue) {
	q.heap = append(q.heap[:0], o.heap...)
	q.pos = append(q.pos[:0], o.pos...)
	q.seq, q.hole = o.seq, o.hole
}
