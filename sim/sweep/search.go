package sweep

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// Search looks for the mechanisms and promises that do the least harm within a budget.
//
// It has two stages, on seeds of its own. The first tries the sets of mechanisms that the
// budget allows: all of them, if they are at most [exhaustive] of at most [mostListed]
// mechanisms, else those that can be reached by adding, dropping or swapping one at a time
// while the best neighbour is better. Sets are ranked by successive halving (Jamieson and
// Talwalkar, 2016) on common seeds. The second tries promises with the best set: each note is
// tried in force at its own time and at half, twice and four times that time, and a change
// that is better by more than two standard errors is kept, until a round changes nothing.
// At last each change without which the harm is not greater is taken back. A note that a
// mechanism of the scenario would put in force costs the price of that mechanism; other notes
// are filed by hand, and cost nothing.
//
// A search prefers what was lucky on its seeds, so its own estimate of the best is too
// good. Its results are therefore judged again on the seeds of an ordinary sweep.
type Search struct {
	Name     string
	Scenario *scenario.Scenario
	Seed     uint64
	Runs     int      // runs to judge by, at least 2
	Budget   *float64 // points in all; nil: each role pays its own part out of its own budget
	Workers  int      // 0: as many as there are cores
	// Note is told what is being done, and how many runs have been played since the last call. It
	// may be nil.
	Note func(stage string, runs int)
}

const (
	exhaustive  = 256     // the most sets of mechanisms that are all tried
	mostListed  = 20      // the most mechanisms whose sets are listed
	searchRuns  = 512     // runs by which sets and promises are compared in a search
	maxRounds   = 8       // the most rounds through the notes; 8 times as many steps from set to set
	runnersUp   = 3       // sets that are judged beside the best
	searchShift = 500_000 // what a search adds to the seed, so that it shares no run with judging
)

// Best is what a search found, as `tocsin sweep --best --json` prints it.
type Best struct {
	Scenario   string   `json:"scenario"`
	Title      string   `json:"title"`
	Digest     string   `json:"digest"`
	Seed       uint64   `json:"seed"`
	Budget     *float64 `json:"budget"`      // points in all; null: each role its own
	Sets       int      `json:"sets"`        // sets of mechanisms within the budget that were tried
	AllSets    bool     `json:"all_sets"`    // whether these are all that the budget allows
	Tried      int      `json:"tried"`       // candidates tried in all, promises included
	SearchRuns int      `json:"search_runs"` // runs that a finalist of the search was tried on
	N          int      `json:"n"`           // runs that everything below is judged by
	EngineRuns int      `json:"engine_runs"`

	Best       Choice   `json:"best"`
	SameSet    *Choice  `json:"same_set"` // the best set without a change to its promises; null: there was none
	RunnersUp  []Choice `json:"runners_up"`
	References []Choice `json:"references"` // nothing prepared, and everything
}

// Choice is a set of mechanisms with promises, and the harm it leaves.
type Choice struct {
	Mechanisms   []string           `json:"mechanisms"`
	Cost         float64            `json:"cost"`
	CostByRole   map[string]float64 `json:"cost_by_role"`
	WithinBudget bool               `json:"within_budget"`
	Promises     []Promise          `json:"promises"`    // that are changed; empty for as written
	SearchMean   *float64           `json:"search_mean"` // on the search's seeds: too good for the best; null if not tried to the end
	Mean         float64            `json:"mean"`        // on the seeds that judge
	SE           float64            `json:"se"`
	Difference   PairedMean         `json:"difference"` // from nothing prepared, on the seeds that judge
}

// Promise is a note that is put in force, or whose time is changed.
type Promise struct {
	Note    int    `json:"note"` // counted from 0, as in note[3].within
	Role    string `json:"role"`
	When    string `json:"when"`
	Does    string `json:"does"`
	Written string `json:"written"` // the time in the scenario
	Within  string `json:"within"`
	ByHand  bool   `json:"by_hand"` // no mechanism of the set puts it in force
}

// PairedMean is a mean of paired differences with its interval.
type PairedMean struct {
	Mean *float64    `json:"mean"`
	SE   *float64    `json:"se"`
	CI95 [2]*float64 `json:"ci95"`
}

// ErrNoOutcome says that a scenario has nothing that a search could make less.
var ErrNoOutcome = errors.New("the scenario has no gauge with outcome = true, so there is no harm to make less")

// Run searches and judges. It returns [ErrNoOutcome] if the scenario counts no harm, and the
// error of ctx if that ends first.
func (s *Search) Run(ctx context.Context) (*Best, error) {
	if _, any := harmUnit(s.Scenario); !any {
		return nil, ErrNoOutcome
	}
	if s.Runs < 2 {
		return nil, fmt.Errorf("judging needs at least 2 runs, not %d", s.Runs)
	}
	model, err := engine.Compile(s.Scenario)
	if err != nil {
		return nil, err
	}
	workers := s.Workers
	if workers == 0 {
		workers = defaultWorkers()
	}
	d := Design{Seed: s.Seed + searchShift}
	t := &trials{sc: s.Scenario, model: model, seed: d.SeedOf, workers: workers, known: map[string]*candidate{}}
	t.cost = func(mechanisms []int) float64 { all, _ := s.cost(mechanisms); return all }
	t.note = s.stage("trying sets of mechanisms")
	sets, all, err := s.sets(ctx, t)
	if err != nil {
		return nil, err
	}
	setsTried := len(t.known)
	t.note = s.stage("trying promises")
	best, err := s.promises(ctx, t, sets[0])
	if err != nil {
		return nil, err
	}
	out := &Best{Scenario: s.Name, Title: s.Scenario.Title, Digest: s.Scenario.Digest, Seed: s.Seed, Budget: s.Budget,
		Sets: setsTried, AllSets: all, Tried: len(t.known), SearchRuns: searchRuns, N: s.Runs,
		RunnersUp: []Choice{}, References: []Choice{}}
	err = s.judge(ctx, t, out, best, sets)
	return out, err
}

func (s *Search) stage(name string) func(int) {
	return func(runs int) {
		if s.Note != nil {
			s.Note(name, runs)
		}
	}
}

// cost returns the points that a set costs, in all and by the id of the role that pays.
func (s *Search) cost(mechanisms []int) (all float64, byRole map[string]float64) {
	byRole = map[string]float64{}
	for _, m := range mechanisms {
		for _, c := range s.Scenario.Mechanisms[m].Cost {
			all += c.Value
			byRole[c.ID] += c.Value
		}
	}
	return all, byRole
}

// affordable reports whether the budget allows a set.
func (s *Search) affordable(mechanisms []int) bool {
	const grain = 1e-9
	all, byRole := s.cost(mechanisms)
	if s.Budget != nil {
		return all <= *s.Budget+grain
	}
	for i := range s.Scenario.Roles {
		if r := &s.Scenario.Roles[i]; byRole[r.ID] > r.Budget+grain {
			return false
		}
	}
	return true
}

// sets ranks the sets of mechanisms that the budget allows, best first.
func (s *Search) sets(ctx context.Context, t *trials) (ranked []*candidate, all bool, err error) {
	k := len(s.Scenario.Mechanisms)
	unchanged := make([]uint8, len(s.Scenario.Notes))
	if k <= mostListed {
		var fit []*candidate
		for bits := 0; bits < 1<<k && len(fit) <= exhaustive; bits++ {
			var set []int
			for m := range k {
				if bits>>m&1 == 1 {
					set = append(set, m)
				}
			}
			if s.affordable(set) {
				c, err := t.get(set, unchanged)
				if err != nil {
					return nil, false, err
				}
				fit = append(fit, c)
			}
		}
		if len(fit) <= exhaustive {
			ranked, err = t.halve(ctx, fit, searchRuns, 2*runnersUp)
			return ranked, true, err
		}
		clear(t.known) // too many: these were not tried
	}
	at, err := t.get(nil, unchanged)
	if err != nil {
		return nil, false, err
	}
	for range 8 * maxRounds {
		near := []*candidate{at}
		for _, set := range neighbours(at.mechanisms, k) {
			if !s.affordable(set) {
				continue
			}
			c, err := t.get(set, unchanged)
			if err != nil {
				return nil, false, err
			}
			near = append(near, c)
		}
		if ranked, err = t.halve(ctx, near, searchRuns, 2*runnersUp); err != nil {
			return nil, false, err
		}
		if ranked[0] == at {
			break
		}
		at = ranked[0]
	}
	return ranked, false, nil
}

// neighbours are the sets that differ by one mechanism added, dropped or swapped.
func neighbours(set []int, k int) [][]int {
	var out [][]int
	for add := -1; add < k; add++ {
		if add >= 0 && slices.Contains(set, add) {
			continue
		}
		for drop := -1; drop < len(set); drop++ {
			var next []int
			for i, m := range set {
				if i != drop {
					next = append(next, m)
				}
			}
			if add >= 0 {
				next = append(next, add)
			}
			slices.Sort(next)
			if add >= 0 || drop >= 0 {
				out = append(out, next)
			}
		}
	}
	return out
}

// promises looks for better promises with a set of mechanisms.
func (s *Search) promises(ctx context.Context, t *trials, at *candidate) (*candidate, error) {
	if err := t.try(ctx, []*candidate{at}, searchRuns); err != nil {
		return nil, err
	}
	filed, priced := t.filedBy(at.mechanisms), t.filedBy(everyOf(len(s.Scenario.Mechanisms)))
	options := func(n int) []uint8 {
		switch {
		case filed[n]:
			return []uint8{0, 2, 3, 4} // at its own time it is what it is already
		case priced[n]:
			return nil // only for the price of a mechanism
		}
		return []uint8{0, 1, 2, 3, 4}
	}
	for range maxRounds {
		changed := false
		for n := range s.Scenario.Notes {
			if s.Scenario.Notes[n].Within <= 0 || options(n) == nil {
				continue
			}
			better, err := s.bestOption(ctx, t, at, n, options(n))
			if err != nil {
				return nil, err
			}
			changed = changed || better != at
			at = better
		}
		if !changed {
			break
		}
	}
	// Take back what is not needed.
	for n, p := range at.promises {
		if p == 0 {
			continue
		}
		c, err := t.with(at, n, 0)
		if err != nil {
			return nil, err
		}
		if err := t.try(ctx, []*candidate{c}, searchRuns); err != nil {
			return nil, err
		}
		if more := c.minus(at); more.mean <= 0 {
			at = c
		}
	}
	return at, nil
}

// bestOption is the candidate itself, or with another option for a note that does less
// harm by more than two standard errors.
func (s *Search) bestOption(ctx context.Context, t *trials, at *candidate, note int, options []uint8) (*candidate,
	error) {
	var others []*candidate
	for _, o := range options {
		if o == at.promises[note] {
			continue
		}
		c, err := t.with(at, note, o)
		if err != nil {
			return nil, err
		}
		others = append(others, c)
	}
	if err := t.try(ctx, others, searchRuns); err != nil {
		return nil, err
	}
	best := at
	for _, c := range others {
		if d := c.minus(at); d.mean < -2*d.se() && c.minus(best).mean < 0 {
			best = c
		}
	}
	return best, nil
}

// with returns the candidate that differs from another in the option for one note.
func (t *trials) with(at *candidate, note int, option uint8) (*candidate, error) {
	ps := slices.Clone(at.promises)
	ps[note] = option
	return t.get(at.mechanisms, ps)
}

// judge plays what was found, and what it is compared with, on the seeds of a sweep.
func (s *Search) judge(ctx context.Context, t *trials, out *Best, best *candidate, sets []*candidate) error {
	d := Design{Seed: s.Seed}
	j := &trials{sc: t.sc, model: t.model, seed: d.SeedOf, workers: t.workers, known: map[string]*candidate{},
		note: s.stage("judging what was found")}
	unchanged := make([]uint8, len(s.Scenario.Notes))
	everything := everyOf(len(s.Scenario.Mechanisms))
	var wanted []*candidate // in the search's terms
	wanted = append(wanted, best)
	if best != sets[0] {
		wanted = append(wanted, sets[0])
	}
	wanted = append(wanted, sets[1:min(len(sets), 1+runnersUp)]...)
	for _, set := range [][]int{nil, everything} {
		c, ok := t.known[(&candidate{mechanisms: set, promises: unchanged}).key()]
		if !ok {
			c = &candidate{mechanisms: set, promises: unchanged}
		}
		wanted = append(wanted, c)
	}
	judged := make([]*candidate, len(wanted))
	for i, c := range wanted {
		var err error
		if judged[i], err = j.get(c.mechanisms, c.promises); err != nil {
			return err
		}
	}
	if err := j.try(ctx, unique(judged), s.Runs); err != nil {
		return err
	}
	none := judged[len(judged)-2]
	choices := make([]Choice, len(wanted))
	for i := range wanted {
		choices[i] = s.choice(t, wanted[i], judged[i], none)
	}
	out.Best = choices[0]
	rest := choices[1 : len(choices)-2]
	if best != sets[0] {
		out.SameSet = &rest[0]
		rest = rest[1:]
	}
	out.RunnersUp = append(out.RunnersUp, rest...)
	out.References = append(out.References, choices[len(choices)-2:]...)
	out.EngineRuns = t.runs + j.runs
	return nil
}

// everyOf returns the numbers from 0 to n-1.
func everyOf(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func unique(cs []*candidate) []*candidate {
	var out []*candidate
	for _, c := range cs {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// choice describes a candidate, with its harm as it was tried and as it was judged.
func (s *Search) choice(t *trials, tried, judged, none *candidate) Choice {
	all, byRole := s.cost(tried.mechanisms)
	c := Choice{Mechanisms: []string{}, Cost: all, CostByRole: byRole, WithinBudget: s.affordable(tried.mechanisms),
		Promises: []Promise{}}
	for _, m := range tried.mechanisms {
		c.Mechanisms = append(c.Mechanisms, s.Scenario.Mechanisms[m].ID)
	}
	filed := t.filedBy(tried.mechanisms)
	for n, p := range tried.promises {
		if p == 0 {
			continue
		}
		note := &s.Scenario.Notes[n]
		c.Promises = append(c.Promises, Promise{n, note.Role, phrase.Condition(s.Scenario, note.When),
			phrase.Deed(s.Scenario, &note.Do), note.Within.String(), within(note, p).String(), !filed[n]})
	}
	if len(tried.harm) >= searchRuns {
		m := tried.mean(searchRuns)
		c.SearchMean = &m
	}
	var own moments
	for _, h := range judged.harm {
		own.add(h)
	}
	c.Mean, c.SE = own.mean, own.se()
	diff := judged.minus(none)
	lo, hi := diff.interval()
	c.Difference = PairedMean{number(diff.mean), number(diff.se()), [2]*float64{number(lo), number(hi)}}
	return c
}
