package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// fits says in what an event is not as the table of kinds describes it; "" for nothing.
func fits(e *engine.Engine, ev engine.Event) string {
	about, sc := ev.Kind.About(), e.Model().Scenario
	for _, field := range []struct {
		name, about string
		unused      bool
	}{
		{"Role", about.Role, ev.Role == engine.Nobody},
		{"Other", about.Other, ev.Other == engine.Nobody},
		{"Ref", about.Ref, ev.Ref == -1},
		{"Msg", about.Msg, ev.Msg == 0},
		{"Num", about.Num, ev.Num == 0},
		{"Due", about.Due, ev.Due == 0},
		{"Text", about.Text, ev.Text == ""},
		{"Via", about.Via, ev.Via == engine.Via{}},
	} {
		if field.about == "" && !field.unused {
			return fmt.Sprintf("%s: the table says nothing about %s: %+v", ev.Kind, field.name, ev)
		}
	}
	in := func(i int32, n int) bool { return i >= 0 && int(i) < n }
	word := strings.FieldsFunc(about.Ref, func(r rune) bool { return r == ' ' || r == ',' || r == ':' })
	bad := ""
	switch {
	case about.Role != "" && !in(ev.Role, len(sc.Roles)) && ev.Role != engine.Facilitator &&
		ev.Kind != engine.CommandRefused:
		bad = "Role"
	case about.Msg != "" && !in(ev.Msg-1, e.Messages()):
		bad = "Msg"
	case about.Due != "" && ev.Due != 0 && ev.Due < ev.At && ev.Kind != engine.MessageArrived:
		bad = "Due"
	case len(word) > 0:
		sizes := map[string]int{"move": len(sc.Moves), "gauge": len(sc.Gauges), "system": len(sc.Systems), "version": len(sc.Versions),
			"link": len(sc.Links), "fact": len(sc.Facts),
			"inject": len(sc.Injects), "action": len(sc.Actions), "venue": len(sc.Venues),
			"obligation": len(sc.Obligations), "note": len(sc.Notes),
			"probe": len(sc.Probes), "ending": len(sc.Endings), "mechanism": len(sc.Mechanisms)}
		n, ok := sizes[word[0]]
		if strings.Contains(about.Ref, "improvised one's") {
			n += 1 << 20
		}
		if ok && !in(ev.Ref, n) && !(ev.Ref == engine.Nobody && strings.Contains(about.Ref, "Nobody")) {
			bad = "Ref"
		}
	}
	if bad != "" {
		return fmt.Sprintf("%s: %s is not what the table says: %+v", ev.Kind, bad, ev)
	}
	return ""
}

func TestEveryKindIsDescribed(t *testing.T) {
	names := map[string]bool{}
	for _, k := range engine.Kinds() {
		about := k.About()
		require.NotEmpty(t, about.Name, "kind %d has no row in the table of kinds", k)
		assert.False(t, names[about.Name], "two kinds are called %s", about.Name)
		assert.Equal(t, about.Name, k.String())
		assert.NotEmpty(t, about.Audience.String())
		names[about.Name] = true
		if about.Audience == engine.ForSeat || about.Audience == engine.ForShown {
			assert.NotEmpty(t, about.Role, about.Name)
		}
		if about.Audience == engine.ForOther || about.Audience == engine.ForPair {
			assert.NotEmpty(t, about.Other, about.Name)
		}
	}
	assert.Equal(t, "unknown", engine.Kind(0).String())
}

// TestWhatFitsNot: an event that is not as the table says is found out.
func TestWhatFitsNot(t *testing.T) {
	e := engine.New(compile(t, everything), 1, engine.Setup{})
	good := engine.Event{Kind: engine.FactLeaked, Role: engine.Nobody, Other: engine.Nobody, Ref: 0}
	assert.Empty(t, fits(e, good))
	for field, spoil := range map[string]func(*engine.Event){
		"Num":  func(ev *engine.Event) { ev.Num = 3 },
		"Due":  func(ev *engine.Event) { ev.Due = 3 },
		"Role": func(ev *engine.Event) { ev.Role = 0 },
		"Ref":  func(ev *engine.Event) { ev.Ref = 9999 },
	} {
		bad := good
		spoil(&bad)
		assert.Contains(t, fits(e, bad), field)
	}
}
