package report

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// exposedInput plays a scenario of versions without anybody.
func exposedInput(t *testing.T, src string) Input {
	sc, ds := scenario.Load("versions.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("versions.toml", src))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return inputOfPlan(t, score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length)})
}

// TestWhoRanWhat is what the head of the scenario works out by hand.
func TestWhoRanWhat(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/s03_version_exposure.toml")
	require.NoError(t, err)
	r := Build(exposedInput(t, string(src)))
	require.Len(t, r.Versions, 2)
	v20, v21 := r.Versions[0], r.Versions[1]
	counts := func(l VersionLine) (out [][3]float64) {
		for _, st := range l.Steps {
			out = append(out, [3]float64{st.Hours, float64(st.Running), float64(st.Exposed)})
		}
		return out
	}
	assert.Equal(t, [][3]float64{{0, 3, 0}, {5, 1, 0}, {14, 2, 0}, {24, 1, 0}}, counts(v20))
	assert.Equal(t, [][3]float64{{5, 2, 2}, {10, 2, 1}, {14, 1, 1}, {20, 0, 0}, {24, 3, 3}, {30, 3, 0}}, counts(v21))
	assert.Equal(t, 3, v21.Most)
	assert.InDelta(t, 38, v21.Exposed, 1e-9, "as much as the harm, of 1 an hour and system")
	assert.Zero(t, v20.Exposed)
	assert.Equal(t, []string{"T+05:00", "T+1d 06:00"}, []string{v21.First(), v21.Last()})
	assert.Equal(t, []string{"never", "never"}, []string{v20.First(), v20.Last()})
	until := func(h float64) *float64 { return &h }
	want := []VersionRun{
		{System: "t1", From: 5, Until: until(20), Exposed: 15},
		{System: "t2", From: 5, Until: until(14), Exposed: 5},
		{System: "t1", From: 24, Exposed: 6}, {System: "t2", From: 24, Exposed: 6}, {System: "kiosk", From: 24, Exposed: 6}}
	require.Len(t, v21.Ran, len(want))
	for i, w := range want {
		got := v21.Ran[i]
		assert.Equal(t, w, VersionRun{System: got.System, From: got.From, Until: got.Until, Exposed: got.Exposed},
			"%d", i)
	}
	var text, page bytes.Buffer
	require.NoError(t, Markdown(&text, r))
	require.NoError(t, HTML(&page, r))
	for _, words := range []string{"## Who ran which version, and who was exposed", "picture_exposure.svg",
		"| Clerk 2.1 | Clerk | 0 | 3 | 3 | T+05:00 | T+1d 06:00 | 38 |",
		"| Clerk 2.1 | Triage of the first clinic | First clinic | T+05:00 | T+20:00 | 15h | after line 2 |",
		"| Clerk 2.1 | Kiosk |  | T+1d 00:00 | to the end | 6h | after line 2 |"} {
		assert.Contains(t, text.String(), words)
	}
	assert.Contains(t, page.String(), "Clerk 2.1 exposed 3 systems at one time, and for 38 system hours in all.")
	rows := csvOf(t, r, "versions.csv")
	assert.Equal(t, []string{"v20", "Clerk 2.0", "Clerk", "t1", "Triage of the first clinic", "h1", "First clinic", "0", "T+00:00",
		"5", "0", "line 1"}, rows[1][:12])
	assert.Len(t, rows, 1+4+5)
	picture, any := exposurePicture(r)
	require.True(t, any)
	for _, width := range []float64{draw.Wide, draw.Narrow} {
		checkLayout(t, "exposure", picture.Alone(width, draw.Auto))
	}
}

// TestExposedFromTheBeginning: a flaw and an isolation that hold at STARTEX count from there, and what is as it was at
// the end is said to be so.
func TestExposedFromTheBeginning(t *testing.T) {
	r := Build(exposedInput(t, `title = "From the beginning"
length = "10h"
[role.a]
[version.v1]
of = "Clerk"
flaw = "true"
[version.v2]
of = "Clerk"
[system.one]
owner = "a"
runs = "v1"
[system.two]
runs = "v1"
state = "isolated"
[inject.back]
at = "4h"
effects = [{system="two", becomes="normal"}]
`))
	require.Len(t, r.Versions, 2)
	l := r.Versions[0]
	assert.Equal(t, []int{1, 2}, []int{l.Steps[0].Exposed, l.Steps[1].Exposed})
	assert.Equal(t, 4.0, l.Steps[1].Hours)
	assert.InDelta(t, 16, l.Exposed, 1e-9)
	assert.Equal(t, "not by the end", l.Last())
	assert.Contains(t, exposureFinding(r), "not all had left it by the end")
	assert.Empty(t, r.Versions[1].Steps, "nobody ever ran it")
}

// TestNoVersions: a scenario without versions has no such part.
func TestNoVersions(t *testing.T) {
	r := Build(exposedInput(t, "title = \"None\"\nlength = \"1h\"\n[role.a]\n[system.one]\n"))
	var text bytes.Buffer
	require.NoError(t, Markdown(&text, r))
	assert.NotContains(t, text.String(), "which version, and who")
	_, any := exposurePicture(r)
	assert.False(t, any)
	assert.NotNil(t, r.Versions)
}
