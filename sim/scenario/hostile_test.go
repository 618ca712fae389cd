package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// TestHostileFiles: files built to hurt get a diagnostic with a place.
func TestHostileFiles(t *testing.T) {
	deep := "title = \"x\"\na = " + strings.Repeat("{b=", 10_000) + "1" + strings.Repeat("}", 10_000)
	for name, src := range map[string]string{
		"nested tables": deep,
		"5 MB of [":     strings.Repeat("[", 5_000_000),
		"10 MB text":    "title = \"" + strings.Repeat("x", 10_000_000) + "\"",
		"NUL":           "title = \"x\x00\"",
		"not UTF-8":     "title = \"\xff\xfe\"",
		"20,000 terms": "title = \"x\"\n[role.r]\n[inject.i]\nwhen = \"\"\"\n" +
			strings.Repeat("true &&\n", 20_000) + "true\"\"\"",
		"nested expression":  "title = \"x\"\n[role.r]\n[inject.i]\nwhen = \"" + strings.Repeat("(", 400) + "\"",
		"deep key":           strings.Repeat("a.", 2000) + "a = 1",
		"long line":          "# " + strings.Repeat("x", 5000),
		"huge number":        "title = \"x\"\n[role.r]\n[gauge.g]\nstart = 1e300",
		"doubled key":        "title = \"x\"\ntitle = \"y\"",
		"many keys":          strings.Repeat("[[move]]\nuntil = \"1d\"\n", 150_000),
		"unclosed":           "title = \"x",
		"endless expression": "title = \"x\"\n[role.r]\n[inject.i]\nwhen = \"all(1..1000000, {true})\"",
	} {
		t.Run(name, func(t *testing.T) {
			sc, ds := Load("bad.toml", []byte(src))
			assert.Nil(t, sc)
			require.True(t, ds.Failed())
			assert.Positive(t, ds[0].Line)
			assert.Positive(t, ds[0].Column)
			assert.Less(t, len(ds.Format("bad.toml", src)), 200_000)
		})
	}
}

// TestClosedExpressions: what is not on the list of allowed parts is refused at its place.
func TestClosedExpressions(t *testing.T) {
	for _, x := range []string{
		`"a" + "a" == "aa"`, `all(1..10, {# > 1})`, `1 in [1, 2]`, `now() > 1`, `hours ** 2 > 1`, `len("x") > 1`,
		`let x = 1; x > 0`,
		`"abc" matches "a.c"`, `[1, 2][0] > 1`, `{a: 1}.a > 0`, `nil == nil`, `hours?.x > 1`, `reduce([1], #acc) > 1`,
		`hours..3`, `map([1], {#}) == 1`, `hours ?? 1 > 0`, `true; false`, `g.h > 1`, `g[1] > 1`,
		`"x" contains "y"`, `fromJSON("1") > 0`, `1 % 2 == 1`,
	} {
		src := "title = \"x\"\n[role.r]\n[gauge.g]\n[inject.i]\nwhen = '''" + x + "'''\n"
		sc, ds := Load("x.toml", []byte(src))
		assert.Nil(t, sc, x)
		require.NotEmpty(t, ds, x)
		assert.Equal(t, "expression", ds[0].Code, x)
		assert.Equal(t, 5, ds[0].Line, x)
	}
}

// TestPlaces: each fault is where it is, down to the character of an expression.
func TestPlaces(t *testing.T) {
	for _, c := range []struct{ src, at, code, hint string }{
		{"titel = \"x\"\n[role.r]\n", "1:1", "unknown-key", `did you mean "title"?`},
		{"title = \"x\"\n[role.r]\n[inject.i]\nwhen = \"hours > 2 && knows('f', 'r')\"\n", "4:28", "expression",
			"the scenario has none"},
		{"title = \"x\"\n[role.r]\nack = \"7x\"\n", "3:7", "duration", ""},
		{"title = \"x\"\n[role.r]\nack = {min=\"3h\", mode=\"1h\", max=\"4h\"}\n", "3:7", "range", ""},
		{"title = \"x\"\n[role.r]\nat_once = 0\n", "3:11", "range", ""},
		{"title = \"x\"\n[role.r]\n[system.a]\n[system.b]\n[[link]]\nfrom = \"a\"\nto = \"bb\"\n", "7:6",
			"reference", `did you mean "b"?`},
		{"title = \"x\"\n[role.r]\n[system.a]\n[system.b]\n[[link]]\nfrom = \"a\"\nto = \"b\"\nchance = 1.2\n",
			"8:10", "range", ""},
		{"title = \"x\"\n[role.r]\n[action.a]\nby = [\"r\"]\njoint = {quorum=2}\n", "5:17", "range", ""},
		{"title = \"x\"\n[role.r]\n[action.a]\nby = [\"r\"]\nneeds = \"hours\"\n", "5:10", "expression", ""},
		{"title = \"x\"\n[role.r]\n[gauge.g]\nflow = {of=\"g\"}\n", "4:8", "loop", ""},
		{"title = \"x\"\n[role.r]\n[inject.a]\nat = \"1h\"\neffects = [{inject=\"b\"}]\n[inject.b]\neffects = " +
			"[{inject=\"a\"}]\n", "3:9", "loop", ""},
		{"title = \"x\"\n[role.r]\n[inject.a]\nat = \"1h\"\neffects = [{gauge=\"g\", set=1}]\n", "5:19",
			"reference", ""},
		{"title = \n", "1:7", "syntax", ""},
	} {
		_, ds := Load("x.toml", []byte(c.src))
		require.NotEmpty(t, ds, c.src)
		found := false
		var all []string
		for _, d := range ds {
			at := fmt.Sprintf("%d:%d", d.Line, d.Column)
			all = append(all, at+" "+d.Code+" "+d.Message+" = "+d.Hint)
			found = found || at == c.at && d.Code == c.code && strings.Contains(d.Hint, c.hint)
		}
		assert.True(t, found, "%q: want %s %s, have %v", c.src, c.at, c.code, all)
	}
}

// TestLargeScenarioLoads: the limits admit a graph of 10,000 systems and 20,000 links.
func TestLargeScenarioLoads(t *testing.T) {
	n := testsize.Of(10_000, 10_000, 500)
	var b strings.Builder
	b.WriteString("title = \"large\"\nlength = \"1d\"\nbasis = \"test\"\n[role.r]\n")
	for i := range n {
		fmt.Fprintf(&b, "[system.s%d]\n", i)
	}
	for i := range 2 * n {
		fmt.Fprintf(&b, "[[link]]\nfrom = \"s%d\"\nto = \"s%d\"\nchance = 0.5\n", i%n, (i*7+1)%n)
	}
	// Without a basis every link is warned of: more findings than are shown, and none an error.
	some := strings.Replace(b.String(), "basis = \"test\"\n[role.r]\n", "[role.r]\nack = \"2h\" # a guess\n", 1)
	sc, ds := Load("large.toml", []byte(some))
	require.NotNil(t, sc, ds.Format("large.toml", ""))
	assert.Equal(t, "limit", ds[len(ds)-1].Code)
	sc, ds = Load("large.toml", []byte(b.String()))
	require.NotNil(t, sc, ds.Format("large.toml", ""))
	assert.Len(t, sc.Systems, n)
	assert.Len(t, sc.Links, 2*n)
}

func FuzzLoad(f *testing.F) {
	for _, path := range []string{"../../scenarios/cold_copy.toml", "../../testdata/models/plant.toml"} {
		src, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(src)
	}
	f.Add([]byte(sound))
	f.Fuzz(func(t *testing.T, src []byte) {
		sc, ds := Load("fuzz.toml", src)
		_ = ds.Format("fuzz.toml", string(src))
		if (sc == nil) != ds.Failed() {
			t.Fatalf("a scenario with errors, or none without: %v", ds)
		}
	})
}

func FuzzExpr(f *testing.F) {
	sc, _ := Load("sound.toml", []byte(sound))
	for _, s := range []string{"knows('f', 'a') && hours > 2", "(hours * 2 >= 3) ? true : !done('fix')",
		"min(hours, 2) == abs(-2)", "state('x') == 'failed'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := sc.ParseExpr(s, Bool, false); (n == nil) == (err == nil) {
			t.Fatalf("%q: %v %v", s, n, err)
		}
	})
}

func FuzzScript(f *testing.F) {
	sc, _ := Load("sound.toml", []byte(sound))
	f.Add([]byte("[[do]]\nat = \"2h\"\nrole = \"b\"\nact = \"fix\"\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, ds := sc.LoadScript(src)
		if (s == nil) != ds.Failed() {
			t.Fatal(ds)
		}
	})
}
