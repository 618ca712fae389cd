package sweep

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Shard is a file that holds a part of a sweep. It grows a line at a time; lines that are
// whole stay as they are. As its bytes depend on the design alone, two processes that play
// the same shard into one file write the same thing.
type Shard struct {
	part   Part
	file   *os.File
	at     int64 // where the next line goes
	sum    chain
	next   int // the block that comes next
	ended  bool
	enough bool // what is in the file is all that is wanted
	buffer []byte
}

// OpenShard opens the file of shard i of n, or creates it; i counts from 1. What a killed
// process left in it is used: every whole block is handed to take, in order, and what comes
// after the last of them is written over. A file of another sweep or shard is an error and
// stays as it is. When take returns [ErrEnough] the shard is at its end; any other error of
// take is returned.
func OpenShard(path string, d Design, i, n int, take func(*Block) error) (*Shard, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	s := &Shard{part: d.Shard(i, n), file: f}
	s.next = s.part.From
	if err := s.resume(head{d, i, n}, take); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// resume reads what is there already and finds where to go on.
func (s *Shard) resume(h head, take func(*Block) error) error {
	object, err := json.Marshal(h)
	if err != nil {
		return err
	}
	var sum chain
	want := sum.seal(object)
	r := newReader(s.file)
	line, err := readLine(r.in)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, errTorn) && (bytes.HasPrefix(want, line) || blank(line)):
		if _, err := s.file.WriteAt(want, 0); err != nil {
			return err
		}
		s.at, s.sum = int64(len(want)), sum
		return nil
	case err != nil && !errors.Is(err, errTorn):
		return err
	}
	if err := r.head(line); err != nil {
		return errors.New("this is not a shard of a sweep, so it is left as it is; give another file")
	}
	if why := r.differs(&h); why != "" {
		return fmt.Errorf("this is another sweep, so it is left as it is; give another file (%s)", why)
	}
	s.at, s.sum = int64(len(line))+1, r.sum
	for !s.ended {
		end, err := r.block()
		if errors.Is(err, io.EOF) || errors.Is(err, errTorn) {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case end:
			s.ended = true
		case r.got.Index != s.next:
			return nil
		default:
			s.next++
			if err := take(&r.got); errors.Is(err, ErrEnough) {
				s.at, s.sum, s.enough = r.at, r.sum, true
				return nil
			} else if err != nil {
				return err
			}
		}
		s.at, s.sum = r.at, r.sum
	}
	return nil
}

// blank reports whether a line holds nothing: what a crash can leave of one.
func blank(line []byte) bool { return len(bytes.Trim(line, "\x00")) == 0 }

// Rest is the part that is not in the file yet.
func (s *Shard) Rest() Part {
	if s.ended || s.enough {
		return Part{s.part.To, s.part.To}
	}
	return Part{s.next, s.part.To}
}

// Add writes the next block.
func (s *Shard) Add(b *Block) error {
	s.buffer = appendBlock(s.buffer[:0], b)
	s.next++
	return s.write()
}

// write seals what is in the buffer and writes it as a line.
func (s *Shard) write() error {
	s.buffer = s.sum.seal(s.buffer)
	n, err := s.file.WriteAt(s.buffer, s.at)
	s.at += int64(n)
	return err
}

// Finish writes the end of a complete shard and closes the file.
func (s *Shard) Finish() error {
	if !s.ended {
		s.buffer = fmt.Appendf(s.buffer[:0], `{"end":%d}`, s.next-s.part.From)
		if err := s.write(); err != nil {
			s.file.Close()
			return err
		}
		s.ended = true
	}
	if err := errors.Join(s.file.Truncate(s.at), s.file.Sync()); err != nil {
		s.file.Close()
		return err
	}
	return s.file.Close()
}

// Close closes the file of a shard that is not complete; [OpenShard] can continue it.
func (s *Shard) Close() error { return errors.Join(s.file.Sync(), s.file.Close()) }

// shardReader reads a shard line by line.
type shardReader struct {
	in     *bufio.Reader
	header head
	sum    chain
	at     int64 // bytes up to the end of the last whole line
	line   int   // its number
	blocks int   // how many were read
	got    Block
}

func newReader(in io.Reader) *shardReader {
	return &shardReader{in: bufio.NewReaderSize(in, 1<<20)}
}

// head reads the first line and checks it.
func (r *shardReader) head(line []byte) error {
	at := int64(len(line)) + 1
	object, err := r.sum.open(line)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(object))
	d.DisallowUnknownFields()
	if err := d.Decode(&r.header); err != nil {
		return errTorn
	}
	r.at, r.line = at, 1
	return r.header.check()
}

// check refuses a head that no sweep wrote, before memory is allocated by its numbers.
func (h *head) check() error {
	d := &h.Design
	if h.Of < 1 || h.Shard < 1 || h.Shard > h.Of || d.N < 1 || d.N > MaxRuns || len(d.Arms) < 1 ||
		len(d.Arms) > MaxArms || len(d.Measures) < 1 || len(d.Arms)*len(d.Measures) > maxColumns {
		return errTorn
	}
	if d.Until != nil && d.measureAt(d.Until.Measure) < 0 {
		return errTorn
	}
	for a := range d.Arms {
		if against := d.Arms[a].Against; against < -1 || against >= len(d.Arms) {
			return errTorn
		}
	}
	return nil
}

// block reads the next block into got; true for the end of the shard.
func (r *shardReader) block() (end bool, err error) {
	line, err := readLine(r.in)
	if err != nil {
		return false, err
	}
	n := int64(len(line)) + 1
	object, err := r.sum.open(line)
	if err != nil {
		return false, err
	}
	if string(object) == fmt.Sprintf(`{"end":%d}`, r.blocks) {
		end = true
	} else if err := parseBlock(object, &r.header.Design, &r.got); err != nil {
		return false, err
	} else {
		r.blocks++
	}
	r.at += n
	r.line++
	return end, nil
}

// differs says how a shard is not the one that is wanted; empty if it is.
func (r *shardReader) differs(want *head) string {
	if why := want.Design.differs(&r.header.Design); why != "" {
		return why
	}
	if r.header.Shard != want.Shard || r.header.Of != want.Of {
		return fmt.Sprintf("it holds shard %d/%d, not %d/%d", r.header.Shard, r.header.Of, want.Shard, want.Of)
	}
	return ""
}

// differs says how another design is not this one; empty if they are equal.
func (d *Design) differs(o *Design) string {
	encode := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
	for _, part := range []struct {
		what      string
		have, was any
		show      bool
	}{
		{"scenario", d.Scenario, o.Scenario, true},
		{"the scenario's text, by its digest", d.Digest, o.Digest, true},
		{"seed", d.Seed, o.Seed, true},
		{"number of runs", d.N, o.N, true},
		{"arms or settings", names(d), names(o), true},
		{"arms", d.Arms, o.Arms, false},
		{"measures", d.measureIDs(), o.measureIDs(), true},
		{"measures", d.Measures, o.Measures, false},
		{"half-width at which to stop", d.Until, o.Until, true},
		{"version of tocsin", d.Version, o.Version, true},
		{"state in which the same first run ends, so engine", d.States, o.States, false},
		{"design", d, o, false},
	} {
		if a, b := encode(part.have), encode(part.was); a != b {
			if part.show && len(a)+len(b) < 400 {
				return fmt.Sprintf("%s: %s, not %s", part.what, b, a)
			}
			return part.what + ": not the same"
		}
	}
	return ""
}

func names(d *Design) string {
	var out []string
	for i := range d.Arms {
		out = append(out, d.Arms[i].Name)
	}
	return strings.Join(out, "; ")
}
