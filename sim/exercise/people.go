package exercise

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/mtibben/confusables"
	"golang.org/x/text/unicode/norm"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Kind is what somebody is in the room.
type Kind string

// The kinds of people.
const (
	KindPlayer      Kind = "player"
	KindFacilitator Kind = "facilitator"
	KindEvaluator   Kind = "evaluator"
	KindObserver    Kind = "observer"
	KindBoard       Kind = "board"
)

func (k Kind) known() bool {
	switch k {
	case KindPlayer, KindFacilitator, KindEvaluator, KindObserver, KindBoard:
		return true
	}
	return false
}

// Staff reports whether the kind may see everything.
func (k Kind) Staff() bool { return k == KindFacilitator || k == KindEvaluator }

// person is somebody who has joined. People are never taken out of the list: whoever comes
// back under the same name is the same person.
type person struct {
	name   string `state:"kept" why:"the record has it"`
	looks  looks  `state:"kept" why:"follows from the name"`
	kind   Kind   `state:"kept" why:"the record has it"`
	role   int    // of a player who is seated; -1 in the lobby
	aids   int    `state:"kept" why:"the record has it; who acts is in the digest"` // role that a player advises, from 1
	wants  int    `state:"kept" why:"the record has it"`
	here   bool   // joined and not left
	muted  bool
	barred bool        // removed by the facilitator
	mirror int         `state:"kept" why:"what staff look at changes nothing"` // role that a member of staff looks at, or -1
	acts   int         `state:"kept" why:"counts acts of the record"`
	last   engine.Time `state:"kept" why:"follows from the record"` // of the last act; -1 for none
	told   int         `state:"kept" why:"follows from the record"` // how many notices there were at the last thing they did
	heard  int         `state:"kept" why:"the record has it"`       // number of the last notice that they put away, as the room noted it
}

// seat is a role's place at the table.
type seat struct {
	holder int // place among the people, or -1
	before int `state:"kept" why:"follows from the record"` // who held it last while the exercise went on, or -1
	bot    bool
	helper int         // the facilitator who has taken it over, or -1
	acts   int         `state:"kept" why:"counts acts of the record"`
	since  engine.Time `state:"kept" why:"follows from the record"` // when its holder sat down
	last   engine.Time `state:"kept" why:"follows from the record"`
	acted  bool        `state:"kept" why:"follows from the record"`
	looks  looks       `state:"kept" why:"of its title, which is the scenario's"`
}

// crowd reports whether somebody has neither a seat nor a place on the staff.
func (p *person) crowd() bool { return !p.kind.Staff() && p.role < 0 }

func (x *Exercise) find(name string) int {
	for i := range x.people {
		if x.people[i].name == name {
			return i
		}
	}
	return -1
}

// Name makes a name fit to be shown: one line without control characters, at most 40
// characters. It is empty when nothing is left.
func Name(s string) string {
	r := []rune(scenario.CleanLine(s))
	return strings.TrimSpace(string(r[:min(len(r), 40)]))
}

// unlike says why a new name is refused, or "": nobody may pass for another, for a seat that
// is not theirs, or for the exercise itself. rule is that of the [Join].
func (x *Exercise) unlike(name string, want, rule int) string {
	f := looksOf(name)
	seen := f.by(rule)
	switch {
	case seen == "":
		return "A name needs letters or digits"
	case slices.ContainsFunc(ownNames, func(own looks) bool { return f.passes(own, rule) }):
		return fmt.Sprintf("%q is a name of the exercise itself: choose another", name)
	}
	for r := range x.seats { // to refuse the name of one out of sight would tell that it is there
		if r != want && x.inSight(r) && f.passes(x.seats[r].looks, rule) {
			return fmt.Sprintf("%q is the name of a seat: choose another", name)
		}
	}
	for i := range x.people {
		if seen == x.people[i].looks.by(rule) {
			return fmt.Sprintf("%q is too much like %s, who is here: choose another name", name, x.people[i].name)
		}
	}
	return ""
}

// looks is how a name looks to a reader, by the rules of a [Join].
type looks struct {
	folded   string // by rules 0 and 1
	bare     string // by rule 2: its skeleton
	accented string // by rule 3
}

func looksOf(name string) looks { return looks{folded(name), skeleton(name), accented(name)} }

func (l *looks) by(rule int) string {
	switch {
	case rule < 2:
		return l.folded
	case rule == 2:
		return l.bare
	}
	return l.accented
}

// passes reports whether a name passes for one that is no person's, with another accent too.
func (l *looks) passes(other looks, rule int) bool {
	return l.by(rule) == other.by(rule) || rule >= 3 && l.bare == other.bare
}

// ownNames are the exercise's own.
var ownNames = func() (out []looks) {
	for _, own := range []string{"the exercise", "exercise", "the facilitator", "facilitator", "evaluator", "staff",
		"room", "system", "all", "everyone", "public", "the public", "a bot", "bot", "nobody"} {
		out = append(out, looksOf(own))
	}
	return out
}()

// skeleton is how a name looks to a reader: letters of all scripts that look alike made one as
// Unicode's UTS 39, section 4 does, in capitals and in small letters, without spaces, signs
// and accents. Two names that have one skeleton cannot be told apart at a glance.
func skeleton(name string) string {
	s := norm.NFKC.String(confusables.Skeleton(name)) // capitals look like others than small letters do
	s = strings.ToLower(confusables.Skeleton(strings.ToLower(s)))
	var b strings.Builder
	for _, r := range s {
		if r == 'l' { // which |, 1 and others are by now: it is a capital I in many typefaces
			r = 'i'
		}
		// vowels of India are marks
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !unicode.Is(unicode.Inherited, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// accented is skeleton with the accents that are part of a letter: José and Jose are two people
// who can be told apart. Marks that Unicode composes with no letter are left out: a reader may not see them.
func accented(name string) string {
	composed := norm.NFC.String(name)
	var b strings.Builder
	for _, r := range composed {
		parts := []rune(norm.NFD.String(string(r)))
		s := skeleton(string(parts[:1]))
		if s == "" {
			continue
		}
		b.WriteString(s)
		for _, m := range parts[1:] {
			if unicode.Is(unicode.Inherited, m) {
				b.WriteString(confusables.Skeleton(string(m)))
			}
		}
	}
	return b.String()
}

// folded is what skeleton was for records of rule 0, which have to replay as they were.
func folded(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKC.String(name)) {
		if i := strings.IndexRune("аеорсухіјѕԁոɡαονι01", r); i >= 0 {
			r = rune("aeopcyxijsdngaovioi"[len([]rune("аеорсухіјѕԁոɡαονι01"[:i]))])
		}
		if r == 'l' || r == '|' {
			r = 'i'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// holderOf says in words who plays a role.
func (x *Exercise) holderOf(r int) string {
	s := x.seats[r]
	switch {
	case s.helper >= 0:
		return x.people[s.helper].name + " (facilitator)"
	case s.bot && s.holder >= 0:
		return "a bot for " + x.people[s.holder].name
	case s.bot:
		return "a bot"
	case s.holder >= 0:
		return x.people[s.holder].name
	}
	return ""
}

// sit puts a player in a seat that is not theirs yet.
func (x *Exercise) sit(p, r int) {
	old := x.seats[r].holder
	if old >= 0 {
		x.people[old].role = -1
		x.notify(fromExercise(), audience{person: old},
			fmt.Sprintf("%s has taken your seat, %s.", x.people[p].name, x.sc().Roles[r].Title))
	}
	if now := x.people[p].role; now >= 0 {
		x.vacate(now)
	}
	if old < 0 {
		old = x.seats[r].before
	}
	x.people[p].role, x.people[p].wants, x.people[p].aids = r, -1, 0
	x.seats[r].holder, x.seats[r].before, x.seats[r].since = p, -1, x.e.Now()
	x.setBot(r, false)
	x.desks[r].back()
	x.welcome(p, r, x.handOver(r, old, p, false))
}

// vacate takes the holder out of a seat; nobody plays it then.
func (x *Exercise) vacate(r int) {
	if p := x.seats[r].holder; p >= 0 {
		x.people[p].role = -1
		if x.e.Started() {
			x.seats[r].before = p
		}
	}
	x.released(r, false)
	x.seats[r].holder = -1
	x.desks[r].away()
}

// setBot gives a role to a bot, or takes it from one.
func (x *Exercise) setBot(r int, on bool) {
	if x.seats[r].bot == on {
		return
	}
	x.seats[r].bot = on
	x.seatBot(r)
}

// seatBot lets the table of bots know who plays a role now.
func (x *Exercise) seatBot(r int) {
	plays := x.botPlays(r)
	if plays == x.bots.Plays[r] {
		return
	}
	if !x.e.Started() {
		x.bots.Plays[r] = plays
		if n := x.bots.File(r); n > 0 {
			x.notify(fromExercise(), audience{staff: true, person: -1}, fmt.Sprintf("A bot plays %s: it files the seat's "+
				"drafts (%d), and shows each to those whom it names and tells", x.title(r), n))
		}
		return
	}
	x.tally.changed[r] = true
	if plays {
		x.bots.Take(r)
	} else {
		x.bots.Leave(r)
	}
}
