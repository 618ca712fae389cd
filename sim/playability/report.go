package playability

import (
	"math"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Report is how a scenario plays. Times are in minutes in the room, shares from 0 to 1.
type Report struct {
	Runs     int           `json:"runs"` // of each profile
	Minutes  float64       `json:"minutes"`
	Profiles []ProfileTold `json:"profiles"`
	Seats    []SeatTold    `json:"seats"`
	Injects  []InjectTold  `json:"injects"`
	Actions  []ActionTold  `json:"actions"`
	Facts    []FactTold    `json:"facts"`
	// Mechanisms are what each changes alone, beside nothing prepared.
	Mechanisms []MechanismTold `json:"mechanisms"`
	Harm       *HarmExplained  `json:"harm"` // nil where the scenario counts no harm

	sc *scenario.Scenario
}

// ProfileTold is what came out of a way to play.
type ProfileTold struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Prepared bool   `json:"prepared"`
	// Efficiency is coordination efficiency as a ratio of means; nil where there is no yardstick.
	Efficiency *float64 `json:"efficiency"`
	// EfficiencyCI95 is its 95 % interval over the draws (Fieller); nil where there is none.
	EfficiencyCI95 *[2]float64 `json:"efficiency_ci95"`
	Harm           *Spread     `json:"harm"`
	Total          *Spread     `json:"total"` // the score in all
	Ended          Spread      `json:"ended"` // when the exercise ended
	Over           Spread      `json:"over"`  // when 95 % of what comes to the seats had come
}

// Spread is how numbers lie: from the floor, which one in twenty is below, over the median to
// the ceiling, which one in twenty is above.
type Spread struct {
	Floor   float64 `json:"floor"`
	Median  float64 `json:"median"`
	Ceiling float64 `json:"ceiling"`
}

// SeatTold is how a seat fares, over the runs of all profiles.
type SeatTold struct {
	ID      string  `json:"id"`
	News    float64 `json:"news"`    // moments with something new, in ten minutes; the median
	Silence float64 `json:"silence"` // the longest time in which nothing comes to it; the median
	// Quiet is the same before the exercise is over for all: before 95 % of what comes had come.
	Quiet float64 `json:"quiet"`
	// QuietFrom is when that began, in the run in which it lasted most nearly as long as in the median.
	QuietFrom float64 `json:"quiet_from"`
	Open      float64 `json:"open"` // actions it could take and facts it could pass on, at any moment; the mean
	Idle      float64 `json:"idle"` // share of the time with nothing to do
	// Decisions are the actions that it can take and that move something, and the facts that
	// others need from it, each in 2 % of the runs or more.
	Decisions int `json:"decisions"`
}

// InjectTold is how often an inject comes.
type InjectTold struct {
	ID     string    `json:"id"`
	Came   float64   `json:"came"`    // share of all runs
	ByPlay []float64 `json:"by_play"` // of those of each profile
	Nobody float64   `json:"nobody"`  // and of those with nobody in any seat
	// Tried: it came when one action was left out, or taken as soon as possible.
	Tried   bool     `json:"tried"`
	Met     *float64 `json:"met"`      // share of those in which it came and what it expects was done in time
	Minutes *float64 `json:"minutes"`  // for what it expects
	Summons bool     `json:"summoned"` // only a facilitator brings it
}

// ActionTold is how an action fares.
type ActionTold struct {
	ID        string  `json:"id"`
	Available float64 `json:"available"` // share of all runs in which some seat could take it
	Taken     float64 `json:"taken"`     // and in which one did
	Moves     Moves   `json:"moves"`
}

// MechanismTold is what a mechanism changes.
type MechanismTold struct {
	ID    string `json:"id"`
	Moves Moves  `json:"moves"`
}

// FactTold is who knows a fact, and from when on.
type FactTold struct {
	ID    string  `json:"id"`
	Needs []Knows `json:"needs"` // the seats that need it
	Has   []Knows `json:"has"`   // the other seats that come to know it
}

// Knows is a seat that comes to know a fact: in which share of all runs, and the median time.
type Knows struct {
	Seat  string   `json:"seat"`
	Share float64  `json:"share"`
	At    *float64 `json:"at"`
}

// report tells of runs, by profile and then by seed; of those with nobody in any seat; and of
// what actions and then mechanisms move, as far as they were tried.
func report(m *engine.Model, profiles []Profile, runs [][]*run, idle []*run, moves []Moves) *Report {
	sc := m.Scenario
	rep := &Report{sc: sc, Runs: len(runs[0]), Minutes: minutes(sc, engine.At(sc.Length))}
	var all []*run
	for i := range profiles {
		rep.Profiles = append(rep.Profiles, profileTold(sc, &profiles[i], runs[i]))
		all = append(all, runs[i]...)
	}
	for i := range sc.Actions {
		a := ActionTold{ID: sc.Actions[i].ID, Moves: Moves{What: []string{}}}
		a.Available = share(all, func(r *run) bool { return r.available[i] || r.taken[i] })
		a.Taken = share(all, func(r *run) bool { return r.taken[i] })
		if i < len(moves) {
			a.Moves = moves[i]
		}
		rep.Actions = append(rep.Actions, a)
	}
	for i := range sc.Mechanisms {
		told := MechanismTold{ID: sc.Mechanisms[i].ID, Moves: Moves{What: []string{}}}
		if k := len(sc.Actions) + i; k < len(moves) {
			told.Moves = moves[k]
		}
		rep.Mechanisms = append(rep.Mechanisms, told)
	}
	for i := range sc.Roles {
		rep.Seats = append(rep.Seats, rep.seatTold(i, all))
	}
	for i := range sc.Injects {
		rep.Injects = append(rep.Injects, injectTold(sc, i, all, runs, idle))
	}
	for i := range sc.Facts {
		rep.Facts = append(rep.Facts, factTold(sc, i, all))
	}
	for _, m := range moves {
		for i := range m.came {
			rep.Injects[i].Tried = rep.Injects[i].Tried || m.came[i]
		}
	}
	rep.Harm = explain(profiles, runs)
	return rep
}

func profileTold(sc *scenario.Scenario, p *Profile, runs []*run) ProfileTold {
	out := ProfileTold{Name: p.Name, Title: p.Title, Prepared: p.Prepared}
	var harm, total, avoided, avoidable []float64
	for _, r := range runs {
		if r.harm.Actual != nil {
			harm = append(harm, *r.harm.Actual)
			avoided = append(avoided, *r.harm.Solo-*r.harm.Actual)
			avoidable = append(avoidable, *r.harm.Solo-*r.harm.Frictionless)
		}
		if r.scores.Total != nil {
			total = append(total, *r.scores.Total)
		}
	}
	ratio := score.RatioOf(avoided, avoidable)
	out.Efficiency, out.EfficiencyCI95 = ratio.Value, ratio.CI95
	out.Harm, out.Total = spreadOf(harm), spreadOf(total)
	out.Ended = *spreadOf(each1(runs, func(r *run) float64 { return minutes(sc, r.end) }))
	out.Over = *spreadOf(each1(runs, func(r *run) float64 { return minutes(sc, r.over()) }))
	return out
}

func (rep *Report) seatTold(seat int, all []*run) SeatTold {
	sc := rep.sc
	of := func(f func(s *seatRun, r *run) float64) []float64 {
		return each1(all, func(r *run) float64 { return f(&r.seats[seat], r) })
	}
	out := SeatTold{ID: sc.Roles[seat].ID}
	out.News = median(of(func(s *seatRun, r *run) float64 {
		return 10 * float64(len(s.news)) / max(1, minutes(sc, r.end))
	}))
	out.Silence = median(of(func(s *seatRun, _ *run) float64 { return s.silence }))
	out.Quiet = median(of(func(s *seatRun, r *run) float64 { return s.quiet(sc, r.over()).lasts }))
	nearest := math.Inf(1)
	for _, r := range all {
		g := r.seats[seat].quiet(sc, r.over())
		if off := math.Abs(g.lasts - out.Quiet); off < nearest {
			nearest, out.QuietFrom = off, g.from
		}
	}
	out.Open = mean(of(func(s *seatRun, _ *run) float64 { return float64(s.open) / float64(max(1, s.looks)) }))
	out.Idle = mean(of(func(s *seatRun, _ *run) float64 { return float64(s.idle) / float64(max(1, s.looks)) }))
	for a := range sc.Actions {
		could := share(all, func(r *run) bool { return r.seats[seat].could[a] })
		if could >= rare && rep.Actions[a].Moves.something(sc) {
			out.Decisions++
		}
	}
	for f := range sc.Facts {
		if share(all, func(r *run) bool { return r.seats[seat].holds[f] }) >= rare {
			out.Decisions++
		}
	}
	return out
}

func injectTold(sc *scenario.Scenario, i int, all []*run, runs [][]*run, idle []*run) InjectTold {
	in := &sc.Injects[i]
	came := func(r *run) bool { return r.came[i] }
	out := InjectTold{ID: in.ID, Came: share(all, came), Summons: summoned(sc, i), Nobody: share(idle, came)}
	for _, of := range runs {
		out.ByPlay = append(out.ByPlay, share(of, came))
	}
	if in.Expects == nil {
		return out
	}
	within := leisure(sc, i, all)
	out.Minutes = &within
	asked, met := 0, 0
	for _, r := range all {
		if r.met[i] || r.missed[i] {
			asked++
			if !r.missed[i] {
				met++
			}
		}
	}
	if asked > 0 {
		v := float64(met) / float64(asked)
		out.Met = &v
	}
	return out
}

// leisure is how many minutes in the room what an inject expects leaves, in the median run in which it comes; in
// the first move where it comes in none.
func leisure(sc *scenario.Scenario, i int, all []*run) float64 {
	within := engine.At(sc.Injects[i].Expects.Within)
	var left []float64
	for _, r := range all {
		if r.came[i] {
			left = append(left, between(sc, r.first[i], r.first[i]+within))
		}
	}
	if len(left) == 0 {
		return minutes(sc, within)
	}
	return median(left)
}

// summoned reports whether only a facilitator can bring an inject: it has no time and no
// condition, and no effect and no leak brings it.
func summoned(sc *scenario.Scenario, i int) bool {
	in := &sc.Injects[i]
	if in.When.Source == "false" {
		return true
	}
	if in.At.Set || in.Every.Set || in.When.Source != "" {
		return false
	}
	brings := func(effects []scenario.Effect) bool {
		for j := range effects {
			if effects[j].Inject == in.ID {
				return true
			}
		}
		return false
	}
	for j := range sc.Actions {
		if brings(sc.Actions[j].Effects) {
			return false
		}
	}
	for j := range sc.Injects {
		if brings(sc.Injects[j].Effects) {
			return false
		}
	}
	for j := range sc.Facts {
		if sc.Facts[j].Leak.Fires == in.ID {
			return false
		}
	}
	return true
}

func factTold(sc *scenario.Scenario, f int, all []*run) FactTold {
	out := FactTold{ID: sc.Facts[f].ID, Needs: []Knows{}, Has: []Knows{}}
	needs := sc.RolesOf(sc.Facts[f].NeededBy)
	for r := range sc.Roles {
		k := Knows{Seat: sc.Roles[r].ID}
		var at []float64
		for _, x := range all {
			if t := x.known[f*len(sc.Roles)+r]; t >= 0 {
				at = append(at, minutes(sc, t))
			}
		}
		if len(at) > 0 {
			v := median(at)
			k.Share, k.At = float64(len(at))/float64(len(all)), &v
		}
		switch {
		case slices.Contains(needs, r):
			out.Needs = append(out.Needs, k)
		case len(at) > 0:
			out.Has = append(out.Has, k)
		}
	}
	return out
}

// minutes is a time of the story in minutes in the room.
func minutes(sc *scenario.Scenario, t engine.Time) float64 {
	return sc.RoomMinutesTo(scenario.Duration(t))
}

// between is the same from one time of the story to another.
func between(sc *scenario.Scenario, from, to engine.Time) float64 {
	return sc.RoomMinutesBetween(scenario.Duration(from), scenario.Duration(to))
}
