package sweep

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// pieceRuns is how many runs of every arm a worker takes on at a time. Blocks are cut into
// pieces so that a short sweep keeps every core busy.
const pieceRuns = 16

// ErrEnough is what take returns to end a sweep before its last block.
var ErrEnough = errors.New("that is enough")

// Part is the blocks From up to, but not including, To.
type Part struct{ From, To int }

// Shard returns the part that shard i of n has; i counts from 1.
func (d *Design) Shard(i, n int) Part {
	b := d.Blocks()
	return Part{(i - 1) * b / n, i * b / n}
}

// Run plays a part of the sweep with some workers, at least one, and hands each block to take,
// in order and one at a time; take must not keep it. It ends early when ctx is done or take
// returns an error, and returns that error, or nil for [ErrEnough]; the blocks handed on are
// then the first of the part.
func (s *Sweep) Run(ctx context.Context, part Part, workers int, take func(*Block) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &pool{s: s, part: part, next: part.From, take: take, cancel: cancel, open: map[int]*Block{},
		window: 2*workers + 2}
	p.room.L = &p.mu
	stop := context.AfterFunc(ctx, func() { // wakes those that wait for room
		p.mu.Lock()
		defer p.mu.Unlock()
		p.room.Broadcast()
	})
	defer stop()
	var all sync.WaitGroup
	for range max(1, workers) {
		all.Go(func() { p.work(ctx) })
	}
	all.Wait()
	switch {
	case errors.Is(p.err, ErrEnough):
		return nil
	case p.err != nil:
		return p.err
	case p.next < part.To:
		return context.Cause(ctx)
	}
	return nil
}

// pool is the blocks that are being played.
type pool struct {
	s      *Sweep
	part   Part
	take   func(*Block) error
	cancel context.CancelFunc
	claim  atomic.Int64 // pieces that have been taken on

	mu     sync.Mutex
	room   sync.Cond
	window int // how many blocks may be open, so that memory is bounded
	next   int // the block that take has next
	open   map[int]*Block
	done   []*Block // played, and waiting for those before them
	free   []*Block
	err    error
}

const piecesInBlock = BlockRuns / pieceRuns

func (p *pool) work(ctx context.Context) {
	w := p.s.newWorker()
	w.ctx = ctx
	for {
		n := int(p.claim.Add(1)) - 1
		index, piece := p.part.From+n/piecesInBlock, n%piecesInBlock
		if index >= p.part.To {
			return
		}
		b := p.block(ctx, index)
		if b == nil {
			return
		}
		for run := piece * pieceRuns; run < min((piece+1)*pieceRuns, b.Runs); run++ {
			if w.fill(b, run) != nil {
				return // interrupted: the block stays unfinished
			}
		}
		p.finish(b)
	}
}

// block is the index-th block, opened by whoever needs it first; nil when the sweep ends.
func (p *pool) block(ctx context.Context, index int) *Block {
	p.mu.Lock()
	defer p.mu.Unlock()
	for index >= p.next+p.window && ctx.Err() == nil {
		p.room.Wait()
	}
	if ctx.Err() != nil {
		return nil
	}
	b, ok := p.open[index]
	if !ok {
		if n := len(p.free); n > 0 {
			b, p.free = p.free[n-1], p.free[:n-1]
		} else {
			b = &Block{}
		}
		b.clear(&p.s.Design, index)
		b.left = piecesInBlock
		p.open[index] = b
	}
	return b
}

// finish counts a piece of a block as played. If the block is complete, it hands on every
// complete block whose turn it is.
func (p *pool) finish(b *Block) {
	p.mu.Lock()
	b.left--
	complete := b.left == 0
	p.mu.Unlock()
	if !complete {
		return
	}
	b.order(&p.s.Design)
	b.sum(&p.s.Design)
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, b.Index)
	p.done = append(p.done, b)
	for p.err == nil {
		i := slices.IndexFunc(p.done, func(b *Block) bool { return b.Index == p.next })
		if i < 0 {
			return
		}
		b := p.done[i]
		p.done = slices.Delete(p.done, i, i+1)
		if p.err = p.take(b); p.err != nil {
			p.cancel()
		}
		p.next++
		p.free = append(p.free, b)
		p.room.Broadcast()
	}
}
