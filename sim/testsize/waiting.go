package testsize

import (
	"flag"
	"testing"
)

// Waiting runs the tests of a package that mostly wait, for connections and for screens:
// with -short eight of them at a time, however few the processors, unless -parallel says how many. TestMain calls it;
// it returns the exit code.
func Waiting(m *testing.M) int {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if testing.Short() && !given {
		if err := flag.Set("test.parallel", "8"); err != nil {
			panic(err)
		}
	}
	return m.Run()
}
