package record

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Fork begins a record that has the history of another one up to an entry (0: only
// its header) and names it as its parent. Of now, Tocsin and Started are taken. The parent is
// only read, and may be in use.
func Fork(parent string, seq int, path string, now Header) (*Writer, Header, []Entry, error) {
	fail := func(err error) (*Writer, Header, []Entry, error) { return nil, Header{}, nil, err }
	f, err := os.Open(parent)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	rd, entries, err := upTo(f, seq)
	if err != nil {
		return fail(fmt.Errorf("%s: %w", parent, err))
	}
	h := rd.Header()
	h.Parent = &Parent{filepath.Base(parent), seq, rd.Report().Chain}
	h.Tocsin, h.Started = now.Tocsin, now.Started
	if h, err = h.prepared(); err != nil {
		return fail(err)
	}
	w, err := Create(path, h)
	if err != nil {
		return fail(err)
	}
	if entries, err = w.AppendAll(entries); err != nil {
		return fail(errors.Join(fmt.Errorf("%s: %w", path, err), w.Leave(), os.Remove(path)))
	}
	return w, h, entries, nil
}

// upTo reads a record up to an entry.
func upTo(r io.Reader, seq int) (*Reader, []Entry, error) {
	if seq < 0 {
		return nil, nil, fmt.Errorf("entries count from 1, so there is no entry %d", seq)
	}
	rd, err := NewReader(r)
	if err != nil {
		return nil, nil, err
	}
	var entries []Entry
	for len(entries) < seq {
		e, err := rd.Next()
		if err == io.EOF {
			return nil, nil, fmt.Errorf("it has %d entries, so there is no entry %d", len(entries), seq)
		}
		if err != nil {
			return nil, nil, err
		}
		if f := rd.report.Forged; f != nil {
			return nil, nil, f
		}
		entries = append(entries, e)
	}
	return rd, entries, nil
}

// SameHistory reports an error unless the second record is a fork of the first: of the
// same exercise, naming it at the right place, and with the same entries up to there.
func SameHistory(parent, fork io.Reader) error {
	rf, err := NewReader(fork)
	if err != nil {
		return fmt.Errorf("the fork: %w", err)
	}
	h := rf.Header()
	if h.Parent == nil {
		return errors.New("this record names no parent")
	}
	rp, theirs, err := upTo(parent, h.Parent.Seq)
	if err != nil {
		return fmt.Errorf("the parent: %w", err)
	}
	p := rp.Header()
	if rp.Report().Chain != h.Parent.Chain {
		return fmt.Errorf("the fork was cut from a record with the code %s at entry %d; this one has %s there",
			h.Parent.Code(), h.Parent.Seq, rp.Report().Code)
	}
	if p.Digest != h.Digest || p.Seed != h.Seed || !slices.Equal(p.Mechanisms, h.Mechanisms) {
		return errors.New("the fork has another scenario, seed or mechanisms than its parent")
	}
	for i := range theirs {
		e, err := rf.Next()
		if err == io.EOF {
			return fmt.Errorf("the fork has only %d of the %d entries of its parent", i, len(theirs))
		}
		if err != nil {
			return fmt.Errorf("the fork: %w", err)
		}
		if !e.same(&theirs[i]) {
			return fmt.Errorf("entry %d of the fork is not that of its parent", e.Seq)
		}
	}
	return nil
}

// same reports whether two entries in the same place of their records say the same.
func (e *Entry) same(o *Entry) bool {
	return e.At == o.At && e.Wall.Equal(o.Wall) && e.Who == o.Who && e.Seat == o.Seat &&
		e.Verb == o.Verb && string(e.Args) == string(o.Args) && e.Reason == o.Reason && e.State == o.State
}
