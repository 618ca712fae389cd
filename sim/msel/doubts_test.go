package msel

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// imports reads a list by a map.
func imports(t *testing.T, name, data, settled string) *Result {
	t.Helper()
	m, err := ParseMapping("map.toml", []byte(settled))
	require.NoError(t, err)
	r, err := Read(name, []byte(data), m)
	require.NoError(t, err)
	passes(t, r)
	return r
}

// doubts are the doubts of a code, each by its place, value and level.
func (r *Result) doubts(code string) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Level == Doubt && f.Code == code {
			out = append(out, f.Place.String()+" "+f.Value)
		}
	}
	return out
}

// TestMapOfEmptyCells: what the hint for a row without a recipient says is taken, and settles it.
func TestMapOfEmptyCells(t *testing.T) {
	list := "No,Time,To,Message\n1,T+1 min,Ops,The pump stops\n2,T+2 min,,It runs again\n"
	known := "t = \"minutes\"\n[to]\nOps = \"ops\"\n"
	assert.Equal(t, []string{"C3 "}, imports(t, "list.csv", list, known).doubts("no-recipient"))
	assert.Equal(t, []string{"C3 "}, imports(t, "list.csv", list, known+"\"\" = \"\"\n").doubts("no-recipient"),
		"what a map leaves empty stays in doubt")
	for says, want := range map[string][]string{"none": nil, "all": {"all"}, "public": {"public"}, "ops": {"ops"},
		"ops, lab": {"ops", "lab"}, "staff": nil} {
		r := imports(t, "list.csv", list, known+"\"\" = \""+says+"\"\n")
		assert.Zero(t, r.Findings.Doubts(), "%s: %v", says, r.Findings)
		assert.Equal(t, want, r.List.Entries[1].To, says)
		assert.NotEqual(t, says == "staff", r.List.Entries[1].Staff == nil, says)
	}
	for _, table := range []string{"columns", "to", "media", "types", "times"} {
		_, err := ParseMapping("map.toml", []byte("["+table+"]\n\"\" = \"\"\n"))
		require.NoError(t, err, table)
		for _, wrong := range []string{table + " = \"x\"", "[[" + table + "]]\n\"\" = \"\""} {
			_, err = ParseMapping("map.toml", []byte(wrong))
			require.ErrorContains(t, err, "map.toml", wrong)
		}
	}
}

// TestEveryDoubtCanBeAccepted: whatever the samples and their drafts leave in doubt, a map that accepts the
// codes of it leaves none.
func TestEveryDoubtCanBeAccepted(t *testing.T) {
	lists := samples(t)
	lists["long.csv"] = []byte("No,Time,To,Message\n1,T+1 min,Ops," + strings.Repeat("so long ", 4000) + "\n")
	for name, data := range lists {
		first, err := Read(name, data, nil)
		require.NoError(t, err, name)
		m := &Mapping{}
		for _, f := range append(first.Findings, first.List.Draft().Findings...) {
			m.Accept = append(m.Accept, f.Code)
		}
		again, err := Read(name, data, m)
		require.NoError(t, err, name)
		assert.Zero(t, again.Findings.Doubts(), "%s: %v", name, again.Findings)
		assert.Zero(t, m.Accepted(again.List.Draft().Findings).Doubts(), name)
	}
}
