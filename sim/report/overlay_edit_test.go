package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestSetInOverlay: a key is set where it is, and all else stays, comments too.
func TestSetInOverlay(t *testing.T) {
	const text = "# ours\nsponsor = \"old\" # who pays\ntext = \"\"\"\na\nb\"\"\"\n\n[plan.A-1] # the key\nowner = 'x'\n\n" +
		"[plan.\"A-2\"]\nstatus = \"begun\"\n"
	for _, c := range []struct{ name, table, key, value, want string }{
		{"there, with a comment", "", "sponsor", "new", "sponsor = \"new\" # who pays\n"},
		{"over several lines", "", "text", "c\nd", "text = \"c\\nd\"\n\n[plan.A-1] # the key"},
		{"literal string", "plan.A-1", "owner", `say "hi"`, `owner = "say \"hi\""` + "\n"},
		{"quoted id", "plan.A-2", "status", "done", "[plan.\"A-2\"]\nstatus = \"done\"\n"},
		{"not there yet", "plan.A-1", "comment", "later", "owner = 'x'\ncomment = \"later\"\n"},
		{"not there yet, outside tables", "", "venue", "Hall", "b\"\"\"\nvenue = \"Hall\"\n"},
		{"no table yet", "plan.A-3", "owner", "we", "\n[plan.A-3]\nowner = \"we\"\n"},
	} {
		got, err := SetInOverlay([]byte(text), c.table, c.key, c.value)
		require.NoError(t, err, c.name)
		assert.Contains(t, string(got), c.want, c.name)
		assert.Contains(t, string(got), "# ours", c.name)
		_, err = ReadOverlay(got)
		require.NoError(t, err, "%s: %s", c.name, got)
	}
	got, err := SetInOverlay([]byte("[plan.A]\nowner = \"x\""), "", "sponsor", "s")
	require.NoError(t, err)
	assert.Equal(t, "sponsor = \"s\"\n[plan.A]\nowner = \"x\"", string(got))
	got, err = SetInOverlay(nil, "plan.B", "owner", "o")
	require.NoError(t, err)
	assert.Equal(t, "\n[plan.B]\nowner = \"o\"\n", string(got))
}

// TestSetInOverlayIsRead: whatever is set is read again, and no other value changes.
func TestSetInOverlayIsRead(t *testing.T) {
	r := sampleReport(3, 2, asWritten)
	for i := range r.Plan {
		r.Plan[i].ID = fmt.Sprintf("A-%d", i)
	}
	var b bytes.Buffer
	require.NoError(t, WriteOverlay(&b, r))
	entries := Entries(Overlay{}, r.Plan)
	require.Greater(t, len(entries), 1)
	rapid.Check(t, func(t *rapid.T) {
		text := b.Bytes()
		type at struct{ table, key string }
		set := map[at]string{}
		for range rapid.IntRange(1, 6).Draw(t, "n") {
			e := rapid.SampledFrom(entries).Draw(t, "entry")
			f := rapid.SampledFrom(e.Fields).Draw(t, "field")
			value := rapid.StringMatching(`[ -~äé"\\]{0,20}`).Draw(t, "value")
			if len(f.Options) > 0 {
				value = rapid.SampledFrom(f.Options).Draw(t, "option")
			}
			var err error
			text, err = SetInOverlay(text, e.Table, f.Key, value)
			require.NoError(t, err)
			set[at{e.Table, f.Key}] = strings.TrimSpace(value)
		}
		o, err := ReadOverlay(text)
		require.NoError(t, err)
		for _, e := range Entries(o, r.Plan) {
			for _, f := range e.Fields {
				require.Equal(t, set[at{e.Table, f.Key}], strings.TrimSpace(f.Value), "%s %s", e.Table, f.Key)
			}
		}
	})
}

// TestEveryOverlayKeyIsEdited: what an overlay can hold, a form asks for.
func TestEveryOverlayKeyIsEdited(t *testing.T) {
	var keys []string
	for _, e := range Entries(Overlay{}, []PlanRow{{ID: "A-1"}}) {
		for _, f := range e.Fields {
			keys = append(keys, strings.TrimPrefix(e.Table+".", ".")+f.Key)
		}
	}
	for _, k := range []string{"sponsor", "purpose", "handling", "contact", "venue", "mission_areas", "threat", "text",
		"plan.A-1.owner", "plan.A-1.contact", "plan.A-1.start", "plan.A-1.completion", "plan.A-1.priority",
		"plan.A-1.status", "plan.A-1.comment"} {
		assert.True(t, slices.Contains(keys, k), k)
	}
}

// TestLastPlan: the next report says how far each row of the plan before it is done.
func TestLastPlan(t *testing.T) {
	old := sampleReport(3, 2, asWritten)
	old.Overview.Title, old.Overview.Played = "Spring", "1 March 2026"
	old.Plan = []PlanRow{{ID: "A-1", Action: "Name one.", Status: "proposed", Proposed: "2026-04-01"},
		{ID: "A-2", Action: "Ring.", Status: "proposed", Proposed: "2026-04-01"},
		{ID: "A-3", Action: "Write it down.", Status: "proposed", Proposed: "2027-04-01"}}
	var b bytes.Buffer
	require.NoError(t, JSON(&b, old))
	earlier, err := ReadEarlier(b.Bytes(), &Overlay{Plan: map[string]OverlayRow{
		"A-2": {Status: "done", Comment: "in May"}, "A-9": {Action: "Ours.", Status: "begun"}}})
	require.NoError(t, err)
	now := sampleReport(3, 2, asWritten)
	now.Overview.Played = "1 June 2026"
	now.Plan = []PlanRow{{ID: "B", Action: "Ring."}}
	now.Follow(earlier)
	require.Len(t, now.Last.Rows, 4)
	assert.Equal(t, LastRow{ID: "A-1", Action: "Name one.", Due: "2026-04-01", Status: "proposed", Overdue: true},
		now.Last.Rows[0])
	assert.Equal(t, LastRow{ID: "A-2", Action: "Ring.", Due: "2026-04-01", Status: "done", Again: true,
		Comment: "in May"}, now.Last.Rows[1])
	assert.False(t, now.Last.Rows[2].Overdue)
	assert.Equal(t, "begun", now.Last.Rows[3].Status)
	assert.Equal(t, "The plan after “Spring”, played 1 March 2026, had 4 actions: 1 done, 1 begun, 2 proposed. "+
		"Due by now and not done: 1. Asked for again by this exercise: 1.", now.Last.Summary)
	page := pageOf(t, now)
	assert.Less(t, strings.Index(page, now.Last.Summary), strings.Index(page, "How well it went"),
		"the report opens with it")
	for _, bad := range []string{"", "{", "[]", "{}", `{"overview":{"title":3}}`,
		`{"overview":{"title":"x"},"improvement_plan":[{"evidence":["nowhere"]}]}`} {
		_, err := ReadEarlier([]byte(bad), nil)
		assert.Error(t, err, bad)
	}
}
