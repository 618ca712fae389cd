package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// promised returns by when each joint action of the scenario has enough commitments.
func (p *promises) promised(w *World) []Promised {
	sc := p.Scenario
	var out []Promised
	for a := range sc.Actions {
		act := &sc.Actions[a]
		if act.Joint == nil {
			continue
		}
		last := p.agreed(a)
		r := Promised{Scenario: sc.Title, Action: act.ID, Title: act.Title, Within: hours(last.at),
			Path:    p.path(&last),
			Assumes: last.assumes}
		if r.Assumes == nil {
			r.Assumes = []string{}
		}
		if last.at < Never {
			r.Left = w.left(p.roots(&last))
		} else {
			r.Left = w.left(nil)
		}
		p.joins(&r, a)
		out = append(out, r)
	}
	return out
}

// joins enters which seats have promised to commit to an action.
func (p *promises) joins(r *Promised, action int) {
	sc := p.Scenario
	act := &sc.Actions[action]
	must := sc.RolesOf(act.Joint.Must)
	r.Joins, r.Waiting, r.Without, r.Quorum = []string{}, []string{}, []string{}, act.Joint.Quorum
	for _, role := range sc.RolesOf(act.By) {
		switch {
		case p.commits(role, action):
			r.Joins = append(r.Joins, p.seat(role))
			r.Parts += act.Joint.Part(sc.Roles[role].ID)
			if p.acts[role][action].at == Never {
				r.Waiting = append(r.Waiting, p.seat(role))
			}
		case slices.Contains(must, role):
			r.Without = append(r.Without, p.seat(role))
		}
	}
}

// commits reports whether a note of a role promises to commit to an action in time.
func (p *promises) commits(role, action int) bool {
	return slices.ContainsFunc(p.Notes, func(n BoundNote) bool {
		return n.Role == role && slices.ContainsFunc(n.Deeds, func(d Deed) bool {
			return d.Verb == "commit" && d.Ref == action && d.Within > 0
		})
	})
}

// agreed returns the last commitment that a joint action needs: the latest of the seats that must
// join, or the one that reaches the quorum, whichever comes later.
func (p *promises) agreed(action int) reached {
	sc := p.Scenario
	joint := sc.Actions[action].Joint
	type part struct {
		reached
		counts int
	}
	var all []part
	must := reached{note: -1}
	needed := sc.RolesOf(joint.Must)
	for _, r := range sc.RolesOf(sc.Actions[action].By) {
		c := p.acts[r][action]
		if slices.Contains(needed, r) {
			must = later(must, c)
		}
		all = append(all, part{c, joint.Part(sc.Roles[r].ID)})
	}
	slices.SortStableFunc(all, func(a, b part) int { return cmp.Compare(a.at, b.at) })
	sum := 0
	for _, c := range all {
		if sum += c.counts; sum >= joint.Quorum {
			return later(c.reached, must)
		}
	}
	return reached{at: Never, note: -1}
}

// path returns the chain that leads to something, from its beginning.
func (p *promises) path(last *reached) []Step {
	steps := []Step{}
	for r := last; r != nil && r.at < Never; r = r.from {
		s := Step{Hours: r.at.Hours(), Seat: p.seat(r.role), What: r.what}
		if r.note >= 0 {
			ref := p.Notes[r.note].ref()
			s.Note = &ref
		}
		if r.what != "" {
			steps = append(steps, s)
		}
	}
	slices.Reverse(steps)
	return steps
}

// roots returns the facts with which a chain begins, each as the role that sees it and the fact. Of
// facts that are all needed the chain has the last.
func (p *promises) roots(last *reached) [][2]int {
	var out [][2]int
	for r := last; r != nil; r = r.from {
		for f := range p.Scenario.Facts {
			if r.note < 0 && r.what == p.sight(f) {
				out = append(out, [2]int{r.role, f})
			}
		}
	}
	return out
}

// late finds joint actions that promises never bring, or bring later than the cascade leaves time
// for.
func late(promised []Promised) []Finding {
	var out []Finding
	for _, r := range promised {
		f := Finding{Kind: ResponseTime, Scenario: r.Scenario, Notes: []Ref{}, Seats: []string{}}
		for _, s := range r.Path {
			if s.Note != nil && !slices.Contains(f.Notes, *s.Note) {
				f.Notes = append(f.Notes, *s.Note)
			}
			if !slices.Contains(f.Seats, s.Seat) {
				f.Seats = append(f.Seats, s.Seat)
			}
		}
		switch {
		case r.Within == nil:
			f.What = fmt.Sprintf("No promises bring “%s” about: %s", r.Title, r.Lack())
			f.Do = "Let each seat that is needed file a note that commits to it, with a time"
		case r.Left != nil && *r.Within > r.Left.Median:
			f.What = fmt.Sprintf("“%s” is promised within %s; the cascade leaves %s (median of %d runs)", r.Title,
				span(*r.Within), span(r.Left.Median), r.Left.Runs)
			f.Do = "Shorten the chain: " + chain(r.Path)
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}

func chain(path []Step) string {
	var parts []string
	for _, s := range path {
		parts = append(parts, s.Seat+" "+s.What)
	}
	return strings.Join(parts, "; then ")
}

// span writes hours as a scenario does.
func span(h float64) string { return scenario.Duration(h * float64(scenario.Hour)).String() }
