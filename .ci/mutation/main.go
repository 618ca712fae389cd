// Command mutation changes the code in small ways, one at a time, and lists the changes that no
// test notices. It changes no file and builds once: all changes to a package are compiled into
// its tests at the same time, each behind a switch, and a run of the tests has one of them on. A
// run that takes far longer than one without a change counts as noticed, and is listed
// separately. The command exits with 1 if a change is not noticed, unless the file kept says why
// it may stay, and with 2 if it cannot do its work.
//
// Other tools copy and compile the module for each mutant, do not pass -short on, and cannot
// judge one package by the tests of another.
package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// standard are the packages that are mutated when none is named.
var standard = []string{"sim/score", "sim/record", "sim/speech", "sim/exercise", "tui/host"}

// judges are the packages whose tests judge a package, where other tests than its own do: its own
// come first, then those of packages that show its work to people.
var judges = map[string][]string{
	"sim/exercise": {"sim/exercise", "sim/room", "tui/plain", "tui/facilitator", "tui/player"},
	"sim/speech":   {"sim/speech", "sim/exercise", "tui/plain", "tui/facilitator"},
	"sim/score":    {"sim/score", "sim/report"},
	"sim/record":   {"sim/record", "sim/room"},
}

// brief is how long a test of another package may take and still be used: what only a slower one
// notices deserves a test in the package itself.
const brief = 5 * time.Second

//go:embed kept
var kept string

type options struct {
	only          *regexp.Regexp
	every         int
	shard, shards int
	jobs          int
	full          bool
}

func main() {
	var o options
	only := flag.String("only", ".", `take only mutants whose "file function: change" matches this regular expression`)
	shard := flag.String("shard", "1/1", "do only this part: 2/8 is the second of eight")
	flag.IntVar(&o.every, "every", 1, "take only one mutant of so many, evenly spread")
	flag.IntVar(&o.jobs, "jobs", 2, "how many mutants are tried at a time")
	flag.BoolVar(&o.full, "full", false, "judge by the tests of the usual size, not by those of -short")
	flag.Parse()
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		stop(err)
	}
	if _, err = fmt.Sscanf(*shard, "%d/%d", &o.shard, &o.shards); err != nil || o.shard < 1 || o.shard > o.shards ||
		o.every < 1 || o.jobs < 1 {
		stop(errors.New("-shard wants 1/8 to 8/8, -every and -jobs at least 1"))
	}
	packages := flag.Args()
	if len(packages) == 0 {
		packages = standard
	}
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt)
	defer done()
	survivors := 0
	for _, p := range packages {
		n, err := mutate(ctx, filepath.ToSlash(filepath.Clean(p)), o)
		if survivors += n; err != nil {
			stop(err)
		}
	}
	if survivors > 0 {
		os.Exit(1)
	}
}

func stop(err error) {
	fmt.Fprintln(os.Stderr, "mutation:", err)
	os.Exit(2)
}

// The possible results for a mutant.
const (
	killed    = "killed"
	timedOut  = "TIMED OUT"
	survived  = "SURVIVED"
	unreached = "SURVIVED, unreached"
	stays     = "kept"
)

// mutate tries the mutants of a package and returns how many survived without a reason.
func mutate(ctx context.Context, dir string, o options) (int, error) {
	begun := time.Now()
	all, err := mutants(dir, o)
	if err != nil {
		return 0, err
	}
	tests := judges[dir]
	if tests == nil {
		tests = []string{dir}
	}
	b, err := build(ctx, dir, all, tests, o)
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(b.work)
	fmt.Printf("%s: %d mutants, built and tried without a change in %.0f s\n", dir, len(b.mutants),
		time.Since(begun).Seconds())
	var lines []string
	count := map[string]int{}
	var mu sync.Mutex
	inParallel(o.jobs, len(b.mutants), func(i int) {
		m := b.mutants[i]
		got, by := b.judge(ctx, m)
		if ctx.Err() != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if got == survived || got == unreached {
			if strings.Contains(kept, "\n"+m.key()+" # ") {
				got = stays
			}
		}
		count[got]++
		if got == killed && by != dir {
			count["of them by other packages"]++
		}
		fmt.Printf("%d %s %s:%d %s: %s %s\n", m.number, got, m.file, m.line, m.where, m.what, by)
		if got != killed && got != stays {
			lines = append(lines, got+" "+m.key())
		}
	})
	fmt.Printf("\n%s: %v of %d, in %.1f minutes\n", dir, count, len(b.mutants), time.Since(begun).Minutes())
	slices.SortFunc(lines, cmp.Compare[string])
	for _, l := range lines {
		fmt.Println("  " + l)
	}
	if err := ctx.Err(); err != nil {
		return 0, errors.New("interrupted")
	}
	return count[survived] + count[unreached], nil
}
