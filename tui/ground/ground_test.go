package ground

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/tui/theme"
)

const white, black = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;rgb:0000/1010/0000\a"

// TestNoKeyIsLost: whatever is typed around answers, in whatever pieces, comes through as
// it was typed, and every answer is heard.
func TestNoKeyIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.SampledFrom([]string{"a", "\x1b", "]", "1", ";", "\x1b[A", "\x1b]", "\x1b]11",
			"é", "\r", "\x1b]11;\x01", "\a", "\\"})).Draw(t, "keys")
		var typed, all strings.Builder
		answers := 0
		for _, k := range keys {
			typed.WriteString(k)
			all.WriteString(k)
			if rapid.Bool().Draw(t, "answered") && !strings.HasPrefix(k, "\x1b]11") && k != "\x1b" && k != "\x1b]" {
				all.WriteString(rapid.SampledFrom([]string{white, black}).Draw(t, "answer"))
				answers++
			}
		}
		heard := 0
		a := newAnswers(func(theme.Ground) { heard++ })
		var got []byte
		for rest := all.String(); rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "n")
			got = append(got, a.take([]byte(rest[:n]))...)
			rest = rest[n:]
		}
		got = append(got, a.flush()...)
		if strings.Contains(typed.String(), begins) { // an answer that was typed in part cannot be told from one
			return
		}
		assert.Equal(t, typed.String(), string(got))
		assert.Equal(t, answers, heard)
	})
}

func newAnswers(found func(theme.Ground)) *answers {
	return &answers{asked: time.Now(), found: found}
}

func TestGroundsAreTold(t *testing.T) {
	for text, light := range map[string]bool{"rgb:ffff/ffff/ffff": true, "rgb:ff/ff/ff": true, "rgb:f/f/f": true,
		"rgb:0/0/0": false, "rgb:fdfd/f6f6/e3e3": true, "rgb:1e1e/1e1e/1e1e": false,
		"rgba:ffff/ffff/ffff/ffff": true} {
		g, ok := ground(text)
		assert.True(t, ok, text)
		assert.Equal(t, light, g.Light, text)
	}
	for _, text := range []string{"", "?", "rgb:", "rgb:ff/ff", "rgb:xx/ff/ff", "white"} {
		_, ok := ground(text)
		assert.False(t, ok, text)
	}
}

// TestByteByByte types and answers a byte at a time, 30 ms apart, as a slow line does.
func TestByteByByte(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		heard := make(chan theme.Ground, 1)
		r := From(t.Context(), in, func(g theme.Ground) { heard <- g })
		sent := "lo" + white[:9] + white[9:] + "ok"
		go func() {
			for i := range len(sent) {
				time.Sleep(30 * time.Millisecond)
				_, _ = out.Write([]byte{sent[i]})
			}
			_ = out.Close()
		}()
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, "look", string(got))
		select {
		case g := <-heard:
			assert.True(t, g.Light)
		default:
			assert.Fail(t, "the answer was not heard")
		}
	})
}

// TestEscapeAlone comes through though nothing follows it, and at once where no answer is on its way any more.
func TestEscapeAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		r := From(t.Context(), in, func(theme.Ground) {})
		began := time.Now()
		for _, c := range []struct{ after, waits time.Duration }{{0, gap}, {limit, 0}} {
			time.Sleep(c.after)
			pressed := time.Now()
			go func() { _, _ = out.Write([]byte("\x1b")) }()
			var b [8]byte
			n, err := r.Read(b[:])
			require.NoError(t, err)
			assert.Equal(t, "\x1b", string(b[:n]))
			assert.Equal(t, c.waits, time.Since(pressed), "%s after the question", pressed.Sub(began))
		}
		require.NoError(t, out.Close())
	})
}
