package notes

import (
	"fmt"
	"slices"
)

// unmatched finds notes that wait to be told by a kind of actor that does not promise to tell them,
// or promises no time.
func unmatched(v *Vocabulary, registry []*Organisation) []Finding {
	var out []Finding
	for _, o := range registry {
		for i := range o.Notes {
			n := &o.Notes[i]
			n.trigger.walk(func(t *Trigger, held bool) {
				if t.Op == Told && held {
					out = append(out, tellers(v, registry, o, n, t)...)
				}
			})
		}
	}
	return out
}

func tellers(v *Vocabulary, registry []*Organisation, o *Organisation, n *Note, t *Trigger) []Finding {
	who, what := title(v.Kind(t.Who), t.Who), title(v.Signal(t.What), t.What)
	me := title(v.Kind(o.Is), o.Is)
	f := Finding{Kind: Interlock, Notes: []Ref{{o.Organisation, n.ID}}, Seats: []string{o.Organisation}}
	there, untimed := false, false
	for _, other := range registry {
		if other == o || other.Is != t.Who {
			continue
		}
		there = true
		f.Seats = append(f.Seats, other.Organisation)
		for i := range other.Notes {
			m := &other.Notes[i]
			for _, tell := range m.Tell {
				if tell.What != t.What || tell.Who != o.Is && tell.Who != "all" {
					continue
				}
				if tell.due(m) > 0 {
					return nil
				}
				untimed = true
				f.Notes = append(f.Notes, Ref{other.Organisation, m.ID})
			}
		}
	}
	begins := fmt.Sprintf("“%s” of %s waits to be told of “%s” by %s", n.ID, o.Organisation, what, who)
	switch {
	case !there:
		f.What = begins + ", and no organisation of that kind has filed notes"
		f.Do = fmt.Sprintf("Ask one to promise it, or let %s act on what it sees itself", o.Organisation)
	case untimed:
		f.What = begins + ", who promises it without a time"
		f.Do = "Give that promise a time (within)"
	default:
		f.What = begins + ", who promises to tell nobody of the kind " + me
		f.Do = fmt.Sprintf("Let %s promise tell = [{who=%q, what=%q, within=\"…\"}]", f.Seats[1], o.Is, t.What)
	}
	return []Finding{f}
}

// interlock finds seats that wait for a signal that, in this scenario, comes only to others and
// that nobody promises to pass on, and promises to tell that come later than the cascade leaves
// time for. For the notes of a room it is one finding for all notes of a seat.
func (p *promises) interlock(w *World) []Finding {
	var out []Finding
	var untold [][2]string // seats, each with a signal that nobody tells it
	var at []int           // index of its finding in out
	for i := range p.Notes {
		n := &p.Notes[i]
		n.trigger.walk(func(t *Trigger, held bool) {
			if !held || t.Op != Signal && t.Op != Told || len(p.signalled[t.What]) == 0 {
				return
			}
			f := Finding{Kind: Interlock, Scenario: p.Scenario.Title, Notes: []Ref{n.ref()},
				Seats: []string{p.seat(n.Role)}}
			first := reached{at: Never}
			for _, fact := range p.signalled[t.What] {
				k := p.know[n.Role][fact]
				if t.Op == Told {
					k = p.word(n.Role, fact, t.Who)
				}
				first = earlier(first, k)
			}
			if first.at == Never && t.Op == Signal {
				key := [2]string{p.seat(n.Role), t.What}
				if i := slices.Index(untold, key); i >= 0 && p.room { // its notes wait for one thing: say it once
					same := &out[at[i]]
					if !slices.Contains(same.Notes, n.ref()) {
						same.Notes = append(same.Notes, n.ref())
						same.What = p.untold(same.Notes, t.What, n.Role)
					}
					return
				}
				untold, at = append(untold, key), append(at, len(out))
				f.What = p.untold(f.Notes, t.What, n.Role)
				f.Do = "Let those who see it promise to tell: " + p.seers(t.What)
				out = append(out, f)
				return
			}
			if left := w.left(p.roots(&first)); t.Op == Told && first.at != Never && left != nil &&
				first.at.Hours() > left.Median {
				f.Notes = append(f.Notes, p.Notes[first.note].ref())
				f.Seats = append(f.Seats, p.seat(p.Notes[first.note].Role))
				f.What = fmt.Sprintf("“%s” of %s is told of “%s” within %s; the cascade leaves %s (median of %d runs)",
					n.ID, n.Organisation.Organisation, p.signal(t.What), first.at, span(left.Median), left.Runs)
				f.Do = "Shorten the chain: " + chain(p.path(&first))
				out = append(out, f)
			}
		})
	}
	return out
}

// untold says that notes of one seat wait for a signal of which nobody promises to tell it.
func (p *promises) untold(waiting []Ref, signal string, role int) string {
	var names []string
	for _, n := range waiting {
		names = append(names, "“"+n.Note+"”")
	}
	act := "acts"
	if len(names) > 1 {
		act = "act"
	}
	return fmt.Sprintf("%s of %s %s on “%s”, which here comes to others only, and nobody promises to tell %s of it",
		list(names), waiting[0].Organisation, act, p.signal(signal), p.seat(role))
}

// seers names the seats that see a signal without being told.
func (p *promises) seers(signal string) string {
	var out []string
	for r := range p.Scenario.Roles {
		if slices.ContainsFunc(p.signalled[signal], func(f int) bool { return p.sees(r, f) }) {
			out = append(out, p.seat(r))
		}
	}
	if len(out) == 0 {
		return "nobody sees it before somebody acts"
	}
	return list(out)
}

// waits returns the edges of the picture of who waits for whom.
func (p *promises) waits() []Wait {
	var out []Wait
	for i := range p.Notes {
		n := &p.Notes[i]
		n.trigger.walk(func(t *Trigger, held bool) {
			if !held || t.Op != Signal && t.Op != Told {
				return
			}
			for _, fact := range p.signalled[t.What] {
				k := p.know[n.Role][fact]
				if t.Op == Told {
					k = p.word(n.Role, fact, t.Who)
				}
				wait := Wait{Scenario: p.Scenario.Title, Seat: p.seat(n.Role), Signal: p.signal(t.What),
					Within: hours(k.at)}
				switch {
				case k.note >= 0:
					wait.For = p.seat(p.Notes[k.note].Role)
				case t.Op == Told:
					wait.For = title(p.Vocabulary.Kind(t.Who), t.Who)
				case k.at == Never:
					wait.For = p.seers(t.What)
				default:
					continue // the seat sees that itself
				}
				if !slices.ContainsFunc(out, func(x Wait) bool {
					return x.Scenario == wait.Scenario && x.Seat == wait.Seat && x.For == wait.For &&
						x.Signal == wait.Signal
				}) {
					out = append(out, wait)
				}
			}
		})
	}
	return out
}
