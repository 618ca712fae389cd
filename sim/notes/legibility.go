package notes

import (
	"fmt"
)

// illegible finds notes that do not say how the decision is made: who decides, by what steps, on
// what information, and by when.
func illegible(registry []*Organisation) []Finding {
	var out []Finding
	for _, o := range registry {
		for i := range o.Notes {
			n := &o.Notes[i]
			var lacks []string
			for _, part := range []struct {
				name  string
				there bool
			}{
				{"who decides (decider)", n.Decider != ""},
				{"by what steps (steps)", len(n.Steps) > 0},
				{"on what information (needs)", len(n.Needs) > 0},
				{"by when (within)", n.timed()},
			} {
				if !part.there {
					lacks = append(lacks, part.name)
				}
			}
			if len(lacks) == 0 {
				continue
			}
			out = append(out, Finding{Kind: Legibility, Notes: []Ref{{o.Organisation, n.ID}},
				Seats: []string{o.Organisation},
				What:  fmt.Sprintf("“%s” of %s does not say %s", n.ID, o.Organisation, list(lacks)),
				Do:    "Add it, so that others can count on the note"})
		}
	}
	return out
}

// timed reports whether a time is promised for everything that a note does.
func (n *Note) timed() bool {
	if len(n.Do)+len(n.Commit) > 0 && n.Within <= 0 {
		return false
	}
	for _, t := range n.Tell {
		if t.due(n) <= 0 {
			return false
		}
	}
	return true
}
