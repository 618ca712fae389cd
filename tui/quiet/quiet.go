// Package quiet keeps libraries from asking the terminal for its colours while the program
// starts. Bubble Tea asks on import, in every command, waits up to five seconds for an
// answer, and swallows what is typed meanwhile. Termenv, which asks for it, leaves a
// terminal alone where CI is set: so it is, for as long as packages initialise.
//
// The package imports os alone: packages initialise in the order of their paths as soon as
// their imports have, and nothing of Bubble Tea's comes before this (tested by a command
// run on a terminal that does not answer).
package quiet

import "os"

const name = "CI"

var set = func() bool {
	if _, ok := os.LookupEnv(name); ok {
		return false
	}
	return os.Setenv(name, "quiet") == nil
}()

// Over puts the environment back as it was.
func Over() {
	if set {
		_ = os.Unsetenv(name)
	}
}
