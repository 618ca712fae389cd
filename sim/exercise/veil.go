package exercise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// veil takes the names of seats and people out of text.
type veil struct {
	seats, people []string
	given         []string // titles of seats that have a letter, in its order
}

// newVeil is for all pages of an exercise. It calls every person somebody, and the seats seat A, seat B in the
// order in which they first acted: on each page the same.
func (x *Exercise) newVeil() *veil {
	v := &veil{}
	for r := range x.scenario.Roles {
		v.seats = append(v.seats, x.scenario.Roles[r].Title)
	}
	for i := range x.people {
		v.people = append(v.people, x.people[i].name)
	}
	for _, d := range x.tally.acts {
		if d.Role >= 0 {
			v.letter(x.title(d.Role))
		}
	}
	return v
}

// draw takes names out of a page.
func (v *veil) draw(p *WallPage) {
	p.Title = v.over(p.Title)
	for i := range p.Parts {
		points := slices.Clone(p.Parts[i].Points)
		for k := range points {
			points[k] = v.over(points[k])
		}
		p.Parts[i].Points = points
	}
}

// over is the text without names: the longest name that is at a place goes, where it is not
// part of a word.
func (v *veil) over(text string) string {
	var b strings.Builder
	before := rune(' ')
	for i := 0; i < len(text); {
		if !wordly(before) {
			if name, seat := v.at(text[i:]); name != "" {
				word := "somebody"
				if seat {
					word = v.letter(name)
				}
				if strings.TrimSpace(b.String()) == "" || strings.HasSuffix(strings.TrimRight(b.String(), " "), ".") {
					word = upper(word)
				}
				b.WriteString(word)
				i += len(name)
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		b.WriteString(text[i : i+n])
		before = r
		i += n
	}
	return b.String()
}

// at is the longest name that a text begins with, and whether it is a seat's.
func (v *veil) at(text string) (name string, seat bool) {
	for k, list := range [][]string{v.seats, v.people} {
		for _, s := range list {
			if len(s) > len(name) && strings.HasPrefix(text, s) {
				if next, _ := utf8.DecodeRuneInString(text[len(s):]); !wordly(next) {
					name, seat = s, k == 0
				}
			}
		}
	}
	return name, seat
}

func (v *veil) letter(title string) string {
	n := 0
	for n < len(v.given) && v.given[n] != title {
		n++
	}
	if n == len(v.given) {
		v.given = append(v.given, title)
	}
	letters := string(rune('A' + n%26))
	for n /= 26; n > 0; n /= 26 {
		n--
		letters = string(rune('A'+n%26)) + letters
	}
	return "seat " + letters
}

// wordly reports whether a letter continues a word: scripts without capitals may write their
// words without spaces.
func wordly(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsDigit(r) }
