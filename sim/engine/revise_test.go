package engine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

func revise(ref int, x *scenario.NoteChange, to ...int) engine.Command {
	return engine.Command{Verb: engine.Revise, Role: 0, Ref: ref, Change: x, To: to}
}

func revoke(ref int) engine.Command { return engine.Command{Verb: engine.Revoke, Role: 0, Ref: ref} }

var sooner = &scenario.NoteChange{Within: scenario.Hour}

// A revision is a version of its own: what is promised is the new one, and who was shown only the
// old one counts on that.
func TestRevisingANote(t *testing.T) {
	filed := engine.Command{Verb: engine.File, Role: 0, Ref: 0, To: []int{1, 2}}
	e, all := live(t, filing,
		step{"", filed, ""},
		step{"", revise(0, sooner, 1), ""},
		step{"", revise(0, sooner), "Another version has taken the place of that note"},
		step{"", filed, "Another version has taken the place of that note"},
		step{"", revise(2, &scenario.NoteChange{Do: scenario.Do{Say: "x", To: scenario.Names{"b"}}}), ""},
		step{"20h", revise(3, sooner), "Notes are revised and withdrawn before STARTEX; now " +
			"you can only say that you will not keep one (deviate)"},
	)
	holds(t, all, []string{"0 note.filed a 0", "0 note.shown a 0 b", "0 note.shown a 0 c", "0 note.revised a 0",
		"0 note.filed a 2", "0 note.shown a 2 b", "0 note.filed a 3", "0 note.shown a 3 b", "1 note.triggered a 0 0",
		"1 note.triggered a 3 0", "2 note.broken a 3"}, "note.broken a 0", "note.triggered a 2")
	assert.Equal(t, []int{2, 3, -1}, []int{e.Newer(0), e.Newer(2), e.Newer(3)})
	assert.Equal(t, []int{-1, 0, 2}, []int{e.Earlier(0), e.Earlier(2), e.Earlier(3)})
	assert.Equal(t, []bool{false, true}, []bool{e.Counts(1, 0), e.Counts(2, 0)}, "c has read the first version only")
	assert.Equal(t, []bool{false, true}, []bool{e.Counts(1, 2), e.Counts(1, 3)}, "b has read the last")
	assert.Equal(t, []bool{true, true, false}, []bool{e.Void(0), e.Void(2), e.Void(3)})
	was, is := &e.Model().Scenario.Notes[0], &e.Model().Scenario.Notes[3]
	assert.Equal(t, []any{2 * scenario.Hour, scenario.Hour, was.When.Source, "x"},
		[]any{was.Within, is.Within, is.When.Source, is.Do.Say}, "what is left out stays")
}

// What a seat may not see is refused to a new version in the words in which what does not exist is.
func TestWhatAVersionMayName(t *testing.T) {
	e, _ := live(t, filing, step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0}, ""})
	when := func(id string) string {
		return e.Can(revise(0, &scenario.NoteChange{When: scenario.Expr{Source: "knows('" + id + "')"}})).Refusal
	}
	do := func(id string) string {
		return e.Can(revise(0, &scenario.NoteChange{Do: scenario.Do{Act: id}})).Refusal
	}
	assert.Equal(t, strings.ReplaceAll(when("zzzzzz"), "zzzzzz", "secret"), when("secret"))
	assert.Equal(t, strings.ReplaceAll(do("zzzzzz"), "zzzzzz", "theirs"), do("theirs"))
	assert.NotEmpty(t, do("theirs"))
	assert.Empty(t, when("own"))
	assert.Equal(t, "Say what changes", e.Can(revise(0, nil)).Refusal)
	assert.Equal(t, "There is no such seat", e.Can(revise(0, sooner, 7)).Refusal)
}

func TestWithdrawingANote(t *testing.T) {
	mine := own("hours >= 2", scenario.Do{Act: "mine"})
	e, all := live(t, filing,
		step{"", revoke(0), "That note is not filed"},
		step{"", revoke(1), "There is no such note of yours"},
		step{"", file(mine, 1, 2), ""},
		step{"", revise(2, sooner, 1), ""},
		step{"", revoke(3), ""},
		step{"", revoke(3), "That note is not filed"},
		step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0}, ""},
		step{"", revoke(0), ""},
		step{"", engine.Command{Verb: engine.Invest, Role: 0, Ref: 1, Num: 1}, ""}, // puts all notes in force
		step{"10h", revoke(0), "Notes are revised and withdrawn before STARTEX; now you can only say that you will not keep one (deviate)"},
	)
	holds(t, all, []string{"0 note.revoked a 3", "0 note.shown a 3 b", "0 note.shown a 2 c", "0 note.revoked a 0",
		"0 mechanism.established promises", "1 note.triggered a 0 0"}, "note.broken", "note.triggered a 2", "note.triggered a 3")
	assert.Equal(t, []bool{true, false, true}, []bool{e.Revoked(0), e.Void(0), e.Void(3)},
		"what the scenario plans stays a plan")
	for r := range 3 {
		for n := range e.Model().Scenario.Notes {
			assert.False(t, r != 0 && e.Counts(r, n) && n != 1, "%d counts on %d", r, n)
		}
	}
	e, _ = live(t, filing, step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0}, ""}, step{"", revoke(0), ""},
		step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0}, ""})
	assert.True(t, e.Filed(0) && !e.Revoked(0), "filed again")
}

// Whatever is filed, revised and withdrawn: a note is in force or has another in its place, a seat
// counts on one version of a note at most, and a copy and a run made by the same commands agree.
func TestVersionsHold(t *testing.T) {
	m := model(t, filing)
	rapid.Check(t, func(t *rapid.T) {
		e := engine.New(m, 1, engine.Setup{})
		var done []engine.Command
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			to := rapid.SliceOfN(rapid.IntRange(0, 2), 0, 3).Draw(t, "to")
			ref := rapid.IntRange(0, len(e.Model().Scenario.Notes)-1).Draw(t, "ref")
			var c engine.Command
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				c = engine.Command{Verb: engine.File, Role: 0, Ref: ref, To: to}
			case 1:
				c = file(own("hours >= 2", scenario.Do{Act: "mine"}), to...)
			case 2:
				c = revise(ref, &scenario.NoteChange{Within: scenario.Duration(rapid.IntRange(1, 5).Draw(t, "h")) *
					scenario.Hour}, to...)
			case 3:
				c = revoke(ref)
			default:
				c = engine.Command{Verb: engine.Invest, Role: 0, Ref: rapid.IntRange(0, 1).Draw(t, "mechanism"), Num: 1}
			}
			if e.Do(c).OK {
				done = append(done, c)
			}
		}
		for n := range e.Model().Scenario.Notes {
			require.False(t, e.Filed(n) && (e.Newer(n) >= 0 || e.Revoked(n)), "note %d", n)
			for r := range 3 {
				for v := e.Newer(n); e.Counts(r, n) && v >= 0; v = e.Newer(v) {
					require.False(t, e.Counts(r, v), "seat %d counts on %d and %d", r, n, v)
				}
			}
		}
		twin := engine.New(m, 1, engine.Setup{})
		for _, c := range done {
			require.True(t, twin.Do(c).OK)
		}
		require.Equal(t, e.Digest(), twin.Digest())
		require.NoError(t, e.Advance(e.Horizon()))
		require.NoError(t, twin.Advance(e.Horizon()))
		require.Equal(t, e.Digest(), twin.Digest())
	})
}

// A script names notes that its earlier lines have added.
func TestScriptsReviseAddedNotes(t *testing.T) {
	m := model(t, filing)
	s, ds := m.Scenario.LoadScript([]byte(`[[do]]
at = "0s"
role = "a"
note = {role="a", when="hours >= 2", do="mine", within="2h"}
[[do]]
at = "0s"
role = "a"
revise = "#2"
change = {within="1h"}
to = ["b"]
[[do]]
at = "0s"
role = "a"
revoke = "#3"
`))
	require.NotNil(t, s, "%v", ds)
	e := engine.New(m, 1, engine.Setup{})
	for _, c := range engine.Commands(m.Scenario, s) {
		require.Empty(t, e.Do(c.Command).Refusal)
	}
	assert.Equal(t, []int{3, -1}, []int{e.Newer(2), e.Newer(3)})
	assert.True(t, e.Revoked(3))
	for _, wrong := range []string{`revoke = "#2"`, `revise = "#1"`, "change = {within='1h'}"} {
		_, ds := m.Scenario.LoadScript([]byte("[[do]]\nat='0s'\nrole='a'\n" + wrong + "\n"))
		assert.True(t, ds.Failed(), wrong)
	}
}
