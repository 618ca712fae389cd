package notes

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Stressed is a scenario's harm if the notes are kept, late and broken, over the same draws of
// chance, in the unit of the scenario's outcome gauges.
type Stressed struct {
	Scenario string `json:"scenario"`
	Draws    int    `json:"draws"`
	// Without is the mean harm without the notes: bots by the scenario's own.
	Without float64 `json:"harm_without"`
	// Kept is the mean harm when every promise is kept just when it is due.
	Kept float64 `json:"harm_kept"`
	// Worth is the harm that all of the notes avoid together.
	Worth score.Paired `json:"worth"`
	// Trials are the ways in which promises fail, the most harmful first.
	Trials []Trial `json:"trials"`
	Notes  []Worth `json:"notes"`
}

// Trial is one way in which promises fail.
type Trial struct {
	What string `json:"what"` // "late", "broken" or "silent"
	Who  string `json:"who"`  // a note, a seat, or everybody
	// Harm is how much higher harm is than with every promise kept.
	Harm score.Paired `json:"harm"`
}

// Worth is the harm that one note avoids: alone, compared with no notes, and added last, compared
// with all the others.
type Worth struct {
	Ref
	Seat   string       `json:"seat"`
	Alone  score.Paired `json:"alone"`
	LastIn score.Paired `json:"last_in"`
}

// Lateness is how many times as long as promised a late promise takes.
const Lateness = 3

// variant is a set of notes in force: which are kept, and how late; which seats are silent.
type variant struct {
	keeps  func(note int) bool
	late   bool
	silent int // a seat whose promises to tell are not kept; -1 for none
}

// Stress plays a scenario with the notes of a registry, with bots in every seat. The bound notes
// come in addition to the scenario's own, so that where a promise is broken the seat does what it
// would do without it. When ctx ends, Stress returns the result of the draws played until then,
// together with the error; nil if these are too few. With any other error the result is nil.
func Stress(ctx context.Context, b *Bound, draws int, work score.Work) (*Stressed, error) {
	all := func(int) bool { return true }
	variants := []variant{
		{keeps: func(int) bool { return false }, silent: -1},
		{keeps: all, silent: -1},
		{keeps: all, late: true, silent: -1},
	}
	trials := []Trial{{What: "late", Who: "everybody"}}
	for r, o := range b.Seats {
		if o != nil && b.tellsAnything(r) {
			variants = append(variants, variant{keeps: all, silent: r})
			trials = append(trials, Trial{What: "silent", Who: b.seat(r)})
		}
	}
	for i := range b.Notes {
		but := func(note int) bool { return note != i }
		only := func(note int) bool { return note == i }
		variants = append(variants, variant{keeps: but, silent: -1}, variant{keeps: only, silent: -1})
	}
	harm := make([][]float64, len(variants))
	models := make([]*engine.Model, len(variants))
	for i, v := range variants {
		var err error
		if models[i], err = b.model(v); err != nil {
			return nil, err
		}
		harm[i] = make([]float64, draws)
	}
	seats := make(chan *table, 64)
	done, err := work.Through(ctx, len(variants)*draws, func(k int) error {
		i, seed := inBlocks(k, len(variants), draws)
		h, err := play(ctx, seats, models[i], uint64(seed+1))
		harm[i][seed] = h
		return err
	})
	if played := wholeBlocks(done, len(variants)); err != nil && ctx.Err() != nil && played > 0 {
		draws = played // every variant has been played on these
		for i := range harm {
			harm[i] = harm[i][:draws]
		}
	} else if err != nil {
		return nil, err
	}
	out := &Stressed{Scenario: b.Scenario.Title, Draws: draws, Without: mean(harm[0]), Kept: mean(harm[1]),
		Worth: paired(harm[0], harm[1]), Notes: []Worth{}}
	for i := range trials {
		trials[i].Harm = paired(harm[2+i], harm[1])
	}
	at := 2 + len(trials)
	for i := range b.Notes {
		n := &b.Notes[i]
		broken := paired(harm[at+2*i], harm[1])
		trials = append(trials, Trial{What: "broken", Who: "“" + n.ID + "” of " + n.Organisation.Organisation,
			Harm: broken})
		out.Notes = append(out.Notes, Worth{Ref: n.ref(), Seat: b.seat(n.Role),
			Alone:  paired(harm[0], harm[at+2*i+1]),
			LastIn: broken})
	}
	slices.SortStableFunc(trials, func(x, y Trial) int { return cmp.Compare(y.Harm.Mean, x.Harm.Mean) })
	out.Trials = trials
	return out, err
}

// stressBlock is how many draws of one variant are played before the next: few enough that all
// variants have some when ctx ends, and enough that a table seldom changes its model.
const stressBlock = 25

// wholeBlocks returns on how many draws, from the first, all variants have been played.
func wholeBlocks(done []bool, variants int) int {
	size := variants * stressBlock
	n := slices.Index(done, false)
	if n < 0 {
		n = len(done)
	}
	return n / size * stressBlock
}

// inBlocks returns the variant and the draw of the k-th run.
func inBlocks(k, variants, draws int) (variant, draw int) {
	block := k / (variants * stressBlock)
	size := min(stressBlock, draws-block*stressBlock)
	k -= block * variants * stressBlock
	return k / size, block*stressBlock + k%size
}

func (b *Bound) tellsAnything(role int) bool {
	return slices.ContainsFunc(b.Notes, func(n BoundNote) bool {
		return n.Role == role && slices.ContainsFunc(n.Deeds, func(d Deed) bool { return d.Verb == "tell" })
	})
}

// model compiles the scenario with those notes that a variant keeps, added to those of their seats.
func (b *Bound) model(v variant) (*engine.Model, error) {
	sc := b.Scenario
	for i := range b.Notes {
		n := &b.Notes[i]
		if !v.keeps(i) {
			continue
		}
		for _, d := range n.Deeds {
			if d.Within <= 0 || d.Verb == "tell" && v.silent == n.Role {
				continue
			}
			var err error
			if sc, err = sc.WithNote(b.asNote(n, d, v.late)); err != nil {
				return nil, fmt.Errorf("“%s” of %s in %s: %w", n.ID, n.Organisation.Organisation, b.Scenario.Title,
					err)
			}
		}
	}
	return engine.Compile(sc)
}

// asNote returns a deed of a note as a note of the scenario. It is carried out just when it is due,
// or after Lateness times as long: a promise that is kept earlier is worth no less.
func (b *Bound) asNote(n *BoundNote, d Deed, late bool) scenario.Note {
	sc := b.Scenario
	out := scenario.Note{Role: sc.Roles[n.Role].ID, When: scenario.Expr{Source: n.condition(b, n.trigger)},
		Decide: scenario.Delay{Set: true, A: d.Within}}
	if late {
		out.Decide.A = min(Lateness*d.Within, scenario.MaxDuration)
	}
	switch d.Verb {
	case "tell":
		out.Do.Share = sc.Facts[d.Ref].ID
		for _, r := range d.To {
			out.Do.To = append(out.Do.To, sc.Roles[r].ID)
		}
		if d.Public {
			out.Do.To = append(out.Do.To, "public")
		}
	case "commit":
		out.Do.Commit = sc.Actions[d.Ref].ID
	default:
		out.Do.Act = sc.Actions[d.Ref].ID
	}
	return out
}

// table is an engine and its bots, which serve run after run with the same memory.
type table struct {
	engine engine.Engine
	bots   bot.Table
}

// play plays a model with bots in every seat, at a free table or a new one, and returns the harm at
// the end.
func play(ctx context.Context, free chan *table, m *engine.Model, seed uint64) (float64, error) {
	var t *table
	select {
	case t = <-free:
	default:
		t = &table{bots: bot.Table{Facilitates: true}}
	}
	t.engine.Reset(m, seed, engine.Setup{})
	if err := bot.Run(ctx, &t.engine, &t.bots, nil, t.engine.Horizon(), nil); err != nil {
		return 0, err
	}
	h, _ := score.Harmed(&t.engine)
	select {
	case free <- t:
	default:
	}
	return h, nil
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(max(1, len(x)))
}

// paired returns the mean of x less y on the same seeds, with its interval.
func paired(x, y []float64) score.Paired {
	differences := make([]float64, len(x))
	for i := range x {
		differences[i] = x[i] - y[i]
	}
	return score.PairedOf(differences)
}
