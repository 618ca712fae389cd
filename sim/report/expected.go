package report

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// ExpectedLine is an action that an inject, of the scenario or of the facilitator's own,
// expects of its players: what was planned, what happened, and the difference. An inject that
// expects something and came several times has a line for each time that its clock ran.
type ExpectedLine struct {
	Inject     string   `json:"inject"` // id; "+1" for the first that the facilitator wrote
	Title      string   `json:"title"`  // the inject's
	Objectives []string `json:"objectives"`
	Capability string   `json:"core_capability,omitempty"` // that of the first of them
	Actions    []string `json:"actions"`                   // ids
	All        bool     `json:"all"`                       // all of the actions are needed; else one is enough
	What       string   `json:"what"`                      // the actions in words
	By         []string `json:"by"`                        // titles; empty for anyone
	Within     float64  `json:"within_hours"`              // a span, from when the inject came
	Came       *float64 `json:"came_hours"`                // nil where the inject did not come
	Due        *float64 `json:"due_hours"`
	Done       *float64 `json:"done_hours"` // nil where it was not done
	Status     string   `json:"status"`     // done, late, missed, open, taken back, not asked, for evaluators, marked
	Difference string   `json:"difference"`
	Evidence   []Source `json:"evidence"`
	// Marks are what evaluators gave where they are to judge it.
	Marks []JudgedRow `json:"marks,omitempty"`

	late       string // the action by which it was done after all, late
	objectives []int
}

// JudgedRow is an evaluator's mark for what an inject had them look for.
type JudgedRow struct {
	Inject string `json:"-"` // id
	N      int    `json:"-"` // which of its look_for, from 1
	Who    string `json:"who"`
	Mark   string `json:"mark"` // 3 fully to 0 not at all, or P, S, M, U
	Text   string `json:"text"`
	T      string `json:"t"`
	Source Source `json:"source"`
}

// planned is a line for what an inject expects, before anything has happened.
func planned(sc *scenario.Scenario, in *scenario.Inject) ExpectedLine {
	x := in.Expects
	l := ExpectedLine{Inject: in.ID, Title: in.Title, By: []string{}, Within: x.Within.Hours(), Evidence: []Source{},
		Actions: append(append([]string{}, x.All...), x.Any...), All: len(x.All) > 0, Status: "not asked",
		Objectives: []string{}}
	var names []string
	for _, id := range l.Actions {
		names = append(names, "“"+sc.Actions[sc.Find("action", id)].Title+"”")
	}
	if x.Check {
		names = append(names, "check back on it")
	}
	l.What = phrase.List(names)
	if !l.All {
		l.What = strings.Join(names, " or ")
	}
	if len(x.By) > 0 {
		for _, r := range sc.RolesOf(x.By) {
			l.By = append(l.By, sc.Roles[r].Title)
		}
	}
	if o := sc.Find("objective", in.Objective); in.Objective != "" && o >= 0 {
		l.objectives = []int{o}
	}
	for _, id := range l.Actions {
		if in.Objective != "" {
			break
		}
		for _, o := range objectivesOfAction(sc, id) {
			if !slices.Contains(l.objectives, o) {
				l.objectives = append(l.objectives, o)
			}
		}
	}
	slices.Sort(l.objectives)
	for _, o := range l.objectives {
		l.Objectives = append(l.Objectives, sc.Objectives[o].ID)
	}
	if len(l.objectives) > 0 {
		l.Capability = sc.Objectives[l.objectives[0]].Capability
	}
	return l
}

// Who names those who are expected to act, in words.
func (l ExpectedLine) Who() string { return alternatives(l.By) }

func alternatives(who []string) string {
	if len(who) == 0 {
		return "Somebody"
	}
	return strings.Join(who, " or ")
}

// expected lists what the injects expected, and what resulted.
func (b *builder) expected() {
	b.r.Expected = []ExpectedLine{}
	for i := range b.e.InjectCount() {
		in := b.e.InjectAt(i)
		if in.Expects != nil {
			b.r.Expected = append(b.r.Expected, b.expectedOf(i)...)
		}
		for n, text := range in.LookFor {
			b.r.Expected = append(b.r.Expected, b.judgedOf(i, n+1, text))
		}
	}
}

// judged is a line for what evaluators look for when an inject comes: people judge it.
func judged(sc *scenario.Scenario, in *scenario.Inject, text string) ExpectedLine {
	l := ExpectedLine{Inject: in.ID, Title: in.Title, By: []string{}, Evidence: []Source{}, Actions: []string{},
		Objectives: []string{}, What: text, Status: "for evaluators"}
	if !sc.ToAll(in.To) && !in.To.Has("public") && !in.To.Has("none") {
		for _, r := range sc.RolesOf(in.To) {
			l.By = append(l.By, sc.Roles[r].Title)
		}
	}
	if o := sc.Find("objective", in.Objective); in.Objective != "" && o >= 0 {
		l.objectives, l.Capability = []int{o}, sc.Objectives[o].Capability
		l.Objectives = append(l.Objectives, in.Objective)
	}
	return l
}

// judgedOf says when it came, and what evaluators wrote of it.
func (b *builder) judgedOf(inject, n int, text string) ExpectedLine {
	in := b.e.InjectAt(inject)
	l := judged(b.sc, in, text)
	l.Difference = "the inject did not come"
	if i := b.course.of(inject).first; i >= 0 {
		l.Came, l.Evidence = hoursPtr(b.events[i].At), b.sources([]int{i})
		l.Difference = "no evaluator wrote of it"
	}
	var seen []string
	for _, j := range b.in.Judged {
		if j.Inject == in.ID && j.N == n {
			j.Text = b.words(j.Text)
			l.Marks, l.Status = append(l.Marks, j), "marked"
			l.Evidence = append(l.Evidence, j.Source)
			seen = append(seen, strings.TrimSuffix(j.Who+" gave "+j.Mark+": "+j.Text, ": "))
		}
	}
	for _, o := range b.r.Notes {
		if o.Inject == in.Title {
			seen = append(seen, o.T+", "+o.Tag+": "+o.Text)
			l.Evidence = append(l.Evidence, o.Source)
		}
	}
	if len(seen) > 0 {
		l.Difference = strings.Join(seen, "; ")
	}
	return l
}

// expectedOf has a line for each clock of one inject's expectation.
func (b *builder) expectedOf(inject int) []ExpectedLine {
	in, course := b.e.InjectAt(inject), b.course.of(inject)
	plan := planned(b.sc, in)
	plan.Title = b.words(plan.Title)
	var out []ExpectedLine
	for _, c := range course.clocks {
		l := plan
		came := b.events[c.came].At
		l.Came, l.Due = hoursPtr(came), hoursPtr(came+engine.Time(in.Expects.Within))
		l.Evidence = b.sources([]int{c.came})
		switch {
		case c.met >= 0:
			l.Status, l.Done, l.Difference = "done", hoursPtr(b.events[c.met].At), "done before the inject came"
			if *l.Done > *l.Came {
				l.Difference = span(*l.Due-*l.Done) + " before it was due"
			}
			l.Evidence = b.sources([]int{c.came, c.met})
		case c.missed >= 0:
			l.Status, l.Difference = "missed", "not done"
			l.Evidence = b.sources([]int{c.came, c.missed})
			if d := b.doneLate(inject, c.missed); d != nil {
				l.Status, l.Done, l.late = "late", hoursPtr(d.Done.At), b.sc.Actions[d.Action].ID
				l.Difference = span(*l.Done-*l.Due) + " late"
				l.Evidence = b.sources([]int{c.came, c.missed, d.Done.Event})
			}
		case c.back >= 0:
			l.Status, l.Difference = "taken back", "the inject was taken back"
		default:
			l.Status, l.Difference = "open", "not due yet at ENDEX"
		}
		out = append(out, l)
	}
	if len(out) == 0 {
		plan.Difference = "the inject did not come"
		if course.skipped >= 0 {
			plan.Difference, plan.Evidence = "the inject was left out", b.sources([]int{course.skipped})
		}
		out = append(out, plan)
	}
	return out
}

// featsFor are the actions carried out that an inject expects, by those who may do them, in order.
func (b *builder) featsFor(inject int) []score.Feat {
	x := b.e.InjectAt(inject).Expects
	mayAct := func(role int) bool { return len(x.By) == 0 || slices.Contains(b.sc.RolesOf(x.By), role) }
	var out []score.Feat
	for _, f := range b.feats {
		id := b.sc.Actions[f.Action].ID
		if slices.ContainsFunc(f.By, mayAct) && (x.All.Has(id) || x.Any.Has(id)) {
			out = append(out, f)
		}
	}
	return out
}

// doneLate is that by which what an inject expected had been done after all, from an event on; nil where it never
// was.
func (b *builder) doneLate(inject, from int) *score.Feat {
	x := b.e.InjectAt(inject).Expects
	did := map[string]bool{}
	for _, f := range b.featsFor(inject) {
		did[b.sc.Actions[f.Action].ID] = true
		enough := len(x.Any) > 0
		for _, a := range x.All {
			enough = len(did) == len(x.All) && did[a]
		}
		if enough && f.Done.Event > from {
			return &f
		}
	}
	return nil
}

// didExpected says who did what of what an inject expected and was done in time, as far as it
// bears on an objective; "" where nothing of it does, or where a finding faults the same deed:
// one thing is never both a strength and a weakness.
func (b *builder) didExpected(l *ExpectedLine, objective int) string {
	inject := b.e.InjectRef(l.Inject)
	var said []string
	seen := map[string]bool{}
	for _, f := range b.featsFor(inject) {
		id := b.sc.Actions[f.Action].ID
		if seen[id] || !l.All && len(seen) > 0 || f.Done.At.Hours() > *l.Done+1e-9 {
			continue
		}
		seen[id] = true
		who := b.titlesOf(f.By)
		if b.foes(who) && aimOf(b.sc, objective) == "" {
			continue
		}
		faulted := slices.ContainsFunc(b.areas, func(f finding) bool {
			return (f.kind == "clash" || f.kind == "harm") && slices.Contains(f.actions, id) &&
				slices.Contains(who, f.responsible)
		})
		bears := b.e.InjectAt(inject).Objective != "" || slices.Contains(objectivesOfAction(b.sc, id), objective)
		if bears && !faulted {
			said = append(said, fmt.Sprintf("%s did “%s”", phrase.List(who), b.title(id)))
		}
	}
	return phrase.List(said)
}

// unmet adds what was expected and not done in time to the findings: to one that is about
// the same thing where there is one, or as a finding of its own.
func (b *builder) unmet(found []finding) []finding {
	said := map[int][]string{} // by place among the findings
	for i := range b.r.Expected {
		l := &b.r.Expected[i]
		if l.Status != "late" && l.Status != "missed" || b.foes(b.expectedOfWhom(l)) {
			continue
		}
		if k := slices.IndexFunc(found, func(f finding) bool { return f.explains(l) }); k >= 0 {
			f := &found[k]
			said[k] = append(said[k], fmt.Sprintf("within %s of “%s”", span(l.Within), l.Title))
			f.Evidence = append(f.Evidence, l.Evidence...)
			f.objectives = eachObjective(f.objectives, l.objectives)
			continue
		}
		found = append(found, b.unmetFinding(l))
	}
	for k := range found {
		if len(said[k]) > 0 {
			found[k].Analysis += fmt.Sprintf(" It was expected %s, and was not done by then.", phrase.List(said[k]))
		}
	}
	return found
}

// explains reports whether a finding is about what was expected. A finding that a deed did harm or came late is, if
// what was expected came late and only this deed was expected or it was done by this deed: a plan that asks for a
// deed in one row and warns of it in another helps nobody.
func (f *finding) explains(l *ExpectedLine) bool {
	if f.kind == "harm" || f.kind == "late" {
		return (slices.Equal(f.actions, l.Actions) || slices.Contains(f.actions, l.late)) && l.Status == "late" &&
			(len(l.By) == 0 || slices.Contains(l.By, f.responsible))
	}
	if f.kind != "joint" && f.kind != "duty" && f.kind != "omitted" && f.kind != "decision" {
		return false
	}
	return slices.ContainsFunc(f.actions, func(id string) bool { return slices.Contains(l.Actions, id) }) &&
		(f.kind == "joint" || len(l.By) == 0 || slices.Contains(l.By, f.responsible))
}

func (b *builder) unmetFinding(l *ExpectedLine) finding {
	x := finding{kind: "expected", objectives: l.objectives, actions: l.Actions, element: "Planning",
		responsible: phrase.List(l.By), weight: 0.35}
	came := "but never did it"
	if l.Status == "late" {
		came = "and did it " + l.Difference
	}
	x.Issue = fmt.Sprintf("%s was expected to do %s within %s of “%s”, %s.", l.Who(), l.What, span(l.Within), l.Title,
		came)
	x.Reference = fmt.Sprintf("Expected action of the inject “%s”.", l.Title)
	x.Analysis = fmt.Sprintf("The inject came on %s, and it was due by %s.", b.whenHours(*l.Came), b.whenHours(*l.Due))
	x.action = fmt.Sprintf("Agree who answers news such as “%s” with %s: what is enough to begin, who decides, and "+
		"within what time.", l.Title, l.What)
	x.Evidence = append(x.Evidence, l.Evidence...)
	return x
}

// expectedInTime reports whether an inject expected an action of a seat, and it came in time:
// the scenario's own yardstick, which goes before ours.
func (b *builder) expectedInTime(action, seat string) bool {
	return slices.ContainsFunc(b.r.Expected, func(l ExpectedLine) bool {
		return l.Status == "done" && slices.Contains(l.Actions, action) &&
			(len(l.By) == 0 || slices.Contains(l.By, seat))
	})
}
