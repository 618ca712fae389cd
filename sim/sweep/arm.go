package sweep

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// MaxArms is the most arms, settings included, that a sweep compares.
const MaxArms = 500

// Play says who sits at the table in an arm.
type Play string

// The ways to play an arm.
const (
	Bots Play = "bots" // bots in every seat
	Idle Play = "idle" // nobody acts
	Solo Play = "solo" // bots that neither share facts nor commit to joint actions
	// Frictionless is bots to whom every fact is known at once, and who agree and decide at
	// once, with every mechanism in force.
	Frictionless Play = "frictionless"
)

// Arm is a treatment: what is in force from STARTEX, and who plays.
type Arm struct {
	Name       string             `json:"arm"`
	Title      string             `json:"title"`
	Play       Play               `json:"play"`
	Mechanisms []string           `json:"mechanisms"`
	Set        []scenario.Setting `json:"set,omitempty"`
	Against    int                `json:"against"` // index of the arm that it is compared with; -1 for none
	Hours      float64            `json:"hours"`   // how long it is played at most, in hours of exercise time
	// Unshown: notes in force are shown to nobody.
	Unshown bool `json:"unshown,omitempty"`

	mechanisms []int
}

// parseArms reads the words of --arms. Three words stand for several arms:
//
//	each               an arm for every mechanism alone
//	without            an arm for every mechanism left out of all
//	all-sets           an arm for every set of mechanisms, none and all among them
//
// Any other word is one arm:
//
//	none, all          no mechanism, every mechanism
//	idle, solo         nobody acts; bots without coordination
//	frictionless       bots who all know all at once, and decide and agree at once; oracle is
//	                   its older name
//	unshown            notes that are in force are shown to nobody
//	an id              of one of the scenario's arms or mechanisms
//
// or several of the latter joined with + (and also) and - (but not): prepared+hotline,
// all-hotline, solo+all. Without words the arms are none and all, or none where the
// scenario has no mechanism.
func parseArms(sc *scenario.Scenario, words []string) ([]Arm, error) {
	if len(words) == 0 {
		words = []string{"none"}
		if len(sc.Mechanisms) > 0 {
			words = []string{"none", "all"}
		}
	}
	var out []Arm
	for _, word := range words {
		word = strings.TrimSpace(word)
		var more []string
		switch word {
		case "each":
			for i := range sc.Mechanisms {
				more = append(more, sc.Mechanisms[i].ID)
			}
		case "all-sets":
			if n := len(sc.Mechanisms); n > mostSets {
				return nil,
					fmt.Errorf("all-sets of %d mechanisms are %d arms; it takes at most %d mechanisms (%d arms)", n,
						1<<min(n, 62), mostSets, 1<<mostSets)
			}
			more = setsOf(sc)
		case "without":
			for i := range sc.Mechanisms {
				more = append(more, "all-"+sc.Mechanisms[i].ID)
			}
		default:
			more = []string{word}
		}
		if len(more) == 0 {
			return nil, fmt.Errorf("%s needs mechanisms, and the scenario has none", word)
		}
		for _, w := range more {
			a, err := parseArm(sc, w)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(out, func(b Arm) bool { return b.Name == a.Name }) {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

// mostSets is the most mechanisms that all-sets takes: they make 2^8 = 256 arms.
const mostSets = 8

// setsOf returns the words for all sets of mechanisms, the small ones first.
func setsOf(sc *scenario.Scenario) []string {
	n := len(sc.Mechanisms)
	if n == 0 {
		return nil
	}
	var out []string
	for size := range n + 1 {
		for set := range 1 << n {
			if bits.OnesCount(uint(set)) != size {
				continue
			}
			var ids []string
			for i := range n {
				if set>>i&1 == 1 {
					ids = append(ids, sc.Mechanisms[i].ID)
				}
			}
			switch {
			case size == 0:
				out = append(out, "none")
			case size == n:
				out = append(out, "all")
			default:
				out = append(out, strings.Join(ids, "+"))
			}
		}
	}
	return out
}

func parseArm(sc *scenario.Scenario, word string) (Arm, error) {
	a := Arm{Name: word, Play: Bots, Mechanisms: []string{}}
	in := make([]bool, len(sc.Mechanisms))
	var titles []string
	for rest, add := word, true; ; {
		end := strings.IndexAny(rest, "+-")
		term := rest
		if end >= 0 {
			term = rest[:end]
		}
		ms, known := score.MechanismsOf(sc, term)
		switch {
		case known && term != "":
			for _, m := range ms {
				in[m] = add
			}
			titles = append(titles, joined(add, titleOf(sc, term)))
		case add && term == "unshown":
			a.Unshown = true
			titles = append(titles, joined(add, "notes that nobody is shown"))
		case add && (term == string(Idle) || term == string(Solo) || term == string(Frictionless) ||
			term == "oracle"):
			if a.Play = Play(term); term == "oracle" {
				a.Play = Frictionless
			}
			titles = append(titles, joined(add, titleOf(sc, term)))
		default:
			return a,
				fmt.Errorf("%q is not an arm of this scenario; it has none, all, each, without, all-sets, idle, "+
					"solo, frictionless, unshown%s", scenario.CleanLine(term), idsOf(sc))
		}
		if end < 0 {
			break
		}
		add = rest[end] == '+'
		rest = rest[end+1:]
	}
	for i, yes := range in {
		if yes {
			a.mechanisms = append(a.mechanisms, i)
			a.Mechanisms = append(a.Mechanisms, sc.Mechanisms[i].ID)
		}
	}
	a.Title = strings.TrimPrefix(strings.Join(titles, ""), " and ")
	if rest, ok := strings.CutPrefix(a.Title, "everything prepared without "); ok {
		a.Title = "everything except " + strings.ReplaceAll(rest, " without ", " and ")
	}
	return a, nil
}

func joined(add bool, title string) string {
	if add {
		return " and " + title
	}
	return " without " + title
}

// titleOf says in words what a term of an arm stands for.
func titleOf(sc *scenario.Scenario, term string) string {
	switch term {
	case "none":
		return "nothing prepared"
	case "all":
		return "everything prepared"
	}
	if a := sc.Find("arm", term); a >= 0 {
		return scenario.CleanLine(sc.Arms[a].Title)
	}
	if m := sc.Find("mechanism", term); m >= 0 {
		return scenario.CleanLine(sc.Mechanisms[m].Title)
	}
	switch Play(term) {
	case Idle:
		return "nobody acting"
	case Solo:
		return "acting without coordination"
	}
	return "frictionless coordination"
}

func idsOf(sc *scenario.Scenario) string {
	var b strings.Builder
	for _, id := range append(sc.IDs("arm"), sc.IDs("mechanism")...) {
		b.WriteString(", " + id)
	}
	return b.String()
}

// againstOf finds the arm that the others are compared with: the first where no name is given.
func againstOf(arms []Arm, name string) (int, error) {
	if name == "" {
		return 0, nil
	}
	var names []string
	for i := range arms {
		if arms[i].Name == name {
			return i, nil
		}
		names = append(names, arms[i].Name)
	}
	return 0, fmt.Errorf("%q is not one of the arms of this sweep: %s", scenario.CleanLine(name),
		strings.Join(names, ", "))
}
