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

// eachCommand calls visit for every command of the program.
func eachCommand(visit func(*cobra.Command)) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		visit(c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRootCommand(stdio{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}))
}

// TestEveryFlagIsTried: each command, and each flag of it, is given by a script of testdata/script, or by a test.
func TestEveryFlagIsTried(t *testing.T) {
	given := givenFlags(t)
	eachCommand(func(c *cobra.Command) {
		words := strings.Join(strings.Fields(c.CommandPath())[1:], `[ ",]+`)
		if c.Runnable() {
			assert.True(t, regexp.MustCompile(`(?:tocsin +|tocsin\("|onTTY\(t, "|\{")`+words+`\b`).MatchString(given),
				"no script in testdata/script gives %s", c.CommandPath())
		}
		for _, f := range flagUsage.FindAllStringSubmatch(c.LocalNonPersistentFlags().FlagUsages(), -1) {
			short, long := f[1], f[2]
			name := c.CommandPath() + " --" + long
			forms := `--` + regexp.QuoteMeta(long) + `\b`
			if short != "" {
				forms = `(?:` + forms + `|-` + short + `\b)`
			}
			line := regexp.MustCompile(`(?m)` + words + `\b.*[ "]` + forms)
			if long != "help" && flagsWithoutScript[name] == "" {
				assert.True(t, line.MatchString(given), "no script in testdata/script gives %s", name)
			}
		}
	})
}

// flagWithoutHelp is a flag in a command's help that only its name and the kind of its value are said of.
var flagWithoutHelp = regexp.MustCompile(`(?m)^ +(?:-\w, )?--[\w-]+(?: \w+)? *$`)

// TestEveryCommandAndFlagHasHelp: whoever reads the help finds a line for each.
func TestEveryCommandAndFlagHasHelp(t *testing.T) {
	eachCommand(func(c *cobra.Command) {
		assert.NotEmpty(t, c.Short, "%s has no help: give it a Short", c.CommandPath())
		for _, bare := range flagWithoutHelp.FindAllString(c.LocalNonPersistentFlags().FlagUsages(), -1) {
			assert.Fail(t, "a flag without help", "%s %s", c.CommandPath(), strings.TrimSpace(bare))
		}
	})
	assert.True(t, flagWithoutHelp.MatchString("  -n, --minutes float   \n"))
}

// nameInCode is a word as code has it, and no reader: documentKinds.
var nameInCode = regexp.MustCompile(`\b[a-z]{2,}[A-Z]\w*`)

// TestHelpHasNoNamesOfCode: the help of commands and flags says what things are called, and not what the
// program calls them.
func TestHelpHasNoNamesOfCode(t *testing.T) {
	assert.NotEmpty(t, nameInCode.FindString("list the JSON documentKinds that"))
	eachCommand(func(c *cobra.Command) {
		for _, text := range []string{c.Short, c.Long, c.LocalNonPersistentFlags().FlagUsages()} {
			assert.Empty(t, nameInCode.FindAllString(text, -1), c.CommandPath())
		}
	})
}
