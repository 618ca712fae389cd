package testsize

import (
	"os"
	"runtime/debug"
)

// Tests make much that nothing keeps: at the usual 100 percent a quarter of their time went into collecting it.
func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
