// Package ground is what a screen and its terminal say to each other beside keys: the
// screen asks for the background's colour, and the answer is taken out of what is typed.
// Nothing waits for it: the screen is drawn in colours for any background until it comes.
package ground

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/quiet"
	"tocsin/tui/theme"
)

func init() { quiet.Over() } // Bubble Tea has been initialised

// Query asks a terminal for the colour of its background (xterm's OSC 11).
const Query = "\x1b]11;?\x1b\\"

const (
	begins = "\x1b]11;"
	most   = 64 // bytes of an answer
	// limit is for how long after the question an escape may be the beginning of an answer.
	limit = time.Second
	// gap is how long an escape waits for what may follow it.
	gap = 100 * time.Millisecond
	// slow is how long the beginning of an answer waits for the rest: nobody types one.
	slow = 2 * time.Second
)

// answers takes answers to [Query] out of what comes from a terminal. An answer that comes
// in pieces, or late, is taken out too; every other byte goes on.
type answers struct {
	asked time.Time
	held  []byte // what may be the beginning of an answer
	found func(theme.Ground)
}

// take gives the bytes that are not an answer, and keeps what may become one.
func (a *answers) take(b []byte) []byte {
	in := append(a.held, b...)
	a.held = nil
	var out []byte
	for {
		i := bytes.IndexByte(in, '\x1b')
		if i < 0 {
			return append(out, in...)
		}
		out, in = append(out, in[:i]...), in[i:]
		switch n, partial := answer(in); {
		case partial:
			a.held = bytes.Clone(in)
			return out
		case n > 0:
			if g, ok := ground(string(in[len(begins):n])); ok {
				a.found(g)
			}
			in = in[n:]
		default:
			out, in = append(out, in[0]), in[1:]
		}
	}
}

// wait is how long what is held may wait for more.
func (a *answers) wait() time.Duration {
	switch {
	case len(a.held) >= len(begins):
		return slow
	case len(a.held) < 2 && time.Since(a.asked) > limit:
		return 0 // somebody has pressed escape
	}
	return gap
}

// flush gives what is held: it is no answer.
func (a *answers) flush() []byte {
	out := a.held
	a.held = nil
	return out
}

// answer is the length of the answer that b begins with, 0 where it does not, and whether
// it may become one with more bytes.
func answer(b []byte) (n int, partial bool) {
	if len(b) < len(begins) {
		return 0, strings.HasPrefix(begins, string(b))
	}
	if string(b[:len(begins)]) != begins {
		return 0, false
	}
	for i := len(begins); i < min(len(b), most); i++ {
		switch c := b[i]; {
		case c == '\a':
			return i + 1, false
		case c == '\x1b' && i+1 == len(b):
			return 0, true
		case c == '\x1b' && b[i+1] == '\\':
			return i + 2, false
		case c < ' ' || c > '~':
			return 0, false
		}
	}
	return 0, len(b) < most
}

// ground reads "rgb:ffff/ffff/ffff", with one to four digits each, and what ends it.
func ground(s string) (theme.Ground, bool) {
	s = strings.TrimRight(s, "\a\x1b\\")
	_, colours, ok := strings.Cut(s, ":")
	parts := strings.Split(colours, "/")
	if !ok || len(parts) < 3 {
		return theme.Ground{}, false
	}
	light := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} { // luminance, as ITU-R BT.709 has it
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return theme.Ground{}, false
		}
		light += weight * float64(n) / float64(uint(1)<<(4*len(parts[i]))-1)
	}
	return theme.Ground{Light: light > 0.5}, true
}

// Asking is a model that asks its terminal when it begins.
type Asking struct {
	tea.Model
	Ask func() error
}

// Init asks, and begins the model.
func (a Asking) Init() tea.Cmd {
	// a terminal that is gone is noticed by others
	return tea.Batch(func() tea.Msg { _ = a.Ask(); return nil }, a.Model.Init())
}

// Update passes a message on.
func (a Asking) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	a.Model, cmd = a.Model.Update(msg)
	return a, cmd
}
