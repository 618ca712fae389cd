package notes

import (
	"fmt"
	"slices"
)

// endless finds notes whose response stays in force and that name no end, and notes that end as
// they begin, in any scenario.
func endless(v *Vocabulary, registry []*Organisation) []Finding {
	var out []Finding
	for _, o := range registry {
		for i := range o.Notes {
			n := &o.Notes[i]
			f := Finding{Kind: Exit, Notes: []Ref{{o.Organisation, n.ID}}, Seats: []string{o.Organisation}}
			if lasting := v.lasting(n); lasting != "" && n.Until == "" {
				f.What = fmt.Sprintf("“%s” of %s does “%s”, which stays in force, and names no end", n.ID,
					o.Organisation,
					lasting)
				f.Do = "Say when it ends: until = \"…\", a condition or words"
				out = append(out, f)
				continue
			}
			if n.end != nil && implies(n.trigger, n.end) {
				f.What = fmt.Sprintf("“%s” of %s ends as it begins: whenever its trigger holds, its end holds too",
					n.ID,
					o.Organisation)
				f.Do = "Let until name something that comes after the deed"
				out = append(out, f)
			}
		}
	}
	return out
}

// lasting returns the title of a note's first response that stays in force until somebody ends it;
// empty for none.
func (v *Vocabulary) lasting(n *Note) string {
	for _, word := range append(slices.Clone(n.Do), n.Commit...) {
		if r := v.Response(word); r != nil && r.Lasts {
			return r.Title
		}
	}
	return ""
}

// mostLeaves is the most different conditions for which implies tries every combination of truths:
// 2 to this power.
const mostLeaves = 12

// implies reports whether b holds whenever a does, and a can hold at all, whatever the truth of the
// conditions in them. It is false if there are more than mostLeaves conditions.
func implies(a, b *Trigger) bool {
	leaves := map[string]int{}
	for _, t := range []*Trigger{a, b} {
		t.walk(func(t *Trigger, _ bool) {
			if _, known := leaves[t.leaf()]; t.Op >= Signal && !known {
				leaves[t.leaf()] = len(leaves)
			}
		})
	}
	if len(leaves) > mostLeaves {
		return false
	}
	possible := false
	for truths := range 1 << len(leaves) {
		if a.holds(leaves, truths) {
			possible = true
			if !b.holds(leaves, truths) {
				return false
			}
		}
	}
	return possible
}

func (t *Trigger) leaf() string { return fmt.Sprint(t.Op, t.Who, " ", t.What, " ", t.Source) }

func (t *Trigger) holds(leaves map[string]int, truths int) bool {
	switch t.Op {
	case All:
		return t.Args[0].holds(leaves, truths) && t.Args[1].holds(leaves, truths)
	case Any:
		return t.Args[0].holds(leaves, truths) || t.Args[1].holds(leaves, truths)
	case Not:
		return !t.Args[0].holds(leaves, truths)
	}
	return truths>>leaves[t.leaf()]&1 == 1
}

// unreachableEnds finds notes whose end waits for something that never comes to their seat, by itself
// or by what is promised.
func (p *promises) unreachableEnds() []Finding {
	var out []Finding
	for i := range p.Notes {
		n := &p.Notes[i]
		if n.end == nil || p.trigger(n, n.end).at < Never {
			continue
		}
		out = append(out, Finding{Kind: Exit, Scenario: p.Scenario.Title, Notes: []Ref{n.ref()},
			Seats: []string{p.seat(n.Role)},
			What: fmt.Sprintf("“%s” of %s cannot end: what its until waits for never comes to %s", n.ID,
				n.Organisation.Organisation, p.seat(n.Role)),
			Do: "Let somebody promise to tell it, or name an end that the seat sees itself"})
	}
	return out
}
