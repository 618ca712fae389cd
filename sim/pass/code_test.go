package pass

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

func TestNewCode(t *testing.T) {
	seen := map[string]bool{}
	for range testsize.Of(2000, 2000, 300) {
		c := NewCode()
		require.Len(t, c, codeLength+1)
		require.False(t, seen[c], "the same code twice")
		seen[c] = true
		require.Empty(t, strings.Trim(strings.ReplaceAll(c, "-", ""), alphabet), c)
	}
}

func TestCodesDecideKind(t *testing.T) {
	b, err := New(Codes{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"})
	require.NoError(t, err)
	for said, want := range map[string]Kind{
		"K7QM-2XVA": Player, "k7qm2xva": Player, " k7qm 2xva \r": Player,
		"9RIT-6HW3": Facilitator, "9rlt 6hw3": Facilitator, "ov8cxj5n": Evaluator,
		"": "", "K7QM": "", "K7QM-2XVB": "", "K7QM-2XVAA": "", strings.Repeat("K", 1<<20): "",
	} {
		p, ok := b.Check(said)
		assert.Equal(t, want, p.Kind, "%.20q", said)
		assert.Equal(t, want != "", ok)
	}
}

func TestWeakCodes(t *testing.T) {
	good := Codes{Player: NewCode(), Facilitator: NewCode(), Evaluator: NewCode()}
	require.NoError(t, good.Check())
	for code, why := range map[string]string{
		"tea": "at least 8", "--------": "at least 8", "PPPP-PPPP": "easily guessed", "password": "easily guessed",
		"passw0rd1": "easily guessed",
		"PASSW-0RD": "easily guessed", "1234-5678": "easily guessed", "abcd-efgh": "easily guessed",
		"qwertyui": "easily guessed", "tocsin2026": "easily guessed",
		"welcome1": "easily guessed", "London-2026": "easily guessed", "exercise-2026": "easily guessed",
		"K7QM2-XVA4P": "way back",
	} {
		bad := good
		bad.Player = code
		assert.ErrorContains(t, bad.Check(), "the join code "+map[bool]string{true: "needs "}[why == "at least 8"],
			code)
		assert.ErrorContains(t, bad.Check(), why, code)
	}
	same := good
	same.Facilitator = strings.ToLower(same.Player)
	assert.ErrorContains(t, same.Check(), "the same as the join code")
	assert.Empty(t, weak("7 green rivers of Lodz"))
}

// What this process has made or seen is known without a hash; after a resume, from the first
// time on.
func TestTheRightCodeTakesNoTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "codes")
	b, err := Create(path, Codes{Player: "K7QM-2XVA"})
	require.NoError(t, err)
	p, ok, sure := b.Known("k7qm2xva")
	assert.True(t, ok && sure)
	assert.Equal(t, Player, p.Kind)
	_, ok, sure = b.Known("K7QM-2XVB")
	assert.False(t, ok)
	assert.True(t, sure, "nothing more needs to be looked at")
	way := b.Fresh()
	b.Bind(way, "Ada")
	require.NoError(t, b.Keep("Ada"))
	lent := b.Fresh()
	b.Lend(lent, "Bob")
	require.NoError(t, b.Keep("Bob"))

	again, err := Open(path, Codes{})
	require.NoError(t, err)
	_, ok, sure = again.Known("K7QM-2XVA")
	assert.False(t, ok || sure)
	_, ok = again.Still(Pass{Kind: Player})
	assert.False(t, ok, "nothing has been shown")
	for range 2 {
		p, ok = again.Check("K7QM-2XVA")
		assert.True(t, ok)
	}
	_, ok, _ = again.Known("K7QM-2XVA")
	assert.True(t, ok)
	_, ok = again.Still(p)
	assert.True(t, ok)
	p, ok = again.Check(way.Said)
	assert.True(t, ok)
	assert.Equal(t, "Ada", p.Person)
	_, ok = again.Check(lent.Said)
	assert.False(t, ok, "what was lent is in no file")
}

// A person's way back is kept without the hashes of others, who may come in without end; theirs
// follow when they are kept.
func TestAWayBackIsKeptAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "codes")
	b, err := Create(path, Codes{})
	require.NoError(t, err)
	ways := map[string]Pass{"Ada": b.Fresh(), "Bob": b.Fresh()}
	for person, way := range ways {
		b.Bind(way, person)
	}
	knows := func(person string) bool {
		again, err := Open(path, Codes{})
		require.NoError(t, err)
		p, _ := again.Check(ways[person].Said)
		return p.Person == person
	}
	require.NoError(t, b.Keep("Ada"))
	assert.True(t, knows("Ada"))
	assert.False(t, knows("Bob"))
	require.NoError(t, b.Keep("Bob"))
	assert.True(t, knows("Ada"))
	assert.True(t, knows("Bob"))
}

// A book of the format before opens, is written in this one, and opens again.
func TestABookOfTheFormatBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "codes")
	b, err := Create(path, Codes{Player: "K7QM-2XVA"})
	require.NoError(t, err)
	way := b.Fresh()
	old := page{Format: 1, Salt: hex.EncodeToString(b.salt), Codes: map[Kind]pageCode{},
		Keys: []pageKey{{Hash: hex.EncodeToString([]byte(b.hash(way.Said))), Person: "Ada"}}}
	for kind, c := range b.codes {
		old.Codes[kind] = pageCode{Hash: hex.EncodeToString([]byte(c.hash))}
	}
	data, err := json.Marshal(old)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	for range 2 {
		again, err := Open(path, Codes{})
		require.NoError(t, err)
		p, ok := again.Check(way.Said)
		assert.True(t, ok)
		assert.Equal(t, "Ada", p.Person)
	}
	require.NoError(t, os.WriteFile(path, bytes.Replace(data, []byte(`"format":1`), []byte(`"format":9`), 1), 0o600))
	_, err = Open(path, Codes{})
	assert.ErrorContains(t, err, "format 9, and this Tocsin reads formats 1 to 2")
}

// Another card for one seat leaves the others as they are, and ends what the one before was
// worth, used or not.
func TestOneCardIsReplaced(t *testing.T) {
	b, err := New(Codes{})
	require.NoError(t, err)
	cards, err := b.Cards([]string{"desk", "agency"})
	require.NoError(t, err)
	free, err := b.Replace("desk", "")
	require.NoError(t, err)
	for said, want := range map[string]string{cards[0].Said: "", free.Said: "desk", cards[1].Said: "agency"} {
		p, _ := b.Check(said)
		assert.Equal(t, want, p.Seat, said)
	}
	p, _ := b.Check(free.Said)
	b.Bind(p, "Ada")
	held, err := b.Replace("desk", "Ada")
	require.NoError(t, err)
	_, ok := b.Check(free.Said)
	assert.False(t, ok)
	p, _ = b.Check(held.Said)
	assert.Equal(t, "Ada", p.Person)
}
