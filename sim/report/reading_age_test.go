package report

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var (
	quoted    = regexp.MustCompile(`“[^”]*”`)
	vowels    = regexp.MustCompile(`[aeiouy]+`)
	endsWithE = regexp.MustCompile(`[^l]e$|[^td]ed$`)
)

// schoolYears is the grade of Flesch and Kincaid: about how many years of school a text asks of its reader. Titles
// in quotation marks are the scenario's and count as one short word.
func schoolYears(text string) float64 {
	text = quoted.ReplaceAllString(text, "it")
	sentences := len(regexp.MustCompile(`[.!?]( |$)`).FindAllString(text, -1))
	words, syllables := 0, 0
	for _, w := range strings.Fields(strings.ToLower(text)) {
		if w = strings.Trim(w, ".,;:()!?−–0123456789%"); w == "" {
			continue
		}
		words++
		n := len(vowels.FindAllString(w, -1))
		if n > 1 && endsWithE.MatchString(w) {
			n--
		}
		syllables += max(n, 1)
	}
	return 0.39*float64(words)/float64(max(sentences, 1)) + 11.8*float64(syllables)/float64(max(words, 1)) - 15.59
}

// TestFirstPageReadingAge: the first page asks no more than nine years of school, and the scale tells plain
// words from others.
func TestFirstPageReadingAge(t *testing.T) {
	assert.Less(t, schoolYears("The pump stops. We start it again."), 3.0)
	assert.Greater(t, schoolYears("Organisational interoperability considerations necessitate comprehensive "+
		"multilateral harmonisation of heterogeneous notification responsibilities."), 20.0)
	for _, script := range []string{"good", "bad"} {
		r := Build(inputOf(t, script))
		texts := []string{r.Page.Happened, r.Page.Gap, r.Page.GapParts, r.Page.Caution}
		for _, s := range r.Page.Story {
			texts = append(texts, s.Text)
		}
		texts = append(texts, r.Page.Reading...)
		for _, m := range r.Page.Moments {
			texts = append(texts, m.Text)
		}
		for _, c := range r.Page.Changes {
			texts = append(texts, c.Text)
		}
		assert.Less(t, schoolYears(strings.Join(texts, " ")), 9.0, script)
	}
}
