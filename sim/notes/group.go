package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// state is how an exercise left a deed of a note. Of two states the larger one counts.
type state uint8

const (
	elsewhere state = iota // the scenario has no case of it, or it promises no time
	left                   // a draft that nobody filed
	withdrawn
	inForce
)

// part is one deed of a note of the registry, with what the note says of it.
type part struct {
	key         string // "do", "tell" or "commit"
	at, place   int    // its index in that list of its file, and among the note's parts
	word        string // for do and commit
	tell        Tell
	timed       bool // it is a tell with a time
	within      scenario.Duration
	when, until string
	shown       scenario.Names // who may read it, if said
	said        bool           // the seat has said who may read it
	state       state
	wordless    bool // it was changed to something that the registry has no words for
	fate        Fate
}

// same reports whether two parts promise the same, within the same time.
func (p *part) same(q *part) bool {
	a, b := p.tell, q.tell
	a.Within, b.Within = 0, 0
	return p.key == q.key && p.word == q.word && a == b && p.within == q.within
}

// String says what happened to a part, for a comment.
func (p *part) String() string {
	var s string
	switch p.state {
	case inForce:
		s = p.fate.String()
	case withdrawn:
		s = "withdrawn before STARTEX"
	case left:
		s = "a draft that was not filed"
	default:
		s = "not part of it"
	}
	if p.wordless {
		s += "; it was changed to what the registry has no words for"
	}
	return s
}

// label names a part as its file does.
func (p *part) label() string {
	if p.key == "tell" {
		return "tell " + p.tell.Who + " " + p.tell.What
	}
	return p.key + " " + p.word
}

// group is what one note holds: parts with the same trigger, end and readers, and with one time for
// all do and commit.
type group struct {
	when, until string
	shown       scenario.Names
	said        bool
	parts       []part
}

// within returns the time of the group's do and commit; 0 for none.
func (g *group) within() scenario.Duration {
	for i := range g.parts {
		if g.parts[i].key != "tell" {
			return g.parts[i].within
		}
	}
	return 0
}

func (g *group) takes(p *part) bool {
	if g.when != p.when || g.until != p.until || g.said && p.said && !sameNames(g.shown, p.shown) {
		return false
	}
	return p.key == "tell" || g.within() == 0 || g.within() == p.within
}

func sameNames(a, b scenario.Names) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// add puts a part into the group. Of parts that promise the same it keeps one.
func (g *group) add(p part) {
	if p.said {
		g.shown, g.said = p.shown, true
	}
	for i := range g.parts {
		q := &g.parts[i]
		if !q.same(&p) {
			continue
		}
		switch {
		case q.state == p.state:
			q.fate, q.wordless = q.fate.plus(p.fate), q.wordless || p.wordless
		case q.state < p.state:
			*q = p
		}
		return
	}
	g.parts = append(g.parts, p)
}

// grouped divides the parts of a note among few notes that can hold them; within is the note's time.
// The first, which keeps the id, is the one in which most parts are in force.
func grouped(parts []part, within scenario.Duration) []group {
	var out []group
	put := func(p part) {
		home := within // the time of the note that the part comes from
		if p.key == "tell" && !p.timed {
			home = p.within
		}
		best := -1
		for i := range out {
			if out[i].takes(&p) && (best < 0 || out[best].within() != home && out[i].within() == home) {
				best = i
			}
		}
		if best < 0 {
			best = len(out)
			out = append(out, group{when: p.when, until: p.until})
		}
		out[best].add(p)
	}
	for _, tells := range []bool{false, true} { // tells come last: they fit into notes of any time
		for _, said := range []bool{true, false} { // parts without chosen readers fit any readers
			for _, p := range parts {
				if p.said == said && (p.key == "tell") == tells {
					put(p)
				}
			}
		}
	}
	for i := range out {
		slices.SortStableFunc(out[i].parts, func(a, b part) int { return a.place - b.place })
	}
	slices.SortStableFunc(out, func(a, b group) int {
		return cmp.Or(b.inForce()-a.inForce(), len(b.parts)-len(a.parts), a.parts[0].place-b.parts[0].place)
	})
	return out
}

// inForce counts the parts of the group that are in force.
func (g *group) inForce() int {
	n := 0
	for i := range g.parts {
		if g.parts[i].state == inForce {
			n++
		}
	}
	return n
}

// write writes a group as a note, with what the note n of the file says in addition.
func (w *writing) write(n *Note, id string, g group) {
	out := &w.out
	out.WriteString("\n")
	whole := g.parts[0].String()
	if slices.ContainsFunc(g.parts, func(p part) bool { return p.String() != whole }) {
		for i := range g.parts {
			fmt.Fprintf(out, "# In the exercise: %s: %s.\n", g.parts[i].label(), &g.parts[i])
		}
	} else {
		fmt.Fprintf(out, "# In the exercise: %s.\n", whole)
	}
	fmt.Fprintf(out, "[[note]]\nid = %s\nwhen = %s\n", quote(id), text(g.when))
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(out, "%s = %s\n", key, text(value))
		}
	}
	list := func(key string, values []string) {
		if len(values) > 0 {
			fmt.Fprintf(out, "%s = [%s]\n", key, texts(values))
		}
	}
	line("decider", n.Decider)
	line("deputy", n.Deputy)
	list("steps", n.Steps)
	list("needs", n.Needs)
	within := g.time(n)
	if within > 0 {
		line("within", within.String())
	}
	words := func(key string) (out []string) {
		for i := range g.parts {
			if g.parts[i].key == key {
				out = append(out, g.parts[i].word)
			}
		}
		return out
	}
	list("do", words("do"))
	var tells []string
	for i := range g.parts {
		if g.parts[i].key == "tell" {
			tells = append(tells, g.parts[i].inFile(within))
		}
	}
	if len(tells) > 0 {
		fmt.Fprintf(out, "tell = [%s]\n", strings.Join(tells, ", "))
	}
	list("commit", words("commit"))
	line("unless", n.Unless)
	line("until", g.until)
	shown := n.ShownTo
	if g.said {
		shown = g.shown
	}
	list("shown_to", shown)
}

// time returns the time that the group's note promises: that of its do and commit, or else of those
// of its tells that name no time, if they agree, or else that of the note n.
func (g *group) time(n *Note) scenario.Duration {
	if t := g.within(); t > 0 {
		return t
	}
	t := scenario.Duration(0)
	for i := range g.parts {
		if p := &g.parts[i]; p.key == "tell" && !p.timed {
			if t != 0 && t != p.within {
				return n.Within
			}
			t = p.within
		}
	}
	if t > 0 {
		return t
	}
	return n.Within
}

// inFile writes a tell as a file has it; within is the time of its note.
func (p *part) inFile(within scenario.Duration) string {
	out := fmt.Sprintf("{who=%s, what=%s", text(p.tell.Who), text(p.tell.What))
	if p.within > 0 && (p.timed || p.within != within) {
		out += ", within=" + text(p.within.String())
	}
	if p.tell.Mark != "" {
		out += ", mark=" + text(p.tell.Mark)
	}
	if p.tell.Says != "" {
		out += ", says=" + text(p.tell.Says)
	}
	return out + "}"
}

// text writes a text as a literal of TOML, with its line breaks.
func text(s string) string { return scenario.Literal(scenario.CleanText(s)) }

func texts(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = text(w)
	}
	return strings.Join(out, ", ")
}
