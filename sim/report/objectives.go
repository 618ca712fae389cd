package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// quotesKept is how many quotations are under an objective.
const quotesKept = 10

// objectives rates the objectives and puts under each what bears on it.
func (b *builder) objectives() {
	b.areas = b.findings()
	b.r.Objectives = []ObjectiveLine{}
	for i := range b.sc.Objectives {
		s, o := &b.sc.Objectives[i], b.card.Objectives[i]
		l := ObjectiveLine{ID: s.ID, Title: s.Title, Capability: s.Capability, AimOf: aimOf(b.sc, i),
			Measured: measuredBy(b.sc, &s.Measure), Limits: limits(s), Value: o.Value,
			Unit: b.sc.UnitOfObjective(s), ValueText: b.valueText(s, o.Value, o.Rating),
			Rating: o.Rating, Ratings: []Rating{}, Strengths: b.strengths(i), Areas: []Area{},
			Elsewhere: []Reference{}, Notes: []ObservationRow{}, Quotes: b.quotes(i), Evidence: b.sources(b.bearing(i))}
		l.Bearing = []int{}
		for _, e := range b.bearing(i) {
			l.Bearing = append(l.Bearing, e+1)
		}
		for _, r := range b.in.Ratings[s.ID] {
			r.Who, r.Text = b.staff(r.Who), b.words(r.Text)
			l.Ratings = append(l.Ratings, r)
		}
		l.Difference = difference(l.Rating, l.Ratings)
		b.byItself(&l, i)
		for _, n := range b.r.Notes {
			if n.Objective == s.ID {
				l.Notes = append(l.Notes, n)
				switch n.Tag {
				case "strength":
					l.Strengths = append(l.Strengths, Remark{n.Who + ": " + n.Text, []Source{n.Source}})
				case "gap":
					l.Areas = append(l.Areas, Area{Issue: n.Text, Reference: "Observation " + fmt.Sprint(n.N) +
						" of " + n.Who, Analysis: "As observed at " + n.T + ".", Evidence: []Source{n.Source}})
				}
			}
		}
		if why := b.whyNot(i); why != "" && strings.ContainsAny(l.Rating, "SMU") {
			l.Areas = append(l.Areas, Area{Issue: fmt.Sprintf("The target was not met: %s, where the target is %s.",
				l.ValueText, asked(s)), Reference: "The scenario's thresholds.",
				Analysis: why, Evidence: l.Evidence})
		}
		for _, a := range b.areas {
			switch {
			case !slices.Contains(a.objectives, i):
			case a.objectives[0] == i:
				l.Areas = append(l.Areas, a.Area)
			default:
				first := a.objectives[0]
				l.Elsewhere = append(l.Elsewhere, Reference{a.Issue, b.sc.Objectives[first].Title, first + 1})
			}
		}
		b.r.Objectives = append(b.r.Objectives, l)
	}
	b.r.Others = []Area{}
	for _, a := range b.areas {
		if len(a.objectives) == 0 {
			b.r.Others = append(b.r.Others, a.Area)
		}
	}
}

// byItself says of an objective that would have been rated no worse if nobody had acted, that
// the world met it by itself. Where nobody did act it is no rating of anybody.
func (b *builder) byItself(l *ObjectiveLine, objective int) {
	if b.e.Now() == 0 {
		l.Rating, l.ValueText, l.Strengths = "-", "nothing to rate", []Remark{}
		return
	}
	if objective >= len(b.in.IdleObjectives) || !strings.Contains("PSM", l.Rating) {
		return
	}
	idle := b.in.IdleObjectives[objective].Rating
	acted := b.acting(true)+b.acting(false) > 0
	switch {
	case !acted:
		l.Difference = strings.TrimSpace(fmt.Sprintf("Nobody acted, so nothing was performed: the world by "+
			"itself came "+
			"to what the thresholds call %s. %s", l.Rating, l.Difference))
		l.Rating, l.Strengths = "-", []Remark{}
	case idle != "-" && strings.Index(letters, idle) <= strings.Index(letters, l.Rating):
		l.ByItself = true
		l.Difference = strings.TrimSpace(fmt.Sprintf("If nobody had acted it would have been rated %s as well, so the "+
			"rating says little of the seats. %s", idle, l.Difference))
	}
}

// measuredBy puts into words what an objective is measured by.
func measuredBy(sc *scenario.Scenario, y *scenario.Yardstick) string {
	titles := func(kind string, ids []string) string {
		var out []string
		for _, id := range ids {
			switch i := sc.Find(kind, id); {
			case i < 0 && id == "all":
				out = append(out, "all seats")
			case i < 0:
				out = append(out, id)
			case kind == "fact":
				out = append(out, "“"+sc.Facts[i].Title+"”")
			case kind == "obligation":
				out = append(out, "“"+sc.Obligations[i].Title+"”")
			case kind == "action":
				out = append(out, "“"+sc.Actions[i].Title+"”")
			case kind == "probe":
				out = append(out, "“"+sc.Probes[i].Ask+"”")
			case kind == "role":
				out = append(out, sc.Roles[i].Title)
			}
		}
		return phrase.List(out)
	}
	switch {
	case len(y.Reach) > 0:
		return "share of the seats that need " + titles("fact", y.Reach) + " and had it in time"
	case y.TimeTo.Source != "":
		from := "STARTEX"
		if y.TimeFrom.Source != "" {
			from = "when " + curly(phrase.Condition(sc, y.TimeFrom))
		}
		return "time from " + from + " until " + curly(phrase.Condition(sc, y.TimeTo))
	case len(y.Obligation) > 0:
		return "share of these duties met in time: " + titles("obligation", y.Obligation)
	case len(y.Joint) > 0:
		return "share of these joint actions carried out: " + titles("action", y.Joint)
	case y.Gauge != "":
		return sc.Gauges[sc.Find("gauge", y.Gauge)].Title + " at the end"
	case len(y.Probe) > 0:
		return "share of the seats asked whose last answer is right: " + titles("probe", y.Probe)
	case len(y.NoteFidelity) > 0:
		return "share of promises that were kept when they came due, of " + titles("role", y.NoteFidelity)
	}
	return "at the end, " + curly(phrase.Condition(sc, y.Expr))
}

// limits puts thresholds into words.
func limits(o *scenario.Objective) string {
	return fmt.Sprintf("P %s, S %s, M %s, else U", asked(o), inUnit(o, o.Rate.S), inUnit(o, o.Rate.M))
}

// asked is what the rating P asks for.
func asked(o *scenario.Objective) string {
	if o.Rate.LessIsBetter() {
		return "at most " + inUnit(o, o.Rate.P)
	}
	return "at least " + inUnit(o, o.Rate.P)
}

// inUnit writes a threshold as the value is written.
func inUnit(o *scenario.Objective, v float64) string {
	switch {
	case o.Rate.Time || o.Measure.TimeTo.Source != "":
		return span(v)
	case isShare(&o.Measure):
		return fmt.Sprintf("%.0f%%", 100*v)
	}
	return fmt.Sprintf("%.4g", v)
}

func isShare(y *scenario.Yardstick) bool {
	return len(y.Reach) > 0 || len(y.Obligation) > 0 || len(y.Joint) > 0 || len(y.Probe) > 0 ||
		len(y.NoteFidelity) > 0
}

func (b *builder) valueText(o *scenario.Objective, v *float64, rating string) string {
	switch {
	case v == nil && rating == "-":
		return "nothing to rate"
	case v == nil:
		return "never"
	case o.Measure.TimeTo.Source != "":
		return span(*v)
	case isShare(&o.Measure):
		return fmt.Sprintf("%.0f%%", 100**v)
	case o.Measure.Gauge != "":
		return phrase.Amount(*v, b.sc.Gauges[b.sc.Find("gauge", o.Measure.Gauge)].Unit)
	}
	return fmt.Sprintf("%.4g", *v)
}

// difference says where evaluators rated otherwise than the thresholds.
func difference(automatic string, ratings []Rating) string {
	var others []string
	for _, r := range ratings {
		if r.Rating != automatic {
			others = append(others, fmt.Sprintf("%s rated %s", r.Who, r.Rating))
		}
	}
	if len(others) == 0 {
		return ""
	}
	return fmt.Sprintf("By the thresholds it is %s; %s.", automatic, phrase.List(others))
}

// bearing lists the events that bear on an objective.
func (b *builder) bearing(objective int) []int {
	y := &b.sc.Objectives[objective].Measure
	var out []int
	in := func(ids scenario.Names, id string) bool {
		return slices.Contains(ids, id) || slices.Contains(ids, "all")
	}
	named := y.TimeTo.Source + y.TimeFrom.Source + y.Expr.Source
	for i, ev := range b.events {
		bears := false
		switch ev.Kind {
		case engine.FactLearned:
			f := &b.sc.Facts[ev.Ref]
			bears = in(y.Reach, f.ID) && slices.Contains(b.sc.RolesOf(f.NeededBy), int(ev.Role)) ||
				strings.Contains(named, "'"+f.ID+"'")
		case engine.ObligationStarted, engine.ObligationMet, engine.ObligationMissed:
			bears = in(y.Obligation, b.sc.Obligations[ev.Ref].ID)
		case engine.JointProposed, engine.JointCommitted, engine.JointWithdrawn, engine.JointStarted,
			engine.JointDone, engine.JointFailed, engine.JointLapsed, engine.ActionStarted, engine.ActionDone,
			engine.ActionFailed, engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed:
			bears = in(y.Joint, b.sc.Actions[ev.Ref].ID) || strings.Contains(named, "'"+b.sc.Actions[ev.Ref].ID+"'")
		case engine.BeliefDeclared:
			bears = in(y.Probe, b.sc.Probes[ev.Ref].ID)
		case engine.NoteKept, engine.NoteBroken:
			bears = in(y.NoteFidelity, b.sc.Roles[ev.Role].ID)
		case engine.GaugeChanged:
			bears = y.Gauge == b.sc.Gauges[ev.Ref].ID
		case engine.SystemChanged:
			bears = strings.Contains(named, "'"+b.sc.Systems[ev.Ref].ID+"'")
		case engine.ExerciseStarted, engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined, engine.MoveEnded,
			engine.MoveBegan,
			engine.SystemNoticed, engine.LinkCut, engine.VersionChanged, engine.VersionNoticed, engine.VersionFlawed,
			engine.LinkChanged,
			engine.LinkStopped,
			engine.ChannelChanged, engine.MessageBlocked,
			engine.FactLeaked, engine.MarkBreached, engine.MessageSent, engine.MessageArrived,
			engine.MessageAcknowledged,
			engine.MessageAnswered, engine.ActionCancelled, engine.ActionContradicts, engine.VenueConvened,
			engine.VenueOpened, engine.VenueClosed,
			engine.MechanismFunded, engine.MechanismEstablished, engine.NoteFiled, engine.NoteShown,
			engine.NoteTriggered, engine.NoteDeviated, engine.NoteRevised, engine.NoteRevoked,
			engine.AttemptMade, engine.AttemptQueried, engine.AttemptAnswered, engine.AttemptRuled,
			engine.CommandRefused,
			engine.ExpectationMet, engine.ExpectationMissed, engine.InjectDelivered, engine.InjectReceived,
			engine.InjectHeld, engine.InjectSkipped,
			engine.InjectPostponed, engine.InjectEdited, engine.InjectFreed, engine.InjectRetracted,
			engine.InjectImprovised, engine.ImprovisedReceived:
			// no objective is measured by them
		}
		if bears {
			out = append(out, i)
		}
	}
	return out
}

// strengths are what went well under an objective.
func (b *builder) strengths(objective int) []Remark {
	out := []Remark{}
	add := func(events []Source, format string, args ...any) {
		out = append(out, Remark{fmt.Sprintf(format, args...), events})
	}
	if o := b.card.Objectives[objective]; o.Rating == "P" {
		s := &b.sc.Objectives[objective]
		add(b.sources(b.bearing(objective)), "The target was met: %s, where the target is %s.",
			b.valueText(s, o.Value, o.Rating), asked(s))
	}
	for _, f := range b.r.Facts {
		if !b.bearsOn(objective, "fact", f.ID) || len(f.Missing) > 0 || f.Decoy {
			continue
		}
		var sources []Source
		needed, have := b.sc.AlliesOf(b.sc.Facts[b.sc.Find("fact", f.ID)].NeededBy), 0
		for _, k := range f.Knowers {
			if !slices.Contains(needed, b.sc.Find("role", k.Role)) {
				continue
			}
			if have++; k.From != "" {
				sources = append(sources, k.Source)
			}
		}
		if len(sources) > 0 && have == len(needed) {
			add(sources, "“%s” reached everyone who needed it%s.", f.Title, inTime(f.Within))
		}
	}
	for _, d := range b.r.Duties {
		room := b.sc.Ally(b.sc.Find("role", d.Role)) // what others owe is a strength of their own aims alone
		if b.bearsOn(objective, "obligation", d.ID) && d.Status == "met" && (room || aimOf(b.sc, objective) != "") {
			add(d.Evidence, "%s met “%s” with %s to spare.", d.Holder, d.Title, span(*d.Margin))
		}
	}
	b.carriedOut(objective, add)
	for i := range b.sc.Probes {
		p := &b.sc.Probes[i]
		right, wrong, silent, evidence := b.answers(p)
		if n := len(right); n > 0 && len(wrong)+len(silent) == 0 && b.bearsOn(objective, "probe", p.ID) {
			add(evidence, "All %d seats asked gave the right answer: %s", n, p.Ask)
		}
	}
	for i := range b.r.Expected {
		if l := &b.r.Expected[i]; l.Status == "done" && slices.Contains(l.objectives, objective) {
			if did := b.didExpected(l, objective); did != "" {
				add(l.Evidence, "%s, as “%s” expects: %s.", did, l.Title, l.Difference)
			}
		}
	}
	for i := range out {
		out[i].Evidence = append([]Source{}, each(out[i].Evidence)...)
	}
	return out
}

// carriedOut tells of joint actions and promises that bear on an objective, in order.
func (b *builder) carriedOut(objective int, add func([]Source, string, ...any)) {
	said := map[int]string{} // by event
	for _, f := range b.feats {
		if a := &b.sc.Actions[f.Action]; f.Joint && b.bearsOn(objective, "action", a.ID) {
			said[f.Done.Event] = fmt.Sprintf("“%s” was jointly done by %s.", a.Title, b.when(f.Done.At))
		}
	}
	for _, p := range b.all.Promises() {
		if p.Kept && b.bearsOn(objective, "role", b.sc.Roles[p.Role].ID) {
			said[p.Settled.Event] = b.sentence(p.Settled.Event) + "."
		}
	}
	for _, i := range slices.Sorted(maps.Keys(said)) {
		add(b.sources([]int{i}), "%s", said[i])
	}
}

func inTime(within float64) string {
	if within > 0 {
		return " within its target of " + span(within)
	}
	return ""
}

// quotes are what people wrote that bears on an objective: reasons, messages, and what
// evaluators took down.
func (b *builder) quotes(objective int) []Quote {
	out := []Quote{}
	add := func(t, who, text string, s Source) {
		if text != "" && len(out) < quotesKept && !slices.ContainsFunc(out,
			func(q Quote) bool { return q.Source == s }) {
			out = append(out, Quote{t, who, text, s})
		}
	}
	for _, n := range b.r.Notes {
		if n.Tag == "quote" && n.Objective == b.sc.Objectives[objective].ID {
			who := n.Role
			if who == "" {
				who = "heard by " + n.Who
			}
			add(n.T, who, n.Text, n.Source)
		}
	}
	said := map[int]string{} // by event
	for _, d := range b.deeds {
		if why := b.reasonFor(d.Begun.Event); why != "" && b.bearsOn(objective, "action", b.sc.Actions[d.Action].ID) {
			said[d.Begun.Event] = why
		}
	}
	for _, m := range b.sent {
		if text := b.events[m.Sent.Event].Text; m.Fact >= 0 && text != "" &&
			b.bearsOn(objective, "fact", b.sc.Facts[m.Fact].ID) {
			said[m.Sent.Event] = b.words(text)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(said)) {
		ev := b.events[i]
		add(ev.At.String(), b.sc.Roles[ev.Role].Title, said[i], b.in.Origins[i].Source)
	}
	return out
}
