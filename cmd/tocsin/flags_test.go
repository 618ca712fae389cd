package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// flagsWithoutScript are flags that no test gives to the program, each with why.
var flagsWithoutScript = map[string]string{}

// commandLine is a line of a script that runs the program, with what it is given.
var commandLine = regexp.MustCompile(`(?m)^(?:\[\w+\] )?(?:! )?(?:exec|exitcode \d) (tocsin\b.*)`)

// commandsGiven are the command lines that scripts and tests in this folder give the program, a line each. What
// they only say of commands is none.
func commandsGiven(t *testing.T) string {
	t.Helper()
	var all []string
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	require.NoError(t, err)
	for _, file := range scripts {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range commandLine.FindAllStringSubmatch(string(src), -1) {
			all = append(all, m[1])
		}
	}
	tests, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, file := range tests {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			if line := wordsGiven(n); line != "tocsin" {
				all = append(all, line)
			}
			return true
		})
	}
	return strings.Join(all, "\n")
}

// wordsGiven is the command line that a call of the program in a test gives, or a list of words for one; empty
// for other code. A word that is worked out reads "?".
func wordsGiven(n ast.Node) string {
	var list []ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "tocsin" {
			list = n.Args
		} else if ok && f.Name == "onTTY" {
			list = n.Args[1:]
		}
	case *ast.CompositeLit:
		list = n.Elts
	}
	words := []string{"tocsin"}
	for i, x := range list {
		word := "?"
		if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			word, _ = strconv.Unquote(lit.Value)
		}
		if i > 0 || word != "tocsin" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// TestCommandLinesAreFound in scripts and in the code of tests, and nothing that is only said of a command.
func TestCommandLinesAreFound(t *testing.T) {
	script := "# exec tocsin in prose\nexec tocsin run a --json\n! exec tocsin notes --x\n[unix] exitcode 1 tocsin host\n" +
		"stderr 'tocsin sweep --y'\nexec cat tocsin.txt\n"
	var got []string
	for _, m := range commandLine.FindAllStringSubmatch(script, -1) {
		got = append(got, m[1])
	}
	assert.Equal(t, []string{"tocsin run a --json", "tocsin notes --x", "tocsin host"}, got)
	for code, want := range map[string]string{
		`tocsin("run", name, "--json")`:                "tocsin run ? --json",
		`onTTY(t, "host", "--port", "0")`:              "tocsin host --port 0",
		`[]string{"tocsin", "list", "--json"}`:         "tocsin list --json",
		`assert.Contains(t, out, "tocsin run --json")`: "tocsin",
		`"tocsin run --json"`:                          "tocsin",
	} {
		x, err := parser.ParseExpr(code)
		require.NoError(t, err)
		assert.Equal(t, want, wordsGiven(x), code)
	}
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
	given := commandsGiven(t)
	eachCommand(func(c *cobra.Command) {
		line := `(?m)^` + c.CommandPath() + `(?: .*)?`
		if c.Runnable() {
			assert.True(t, regexp.MustCompile(line+`$`).MatchString(given), "no script in testdata/script gives %s",
				c.CommandPath())
		}
		for _, f := range flagUsage.FindAllStringSubmatch(c.LocalNonPersistentFlags().FlagUsages(), -1) {
			short, long := f[1], f[2]
			name := c.CommandPath() + " --" + long
			forms := `--` + regexp.QuoteMeta(long)
			if short != "" {
				forms += `|-` + short
			}
			tried := regexp.MustCompile(line + ` (?:` + forms + `)(?:[= ]|$)`)
			if long != "help" && flagsWithoutScript[name] == "" {
				assert.True(t, tried.MatchString(given), "no script in testdata/script gives %s", name)
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
			text = strings.ReplaceAll(text, "macOS", "Mac") // its maker writes it so
			assert.Empty(t, nameInCode.FindAllString(text, -1), c.CommandPath())
		}
	})
}
