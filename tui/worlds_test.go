package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
	"tocsin/tui/screentest"
)

// line is a line of what worlds can do: something that an author can write, the world in testdata/worlds that has it,
// the test that holds its result to an answer worked by hand, and what people see of it.
type line struct {
	name   string // what an author can write
	world  string // the name of the file
	exact  string // a package and a test in it
	sees   string // who sees what of it, and who nothing
	open   bool   // everybody may know it, so there is nobody to keep it from
	screen func(s *stage)
}

// chapter is some lines that belong together.
type chapter struct {
	title string
	lines []line
}

// chapters are all lines. A new one is a line here with its screen test, or this test names what it lacks.
func chapters() []chapter {
	return []chapter{
		{"What differs from run to run", drawnLines()},
		{"What seats do and see together", sharedLines()},
		{"Time, and moves", timeLines()},
		{"Secrets, ways of messages, and sides", secretLines()},
		{"Around a table", tableLines()},
		{"Said once, and said in other languages", onceLines()},
	}
}

// TestWorlds plays the world of each line over a real room and looks at the screens of those who meet it.
func TestWorlds(t *testing.T) {
	for _, c := range chapters() {
		for i, l := range c.lines {
			if !assert.NotNil(t, l.screen, "%s: no screen test", l.name) || !testsize.Every(i, 1, 3) {
				continue
			}
			t.Run(l.name, func(t *testing.T) {
				t.Parallel()
				s := &stage{t: t, world: l.world}
				l.screen(s)
				assert.NotZero(t, s.shown, "nobody is held to see anything of it")
				assert.Equal(t, l.open, len(s.kept) == 0, "a line is open where nobody is held to see nothing of it, and only there")
				assert.Empty(t, s.unread(), "nobody reads these words, so they are kept from nobody")
			})
		}
	}
}

// TestEveryLineIsHeld: each line has a world, a test with an exact answer that plays that world, and words on what
// is seen; each world is that of a line. The table for authors is written from the lines.
func TestEveryLineIsHeld(t *testing.T) {
	used, names, tests := map[string]bool{}, map[string]bool{}, map[string][]string{}
	var out strings.Builder
	for _, c := range chapters() {
		fmt.Fprintf(&out, "\n## %s\n\n| What you can write | World | Its answer | On screens |\n|---|---|---|---|\n", c.title)
		for _, l := range c.lines {
			assert.False(t, names[l.name], "%s: there are two lines of that name", l.name)
			names[l.name], used[l.world] = true, true
			assert.FileExists(t, filepath.Join(worlds, l.world+".toml"), "%s: no world", l.name)
			assert.NotEmpty(t, l.sees, "%s: nothing says what is seen of it", l.name)
			pkg, test, _ := strings.Cut(l.exact, " ")
			if tests[pkg] == nil {
				tests[pkg] = testsOf(t, pkg)
			}
			assert.True(t, held(tests[pkg], test, l.world), "%s: %q is no test of the world %s", l.name, l.exact, l.world)
			fmt.Fprintf(&out, "| %s | [`%s`](%s.toml) | `%s` | %s |\n", l.name, l.world, l.world, test, l.sees)
		}
	}
	files, err := filepath.Glob(filepath.Join(worlds, "*.toml"))
	require.NoError(t, err)
	for _, f := range files {
		assert.True(t, used[strings.TrimSuffix(filepath.Base(f), ".toml")], "%s is the world of no line", f)
	}
	screentest.Table(t, filepath.Join(worlds, "README.md"), "lines", out.String())
}

// held reports whether there is a test of a name, in a file that names the world.
func held(files []string, test, world string) bool {
	names := []string{`/` + world + `"`, `"` + world + `"`, `/` + world + `.toml"`, `"` + world + `.toml"`}
	return test != "" && slices.ContainsFunc(files, func(src string) bool {
		return strings.Contains(src, "\nfunc "+test+"(t *testing.T)") &&
			slices.ContainsFunc(names, func(name string) bool { return strings.Contains(src, name) })
	})
}

// testsOf are the files of a package's tests, as they are written.
func testsOf(t *testing.T, pkg string) (out []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", pkg, "*_test.go"))
	require.NoError(t, err)
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		out = append(out, string(src))
	}
	return out
}
