package widget

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"tocsin/tui/theme"
)

// Named is a page of a screen, known by a name of one word.
type Named interface{ Name() string }

// PageName is the name of a page, for the page to embed.
type PageName string

// Name is the word that finds the page in a [Prompt].
func (n PageName) Name() string { return string(n) }

// Pages are the pages of a screen, of which one is shown. The first ten have a digit, 1 to
// 9 and 0; each is found by its name, and by turning.
type Pages[P Named] struct {
	List []P
	at   int
}

// digits are the keys of the first pages.
const digits = "1234567890"

// Set puts other pages in place of those there are, and stays on the one that is shown
// where it is among them; else it turns to the first.
func (p *Pages[P]) Set(list []P) {
	name := p.Now().Name()
	p.List = list
	p.at = max(slices.IndexFunc(list, func(x P) bool { return x.Name() == name }), 0)
}

// Digit is the key of the page at i, or "" where there is none.
func Digit(i int) string {
	if i < 0 || i >= len(digits) {
		return ""
	}
	return digits[i : i+1]
}

// Now is the page that is shown.
func (p *Pages[P]) Now() P { return p.List[p.at] }

// At is the place of the page that is shown.
func (p *Pages[P]) At() int { return p.at }

// Show turns to the page of a name. It panics where there is none: names in code are
// those of pages.
func (p *Pages[P]) Show(name string) {
	i := slices.IndexFunc(p.List, func(x P) bool { return x.Name() == name })
	if i < 0 {
		panic("no page is named " + name)
	}
	p.at = i
}

// Turn turns to the page of a key: a digit, tab or shift+tab. It reports whether it was one.
func (p *Pages[P]) Turn(k string) bool {
	n := len(p.List)
	switch i := strings.Index(digits, k); {
	case k == "tab":
		p.at = (p.at + 1) % n
	case k == "shift+tab":
		p.at = (p.at + n - 1) % n
	case len(k) == 1 && i >= 0 && i < n:
		p.at = i
	default:
		return false
	}
	return true
}

// Key is the binding of what [Pages.Turn] takes.
func (p *Pages[P]) Key() key.Binding {
	n := min(len(p.List), len(digits))
	shown := "1-" + Digit(n-1)
	if n == len(digits) {
		shown = "0-9"
	}
	return key.NewBinding(key.WithKeys(append(strings.Split(digits[:n], ""), "tab", "shift+tab")...),
		key.WithHelp(shown+" tab", "pages"))
}

// Find turns to the page that a word names: whole, or the beginning of one name only. It
// reports whether there is one.
func (p *Pages[P]) Find(word string) bool {
	at, found := -1, 0
	for i, x := range p.List {
		switch {
		case strings.EqualFold(x.Name(), word):
			p.at = i
			return true
		case word != "" && strings.HasPrefix(x.Name(), strings.ToLower(word)):
			at, found = i, found+1
		}
	}
	if found == 1 {
		p.at = at
	}
	return found == 1
}

// Suggest offers the pages for a [Prompt].
func (p *Pages[P]) Suggest() []Suggestion {
	var out []Suggestion
	for i, x := range p.List {
		note := "page"
		if d := Digit(i); d != "" {
			note += " " + d
		}
		out = append(out, Suggestion{Word: x.Name(), Note: note})
	}
	return out
}

// Tabs draws the pages' tabs, with their digits.
func (p *Pages[P]) Tabs(th theme.Theme, tab func(P) Tab, w int) []string {
	var tabs []Tab
	for i, x := range p.List {
		t := tab(x)
		t.Key = Digit(i)
		tabs = append(tabs, t)
	}
	return Tabs(th, tabs, p.at, w)
}
