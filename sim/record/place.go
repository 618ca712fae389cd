package record

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// place is a file that a record is written to: the record itself, or its mirror.
type place struct {
	dir  folder
	file file
	name string // in its folder
	path string // for people
	err  error  // why nothing more is written here
}

// Loss is a file in which the record could not be written any more, while it is still written in
// another.
type Loss struct {
	Path string
	Err  error
}

// write writes once and syncs once; size is how long the file must be then.
func (p *place) write(lines []byte, size int64) error {
	_, err := p.file.Write(lines)
	if err == nil {
		err = p.file.Sync()
	}
	if err == nil { // the bytes are of use only if the file still has its name
		err = p.dir.Holds(p.name, p.file, size)
	}
	return err
}

// setAside moves everything from a byte on to a new file, NAME.<what>, or NAME.<what>.2 and so on if that
// exists: this file is cut only when the new one is on the disk.
func (p *place) setAside(from int64, what string) (name string, err error) {
	src, err := p.dir.Open(p.name)
	if err != nil {
		return "", err
	}
	defer src.Close()
	if _, err := io.CopyN(io.Discard, src, from); err != nil {
		return "", err
	}
	base := p.name + "." + what
	name = base
	dst, err := p.dir.Create(name)
	for i := 2; errors.Is(err, os.ErrExist); i++ {
		name = fmt.Sprintf("%s.%d", base, i)
		dst, err = p.dir.Create(name)
	}
	if err != nil {
		return "", err
	}
	_, err = io.Copy(dst, src)
	if err == nil {
		err = dst.Sync()
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return "", err
	}
	if err := p.dir.Sync(); err != nil {
		return "", err
	}
	return name, p.file.Truncate(from)
}

// Mirror also writes the record to a second file, best on another disk: from then on
// an entry is acknowledged if either of the two holds it. A file that does not exist is
// made, with all that is in the record. One that exists must be an earlier mirror of this
// record: what it lacks is added, and a line that was never completely
// written is set aside. It is an error if it differs from the record, or has more lines, since
// these were acknowledged.
func (w *Writer) Mirror(path string) error {
	if err := w.usable(); err != nil {
		return err
	}
	dir, name, err := openFolder(path)
	if err == nil {
		err = w.mirror(dir, name, path)
		if err != nil {
			dir.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("the mirror %s: %w", path, err)
	}
	return nil
}

func (w *Writer) mirror(dir folder, name, path string) error {
	first := w.places[0]
	m := &place{dir: dir, name: name, path: path}
	var err error
	made := false
	m.file, err = dir.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		made = true
		m.file, err = dir.Create(name)
	}
	if err != nil {
		return err
	}
	if err = lockNew(m.file); err == nil {
		err = m.follow(first, w.size)
	}
	if err == nil {
		err = errors.Join(m.file.Sync(), dir.Sync())
	}
	if err == nil {
		err = dir.Holds(name, m.file, w.size)
	}
	if err != nil {
		err = errors.Join(err, m.file.Close())
		if made { // so that it can be made again
			err = errors.Join(err, dir.Remove(name))
		}
		return err
	}
	w.places = append(w.places, m)
	return nil
}

// follow adds to a mirror what it lacks of the record, which has size bytes.
func (m *place) follow(first *place, size int64) error {
	src, err := first.dir.Open(first.name)
	if err != nil {
		return err
	}
	defer src.Close()
	lead := bufio.NewReader(io.LimitReader(src, size))
	have := bufio.NewReader(m.file) // it was just opened, so this reads from its beginning
	var same int64                  // bytes of whole lines that both have
	for line := 1; ; line++ {
		theirs, err := have.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err
		}
		torn := err == io.EOF // a line that was never completely written, or nothing
		if torn && len(theirs) > 0 {
			if _, err := m.setAside(same, fmt.Sprintf("torn-%d", line-1)); err != nil {
				return err
			}
		}
		if torn {
			break
		}
		ours, err := lead.ReadBytes('\n')
		switch {
		case err == io.EOF:
			more, err := countLines(have)
			if err != nil {
				return err
			}
			return fmt.Errorf("it has %d lines that the record has not, from line %d on: they were acknowledged, "+
				"so continue from it, with --resume %s --mirror %s", more+1, line, m.path, first.path)
		case err != nil:
			return err
		case !bytes.Equal(ours, theirs):
			return fmt.Errorf("it is no mirror of %s: line %d is another; give a file that is not there yet",
				first.path, line)
		}
		same += int64(len(ours))
	}
	_, err = io.Copy(m.file, lead)
	return err
}

// Ahead is how many more lines other has than the record at path that it mirrors; 0 if it
// is no mirror, or either cannot be read.
func Ahead(path, other string) int {
	a, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer a.Close()
	b, err := os.Open(other)
	if err != nil {
		return 0
	}
	defer b.Close()
	lead, have := bufio.NewReader(a), bufio.NewReader(b)
	for {
		ours, err := lead.ReadBytes('\n')
		if err == io.EOF {
			n, err := countLines(have)
			if err != nil {
				return 0
			}
			return n
		}
		theirs, _ := have.ReadBytes('\n')
		if err != nil || !bytes.Equal(ours, theirs) {
			return 0
		}
	}
}

func countLines(r *bufio.Reader) (n int, err error) {
	for {
		switch _, err := r.ReadSlice('\n'); err {
		case nil:
			n++
		case bufio.ErrBufferFull:
		case io.EOF:
			return n, nil
		default:
			return n, err
		}
	}
}

// Losses are the files that failed since the last call, while the record is still
// written to another: people must be told. It is nil once recording has stopped.
func (w *Writer) Losses() []Loss {
	out := w.lost
	w.lost = nil
	if w.err != nil {
		return nil
	}
	return out
}

// Paths are the files where the record is still written.
func (w *Writer) Paths() []string {
	var out []string
	for _, p := range w.places {
		if p.err == nil {
			out = append(out, p.path)
		}
	}
	return out
}

// besideOf is the path of a file in the same folder as another.
func besideOf(path, name string) string { return filepath.Join(filepath.Dir(path), name) }
