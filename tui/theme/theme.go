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
	Bad      lipgloss.Style
	Number   lipgloss.Style // values and times
	Field    lipgloss.Style // what is being typed
	Key      lipgloss.Style // a key in the line of keys
	KeyText  lipgloss.Style // what it does
}

// New makes the theme for a dark or a light background. Colours are numbers of the
// 256-colour palette, because ssh seldom tells of more.
func New(light bool) Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.TrueColor)
	r.SetHasDarkBackground(!light)
	pick := func(dark, bright string) lipgloss.Color {
		if light {
			return lipgloss.Color(bright)
		}
		return lipgloss.Color(dark)
	}
	fg := func(dark, bright string) lipgloss.Style { return r.NewStyle().Foreground(pick(dark, bright)) }
	return Theme{
		Light:  light,
		Text:   r.NewStyle(),
		Strong: r.NewStyle().Bold(true),
		Dim:    fg("248", "240"),
		Title:  fg("117", "25").Bold(true),
		Active: fg("16", "231").Background(pick("117", "25")).Bold(true),
		Rule:   fg("240", "250"),

		Bar:     fg("255", "231").Background(pick("236", "238")).Bold(true),
		Running: fg("114", "22"),
		Paused:  fg("16", "16").Background(pick("222", "222")).Bold(true),
		Alarm:   fg("231", "231").Background(pick("160", "160")).Bold(true),
		Notice:  fg("183", "54"),

		Selected: fg("255", "16").Background(pick("238", "253")).Bold(true),
		Unread:   fg("229", "16").Bold(true),
		Good:     fg("114", "22"),
		Warn:     fg("222", "94"),
		Bad:      fg("210", "124").Bold(true),
		Number:   fg("152", "24"),
		Field:    r.NewStyle().Underline(true),
		Key:      fg("229", "16").Bold(true),
		KeyText:  fg("248", "240"),
	}
}
