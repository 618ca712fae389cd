package report

import (
	"bytes"
	"testing"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHandedOver: what a hand-over lost is in the report with its place, and a finding where
// something was lost; names go where they are to be left out.
func TestHandedOver(t *testing.T) {
	testsize.Long(t)
	hours := 2.0
	for _, anonymous := range []bool{false, true} {
		in := inputOf(t, "good")
		in.Anonymous = anonymous
		in.People = append(in.People, Participant{Title: "Cloud provider", Person: "Ann"})
		in.Handed = []HandedLine{{Hours: 3, T: "T+03:00", Role: "cloud", Title: "Cloud provider", From: "Ann", To: "Bea",
			Note: "Ask Ann about egress", Opened: true, Items: 8, Unopened: 7, Named: 1, Lost: 1, Source: Source{Line: 40},
			Things: []Held{{Kind: "fact", ID: in.Run.Model.Scenario.Facts[0].ID, What: "The first", Named: true,
				Reached: "note", Hours: &hours}, {Kind: "question", What: "Police asks: Who?", Reached: "lost"}}},
			{Title: "Press", Source: Source{Line: 50}}}
		r := Build(in)
		var b bytes.Buffer
		require.NoError(t, Markdown(&b, r))
		text := b.String()
		assert.Contains(t, text, "## When seats changed hands")
		assert.Contains(t, text, "line 40")
		assert.Contains(t, text, "The note names 1 of 2 things in hand. The summary was not opened. Lost: 1. "+
			"Of 8 items on the desk, 7 were never opened.")
		assert.Contains(t, text, "It had nothing in hand.")
		assert.Regexp(t, `\| The first \| fact \| yes \| the note \| 2h \| no \|`, text)
		assert.Regexp(t, `\| Police asks: Who\? \| question \| no \| never \|  \| no \|`, text)
		assert.Contains(t, allAreas(r), "When the seat Cloud provider changed hands, 1 of the 2 things that it knew, owed "+
			"or waited for were lost.")
		assert.Equal(t, !anonymous, bytes.Contains(b.Bytes(), []byte("from Ann to Bea")))
		var page bytes.Buffer
		require.NoError(t, HTML(&page, r))
		assert.Contains(t, page.String(), "<td>Police asks: Who?</td><td>question</td><td>no</td><td>never</td>")
		if anonymous {
			assert.NotContains(t, text+page.String(), "Ann ")
		}
	}
	assert.NotContains(t, func() string {
		var b bytes.Buffer
		require.NoError(t, Markdown(&b, Build(inputOf(t, "good"))))
		return b.String()
	}(), "When seats changed hands")
}
