package sim

// queue holds what is due: an indexed four-ary heap of 16-byte entries without
// pointers. Each entry stands for a slot, and a slot is in the heap at most once, so
// cancelling and moving are cheap.
type queue struct {
	heap []entry
	pos  []int32 // slot → place in heap, or -1
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
)

func (e entry) slot() int32 { return int32(e.key & (maxSlots - 1)) }

func (a entry) before(b entry) bool { return a.at < b.at || a.at == b.at && a.key < b.key }

func (q *queue) reset(slots int) {
	q.heap = q.heap[:0]
	q.seq = 0
	if cap(q.pos) < slots {
		q.pos = make([]int32, slots)
	}
	q.pos = q.pos[:slots]
	for i := range q.pos {
		q.pos[i] = -1
	}
}

// set schedules a slot, or moves it.
func (q *queue) set(slot int32, at Time, r rank) {
	q.seq++
	e := entry{at, uint64(r)<<rankBits | (q.seq&(1<<37-1))<<slotBits | uint64(slot)}
	if i := q.pos[slot]; i >= 0 {
		old := q.heap[i]
		if e.before(old) {
			q.up(int(i), e)
		} else {
			q.down(int(i), e)
		}
		return
	}
	q.heap = append(q.heap, e)
	q.up(len(q.heap)-1, e)
}

// cancel takes a slot out, if it is in.
func (q *queue) cancel(slot int32) {
	i := int(q.pos[slot])
	if i < 0 {
		return
	}
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
	top := q.heap[0]
	q.pos[top.slot()] = -1
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if last > 0 {
		q.down(0, e)
	}
	return top
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

func (q *queue) down(i int, e entry) {
	n := len(q.heap)
	for {
		c := 4*i + 1
		if c >= n {
			break
		}
		best := c
		for k := c + 1; k < c+4 && k < n; k++ {
			if q.heap[k].before(q.heap[best]) {
				best = k
			}
		}
		if !q.heap[best].before(e) {
			break
		}
		q.heap[i] = q.heap[best]
		q.pos[q.heap[i].slot()] = int32(i)
		i = best
	}
	q.heap[i] = e
	q.pos[e.slot()] = int32(i)
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
	q.seq = o.seq
}
