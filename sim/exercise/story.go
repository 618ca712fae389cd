package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Story is the exercise as it was for one seat, with what it did not see: for its players, once
// the facilitator has shown what really happened.
type Story struct {
	// Could are facts that this seat needed, or came to know, and could have had sooner.
	Could []CouldKnow `json:"could"`
	// Beliefs are what it believed at the end, with what was so.
	Beliefs []BeliefBeside `json:"beliefs"`
	// Promises are those that it filed, with what happened to them.
	Promises []string `json:"promises"`
	// Moments are the three acts that mattered most, of all seats; nil until they have been
	// worked out.
	Moments []Turn `json:"moments,omitempty"`
}

// CouldKnow is a fact that another seat knew and this one did not, for a while or for good.
type CouldKnow struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Needed bool   `json:"needed,omitempty"`
	Decoy  bool   `json:"decoy,omitempty"` // it led nowhere
	// From is the seat that could have told it soonest, Knew since when that seat knew, and At
	// when the fact would usually have been here, had that seat sent it at once.
	From string `json:"from"`
	Knew Moment `json:"knew"`
	At   Moment `json:"at"`
	// Had is when it was known here; nil for never.
	Had *Moment `json:"had,omitempty"`
}

// Words say what could have been known, from whom and when.
func (c CouldKnow) Words() string {
	had := "you never knew it"
	if c.Had != nil {
		had = "you knew it at " + c.Had.T + ", " + spanOf(c.Had.Hours-c.At.Hours) + " later"
	}
	switch {
	case c.Decoy:
		had += ". It led nowhere"
	case c.Needed:
		had += ". You needed it"
	}
	return fmt.Sprintf("%s: %s %s knew it from %s and could have had it here by %s; %s", c.Title, c.Text, c.From, c.Knew.T,
		c.At.T, had)
}

// BeliefBeside is what a seat believed, with what was so.
type BeliefBeside struct {
	Ask string `json:"ask"`
	// Yours is what the seat answered last, and Confidence how sure it was, 0 to 1; empty where
	// it has not answered.
	Yours      string  `json:"yours,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
	Truth      string  `json:"truth,omitempty"` // empty where no answer is right
	Right      bool    `json:"right,omitempty"`
}

// Words say a belief with what was so.
func (b BeliefBeside) Words() string {
	said := "you have not said"
	if b.Yours != "" {
		said = fmt.Sprintf("you believed %q, %.0f%% sure", b.Yours, 100*b.Confidence)
	}
	switch {
	case b.Truth == "":
		return b.Ask + " " + said
	case b.Right:
		return fmt.Sprintf("%s %s, and so it was", b.Ask, said)
	}
	return fmt.Sprintf("%s %s; it was %q", b.Ask, said, b.Truth)
}

// Words say what an act was, and what resulted.
func (t Turn) Words() string { return t.At.T + ": " + t.Text + ". " + t.Then }

// Parts are the story in words, a heading and what is under it, for every screen.
func (s *Story) Parts() []WallPart {
	could, believed := WallPart{Title: "What you could have known"}, WallPart{Title: "What you believed, and what was so"}
	promised, moments := WallPart{Title: "What you promised", Points: s.Promises},
		WallPart{Title: "Three moments that mattered, of all seats"}
	for _, c := range s.Could {
		could.Points = append(could.Points, c.Words())
	}
	for _, b := range s.Beliefs {
		believed.Points = append(believed.Points, b.Words())
	}
	for _, t := range s.Moments {
		moments.Points = append(moments.Points, t.Words())
	}
	if len(could.Points) == 0 {
		could.Points = []string{"Nothing that another seat knew would have reached you sooner"}
	}
	var out []WallPart
	for _, p := range []WallPart{could, believed, promised, moments} {
		if len(p.Points) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// told reports whether everyone may see what really happened.
func (x *Exercise) told() bool { return x.revealed }

// storyOf is the exercise as it was for a role; nil until it is shown.
func (x *Exercise) storyOf(r int) *Story {
	if !x.told() {
		return nil
	}
	s := &Story{Could: []CouldKnow{}, Beliefs: []BeliefBeside{}, Promises: []string{}}
	for f := range x.scenario.Facts {
		if c, ok := x.couldKnow(r, f); ok {
			s.Could = append(s.Could, c)
		}
	}
	for k := range x.scenario.Probes {
		p := &x.scenario.Probes[k]
		if !slices.Contains(x.scenario.RolesOf(p.To), r) {
			continue
		}
		b := BeliefBeside{Ask: p.Ask}
		o, sure := x.e.Belief(r, k)
		if o >= 0 {
			b.Yours, b.Confidence, b.Right = p.Options[o].Text, sure, p.Options[o].ID == p.Truth
		}
		for i := range p.Options {
			if p.Options[i].ID == p.Truth {
				b.Truth = p.Options[i].Text
			}
		}
		s.Beliefs = append(s.Beliefs, b)
	}
	for i := range x.sc().Notes {
		if x.sc().Find("role", x.sc().Notes[i].Role) != r || !x.e.Filed(i) {
			continue
		}
		fate := x.fate(i)
		switch fate {
		case due:
			fate = "still to be kept at ENDEX"
		case "":
			fate = "never came due"
		}
		s.Promises = append(s.Promises, upper(fate)+": "+x.promise(i, staff))
	}
	return s
}

// couldKnow is how a role could have known a fact sooner: told at once by the seat from which it
// would usually have come first, within its mark.
func (x *Exercise) couldKnow(r, f int) (CouldKnow, bool) {
	fact := &x.scenario.Facts[f]
	had, knew := x.e.KnownSince(r, f)
	c := CouldKnow{ID: fact.ID, Title: fact.Title, Text: fact.Text,
		Needed: slices.Contains(x.scenario.RolesOf(fact.NeededBy), r), Decoy: fact.Decoy}
	best, from := engine.Time(-1), -1
	for o := range x.scenario.Roles {
		since, ok := x.e.KnownSince(o, f)
		if !ok || x.guarded(o, f) && x.e.Wider(o, f, r) {
			continue
		}
		takes, _ := x.e.Usual(o, r)
		if at := since + takes; from < 0 || at < best {
			best, from = at, o
			c.Knew = x.moment(since)
		}
	}
	if from < 0 || !knew && !c.Needed || knew && had <= best+engine.At(scenario.Minute) {
		return c, false
	}
	c.From, c.At = x.title(from), x.moment(best)
	if knew {
		c.Had = x.momentOf(had)
	}
	return c, best <= x.Now()
}

// guarded reports whether a fact's mark binds a role to some of the others.
func (x *Exercise) guarded(r, f int) bool {
	mark := x.e.MarkOf(r, f)
	return mark == "amber" || mark == "red"
}

// storyPages are the exercise as it was for the room: what happened, who needed what, what was
// believed, what happened to promises, three moments.
func (x *Exercise) storyPages(m *Moments, names bool) []WallPage {
	var happened []string
	for _, l := range x.Log() {
		if !l.Quiet && l.Mark != "says" && l.Mark != "learns" && l.Mark != "refused" {
			happened = append(happened, l.At.T+"  "+l.Text)
		}
	}
	var out []WallPage
	page := func(title string, points []string, none string) {
		if len(points) == 0 { // an empty page looks like one that is still to come
			points = []string{none}
		}
		out = append(out, x.paged(title, "", []WallPart{{"", points}})...)
	}
	page("What really happened", happened, "Nothing happened")
	page("Who could have known it", x.reached(), "The scenario names no fact that a seat needs")
	page("What was believed, and what was so", x.believed(), "No seat was asked what it believes")
	kept := map[string]int{}
	filed := 0
	for i := range x.sc().Notes {
		if x.e.Filed(i) {
			filed++
			kept[x.fate(i)]++
		}
	}
	if filed > 0 {
		said := fmt.Sprintf("Of %d promises %d were kept, %d broken, %d given up openly; %d never came due", filed,
			kept["kept"], kept["broken"], kept[deviated], kept[""])
		if n := kept[due]; n > 0 {
			said += fmt.Sprintf(", %d still to be kept at ENDEX", n)
		}
		out = append(out, WallPage{Title: "What was promised", Parts: []WallPart{{"", []string{said}}}})
	}
	if m != nil && len(m.Each) > 0 {
		var three []string
		for _, turn := range m.Each[:min(len(m.Each), 3)] {
			three = append(three, turn.Words())
		}
		out = append(out, x.paged("Three moments that mattered", "", []WallPart{{"", three}})...)
	}
	return x.numbered(out, names)
}

// reached say of each fact that seats need, how many of them had it, and who could have told.
func (x *Exercise) reached() []string {
	var out []string
	for f := range x.scenario.Facts {
		fact := &x.scenario.Facts[f]
		need := x.scenario.RolesOf(fact.NeededBy)
		if len(need) == 0 {
			continue
		}
		had := 0
		var late []string
		for _, r := range need {
			if _, ok := x.e.KnownSince(r, f); ok {
				had++
			}
			if c, ok := x.couldKnow(r, f); ok {
				late = append(late, fmt.Sprintf("%s by %s, from %s", x.title(r), c.At.T, c.From))
			}
		}
		text := fmt.Sprintf("%s: %d of the %d who needed it knew it", fact.Title, had, len(need))
		if len(late) > 0 {
			text += "; could have known it sooner: " + strings.Join(late, "; ")
		}
		out = append(out, text)
	}
	return out
}

// believed say of each question how many seats answered what, and what was so.
func (x *Exercise) believed() []string {
	var out []string
	for k := range x.scenario.Probes {
		p := &x.scenario.Probes[k]
		count, asked, truth := make([]int, len(p.Options)), x.scenario.RolesOf(p.To), ""
		said := 0
		for _, r := range asked {
			if o, _ := x.e.Belief(r, k); o >= 0 {
				count[o]++
				said++
			}
		}
		var parts []string
		for i := range p.Options {
			if count[i] > 0 {
				parts = append(parts, fmt.Sprintf("%d said %q", count[i], p.Options[i].Text))
			}
			if p.Options[i].ID == p.Truth {
				truth = fmt.Sprintf(" It was %q.", p.Options[i].Text)
			}
		}
		if said == 0 {
			parts = []string{"nobody said"}
		}
		out = append(out, fmt.Sprintf("%s Of %d seats, %s.%s", p.Ask, len(asked), strings.Join(parts, ", "), truth))
	}
	return out
}
