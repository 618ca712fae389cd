package scenario

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSlips: each slip that people make in a file is told at its place, with its cause and
// what to write instead.
func TestSlips(t *testing.T) {
	for _, c := range []struct {
		line, at, message, hint string
	}{
		{"title = “Hello”", "2:9", "“ is a typographic quote", `write " instead`},
		{"title =\u00a0\"x\"", "2:8", "an invisible character, U+00A0", "delete it"},
		{"title\u200b = \"x\"", "2:6", "an invisible character, U+200B", "delete it"},
		{"title = Hello there", "2:9", "a text goes in quotes", `write "Hello there"`},
		{"x = {a=1, b==2}", "2:12", "== compares", "write ="},
		{"length == \"1d\"", "2:8", "== compares", "write ="},
		{"title = 'it's'", "2:14", "not closed on its line", "apostrophe"},
		{"title = \"abc", "2:9", "not closed on its line", `write " at its end`},
		{"title = \"\"\"abc", "2:9", "not closed", `write """ at its end`},
		{"title = \"he said \"no\" to me\"", "2:19", "the text ends before this", `write \"`},
		{"title = \"x\" length = \"1d\"", "2:13", "the value ends before this", "line of its own"},
		{"title = \"x\",", "2:12", "there is no , at the end", "delete it"},
		{"path = \"C:\\Users\"", "2:11", "a backslash has a special meaning", `write \\`},
		{"path = \"a\\qb\"", "2:10", "a backslash has a special meaning", `write \\`},
		{"start = 2027-02-29T06:00:00Z", "2:9", "no such day: 2027-02-29", "year-month-day"},
		{"start = 2027-13-01T06:00:00Z", "2:9", "no such day: 2027-13-01", "year-month-day"},
		{"start = 2027-3-1", "2:9", "this date cannot be read", "four, two and two digits"},
		{"start = 01/03/2027", "2:9", "this date cannot be read", "four, two and two digits"},
		{"chance = .5", "2:10", "needs a digit before its point", "write 0.5"},
		{"chance = 5.", "2:10", "needs a digit after its point", "write 5.0"},
		{"chance = 0,5", "2:10", "decimals have a point", "write 0.5"},
		{"start = 1,000", "2:9", "has no comma", "write 1000, or 1.000"},
		{"start = -1,234,567 # lost", "2:9", "has no comma", "write -1234567"},
		{"chance = 05", "2:10", "does not begin with 0", "write 5"},
		{"big = 99999999999999999999999", "2:7", "too large", "at most"},
		{"at = 5h", "2:6", "a number with a unit is a text", `"5h"`},
		{"at = 30 min", "2:6", "a number with a unit is a text", `"30m"`},
		{"title: \"x\"", "2:6", "not by :", "write title = "},
		{"once = True", "2:8", "True is not a value", "write true"},
		{"once = no", "2:8", "no is not a value", "write false"},
		{"// remark", "2:1", "does not begin a comment", "begins with #"},
		{"[role lab]", "2:7", "not the head of a table", "write [role.lab]"},
		{"[role.Über uns]", "2:7", "not the head of a table", "write [role.ueber_uns]"},
		{"[[note]", "2:7", "not the head of a table", "write [[note]]"},
		{"[]", "2:2", "has no name", "[role.lab]"},
		{"title =", "2:7", "the value is missing", "after the ="},
		{"= 5", "2:1", "the key is missing", "for example"},
		{"just words", "2:1", "this line has no =", "key = value"},
		{"by = [\"a\" \"b\"]", "2:11", "the list in line 2 is not closed, or a comma is missing", `["a", "b"]`},
		{"x = [1, 2", "3:1", "the list in line 2 is not closed", `["a", "b"]`},
		{"x = {a=1, b=2", "3:1", "the { } table in line 2 is not closed", `{at=`},
		{"[role.z]\n[role.z]", "3:2", "[role.z] is already there", "the first is in line 2"},
		{"x = 1\nx = 2", "3:1", "x is already given", "the first is in line 2"},
		{"[move]\nuntil = \"1d\"\n[[move]]", "4:3", "once as a single table", "[[move]] each time"},
		{"[inject.a]\nat = \"1d\"\n[[inject]]", "4:3", "once as a single table", "[inject.an_id] each time"},
	} {
		ds := findings("basis = \"x\"\n" + c.line + "\n[role.y]\n")
		require.NotEmpty(t, ds, c.line)
		d := ds[0]
		assert.Equal(t, "syntax", d.Code, c.line)
		assert.Equal(t, c.at, place(d), c.line)
		assert.Contains(t, d.Message, c.message, c.line)
		assert.Contains(t, d.Hint, c.hint, c.line)
	}
}

func findings(src string) Diagnostics {
	_, ds := Load("x.toml", []byte(src))
	return ds
}

func place(d Diagnostic) string { return fmt.Sprintf("%d:%d", d.Line, d.Column) }

const slipHead = "title = \"x\"\nlength = \"1d\"\nstart = 2027-03-01T06:00:00Z\nbasis = \"x\"\n[role.a]\n[role.b]\n" +
	"[fact.f]\ntext = \"x\"\nknown = {a={at=\"1h\"}}\nneeded_by = \"b\"\n[venue.cell]\nmembers = \"all\"\n[gauge.g]\n"

// TestSlipsOfMeaning: what can be read and is not meant so is told at the value, with what
// to write instead.
func TestSlipsOfMeaning(t *testing.T) {
	for _, c := range []struct {
		text, at, message, hint string
	}{
		{"[note]\nrole = \"a\"\nwhen = \"true\"\ndo = {share=\"f\", to=\"b\"}", "14:2", "[note] is a single table",
			"[[note]]"},
		{"[inject]\nat = \"1h\"", "14:2", "this [inject] has no id", "[inject.some_id]"},
		{"[[inject]]\nat = \"1h\"", "14:3", "tables with ids", "[inject.some_id] in single brackets"},
		{"[[inject.i]]\nat = \"1h\"", "14:10", "expected a table, found a list", "[inject.i] in single brackets"},
		{"[inject.i]\nat = \"1h\"\nto = \"cell\"", "16:6", `"cell" is a venue, and a role is wanted here`,
			`members: "all"`},
		{"[inject.i]\nat = \"1h\"\nto = [\"a\", \"f\"]", "16:12", `"f" is a fact, and a role is wanted here`, ""},
		{"[inject.i]\nwhen = \"g = 5\"", "15:11", "= is not a comparison", "write =="},
		{"[inject.i]\nat = \"1h\"\neffects = [{gauge=\"g\", times=\"50%\"}]", "16:33", "% is not an operator", "0.5 for 50%"},
		{"[action.z]\nby = \"a\"\nchance = \"80%\"", "16:10", "expected a number, found text", "write 0.8 without quotes"},
		{"[action.z]\nby = \"a\"\nchance = 80%", "16:10", "a number has no unit here", "write 0.8"},
		{"[action.z]\nby = \"a\"\nspends = {g=\"2,5\"}", "16:13", "expected a number, found text", "write 2.5 without quotes"},
		{"[inject.i]\nwhen = \"g => 5\"", "15:11", "=> is not a comparison", "write >="},
		{"[inject.i]\nwhen = \"g > 5 AND hours > 1\"", "15:15", "AND is not an operator", "write &&"},
		{"[inject.i]\nwhen = \"done('f')\"", "15:14", `"f" is a fact, and an action is wanted here`, "knows('f')"},
		{"[inject.i]\nwhen = \"g > 5 && (hours > 1\"", "15:28", "a ) is missing", "close each"},
		{"[inject.i]\nwhen = \"(knows('f', 'a')) + (knows('f', 'b')) >= 2\"", "15:10", "expected a number here",
			"n_of(2"},
		{"[inject.i]\nwhen = \"n_of(3, knows('f', 'a'), knows('f', 'b'))\"", "15:14", "counts 2 conditions",
			"for example"},
		{"[inject.i]\nat = \"09:05\"", "15:6", "is not a duration", `write "3h5m"`},
		{"[inject.i]\nat = \"5:30 am\"", "15:6", "is not a duration", `write "23h30m"`},
		{"[inject.i]\nat = \"T+5\"", "15:6", "is not a duration", `"5m", "5h" or "5d"`},
		{"[inject.i]\nat = \"T+1:30\"", "15:6", "is not a duration", `write "1h30m"`},
		{"[inject.i]\nat = \"T-2h\"", "15:6", "is not a duration", "nothing happens before STARTEX"},
		{"[inject.i]\nwhen = \"g ** 2 > 4\"", "15:11", "is not allowed", "g * g"},
		{"[inject.i]\nwhen = \"n_of(2, [knows('f', 'a'), knows('f', 'b')])\"", "15:17", "not in a list", "leave the [ ] out"},
		{"[role]\ntitle = \"x\"", "14:2", "this [role] has no id", "[role.some_id]"},
		{"[inject.i]\nat = \"T+5h\"", "15:6", "is not a duration", `write "5h"`},
		{"[inject.i]\nat = \"+ 90m\"", "15:6", "is not a duration", `write "90m"`},
		{"[inject.i]\nat = \"2 hours and 5 minutes\"", "15:6", "duration", `write "2h5m"`},
		{"[inject.i]\nat = \"half an hour\"", "15:6", "is not a duration", `write "0.5h"`},
		{"[inject.i]\nat = \"PT1H30M\"", "15:6", "is not a duration", `write "1h30m"`},
		{"[inject.i]\nat = \"90\"", "15:6", "needs its unit", `"90m", "90h" or "90d"`},
		{"[inject.i]\nat = 90", "15:6", "whole number", `"90m", "90h" or "90d"`},
		{"[inject.i]\nat = 2027-03-02T09:05:00Z", "15:6", "found a date", `write "1d3h5m"`},
		{"[inject.i]\nat = 09:05:00", "15:6", "found a date", `write "3h5m"`},
		{"[inject.i]\nat = \"3 months\"", "15:6", "duration", `"30d"`},
		{"[inject.i]\ndescription = \"x\"", "15:1", "unknown key", `"text"`},
		{"[inject.i]\nwithin = \"5h\"", "15:1", "unknown key", "within belongs inside expects"},
		{"[inject.i]\nminute = \"5h\"", "15:1", "unknown key", "top of the file"},
		{"[action.x]\nrole = \"a\"", "15:1", "unknown key", `"by"`},
		{"[action.x]\nby = \"a\"\nprobability = 0.5", "16:1", "unknown key", `"chance"`},
		{"[checklist]\nfirst = \"Try the projector\"", "14:2", "expected a list in [ ], found a table", `for example checklist = [`},
		{"[inject.i]\nat = \"1h\"\nexpects = \"they call the board\"", "16:11", "expected a table, found text", "look_for"},
		{"[inject.i]\nat = \"1h\"\nexpects = {say=true, within=\"1h\"}", "16:1", "needs any, all or check", "look_for"},
		{"[inject.i]\nat = \"1h\"\nexpects = {say=true, within=\"1h\"}", "16:12", `unknown key "say"`, "known: all, any"},
		{"[severity.s]\ngauge = \"g\"\nlevel = 5", "16:1", "unknown key", `"from"`},
		{"[inject.i]\nat = \"{lag}\"", "15:6", "is not a duration", "[draw.lag]"},
		{"[inject.i]\nat = \"{lag * 2}\"", "15:6", "is not a duration", "in a draw of its own"},
		{"[draw.lag]\ntime = \"2h\"\n[inject.i]\nat = \"{lag} + 2h\"", "17:6", "is not a duration", "in a draw of its own"},
		{"[inject.i]\nat = \"1h\"\nto = \"{boss}\"", "16:6", "unknown role", "nothing gives {boss}"},
		{"[action.x]\nby = \"a\"\nchance = \"{odds}\"", "16:10", "expected a number", "nothing gives {odds}"},
		{"[variable]\nboss = \"a\"\n[inject.i]\nat = \"1h\"\nto = \"{bos}\"", "18:6", "unknown role", `did you mean "boss"?`},
		{"[[each]]\nof = [{id=\"n\", beds=3}, {id=\"s\"}]\n[each.gauge.\"g_{id}\"]\nstart = \"{beds}\"", "17:9",
			"expected a number", "give it in each row"},
	} {
		ds := findings(slipHead + c.text + "\n")
		found := false
		for _, d := range ds {
			found = found || place(d) == c.at && strings.Contains(d.Message, c.message) &&
				strings.Contains(d.Hint, c.hint)
		}
		assert.True(t, found, "%s\n%s", c.text, ds.Format("x.toml", slipHead+c.text))
	}
}

// TestMarksOfEncodings: a byte-order mark changes nothing, and UTF-16 is named.
func TestMarksOfEncodings(t *testing.T) {
	const text = "title = \"x\"\nlength = \"1d\"\n[role.a]\nat_onc = 2\n"
	plain, marked := findings(text), findings("\uFEFF"+text)
	assert.Equal(t, plain, marked)
	assert.Equal(t, plain.Format("x", text), marked.Format("x", "\uFEFF"+text))
	a, _ := Load("a", []byte("title = \"x\"\nlength = \"1d\"\n[role.a]\n"))
	b, ds := Load("b", []byte("\uFEFFtitle = \"x\"\r\nlength = \"1d\"\r\n[role.a]\r\n"))
	require.NotNil(t, b, ds)
	assert.Equal(t, a.Roles, b.Roles)
	s, ds := a.LoadScript([]byte("\uFEFFtitle = \"x\"\n"))
	assert.NotNil(t, s, ds)
	for _, big := range []bool{true, false} {
		for _, mark := range []string{"\uFEFF", ""} {
			var wide []byte
			for _, r := range mark + text {
				if big {
					wide = append(wide, byte(r>>8), byte(r))
				} else {
					wide = append(wide, byte(r), byte(r>>8))
				}
			}
			ds := findings(string(wide))
			require.Len(t, ds, 1)
			assert.Equal(t, "the file is UTF-16", ds[0].Message)
			assert.Contains(t, ds[0].Hint, "UTF-8")
		}
	}
	ds = findings(strings.ReplaceAll(text, "\n", "\r"))
	require.Len(t, ds, 1)
	assert.Contains(t, ds[0].Message, "end in CR alone")
}

// TestCaretsStandRight: the caret is under the fault whatever is wide before it.
func TestCaretsStandRight(t *testing.T) {
	for _, before := range []string{"", "Übung ", "漢字 ", "e\u0301e\u0301 ", "🚑🚑 "} {
		src := "title = \"" + before + "\" oops\n[role.a]\n"
		lines := strings.Split(findings(src).Format("x.toml", src), "\n")
		require.Greater(t, len(lines), 2)
		bar := strings.Index(lines[2], "| ") + 2
		wide := 0
		for _, r := range before {
			switch {
			case r == 0x301:
			case r > 0x2000:
				wide += 2
			default:
				wide++
			}
		}
		assert.Equal(t, len("title = \"\" ")+wide, len(lines[2])-bar-1, "%q\n%s\n%s", before, lines[1], lines[2])
	}
}

// TestBracesThatNothingGives: players would read the braces, so a text with a name that no variable, draw or row
// gives is warned of; a file that has none of the three may have braces in its texts.
func TestBracesThatNothingGives(t *testing.T) {
	inject := "[inject.i]\nat = \"1h\"\ntext = \"{TEXT}\"\n"
	for _, c := range []struct{ given, text, want string }{
		{"", "Press {enter}", ""},
		{"[variable]\nschool = \"Linden\"\n", "Press {enter}", "nothing gives {enter}: write it under [variable], or as [draw.enter]"},
		{"[variable]\nschool = \"Linden\"\n", "{school} and {scool}", `nothing gives {scool}: did you mean "school"?`},
		{"[draw.loud]\nchance = 0.5\n", "It is {loud}", ""},
		{"[draw.loud]\nchance = 0.5\n", "It is {luod}", `nothing gives {luod}: did you mean "loud"?`},
		{"[[each]]\ncount = 2\n[each.role.\"r_{n}\"]\n", "Number {n}", "{n} is a key of rows: give it in each row of that [[each]], and write it there only"},
		{"[variable]\nschool = \"Linden\"\n", "{ school }, {School} and {}", ""},
	} {
		var hints []string
		for _, d := range findings(slipHead + c.given + strings.Replace(inject, "{TEXT}", c.text, 1)) {
			require.NotEqual(t, Error, d.Severity, d)
			if d.Code == "unfilled" {
				hints = append(hints, d.Hint)
			}
		}
		assert.Equal(t, c.want, strings.Join(hints, "|"), c.text)
	}
}
