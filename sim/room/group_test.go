package room_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// breakouts are rooms side by side, each with a record, and a facilitator Fay in the first.
func breakouts(t *testing.T, n int, common bool) (*room.Group, []*room.Room, []string, *room.Seat) {
	ctx := context.Background()
	g := room.NewGroup(common)
	var rooms []*room.Room
	var paths []string
	for i := range n {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("room-%d.jsonl", i+1))
		r, err := room.Open(record.Header{Name: "side by side", Scenario: sayable, Seed: 1},
			room.Config{Path: path, Open: true})
		require.NoError(t, err)
		require.NoError(t, g.Add(ctx, fmt.Sprint(i+1), r))
		rooms, paths = append(rooms, r), append(paths, path)
	}
	require.Error(t, g.Add(ctx, "1", rooms[0]), "a name is given once")
	return g, rooms, paths, join(t, rooms[0], "Fay", exercise.KindFacilitator, "")
}

func verified(t *testing.T, rooms []*room.Room, paths []string) {
	for i, r := range rooms {
		var live uint64
		require.NoError(t, r.Look(context.Background(), func(x *exercise.Exercise) { live = x.Digest() }))
		require.NoError(t, r.Close("done"))
		p, err := room.LoadUntil(context.Background(), paths[i], 0, nil)
		require.NoError(t, err)
		assert.Equal(t, live, p.End().Digest(), "room %d has a record of its own", i+1)
	}
}

func phases(g *room.Group) (out []string) {
	for _, s := range g.Board() {
		out = append(out, s.Clock.Phase)
	}
	return out
}

// TestRoomsSideBySide: each has a clock of its own; a facilitator sees the state of each, acts on
// all, and what one refuses is told with its name.
func TestRoomsSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		g, rooms, paths, fay := breakouts(t, 3, false)
		ann := join(t, rooms[1], "Ann", exercise.KindPlayer, "lab")
		accepted(t, fay, &exercise.Start{})
		time.Sleep(time.Second)
		assert.Equal(t, []string{"running", "before STARTEX", "before STARTEX"}, phases(g))
		a, err := fay.Do(ctx, room.Request{Verb: "start", All: true})
		require.NoError(t, err)
		assert.Equal(t, "room 1: The exercise has already started", a.Why, "the others have begun all the same")
		time.Sleep(time.Minute)
		assert.Equal(t, []string{"running", "running", "running"}, phases(g))
		_, a = say(t, fay, "all broadcast Five minutes left.")
		require.True(t, a.OK, a.Why)
		v := newest(ann)
		assert.Equal(t, "Five minutes left.", v.Notices[len(v.Notices)-1].Text)
		assert.Equal(t, exercise.NoticeFacilitator, v.Notices[len(v.Notices)-1].Kind)
		board := newest(fay).Control.Rooms
		require.Len(t, board, 3)
		assert.Equal(t, 1, board[1].People)
		assert.NotEmpty(t, board[1].Last.Text)
		a, err = ann.Do(ctx, room.Request{Verb: "say", Args: json.RawMessage(`{"say":"Hm.","to":["desk"]}`),
			All: true})
		require.NoError(t, err)
		assert.True(t, a.OK, "a player's act is for the own room, whatever it asks for: %s", a.Why)
		assert.Equal(t, 0, g.Board()[0].Acts)
		accepted(t, fay, &exercise.Pause{})
		time.Sleep(time.Second)
		assert.Equal(t, []string{"paused", "running", "running"}, phases(g))
		_, _ = say(t, fay, "all pause")
		verified(t, rooms, paths)
	})
}

// TestOneClockForAll: with a common clock, what is done to it in one room is done in all, and one
// facilitator in any of them is enough.
func TestOneClockForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, rooms, paths, fay := breakouts(t, 2, true)
		accepted(t, fay, &exercise.Start{})
		time.Sleep(5 * time.Minute)
		assert.Equal(t, []string{"running", "running"}, phases(g),
			"nobody facilitates the second, and none is needed")
		accepted(t, fay, &exercise.Pause{})
		accepted(t, fay, &exercise.Jump{To: "10h"})
		time.Sleep(time.Second)
		board := g.Board()
		assert.InDelta(t, 10, board[0].Clock.Now.Hours, 1e-9)
		assert.InDelta(t, 10, board[1].Clock.Now.Hours, 1e-9)
		verified(t, rooms, paths)
	})
}

// TestOneTurnForAll: with one clock, who ends a turn brings all rooms to its end, wherever they are: one that is behind
// comes along, one that is further stays. With clocks of their own a turn ends in one room.
func TestOneTurnForAll(t *testing.T) {
	at := func(g *room.Group) (out []int) {
		for _, s := range g.Board() {
			out = append(out, s.Clock.Turn.N)
		}
		return out
	}
	for common, want := range map[bool][2][]int{true: {{3, 3, 3}, {4, 4, 4}}, false: {{3, 1, 3}, {4, 1, 3}}} {
		synctest.Test(t, func(t *testing.T) {
			g, rooms, paths, fay := breakouts(t, 3, common)
			_, a := say(t, fay, "all turns 2h")
			require.True(t, a.OK, a.Why)
			ann, bob := join(t, rooms[0], "Ann", exercise.KindPlayer, "lab"), join(t, rooms[2], "Bob", exercise.KindPlayer, "lab")
			_, a = say(t, fay, "all start")
			require.True(t, a.OK, a.Why)
			for range 2 {
				accepted(t, bob, &exercise.Finish{})
			}
			accepted(t, ann, &exercise.Finish{})
			time.Sleep(time.Second)
			require.Equal(t, []int{2, 1, 3}, at(g))
			for i, n := range []int{2, 0} {
				accepted(t, fay, &exercise.Finish{N: n})
				time.Sleep(time.Second)
				assert.Equal(t, want[i], at(g), "common: %v", common)
			}
			if common {
				a, err := fay.Do(context.Background(), room.Request{Verb: "done", Args: json.RawMessage(`{"n":9}`)})
				require.NoError(t, err)
				assert.Contains(t, a.Why, "room 1: Turn 9 has not begun")
				assert.Equal(t, []int{4, 4, 4}, at(g))
			}
			verified(t, rooms, paths)
		})
	}
}

// TestOneEndForAll: with a common clock ENDEX is in all rooms; with clocks of their own in one.
func TestOneEndForAll(t *testing.T) {
	for common, want := range map[bool][]string{true: {"over", "over"}, false: {"over", "running"}} {
		synctest.Test(t, func(t *testing.T) {
			g, rooms, paths, fay := breakouts(t, 2, common)
			_, a := say(t, fay, "all start")
			require.True(t, a.OK, a.Why)
			time.Sleep(time.Minute)
			_, a = say(t, fay, "end")
			require.True(t, a.OK, a.Why)
			time.Sleep(time.Second)
			assert.Equal(t, want, phases(g), "common: %v", common)
			_, _ = say(t, fay, "all pause")
			verified(t, rooms, paths)
		})
	}
}

// TestPutFromAnotherRoom: a facilitator sends people from a room to another without going there,
// and a code that is changed in one room is that of all.
func TestPutFromAnotherRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, rooms, paths, fay := breakouts(t, 3, false)
		ann := join(t, rooms[1], "Ann", exercise.KindPlayer, "lab")
		_, a := say(t, fay, "put Ann 3")
		require.True(t, a.OK, a.Why)
		assert.Equal(t, "You go to room 3", ann.Ended())
		there, err := ann.Next().Arrive(t.Context(), ann)
		require.NoError(t, err)
		_, a = say(t, fay, "put Ann 1")
		require.True(t, a.OK, a.Why)
		assert.Same(t, rooms[0], there.Next())
		_, a = say(t, fay, "put Nobody 2")
		assert.False(t, a.OK)
		verified(t, rooms, paths)
	})
}

// A code that is changed in one room opens all rooms, as the one before did; that opens none.
func TestACodeOfAllRooms(t *testing.T) {
	g := room.NewGroup(false)
	var rooms []*room.Room
	for _, name := range []string{"1", "2", "3"} {
		r, err := room.Open(record.Header{Name: "side by side", Scenario: sayable, Seed: 1},
			room.Config{Door: &pass.Codes{Player: "K7QM-2XVA"}})
		require.NoError(t, err)
		defer r.Close("done")
		require.NoError(t, g.Add(t.Context(), name, r))
		rooms = append(rooms, r)
	}
	fay := join(t, rooms[1], "Fay", exercise.KindFacilitator, "")
	_, a := say(t, fay, "code players")
	require.True(t, a.OK, a.Why)
	said := rooms[1].Book().Said().Player
	for i, r := range rooms {
		_, ok := r.Book().Check(said)
		assert.True(t, ok, "room %d", i+1)
		_, ok = r.Book().Check("K7QM-2XVA")
		assert.False(t, ok, "room %d", i+1)
	}
}

// TestFromRoomToRoom: a facilitator goes to another room, and sends players there.
func TestFromRoomToRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		_, rooms, paths, fay := breakouts(t, 2, false)
		ann := join(t, rooms[0], "Ann", exercise.KindPlayer, "lab")
		_, a := say(t, fay, "put Ann 3")
		assert.Equal(t, `There is no room "3"`, a.Why)
		_, a = say(t, fay, "put Ann 2")
		require.True(t, a.OK, a.Why)
		assert.Equal(t, "You go to room 2", ann.Ended())
		there, err := ann.Next().Arrive(ctx, ann)
		require.NoError(t, err)
		assert.Equal(t, "Ann", there.Name())
		assert.Same(t, rooms[1], ann.Next())
		assert.Empty(t, newest(fay).Control.Seats[0].Holder, "the seat is free")
		_, a = say(t, fay, "visit 2")
		require.True(t, a.OK, a.Why)
		fay2, err := fay.Next().Arrive(ctx, fay)
		require.NoError(t, err)
		assert.Equal(t, "2", newest(fay2).Control.Room)
		_, a = say(t, fay2, "seat Ann desk")
		require.True(t, a.OK, a.Why)
		assert.Equal(t, "desk", newest(there).You.Role)
		verified(t, rooms, paths)
	})
}

// TestARoomCarriedOnAloneKeepsItsName: of several rooms side by side one alone may be continued.
func TestARoomCarriedOnAloneKeepsItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "room-2.jsonl")
	r, err := room.Open(record.Header{Name: "side by side", Scenario: sayable, Seed: 1}, room.Config{Path: path, Place: "2"})
	require.NoError(t, err)
	require.NoError(t, r.Close("done"))
	r, _, err = room.Continue(path, room.Config{})
	require.NoError(t, err)
	defer r.Close("done")
	v, err := join(t, r, "Fay", exercise.KindFacilitator, "").Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "2", v.You.Room)
	assert.Empty(t, v.Control.Rooms, "there are no others")
}

// TestTheNameOfARoomIsOneShortLine, whatever a record has that came from elsewhere.
func TestTheNameOfARoomIsOneShortLine(t *testing.T) {
	h := record.Header{Name: "side by side", Scenario: sayable, Seed: 1,
		Settings: map[string]string{"room": "2\n" + strings.Repeat("x", 100)}}
	r, err := room.Open(h, room.Config{})
	require.NoError(t, err)
	defer r.Close("done")
	v, err := join(t, r, "Fay", exercise.KindFacilitator, "").Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "2 "+strings.Repeat("x", 38), v.You.Room)
}

// TestAnEmergencyIsForAllRooms: whoever of the staff stops for a real emergency stops every room that is
// not over; each goes on by itself or all together.
func TestAnEmergencyIsForAllRooms(t *testing.T) {
	for _, kind := range []exercise.Kind{exercise.KindFacilitator, exercise.KindEvaluator} {
		synctest.Test(t, func(t *testing.T) {
			g, rooms, paths, fay := breakouts(t, 3, false)
			ann := join(t, rooms[1], "Ann", exercise.KindPlayer, "lab")
			eve := fay
			if kind != exercise.KindFacilitator {
				eve = join(t, rooms[0], "Eve", kind, "")
			}
			_, a := say(t, fay, "all start")
			require.True(t, a.OK, a.Why)
			_, a = say(t, join(t, rooms[2], "Gus", exercise.KindFacilitator, ""), "end")
			require.True(t, a.OK, a.Why)
			accepted(t, eve, &exercise.Stop{Text: "Fire"})
			time.Sleep(time.Second)
			assert.Equal(t, []string{"paused", "paused", "over"}, phases(g))
			v := newest(ann)
			assert.True(t, v.Clock.Emergency)
			assert.Contains(t, v.Clock.Why, "Fire")
			accepted(t, fay, &exercise.Resume{})
			time.Sleep(time.Second)
			assert.Equal(t, []string{"running", "paused", "over"}, phases(g))
			_, _ = say(t, fay, "all resume")
			time.Sleep(time.Second)
			assert.Equal(t, []string{"running", "running", "over"}, phases(g))
			_, _ = say(t, fay, "all pause")
			verified(t, rooms, paths)
		})
	}
}

// TestAllRoomsClose: whoever closes all closes the own room last, so that none stays open.
func TestAllRoomsClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, rooms, _, fay := breakouts(t, 3, false)
		others := []*room.Seat{join(t, rooms[1], "Ann", exercise.KindPlayer, "lab"),
			join(t, rooms[2], "Bob", exercise.KindPlayer, "lab")}
		_, _ = say(t, fay, "all start") // and then its answer goes with the room
		_, _ = say(t, fay, "all shut")
		time.Sleep(time.Second)
		for _, s := range append(others, fay) {
			assert.Contains(t, s.Ended(), "Fay has closed the room")
		}
	})
}
