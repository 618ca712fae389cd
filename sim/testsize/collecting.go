package testsize

import (
	"os"
	"runtime/debug"
)

// Tests make much that nothing keeps: at the usual 100 percent a quarter of their time went into collecting it. A test
// that does keep much is collected as usual from 1 GiB on.
func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(1200)
		debug.SetMemoryLimit(1 << 30)
	}
}
