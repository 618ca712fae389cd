package scenario

import "path"

// lintRules are the rules for warnings, each about one question that an experienced designer
// would ask. This is the only list of them.
var lintRules = []func(*checker){
	lintUnreachable, lintNoPath, lintUnused, lintDraws, lintAsymmetry, lintIdleRoles, lintNoteless, lintObjectives,
	lintObligations,
	lintContingency, lintLength, lintBasis, lintSight, lintCompare, lintCutLinks, lintDoubleSpend,
	lintDeliveries, lintLeaks, lintCascade, lintActs, lintOverdraw, lintExpects, lintBots, lintGauges, lintVersions,
	lintPrices,
	lintVenues, lintAbout, lintHypotheses, lintUnfilled, lintScales, lintUnwatched, lintEndings, lintNames,
}

// lint warns of what an experienced exercise designer would ask about. It runs on
// scenarios without errors only.
func (c *checker) lint() {
	for _, rule := range lintRules {
		rule(c)
	}
}

// eachEffect calls visit for every effect, with the kind of thing that it belongs to ("action",
// "inject" or "mechanism") and that thing's index.
func (sc *Scenario) eachEffect(visit func(kind string, i int, e *Effect)) {
	for i := range sc.Actions {
		a := &sc.Actions[i]
		for _, effects := range [][]Effect{a.Effects, a.OnFailure, a.OnLapse} {
			for j := range effects {
				visit("action", i, &effects[j])
			}
		}
	}
	for i := range sc.Injects {
		for j := range sc.Injects[i].Effects {
			visit("inject", i, &sc.Injects[i].Effects[j])
		}
	}
	for i := range sc.Mechanisms {
		for j := range sc.Mechanisms[i].Changes {
			visit("mechanism", i, &sc.Mechanisms[i].Changes[j].Effect)
		}
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
