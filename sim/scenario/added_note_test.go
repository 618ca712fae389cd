package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const noteless = `
title = "x"
[role.a]
[role.b]
[fact.f]
text = "x"
known = {a={}}
[action.act]
by = ["a"]
[[note]]
role = "a"
when = "knows('f')"
do = "act"
`

func TestWithNote(t *testing.T) {
	sc, ds := Load("x.toml", []byte(noteless))
	require.NotNil(t, sc, ds)
	n := Note{Role: "a", When: Expr{Source: "knows('f')"}, Do: Do{Share: "f", To: Names{"b", "public"}},
		Within: Hour, ShownTo: Names{"all"}}
	one, err := sc.WithNote(n)
	require.NoError(t, err)
	two, err := one.WithNote(n)
	require.NoError(t, err)
	other, err := one.WithNote(Note{Role: "a", When: Expr{Source: "true"}, Do: Do{Act: "act"}})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2, 3, 3}, []int{len(sc.Notes), len(one.Notes), len(two.Notes), len(other.Notes)})
	assert.Equal(t, "f", two.Notes[2].Do.Share, "copies of one scenario do not share what is added to them")
	assert.Equal(t, OpKnows, one.Notes[1].When.Root.Op)
	assert.Equal(t, [2]string{sc.Source, sc.Digest}, [2]string{two.Source, two.Digest})

	with := func(change func(*Note)) Note {
		m := n
		change(&m)
		return m
	}
	for want, bad := range map[string]Note{
		`unknown role "x"`:     with(func(n *Note) { n.Role = "x" }),
		`unknown fact "x"`:     with(func(n *Note) { n.Do.Share = "x" }),
		`unknown role "y"`:     with(func(n *Note) { n.Do.To = Names{"b", "y"} }),
		`unknown role "z"`:     with(func(n *Note) { n.ShownTo = Names{"z"} }),
		`unknown action "x"`:   with(func(n *Note) { n.Do = Do{Act: "x"} }),
		`unknown venue "x"`:    with(func(n *Note) { n.Do = Do{Convene: "x"} }),
		`may not take action`:  with(func(n *Note) { n.Role, n.Do = "b", Do{Act: "act"} }),
		`exactly one thing`:    with(func(n *Note) { n.Do = Do{} }),
		`must allow some time`: with(func(n *Note) { n.Within = -1 }),
		`has no id`:            with(func(n *Note) { n.ID = "x" }),
		`unknown fact "g"`:     with(func(n *Note) { n.When.Source = "knows('g')" }),
		`expected a condition`: with(func(n *Note) { n.When.Source = "1" }),
	} {
		_, err := sc.WithNote(bad)
		assert.ErrorContains(t, err, want)
	}
	_, err = sc.WithNote(with(func(n *Note) { n.When.Source = "" }))
	assert.Error(t, err)
}

// TestIDs: what cannot be found is not among them: a note without an id, and what somebody may
// not see.
func TestIDs(t *testing.T) {
	sc, ds := Load("x.toml", []byte(noteless+`
[[note]]
id = "second"
role = "a"
when = "knows('f')"
do = "act"
[role.c]
`))
	require.NotNil(t, sc, ds)
	assert.Equal(t, []string{"a", "b", "c"}, sc.IDs("role"))
	assert.Equal(t, []string{"second"}, sc.IDs("note"))
	assert.Empty(t, sc.IDs("nothing"))
	some := sc.Seen(func(kind string, i int) bool { return kind != "role" || i != 1 })
	assert.Equal(t, []string{"a", "c"}, some.IDs("role"))
	assert.Equal(t, []string{"a", "b", "c"}, sc.IDs("role"), "the scenario itself keeps all")
}

func TestSeen(t *testing.T) {
	sc, ds := Load("x.toml", []byte(noteless))
	require.NotNil(t, sc, ds)
	blind := sc.Seen(func(kind string, _ int) bool { return kind != "fact" })
	assert.Equal(t, [3]int{-1, 0, 0}, [3]int{blind.Find("fact", "f"), blind.Find("action", "act"),
		sc.Find("fact", "f")})
	_, err := blind.ParseExpr("knows('f')", Bool, true)
	_, none := sc.ParseExpr("knows('g')", Bool, true)
	assert.EqualError(t, none, `unknown fact "g" at character 7 of "knows('g')"`)
	assert.EqualError(t, err, `unknown fact "f" at character 7 of "knows('f')"`)
}
