package campaign

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

var update = flag.Bool("update", false, "write the tables of scenarios/campaign.md again")

const page = "../../scenarios/campaign.md"

func load(t *testing.T, text string) *Campaign {
	t.Helper()
	c, ds := Load([]byte(text))
	require.NotNil(t, c, ds.Format("campaign.toml", text))
	return c
}

const months = `title = "Months"
[[exercise]]
id = "one"
on = 2027-01-01
kind = "theft"
scenario = "toy"
[[exercise]]
id = "two"
on = 2027-01-11
kind = "outage"
scenario = "toy"
[[exercise]]
id = "three"
on = 2027-02-10
kind = "theft"
scenario = "toy"
`

// What follows from days alone, each case worked by hand: the next exercise of the kind comes
// 40 days after the first.
func TestPace(t *testing.T) {
	pace := func(x float64) *float64 { return &x }
	for name, c := range map[string]struct {
		from, adopted string
		state         State
		by            []string
		reach, pace   *float64
	}{
		"in time":          {"one", `{who="A", on=2027-01-06}, {who="B", on=2027-01-17}`, Adopted, []string{"A", "B"}, pace(16), pace(2.5)},
		"in any order":     {"one", `{who="B", on=2027-01-17}, {who="A", on=2027-01-06}`, Adopted, []string{"A", "B"}, pace(16), pace(2.5)},
		"by the day":       {"one", `{who="A", on=2027-02-10}, {who="B", on=2027-02-10}`, Adopted, []string{"A", "B"}, pace(40), pace(1)},
		"too late":         {"one", `{who="A", on=2027-01-06}, {who="B", on=2027-03-22}`, InPart, []string{"A"}, pace(80), pace(0.5)},
		"never":            {"one", `{who="A", on=2027-01-06}`, InPart, []string{"A"}, nil, pace(0)},
		"by nobody":        {"one", ``, Not, []string{}, nil, pace(0)},
		"on the day":       {"one", `{who="A", on=2027-01-01}, {who="B", on=2027-01-01}`, Adopted, []string{"A", "B"}, pace(0), nil},
		"nothing followed": {"two", `{who="A", on=2027-01-12}, {who="B", on=2027-01-13}`, Adopted, []string{"A", "B"}, pace(2), nil},
	} {
		t.Run(name, func(t *testing.T) {
			camp := load(t, months+fmt.Sprintf("[[lesson]]\nid = \"l\"\nfrom = %q\nitem = \"x\"\nadopted = [%s]\n", c.from,
				c.adopted))
			got := camp.line(&camp.Lessons[0])
			assert.Equal(t, c.state, got.State)
			assert.Equal(t, c.by, got.By)
			assert.Equal(t, c.reach, got.DaysToReach)
			assert.Equal(t, c.pace, got.Pace)
			if c.from == "one" {
				assert.Equal(t, "three", got.Next, "the next of its kind, not the next")
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for fault, say := range map[string]string{
		"[[lesson]]\nid = \"l\"\nfrom = \"one\"\nitem = \"x\"\nadopted = [{who=\"A\", on=2026-12-31}]\n":                           `A adopts "l" before "one"`,
		"[[lesson]]\nid = \"l\"\nfrom = \"on\"\nitem = \"x\"\n":                                                                    `unknown exercise "on"`,
		"[[exercise]]\nid = \"four\"\non = 2026-01-01\nscenario = \"toy\"\n":                                                       "comes before",
		"[[exercise]]\nid = \"one\"\non = 2027-09-01\nscenario = \"toy\"\n":                                                        "there is already an exercise",
		"[[exercise]]\nid = \"four\"\non = 2027-09-01\n":                                                                           "one of the two",
		"[[exercise]]\nid = \"four\"\non = 2027-09-01\nrecord = \"a\"\nmechanisms = [\"m\"]\n":                                     "is in the record",
		"[[lesson]]\nid = \"l\"\nfrom = \"one\"\nitem = \"x\"\nadopted = [{who=\"A\", on=2027-01-02}, {who=\"A\", on=2027-01-03}]": "has already adopted it",
		"[[lesson]]\nid = \"l\"\nfrom = \"one\"\nitm = \"x\"\n":                                                                    "unknown key",
	} {
		c, ds := Load([]byte(months + fault))
		assert.Nil(t, c)
		assert.Contains(t, ds.Format("campaign.toml", months+fault), say)
	}
}

// A lesson that changes nothing is worth nothing; one that cannot be played says why.
func TestWorth(t *testing.T) {
	text := `title = "Toy"
basis = "test"
length = "24h"
[role.desk]
[gauge.harm]
outcome = true
flow = {per_hour=1.0, of="load"}
[gauge.load]
start = 2
[mechanism.half]
changes = [{role="desk", decide=0.5}]
[inject.half]
when = "has('half')"
to = ["desk"]
effects = [{gauge="load", set=1}]
`
	sc, ds := scenario.Load("toy.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("toy.toml", text))
	from := Source{Exercise: func(*Exercise) (*Played, error) { return &Played{Scenario: sc}, nil }}
	lesson := func(keys string) LessonLine {
		c := load(t, months+"[[lesson]]\nid = \"l\"\nfrom = \"one\"\nitem = \"x\"\n"+keys)
		r, err := Work(context.Background(), c, from, 4, score.Work{})
		require.NoError(t, err)
		return r.Lessons[0]
	}
	half := lesson(`mechanisms = ["half"]`)
	require.NotNil(t, half.Worth)
	assert.InDelta(t, -24, half.Worth.Mean, 1e-9, "1 an hour less for 24 hours")
	assert.Equal(t, "three", half.In)
	assert.Contains(t, lesson("").Why, "neither mechanisms nor notes")
	assert.Contains(t, lesson(`mechanisms = ["other"]`).Why, `no mechanism "other"`)
}

// The example of the page on campaigns can be copied as it is.
func TestExampleOfThePage(t *testing.T) {
	src, err := os.ReadFile(page)
	require.NoError(t, err)
	_, text, found := strings.Cut(string(src), "```toml\n")
	require.True(t, found)
	text, _, _ = strings.Cut(text, "```")
	_, ds := Load([]byte(text))
	assert.Empty(t, ds.Format("campaign.toml", text))
}

// The page on campaigns lists the keys that the file has.
func TestReference(t *testing.T) {
	src, err := os.ReadFile(page)
	require.NoError(t, err)
	var b strings.Builder
	for _, table := range scenario.TablesOf(&Campaign{}) {
		name := table.Name
		if name == "" {
			name = "At the top"
		}
		fmt.Fprintf(&b, "\n### %s\n\n| Key | Default | Meaning |\n|---|---|---|\n", name)
		for _, k := range table.Keys {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Default, k.Doc)
		}
	}
	text := string(src)
	const begin, end = "<!-- keys:begin -->\n", "<!-- keys:end -->"
	i, j := strings.Index(text, begin), strings.Index(text, end)
	require.True(t, i >= 0 && j > i)
	want := text[:i+len(begin)] + b.String() + "\n" + text[j:]
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, text, "if the tags are right: go test ./sim/campaign -run Reference -update")
}
