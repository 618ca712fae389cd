package playability

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// run is what is kept of one run.
type run struct {
	end       engine.Time
	heard     []engine.Time // when something came to a seat; a moment counts once for each seat
	seats     []seatRun
	came      []bool        // by inject
	first     []engine.Time // by inject: when it came first
	met       []bool        // by inject: what it expects was done in time
	missed    []bool
	available []bool        // by action: some seat could take it
	taken     []bool        // by action: some seat took it
	known     []engine.Time // fact × role, -1 for never
	harm      score.Harm
	scores    score.Scores
}

// seatRun is one seat in one run.
type seatRun struct {
	news              []engine.Time // the moments at which something came to it
	silence           float64       // the longest time without news, in minutes in the room
	looks, open, idle int           // moments looked at; things it could do, summed over them; moments with none
	could             []bool        // by action: it could take it
	holds             []bool        // by fact: it knew it when somebody still needed it
}

// quiet returns the longest time up to a moment in which nothing comes to the seat.
func (s *seatRun) quiet(sc *scenario.Scenario, until engine.Time) gap {
	last, longest := engine.Time(0), gap{}
	end := func(at engine.Time) {
		if lasts := between(sc, last, at); lasts > longest.lasts {
			longest = gap{minutes(sc, last), lasts}
		}
	}
	for _, at := range s.news {
		if at > until {
			break
		}
		end(at)
		last = at
	}
	end(until)
	return longest
}

// gap is a time without news, in minutes in the room.
type gap struct{ from, lasts float64 }

// heard calls a function, for the kinds of event that are news to seats, with each of these seats.
var heard = map[engine.Kind]func(sc *scenario.Scenario, ev engine.Event, one func(role int)){
	engine.InjectReceived:    toRole,
	engine.FactLearned:       toRole,
	engine.MessageArrived:    toRole,
	engine.SystemNoticed:     toRole,
	engine.VersionNoticed:    toRole,
	engine.SeatJoined:        toRole,
	engine.ObligationStarted: toRole,
	engine.ActionDone:        toRole,
	engine.ActionFailed:      toRole,
	engine.MessageAnswered:   toRole,
	engine.VenueOpened: func(sc *scenario.Scenario, ev engine.Event, one func(int)) {
		each(sc, sc.Venues[ev.Ref].Members, one)
	},
	engine.JointProposed:  toPartners,
	engine.JointCommitted: toPartners,
	engine.JointDone:      toPartners,
	engine.JointLapsed:    toPartners,
}

func toRole(_ *scenario.Scenario, ev engine.Event, one func(int)) {
	if ev.Role >= 0 {
		one(int(ev.Role))
	}
}

func toPartners(sc *scenario.Scenario, ev engine.Event, one func(int)) {
	each(sc, sc.Actions[ev.Ref].By, func(r int) {
		if r != int(ev.Role) {
			one(r)
		}
	})
}

func each(sc *scenario.Scenario, names scenario.Names, one func(int)) {
	for _, r := range sc.RolesOf(names) {
		one(r)
	}
}

// over returns when 95 % of what comes to the seats has come.
func (r *run) over() engine.Time {
	if len(r.heard) == 0 {
		return 0
	}
	return r.heard[(len(r.heard)-1)*95/100]
}

func newRun(sc *scenario.Scenario) *run {
	r := &run{seats: make([]seatRun, len(sc.Roles)), came: make([]bool, len(sc.Injects)),
		first: make([]engine.Time, len(sc.Injects)),
		met:   make([]bool, len(sc.Injects)), missed: make([]bool, len(sc.Injects)),
		available: make([]bool, len(sc.Actions)), taken: make([]bool, len(sc.Actions)),
		known: make([]engine.Time, len(sc.Facts)*len(sc.Roles))}
	for i := range r.seats {
		r.seats[i].could, r.seats[i].holds = make([]bool, len(sc.Actions)), make([]bool, len(sc.Facts))
	}
	for i := range r.known {
		r.known[i] = -1
	}
	return r
}

// see takes an event into the run. What comes to a seat at one instant is one piece of news.
func (r *run) see(sc *scenario.Scenario, ev engine.Event) {
	if who, is := heard[ev.Kind]; is {
		who(sc, ev, func(role int) {
			s := &r.seats[role]
			if n := len(s.news); n > 0 && s.news[n-1] == ev.At {
				return
			}
			s.news = append(s.news, ev.At)
			r.heard = append(r.heard, ev.At)
		})
	}
	switch ev.Kind {
	case engine.InjectDelivered:
		if !r.came[ev.Ref] {
			r.came[ev.Ref], r.first[ev.Ref] = true, ev.At
		}
	case engine.ExpectationMet:
		r.met[ev.Ref] = true
	case engine.ExpectationMissed:
		r.missed[ev.Ref] = true
	case engine.ActionStarted, engine.JointProposed:
		r.taken[ev.Ref] = true
	case engine.FactLearned:
		r.known[int(ev.Ref)*len(sc.Roles)+int(ev.Role)] = ev.At
	}
}

// play plays one run of a profile and scores it.
func play(ctx context.Context, m *engine.Model, p *Profile, seed uint64, weights []float64) (*run, error) {
	sc := m.Scenario
	r := newRun(sc)
	played := &score.Played{Plan: score.Plan{Model: m, Seed: seed, Setup: p.setup(sc), Bots: true,
		Until: engine.At(sc.Length)}, Engine: engine.New(m, seed, p.setup(sc)), Ledger: &score.Ledger{}}
	played.Ledger.Reset(m)
	played.Ledger.Weigh(weights)
	all := make([]bool, len(sc.Roles))
	for i := range all {
		all[i] = true
	}
	played.Ledger.Seated(all)
	w := newWatch(played.Engine, p, seed, r)
	played.Engine.Observe(func(ev engine.Event) {
		played.Ledger.See(ev, score.HarmAt(played.Engine, ev))
		r.see(sc, ev)
		w.see(ev)
	})
	if err := bot.Play(ctx, played.Engine, p.table(sc, seed), w, played.Until); err != nil {
		return nil, err
	}
	r.end = played.Engine.Now()
	for i := range r.seats {
		r.seats[i].silence = r.seats[i].quiet(sc, r.end).lasts
	}
	harm, _ := score.Harmed(played.Engine)
	played.Ledger.Until(r.end, harm)
	var err error
	if r.harm, err = score.Baselines(ctx, played); err != nil {
		return nil, err
	}
	r.scores = played.Ledger.Scores(r.harm)
	return r, nil
}
