package speech_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// TestRequests: what a line asks for in addition to what its words say, or what it lacks.
func TestRequests(t *testing.T) {
	for line, c := range map[string]struct {
		who  speech.Who
		want func(t *testing.T, q speech.Request)
		why  string // part of the refusal
	}{
		"acknowledge cloud#2 as seen": {speech.Player, func(t *testing.T, q speech.Request) {
			assert.Empty(t, q.Line().As, "seen is what is meant where nothing is said")
		}, ""},
		"acknowledge cloud#2 as declined": {speech.Player, func(t *testing.T, q speech.Request) {
			assert.Equal(t, "declined", q.Line().As)
		}, ""},
		"declare cause yes 100%": {speech.Player, func(t *testing.T, q speech.Request) {
			assert.Nil(t, q.Line().Confidence, "sure is what is meant where nothing is said")
		}, ""},
		"declare cause yes 70%": {speech.Player, func(t *testing.T, q speech.Request) {
			assert.InDelta(t, 0.7, *q.Line().Confidence, 1e-9)
		}, ""},
		"file within 2h when: hours > 6 do: act hold": {speech.Player, func(t *testing.T, q speech.Request) {
			assert.Equal(t, "own", q.Line().Note.Role)
		}, ""},
		"as lab file within 2h when: hours > 6 do: act hold": {speech.Facilitator, func(t *testing.T, q speech.Request) {
			assert.Equal(t, "lab", q.Seat)
			assert.Equal(t, "lab", q.Line().Note.Role, "the note is the seat's, not the facilitator's")
		}, ""},
		"file when: hours > 6":                              {speech.Player, nil, "a sign and an action"},
		"file do: act hold":                                 {speech.Player, nil, "a sign and an action"},
		"file to lab":                                       {speech.Player, nil, "say which note"},
		"file #1 when: hours > 6 do: act hold":              {speech.Player, nil, "say which note"},
		"revise #1 to lab":                                  {speech.Player, nil, "say what changes"},
		"edit memo":                                         {speech.Facilitator, nil, "say what changes"},
		"edit memo to lab":                                  {speech.Facilitator, nothingMore, ""},
		"edit memo title: Late":                             {speech.Facilitator, nothingMore, ""},
		"edit memo It is late":                              {speech.Facilitator, nothingMore, ""},
		"postpone memo":                                     {speech.Facilitator, nil, "how much later"},
		"postpone memo 6h earlier 30m":                      {speech.Facilitator, nil, "how much later"},
		"postpone memo earlier 30m":                         {speech.Facilitator, nothingMore, ""},
		"rule lab#1 partial odds 60%":                       {speech.Facilitator, nil, "say what results"},
		"rule lab#1 It may be":                              {speech.Facilitator, nil, "say what results"},
		"rule lab#1 odds 60%":                               {speech.Facilitator, nothingMore, ""},
		"inject to lab A call":                              {speech.Facilitator, nothingMore, ""},
		"inject to lab expects hold within 4h A call":       {speech.Facilitator, nothingMore, ""},
		"inject to lab expects-all hold within 4h A":        {speech.Facilitator, nothingMore, ""},
		"inject to lab expects hold A call":                 {speech.Facilitator, nil, "say what you expect"},
		"inject to lab within 4h A call":                    {speech.Facilitator, nil, "say what you expect"},
		"inject to lab expects a expects-all b within 4h C": {speech.Facilitator, nil, "say what you expect"},
		"share theft":                                       {speech.Player, nil, "To whom? Write share"},
		"end": {speech.Facilitator, func(t *testing.T, q speech.Request) {
			assert.True(t, q.Line().End)
		}, ""},
	} {
		t.Run(line, func(t *testing.T) {
			said, err := parse(line, c.who)
			require.NoError(t, err)
			q, err := said.Request("own")
			if c.why != "" {
				assert.ErrorContains(t, err, c.why)
				return
			}
			require.NoError(t, err)
			c.want(t, q)
		})
	}
}

func nothingMore(*testing.T, speech.Request) {}

// TestWhatIsTooMuch: a word that is nothing is refused with what may have been meant.
func TestWhatIsTooMuch(t *testing.T) {
	row := &speech.Row{Verb: "answer", Who: speech.Player, Args: []speech.Arg{
		{Key: "n", Kind: speech.Number, Bare: true, Need: true},
		{Key: "order", Kind: speech.Order}, {Key: "note", Kind: speech.Text}}}
	of := func(line string) string {
		_, err := speech.Language{row}.Parse(line, speech.Player, named)
		require.Error(t, err, line)
		return err.Error()
	}
	assert.Equal(t, `"x" is not expected here: answer NUMBER [order NUMBERS IN ORDER] [note: TEXT]`, of("answer 1 order 2,1 x"),
		"numbers need no commas")
	assert.Contains(t, of("answer 1 x"), `"x" is not expected here: answer`)
	assert.Contains(t, of("answer 1 NOTE hello"), "write note: with its colon: answer")
	for line, commas := range map[string]bool{"share theft hold": false, "share theft to lab hold": true} {
		_, err := parse(line, speech.Player)
		require.Error(t, err, line)
		want := `"hold" is not expected here`
		if commas {
			want = `"hold" is one word too many: put commas between several`
		}
		assert.Contains(t, err.Error(), want)
		if assert.Contains(t, err.Error(), "share FACTS to SEATS"); commas {
			assert.Contains(t, err.Error(), "commas")
		} else {
			assert.NotContains(t, err.Error(), "commas")
		}
	}
	_, err := parse("sing", speech.Player)
	assert.ErrorContains(t, err, "begin with say, share, act, commit, declare, ask")
	assert.NotContains(t, err.Error(), "acknowledge", "a few verbs to begin with")
}

// TestListsOfEffects: spaces may be behind the commas of a list, and a value of one word ends there.
func TestListsOfEffects(t *testing.T) {
	r, a := &speech.Row{}, &speech.Arg{Key: "effects", Kind: speech.Effects}
	for text, want := range map[string]string{
		"fact gap to lab, cert":      "fact gap to lab,cert",
		"link a, b chance 0.25":      "link a,b chance 0.25",
		"venue cell open":            "venue cell open true",
		"venue cell open false":      "venue cell open false",
		"gauge trust add -5;":        "gauge trust add -5",
		"gauge trust add":            "",
		"sing trust":                 "",
		" ; ":                        "",
		"system bucket becomes a; x": "",
	} {
		v, err := r.Read(a, text, nil, nil)
		if want == "" {
			assert.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, want, r.Text(a, v), text)
	}
}

// held are arguments of each type that a field of an act can have.
type held struct {
	Yes    bool              `json:"yes"`
	Maybe  *bool             `json:"maybe,omitempty"`
	N      int               `json:"n"`
	Seed   uint64            `json:"seed"`
	Ratio  float64           `json:"ratio"`
	Words  []string          `json:"words"`
	Span   scenario.Duration `json:"span"`
	Amount scenario.Quantity `json:"amount"`
	Deep   *struct {
		N  int  `json:"n"`
		On bool `json:"on"`
	} `json:"deep,omitempty"`
	Part struct {
		Why  string `toml:"why" doc:"What for" enum:"one|two"`
		Many []int  `toml:"many,omitempty"`
		Own  string `toml:"-"`
		None string
	} `json:"part"`
}

// TestSchemaOfEachType: how each type of field is written in JSON.
func TestSchemaOfEachType(t *testing.T) {
	row := &speech.Row{Verb: "v", Make: func() any { return &held{} }}
	want := map[string]string{"yes": `{"type":"boolean"}`, "maybe": `{"type":"boolean"}`, "n": `{"type":"integer"}`,
		"seed": `{"type":"integer"}`, "ratio": `{"type":"number"}`, "words": `{"type":"array","items":{"type":"string"}}`,
		"span": `{"type":"string"}`, "amount": `{"type":"number"}`,
		"part": `{"type":"object","additionalProperties":false,"properties":{
			"why":{"type":"string","description":"What for","enum":["one","two"]},
			"many":{"type":"array","items":{"type":"integer"}}}}`}
	for key := range want {
		row.Args = append(row.Args, speech.Arg{Key: key, Kind: speech.Text, Need: key == "n"})
	}
	got := row.Schema()
	assert.Equal(t, "object", got.Type)
	assert.False(t, *got.Additional)
	assert.Equal(t, []string{"n"}, got.Required)
	assert.Len(t, got.Properties, len(want))
	for key, text := range want {
		data, err := json.Marshal(got.Properties[key])
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data), key)
	}
}

// TestSwitchesAreKept: of a request made of arguments the same arguments are read: off is said, too, where
// on or off must be said, or one of them is meant where nothing is.
func TestSwitchesAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		arg  speech.Arg
		said bool
	}{
		"needed":          {speech.Arg{Need: true}, true},
		"on if left out":  {speech.Arg{Else: true}, true},
		"off if left out": {speech.Arg{}, false},
	} {
		a := c.arg
		a.Key, a.Kind = "yes", speech.Switch
		row := &speech.Row{Verb: "v", Make: func() any { return &held{} }, Args: []speech.Arg{a}}
		q, err := row.Request(speech.Values{"yes": false}, "")
		require.NoError(t, err, name)
		_, said := row.Values(q.Args)["yes"]
		assert.Equal(t, c.said, said, name)
		q, err = row.Request(speech.Values{"yes": true}, "")
		require.NoError(t, err, name)
		assert.Equal(t, speech.Values{"yes": true}, row.Values(q.Args), name)
	}
}

// TestWhatIsLeftOutStaysOut: what is not said, or has no place in the request, is read from none.
func TestWhatIsLeftOutStaysOut(t *testing.T) {
	row := &speech.Row{Verb: "v", Make: func() any { return &held{} }, Args: []speech.Arg{
		{Key: "n", Kind: speech.Number, Need: true}, {Key: "nowhere", Kind: speech.Number}}}
	assert.Empty(t, row.Values(&held{}))
	assert.Equal(t, speech.Values{"n": 3.0}, row.Values(&held{N: 3}))
}
