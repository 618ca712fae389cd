package host_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/host"
)

// TestWhoIsCutOffWhileTheyType: an address that is cut off lets in nobody more by the join code, and
// still whoever shows a way back.
func TestWhoIsCutOffWhileTheyType(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	ada, back := h.seated("desk", "Ada")
	typing := h.terminal(h.login("bob", codes.Player), "xterm", 80, 24)
	typing.see("Your name [bob]:")
	c := h.login("whoever", back)
	h.room.Ledger().CutOff("127.0.0.1", time.Now().Add(time.Minute))
	typing.press("\r")
	typing.see("your address has been cut off for a while")
	assert.Equal(t, "Ada", h.program(c, "api").view().You.Name)
	ada.ended()
}

// TestWhoGivesUpAtTheDoor: who says nothing more has done nothing wrong.
func TestWhoGivesUpAtTheDoor(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	h.program(h.login("desk", codes.Player), "api Ada").view()
	for _, says := range []string{"", "Ada\n"} {
		s, err := h.login("x", codes.Player).NewSession()
		require.NoError(t, err)
		s.Stdin = strings.NewReader(says)
		var fault shownTo
		s.Stderr = &fault
		out, err := shell(s)
		assert.NoError(t, err, out)
		assert.Empty(t, fault.String())
		if says != "" {
			assert.Contains(t, out, "Ada is here. If that is you, type your way back")
		}
	}
}

// TestRoomsSideBySide: a code opens every room, by the user name or by the answer to a question; a way
// back opens the one that it is of.
func TestRoomsSideBySide(t *testing.T) {
	t.Parallel()
	g := room.NewGroup(false)
	h := start(t, func(c *host.Config) { c.Group = g })
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	second, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1},
		room.Config{Open: true, Door: &codes, Every: 20 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, second.Close("The test is over")) })
	require.NoError(t, g.Add(t.Context(), "1", h.room))
	require.NoError(t, g.Add(t.Context(), "2", second))
	holder := func(r *room.Room, seat string) (who string) {
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { who = x.Holder(seat) }))
		return who
	}

	early := h.login("agency", codes.Player)
	h.terminal(early, "xterm", 80, 24).see("Which room, 1 (0 in), 2 (0 in) [1]: ")
	_, back := h.seated("desk.2", "Ada")
	assert.Equal(t, "Ada", holder(second, "desk"))
	assert.Empty(t, holder(h.room, "desk"))

	asked := h.terminal(h.login("hospitals", codes.Player), "xterm", 80, 24)
	asked.see("Which room, 1 (0 in), 2 (1 in) [1]: ")
	asked.press("7\r2\r")
	asked.see("Your name:")
	asked.press("Bob\r")
	asked.see("Hospital group")
	assert.Equal(t, "Bob", holder(second, "hospitals"))

	least := h.program(h.login("desk", codes.Player), "api Cy")
	assert.Equal(t, "desk", least.view().You.Role)
	assert.Equal(t, "Cy", holder(h.room, "desk"), "the room with the fewest people")

	for _, name := range []string{"Di", "Ed", "Flo"} {
		_, err := h.room.Join(t.Context(), name, exercise.KindPlayer, "")
		require.NoError(t, err)
	}
	h.terminal(h.login("agency", codes.Player), "xterm", 80, 24).see("Which room, 1 (4 in), 2 (2 in) [2]: ")
	assert.Equal(t, "2", h.program(h.login("whoever", codes.Player), "api Gus").view().You.Room, "it need not be the first")

	assert.Equal(t, "Ada", h.program(h.login("whoever", back), "api").view().You.Name)

	fay := h.program(h.login("fay.1", codes.Facilitator), "api Fay")
	fay.view()
	require.True(t, fay.ask(`{"verb":"visit","args":{"room":"2"}}`).OK)
	fay.until(func(v exercise.View) bool { return strings.Contains(v.You.Room, "2") })
	require.True(t, fay.ask(`{"verb":"start","args":{"paused":true}}`).OK)
	for r, begun := range map[*room.Room]bool{h.room: false, second: true} {
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) {
			assert.Equal(t, begun, x.Engine().Started(), "what she asks for goes to the room that she is in now")
		}))
	}
}
