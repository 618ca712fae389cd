package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// release and commit are empty, or what the linker was given by a build that knows better
// than the Go tool: -ldflags "-X main.release=v1.2.0 -X main.commit=0123456789abcdef".
var release, commit string

// shortCommit is how many digits of a commit are shown.
const shortCommit = 12

// buildInfo is what a program knows of how it was built.
type buildInfo struct {
	name     string // the release, the module's version, or "dev"
	commit   string // at most shortCommit digits; empty when the build does not know
	modified bool   // the files had changes that are not in the commit
}

// String names the engine on one line, as in the records and sweeps that it writes.
func (b buildInfo) String() string {
	if b.commit == "" {
		return b.name
	}
	return fmt.Sprintf("%s (%s)", b.name, b.from())
}

// from is the commit, and whether there were changes that are not in it.
func (b buildInfo) from() string {
	if b.modified {
		return b.commit + ", modified"
	}
	return b.commit
}

// version names the engine on one line.
func version() string { return buildOf(debug.ReadBuildInfo()).String() }

// buildOf joins what the linker was given with what the Go tool wrote into the program, if that is known.
func buildOf(info *debug.BuildInfo, known bool) buildInfo {
	given := commit
	if given == "none" { // what goreleaser says in a clone without a remote
		given = ""
	}
	b := buildInfo{name: release, commit: given}
	if known {
		if v := info.Main.Version; v != "(devel)" {
			b.name = cmp.Or(b.name, v)
		}
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision" && given == "":
				b.commit = s.Value
			case s.Key == "vcs.modified" && given == "":
				b.modified = s.Value == "true"
			}
		}
	}
	b.name = cmp.Or(b.name, "dev")
	b.commit = b.commit[:min(len(b.commit), shortCommit)]
	return b
}

// versionText is what `tocsin --version` prints.
func versionText() string {
	b := buildOf(debug.ReadBuildInfo())
	from := cmp.Or(b.from(), "unknown (go build writes it into the program in a git clone; go run does not)")
	return fmt.Sprintf("tocsin %s\ncommit %s\nscenario format %d\nrecord format %d\n%s %s/%s\n",
		b.name, from, scenario.FormatVersion, record.FormatVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
