package whatif

import (
	"cmp"
	"slices"

	"tocsin/sim/engine"
)

// Omission is something that was never done though it was possible: a joint action, with the
// commitment of each seat that it takes, and before these the sharing of facts that it needs and
// that were not shared; a fact that a seat needed and was not told; a report; an action or a
// convening that an inject, an obligation or a note called for.
type Omission struct {
	Add      []Intent
	Possible engine.Time // when all of it was possible in the run; where sharing comes first, when that was
}

// candidates returns the deeds that may turn out to be omissions.
func (p *Past) candidates() []Intent {
	sc := p.run.Model.Scenario
	var out []Intent
	add := func(role, action int, call Call) {
		if !p.ally(role) {
			return
		}
		c := engine.Command{Verb: engine.Act, Role: role, Ref: action}
		c.Verb = kind(p.run.Model, &c)
		out = append(out, Intent{Command: c, Call: call})
	}
	for a := range sc.Actions {
		if sc.Actions[a].Joint != nil {
			for _, r := range sc.RolesOf(sc.Actions[a].By) {
				add(r, a, Call{})
			}
		}
	}
	for o := range sc.Obligations {
		for _, id := range sc.Obligations[o].MetBy {
			add(sc.Find("role", sc.Obligations[o].Role), sc.Find("action", id), Call{ByDuty, o, 0})
		}
	}
	for i := range sc.Injects {
		x := sc.Injects[i].Expects
		if x == nil {
			continue
		}
		for _, id := range append(slices.Clone(x.Any), x.All...) {
			a := sc.Find("action", id)
			for _, r := range sc.RolesOf(sc.Actions[a].By) {
				if len(x.By) == 0 || slices.Contains(sc.RolesOf(x.By), r) {
					add(r, a, Call{ByInject, i, 0})
				}
			}
		}
	}
	for n := range sc.Notes {
		if c := p.run.Model.NoteCommand(n); (c.Verb == engine.Act || c.Verb == engine.Convene) &&
			p.ally(c.Role) {
			out = append(out, Intent{Command: c, Call: Call{ByNote, n, 0}})
		}
	}
	return out
}

// undone returns the omissions of the run that has been measured.
func (m *measuring) undone() []Omission {
	sc := m.past.run.Model.Scenario
	var out []Omission
	for a := range sc.Actions {
		if sc.Actions[a].Joint != nil && m.e.Done(a) == 0 {
			out = m.jointly(out, a)
		}
	}
	seen := map[deedKey]bool{}
	for i := range m.past.steps {
		s := &m.past.steps[i]
		seen[deedKey{s.Role, s.Verb, s.Ref}] = true
	}
	order := make([]int, len(m.candidates))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.possibleAt[a], m.possibleAt[b]) })
	for _, i := range order {
		c := m.candidates[i]
		k := deedKey{c.Role, c.Verb, c.Ref}
		if c.Verb == engine.Commit || m.possibleAt[i] == never || seen[k] || m.answered(c) {
			continue
		}
		seen[k] = true
		c.Reaction = m.usual(&c.Command)
		out = append(out, Omission{[]Intent{c}, m.possibleAt[i]})
	}
	return m.prevented(m.untold(out))
}

// answered reports whether what calls for a deed was met by another, or the deed can be of no use at
// the end of the run.
func (m *measuring) answered(c Intent) bool {
	if m.pointless(c.Command) {
		return true
	}
	switch c.Call.By {
	case ByInject:
		return m.e.InjectState(c.Call.Ref).Met
	case ByDuty:
		_, _, met, _ := m.e.Duty(c.Call.Ref)
		return met >= 0
	}
	return false
}

// jointly adds a joint action that was never done, if enough seats could have committed: first
// those that must, then those that did, then those that could earliest.
func (m *measuring) jointly(out []Omission, action int) []Omission {
	a := &m.past.run.Model.Scenario.Actions[action]
	must := m.past.run.Model.Scenario.RolesOf(a.Joint.Must)
	var all []int // candidates
	for i, c := range m.candidates {
		if c.Verb == engine.Commit && c.Ref == action && c.Call.By == Uncalled && m.possibleAt[i] != never {
			all = append(all, i)
		}
	}
	rank := func(i int) int {
		switch r := m.candidates[i].Role; {
		case slices.Contains(must, r):
			return 0
		case slices.ContainsFunc(m.past.steps, func(s step) bool {
			return s.Verb == engine.Commit && s.Role == r &&
				s.Ref == action
		}):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(x, y int) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(m.possibleAt[x], m.possibleAt[y]))
	})
	needed, sum := 0, 0
	for needed < len(all) && (sum < a.Joint.Quorum || needed < len(must)) {
		sum += a.Joint.Part(m.past.run.Model.Scenario.Roles[m.candidates[all[needed]].Role].ID)
		needed++
	}
	if sum < a.Joint.Quorum || needed < len(must) || len(must) > 0 && rank(all[len(must)-1]) != 0 {
		return out
	}
	var o Omission
	for _, i := range all[:needed] {
		c := m.candidates[i]
		c.Reaction = m.usual(&c.Command)
		o.Add = append(o.Add, c)
		o.Possible = max(o.Possible, m.possibleAt[i])
	}
	return append(out, o)
}

// untold adds the facts that a seat needed and was told by nobody, though another knew them before
// it did. The seat that knew first would have told it.
func (m *measuring) untold(out []Omission) []Omission {
	sc := m.past.run.Model.Scenario
	told := map[[2]int]bool{} // fact, role
	for i := range m.past.steps {
		if s := &m.past.steps[i]; s.Verb == engine.Share {
			for _, r := range reached(m.past.run.Model, s.To) {
				told[[2]int{s.Ref, r}] = true
			}
		}
	}
	for f := range sc.Facts {
		for _, r := range sc.AlliesOf(sc.Facts[f].NeededBy) {
			own, knew := m.e.KnownSince(r, f)
			first, since := none, engine.Time(0)
			for q := range sc.Roles {
				at, knows := m.e.KnownSince(q, f)
				if q != r && knows && sc.Ally(q) && (!knew || at < own) && (first == none || at < since) {
					first, since = q, at
				}
			}
			if first == none || told[[2]int{f, r}] || told[[2]int{f, engine.Public}] {
				continue
			}
			c := engine.Command{Verb: engine.Share, Role: first, Ref: f, To: []int{r}}
			out = append(out, Omission{[]Intent{{Command: c, Reaction: m.usual(&c)}}, since})
		}
	}
	return out
}

// usual returns how long a seat mostly takes: the median of the reactions of its deeds. For a bot,
// and for a seat that did nothing, it is what the seat's note for the deed takes to decide, or else
// the median of its notes, or 0 without notes.
func (m *measuring) usual(c *engine.Command) engine.Time {
	var own []engine.Time
	for i := range m.past.steps {
		if s := &m.past.steps[i]; s.Role == c.Role && !s.bot && s.hang != onNothing && Matters(s.Verb) {
			own = append(own, s.reaction())
		}
	}
	if len(own) > 0 {
		return median(own)
	}
	model := m.past.run.Model
	for n := range model.Scenario.Notes {
		d := model.NoteCommand(n)
		if d.Role != c.Role {
			continue
		}
		takes := m.e.Decide(n, 1)
		if Same(model, d, *c) {
			return takes
		}
		own = append(own, takes)
	}
	return median(own)
}

func median(times []engine.Time) engine.Time {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	n := len(times)
	return times[(n-1)/2] + (times[n/2]-times[(n-1)/2])/2
}
