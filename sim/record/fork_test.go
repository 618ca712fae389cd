package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestForksKeepEveryFieldOfTheirHistory: a record that calls itself a fork and has changed anything of an entry that it
// shares with its parent is found, whatever was changed.
func TestForksKeepEveryFieldOfTheirHistory(t *testing.T) {
	dir := t.TempDir()
	parent := filepath.Join(dir, "parent.jsonl")
	w, err := Create(parent, testHeader())
	require.NoError(t, err)
	for i := 1; i <= 3; i++ {
		_, err := w.Append(testEntry(i))
		require.NoError(t, err)
	}
	require.NoError(t, w.Leave())
	wf, h, es, err := Fork(parent, 3, filepath.Join(dir, "fork.jsonl"), Header{Tocsin: "v2", Started: started})
	require.NoError(t, err)
	require.NoError(t, wf.Leave())

	for name, change := range map[string]func(e *Entry){
		"nothing": func(*Entry) {},
		"at":      func(e *Entry) { e.At += engine.Time(1) },
		"wall":    func(e *Entry) { e.Wall = e.Wall.Add(time.Second) },
		"who":     func(e *Entry) { e.Who += "x" },
		"seat":    func(e *Entry) { e.Seat = "another" },
		"verb":    func(e *Entry) { e.Verb = "another" },
		"args":    func(e *Entry) { e.Args = json.RawMessage(`{"n":99}`) },
		"reason":  func(e *Entry) { e.Reason += "x" },
		"state":   func(e *Entry) { e.State++ },
	} {
		path := filepath.Join(dir, name+".jsonl")
		w, err := Create(path, h)
		require.NoError(t, err, name)
		for i, e := range es {
			if i == 1 {
				change(&e)
			}
			_, err := w.Append(e)
			require.NoError(t, err, name)
		}
		require.NoError(t, w.Leave())
		p, err := os.Open(parent)
		require.NoError(t, err)
		f, err := os.Open(path)
		require.NoError(t, err)
		err = SameHistory(p, f)
		require.NoError(t, p.Close())
		require.NoError(t, f.Close())
		if name == "nothing" {
			assert.NoError(t, err)
			continue
		}
		assert.EqualError(t, err, "entry 2 of the fork is not that of its parent", name)
	}
}

// TestForksKeepTheirScenario: a record that calls itself a fork and has another scenario, seed or
// mechanisms than its parent is found.
func TestForksKeepTheirScenario(t *testing.T) {
	dir := t.TempDir()
	parent := filepath.Join(dir, "parent.jsonl")
	w, err := Create(parent, testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	wf, h, _, err := Fork(parent, 1, filepath.Join(dir, "fork.jsonl"), Header{Tocsin: "v2", Started: started})
	require.NoError(t, err)
	require.NoError(t, wf.Leave())
	for name, change := range map[string]func(h *Header){
		"scenario":      func(h *Header) { h.Scenario, h.Digest = h.Scenario+"# more\n", "" },
		"seed":          func(h *Header) { h.Seed-- },
		"mechanisms":    func(h *Header) { h.Mechanisms = []string{"cell", "more"} },
		"no mechanisms": func(h *Header) { h.Mechanisms = nil },
	} {
		path := filepath.Join(dir, name+".jsonl")
		other := h
		change(&other)
		w, err := Create(path, other)
		require.NoError(t, err, name)
		_, err = w.Append(testEntry(1))
		require.NoError(t, err)
		require.NoError(t, w.Leave())
		p, err := os.Open(parent)
		require.NoError(t, err)
		f, err := os.Open(path)
		require.NoError(t, err)
		assert.EqualError(t, SameHistory(p, f), "the fork has another scenario, seed or mechanisms than its parent", name)
		require.NoError(t, p.Close())
		require.NoError(t, f.Close())
	}
}
