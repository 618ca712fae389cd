package speech_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// named is what can be named in these tests.
func named(kind speech.Kind, _ speech.Values) []speech.Thing {
	switch kind {
	case speech.Fact:
		return []speech.Thing{{ID: "theft", Title: "The theft"}, {ID: "gap", Title: "A gap"}}
	case speech.Seat, speech.Seats, speech.Recipients:
		return []speech.Thing{{ID: "lab", Title: "Laboratory"}, {ID: "cloud", Title: "Cloud", Note: "Bob"}}
	case speech.Message:
		return []speech.Thing{{ID: "cloud#2", Title: "What do you see?"}}
	}
	return nil
}

func parse(line string, who speech.Who) (*speech.Said, error) {
	return speech.Commands.Parse(line, who, named)
}

// TestLines: what a line says, or why it says nothing.
func TestLines(t *testing.T) {
	for line, c := range map[string]struct {
		who    speech.Who
		values speech.Values
		why    string // part of the refusal
	}{
		"share theft to lab,cloud":   {speech.Player, speech.Values{"share": "theft", "to": []string{"lab", "cloud"}}, ""},
		"share theft to lab, cloud":  {speech.Player, speech.Values{"share": "theft", "to": []string{"lab", "cloud"}}, ""},
		"share theft to lab,,cloud":  {speech.Player, speech.Values{"share": "theft", "to": []string{"lab", "cloud"}}, ""},
		"share theft to ,lab":        {speech.Player, speech.Values{"share": "theft", "to": []string{"lab"}}, ""},
		"share theft to lab cloud":   {speech.Player, nil, "put commas between several"},
		"commit trace hold":          {speech.Player, nil, `"hold" is not expected here`},
		"declare cause yes 70%":      {speech.Player, speech.Values{"declare": "cause", "option": "yes", "confidence": 0.7}, ""},
		"declare cause yes 0%":       {speech.Player, speech.Values{"declare": "cause", "option": "yes", "confidence": 0.0}, ""},
		"declare cause yes 100":      {speech.Player, speech.Values{"declare": "cause", "option": "yes", "confidence": 1.0}, ""},
		"declare cause yes 101%":     {speech.Player, nil, "not a percentage"},
		"declare cause yes -1%":      {speech.Player, nil, "not a percentage"},
		"declare cause yes 0.7":      {speech.Player, nil, "write a percentage: 70%"},
		"release memo":               {speech.Facilitator, speech.Values{"release": "memo"}, ""},
		"all release memo":           {speech.Facilitator, speech.Values{"release": "memo"}, ""},
		"tell theft to lab":          {speech.Facilitator, nil, `"tell" is not something that you can do here; begin with`},
		"all sing":                   {speech.Facilitator, nil, "sing"},
		"as lab share theft to lab":  {speech.Facilitator, speech.Values{"share": "theft", "to": []string{"lab"}}, ""},
		"as":                         {speech.Facilitator, nil, "say which seat"},
		"as lab":                     {speech.Facilitator, nil, "begin with what you do"},
		"all share theft to lab":     {speech.Player, nil, "all"},
		"":                           {speech.Player, nil, "begin with what you do"},
		"release memo to everybody!": {speech.Player, nil, "release"},
	} {
		t.Run(line, func(t *testing.T) {
			said, err := parse(line, c.who)
			if c.why != "" {
				assert.ErrorContains(t, err, c.why)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.values, said.Values)
			assert.Equal(t, line[:3] == "all", said.All)
			assert.Equal(t, line[:3] == "as ", said.Seat == "lab")
		})
	}
}

// TestEveryBareConfidence: a word that is not a percentage is refused with how the whole line is written.
func TestEveryBareConfidence(t *testing.T) {
	for line, usage := range map[string]string{
		"declare cause yes surely":        "declare QUESTION OF BELIEF",
		"declare cause yes sure surely":   "declare QUESTION OF BELIEF",
		"declare cause yes sure":          "declare QUESTION OF BELIEF",
		"share theft to cert mark purple": "share FACTS to SEATS",
		"share theft to cert mark":        "share FACTS to SEATS",
	} {
		_, err := parse(line, speech.Player)
		require.Error(t, err, line)
		assert.Equal(t, 1, strings.Count(err.Error(), usage), "%s: %s", line, err)
	}
}

// TestConfidences: a number of percent, with its sign or without; what could be meant as a part of one is refused,
// up to 1.0, which is all to some and almost nothing to others.
func TestConfidences(t *testing.T) {
	r, a := &speech.Row{}, &speech.Arg{Key: "confidence", Kind: speech.Confidence}
	for text, want := range map[string]any{"0": 0.0, "1": 0.01, "1%": 0.01, "1.0%": 0.01, "0.7%": 0.007, "70": 0.7, "70 %": 0.7,
		"99.5": 0.995, "100": 1.0, "0.0": 0.0, "1.5": 0.015,
		"0.7": nil, ".7": nil, "1.0": nil, "1.": nil, "101": nil, "-1": nil, "-0.5%": nil, "NaN": nil, "Inf": nil, "%": nil, "0,7": nil} {
		v, err := r.Read(a, text, nil, nil)
		assert.Equal(t, want == nil, err != nil, text)
		if want != nil && err == nil {
			assert.InDelta(t, want, v, 1e-12, text)
		}
	}
}

// TestNumbers: what is a number, and within which bounds.
func TestNumbers(t *testing.T) {
	r := &speech.Row{}
	for text, want := range map[string]any{"0": 0.0, "-3.5": -3.5, "1e9": 1e9, "-1e9": -1e9, "1.1e9": nil, "-1.1e9": nil,
		"NaN": nil, "Inf": nil, "-Inf": nil, "x": nil, "": nil} {
		v, err := r.Read(&speech.Arg{Key: "n", Kind: speech.Number}, text, nil, nil)
		assert.Equal(t, want == nil, err != nil, text)
		if want != nil {
			assert.Equal(t, want, v, text)
		}
	}
	_, err := r.Read(&speech.Arg{Key: "n", Kind: speech.Choice}, "1.5", speech.Values{}, named)
	assert.ErrorContains(t, err, "whole number")
}

// TestDeeds: a note promises one thing, and each is written as it is read.
func TestDeeds(t *testing.T) {
	r, a := &speech.Row{}, &speech.Arg{Key: "do", Kind: speech.Deed}
	for text, want := range map[string]*scenario.Do{
		"act hold":                {Act: "hold"},
		"commit trace":            {Commit: "trace"},
		"convene cell":            {Convene: "cell"},
		"share theft to lab,cert": {Share: "theft", To: scenario.Names{"lab", "cert"}},
		"say to lab We are on it": {Say: "We are on it", To: scenario.Names{"lab"}},
		"act hold trace":          nil,
		"act":                     nil,
		"say to lab":              nil,
		"share theft to lab cert": nil,
		"sing":                    nil,
		"":                        nil,
	} {
		v, err := r.Read(a, text, nil, nil)
		if want == nil {
			assert.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, *want, v, text)
		assert.Equal(t, text, r.Text(a, v))
	}
}

// TestEffectsInWords: effects are written as they are read.
func TestEffectsInWords(t *testing.T) {
	r, a := &speech.Row{}, &speech.Arg{Key: "effects", Kind: speech.Effects}
	for _, text := range []string{"gauge trust add -5", "gauge trust set 0", "gauge trust times 2",
		"system bucket becomes isolated", "gauge trust add -5; system bucket becomes normal", "fact gap to lab,cert",
		"gauge trust rate 0.5", "link a,b chance 0.25", "venue cell open false"} {
		v, err := r.Read(a, text, nil, nil)
		require.NoError(t, err, text)
		assert.Equal(t, text, r.Text(a, v))
	}
}

// TestSuggestions: the words with which a line can go on, and no others.
func TestSuggestions(t *testing.T) {
	words := func(who speech.Who, words ...string) (out []string) {
		for _, s := range speech.Commands.Suggest(words, who, named) {
			out = append(out, s.Word)
		}
		return out
	}
	first := words(speech.Player)
	assert.Contains(t, first, "share")
	assert.Contains(t, first, "believe", "another word for declare")
	assert.NotContains(t, first, "release")
	assert.NotContains(t, first, "as")
	assert.Contains(t, words(speech.Facilitator), "as")
	assert.Equal(t, []string{"lab", "cloud"}, words(speech.Facilitator, "as"))
	assert.Equal(t, first, words(speech.Facilitator, "as", "lab"))
	assert.Empty(t, words(speech.Player, "as"))
	assert.Empty(t, words(speech.Player, "release"))

	assert.Equal(t, []string{"theft", "gap"}, words(speech.Player, "share"), "what is needed comes first, alone")
	assert.Contains(t, words(speech.Player, "share", "theft"), "to")
	assert.Equal(t, []string{"lab", "cloud"}, words(speech.Player, "share", "theft", "to"))
	more := words(speech.Player, "share", "theft", "to", "lab")
	assert.Contains(t, more, "cloud", "the list may go on")
	assert.NotContains(t, more, "lab", "it has that already")
	assert.Contains(t, more, "because:")
	assert.NotContains(t, words(speech.Player, "share", "theft", "to", "lab", "because:"), "lab")
	for _, s := range speech.Commands.Suggest([]string{"share", "theft", "to"}, speech.Player, named) {
		if s.Word == "cloud" {
			assert.Equal(t, "Cloud, Bob", s.Note)
		}
	}
}

// TestMoreSuggestions: how lines go on, each with the words that come next, in their order.
func TestMoreSuggestions(t *testing.T) {
	all := func(kind speech.Kind, said speech.Values) []speech.Thing {
		switch kind {
		case speech.Seats, speech.Recipients:
			return []speech.Thing{{ID: "lab"}, {ID: "cloud"}, {ID: "cert"}}
		case speech.Message, speech.Inject, speech.Case:
			return named(speech.Message, said)
		}
		return []speech.Thing{{ID: "thing"}} // of every kind, so that what should not be offered would be seen
	}
	language := append(speech.Language{{Verb: "pose", Who: speech.Player, Args: []speech.Arg{
		{Key: "to", Kind: speech.Seats, Bare: true, Need: true}, {Key: "options", Kind: speech.Texts},
		{Key: "on", Kind: speech.Switch}}}}, speech.Commands...)
	for line, c := range map[string]struct {
		who  speech.Who
		next string
	}{
		"reply":                          {speech.Player, "cloud#2"},
		"will":                           {speech.Player, "cloud#2"},
		"acknowledge cloud#2 as":         {speech.Player, `seen "will do" declined`},
		"share theft mark":               {speech.Player, "red amber green clear"},
		"share theft via":                {speech.Player, "call contact formal"},
		"share theft to lab, cloud":      {speech.Player, "cert via mark re say: because:"},
		"share theft to lab mark red":    {speech.Player, "via re say: because:"},
		"share theft to lab because: to": {speech.Player, "via mark re say: because:"},
		"say to lab":                     {speech.Player, "cloud cert via mark re because:"},
		"declare cause yes":              {speech.Player, "70% 100% because:"},
		"ask by":                         {speech.Player, "30m 1h 6h 1d"},
		"pose":                           {speech.Player, "lab cloud cert"},
		"pose lab options: wait":         {speech.Player, "on"},
		"pose lab on":                    {speech.Player, "options:"},
		"as lab":                         {speech.Player, ""},
		"postpone memo":                  {speech.Player, ""},
		"sing":                           {speech.Player, ""},
		"postpone":                       {speech.Facilitator, "cloud#2"},
		"edit memo":                      {speech.Facilitator, "to text: title: because:"},
		"rule lab#1":                     {speech.Facilitator, "success partial failure odds text: effects: because:"},
		"as lab share theft to":          {speech.Facilitator, "lab cloud cert"},
		"as lab share theft to lab mark": {speech.Facilitator, "red amber green clear"},
		"inject to lab media":            {speech.Facilitator, "email call news social alert document"},
		"choose thing now":               {speech.Facilitator, "on off"},
	} {
		var next []string
		for _, s := range language.Suggest(strings.Fields(line), c.who, all) {
			next = append(next, s.Word)
		}
		assert.Equal(t, c.next, strings.Join(next, " "), line)
	}
	row := language[0]
	assert.Equal(t, []speech.Thing{{ID: "a", Title: "a"}, {ID: "b", Title: "b"}},
		row.Choices(&speech.Arg{Kind: speech.Word, Of: []string{"a", "b"}}, nil, nil))
}

// TestWhatWasDone: the sentence for an accepted request, with titles for ids.
func TestWhatWasDone(t *testing.T) {
	for line, want := range map[string]string{
		"share theft to lab,cloud":             "Shared with Laboratory, Cloud: The theft",
		"acknowledge cloud#2":                  "They are told: seen",
		`acknowledge cloud#2 as "will do"`:     "They are told: will do",
		"will cloud#2":                         "They are told: will do",
		"declare cause yes 70% because: I saw": "Declared: yes",
	} {
		said, err := parse(line, speech.Player)
		require.NoError(t, err, line)
		assert.Equal(t, want, said.Row.Said(said.Values, named))
		again, err := parse(said.Write(), speech.Player)
		require.NoError(t, err, said.Write())
		assert.Equal(t, said.Values, again.Values)
		assert.Equal(t, said.Reason, again.Reason)
	}
}

// TestForStaff: what only staff have to give must be given by them, and the row of all stays.
func TestForStaff(t *testing.T) {
	row := &speech.Row{Verb: "v", Args: []speech.Arg{{Key: "seat", Kind: speech.Seat, Staff: true, Seldom: true},
		{Key: "text", Kind: speech.Text}}}
	staff := row.ForStaff()
	assert.True(t, staff.Args[0].Need)
	assert.False(t, staff.Args[0].Seldom)
	assert.False(t, staff.Args[1].Need)
	assert.False(t, row.Args[0].Need, "the row of all")
	assert.True(t, row.Args[0].Seldom)
	plain := &speech.Row{Verb: "v", Args: []speech.Arg{{Key: "text", Kind: speech.Text}}}
	assert.Same(t, plain, plain.ForStaff())
	words := &speech.Row{Done: "Said", DoneByStaff: "Moved"}
	assert.Equal(t, "Moved", words.ForStaff().Said(nil, nil))
	assert.Equal(t, "Said", words.Said(nil, nil))
	assert.Nil(t, (*speech.Row)(nil).ForStaff())
}

// TestMissing: what is needed and was not said is no error yet.
func TestMissing(t *testing.T) {
	said, err := parse("share", speech.Player)
	require.NoError(t, err)
	var missing []string
	for _, a := range said.Missing() {
		missing = append(missing, a.Key)
	}
	assert.Equal(t, []string{"share", "to"}, missing)
	said, err = parse("share theft to lab", speech.Player)
	require.NoError(t, err)
	assert.Empty(t, said.Missing())
}

// A line may name several facts: each is shared for itself, once, and where only one can be said the
// others are not left out in silence.
func TestSeveralOnALine(t *testing.T) {
	said, err := speech.Commands.Parse("share egress, host,egress to cert say: look", speech.Player, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"egress", "host"}, said.Every("share"))
	for i, one := range said.Each() {
		q, err := one.Request("cloud")
		require.NoError(t, err)
		assert.Equal(t, said.Every("share")[i], q.Line().Share)
		assert.Equal(t, []string{"cert"}, []string(q.Line().To))
		assert.Equal(t, "look", q.Line().Text)
	}
	_, err = said.Request("cloud")
	assert.ErrorContains(t, err, "give only one here")
	one, err := speech.Commands.Parse("share egress to cert", speech.Player, nil)
	require.NoError(t, err)
	assert.Equal(t, []*speech.Said{one}, one.Each())
}
