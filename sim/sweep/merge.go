package sweep

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Merge is the shards of a sweep, of which none is missing or damaged.
type Merge struct {
	Design Design
	paths  []string // in the order of the shards
}

// Problems is everything that keeps shards from being merged, a sentence each.
type Problems []string

func (p Problems) Error() string { return strings.Join(p, "\n") }

// OpenMerge reads shards from end to end and checks that they are whole, belong to one
// sweep, and that none is missing or there twice. If not, its error is [Problems].
func OpenMerge(paths []string) (*Merge, error) {
	var bad Problems
	heads := make([]*head, len(paths))
	digests := make([]chain, len(paths))
	for i, p := range paths {
		var err error
		if heads[i], digests[i], err = audit(p); err != nil {
			bad = append(bad, fmt.Sprintf("%s: %v", p, err))
		}
	}
	first := -1
	for i, h := range heads {
		if h == nil {
			continue
		}
		if first < 0 {
			first = i
		} else if why := heads[first].Design.differs(&h.Design); why != "" {
			bad = append(bad, fmt.Sprintf("%s is of another sweep than %s: %s", paths[i], paths[first], why))
			heads[i] = nil
		} else if h.Of != heads[first].Of {
			bad = append(bad, fmt.Sprintf("%s is shard %d of %d, but %s is one of %d", paths[i], h.Shard, h.Of,
				paths[first], heads[first].Of))
			heads[i] = nil
		}
	}
	if first < 0 {
		return nil, bad
	}
	m := &Merge{Design: heads[first].Design, paths: make([]string, heads[first].Of)}
	by := make([]int, heads[first].Of)
	for i, h := range heads {
		if h == nil {
			continue
		}
		at := h.Shard - 1
		if m.paths[at] == "" {
			m.paths[at], by[at] = paths[i], i
			continue
		}
		same := "they are the same; leave one out"
		if digests[i] != digests[by[at]] {
			same = "and they differ: runs of one seed must always give the same result, so one of the two is damaged " +
				"or was not made by this program"
		}
		bad = append(bad, fmt.Sprintf("%s and %s are both shard %d/%d; %s", m.paths[at], paths[i], h.Shard, h.Of,
			same))
	}
	for at, p := range m.paths {
		if p == "" && !leftOut(heads) {
			bad = append(bad, fmt.Sprintf("shard %d/%d is missing", at+1, len(m.paths)))
		} else if p == "" {
			bad = append(bad, fmt.Sprintf("shard %d/%d is missing, or among the files that are at fault", at+1,
				len(m.paths)))
		}
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return m, nil
}

// leftOut reports whether a file was left out: it is not sound, or of another sweep.
func leftOut(heads []*head) bool {
	for _, h := range heads {
		if h == nil {
			return true
		}
	}
	return false
}

// audit reads a whole shard and returns its head and the checksum of its last line.
func audit(path string) (*head, chain, error) {
	r, err := readShard(path, func(*Block) error { return nil })
	if err != nil {
		return nil, chain{}, err
	}
	return &r.header, r.sum, nil
}

// readShard hands every block of a shard to take, in order, and checks that all are there. It reads
// to the end even if take returns [ErrEnough].
func readShard(path string, take func(*Block) error) (*shardReader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readWhole(f, take)
}

// readWhole reads a shard from its head to its end.
func readWhole(in io.Reader, take func(*Block) error) (*shardReader, error) {
	r := newReader(in)
	line, err := readLine(r.in)
	if err == nil {
		err = r.head(line)
	}
	if err != nil {
		return nil, errors.New("this is not a shard of a sweep")
	}
	part := r.header.Design.Shard(r.header.Shard, r.header.Of)
	whole := fmt.Sprintf("shard %d/%d", r.header.Shard, r.header.Of)
	for {
		end, err := r.block()
		switch {
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%s is not complete: it holds %d of %d blocks; run it again to go on", whole,
				r.blocks, part.To-part.From)
		case err != nil:
			return nil, fmt.Errorf("line %d of %s: %w; run the shard again to write it from there", r.line+1, whole,
				err)
		case end:
			if r.blocks != part.To-part.From && r.header.Design.Until == nil {
				return nil, fmt.Errorf("%s ends after %d of %d blocks", whole, r.blocks, part.To-part.From)
			}
			if _, err := readLine(r.in); !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("%s goes on after its end; run it again", whole)
			}
			return r, nil
		case r.got.Index != part.From+r.blocks-1:
			return nil, fmt.Errorf("line %d of %s holds block %d where block %d belongs", r.line, whole,
				r.got.Index, part.From+r.blocks-1)
		}
		if err := take(&r.got); err != nil && !errors.Is(err, ErrEnough) {
			return nil, err
		}
	}
}

// Each hands every block of the sweep to take, in order, and returns take's error, except that
// [ErrEnough] neither stops it nor is returned. An error names the file.
func (m *Merge) Each(take func(*Block) error) error {
	for _, p := range m.paths {
		if _, err := readShard(p, take); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return nil
}
