package exercise_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// audience works out from the table of events, the scenario and the events so far which
// seats may learn of an event.
type audience struct {
	e        *engine.Engine
	received map[int32][]int // inject → the seats that it has come to
}

func (a *audience) of(ev engine.Event) []int {
	sc := a.e.Model().Scenario
	role, other := int(ev.Role), int(ev.Other)
	switch ev.Kind.About().Audience {
	case engine.ForSeat:
		if ev.Kind == engine.MessageSent && other == engine.Public {
			return sc.RolesOf(scenario.Names{"all"})
		}
		return []int{role}
	case engine.ForOther:
		return []int{other}
	case engine.ForPair:
		return []int{role, other}
	case engine.ForAll:
		return sc.RolesOf(scenario.Names{"all"})
	case engine.ForReceivers:
		return a.received[ev.Ref]
	case engine.ForPartners:
		return sc.RolesOf(sc.Actions[ev.Ref].By)
	case engine.ForMembers:
		return sc.RolesOf(sc.Venues[ev.Ref].Members)
	case engine.ForShown:
		return append(a.e.ShownTo(int(ev.Ref)), role)
	case engine.ForPayers:
		var payers []int
		for r := range sc.Roles {
			if a.e.Model().ShowsInvestments(int(ev.Ref), r) {
				payers = append(payers, r)
			}
		}
		return payers
	}
	return nil
}

// TestDesksKeepToTheAudience: in random play, what an event lays before seats it lays
// before its audience alone, and the public board has only what is for everyone.
func TestDesksKeepToTheAudience(t *testing.T) {
	runs := testsize.Of(100, 100, 12)
	reached := map[engine.Audience]int{}
	for seed := range runs {
		h := tabletest.Header(t, tabletest.Secrets, uint64(seed), []string{"room", "pact"}[seed%2])
		g := tabletest.New(t, h, int64(seed))
		a := &audience{e: g.X.Engine(), received: map[int32][]int{}}
		injects := int32(len(a.e.Model().Scenario.Injects))
		exercise.Watch(g.X, func(ev engine.Event, seats []int, board bool) {
			about := ev.Kind.About()
			switch ev.Kind {
			case engine.InjectReceived:
				a.received[ev.Ref] = append(a.received[ev.Ref], int(ev.Role))
			case engine.ImprovisedReceived:
				a.received[injects+ev.Ref] = append(a.received[injects+ev.Ref], int(ev.Role))
			}
			may := a.of(ev)
			for _, r := range seats {
				require.Contains(t, may, r, "seed %d: %s, which is for %s, reaches %s", seed, ev.Kind,
					about.Audience, a.e.Model().Scenario.Roles[r].ID)
			}
			if board {
				public := ev.Kind == engine.MessageSent && ev.Other == engine.Public
				require.True(t, public || slices.Contains([]engine.Audience{engine.ForAll, engine.ForReceivers},
					about.Audience),
					"seed %d: %s, which is for %s, comes to the public board", seed, ev.Kind, about.Audience)
			}
			if len(seats) > 0 {
				reached[about.Audience]++
			}
		})
		g.Prepare()
		g.Play(60, nil)
	}
	for _, who := range []engine.Audience{engine.ForSeat, engine.ForOther, engine.ForAll, engine.ForReceivers,
		engine.ForPartners, engine.ForMembers, engine.ForShown, engine.ForPayers} {
		assert.NotZero(t, reached[who], "nothing for %s reached anybody", who)
	}
	assert.Zero(t, reached[engine.ForStaff])
}
