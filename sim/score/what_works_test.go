package score

import (
	"strings"
	"testing"

	"tocsin/sim/engine"
)

// TestWhatWorksByTheWorld: a joint action works by a link that it cuts, or by what moves a gauge or
// fails a system while it is under way or once it is done; not by what only names it elsewhere.
func TestWhatWorksByTheWorld(t *testing.T) {
	const text = `
title = "Works"
length = "40h"
[role.a]
[role.b]
[gauge.mood]
GAUGE
[system.door]
HAZARD
[system.shed]
[[link]]
from = "door"
to = "shed"
chance = 0.5
LINK
[fact.f]
text = "x"
needed_by = ["b"]
[action.bolt]
by = ["a", "b"]
needs = "knows('f')"
joint = {quorum=2}
[action.other]
by = ["a"]
[inject.news]
at = "9h"
from = "Wire"
to = ["a"]
text = "News."
`
	for name, x := range map[string]struct {
		gauge, hazard, link string
		took                any
	}{
		"nothing":              {"", "", "", nil},
		"a link it cuts":       {"", "", `cut_by = ["bolt"]`, 3},
		"a link of another":    {"", "", `cut_by = ["other"]`, nil},
		"a link of an inject":  {"", "", `cut_by = ["news"]`, nil},
		"a gauge, when done":   {"grow = {rate=1, while=\"!done('bolt')\"}", "", "", 3},
		"a gauge, meanwhile":   {"grow = {rate=1, while=\"!doing('bolt')\"}", "", "", 3},
		"a system, when done":  {"", "hazard = \"done('bolt') ? 0 : 0.1\"", "", 3},
		"a system, meanwhile":  {"", "hazard = \"doing('bolt') ? 0 : 0.1\"", "", 3},
		"a gauge, by another":  {"grow = {rate=1, while=\"!done('other')\"}", "", "", nil},
		"a system, by another": {"", "hazard = \"done('other') ? 0 : 0.1\"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := modelOf(t, strings.NewReplacer("GAUGE", x.gauge, "HAZARD", x.hazard, "LINK", x.link).Replace(text))
			l := stream(m, learns(2, 0, 0), tells(4, 0, 1, 0), at(5, engine.JointProposed, 0, nobody, 0),
				at(5, engine.JointCommitted, 0, nobody, 0), at(6, engine.JointCommitted, 1, nobody, 0),
				at(6, engine.JointStarted, nobody, nobody, 0), at(9, engine.JointDone, nobody, nobody, 0))
			want(t, l, map[string]any{"speed.execute": x.took})
		})
	}
}
