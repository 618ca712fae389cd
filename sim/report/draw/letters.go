package draw

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tocsin/sim/scenario"
)

// Letters is how a text is written.
type Letters struct {
	Size   float64 // points
	Colour Colour
	Bold   bool
}

// The letters of pictures.
var (
	Label   = Letters{Size: 12, Colour: Ink}
	Firm    = Letters{Size: 12, Colour: Ink, Bold: true}
	Note    = Letters{Size: 10.5, Colour: Soft}
	Head    = Letters{Size: 12, Colour: Soft, Bold: true}
	Caption = Letters{Size: 16, Colour: Ink, Bold: true}
)

// The widths of the characters from space to tilde in thousandths of the size, as in
// Liberation Sans, whose widths are those of Arial, Helvetica and Arimo.
var (
	regularWidths = [95]int{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
		556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
		1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
		667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
		333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
		556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584}
	boldWidths = [95]int{
		278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
		556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
		975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
		667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
		333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
		611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584}
	otherWidths = map[rune]int{'–': 556, '…': 1000, '“': 500, '”': 500, '‘': 278, '’': 278, '±': 549, '×': 584,
		'·': 333, '°': 400, '−': 584, '≤': 549, '≥': 549, '≈': 549}
)

// Width returns the width of a text, in points, with a little to spare: the reader's font may not be
// the one that it is measured in. Letters with accents are as wide as those without; a character that
// the font does not have counts as wide as it is high, or a little more.
func (l Letters) Width(text string) float64 {
	widths := &regularWidths
	if l.Bold {
		widths = &boldWidths
	}
	sum := 0
	for _, r := range norm.NFD.String(text) {
		switch w, known := otherWidths[r]; {
		case r >= ' ' && r <= '~':
			sum += widths[r-' ']
		case known:
			sum += w
		case unicode.Is(unicode.Mn, r):
		case r < 0x530 && unicode.IsUpper(r):
			sum += 800
		case r < 0x530:
			sum += 640
		default:
			sum += 1050
		}
	}
	return 1.03 * l.Size * float64(sum) / 1000
}

// Wrap breaks a text into at most so many lines of a width; what does not fit is left
// out and marked so. A word longer than a line is broken.
func (l Letters) Wrap(text string, width float64, most int) []string {
	var lines []string
	line := ""
	rest := strings.Fields(scenario.CleanLine(text))
	for i, word := range rest {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && l.Width(longer) > width {
			if len(lines) == most-1 {
				return append(lines, l.Cut(strings.Join(append([]string{line}, rest[i:]...), " "), width))
			}
			lines = append(lines, line)
			longer = word
		}
		for l.Width(longer) > width && len(lines) < most-1 {
			n := l.fits(longer, width)
			runes := []rune(longer)
			lines = append(lines, string(runes[:n]))
			longer = string(runes[n:])
		}
		line = longer
	}
	if line == "" {
		return lines
	}
	return append(lines, l.Cut(line, width))
}

// fits is how many characters of a text fit in a width, at least one.
func (l Letters) fits(text string, width float64) int {
	runes := []rune(text)
	lo, hi := 1, max(1, len(runes))
	for lo < hi {
		if mid := (lo + hi + 1) / 2; l.Width(string(runes[:mid])) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// Cut shortens a text to a width.
func (l Letters) Cut(text string, width float64) string {
	text = scenario.CleanLine(text)
	if l.Width(text) <= width {
		return text
	}
	n := l.fits(text, width-l.Width("…"))
	return strings.TrimSpace(string([]rune(text)[:n])) + "…"
}

// widest is the width of the widest of some lines.
func (l Letters) widest(lines []string) float64 {
	w := 0.0
	for _, line := range lines {
		w = max(w, l.Width(line))
	}
	return w
}

// step is the height of a line.
func (l Letters) step() float64 { return float64(int(l.Size*1.3 + 0.999)) }
