package exercise_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// toldOf is the history of what was done at a table of a scenario.
func toldOf(t *testing.T, text string, g *tabletest.Table) *exercise.History {
	t.Helper()
	p, err := exercise.NewReplay(t.Context(), record.Header{Format: 1, Name: "desks", Scenario: text, Seed: 1}, g.Entries,
		record.Report{}, nil)
	require.NoError(t, err)
	h, err := p.History(t.Context(), nil)
	require.NoError(t, err)
	return h
}

// TestWhoSatWhere from STARTEX to ENDEX: who was moved before has not sat there, and who goes after has sat to
// the end.
func TestWhoSatWhere(t *testing.T) {
	g := table(t, controlled)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	seat := func(who, role string) { ask(t, g, "Fay", "seat", `{"who":"`+who+`","role":"`+role+`"}`) }
	seat("Lou", "lab")
	seat("Ann", "lab")
	seat("Lou", "agency")
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	seat("Cyd", "agency")
	until(g, 2)
	ask(t, g, "Bob", "leave", "")
	until(g, 3)
	seat("Lou", "cloud")
	until(g, 4)
	ask(t, g, "Fay", "end", `{"end":true}`)
	ask(t, g, "Ann", "leave", "")
	type sat struct {
		name, role  string
		from, until float64 // -1 for the end
	}
	var got []sat
	h := toldOf(t, controlled, g)
	for _, s := range h.Sittings {
		row := sat{s.Name, s.Role, s.From.Hours, -1}
		if s.Until != nil {
			row.until = s.Until.Hours
		}
		got = append(got, row)
	}
	assert.Equal(t, []sat{{"Bob", "cloud", 0, 2}, {"Ann", "lab", 0, -1}, {"Lou", "agency", 0, 1}, {"Cyd", "agency", 1, -1},
		{"Lou", "cloud", 3, -1}}, got)
	last := map[string]string{}
	for _, p := range h.People {
		last[p.Name] = p.Role
	}
	assert.Equal(t, map[string]string{"Fay": "", "Eva": "", "Wall": "", "Ann": "", "Bob": "", "Cyd": "agency", "Lou": "cloud"}, last)
}

// TestWhatCausedIt: an event has the name of who caused it, and says whether a facilitator helped; what comes by
// itself has neither. What was refused is an event, and no command.
func TestWhatCausedIt(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1.5)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	assert.False(t, g.Do("Cyd", "agency", "share", `{"share":"theft","to":["cloud"]}`).OK)
	until(g, 3)
	ask(t, g, "Fay", "inject", `{"inject":{"to":["cloud"],"title":"Out of hand","text":"x"}}`)
	until(g, 4)
	ask(t, g, "Eva", "observe", `{"text":"So."}`)
	h := toldOf(t, controlled, g)
	caused, alone := map[string]bool{}, 0
	for _, ev := range h.Events {
		if !ev.Caused {
			assert.Empty(t, ev.Who, ev.Kind)
			alone++
			continue
		}
		assert.Equal(t, g.Entries[ev.Line-2].Who, ev.Who)
		caused[ev.Who] = ev.Help
	}
	assert.Equal(t, map[string]bool{"Ann": false, "Cyd": false, "Fay": true}, caused)
	assert.Positive(t, alone)
	var given []string
	for _, c := range h.Commands {
		given = append(given, c.Who+" "+c.Verb.String())
	}
	assert.Equal(t, []string{"Ann share", "Fay inject"}, given)
	require.Len(t, h.Observations, 1)
	assert.Equal(t, len(g.Entries)+1, h.Observations[0].Line)
	assert.Nil(t, h.Picture, "there is neither a hypothesis nor a level")
	for id, title := range map[string]string{"fixed": "Fixed", "+1": "Out of hand", "+2": "", "nowhere": ""} {
		assert.Equal(t, title, h.InjectTitle(id), id)
	}
}

// TestWhatABotDid is a command of nobody, of the line before it.
func TestWhatABotDid(t *testing.T) {
	g := risingTable(t)
	ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
	ask(t, g, "Fay", "start", "")
	until(g, 30)
	ask(t, g, "Eva", "observe", `{"text":"So."}`)
	h := toldOf(t, rising, g)
	require.NotEmpty(t, h.Commands)
	c := h.Commands[0]
	assert.Equal(t, []any{"", engine.Share, len(g.Entries)}, []any{c.Who, c.Verb, c.Line})
}

// TestTimesAreToldToTheMinute where an objective took more than one.
func TestTimesAreToldToTheMinute(t *testing.T) {
	g := begun(t, controlled)
	g.Pass(engine.At(5*scenario.Minute + scenario.Minute/2))
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	s, err := g.X.Score(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "it took 5m", s.Objectives[0].Text)
}

// TestWhatTheRoomWasAsked is in the history with who answered in which seat, a ranking with how far they agree, and
// an approval with what was said to it.
func TestWhatTheRoomWasAsked(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, cyd("approve", `{"n":1,"yes":true,"text":"Go."}`).on(g).OK)
	require.True(t, fay("question", `{"text":"First?","options":["a","b"],"rank":true}`).on(g).OK)
	require.True(t, bob("answer", `{"n":2,"order":[2,1]}`).on(g).OK)
	require.True(t, cyd("answer", `{"n":2,"order":[2,1]}`).on(g).OK)
	require.True(t, cyd("answer", `{"n":1,"text":"This."}`).on(g).OK)
	p, err := exercise.NewReplay(t.Context(), tabletest.Header(t, tabletest.Secrets, 1), g.Entries,
		record.Report{}, nil)
	require.NoError(t, err)
	h, err := p.History(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []exercise.Approved{{Attempt: 0, Title: g.X.SeatTitle("agency"), State: "approved", Words: "Go."}}, h.Approvals)
	require.Len(t, h.Questions, 2)
	assert.Equal(t, []exercise.Said{{Who: "Cyd", Role: "agency", Text: "This."}}, h.Questions[0].Answers)
	assert.Nil(t, h.Questions[0].Agreement)
	q := h.Questions[1]
	assert.Equal(t, []any{"First?", []string{"a", "b"}, true, 0.5}, []any{q.Text, q.Options, q.Rank, q.At.Hours})
	require.NotNil(t, q.Agreement)
	assert.InDelta(t, 1, *q.Agreement, 1e-12)
	require.Len(t, q.Answers, 2)
	assert.Equal(t, []any{"Bob", "cloud", []int{2, 1}}, []any{q.Answers[0].Who, q.Answers[0].Role, q.Answers[0].Order})
	assert.Equal(t, []any{"question", "First?"}, []any{g.Entries[q.Line-2].Verb, q.Text})
	assert.NotNil(t, h.Picture)
	assert.True(t, h.Attended)
	assert.NotContains(t, h.Bots, true)
}

// TestAnyMoment of a record: before the first entry, after each, between two, within a jump and past the end.
func TestAnyMoment(t *testing.T) {
	g := table(t, controlled)
	joined := len(g.Entries)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	ask(t, g, "Fay", "pause", "")
	ask(t, g, "Fay", "jump", `{"to":"5h"}`)
	ask(t, g, "Fay", "resume", "")
	until(g, 6)
	ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
	h := record.Header{Format: 1, Name: "desks", Scenario: controlled, Seed: 1}
	p, err := exercise.NewReplay(t.Context(), h, g.Entries, record.Report{}, nil)
	require.NoError(t, err)
	all := len(g.Entries)
	assert.Equal(t, g.X.Now(), p.Last())
	assert.Equal(t, g.X.Digest(), p.End().Digest())
	for _, c := range []struct {
		hours   float64
		entries int
	}{{0, joined + 1}, {1, joined + 1}, {2, joined + 2}, {3, joined + 2}, {4.5, joined + 2}, {5, joined + 4},
		{5.5, joined + 4}, {6, all}} {
		fresh := table(t, controlled)
		ask(t, fresh, "Fay", "start", "")
		until(fresh, c.hours)
		at := fresh.X.Now()
		assert.Equal(t, c.entries, p.EntriesAt(at), c.hours)
		x := p.At(at)
		assert.Equal(t, at, x.Now(), c.hours)
		assert.True(t, x.Running(), "%v: a jump is under way though the clock was paused before", c.hours)
		came := fresh.X.Happened()
		if c.entries == all {
			came++ // what Ann says
		}
		assert.Equal(t, came, x.Happened(), c.hours)
	}
	assert.Equal(t, all, p.EntriesAt(2*p.Last()))
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, joined: joined, joined + 1: joined + 1, all: all,
		all + 3: all} {
		x, err := exercise.New(h)
		require.NoError(t, err)
		for _, en := range g.Entries[:want] {
			require.NoError(t, x.Follow(en))
		}
		got := p.After(n)
		assert.Equal(t, x.Digest(), got.Digest(), n)
		assert.Equal(t, x.Now(), got.Now(), n)
	}
}

// TestALongRecord is kept at some places only, and is whole at every one: at its end, between two, and in a jump that
// began where a move ended.
func TestALongRecord(t *testing.T) {
	g := begun(t, walled)
	until(g, 11)
	require.Equal(t, engine.At(10*scenario.Hour), g.X.Now(), "the move ends")
	ask(t, g, "Fay", "jump", `{"to":"13h"}`)
	for len(g.Entries) < 65 {
		ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
	}
	p, err := exercise.NewReplay(t.Context(), record.Header{Format: 1, Name: "desks", Scenario: walled, Seed: 1}, g.Entries,
		record.Report{}, nil)
	require.NoError(t, err)
	assert.Equal(t, g.X.Digest(), p.End().Digest())
	for n := range g.Entries {
		x := p.After(n)
		x.Advance(g.Entries[n].At)
		assert.Equal(t, g.Entries[n].State, x.Digest(), n)
	}
	assert.Equal(t, engine.At(12*scenario.Hour), p.At(engine.At(12*scenario.Hour)).Now())
	g.Entries[20].State++
	_, err = exercise.NewReplay(t.Context(), record.Header{Format: 1, Name: "desks", Scenario: walled, Seed: 1}, g.Entries,
		record.Report{}, nil)
	var d *exercise.Difference
	require.ErrorAs(t, err, &d)
	assert.Equal(t, []int{22, 21}, []int{d.Line, d.Entry}, "the header is line 1")
}

// TestWhatWasWrittenDown has the line of the record at which it was, and what it is about.
func TestWhatWasWrittenDown(t *testing.T) {
	g := inPhase(t, "running")
	lines := map[string]int{}
	for _, s := range []said{eva("rate", `{"objective":"picture","rating":"M"}`), cyd("decide", `{"text":"We wait."}`),
		bob("assess", `{"hypothesis":"odd","confidence":0.7}`), cyd("grade", `{"level":"bad"}`),
		bob("predict", `{"seat":"agency","will":"tell","by":"4h","confidence":0.8}`),
		fay("set", `{"set":{"gauge":"copies","add":1}}`)} {
		a := s.on(g)
		require.True(t, a.OK, "%v: %s", s, a.Why)
		lines[s.verb] = len(g.Entries) + 1
	}
	g.Pass(engine.At(3 * scenario.Hour))
	require.True(t, eva("judge", `{"inject":"hidden","mark":"2"}`).on(g).OK)
	lines["judge"] = len(g.Entries) + 1
	require.True(t, fay("end", `{"end":true}`).on(g).OK)
	require.True(t, bob("feedback", `{"realism":4,"usefulness":5,"prepared":2}`).on(g).OK)
	g.Entries[lines["set"]-2].Reason = "To go on."
	p, err := exercise.NewReplay(t.Context(), tabletest.Header(t, tabletest.Secrets, 1), g.Entries,
		record.Report{}, nil)
	require.NoError(t, err)
	seen := 0
	h, err := p.History(t.Context(), func(*engine.Engine, engine.Event) { seen++ })
	require.NoError(t, err)
	assert.Equal(t, len(h.Events), seen)
	require.Equal(t, []int{1, 1, 1, 1, 1}, []int{len(h.Ratings), len(h.Judged), len(h.Decisions), len(h.Picture.Held),
		len(h.Picture.Levels)})
	assert.Equal(t, []any{"picture", "M", lines["rate"]}, []any{h.Ratings[0].Objective, h.Ratings[0].Rating.Rating,
		h.Ratings[0].Line})
	assert.Equal(t, []any{"hidden", lines["judge"]}, []any{h.Judged[0].Inject, h.Judged[0].Line})
	assert.Equal(t, []any{"We wait.", lines["decide"]}, []any{h.Decisions[0].Text, h.Decisions[0].Line})
	assert.Equal(t, []any{"odd", "cloud", lines["assess"]}, []any{h.Picture.Held[0].Of, h.Picture.Held[0].Role,
		h.Picture.Held[0].Line})
	assert.Equal(t, []any{"bad", "agency", lines["grade"]}, []any{h.Picture.Levels[0].Of, h.Picture.Levels[0].Role,
		h.Picture.Levels[0].Line})
	require.NotNil(t, h.Legibility)
	assert.Len(t, h.Legibility.Predictions, 1)
	assert.Len(t, h.Feedback, 1)
	assert.Positive(t, h.Step)
	assert.Len(t, h.Traces, 4, "one for each gauge")
	reasons := map[string]string{}
	for _, c := range h.Commands {
		reasons[c.Verb.String()] = c.Reason
	}
	assert.Equal(t, "To go on.", reasons["set"])
}

// TestWhatARecordEndsWith: a replay that ends otherwise than its record says so, and so does one that is cancelled.
func TestWhatARecordEndsWith(t *testing.T) {
	g := begun(t, controlled)
	h := record.Header{Format: 1, Name: "desks", Scenario: controlled, Seed: 1}
	replay := func(ctx context.Context, r record.Report, progress func(int, int)) error {
		_, err := exercise.NewReplay(ctx, h, g.Entries, r, progress)
		return err
	}
	var told [][2]int
	require.NoError(t, replay(t.Context(), record.Report{Closed: true, Final: g.X.Digest()},
		func(done, of int) { told = append(told, [2]int{done, of}) }))
	assert.Equal(t, [][2]int{{0, len(g.Entries)}}, told)
	require.NoError(t, replay(t.Context(), record.Report{Final: 1}, nil), "a record that was not closed says nothing of its end")
	err := replay(t.Context(), record.Report{Closed: true, Final: 1}, nil)
	var d *exercise.Difference
	require.ErrorAs(t, err, &d)
	assert.Equal(t, []int{len(g.Entries) + 2, 0}, []int{d.Line, d.Entry})
	assert.Contains(t, d.Error(), "at the end the record has the state 0000000000000001 and the replay ")
	gone, stop := context.WithCancel(t.Context())
	p, err := exercise.NewReplay(t.Context(), h, g.Entries, record.Report{}, nil)
	require.NoError(t, err)
	stop()
	require.ErrorIs(t, replay(gone, record.Report{}, nil), context.Canceled)
	_, err = p.History(gone, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// TestWhatIsNoRequest never comes to the record.
func TestWhatIsNoRequest(t *testing.T) {
	x := table(t, controlled).X
	const no = "that is not a request"
	for _, c := range []struct{ seat, verb, args, why string }{
		{"lab", "share", `{"share":"theft","to":["cloud"]}`, ""},
		{"lab", "decide", `{"text":"So."}`, ""},
		{"player", "leave", "", ""},
		{"player", "join", `{"kind":"player"}`, `there is no command "join"`},
		{"facilitator", "tick", "", `there is no command "tick"`},
		{"room", "tick", "", `there is no command "tick"`},
		{"facilitator", "drop", "", `there is no command "drop"`},
		{"room", "share", `{"share":"theft","to":["cloud"]}`, no},
		{"room", "decide", `{"text":"So."}`, no},
		{strings.Repeat("s", 100), "leave", "", ""},
		{strings.Repeat("s", 101), "leave", "", no},
		{"lab", "decide", `{"text":"` + strings.Repeat("x", record.MaxLine/2) + `"}`, no},
		{"lab", "set", `{"set":{"gauge":"homes","add":1}}`, "Only the facilitator may do that"},
		{"facilitator", "set", `{"set":{"gauge":"homes","add":1}}`, ""},
	} {
		assert.Equal(t, c.why, x.Foreign(record.Entry{Seat: c.seat, Verb: c.verb, Args: json.RawMessage(c.args)}),
			"%.20s %s %.60s", c.seat, c.verb, c.args)
	}
	long := `{"text":"` + strings.Repeat("x", record.MaxLine/2-11) + `"}`
	require.Len(t, long, record.MaxLine/2)
	assert.NotEqual(t, no, x.Foreign(record.Entry{Seat: "lab", Verb: "decide", Args: json.RawMessage(long)}))
	for verb, args := range map[string]string{"dance": "", "decide": `{"text":1}`, "share": `{"share":"nothing"}`} {
		assert.NotEmpty(t, x.Foreign(record.Entry{Seat: "lab", Verb: verb, Args: json.RawMessage(args)}), verb)
	}
	verb, args, err := exercise.Entry(&exercise.Leave{})
	require.NoError(t, err)
	assert.Equal(t, []any{"leave", json.RawMessage(nil)}, []any{verb, args})
	verb, args, err = exercise.Entry(&exercise.Decide{Text: "So."})
	require.NoError(t, err)
	assert.Equal(t, []any{"decide", `{"text":"So."}`}, []any{verb, string(args)})
	_, _, err = exercise.Entry("leave")
	require.EqualError(t, err, "string is not an act of the room")
}
