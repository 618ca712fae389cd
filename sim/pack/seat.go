package pack

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// seatPaper is what a seat's file holds.
type seatPaper struct {
	exercise.View
	Start   string
	Length  string
	Sectors map[string]string // of the other seats, by id
	Duties  []duty
	Notes   []promise
	Moves   []string
	Paces   string // exercise time in a minute of the room, move by move
}

// duty is a reporting clock of the seat.
type duty struct{ Title, Within, By, Basis string }

// promise is a note that the seat can file, in words.
type promise struct{ When, Do, Within, Shown, Until string }

// seatOf makes a seat's paper from what it sees before STARTEX.
func seatOf(sc *scenario.Scenario, role int, v exercise.View) seatPaper {
	p := seatPaper{View: v, Start: sc.Start.Format("Monday 2 January 2006, 15:04 MST"), Length: sc.Length.String(), Paces: sc.Paces(),
		Sectors: map[string]string{}}
	for i := range sc.Roles {
		p.Sectors[sc.Roles[i].ID] = sc.Roles[i].Sector
	}
	for n, round := range sc.Rounds() {
		m := &sc.Moves[round[0]]
		title, until := m.Title, "until "
		if len(round) > 1 { // what the choice is, a seat learns when it is made
			title = fmt.Sprintf("Move %d", n+1)
		}
		if n+1 < len(sc.Rounds()) && sc.Moves[sc.Rounds()[n+1][0]].When.Source != "" || len(round) > 1 {
			until = "at the latest until "
		}
		latest := m.Until
		for _, i := range round {
			latest = max(latest, sc.Moves[i].Until)
		}
		p.Moves = append(p.Moves, fmt.Sprintf("%s, %s%s", title, until, latest))
	}
	for i := range sc.Obligations {
		if o := &sc.Obligations[i]; o.Role == sc.Roles[role].ID {
			p.Duties = append(p.Duties, duty{o.Title, o.Within.String(), titles(sc, "action", o.MetBy), o.Basis})
		}
	}
	for _, n := range v.Player.Notes {
		if n.Mine {
			p.Notes = append(p.Notes, promise{whenFor(sc, role, n, v.Player), n.Do, n.Within,
				phrase.List(n.Shown), n.Until})
		}
	}
	return p
}

// whenFor says in words what a note waits for. A thing that the seat does not see is only called by
// its kind.
func whenFor(sc *scenario.Scenario, role int, n exercise.Note, p *exercise.Player) string {
	known := map[string]string{}
	for _, a := range p.Actions { // what opens later is not among them
		known["action "+a.ID] = a.Title
	}
	for _, v := range p.Venues {
		known["venue "+v.ID] = v.Title
	}
	for _, s := range p.Systems {
		known["system "+s.ID] = s.Title
	}
	for _, g := range p.Gauges {
		known["gauge "+g.ID] = g.Title
	}
	for _, f := range p.Facts {
		known["fact "+f.ID] = f.Title
	}
	for _, m := range p.Mechanisms {
		known["mechanism "+m.ID] = m.Title
	}
	for i := range sc.Roles {
		known["role "+sc.Roles[i].ID] = sc.Roles[i].Title
	}
	for i := range sc.Notes {
		note := &sc.Notes[i]
		if note.Role == sc.Roles[role].ID && note.When.Source == n.When {
			said := phrase.ConditionFor(sc, note.When, func(kind string, i int) string {
				if title, ok := known[kind+" "+sc.ID(kind, i)]; ok {
					return title
				}
				if kind == "draw" {
					return ""
				}
				return phrase.Kind(sc, kind, i)
			})
			return yours.Replace(said)
		}
	}
	return yours.Replace(n.When)
}

// yours turns the words of a condition about a seat into words to the seat.
var yours = strings.NewReplacer("it knows ", "you know ", "it does not know ", "you do not know ")

// everybody are the words that stand for seats in a scenario, for people.
var everybody = map[string]string{"all": "all seats", "none": "nobody", "public": "the public"}

// titles lists the titles of things of a kind; an id that names none stays.
func titles(sc *scenario.Scenario, kind string, ids []string) string {
	var out []string
	for _, id := range ids {
		if i := sc.Find(kind, id); i >= 0 {
			out = append(out, phrase.Title(sc, kind, i))
		} else if who, is := everybody[id]; is && kind == "role" {
			out = append(out, who)
		} else {
			out = append(out, id)
		}
	}
	return phrase.List(out)
}

// paragraphs splits a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}
