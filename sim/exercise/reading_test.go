package exercise_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// items are what lies on somebody's desk, of a kind or of all.
func items(g *tabletest.Table, who string, kinds ...exercise.ItemKind) []exercise.Item {
	var out []exercise.Item
	for _, it := range g.X.View(who).Player.Inbox {
		if len(kinds) == 0 || it.Kind == kinds[0] {
			out = append(out, it)
		}
	}
	return out
}

// TestWhatIsSentAtOnceIsOneItem with all whom it goes to: the same words or fact, at the same moment, with
// nothing between.
func TestWhatIsSentAtOnceIsOneItem(t *testing.T) {
	ann := func(verb, args string) said { return said{"Ann", "lab", verb, args} }
	theft := ann("share", `{"share":"theft","to":["cloud"]}`)
	for name, c := range map[string]struct {
		first, then said
		between     func(g *tabletest.Table)
		want        []string
	}{
		"a fact":                  {theft, ann("share", `{"share":"theft","to":["agency"]}`), nil, []string{"Cloud Agency"}},
		"words":                   {ann("say", `{"say":"A","to":["cloud"]}`), ann("say", `{"say":"A","to":["agency"]}`), nil, []string{"Cloud Agency"}},
		"a fact with words":       {theft, ann("share", `{"share":"theft","to":["agency"],"text":"A"}`), nil, []string{"Cloud", "Agency"}},
		"another fact":            {theft, ann("share", `{"share":"quiet","to":["agency"],"mark":"clear"}`), nil, []string{"Cloud", "Agency"}},
		"other words":             {ann("say", `{"say":"A","to":["cloud"]}`), ann("say", `{"say":"B","to":["agency"]}`), nil, []string{"Cloud", "Agency"}},
		"another fact of no mark": {theft, ann("share", `{"share":"storm","to":["agency"]}`), nil, []string{"Cloud", "Agency"}},
		"to the same again":       {theft, theft, nil, []string{"Cloud", "Cloud"}},
		"later": {theft, ann("share", `{"share":"theft","to":["agency"]}`), func(g *tabletest.Table) { g.Pass(engine.Time(time.Second)) },
			[]string{"Cloud", "Agency"}},
		"with something between": {theft, ann("share", `{"share":"theft","to":["agency"]}`), func(g *tabletest.Table) {
			ask(t, g, "Fay", "inject", `{"inject":{"to":["lab"],"title":"T","text":"x"}}`)
		}, []string{"Cloud", "Agency"}},
	} {
		g := begun(t, desks+"[fact.storm]\ntext = \"A storm.\"\nknown = {lab={at=\"0h\"}}\n")
		until(g, 3.5)
		require.True(t, c.first.on(g).OK, name)
		if c.between != nil {
			c.between(g)
		}
		require.True(t, c.then.on(g).OK, name)
		var got []string
		for _, it := range items(g, "Ann", exercise.ItemSent) {
			assert.True(t, it.Read, "%s: one's own doing", name)
			assert.Len(t, it.Reached, len(it.To), name)
			got = append(got, strings.Join(it.To, " "))
		}
		assert.Equal(t, c.want, got, name)
	}
}

// TestHowFarAFactHasCome with each of those whom a seat told: on its way, arrived, read, of each fact its own.
func TestHowFarAFactHasCome(t *testing.T) {
	g := begun(t, desks)
	until(g, 3.5)
	state := func() (out []string) {
		for _, f := range g.X.View("Ann").Player.Facts {
			for _, k := range f.Others {
				out = append(out, f.ID+" "+k.Role+" "+k.State)
			}
		}
		return out
	}
	ask(t, g, "Ann", "share", `{"share":"quiet","to":["agency"],"mark":"clear"}`)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	assert.Equal(t, []string{"theft cloud on its way", "quiet agency on its way"}, state())
	until(g, 3.8)
	assert.Equal(t, []string{"theft cloud arrived", "quiet agency arrived"}, state())
	inbox := items(g, "Cyd")
	ask(t, g, "Cyd", "read", fmt.Sprintf(`{"n":%d}`, inbox[len(inbox)-1].N))
	ask(t, g, "Ann", "share", `{"share":"quiet","to":["agency"],"text":"Again.","mark":"clear"}`)
	until(g, 4.5)
	assert.Equal(t, []string{"theft cloud arrived", "quiet agency read"}, state(), "the first time counts")
}

// TestWhatWasMissed is marked from the first item that nobody was there for until all of it has been read.
func TestWhatWasMissed(t *testing.T) {
	word := func(g *tabletest.Table) {
		ask(t, g, "Fay", "inject", `{"inject":{"to":["cloud"],"title":"T","text":"x"}}`)
	}
	type step func(g *tabletest.Table)
	leave := func(g *tabletest.Table) { require.True(t, g.Do("Bob", "room", "drop", "").OK) }
	back := func(g *tabletest.Table) { require.True(t, g.Do("Bob", "player", "join", `{"kind":"player"}`).OK) }
	read := func(k int) step { // up to the k-th from the end
		return func(g *tabletest.Table) {
			ask(t, g, "Bob", "read", fmt.Sprintf(`{"n":%d}`, g.X.View("Bob").Player.Total-k))
		}
	}
	own := func(g *tabletest.Table) { // it needs no reading, and counts as missed
		require.True(t, g.Do("Fay", "facilitator", "takeover", `{"role":"cloud"}`).OK)
		require.True(t, g.Do("Fay", "cloud", "say", `{"say":"Hello.","to":["lab"]}`).OK)
		require.True(t, g.Do("Fay", "facilitator", "giveback", `{"role":"cloud"}`).OK)
	}
	for name, c := range map[string]struct {
		steps []step
		want  [2]int // after what lay there before
	}{
		"nothing":                     {[]step{leave, back}, [2]int{}},
		"one item":                    {[]step{leave, word, back}, [2]int{1, 1}},
		"three":                       {[]step{leave, word, word, word, back}, [2]int{1, 3}},
		"what came since":             {[]step{leave, word, back, word}, [2]int{1, 1}},
		"nobody is back":              {[]step{leave, word}, [2]int{1, 0}},
		"its own doing, then another": {[]step{leave, own, word, back}, [2]int{1, 2}},
		"half of it is read":          {[]step{leave, word, word, back, read(1)}, [2]int{1, 2}},
		"all of it is read":           {[]step{leave, word, word, back, word, read(1)}, [2]int{}},
		"away again":                  {[]step{leave, word, back, leave, word, back}, [2]int{1, 2}},
		"away again, all read":        {[]step{leave, word, back, read(0), leave, word, back}, [2]int{2, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			g := begun(t, desks)
			ask(t, g, "Bob", "read", fmt.Sprintf(`{"n":%d}`, g.X.View("Bob").Player.Total))
			before := g.X.View("Bob").Player.Total
			for _, do := range c.steps {
				do(g)
			}
			p := g.X.ViewOf(1).Player
			got := [2]int{max(p.MissedFrom-before, 0), max(p.MissedTo-before, 0)}
			assert.Equal(t, c.want, got)
		})
	}
}

// TestWhatIsReadInAnyOrder: up to an item is read what came before it, and each once.
func TestWhatIsReadInAnyOrder(t *testing.T) {
	g := begun(t, desks)
	for range 6 {
		ask(t, g, "Fay", "inject", `{"inject":{"to":["cloud"],"title":"T","text":"x"}}`)
	}
	last := g.X.View("Bob").Player.Total
	for _, c := range []struct {
		n, unread int
		only      bool
	}{{last, 5, true}, {last, 5, true}, {last - 4, 3, false}, {last - 5, 3, false}, {last - 2, 2, true},
		{last - 3, 1, true}, {last - 1, 0, true}} {
		ask(t, g, "Bob", "read", fmt.Sprintf(`{"n":%d,"only":%v}`, c.n, c.only))
		v := g.X.View("Bob").Player
		assert.Equal(t, c.unread, v.Unread, "after %d", c.n)
		read := 0
		for _, it := range v.Inbox {
			if it.Read {
				read++
			}
		}
		assert.Equal(t, last-c.unread, read, "after %d", c.n)
	}
}

// TestWhatIsWithdrawn is said to those who had it, and on the wall if it lay there.
func TestWhatIsWithdrawn(t *testing.T) {
	world := desks + "[inject.out]\ntitle = \"Out\"\ntext = \"x\"\nto = [\"public\"]\nat = \"1h\"\n" +
		"[inject.news]\ntitle = \"News\"\ntext = \"x\"\nmedia = \"news\"\nat = \"1h\"\n" +
		"[inject.one]\ntitle = \"One\"\ntext = \"x\"\nmedia = \"news\"\nto = [\"cloud\"]\nat = \"1h\"\n" +
		"[inject.each]\ntitle = \"Each\"\ntext = \"x\"\nmedia = \"news\"\nto = [\"lab\", \"cloud\", \"agency\"]\nat = \"1h\"\n" +
		"[inject.lie]\ntitle = \"Lie\"\ntext = \"x\"\nforged = \"lab\"\nto = [\"cloud\"]\nat = \"1h\"\n"
	for name, c := range map[string]struct {
		first string // that the facilitator asks for
		what  string
		desks string
		wall  bool
	}{
		"in social media to all":    {"", "wave", "Ann Bob Cyd", true},
		"in the news to all":        {"", "news", "Ann Bob Cyd", true},
		"by mail to all":            {"", "mail", "Ann Bob Cyd", false},
		"in the news to one":        {"", "one", "Bob", false},
		"in the news to each":       {"", "each", "Ann Bob Cyd", false},
		"forged, to all the public": {`edit {"edit":"lie","to":["public"]}`, "lie", "Ann Bob Cyd", false},
		"to the public":             {"", "out", "Ann Bob Cyd", true},
		"edited away from the wall": {`edit {"edit":"wave","to":["cloud"]}`, "wave", "Bob", false},
		"edited to the public":      {`edit {"edit":"mail","to":["public"]}`, "mail", "Ann Bob Cyd", true},
		"written, to one":           {`inject {"inject":{"to":["cloud"],"title":"T","text":"x"}}`, "+1", "Bob", false},
		"written, to all":           {`inject {"inject":{"to":["public"],"title":"T","text":"x"}}`, "+1", "Ann Bob Cyd", true},
	} {
		g := begun(t, world)
		if verb, args, ok := strings.Cut(c.first, " "); ok {
			ask(t, g, "Fay", verb, args)
		}
		until(g, 2)
		came := len(g.X.View("Wall").Board.News)
		ask(t, g, "Fay", "retract", `{"retract":"`+c.what+`"}`)
		var told []string
		for _, who := range []string{"Ann", "Bob", "Cyd"} {
			if len(items(g, who, exercise.ItemWithdrawn)) > 0 {
				told = append(told, who)
			}
		}
		assert.Equal(t, c.desks, strings.Join(told, " "), name)
		news := g.X.View("Wall").Board.News
		assert.Equal(t, c.wall, len(news) > came, name)
		if c.wall {
			assert.Equal(t, exercise.ItemWithdrawn, news[len(news)-1].Kind)
		}
	}
}

// TestWhoHearsOfAJointAction: those who can take part, and who does something need not read that. Who commits again has
// committed again; to propose is to commit.
func TestWhoHearsOfAJointAction(t *testing.T) {
	g := begun(t, linked)
	do := func(who, seat, verb string) { require.True(t, g.Do(who, seat, verb, `{"`+verb+`":"hold"}`).OK) }
	do("Ann", "lab", "commit")
	do("Bob", "cloud", "commit")
	do("Bob", "cloud", "withdraw")
	do("Bob", "cloud", "commit")
	do("Cyd", "agency", "commit")
	until(g, 3)
	titles := []string{"lab proposes: Hold", "cloud has committed: Hold", "cloud has withdrawn: Hold", "cloud has committed: Hold",
		"agency has committed: Hold", "Begun together: Hold", "Done together: Hold"}
	for who, own := range map[string]string{"Ann": "lab ", "Bob": "cloud ", "Cyd": "agency "} {
		var got []string
		for _, it := range items(g, who, exercise.ItemJoint) {
			got = append(got, it.Title)
			assert.Equal(t, strings.HasPrefix(it.Title, own), it.Read, "%s: %s", who, it.Title)
		}
		assert.Equal(t, titles, got, who)
	}
	proposed := items(g, "Bob", exercise.ItemJoint)[0].Text
	assert.Contains(t, proposed, "Enough must commit by ")
}

// TestALimitAtENDEXIsALimit: by when enough must commit is told up to ENDEX itself; what lapses later has no limit.
func TestALimitAtENDEXIsALimit(t *testing.T) {
	for at, told := range map[float64]string{14: "Enough must commit by ", 15: "Enough must commit by ", 15.5: "No limit of time."} {
		g := table(t, desks) // of 20 hours, with 5 to commit
		ask(t, g, "Fay", "start", "")
		until(g, 5)
		ask(t, g, "Fay", "resume", "")
		until(g, 10)
		ask(t, g, "Fay", "resume", "")
		until(g, at)
		ask(t, g, "Ann", "commit", `{"commit":"pact"}`)
		proposed := items(g, "Cyd", exercise.ItemJoint)[0].Text
		assert.Contains(t, proposed, told, at)
		pact := actionOf(g, "Cyd", "pact")
		hangs := hang(together(g), "pact")
		if told == "No limit of time." {
			assert.Nil(t, pact.Joint.Lapses, at)
			assert.Nil(t, hangs.Due, at)
		} else {
			assert.Equal(t, at+5, pact.Joint.Lapses.Hours)
			assert.Equal(t, at+5, hangs.Due.Hours)
			assert.Contains(t, proposed, pact.Joint.Lapses.Date)
		}
	}
}

// actionOf is an action on somebody's page, by its id.
func actionOf(g *tabletest.Table, who, id string) exercise.Action {
	for _, a := range g.X.View(who).Player.Actions {
		if a.ID == id {
			return a
		}
	}
	return exercise.Action{}
}
