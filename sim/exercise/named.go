package exercise

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a note names. It is a rule that can be checked by eye: a thing is named when the note
// holds its short name as a word, its title as a whole, or every word of its title that has
// four letters or more, or a digit, or three of these, in any order. Two words are one when they
// begin with the same five letters, or one of four letters begins the other, which is at most three
// letters longer: "hold" and "holding". With a digit in either they have to be equal. Of a question
// the note has to hold who asks or is asked, and a word of the question.

// shortestTelling is how many letters a word of a title has at least, to count, and
// stem how many letters of one are checked against those of the note; enough is how many words of a
// long title the note has to hold.
const (
	shortestTelling = 4
	stem            = 5
	enough          = 3
)

// namesIt reports whether a note names a thing by one of its names.
func namesIt(note string, names []string) bool {
	words := wordsOf(note)
	whole := " " + strings.Join(words, " ") + " "
	for _, name := range names {
		parts := wordsOf(name)
		if len(parts) == 0 {
			continue
		}
		if strings.Contains(whole, " "+strings.Join(parts, " ")+" ") {
			return true
		}
		if unspaced(name) && strings.Contains(strings.Join(words, ""), strings.Join(parts, "")) {
			return true
		}
		telling := slices.DeleteFunc(parts, func(w string) bool { return !tells(w) })
		held := 0
		for _, w := range telling {
			if holdsWord(words, w) {
				held++
			}
		}
		if held > 0 && held >= min(len(telling), enough) {
			return true
		}
	}
	return false
}

// speaksOf reports whether a note holds one of the words of a text that tell something. It is true where
// the text has no such word, or is in a script without spaces.
func speaksOf(note, text string) bool {
	telling := slices.DeleteFunc(wordsOf(text), func(w string) bool { return !tells(w) })
	words := wordsOf(note)
	return len(telling) == 0 || unspaced(text) ||
		slices.ContainsFunc(telling, func(w string) bool { return holdsWord(words, w) })
}

// wordsOf are the words of a text in small letters, signs left out.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

func tells(word string) bool {
	return len([]rune(word)) >= shortestTelling || strings.ContainsFunc(word, unicode.IsDigit)
}

// holdsWord reports whether a word is among others, in one form or another.
func holdsWord(words []string, w string) bool {
	return slices.ContainsFunc(words, func(v string) bool { return oneWord(v, w) })
}

func oneWord(v, w string) bool {
	if v == w {
		return true
	}
	if strings.ContainsFunc(v+w, unicode.IsDigit) {
		return false
	}
	a, b := []rune(v), []rune(w)
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) < shortestTelling:
		return false
	case len(a) < stem:
		return len(b) <= len(a)+3 && slices.Equal(a, b[:len(a)])
	}
	return slices.Equal(a[:stem], b[:stem])
}

// unspaced reports whether a name is in a script that sets no spaces between words.
func unspaced(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Lao,
			unicode.Myanmar)
	})
}
