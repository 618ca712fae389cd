package widget

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLargeLetters(t *testing.T) {
	assert.Equal(t, []string{
		"█    ▄▀▀▀▄     █ ▄▀▀▀▄",
		"█ ▄▀ █   █   ▄▀  █ ▄▀█",
		"█▀▄  █▀▀▀█ ▄▀    █▀  █",
		"▀  ▀ ▀   ▀ ▀      ▀▀▀ "}, Large("kA/0", 40)[:LargeHeight], "each dot is half a line")
}

// TestLargeLettersFit in the width, break between words, and are nil rather than cut or wrong.
func TestLargeLettersFit(t *testing.T) {
	for text, lines := range map[string]int{"Cold copy": 4, "Who tells them, and by what way?": 9, "Zoë Ångström – „Öl“": 4,
		"": 0, " ": 0, "模型": 0, "incomprehensibilities/of/administrations": 0, "ﬀ": 0} {
		out := Large(text, 120)
		assert.Len(t, out, lines, text)
		for _, line := range out {
			assert.LessOrEqual(t, Width(line), 120, text)
		}
	}
	for r := '!'; r <= '~'; r++ {
		out := Large(string(r), 20)
		assert.NotEmpty(t, strings.TrimSpace(strings.Join(out, "")), "%c is drawn", r)
	}
}

// TestLettersDiffer: no two signs look alike, and a mark changes a letter.
func TestLettersDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, s := range append(strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!?@#%&+-=/\\()[]{}<>.,:;'\"_|~^*$`", ""),
		"ä", "á", "à", "â", "ã", "å", "Ä", "é", "ü", "Ö", "ñ", "č") {
		drawn := strings.Join(Large(s, 20), "\n")
		assert.Empty(t, seen[drawn], "%s is drawn as another", s)
		seen[drawn] = s
	}
}

func TestHeadlineFallsBackToWords(t *testing.T) {
	assert.Len(t, Headline("Cold copy", 120, 4), 4)
	assert.Equal(t, []string{"Cold copy"}, Headline("Cold copy", 120, 3), "too low")
	assert.Equal(t, []string{"Cold copy"}, Headline("Cold copy", 20, 9), "too narrow")
	assert.Equal(t, []string{"模型"}, Headline("模型", 120, 9), "no drawing")
}
