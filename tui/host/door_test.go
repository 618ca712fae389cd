package host_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
)

// seated comes in by a screen, and gives the way back that it shows.
func (h *hosting) seated(user, name string) (*terminal, string) {
	s := h.terminal(h.login(user, codes.Player), "xterm-256color", 100, 30)
	s.see("Your name")
	s.press(name + "\r")
	s.see("Your way back: ")
	_, rest, _ := strings.Cut(s.vt.String(), "Your way back: ")
	return s, rest[:11]
}

func (h *hosting) gone(name string) {
	require.Eventually(h.t, func() bool {
		here := true
		_ = h.room.Look(context.Background(), func(x *exercise.Exercise) { _, here, _ = x.Find(name) })
		return !here
	}, 10*time.Second, 10*time.Millisecond)
}

// used is how much of a bound this machine has used at the door.
func (h *hosting) used(of budget.Name) int {
	for _, u := range h.room.Ledger().Uses(time.Now()) {
		if u.Of == of {
			return u.Used
		}
	}
	return 0
}

// The way back is all that has to be typed: no code, no name.
func TestAWayBackTakesOverAndLeadsBack(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	first, back := h.seated("desk", "Ada")
	assert.Equal(t, 1, h.used(budget.Sessions))
	second := h.terminal(h.login("whoever", strings.ToLower(back)), "xterm-256color", 100, 30)
	second.see("Duty desk")
	second.see(back)
	first.ended()
	assert.Contains(t, first.bytes(), "You have come in from somewhere else")
	f := h.facilitator()
	h.do(f, &exercise.Start{Paused: true})
	require.NoError(t, second.session.Close())
	h.gone("Ada")
	h.do(f, &exercise.Jump{By: "30m"})
	v := h.program(h.login("x", back), "api").view()
	assert.Equal(t, "Ada", v.You.Name)
	assert.Equal(t, "desk", v.You.Role, "the seat was kept")
	assert.Equal(t, back, v.You.Back)
	assert.Positive(t, v.Player.MissedFrom)
	assert.Positive(t, v.Player.Unread)
}

// With the join code alone nobody becomes another, whether that one is here or not.
func TestAKnownNameNeedsProof(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	ada, back := h.seated("desk", "Ada")
	_, bobs := h.seated("hospitals", "Bob")
	other := h.terminal(h.login("desk", codes.Player), "xterm-256color", 100, 30)
	other.see("Your name [Ada]:")
	other.press("\r")
	other.see("Ada is here. If that is you")
	other.press(bobs + "\r")
	other.see("that is not the way back of Ada")
	assert.Equal(t, 1, h.used(budget.Guesses), "it counts as a wrong code")
	other.press("\r")
	other.see("Your name [Ada]:")
	select {
	case <-ada.closed:
		t.Fatal("Ada has been put out")
	default:
	}
	other.press("Ada\r")
	other.see("If that is you")
	other.press(back + "\r")
	other.see("Duty desk")
	ada.ended()
}

// A program that gives a known name waits for the facilitator; a no sends it away, a yes
// lets it in and ends what the way back before was worth.
func TestTheFacilitatorAnswersAtTheDoor(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	f := h.facilitator()
	ada, back := h.seated("desk", "Ada")
	for _, yes := range []bool{false, true} {
		p := h.program(h.login("desk", codes.Player), "api Ada")
		require.Contains(t, p.next("wait").Wait, "Ada is here")
		var door []exercise.Knock
		require.Eventually(t, func() bool {
			v, err := f.Now(context.Background())
			require.NoError(t, err)
			door = v.Control.Door
			return len(door) == 1
		}, 10*time.Second, 5*time.Millisecond)
		assert.Equal(t, "Ada", door[0].Name)
		assert.Equal(t, "127.0.0.1", door[0].From)
		h.do(f, &exercise.Admit{Who: "Ada", N: door[0].N, On: yes})
		if yes {
			v := p.view()
			assert.Equal(t, "desk", v.You.Role)
			assert.NotEqual(t, back, v.You.Back)
			ada.ended()
			assert.Equal(t, 1, h.used(budget.Sessions), "it counts among those inside")
			continue
		}
		require.Eventually(t, func() bool { return strings.Contains(p.fault.String(), "the facilitator says no") },
			10*time.Second, 5*time.Millisecond)
	}
	_, err := h.dial("x", back)
	assert.Error(t, err, "the way back of before still counts")
	assert.Equal(t, 1, h.used(budget.Guesses))
}

// Twenty come at once with one name: one is Ada, the others wait.
func TestARaceForAName(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	var mu sync.Mutex
	got := map[string]int{}
	var all sync.WaitGroup
	for range 20 {
		c := h.login("desk", codes.Player)
		all.Go(func() {
			m := <-h.program(c, "api Ada").lines
			mu.Lock()
			defer mu.Unlock()
			got[m.Type]++
		})
	}
	all.Wait()
	assert.Equal(t, 1, got["view"], "%v", got)
}

// Who is removed does not come back: not by name, not by the way back, and under another
// name to no seat until the facilitator gives one. Another code keeps them out.
func TestRemovedIsRemoved(t *testing.T) {
	testsize.Long(t)
	h := start(t, nil)
	f := h.facilitator()
	_, back := h.seated("desk", "Ada")
	h.do(f, &exercise.Remove{Who: "Ada"})
	_, err := h.dial("x", back)
	assert.Error(t, err)
	late := h.login("desk", codes.Player) // the code was right when they gave it
	v := h.program(h.login("desk", codes.Player), "api Ada2").view()
	assert.Empty(t, v.You.Role, "an open room gives no seat to somebody who may be the one removed")
	assert.NotEmpty(t, v.You.Waiting)
	h.do(f, &exercise.Recode{Of: "players"})
	_, err = h.dial("desk", codes.Player)
	assert.Error(t, err)
	_, more := <-h.program(late, "api Ada3").lines
	assert.False(t, more, "a code that was right once is none")
	now, err := f.Now(context.Background())
	require.NoError(t, err)
	require.NotEqual(t, codes.Player, now.Control.Codes.Players)
	v = h.program(h.login("desk", now.Control.Codes.Players), "api Cy").view()
	assert.Equal(t, "desk", v.You.Role)
}

// A card seats who has it, in a room that is not open as well, and leads back there.
func TestACardIsASeat(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	cards, err := h.room.Book().Cards([]string{"desk", "agency"})
	require.NoError(t, err)
	p := h.program(h.login("play", cards[1].Said), "api Cy")
	v := p.view()
	assert.Equal(t, "agency", v.You.Role)
	assert.Equal(t, cards[1].Said, v.You.Back)
	v = h.program(h.login("desk", cards[1].Said), "api").view()
	assert.Equal(t, "Cy", v.You.Name)
	assert.Equal(t, "agency", v.You.Role)
}

// Who has given a wrong code is told so, and asked again.
func TestAWrongCodeIsAskedForAgain(t *testing.T) {
	testsize.Long(t)
	t.Parallel()
	h := start(t, nil)
	var told []string
	said := []string{"WRONG-CODE", codes.Player}
	c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: "ada", HostKeyCallback: gossh.FixedHostKey(h.key),
		Auth: []gossh.AuthMethod{gossh.RetryableAuthMethod(gossh.KeyboardInteractive(func(_, instruction string,
			questions []string, _ []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			told = append(told, instruction)
			return []string{said[len(told)-1]}, nil
		}), len(said))}})
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.Len(t, told, len(said))
	assert.Contains(t, told[0], "This is a Tocsin exercise.")
	assert.Equal(t, "That is not a code of this exercise.", told[1])
	assert.Equal(t, 1, h.used(budget.Guesses))
}
