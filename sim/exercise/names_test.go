package exercise

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/mtibben/confusables"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/record"
)

// joins lets people in, one after the other, and gives the answer to the last.
func joins(t require.TestingT, args string, names ...string) Answer {
	x,
		err := New(record.Header{Scenario: "title = \"T\"\nlength = \"2h\"\n[role.a]\ntitle = \"Duty " +
		"desk\"\nbrief = \"b\"\n", Seed: 1})
	require.NoError(t, err)
	var a Answer
	for i, name := range names {
		a = x.Do(record.Entry{Seq: i + 1, Who: name, Seat: "player", Verb: "join", Args: json.RawMessage(args)})
	}
	return a
}

const now = `{"kind":"player","rule":3}`

func TestNamesThatPassForOthers(t *testing.T) {
	for _, name := range []string{"ВОВ", "ᏴOB", "B0B", "bob", "B o b", "Ｂｏｂ", "𝐁𝐨𝐛", "Bo\u0353b", "BOB."} {
		assert.False(t, joins(t, now, "BOB", name).OK, name)
	}
	for _, name := range []string{"Tһe facilitator", "The exerciѕe", "EXERCISE", "Facilitаtor", "Dutу desk",
		"Everyοne", "The fácilitator", "Dúty desk"} {
		assert.False(t, joins(t, now, name).OK, name)
	}
	for _, hidden := range []string{"\u3164", "\u115f", "\uffa0", "\u034f", "\u2800", "\u200b", "\ufe0f",
		"\U000e0041"} {
		for _, name := range []string{"BOB", "The exercise"} {
			assert.Equal(t, name, Name(name+hidden), "%+q", hidden)
			assert.Equal(t, Name("B OB"), Name("B"+hidden+" OB"), "%+q", hidden)
		}
	}
	for _, pair := range [][2]string{{"Bob", "Rob"}, {"राम", "रमा"}, {"李雷", "李蕾"}, {"Ana", "Anna"},
		{"Ahmed", "Ahmad"}, {"José", "Jose"}, {"Jose", "Jose\u0301"}, {"Muller", "Müller"}} {
		assert.True(t, joins(t, now, pair[0], pair[1]).OK, "%s and %s can be told apart", pair[0], pair[1])
	}
	assert.False(t, joins(t, now, "José", "JOSE\u0301").OK, "one way to write an accent is as good as another")
	assert.False(t, joins(t, now, "Soră", "Sorǎ").OK, "a breve and a caron look alike")
	assert.False(t, joins(t, `{"kind":"player","rule":2}`, "José", "Jose").OK,
		"a record from before replays by the rule of its time")
	assert.True(t, joins(t, `{"kind":"player"}`, "BOB", "ᏴOB").OK,
		"a record from before replays by the rule of its time")
}

// Whatever letter of a name is put in place of another that Unicode calls confusable
// with it, in whatever case, with whatever invisible characters between: it is refused.
func TestNoNamePassesForAnother(t *testing.T) {
	like := map[string][]rune{}
	for r := rune(0x21); r < 0x20000; r++ {
		if unicode.IsLetter(r) {
			s := confusables.Skeleton(string(r))
			like[s] = append(like[s], r)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z]{2,12}`).Draw(t, "name")
		if !joins(t, now, name).OK { // a name of the exercise's own
			t.Skip()
		}
		var b strings.Builder
		for _, r := range name {
			all := append([]rune{r, unicode.ToUpper(r), unicode.ToLower(r)}, like[confusables.Skeleton(string(r))]...)
			b.WriteRune(rapid.SampledFrom(all).Draw(t, "letter"))
			b.WriteString(rapid.SampledFrom([]string{"", "", "\u3164", "\u200d", "\u0353", " ", "-"}).Draw(t,
				"between"))
		}
		other := Name(b.String())
		if other == name {
			return
		}
		if a := joins(t, now, name, other); a.OK {
			t.Fatal(fmt.Sprintf("%s passes for %s: %q and %q", other, name, skeleton(other), skeleton(name)))
		}
	})
}

// Nobody's words begin as the exercise's or the facilitator's do, whatever their name.
func TestNoticesAreMarkedByKind(t *testing.T) {
	for _, name := range []string{"EXERCISE", "FACILITATOR Fay", "The exercise", "from EXERCISE"} {
		by := Notice{Kind: NoticePerson, From: name}.By()
		assert.True(t, strings.HasPrefix(by, "from "+name), by)
	}
	assert.Equal(t, "EXERCISE", Notice{Kind: NoticeExercise, From: "The exercise"}.By())
	assert.Equal(t, "FACILITATOR Fay", Notice{Kind: NoticeFacilitator, From: "Fay"}.By())
}

// An open room gives only seats that nobody holds: not that of somebody whose line is down.
func TestADroppedPlayersSeatIsKept(t *testing.T) {
	x,
		err := New(record.Header{Scenario: "title = \"T\"\nlength = \"2h\"\n[role.a]\ntitle = \"Duty " +
		"desk\"\nbrief = \"b\"\n", Seed: 1})
	require.NoError(t, err)
	do := func(who, seat, verb, args string) {
		a := x.Do(record.Entry{Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args)})
		require.True(t, a.OK, a.Why)
	}
	do("Ada", "player", "join", `{"kind":"player","want":"a","open":true,"rule":3}`)
	do("Ada", RoomSeat, "drop", ``)
	do("Bea", "player", "join", `{"kind":"player","want":"a","open":true,"rule":3}`)
	assert.Equal(t, "Ada", x.Holder("a"))
	do("Cy", "player", "join", `{"kind":"player","want":"a","card":true,"rule":3}`)
	assert.Equal(t, "Ada", x.Holder("a"), "nor does a card take it")
	do("Dee", "player", "join", `{"kind":"player","want":"a","open":true}`)
	assert.Equal(t, "Dee", x.Holder("a"), "a record from before replays by the rule of its time")
}
