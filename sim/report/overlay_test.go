package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOverlay: what people add is in the report, survives making it again, and cannot
// change what was measured.
func TestOverlay(t *testing.T) {
	in := inputOf(t, "bad")
	r := Build(in)
	id := r.Plan[0].ID
	o, err := ReadOverlay([]byte("sponsor = \"Ministry\\u001b[2J\"\nhandling = \"TLP:AMBER\"\n[plan." + id +
		"]\nowner = \"Ops <b>\"\ncompletion = \"2027-06-01\"\nstatus = \"accepted\"\ncomment = \"=1+1\"\n" +
		"[plan.ours]\naction = \"Buy radios\"\n[plan.A-GONE22]\nstatus = \"done\"\n"))
	require.NoError(t, err)
	for range 2 {
		r = Build(in)
		r.Lay(o)
		assert.Equal(t, "2027-06-01", r.Plan[0].Completion)
		assert.Equal(t, "Ops <b>", r.Plan[0].Responsible)
		assert.Equal(t, "accepted", r.Plan[0].Status)
		assert.Equal(t, "Buy radios", r.Plan[len(r.Plan)-1].Action)
		assert.Contains(t, r.Warnings[len(r.Warnings)-1], "A-GONE22")
	}
	var md, page bytes.Buffer
	require.NoError(t, Markdown(&md, r))
	require.NoError(t, HTML(&page, r))
	for _, text := range []string{md.String(), page.String()} {
		assert.Contains(t, text, "Ministry")
		assert.Contains(t, text, "Buy radios")
		assert.NotContains(t, text, "\x1b")
		assert.NotContains(t, text, "Ops <b>")
	}
	assert.Contains(t, md.String(), "**TLP:AMBER**")
}

// TestAnOverlayToFillIn: the overlay that is written with a report reads back, and changes nothing.
func TestAnOverlayToFillIn(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	before := append([]PlanRow{}, r.Plan...)
	var b bytes.Buffer
	require.NoError(t, WriteOverlay(&b, r))
	o, err := ReadOverlay(b.Bytes())
	require.NoError(t, err)
	require.Len(t, o.Plan, len(before))
	r.Lay(o)
	assert.Equal(t, before, r.Plan)
}

// TestWrongOverlays: an error says where what is wrong is, and what may be there; of several faults the first.
func TestWrongOverlays(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"sponsor = \n", "1:"},
		{"\nsponser = \"x\"\n", "2:1: there is no key sponser"},
		{"[plan.A-1]\nownr = \"x\"\n", "2:1: there is no key plan.A-1.ownr"},
		{"text = \"x\"\n[plan.A-1]\n[plan.A-2]\n  x = 1\n", "4:3: there is no key plan.A-2.x"},
		{"[plan.A-1]\nstatus = \"maybe\"\n", "2:10: plan.A-1: status is one of proposed"},
		{"[plan.A-1]\npriority = \"urgent\"\n", "2:12: plan.A-1: priority is high, medium or low"},
		{"[plan.B]\nstatus = \"maybe\"\n[plan.A]\nstatus = \"no\"\n[plan.C]\nstatus = \"yes\"\n", "2:10: plan.B"},
		{"plan = 3\n", "1:1: plan"},
	} {
		_, err := ReadOverlay([]byte(tt.text))
		assert.ErrorContains(t, err, tt.want, tt.text)
	}
}

// TestDaysThatAreNone: what is in an overlay where a day is wanted is told of with its place, is in the
// report as people wrote it, and cannot be put there again.
func TestDaysThatAreNone(t *testing.T) {
	for _, tt := range []struct {
		text  string
		wants []string
	}{
		{"[plan.A-1]\nstart = \"2027-04-30\"\ncompletion = \"\"\n", nil},
		{"[plan.A-1] # é\nowner = \"x\"\n  completion = \"2027-13-40\"\n", []string{"3:16: plan.A-1: completion is a day"}},
		{"[plan.A-2]\nstart = \"soon\"\n[plan.A-1]\nstart=\"2027-02-29\"\n", []string{"4:7: plan.A-1: start is a day",
			"2:9: plan.A-2: start is a day"}},
		{"[plan]\nA-1.start = \"soon\"\n", []string{"2:13: plan.A-1: start is a day"}},
	} {
		o, err := ReadOverlay([]byte(tt.text))
		require.NoError(t, err, tt.text)
		require.Len(t, o.Doubts, len(tt.wants), tt.text)
		r := &Report{Plan: []PlanRow{{ID: "A-1"}, {ID: "A-2"}}}
		r.Lay(o)
		for i, want := range tt.wants {
			assert.Contains(t, o.Doubts[i], want)
			assert.Contains(t, r.Warnings[i], OverlayFile+":"+want)
			assert.Contains(t, r.Warnings[i], "such as 2027-04-30")
		}
		for _, entry := range Entries(o, r.Plan)[1:] {
			for _, f := range entry.Fields {
				day := f.Key == "start" || f.Key == "completion"
				assert.NoError(t, f.Check(""))
				assert.NoError(t, f.Check("2028-02-29"))
				assert.Equal(t, day, f.Check("2027-13-40") != nil, f.Key)
			}
		}
	}
}
