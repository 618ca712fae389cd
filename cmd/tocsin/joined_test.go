package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two texts of code that make one have a space missing where the first ends in a word or after it, and the second
// begins with one.
var (
	endsInWord     = regexp.MustCompile(`[\pL\d,;:.)”]$`)
	beginsWithWord = regexp.MustCompile(`^[\pL\d(“-]`)
)

// TestJoinedTextsHaveSpaces: where a text goes on in another line of the code, a space is between its words.
func TestJoinedTextsHaveSpaces(t *testing.T) {
	joined := 0
	for _, f := range sources(t) {
		ast.Inspect(f.file, func(n ast.Node) bool {
			x, ok := n.(*ast.BinaryExpr)
			if !ok || x.Op != token.ADD || f.set.Position(x.X.End()).Line == f.set.Position(x.Y.Pos()).Line {
				return true
			}
			before, after := lastText(x.X), lastText(x.Y)
			if before == "" || after == "" {
				return true
			}
			joined++
			if endsInWord.MatchString(before) && beginsWithWord.MatchString(after) {
				t.Errorf("%s: put a space between %q and %q", f.set.Position(x.Y.Pos()), before, after)
			}
			return true
		})
	}
	assert.Greater(t, joined, 100, "most of the texts were not looked at")
}

// lastText is the text that an expression ends with; empty where it is no text of the code.
func lastText(x ast.Expr) string {
	if sum, ok := x.(*ast.BinaryExpr); ok {
		x = sum.Y
	}
	text, ok := x.(*ast.BasicLit)
	if !ok || text.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(text.Value)
	return s
}
