package host

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCookedLines(t *testing.T) {
	for name, c := range map[string]struct{ in, line, out string }{
		"plain":          {"abc\r", "abc", "abc\n"},
		"rubbed out":     {"abd\x7fc\r", "abc", "abd\b \bc\n"},
		"two bytes":      {"aé\x08b\r", "ab", "aé\b \bb\n"},
		"nothing left":   {"\x7f\x7fa\r", "a", "a\n"},
		"all":            {"abc\x15d\r", "d", "abc\b \b\b \b\b \bd\n"},
		"arrow":          {"a\x1b[Ab\r", "ab", "ab\n"},
		"function key":   {"a\x1bOPb\x1b[15~c\r", "abc", "abc\n"},
		"Linux console":  {"a\x1b[[Ab\r", "ab", "ab\n"},
		"focus":          {"a\x1b[Ob\r", "ab", "ab\n"},
		"at sign":        {"a\x1b[@b\r", "ab", "ab\n"},
		"alt":            {"a\x1bxb\x1b1c\r", "abc", "abc\n"},
		"line feed":      {"a b\n", "a b", "a b\n"},
		"control d":      {"ab\x04c\r", "abc", "abc\n"},
		"too many bytes": {"aé\x80\x9bb\r", "aéb", "aéb\n"},
		"after a letter": {"a\x80\x9bb\r", "ab", "ab\n"},
		"control":        {"a\x07\x00\x0bb\r", "ab", "ab\n"},
		"C1":             {"a\u009b31mb\r", "a31mb", "a31mb\n"},
		"C1 at its ends": {"a\u0080b\u009fc\u00a0d\r", "abc\u00a0d", "abc\u00a0d\n"},
		"four bytes":     {"a😀b\x7f\x7fc\r", "ac", "a😀b\b \b\b \bc\n"},
		"no beginning":   {"\x80\x80\x80\x80a\r", "a", "a\n"},
		"not UTF-8":      {"a\xff\xfeb\r", "ab", "ab\n"},
		"wide":           {"日本\r", "日本", "日本\n"},
		"long": {strings.Repeat("a", maxLine+500) + "\r", strings.Repeat("a", maxLine),
			strings.Repeat("a", maxLine) + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			got, ok := newCooked(strings.NewReader(c.in), &out).line()
			assert.True(t, ok)
			assert.Equal(t, c.line, got)
			assert.Equal(t, c.out, out.String())
		})
	}
}

func TestCookedLeavesWhatFollows(t *testing.T) {
	in := strings.NewReader("Ada\rq")
	line, ok := newCooked(in, io.Discard).line()
	require.True(t, ok)
	assert.Equal(t, "Ada", line)
	rest, _ := io.ReadAll(in)
	assert.Equal(t, "q", string(rest))
}

func TestCookedGivesUp(t *testing.T) {
	for in, want := range map[string]string{"abc\x03d\r": "abc\n", "\x04abc\r": "\n", "abc": "abc"} {
		var out bytes.Buffer
		_, ok := newCooked(strings.NewReader(in), &out).line()
		assert.False(t, ok)
		assert.Equal(t, want, out.String())
	}
}

func TestCookedWritesAroundWhatIsTyped(t *testing.T) {
	in, typed := io.Pipe()
	var out bytes.Buffer
	c := newCooked(in, &out)
	_, _ = c.Write([]byte("> "))
	lines := make(chan string)
	go func() { s, _ := c.line(); lines <- s }()
	_, _ = typed.Write([]byte("hel"))
	require.Eventually(t, func() bool { c.mu.Lock(); defer c.mu.Unlock(); return len(c.typed) == 3 }, 5e9, 1e6)
	_, _ = c.Write([]byte("news\n"))
	_, _ = typed.Write([]byte("lo\r"))
	assert.Equal(t, "hello", <-lines)
	assert.Equal(t, "> hel\nnews\nhello\n", out.String())
}

// TestCookedReadsToTheEnd: lines come one by one, an empty one too, and then the end.
func TestCookedReadsToTheEnd(t *testing.T) {
	c := newCooked(strings.NewReader("one\r\rtwo\rlost"), io.Discard)
	all, err := io.ReadAll(c)
	require.NoError(t, err)
	assert.Equal(t, "one\n\ntwo\n", string(all))
	c = newCooked(strings.NewReader("one\r\x04two\r"), io.Discard)
	all, err = io.ReadAll(c)
	require.NoError(t, err)
	assert.Equal(t, "one\n", string(all))
}
