package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is the folder of a record. Everything is written through it, so that tests can replace it by
// one that fails.
type folder interface {
	// Create makes a file that does not exist yet, readable for its owner only.
	Create(name string) (file, error)
	// Open opens a file to read all of it and to add to its end.
	Open(name string) (file, error)
	Remove(name string) error
	// Holds gives an error unless the file of that name is f, with size bytes.
	Holds(name string, f file, size int64) error
	// Sync makes what was created and removed survive a loss of power.
	Sync() error
	Close() error
}

type file interface {
	io.ReadWriteCloser
	// Lock keeps the file for this program, or gives ErrLocked.
	Lock() error
	Sync() error
	Truncate(size int64) error
}

// ErrLocked says that another program is writing this record.
var ErrLocked = errors.New("another program is writing this record: end it first, or choose another file")

// openFolder opens the folder of a record and gives the record's name in it.
func openFolder(path string) (folder, string, error) {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, "", err
	}
	return diskFolder{root}, filepath.Base(path), nil
}

// diskFolder is a folder on a disk. os.Root keeps names and links from leading out of it.
type diskFolder struct{ *os.Root }

func (d diskFolder) Create(name string) (file, error) {
	return d.open(name, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL)
}

func (d diskFolder) Open(name string) (file, error) {
	info, err := d.Root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe would wait forever, and a link is not where a record is
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("this is not a file but a link, a folder " +
			"or a device")}
	}
	return d.open(name, os.O_RDWR|os.O_APPEND)
}

// ErrGone says that the record is no longer the file that is being written.
var ErrGone = errors.New("the file of the record was removed, replaced or changed by something else")

func (d diskFolder) Holds(name string, f file, size int64) error {
	there, err := d.Root.Lstat(name)
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrGone, err)
	}
	own, ok := f.(diskFile)
	if !ok {
		return ErrGone
	}
	info, err := own.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(there, info) || info.Size() != size {
		return ErrGone
	}
	return nil
}

func (d diskFolder) open(name string, flags int) (file, error) {
	f, err := d.OpenFile(name, flags, 0o600)
	if err != nil {
		return nil, err
	}
	return diskFile{f}, nil
}

func (d diskFolder) Sync() error { return syncFolder(d.Root) }

type diskFile struct{ *os.File }

func (f diskFile) Lock() error { return lock(f.File) }
