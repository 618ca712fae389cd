package score

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tocsin/sim/engine"
)

// WeightiestOf tries each command of a run left out, each share moved to the earliest
// moment at which its sender knew the fact, and each broken promise kept, over paired
// seeds, and ranks them by the size of the mean difference in harm. It leaves out what could not matter in this run (what was refused, shares that told nobody
// anything, actions that change nothing), tries the rest on the run's own seed, at most
// screen of them, and then at most most of these, those that made the greatest
// difference, on all seeds. screen and most of 0 set no limit. It is for the caller to say
// that not everything was tried, from the second result: how many were left out for want
// of room. When ctx ends early it gives the moments that were tried on at least one seed,
// and ctx's error.
func WeightiestOf(ctx context.Context, p *Played, seeds []uint64, screen, most int, w Work) ([]Moment, int, error) {
	if _, any := Harmed(p.Engine); !any || len(seeds) == 0 {
		return nil, 0, nil
	}
	plan := base(p)
	moments := shortlist(p, candidates(p, plan))
	left := 0
	if screen > 0 && len(moments) > screen {
		moments, left = moments[:screen], len(moments)-screen
	}
	if most > 0 && len(moments) > most {
		own := make([][]float64, len(moments))
		finished, err := w.through(ctx, len(moments), func(i int) (err error) {
			own[i], err = tryMoments(ctx, plan, p.Seed, moments[i:i+1])
			return err
		})
		if err != nil && !stopped(err) {
			return nil, left, err
		}
		for i := range moments {
			if finished[i] {
				moments[i].Own = own[i][0]
			}
		}
		slices.SortStableFunc(moments, func(a, b Moment) int { return cmp.Compare(max(b.Own, -b.Own), max(a.Own, -a.Own)) })
		moments = moments[:most]
		if err != nil {
			return nil, left, err
		}
	}
	out, err := weigh(ctx, p, plan, moments, seeds, w)
	return out, left, err
}

// shortlist leaves out what could not matter in a run, and puts in front what is likely
// to matter most: joint action and what makes it possible, then what brought facts to
// those who need them, then other actions.
func shortlist(p *Played, moments []Moment) []Moment {
	taught := p.Ledger.taught()
	ranked := make([][]Moment, 4)
	for _, m := range moments {
		if m.Change != Kept && !p.gave(m.Command) {
			continue
		}
		if r, ok := p.Ledger.promising(m.Command, taught); ok {
			ranked[r] = append(ranked[r], m)
		}
	}
	return slices.Concat(ranked...)
}

// gave reports whether a command was given and accepted in a run.
func (p *Played) gave(c engine.Timed) bool {
	i, _ := slices.BinarySearchFunc(p.Acts, c.At, func(x engine.Timed, at engine.Time) int { return cmp.Compare(x.At, at) })
	for ; i < len(p.Acts) && p.Acts[i].At == c.At; i++ {
		if sameDeed(p.Acts[i].Command, c.Command) {
			return true
		}
	}
	return false
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
			if k := l.knows(r, m.fact); (m.to == r || m.to == engine.Public) && k.is() && k.from == m.from && k.at >= m.at {
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
	case engine.Convene, engine.Invest, engine.File:
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
