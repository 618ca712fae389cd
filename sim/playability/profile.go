package playability

import (
	"math/rand/v2"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Profile is a way in which the seats are played.
type Profile struct {
	Name  string
	Title string
	// Prepared puts every mechanism of the scenario in force.
	Prepared bool
	// Lapses is the chance, for each thing that a bot's notes ask for, that the bot overlooks it in
	// the whole run. Strays is the chance, in each minute in the room, that a seat does something
	// that its menu offers. Both are from 0 to 1.
	Lapses, Strays float64
	// Bots is the profile of bots in the seats for which the scenario names none: careful, hasty,
	// silo, or one of the file's; "" for what the scenario says.
	Bots string
	// Empty leaves the seats of allies empty, to see what comes because nobody acted.
	Empty bool
}

// Profiles returns the ways to play that every scenario is tried with.
func Profiles() []Profile {
	return []Profile{
		{Name: "unprepared", Title: "bots by their notes, nothing prepared"},
		{Name: "prepared", Title: "the same bots, everything prepared", Prepared: true},
		{Name: "noisy", Title: "nothing prepared; bots overlook a quarter of their notes and try other things",
			Lapses: 0.25, Strays: 0.03},
	}
}

// withBots returns ways to play with bots of some profiles, with nothing prepared.
func withBots(bots []string) []Profile {
	var out []Profile
	for _, id := range bots {
		out = append(out, Profile{Name: id, Title: "bots of the profile " + id + ", nothing prepared", Bots: id})
	}
	return out
}

// unprepared returns the index of the profile that plays as this one does with nothing prepared, or
// -1.
func (p *Profile) unprepared(among []Profile) int {
	return slices.IndexFunc(among, func(q Profile) bool {
		return !q.Prepared && q.Bots == p.Bots && q.Lapses == p.Lapses && q.Strays == p.Strays && q.Empty == p.Empty
	})
}

// model returns the scenario with the profile's bots; its error says that there are no such bots.
func (p *Profile) model(m *engine.Model) (*engine.Model, error) {
	if p.Bots == "" {
		return m, nil
	}
	sc, err := m.Scenario.With([]scenario.Setting{{Path: "bots", Value: p.Bots}})
	if err != nil {
		return nil, err
	}
	return engine.Compile(sc)
}

// nobody leaves every seat of an ally empty. It is only played to see which injects come.
var nobody = Profile{Name: "nobody", Title: "nobody in any seat", Empty: true}

// setup returns what is in force from STARTEX.
func (p *Profile) setup(sc *scenario.Scenario) engine.Setup {
	var s engine.Setup
	if p.Prepared {
		for i := range sc.Mechanisms {
			s.Mechanisms = append(s.Mechanisms, i)
		}
	}
	return s
}

// table returns the bots of a run.
func (p *Profile) table(sc *scenario.Scenario, seed uint64) *bot.Table {
	t := &bot.Table{Facilitates: true}
	if p.Empty {
		t.Plays = make([]bool, len(sc.Roles))
		for r := range t.Plays { // adversaries act all the same
			t.Plays[r] = !sc.Ally(r)
		}
	}
	if p.Lapses > 0 {
		t.Forbidden = func(c engine.Command) (engine.Command, bool) { return p.overlooks(seed, c) }
	}
	return t
}

// overlooks returns what a bot gives of a command, and false for nothing: of a share it may forget
// some recipients. What it forgets depends on the seed and on the command alone.
func (p *Profile) overlooks(seed uint64, c engine.Command) (engine.Command, bool) {
	forgets := func(to int) bool {
		deed := uint64(c.Verb)<<52 | uint64(uint16(c.Role))<<36 | uint64(uint16(c.Ref))<<20 | uint64(uint16(to))
		return rand.New(rand.NewPCG(seed, deed)).Float64() < p.Lapses
	}
	if forgets(0) {
		return c, false
	}
	if c.Verb != engine.Share || len(c.To) < 2 {
		return c, true
	}
	var to []int
	for i, r := range c.To {
		if !forgets(i + 1) {
			to = append(to, r)
		}
	}
	c.To = to
	return c, len(to) > 0
}
