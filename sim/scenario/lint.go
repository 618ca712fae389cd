package scenario

import (
	"path"
	"slices"
)

// lintRules are the warnings, each a question that an experienced designer would ask.
// A rule looks at one matter only; all of them stand in this list and nowhere else.
var lintRules = []func(*checker){
	lintUnreachable, lintNoPath, lintUnused, lintDraws, lintAsymmetry, lintIdleRoles, lintNoteless, lintObjectives,
	lintObligations,
	lintContingency, lintLength, lintBasis, lintSight, lintCompare, lintCutLinks, lintDoubleSpend,
	lintDeliveries, lintLeaks, lintCascade, lintActs, lintOverdraw, lintExpects, lintBots, lintGauges, lintVersions,
	lintPrices,
	lintVenues, lintAbout, lintHypotheses, lintUnfilled, lintScales, lintUnwatched, lintEndings,
}

// lint warns of what an experienced exercise designer would ask about. It runs on
// scenarios without errors only.
func (c *checker) lint() {
	for _, rule := range lintRules {
		rule(c)
	}
}

// effectSources calls visit for every list of effects, with the part of the world that
// it belongs to ("action", "inject" or "mechanism") and its place in the slice of that kind.
func (sc *Scenario) effectSources(visit func(kind string, i int, effects []Effect)) {
	for i := range sc.Actions {
		visit("action", i, slices.Concat(sc.Actions[i].Effects, sc.Actions[i].OnFailure, sc.Actions[i].OnLapse))
	}
	for i := range sc.Injects {
		visit("inject", i, sc.Injects[i].Effects)
	}
	for i := range sc.Mechanisms {
		changes := make([]Effect, len(sc.Mechanisms[i].Changes))
		for j := range changes {
			changes[j] = sc.Mechanisms[i].Changes[j].Effect
		}
		visit("mechanism", i, changes)
	}
}

// includes reports whether a list names a role, or everybody.
func (n Names) includes(role string) bool { return n.Has("all") || n.Has(role) }

// Globs reports whether a list names an id, in which * stands for any letters.
func (n Names) Globs(id string) bool {
	for _, pattern := range n {
		if ok, err := path.Match(pattern, id); ok && err == nil {
			return true
		}
	}
	return false
}

// anyNode reports whether a tree holds a part for which is holds.
func anyNode(n *Node, is func(*Node) bool) bool {
	if n == nil {
		return false
	}
	for _, a := range n.Args {
		if anyNode(a, is) {
			return true
		}
	}
	return is(n)
}
