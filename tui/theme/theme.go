// Package theme holds the styles of the screens. A theme is a value made by one
// function; nothing is global, since many sessions share a process. Styles are always
// in full colour: what a terminal cannot show is taken out where its session begins.
package theme

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Theme is a set of styles, named for what they say. None of them says anything that the
// words next to it do not: many terminals have no colours, and many people do not see
// them.
type Theme struct {
	Light bool

	Text   Style // ordinary words
	Strong Style // words that matter
	Dim    Style // words that matter less: still readable
	Title  Style // the title of a pane
	Active Style // the title of the pane that has the keys
	Rule   Style // lines between panes

	Bar     Style // the header
	Running Style // the clock runs
	Paused  Style // it does not
	Alarm   Style // a real emergency; what is late
	Notice  Style // words out of the game

	Selected Style // the row under the cursor, where the keys are
	Unread   Style
	Good     Style
	Warn     Style
	Urgent   Style // between a warning and what is late
	Bad      Style
	Number   Style // values and times
	Field    Style // what is being typed
	Cursor   Style // where the next letter goes
	Key      Style // a key in the line of keys
	KeyText  Style // what it does
}

// Style is how words look. It is a style of lipgloss whose control sequence is made once: a screen is
// hundreds of styled pieces, and is drawn for every key and every second of every session.
type Style struct {
	of *lipgloss.Style
	on string // the control sequence; empty for the terminal's own letters
}

// off ends a style.
const off = "\x1b[0m"

func styled(s lipgloss.Style) Style {
	on, _, _ := strings.Cut(s.Render("x"), "x")
	return Style{of: &s, on: on}
}

// Render draws words, with spaces between them, in the style.
func (s Style) Render(words ...string) string {
	text := words[0]
	if len(words) > 1 {
		text = strings.Join(words, " ")
	}
	switch {
	case strings.ContainsAny(text, "\n\r\t"): // line by line
		return s.of.Render(text)
	case text == "" || s.on == "":
		return text
	}
	return s.on + text + off
}

// Ground is what a terminal says of its background.
type Ground struct{ Light bool }

// New makes the theme for a dark or a light background. Colours are numbers of the
// 256-colour palette, because ssh seldom tells of more.
func New(light bool) Theme {
	if light {
		return drawn(true, func(c colours) string { return c.bright })
	}
	return drawn(false, func(c colours) string { return c.dark })
}

// Either makes the theme for a background that is not known: what has none of its own can
// be read on black and on white.
func Either() Theme { return drawn(false, func(c colours) string { return c.either }) }

// colours are one colour, on a dark background, a bright one, and one that may be either.
type colours struct{ dark, bright, either string }

func drawn(light bool, of func(colours) string) Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.TrueColor)
	r.SetHasDarkBackground(!light)
	pick := func(dark, bright, either string) lipgloss.TerminalColor {
		if c := of(colours{dark, bright, either}); c != "" {
			return lipgloss.Color(c)
		}
		return lipgloss.NoColor{} // the terminal's own
	}
	fg := func(dark, bright, either string) lipgloss.Style {
		return r.NewStyle().Foreground(pick(dark, bright, either))
	}
	return Theme{
		Light:  light,
		Text:   styled(r.NewStyle()),
		Strong: styled(r.NewStyle().Bold(true)),
		Dim:    styled(fg("248", "240", "243")),
		Title:  styled(fg("117", "25", "63").Bold(true)),
		Active: styled(fg("16", "231", "231").Background(pick("117", "25", "25")).Bold(true)),
		Rule:   styled(fg("240", "250", "243")),

		Bar:     styled(fg("255", "231", "231").Background(pick("236", "238", "238")).Bold(true)),
		Running: styled(fg("114", "22", "29")),
		Paused:  styled(fg("16", "16", "16").Background(pick("222", "222", "222")).Bold(true)),
		Alarm:   styled(fg("231", "231", "231").Background(pick("160", "160", "160")).Bold(true)),
		Notice:  styled(fg("183", "54", "98")),

		Selected: styled(fg("255", "16", "231").Background(pick("238", "253", "240")).Bold(true)),
		Unread:   styled(fg("229", "16", "").Bold(true)),
		Good:     styled(fg("114", "22", "29")),
		Warn:     styled(fg("222", "94", "131")),
		Urgent:   styled(fg("215", "130", "131").Bold(true)),
		Bad:      styled(fg("210", "124", "131").Bold(true)),
		Number:   styled(fg("152", "24", "63")),
		Field:    styled(r.NewStyle().Underline(true)),
		Cursor:   styled(r.NewStyle().Reverse(true)),
		Key:      styled(fg("229", "16", "").Bold(true)),
		KeyText:  styled(fg("248", "240", "243")),
	}
}
