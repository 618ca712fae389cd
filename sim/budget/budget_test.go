package budget

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the table of bounds in tui/host/README.md again")

// Every name has one line, and the other way round.
func TestEveryBoundHasOneLine(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "budget.go", nil, 0)
	require.NoError(t, err)
	names := map[string]int{}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Name" {
				names[strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`)]++
			}
		}
	}
	require.NotEmpty(t, names)
	lines := map[string]int{}
	for _, b := range Table {
		lines[string(b.Name)]++
		assert.Positive(t, b.Most, b.Name)
		assert.NotEmpty(t, b.Beyond, b.Name)
	}
	assert.Equal(t, names, lines)
	assert.Panics(t, func() { Of("no such bound") })
}

// bounded are the folders whose bounds are all in the table: a limit of their own would be in
// no document, and in nobody's mind who changes another.
var bounded = []string{"sim/room", "sim/exercise", "tui/host", "tui/plain"}

func TestNoBoundStandsElsewhere(t *testing.T) {
	for _, dir := range bounded {
		files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(dir), "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, file, nil, 0)
			require.NoError(t, err)
			for _, d := range f.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.CONST && g.Tok != token.VAR {
					continue
				}
				for _, s := range g.Specs {
					v := s.(*ast.ValueSpec)
					for i, id := range v.Names {
						if !strings.HasPrefix(strings.ToLower(id.Name), "max") || i >= len(v.Values) {
							continue
						}
						_, number := v.Values[i].(*ast.BasicLit)
						_, sum := v.Values[i].(*ast.BinaryExpr)
						assert.False(t, number || sum, "%s: %s is a bound: it belongs in the table of package budget",
							set.Position(id.Pos()), id.Name)
					}
				}
			}
		}
	}
}

// The documents say what the table says.
func TestBoundsInTheDocuments(t *testing.T) {
	const file, begin, end = "../../tui/host/README.md", "<!-- bounds:begin -->\n", "<!-- bounds:end -->"
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(src), begin)
	require.True(t, ok, "%s has no place for the table", file)
	now, after, ok := strings.Cut(rest, end)
	require.True(t, ok)
	if want := Document(); *update && now != want {
		require.NoError(t, os.WriteFile(file, []byte(before+begin+want+end+after), 0o600))
		return
	}
	assert.Equal(t, Document(), now, "go test ./sim/budget -update writes it again")
}

func TestRefusalsSayWhichAndWhen(t *testing.T) {
	l, now := NewLedger(), time.Unix(0, 0)
	for range Most(ActsLobby) {
		require.NoError(t, l.Take(now, Charge{ActsLobby, "Ada", 1}))
	}
	err := l.Take(now, Charge{ActsLobby, "Ada", 1})
	assert.EqualError(t, err, "That is too much: a person has 10 acts without a seat at once. Try again in 2 s")
	assert.NoError(t, l.Take(now, Charge{ActsLobby, "Bob", 1}), "another's")
	assert.NoError(t, l.Take(now.Add(2*time.Second), Charge{ActsLobby, "Ada", 1}))
	err = l.Take(now, Charge{BytesLobby, "Ada", Most(BytesLobby) + 1})
	assert.ErrorContains(t, err, "16,384 bytes recorded without a seat, and they are used up")
	assert.ErrorContains(t, &Over{Bound: Of(Knocks)}, "Try again in a minute")
}

// What is refused takes nothing of any of the bounds.
func TestAllOrNothing(t *testing.T) {
	l, now := NewLedger(), time.Unix(0, 0)
	require.Error(t, l.Take(now, Charge{Acts, "Ada", 1}, Charge{Bytes, "Ada", 1 << 30}))
	for _, u := range l.Uses(now) {
		assert.Zero(t, u.Used, u.Of)
		assert.Equal(t, Most(u.Of), u.Left)
	}
	require.NoError(t, l.Take(now, Charge{Acts, "Ada", 3}))
	l.Give(now, Charge{Acts, "Ada", 2})
	assert.Equal(t, 1, l.Uses(now)[0].Used)
}

// Nobody gets more than the bound and what has filled up since, whatever they do, and nobody
// is refused for long.
func TestNobodyGetsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, at, b := NewLedger(), time.Unix(0, 0), Of(Acts)
		got := 0
		for range rapid.IntRange(1, 200).Draw(t, "tries") {
			at = at.Add(time.Duration(rapid.IntRange(0, int(b.Every*3)).Draw(t, "step")))
			n := rapid.IntRange(1, 5).Draw(t, "n")
			err := l.Take(at, Charge{Acts, "Ada", n})
			if err == nil {
				got += n
				continue
			}
			wait := err.(*Over).Wait
			require.NoError(t, l.Take(at.Add(wait+time.Nanosecond), Charge{Acts, "Ada", n}), "after %s", wait)
			at, got = at.Add(wait+time.Nanosecond), got+n
		}
		most := float64(b.Most) + float64(at.Sub(time.Unix(0, 0)))/float64(b.Every)
		require.LessOrEqual(t, float64(got), most+1e-3)
	})
}

// A flood of addresses costs no memory, and whoever has used most is not forgotten.
func TestAFloodOfAddressesIsForgotten(t *testing.T) {
	l, now := NewLedger(), time.Unix(0, 0)
	for range Most(Guesses) {
		require.NoError(t, l.Take(now, Charge{Guesses, "the one", 1}))
	}
	for i := range 5 * remembered {
		require.NoError(t, l.Take(now, Charge{Guesses, fmt.Sprint(i), 1}))
	}
	assert.LessOrEqual(t, len(l.accounts), remembered)
	assert.Error(t, l.Take(now, Charge{Guesses, "the one", 1}))
}

// TestWhatIsUsedIsCounted in the singular where there is one.
func TestWhatIsUsedIsCounted(t *testing.T) {
	for of, one := range map[Name]string{Sessions: "session", People: "person", Refusals: "refused request",
		ActsLobby: "act without a seat", Bytes: "byte recorded", Words: "word out of the game"} {
		assert.Equal(t, one, counted(1, of))
		assert.Equal(t, string(of), counted(2, of))
		assert.Equal(t, []string{"1 " + one}, Accounts([]Use{{Of: of, Whose: "Ada", Used: 1}})[0].What)
	}
}
