package notes

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// Kind is a kind of finding.
type Kind string

// The kinds of findings, in the order in which they are reported.
const (
	Interlock     Kind = "interlock"     // a seat waits to be told, and nobody promises to tell it in time
	ResponseTime  Kind = "response time" // no promises bring a joint action in time
	Deadlock      Kind = "deadlock"      // notes wait for each other in a circle
	Contradiction Kind = "contradiction" // deeds on one trigger undo each other
	Exit          Kind = "exit"          // a note never ends, cannot end, or ends as it begins
	Load          Kind = "load"          // more is due at one time than a seat has hands for
	Version       Kind = "version"       // a seat counts on a note that has been revised since
	Coverage      Kind = "coverage"      // a signal comes to a seat, and no note answers it
	Legibility    Kind = "legibility"    // others cannot see how a decision is made
)

// Kinds lists the kinds of findings in their order: first what takes more than one seat to fix.
func Kinds() []Kind {
	return []Kind{Interlock, ResponseTime, Deadlock, Contradiction, Exit, Load, Version, Coverage, Legibility}
}

// Ref names a note.
type Ref struct {
	Organisation string `json:"organisation"`
	Note         string `json:"note"`
}

// Finding is one thing that notes amount to together, or that they lack.
type Finding struct {
	Kind Kind `json:"kind"`
	// Scenario is the title of the scenario that it was found in; empty where it holds in any.
	Scenario string   `json:"scenario,omitempty"`
	Notes    []Ref    `json:"notes"`
	Seats    []string `json:"seats"`
	What     string   `json:"what"`
	Do       string   `json:"do"`
	// AtStake is the mean harm that comes, if nobody acts, after the signal has reached the seat;
	// nil where it was not computed.
	AtStake *float64 `json:"at_stake,omitempty"`
}

// Promised says by when the promises bring a joint action together.
type Promised struct {
	Scenario string `json:"scenario"`
	Action   string `json:"action"`
	Title    string `json:"title"`
	// Within is the hours from the moment when the last signal needed has reached a seat that
	// sees it until enough have committed, when every promise is kept; nil for never.
	Within *float64 `json:"within_hours"`
	// Path is the chain of promises that takes longest: the one to shorten.
	Path []Step `json:"path"`
	// Assumes is what the world must bring, or what no promise covers.
	Assumes []string `json:"assumes"`
	// Left is the hours that the cascade leaves; nil where nothing becomes irreversible, or it was
	// not computed.
	Left *Left `json:"left"`
	// Joins are the titles of the seats that have promised to commit to it, and Waiting those of
	// them whose trigger never comes if only what is promised is done.
	Joins   []string `json:"joins"`
	Waiting []string `json:"waiting"`
	// Parts is how much of the Quorum the seats count for that have promised.
	Parts  int `json:"parts"`
	Quorum int `json:"quorum"`
	// Without are the titles of the seats that must join and have promised nothing.
	Without []string `json:"without"`
}

// Lack says in words who has promised to join and what is still needed, if the promises never bring
// the action about; "" if they do.
func (p *Promised) Lack() string {
	if p.Within != nil {
		return ""
	}
	who := "nobody has promised to join"
	if len(p.Joins) > 0 {
		who = fmt.Sprintf("promised: %d of %d (%s)", p.Parts, p.Quorum, list(p.Joins))
	}
	var needs []string
	if more := p.Quorum - p.Parts; more > 0 {
		needs = append(needs, fmt.Sprintf("%d more", more))
	}
	if len(p.Without) > 0 {
		needs = append(needs, list(p.Without)+", who must join")
	}
	if len(needs) > 0 {
		who += "; needed: " + strings.Join(needs, ", and ")
	}
	if len(p.Waiting) > 0 {
		who += "; what " + list(p.Waiting) + " would join on comes by no promise"
	}
	return who
}

// Step is one link of a path.
type Step struct {
	Hours float64 `json:"hours"` // from the beginning of the path
	Seat  string  `json:"seat"`
	What  string  `json:"what"`
	Note  *Ref    `json:"note,omitempty"`
}

// Analysis is what a set of notes says together.
type Analysis struct {
	Findings []Finding  `json:"findings"`
	Promised []Promised `json:"promised"`
	Waits    []Wait     `json:"waits"`
	Missing  []Missing  `json:"missing"`
}

// Wait is an edge of the picture of who waits for whom.
type Wait struct {
	Scenario string   `json:"scenario"`
	Seat     string   `json:"seat"`
	For      string   `json:"for"`
	Signal   string   `json:"signal"`
	Within   *float64 `json:"within_hours"` // by when the other promises to tell; nil for never
}

// Analyse says what the notes of a registry amount to together in some scenarios. world, if not
// nil, returns what the world of a scenario does when nobody acts; without it no time is compared
// with what the cascade leaves, and nothing is ordered by what is at stake. The error is world's.
func Analyse(v *Vocabulary, registry []*Organisation, scenarios []*scenario.Scenario,
	world func(*scenario.Scenario) (*World, error)) (*Analysis, error) {
	seated := map[*Organisation]bool{}
	out := &Analysis{Findings: []Finding{}, Promised: []Promised{}, Waits: []Wait{}, Missing: []Missing{}}
	for _, sc := range scenarios {
		b := Bind(v, registry, sc)
		var w *World
		if world != nil {
			var err error
			if w, err = world(sc); err != nil {
				return nil, err
			}
		}
		out.in(b, w)
		for _, m := range b.Missing {
			if m.Note != "" {
				m.Scenario = sc.Title
				out.Missing = append(out.Missing, m)
			}
		}
		for _, o := range b.Seats {
			seated[o] = true
		}
	}
	for _, o := range registry {
		if !seated[o] {
			out.Missing = append(out.Missing, Missing{Organisation: o.Organisation,
				What: "no seat of the kind " + title(v.Kind(o.Is), o.Is) + " is free in any of the scenarios"})
		}
	}
	out.add(unmatched(v, registry)...)
	out.add(opposed(v, registry)...)
	out.add(endless(v, registry)...)
	out.add(illegible(registry)...)
	out.sort()
	return out, nil
}

// in adds what notes amount to together in one scenario.
func (a *Analysis) in(b *Bound, w *World) {
	p := b.promises(nil)
	a.add(b.coverage(w)...)
	a.add(p.interlock(w)...)
	promised := p.promised(w)
	a.Promised = append(a.Promised, promised...)
	a.add(late(promised)...)
	a.add(p.deadlocks()...)
	a.add(b.opposedHere()...)
	a.add(p.unreachableEnds()...)
	a.add(b.load()...)
	a.Waits = append(a.Waits, p.waits()...)
}

func (a *Analysis) sort() { Sort(a.Findings) }

// Sort puts findings in the order of their kinds.
func Sort(findings []Finding) {
	order := Kinds()
	slices.SortStableFunc(findings, func(x, y Finding) int {
		return slices.Index(order, x.Kind) - slices.Index(order, y.Kind)
	})
}

func (a *Analysis) add(found ...Finding) { a.Findings = append(a.Findings, found...) }

func (n *BoundNote) ref() Ref { return Ref{n.Organisation.Organisation, n.ID} }

func (b *Bound) seat(r int) string { return b.Scenario.Roles[r].Title }

func hours(d scenario.Duration) *float64 {
	if d == Never {
		return nil
	}
	h := d.Hours()
	return &h
}
