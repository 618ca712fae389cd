package engine_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// The classic hold model measures a queue: n events are pending; take the earliest out
// and put it back an exponential time later. The engine does the same with a scenario
// of n systems that fail and are repaired at once.

// work does something n times.
type work func(n int)

// bench runs work as a benchmark, after enough of it to fill caches and memory.
func bench(w work) func(*testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		w(1000)
		b.ResetTimer()
		w(b.N)
	}
}

// bareQueue is an indexed four-ary heap of 16-byte entries with nothing around it: what
// the engine's speed is measured against.
type bareQueue struct {
	heap []bareEntry
	pos  []int32
	seq  uint64
}

type bareEntry struct {
	at  int64
	key uint64 // sequence and slot
}

func (a bareEntry) before(b bareEntry) bool { return a.at < b.at || a.at == b.at && a.key < b.key }

func (q *bareQueue) push(slot int32, at int64) {
	q.seq++
	q.heap = append(q.heap, bareEntry{})
	q.up(len(q.heap)-1, bareEntry{at, q.seq<<24 | uint64(slot)})
}

func (q *bareQueue) pop() (slot int32, at int64) {
	top := q.heap[0]
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if last > 0 {
		q.down(0, e)
	}
	return int32(top.key & (1<<24 - 1)), top.at
}

func (q *bareQueue) move(slot int32, at int64) {
	q.seq++
	e, i := bareEntry{at, q.seq<<24 | uint64(slot)}, int(q.pos[slot])
	if e.before(q.heap[i]) {
		q.up(i, e)
	} else {
		q.down(i, e)
	}
}

func (q *bareQueue) put(i int, e bareEntry) {
	q.heap[i] = e
	q.pos[e.key&(1<<24-1)] = int32(i)
}

func (q *bareQueue) up(i int, e bareEntry) {
	for i > 0 && e.before(q.heap[(i-1)/4]) {
		q.put(i, q.heap[(i-1)/4])
		i = (i - 1) / 4
	}
	q.put(i, e)
}

func (q *bareQueue) down(i int, e bareEntry) {
	for {
		c := 4*i + 1
		if c >= len(q.heap) {
			break
		}
		best := c
		for k := c + 1; k < min(c+4, len(q.heap)); k++ {
			if q.heap[k].before(q.heap[best]) {
				best = k
			}
		}
		if !q.heap[best].before(e) {
			break
		}
		q.put(i, q.heap[best])
		i = best
	}
	q.put(i, e)
}

// splitMix is a plain sequential generator.
type splitMix uint64

func (s *splitMix) uniform() float64 {
	*s += 0x9e3779b97f4a7c15
	x := uint64(*s)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (float64((x^x>>31)>>11) + 0.5) / (1 << 53)
}

func (s *splitMix) exponential(mean float64) int64 { return int64(-mean * math.Log(s.uniform())) }

const meanHold = float64(scenario.Minute)

func bareHold(pending int) work {
	q, rng := &bareQueue{pos: make([]int32, pending)}, splitMix(1)
	for i := range pending {
		q.push(int32(i), rng.exponential(meanHold))
	}
	return func(n int) {
		for range n {
			slot, at := q.pop()
			q.push(slot, at+rng.exponential(meanHold))
		}
	}
}

// unlimited lets a run go on for as long as a benchmark likes.
var unlimited = engine.Limits{Instant: math.MaxInt, Total: math.MaxInt, Deliveries: math.MaxInt}

// engineHold counts each failure and each repair as an event.
func engineHold(t testing.TB, pending int) work {
	sc := &scenario.Scenario{Length: scenario.MaxLength, Systems: make([]scenario.System, pending)}
	for i := range sc.Systems {
		sc.Systems[i] = scenario.System{ID: strconv.Itoa(i), State: "normal", Repair: scenario.Delay{Set: true},
			Fails: scenario.Delay{Set: true, Kind: scenario.Exponential, A: scenario.Minute}}
	}
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{Limits: unlimited})
	return func(n int) {
		for range n {
			if !e.Step() {
				t.Fatal("the exercise is over: ", e.Err())
			}
		}
	}
}

var holdSizes = []int{100, 10_000, 1_000_000}

func BenchmarkHold(b *testing.B) {
	for _, n := range holdSizes {
		b.Run(fmt.Sprintf("bare/%d", n), bench(bareHold(n)))
		b.Run(fmt.Sprintf("engine/%d", n), bench(engineHold(b, n)))
	}
}
