package notes

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// failer is a test, or one example of a property.
type failer interface {
	require.TestingT
	Helper()
}

func words(t failer) *Vocabulary {
	v, ds := LoadVocabulary(scenarios.Vocabulary)
	require.Empty(t, ds, ds.Format("vocabulary.toml", string(scenarios.Vocabulary)))
	return v
}

// folder is a registry of testdata.
func folder(t failer, state string) []*Organisation {
	files, err := filepath.Glob("../../testdata/registry/" + state + "/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var out []*Organisation
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		out = append(out, organisation(t, string(src)))
	}
	return out
}

func organisation(t failer, src string) *Organisation {
	o, ds := words(t).Load("notes.toml", []byte(src))
	require.NotNil(t, o, ds.Format("notes.toml", src))
	return o
}

func world(t failer, src string) *scenario.Scenario {
	sc, ds := scenario.Load("world.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("world.toml", src))
	return sc
}

func library(t failer, name string) *scenario.Scenario {
	src, err := scenarios.FS.ReadFile(name + ".toml")
	require.NoError(t, err)
	return world(t, string(src))
}

func idleWorlds(t *testing.T, n int) func(*scenario.Scenario) (*World, error) {
	return func(sc *scenario.Scenario) (*World, error) { return Idle(t.Context(), sc, n, noWork) }
}

// whole is a note that lacks nothing, but for what the test is about.
func whole(id, when, rest string) string {
	return fmt.Sprintf("[[note]]\nid = %q\nwhen = %q\ndecider = \"D\"\nsteps = [\"s\"]\nneeds = [\"n\"]\n%s\n", id,
		when, rest)
}

func org(name, is string, notes ...string) string {
	return fmt.Sprintf("organisation = %q\nis = %q\n%s", name, is, strings.Join(notes, "\n"))
}

// three is a world of a laboratory, a cloud and a CERT, two facts and one joint action.
const three = `title = "Three"
length = "4d"
[role.lab]
is = "frontier_developer"
at_once = 1
[role.cloud]
is = "cloud"
[role.cert]
is = "national_cert"
[gauge.harm]
outcome = true
[system.world]
state = "normal"
harm = {gauge="harm", per_hour=1}
[inject.falls]
text = "It falls."
at = "2d"
effects = [{system="world", becomes="failed"}]
[fact.egress]
text = "It leaves."
signal = "weights_leaving"
known = {cloud={at="1h"}}
[fact.rows]
text = "Rows are missing."
signal = "records_missing"
known = {lab={at="2h"}}
[action.hold]
by = ["lab", "cloud", "cert"]
response = "contain_together"
joint = {quorum=2, within="3d"}
effects = [{gauge="harm", add=-1}]
[action.cut]
by = ["lab"]
response = "isolate"
takes = "10h"
[action.look]
by = ["lab"]
response = "investigate"
takes = "2h"
[action.report]
by = ["cloud"]
response = "notify_authority"
undoes = ["cut"]
`

// TestLibraryIsWorded: the scenarios of the library say of every seat, fact and action what
// it is a case of, in words of the vocabulary.
func TestLibraryIsWorded(t *testing.T) {
	v := words(t)
	for i, name := range scenarios.Names() {
		if !testsize.Every(i, 1, 4) {
			continue
		}
		sc := library(t, name)
		assert.Empty(t, v.CheckWords(sc), name)
		for i, r := range sc.Roles {
			if sc.Ally(i) { // an adversary files no notes
				assert.NotEmpty(t, r.Is, "%s: role %s", name, r.ID)
			}
		}
		for _, f := range sc.Facts {
			assert.NotEmpty(t, f.Signal, "%s: fact %s", name, f.ID)
		}
		for i, a := range sc.Actions {
			// what is decided is no response by itself, nor is what an adversary does
			if decision, _ := sc.OptionOf(i); decision < 0 && len(sc.AlliesOf(a.By)) > 0 {
				assert.NotEmpty(t, a.Response, "%s: action %s", name, a.ID)
			}
		}
	}
}

// TestExchangedIsClean: the registry after the exchange gives no finding in the scenarios
// that it was written for.
func TestExchangedIsClean(t *testing.T) {
	a, err := Analyse(words(t), folder(t, "exchanged"), []*scenario.Scenario{library(t, "cold_copy"),
		library(t, "practice")}, idleWorlds(t, 40))
	require.NoError(t, err)
	assert.Empty(t, a.Findings)
	assert.Len(t, a.Promised, 5)
	for _, p := range a.Promised {
		assert.NotNil(t, p.Within, p.Action)
	}
}

// TestDraftedFaults: each fault planted in the registry that was drafted apart is found.
func TestDraftedFaults(t *testing.T) {
	a, err := Analyse(words(t), folder(t, "drafted"), []*scenario.Scenario{library(t, "cold_copy"),
		library(t, "practice")}, idleWorlds(t, 40))
	require.NoError(t, err)
	found := map[Kind][]string{}
	for _, f := range a.Findings {
		var who []string
		for _, n := range f.Notes {
			who = append(who, n.Note)
		}
		found[f.Kind] = append(found[f.Kind], strings.Join(append(f.Seats, who...), " "))
	}
	assert.Equal(t, map[Kind][]string{
		Coverage:      {"AI safety institute", "AI safety institute"},
		Interlock:     {"National CERT D Cloud B warn"},
		ResponseTime:  {"", "", ""},
		Deadlock:      {"Duty desk Hospital group it_fails wards_hit"},
		Contradiction: {"Laboratory A AI regulator E records_gone told_early"},
		Exit: {"Cloud provider hold_with_others", "Duty desk our_update", "National CERT D their_host",
			"Laboratory A records_gone"},
		Load:       {"Cloud provider their_tenant"},
		Legibility: {"Cybercrime unit C follow_together"},
	}, found)
}

// TestPlanted: one fault at a time in the smallest set that has it; the same set without it
// gives nothing.
func TestPlanted(t *testing.T) {
	lab := func(rest ...string) string {
		return org("Lab", "frontier_developer", append([]string{whole("rows", "signal('records_missing')",
			`tell = [{who="cloud", what="records_missing", within="3h"}]`)}, rest...)...)
	}
	cloud := func(rest ...string) string {
		return org("Cloud", "cloud", append([]string{whole("out", "signal('weights_leaving')",
			`tell = [{who="frontier_developer", what="weights_leaving", within="2h"}]`)}, rest...)...)
	}
	hold := whole("hold", "signal('weights_leaving') && signal('records_missing')",
		"within = \"5h\"\ncommit = [\"contain_together\"]")
	for name, c := range map[string]struct {
		set  []string
		want []Kind
		says string
	}{
		"clean":          {[]string{lab(hold), cloud(hold)}, nil, ""},
		"nobody answers": {[]string{lab(hold), org("Cloud", "cloud", hold)}, []Kind{Interlock, ResponseTime}, "Lab"},
		"no such seat":   {[]string{lab(hold)}, []Kind{Interlock, ResponseTime, Coverage}, "Cloud provider|cloud"},
		"told by no one": {[]string{lab(hold, whole("w", "told('police', 'weights_leaving')",
			"within = \"1h\"\ndo = [\"investigate\"]")), cloud(hold)}, []Kind{Interlock},
			"no organisation of that kind"},
		"told without time": {[]string{lab(hold, whole("w", "told('cloud', 'weights_leaving')",
			"within = \"1h\"\ndo = [\"investigate\"]")),
			org("Cloud", "cloud", whole("out", "signal('weights_leaving')",
				`tell = [{who="frontier_developer", what="weights_leaving"}]`), hold)},
			[]Kind{Interlock, Interlock, ResponseTime, Legibility}, "without a time"},
		"too slow": {[]string{lab(whole("hold", "signal('weights_leaving')",
			"within = \"40h\"\ncommit = [\"hold\"]")),
			cloud(whole("hold", "signal('weights_leaving')", "within = \"50h\"\ncommit = [\"hold\"]"))},
			[]Kind{ResponseTime}, "within 2d2h; the cascade leaves 1d23h"},
		"circle": {[]string{
			org("Lab", "frontier_developer", whole("rows",
				"signal('records_missing') && told('cloud', 'weights_leaving')",
				`tell = [{who="cloud", what="records_missing", within="3h"}]`), hold),
			org("Cloud", "cloud",
				whole("out", "signal('weights_leaving') && told('frontier_developer', 'records_missing')",
					`tell = [{who="frontier_developer", what="weights_leaving", within="2h"}]`), hold)},
			[]Kind{Interlock, Interlock, ResponseTime, Deadlock}, "Let “out” of Cloud act"},
		"undo each other": {[]string{lab(hold, whole("a", "signal('records_missing')",
			"within = \"1h\"\nuntil = \"later\"\ndo = [\"isolate\"]"),
			whole("b", "signal('records_missing')", "within = \"1h\"\nuntil = \"later\"\ndo = [\"follow\"]")),
			cloud(hold)},
			[]Kind{Contradiction}, "undo each other"},
		"actions undo each other": {[]string{lab(hold,
			whole("a", "signal('weights_leaving')", "within = \"1h\"\nuntil = \"later\"\ndo = [\"isolate\"]")),
			cloud(hold, whole("b", "signal('weights_leaving')", "within = \"1h\"\ndo = [\"notify_authority\"]"))},
			[]Kind{Contradiction}, "undo each other"},
		"public lines": {[]string{lab(hold, whole("a", "signal('weights_leaving')",
			`tell = [{who="public", what="weights_leaving", within="1h", says="deny"}]`)),
			cloud(hold, whole("b", "signal('weights_leaving')",
				`tell = [{who="public", what="weights_leaving", within="1h", says="confirm"}]`))},
			[]Kind{Contradiction}, "in public"},
		"excluded": {[]string{lab(hold, whole("a", "signal('records_missing') && !signal('weights_leaving')",
			"within = \"1h\"\nuntil = \"later\"\ndo = [\"isolate\"]"),
			whole("b", "signal('records_missing') && signal('weights_leaving')",
				"within = \"1h\"\nuntil = \"later\"\ndo = [\"follow\"]")), cloud(hold)},
			nil, ""},
		"never ends": {[]string{lab(hold, whole("a", "signal('records_missing')",
			"within = \"1h\"\ndo = [\"isolate\"]")), cloud(hold)},
			[]Kind{Exit}, "names no end"},
		"cannot end": {[]string{lab(hold, whole("a", "signal('records_missing')",
			"within = \"1h\"\nuntil = \"told('national_cert', 'records_missing')\"\ndo = [\"isolate\"]")),
			cloud(hold)},
			[]Kind{Exit}, "cannot end"},
		"ends as it begins": {[]string{lab(hold, whole("a",
			"signal('records_missing') && signal('weights_leaving')",
			"within = \"1h\"\nuntil = \"signal('records_missing')\"\ndo = [\"isolate\"]")), cloud(hold)},
			[]Kind{Exit}, "ends as it begins"},
		"one hand": {[]string{lab(hold, whole("a", "signal('records_missing')",
			"within = \"1h\"\nuntil = \"later\"\ndo = [\"isolate\", \"investigate\"]")), cloud(hold)},
			[]Kind{Load}, "with one hand:"},
		"one hand, time enough": {[]string{lab(hold,
			whole("a", "signal('records_missing')",
				"within = \"11h\"\nuntil = \"later\"\ndo = [\"isolate\", \"investigate\"]")), cloud(hold)},
			nil, ""},
		"one hand, if the short deed goes first": {[]string{lab(hold,
			whole("a", "signal('records_missing')", "within = \"3h\"\nuntil = \"later\"\ndo = [\"isolate\"]"),
			whole("b", "signal('records_missing')", "within = \"4h\"\nuntil = \"later\"\ndo = [\"investigate\"]")),
			cloud(hold)}, nil, ""},
		"nobody decides": {[]string{lab(hold), cloud(hold, strings.Replace(whole("c", "signal('weights_leaving')",
			"within = \"1h\"\ndo = [\"notify_authority\"]"), "decider = \"D\"\n", "", 1))}, []Kind{Legibility},
			"who decides"},
	} {
		t.Run(name, func(t *testing.T) {
			var set []*Organisation
			for _, src := range c.set {
				set = append(set, organisation(t, src))
			}
			a, err := Analyse(words(t), set, []*scenario.Scenario{world(t, three)}, idleWorlds(t, 3))
			require.NoError(t, err)
			var kinds []Kind
			said := ""
			for _, f := range a.Findings {
				kinds = append(kinds, f.Kind)
				said += f.What + ". " + f.Do + "\n"
			}
			assert.Equal(t, c.want, kinds, said)
			ok := false
			for _, says := range strings.Split(c.says, "|") {
				ok = ok || strings.Contains(said, says)
			}
			assert.True(t, ok, said)
		})
	}
}

// TestDocs: every key of a file of notes and of the vocabulary is in the page about them.
func TestDocs(t *testing.T) {
	src, err := os.ReadFile("../../scenarios/notes.md")
	require.NoError(t, err)
	for _, file := range []any{&Organisation{}, &Vocabulary{}} {
		for _, table := range scenario.TablesOf(file) {
			for _, k := range table.Keys {
				named := strings.Contains(string(src), "`"+k.Name+"`") ||
					strings.Contains(string(src), "`["+k.Name+".ID]`") ||
					strings.Contains(string(src), "[["+k.Name+"]]")
				assert.True(t, named, "%s: %s", table.Name, k.Name)
			}
		}
	}
	for _, k := range Kinds() {
		assert.Contains(t, string(src), "\n| "+string(k)+" | ")
	}
}

// TestAnOrganisationHasAName: notes of an organisation without a name are warned of: nobody would know whose they are.
func TestAnOrganisationHasAName(t *testing.T) {
	for name, empty := range map[string]bool{"": true, "  ": true, `\u200B`: true, "X": false} {
		_, ds := words(t).Load("notes.toml", []byte(`organisation = "`+name+`"
is = "cloud"
[[note]]
id = "a"
when = "signal('unusual_access')"
within = "4h"
do = ["investigate"]
`))
		assert.False(t, ds.Failed(), name)
		assert.Equal(t, empty, strings.Contains(ds.Format("notes.toml", ""), "this text is empty: The name of"), name)
	}
}
