package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// lintGauges finds gauges that nobody sees and nothing depends on.
func lintGauges(c *checker) {
	read := make([]bool, len(c.sc.Gauges))
	for _, u := range c.b.exprs {
		anyNode(u.expr.Root, func(n *Node) bool {
			if n.Op == OpGauge {
				read[n.Ref] = true
			}
			return false
		})
	}
	mark := func(id string) {
		if g := c.sc.Find("gauge", id); g >= 0 {
			read[g] = true
		}
	}
	for i := range c.sc.Gauges {
		for _, f := range c.sc.Gauges[i].Flow {
			mark(f.Of)
		}
	}
	for i := range c.sc.Sensors {
		mark(c.sc.Sensors[i].Of)
	}
	for i := range c.sc.Objectives {
		mark(c.sc.Objectives[i].Measure.Gauge)
	}
	for i := range c.sc.Actions {
		for _, s := range slices.Concat(c.sc.Actions[i].Spends, c.sc.Actions[i].Uses) {
			mark(s.ID)
		}
	}
	for i := range c.sc.Gauges {
		if g := &c.sc.Gauges[i]; !read[i] && !g.Outcome && len(g.Sees) == 0 {
			c.warnf(join("gauge", g.ID), "unused",
				"mark it outcome = true, let a role see it (sees) or a condition ask for it, or take it out",
				"nobody sees gauge %q and nothing depends on it", g.ID)
		}
	}
}

// lintUnwatched finds systems that can fail without any seat learning of it: no seat notices them, and nothing that
// reaches a seat depends on them.
func lintUnwatched(c *checker) {
	sc, r := c.sc, c.reachable()
	asked := make([]bool, len(sc.Systems))
	for _, u := range c.b.exprs {
		if strings.HasPrefix(u.path, "measure") || strings.HasPrefix(u.path, "objective") {
			continue // they count it after the exercise, and tell nobody during it
		}
		anyNode(u.expr.Root, func(n *Node) bool {
			for s := range asked {
				asked[s] = asked[s] || n.Op == OpState && n.Ref == s || n.Op == OpCountFailed
			}
			return false
		})
	}
	for i := range sc.Links {
		asked[sc.Find("system", sc.Links[i].From)] = true // the system that it fails may be watched
	}
	for i := range sc.Systems {
		s := &sc.Systems[i]
		fails := r.state[i][stateNumber("failed")] || r.state[i][stateNumber("degraded")]
		if asked[i] || sc.Find("role", s.Owner) >= 0 || len(s.Watch) > 0 || len(s.Runs) > 0 || !fails {
			continue
		}
		c.warnf(join("system", s.ID), "unwatched",
			"give it an owner or watch, or have a fact or an inject tell of it: when = \"failed('"+s.ID+"')\"",
			"system %q can fail, and no seat ever learns of it", s.ID)
	}
}

// lintPrices finds shares of a mechanism's cost that exceed the budget of the role that is to pay them.
func lintPrices(c *checker) {
	for i := range c.sc.Mechanisms {
		m := &c.sc.Mechanisms[i]
		for _, share := range m.Cost {
			if r := c.sc.Find("role", share.ID); r >= 0 && share.Value > c.sc.Roles[r].Budget {
				c.warnf(join(join("mechanism", m.ID)+".cost", share.ID), "unaffordable",
					fmt.Sprintf("lower the share, or raise the budget of %q", share.ID),
					"%q is to pay %v for mechanism %q and has a budget of %v", share.ID, share.Value, m.ID,
					c.sc.Roles[r].Budget)
			}
		}
	}
}

// lintVenues finds venues with a single member.
func lintVenues(c *checker) {
	for i := range c.sc.Venues {
		v := &c.sc.Venues[i]
		if len(c.sc.RolesOf(v.Members)) == 1 {
			c.warnf(join("venue", v.ID)+".members", "venue", "add the others who talk there",
				"venue %q has a single member", v.ID)
		}
	}
}
