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
	// Lapses is the chance that a bot overlooks, in a whole run, one thing that its notes ask
	// for; Strays is the chance, in each minute in the room, that a seat does something that
	// its menu offers and no note asks for.
	Lapses, Strays float64
	// Bots is the profile of bots in the seats that name none of their own: careful, hasty,
	// silo, or one of the file's; "" for the scenario's own.
	Bots string
	// Empty leaves every seat empty: what comes because nobody acted comes then.
	Empty bool
}

// Profiles are the ways to play that a scenario is tried with.
func Profiles() []Profile {
	return []Profile{
		{Name: "unprepared", Title: "bots by their notes, nothing prepared"},
		{Name: "prepared", Title: "the same bots, everything prepared", Prepared: true},
		{Name: "noisy", Title: "nothing prepared; bots overlook a quarter of their notes and try other things",
			Lapses: 0.25, Strays: 0.03},
	}
}

// tempers are ways to play by bots of some profiles, with nothing prepared.
func tempers(bots []string) []Profile {
	var out []Profile
	for _, id := range bots {
		out = append(out, Profile{Name: id, Title: "bots of the profile " + id + ", nothing prepared", Bots: id})
	}
	return out
}

// unprepared is the place of the profile that plays as this one does with nothing prepared, or -1.
func (p *Profile) unprepared(among []Profile) int {
	return slices.IndexFunc(among, func(q Profile) bool {
		return !q.Prepared && q.Bots == p.Bots && q.Lapses == p.Lapses && q.Strays == p.Strays && q.Empty == p.Empty
	})
}

// model is the scenario with the profile's bots.
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

// nobody is every seat empty. It shows contingencies and counts for nothing else.
var nobody = Profile{Name: "nobody", Title: "nobody in any seat", Empty: true}

// setup is what is in force before STARTEX.
func (p *Profile) setup(sc *scenario.Scenario) engine.Setup {
	var s engine.Setup
	if p.Prepared {
		for i := range sc.Mechanisms {
			s.Mechanisms = append(s.Mechanisms, i)
		}
	}
	return s
}

// table is the bots of a run.
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

// overlooks is what a bot does of a command in a run of a seed: of a share it may forget one of
// those who need it. That hangs on the seed and on the deed alone.
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
