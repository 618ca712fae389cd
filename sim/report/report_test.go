package report_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/report"
	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

func coldCopy(t *testing.T) *scenario.Scenario {
	t.Helper()
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.NotNil(t, sc, ds)
	return sc
}

// TestEveryKindHasWords: each kind of event has a name and a sentence of its own.
func TestEveryKindHasWords(t *testing.T) {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("cold_copy.toml", append(src, "\n[draw.loud]\nchance = 0.5\n[version.v41]\nof = \"Clerk\"\n"...))
	require.NotNil(t, sc, ds)
	seen := map[string]engine.Kind{}
	for _, k := range engine.Kinds() {
		name := k.String()
		assert.NotEmpty(t, name)
		assert.NotContains(t, seen, name)
		seen[name] = k
		p := phrase.Say(sc, engine.Event{Kind: k, Role: 0, Other: 0, Ref: 0})
		assert.NotEqual(t, name, p.Text, "%s has no sentence", name)
	}
}

// TestAccount: a run is told in full, within its width, without colour where none is asked for.
func TestAccount(t *testing.T) {
	m, err := engine.Compile(coldCopy(t))
	require.NoError(t, err)
	p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: 1, Bots: true,
		Until: engine.At(m.Scenario.Length)})
	require.NoError(t, err)
	card, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	r := report.Summarise("cold_copy", p, card)
	var b bytes.Buffer
	require.NoError(t, report.Account(&b, r, card, p, report.Style{Width: 90}))
	for _, want := range []string{"STARTEX", "ENDEX", "WHO LEARNED WHAT", "CLOCKS", "OBJECTIVES", "OUTCOME",
		"SCORES", "Pace of relevance", "Coordination efficiency"} {
		assert.Contains(t, b.String(), want)
	}
	assert.NotContains(t, b.String(), "\x1b")
	assert.Greater(t, *r.Harm.Solo, *r.Harm.Frictionless)
	assert.InDelta(t, (*r.Harm.Solo-*r.Harm.Actual)/(*r.Harm.Solo-*r.Harm.Frictionless), *r.Efficiency, 1e-12)
	assert.InDelta(t, 1, *r.Efficiency+*r.Gap, 1e-12)
	learned := 0
	for _, ev := range p.Events {
		if ev.Kind == engine.FactLearned {
			learned++
		}
	}
	for _, f := range r.Facts {
		learned -= len(f.Reach)
	}
	assert.Zero(t, learned, "the ledger holds every time that somebody learned something")
}

// TestGraphsAreWellFormed: names with any characters reach each format escaped.
func TestGraphsAreWellFormed(t *testing.T) {
	src := "title = '''<b> \"x\" & y'''\n[role.a]\ntitle = '''A \"quoted\" <seat> & " +
		"co'''\n[role.b]\n[fact.f]\ntext = \"x\"\nknown = {a={}}\nneeded_by = [\"b\"]\n" +
		"[system.s]\ntitle = '''back\\slash \"and\" <tag>'''\nstate = \"failed\"\n[system.t]\n[[link]]\nfrom = \"s\"\nto = \"t\"\n[[link]]\nfrom = \"t\"\nto = \"s\"\nchance = 0.5\n"
	sc, ds := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds)
	for _, g := range []report.Graph{report.CascadeGraph(sc), report.SharingGraph(sc)} {
		d := xml.NewDecoder(strings.NewReader(g.Picture().Alone(0, draw.Auto)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else {
				require.NoError(t, err)
			}
		}
		assert.NotEmpty(t, g.Edges)
		for _, line := range strings.Split(g.DOT(), "\n") {
			assert.Zero(t, strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\"`, ""), `"`)%2,
				line)
		}
		assert.NotContains(t, g.Mermaid(), "<tag>")
	}
}
