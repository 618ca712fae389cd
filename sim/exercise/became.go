package exercise

import (
	"fmt"
	"slices"
	"strings"
)

// became says after ENDEX what happened to a seat's exercise. It is made from the seat's own
// view and from what has lain on its desk, so it tells nothing new: it gathers what the
// player can speak of in the hot wash.
func (x *Exercise) became(r int, p *Player) []string {
	var out []string
	say := func(label string, titles []string) {
		words := counted(titles)
		if len(words) > 0 {
			out = append(out, label+": "+strings.Join(words, "; "))
		}
	}
	duties := map[string][]string{}
	for _, o := range p.Obligations {
		duties[o.Status] = append(duties[o.Status], o.Title)
	}
	say("Reporting clocks that you met", duties["met"])
	say("Reporting clocks met too late", duties["late"])
	say("Reporting clocks that you missed", duties["missed"])
	say("Reporting clocks still running at the end", duties["running"])

	var told, kept []string
	for _, f := range p.Facts {
		list := &kept
		for _, k := range f.Others {
			if k.How == toldThem {
				list = &told
			}
		}
		if f.From != "" && list == &kept {
			continue // others had it already, as far as this seat can see
		}
		*list = append(*list, f.Title)
	}
	if n := len(p.Facts); n > 0 {
		out = append(out, fmt.Sprintf("You came to know %d of the things that mattered", n))
	}
	say("You told others", told)
	say("You were told by nobody, and told nobody", kept)

	done := map[string][]string{}
	for _, it := range x.desks[r].items {
		if label, title, _ := strings.Cut(it.Title, ": "); it.Kind == ItemDone || it.Kind == ItemJoint {
			done[label] = append(done[label], title)
		}
	}
	say("You carried out", done["Done"])
	say("Done together", done["Done together"])
	say("It did not work", append(done["It did not work"], done["Tried together, and it did not work"]...))
	say("Lapsed, too few committed in time", done["Lapsed, too few committed in time"])

	promises := map[string][]string{}
	for _, n := range p.Notes {
		if n.Mine {
			promises[n.State] = append(promises[n.State], n.Do)
		}
	}
	say("Promises that you kept", promises["kept"])
	say("Promises that you broke", promises["broken"])
	if open := len(x.e.RequestsTo(r)); open > 0 { // nothing is asked in the view any more
		out = append(out, fmt.Sprintf("Requests to you that are not answered: %d", open))
	}
	return out
}

// counted gives each title once, with how often it is in the list.
func counted(titles []string) []string {
	var words []string
	for i, t := range titles {
		n := 0
		for _, same := range titles {
			if same == t {
				n++
			}
		}
		switch {
		case slices.Contains(titles[:i], t):
		case n > 1:
			words = append(words, fmt.Sprintf("%s (%d times)", t, n))
		default:
			words = append(words, t)
		}
	}
	return words
}
