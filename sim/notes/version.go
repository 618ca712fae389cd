package notes

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
)

// Versions knows which notes have been revised, and who has read which version. An engine is one.
type Versions interface {
	Newer(note int) int // the version that has taken a note's place; -1 for none
	Counts(role, note int) bool
}

// Outdated finds seats that still count on a version of a note that another has replaced.
func Outdated(sc *scenario.Scenario, v Versions) []Finding {
	var out []Finding
	for i := range sc.Notes {
		if v.Newer(i) < 0 {
			continue
		}
		now := i
		for next := v.Newer(now); next >= 0; next = v.Newer(now) {
			now = next
		}
		var who []string
		for r := range sc.Roles {
			if v.Counts(r, i) {
				who = append(who, sc.Roles[r].Title)
			}
		}
		if len(who) == 0 {
			continue
		}
		owner := sc.Roles[sc.Find("role", sc.Notes[i].Role)].Title
		was, is := sc.NoteName(i), sc.NoteName(now)
		out = append(out, Finding{Kind: Version, Seats: append([]string{owner}, who...),
			Notes: []Ref{{Organisation: owner, Note: was}, {Organisation: owner, Note: is}},
			What: fmt.Sprintf("%s read %s’s note %s, and not %s, which has taken its place: they count on what is no longer valid",
				strings.Join(who, ", "), owner, was, is),
			Do: fmt.Sprintf("%s shows them %s", owner, is)})
	}
	return out
}
