package report

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestAChainTellsNothingTwice: who tells again what it has told is no further link of a chain, unless it tells
// somebody else or something else.
func TestAChainTellsNothingTwice(t *testing.T) {
	share := func(at engine.Time, role, fact int, to ...int) engine.Timed {
		return engine.Timed{At: at, Command: engine.Command{Verb: engine.Share, Role: role, Ref: fact, To: to}}
	}
	first := share(1, 0, 0, 1, 2)
	act := engine.Timed{At: 3, Command: engine.Command{Verb: engine.Act, Role: 0, Ref: 0}}
	for name, x := range map[string]struct {
		link engine.Timed
		kept bool
	}{
		"to one of them again":    {share(2, 0, 0, 2), false},
		"to all of them again":    {share(1, 0, 0, 2, 1), false},
		"to one more":             {share(2, 0, 0, 2, 3), true},
		"another fact":            {share(2, 0, 1, 2), true},
		"by another":              {share(2, 3, 0, 2), true},
		"what is no telling":      {act, true},
		"to all of them, earlier": {share(0, 0, 0, 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			want := []engine.Timed{}
			if x.kept {
				want = append(want, x.link)
			}
			assert.Equal(t, want, withoutRepeats(first, []engine.Timed{x.link}))
		})
	}
}

// TestThoseApartFromOneAreNamedOnce: seats that acted on one account while another acted on the opposite are one
// sentence, where there is the same to say of each.
func TestThoseApartFromOneAreNamedOnce(t *testing.T) {
	side := func(title, did, at, id string, truth bool) ClashSide {
		return ClashSide{Role: title, Title: title, Action: did, Did: did, T: at, ID: id, Hypothesis: id, Truth: truth}
	}
	police := side("Police", "Take down", "T+80h", "pieces", false)
	clash := func(s ClashSide, from string) ClashLine { return ClashLine{T: from, Sides: [2]ClashSide{s, police}} }
	p := SharedPicture{Clashes: []ClashLine{clash(side("CERT", "Block", "T+36h", "whole", true), "T+80h"),
		clash(side("Institute", "Assess", "T+52h", "whole", true), "T+80h"),
		clash(side("Cloud", "Block", "T+90h", "whole", true), "T+90h")}}
	groups := p.Apart()
	if assert.Len(t, groups, 2) {
		assert.Equal(t, "CERT did “Block” (T+36h) and Institute “Assess” (T+52h) as if it were “whole”, and Police "+
			"“Take down” (T+80h) as if it were “pieces”: both cannot be.", groups[0].Issue())
		assert.Equal(t, []string{"CERT", "Institute", "Police"}, groups[0].seats())
		assert.Equal(t, "Cloud did “Block” (T+90h) as if it were “whole”, and Police “Take down” (T+80h) as if it were "+
			"“pieces”: both cannot be.", groups[1].Issue(), "its moment is another")
	}
}

// TestNumbersOfAWorkbookCanBeRead: a number in a cell is shown with three places at most, and is there in full; the
// head of a column of numbers stands above them, and no text touches the number before it.
func TestNumbersOfAWorkbookCanBeRead(t *testing.T) {
	hours := 51.3537792125
	r := &Report{Timeline: []TimelineEntry{{Hours: hours, T: "T+2d", Text: "Told."}, {Hours: 2, T: "T+2h", Text: "Known."}}}
	var b bytes.Buffer
	require.NoError(t, tablesWorkbook(&b, r))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	defer f.Close()
	heads, err := f.GetRows("timeline")
	require.NoError(t, err)
	at := func(column string, row int) string {
		cell, err := excelize.CoordinatesToCellName(slices.Index(heads[0], column)+1, row)
		require.NoError(t, err)
		return cell
	}
	for row, want := range map[int][2]string{2: {"51.354", "51.3537792125"}, 3: {"2", "2"}} {
		shown, err := f.GetCellValue("timeline", at("hours", row))
		require.NoError(t, err)
		whole, err := f.GetCellValue("timeline", at("hours", row), excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		assert.Equal(t, want, [2]string{shown, whole})
	}
	for cell, want := range map[string]string{at("hours", 1): "right", at("text", 1): "left", at("text", 2): "left"} {
		id, err := f.GetCellStyle("timeline", cell)
		require.NoError(t, err)
		style, err := f.GetStyle(id)
		require.NoError(t, err)
		assert.Equal(t, want, style.Alignment.Horizontal, cell)
		assert.Positive(t, style.Alignment.Indent, cell)
	}
}

// TestEveryPaperCitesALineOnce: a line of the record is cited once, in the same words in every paper.
func TestEveryPaperCitesALineOnce(t *testing.T) {
	assert.Equal(t, ` \[lines 16, 24, 41\]`, cited([]Source{{Line: 16}, {Line: 24}, {Line: 24}, {Line: 41}}))
	assert.Equal(t, ` \[line 16, after line 24\]`, cited([]Source{{Line: 16}, {Line: 24, After: true}}))
	assert.Empty(t, cited(nil))
}

// TestADecisionIsLateOnce: an action that was decided on late is one finding, which also says what the decision alone
// would have avoided.
func TestADecisionIsLateOnce(t *testing.T) {
	sc, found := scenario.Load("late.toml", []byte(`title = "Late"
start = 2027-03-01T06:00:00Z
[role.lab]
title = "Laboratory"
[action.audit]
title = "Audit"
by = "lab"
[fact.login]
title = "Login"
text = "Odd."
`))
	require.False(t, found.Failed(), "%v", found)
	act := engine.Command{Verb: engine.Act, Role: 0, Ref: 0}
	late := func(mean float64, early ...engine.Command) score.Moment {
		return score.Moment{Change: score.Sooner, To: engine.At(6 * scenario.Hour), Early: early, Own: 20, Agree: 200,
			Command: engine.Timed{At: engine.At(30 * scenario.Hour), Command: act},
			Worth:   score.Paired{Mean: mean, N: 200}}
	}
	told := late(25, engine.Command{Verb: engine.Share, Role: 0, Ref: 0}, act)
	for name, x := range map[string]struct {
		moments []score.Moment
		also    bool
	}{
		"told and alone": {[]score.Moment{told, late(18, act)}, true},
		"alone and told": {[]score.Moment{late(18, act), told}, true},
		"alone":          {[]score.Moment{late(18, act)}, false},
		"told":           {[]score.Moment{told}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := &builder{sc: sc, card: &score.Card{}, in: Input{Moments: x.moments, Run: &score.Played{}}}
			out := b.lateActions()
			if assert.Len(t, out, 1) {
				assert.Equal(t, x.also, strings.Contains(out[0].Analysis, "The decision alone, taken 1d sooner, when "+
					"Laboratory knew enough, would have made it lower by 20"), out[0].Analysis)
			}
		})
	}
}

// handValues checks what an analyst makes of the parts of measures: each has a unit, and is within it; those of
// what needs several seats are a mean by their weights.
func handValues(t *testing.T, rows [][]string, value map[string]float64) {
	t.Helper()
	sum, of := map[string]float64{}, map[string]float64{}
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[6], 64)
		if row[0] != "part" || err != nil {
			continue
		}
		switch assert.NotEmpty(t, row[7], "%v", row); row[7] {
		case "0 to 1":
			assert.True(t, v >= -1e-9 && v <= 1+1e-9, "%v", row)
		case "at most 1":
			assert.LessOrEqual(t, v, 1+1e-9, "%v", row)
		}
		_, weight, found := strings.Cut(row[10], "w = ")
		if !found {
			continue
		}
		w, err := strconv.ParseFloat(weight, 64)
		require.NoError(t, err, "%v", row)
		if row[1] == "joint.yield" { // its parts are hours
			v = boolTo1(row[5] != "never done")
		}
		sum[row[1]], of[row[1]] = sum[row[1]]+w*v, of[row[1]]+w
	}
	for _, id := range []string{"joint.yield", "speed.joining"} {
		assert.InDelta(t, value[id], sum[id]/of[id], 1e-9, id)
	}
}

// TestSmallAmountsAreNoPowersOfTen: who reads a table of amounts finds none in powers of ten.
func TestSmallAmountsAreNoPowersOfTen(t *testing.T) {
	for v, want := range map[float64]string{0.00000825: "0", -0.0000011: "0", 0.00049: "0", 0.00051: "0.00051",
		-0.392: "−0.392", 999.6: "1,000", 2178.3: "2,178"} {
		assert.Equal(t, want, number(v))
	}
	assert.Equal(t, "0", meanRounded(0.00009, [2]float64{-0.00011, 0.00047}))
	assert.Equal(t, "0 to 0", intervalRounded([2]float64{-0.00011, 0.00047}))
	assert.Equal(t, "0.0001", meanRounded(0.0001, [2]float64{-0.0008, 0.0012})[:6])
}

// TestDecisionsAreTold: the papers say in words what the tables have as a verb.
func TestDecisionsAreTold(t *testing.T) {
	for want, d := range map[string]Decision{"begin “Hold”": {Verb: "act", What: "Hold"},
		"commit to “Trace, together”": {Verb: "commit", What: "Trace, together"},
		"withdraw from “Trace”":       {Verb: "withdraw", What: "Trace"},
		"cancel “Hold”":               {Verb: "cancel", What: "Hold"},
		"put 3 points into Cell":      {Verb: "invest", What: "3 points into Cell"},
		"convene Cell":                {Verb: "convene", What: "Cell"},
		"decide: Who speaks?":         {Verb: "decide", What: "Who speaks?"}, "share": {Verb: "share"}} {
		assert.Equal(t, want, d.Told())
	}
}

// TestComparedMeasuresHaveUnits: each number of a comparison says what it is in.
func TestComparedMeasuresHaveUnits(t *testing.T) {
	one := &Report{HarmUnit: "points", Measures: []MeasureLine{{ID: "share.notify", Title: "Time until it is had", Unit: "h"}}}
	c, err := Compare([]*Report{one, one})
	require.NoError(t, err)
	var md bytes.Buffer
	require.NoError(t, compareMarkdown(&md, c))
	assert.Contains(t, md.String(), "| Time until it is had, h `share.notify` |")
	assert.Contains(t, md.String(), "| Harm, points |")
	var csv bytes.Buffer
	require.NoError(t, compareTable(c).writeCSV(&csv, nil))
	assert.Contains(t, csv.String(), "share.notify,,Time until it is had,h\r\n")
	assert.Contains(t, csv.String(), "harm,,Harm,points\r\n")
}

// TestTheFindingOfTheWaterfallHasAUnit: the sentence above the picture says what its numbers count.
func TestTheFindingOfTheWaterfallHasAUnit(t *testing.T) {
	of := func(v float64) *float64 { return &v }
	for unit, want := range map[string]string{"points": "avoided 150 of the 200 points that", "": "avoided 150 of the 200 that"} {
		r := &Report{HarmUnit: unit, Gap: of(0.25)}
		r.Harm.Idle, r.Harm.Actual, r.Harm.Solo, r.Harm.Frictionless = of(200), of(50), of(200), of(0)
		assert.Contains(t, waterfallFinding(r), want)
	}
	r := &Report{HarmUnit: "points", Gap: of(1)}
	r.Harm.Idle, r.Harm.Actual, r.Harm.Solo, r.Harm.Frictionless = of(200), of(260), of(200), of(0)
	assert.Contains(t, waterfallFinding(r), "Harm is greater by 60 points than if nobody had acted")
}
