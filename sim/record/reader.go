package record

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// sector is how many bytes a disk writes as a whole or not at all.
const sector = 512

// Report is what can be said of a record as far as it was read.
type Report struct {
	Lines    int       // whole lines, with the header and the closing line
	Entries  int       // how many of them are entries
	Bytes    int64     // length of these lines; a torn tail begins here
	Chain    string    // chain of the last of them
	Code     string    // evidence code up to the last of them
	Closed   bool      // whether that is the closing line
	ClosedAt time.Time // wall clock of the closing line
	Final    uint64    // digest in the closing line
	Torn     *Torn     // a last entry that was never completely written
	LeftOut  *LeftOut  // what is after the line that was asked for
	SetAside string    // file that ResumeUntil moved a torn tail, or what was left out, to
	Signed   []Signed  // by whom which lines are signed, in their order
	Forged   *Damage   // the first line that is not what was signed; nil if all is
}

// Torn is the tail of a record whose last entry was not completely written when the program
// or the machine stopped. Nobody was told that the entry was taken.
type Torn struct {
	Line   int    // number of the line that it would have been
	Offset int64  // where it begins
	Bytes  int64  // how long it is
	Why    string // how one can see that
}

func (t *Torn) String() string {
	return fmt.Sprintf("line %d (from byte %d, %d bytes) was not completely written: %s", t.Line, t.Offset, t.Bytes,
		t.Why)
}

// LeftOut is the part of a record that a reader with a limit did not read.
type LeftOut struct {
	Line  int   // number of its first line
	Lines int   // how many line feeds it has, and one more for a rest without
	Bytes int64 // how long it is
}

// Damage is an error: a line is not what was written, or does not belong there. The lines
// before it are good; those after it were not checked.
type Damage struct {
	Line   int    // number of the line, from 1
	Offset int64  // byte at which it begins, from 0
	Why    string // what is wrong
	After  int    // how many lines follow it; 0 too if they were not counted
}

func (d *Damage) Error() string {
	s := fmt.Sprintf("line %d (byte %d) is damaged: %s", d.Line, d.Offset, d.Why)
	switch d.After {
	case 0:
	case 1:
		s += "; 1 line follows it"
	default:
		s += fmt.Sprintf("; %d lines follow it", d.After)
	}
	return s
}

// Reader reads a record line by line in memory that does not grow with its length.
type Reader struct {
	in     *bufio.Reader
	header Header
	report Report
	last   Entry
	until  int
	err    error

	unsigned unsigned
	sealed   bool // the line that is being accepted is a signature
	inherits int  // entries of a fork that its parent's keys have signed
}

// NewReader reads the header. Its error is a [*Damage] if the header is not as it was written.
func NewReader(r io.Reader) (*Reader, error) {
	rd := &Reader{in: bufio.NewReaderSize(r, MaxLine), unsigned: newUnsigned()}
	line, err := rd.line(maxHeader)
	if err != nil {
		return nil, err
	}
	switch {
	case line.length == 0 && !line.ended:
		return nil, rd.damage("the file is empty: nothing was recorded, so start again")
	case line.long():
		return nil, rd.damage("this is not a record: its first line is too long to be a header")
	case !line.ended:
		return nil, rd.damage("the header was not completely written, so nothing was recorded: start again")
	}
	object, err := rd.unchain(line)
	if err == nil {
		rd.header, err = readHeader(object)
	}
	if err != nil {
		return nil, rd.damage(err.Error())
	}
	if p := rd.header.Parent; p != nil {
		rd.inherits = p.Seq
	}
	rd.accept(line, 0)
	return rd, nil
}

// Header is the first line.
func (r *Reader) Header() Header { return r.header }

// Report tells what was read so far: after each call of Next, of the lines up to that
// entry.
func (r *Reader) Report() Report { return r.report }

// Until makes the reader stop after a line, counted from 1; what follows is only counted.
func (r *Reader) Until(line int) { r.until = line }

// Next gives the next entry. At the end it is io.EOF, and Report tells which end that
// was: a closing line, an open end, or a torn tail. Any other error is a [*Damage], or
// comes from the file.
func (r *Reader) Next() (Entry, error) {
	if r.err == nil {
		var e Entry
		if e, r.err = r.next(); r.err == nil {
			return e, nil
		}
	}
	return Entry{}, r.err
}

func (r *Reader) next() (Entry, error) {
	if r.until > 0 && r.report.Lines >= r.until {
		return Entry{}, r.leaveOut()
	}
	line, err := r.line(MaxLine)
	if err != nil {
		return Entry{}, err
	}
	if line.length == 0 && !line.ended {
		return Entry{}, io.EOF
	}
	if r.report.Closed {
		return Entry{}, r.damage("there is something after the closing line")
	}
	if line.long() && (line.ended || !line.zeros) {
		return Entry{}, r.damage(fmt.Sprintf("it is longer than the %d bytes that an entry may have", MaxLine))
	}
	torn := func(why string) (Entry, error) {
		length := line.length
		if line.ended {
			length++
		}
		r.report.Torn = &Torn{r.report.Lines + 1, r.report.Bytes, length, why}
		return Entry{}, io.EOF
	}
	if !line.ended {
		return torn("it has no end")
	}
	object, err := r.unchain(line)
	if err != nil {
		if zeroSector(line.text, r.report.Bytes) {
			if _, end := r.in.Peek(1); end == io.EOF {
				return torn("a part of it is empty on the disk")
			}
		}
		return Entry{}, r.damage(err.Error())
	}
	e, closed, err := readEntry(object)
	switch {
	case err != nil:
		return Entry{}, r.damage(err.Error())
	case e.Seq != r.last.Seq+1:
		return Entry{}, r.damage(fmt.Sprintf("it has number %d, but %d comes next", e.Seq, r.last.Seq+1))
	case closed:
		r.signature(line, e)
		r.accept(line, e.Seq)
		r.report.Closed, r.report.ClosedAt, r.report.Final = true, e.Wall, e.State
		return r.next()
	case e.At < r.last.At:
		return Entry{}, r.damage(fmt.Sprintf("its time, %s, is before that of the entry before it, %s", e.At,
			r.last.At))
	}
	r.signature(line, e)
	r.accept(line, e.Seq)
	r.report.Entries++
	r.last = e
	return e, nil
}

// rawLine is a line as it is in the file.
type rawLine struct {
	text   []byte // without its line feed; no more than the limit
	length int64  // of all of it, without its line feed
	ended  bool   // whether it has a line feed
	zeros  bool   // whether all bytes that text does not hold are zero
}

func (l *rawLine) long() bool { return int64(len(l.text)) < l.length }

// line reads up to the next line feed, but keeps no more than limit bytes.
func (r *Reader) line(limit int) (rawLine, error) {
	l := rawLine{zeros: true}
	for {
		part, err := r.in.ReadSlice('\n')
		if err == nil {
			l.ended = true
			part = part[:len(part)-1]
		}
		l.length += int64(len(part))
		keep := min(len(part), limit-1-len(l.text))
		l.text = append(l.text, part[:keep]...)
		l.zeros = l.zeros && allZero(part[keep:])
		switch {
		case err == nil || err == io.EOF:
			return l, nil
		case err != bufio.ErrBufferFull:
			return l, fmt.Errorf("reading the record: %w", err)
		}
	}
}

func allZero(b []byte) bool { return !slices.ContainsFunc(b, func(c byte) bool { return c != 0 }) }

// zeroSector reports whether a part of a line that fell into one sector of the disk is
// all zero, as it is when the sector was not written; no line holds a zero byte itself.
func zeroSector(line []byte, offset int64) bool {
	for len(line) > 0 {
		n := min(len(line), sector-int(offset%sector))
		if allZero(line[:n]) {
			return true
		}
		line, offset = line[n:], offset+int64(n)
	}
	return false
}

// unchain checks a line's chain and returns the object that it covers.
func (r *Reader) unchain(l rawLine) ([]byte, error) {
	body, chain, ok := unseal(l.text)
	if !ok {
		return nil, errors.New("it does not end with a chain, as every line does")
	}
	if link(r.report.Chain, body) != chain {
		if r.report.Lines == 0 {
			return nil, errors.New("the header was changed: its chain is another")
		}
		if e, _, err := readEntry(object(body)); err == nil && e.Seq != r.last.Seq+1 {
			return nil, fmt.Errorf("the chain breaks: it has number %d, but %d comes next", e.Seq, r.last.Seq+1)
		}
		return nil,
			errors.New("the chain breaks: it was changed, or it is not the line that followed the one before it")
	}
	return object(body), nil
}

// object is the JSON object of which body is all but the chain and the brace.
func object(body []byte) []byte { return append(body[:len(body):len(body)], '}') }

// accept adds a line to the report.
func (r *Reader) accept(l rawLine, seq int) {
	r.report.Lines++
	r.report.Bytes += l.length + 1
	_, r.report.Chain, _ = unseal(l.text)
	r.report.Code = codeOf(seq, r.report.Chain)
	r.unsigned.add(append(l.text, '\n'), r.report.Chain)
	if r.sealed {
		r.unsigned.restart()
	}
	r.sealed = false
}

// damage makes the error for a damaged line, and counts the lines that follow it.
func (r *Reader) damage(why string) error {
	d := &Damage{Line: r.report.Lines + 1, Offset: r.report.Bytes, Why: why}
	lines, _, err := r.skip()
	if err != nil {
		return err
	}
	d.After = lines
	return d
}

// leaveOut counts what follows the last line that was asked for.
func (r *Reader) leaveOut() error {
	lines, length, err := r.skip()
	if err != nil {
		return err
	}
	if length > 0 {
		r.report.LeftOut = &LeftOut{r.report.Lines + 1, lines, length}
	}
	return io.EOF
}

// skip reads to the end and counts lines, a last one without a line feed too.
func (r *Reader) skip() (lines int, length int64, err error) {
	ended := true // what was read so far ends with a line feed
	for {
		part, err := r.in.ReadSlice('\n')
		length += int64(len(part))
		if ended && len(part) > 0 {
			lines++
		}
		ended = err == nil
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			return lines, length, nil
		default:
			return lines, length, fmt.Errorf("reading the record: %w", err)
		}
	}
}

// ReadUntil reads a record up to a line, counted from 1 (the header); 0 is all of it. The
// report says what it leaves out. If a line is damaged, or is not what was signed, it
// returns what is before it, with the error.
func ReadUntil(r io.Reader, line int) (Header, []Entry, Report, error) {
	rd, entries, err := readUntil(r, line)
	if rd == nil {
		return Header{}, nil, Report{}, err
	}
	return rd.Header(), entries, rd.Report(), err
}

func readUntil(r io.Reader, line int) (*Reader, []Entry, error) {
	rd, err := NewReader(r)
	if err != nil {
		return nil, nil, err
	}
	rd.Until(line)
	var entries []Entry
	for {
		e, err := rd.Next()
		if f := rd.report.Forged; f != nil {
			return rd, entries[:max(0, min(len(entries), f.Line-2))], f
		}
		if err == io.EOF {
			return rd, entries, nil
		}
		if err != nil {
			return rd, entries, err
		}
		entries = append(entries, e)
	}
}
