package main

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBuildOf(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef01234567"
	stamped := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: hash},
			{Key: "vcs.modified", Value: modified}}
	}
	pseudo := "v0.0.0-20260102030405-0123456789ab"
	for name, c := range map[string]struct {
		release, commit string // from the linker
		version         string // of the main module
		settings        []debug.BuildSetting
		unknown         bool // the binary has no build information
		want            string
	}{
		"no build information": {unknown: true, want: "dev"},
		"go run":               {version: "(devel)", want: "dev"},
		"go test":              {want: "dev"},
		"go build in a clone": {version: pseudo, settings: stamped("false"), want: pseudo +
			" (0123456789ab)"},
		"go build with changes": {version: pseudo + "+dirty", settings: stamped("true"), want: pseudo +
			"+dirty (0123456789ab, modified)"},
		"go build before Go 1.24": {version: "(devel)", settings: stamped("false"), want: "dev (0123456789ab)"},
		"go install at a version": {version: "v1.2.0", want: "v1.2.0"},
		"the linker, without a clone": {release: "v1.3.0", commit: hash, version: "(devel)",
			want: "v1.3.0 (0123456789ab)"},
		"the linker over the clone": {release: "v1.3.0", commit: "fedcba9876543210", version: pseudo,
			settings: stamped("true"), want: "v1.3.0 (fedcba987654)"},
		"a release over the clone": {release: "v1.3.0", version: pseudo, settings: stamped("true"),
			want: "v1.3.0 (0123456789ab, modified)"},
		"goreleaser in a clone without a remote": {release: "v0.0.1-next", commit: "none", version: pseudo,
			settings: stamped("false"), want: "v0.0.1-next (0123456789ab)"},
		"a short commit": {commit: "0123", unknown: true, want: "dev (0123)"},
	} {
		t.Run(name, func(t *testing.T) {
			release, commit = c.release, c.commit
			t.Cleanup(func() { release, commit = "", "" })
			info := &debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}
			assert.Equal(t, c.want, buildOf(info, !c.unknown).String())
		})
	}
}

func TestVersionText(t *testing.T) {
	release, commit = "v1.3.0", "0123456789abcdef"
	t.Cleanup(func() { release, commit = "", "" })
	assert.True(t, strings.HasPrefix(versionText(),
		"tocsin v1.3.0\ncommit 0123456789ab\nscenario format 1\nrecord format 1\ngo"), versionText())
}
