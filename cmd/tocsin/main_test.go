package main

import (
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

var update = flag.Bool("update", false, "write the README's example and golden parts of scripts again")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tocsin": main})
}

// TestScripts runs the command line as a person would: see testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("RECORDS", filepath.Join(root(t), "testdata", "records"))
			return freePort(e)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exitcode": exitsWith}})
}

// freePort lets a script host an exercise on $PORT.
func freePort(env *testscript.Env) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	env.Setenv("PORT", port)
	return errors.Join(err, l.Close())
}

// exitsWith runs a command and wants an exit code: exitcode 2 tocsin check.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	var exit interface{ ExitCode() int }
	if errors.As(err, &exit) {
		got = string(rune('0' + exit.ExitCode()))
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s (%v)", got, args[0], err)
	}
}

// tocsin runs a command line in process.
func tocsin(args ...string) (code int, out, errs string) {
	var o, e strings.Builder
	code = run(context.Background(), args, stdio{strings.NewReader(""), &o, &e})
	return code, o.String(), e.String()
}

// TestREADMEShowsRealOutput holds the example of scenarios/README.md against the program.
func TestREADMEShowsRealOutput(t *testing.T) {
	code, out, errs := tocsin("run", "cold_copy")
	require.Zero(t, code, errs)
	file := filepath.Join(root(t), "scenarios", "README.md")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), "```\nCLOCKS\n")
	require.True(t, found, "the README shows no run")
	shown, behind, found := strings.Cut(rest, "```")
	require.True(t, found)
	_, want, found := strings.Cut(out, "\nCLOCKS\n")
	require.True(t, found)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(before+"```\nCLOCKS\n"+want+"```"+behind), 0o644))
		return
	}
	assert.Equal(t, want, shown, "go test ./cmd/tocsin -run README -update")
}

// TestMeasuresAreListed checks the authors' list of measures against the program.
func TestMeasuresAreListed(t *testing.T) {
	var want strings.Builder
	want.WriteString("\n| Id | What it is | Unit | Better |\n|---|---|---|---|\n")
	for _, m := range score.Measures() {
		better := string(m.Better)
		if m.Better == score.Neither {
			better = "–"
		}
		fmt.Fprintf(&want, "| `%s` | %s | %s | %s |\n", m.ID, m.Title, m.Unit, better)
	}
	want.WriteString("\n")
	file := filepath.Join(root(t), "scenarios", "README.md")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), "<!-- measures:begin -->\n")
	require.True(t, found)
	shown, behind, found := strings.Cut(rest, "<!-- measures:end -->")
	require.True(t, found)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(before+"<!-- measures:begin -->\n"+want.String()+
			"<!-- measures:end -->"+behind), 0o644))
		return
	}
	assert.Equal(t, want.String(), shown, "go test ./cmd/tocsin -run Measures -update")
}

// TestSeatSheetKeepsSecrets looks for what a seat must not know in its sheet and JSON.
func TestSeatSheetKeepsSecrets(t *testing.T) {
	for i, name := range libraryNames() {
		if !testsize.Every(i, 1, 4) {
			continue
		}
		sc, err := loadScenario(name, stdio{nil, io.Discard, io.Discard})
		require.NoError(t, err)
		for r := range sc.Roles {
			br := seatBriefing(sc, r)
			assert.Empty(t, br.Facts)
			assert.Empty(t, br.Injects)
			assert.Empty(t, br.Seats)
			sheet := strings.Join(strings.Fields(br.text()), " ")
			for i := range sc.Facts {
				assert.NotContains(t, sheet, strings.Join(strings.Fields(sc.Facts[i].Text), " "))
			}
			for i := range sc.Roles {
				if other := strings.Join(strings.Fields(sc.Roles[i].Brief), " "); i != r && other != "" {
					assert.NotContains(t, sheet, other[:len(other)/2])
				}
			}
		}
	}
}

// hostile has everything in its texts that a drawing must escape.
const hostile = `
title = "A & <b>\"q\" -->|#; \\ title"
[role."a"]
title = "<script>\"&"
[role.b]
title = "B|]--> x"
[system.one]
title = "One <&> \"1\""
state = "failed"
[system.two]
title = "a-very-long-word-that-never-ends-and-has-no-room-in-any-box-at-all"
[[link]]
from = "one"
to = "two"
chance = 0.25
[[link]]
from = "two"
to = "one"
chance = 0.5
[fact.f]
text = "x"
title = "F <&>"
known = {a={at="1h"}}
needed_by = ["b"]
[action.stop]
by = ["a"]
effects = [{link=["one","two"], cut=true}]
`

func TestDrawings(t *testing.T) {
	sc, ds := scenario.Load("hostile.toml", []byte(hostile))
	require.NotNil(t, sc, ds.Format("hostile.toml", hostile))
	for _, of := range []string{"cascade", "sharing"} {
		svg := drawGraph(sc, graphFlags{"svg", of, "", "auto"})
		wellFormed(t, svg)
		assert.NotContains(t, svg, "<script>")
		mermaid := drawGraph(sc, graphFlags{"mermaid", of, "", "auto"})
		assert.Contains(t, mermaid, "flowchart LR")
		assert.NotContains(t, mermaid, "<script>")
		dot := drawGraph(sc, graphFlags{"dot", of, "", "auto"})
		assert.True(t, strings.HasPrefix(dot, "digraph"))
		assert.Zero(t, strings.Count(strings.ReplaceAll(strings.ReplaceAll(dot, `\\`, ""), `\"`, ""), `"`)%2,
			"a quote is open:\n%s", dot)
	}
	assert.Contains(t, drawGraph(sc, graphFlags{"dot", "cascade", "", "auto"}), "cut by “")
	assert.Contains(t, drawGraph(sc, graphFlags{"svg", "sharing", "", "auto"}), "F &lt;&amp;&gt; (green)")
}

func wellFormed(t *testing.T, svg string) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err, "%s", svg)
	}
}

func TestNearestNames(t *testing.T) {
	names := []string{"cold_copy", "quiet_swarm"}
	assert.Equal(t, "did you mean cold_copy?", suggestion("cold_copi", names))
	assert.Equal(t, "did you mean quiet_swarm?", suggestion("swarm", names))
	assert.Equal(t, "the library has cold_copy, quiet_swarm", suggestion("zebra_xylophone", names))
	assert.Equal(t, 3, distance("kitten", "sitting"))
}
