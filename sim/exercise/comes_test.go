package exercise_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// happenings is a scenario in which a little of everything happens.
const happenings = `
title = "Happenings"
length = "20h"
start = 2027-03-01T08:00:00Z
basis = "made up"
[role.lab]
title = "Laboratory"
budget = 3
at_once = 8
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[sharing]
latency = "10m"
call = "30m"
[gauge.analysts]
title = "Analysts who are free"
start = 1
sees = ["lab"]
[gauge.cranes]
title = "Cranes"
start = 9
[fact.theft]
title = "The theft"
text = "A theft."
tlp = "amber"
grade = "B2"
known = {lab={at="1h"}}
[version.v1]
title = "Clerk 1"
of = "Clerk"
[version.v2]
title = "Clerk 2"
of = "Clerk"
sees = "agency"
listed_by = "theft"
[system.desk]
title = "The desk"
owner = "cloud"
runs = "v1"
fails = "4h"
[system.grid]
title = "The grid"
owner = "cloud"
runs = "v2"
[action.look]
title = "A look"
by = "all"
takes = "2h"
uses = {analysts=1, cranes=1}
[action.lift]
title = "A lift"
by = "all"
takes = "10h"
uses = {cranes=9}
[action.call]
title = "Call the press"
by = "all"
[action.vain]
title = "Try without luck"
by = "all"
takes = "10m"
chance = 0
[action.hold]
title = "Hold"
by = ["lab", "cloud"]
takes = "1h"
joint = {quorum=5, parts={lab=4}, within="5h", setup="1h"}
[action.seal]
title = "Seal"
by = ["lab", "cloud"]
joint = {quorum=2, within="1h"}
[action.bond]
title = "A bond"
by = "all"
joint = {quorum=3, must=["agency"]}
[action.pact]
title = "Sign a pact"
by = ["lab", "agency"]
joint = {quorum=2}
chance = 0
[venue.room]
title = "The room"
members = ["lab", "cloud"]
convene = "1h"
[obligation.notice]
title = "First notice"
role = "lab"
starts = "hours >= 2"
within = "1h"
met_by = ["call"]
[obligation.second]
title = "Second notice"
role = "lab"
starts = "hours >= 2"
within = "30m"
met_by = ["look"]
[obligation.third]
title = "Third notice"
role = "lab"
starts = "hours >= 2"
within = "30m"
met_by = ["vain"]
[[note]]
role = "lab"
when = "hours >= 3"
do = {say="We looked.", to=["agency", "public"]}
within = "1h"
[[note]]
role = "agency"
when = "knows('theft')"
do = {share="theft", to=["lab"]}
within = "2h"
[probe.who]
ask = "Who did it?"
to = ["lab"]
options = {they="They did", we="We did"}
[mechanism.line]
title = "A line"
text = "It stands."
cost = {lab=2}
changes = [{sharing=0.5}]
[inject.shut]
at = "12h"
to = ["agency"]
from = "Desk"
title = "The room shuts"
text = "It does."
effects = [{venue="room", open=false}, {version="v2", on="desk"}]
[[move]]
title = "First"
until = "6h"
[[move]]
title = "Second"
until = "20h"
`

// happening seats Ann, Bob, Cyd and Fay at a scenario that has not begun.
func happening(t *testing.T, text string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "happenings", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "agency"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	return g
}

// parts are those of a seat's view that change as things happen, each in a line of JSON.
func parts(p *exercise.Player) map[string]string {
	out := map[string]string{}
	part := func(name string, v any) {
		b, _ := json.Marshal(v)
		out[name] = string(b)
	}
	for i := range p.Gauges {
		p.Gauges[i].Trace = nil
	}
	for i := range p.Actions {
		part("action "+p.Actions[i].ID, p.Actions[i])
	}
	for i := range p.Notes {
		part("note "+p.Notes[i].Role+fmt.Sprint(p.Notes[i].N), p.Notes[i])
	}
	for i := range p.Facts {
		part("fact "+p.Facts[i].ID, p.Facts[i])
	}
	for i := range p.Obligations {
		part("obligation "+p.Obligations[i].ID, p.Obligations[i])
	}
	for name, v := range map[string]any{"asked": p.Asked, "doing": p.Doing, "gauges": p.Gauges, "systems": p.Systems,
		"versions": p.Versions, "venues": p.Venues, "call": p.Call, "hands": p.Hands, "probes": p.Probes, "attempts": p.Attempts,
		"mechanisms": p.Mechanisms, "contacts": p.Contacts, "became": p.Became, "cost": p.Cost, "decisions": p.Decisions} {
		part(name, v)
	}
	return out
}

// TestWhatComesToADesk: each thing that happens lies before the seats that may know of it, in its words, and is
// unread unless the seat did it itself; and the rest of its view says the state then. The golden file has it
// all: read it.
func TestWhatComesToADesk(t *testing.T) {
	g := happening(t, happenings)
	var b strings.Builder
	seen, before := map[string]int{}, map[string]map[string]string{"Ann": {}, "Bob": {}, "Cyd": {}}
	come := func(did string) {
		fmt.Fprintf(&b, "\n# %s\n", did)
		for _, who := range []string{"Ann", "Bob", "Cyd"} {
			p := g.X.View(who).Player
			for _, it := range p.Inbox[seen[who]:] {
				line := fmt.Sprintf("%s < %s: %s | %s", who, it.Kind, it.Title, strings.ReplaceAll(it.Text, "\n", "/"))
				for _, more := range []string{it.From, it.Role, it.Fact, it.Mark, it.Grade, it.Re} {
					if more != "" {
						line += " [" + more + "]"
					}
				}
				if it.Read {
					line += " (read)"
				}
				fmt.Fprintln(&b, line)
			}
			seen[who] = len(p.Inbox)
			now := parts(p)
			for _, name := range slices.Sorted(maps.Keys(now)) {
				if before[who][name] != now[name] {
					fmt.Fprintf(&b, "%s %s %s\n", who, name, now[name])
				}
			}
			before[who] = now
			for _, s := range g.X.View("Fay").Control.Seats {
				if s.Holder == who {
					assert.Equal(t, len(p.Asked), s.Asked, "%s: %s, as the console counts it", did, who)
				}
			}
		}
	}
	come("Before STARTEX")
	for line := range strings.Lines(played) {
		who, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		verb, args, _ := strings.Cut(rest, " ")
		if hour, err := strconv.ParseFloat(who, 64); err == nil {
			until(g, hour)
		} else {
			ask(t, g, who, verb, args)
		}
		come(strings.TrimSpace(line))
	}
	const file = "testdata/desks.golden"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// played is what the seats do, and the hours at which they do it.
const played = `Ann invest {"invest":"line","points":2}
Ann file {"file":"#1","to":["cloud"]}
Cyd file {"file":"#1","to":["lab"]}
Fay start
Ann act {"act":"look"}
Bob act {"act":"look"}
Ann convene {"convene":"room"}
Bob act {"act":"vain"}
1
Ann share {"share":"theft","to":["cloud"],"text":"Look."}
Ann share {"share":"theft","to":["cloud"],"mark":"green"}
Ann ask {"ask":"Whose?","to":["agency"],"due":"2h"}
Ann ask {"ask":"How many?","to":["agency"]}
1.5
Cyd acknowledge {"acknowledge":"lab#1","as":"will do"}
Cyd acknowledge {"acknowledge":"lab#2","as":"seen"}
Bob share {"share":"theft","to":["agency"]}
Cyd say {"say":"Are you there?","to":["lab"],"via":"call"}
2.2
Cyd say {"say":"Ours.","to":["lab"],"re":"lab#1"}
Bob say {"say":"We see it.","to":["lab"]}
2.5
Ann act {"act":"call"}
Ann commit {"commit":"hold"}
Bob commit {"commit":"hold"}
Ann commit {"commit":"seal"}
Ann commit {"commit":"bond"}
Bob commit {"commit":"bond"}
Bob withdraw {"withdraw":"bond"}
Ann commit {"commit":"pact"}
Cyd commit {"commit":"pact"}
Ann declare {"declare":"who","option":"we","confidence":0.7}
Cyd attempt {"attempt":"We dig."}
Fay query {"query":"agency#1","text":"Where?"}
Cyd attempt {"attempt":"Here.","case":1}
Fay approval {"case":"agency#1","from":"lab","text":"May they?"}
Ann approve {"n":1,"yes":true}
Fay rule {"rule":"agency#1","outcome":"partial","text":"A little."}
Fay question {"text":"What now?"}
3.3
6
Fay resume
Bob act {"act":"lift"}
Bob cancel {"cancel":"lift"}
Bob act {"act":"lift"}
Cyd act {"act":"lift"}
Bob say {"say":"Hello, all.","to":["public"]}
Bob share {"share":"theft","to":["public"]}
13
Fay end {"end":true,"text":"Enough"}
`
