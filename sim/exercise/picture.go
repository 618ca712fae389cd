package exercise

import (
	"fmt"
	"math"
	"slices"

	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// picture is what seats have said of the hypotheses and of how severe it is, and what they have
// begun that fits one, in the order of time.
type picture struct {
	held    []assessed
	levels  []graded
	deeds   []fitting
	clashes []clash
}

func (p *picture) clone() picture {
	return picture{p.held[:len(p.held):len(p.held)], p.levels[:len(p.levels):len(p.levels)],
		slices.Clone(p.deeds), p.clashes[:len(p.clashes):len(p.clashes)]}
}

// Picture is what the seats think is going on: the hypotheses with the evidence for each, how severe
// it is, how far they agree, and where two act on what cannot both be true.
type Picture struct {
	Hypotheses []HypothesisCard `json:"hypotheses"`
	Severities []SeverityLevel  `json:"severities"`
	// Withheld is how many hypotheses the wall does not show before ENDEX, because a seat in the room,
	// such as an adversary, is not asked of them.
	Withheld int `json:"withheld,omitempty"`
	// Now is the level that the world has come to, by its thresholds; for staff.
	Now string `json:"now,omitempty"`
	// Agreement is how far the seats agree on the order of the hypotheses after each of the last words
	// of a seat: Kendall's W, 0 to 1; for staff and the wall.
	Agreement []Agreed `json:"agreement,omitempty"`
	// Clashes are pairs of seats that act on hypotheses which cannot both hold; for staff.
	Clashes []Clash `json:"clashes,omitempty"`
}

// HypothesisCard is a hypothesis with its evidence, as somebody may see it.
type HypothesisCard struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Text    string     `json:"text,omitempty"`
	For     []Evidence `json:"for"`
	Against []Evidence `json:"against"`
	Truth   bool       `json:"truth,omitempty"` // whether it is so; for staff, and once it is shown
	// Yours is how sure your seat is, 0 to 1; nil where it has not said.
	Yours *float64 `json:"yours,omitempty"`
	// Held is how sure each seat is that has said so; for staff.
	Held []HeldBy `json:"held,omitempty"`
	// Mean, Low and High are over the seats that have said so, Said of the Of that are asked; for staff and the
	// wall, but for Of.
	Mean float64 `json:"mean,omitempty"`
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`
	Said int     `json:"said"`
	Of   int     `json:"of"`
	// Trace is the mean after each of the last words of a seat; for staff and the wall.
	Trace []HeldAt `json:"trace,omitempty"`
}

// Evidence is a fact on the card of a hypothesis.
type Evidence struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Known are the titles of the seats that know it; for staff.
	Known []string `json:"known,omitempty"`
}

// HeldBy is how sure a seat is.
type HeldBy struct {
	Role       string  `json:"role"`
	Title      string  `json:"title"`
	Confidence float64 `json:"confidence"`
	At         Moment  `json:"at"`
	Text       string  `json:"text,omitempty"`
}

// HeldAt is the mean confidence at a time.
type HeldAt struct {
	Hours float64 `json:"hours"`
	Mean  float64 `json:"mean"`
}

// Agreed is Kendall's W at a time, over N seats.
type Agreed struct {
	At Moment  `json:"at"`
	W  float64 `json:"w"`
	N  int     `json:"n"`
	// word is the place of the word after which it was so.
	word int
}

// SeverityLevel is a level, and who judges it to be that.
type SeverityLevel struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	Yours bool   `json:"yours,omitempty"`
	// Seats are the titles of those who say so, for staff; Count is how many, for staff and the wall.
	Seats []string `json:"seats,omitempty"`
	Count int      `json:"count"`
}

// pictureFor is the picture as a role may see it: its own confidence, and the evidence that it
// knows. Staff see all; onWall sees means alone, before ENDEX only of what every seat is asked. It is nil where the
// scenario has neither hypotheses nor levels, and where none is open to the role.
func (x *Exercise) pictureFor(role int) *Picture {
	sc := x.scenario
	if len(sc.Hypotheses)+len(sc.Severities) == 0 {
		return nil
	}
	p := &Picture{Hypotheses: []HypothesisCard{}, Severities: []SeverityLevel{}}
	for h := range sc.Hypotheses {
		asked := sc.RolesOf(sc.Hypotheses[h].To)
		closed := func(r int) bool { return !x.weighs(r, &sc.Hypotheses[h]) }
		everyone := len(asked) == len(sc.Roles) && !slices.ContainsFunc(asked, closed)
		if role == onWall && !everyone && !x.Over() {
			if slices.ContainsFunc(asked, func(r int) bool { return !closed(r) }) {
				p.Withheld++
			}
			continue
		}
		if role < 0 || !closed(role) {
			p.Hypotheses = append(p.Hypotheses, x.hypothesis(h, role))
		}
	}
	last := x.lastLevels()
	for l := range sc.Severities {
		s := &sc.Severities[l]
		v := SeverityLevel{ID: s.ID, Title: s.Title, Text: s.Text}
		for r, at := range last {
			if at != l {
				continue
			}
			v.Yours = v.Yours || r == role
			if role < 0 {
				v.Count++
			}
			if role == staff {
				v.Seats = append(v.Seats, x.title(r))
			}
		}
		p.Severities = append(p.Severities, v)
	}
	if role < 0 {
		p.Agreement = x.agreements(mostWords)
	}
	if len(p.Hypotheses)+len(p.Severities)+p.Withheld == 0 {
		return nil // nothing is open to it yet
	}
	if role == staff {
		p.Now, p.Clashes = x.severity(), x.clashesFound()
	}
	return p
}

// weighs reports whether a role has a hypothesis before it: it is among its seats, and it is open to it.
func (x *Exercise) weighs(role int, h *scenario.Hypothesis) bool {
	return slices.Contains(x.scenario.RolesOf(h.To), role) && x.e.Opened(role, h.Opens)
}

// onWall is who looks at the wall: no seat, and nobody in particular.
const onWall = -100

func (x *Exercise) hypothesis(h, role int) HypothesisCard {
	s := &x.sc().Hypotheses[h]
	asked := x.scenario.RolesOf(s.To)
	v := HypothesisCard{ID: s.ID, Title: s.Title, Text: s.Text, For: x.evidence(s.For, role),
		Against: x.evidence(s.Against, role), Of: len(asked)}
	v.Truth = s.Truth && (role == staff || x.told())
	held := x.picture.held
	last := make([]int, len(x.scenario.Roles)) // by role, from 1; 0 for none
	for i := range held {
		if held[i].hypothesis != h {
			continue
		}
		last[held[i].role] = i + 1
		if mean, _, _, _ := x.meanOf(last); role < 0 && i >= len(held)-mostWords {
			v.Trace = append(v.Trace, HeldAt{held[i].at.Hours(), mean})
		}
	}
	if role >= 0 {
		if i := last[role]; i > 0 {
			v.Yours = &held[i-1].confidence
		}
		return v
	}
	v.Mean, v.Low, v.High, v.Said = x.meanOf(last)
	for r, i := range last {
		if i > 0 && role == staff {
			a := &held[i-1]
			v.Held = append(v.Held, HeldBy{x.scenario.Roles[r].ID, x.title(r), a.confidence, x.moment(a.at), a.text})
		}
	}
	return v
}

// mostWords is how many of the last words of seats on hypotheses a picture goes back.
const mostWords = 240

// evidence are the facts of a hypothesis that a role knows; for staff all, with who knows them;
// for the wall none.
func (x *Exercise) evidence(facts []string, role int) []Evidence {
	out := []Evidence{}
	for _, id := range facts {
		f := x.scenario.Find("fact", id)
		if role == onWall || role >= 0 && !x.e.Knows(role, f) {
			continue
		}
		e := Evidence{ID: id, Title: x.scenario.Facts[f].Title}
		for r := range x.scenario.Roles {
			if role == staff && x.e.Knows(r, f) {
				e.Known = append(e.Known, x.title(r))
			}
		}
		out = append(out, e)
	}
	return out
}

// meanOf is over the seats that have spoken, by the places of their last words, from 1.
func (x *Exercise) meanOf(last []int) (mean, low, high float64, n int) {
	for _, i := range last { // in the order of roles, so that the sum is the same everywhere
		if i == 0 {
			continue
		}
		c := x.picture.held[i-1].confidence
		if n == 0 {
			low, high = c, c
		}
		n, mean, low, high = n+1, mean+c, min(low, c), max(high, c)
	}
	if n > 0 {
		mean /= float64(n)
	}
	return mean, low, high, n
}

// lastLevels is the last level of each role; -1 for none.
func (x *Exercise) lastLevels() []int {
	out := make([]int, len(x.scenario.Roles))
	for r := range out {
		out[r] = -1
	}
	for i := range x.picture.levels {
		out[x.picture.levels[i].role] = x.picture.levels[i].level
	}
	return out
}

// severity is the title of the last level whose threshold the world has come to.
func (x *Exercise) severity() string {
	out := ""
	for i := range x.scenario.Severities {
		s := &x.scenario.Severities[i]
		if g := x.scenario.Find("gauge", s.Gauge); g < 0 || x.e.Gauge(g) >= s.From {
			out = s.Title
		}
	}
	return out
}

// agreements are Kendall's W after each of the last words on a hypothesis, over the seats that have
// spoken of all that every seat is asked of; where fewer than two have, there is none.
func (x *Exercise) agreements(last int) []Agreed {
	var out []Agreed
	var common []int
	for h := range x.scenario.Hypotheses {
		if len(x.scenario.AlliesOf(x.scenario.Hypotheses[h].To)) == len(x.scenario.Allies()) {
			common = append(common, h)
		}
	}
	now := map[[2]int]float64{} // role, hypothesis → confidence
	for i := range x.picture.held {
		a := &x.picture.held[i]
		now[[2]int{a.role, a.hypothesis}] = a.confidence
		if !slices.Contains(common, a.hypothesis) || i < len(x.picture.held)-last {
			continue
		}
		var judges [][]float64
		for _, r := range x.scenario.Allies() {
			var c []float64
			for _, h := range common {
				if v, ok := now[[2]int{r, h}]; ok {
					c = append(c, v)
				}
			}
			if len(c) == len(common) {
				judges = append(judges, c)
			}
		}
		if w, ok := concordanceOf(judges); ok {
			out = append(out, Agreed{x.moment(a.at), w, len(judges), i})
		}
	}
	return out
}

// concordanceOf is Kendall's coefficient W of what m judges give to k things, with ties sharing
// their ranks: (12 Σ R² - 3 m² k (k+1)²) / (m² k (k²-1) - m Σ (t³-t)), R the rank sums, t the
// sizes of ties (Kendall 1948, Rank Correlation Methods). False with fewer than two judges or
// things, and where every judge holds all equal.
func concordanceOf(judges [][]float64) (float64, bool) {
	m := float64(len(judges))
	if m < 2 {
		return 0, false
	}
	k := float64(len(judges[0]))
	sums := make([]float64, len(judges[0]))
	ties := 0.0
	for _, c := range judges {
		for i, v := range c {
			above, same := 0, 0
			for _, o := range c {
				switch {
				case o > v:
					above++
				case o == v:
					same++
				}
			}
			sums[i] += float64(above) + (float64(same)+1)/2
			ties += float64(same*same) - 1 // each of t tied things adds (t³-t)/t
		}
	}
	squares := 0.0
	for _, s := range sums {
		squares += float64(s * s)
	}
	below := float64(m*m*k*(k*k-1)) - float64(m*ties)
	if below <= 0 {
		return 0, false
	}
	return math.Min(math.Max((float64(12*squares)-float64(3*m*m*k*(k+1)*(k+1)))/below, 0), 1), true
}

// things are the hypotheses or levels that a seat can name.
func (p *Picture) things(kind speech.Kind) []speech.Thing {
	var out []speech.Thing
	if p == nil {
		return nil
	}
	if kind == speech.Level {
		for _, s := range p.Severities {
			note := s.Text
			if s.Yours {
				note = "you said so"
			}
			out = append(out, speech.Thing{ID: s.ID, Title: s.Title, Note: note})
		}
		return out
	}
	for _, h := range p.Hypotheses {
		note := "not said yet"
		if h.Yours != nil {
			note = fmt.Sprintf("you said %.0f%%", 100**h.Yours)
		}
		out = append(out, speech.Thing{ID: h.ID, Title: h.Title, Note: note})
	}
	return out
}
