// Package sweep plays a scenario thousands of times and says how much treatments differ.
//
// A [Sweep] plays every arm with the same seeds (common random numbers: whatever the
// treatment does not touch happens alike in all arms), so that differences between arms
// are taken pair by pair and are far more certain than either arm alone.
//
//	s, err := sweep.New(sweep.Request{Scenario: sc, N: 2000, Seed: 1, Arms: []string{"none", "all"}})
//	t := sweep.NewTally(s.Design)
//	err = s.Run(ctx, sweep.Part{To: s.Design.Blocks()}, workers, t.Add)
//	result := t.Result()
//
// # How the same bytes come out
//
// Run i has the seed [Design.SeedOf](i), which depends on the sweep's seed alone. 64 runs
// are a [Block]; workers play pieces of blocks in any order, but blocks are handed on in
// their order, one at a time, and sums are taken over each block first, then over blocks in
// order. A result therefore does not depend on the number of workers; what is done when a
// sweep is cut short is always its first blocks; and a shard (shard.go) is some blocks in
// a file, from which merging makes what one run of the whole would have made.
//
// Memory does not grow with the number of runs, except by the columns that are kept for
// exact quantiles; beyond 256 MiB of them a sketch with a relative error of at most 1/256
// takes their place (sketch.go).
package sweep

import (
	"context"
	"fmt"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// BlockRuns is how many runs of every arm make a block.
const BlockRuns = 64

// MaxRuns is the most runs of each arm that a sweep plays.
const MaxRuns = 1_000_000_000

// maxColumns is the most measures of all arms together.
const maxColumns = 100_000

// Request is what a sweep is asked to do.
type Request struct {
	Name     string // what the scenario is called in results
	Scenario *scenario.Scenario
	Version  string // of the program, noted in shards
	Seed     uint64
	N        int      // runs of each arm, from 1 to [MaxRuns]; with Until the most
	Arms     []string // words such as each or all-hotline, see parseArms; empty: "none" and "all"
	Against  string   // the arm that the others are compared with; empty: the first
	Set      []string // path=value,value…; several make a grid
	Measures []string // ids, beginnings of ids with *, [Main] or [All]; empty: [Main]
	Until    *Until
}

// Until stops a sweep at the first of the looks (after 1,000 runs, 2,000, 4,000 …) at
// which every difference in a measure, or the mean of it where there is one arm only,
// has a 95 % interval of at most this half-width. Because looks are few and fixed, the
// interval of a sweep that stopped is nearly what it says: over 400 sweeps of a model with
// a known answer it held the answer in 94.5 % (TestStoppingCovers).
type Until struct {
	Measure   string  `json:"measure"`
	HalfWidth float64 `json:"half_width"` // more than 0, in the measure's unit
}

// FirstLook is the number of runs of each arm after which [Until] looks first; each further look
// comes at twice as many runs as the one before.
const FirstLook = 1000

// Design is what a sweep plays and measures. It is at the head of every shard, and
// two shards belong together when their designs are equal.
type Design struct {
	Version  string    `json:"tocsin"`
	Scenario string    `json:"scenario"`
	Title    string    `json:"title"`
	Digest   string    `json:"digest"` // SHA-256 of the scenario's text, before any setting
	Seed     uint64    `json:"seed"`
	N        int       `json:"n"`
	Arms     []Arm     `json:"arms"`
	Measures []Measure `json:"measures"`
	Until    *Until    `json:"until,omitempty"`
	// States holds the digest of the first run's final state in each arm: two programs
	// that play differently do not agree on it, whatever they call their version.
	States []string `json:"states"`
}

// Blocks is how many blocks the sweep has.
func (d *Design) Blocks() int { return (d.N + BlockRuns - 1) / BlockRuns }

// SeedOf returns the seed of a run, counted from 0: the sweep's own for the first, and a
// million more for each that follows, modulo 2^64. Sweeps whose seeds lie less than a million
// apart share no run, and `tocsin run --seed` plays any run again alone.
func (d *Design) SeedOf(run int) uint64 { return d.Seed + uint64(run)*1_000_000 }

// Sweep is a design that is ready to be played.
type Sweep struct {
	Design  Design
	variant []variant
	reads   []reader // one for each measure of the design
	needs   needs
}

// variant is the scenario with one point of the grid of settings.
type variant struct {
	model *engine.Model
	arms  []int // indices into the design's arms
	// weights are those of joint actions, where the ledger is needed; see [score.Weights].
	weights []float64
}

// New checks a request, plays the first run of each arm for its digest, and makes the sweep ready.
// Its error says what in the request is at fault.
func New(req Request) (*Sweep, error) {
	if req.N < 1 || req.N > MaxRuns {
		return nil, fmt.Errorf("a sweep has 1 to %d runs, not %d", MaxRuns, req.N)
	}
	sc := req.Scenario
	grid, err := parseGrid(req.Set)
	if err != nil {
		return nil, err
	}
	bases, err := parseArms(sc, req.Arms)
	if err != nil {
		return nil, err
	}
	against, err := againstOf(bases, req.Against)
	if err != nil {
		return nil, err
	}
	if len(bases)*len(grid) > MaxArms {
		return nil, fmt.Errorf("%d arms with %d settings each make %d arms; at most %d are played", len(bases),
			len(grid), len(bases)*len(grid), MaxArms)
	}
	s := &Sweep{Design: Design{Version: req.Version, Scenario: req.Name, Title: sc.Title, Digest: sc.Digest,
		Seed: req.Seed, N: req.N, Until: req.Until}}
	for point, settings := range grid {
		model, err := compile(sc, settings)
		if err != nil {
			return nil, err
		}
		v := variant{model: model}
		for i, b := range bases {
			a := b
			a.Set, a.Hours = settings, engine.At(model.Scenario.Length).Hours()
			a.Against = point*len(bases) + against
			switch {
			case i != against:
			case point == 0:
				a.Against = -1
			default: // the same arm with the first setting
				a.Against = against
			}
			if len(settings) > 0 {
				a.Name = b.Name + ", " + settingsWord(settings)
			}
			v.arms = append(v.arms, len(s.Design.Arms))
			s.Design.Arms = append(s.Design.Arms, a)
		}
		s.variant = append(s.variant, v)
	}
	if err := s.measure(sc, req.Measures); err != nil {
		return nil, err
	}
	if n := len(s.Design.Arms) * len(s.Design.Measures); n > maxColumns {
		return nil,
			fmt.Errorf("%d arms with %d measures each are too much for one sweep; take fewer arms, settings "+
				"or measures", len(s.Design.Arms), len(s.Design.Measures))
	}
	if u := req.Until; u != nil {
		if s.Design.measureAt(u.Measure) < 0 {
			return nil, fmt.Errorf("%q is not a measure of this sweep; it has %s", scenario.CleanLine(u.Measure),
				strings.Join(s.Design.measureIDs(), ", "))
		}
		if !(u.HalfWidth > 0) {
			return nil, fmt.Errorf("a half-width must be more than 0")
		}
	}
	for i := range s.variant {
		if v := &s.variant[i]; s.needs.ledger {
			if v.weights, err = score.Weights(context.Background(), v.model); err != nil {
				return nil, err
			}
		}
	}
	s.firstStates()
	return s, nil
}

// compile makes the scenario with some settings ready to run.
func compile(sc *scenario.Scenario, settings []scenario.Setting) (*engine.Model, error) {
	if len(settings) > 0 {
		var err error
		if sc, err = sc.With(settings); err != nil {
			return nil, err
		}
	}
	return engine.Compile(sc)
}

// firstStates plays the first run of each arm and enters its digest into the design.
func (s *Sweep) firstStates() {
	w := s.newWorker()
	for v := range s.variant {
		for _, a := range s.variant[v].arms {
			if err := w.play(&s.variant[v], &s.Design.Arms[a], s.Design.SeedOf(0)); err != nil {
				s.Design.States = append(s.Design.States, "stopped: "+err.Error())
				continue
			}
			s.Design.States = append(s.Design.States, fmt.Sprintf("%016x", w.engine.Digest()))
		}
	}
}

// EngineRuns estimates how many runs the engine plays for a run of every arm: those of the arms,
// and of the baselines that efficiency is measured against. It supposes that all arms end at one
// time and share their baselines, and does not count what a pace needs.
func (s *Sweep) EngineRuns() int {
	n := len(s.Design.Arms)
	if s.needs.baselines {
		for i := range s.variant {
			n += 2 + len(s.variant[i].arms) // idle and frictionless once, solo for each arm
		}
	}
	return n
}
