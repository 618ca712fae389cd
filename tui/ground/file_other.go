//go:build !unix

package ground

import (
	"os"

	"tocsin/tui/theme"
)

// File is this machine's terminal.
type File struct {
	*os.File
	Input *Input
}

// Of reports false: this system has no way to wait for a key for a limited time.
func Of(f *os.File, _ func(theme.Ground)) (File, bool) { return File{File: f}, false }
