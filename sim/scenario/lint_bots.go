package scenario

import "strings"

// The rules here look at a run in which bots play every seat by its notes, as a sweep does.

// lintBots finds what bots leave undone: notes that wait for each other, facts that nobody
// is told, questions that nobody answers, and notes that contradict each other.
func lintBots(c *checker) {
	if len(c.sc.Notes) == 0 {
		return // lintNoteless reports that
	}
	c.waitingNotes()
	c.untold()
	c.unopened()
	c.contradictions()
	c.selfNotes()
	c.unanswered()
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
			continue // the cause is reported where it lies
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

// unopened finds venues that stay closed in a run of bots: nothing opens them, and no note convenes them. Bots that
// prepare convene by themselves.
func (c *checker) unopened() {
	for i := range c.sc.Profiles {
		if c.sc.Profiles[i].Prepares.Set {
			return
		}
	}
	opened := map[string]bool{}
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		opened[e.Venue] = true
	})
	for i := range c.sc.Notes {
		opened[c.sc.Notes[i].Do.Convene] = true
	}
	for i := range c.sc.Venues {
		if v := &c.sc.Venues[i]; !v.Open && !opened[v.ID] {
			c.warnf(join("venue", v.ID), "venue", "write a [[note]] that convenes it: do = {convene=\""+v.ID+
				"\"}, or open it at STARTEX or by an effect",
				"no note convenes venue %q, and nothing opens it: in a run of bots it stays closed", v.ID)
		}
	}
}

// contradictions finds pairs of notes with the same condition whose actions undo each other.
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

// selfNotes finds notes by which a role tells itself, and injects that wait for themselves.
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
