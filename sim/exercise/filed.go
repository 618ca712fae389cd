package exercise

import (
	"fmt"

	"tocsin/sim/notes"
)

// What seats have filed before STARTEX, for those who look on.

// Filing is how far a seat is with its if-then notes: in numbers, which say nothing of what they promise.
type Filing struct {
	Title  string `json:"title"`  // the role's
	Drafts int    `json:"drafts"` // that it can still file; on the wall 0
	Filed  int    `json:"filed"`  // that stand
	Shown  int    `json:"shown"`  // of these, shown to somebody
}

// Words are how far it is, in a line.
func (f *Filing) Words() string {
	out := fmt.Sprintf("%d filed, %d shown", f.Filed, f.Shown)
	if f.Drafts == 1 {
		return out + ", 1 draft left"
	}
	if f.Drafts > 0 {
		return fmt.Sprintf("%s, %d drafts left", out, f.Drafts)
	}
	return out
}

// FiledNote is a note that is in force as a promise, as staff read it.
type FiledNote struct {
	Name  string   `json:"name"` // as findings name it: #8, or the id that its scenario gives it
	Role  string   `json:"role"`
	Title string   `json:"title"` // the role's
	Words string   `json:"words"`
	Shown []string `json:"shown"` // titles of those who may count on it
}

// filings say how far the seats that of selects are; a seat with no note to promise is left out.
func (x *Exercise) filings(of func(r int) bool) []Filing {
	sc := x.sc()
	all, has := make([]Filing, len(sc.Roles)), make([]bool, len(sc.Roles))
	for i := range sc.Notes {
		n := &sc.Notes[i]
		r := sc.Find("role", n.Role)
		f := &all[r]
		has[r] = has[r] || n.Within > 0
		switch {
		case x.e.Filed(i):
			f.Filed++
			if len(x.e.ShownTo(i)) > 0 {
				f.Shown++
			}
		case n.Within > 0 && !x.e.Revoked(i) && !x.e.Void(i):
			f.Drafts++
		}
	}
	out := []Filing{}
	for r := range all {
		if has[r] && of(r) {
			all[r].Title = x.title(r)
			out = append(out, all[r])
		}
	}
	return out
}

// wallFilings are those of seats that all may know of, once notes are exchanged: one is filed, or seats
// came with drafts that only they file. Nothing else is said of a draft.
func (x *Exercise) wallFilings() []Filing {
	sc, exchanged := x.sc(), false
	for i := range sc.Notes {
		exchanged = exchanged || sc.Notes[i].Draft || x.e.Filed(i)
	}
	if !exchanged || x.e.Started() {
		return nil
	}
	var out []Filing
	for _, f := range x.filings(x.inSight) {
		f.Drafts = 0
		out = append(out, f)
	}
	return out
}

// filedNotes are the notes in force, in the order of seats.
func (x *Exercise) filedNotes() []FiledNote {
	sc := x.sc()
	out := []FiledNote{}
	for r := range sc.Roles {
		for i := range sc.Notes {
			if sc.Notes[i].Role == sc.Roles[r].ID && x.e.Filed(i) {
				out = append(out, FiledNote{Name: sc.NoteName(i), Role: sc.Roles[r].ID, Title: x.title(r),
					Words: x.promise(i, staff), Shown: x.titles(x.e.ShownTo(i))})
			}
		}
	}
	return out
}

// Findings are those of Exchange that Promised does not already have: Promised itself says of an
// action that the promises never bring it together.
func (c *Control) Findings() []notes.Finding {
	var out []notes.Finding
	for _, f := range c.Exchange {
		if f.Kind != notes.ResponseTime || len(f.Notes) > 0 {
			out = append(out, f)
		}
	}
	return out
}
