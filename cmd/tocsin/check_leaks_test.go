package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCheckLeaks: each leak has its seat, verb and line; a scenario without one is said to
// have none; what was found is told although it is stopped.
func TestCheckLeaks(t *testing.T) {
	testsize.Long(t)
	const tight = "title = \"Tight\"\nlength = \"2h\"\n[role.a]\n[role.b]\n[fact.plan]\ntext = \"The plan.\"\n" +
		"known = {b={at=\"30m\"}}\n[action.react]\nby = [\"b\"]\nneeds = \"knows('plan')\"\n"
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "tight.toml"), filepath.Join(dir, "leaky.toml")
	require.NoError(t, os.WriteFile(good, []byte(tight), 0o600))
	leaky := strings.Replace(strings.Replace(tight, `by = ["b"]`, `by = ["a"]`, 1), "knows('plan')",
		"knows('plan', 'b')", 1)
	require.NoError(t, os.WriteFile(bad, []byte(leaky), 0o600))
	code, out, errs := tocsin("check", "--leaks", good)
	assert.Zero(t, code, errs)
	assert.Contains(t, out, "tight.toml: no leaks, looked at from 2 seats")
	code, out, errs = tocsin("check", "--leaks", good, bad)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "leaky.toml:10:1: leak: seat \"a\" can tell what it cannot see (knows('plan', 'b')")
	assert.Contains(t, out, "by asking: act react")
	assert.Contains(t, errs, "in 1 of 2 scenarios")
	code, out, _ = tocsin("check", "--leaks", "--json", bad)
	assert.Equal(t, 1, code)
	var doc leaked
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	assert.False(t, doc.OK)
	assert.True(t, doc.Whole)
	require.Len(t, doc.Leaks, 1)
	assert.Equal(t, "action.react.needs", doc.Leaks[0].Path)
	assert.Equal(t, 10, doc.Leaks[0].Line)

	ctx, stop := context.WithCancel(context.Background())
	stop()
	var cut, why strings.Builder
	code = run(ctx, []string{"check", "--leaks", bad}, stdio{strings.NewReader(""), &cut, &why})
	assert.Equal(t, 1, code)
	assert.Contains(t, cut.String(), "by asking: act react", "what needs no run is told in any case")
	assert.Contains(t, cut.String(), "until it was interrupted")
}
