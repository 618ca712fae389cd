// Package prove looks for witnesses that what a scenario asks can be done: for each objective and
// each expectation a run in which it is met. What it finds is proved, since it has been played;
// that it finds none is no proof of the contrary.
//
// The seats are played by bots, and by people who lose no time and know which messages are forged
// and what the right answers are. The search varies which mechanisms are in force, which actions
// people take, and the draws of chance.
package prove

import (
	"context"
	"math/rand/v2"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// Claim is something that should be possible.
type Claim struct {
	Kind  string // "objective" or "expectation"
	ID    string // of the objective, or of the inject that expects
	Title string
	// Found is the run that proves it, or nil.
	Found *Witness
}

// Witness is a run that meets a claim.
type Witness struct {
	Seed       uint64
	Mechanisms []int // in force from STARTEX
	Commands   []engine.Timed
}

// Prove looks for a witness of each claim: of objectives, then of expectations, each in the order of
// the file. After the first few runs it tries at most tries more for each claim, and it stops early
// when ctx ends; what it has found by then counts. It returns how many runs it judged.
func Prove(ctx context.Context, m *engine.Model, tries int) (claims []Claim, runs int) {
	s := &search{ctx: ctx, m: m, random: rand.New(rand.NewPCG(1, 1))}
	for _, o := range m.Scenario.Objectives {
		s.claims = append(s.claims, Claim{Kind: "objective", ID: o.ID, Title: o.Title})
	}
	for _, in := range m.Scenario.Injects {
		if in.Expects != nil {
			s.claims = append(s.claims, Claim{Kind: "expectation", ID: in.ID, Title: in.Title})
		}
	}
	s.plain()
	for i := range s.claims {
		for n := 0; n < tries && s.claims[i].Found == nil && ctx.Err() == nil; n++ {
			s.vary(n)
		}
	}
	return s.claims, s.runs
}

type search struct {
	ctx    context.Context
	m      *engine.Model
	claims []Claim
	runs   int
	random *rand.Rand
}

// plain plays the runs that need no search, each with all mechanisms and with none: people who do
// all that they can, who only share, declare and meet, and who only check messages; and bots by their
// notes, at once and in their own time.
func (s *search) plain() {
	none, all := []int(nil), make([]int, len(s.m.Scenario.Mechanisms))
	for i := range all {
		all[i] = i
	}
	every := make([]bool, len(s.m.Scenario.Actions))
	for i := range every {
		every[i] = true
	}
	for seed := range uint64(3) {
		for _, with := range [][]int{none, all} {
			if s.done() {
				return
			}
			s.people(seed, with, &busy{acts: every, shares: true, declare: true})
			s.people(seed, with, &busy{acts: make([]bool, len(every)), shares: true, declare: true})
			s.people(seed, with, &busy{acts: make([]bool, len(every))})
			for _, prompt := range []bool{true, false} {
				s.play(score.Plan{Model: s.m, Seed: seed, Setup: engine.Setup{Mechanisms: with}, Bots: true,
					Prompt: prompt, Until: engine.At(s.m.Scenario.Length)})
			}
		}
	}
}

func (s *search) done() bool {
	for i := range s.claims {
		if s.claims[i].Found == nil {
			return s.ctx.Err() != nil
		}
	}
	return true
}

// vary plays people who take some of the actions only, with some of the mechanisms in force.
func (s *search) vary(n int) {
	b := &busy{acts: make([]bool, len(s.m.Scenario.Actions)), shares: s.random.IntN(8) > 0, declare: true}
	share := []float64{0.9, 0.5, 0.2, 0.7}[n%4]
	for i := range b.acts {
		b.acts[i] = s.random.Float64() < share
	}
	var with []int
	for i := range s.m.Scenario.Mechanisms {
		if n%2 == 1 || s.random.IntN(3) == 0 {
			with = append(with, i)
		}
	}
	s.people(uint64(n/4), with, b)
}

// people plays a run with people in every seat, and judges it by playing their commands again.
func (s *search) people(seed uint64, with []int, b *busy) {
	b.e = engine.New(s.m, seed, engine.Setup{Mechanisms: with})
	seats := &bot.Table{Plays: make([]bool, len(s.m.Scenario.Roles)), Facilitates: true}
	if err := bot.Play(s.ctx, b.e, seats, b, engine.At(s.m.Scenario.Length)); err != nil {
		return
	}
	s.play(score.Plan{Model: s.m, Seed: seed, Setup: engine.Setup{Mechanisms: with}, Commands: b.given,
		Plays: seats.Plays, Until: engine.At(s.m.Scenario.Length)})
}

// play plays a run and keeps it for every claim that it meets and that has no witness yet.
func (s *search) play(p score.Plan) {
	played, err := score.Play(s.ctx, p)
	s.runs++
	if err != nil {
		return
	}
	ratings := score.Objectives(played)
	met, missed := map[int32]bool{}, map[int32]bool{}
	for _, ev := range played.Events {
		switch ev.Kind {
		case engine.ExpectationMet:
			met[ev.Ref] = true
		case engine.ExpectationMissed:
			missed[ev.Ref] = true
		}
	}
	for i := range s.claims {
		c := &s.claims[i]
		holds := false
		if c.Kind == "objective" {
			holds = ratings[s.m.Scenario.Find("objective", c.ID)].Rating == "P"
		} else {
			in := int32(s.m.Scenario.Find("inject", c.ID))
			holds = met[in] && !missed[in]
		}
		if holds && c.Found == nil {
			c.Found = &Witness{Seed: p.Seed, Mechanisms: p.Setup.Mechanisms, Commands: played.Acts}
		}
	}
}
