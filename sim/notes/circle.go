package notes

import (
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// deadlocks finds circles of notes that wait for each other. For each it names the note that would
// break it soonest by acting without waiting.
func (p *promises) deadlocks() []Finding {
	var out []Finding
	for _, circle := range p.circles() {
		refs, seats, names := []Ref{}, []string{}, []string{}
		for _, i := range circle {
			n := &p.Notes[i]
			refs = append(refs, n.ref())
			if s := p.seat(n.Role); !slices.Contains(seats, s) {
				seats = append(seats, s)
			}
			names = append(names, "“"+n.ID+"” of "+n.Organisation.Organisation)
		}
		what := list(names) + " wait for each other in a circle: none of them begins"
		if len(circle) == 1 {
			what = names[0] + " waits for itself: it never begins"
		}
		out = append(out, Finding{Kind: Deadlock, Scenario: p.Scenario.Title, Notes: refs, Seats: seats, What: what,
			Do: p.breaks(circle)})
	}
	return out
}

// breaks says which note of a circle should act without waiting: the one with which all the others
// have begun soonest, or the first of several.
func (p *promises) breaks(circle []int) string {
	best, at := -1, Never
	for _, i := range circle {
		q := p.Bound.promises(map[int]bool{i: true})
		last := scenario.Duration(0)
		for _, k := range circle {
			last = max(last, q.notes[k].at)
		}
		if last < at {
			best, at = i, last
		}
	}
	if best < 0 {
		return "No single note breaks it: more than one must act on what its own seat sees"
	}
	n := &p.Notes[best]
	return fmt.Sprintf("Let “%s” of %s act on what its own seat sees: then all of them have begun within %s", n.ID,
		n.Organisation.Organisation, at)
}

// circles returns the strongly connected components, of more than one note or of one that waits
// for itself, among the notes that no promise ever triggers (R. Tarjan, SIAM J. Comput. 1, 1972,
// 146-160).
func (p *promises) circles() [][]int {
	n := len(p.Notes)
	next := make([][]int, n)
	for i := range p.Notes {
		if p.notes[i].at == Never {
			next[i] = p.waitsFor(i)
		}
	}
	index, low, on := make([]int, n), make([]int, n), make([]bool, n)
	var stack []int
	var out [][]int
	count := 0
	var visit func(v int)
	visit = func(v int) {
		count++
		index[v], low[v] = count, count
		stack, on[v] = append(stack, v), true
		for _, w := range next[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		var part []int
		for {
			w := stack[len(stack)-1]
			stack, on[w] = stack[:len(stack)-1], false
			part = append(part, w)
			if w == v {
				break
			}
		}
		if len(part) > 1 || slices.Contains(next[v], v) {
			slices.Sort(part)
			out = append(out, part)
		}
	}
	for v := range n {
		if index[v] == 0 && p.notes[v].at == Never {
			visit(v)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

// waitsFor returns the notes, themselves never triggered, whose deeds would bring what a note
// waits for.
func (p *promises) waitsFor(i int) []int {
	n := &p.Notes[i]
	wanted := func(role, fact int, kind string) []int {
		var out []int
		for k := range p.Notes {
			m := &p.Notes[k]
			if p.notes[k].at != Never || kind != "" && p.Scenario.Roles[m.Role].Is != kind {
				continue
			}
			if slices.ContainsFunc(m.Deeds, func(d Deed) bool {
				return d.Verb == "tell" && d.Ref == fact && slices.Contains(d.To, role)
			}) {
				out = append(out, k)
			}
		}
		return out
	}
	does := func(action, role int) []int {
		var out []int
		for k := range p.Notes {
			if m := &p.Notes[k]; p.notes[k].at == Never && (role == scenario.Anyone || m.Role == role) &&
				slices.ContainsFunc(m.Deeds, func(d Deed) bool { return d.Verb != "tell" && d.Ref == action }) {
				out = append(out, k)
			}
		}
		return out
	}
	var out []int
	n.trigger.walk(func(t *Trigger, held bool) {
		if !held {
			return
		}
		switch t.Op {
		case Signal, Told:
			for _, f := range p.signalled[t.What] {
				if t.Op == Told || p.know[n.Role][f].at == Never {
					out = append(out, wanted(n.Role, f, t.Who)...)
				}
			}
		case Own:
			n.own[t].Walk(func(x *scenario.Node) {
				role := x.Role
				if role == scenario.Me {
					role = n.Role
				}
				switch {
				case x.Op == scenario.OpKnows && role >= 0 && p.know[role][x.Ref].at == Never:
					out = append(out, wanted(role, x.Ref, "")...)
				case x.Op == scenario.OpDone || x.Op == scenario.OpDoing:
					out = append(out, does(x.Ref, role)...)
				}
			})
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}
