//go:build unix

package ground

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"tocsin/tui/theme"
)

// File is this machine's terminal, without its answers.
type File struct {
	*os.File
	Input *Input
}

// Read reads what was typed.
func (f File) Read(p []byte) (int, error) { return f.Input.Read(p) }

// Of reads a terminal of this machine; it reports false where its system has no way to
// wait for a key for a limited time. found is told of the answer.
func Of(f *os.File, found func(theme.Ground)) (File, bool) {
	return File{f, &Input{answers: answers{asked: time.Now(), found: found},
		more: func(p []byte, wait time.Duration) (int, bool, error) {
			if wait > 0 && !typed(f, wait) {
				return 0, false, nil
			}
			n, err := f.Read(p)
			return n, true, err
		}}}, true
}

// typed waits until there is something to read.
func typed(f *os.File, wait time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, int(wait.Milliseconds()))
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n > 0
		}
	}
}
