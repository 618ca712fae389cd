package scenario

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

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// verb is where a message has something filled in.
var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// diagnostics are the messages of this package, by where they are made.
func diagnostics(t *testing.T) map[string]*regexp.Regexp {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	out := map[string]*regexp.Regexp{}
	set := token.NewFileSet()
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 4 {
				return true
			}
			if to, ok := call.Fun.(*ast.SelectorExpr); !ok || to.Sel.Name != "errorf" && to.Sel.Name != "warnf" {
				return true
			}
			format := text(call.Args[3])
			if words := strings.TrimSpace(verb.ReplaceAllString(format, "")); len(words) > 3 {
				parts := verb.Split(format, -1)
				for i := range parts {
					parts[i] = regexp.QuoteMeta(strings.ReplaceAll(parts[i], "%%", "%"))
				}
				out[set.Position(call.Pos()).String()+": "+format] = regexp.MustCompile(strings.Join(parts, `.*`))
			}
			return true
		})
	}
	require.Greater(t, len(out), 100)
	return out
}

// text is what literals, joined by +, say; "" where there is anything else.
func text(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(x.Value)
		return s
	case *ast.BinaryExpr:
		return text(x.X) + text(x.Y)
	}
	return ""
}

// TestEveryDiagnosticIsShown: for each diagnostic there is a file in testdata/scenario that has
// it, so that what it says has been read.
func TestEveryDiagnosticIsShown(t *testing.T) {
	wants, err := filepath.Glob("../../testdata/scenario/*/*.want")
	require.NoError(t, err)
	var shown strings.Builder
	for _, file := range wants {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		shown.Write(text)
	}
	for where, message := range diagnostics(t) {
		assert.True(t, message.MatchString(shown.String()), "no file in testdata/scenario shows the diagnostic of %s",
			where)
	}
}
