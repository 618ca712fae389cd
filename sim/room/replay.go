package room

import (
	"context"
	"fmt"
	"os"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// Replay is a recorded exercise that was read from a file.
type Replay struct {
	*exercise.Replay
	path string
}

// LoadUntil reads a record and rebuilds the exercise. Its errors are those of
// [record.ReadUntil], and an
// *exercise.Difference, with the replay up to there, if the replay differs from the record. It reads only the
// lines up to line, counted from 1 (the
// header); 0 is all of it. progress, which may be nil, is called with the entries done and in all.
func LoadUntil(ctx context.Context, path string, line int, progress func(done, of int)) (*Replay, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, entries, report, err := record.ReadUntil(f, line)
	if err != nil {
		return nil, err
	}
	p, err := exercise.NewReplay(ctx, h, entries, report, progress)
	if p == nil {
		return nil, err
	}
	return &Replay{Replay: p, path: path}, err
}

// Fork writes a record that shares this one's first entries and names it as its parent:
// the exercise can then be continued from there in another way.
func (p *Replay) Fork(path string, entries int) error {
	if entries < 0 || entries > len(p.Entries) {
		return fmt.Errorf("the record has %d entries, so it cannot be forked after %d", len(p.Entries), entries)
	}
	now := record.Header{Tocsin: p.Header.Tocsin, Started: time.Now().UTC()}
	w, _, _, err := record.Fork(p.path, entries, path, now)
	if err != nil {
		return err
	}
	return w.Leave()
}
