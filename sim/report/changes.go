package report

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/score"
)

// Change is something to change, and what it would have avoided.
type Change struct {
	Remark
	Who string `json:"who"` // titles of those whose task it is, as a suggestion
	// Avoids is the harm that it would have avoided, over draws of chance; nil where no amount
	// can be put to it. Here is the same on this run's own draw, and Sure the share of the
	// draws on which it would have avoided any.
	Avoids *score.Paired `json:"avoids"`
	Here   *float64      `json:"avoids_here"`
	Sure   *float64      `json:"sure"`
}

// gain is the harm that putting something right would have avoided.
type gain struct {
	worth score.Paired
	own   float64
	sure  float64 // share of the draws on which it would have avoided any
}

// expected is what a change is ordered by: the harm that it avoids on average, times how
// sure that is.
func (g *gain) expected() float64 {
	if g == nil {
		return 0
	}
	return max(0, g.worth.Mean) * g.sure
}

// gainOf is what a moment says could have been avoided; nil where it would not have been
// on the run's own draw, or is too little to be told of.
func (b *builder) gainOf(m *score.Moment) *gain {
	g := &gain{worth: m.Worth, own: m.Own}
	if m.Change == score.LeftOut { // what was done made harm
		g.own = -m.Own
		g.worth.Mean = -m.Worth.Mean
		g.worth.CI95 = [2]float64{-m.Worth.CI95[1], -m.Worth.CI95[0]}
	}
	if m.Worth.N > 0 {
		g.sure = float64(m.Agree) / float64(m.Worth.N)
	}
	if g.own <= 0 || g.own < b.card.Harm.Floor() {
		return nil
	}
	return g
}

// avoidable is what the best moment tried that is like the one asked for could have
// avoided; nil where none was.
func (b *builder) avoidable(like func(*score.Moment) bool) *gain {
	var best *gain
	for i := range b.in.Moments {
		m := &b.in.Moments[i]
		if g := b.gainOf(m); g != nil && like(m) && g.expected() > best.expected() {
			best = g
		}
	}
	return best
}

// harmful are deeds without which there would have been less harm.
func (b *builder) harmful() []finding {
	var out []finding
	for i := range b.in.Moments {
		m := &b.in.Moments[i]
		g := b.gainOf(m)
		if m.Change != score.LeftOut || g.expected() <= 0 {
			continue
		}
		who, deed := upperFirst(b.role(roleID(b.sc, m.Command.Role))), b.deed(m.Command.Command)
		x := finding{kind: "harm", element: "Training", responsible: who, gain: g,
			objectives: b.objectivesForCommand(m.Command.Command)}
		if m.Command.Verb == engine.Act {
			x.actions = []string{b.sc.Actions[m.Command.Ref].ID}
		}
		x.Issue = fmt.Sprintf("%s %s on %s, and harm was greater for it.", who, deed, b.when(m.Command.At))
		x.Reference = "The same run, played again without it."
		x.Analysis = "Without it, harm would have been lower by " + b.harmText(g.own) + " in this run."
		x.action = fmt.Sprintf("Work out what “%s” sets off before %s does it again, and name who must be "+
			"asked first.",
			b.named(m.Command.Command), who)
		if s := b.sourceOf(m.Command); s != nil {
			x.Evidence = append(x.Evidence, *s)
		}
		out = append(out, x)
	}
	return out
}

// oneVerdict makes one finding of two about one deed, that it did harm and that it came late: nobody is
// told both to leave a thing and to do it sooner. The one that stays is that which would have avoided more.
func (b *builder) oneVerdict(found []finding) []finding {
	gone := map[int]bool{}
	for i := range found {
		harm := &found[i]
		if harm.kind != "harm" || len(harm.actions) == 0 {
			continue
		}
		j := slices.IndexFunc(found, func(f finding) bool {
			return f.kind == "late" && slices.Equal(f.actions, harm.actions) && f.responsible == harm.responsible
		})
		if j < 0 || gone[j] {
			continue
		}
		late := &found[j]
		title := b.title(harm.actions[0])
		if late.gain.expected() > harm.gain.expected() {
			late.Analysis += " If it had not been done, harm would have been lower by " + b.harmText(harm.gain.own) + "."
			late.action = fmt.Sprintf("Agree in advance what is enough for “%s”, and that %s does it when that is known "+
				"or leaves it: so late, it did harm.", title, harm.responsible)
			gone[i] = true
			continue
		}
		harm.Analysis += " If it had been decided as soon as enough was known, harm would have been lower by " +
			b.harmText(late.gain.own) + "."
		harm.action = fmt.Sprintf("Work out what “%s” sets off, and agree that %s does it as soon as enough is known "+
			"for it or leaves it: so late, it did harm.", title, harm.responsible)
		harm.objectives = eachObjective(harm.objectives, late.objectives)
		gone[j] = true
	}
	out := found[:0]
	for i, f := range found {
		if !gone[i] {
			out = append(out, f)
		}
	}
	return out
}

// eachObjective are the places of two lists, each once.
func eachObjective(x, y []int) []int {
	out := slices.Clone(x)
	for _, o := range y {
		if !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// omittedActions are actions that were called for, were possible and were not done, though
// they would have avoided harm. Joint actions, reports and telling have findings of their own.
func (b *builder) omittedActions() []finding {
	var out []finding
	for i := range b.in.Moments {
		m := &b.in.Moments[i]
		g, c := b.gainOf(m), m.Command.Command
		if m.Change != score.Omitted || g.expected() <= 0 || c.Verb != engine.Act && c.Verb != engine.Convene ||
			b.meetsMissedDuty(c) {
			continue
		}
		who := upperFirst(b.role(roleID(b.sc, c.Role)))
		x := finding{kind: "omitted", element: "Planning", responsible: who, gain: g,
			objectives: b.objectivesForCommand(c)}
		if c.Verb == engine.Act {
			x.actions = []string{b.sc.Actions[c.Ref].ID}
		}
		x.Issue = fmt.Sprintf("%s could have done “%s” from %s on, but never did.", who, b.named(c), b.when(m.To))
		x.Reference = "A note, an inject or a duty of the scenario called for it."
		x.Analysis = fmt.Sprintf("If it had been done by %s, harm would have been lower by %s in this run.", b.when(m.Command.At),
			b.harmText(g.own))
		x.action = fmt.Sprintf("Agree in advance when %s does “%s”: what is enough to begin, and who may stop it.",
			who, b.named(c))
		out = append(out, x)
	}
	return out
}

// named is what a command does, by the title of what it is about.
func (b *builder) named(c engine.Command) string {
	switch c.Verb {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel:
		return b.sc.Actions[c.Ref].Title
	case engine.Share:
		return "Tell " + phrase.Recipients(b.sc, c.To) + " of " + b.sc.Facts[c.Ref].Title
	case engine.Convene:
		return "Convene " + b.sc.Venues[c.Ref].Title
	case engine.Invest:
		return b.sc.Mechanisms[c.Ref].Title
	}
	return b.deed(c)
}

func (b *builder) objectivesForCommand(c engine.Command) []int {
	switch c.Verb {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel:
		return b.objectivesFor("action", b.sc.Actions[c.Ref].ID)
	case engine.Share:
		return b.objectivesFor("fact", b.sc.Facts[c.Ref].ID)
	}
	return nil
}

// meetsMissedDuty reports whether a command would have met a duty that was missed, which
// has a finding of its own.
func (b *builder) meetsMissedDuty(c engine.Command) bool {
	return c.Verb == engine.Act && slices.ContainsFunc(b.r.Duties, func(d DutyLine) bool {
		o := b.sc.Obligations[b.sc.Find("obligation", d.ID)]
		return (d.Status == "missed" || d.Status == "late") && o.MetBy.Has(b.sc.Actions[c.Ref].ID)
	})
}

// unprepared are mechanisms that were not in force and would have avoided harm for those
// who played: the same amount as in the table of what preparation is worth.
func (b *builder) unprepared() []finding {
	var out []finding
	for i := range b.in.Worth {
		w := &b.in.Worth[i]
		k := b.sc.Find("mechanism", w.Mechanism)
		if b.e.Established(k) || w.Own <= 0 || w.Own < b.card.Harm.Floor() || w.Team.N == 0 {
			continue
		}
		m := &b.sc.Mechanisms[k]
		var payers []string
		for _, c := range m.Cost {
			payers = append(payers, upperFirst(b.role(c.ID)))
		}
		x := finding{kind: "mechanism", element: "Organization", responsible: phrase.List(payers),
			gain: &gain{w.Team, w.Own, float64(w.Agree) / float64(w.Team.N)}}
		x.Issue = fmt.Sprintf("“%s” was not in force.", m.Title)
		x.Reference = "The same run, played again with it in force from STARTEX."
		x.Analysis = fmt.Sprintf("With it, what was done would have left harm lower by %s in this run.",
			b.harmText(w.Own))
		x.action = fmt.Sprintf("Put “%s” in place before the next incident.", m.Title)
		out = append(out, x)
	}
	return out
}

// mostChanges is how many things to change are on the first page.
const mostChanges = 3

// topChanges are the three things to change: those that would have avoided most, times how
// sure that is; then the weightiest of those to which no amount can be put, one of each
// kind before a second.
func (b *builder) topChanges() []Change {
	out := []Change{}
	seen := map[string]bool{}
	used := map[int]bool{}
	for _, again := range []bool{false, true} {
		for i := range b.areas {
			f := &b.areas[i]
			if len(out) == mostChanges || used[i] || seen[f.kind] && !again && f.gain == nil {
				continue
			}
			seen[f.kind], used[i] = true, true
			out = append(out, b.change(f))
		}
	}
	return out
}

// ofDraws is a share of draws in words.
func ofDraws(share float64) string {
	switch {
	case share == 1:
		return "each"
	case share >= 0.995:
		return "nearly all"
	}
	return wholePercent(&share)
}

// change is a finding as one of the things to change.
func (b *builder) change(f *finding) Change {
	c := Change{Remark: Remark{f.action + " " + f.Issue, f.Evidence}, Who: f.responsible}
	if f.gain == nil {
		return c
	}
	c.Avoids, c.Here, c.Sure = &f.gain.worth, &f.gain.own, &f.gain.sure
	c.Text += " Avoidable harm: " + b.harmText(f.gain.own) + " in this run"
	if n := f.gain.worth.N; n > 1 {
		c.Text += fmt.Sprintf(", %s on average over %d draws of chance; it avoids some harm in %s of them",
			number(f.gain.worth.Mean), n, ofDraws(f.gain.sure))
	}
	c.Text += "."
	return c
}

// byExpected orders findings: what would have avoided most, times how sure, in front; those
// to which no amount can be put after these, by their weight.
func byExpected(x, y finding) int {
	return cmp.Or(cmp.Compare(y.gain.expected(), x.gain.expected()), cmp.Compare(y.weight, x.weight))
}
