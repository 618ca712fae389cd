package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/record"
)

// TestRunsAreRecordedWithEverySeat: seats that nobody may ask for, hidden ones and those that come later, have
// a person in the record of a run as all others do.
func TestRunsAreRecordedWithEverySeat(t *testing.T) {
	for _, world := range []string{"hidden", "late", "adversary"} {
		file := filepath.Join(root(t), "testdata", "worlds", world+".toml")
		to := filepath.Join(t.TempDir(), "run.jsonl")
		code, _, errs := tocsin("run", file, "--bots", "none", "--record", to)
		require.Zero(t, code, "%s: %s", world, errs)
		code, _, errs = tocsin("replay", to, "--verify")
		require.Zero(t, code, "%s: %s", world, errs)
		text, err := os.ReadFile(to)
		require.NoError(t, err)
		if world == "hidden" {
			assert.Contains(t, string(text), `"card":true`)
		}
	}
}

// TestPeopleWhoContinueARun are people in its report, be it in the same record or in a fork: a script acted there
// only until they came.
func TestPeopleWhoContinueARun(t *testing.T) {
	began := time.Date(2026, 11, 24, 9, 41, 7, 0, time.UTC)
	script := []record.Entry{{Verb: "join", Wall: began}, {Verb: "start", Wall: began}}
	later := began.Add(time.Hour)
	for name, c := range map[string]struct {
		said    string
		started time.Time
		more    []record.Entry
		want    bool
	}{
		"a script's":            {record.NoPeople, began, nil, true},
		"people's":              {"", began, nil, false},
		"a fork of a script's":  {record.NoPeople, later, nil, true},
		"continued by nobody":   {record.NoPeople, began, []record.Entry{{Verb: "tick", Wall: later}}, true},
		"continued by people":   {record.NoPeople, began, []record.Entry{{Verb: "join", Wall: later}}, false},
		"a fork played by them": {record.NoPeople, later, []record.Entry{{Verb: "join", Wall: later.Add(time.Minute)}}, false},
	} {
		h := record.Header{Started: c.started, Settings: map[string]string{record.PeopleSetting: c.said}}
		assert.Equal(t, c.want, noPeople(h, append(slices.Clone(script), c.more...)), name)
	}
}
