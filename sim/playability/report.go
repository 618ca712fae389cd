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
	Runs     int             `json:"runs"` // of each profile
	Minutes  float64         `json:"minutes"`
	Profiles []ProfileReport `json:"profiles"`
	Seats    []SeatReport    `json:"seats"`
	Injects  []InjectReport  `json:"injects"`
	Actions  []ActionReport  `json:"actions"`
	Facts    []FactReport    `json:"facts"`
	// Mechanisms are what each changes alone, beside nothing prepared.
	Mechanisms []MechanismReport `json:"mechanisms"`
	Harm       *HarmExplained    `json:"harm"` // nil where the scenario counts no harm

	sc *scenario.Scenario
}

// ProfileReport is how a profile came out.
type ProfileReport struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Prepared bool   `json:"prepared"`
	// Efficiency is coordination efficiency as a ratio of means: the harm that the seats avoided, of
	// that which frictionless coordination avoids; nil where that is none.
	Efficiency *float64 `json:"efficiency"`
	// EfficiencyCI95 is its 95 % interval over the draws (Fieller); nil where there is none.
	EfficiencyCI95 *[2]float64 `json:"efficiency_ci95"`
	Harm           *Spread     `json:"harm"`
	Total          *Spread     `json:"total"` // the score in all
	Ended          Spread      `json:"ended"` // when the exercise ended, in minutes in the room
	Over           Spread      `json:"over"`  // when 95 % of what comes to the seats had come, in minutes in the room
}

// Spread is a distribution in three numbers: one in twenty values lies below the floor, half lie
// below the median, and one in twenty lies above the ceiling.
type Spread struct {
	Floor   float64 `json:"floor"`
	Median  float64 `json:"median"`
	Ceiling float64 `json:"ceiling"`
}

// SeatReport is what comes to a seat and what it can do, over the runs of all profiles. Times are in
// minutes in the room.
type SeatReport struct {
	ID      string  `json:"id"`
	News    float64 `json:"news"`    // moments with something new per ten minutes in the room; the median
	Silence float64 `json:"silence"` // the longest time in which nothing comes to it; the median
	// Quiet is the same up to the moment by which 95 % of what comes to the seats has come.
	Quiet float64 `json:"quiet"`
	// QuietFrom is when that silence began, in the run whose silence is nearest to the median.
	QuietFrom float64 `json:"quiet_from"`
	Open      float64 `json:"open"` // actions it could take and facts it could pass on at a moment; the mean
	Idle      float64 `json:"idle"` // share of the moments with nothing to do; the mean
	// Decisions are the actions that it can take and that move something, and the facts that
	// others need from it, each in 2 % of the runs or more.
	Decisions int `json:"decisions"`
}

// InjectReport is how often an inject comes, and whether what it expects is done.
type InjectReport struct {
	ID     string    `json:"id"`
	Came   float64   `json:"came"`    // share of all runs
	ByPlay []float64 `json:"by_play"` // share of the runs of each profile, in the order of the profiles
	Nobody float64   `json:"nobody"`  // share of the runs with nobody in any seat of an ally
	// Tried: it came when one action was left out, or taken as soon as possible.
	Tried   bool     `json:"tried"`
	Met     *float64 `json:"met"`      // share of those runs with a result in which what it expects was done in time
	Minutes *float64 `json:"minutes"`  // that it leaves for what it expects, in the room; nil if it expects nothing
	Summons bool     `json:"summoned"` // only a facilitator brings it
}

// ActionReport is how often an action can be taken and is taken, and what it changes.
type ActionReport struct {
	ID        string  `json:"id"`
	Available float64 `json:"available"` // share of all runs in which some seat could take it
	Taken     float64 `json:"taken"`     // share of all runs in which some seat took it
	Moves     Moves   `json:"moves"`
}

// MechanismReport is what a mechanism changes.
type MechanismReport struct {
	ID    string `json:"id"`
	Moves Moves  `json:"moves"`
}

// FactReport is who comes to know a fact, and when.
type FactReport struct {
	ID    string  `json:"id"`
	Needs []Knows `json:"needs"` // the seats that need it
	Has   []Knows `json:"has"`   // the other seats that come to know it
}

// Knows is a seat that comes to know a fact: in which share of all runs, and the median time of
// those, in minutes in the room; nil where it never does.
type Knows struct {
	Seat  string   `json:"seat"`
	Share float64  `json:"share"`
	At    *float64 `json:"at"`
}

// report makes the report of runs, by profile and then by seed, of those with nobody in any seat,
// and of what actions and then mechanisms change, as far as they were tried.
func report(m *engine.Model, profiles []Profile, runs [][]*run, idle []*run, moves []Moves) *Report {
	sc := m.Scenario
	rep := &Report{sc: sc, Runs: len(runs[0]), Minutes: minutes(sc, engine.At(sc.Length))}
	var all []*run
	for i := range profiles {
		rep.Profiles = append(rep.Profiles, profileReport(sc, &profiles[i], runs[i]))
		all = append(all, runs[i]...)
	}
	for i := range sc.Actions {
		a := ActionReport{ID: sc.Actions[i].ID, Moves: Moves{What: []string{}}}
		a.Available = share(all, func(r *run) bool { return r.available[i] || r.taken[i] })
		a.Taken = share(all, func(r *run) bool { return r.taken[i] })
		if i < len(moves) {
			a.Moves = moves[i]
		}
		rep.Actions = append(rep.Actions, a)
	}
	for i := range sc.Mechanisms {
		told := MechanismReport{ID: sc.Mechanisms[i].ID, Moves: Moves{What: []string{}}}
		if k := len(sc.Actions) + i; k < len(moves) {
			told.Moves = moves[k]
		}
		rep.Mechanisms = append(rep.Mechanisms, told)
	}
	for i := range sc.Roles {
		rep.Seats = append(rep.Seats, rep.seatReport(i, all))
	}
	for i := range sc.Injects {
		rep.Injects = append(rep.Injects, injectReport(sc, i, all, runs, idle))
	}
	for i := range sc.Facts {
		rep.Facts = append(rep.Facts, factReport(sc, i, all))
	}
	for _, m := range moves {
		for i := range m.came {
			rep.Injects[i].Tried = rep.Injects[i].Tried || m.came[i]
		}
	}
	rep.Harm = explain(profiles, runs)
	return rep
}

func profileReport(sc *scenario.Scenario, p *Profile, runs []*run) ProfileReport {
	out := ProfileReport{Name: p.Name, Title: p.Title, Prepared: p.Prepared}
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
	out.Ended = *spreadOf(numbersOf(runs, func(r *run) float64 { return minutes(sc, r.end) }))
	out.Over = *spreadOf(numbersOf(runs, func(r *run) float64 { return minutes(sc, r.over()) }))
	return out
}

func (rep *Report) seatReport(seat int, all []*run) SeatReport {
	sc := rep.sc
	of := func(f func(s *seatRun, r *run) float64) []float64 {
		return numbersOf(all, func(r *run) float64 { return f(&r.seats[seat], r) })
	}
	out := SeatReport{ID: sc.Roles[seat].ID}
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

func injectReport(sc *scenario.Scenario, i int, all []*run, runs [][]*run, idle []*run) InjectReport {
	in := &sc.Injects[i]
	came := func(r *run) bool { return r.came[i] }
	out := InjectReport{ID: in.ID, Came: share(all, came), Summons: summoned(sc, i), Nobody: share(idle, came)}
	for _, of := range runs {
		out.ByPlay = append(out.ByPlay, share(of, came))
	}
	if in.Expects == nil {
		return out
	}
	within := minutesFor(sc, i, all)
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

// minutesFor returns how many minutes in the room an inject leaves for what it expects, in the median
// run in which it comes; from STARTEX where it comes in none.
func minutesFor(sc *scenario.Scenario, i int, all []*run) float64 {
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
// condition, and no effect and no leak fires it.
func summoned(sc *scenario.Scenario, i int) bool {
	in := &sc.Injects[i]
	if in.When.Source == "false" {
		return true
	}
	if in.At.Set || in.Every.Set || in.When.Source != "" {
		return false
	}
	brings := func(effects ...scenario.Effect) bool {
		return slices.ContainsFunc(effects, func(k scenario.Effect) bool { return k.Inject == in.ID })
	}
	for j := range sc.Actions {
		a := &sc.Actions[j]
		if brings(a.Effects...) || brings(a.OnFailure...) || brings(a.OnLapse...) {
			return false
		}
	}
	for j := range sc.Injects {
		if brings(sc.Injects[j].Effects...) {
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

func factReport(sc *scenario.Scenario, f int, all []*run) FactReport {
	out := FactReport{ID: sc.Facts[f].ID, Needs: []Knows{}, Has: []Knows{}}
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

// minutes returns an exercise time in minutes in the room since STARTEX.
func minutes(sc *scenario.Scenario, t engine.Time) float64 {
	return sc.RoomMinutesTo(scenario.Duration(t))
}

// between returns the minutes in the room from one exercise time to another.
func between(sc *scenario.Scenario, from, to engine.Time) float64 {
	return sc.RoomMinutesBetween(scenario.Duration(from), scenario.Duration(to))
}
