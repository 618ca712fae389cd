package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDraw(t *testing.T) {
	for in, want := range map[string][]string{
		"plain":                     {`fill="#e4e7ea"`, ">plain</text>"},
		"\x1b[1;31mred\x1b[0m rest": {`fill="#cc6666"`, `font-weight="bold">red`, "> rest</text>"},
		"\x1b[38;5;208mx":           {`fill="#ff8700"`},
		"\x1b[38;2;1;2;3mx":         {`fill="#010203"`},
		"\x1b[7mx\x1b[27my": {`fill="#15181c" textLength`,
			`<rect x="12" y="12" width="8.4" height="18.3" fill="#e4e7ea"`},
		"<b>&\x1b[4mu":                 {"&lt;b&gt;&amp;", `text-decoration="underline"`},
		"\x1b]0;title\a\x1b[2Jseen":    {">seen</text>"},
		"\x1b[38;5mcut \x1b[999;38;2m": {">cut </text>"},
		"\x1b[31mone\ntwo":             {`fill="#cc6666" textLength="25.2" lengthAdjust="spacingAndGlyphs" xml:space="preserve">two`},
		"同僚 x":                         {`textLength="50.4"`},
	} {
		var b bytes.Buffer
		require.NoError(t, draw(&b, strings.NewReader(in), "a <title>", false))
		for _, w := range want {
			assert.Contains(t, b.String(), w, "%q", in)
		}
		assert.NotContains(t, b.String(), "\x1b")
		for d := xml.NewDecoder(&b); ; { // well-formed
			if _, err := d.Token(); err == io.EOF {
				break
			} else {
				require.NoError(t, err)
			}
		}
	}
}
