package engine

import (
	"container/heap"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// plainQueue is the simplest queue that does the same: container/heap, with what is
// cancelled or moved taken out by looking for it.
type plainQueue []plainEntry

type plainEntry struct {
	at   Time
	rank rank
	seq  int
	slot int32
}

func (q plainQueue) Len() int      { return len(q) }
func (q plainQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *plainQueue) Push(x any)   { *q = append(*q, x.(plainEntry)) }
func (q *plainQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func (q plainQueue) Less(i, j int) bool {
	a, b := q[i], q[j]
	switch {
	case a.at != b.at:
		return a.at < b.at
	case a.rank != b.rank:
		return a.rank < b.rank
	}
	return a.seq < b.seq
}

func (q *plainQueue) cancel(slot int32) {
	for i, e := range *q {
		if e.slot == slot {
			heap.Remove(q, i)
			return
		}
	}
}

// TestQueueAgainstPlainHeap: whatever is set, moved, cancelled, taken out and copied, in
// whatever order, the queue gives the same as the plain one.
func TestQueueAgainstPlainHeap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const slots = 40
		q, plain, seq := &queue{}, &plainQueue{}, 0
		q.reset(slots)
		slot := rapid.Int32Range(0, slots-1)
		set := func(t *rapid.T) {
			e := plainEntry{Time(rapid.IntRange(0, 20).Draw(t, "at")), rank(rapid.IntRange(0, 3).Draw(t, "rank")),
				seq, slot.Draw(t, "slot")}
			seq++
			q.set(e.slot, e.at, e.rank)
			plain.cancel(e.slot)
			heap.Push(plain, e)
		}
		t.Repeat(map[string]func(*rapid.T){
			"set":       set,
			"set again": set,
			"cancel": func(t *rapid.T) {
				s := slot.Draw(t, "slot")
				q.cancel(s)
				plain.cancel(s)
			},
			"pop": func(t *rapid.T) {
				if plain.Len() == 0 {
					t.Skip("empty")
				}
				want, got := heap.Pop(plain).(plainEntry), q.pop()
				require.Equal(t, want.slot, got.slot())
				require.Equal(t, want.at, got.at)
			},
			"first": func(t *rapid.T) {
				top, any := q.first()
				require.Equal(t, plain.Len() > 0, any)
				if any {
					require.Equal(t, (*plain)[0].slot, top.slot())
				}
			},
			"copy": func(*rapid.T) {
				c := &queue{}
				c.copyFrom(q)
				q = c
			},
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "seldom") == 0 {
					q.reset(slots)
					*plain = nil
				}
			},
			"": func(t *rapid.T) {
				require.Len(t, q.due(), plain.Len())
				for _, e := range *plain {
					at, due := q.when(e.slot)
					require.True(t, due)
					require.Equal(t, e.at, at)
				}
			},
		})
	})
}
