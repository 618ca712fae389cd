package scenario

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// joined reads a file of testdata/worlds with what it includes.
func joined(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(path.Join("../../testdata/worlds", name))
	require.NoError(t, err)
	return Joined(src, func(name string) ([]byte, error) { return os.ReadFile(path.Join("../../testdata/worlds", name)) })
}

// clinicsByHand is testdata/worlds/clinics.toml as an author without rows would write it.
func clinicsByHand() string {
	var b strings.Builder
	b.WriteString(`title = "Forty clinics of Nordstadt"
length = "2d"
[role.lead]
title = "Coordination in Nordstadt"
at_once = 3
[gauge.waiting]
title = "Patients without a bed"
outcome = true
sees = ["lead"]
[fact.alarm]
text = "The clinics of Nordstadt lose their records."
known = {lead={at="2h"}}
`)
	for _, part := range []string{"role", "system", "action", "note"} {
		for n := 1; n <= 40; n++ {
			switch part {
			case "role":
				fmt.Fprintf(&b, "[role.clinic_%d]\ntitle = \"Clinic %[1]d of Nordstadt\"\nack = \"%[1]dm\"\n", n)
			case "system":
				fmt.Fprintf(&b, "[system.ward_%d]\nowner = \"clinic_%[1]d\"\nfails = {mean=\"40h\"}\n"+
					"harm = {gauge=\"waiting\", per_hour=3}\n", n)
			case "action":
				fmt.Fprintf(&b, "[action.close_%d]\nby = \"clinic_%[1]d\"\ntakes = \"2h\"\n"+
					"effects = [{system=\"ward_%[1]d\", becomes=\"isolated\"}]\n", n)
			case "note":
				fmt.Fprintf(&b, "[[note]]\nrole = \"clinic_%d\"\nwhen = \"knows('alarm')\"\ndo = \"close_%[1]d\"\n"+
					"[[note]]\nrole = \"lead\"\nwhen = \"knows('alarm')\"\ndo = {share=\"alarm\", to=[\"clinic_%[1]d\"]}\n", n)
			}
		}
	}
	b.WriteString(`[system.power]
title = "power of Nordstadt"
fails = "3h"
[system.water]
title = "water of Nordstadt"
fails = "5h"
[[link]]
from = "power"
to = "ward_1"
chance = 0.4
[[link]]
from = "water"
to = "ward_2"
chance = 0.2
`)
	return b.String()
}

// TestRowsAreAsWrittenByHand: tables made from rows, with variables and an included file, are
// those that an author writes one by one, in the same order.
func TestRowsAreAsWrittenByHand(t *testing.T) {
	made, ds := Load("clinics.toml", joined(t, "clinics.toml"))
	require.NotNil(t, made, ds)
	hand, ds := Load("hand.toml", []byte(clinicsByHand()))
	require.NotNil(t, hand, ds)
	for _, sc := range []*Scenario{made, hand} {
		sc.Source, sc.Digest, sc.Each, sc.Variables, sc.Include = "", "", nil, nil, nil
		delete(sc.index, "variable")
		delete(sc.names, "variable")
	}
	assert.Equal(t, hand, made)
	assert.Len(t, made.Roles, 41)
	assert.Equal(t, "clinic_10", made.Roles[10].ID, "in the order of the rows, not of the letters")
}

// TestVariablesStandAnywhere: a variable in any key has the value that is written there by hand.
func TestVariablesStandAnywhere(t *testing.T) {
	const rest = "\n[role.a]\nat_once = AA\ntitle = BB\n[gauge.g]\nstart = CC\nsees = \"a\"\n" +
		"[action.x]\nby = \"a\"\nhands = AA\ncost = {money=CC}\neffects = [{gauge=\"g\", add=DD}]\n" +
		"[inject.i]\nat = EE\nhold = FF\ntitle = GG\nunless = \"g > HH\"\n[probe.p]\nask = \"?\"\noptions = {x=GG}\n"
	fill := func(values ...string) string {
		text := rest
		for i, v := range values {
			text = strings.ReplaceAll(text, strings.Repeat(string(rune('A'+i)), 2), v)
		}
		return "title = \"x\"" + text
	}
	hand, ds := Load("", []byte(fill("2", `"Clinic 2"`, "3.5", "-2", `"2h"`, "true", `"2"`, "2")))
	require.NotNil(t, hand, ds)
	made, ds := Load("", []byte(fill(`"{n}"`, `"Clinic {n}"`, `"{n} + 1.5"`, `"-{n}"`, `"{n}h"`, `"{yes}"`, `"{n}"`, "{n}")+
		"[variable]\nn = 2\nyes = true\n"))
	require.NotNil(t, made, ds)
	made.Actions[0].Effects[0].Add, hand.Actions[0].Effects[0].Add = nil, nil // an expression, and a number
	made.Injects[0].Unless.Source, hand.Injects[0].Unless.Source = "", ""
	assert.Equal(t, hand.Roles, made.Roles)
	assert.Equal(t, hand.Gauges, made.Gauges)
	assert.Equal(t, hand.Actions, made.Actions)
	assert.Equal(t, hand.Injects, made.Injects)
	assert.Equal(t, hand.Probes, made.Probes)
	changed, err := made.With([]Setting{{Path: "variable.n", Value: "3"}})
	require.NoError(t, err)
	assert.Equal(t, 3, changed.Roles[0].AtOnce)
}

// TestFindingsAreToldByFile: a fault of an included file has that file's name and line.
func TestFindingsAreToldByFile(t *testing.T) {
	files := map[string]string{
		"parts/a.toml": "[role.a]\n[role.b]\ntitel = \"x\"\n",
		"b.toml":       "# a remark\n\n[fact.f]\ntext = 5\n",
		"open.toml":    "[role.c]\ntitle = \"x\n",
		"key.toml":     "# first\ntitle = \"x\"\n",
		"more.toml":    "[role.d]\n#: included c.toml\n",
		"bytes.toml":   "\xff\xfe",
	}
	read := func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such\x1b[31m file")
	}
	for name, c := range map[string]struct{ include, file, says string }{
		"an unknown key":        {`["parts/a.toml", "b.toml"]`, "../x/parts/a.toml:3:1", "titel"},
		"a wrong type":          {`["parts/a.toml", "b.toml"]`, "../x/b.toml:4:8", "expected text"},
		"an open text":          {`"open.toml"`, "../x/open.toml:2:9", "not closed"},
		"a key without a table": {`["key.toml"]`, "../x/main.toml:2:12", "begins with a key that is in no table"},
		"an include of its own": {`["more.toml"]`, "../x/main.toml:2:12", "includes other files itself"},
		"what is no text":       {`["bytes.toml"]`, "../x/main.toml:2:12", "not a text"},
		"a file that is not":    {`["gone.toml"]`, "../x/main.toml:2:12", "cannot be read: no such"},
		"a way out":             {`["../gone.toml"]`, "../x/main.toml:2:12", "leads out"},
		"a fault of the first":  {`["b.toml"]`, "../x/main.toml:3:1", "colour"},
		"a table of both":       {`["parts/a.toml"]`, "../x/parts/a.toml:1:2", "is already there"},
	} {
		t.Run(name, func(t *testing.T) {
			main := "title = \"x\"\ninclude = " + c.include + "\ncolour = 1\n"
			if name == "a table of both" {
				main = "title = \"x\"\ninclude = " + c.include + "\n[role.a]\n"
			}
			src := Joined([]byte(main), read)
			_, ds := Load("main.toml", src)
			said := ds.Format("../x/main.toml", string(src))
			found := false
			for _, block := range strings.Split(said, "\n\n") {
				found = found || strings.HasPrefix(block, c.file+": ") && strings.Contains(block, c.says)
			}
			assert.True(t, found, "want %s %s in\n%s", c.file, c.says, said)
			assert.NotContains(t, said, "\x1b")
		})
	}
}

// TestAJoinedTextIsWhole: what a record holds needs no other file.
func TestAJoinedTextIsWhole(t *testing.T) {
	src := joined(t, "clinics.toml")
	again := Joined(src, func(string) ([]byte, error) { return nil, errors.New("not asked") })
	assert.Equal(t, string(src), string(again))
	sc, ds := Load("clinics", again)
	require.NotNil(t, sc, ds)
	at := sc.Place("system.water.fails")
	file, pos := at.In(sc.Source)
	assert.Equal(t, "parts/plants.toml", file)
	assert.Equal(t, 9, pos.Line)
}
