package exercise_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// rights says which marks of the secrets scenario each role may see, worked out from the
// scenario and the events alone.
type rights struct {
	g     *tabletest.Table
	may   []map[string]bool
	board map[string]bool
	seen  int
	texts int // entries whose texts have been dealt with
}

func newRights(g *tabletest.Table) *rights {
	r := &rights{g: g, board: map[string]bool{}}
	always := map[string]string{
		"lab": "brief_lab gauge_cash unit_cash system_model action_patch action_trace action_notify venue_cell " +
			"venue_pair mechanism_room mechanism_pact until_lab hypothesis_odd hypotext_odd say_lab say_file obligation_report probe_cause option_insider option_state",
		"cloud": "brief_cloud gauge_copies system_model action_hold action_trace venue_cell venue_pair " +
			"mechanism_room mechanism_pact until_cloud title_egress hypothesis_odd hypotext_odd probe_cause option_insider option_state",
		"agency": "brief_agency system_grid action_trace venue_cell mechanism_pact mechanism_room until_agency " +
			"probe_cause option_insider option_state",
		"press":  "brief_press action_publish",
		"police": "brief_police action_raid",
	}
	for _, role := range g.Roles {
		m := map[string]bool{}
		for _, mark := range strings.Fields(always[role]) {
			m[mark] = true
		}
		r.may = append(r.may, m)
	}
	return r
}

func (r *rights) grant(role int, text string) {
	for _, mark := range tabletest.Marks(text) {
		r.may[role][mark] = true
	}
}

func (r *rights) all(text string) {
	for role := range r.may {
		r.grant(role, text)
	}
	for _, mark := range tabletest.Marks(text) {
		r.board[mark] = true
	}
}

// update follows what has happened since the last time.
func (r *rights) update() {
	x := r.g.X
	sc := x.Engine().Model().Scenario
	events, _ := x.Events()
	for _, ev := range events[r.seen:] {
		role := int(ev.Role)
		switch ev.Kind {
		case engine.FactLearned:
			f := sc.Facts[ev.Ref]
			r.grant(role, f.Text+f.Title)
		case engine.MessageSent:
			text := ev.Text
			if ev.Ref >= 0 {
				text += sc.Facts[ev.Ref].Text + sc.Facts[ev.Ref].Title
			}
			r.grant(role, text)
			if ev.Other == engine.Public {
				r.all(text)
			}
		case engine.MessageArrived:
			r.grant(role, ev.Text)
			if ev.Ref >= 0 {
				r.grant(role, sc.Facts[ev.Ref].Text+sc.Facts[ev.Ref].Title)
			}
		case engine.InjectReceived:
			title, text, _ := x.Engine().InjectText(int(ev.Ref))
			r.grant(role, title+text)
		case engine.ImprovisedReceived:
			d := x.Engine().Improvised(int(ev.Ref))
			r.grant(role, d.Title+d.Text)
		case engine.AttemptMade, engine.AttemptAnswered, engine.AttemptQueried, engine.AttemptRuled:
			r.grant(role, ev.Text)
		case engine.NoteFiled:
			n := &sc.Notes[ev.Ref]
			for _, o := range append(x.Engine().ShownTo(int(ev.Ref)), role) {
				r.grant(o, n.Until+n.Do.Say)
				if f := sc.Find("fact", n.Do.Share); f >= 0 {
					r.grant(o, sc.Facts[f].Title)
				}
				if a := sc.Find("action", n.Do.Commit); a >= 0 {
					r.grant(o, sc.Actions[a].Title)
				}
			}
		}
	}
	r.seen = len(events)
	for _, en := range r.g.Entries[r.texts:] { // words out of the game
		switch en.Verb {
		case "whisper":
			var w struct{ To, Text string }
			_ = json.Unmarshal(en.Args, &w)
			for i, role := range r.g.Roles {
				if r.g.Names[role] == w.To || r.g.Names[role] == en.Who {
					r.grant(i, w.Text)
				}
			}
		case "decide", "approval": // read by the seat that decides, or is asked
			var w struct{ Role, From, Text, Why, Follow string }
			var o struct{ Options []string }
			_ = json.Unmarshal(en.Args, &w)
			_ = json.Unmarshal(en.Args, &o)
			for i, role := range r.g.Roles {
				if role == w.From || role == w.Role || role == en.Seat {
					r.grant(i, w.Text+w.Why+w.Follow+strings.Join(o.Options, ""))
				}
			}
		case "answer": // shown to all once the question is closed; nobody closes one here
			for i, role := range r.g.Roles {
				if r.g.Names[role] == en.Who {
					r.grant(i, string(en.Args))
				}
			}
		}
	}
	r.texts = len(r.g.Entries)
}

// breaches lists the marks in a text that a role may not see.
func (r *rights) breaches(role int, text string) []string {
	var out []string
	for _, mark := range tabletest.Marks(text) {
		if !r.may[role][mark] {
			out = append(out, mark)
		}
	}
	return out
}

// TestNobodySeesWhatTheyMayNot: every secret of the scenario and every word of the
// players carries a mark; no view of a seat ever holds a mark that it has no right to.
func TestNobodySeesWhatTheyMayNot(t *testing.T) {
	runs := testsize.Of(1000, 60, 12)
	accepted := map[string]int{}
	shown := map[string]bool{}
	for seed := range runs {
		g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, uint64(seed)), int64(seed))
		r := newRights(g)
		look := func() {
			r.update()
			for n := len(g.Answers) - 2; n < len(g.Answers); n++ { // the last two were given since the last look
				if i := slices.Index(g.Roles, g.Entries[n].Seat); i >= 0 {
					require.Empty(t, r.breaches(i, g.Answers[n].Why), "seed %d: %s is answered %q", seed,
						g.Entries[n].Seat, g.Answers[n].Why)
				}
			}
			for i, role := range g.Roles {
				text := tabletest.Written(g.X.View(g.Names[role]))
				require.Empty(t, r.breaches(i, text), "seed %d: %s after %d entries", seed, role, len(g.Entries))
				for _, m := range tabletest.Marks(text) {
					shown[role+" "+strings.Split(m, "_")[0]] = true
				}
			}
			g.Do("Ann", "lab", "assess", `{"hypothesis":"odd","confidence":0.3,"text":"ZQassess_textQZ"}`)
			g.Do("Eli", "police", "grade", `{"level":"bad","text":"ZQgrade_textQZ"}`)
			for _, show := range []string{`{"show":"picture","names":true}`, `{"show":"move","names":true}`, `{"show":"wash","page":2}`, `{"show":"news"}`} {
				g.Do("Fay", "facilitator", "wall", show)
				for _, m := range tabletest.Marks(tabletest.Written(g.X.View("Wall"))) {
					require.True(t, r.board[m], "seed %d: the board shows %s", seed, m)
				}
			}
		}
		look()
		g.Prepare()
		look()
		g.Play(40, look)
		for _, en := range g.Entries {
			accepted[en.Verb]++
		}
	}
	// The test sees what it should see: everything that may be shown was shown to somebody.
	for _, role := range []string{"lab", "cloud", "agency"} {
		for _, kind := range []string{"brief", "fact", "title", "said", "action", "venue", "probe", "option"} {
			assert.True(t, shown[role+" "+kind], "%s never saw a %s", role, kind)
		}
	}
	for _, verb := range []string{"share", "say", "ask", "commit", "attempt", "edit", "inject", "rule", "whisper",
		"mirror", "takeover", "bot", "decide", "approval", "approve", "wall", "assess", "grade"} {
		assert.NotZero(t, accepted[verb], verb)
	}
}

// TestAnswersTellNothing: who asks for what is out of sight learns nothing of it from the
// answer, nor from a hint at what else there is.
func TestAnswersTellNothing(t *testing.T) {
	for _, phase := range phases {
		g := inPhase(t, phase)
		for _, c := range [][2]string{
			{"act", `{"act":"hol"}`}, {"act", `{"act":"zzzzzzzz"}`}, {"act", `{"act":"hold"}`},
			{"commit", `{"commit":"trac"}`}, {"withdraw", `{"withdraw":"trac"}`}, {"cancel", `{"cancel":"hold"}`},
			{"share", `{"share":"egres","to":["lab"]}`}, {"share", `{"share":"egress","to":["lab"]}`},
			{"say", `{"say":"x","to":["pai"]}`}, {"convene", `{"convene":"pai"}`}, {"convene", `{"convene":"pair"}`},
			{"declare", `{"declare":"caus","option":"x"}`}, {"declare", `{"declare":"cause","option":"x"}`},
			{"invest", `{"invest":"rom","points":1}`}, {"deviate", `{"deviate":"hold_on"}`},
			{"file", `{"file":"zzz"}`},
			{"file", `{"note":{"role":"police","when":"copis > 5","do":{"say":"x","to":["lab"]},"within":"2h"}}`},
			{"file",
				`{"note":{"role":"police","when":"knows('egres')","do":{"say":"x","to":["lab"]},"within":"2h"}}`},
			{"file", `{"note":{"role":"police","when":"done('hol')","do":"hol","within":"2h"}}`},
			{"decide", `{"text":"x","inject":"mem"}`}, {"approve", `{"n":1,"yes":true}`},
		} {
			a := g.Do("Eli", "police", c[0], c[1])
			assert.False(t, a.OK, c)
			assert.Empty(t, tabletest.Marks(a.Why), a.Why)
			for _, secret := range []string{"egress", "gap", "trail", "rumour", "hold", "patch", "trace", "publish",
				"pair", "cell", "insider", "state", "memo", "hidden", "copies", "cash", "grid", "room", "pact"} {
				if !strings.Contains(c[1], secret) && secret != "state" {
					assert.NotContains(t, a.Why, secret, "the answer to %s", c[1])
				}
			}
		}
	}
	// The facilitator, who sees everything, is helped.
	g := inPhase(t, "running")
	assert.Contains(t, g.Do("Fay", "facilitator", "release", `{"release":"hiden"}`).Why, `did you mean "hidden"?`)
}

// TestSeededLeaksAreCaught: a foreign secret in any field of a view is found by the same
// search, whatever the field.
func TestSeededLeaksAreCaught(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	r := newRights(g)
	g.Prepare()
	g.Play(80, nil)
	r.update()
	places := 0
	v := g.X.View("Ann")
	require.Empty(t, r.breaches(0, tabletest.Written(v)))
	eachText(reflect.ValueOf(&v).Elem(), "View", func(path string, field reflect.Value) {
		old := field.String()
		field.SetString(old + " ZQbrief_policeQZ")
		assert.NotEmpty(t, r.breaches(0, tabletest.Written(v)), "a leak in %s is not seen", path)
		field.SetString(old)
		places++
	})
	assert.Greater(t, places, 60)
}

// eachText visits every text of a value, one of each path.
func eachText(v reflect.Value, path string, visit func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v)
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), path, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			eachText(v.Index(0), path+"[]", visit)
		}
	}
}

// TestTwins: two exercises that differ only in what other seats do in private give a seat
// the same views, step by step.
func TestTwins(t *testing.T) {
	runs := testsize.Of(300, 60, 15)
	differed := 0
	for seed := range runs {
		// Everything that the lab, the press and the police do stays between them: no act
		// on the world, and no word to the agency, whose views are compared.
		private := func(en record.Entry) bool {
			if en.Seat == "agency" || en.Seat == "facilitator" || en.Seat == "player" || en.Verb == "join" {
				return false
			}
			return true
		}
		var views [2][]string
		var states [2]uint64
		for twin := range 2 {
			g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, uint64(seed)), int64(seed))
			g.Do("Fay", "facilitator", "start", "")
			g.Skip = func(en record.Entry) bool { return twin == 1 && private(en) }
			for i := range 30 {
				switch i % 3 {
				case 0:
					g.Do("Cyd", "agency", "say", fmt.Sprintf(`{"say":%q,"to":["lab"]}`, g.Text()))
				case 1:
					g.Do("Ann", "lab", "say", fmt.Sprintf(`{"say":%q,"to":["press"]}`, g.Text()))
					g.Do("Ann", "lab", "ask", fmt.Sprintf(`{"ask":%q,"to":["police"],"due":"3h"}`, g.Text()))
					g.Do("Eli", "police", "say", fmt.Sprintf(`{"say":%q,"to":["lab"],"re":"lab#1"}`, g.Text()))
					g.Do("Ann", "lab", "share", `{"share":"gap","to":["press"]}`)
				case 2:
					g.Do("Dot", "press", "attempt", fmt.Sprintf(`{"attempt":%q}`, g.Text()))
					g.Do("Ann", "lab", "declare", `{"declare":"cause","option":"state"}`)
					g.Do("Ann", "lab", "read", `{"n":1}`)
					g.Do("Eva", "evaluator", "observe", fmt.Sprintf(`{"text":%q}`, g.Text()))
					g.Do("Ann", "lab", "acknowledge", `{"acknowledge":"police#1","as":"seen"}`)
				}
				views[twin] = append(views[twin], tabletest.Written(g.X.View("Cyd")))
				if !g.X.Running() {
					g.Do("Fay", "facilitator", "resume", "")
				}
				g.X.Advance(engine.Time(i+1) * engine.Time(40*60*1e9))
			}
			states[twin] = g.X.Engine().Digest()
		}
		require.Equal(t, views[0], views[1], "seed %d", seed)
		if states[0] != states[1] {
			differed++
		}
	}
	assert.Greater(t, differed, runs/2, "the twins did differ in what was private")
}
