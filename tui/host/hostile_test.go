package host_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
	"tocsin/tui/ground"
)

// hostile are things that must not reach a terminal, whoever writes them.
func hostile() []string {
	var out []string
	for c := rune(0); c < 0x20; c++ {
		out = append(out, string(c))
	}
	for c := rune(0x7f); c <= 0x9f; c++ {
		out = append(out, string(c))
	}
	for c := 0x80; c <= 0x9f; c++ { // C1 as bytes, which are no UTF-8
		out = append(out, string([]byte{byte(c)}))
	}
	for final := byte(0x40); final <= 0x7e; final++ { // every CSI there is
		out = append(out, "\x1b["+string(final), "\x1b[1;5"+string(final), "\u009b?25"+string(final))
	}
	for final := byte(0x30); final <= 0x7e; final++ { // every two-character escape
		out = append(out, "\x1b"+string(final), "\x1b#"+string(final))
	}
	for _, n := range []int{0, 1, 2, 4, 7, 8, 9, 10, 11, 52, 133, 777, 1337} {
		out = append(out, fmt.Sprintf("\x1b]%d;c;aGVsbG8=\a", n), fmt.Sprintf("\x1b]%d;PWNED\x1b\\", n),
			fmt.Sprintf("\u009d%d;PWNED\u009c", n))
	}
	out = append(out, "\x1bP$q\"p\x1b\\", "\u0090+q544e\u009c", "\x1b_Gf=100;AAAA\x1b\\", "\x1b^pm\x1b\\",
		"\x1bXsos\x1b\\", "\x1b[2J\x1b[H", "\x1b[6n", "\x1b[c", "\r\x1b[2K")
	for _, r := range []rune{0x061c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
		0x202d, 0x202e, 0x2060, 0x2064,
		0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0xfeff, 0xfff9, 0xfffb, 0xad, 0xe000, 0xf8ff, 0xe0001,
		0xe0041, 0xe007f, 0xfe0f, 0x1d173, 0x10fffd} {
		out = append(out, string(r))
	}
	return append(out, "\xff\xfe", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80")
}

// all is everything hostile in one text, in portions that fit a field.
func portions(size int) []string {
	var out []string
	var b strings.Builder
	for _, h := range hostile() {
		if b.Len()+len(h)+3 > size {
			out = append(out, b.String())
			b.Reset()
		}
		b.WriteString("x" + h)
	}
	return append(out, b.String())
}

// written is a text as a TOML string.
func written(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		if r < 0x20 || r == '"' || r == '\\' || r > 0x7e {
			fmt.Fprintf(&b, "\\U%08X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// hostileScenario has everything hostile in every text that a scenario has.
func hostileScenario(bad string) string {
	short := "Role " + bad
	return strings.NewReplacer("$T", written("Text "+bad), "$S", written(short)).Replace(`
title = $T
summary = $T
length = "8h"
minute = "1h"
sources = [$T]
[[move]]
title = $S
until = "4h"
brief = $T
questions = [$T]
[role.desk]
title = $S
sector = $S
brief = $T
at_once = 2
budget = 5
[role.hospitals]
title = $T
sector = $S
brief = $T
[role.agency]
[gauge.g]
title = $S
unit = $S
start = 3
sees = "all"
outcome = true
[system.s]
title = $S
owner = "desk"
[fact.f]
title = $S
text = $T
known = {desk={at="0s"}}
needed_by = "all"
[venue.v]
title = $S
members = "all"
[action.a]
title = $S
text = $T
by = "all"
[action.j]
title = $S
text = $T
by = "all"
joint = {quorum=2}
[mechanism.m]
title = $S
text = $T
cost = {desk=2}
changes = [{venue="v", open=true}]
[obligation.o]
title = $S
role = "desk"
within = "2h"
starts = "knows('f')"
met_by = ["a"]
basis = $T
[probe.p]
ask = $T
options = {one=$S, two=$T}
truth = "one"
[objective.o]
title = $T
capability = $S
measure = {reach="f"}
[[note]]
role = "desk"
when = "knows('f')"
do = {say=$T, to=["hospitals"]}
within = "1h"
until = $T
shown_to = "all"
[inject.now]
title = $S
at = "0s"
from = $S
text = $T
hint = $T
reveals = ["f"]
[inject.later]
title = $S
at = "3h"
from = $S
media = "news"
text = $T
hint = $T
`)
}

// allowed are the sequences that our own screens use: finals of CSI, and modes.
var allowedFinals = "mHJKABCDGdf"
var allowedModes = []string{"?25", "?1049", "?2004", "?1000", "?1002", "?1003", "?1006", "?2026"}

// foreign finds the first thing in the bytes sent to a terminal that is neither text nor
// one of our own sequences.
func foreign(b string) string {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRuneInString(b[i:])
		around := func() string {
			return fmt.Sprintf("%q at %d: …%q…", b[i:min(i+12, len(b))], i, b[max(0, i-40):min(len(b), i+40)])
		}
		switch {
		case r == 0x1b:
			j := i + 1
			if j >= len(b) || b[j] != '[' {
				return around()
			}
			for j++; j < len(b) && (b[j] < 0x40 || b[j] > 0x7e); j++ {
			}
			if j >= len(b) { // cut off at the end of what was read
				return ""
			}
			params := b[i+2 : j]
			switch {
			case strings.IndexByte(allowedFinals, b[j]) >= 0 && strings.Trim(params, "0123456789;:") == "":
			case (b[j] == 'h' || b[j] == 'l') && contains(allowedModes, params):
			default:
				return around()
			}
			i = j + 1
			continue
		case r == '\r', r == '\n', r == '\b':
		case r == utf8.RuneError && size == 1 && !utf8.FullRuneInString(b[i:]):
			return "" // cut off at the end
		case r == utf8.RuneError && size == 1, !unicode.IsGraphic(r):
			return around()
		case r >= 0xfe00 && r <= 0xfe0f:
			return around()
		}
		i += size
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func TestForeignIsFound(t *testing.T) {
	assert.Empty(t, foreign("\x1b[?25l\x1b[1;31mhello é 日本\x1b[0m\r\n\x1b[K"))
	for _, h := range hostile() {
		if h == "\r" || h == "\n" || h == "\b" || h == "\x1b[m" || strings.HasPrefix(h, "\x1b[") && len(h) < 8 &&
			strings.IndexByte(allowedFinals, h[len(h)-1]) >= 0 || h == "\r\x1b[2K" || h == "\x1b[2J\x1b[H" {
			continue
		}
		assert.NotEmpty(t, foreign("a"+h+"bcdef"), "%q", h)
	}
}

// Everything hostile goes through every field that people or files can fill; what every
// kind of screen is sent then holds text and our own sequences only, and the screen
// rebuilt from it is whole.
func TestHostileTextReachesNoTerminal(t *testing.T) {
	t.Parallel() // what is typed has to come to eight screens
	for n, bad := range portions(600) {
		if !testsize.Every(n, 1, 8) {
			continue
		}
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			hostileRun(t, bad)
		})
	}
}

func hostileRun(t *testing.T, bad string) {
	short := bad[:min(len(bad), 150)]
	h := startOf(t, hostileScenario(bad), nil)
	ctx := context.Background()
	f := h.facilitator()
	var screens []*terminal
	for _, who := range []struct{ user, code, name string }{
		{"desk", codes.Player, "Ada"}, {"hospitals", codes.Player, "Bea"}, {"cy", codes.Player, "Cy"},
		{"board", codes.Player, ""},
		{"f" + bad[:20], codes.Facilitator, "Gus"}, {"e", codes.Evaluator, "Eve"},
	} {
		c, err := h.dial(who.user, who.code)
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		s := h.terminal(c, "xterm-256color", 100, 32)
		if who.name != "" {
			s.see("Your name")
			// Keys of the terminal itself are typed here, so the bad name comes by the room below.
			s.press(who.name + "\r")
		}
		screens = append(screens, s)
	}
	dumb := h.terminal(h.login("agency", codes.Player), "dumb", 80, 24)
	dumb.see("Your name")
	dumb.press("Di\r")
	screens = append(screens, dumb)
	staff := h.terminal(h.login("x", codes.Facilitator), "dumb", 80, 24)
	staff.see("Your name")
	staff.press("Hal\r")
	screens = append(screens, staff)
	for _, kind := range []exercise.Kind{exercise.KindPlayer, exercise.KindEvaluator} {
		_, _ = h.room.Join(ctx, string(kind)+bad, kind, "")
	}
	say := func(s *room.Seat, seat, verb string, args map[string]any) {
		raw, err := json.Marshal(args)
		require.NoError(t, err)
		a, err := s.Do(ctx, room.Request{Seat: seat, Verb: verb, Args: raw, Reason: "because " + bad})
		require.NoError(t, err)
		assert.True(t, a.OK, "%s: %s", verb, a.Why)
		time.Sleep(30 * time.Millisecond)
	}
	h.do(f, &exercise.Start{Paused: true})
	h.do(f, &exercise.Takeover{Role: "hospitals"})
	say(f, "hospitals", "say", map[string]any{"say": bad, "to": []string{"desk", "agency"}})
	say(f, "hospitals", "say", map[string]any{"say": bad + "\nOUT OF THE GAME, The facilitator to all: run",
		"to": []string{"public"}})
	say(f, "hospitals", "ask", map[string]any{"ask": bad, "to": []string{"desk", "agency"}, "due": "2h"})
	say(f, "hospitals", "share", map[string]any{"share": "f", "to": []string{"desk", "agency"}, "text": bad})
	say(f, "hospitals", "act", map[string]any{"act": "a"})
	say(f, "hospitals", "commit", map[string]any{"commit": "j"})
	say(f, "hospitals", "attempt", map[string]any{"attempt": bad})
	say(f, "facilitator", "inject", map[string]any{"inject": map[string]any{"from": short, "to": []string{"all"},
		"title": short, "text": bad}})
	say(f, "facilitator", "edit", map[string]any{"edit": "later", "title": short, "text": bad})
	for _, act := range []any{&exercise.Broadcast{Text: bad}, &exercise.Whisper{To: "desk", Text: bad},
		&exercise.Whisper{To: "staff", Text: bad},
		&exercise.Pose{Text: bad, Options: []string{"one " + bad, "two " + bad}}, &exercise.CloseQuestion{N: 1},
		&exercise.Pose{Text: bad},
		&exercise.Observe{Text: bad}, &exercise.Rate{Objective: "o", Rating: "P", Text: bad},
		&exercise.Jump{By: "3h30m"}, &exercise.Pause{Why: bad, Allows: "everything"}} {
		h.do(f, act)
		time.Sleep(30 * time.Millisecond)
	}
	_, err := f.Act(ctx, &exercise.Look{Role: "desk"})
	require.NoError(t, err)
	for _, k := range []string{"?", "\x1b", "\t", "1", "2", "3", "4", "5", "6", "7", "8", "\r", "\x1b", "j",
		"j", "\r", "\x1b", "s", "\x1b", "a", "\x1b"} {
		for _, s := range screens {
			s.press(k)
		}
		time.Sleep(50 * time.Millisecond)
	}
	dumb.press("\rbrief\rfacts\ractions\rinbox\rnotes\rvenues\rprepared\rbeliefs\rworld\rduties\rattempts\rlook\rpeople\rwrong" + "\r")
	staff.press("\rinjects\rroster\rworld\rfacts\rcases\rlog\rnotes\robjectives\r")
	time.Sleep(400 * time.Millisecond)
	require.NoError(t, h.room.Close("Over "+bad))
	for i, s := range screens {
		s.ended()
		sent := strings.Replace(s.bytes(), ground.Query, "", 1) // the screen itself asks, once
		if what := foreign(sent); what != "" {
			t.Errorf("screen %d was sent %s", i, what)
		}
		assert.Empty(t, s.vt.Title(), "screen %d has another title", i)
	}
	for _, line := range strings.Split(dumb.bytes(), "\n") {
		assert.False(t, strings.HasPrefix(line, "OUT OF THE GAME, The facilitator to all: run"),
			"a player's text looks like the facilitator's")
	}
}
