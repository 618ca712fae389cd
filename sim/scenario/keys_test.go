package scenario

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the tables of scenarios/README.md again")

const (
	readmeFile   = "../../scenarios/README.md"
	templateFile = "../../scenarios/new.toml.txt"
)

func TestReference(t *testing.T) {
	src, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	text := string(src)
	text = between(t, text, "keys", referenceTables(Tables()))
	text = between(t, text, "script", referenceTables(scriptOnly()))
	if *update {
		require.NoError(t, os.WriteFile(readmeFile, []byte(text), 0o644))
		return
	}
	if text == string(src) {
		return
	}
	want, have := strings.Split(text, "\n"), strings.Split(string(src), "\n")
	for i := range max(len(want), len(have)) {
		if i >= len(want) || i >= len(have) || want[i] != have[i] {
			assert.Equal(t, append(want, "")[min(i, len(want))], append(have, "")[min(i, len(have))],
				"line %d of README.md differs from the tags in this package; "+
					"if the tags are right run: go test ./sim/scenario -run TestReference -update", i+1)
			return
		}
	}
}

// scriptOnly are a script's tables without effects, which the main reference has.
func scriptOnly() []Table {
	var out []Table
	for _, tab := range ScriptTables() {
		if tab.Name != "[[do]] set" {
			out = append(out, tab)
		}
	}
	return out
}

// between replaces what is between the markers of a name.
func between(t *testing.T, text, name, body string) string {
	t.Helper()
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	i, j := strings.Index(text, begin), strings.Index(text, end)
	require.True(t, i >= 0 && j > i, "README.md lacks the markers %q", name)
	return text[:i+len(begin)] + body + text[j:]
}

func referenceTables(tables []Table) string {
	var b strings.Builder
	for _, tab := range tables {
		fmt.Fprintf(&b, "\n### %s\n\n", headingOf(tab.Name))
		if tab.Doc != "" {
			fmt.Fprintf(&b, "%s\n\n", tab.Doc)
		}
		if len(tab.Also) > 0 {
			var also []string
			for _, a := range tab.Also {
				also = append(also, headingOf(a))
			}
			fmt.Fprintf(&b, "The same keys: %s.\n\n", strings.Join(also, ", "))
		}
		if tab.Borrows != "" {
			fmt.Fprintf(&b, "Every key of %s, and:\n\n", headingOf(tab.Borrows))
		}
		b.WriteString("| Key | Type | Default | Example | Meaning |\n|---|---|---|---|---|\n")
		for _, k := range tab.Keys {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", k.Name, cell(k.Type), defaultCell(k), exampleCell(k),
				cell(k.Doc))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// headingOf writes "[gauge.ID] grow" as people say it: `grow` in `[gauge.ID]`.
func headingOf(table string) string {
	outer, inner, nested := strings.Cut(table, " ")
	switch {
	case table == "":
		return "Top of the file"
	case nested:
		return "`" + inner + "` in `" + outer + "`"
	}
	return "`" + table + "`"
}

func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "|", `\|`), "\n", " ")
}

func defaultCell(k Key) string {
	switch {
	case k.Required:
		return "**required**"
	case k.Default == "":
		return "–"
	}
	return cell(k.Default)
}

func exampleCell(k Key) string {
	e := strings.TrimSpace(k.Example)
	if first, _, more := strings.Cut(e, "\n"); more {
		e = first
	}
	if e == "" {
		return "–"
	}
	return "`" + cell(e) + "`"
}

func TestEveryKeyIsDescribed(t *testing.T) {
	seen := map[[2]string]bool{}
	scripts := scriptOnly()
	for i := range scripts { // both files have a top with a title
		for j := range scripts[i].Keys {
			scripts[i].Keys[j].Table += " (script)"
		}
	}
	for _, tab := range append(Tables(), scripts...) {
		for _, k := range tab.Keys {
			where := k.Table + " " + k.Name
			assert.NotEmpty(t, k.Doc, where)
			assert.Regexp(t, `[.]"?$`, k.Doc, "%s: the doc is a sentence", where)
			assert.NotEmpty(t, k.Type, where)
			assert.NotContains(t, k.Type, "of ,", "%s: its kind of id is in no list", where)
			id := [2]string{k.Table, k.Name}
			assert.False(t, seen[id], "%s twice", where)
			seen[id] = true
			isTable := strings.HasPrefix(k.Type, "tables [") || k.Table == "" && k.Type == "table"
			if k.Example == "" {
				assert.True(t, isTable, "%s has no example", where)
				continue
			}
			line := k.Name + " = " + k.Example
			if strings.HasPrefix(k.Example, "\n") {
				line = k.Example
			}
			var got map[string]any
			_, err := toml.Decode(line, &got)
			assert.NoError(t, err, "%s: %s", where, line)
		}
	}
}

// TestKeysFindsEveryField counts the tagged fields of this package's types by hand, so
// that a type which Tables does not reach is noticed.
func TestKeysFindsEveryField(t *testing.T) {
	have := map[[2]string]bool{}
	for _, k := range Keys() {
		have[[2]string{k.Table, k.Name}] = true
	}
	for table, v := range map[string]any{
		"": Scenario{}, "[about]": About{}, "[[move]]": Move{}, "[role.ID]": Role{}, "[role.ID] hours": Hours{}, "[role.ID] joins": Joins{},
		"[gauge.ID]": Gauge{}, "[gauge.ID] grow": Growth{},
		"[gauge.ID] grow.approach": Approach{}, "[gauge.ID] flow": Flow{}, "[system.ID]": System{},
		"[system.ID] watch.ROLE": Watch{},
		"[system.ID] harm":       Harm{}, "[[link]]": Link{}, "[fact.ID]": Fact{}, "[fact.ID] known.ROLE": Known{},
		"[fact.ID] leak": Leak{},
		"[action.ID]":    Action{}, "[action.ID] cost": Cost{}, "[action.ID] effects": Effect{},
		"[action.ID] joint": Joint{},
		"[inject.ID]":       Inject{}, "[inject.ID] expects": Expects{}, "[venue.ID]": Venue{},
		"[sharing]":          Sharing{},
		"[sharing] contacts": Contact{}, "[mechanism.ID]": Mechanism{}, "[mechanism.ID] changes": Change{},
		"[[note]]":    Note{},
		"[[note]] do": Do{}, "[obligation.ID]": Obligation{}, "[probe.ID]": Probe{}, "[objective.ID]": Objective{},
		"[objective.ID] criteria": Criteria{}, "[objective.ID] measure": Yardstick{}, "[measure.ID]": Measure{}, "[ending.ID]": Ending{},
		"[profile.ID]": Profile{}, "[arm.ID]": Arm{}, "[draw.ID]": Draw{}, "[[each]]": Each{}, "[decision.ID]": Decision{},
		"[decision.ID] option.ID": DecisionOption{}, "[hypothesis.ID]": Hypothesis{}, "[severity.ID]": Level{},
		"[together.ID]": Together{}, "[sensor.ID]": Sensor{}, "[version.ID]": Version{}, "[version.ID] harm": Spill{},
	} {
		for _, f := range fieldsOf(reflect.TypeOf(v)) {
			assert.True(t, have[[2]string{table, f.name}], "%s %s is not among Keys", table, f.name)
			delete(have, [2]string{table, f.name})
		}
	}
	for _, k := range []string{"P", "S", "M"} {
		delete(have, [2]string{"[objective.ID] rate", k})
	}
	assert.Empty(t, have, "keys of tables that this test does not know")
}

func TestExamplesOfTheReadmeLoad(t *testing.T) {
	src, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	m := regexp.MustCompile("(?s)```toml\n(.*?)```").FindSubmatch(src)
	require.NotNil(t, m, "README.md begins with an example")
	assert.Equal(t, 10, strings.Count(string(m[1]), "\n"), "ten lines were promised")
	sc, ds := Load("README.md", m[1])
	require.False(t, ds.Failed(), ds.Format("README.md", string(m[1])))
	assert.Equal(t, "Ten lines", sc.Title)
}

func TestReadmeNamesEveryFunctionAndDelay(t *testing.T) {
	src, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	text := string(src)
	for name, f := range functions {
		assert.Contains(t, text, "`"+name+"(")
		if f.role || f.op == OpHeld || f.op == OpRuns {
			assert.Regexp(t, "`"+name+`\('[a-z]+', '[a-z]+'\)`+"`", text, "%s with what may stand second", name)
		}
	}
	for name := range clockOps {
		assert.Contains(t, text, "`"+name+"`")
	}
	for _, name := range []string{"hours", "state('", "min(", "max(", "abs(", "n_of("} {
		assert.Contains(t, text, "`"+name)
	}
	for _, w := range delayWords {
		assert.Contains(t, text, "{"+w.keys[0]+"=")
	}
}

func TestTemplatesLoadWithoutFindings(t *testing.T) {
	for _, file := range []string{templateFile, "../../scenarios/new_discussion.toml.txt",
		"../../scenarios/new_drill.toml.txt"} {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		sc, ds := Load("new.toml", src)
		require.Empty(t, ds, ds.Format(file, string(src)))
		notes := map[string]bool{}
		for _, n := range sc.Notes {
			notes[n.Role] = true
		}
		for _, r := range sc.Roles {
			assert.True(t, notes[r.ID], "bots have nothing to do as %s", r.ID)
		}
	}
}
