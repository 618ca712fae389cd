package exercise_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCrowd: two thousand people with long names and ten thousand messages (fewer in short tests). What a view
// holds stays bounded, and nobody passes for another.
func TestCrowd(t *testing.T) {
	testsize.Long(t)
	messages := testsize.Of(10000, 2000, 1000)
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	began := time.Now()
	long := strings.Repeat("长", 35)
	for i := range 1992 {
		a := g.Do(fmt.Sprintf("%s%05d", long, i), "observer", "join", `{"kind":"observer"}`)
		require.True(t, a.OK, a.Why)
	}
	joined := time.Since(began)
	assert.Contains(t, g.Do("One more", "observer", "join", `{"kind":"observer"}`).Why,
		"2,000 people, and they are used up")
	for _, name := range []string{"", " ", strings.Repeat("x", 41), "Ann ", "a\x1b[2J", "\u202eFay",
		"é\u0301\u0301", strings.Repeat("y", 1<<20)} {
		require.False(t, g.Do(name, "observer", "join", `{"kind":"observer"}`).OK, "%.50q", name)
	}
	g.Do("Fay", "facilitator", "start", "")
	began = time.Now()
	for i := range messages {
		who := g.Roles[i%5]
		verb, args := "say", fmt.Sprintf(`{"say":"Message %d.","to":[%q]}`, i, g.Roles[(i+1)%5])
		if i%4 == 0 {
			verb, args = "ask", fmt.Sprintf(`{"ask":"Question %d?","to":[%q],"due":"2h"}`, i, g.Roles[(i+1)%5])
		}
		require.True(t, g.Do(g.Names[who], who, verb, args).OK)
	}
	sent := time.Since(began)
	g.X.Advance(g.X.Now() + 3600e9)
	began = time.Now()
	for _, name := range append([]string{"Fay", "Wall"}, "Ann", "Bob") {
		text := tabletest.Written(g.X.View(name))
		t.Logf("the view of %s: %d bytes", name, len(text))
		assert.Less(t, len(text), 4<<20)
	}
	t.Logf("2,000 joined in %v, %d messages took %v, four views and their JSON %v", joined, messages, sent,
		time.Since(began))
	v := g.X.View("Ann")
	assert.Len(t, v.Player.Inbox, 200)
	assert.Greater(t, v.Player.Total, messages/4)
}
