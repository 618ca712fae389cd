package record

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

// lock keeps a file for this program until it closes it or ends. Locks of Windows keep
// others from reading too, so what is locked is one byte far beyond the end of the file.
func lock(f *os.File) error {
	const (
		failAtOnce      = 1
		exclusive       = 2
		farBehind       = 1 << 30 // the upper half of the byte's place
		lockedElsewhere = syscall.Errno(33)
	)
	overlapped := syscall.Overlapped{OffsetHigh: farBehind}
	ok, _, err := syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx").Call(
		f.Fd(), failAtOnce|exclusive, 0, 1, 0, uintptr(unsafe.Pointer(&overlapped)))
	switch {
	case ok != 0:
		return nil
	case errors.Is(err, lockedElsewhere):
		return ErrLocked
	}
	return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
}

// syncFolder does nothing: Windows keeps the entries of its folders by itself.
func syncFolder(*os.Root) error { return nil }
