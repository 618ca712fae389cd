package exercise

import (
	"fmt"
	"slices"
	"strings"
)

// Version is a version of a product and the systems that run it, as a seat sees them that has the list, or staff.
type Version struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Of      string          `json:"of"`               // the product
	Flawed  bool            `json:"flawed,omitempty"` // for staff alone
	Systems []VersionSystem `json:"systems"`
}

// VersionSystem is a system that runs a version, or is on its way to it. Only staff see more than which run it.
type VersionSystem struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Owner   string `json:"owner,omitempty"`
	Pinned  bool   `json:"pinned,omitempty"`  // no change of version reaches it
	Exposed bool   `json:"exposed,omitempty"` // it runs the version, which is flawed, and is not isolated
	Coming  bool   `json:"coming,omitempty"`  // it does not run it yet
}

// Words lists the systems: "Triage (pinned), Kiosk (on its way)".
func (v *Version) Words() string {
	var out []string
	for _, s := range v.Systems {
		var marks []string
		for _, m := range []struct {
			on   bool
			word string
		}{{s.Exposed, "exposed"}, {s.Pinned, "pinned"}, {s.Coming, "on its way"}} {
			if m.on {
				marks = append(marks, m.word)
			}
		}
		title := s.Title
		if len(marks) > 0 {
			title += " (" + strings.Join(marks, ", ") + ")"
		}
		out = append(out, title)
	}
	if len(out) == 0 {
		return "no system"
	}
	return strings.Join(out, ", ")
}

// Heading is the title of a version and, for staff, its state: "Clerk 4.1, flawed: 2 of 3 exposed".
func (v *Version) Heading() string {
	if !v.Flawed {
		return v.Title
	}
	exposed, running := 0, 0
	for _, s := range v.Systems {
		if !s.Coming {
			running++
		}
		if s.Exposed {
			exposed++
		}
	}
	return fmt.Sprintf("%s, flawed: %d of %d exposed", v.Title, exposed, running)
}

// runs are the titles of the versions that a system runs, in words.
func (x *Exercise) runs(system int) []string {
	var out []string
	for v := range x.scenario.Versions {
		switch runs, pinned, _ := x.e.Running(system, v); {
		case pinned:
			out = append(out, x.scenario.Versions[v].Title+" (pinned)")
		case runs:
			out = append(out, x.scenario.Versions[v].Title)
		}
	}
	return out
}

// lists are the versions of which a seat has the list of who runs them.
func (x *Exercise) lists(role int) []Version {
	var out []Version
	for v := range x.scenario.Versions {
		ver := &x.scenario.Versions[v]
		told := slices.ContainsFunc(ver.ListedBy, func(fact string) bool {
			_, knows := x.e.KnownSince(role, x.scenario.Find("fact", fact))
			return knows
		})
		if told || slices.Contains(x.scenario.RolesOf(ver.Sees), role) {
			out = append(out, x.whoRuns(v, false))
		}
	}
	return out
}

// whoRuns is a version and who runs it; whole is as staff see it.
func (x *Exercise) whoRuns(v int, whole bool) Version {
	sc := x.scenario
	out := Version{ID: sc.Versions[v].ID, Title: sc.Versions[v].Title, Of: sc.Versions[v].Of,
		Flawed: whole && x.e.Flawed(v), Systems: []VersionSystem{}}
	for s := range sc.Systems {
		runs, pinned, to := x.e.Running(s, v)
		line := VersionSystem{ID: sc.Systems[s].ID, Title: sc.Systems[s].Title}
		if whole {
			line.Pinned, line.Exposed, line.Coming = pinned, x.e.Exposed(s, v), to == v
			if o := sc.Find("role", sc.Systems[s].Owner); o >= 0 {
				line.Owner = x.title(o)
			}
		}
		if runs || line.Coming {
			out.Systems = append(out.Systems, line)
		}
	}
	return out
}
