//go:build linux || darwin

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
	"tocsin/tui/ground"
)

// tty is a command on a terminal of its own, which says no more than it is told to.
type tty struct {
	*os.File
	mu  sync.Mutex
	got bytes.Buffer
	end chan struct{}
}

// onTTY runs the program's main on a terminal: the test's own program goes by its name.
func onTTY(t *testing.T, args ...string) *tty {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "tocsin")
	require.NoError(t, os.Symlink(self, path))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"TERM=xterm-256color", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	require.NoError(t, err)
	out := &tty{File: f, end: make(chan struct{})}
	go func() {
		defer close(out.end)
		for b := make([]byte, 4096); ; {
			n, err := f.Read(b)
			out.mu.Lock()
			out.got.Write(b[:n])
			out.mu.Unlock()
			if err != nil {
				_ = cmd.Wait()
				return
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-out.end; _ = f.Close() })
	return out
}

func (o *tty) said() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.got.String()
}

func (o *tty) shows(t *testing.T, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(o.said(), text) }, 15*time.Second,
		10*time.Millisecond, "never shows %q: %q", text, o.said())
}

// slowly types a byte at a time, 30 ms apart.
func (o *tty) slowly(t *testing.T, keys string) {
	t.Helper()
	for i := range len(keys) {
		_, err := o.Write([]byte{keys[i]})
		require.NoError(t, err)
		time.Sleep(30 * time.Millisecond)
	}
}

// TestTextAsksNothingOfATerminal: a command that prints text writes no escape sequence,
// and does not wait for a terminal that answers nothing.
func TestTextAsksNothingOfATerminal(t *testing.T) {
	testsize.Long(t)
	for _, args := range [][]string{{"--version"}, {"--help"}, {"check", "practice"}, {"list"},
		{"completion", "bash"}} {
		o := onTTY(t, args...)
		<-o.end
		assert.NotEmpty(t, o.said(), args)
		assert.NotContains(t, o.said(), "\x1b]", "%v asks", args)
		assert.NotContains(t, o.said(), "\x1b[6n", "%v asks", args)
	}
}

// TestADialogueOfLinesHearsWhatWasTypedAhead byte by byte, before it begins.
func TestADialogueOfLinesHearsWhatWasTypedAhead(t *testing.T) {
	t.Parallel()
	o := onTTY(t, "play", "practice", "--seat", "desk", "--plain")
	o.slowly(t, "brief\r")
	o.shows(t, "You have two hands") // what brief tells, and not the terminal's echo of the word
	o.slowly(t, "look\r")
	o.shows(t, "Hands: 0 of 2 busy")
	assert.NotContains(t, o.said(), "\x1b")
}

// TestAScreenHearsWhatWasTypedAhead asks once, takes the answer in pieces among keys, and
// loses none of them.
func TestAScreenHearsWhatWasTypedAhead(t *testing.T) {
	t.Parallel()
	o := onTTY(t, "play", "practice")
	o.shows(t, ground.Query)
	o.slowly(t, "j\x1b]11;rgb:ff/ff/ff\x1b\\q")
	select {
	case <-o.end: // q was heard
	case <-time.After(15 * time.Second):
		assert.Fail(t, "the q that followed the answer was not heard", "%q", o.said())
	}
	assert.Equal(t, 1, strings.Count(o.said(), ground.Query), "asked once")
	assert.NotContains(t, o.said(), "rgb:", "the answer is no text")
}

// TestBareOnATerminal opens the menu, and does what is chosen there.
func TestBareOnATerminal(t *testing.T) {
	testsize.Long(t)
	o := onTTY(t)
	o.shows(t, "What do you want to do?")
	o.slowly(t, "6\rmine\r\r") // the kind, its name, go on
	o.shows(t, "Wrote mine.toml")
	<-o.end
}

// TestEscGoesBackToWhatAskedBefore: from the seats to the question in the menu, or to the library.
func TestEscGoesBackToWhatAskedBefore(t *testing.T) {
	testsize.Long(t)
	for _, c := range []struct {
		args []string
		keys string
	}{{nil, "2"}, {[]string{"play"}, ""}} {
		o := onTTY(t, c.args...)
		o.slowly(t, c.keys)
		o.shows(t, "What do you want to play?")
		o.slowly(t, "\r")
		o.shows(t, "Which seats do you play?")
		before := strings.Count(o.said(), "What do you want to play?")
		o.slowly(t, "\x1b")
		require.Eventually(t, func() bool { return strings.Count(o.said(), "What do you want to play?") > before },
			15*time.Second, 10*time.Millisecond, "%v: %q", c.args, o.said())
		o.slowly(t, "q")
		<-o.end
	}
}

// TestHostAsksWhat on a terminal where no scenario is given.
func TestHostAsksWhat(t *testing.T) {
	t.Parallel()
	o := onTTY(t, "host", "--port", "0")
	o.shows(t, "What do you want to host?")
	o.slowly(t, "\r")
	o.shows(t, "Press Enter for your console")
}

// TestHostAsksWhatInLines and goes on in the same dialogue.
func TestHostAsksWhatInLines(t *testing.T) {
	t.Parallel()
	o := onTTY(t, "host", "--port", "0", "--plain")
	o.shows(t, "What do you want to host?")
	o.slowly(t, "1\rhelp\r")
	o.shows(t, "STARTEX")
}
