package scenario

import (
	"slices"
	"strings"
)

// The rules here look at a run in which bots play every seat by its notes, as a sweep does.

// lintBots finds what bots leave undone: notes that wait for each other, facts that nobody
// is told, questions that nobody answers, and notes that contradict each other.
func lintBots(c *checker) {
	if len(c.sc.Notes) == 0 {
		return // said already
	}
	c.waitingNotes()
	c.untold()
	c.contradictions()
	c.selfNotes()
	declared := map[string]bool{}
	for i := range c.sc.Notes {
		declared[c.sc.Notes[i].Do.Declare] = true
	}
	for i := range c.sc.Probes {
		p := &c.sc.Probes[i]
		switch {
		case len(p.Options) < 2:
			c.warnf(join("probe", p.ID)+".options", "probe", "give it another answer, a wrong one",
				"probe %q has a single answer: it asks nothing", p.ID)
		case !declared[p.ID]:
			c.warnf(join("probe", p.ID), "probe", "write a [[note]] that declares it: do = {declare=\""+p.ID+
				"\", option=…}",
				"no note answers probe %q: a run of bots says nothing about it", p.ID)
		}
	}
}

// waitingNotes finds notes that wait for what only such notes cause.
func (c *checker) waitingNotes() {
	r := c.reachable()
	bots := c.reachOf(true)
	for i := range c.sc.Notes {
		n := &c.sc.Notes[i]
		if !r.possible(n.When.Root, true) || bots.possible(n.When.Root, true) {
			continue
		}
		leaf := bots.blame(n.When.Root, true)
		if leaf == nil || leaf.Op != OpDone && leaf.Op != OpDoing {
			continue // what follows from it is told where it begins
		}
		act := &c.sc.Actions[leaf.Ref]
		noted := false
		for j := range c.sc.Notes {
			d := &c.sc.Notes[j].Do
			noted = noted || d.Act == act.ID || d.Commit == act.ID
		}
		if !noted {
			c.warnf(indexed("note", i)+".when", "waiting",
				"write a note that takes the action, or let this one wait for something else",
				"this note of %q waits for action %q, which no note takes: a bot never comes to it", n.Role, act.ID)
			continue
		}
		c.warnf(indexed("note", i)+".when", "waiting", "let one of them begin by itself",
			"this note of %q waits for action %q, and the notes that take it wait in turn: bots wait for each other forever",
			n.Role, act.ID)
	}
}

// untold finds facts that seats need and that no bot, inject or effect ever tells them.
func (c *checker) untold() {
	r := c.reachable()
	for i := range c.sc.Facts {
		f := &c.sc.Facts[i]
		if !r.learned[i] {
			continue
		}
		var left []string
		for _, role := range c.sc.rolesOf(f.NeededBy) {
			if id := c.sc.Roles[role].ID; !c.tells(f, id) {
				left = append(left, id)
			}
		}
		if len(left) > 0 {
			path := join("fact", f.ID) + ".needed_by"
			if at := indexed(path, slices.Index(f.NeededBy, left[0])); c.has(at) {
				path = at
			}
			c.warnf(path, "untold",
				"write a [[note]] that shares it: do = {share=\""+f.ID+"\", to="+asList(left)+"}",
				"no note tells %s fact %q, which %s: in a run of bots it stays unknown there", names(left), f.ID,
				map[bool]string{true: "it needs", false: "they need"}[len(left) == 1])
		}
	}
}

// tells reports whether a role learns a fact without people.
func (c *checker) tells(f *Fact, role string) bool {
	for _, k := range f.Known {
		if k.ID == role || k.ID == "all" {
			return true
		}
	}
	for i := range c.sc.Notes {
		if n := &c.sc.Notes[i]; n.Do.Share == f.ID && n.Role != role && n.Do.To.includes(role) {
			return true
		}
	}
	for i := range c.sc.Injects {
		if in := &c.sc.Injects[i]; in.Reveals.Has(f.ID) && in.To.includes(role) {
			return true
		}
	}
	told := false
	c.sc.effectSources(func(kind string, a int, effects []Effect) {
		for j := range effects {
			e := &effects[j]
			to := e.To.includes(role) || kind == "action" && e.To.Has("me") && c.sc.Actions[a].By.includes(role)
			told = told || e.Fact == f.ID && to
		}
	})
	return told
}

// contradictions finds notes that act on one condition, of which one undoes the other.
func (c *checker) contradictions() {
	for i := range c.sc.Notes {
		n := &c.sc.Notes[i]
		a := c.sc.Find("action", n.Do.Act+n.Do.Commit)
		if a < 0 {
			continue
		}
		for j := range c.sc.Notes {
			o := &c.sc.Notes[j]
			if act := o.Do.Act + o.Do.Commit; i != j && c.sc.Actions[a].Undoes.Has(act) &&
				strings.TrimSpace(n.When.Source) == strings.TrimSpace(o.When.Source) {
				c.warnf(indexed("note", i)+".do", "contradiction", "let one of them wait for another condition",
					"on %s, %q does %q and %q does %q, which contradict each other", n.When.Source, n.Role,
					c.sc.Actions[a].ID, o.Role, act)
			}
		}
	}
}

// selfNotes finds notes by which a role tells itself, or acts once it has acted.
func (c *checker) selfNotes() {
	for i := range c.sc.Notes {
		n := &c.sc.Notes[i]
		if len(n.Do.To) == 1 && n.Do.To[0] == n.Role {
			c.warnf(indexed("note", i)+".do", "self", "name another role", "by this note %q tells itself", n.Role)
		}
	}
	for i := range c.sc.Injects {
		in := &c.sc.Injects[i]
		if anyNode(in.When.Root, func(x *Node) bool {
			return (x.Op == OpDelivered || x.Op == OpMissed) &&
				x.Ref == i
		}) {
			c.warnf(join("inject", in.ID)+".when", "self", "take the part that asks for itself out, or write every",
				"inject %q waits for itself", in.ID)
		}
	}
}
