package scenario

import (
	"errors"
	"fmt"
	"slices"
)

// WithNote returns a copy of the scenario that has one more note, after the others. The
// note is checked as one of a file is: its ids must exist, its When must be a condition, and
// its role must have authority for what it does. When.Root is made from When.Source.
// The scenario itself stays as it is, and the copy keeps its Source and Digest.
func (sc *Scenario) WithNote(n Note) (*Scenario, error) {
	n, err := sc.CheckNote(n)
	if err != nil {
		return nil, err
	}
	out := *sc
	out.Notes = append(slices.Clone(sc.Notes), n)
	return &out, nil
}

// CheckNote checks a note that is in no file, and returns it with its When resolved.
func (sc *Scenario) CheckNote(n Note) (Note, error) {
	if n.ID != "" {
		return n, errors.New("a note that is added has no id")
	}
	if len(n.Do.Say) > MaxText {
		return n, fmt.Errorf("what it says has %d bytes; at most %d are allowed", len(n.Do.Say), MaxText)
	}
	if n.Within < 0 || n.Within > MaxDuration {
		return n, errors.New("a promise must allow some time")
	}
	var ds Diagnostics
	b := &binder{ix: newPositions(nil), ds: &ds, faulty: map[string]bool{}}
	ref := func(id, kinds string) {
		if id != "" {
			b.refs = append(b.refs, refUse{path: "note." + kinds, value: id, kinds: kinds})
		}
	}
	ref(n.Do.Act, "action")
	ref(n.Do.Share, "fact")
	ref(n.Do.Commit, "action")
	ref(n.Do.Convene, "venue")
	ref(n.Do.Declare, "probe")
	for _, id := range n.Do.To {
		b.refs = append(b.refs, refUse{path: "note.do.to", value: id, kinds: "role|all|public"})
	}
	for _, id := range n.ShownTo {
		b.refs = append(b.refs, refUse{path: "note.shown_to", value: id, kinds: "role|all"})
	}
	b.refs = append(b.refs, refUse{path: "note.role", value: n.Role, kinds: "role"})
	c := &checker{sc: sc, b: b}
	c.references()
	n.check(c, "note")
	for _, d := range ds {
		if d.Severity == Error {
			return n, errors.New(d.Message)
		}
	}
	root, err := sc.ParseExpr(n.When.Source, Bool, true)
	if err != nil {
		return n, err
	}
	n.When.Root = root
	return n, nil
}

// Seen returns a copy of the scenario in which only some ids exist: those for whose kind
// ("role", "fact", …) and index seen returns true. It is for reading what somebody writes who
// may not know the others: these give the same errors as ids that do not exist.
func (sc *Scenario) Seen(seen func(kind string, i int) bool) *Scenario {
	out := *sc
	out.index = make(map[string]map[string]int, len(sc.index))
	for kind, ids := range sc.index {
		some := make(map[string]int, len(ids))
		for id, i := range ids {
			if seen(kind, i) {
				some[id] = i
			}
		}
		out.index[kind] = some
	}
	return &out
}

// Walk calls visit for a part of an expression and all its parts.
func (n *Node) Walk(visit func(*Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, a := range n.Args {
		a.Walk(visit)
	}
}
