package exercise

import (
	"slices"
	"strings"
)

// A handling mark says to whom a fact may go. It is said wherever a fact is shown, and before
// one is shared wider.

// GoesWider says what would go wider than its mark, and to whom, or "". via is the chosen way, if any:
// no other seat hears what goes by a chosen way.
func (p *Player) GoesWider(facts, to []string, via string) string {
	var out []string
	for _, id := range facts {
		at := slices.IndexFunc(p.Facts, func(f Fact) bool { return f.ID == id })
		if at < 0 {
			continue
		}
		f := &p.Facts[at]
		var who []string
		for _, c := range to {
			if slices.Contains(f.Wider, c) && (via == "" || !slices.Contains(f.Venues, c)) {
				who = append(who, p.contact(c))
			}
		}
		if len(who) > 0 {
			out = append(out, f.Title+" is "+marked(f.Mark)+", and would go wider with "+strings.Join(who, ", ")+".")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, " ") + " It is a breach, and is logged"
}

// MayGo says to whom a fact may go by its mark, or "".
func (p *Player) MayGo(f *Fact) string {
	if f.Mark == "" {
		return ""
	}
	var may, not []string
	for _, c := range p.Contacts {
		if slices.Contains(f.Wider, c.ID) {
			not = append(not, c.Title)
		} else {
			may = append(may, c.Title)
		}
	}
	switch {
	case len(not) == 0:
		return marked(f.Mark) + ": may go to anyone."
	case len(may) == 0:
		return marked(f.Mark) + ": for you alone."
	case len(not) < len(may):
		return marked(f.Mark) + ": may go to anyone but " + strings.Join(not, ", ") + "."
	}
	return marked(f.Mark) + ": may go to " + strings.Join(may, ", ") + ", nobody else."
}

func (p *Player) contact(id string) string {
	for _, c := range p.Contacts {
		if c.ID == id {
			return c.Title
		}
	}
	return id
}

func marked(mark string) string { return "TLP:" + strings.ToUpper(mark) }
