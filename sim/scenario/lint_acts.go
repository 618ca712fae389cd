package scenario

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// lintActs finds actions that no seat has a reason to take: those that change nothing that
// anything asks for, and those that another beats in every way.
func lintActs(c *checker) {
	uses := c.usesOfActions()
	says := make([]string, len(c.sc.Actions))
	for i := range c.sc.Actions {
		says[i] = effectsAsText(c.sc.Actions[i].Effects)
	}
	for i := range c.sc.Actions {
		a := &c.sc.Actions[i]
		if idle := uses[i] == 0 && len(a.Spends) == 0 && len(a.Uses) == 0; idle &&
			!slices.ContainsFunc(a.Effects, c.changesSomething) {
			c.warnf(join("action", a.ID), "placebo",
				fmt.Sprintf("give it effects, let something wait for done('%s'), or take it out",
					a.ID), "action %q changes nothing, and nothing asks whether it was done", a.ID)
			continue
		}
		for j := range c.sc.Actions {
			if i == j || uses[i] > 0 || says[i] == "" || says[i] != says[j] {
				continue
			}
			if by := &c.sc.Actions[j]; c.dominates(by, a) != "" {
				c.warnf(join("action", a.ID), "dominated", "give it an advantage over the other, or take it out",
					"action %q is never the better choice: %q has the same effects and %s", a.ID, by.ID,
					c.dominates(by, a))
				break
			}
		}
	}
}

// changesSomething is false for an effect that leaves the world as it is: it never takes place, adds 0,
// multiplies by 1, or causes a state that already holds and always does.
func (c *checker) changesSomething(e Effect) bool {
	r := c.reachable()
	switch g := c.sc.Find("gauge", e.Gauge); {
	case e.Set != nil && g >= 0:
		return e.moves(g) && (!e.resets(&c.sc.Gauges[g]) || c.leavesStart(g))
	case len(e.System) > 0:
		return slices.ContainsFunc(e.System, func(id string) bool { return !r.stays(c.sc.Find("system", id), e.Becomes) })
	case e.Fact != "":
		return !c.knownToAll(e.Fact, e.To)
	case e.Venue != "" && e.moves(-1):
		return c.opensOrCloses(&e)
	}
	return e.moves(-1)
}

// resets reports whether an effect sets a gauge to where it starts.
func (e *Effect) resets(g *Gauge) bool {
	x, known := e.Set.Known()
	return known && x == g.Start
}

// leavesStart reports whether anything can move a gauge from where it starts.
func (c *checker) leavesStart(g int) bool {
	gauge := &c.sc.Gauges[g]
	gr := &gauge.Grow
	if c.sc.given[join("gauge", gauge.ID)+".start"] != "" || gr.Doubling > 0 || gr.Halving > 0 || gr.Rate != nil ||
		gr.Approach != nil || len(gauge.Flow) > 0 || c.sc.harmed(gauge.ID) {
		return true
	}
	leaves := false
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		leaves = leaves || e.Gauge == gauge.ID && e.moves(g) && (e.Set == nil || !e.resets(gauge))
	})
	return leaves || slices.ContainsFunc(c.sc.Actions, func(a Action) bool {
		return a.spendsFrom(gauge.ID) || a.usesStaff(gauge.ID)
	})
}

// knownToAll reports whether all of these roles know a fact from STARTEX on without being told.
func (c *checker) knownToAll(fact string, to Names) bool {
	know := map[int]bool{}
	for _, k := range c.sc.Facts[c.sc.Find("fact", fact)].Known {
		for _, r := range c.sc.RolesOf(Names{k.ID}) {
			know[r] = know[r] || k.When.Root == nil && k.At.Immediate()
		}
	}
	roles := c.sc.RolesOf(to)
	return len(roles) > 0 && !to.Has("me") && !slices.ContainsFunc(roles, func(r int) bool { return !know[r] })
}

// opensOrCloses reports whether an effect on a venue can change it. It cannot if it opens a venue that is
// open from STARTEX and that no effect closes.
func (c *checker) opensOrCloses(e *Effect) bool {
	opens := e.Open == nil || *e.Open
	if v := &c.sc.Venues[c.sc.Find("venue", e.Venue)]; !opens || !v.Open {
		return true
	}
	closed := false
	c.sc.eachEffect(func(_ string, _ int, other *Effect) {
		closed = closed || other.Venue == e.Venue && other.Open != nil && !*other.Open
	})
	return closed
}

// moves is false for an effect whose own numbers say that it changes nothing.
func (e *Effect) moves(gauge int) bool {
	is := func(q *Quantity, none float64) bool {
		x, known := q.Known()
		if q != nil && q.Kind == Computed {
			x, known = fixed(q.Expr.Root)
		}
		return known && x == none
	}
	never := e.Chance != nil && *e.Chance == 0 && len(e.Link) == 0
	if e.Set != nil && e.Set.Kind == Computed && gauge >= 0 {
		if n := e.Set.Expr.Root; n != nil && n.Op == OpGauge && n.Ref == gauge {
			return false
		}
	}
	return !never && !is(e.Add, 0) && !is(e.Times, 1)
}

// usesOfActions counts for each action the places that ask whether it was done or joined, other than
// notes and mechanisms.
func (c *checker) usesOfActions() []int {
	uses := make([]int, len(c.sc.Actions))
	count := func(ids ...string) {
		for _, id := range ids {
			if a := c.sc.Find("action", id); a >= 0 {
				uses[a]++
			}
		}
	}
	for _, u := range c.b.exprs {
		anyNode(u.expr.Root, func(n *Node) bool {
			if n.Op == OpDone || n.Op == OpDoing || n.Op == OpJoined {
				uses[n.Ref]++
			}
			return false
		})
	}
	for i := range c.sc.Injects {
		if e := c.sc.Injects[i].Expects; e != nil {
			count(e.Any...)
			count(e.All...)
		}
	}
	for i := range c.sc.Obligations {
		count(c.sc.Obligations[i].MetBy...)
	}
	for i := range c.sc.Hypotheses {
		count(c.sc.Hypotheses[i].Fits...) // to act on an account of what is going on
	}
	for i := range c.sc.Links {
		count(c.sc.Links[i].CutBy...)
	}
	for i := range c.sc.Objectives {
		count(c.sc.Objectives[i].Measure.Joint...)
	}
	for i := range c.sc.Actions {
		count(c.sc.Actions[i].Undoes...)
		if len(c.sc.Actions[i].Undoes) > 0 || c.sc.Actions[i].Joint != nil {
			uses[i]++ // contradicting and agreeing are uses
		}
	}
	return uses
}

// dominates says in what action a is better than action b, which has the same effects, if it is worse in
// nothing; else it returns "".
func (c *checker) dominates(a, b *Action) string {
	if a.Joint != nil || b.Joint != nil || a.Once && !b.Once {
		return ""
	}
	for _, r := range c.sc.RolesOf(b.By) {
		if !a.By.includes(c.sc.Roles[r].ID) {
			return ""
		}
	}
	if a.Needs.Source != "" && a.Needs.Source != b.Needs.Source {
		return ""
	}
	better := ""
	for _, x := range []struct {
		a, b float64
		word string
	}{
		{a.Takes.Mean(), b.Takes.Mean(), "is quicker"},
		{float64(a.Takes.Earliest()), float64(b.Takes.Earliest()), ""},
		{a.Cost.Money, b.Cost.Money, "costs less"}, {a.Cost.Political, b.Cost.Political, "costs less"},
		{a.Cost.Operational, b.Cost.Operational, "costs less"}, {a.Cost.Legal, b.Cost.Legal, "costs less"},
		{float64(a.HandsNeeded()), float64(b.HandsNeeded()), "keeps fewer hands busy"},
		{-orCertain(a.Chance), -orCertain(b.Chance), "works more often"},
	} {
		switch {
		case x.a > x.b:
			return ""
		case x.a < x.b && x.word != "" && better == "":
			better = x.word
		}
	}
	for _, s := range a.Spends {
		if !slices.ContainsFunc(b.Spends, func(o Amount) bool { return o.ID == s.ID && o.Value >= s.Value }) {
			return ""
		}
	}
	return better
}

// effectsAsText writes a list of effects so that two lists with the same effects are equal; "" for an
// empty list and for one that cannot be written.
func effectsAsText(effects []Effect) string {
	if len(effects) == 0 {
		return ""
	}
	texts := make([]string, len(effects))
	for i := range effects {
		text, err := json.Marshal(treeOf(reflect.ValueOf(effects[i])))
		if err != nil {
			return ""
		}
		texts[i] = string(text)
	}
	if !slices.ContainsFunc(effects, func(e Effect) bool { return e.Set != nil || e.Becomes != "" }) {
		slices.Sort(texts) // they take place at one instant, so their order makes no difference
	}
	return strings.Join(texts, "\n")
}

// lintOverdraw finds actions that take more out of a gauge than their needs require to be there, so
// that it falls below 0.
func lintOverdraw(c *checker) {
	for i := range c.sc.Actions {
		a := &c.sc.Actions[i]
		for j := range a.Effects {
			e := &a.Effects[j]
			g := c.sc.Find("gauge", e.Gauge)
			_, most, known := e.Add.taken()
			if g < 0 || !known || c.sc.Gauges[g].Floor != nil || c.sc.Gauges[g].Start < 0 {
				continue
			}
			need, asked := leastNeeded(a.Needs.Root, g)
			if asked && need < most {
				c.warnf(indexed(join("action", a.ID)+".effects", j), "overdraw",
					fmt.Sprintf("write spends = {%s=%v} instead, or floor = 0 in the gauge", e.Gauge, most),
					"action %q takes %v out of gauge %q and can begin when there is only %v: it falls below 0",
					a.ID, most, e.Gauge, need)
			}
		}
	}
}

// leastNeeded is the least value of a gauge with which a need holds, where the need asks for one.
func leastNeeded(n *Node, gauge int) (least float64, asked bool) {
	if n == nil {
		return 0, false
	}
	if n.Op == OpAnd {
		for _, a := range n.Args {
			if v, ok := leastNeeded(a, gauge); ok && (!asked || v > least) {
				least, asked = v, true
			}
		}
		return least, asked
	}
	if len(n.Args) != 2 {
		return 0, false
	}
	left, right := n.Args[0], n.Args[1]
	switch {
	case (n.Op == OpGreater || n.Op == OpGreaterEqual) && left.Op == OpGauge && left.Ref == gauge &&
		right.Op == OpNumber:
		return right.Num, true
	case (n.Op == OpLess || n.Op == OpLessEqual) && right.Op == OpGauge && right.Ref == gauge && left.Op == OpNumber:
		return left.Num, true
	}
	return 0, false
}
