package pack_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/pack"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// canaries is a scenario in which every text names who may read it: "canary lab agency" is for
// the lab, the agency and the facilitator. The lab reads the title of the fact, and no more of it,
// because one of its promises names it.
const canaries = `title = "Open"
summary = "For everybody."
length = "2d"
minute = "30m"
[[move]]
title = "Monday"
until = "1d"
brief = "canary staff"
questions = ["canary staff"]
[role.lab]
title = "Laboratory"
brief = "canary lab <script>alert(1)</script>"
[role.agency]
title = "Agency"
brief = "canary agency"
[role.press]
title = "Press"
brief = "canary press"
[gauge.harm]
title = "canary staff"
outcome = true
grow = {rate=1}
[system.grid]
title = "canary staff"
[fact.theft]
title = "canary lab"
text = "canary staff"
known = {lab={at="1h"}}
needed_by = "agency"
[action.alone]
title = "canary lab"
text = "canary lab"
by = "lab"
needs = "knows('theft')"
takes = "2h"
[action.both]
title = "canary lab agency"
text = "canary lab agency"
by = ["lab", "agency"]
joint = {quorum=2}
effects = [{gauge="harm", halt=true}]
[inject.call]
title = "canary staff"
at = "3h"
to = "agency"
from = "canary staff"
text = "canary staff"
hint = "canary staff"
expects = {any=["both"], within="6h"}
[venue.cell]
title = "canary lab agency"
members = ["lab", "agency"]
[obligation.report]
title = "canary agency"
role = "agency"
starts = "knows('theft')"
within = "1d"
met_by = "both"
basis = "canary agency"
[probe.who]
ask = "canary press"
options = {x="X", y="Y"}
truth = "x"
to = "press"
[[note]]
role = "lab"
when = "knows('theft') && done('alone')"
do = {share="theft", to="agency"}
within = "1h"
until = "canary lab"
[[note]]
role = "agency"
when = "knows('theft')"
do = {commit="both"}
decide = "1h"
until = "canary staff"
[ending.done]
title = "canary staff"
text = "canary staff"
when = "done('both')"
[objective.o]
title = "canary staff"
capability = "Joint action"
measure = {joint=["both"]}
rate = {P=1, S=0.5, M=0.2}
`

var canary = regexp.MustCompile(`canary ([a-z ]+)`)

// TestNobodyReadsWhatIsOthers: a seat's paper holds no text of others, and everything of its own.
func TestNobodyReadsWhatIsOthers(t *testing.T) {
	files, err := pack.Files("open", canaries, "")
	require.NoError(t, err)
	require.Len(t, files, 4)
	for i, seat := range []string{"lab", "agency", "press"} {
		t.Run(seat, func(t *testing.T) {
			assert.Equal(t, "seat-"+seat+".html", files[i].Name)
			text := string(files[i].Content)
			assert.NotContains(t, text, "<script>")
			found := map[string]bool{}
			for _, m := range canary.FindAllStringSubmatch(text, -1) {
				assert.Contains(t, strings.Fields(m[1]), seat, "in the paper of %s", seat)
				found[strings.TrimSpace(m[1])] = true
			}
			for _, m := range canary.FindAllStringSubmatch(canaries, -1) {
				if said := strings.TrimSpace(m[1]); slices.Contains(strings.Fields(said), seat) {
					assert.True(t, found[said], "%q is missing", said)
				}
			}
			assert.Contains(t, text, "For everybody.")
			assert.Contains(t, text, "Laboratory")
		})
	}
	book := files[3]
	assert.Equal(t, pack.Book, book.Name)
	for _, want := range []string{"canary staff", "canary lab &lt;script&gt;", "canary agency", "canary press",
		"about minute 6;", "Knows it first: Laboratory", "within 6h (12 min in the room)"} {
		assert.Contains(t, string(book.Content), want)
	}
}

// TestBookSaysWhatComesOfWhat: the facilitator's book says what brings an event that has no time of its own, which
// acts are expected and whether one is enough, what each act changes, and the cascade.
func TestBookSaysWhatComesOfWhat(t *testing.T) {
	files, err := pack.Files("open", canaries+`
[system.mill]
title = "Mill"
[[link]]
from = "grid"
to = "mill"
chance = 0.25
delay = "4h"
cut_by = "both"
[fact.rumour]
text = "Somebody says so."
known = {press={when="done('alone')"}}
leak = {per_hour=0.1, fires="echo"}
[inject.echo]
title = "Echo"
to = "press"
text = "Listen."
expects = {any=["alone", "both"], within="6h"}
[inject.alarm]
title = "Alarm"
to = "press"
text = "Listen."
expects = {all=["alone", "both"], within="6h"}
[inject.silence]
title = "Silence"
to = "press"
text = "Listen."
[action.shout]
title = "Shout"
text = "Aloud."
by = ["press", "lab"]
opens = ["rumour", "call"]
effects = [{inject="alarm", chance=0.4}, {system="mill", becomes="failed", if="done('both') && done('alone') || knows('theft', 'lab')"}]
[mechanism.bell]
title = "Bell"
kind = "protocol"
text = "It rings."
cost = {lab=2, agency=1}
changes = [{sharing=0.5}]
`, "")
	require.NoError(t, err)
	book := html.UnescapeString(string(files[3].Content))
	for _, want := range []string{
		`echo: brought by a leak of "Rumour"`, `alarm: brought by "Shout" (in 40 of 100 cases)`, "silence: when you bring it",
		"Expected: “canary lab” or “canary lab agency”, within", "Expected: “canary lab” and “canary lab agency”, within",
		"2 of Laboratory and Agency together.", "Press and Laboratory. Offered once it has",
		`<li>The inject "Alarm" comes, in 40 of 100 cases.</li>`,
		`<li>Mill becomes failed, if ("canary lab agency" is done and "canary lab" is done) or Laboratory knows "canary lab".</li>`,
		`<li>Press learns: "Rumour".</li>`,
		"<td>canary staff</td><td>Mill</td><td>25 in 100</td><td>4h</td><td>canary lab agency</td>",
		"Bell (protocol): It rings. Paid by Laboratory (2 points) and Agency (1 point).",
	} {
		assert.Contains(t, book, want)
	}
	assert.Contains(t, string(files[0].Content), "Price: 3 points.")
}

// TestAPromiseSpeaksToItsSeat: a promise says "you know", by the signal of a fact and by its id alike.
func TestAPromiseSpeaksToItsSeat(t *testing.T) {
	for fact, want := range map[string]string{"": "If you know &#34;theft&#34; and you do not know",
		"signal = \"common_supplier\"\n": "If you know &#34;common supplier&#34; and you do not know"} {
		src := strings.NewReplacer("[fact.theft]\n", "[fact.theft]\n"+fact, "knows('theft') && done('alone')",
			"knows('theft') && !knows('rumour')").Replace(canaries) + `
[fact.rumour]
text = "Somebody says so."
known = {press={at="1h"}}
`
		files, err := pack.Files("open", src, "")
		require.NoError(t, err)
		assert.Contains(t, string(files[0].Content), want)
	}
}

// TestLibrary: each scenario of the library has its papers, and no seat's paper holds the text
// of a fact, an inject or another seat's brief.
func TestLibrary(t *testing.T) {
	names, err := filepath.Glob("../../scenarios/*.toml")
	require.NoError(t, err)
	for i, name := range names {
		if !testsize.Every(i, 1, 4) {
			continue
		}
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		sc, _ := scenario.Load(name, src)
		if sc == nil {
			continue // a vocabulary
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			files, err := pack.Files("x", string(src), "")
			require.NoError(t, err)
			require.Len(t, files, len(sc.Roles)+1)
			var secrets []string
			for i := range sc.Facts {
				secrets = append(secrets, sc.Facts[i].Text)
			}
			for i := range sc.Injects {
				if len(sc.Injects[i].Text) > 40 {
					secrets = append(secrets, sc.Injects[i].Text)
				}
			}
			for r := range sc.Roles {
				for _, s := range secrets {
					assert.NotContains(t, string(files[r].Content), escaped(s), "in %s", files[r].Name)
				}
				for o := range sc.Roles {
					first := strings.SplitN(strings.TrimSpace(sc.Roles[o].Brief), "\n", 2)[0]
					assert.Equal(t, o == r && first != "", first != "" && strings.Contains(string(files[r].Content),
						escaped(first)), fmt.Sprintf("the brief of %s in %s", sc.Roles[o].ID, files[r].Name))
				}
			}
			for i := range sc.Injects {
				assert.Contains(t, string(files[len(sc.Roles)].Content), sc.Injects[i].ID+":")
			}
		})
	}
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;").Replace(s)
}

// TestBookTellsTheTruth: what a run draws, what seats are asked and which answer is right, and which account is so.
func TestBookTellsTheTruth(t *testing.T) {
	files, err := pack.Files("drawn", `title = "Drawn"
length = "1d"
[role.lab]
[draw.culprit]
choice = {insider=2, state=1}
words = {insider="an insider", state="a state"}
[draw.rain]
chance = 0.45
[probe.who]
ask = "Who was it?"
options = {insider="Inside", state="Abroad"}
truth = "{culprit}"
[probe.over]
ask = "Is it over?"
options = {yes="Yes", no="Not yet"}
truth = "no"
[hypothesis.inside]
title = "It came from inside"
truth_if = "culprit == 'insider'"
[hypothesis.luck]
title = "It was luck"
`, "")
	require.NoError(t, err)
	book := html.UnescapeString(string(files[len(files)-1].Content))
	for _, want := range []string{`Culprit: an insider ("insider" below; 67 in 100); or: a state ("state" below; 33 in 100).`, "Rain: yes (45 in 100); or: no.",
		"Right: Inside (Culprit: an insider); or: Abroad (Culprit: a state). Asked of: ",
		"Right: Not yet. Asked of: ", "It is true when", "It is not true."} {
		assert.Contains(t, book, want)
	}
	assert.NotContains(t, string(files[0].Content), "It was luck")
}

// TestBookHeadings: the heads of a book skip no level, with moves and without, and it speaks of moves where
// there are some.
func TestBookHeadings(t *testing.T) {
	const events = `title = "Heads"
length = "1d"
[role.lab]
[inject.bell]
title = "Bell"
at = "9h"
to = "all"
[inject.rumour]
title = "Rumour"
to = "all"
`
	head := regexp.MustCompile(`<h([1-6])`)
	for name, c := range map[string]struct {
		text  string
		moves bool
	}{
		"without moves": {events, false},
		"with moves":    {events + "[[move]]\ntitle = \"Morning\"\nuntil = \"12h\"\n", true},
	} {
		files, err := pack.Files("heads", c.text, "")
		require.NoError(t, err, name)
		book := string(files[len(files)-1].Content)
		last := 0
		for _, m := range head.FindAllStringSubmatchIndex(book, -1) {
			level := int(book[m[2]] - '0')
			assert.LessOrEqual(t, level, last+1, "%s: %.60s", name, book[m[0]:])
			last = level
		}
		assert.Contains(t, book, "<h4>Bell</h4>", name)
		assert.Equal(t, c.moves, strings.Contains(book, "move by move"), name)
	}
}

// TestBookIsASheetToRunBy: events stand move by move with the clock of the story, what brings them and what they
// change; facts with how soon they are needed and what a leak brings; systems with what their failure does and who
// notices.
func TestBookIsASheetToRunBy(t *testing.T) {
	files, err := pack.Files("book", `title = "Book"
start = 2027-11-02T05:00:00Z
length = "1d"
[[move]]
title = "Morning"
until = "8h"
[[move]]
title = "Evening"
until = "1d"
[role.lab]
title = "Laboratory"
budget = 3
[role.city]
title = "City"
[role.press]
title = "Press"
[gauge.harm]
title = "Harm"
outcome = true
[system.power]
title = "Power"
owner = "city"
harm = {gauge="harm", per_hour=2}
watch = {press={lag="30m"}}
[system.lifts]
title = "Lifts"
[[link]]
from = "power"
to = "lifts"
chance = 0.25
delay = "2h"
[fact.smell]
title = "A smell"
text = "Of gas."
known = {lab={when="failed('power')", after="40m"}}
needed_by = "city"
within = "3h"
leak = {per_hour=0.01, fires="rumour"}
[action.shut]
title = "Shut the valve"
by = "city"
needs = "knows('smell')"
opens = ["smell"]
takes = "1h"
effects = [{system="lifts", becomes="isolated", after="30m", chance=0.5}, {fact="smell", to=["press"], if="failed('power')"}, {inject="both"}]
[action.vent]
title = "Open the windows"
by = ["lab", "city"]
joint = {quorum=2, within="4h", must=["city"]}
effects = [{gauge="harm", add=-3}]
[inject.alarm]
title = "Alarm"
at = "9h"
to = "all"
text = "Ding."
expects = {any=["shut", "vent"], within="2h", by=["lab", "city", "press"]}
effects = [{gauge="harm", add=2}]
[inject.both]
title = "Both"
at = "1h"
to = "lab"
text = "Two things."
expects = {all=["shut", "vent"], within="2h"}
[inject.rumour]
title = "A rumour"
times = 1
to = "all"
text = "They say."
[decision.north]
title = "The north wing"
ask = "Do you clear it?"
by = ["city"]
at = "10h"
within = "1h"
[decision.north.option.go]
text = "Clear it"
effects = [{gauge="harm", add=1}]
[decision.north.option.stay]
text = "Leave it"
[mechanism.line]
title = "A line"
kind = "protocol"
cost = {lab=2}
changes = [{sharing=0.3}, {contact=["lab", "city"], at="5m"}]
`, "")
	require.NoError(t, err)
	book := html.UnescapeString(string(files[len(files)-1].Content))
	for _, want := range []string{
		"Paid by Laboratory (2 points). What it changes: what seats write to each other takes 0.3 times as long; Laboratory reaches City in 5m.",
		"TLP:GREEN. Knows it first: Laboratory when Power is failed, 40m later. Needed by: City, within 3h. If it leaks, which is likelier after",
		"“A rumour” comes.",
		`<h3 class="part">Move 1: Morning</h3>`, `<h3 class="part">Move 2: Evening</h3>`,
		`<h3 class="part">When something brings it</h3>`, "<h4>A rumour</h4>",
		"alarm: Tue 14:00 in the story, about minute",
		`by Laboratory, City or Press, within 2h`,
		"What it changes: Harm rises by 2.",
		`rumour: brought by a leak of "A smell".`, `both: Tue 06:00 in the story, about minute 2; 1h; also brought by "Shut the valve".`,
		"<td>Power</td><td>normal</td><td>Harm rises by 2 an hour</td><td>City at once; Press after 30m</td>",
	} {
		assert.Contains(t, book, want)
	}
	for _, f := range files[:len(files)-1] {
		assert.NotContains(t, string(f.Content), "rises by", f.Name)
	}
}
