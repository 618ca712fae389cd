// Package theme holds the styles of the screens. A theme is a value made by one
// function; nothing is global, since many sessions share a process. Styles are always
// in full colour: what a terminal cannot show is taken out where its session begins.
package theme

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Theme is a set of styles, named for what they say. None of them says anything that the
// words beside it do not: many terminals have no colours, and many people do not see
// them.
type Theme struct {
	Light bool

	Text   lipgloss.Style // ordinary words
	Strong lipgloss.Style // words that matter
	Dim    lipgloss.Style // words that matter less: still readable
	Title  lipgloss.Style // the title of a pane
	Active lipgloss.Style // the title of the pane that has the keys
	Rule   lipgloss.Style // lines between panes

	Bar     lipgloss.Style // the header
	Running lipgloss.Style // the clock runs
	Paused  lipgloss.Style // it does not
	Alarm   lipgloss.Style // a real emergency; what is late
	Notice  lipgloss.Style // words out of the game

	Selected lipgloss.Style // the row under the cursor, where the keys are
	Unread   lipgloss.Style
	Good     lipgloss.Style
	Warn     lipgloss.Style
	Urgent   lipgloss.Style // between a warning and what is late
	Bad      lipgloss.Style
	Number   lipgloss.Style // values and times
	Field    lipgloss.Style // what is being typed
	Key      lipgloss.Style // a key in the line of keys
	KeyText  lipgloss.Style // what it does
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
		Text:   r.NewStyle(),
		Strong: r.NewStyle().Bold(true),
		Dim:    fg("248", "240", "243"),
		Title:  fg("117", "25", "63").Bold(true),
		Active: fg("16", "231", "231").Background(pick("117", "25", "25")).Bold(true),
		Rule:   fg("240", "250", "243"),

		Bar:     fg("255", "231", "231").Background(pick("236", "238", "238")).Bold(true),
		Running: fg("114", "22", "29"),
		Paused:  fg("16", "16", "16").Background(pick("222", "222", "222")).Bold(true),
		Alarm:   fg("231", "231", "231").Background(pick("160", "160", "160")).Bold(true),
		Notice:  fg("183", "54", "98"),

		Selected: fg("255", "16", "231").Background(pick("238", "253", "240")).Bold(true),
		Unread:   fg("229", "16", "").Bold(true),
		Good:     fg("114", "22", "29"),
		Warn:     fg("222", "94", "131"),
		Urgent:   fg("215", "130", "131").Bold(true),
		Bad:      fg("210", "124", "131").Bold(true),
		Number:   fg("152", "24", "63"),
		Field:    r.NewStyle().Underline(true),
		Key:      fg("229", "16", "").Bold(true),
		KeyText:  fg("248", "240", "243"),
	}
}
