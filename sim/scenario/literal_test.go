package scenario

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestLiteral: whatever a text holds, TOML reads it back, from one line.
func TestLiteral(t *testing.T) {
	reads := func(t require.TestingT, text string) {
		line := Literal(text)
		require.False(t, strings.ContainsAny(line, "\r\n"), "%q", line)
		var got struct{ X string }
		_, err := toml.Decode("x = "+line, &got)
		require.NoError(t, err, "%q", line)
		require.Equal(t, strings.ToValidUTF8(text, "\ufffd"), got.X)
	}
	for _, text := range []string{"", `a "b" \c`, "tab\there", "a\r\nb", "\x00\x1b[31m\x7f", "no\u00a0break\u200b\u202e", "\U000e0001", "naïve 文 🜲"} {
		reads(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { reads(t, rapid.String().Draw(t, "text")) })
}
