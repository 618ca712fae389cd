package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"tocsin/sim/phrase"
)

// SharedPicture is what the seats thought was going on, from STARTEX to the end.
type SharedPicture struct {
	Hypotheses []HypothesisLine `json:"hypotheses"` // in the order of the scenario
	Words      []HeldLine       `json:"words"`      // what seats said of them, in the order of time
	Levels     []LevelLine      `json:"severity"`   // how severe seats judged it, in the order of time
	Clashes    []ClashLine      `json:"clashes"`
}

// HypothesisLine is an account of what is going on, and how sure the seats were at the end.
type HypothesisLine struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Truth bool        `json:"truth"` // whether it is so
	Seats []LastWords `json:"seats"` // those who have said something of it
	Mean  *float64    `json:"mean"`  // of their confidence, 0 to 1
}

// LastWords are how sure a seat was at the end, 0 to 1.
type LastWords struct {
	Role       string  `json:"role"`
	Title      string  `json:"title"`
	Confidence float64 `json:"confidence"`
}

// HeldLine is what a seat said of a hypothesis, with the mean and the agreement of the seats by then,
// and whether the hypothesis is true.
type HeldLine struct {
	Hours      float64 `json:"hours"`
	T          string  `json:"t"`
	Role       string  `json:"role"`
	Title      string  `json:"title"` // the role's
	Person     string  `json:"person,omitempty"`
	ID         string  `json:"hypothesis"`
	Hypothesis string  `json:"hypothesis_title"`
	Truth      bool    `json:"truth"`
	Confidence float64 `json:"confidence"` // 0 to 1
	Mean       float64 `json:"mean"`       // over the seats that had spoken of it by then
	// Agreement is Kendall's W on the order of the hypotheses by then, 0 to 1; nil with fewer than two
	// seats that had spoken of all that every seat is asked.
	Agreement *float64 `json:"agreement"`
	Text      string   `json:"text,omitempty"` // why
	Source    Source   `json:"source"`
}

// LevelLine is how severe a seat judged it, with the level that the world had come to.
type LevelLine struct {
	Hours  float64 `json:"hours"`
	T      string  `json:"t"`
	Role   string  `json:"role"`
	Title  string  `json:"title"` // the role's
	Person string  `json:"person,omitempty"`
	ID     string  `json:"level"`
	Level  string  `json:"level_title"`
	World  string  `json:"world_title"` // "" where no level holds
	Text   string  `json:"text,omitempty"`
	Source Source  `json:"source"`
}

// ClashLine is two seats that acted on hypotheses which exclude each other, and held them.
type ClashLine struct {
	Hours  float64      `json:"hours"` // from when both had acted on theirs, and held it
	T      string       `json:"t"`
	Sides  [2]ClashSide `json:"sides"`
	Lacked []LackLine   `json:"lacked"`
}

// ClashSide is a seat, what it did, and on which account.
type ClashSide struct {
	Hours      float64  `json:"hours"`
	T          string   `json:"t"`
	Role       string   `json:"role"`
	Title      string   `json:"title"` // the role's
	Action     string   `json:"action"`
	Did        string   `json:"action_title"`
	ID         string   `json:"hypothesis"`
	Hypothesis string   `json:"hypothesis_title"`
	Truth      bool     `json:"truth"`
	Sure       *float64 `json:"confidence"` // that it had said by then, 0 to 1; nil for nothing
}

// LackLine is a fact that would have told a seat, and who knew it then.
type LackLine struct {
	Seat string   `json:"seat"` // title
	Fact string   `json:"fact"`
	What string   `json:"fact_title"`
	Knew []string `json:"knew"` // titles
}

// RankingLine is a ranking that the room was asked for.
type RankingLine struct {
	T         string      `json:"t"`
	Text      string      `json:"text"`
	Options   []RankedRow `json:"options"` // the first in the mean first
	Seats     int         `json:"seats"`   // that put them in order
	Agreement *float64    `json:"agreement"`
	Source    Source      `json:"source"`
}

// RankedRow is a thing that was ranked, and its places.
type RankedRow struct {
	Text string  `json:"text"`
	Mean float64 `json:"mean_place"` // from 1
	Best int     `json:"best_place"`
	Last int     `json:"last_place"`
}

// picture completes what seats said: titles, who said it, and the mean of the seats by then. It adds the
// rankings that the room was asked for.
func (b *builder) picture() {
	b.r.Rankings = []RankingLine{}
	for _, q := range b.r.Questions {
		var orders [][]int
		for _, a := range q.Answers {
			if len(a.Order) == len(q.Options) && len(a.Order) > 0 {
				orders = append(orders, a.Order)
			}
		}
		if len(orders) > 0 {
			b.r.Rankings = append(b.r.Rankings, RankingLine{q.T, q.Text, ranked(q.Options, orders), len(orders),
				q.Agreement, q.Source})
		}
	}
	p := b.in.Picture
	if p == nil {
		return
	}
	out := &SharedPicture{Hypotheses: []HypothesisLine{}, Words: slices.Clone(p.Words), Levels: slices.Clone(p.Levels),
		Clashes: slices.Clone(p.Clashes)}
	for _, h := range b.sc.Hypotheses {
		l := HypothesisLine{ID: h.ID, Title: h.Title, Truth: h.Truth, Seats: []LastWords{}}
		for i := range out.Words {
			w := &out.Words[i]
			if w.ID != h.ID {
				continue
			}
			w.Hypothesis, w.Truth, w.Title, w.Person, w.Text = h.Title, h.Truth, b.role(w.Role), b.person(w.Person),
				b.words(w.Text)
			last := LastWords{w.Role, w.Title, w.Confidence}
			if at := slices.IndexFunc(l.Seats, func(s LastWords) bool { return s.Role == w.Role }); at >= 0 {
				l.Seats[at] = last
			} else {
				l.Seats = append(l.Seats, last)
			}
			w.Mean = meanConfidence(l.Seats)
		}
		slices.SortStableFunc(l.Seats, func(x, y LastWords) int {
			return cmp.Compare(b.sc.Find("role", x.Role), b.sc.Find("role", y.Role))
		})
		if len(l.Seats) > 0 {
			mean := meanConfidence(l.Seats)
			l.Mean = &mean
		}
		out.Hypotheses = append(out.Hypotheses, l)
	}
	for i := range out.Levels {
		l := &out.Levels[i]
		l.Title, l.Person, l.Text = b.role(l.Role), b.person(l.Person), b.words(l.Text)
		l.Level = b.sc.Severities[b.sc.Find("severity", l.ID)].Title
	}
	for i := range out.Clashes {
		b.fillClash(&out.Clashes[i])
	}
	b.r.Shared = out
}

// fillClash gives ids their titles.
func (b *builder) fillClash(c *ClashLine) {
	for i := range c.Sides {
		s := &c.Sides[i]
		h := &b.sc.Hypotheses[b.sc.Find("hypothesis", s.ID)]
		s.Title, s.Did, s.Hypothesis, s.Truth = b.role(s.Role), b.title(s.Action), h.Title, h.Truth
	}
	c.Lacked = slices.Clone(c.Lacked)
	for i := range c.Lacked {
		c.Lacked[i].What = b.title(c.Lacked[i].Fact)
	}
}

func meanConfidence(seats []LastWords) float64 {
	sum := 0.0
	for _, s := range seats {
		sum += s.Confidence
	}
	return sum / float64(len(seats))
}

// apart are two seats that acted on hypotheses which cannot both hold.
func (b *builder) apart() []finding {
	var out []finding
	if b.r.Shared == nil {
		return out
	}
	for _, g := range b.r.Shared.Apart() {
		c := &g.ClashLine
		x := finding{kind: "apart", element: "Organization", weight: 0.5, responsible: phrase.List(g.seats())}
		for _, s := range g.sides() {
			x.actions = append(x.actions, s.Action)
			x.objectives = eachObjective(x.objectives, b.objectivesFor("action", s.Action))
			x.Evidence = append(x.Evidence, b.begun(s)...)
		}
		x.Issue = g.Issue()
		x.Reference = "The shared picture: seats that act on accounts which cannot both hold work against each other."
		x.Analysis = c.Analysis()
		x.action = fmt.Sprintf("Have %s and %s say which account they act on before they act, and hold what each knows "+
			"against both accounts.", phrase.List(g.seats()[:len(g.seats())-1]), c.Sides[1].Title)
		if len(c.Lacked) > 0 {
			l := &c.Lacked[0]
			tells := "tells"
			if len(l.Knew) > 1 {
				tells = "tell"
			}
			x.action = fmt.Sprintf("Agree in advance that %s %s %s what bears on which account is true, such as “%s”, "+
				"and that each says which account it acts on before it acts.", seatList(l.Knew), tells, l.Seat, l.What)
		}
		out = append(out, x)
	}
	return out
}

// begun is where in the record a seat began an action.
func (b *builder) begun(s ClashSide) []Source {
	for _, d := range b.deeds {
		if d.Begun.At.Hours() == s.Hours && b.sc.Roles[d.Role].ID == s.Role && b.sc.Actions[d.Action].ID == s.Action {
			return b.sources([]int{d.Begun.Event})
		}
	}
	return nil
}

// ApartGroup are seats that acted on one account, each at its own time, while another acted on one that
// excludes it. It says of all of them what its first pair of seats says.
type ApartGroup struct {
	ClashLine
	one []ClashSide // those that acted on the first account
}

// Apart are the pairs of seats that were apart, those of which all the same is to be said as one.
func (p *SharedPicture) Apart() []ApartGroup {
	var out []ApartGroup
	for i := range p.Clashes {
		c := &p.Clashes[i]
		at := slices.IndexFunc(out, func(g ApartGroup) bool {
			one, other := g.Sides[0], g.Sides[1]
			return one.ID == c.Sides[0].ID && other.ID == c.Sides[1].ID && other.Role == c.Sides[1].Role &&
				other.Action == c.Sides[1].Action && g.Analysis() == c.Analysis()
		})
		if at < 0 {
			out = append(out, ApartGroup{ClashLine: *c, one: []ClashSide{c.Sides[0]}})
		} else {
			out[at].one = append(out[at].one, c.Sides[0])
		}
	}
	return out
}

// sides are all that its seats did, the other's last.
func (g *ApartGroup) sides() []ClashSide { return append(slices.Clone(g.one), g.Sides[1]) }

// seats are the titles of its seats, each once, the other's last.
func (g *ApartGroup) seats() []string {
	var out []string
	for _, s := range g.sides() {
		if !slices.Contains(out, s.Title) {
			out = append(out, s.Title)
		}
	}
	return out
}

// Issue says who acted on what.
func (g *ApartGroup) Issue() string {
	var did []string
	for i, s := range g.one {
		what := fmt.Sprintf("%s “%s” (%s)", s.Title, s.Did, s.T)
		if i == 0 {
			what = fmt.Sprintf("%s did “%s” (%s)", s.Title, s.Did, s.T)
		}
		did = append(did, what)
	}
	o := &g.Sides[1]
	return fmt.Sprintf("%s as if it were “%s”, and %s “%s” (%s) as if it were “%s”: both cannot be.", phrase.List(did),
		g.one[0].Hypothesis, o.Title, o.Did, o.T, o.Hypothesis)
}

// Analysis says from when they were apart, how sure they were, and what would have told them.
func (c *ClashLine) Analysis() string {
	text := fmt.Sprintf("From %s on each had acted on its own account and held to it", c.T)
	var sure []string
	for _, s := range c.Sides {
		if s.Sure != nil {
			sure = append(sure, fmt.Sprintf("%s was %s sure", s.Title, wholePercent(s.Sure)))
		}
	}
	if len(sure) > 0 {
		text += "; " + phrase.List(sure)
	}
	text += ". " + c.TrueOne()
	if len(c.Lacked) == 0 {
		return text + " No fact that one of them lacked and somebody knew decides between the two: what was lacking was " +
			"to say what they assumed."
	}
	for _, l := range c.Lacked {
		text += fmt.Sprintf(" “%s” would have told %s; %s knew it.", l.What, l.Seat, seatList(l.Knew))
	}
	return text
}

// TrueOne says which of the two accounts is true.
func (c *ClashLine) TrueOne() string {
	for _, s := range c.Sides {
		if s.Truth {
			return fmt.Sprintf("“%s” is so.", s.Hypothesis)
		}
	}
	return "Neither is so."
}

// howShared says how the picture is to be read.
const howShared = "Confidence is what a seat said, from 0% to 100%; its last word counts. Agreement is Kendall's W on the " +
	"order of the hypotheses, with ties (M. Kendall, 1948), from 0 (no agreement) to 1 (all alike), over the seats that have " +
	"spoken of every hypothesis that all seats are asked about. Two seats are apart from when both have begun what " +
	"fits their hypothesis, and each holds its own over the other's: by what it last said, and where it said nothing by what it did."

// Said is how sure each seat was at the end.
func (h *HypothesisLine) Said() string {
	var out []string
	for _, s := range h.Seats {
		out = append(out, fmt.Sprintf("%s %s", s.Title, wholePercent(&s.Confidence)))
	}
	return listOr(out, "nobody said anything")
}

// Agreed is Kendall's W with two digits, or a dash.
func (w *HeldLine) Agreed() string { return coefficient(w.Agreement) }

// Sure is the confidence as a percentage, MeanSure the mean.
func (w *HeldLine) Sure() string     { return wholePercent(&w.Confidence) }
func (w *HeldLine) MeanSure() string { return wholePercent(&w.Mean) }

// So says whether the account that it is about is true.
func (w *HeldLine) So() string { return yesOrNo(&w.Truth) }

// So says whether the hypothesis is true.
func (h *HypothesisLine) So() string { return yesOrNo(&h.Truth) }

// coefficient is a Kendall's W with two digits, or a dash.
func coefficient(w *float64) string {
	if w == nil {
		return "—"
	}
	return strconv.FormatFloat(*w, 'f', 2, 64)
}

// Agreed is Kendall's W of a ranking with two digits, or a dash.
func (l *RankingLine) Agreed() string { return coefficient(l.Agreement) }

// hasPicture reports whether there is anything to say of the shared picture.
func hasPicture(r *Report) bool { return r.Shared != nil || len(r.Rankings) > 0 }

// sharedPicture writes what the seats made of it.
func (m *markdown) sharedPicture() {
	if p := m.r.Shared; p != nil {
		m.line("%s", esc(howShared))
		if picture, ok := agreementPicture(m.r); ok {
			m.line("\n![%s](picture_agreement.svg)", esc(picture.Finding))
		}
		for i, g := range p.Apart() {
			if i == 0 {
				m.line("")
			}
			m.line("- %s %s", esc(g.Issue()), esc(g.Analysis()))
		}
		m.heldAtTheEnd(p)
	}
	for _, q := range m.r.Rankings {
		m.line("\n%s: “%s” Put in order by %s; Kendall's W %s.", esc(q.T), esc(q.Text), counted(q.Seats, "seat"), q.Agreed())
		m.table("Option", "Mean place", "Best", "Last")
		for _, o := range q.Options {
			m.row(o.Text, figure(o.Mean), strconv.Itoa(o.Best), strconv.Itoa(o.Last))
		}
	}
}

// heldAtTheEnd writes the tables of who held what.
func (m *markdown) heldAtTheEnd(p *SharedPicture) {
	if len(p.Hypotheses) > 0 {
		m.table("Hypothesis", "True", "At the end", "Mean")
		for i := range p.Hypotheses {
			h := &p.Hypotheses[i]
			m.row(h.Title, h.So(), h.Said(), wholePercent(h.Mean))
		}
	}
	if n := len(p.Words); n > m.rows.decisions {
		m.line("\nThe first %d of %d words; all are in picture.csv.", m.rows.decisions, n)
	}
	if len(p.Words) > 0 {
		m.table("When", "Seat", "Hypothesis", "True", "Sure", "Mean", "W", "Why", "Record")
		for i := range p.Words[:min(len(p.Words), m.rows.decisions)] {
			w := &p.Words[i]
			m.row(w.T, w.Title, w.Hypothesis, w.So(), w.Sure(), w.MeanSure(), w.Agreed(), w.Text, w.Source.String())
		}
	}
	if len(p.Levels) > 0 {
		m.table("When", "Seat", "Judged", "By the thresholds", "Why", "Record")
		for _, l := range p.Levels[:min(len(p.Levels), m.rows.decisions)] {
			m.row(l.T, l.Title, l.Level, l.World, l.Text, l.Source.String())
		}
	}
}

// ranked are the options of a ranking by their mean places; orders are those of the seats, each the
// options from 1, the first first.
func ranked(options []string, orders [][]int) []RankedRow {
	out := make([]RankedRow, len(options))
	for i, text := range options {
		o := &out[i]
		o.Text, o.Best = text, len(options)
		sum := 0
		for _, order := range orders {
			place := slices.Index(order, i+1) + 1
			sum, o.Best, o.Last = sum+place, min(place, o.Best), max(place, o.Last)
		}
		o.Mean = float64(sum) / float64(len(orders))
	}
	slices.SortStableFunc(out, func(a, b RankedRow) int { return cmp.Compare(a.Mean, b.Mean) })
	return out
}

// pictureRows are the words on hypotheses, on how severe it is, and the rankings, a row each.
func pictureRows(r *Report, row func(...string)) {
	if p := r.Shared; p != nil {
		for i := range p.Words {
			w := &p.Words[i]
			row("hypothesis", inFull(&w.Hours), w.T, w.Role, w.Title, w.Person, w.ID, w.Hypothesis, inFull(&w.Confidence),
				yes(w.Truth), inFull(&w.Mean), inFull(w.Agreement), w.Text, w.Source.String(), r.calendar(w.Hours),
				r.wall(w.Source))
		}
		for _, l := range p.Levels {
			row("severity", inFull(&l.Hours), l.T, l.Role, l.Title, l.Person, l.ID, l.Level, "",
				yes(l.World == l.Level), "", "", l.Text, l.Source.String(), r.calendar(l.Hours), r.wall(l.Source))
		}
		for _, c := range p.Clashes {
			for i := range c.Sides {
				s, o := &c.Sides[i], &c.Sides[1-i]
				row("apart", inFull(&c.Hours), c.T, s.Role, s.Title, "", s.ID, s.Hypothesis, inFull(s.Sure),
					yes(s.Truth), "", "", fmt.Sprintf("%s did “%s” at %s; apart from %s", s.Title, s.Did, s.T, o.Title),
					"", r.calendar(c.Hours), "")
			}
		}
	}
	for _, q := range r.Rankings {
		for _, o := range q.Options {
			row("ranking", "", q.T, "", "", "", "", o.Text, "", "", inFull(&o.Mean), inFull(q.Agreement), q.Text,
				q.Source.String(), "", r.wall(q.Source))
		}
	}
}
