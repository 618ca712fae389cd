package pass

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxFile is the most bytes of a file: 2,000 people and cards take a tenth of it.
const maxFile = 4 << 20

// PathOf returns the path of the book of a record.
func PathOf(record string) string { return record + ".codes" }

// page is the file: hashes in hexadecimal.
type page struct {
	Format int               `json:"format"`
	Salt   string            `json:"salt"`
	Codes  map[Kind]pageCode `json:"codes"`
	Keys   []pageKey         `json:"keys"`
}

type pageCode struct {
	Hash  string `json:"hash"`
	Known bool   `json:"known,omitempty"`
}

type pageKey struct {
	Hash   string `json:"hash"`
	Seat   string `json:"seat,omitempty"`
	Person string `json:"person,omitempty"`
	Dear   bool   `json:"dear,omitempty"`
}

// format is the newest format of the file. In format 1 all hashes have the cost of a code's.
const format = 2

// Create makes a book at a path, in place of one that lies there. The error says what is wrong with
// the codes, or that the file cannot be written.
func Create(path string, c Codes) (*Book, error) {
	b, err := New(c)
	if err != nil {
		return nil, err
	}
	b.at(path)
	return b, b.saveNow()
}

// Open reads the book that lies at a path, or makes one where there is none. Codes that are given
// take the place of those in the book. The error says what is wrong with the codes or with the
// file, which only its owner may be able to read.
func Open(path string, c Codes) (*Book, error) {
	data, err := readPrivate(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Create(path, c)
	}
	if err != nil {
		return nil, err
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	b, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; take the file away, and new codes are made up", path, err)
	}
	b.path = path
	for kind, said := range c.by() {
		if said != "" {
			c, before := b.coded(said), b.codes[kind]
			c.known = before.known && equal(before.hash, c.hash)
			b.codes[kind] = c
		}
	}
	if err := b.distinct(); err != nil {
		return nil, err
	}
	return b, b.saveNow()
}

func decode(data []byte) (*Book, error) {
	var p page
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows its end")
	}
	if p.Format < 1 || p.Format > format {
		return nil, fmt.Errorf("it has format %d, and this Tocsin reads formats 1 to %d", p.Format, format)
	}
	salt, err := hex.DecodeString(p.Salt)
	if err != nil || len(salt) < 16 || len(salt) > 64 {
		return nil, errors.New("its salt is damaged")
	}
	b := &Book{salt: salt, secret: fresh(), codes: map[Kind]code{}, hashes: make(chan struct{}, 1)}
	for _, kind := range Kinds {
		h, err := hashOf(p.Codes[kind].Hash)
		if err != nil {
			return nil, fmt.Errorf("the %s's code %w", kind, err)
		}
		b.codes[kind] = code{hash: h, known: p.Codes[kind].Known}
	}
	for i, k := range p.Keys {
		h, err := hashOf(k.Hash)
		if err != nil {
			return nil, fmt.Errorf("key %d %w", i+1, err)
		}
		b.keys = append(b.keys, key{hash: h, dear: k.Dear || p.Format == 1, seat: k.Seat, person: k.Person})
	}
	return b, nil
}

func hashOf(s string) (string, error) {
	h, err := hex.DecodeString(s)
	if err != nil || len(h) != hashLength {
		return "", errors.New("is damaged")
	}
	return string(h), nil
}

func (b *Book) saveNow() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.save()
}

// Mirror writes the book next to the mirror of a record too, now and whenever it changes. From then
// on the book counts as kept if one of the two places can be written. A book in memory has no
// mirror, which is an error.
func (b *Book) Mirror(record string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.path == "" {
		return errors.New("a room that keeps no record has no mirror of one")
	}
	data, err := b.page()
	if err != nil {
		return err
	}
	b.mirror = PathOf(record)
	return write(b.mirror, data)
}

// save writes the book wherever it is kept.
func (b *Book) save() error {
	if b.path == "" {
		return nil
	}
	data, err := b.page()
	if err != nil {
		return err
	}
	err = write(b.path, data)
	if b.mirror != "" && write(b.mirror, data) == nil {
		err = nil
	}
	b.fresh = b.fresh && err != nil
	return err
}

// page is the file of the book.
func (b *Book) page() ([]byte, error) {
	p := page{Format: format, Salt: hex.EncodeToString(b.salt), Codes: map[Kind]pageCode{}, Keys: []pageKey{}}
	for kind, c := range b.codes {
		p.Codes[kind] = pageCode{hex.EncodeToString([]byte(c.hash)), c.known}
	}
	for _, k := range b.keys {
		if k.lent || k.hash == "" {
			continue
		}
		p.Keys = append(p.Keys, pageKey{hex.EncodeToString([]byte(k.hash)), k.seat, k.person, k.dear})
	}
	data, err := json.MarshalIndent(p, "", " ")
	return append(data, '\n'), err
}

// write replaces a file. It writes under another name first, so that after a crash the file is
// either the old or the new one.
func write(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // 0600
	if err != nil {
		return fmt.Errorf("the codes cannot be kept: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("the codes cannot be kept: %w", err)
	}
	return nil
}

// readPrivate reads a file of secrets, and refuses one that others may read.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := Private(f); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s has more than %d bytes", path, maxFile)
	}
	return data, err
}

// Private returns an error if a file of secrets can be read by others than its owner, or is no
// regular file. Windows has no such permissions, and there only the latter is an error.
func Private(f *os.File) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", f.Name())
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%s can be read by others (%04o): run chmod 600 %s", f.Name(), info.Mode().Perm(), f.Name())
	}
	return nil
}

// ReadCodes reads the codes in a file: lines of "player CODE", "facilitator CODE" and
// "evaluator CODE"; empty lines and those that begin with # do not count. Errors have the form
// file:line:column, or are those of [Private].
func ReadCodes(path string) (Codes, error) {
	var c Codes
	data, err := readPrivate(path)
	if err != nil {
		return c, err
	}
	into := map[string]*string{string(Player): &c.Player, string(Facilitator): &c.Facilitator,
		string(Evaluator): &c.Evaluator}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		who, said, _ := strings.Cut(line, " ")
		to := into[who]
		switch said = strings.TrimSpace(said); {
		case to == nil:
			return c,
				fmt.Errorf("%s:%d:1: a line begins with player, facilitator or evaluator, and the code follows",
					path, i+1)
		case said == "":
			return c, fmt.Errorf("%s:%d:%d: the code of the %s is missing", path, i+1, len(who)+1, who)
		case *to != "":
			return c, fmt.Errorf("%s:%d:1: the code of the %s is there twice", path, i+1, who)
		}
		*to = said
	}
	return c, nil
}
