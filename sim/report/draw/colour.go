package draw

import (
	"fmt"
	"strings"
)

// Colour is a colour on a light ground and the one that takes its place on a dark one,
// both as "#rrggbb".
type Colour struct{ Light, Dark string }

// The colours of the house style. What they tell apart is also told by shape, place or
// dash, so that pictures stay readable in grey. No two have the same light colour: by it
// a style sheet finds what to change on a dark ground.
var (
	Ink     = Colour{"#22262b", "#e4e7ea"}
	Soft    = Colour{"#5f6770", "#a9b2bb"} // of notes and scales
	Grid    = Colour{"#dfe3e7", "#343b43"}
	Plain   = Colour{"#7f8891", "#8f99a3"} // what others are compared with
	Marked  = Colour{"#1f6fb2", "#62b0f0"}
	Paper   = Colour{"#ffffff", "#15181c"}
	Strong  = Colour{"#1d3c5a", "#8fbbe6"}
	Pale    = Colour{"#e9edf1", "#252b32"}
	Middle  = Colour{"#b9c4ce", "#59656f"}
	Warm    = Colour{"#a33a2c", "#f08a78"} // where trouble starts
	Tint    = Colour{"#c3d9ec", "#24435e"} // the ground of a shape in Marked
	Shade   = Colour{"#dcdfe2", "#30363c"} // the ground of a shape in Plain
	palette = []Colour{Ink, Soft, Grid, Plain, Marked, Paper, Strong, Pale, Middle, Warm, Tint, Shade}
)

// branches tell apart lines that come from several places: each differs from its
// neighbours in lightness too.
var branches = []Colour{{"#2b5c8a", "#7db4e6"}, {"#b0522a", "#f2a27d"}, {"#2d6f55", "#7cc9a8"},
	{"#7a4a86", "#cda0d9"},
	{"#86691a", "#dcc06a"}, {"#a03a55", "#ee93ab"}, {"#3f7a86", "#86c9d6"}, {"#5d5d66", "#b5b5c0"}}

// Branch is a colour for the nth of several lines.
func Branch(n int) Colour { return branches[n%len(branches)] }

// Theme says on what ground a picture is drawn.
type Theme string

// The themes.
const (
	Auto  Theme = "auto"  // light, and dark where the reader's screen is; light on paper
	Light Theme = "light" // light everywhere
	Dark  Theme = "dark"  // dark everywhere
)

// ParseTheme reads a theme by its name.
func ParseTheme(name string) (Theme, error) {
	switch t := Theme(name); t {
	case Auto, Light, Dark:
		return t, nil
	}
	return "", fmt.Errorf("the theme is auto, light or dark, not %q", name)
}

// DarkRules are the rules of a style sheet that put the dark colours in place of the
// light ones, for pictures drawn with the theme Auto. They belong in a media query.
func DarkRules() string {
	var b strings.Builder
	for _, c := range append(append([]Colour{}, palette...), branches...) {
		fmt.Fprintf(&b, `[fill="%s"]{fill:%s}[stroke="%s"]{stroke:%s}`, c.Light, c.Dark, c.Light, c.Dark)
	}
	return b.String()
}
