package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const botsFile = "../../scenarios/bots.md"

// The page on bots gives the numbers that the profiles have.
func TestProfilesAsDescribed(t *testing.T) {
	src, err := os.ReadFile(botsFile)
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("| Profile | `reads` | `patience` | `prepares` | `asks` | `chases` | `believes` | `strays` | else |\n")
	b.WriteString("|---|---|---|---|---|---|--:|--:|---|\n")
	for _, p := range Profiles {
		var cells []string
		for _, d := range []Delay{p.Reads, p.Patience, p.Prepares, p.Asks, p.Chases} {
			if !d.Set {
				cells = append(cells, "never")
				continue
			}
			cells = append(cells, d.A.String()+", "+d.B.String())
		}
		var also []string
		for _, x := range []struct {
			word string
			is   bool
		}{{"mute", p.Mute}, {"heedless", p.Heedless}, {"bound", p.Bound}} {
			if x.is {
				also = append(also, "`"+x.word+"`")
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %v | %v | %s |\n", p.ID, strings.Join(cells, " | "), p.Believes, p.Strays,
			strings.Join(also, ", "))
	}
	text := between(t, string(src), "profiles", b.String())
	if *update {
		require.NoError(t, os.WriteFile(botsFile, []byte(text), 0o644))
		return
	}
	assert.Equal(t, text, string(src), "if the profiles are right: go test ./sim/scenario -run Profiles -update")
}

// A seat's own profile comes before that of all, and a table of the file before one that
// exists without being written.
func TestProfileOf(t *testing.T) {
	const text = `title = "x"
bots = "careful"
[profile.hasty]
reads = "3m"
[role.a]
[role.b]
bots = "hasty"
[role.c]
bots = "plain"
`
	sc, ds := Load("x.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("x.toml", text))
	assert.Equal(t, "careful", sc.ProfileOf(0).ID)
	assert.Equal(t, 3*Minute, sc.ProfileOf(1).Reads.A)
	assert.Nil(t, sc.ProfileOf(2))
	_, ds = Load("x.toml", []byte("title = \"x\"\nbots = \"carefull\"\n[role.a]\n"))
	assert.Contains(t, ds.Format("x.toml", ""), "carefull")
}
