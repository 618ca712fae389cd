package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// paged are the pages of the wall by their names, each with its parts: a heading, then what is under it.
func paged(t *testing.T, g *tabletest.Table, show string, lines int, names bool,
	m *exercise.Moments) map[string][][]string {
	t.Helper()
	_, base, err := g.X.Judge(t.Context())
	require.NoError(t, err)
	out := map[string][][]string{}
	for n, of := 1, 1; n <= of; n++ {
		ask(t, g, "Fay", "wall", fmt.Sprintf(`{"show":%q,"page":%d,"lines":%d,"names":%v}`, show, n, lines, names))
		v := g.X.View("Wall")
		g.X.Post(&v, base, m)
		require.NotNil(t, v.Board.Page)
		of = v.Board.Page.Of
		for _, part := range v.Board.Page.Parts {
			out[v.Board.Page.Name()] = append(out[v.Board.Page.Name()], append([]string{part.Title}, part.Points...))
		}
	}
	return out
}

// TestWallPagesOfTheHotWash hold what the hot wash holds: ratings and notes by who made them where names are asked
// for, nothing twice, what nobody said not at all.
func TestWallPagesOfTheHotWash(t *testing.T) {
	g := washedTable(t)
	ask(t, g, "Eva", "rate", `{"objective":"reach","rating":"S","text":"Late."}`)
	ask(t, g, "Eva", "rate", `{"objective":"quick","rating":"P"}`)
	ask(t, g, "Eva", "observe", `{"text":"Seen.","tag":"quote","objective":"reach"}`)
	ask(t, g, "Ann", "feedback",
		`{"realism":4,"usefulness":3,"prepared":2,"will":"We call.","change":"Less.","well":"Talk."}`)
	ask(t, g, "Bob", "feedback", `{"realism":5,"usefulness":3,"prepared":2,"well":"Food."}`)
	moments := &exercise.Moments{Each: []exercise.Turn{{At: g.X.View("Wall").Clock.Now, Text: "It was said", Then: "So."}}}
	p := paged(t, g, "wash", 24, true, moments)
	assert.Equal(t, [][]string{
		{"", "33% of those who need it had it in time", "Eva rates it S: Late."},
		{"What went well", `"The theft" reached Cloud in time`},
		{"What was lacking", `Agency needed "The theft", which The laboratory knew, and went without it for 11h (never told)`,
			`nobody came to know "The log"`},
		{"Said and noted", "Seen. (Eva, T+12:00)"},
		{"To ask", `The laboratory knew "The theft" and never told Agency. What stood in the way?`},
	}, p["Facts reach"])
	assert.Equal(t, [][]string{{"", "Eva rates it P"}, {"What went well", "It took 2h (P up to 2h, S 4h, M 8h)"}},
		p["Tell quickly"], "what was measured stands there once")
	assert.Equal(t, [][]string{{"What was lacking", "It has not happened (P up to 2h, S 4h, M 8h)"}}, p["Halt quickly"])
	assert.Equal(t, [][]string{{"", `The laboratory asked Cloud, and had no answer: "What?". What would have helped?`,
		`The laboratory asked Agency, and had no answer: "Where?". What would have helped?`, "What now?"}}, p["To discuss"])
	assert.Equal(t, [][]string{{"", "T+12:00: It was said. So."}}, p["Moments that mattered"])
	assert.Equal(t, [][]string{{"", "2 of 3 have answered", "It was like the real thing: 4.5 of 5",
		"It was worth the time: 3.0 of 5", "We are prepared now: 2.0 of 5"},
		{"What organisations will do", "We call. (The laboratory)"}, {"To change", "Less. (The laboratory)"},
		{"What went well", "Talk. (The laboratory)", "Food. (Cloud)"}}, p["Feedback"])

	p = paged(t, g, "wash", 24, false, &exercise.Moments{})
	assert.Equal(t, "An evaluator rates it S: Late.", p["Facts reach"][0][2])
	assert.Equal(t, []string{"Said and noted", "Seen. (a note, T+12:00)"}, p["Facts reach"][3])
	assert.Equal(t, [][]string{{"", "No single act made a difference."}}, p["Moments that mattered"])
	p = paged(t, g, "wash", 24, false, nil)
	assert.Contains(t, p["Moments that mattered"][0][1], "is being played again")
}

// TestPagesAreForTheWall and the console: what the facilitator shows of the hot wash or the story puts nothing
// into a player's view.
func TestPagesAreForTheWall(t *testing.T) {
	g := washedTable(t)
	for _, show := range []string{"wash", "story"} {
		ask(t, g, "Fay", "wall", `{"show":"`+show+`"}`)
		v := g.X.View("Ann")
		require.NotPanics(t, func() { g.X.Post(&v, nil, &exercise.Moments{}) }, show)
		assert.Equal(t, g.X.View("Ann"), v, show)
	}
}

// TestHowMuchAPageHolds: a page has no more lines than it may, counted as the wall counts them; a heading that goes
// on says so; and a text longer than a page has one of its own.
func TestHowMuchAPageHolds(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	for n := range 60 {
		ask(t, g, "Fay", "observe", fmt.Sprintf(`{"text":"note %02d%s","tag":"gap"}`, n, strings.Repeat(" and on", 8)))
	}
	ask(t, g, "Fay", "observe", fmt.Sprintf(`{"text":"long%s","tag":"gap"}`, strings.Repeat(`\nline`, 25)))
	ask(t, g, "Fay", "end", `{"end":true}`)
	for lines, most := range map[int]int{
		8: 3, 19: 9, // in short pages letters are large: a note has two lines
		20: 19, 24: 23,
	} {
		fullest := 0
		for name, parts := range paged(t, g, "wash", lines, true, nil) {
			if !strings.HasPrefix(name, "The whole") {
				continue
			}
			notes := 0
			for _, p := range parts {
				for _, text := range p[1:] {
					if strings.HasPrefix(text, "note") {
						notes++
					} else if strings.HasPrefix(text, "long") {
						assert.Len(t, parts, 1)
						assert.Equal(t, 2, len(p), "it has a page of its own")
					}
				}
				first := strings.HasPrefix(p[1], "note 00") || !strings.HasPrefix(p[1], "note") && !strings.HasPrefix(p[1], "long")
				if p[0] != "What went well" {
					assert.Equal(t, map[bool]string{true: "What was lacking", false: "What was lacking, continued"}[first], p[0])
				}
			}
			fullest = max(fullest, notes)
		}
		assert.Equal(t, most, fullest, "%d lines", lines)
	}
}

// TestMomentsOfAStory: a seat's story has the three acts that mattered most once they have been worked out.
func TestMomentsOfAStory(t *testing.T) {
	g := washedTable(t)
	m := &exercise.Moments{Each: make([]exercise.Turn, 5)}
	posted := func(m *exercise.Moments) *exercise.Story {
		v := g.X.View("Ann")
		g.X.Post(&v, nil, m)
		return v.Player.Story
	}
	assert.Nil(t, posted(m), "nothing is told yet")
	ask(t, g, "Fay", "reveal", `{"on":true}`)
	assert.Empty(t, posted(nil).Moments)
	assert.Len(t, posted(m).Moments, 3)
}

// TestATextLongerThanAPage that comes first has the first page: none before it is empty.
func TestATextLongerThanAPage(t *testing.T) {
	long := "So" + strings.Repeat(" what now", 80) + "?"
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n"+
		"[[move]]\nuntil = \"5h\"\nquestions = [\""+long+"\"]\n")
	ask(t, g, "Fay", "start", "")
	until(g, 5)
	ask(t, g, "Fay", "end", `{"end":true}`)
	p := paged(t, g, "wash", 8, true, nil)
	assert.Equal(t, [][]string{{"", long}}, p["To discuss"])
}
