package main

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writingFlags are the flags that name what a command writes.
var writingFlags = []string{"--output", "-o", "--record", "--mirror", "--fork", "--svg", "--html", "--map", "--cards"}

// TestExamplesOfHelp: each command shows examples. They can be typed one after the other in an empty folder: their
// flags and arguments exist, and they read only the library, what an example above writes, or what the help shows.
func TestExamplesOfHelp(t *testing.T) {
	n := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if c.Name() == "licences" || c.HasSubCommands() && !strings.Contains(c.Use, " ") {
			return
		}
		require.NotEmpty(t, c.Example, "%s has no example", c.CommandPath())
		var made []string
		for line := range strings.SplitSeq(c.Example, "\n") {
			n++
			made = append(made, tryExample(t, c, line, made)...)
		}
	}
	walk(newRootCommand(stdio{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}))
	assert.Greater(t, n, 60)
}

// tryExample looks at a line of the examples of a command, and returns the files that it writes.
func tryExample(t *testing.T, shown *cobra.Command, line string, made []string) (writes []string) {
	typed, _, _ := strings.Cut(line, " #")
	typed, _, _ = strings.Cut(typed, " > ")
	words := strings.Fields(strings.ReplaceAll(typed, `"2027-03-01 09:00"`, "2027-03-01T09:00"))
	require.Equal(t, "tocsin", words[0], line)
	c, rest, err := newRootCommand(stdio{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}).Find(words[1:])
	require.NoError(t, err, line)
	require.NoError(t, c.ParseFlags(rest), line)
	args := c.Flags().Args()
	require.NoError(t, c.ValidateArgs(args), line)

	exists := func(name string) bool {
		return slices.Contains(libraryNames(), name) || strings.Contains(shown.Long, "such as "+name+" is\n") ||
			slices.ContainsFunc(made, func(m string) bool { ok, _ := path.Match(name, m); return ok })
	}
	for i, word := range rest {
		switch {
		case i > 0 && slices.Contains(writingFlags, rest[i-1]):
			writes = append(writes, word)
		case slices.Contains(args, word) && (c.Name() == "new" || c.Name() == "template"):
			writes = append(writes, word)
		case slices.Contains(args, word) && c.Name() != "schema",
			i > 0 && slices.Contains([]string{"--script", "--notes", "--resume", "--compare", "--parent", "--template",
				"--last", "--against", "--to"}, rest[i-1]):
			assert.True(t, exists(word), "%s: nothing above %q writes %s", shown.CommandPath(), line, word)
		}
	}
	return writes
}
