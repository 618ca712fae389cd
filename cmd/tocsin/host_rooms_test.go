package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// TestSheetsOfSeveralRooms: each room has cards that seat people in it and nowhere else, and what goes on the wall
// and to staff says that there are rooms and where each is recorded.
func TestSheetsOfSeveralRooms(t *testing.T) {
	dir := t.TempDir()
	var out strings.Builder
	f := &hostFlags{rooms: 3, clock: "common", cards: filepath.Join(dir, "cards"),
		key: filepath.Join(dir, "key")}
	f.record = filepath.Join(dir, "r.jsonl")
	key, err := f.hostKey()
	require.NoError(t, err)
	std := stdio{strings.NewReader(""), &out, &out}
	rs, sc, err := f.openRooms(t.Context(), std, "practice", key)
	require.NoError(t, err)
	defer rs.close("over")
	file, err := f.cardFile()
	require.NoError(t, err)
	at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 23234}
	require.NoError(t, f.deal(std, file, rs, sc, at))
	assert.Contains(t, out.String(), "each seat of each room")

	cards, err := os.ReadFile(f.cards)
	require.NoError(t, err)
	found := regexp.MustCompile(`Room: +(\d)\n(?:Type:.*\n)+Code: +(\S+)`).FindAllStringSubmatch(string(cards), -1)
	require.Len(t, found, 3*len(sc.Roles))
	for _, card := range found {
		for n, r := range rs.all {
			_, ok := r.Book().Check(card[2])
			assert.Equal(t, card[1] == string(rune('1'+n)), ok, "a card of room %s in room %d", card[1], n+1)
		}
	}

	wall := joinLines(sc, f.codes, at, "SHA256:x", len(rs.all), rs.records, 300)
	assert.Contains(t, wall, "There are 3 rooms. YOURNAME.2 comes into room 2")
	for _, n := range []string{"r-1.jsonl", "r-2.jsonl", "r-3.jsonl"} {
		assert.Contains(t, wall, n)
	}
	assert.Contains(t, runSheet(sc, sc.Minute, nil, false, 3, 300), "keep the groups apart until ENDEX")
	one := joinLines(sc, f.codes, at, "SHA256:x", 1, nil, 300) + runSheet(sc, sc.Minute, nil, false, 1, 300)
	assert.NotContains(t, one, "rooms")
	assert.Contains(t, one, "Nothing is recorded")
}

// TestTwoHostsOfRoomsInOneMinute have records each, and those of one host are numbered after one name.
func TestTwoHostsOfRoomsInOneMinute(t *testing.T) {
	t.Chdir(t.TempDir())
	std := stdio{strings.NewReader(""), io.Discard, io.Discard}
	seen := map[string]bool{}
	for range 2 {
		f := &hostFlags{rooms: 2, key: "key", open: true}
		key, err := f.hostKey()
		require.NoError(t, err)
		rs, _, err := f.openRooms(t.Context(), std, "practice", key)
		require.NoError(t, err)
		require.NoError(t, rs.close("over"))
		require.Len(t, rs.records, 2)
		name := strings.TrimSuffix(rs.records[0], "-1.jsonl")
		assert.Equal(t, []string{name + "-1.jsonl", name + "-2.jsonl"}, rs.records)
		assert.False(t, seen[name], name)
		seen[name] = true
	}
}

// TestTheSheetOfAHost: the join lines come last, so that the code is on a terminal of 24 lines, and
// a plan with an exchange of notes has its time and what happens in it.
func TestTheSheetOfAHost(t *testing.T) {
	src, err := scenarios.FS.ReadFile("cold_copy.toml")
	require.NoError(t, err)
	sc, _ := scenario.Load("cold_copy.toml", src)
	require.NotNil(t, sc)
	for _, brought := range []bool{false, true} {
		h := record.Header{Name: "cold_copy", Scenario: string(src), Seed: 1}
		if brought {
			h.Notes = []scenario.Brought{{}}
		}
		x, err := exercise.New(h)
		require.NoError(t, err)
		verb, args, err := exercise.Entry(&exercise.Join{Kind: exercise.KindFacilitator})
		require.NoError(t, err)
		require.True(t, x.Do(record.Entry{Who: "Fay", Seat: record.FacilitatorSeat, Verb: verb, Args: args}).OK)
		verb, args, err = exercise.Entry(&exercise.Direct{Time: "90m", On: true})
		require.NoError(t, err)
		require.True(t, x.Do(record.Entry{Who: "Fay", Seat: record.FacilitatorSeat, Verb: verb, Args: args}).OK)
		sheet := runSheet(sc, sc.Minute, x.Sketch(), brought, 1, 80) + joinLines(sc, pass.Codes{Player: "AAAA-BBBB"},
			&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 23234}, "SHA256:x", 1, nil, 80)
		lines := strings.Split(strings.TrimSpace(sheet), "\n")
		assert.Contains(t, strings.Join(lines[len(lines)-12:], "\n"), "AAAA-BBBB")
		assert.Equal(t, brought, strings.Contains(sheet, "Exchange of notes, 10 minutes"))
		assert.Equal(t, brought, strings.Contains(sheet, "files its if-then notes and shows them"))
		for _, m := range sc.Moves {
			for _, q := range m.Questions {
				assert.Equal(t, 1, strings.Count(strings.Join(strings.Fields(sheet), " "), q), q)
			}
		}
	}
}
