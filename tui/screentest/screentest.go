// Package screentest drives screens with keys in tests and checks what they show against
// golden files.
package screentest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	_ "tocsin/sim/testsize" // how rarely tests collect garbage
)

var update = flag.Bool("update", false, "write the golden files again")

// Updating reports whether golden files are to be written.
func Updating() bool { return *update }

// Sizes are those at which every screen must hold.
var Sizes = [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 60}, {400, 200}, {80, 60}, {200, 24}, {240, 67}}

// Key is the key of a name, as tea.KeyMsg.String gives it; anything else is typed text.
func Key(name string) tea.KeyMsg {
	for t := tea.KeyType(-120); t < 128; t++ {
		if k := (tea.KeyMsg{Type: t}); t != tea.KeyRunes && k.String() == name {
			return k
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// Fits fails if the text is wider or taller than the window.
func Fits(t *testing.T, text string, w, h int) {
	t.Helper()
	lines := strings.Split(text, "\n")
	assert.LessOrEqual(t, len(lines), h, "taller than %dx%d", w, h)
	for i, line := range lines {
		if n := ansi.StringWidth(line); n > w {
			assert.Fail(t, "too wide", "line %d of %dx%d takes %d columns: %q", i+1, w, h, n, ansi.Strip(line))
		}
	}
}

// Golden checks what a screen shows, without its styles, against testdata/NAME.golden. With
// -update it writes the file.
func Golden(t *testing.T, name, text string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run the test with -update")
	if diff := differ(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		assert.Fail(t, "the screen has changed", "%s (-update writes it again)\n%s", path, diff)
	}
}

// differ shows the lines that are not the same.
func differ(want, got []string) string {
	var b strings.Builder
	for i := range max(len(want), len(got)) {
		var lines [2]string
		for k, all := range [][]string{want, got} {
			if i < len(all) {
				lines[k] = all[i]
			}
		}
		if lines[0] != lines[1] {
			fmt.Fprintf(&b, "%3d was  %s\n    is   %s\n", i+1, lines[0], lines[1])
		}
	}
	return b.String()
}

// Table holds what is between <!-- NAME:begin --> and <!-- NAME:end --> in a document against what it must be.
// With -update it writes it.
func Table(t *testing.T, file, name, want string) {
	t.Helper()
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(src), begin)
	_, after, closed := strings.Cut(rest, end)
	require.True(t, found && closed, "%s has no place for the table", file)
	want = before + begin + want + "\n" + end + after
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return
	}
	if diff := differ(strings.Split(string(src), "\n"), strings.Split(want, "\n")); diff != "" {
		assert.Fail(t, "the table is another", "%s (-update writes it again)\n%s", file, diff)
	}
}
