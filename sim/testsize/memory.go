package testsize

import (
	"flag"
	"os"
	"testing"
)

// InMemory runs the tests of a package that writes records, of which each line waits until it is on the disk: with
// -short, on a disk that is memory, where there is one and TMPDIR is not set. TestMain calls it; it returns the
// exit code.
func InMemory(m *testing.M) int {
	const disk = "/dev/shm"
	flag.Parse()
	if _, err := os.Stat(disk); err == nil && testing.Short() && os.Getenv("TMPDIR") == "" {
		if err := os.Setenv("TMPDIR", disk); err != nil {
			panic(err)
		}
	}
	return m.Run()
}
