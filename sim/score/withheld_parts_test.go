package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestTheTargetOfAFact: what comes at the end of the time within which it should come is in time,
// and what has not come when that time is up was withheld; without such a time only what never comes.
func TestTheTargetOfAFact(t *testing.T) {
	m := modelOf(t, strings.Replace(three, `needed_by = ["cloud", "agency"]`, `needed_by = ["cloud"]`, 1))
	free := modelOf(t, strings.Replace(strings.Replace(three, `needed_by = ["cloud", "agency"]`,
		`needed_by = ["cloud"]`, 1), "within = \"4h\"\n", "", 1))
	for name, x := range map[string]struct {
		m                *engine.Model
		known, told      float64
		withheld, timely any
	}{
		"before it is up":            {m, 2, 5, 0, 1},
		"just as it is up":           {m, 2, 6, 0, 1},
		"after":                      {m, 2, 7, 1, 0},
		"never":                      {m, 2, 0, 1, 0},
		"never, up just at the end":  {m, 96, 0, 1, 0},
		"never, not up by the end":   {m, 97, 0, 0, nil},
		"told, not up by the end":    {m, 97, 98, 0, 1},
		"without a time":             {free, 2, 90, 0, 1},
		"without a time, never":      {free, 2, 0, 1, 0},
		"without a time, at the end": {free, 100, 0, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			events := []any{learns(x.known, lab, theft)}
			if x.told > 0 {
				events = append(events, tells(x.told, lab, cloud, theft))
			}
			want(t, stream(x.m, events...), map[string]any{"share.withheld": x.withheld, "share.timely": x.timely})
		})
	}
	want(t, stream(m), map[string]any{"share.withheld": nil, "share.timely": nil})
}

// TestATellingThatWasSlow: who sends a fact within its time has told it in time, however long it
// takes to arrive.
func TestATellingThatWasSlow(t *testing.T) {
	m := modelOf(t, three)
	for sent, why := range map[float64]string{5: "told in time, by a slow way", 6: "told in time, by a slow way",
		6.5: "told late"} {
		l := stream(m, learns(2, lab, theft), at(sent, engine.MessageSent, lab, cloud, theft),
			at(9, engine.MessageArrived, cloud, lab, theft), at(9, engine.FactLearned, cloud, lab, theft),
			tells(3, lab, agency, theft))
		parts := valueOf(t, l, "share.withheld").Parts
		require.Len(t, parts, 1)
		assert.Equal(t, why, parts[0].Why, sent)
	}
}

// TestTimesOfWhatNeverCame: where a time never came its part has none, and the mean counts it up to
// the end.
func TestTimesOfWhatNeverCame(t *testing.T) {
	l := stream(modelOf(t, three), learns(2, lab, theft), tells(6, lab, agency, theft))
	for _, id := range []string{"share.notify", "share.timely"} {
		parts := valueOf(t, l, id).Parts
		require.Len(t, parts, 2)
		assert.Equal(t, []string{"cloud", "agency"}, []string{parts[0].Role, parts[1].Role})
		assert.Nil(t, parts[0].Value, id)
		require.NotNil(t, parts[1].Value, id)
		assert.InDelta(t, 4, *parts[1].Value, 1e-9)
	}
	want(t, l, map[string]any{"share.notify": (98 + 4) / 2.0})
}

// TestNewsToNobody: a message is redundant where its reader knew the fact when it was sent; not one
// that brings no fact, goes to the public, crosses with the learning or never arrives.
func TestNewsToNobody(t *testing.T) {
	m := modelOf(t, three)
	sent := func(hour float64, to, fact int) engine.Event { return at(hour, engine.MessageSent, cloud, to, fact) }
	known := []any{learns(2, cloud, theft), learns(3, lab, theft)}
	for name, x := range map[string]struct {
		event engine.Event
		count int
	}{
		"to who knew":         {sent(5, lab, theft), 1},
		"before it was known": {sent(5, agency, theft), 0},
		"a word":              {sent(5, lab, -1), 0},
		"to the public":       {sent(5, engine.Public, theft), 0},
		"of what is unknown":  {sent(5, lab, rumour), 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, append(known, x.event, learns(7, agency, theft))...)
			v := valueOf(t, l, "share.redundant")
			require.NotNil(t, v.Value)
			assert.InDelta(t, x.count, *v.Value, 0)
			if x.count > 0 {
				require.Len(t, v.Parts, 1)
				assert.Equal(t, "lab", v.Parts[0].Role)
				assert.Equal(t, "cloud", v.Parts[0].Other)
			}
		})
	}
	want(t, stream(m, known...), map[string]any{"share.redundant": nil})
}

// TestWhatThePublicHeardFirst: which facts a seat told the public before they leaked, and which
// leaked before anybody told it, each with the event that says so.
func TestWhatThePublicHeardFirst(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "[fact.rumour]", "[fact.aside]\ntext = \"Aside.\"\n[fact.rumour]", 1))
	const aside, rumour = 1, 2
	told := func(hour float64, fact int) engine.Event {
		return at(hour, engine.MessageSent, lab, engine.Public, fact)
	}
	leaked := func(hour float64, fact int) engine.Event { return at(hour, engine.FactLeaked, nobody, nobody, fact) }
	// events: 1 tells the theft, 2 leaks the aside, 3 leaks the theft, 4 tells the aside, 5 tells the theft again
	l := stream(m, told(3, theft), leaked(4, aside), leaked(5, theft), told(6, aside), told(7, theft))
	v := valueOf(t, l, "public.first")
	require.NotNil(t, v.Value)
	assert.InDelta(t, 0.5, *v.Value, 1e-9)
	require.Len(t, v.Parts, 2)
	for i, x := range []struct {
		of    string
		value float64
		event int
	}{{"theft", 1, 1}, {"aside", 0, 2}} {
		assert.Equal(t, x.of, v.Parts[i].Of)
		assert.InDelta(t, x.value, *v.Parts[i].Value, 0)
		assert.Equal(t, []int{x.event}, v.Parts[i].Evidence)
	}
	want(t, stream(m, told(3, rumour)), map[string]any{"public.first": 1})
	want(t, stream(m, learns(2, lab, theft)), map[string]any{"public.first": nil})
}
