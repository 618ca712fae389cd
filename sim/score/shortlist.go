package score

import (
	"context"
	"slices"
	"strings"

	"tocsin/sim/engine"
)

// Search says how far a search for moments goes. A limit of 0 is none.
type Search struct {
	Seeds  []uint64 // the draws of chance that moments are tried on
	Screen int      // moments that are tried on the run's own seed, those likely to matter first
	Most   int      // of these, those that are tried on all seeds, the weightiest first
	// Floor is the least harm that a moment must have made a difference of on the run's own
	// seed; see [Harm.Floor].
	Floor float64
}

// WeightiestOf finds the moments that mattered in a run: each deed left out, each share as
// soon as its sender knew the fact, each action decided on as soon as its seats knew enough,
// each broken promise kept and each omission put in. It
// leaves out what could not matter in this run (shares that told nobody anything, actions
// that change nothing), tries the rest on the run's own seed, joins what are links of one
// chain, and tries what is above the floor on all seeds. They are ranked by the run's own
// seed; Worth over the others says how sure that is. It is for the caller to say that not
// everything was tried, from the second result: how many were left out because there was no
// room. When ctx ends early it gives the moments that were tried on at least one seed, and
// ctx's error.
func WeightiestOf(ctx context.Context, p *Played, s Search, w Work) ([]Moment, int, error) {
	if _, any := Harmed(p.Engine); !any || len(s.Seeds) == 0 {
		return nil, 0, nil
	}
	past, err := Past(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	worlds := newWorlds(past)
	moments := shortlist(p, candidates(p, past))
	left := 0
	if s.Screen > 0 {
		left = max(0, len(moments)-s.Screen)
		moments = moments[:len(moments)-left]
	}
	if moments, err = worlds.screen(ctx, p.Seed, moments, s.Floor, w); err != nil {
		return nil, left, err
	}
	if s.Most > 0 {
		moments = moments[:min(s.Most, len(moments))]
	}
	out, err := worlds.weigh(ctx, p.Seed, moments, s.Seeds, w)
	return out, left, err
}

// screen tries moments on the run's own seed, joins chains, and keeps those that made a
// difference of at least floor, the greatest in front.
func (w *worlds) screen(ctx context.Context, own uint64, moments []Moment, floor float64, work Work) ([]Moment,
	error) {
	harm, err := w.harm(ctx, w.on(own))
	if err != nil {
		return nil, err
	}
	_, err = work.Through(ctx, len(moments), func(i int) error {
		h, err := w.harm(ctx, moments[i].changed(w.on(own)))
		if moments[i].Own = harm - h; moments[i].Change == LeftOut {
			moments[i].Own = h - harm
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	moments = slices.DeleteFunc(moments, func(m Moment) bool { return m.Own == 0 || max(m.Own, -m.Own) < floor })
	moments, err = w.chains(ctx, own, harm, moments)
	rank(moments)
	return moments, err
}

// shortlist leaves out what could not matter in a run, and puts in front what is likely
// to matter most: joint action and what makes it possible, then what brought facts to
// those who need them, then other actions.
func shortlist(p *Played, moments []Moment) []Moment {
	taught := p.Ledger.taught()
	ranked := make([][]Moment, 4)
	for _, m := range moments {
		if r, ok := p.Ledger.promising(m.Command, taught); ok {
			ranked[r] = append(ranked[r], m)
		} else if m.Change == Omitted || m.Change == Kept {
			ranked[2] = append(ranked[2], m)
		}
	}
	return slices.Concat(ranked...)
}

// lesson is a share: who sent which fact when.
type lesson struct {
	from, fact int
	at         engine.Time
}

// taught are the shares from which somebody learned the fact; true if that was a seat
// which needs it.
func (l *Ledger) taught() map[lesson]bool {
	out := map[lesson]bool{}
	for i := range l.messages {
		m := &l.messages[i]
		if m.fact < 0 {
			continue
		}
		for r := range l.sc.Roles {
			if k := l.knows(r, m.fact); (m.to == r || m.to == engine.Public) && k.from == m.from &&
				k.at >= m.at {
				of := lesson{m.from, m.fact, m.at}
				out[of] = out[of] || slices.Contains(l.needs[m.fact], r)
			}
		}
	}
	return out
}

// promising says whether a command could have mattered, and how early leaving it out
// should be tried: 0 first.
func (l *Ledger) promising(c engine.Timed, taught map[lesson]bool) (rank int, ok bool) {
	switch c.Verb {
	case engine.Convene, engine.Invest, engine.File, engine.Revise, engine.Revoke, engine.Attempt:
		return 0, true
	case engine.Share:
		needed, told := taught[lesson{c.Role, c.Ref, c.At}]
		switch {
		case needed:
			return 1, true
		case told || slices.Contains(c.To, engine.Public):
			return 3, true
		}
		return 0, false
	}
	rank = 2
	if l.sc.Actions[c.Ref].Joint != nil {
		rank = 0
	}
	return rank, l.works[c.Ref] || l.awaited(c.Ref)
}

// awaited reports whether an action may do something though it has no effect of its own:
// a duty, an inject or a condition somewhere in the scenario names it.
func (l *Ledger) awaited(action int) bool {
	id := l.sc.Actions[action].ID
	for i := range l.sc.Obligations {
		if l.sc.Obligations[i].MetBy.Has(id) {
			return true
		}
	}
	for i := range l.sc.Injects {
		if e := l.sc.Injects[i].Expects; e != nil && (e.Any.Has(id) || e.All.Has(id)) {
			return true
		}
	}
	return strings.Contains(l.sc.Source, "'"+id+"'")
}
