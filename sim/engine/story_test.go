package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// story plays a script against a scenario, bots in the seats that have notes, and tells
// what happened: one line for each event, as "hours kind role subject number".
func story(t testing.TB, text, script string, setup engine.Setup) []string {
	t.Helper()
	m := model(t, text)
	s, ds := m.Scenario.LoadScript([]byte(script))
	require.NotNil(t, s, ds.Format("script.toml", script))
	e := engine.New(m, 1, setup)
	var lines []string
	e.Observe(func(ev engine.Event) { lines = append(lines, tell(m.Scenario, ev)) })
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, engine.Commands(m.Scenario, s), e.Horizon(),
		nil))
	return lines
}

func tell(sc *scenario.Scenario, ev engine.Event) string {
	who := func(r int32) string {
		switch {
		case r >= 0 && int(r) < len(sc.Roles):
			return sc.Roles[r].ID
		case r == engine.Public:
			return "public"
		}
		return ""
	}
	kind := ev.Kind.String()
	words := []string{strconv.FormatFloat(ev.At.Hours(), 'g', 10, 64), kind, who(ev.Role)}
	area, _, _ := strings.Cut(kind, ".")
	switch {
	case ev.Ref < 0:
	case area == "action" || area == "joint":
		words = append(words, sc.Actions[ev.Ref].ID)
		if ev.Kind == engine.ActionContradicts {
			words = append(words, sc.Actions[ev.Other].ID)
		}
	case area == "improvised" || area == "attempt",
		(area == "inject" || area == "expectation") && int(ev.Ref) >= len(sc.Injects):
		words = append(words, strconv.Itoa(int(ev.Ref)))
	case area == "inject" || area == "expectation":
		words = append(words, sc.Injects[ev.Ref].ID)
	case area == "fact" || area == "mark" || ev.Kind == engine.MessageSent || ev.Kind == engine.MessageArrived:
		words = append(words, sc.Facts[ev.Ref].ID)
	case area == "venue":
		words = append(words, sc.Venues[ev.Ref].ID)
	case area == "obligation":
		words = append(words, sc.Obligations[ev.Ref].ID)
	case area == "note":
		words = append(words, strconv.Itoa(int(ev.Ref)))
	case area == "system":
		words = append(words, sc.Systems[ev.Ref].ID, scenario.States[int(ev.Num)])
	case area == "link":
		words = append(words, sc.Links[ev.Ref].From+">"+sc.Links[ev.Ref].To)
	case area == "gauge":
		words = append(words, sc.Gauges[ev.Ref].ID, strconv.FormatFloat(ev.Num, 'g', 10, 64))
	case area == "mechanism":
		words = append(words, sc.Mechanisms[ev.Ref].ID)
	case area == "belief":
		words = append(words, sc.Probes[ev.Ref].Options[ev.Other].ID)
	}
	switch ev.Kind {
	case engine.CommandRefused:
		words = append(words[:3], ev.Text)
	case engine.FactLearned, engine.MarkBreached, engine.MessageSent, engine.MessageArrived:
		words = append(words, who(ev.Other))
	case engine.MessageAnswered:
		words = append(words, who(ev.Other), "#"+strconv.Itoa(int(ev.Msg)), "by #"+strconv.Itoa(int(ev.Ref)))
	case engine.MessageAcknowledged:
		words = append(words, who(ev.Other), "#"+strconv.Itoa(int(ev.Msg)), strconv.Itoa(int(ev.Num)))
	case engine.NoteShown:
		words = append(words, who(ev.Other))
	case engine.AttemptRuled:
		words = append(words, strconv.Itoa(int(ev.Other)), strconv.FormatFloat(ev.Num, 'g', 10, 64))
	case engine.NoteTriggered:
		words = append(words, strconv.Itoa(int(ev.Num)))
	case engine.JointStarted:
		words = append(words, "until "+strconv.FormatFloat(ev.Due.Hours(), 'g', 10, 64))
	}
	if ev.Kind == engine.FactLearned || ev.Kind == engine.MessageArrived {
		words = append(words, []string{"itself", "link", "action", "inject", "mechanism", "facilitator", "venue",
			"contact", "channel", "leak", "call"}[ev.Via.Cause])
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// tale is a case of a table of stories: the lines that must come, in this order, and
// words that no line may hold.
type tale struct {
	name, text, script string
	mechanisms         []int
	want               []string
	never              []string
}

func tales(t *testing.T, cases []tale) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := story(t, c.text, c.script, engine.Setup{Mechanisms: c.mechanisms})
			all := strings.Join(got, "\n")
			from := 0
			for _, w := range c.want {
				found := false
				for ; from < len(got) && !found; from++ {
					found = got[from] == w
				}
				if !found {
					assert.Fail(t, fmt.Sprintf("%q does not come where it should", w), all)
					break
				}
			}
			for _, n := range c.never {
				assert.NotContains(t, all, n)
			}
		})
	}
}

// do writes the lines of a script: "2h cloud act='x'" each.
func do(lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		at, rest, _ := strings.Cut(l, " ")
		role, verb, _ := strings.Cut(rest, " ")
		fmt.Fprintf(&b, "[[do]]\nat='%s'\n", at)
		if role != "-" {
			fmt.Fprintf(&b, "role='%s'\n", role)
		}
		b.WriteString(strings.ReplaceAll(verb, "; ", "\n") + "\n")
	}
	return b.String()
}
