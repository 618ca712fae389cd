package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tocsin/sim/engine"
)

// ErrStopped is in the error of every call after a write has failed: what the disk holds
// since then is not known, so nothing more is written, and nothing is tried again.
var ErrStopped = errors.New("recording has stopped")

// Writer adds to a record. It keeps the file locked until it is closed. It is not safe
// for use by several goroutines.
type Writer struct {
	places []*place // the record, and the mirror if there is one
	lost   []Loss   // that nobody has been told of
	seq    int
	at     engine.Time
	chain  string
	size   int64 // of the file
	signer Signer
	signed unsigned
	err    error // why nothing more can be written
	open   bool
}

// Create begins a record in a new file that only its owner may read, and locks it. A file
// that exists is refused. The header is on the disk when Create returns.
func Create(path string, h Header) (*Writer, error) {
	dir, name, err := openFolder(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w, err := create(dir, name, h)
	if err != nil {
		dir.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w.places[0].path = path
	return w, nil
}

func create(dir folder, name string, h Header) (*Writer, error) {
	h, err := h.prepared()
	if err != nil {
		return nil, err
	}
	object, err := h.object()
	if err != nil {
		return nil, err
	}
	line, chain := seal("", object)
	if len(line) > maxHeader {
		return nil, fmt.Errorf("the header has %d bytes; at most %d are allowed", len(line), maxHeader)
	}
	f, err := dir.Create(name)
	if err != nil {
		return nil, err
	}
	w := &Writer{places: []*place{{dir: dir, file: f, name: name, path: name}}, chain: chain,
		signed: newUnsigned(), open: true}
	if err = lockNew(f); err == nil {
		w.signed.add(line, chain)
		if err = w.write(line); err == nil {
			err = dir.Sync()
		}
	}
	if err != nil { // nothing has been recorded: remove the file, so that it can be made again
		return nil, errors.Join(err, f.Close(), dir.Remove(name))
	}
	return w, nil
}

// lockNew locks a file that was just opened. It tries for a second, since another program may hold it for a moment.
func lockNew(f file) error {
	err := f.Lock()
	for range 50 {
		if !errors.Is(err, ErrLocked) {
			break
		}
		time.Sleep(20 * time.Millisecond)
		err = f.Lock()
	}
	return err
}

// ResumeUntil opens a record to continue it, and locks it. A torn tail is moved to
// FILE.torn-<seq>, next to it, and the report says so. Damage is an error, as is a record
// that is closed. If line is not 0, only the lines up to it are
// kept, counted from 1 (the header), and all that follows is moved to FILE.after-<seq>:
// that makes it possible to continue from before a damaged line.
func ResumeUntil(path string, line int) (*Writer, Header, []Entry, Report, error) {
	if line < 0 {
		return nil, Header{}, nil, Report{}, fmt.Errorf("lines count from 1, so there is no line %d", line)
	}
	dir, name, err := openFolder(path)
	if err != nil {
		return nil, Header{}, nil, Report{}, fmt.Errorf("%s: %w", path, err)
	}
	w, h, entries, report, err := resume(dir, name, line)
	if err != nil {
		dir.Close()
		return nil, h, entries, report, fmt.Errorf("%s: %w", path, err)
	}
	w.places[0].path = path
	if report.SetAside != "" {
		report.SetAside = besideOf(path, report.SetAside)
	}
	return w, h, entries, report, nil
}

func resume(dir folder, name string, until int) (w *Writer, h Header, entries []Entry, report Report, err error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, h, nil, report, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err = f.Lock(); err != nil {
		return
	}
	rd, entries, err := readUntil(f, until)
	if rd != nil {
		h, report = rd.Header(), rd.Report()
	}
	if err != nil {
		return
	}
	if report.Closed {
		err = errors.New("this record is closed: the exercise has ended; tocsin report and tocsin replay " +
			"read it, and replay can fork it")
		return
	}
	if h.Parent != nil && len(entries) < h.Parent.Seq {
		err = fmt.Errorf("this fork has only %d of the %d entries of its parent: delete it and fork again",
			len(entries), h.Parent.Seq)
		return
	}
	first := &place{dir: dir, file: f, name: name, path: name}
	w = &Writer{places: []*place{first}, chain: report.Chain, seq: len(entries), size: report.Bytes,
		signed: rd.unsigned, open: true}
	if n := len(entries); n > 0 {
		w.at = entries[n-1].At
	}
	switch {
	case report.Torn != nil:
		report.SetAside, err = first.setAside(report.Bytes, fmt.Sprintf("torn-%d", w.seq+1))
	case report.LeftOut != nil:
		report.SetAside, err = first.setAside(report.Bytes, fmt.Sprintf("after-%d", w.seq+1))
	}
	// A program that was killed before its sync may have written the last lines, or the file's name.
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = dir.Sync()
	}
	return
}

// Append writes one entry, and returns when it is on the disk, with the entry as it will
// be read again: numbered, its texts cleaned. Only then may it take effect. An entry that
// no record can hold is refused, and the writer stays usable; after any other
// error nothing can be written any more, and whether this entry is in the file is not
// known: Err tells these cases apart.
func (w *Writer) Append(e Entry) (Entry, error) {
	es, err := w.AppendAll([]Entry{e})
	if err != nil {
		return Entry{}, err
	}
	return es[0], nil
}

// AppendAll does what Append does for several entries, with one write and one sync. After a crash in
// between, the first few of them may be in the record.
func (w *Writer) AppendAll(es []Entry) ([]Entry, error) {
	if err := w.usable(); err != nil {
		return nil, err
	}
	seq, at, chain := w.seq, w.at, w.chain
	var lines []byte
	var ends []int // of each line in lines
	var chains []string
	out := make([]Entry, 0, len(es))
	for _, e := range es {
		e, err := e.prepared()
		if err != nil {
			return nil, fmt.Errorf("this cannot be recorded: %w", err)
		}
		if e.At < at {
			return nil,
				fmt.Errorf("this cannot be recorded: its time, %s, is before that of the entry before it, %s", e.At,
					at)
		}
		seq++
		e.Seq, at = seq, e.At
		object, err := e.object()
		if err != nil {
			return nil, fmt.Errorf("this cannot be recorded: %w", err)
		}
		var line []byte
		if line, chain = seal(chain, object); len(line) > MaxLine {
			return nil, fmt.Errorf("this cannot be recorded: it would take %d bytes, and an entry has at most %d",
				len(line), MaxLine)
		}
		lines = append(lines, line...)
		ends, chains = append(ends, len(lines)), append(chains, chain)
		out = append(out, e)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	if err := w.write(lines); err != nil {
		return nil, w.err
	}
	w.seq, w.at, w.chain = seq, at, chain
	from := 0
	for i, to := range ends {
		w.signed.add(lines[from:to], chains[i])
		from = to
	}
	return out, nil
}

// write writes once and syncs once, in each place that still works. A place that has failed is
// not tried again; if all have failed, the writer can write no more.
func (w *Writer) write(lines []byte) error {
	w.size += int64(len(lines))
	var errs []error
	works := false
	for _, p := range w.places {
		if p.err != nil {
			continue
		}
		if p.err = p.write(lines, w.size); p.err == nil {
			works = true
			continue
		}
		errs = append(errs, p.err)
		w.lost = append(w.lost, Loss{p.path, p.err})
	}
	if works {
		return nil
	}
	err := errors.Join(errs...)
	w.err = fmt.Errorf("%w: %w", ErrStopped, err)
	return err
}

func (w *Writer) usable() error {
	if w.err == nil && !w.open {
		return errors.New("the record is closed")
	}
	return w.err
}

// Err says why nothing more can be written, or nil.
func (w *Writer) Err() error { return w.err }

// Code is the evidence code of what has been recorded so far.
func (w *Writer) Code() string { return codeOf(w.seq, w.chain) }

// Chain is the chain of the last line.
func (w *Writer) Chain() string { return w.chain }

// Seq is the number of the last entry, 0 before the first.
func (w *Writer) Seq() int { return w.seq }

// Close ends the record with a closing line that holds the final digest, and closes the file. Nothing
// can be added afterwards: use it when the room is closed for good, and Leave to continue later.
func (w *Writer) Close(final uint64) error {
	if err := w.usable(); err != nil {
		return errors.Join(err, w.Leave())
	}
	e := Entry{Seq: w.seq + 1, Wall: time.Now(), Verb: closing, State: final}
	var err error
	if w.signer != nil {
		e.Args, err = w.statement(stateText(final), func(args json.RawMessage) ([]byte, error) {
			e.Args = args
			return e.object()
		})
	}
	object, err2 := e.object()
	if err := errors.Join(err, err2); err != nil {
		return errors.Join(err, w.Leave())
	}
	line, chain := seal(w.chain, object)
	if err := w.write(line); err != nil {
		return errors.Join(w.err, w.Leave())
	}
	w.seq, w.chain = w.seq+1, chain
	return w.Leave()
}

// Leave closes the file without a closing line, so that ResumeUntil can continue it.
func (w *Writer) Leave() error {
	if !w.open {
		return nil
	}
	w.open = false
	var errs []error
	for _, p := range w.places {
		if err := errors.Join(p.file.Close(), p.dir.Close()); p.err == nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
