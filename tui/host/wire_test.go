package host

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/assert"
)

// Somebody who has stopped reading is cut off; the write comes back.
func TestBlockedWriteIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe() // a pipe takes nothing in until it is read
		defer there.Close()
		began := time.Now()
		_, err := guarded{here, here, stuck}.Write([]byte("anybody?"))
		assert.ErrorIs(t, err, io.ErrClosedPipe)
		assert.Equal(t, stuck, time.Since(began))
	})
}

func TestQuickWriteLeavesTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		go func() { _, _ = io.Copy(io.Discard, there) }()
		for range 3 {
			_, err := guarded{here, here, stuck}.Write([]byte("hello"))
			assert.NoError(t, err)
			time.Sleep(stuck + time.Second)
		}
	})
}

func TestProfile(t *testing.T) {
	for term, want := range map[string]colorprofile.Profile{"xterm-256color": colorprofile.ANSI256,
		"xterm": colorprofile.ANSI, "screen": colorprofile.ANSI256} {
		assert.Equal(t, want, profile([]string{"TERM=" + term}), term)
	}
	assert.Equal(t, colorprofile.TrueColor, profile([]string{"TERM=xterm-256color", "COLORTERM=truecolor"}))
	assert.Equal(t, colorprofile.Ascii, profile([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=1"}))
}

func TestTermName(t *testing.T) {
	for in, want := range map[string]string{"xterm-256color": "xterm-256color", "": "", "a b": "", "x\x1b[2J": "",
		"xterm+direct": "xterm+direct", "../../etc": "",
		"azAZ09-+._": "azAZ09-+._", "a`": "", "a{": "", "a@": "", "a[": "", "a/": "", "a:": "",
		strings.Repeat("a", 32): strings.Repeat("a", 32), strings.Repeat("a", 33): "",
		"a-very-long-name-that-no-terminal-has-ever-had": ""} {
		assert.Equal(t, want, termName(in), "%q", in)
	}
}
