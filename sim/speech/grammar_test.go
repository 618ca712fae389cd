package speech_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// small is a language with a verb for each rule of the grammar.
var small = speech.Language{
	{Verb: "answer", Who: speech.Player, Args: []speech.Arg{
		{Key: "n", Kind: speech.Question, Bare: true, Need: true, Ask: "Which question?"},
		{Key: "choice", Kind: speech.Choice, Bare: true}, {Key: "order", Kind: speech.Order, Bare: true}}},
	{Verb: "turn", Who: speech.Player, Reason: true, Args: []speech.Arg{
		{Key: "seat", Kind: speech.Name, Bare: true}, {Key: "on", Kind: speech.Switch}}},
	{Verb: "put", Who: speech.Player, Args: []speech.Arg{
		{Key: "to", Kind: speech.Seats, Bare: true, Need: true}, {Key: "on", Kind: speech.Switch},
		{Key: "text", Kind: speech.Text, Bare: true}}},
	{Verb: "place", Who: speech.Player, Args: []speech.Arg{
		{Key: "n", Kind: speech.Number, Bare: true}, {Key: "seat", Kind: speech.Seat, Bare: true},
		{Key: "on", Kind: speech.Venue}}},
	{Verb: "weigh", Who: speech.Player, Args: []speech.Arg{
		{Key: "n", Kind: speech.Number, Bare: true, Need: true}, {Key: "text", Kind: speech.Text, Bare: true}}},
	{Verb: "count", Who: speech.Player, Args: []speech.Arg{
		{Key: "n", Kind: speech.Number, Repeat: true}, {Key: "text", Kind: speech.Text, Bare: true}}},
	{Verb: "mute", Who: speech.Facilitator, Instead: []string{"weigh", "nowhere", "free"},
		Short: []speech.Short{{Word: "hush", Is: "mute"}}},
	{Verb: "free", Who: speech.Facilitator, Short: []speech.Short{{Word: "hush", Is: "free"}}},
}

// asked is what can be named where the facilitator asks one question, with three options.
func asked(kind speech.Kind, said speech.Values) []speech.Thing {
	switch kind {
	case speech.Question:
		return []speech.Thing{{ID: "7", N: 7}}
	case speech.Choice:
		return []speech.Thing{{ID: "1", Title: "Wait and see", N: 1}, {ID: "2", Title: "Stop", N: 2},
			{ID: "3", Title: "Go", N: 3}}
	}
	return named(kind, said)
}

// ranked is the same with a question that is answered by an order of three options.
func ranked(kind speech.Kind, said speech.Values) []speech.Thing {
	switch kind {
	case speech.Choice:
		return nil
	case speech.Order:
		return asked(speech.Choice, said)
	}
	return asked(kind, said)
}

// third is ranked with a question that has the number of an option.
func third(kind speech.Kind, said speech.Values) []speech.Thing {
	if kind == speech.Question {
		return []speech.Thing{{ID: "3", N: 3, Title: "Which first?"}}
	}
	return ranked(kind, speech.Values{"n": 7.0})
}

// TestGrammar: what the words of a line are taken for, by the rules of the package comment.
func TestGrammar(t *testing.T) {
	type values = speech.Values
	toLab := func(text ...string) values {
		out := values{"share": "theft", "to": []string{"lab"}}
		if len(text) > 0 {
			out[text[0]] = text[1]
		}
		return out
	}
	yes := func(sure float64) values { return values{"declare": "cause", "option": "yes", "confidence": sure} }
	for line, c := range map[string]struct {
		scope  speech.Scope
		values speech.Values
		why    string // part of the refusal
	}{
		// The one open question need not be named, and an option has its number or its words.
		"answer 2":              {asked, values{"n": 7.0, "choice": 2.0}, ""},
		"answer 7 2":            {asked, values{"n": 7.0, "choice": 2.0}, ""},
		"answer wait and see":   {asked, values{"n": 7.0, "choice": 1.0}, ""},
		"answer 8":              {asked, values{"n": 7.0, "choice": 8.0}, ""},
		"answer choice 2":       {asked, values{"n": 7.0, "choice": 2.0}, ""},
		"answer 8 2":            {asked, values{"n": 8.0, "choice": 2.0}, ""},
		"answer":                {asked, values{}, ""},
		"answer 7 maybe":        {asked, nil, `"maybe" is not expected here`},
		"answer 3 1 2":          {ranked, values{"n": 7.0, "order": []string{"3", "1", "2"}}, ""},
		"answer 3 1,2":          {third, values{"n": 3.0, "order": []string{"1", "2"}}, ""},
		"answer 3 2,1,3":        {third, values{"n": 3.0, "order": []string{"2", "1", "3"}}, ""},
		"answer 3,1,2":          {third, values{"n": 3.0, "order": []string{"3", "1", "2"}}, ""},
		"answer 3 , 2, 1":       {third, values{"n": 3.0, "order": []string{"3", "2", "1"}}, ""},
		"answer 2 3,1":          {third, values{"n": 3.0, "order": []string{"2", "3", "1"}}, ""},
		"answer 2 3 1":          {third, values{"n": 3.0, "order": []string{"2", "3", "1"}}, ""},
		"answer 7 3":            {ranked, values{"n": 7.0, "order": []string{"3"}}, ""},
		"answer 1 2":            {nil, nil, `"2" is not expected here`},
		"answer 7 0,1":          {ranked, nil, "by their numbers"},
		"answer 7 1 order 2, 1": {ranked, nil, "not expected"},

		// A switch that is called on is said by its value alone, once, unless it is in quotes or words.
		"turn off":                  {nil, values{"on": false}, ""},
		"turn cert on":              {nil, values{"seat": "cert", "on": true}, ""},
		"turn cert on off":          {nil, values{"seat": "cert", "on": false}, ""},
		"turn cert off on":          {nil, nil, `"on" is not expected here`},
		`turn "on" off`:             {nil, values{"seat": "on", "on": false}, ""},
		"put lab on the way":        {nil, values{"to": []string{"lab"}, "text": "on the way"}, ""},
		"put lab on off":            {nil, values{"to": []string{"lab"}, "on": false}, ""},
		"place lab on":              {nil, nil, "something is missing after on"},
		"place 3 lab on cell":       {nil, values{"n": 3.0, "seat": "lab", "on": "cell"}, ""},
		"place lab":                 {nil, values{"seat": "lab"}, ""},
		"put lab to cloud":          {nil, values{"to": []string{"lab"}, "text": "to cloud"}, ""},
		"share theft to lab to gap": {nil, nil, `"to" is one word too many`},

		// What is needed is not taken for words; what is not can be.
		"weigh much":        {nil, nil, `"much" is not a number`},
		"weigh 3 much":      {nil, values{"n": 3.0, "text": "much"}, ""},
		"count n 1,2,x":     {nil, values{"text": "n 1,2,x"}, ""},
		"count n 1,2 hello": {nil, values{"n": 1.0, "text": "hello"}, ""},

		// Quotes hold words together where they close before a space or a comma.
		`say to "Bea Smith",lab hello`: {nil, values{"to": []string{"Bea Smith", "lab"}, "say": "hello"}, ""},
		`say to "Bea Smith" hello`:     {nil, values{"to": []string{"Bea Smith"}, "say": "hello"}, ""},
		`say to "Bea"Smith hello`:      {nil, values{"to": []string{`"Bea"Smith`}, "say": "hello"}, ""},
		`say to "lab,cert hello`:       {nil, values{"to": []string{`"lab`, "cert"}, "say": "hello"}, ""},
		`say to " hello`:               {nil, values{"to": []string{`"`}, "say": "hello"}, ""},
		`share "" to lab`:              {nil, nil, "something is missing after share"},

		// Each name with a colon begins a text once; any white space is around it.
		"share theft to lab say: one say: two":       {nil, toLab("text", "one say: two"), ""},
		"share theft to lab\tsay:\tone\nbecause:\rx": {nil, toLab("text", "one"), ""},
		"share theft to lab\nsay: one\rbecause: x":   {nil, toLab("text", "one"), ""},
		"share theft to lab because: x because: y":   {nil, toLab(), ""},
		"say to lab via bad say: hello":              {nil, nil, "via is call, contact, formal"},

		// Who answers a message writes to its sender.
		"say re cloud#2 hello":        {named, values{"re": "cloud#2", "to": []string{"cloud"}, "say": "hello"}, ""},
		"say re cloud#2 to lab hello": {named, values{"re": "cloud#2", "to": []string{"lab"}, "say": "hello"}, ""},
		"verify cloud#0":              {named, nil, `"cloud#0" is not a message`},
		"verify #2":                   {named, nil, `"#2" is not a message`},

		// Letters are large or small, and a name may be cut short or said by its title.
		"SHARE Theft TO LAB":            {named, toLab(), ""},
		"share the to Labor":            {named, toLab(), ""},
		"share theft to l":              {named, toLab(), ""},
		"declare cause yes 0":           {named, yes(0.0), ""},
		"declare cause yes 1":           {named, yes(0.01), ""},
		"declare cause yes 0.5%":        {named, yes(0.005), ""},
		"  share   theft   to   lab   ": {named, toLab(), ""},
	} {
		t.Run(line, func(t *testing.T) {
			said, err := append(small, speech.Commands...).Parse(line, speech.Player, c.scope)
			if c.why != "" {
				require.ErrorContains(t, err, c.why)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.values, said.Values)
			if strings.HasPrefix(line, "count n 1,2,x") {
				assert.Equal(t, []*speech.Said{said}, said.Each(), "numbers that were words after all are forgotten")
			}
		})
	}
}

// TestOneOfSeveral: what two things could be meant by stays as it is said.
func TestOneOfSeveral(t *testing.T) {
	scope := func(speech.Kind, speech.Values) []speech.Thing {
		return []speech.Thing{{ID: "north", Title: "Old mill"}, {ID: "north_sea", Title: "Old harbour"},
			{ID: "northern", Title: "New"}}
	}
	a := &speech.Arg{Key: "seat", Kind: speech.Seat}
	for text, want := range map[string]string{"nor": "nor", "north": "north", "north_": "north_sea", "old": "old",
		"old h": "north_sea", "NEW": "northern", "west": "west"} {
		got, err := (&speech.Row{}).Read(a, text, nil, scope)
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
	}
}

// TestWhoseVerb: who may not say a verb is told what may be said instead, first and once, and no verb
// that is not theirs or not there.
func TestWhoseVerb(t *testing.T) {
	_, err := small.Parse("mute cert", speech.Player, nil)
	require.Error(t, err)
	assert.Equal(t, `"mute" is not something that you can do here; begin with `+
		"weigh, answer, turn, put, place, count", err.Error())
	_, err = small.Parse("hush", speech.Player, nil)
	require.Error(t, err)
	assert.Contains(t, err.Error(), "begin with weigh, answer",
		"of two verbs with one word, the first says what to do instead")
	_, err = small.Parse("as lab weigh 3", speech.Player, nil)
	assert.ErrorContains(t, err, `"as" is not something that you can do here`)
	shared := speech.Language{{Verb: "a", Who: speech.Facilitator, Short: []speech.Short{{Word: "hush", Is: "a"}}},
		{Verb: "b", Who: speech.Player, Short: []speech.Short{{Word: "hush", Is: "b"}}}}
	for who, verb := range map[speech.Who]string{speech.Facilitator: "a", speech.Player: "b"} {
		row, _ := shared.Find("hush", who)
		assert.Equal(t, verb, row.Verb, "staff and players share a short word")
	}
	said, err := small.Parse("as Laboratory weigh 3", speech.Facilitator, named)
	require.NoError(t, err)
	assert.Equal(t, "lab", said.Seat)
	assert.Equal(t, "as lab weigh 3", said.Write())
}

// TestBare: whether only a verb was said; a short word may say more.
func TestBare(t *testing.T) {
	for line, bare := range map[string]bool{"share": true, "tell": true, "will": false, "share theft": false} {
		said, err := parse(line, speech.Player)
		require.NoError(t, err, line)
		assert.Equal(t, bare, said.Bare, line)
	}
}

// TestAFiledNote: a promise can be shown to more people, and is not filed a second time.
func TestAFiledNote(t *testing.T) {
	scope := func(kind speech.Kind, _ speech.Values) []speech.Thing {
		if kind == speech.Promise {
			return []speech.Thing{{ID: "#1", N: 1}}
		}
		return nil
	}
	_, err := speech.Commands.Parse("file #1", speech.Player, scope)
	assert.ErrorContains(t, err, "#1 is already filed: to change it, revise #1")
	for _, line := range []string{"file #2", "file #1 to lab", "file when: hours > 6 do: act hold"} {
		_, err := speech.Commands.Parse(line, speech.Player, scope)
		assert.NoError(t, err, line)
	}
	_, err = speech.Commands.Parse("file #1", speech.Player, nil)
	assert.NoError(t, err, "the room knows what is filed")
}

// TestSeveralOnce: who names a thing more than once says it once.
func TestSeveralOnce(t *testing.T) {
	said, err := speech.Commands.Parse("share a, b, b, c, a to cert", speech.Player, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, said.Every("share"))
	one, err := speech.Commands.Parse("share a to cert", speech.Player, nil)
	require.NoError(t, err)
	require.Len(t, one.Each(), 1)
	assert.Same(t, one, one.Each()[0])
}

// TestWordsThatCouldBeNames: a text that begins or goes on like an argument is written so that it is
// read as it was, and with no more backslashes than that takes.
func TestWordsThatCouldBeNames(t *testing.T) {
	for text, line := range map[string]string{
		"hello":                `say to lab hello`,
		"to lab":               `say to lab \to lab`,
		"walk to lab":          `say to lab walk to lab`,
		"because: x":           `say to lab \because: x`,
		"so, because: x":       `say to lab so, \because: x`,
		`\because: x`:          `say to lab \\because: x`,
		`"a" b`:                `say to lab \"a" b`,
		",a":                   `say to lab \,a`,
		`\a`:                   `say to lab \\a`,
		`a \b`:                 `say to lab a \b`,
		"a  b\tbecause: now c": "say to lab a  b\t\\because: now c",
	} {
		row := speech.Commands.Verb("say")
		said := &speech.Said{Row: row, Values: speech.Values{"to": []string{"lab"}, "say": text}}
		assert.Equal(t, line, strings.Replace(said.Write(), "say to lab say: ", "say to lab ", 1))
		again, err := parse(said.Write(), speech.Player)
		require.NoError(t, err, said.Write())
		assert.Equal(t, said.Values, again.Values, said.Write())
		assert.Empty(t, again.Reason)
	}
	said := &speech.Said{Row: speech.Commands.Verb("say"), Values: speech.Values{"say": " to"}}
	assert.Contains(t, said.Write(), "to", "spaces at the front")
	for _, name := range []string{"Bea Smith", "a,b", `\a`, "a:", "to", "lab"} {
		said := &speech.Said{Row: speech.Commands.Verb("share"), Values: speech.Values{"share": name,
			"to": []string{"lab"}}}
		again, err := speech.Commands.Parse(said.Write(), speech.Player, nil)
		require.NoError(t, err, said.Write())
		assert.Equal(t, said.Values, again.Values, said.Write())
		assert.Equal(t, name == "lab", !strings.Contains(said.Write(), `"`), said.Write())
	}
}

// TestUsage: how a line is written, with what is bare first and its texts last.
func TestUsage(t *testing.T) {
	row := &speech.Row{Verb: "v", Reason: true, Args: []speech.Arg{
		{Key: "title", Kind: speech.Text}, {Key: "text", Kind: speech.Text, Bare: true, Need: true},
		{Key: "close", Kind: speech.Switch}, {Key: "on", Kind: speech.Switch},
		{Key: "to", Kind: speech.Seat, Bare: true, Need: true}}}
	assert.Equal(t, "place [NUMBER] [SEAT] [on VENUE]", small.Verb("place").Usage())
	assert.Equal(t, "v SEAT [close on|off] [on|off] TEXT [title: TEXT] [because: WHY]", row.Usage())
}

// TestArgumentsOfEachType: what an argument puts into a field of each type, and reads back.
func TestArgumentsOfEachType(t *testing.T) {
	row := &speech.Row{Verb: "v", Make: func() any { return &held{} }}
	for _, key := range []string{"n", "seed", "ratio", "words", "deep.n", "nowhere.n"} {
		row.Args = append(row.Args, speech.Arg{Key: key, Kind: speech.Number})
	}
	for name, c := range map[string]struct {
		values speech.Values
		why    string
	}{
		"whole":        {speech.Values{"n": -3.0}, ""},
		"half":         {speech.Values{"n": 1.5}, "1.5 is not a whole number"},
		"seed":         {speech.Values{"seed": 9.0}, ""},
		"largest":      {speech.Values{"seed": float64(1 << 53)}, ""},
		"too large":    {speech.Values{"seed": float64(1<<53 + 2)}, "not a whole number from 0 to 2^53"},
		"below 0":      {speech.Values{"seed": -1.0}, "not a whole number from 0 to 2^53"},
		"half a seed":  {speech.Values{"seed": 1.5}, "not a whole number from 0 to 2^53"},
		"ratio":        {speech.Values{"ratio": 0.5}, ""},
		"words":        {speech.Values{"words": []string{"a", "b"}}, ""},
		"in a table":   {speech.Values{"deep.n": 2.0}, ""},
		"no table":     {speech.Values{"nowhere.n": 2.0}, "v has no nowhere.n"},
		"all at once":  {speech.Values{"n": 1.0, "seed": 2.0, "deep.n": 3.0}, ""},
		"nothing said": {speech.Values{}, ""},
	} {
		q, err := row.Request(c.values, "")
		if c.why != "" {
			assert.ErrorContains(t, err, c.why, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, c.values, row.Values(q.Args), name)
	}
	q, err := row.Request(speech.Values{"seed": 0.0}, "")
	require.NoError(t, err)
	assert.Zero(t, q.Args.(*held).Seed)
	row.Args = append(row.Args, speech.Arg{Key: "deep.on", Kind: speech.Switch, Need: true})
	assert.Equal(t, speech.Values{"n": 1.0}, row.Values(&held{N: 1}), "a switch of a table that is not there")
	assert.Nil(t, q.Args.(*held).Deep, "a table of which nothing is said is not made")
}

// TestNumbersOfEffects: effects have numbers, spans and texts with several entries, and nothing that is none.
func TestNumbersOfEffects(t *testing.T) {
	r, a := &speech.Row{}, &speech.Arg{Key: "effects", Kind: speech.Effects}
	for _, text := range []string{"gauge trust add NaN", "gauge trust add inf", "gauge trust add -Inf",
		"gauge trust rate nan",
		"link a,b chance Inf", "link a,b chance x", "gauge trust add x", "link a,b cut after soon"} {
		_, err := r.Read(a, text, nil, nil)
		assert.Error(t, err, text)
	}
	for _, text := range []string{"gauge trust doubling 2d", "gauge trust add 1 after 2h", "gauge trust halt",
		"link a,b cut"} {
		v, err := r.Read(a, text, nil, nil)
		require.NoError(t, err, text)
		assert.Equal(t, text, r.Text(a, v))
	}
	v, err := r.Read(a, "gauge trust add 1 after 2h", nil, nil)
	require.NoError(t, err)
	later := scenario.Delay{Set: true, Kind: scenario.Fixed, A: scenario.Duration(2 * time.Hour)}
	assert.Equal(t, later, v.([]scenario.Effect)[0].After)
	v, err = r.Read(&speech.Arg{Key: "options", Kind: speech.Texts}, "wait; go on \nstop", nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"wait", "go on", "stop"}, v)
	assert.Equal(t, "wait; go on; stop", r.Text(&speech.Arg{Kind: speech.Texts}, v))
	_, err = r.Read(&speech.Arg{Key: "options", Kind: speech.Texts}, "wait, go on, stop", nil, nil)
	assert.ErrorContains(t, err, "semicolons")
	_, err = r.Read(&speech.Arg{Key: "options", Kind: speech.Texts}, "wait, then go; stop", nil, nil)
	require.NoError(t, err)
	texts := &speech.Arg{Key: "options", Kind: speech.Texts}
	v, err = r.Read(texts, r.Text(texts, []string{"one, or the other"}), nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"one, or the other"}, v, "what was written down can be read")
	assert.Equal(t, "yes", r.Text(texts, []string{"yes"}))
	assert.Equal(t, "wait, then go; stop", r.Text(texts, []string{"wait, then go", "stop"}))
	v, err = r.Read(texts, "wait, then go\nstop", nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"wait, then go", "stop"}, v, "lines are as good as semicolons")
	v, err = r.Read(&speech.Arg{Key: "order", Kind: speech.Order}, "2 1", nil, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"2", "1"}, v, "an order needs no commas")
	endless := func(speech.Kind, speech.Values) []speech.Thing {
		return []speech.Thing{{ID: "99999999999999999999", N: 1}}
	}
	_, err = r.Read(&speech.Arg{Key: "order", Kind: speech.Order}, "1", nil, endless)
	assert.ErrorContains(t, err, "by their numbers", "a number that no option has")
	for text, want := range map[string]any{" 3 ": 3.0, "3x": nil} {
		v, err := r.Read(&speech.Arg{Key: "n", Kind: speech.Number}, text, nil, nil)
		assert.Equal(t, want, v, text)
		assert.Equal(t, want == nil, err != nil, text)
	}
	for text, do := range map[string]scenario.Do{"share gap": {Share: "gap"}, "say hello": {Say: "hello"}} {
		v, err := r.Read(&speech.Arg{Kind: speech.Deed}, text, nil, nil)
		require.NoError(t, err, text)
		assert.Equal(t, do, v)
		assert.Equal(t, text, r.Text(&speech.Arg{Kind: speech.Deed}, v))
	}
}

// TestSwitchedOff: the sentence for a switch that is off, where there is one, and ids without a title.
func TestSwitchedOff(t *testing.T) {
	row := &speech.Row{Verb: "v", Done: "On for {to}", Undone: "Off for {to}",
		Args: []speech.Arg{{Key: "to", Kind: speech.Seats}}}
	plain := &speech.Row{Verb: "v", Done: "Changed"}
	untitled := func(speech.Kind, speech.Values) []speech.Thing {
		return []speech.Thing{{ID: "lab"}, {ID: "cert", Title: "CERT"}}
	}
	to := []string{"lab", "cert"}
	assert.Equal(t, "Off for lab, CERT", row.Said(speech.Values{"on": false, "to": to}, untitled))
	assert.Equal(t, "On for lab, CERT", row.Said(speech.Values{"on": true, "to": to}, untitled))
	assert.Equal(t, "On for lab, cert", row.Said(speech.Values{"to": to}, nil))
	assert.Equal(t, "Changed", plain.Said(speech.Values{"on": false}, nil))
}

// TestToolsOfALanguageModel: a verb as a function, with what each argument means in words.
func TestToolsOfALanguageModel(t *testing.T) {
	row := &speech.Row{Verb: "v", Help: "Do it", Who: speech.Player, Reason: true, Make: func() any { return &held{} },
		Args: []speech.Arg{
			{Key: "ratio", Kind: speech.Confidence, Need: true, Ask: "How sure, in %? If left out, 100"},
			{Key: "words", Kind: speech.Seats, Ask: "To whom?"},
			{Key: "n", Kind: speech.Question, Ask: "Which question?"},
			{Key: "span", Kind: speech.Span, Ask: "How long?"},
			{Key: "part.why", Kind: speech.Formula, Ask: "What for?"},
			{Key: "part.many", Kind: speech.Deed, Ask: "What is done?"},
			{Key: "nowhere", Kind: speech.Text}}}
	assert.Empty(t, speech.Language{row}.Tools(speech.Observer))
	tools := speech.Language{row}.Tools(speech.Player)
	require.Len(t, tools, 1)
	data, err := json.Marshal(tools[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"type": "function", "function": {"name": "v", "description": "Do it.", "parameters": {
		"type": "object", "additionalProperties": false, "required": ["ratio"], "properties": {
			"ratio": {"type": "number", "minimum": 0, "maximum": 1,
				"description": "How sure, from 0 to 1? If left out, 1"},
			"words": {"type": "array", "description": "To whom?",
				"items": {"type": "string", "description": "The id or number of: seats"}},
			"n": {"type": "integer", "description": "Which question?"},
			"span": {"type": "string", "description": "How long? A span of exercise time: 30m, 6h, 2d"},
			"part": {"type": "object", "additionalProperties": false, "properties": {
				"why": {"type": "string", "description": "What for?"},
				"many": {"type": "array", "items": {"type": "integer"}, "description": "As in a scenario"}}},
			"reason": {"type": "string", "description": "Why, for the record"}}}}}`, string(data))
	for _, tool := range speech.Commands.Tools(speech.Anyone) {
		for key, arg := range tool.Function.Parameters.Properties {
			if arg.Maximum != nil {
				assert.NotContains(t, arg.Description, "100", "%s: %s is from 0 to 1", tool.Function.Name, key)
			}
		}
	}
}
