package scenario

import "slices"

// untold finds facts that seats need and that no bot, inject or effect ever tells them; and notes that share what
// their seat never comes to know, where these are the cause.
func (c *checker) untold() {
	r := c.reachable()
	for i := range c.sc.Facts {
		f := &c.sc.Facts[i]
		if !r.learned[i] {
			continue
		}
		told, blamed := c.told(f), Names{}
		for n := range c.sc.Notes {
			note := &c.sc.Notes[n]
			if from := c.sc.Find("role", note.Role); note.Do.Share != f.ID || told[from] {
				continue
			}
			for _, role := range c.sc.RolesOf(note.Do.To) {
				blamed = append(blamed, c.sc.Roles[role].ID)
			}
			if f.NeededBy.includes(note.Role) {
				continue // it is reported below, for the fact
			}
			c.warnf(indexed("note", n)+".do", "untold", "let another seat, an inject or an effect tell "+note.Role+" first",
				"by this note %q shares fact %q, which nobody tells %q: in a run of bots it says nothing", note.Role, f.ID, note.Role)
		}
		var left []string
		for _, role := range c.sc.RolesOf(f.NeededBy) {
			if id := c.sc.Roles[role].ID; !told[role] && !blamed.Has(id) {
				left = append(left, id)
			}
		}
		if len(left) == 0 {
			continue
		}
		path := join("fact", f.ID) + ".needed_by"
		if at := indexed(path, slices.Index(f.NeededBy, left[0])); c.has(at) {
			path = at
		}
		c.warnf(path, "untold", "write a [[note]] that shares it: do = {share=\""+f.ID+"\", to="+asList(left)+"}",
			"no note tells %s fact %q, which %s: in a run of bots it stays unknown there", names(left), f.ID,
			map[bool]string{true: "it needs", false: "they need"}[len(left) == 1])
	}
}

// told marks the roles that can learn a fact in a run of bots: unaided, by injects and effects, and by notes of other
// marked roles.
func (c *checker) told(f *Fact) []bool {
	out := make([]bool, len(c.sc.Roles))
	mark := func(to Names) {
		for _, role := range c.sc.RolesOf(to) {
			out[role] = true
		}
	}
	for _, k := range f.Known {
		mark(Names{k.ID})
	}
	for i := range c.sc.Injects {
		if in := &c.sc.Injects[i]; in.Reveals.Has(f.ID) {
			mark(in.To)
		}
	}
	c.sc.eachEffect(func(kind string, a int, e *Effect) {
		if e.Fact == f.ID {
			mark(e.To)
			if kind == "action" && e.To.Has("me") {
				mark(c.sc.Actions[a].By)
			}
		}
	})
	for changed := true; changed; {
		changed = false
		for i := range c.sc.Notes {
			n := &c.sc.Notes[i]
			if from := c.sc.Find("role", n.Role); n.Do.Share != f.ID || !out[from] {
				continue
			}
			for _, role := range c.sc.RolesOf(n.Do.To) {
				changed = changed || !out[role]
				out[role] = true
			}
		}
	}
	return out
}

// unanswered finds probes with a single answer, probes that no note answers, and notes that answer a probe that their
// seat is not asked.
func (c *checker) unanswered() {
	for i := range c.sc.Probes {
		p := &c.sc.Probes[i]
		if len(p.Options) < 2 {
			c.warnf(join("probe", p.ID)+".options", "probe", "give it another answer, a wrong one",
				"probe %q has a single answer: it asks nothing", p.ID)
			continue
		}
		declared := false
		for n := range c.sc.Notes {
			note := &c.sc.Notes[n]
			if note.Do.Declare != p.ID {
				continue
			}
			declared = true
			if !p.To.includes(note.Role) {
				c.warnf(indexed("note", n)+".do", "probe", "add the role to the probe's to, or take the note out",
					"by this note %q answers probe %q, which it is not asked", note.Role, p.ID)
			}
		}
		if !declared {
			c.warnf(join("probe", p.ID), "probe", "write a [[note]] that declares it: do = {declare=\""+p.ID+
				"\", option=…}", "no note answers probe %q: a run of bots says nothing about it", p.ID)
		}
	}
}
