package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// flagsWithoutScript are flags that no test gives to the program, each with why.
var flagsWithoutScript = map[string]string{}

// givenFlags is, for each command, the flags that scripts and tests in this folder give it.
func givenFlags(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"testdata/script/*.txtar", "*_test.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if file == "flags_test.go" {
				continue
			}
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			all.Write(src)
		}
	}
	return all.String()
}

// flagUsage is a flag in a command's help: its letter, if it has one, and its name.
var flagUsage = regexp.MustCompile(`(?m)^ +(?:-(\w), )?--([\w-]+)`)

// TestEveryFlagIsTried: each flag of each command is given to it by a script of
// testdata/script, or by a test.
func TestEveryFlagIsTried(t *testing.T) {
	given := givenFlags(t)
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, f := range flagUsage.FindAllStringSubmatch(c.LocalNonPersistentFlags().FlagUsages(), -1) {
			short, long := f[1], f[2]
			name := c.CommandPath() + " --" + long
			forms := `--` + regexp.QuoteMeta(long) + `\b`
			if short != "" {
				forms = `(?:` + forms + `|-` + short + `\b)`
			}
			words := strings.Fields(c.CommandPath())[1:]
			line := regexp.MustCompile(`(?m)` + strings.Join(words, `[ ",]+`) + `\b.*[ "]` + forms)
			if long != "help" && flagsWithoutScript[name] == "" {
				assert.True(t, line.MatchString(given), "no script in testdata/script gives %s", name)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRootCommand(stdio{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}))
}

// nameInCode is a word as code has it, and no reader: documentKinds.
var nameInCode = regexp.MustCompile(`\b[a-z]{2,}[A-Z]\w*`)

// TestHelpHasNoNamesOfCode: the help of commands and flags says what things are called, and not what the
// program calls them.
func TestHelpHasNoNamesOfCode(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, text := range []string{c.Short, c.Long, c.LocalNonPersistentFlags().FlagUsages()} {
			assert.Empty(t, nameInCode.FindAllString(text, -1), c.CommandPath())
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	assert.NotEmpty(t, nameInCode.FindString("list the JSON documentKinds that"))
	walk(newRootCommand(stdio{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}))
}
