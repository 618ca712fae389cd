package scenario

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]Duration{
		"0s": 0, "90s": 90 * Second, "45m": 45 * Minute, "6h": 6 * Hour, "3d": 3 * Day, "2w": 2 * Week,
		"1d12h": 36 * Hour, "1.5h": 90 * Minute,
		" 5m ": 5 * Minute, ".5h": 30 * Minute, "1.h": Hour, "1h1h": 2 * Hour, "30m1h": 90 * Minute, "1ns": 1,
		"1us": 1000, "1ms": 1_000_000,
		"0.1s": 100_000_000, "0.29h": 1044 * Second, "0.57m": 34_200_000_000, "0.57d": 49_248 * Second,
		"2.01s": 2_010_000_000, "1.6ns": 2, "36525d": MaxDuration, "007m": 7 * Minute, "876600h": MaxDuration,
		"5217.857142857142857w": MaxDuration,
	} {
		d, err := ParseDuration(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, d, text)
	}
	for text, want := range map[string]string{
		"": "missing", "  ": "missing", "5": "unit", "h": "not a duration", "-5m": "not a duration",
		"+5m": "not a duration", "5 m": "unit",
		"1y": `unknown unit "y"`, "5M": "unit", "1,5h": "unit", "1.2.3h": "not a number", ".h": "not a number",
		"1e3h": `unknown unit "e"`, "∞": "not a duration",
		"5m!": "not a duration", "36526d": "100 years", "99999999999999999999999999w": "100 years",
		"36525d1ns": "100 years", "١h": "not a duration",
		strings.Repeat("9", 400) + "w": "", "1h\x00": "not a duration", strings.Repeat("1h", 1_000_000): "100 years",
	} {
		_, err := ParseDuration(text)
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), want)
			assert.Less(t, len(err.Error()), 300)
			assert.NotContains(t, err.Error(), "\x00")
		}
	}
}

func TestDurationString(t *testing.T) {
	for text, d := range map[string]Duration{
		"0s": 0, "45m": 45 * Minute, "1d12h": 36 * Hour, "2d": 2 * Day, "14d": 2 * Week, "1h30m": 90 * Minute,
		"1m1s": 61 * Second, "-1h": -Hour, "500ms": Second / 2,
	} {
		assert.Equal(t, text, d.String())
	}
	for _, d := range []Duration{1, Second, 59 * Minute, 25 * Hour, Week, 400 * Day, MaxDuration, 36 * Hour} {
		if d >= Second { // what is written reads back, rounded to its two units
			back, err := ParseDuration(d.String())
			require.NoError(t, err)
			assert.LessOrEqual(t, math.Abs(float64(back-d)), float64(d)/20)
		}
	}
	assert.Equal(t, 1.5, (90 * Minute).Hours())
}

func TestDelays(t *testing.T) {
	load := func(toml string) (Delay, Diagnostics) {
		sc, ds := Load("x.toml", []byte("title = \"x\"\nlength = \"1d\"\nbasis = \"test\"\n[role.a]\nack = "+toml))
		if sc == nil {
			return Delay{}, ds
		}
		return sc.Roles[0].Ack, ds
	}
	for _, c := range []struct {
		toml      string
		want      Delay
		earliest  Duration
		immediate bool
		text      string
	}{
		{`"6h"`, Delay{true, Fixed, 6 * Hour, 0, 0}, 6 * Hour, false, "6h"},
		{`"0s"`, Delay{Set: true}, 0, true, "0s"},
		{`{median="2h", p90="9h"}`, Delay{true, LogNormal, 2 * Hour, 9 * Hour, 0}, 0, false,
			"about 2h (1 in 10 over 9h)"},
		{`{p90="2h", median="2h"}`, Delay{true, LogNormal, 2 * Hour, 2 * Hour, 0}, 0, false,
			"about 2h (1 in 10 over 2h)"},
		{`{min="15m", mode="30m", max="2h"}`, Delay{true, PERT, 15 * Minute, 30 * Minute, 2 * Hour}, 15 * Minute,
			false, "about 30m (15m to 2h)"},
		{`{max="1h", mode="1h", min="1h"}`, Delay{true, PERT, Hour, Hour, Hour}, Hour, false, "about 1h (1h to 1h)"},
		{`{mean="4h"}`, Delay{true, Exponential, 4 * Hour, 0, 0}, 0, false, "on average 4h"},
		{`{from="1h", to="3h"}`, Delay{true, Uniform, Hour, 3 * Hour, 0}, Hour, false, "1h to 3h"},
	} {
		d, ds := load(c.toml)
		require.Empty(t, ds, c.toml)
		assert.Equal(t, c.want, d, c.toml)
		assert.Equal(t, c.earliest, d.Earliest(), c.toml)
		assert.Equal(t, c.immediate, d.Immediate(), c.toml)
		assert.Equal(t, c.text, d.String(), c.toml)
	}
	for _, bad := range []string{`5`, `true`, `["6h"]`, `"6"`, `{}`, `{mean="0s"}`, `{median="1h"}`, `{p90="1h"}`,
		`{min="1h", max="2h"}`, `{mean="1h", p90="2h"}`,
		`{from="2h", to="1h"}`, `{min="2h", mode="1h", max="3h"}`, `{min="1h", mode="4h", max="3h"}`,
		`{median="0s", p90="1h"}`, `{median="2h", p90="1h"}`, `{mean=4}`, `{avg="4h"}`} {
		_, ds := load(bad)
		if assert.Len(t, ds, 1, "%s: one fault is told once", bad) {
			assert.Equal(t, 5, ds[0].Line, bad)
		}
	}
	_, ds := load(`{MEAN="4h"}`)
	assert.True(t, ds.Failed())
}

func TestCleanText(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                     "plain",
		"two\nlines":                "two\nlines",
		"dos\r\nlines":              "dos\nlines",
		"tab\tstop":                 "tab stop",
		"bell\a":                    "bell",
		"\x1b[31mred\x1b[0m":        "[31mred[0m",
		"\x1b]0;title\x07x":         "]0;titlex",
		"\x1b]52;c;YQ==\x1b\\x":     `]52;c;YQ==\x`,
		"\u009b31mred":              "31mred",
		"del\x7f":                   "del",
		"nul\x00":                   "nul",
		"a\u202eb\u202c":            "ab",
		"a\u2066b\u2069":            "ab",
		"a\u200bb\ufeffc\u00ad":     "abc",
		"e\u0301":                   "e\u0301",
		"e\u0301\u0302\u0303\u0304": "e\u0301\u0302",
		"Ünïcödé 漢字 Ω":              "Ünïcödé 漢字 Ω",
		"bad \xff\xfe bytes":        "bad \ufffd bytes",
		"flag \U0001F1E9\U0001F1EA": "flag ",
		"wave \U0001F44B\U0001F3FD": "wave \U0001F44B",
		"heart \u2764\ufe0f":        "heart \u2764",
		"private \ue000":            "private ",
		"line\u2028sep":             "line sep",
		"nbsp\u00a0x":               "nbsp x",
		"":                          "",
	} {
		got := CleanText(text)
		assert.Equal(t, want, got, "%q", text)
		assert.Equal(t, got, CleanText(got), "%q: cleaning twice", text)
	}
	assert.Equal(t, "one line", CleanLine("\n one\nline \r\n"))
}

func TestSuggestions(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"same", "same", 0}, {"titel", "title", 1},
		{"kitten", "sitting", 3}, {"ab", "ba", 1}, {"abcd", "badc", 2}, {"cloud", "clod", 1}} {
		assert.Equal(t, c.want, editDistance(c.a, c.b), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, editDistance(c.b, c.a), "%s %s", c.b, c.a)
	}
	long := strings.Repeat("x", 100_000)
	assert.Greater(t, editDistance(long, long), 1000, "long words are not compared")
	many := make([]string, 30)
	for i := range many {
		many[i] = fmt.Sprintf("zzzzzzzz%02d", i)
	}
	for _, c := range []struct {
		word  string
		names []string
		want  string
	}{
		{"titel", []string{"text", "title"}, `did you mean "title"?`},
		{"egres", []string{"egress", "ingress"}, `did you mean "egress"?`},
		{"x", []string{"b", "a"}, "known: a, b"},
		{"zz", []string{"a", "b"}, "known: a, b"},
		{"cat", []string{"hat", "bat"}, `did you mean "bat"?`},
		{"x", nil, "the scenario has none"},
		{"something_else", []string{"a", "b"}, "known: a, b"},
	} {
		assert.Equal(t, c.want, suggest(c.word, c.names), c.word)
	}
	assert.True(t, strings.HasSuffix(suggest("q", many), ", …"))
}

func TestRate(t *testing.T) {
	up, down := Thresholds{P: 0.9, S: 0.7, M: 0.4}, Thresholds{P: 6, S: 12, M: 24, Time: true}
	for _, c := range []struct {
		t    Thresholds
		v    float64
		want string
	}{
		{up, 1, "P"}, {up, 0.9, "P"}, {up, 0.89, "S"}, {up, 0.7, "S"}, {up, 0.4, "M"}, {up, 0.39, "U"},
		{up, -1, "U"}, {up, math.Inf(1), "P"}, {up, math.NaN(), "U"},
		{down, 0, "P"}, {down, 6, "P"}, {down, 6.1, "S"}, {down, 12, "S"}, {down, 24, "M"}, {down, 24.1, "U"},
		{down, math.Inf(1), "U"}, {down, math.NaN(), "U"},
		{Thresholds{P: 5, S: 5, M: 5}, 5, "P"}, {Thresholds{P: 5, S: 5, M: 5}, 4, "U"},
		{Thresholds{P: 5, S: 5, M: 5, Time: true}, 4, "P"}, {Thresholds{P: 5, S: 5, M: 5, Time: true}, 6, "U"},
		{Thresholds{P: 1, S: 1, M: 2}, 1.5, "M"}, {Thresholds{P: 2, S: 1, M: 1}, 1.5, "S"},
	} {
		assert.Equal(t, c.want, c.t.Rate(c.v), "%v %v", c.t, c.v)
	}
}

func TestScripts(t *testing.T) {
	sc := completeScenario(t)
	s,
		ds := sc.LoadScript([]byte("title = \"s\"\n[[do]]\nat = \"2h\"\nrole = \"lab\"\nact = " +
		"\"report\"\n[[do]]\nat = \"1h\"\nset = {gauge=\"harm\", add=1}\n" +
		"[[do]]\nat = \"0s\"\nrole = \"lab\"\ndeclare = \"cause\"\noption = \"insider\"\nconfidence = 0.5\n"))
	require.Empty(t, ds)
	require.Len(t, s.Do, 3)
	assert.Equal(t, []Pos{{2, 3}, {6, 3}, {9, 3}}, []Pos{s.Do[0].Place, s.Do[1].Place, s.Do[2].Place})
	assert.Equal(t, 2*Hour, s.Do[0].At, "in the order of the file")
	s, ds = sc.LoadScript(nil)
	assert.Empty(t, ds)
	assert.Empty(t, s.Do)
	for _, verb := range []string{"act=\"report\"", "commit=\"hold\"", "withdraw=\"hold\"", "cancel=\"report\"",
		"share=\"theft\", to=[\"agency\"]", "say=\"x\", to=[\"public\"]",
		"ask=\"x\", to=[\"all\"], due=\"1h\"", "declare=\"cause\", option=\"state\"", "convene=\"cell\"",
		"invest=\"cell\", points=2"} {
		src := "do = [{at=\"0s\", role=\"lab\", " + verb + "}]"
		_, ds := sc.LoadScript([]byte(src))
		assert.Empty(t, ds, src)
		_, ds = sc.LoadScript([]byte(strings.Replace(src, "role=\"lab\", ", "", 1)))
		assert.True(t, ds.Failed(), "who? %s", src)
	}
	for _, verb := range []string{"release=\"story\"", "fire=\"story\"", "hold=\"story\"", "skip=\"story\"",
		"postpone=\"story\", by=\"1h\"", "set={system=\"host\", becomes=\"normal\"}", "end=true"} {
		src := "do = [{at=\"0s\", " + verb + "}]"
		_, ds := sc.LoadScript([]byte(src))
		assert.Empty(t, ds, src)
		_, ds = sc.LoadScript([]byte(strings.Replace(src, "at=", "role=\"lab\", at=", 1)))
		assert.True(t, ds.Failed(), "not a seat: %s", src)
	}
}

// TestStartHasOneMeaning: a start without a zone does not depend on the computer's, and one
// with a zone keeps it.
func TestStartHasOneMeaning(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2027-03-01":                time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC),
		"2027-03-01T06:00:00":       time.Date(2027, 3, 1, 6, 0, 0, 0, time.UTC),
		"2027-03-01T06:00:00Z":      time.Date(2027, 3, 1, 6, 0, 0, 0, time.UTC),
		"2027-03-01T06:00:00+02:00": time.Date(2027, 3, 1, 6, 0, 0, 0, time.FixedZone("UTC+2", 7200)),
		"2027-03-01T06:00:00-05:30": time.Date(2027, 3, 1, 6, 0, 0, 0, time.FixedZone("UTC-5:30", -19800)),
	} {
		sc, ds := Load("x.toml", []byte("title = \"x\"\nlength = \"1d\"\nstart = "+text+"\n[role.a]\n"))
		require.Empty(t, ds, text)
		assert.True(t, want.Equal(sc.Start), text)
		assert.Equal(t, want.Format("15:04 MST"), sc.Start.Format("15:04 MST"), text)
	}
}

// TestWaysInScripts: a way that a message cannot go is found when the script is read, at the way.
func TestWaysInScripts(t *testing.T) {
	const world = "title=\"x\"\n[role.a]\n[role.b]\n[fact.f]\ntext=\"x\"\n[venue.cell]\nmembers=[\"a\",\"b\"]\n"
	for name, k := range map[string]struct{ call, do, want string }{
		"a venue":    {"[sharing]\ncall=\"5m\"\n", `say="x"; to=["cell"]; via="contact"`, "what goes to a venue"},
		"the public": {"[sharing]\ncall=\"5m\"\n", `say="x"; to=["public"]; via="formal"`, "what goes to a venue"},
		"a seat and a venue": {"[sharing]\ncall=\"5m\"\n", `share="f"; to=["b", "cell"]; via="call"`,
			"what goes to a venue"},
		"no calls":  {"", `ask="x?"; to=["b"]; via="call"`, "nobody can be called"},
		"a call":    {"[sharing]\ncall=\"5m\"\n", `ask="x?"; to=["b"]; via="call"`, ""},
		"by letter": {"", `say="x"; to=["b"]; via="formal"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			sc, ds := Load("x.toml", []byte(world+k.call))
			require.NotNil(t, sc, ds.Format("x.toml", world))
			src := "title=\"s\"\n[[do]]\nat=\"1h\"\nrole=\"a\"\n" + strings.ReplaceAll(k.do, "; ", "\n") + "\n"
			_, ds = sc.LoadScript([]byte(src))
			if k.want == "" {
				assert.Empty(t, ds, ds.Format("s.toml", src))
				return
			}
			require.Len(t, ds, 1, ds.Format("s.toml", src))
			assert.Contains(t, ds[0].Message, k.want)
			assert.Equal(t, 7, ds[0].Line, "at via")
			assert.NotEmpty(t, ds[0].Hint)
		})
	}
}
