package widget

import (
	"strconv"
	"strings"

	"rsc.io/qr"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
)

// Joining draws how people come in, for the console and the wall: the lines to type, the code,
// the fingerprint, who is in, and next to them, where there is room, a code for telephones.
func Joining(th theme.Theme, j *exercise.Joining, w, h int) []string {
	if j == nil {
		return Wrap("Nobody comes in over the network here.", w)
	}
	picture := QR(j, w-50, h)
	if len(picture) > 0 {
		w -= Width(picture[0]) + 2
	}
	var out []string
	say := func(label string, lines ...string) {
		for _, l := range Wrap(label, w) {
			out = append(out, th.Dim.Render(l))
		}
		for _, l := range lines {
			for _, part := range Wrap(l, w-2) {
				out = append(out, th.Strong.Render("  "+part))
			}
		}
	}
	say("Type:", j.Lines()...)
	code := j.Code
	if code == "" {
		code = "as before"
	}
	say("Join code:", code)
	say("ssh asks once whether to trust this host. It must show:", j.Fingerprint)
	say(strings.TrimSpace(Number(float64(len(j.In))) + " in:"))
	for _, l := range Wrap(strings.Join(j.In, ", "), w-2) {
		out = append(out, "  "+l)
	}
	if len(picture) == 0 {
		return out
	}
	for i := range out {
		out[i] = Fit(out[i], w)
	}
	for i, line := range picture {
		if i == len(out) {
			out = append(out, Fit("", w))
		}
		out[i] += "  " + line
	}
	return out
}

// QR is a code for telephones, which opens the first address in a program for ssh, as large as
// it can be in w columns and h lines. Dark modules are drawn as what is not lit, so that it is
// read on both grounds; nil where there is nothing to draw, or no room for it.
func QR(j *exercise.Joining, w, h int) []string {
	if len(j.Addresses) == 0 {
		return nil
	}
	host := j.Addresses[0]
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	c, err := qr.Encode("ssh://play"+j.Room+"@"+host+":"+strconv.Itoa(j.Port), qr.L)
	if err != nil {
		return nil
	}
	const quiet = 2 // modules; the standard asks for four, two are read well from a screen
	size := c.Size + 2*quiet
	half := max(min(w/size, 2*h/size), 0) // halves of a character that a module is high
	if half == 0 {
		return nil
	}
	lit := func(x, y int) bool {
		x, y = x/half-quiet, y/half-quiet // beyond its edge a code is lit
		return !c.Black(x, y)
	}
	var out []string
	for y := 0; y < size*half; y += 2 {
		var b strings.Builder
		for x := range size * half {
			switch up, down := lit(x, y), lit(x, y+1); {
			case up && down:
				b.WriteString("█")
			case up:
				b.WriteString("▀")
			case down:
				b.WriteString("▄")
			default:
				b.WriteString(" ")
			}
		}
		out = append(out, "\x1b[38;2;255;255;255;48;2;0;0;0m"+b.String()+"\x1b[0m")
	}
	return out
}
