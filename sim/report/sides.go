package report

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// A report is about those who respond. What a seat that plays against them did or failed to do is told, and is
// no strength, no area for improvement and no row of the plan; a seat's own aims are next to the room's
// objectives and are never mixed with them.

// aimOf is the title of the seat whose aim an objective is; "" for one of all who respond.
func aimOf(sc *scenario.Scenario, objective int) string {
	if r := sc.Find("role", sc.Objectives[objective].Seat); r >= 0 {
		return sc.Roles[r].Title
	}
	return ""
}

// foes reports whether all of some seats, by their titles, play against those who respond.
func (b *builder) foes(titles []string) bool {
	return len(titles) > 0 && !slices.ContainsFunc(titles, func(title string) bool {
		return !slices.ContainsFunc(b.sc.Roles, func(r scenario.Role) bool { return r.Foe && r.Title == title })
	})
}

// expectedOfWhom are the titles of the seats of whom something was expected: those named, or else all that can do it.
func (b *builder) expectedOfWhom(l *ExpectedLine) []string {
	who := l.By
	for _, id := range l.Actions {
		if a := b.sc.Find("action", id); len(l.By) == 0 && a >= 0 {
			who = append(who, b.titlesOf(b.sc.RolesOf(b.sc.Actions[a].By))...)
		}
	}
	return who
}

// ofTheRoom are the findings about those who respond, none of them under the aim of one seat.
func (b *builder) ofTheRoom(found []finding) []finding {
	var out []finding
	for _, f := range found {
		if b.foes([]string{f.responsible}) {
			continue
		}
		f.objectives = slices.DeleteFunc(slices.Clone(f.objectives), func(o int) bool { return aimOf(b.sc, o) != "" })
		out = append(out, f)
	}
	return out
}

// RoomCapabilities are the core capabilities of those who respond.
func (r *Report) RoomCapabilities() []CapabilityLine {
	return slices.DeleteFunc(slices.Clone(r.Capabilities), func(c CapabilityLine) bool { return c.AimOf != "" })
}

// Aims says how the aims of single seats came out: a sentence for each seat and core capability.
func (r *Report) Aims() []string {
	var out []string
	for _, c := range r.Capabilities {
		if c.AimOf == "" {
			continue
		}
		var each []string
		for _, o := range c.Objectives {
			each = append(each, fmt.Sprintf("“%s” %s", o.Objective, starred(o.Rating, o.ByItself)))
		}
		out = append(out, fmt.Sprintf("%s had aims of its own, which count in nothing that is said of the others: %s.",
			c.AimOf, strings.Join(each, ", ")))
	}
	return out
}

// sides names the seats that are not as the others: who plays against them, who is hidden and who has aims of its own.
func (b *builder) sides() []string {
	var out []string
	for i := range b.sc.Roles {
		r := &b.sc.Roles[i]
		var is []string
		if r.Foe {
			is = append(is, "plays against the others")
		}
		if r.Hidden {
			is = append(is, "is hidden from them")
		}
		var aims []string
		for o := range b.sc.Objectives {
			if b.sc.Objectives[o].Seat == r.ID {
				aims = append(aims, "“"+b.sc.Objectives[o].Title+"”")
			}
		}
		if len(aims) > 0 {
			is = append(is, "has aims of its own: "+strings.Join(aims, ", "))
		}
		if len(is) > 0 {
			out = append(out, r.Title+" "+strings.Join(is, ", "))
		}
	}
	return out
}
