package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestOneVerdict: nobody is told both to leave a deed and to do it sooner. What would have avoided more
// stays and says both, whoever else did the same keeps a finding, and so does another deed.
func TestOneVerdict(t *testing.T) {
	sc, ds := scenario.Load("words.toml", []byte(inWordsText+"[action.stop]\ntitle = \"Stop it\"\nby = [\"desk\"]\n"))
	require.False(t, ds.Failed(), ds.Format("words.toml", inWordsText))
	made := func(kind, seat string, worth float64) finding {
		return finding{kind: kind, actions: []string{"stop"}, responsible: seat,
			gain: &gain{worth: score.Paired{Mean: worth}, own: worth, sure: 1}}
	}
	for _, c := range []struct {
		name  string
		found []finding
		kinds []string
		says  string
	}{
		{"leaving it is worth more", []finding{made("late", "Desk", 5), made("harm", "Desk", 9)}, []string{"harm"}, "by 5."},
		{"sooner is worth more", []finding{made("harm", "Desk", 5), made("late", "Desk", 9)}, []string{"late"}, "by 5."},
		{"another seat's", []finding{made("harm", "Desk", 5), made("late", "Ward", 9)}, []string{"harm", "late"}, ""},
		{"alone", []finding{made("harm", "Desk", 5)}, []string{"harm"}, ""},
		{"without an action", []finding{{kind: "harm"}, {kind: "late"}}, []string{"harm", "late"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &builder{sc: sc}
			kinds := []string{}
			out := b.oneVerdict(c.found)
			for _, f := range out {
				kinds = append(kinds, f.kind)
			}
			assert.Equal(t, c.kinds, kinds)
			if c.says != "" {
				assert.Contains(t, out[0].Analysis, c.says)
				assert.Contains(t, out[0].action, "or leaves it")
			}
		})
	}
}

// TestHarmExplainsLateness: that a deed came late, by an inject that expected it and nothing else, stands
// with the finding that it did harm.
func TestHarmExplainsLateness(t *testing.T) {
	harmful := &finding{kind: "harm", actions: []string{"stop"}, responsible: "Desk"}
	line := &ExpectedLine{Actions: []string{"stop"}, By: []string{"Desk"}, Status: "late"}
	assert.True(t, harmful.explains(line))
	line.Actions = []string{"stop", "other"}
	assert.False(t, harmful.explains(line), "the other would have done")
	line.Actions, line.Status = []string{"stop"}, "missed"
	assert.False(t, harmful.explains(line))
}

// TestReportsInTime: how many reports came is said in words, for one and for several.
func TestReportsInTime(t *testing.T) {
	assert.Equal(t, " The one report that was due came in time.", reportsInTime(1, 1))
	assert.Equal(t, " The one report that was due did not come in time.", reportsInTime(0, 1))
	assert.Equal(t, " Of 6 reports that were due, none came in time.", reportsInTime(0, 6))
	assert.Equal(t, " Of 6 reports that were due, 2 came in time.", reportsInTime(2, 6))
	assert.Equal(t, " Of 6 reports that were due, all came in time.", reportsInTime(6, 6))
}
