package host

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/charmbracelet/ssh"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// handshaking is a connection that is asked for a code. Nobody stays to wait after a wrong one.
type handshaking struct {
	ssh.Context
	line  *line
	gone  chan struct{}
	shows *ssh.Permissions
}

func (h *handshaking) Value(any) any                 { return h.line }
func (h *handshaking) Done() <-chan struct{}         { return h.gone }
func (h *handshaking) Permissions() *ssh.Permissions { return h.shows }

// TestWhatIsShownAtTheDoor: a code opens, whoever shows more than the join code makes way for nobody, and who shows
// nothing, or what is no code, is not let in.
func TestWhatIsShownAtTheDoor(t *testing.T) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	codes := pass.Codes{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}
	r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{Open: true, Door: &codes})
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close("The test is over")) }()
	cards, err := r.Book().Cards([]string{"desk"})
	require.NoError(t, err)
	key, err := HostKey(filepath.Join(t.TempDir(), "key"))
	require.NoError(t, err)
	h, err := New(r, Config{Key: key})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		said       []string
		err        error
		in, proven bool
	}{
		"the join code":          {[]string{codes.Player}, nil, true, false},
		"a facilitator's code":   {[]string{codes.Facilitator}, nil, true, true},
		"an evaluator's code":    {[]string{codes.Evaluator}, nil, true, true},
		"a card":                 {[]string{cards[0].Said}, nil, true, true},
		"no code":                {[]string{"NO"}, nil, false, false},
		"no answer":              {nil, nil, false, false},
		"a client that has gone": {nil, errors.New("EOF"), false, false},
	} {
		d := newTimed()
		_, l := d.comes(t, "192.0.2.1:1", silent)
		gone := make(chan struct{})
		close(gone)
		ctx := &handshaking{line: l, gone: gone, shows: &ssh.Permissions{Permissions: &gossh.Permissions{}}}
		in := h.authenticate(ctx, func(_, _ string, _ []string, _ []bool) ([]string, error) { return c.said, c.err })
		assert.Equal(t, c.in, in, name)
		doors, _ := ctx.shows.ExtraData[shown].([]door)
		assert.Equal(t, c.in, len(doors) == 1, name)
		assert.Equal(t, c.proven, l.trusted, name)
		assert.Equal(t, name == "no code", l.wrong, name)
		l.within(0)
	}
}

// TestWhatAHostNeeds: a room with a door, and a key.
func TestWhatAHostNeeds(t *testing.T) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	for door, want := range map[*pass.Codes]string{nil: "a host needs a room with a door",
		{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}: "a host needs a key"} {
		r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{Door: door})
		require.NoError(t, err)
		_, err = New(r, Config{})
		assert.EqualError(t, err, want)
		require.NoError(t, r.Close("The test is over"))
	}
}

// TestACardOpensItsOwnRoom of several, which it is called by; a code opens all.
func TestACardOpensItsOwnRoom(t *testing.T) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	codes := pass.Codes{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}
	g := room.NewGroup(false)
	var rooms []*room.Room
	for _, name := range []string{"1", "2", "3"} {
		r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1},
			room.Config{Open: true, Door: &codes})
		require.NoError(t, err)
		defer func() { assert.NoError(t, r.Close("The test is over")) }()
		require.NoError(t, g.Add(t.Context(), name, r))
		rooms = append(rooms, r)
	}
	cards, err := rooms[1].Book().Cards([]string{"desk"})
	require.NoError(t, err)
	h := &Host{room: rooms[0], cfg: Config{Group: g}}
	for said, want := range map[string][]string{cards[0].Said: {"2"}, codes.Player: {"1", "2", "3"}, "NO": nil} {
		var names []string
		for _, d := range h.doors(said) {
			names = append(names, d.name)
		}
		assert.Equal(t, want, names, said)
	}
}
