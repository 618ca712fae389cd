//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package record

import (
	"cmp"
	"errors"
	"os"
	"syscall"
)

// lock keeps a file for this program until it closes it or ends, however it ends.
func lock(f *os.File) error {
	for {
		switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
		case err == nil:
			return nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrLocked
		default:
			return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
		}
	}
}

func syncFolder(root *os.Root) error {
	d, err := root.Open(".")
	return cmp.Or(err, d.Sync(), d.Close()) // of a file that could not be opened, these two do nothing
}
