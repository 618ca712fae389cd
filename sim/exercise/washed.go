package exercise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/score"
)

// The most that a hot wash lists of one kind: nobody talks through a longer list.
const (
	mostPoints = 12  // strengths or gaps of an objective, questions
	mostBeats  = 300 // of the timeline
)

// washed is what the record alone says for the hot wash.
func (x *Exercise) washed(s *Score, card *score.Card) *HotWash {
	w := &HotWash{Objectives: make([]Wash, len(x.scenario.Objectives)), Strengths: []string{}, Gaps: []string{},
		Questions: []string{}, HandedOver: x.HandedOver(), Legibility: x.legibility()}
	objectives := x.objectives()
	for o := range w.Objectives {
		b := &w.Objectives[o]
		*b = Wash{Objective: objectives[o], Marked: s.Objectives[o], Strengths: []string{}, Gaps: []string{},
			Quotes: []string{}, Questions: []string{}}
		x.points(o, b, card)
		b.Strengths, b.Gaps = capped(b.Strengths), capped(b.Gaps)
	}
	w.Gaps = append(w.Gaps, s.Findings...)
	for i := range w.HandedOver {
		if text, lost := w.HandedOver[i].Said(); lost {
			w.Gaps = append(w.Gaps, text)
		} else {
			w.Strengths = append(w.Strengths, text)
		}
	}
	x.expectedPoints("", func(good bool, format string, args ...any) {
		to := &w.Gaps
		if good {
			to = &w.Strengths
		}
		*to = append(*to, fmt.Sprintf(format, args...))
	})
	w.Strengths, w.Gaps = capped(w.Strengths), capped(w.Gaps)
	x.toDiscuss(w, card)
	w.Timeline = x.beats(card)
	w.Left = max(0, len(w.Timeline)-mostBeats)
	w.Timeline = thin(w.Timeline, w.Left)
	return w
}

func capped(list []string) []string {
	if n := len(list); n > mostPoints {
		return append(list[:mostPoints:mostPoints], fmt.Sprintf("and %d more", n-mostPoints))
	}
	return list
}

// thin leaves out n beats: injects first, then the cascade, then the latest of the rest.
func thin(beats []Beat, n int) []Beat {
	for _, kind := range []string{"inject", "cascade"} {
		beats = slices.DeleteFunc(beats, func(b Beat) bool {
			if n > 0 && b.Kind == kind {
				n--
				return true
			}
			return false
		})
	}
	return beats[:len(beats)-max(n, 0)]
}

// points are the strengths and gaps of an objective, from what it is measured by and from
// the injects that are for it.
func (x *Exercise) points(objective int, b *Wash, card *score.Card) {
	sc := x.scenario
	o := &sc.Objectives[objective]
	put := func(good bool, format string, args ...any) {
		to := &b.Gaps
		if good {
			to = &b.Strengths
		}
		*to = append(*to, fmt.Sprintf(format, args...))
	}
	y := &o.Measure
	switch {
	case len(y.Reach) > 0:
		x.reachPoints(y.Reach, card, put)
	case len(y.Obligation) > 0:
		for _, id := range y.Obligation {
			x.dutyPoint(sc.Find("obligation", id), put)
		}
	case len(y.Joint) > 0:
		for _, id := range y.Joint {
			a := sc.Find("action", id)
			if n := x.count(engine.JointLapsed, a); x.e.Done(a) > 0 {
				put(true, "%q was carried out together", sc.Actions[a].Title)
			} else if n > 0 {
				put(false, "%q was proposed and lapsed %s: too few committed in time", sc.Actions[a].Title, times(n))
			} else {
				put(false, "%q was never carried out", sc.Actions[a].Title)
			}
		}
	case len(y.Probe) > 0:
		for _, id := range y.Probe {
			x.probePoint(sc.Find("probe", id), put)
		}
	case len(y.NoteFidelity) > 0:
		who := sc.RolesOf(y.NoteFidelity)
		for _, ev := range x.events {
			if (ev.Kind == engine.NoteKept || ev.Kind == engine.NoteBroken) && slices.Contains(who, int(ev.Role)) {
				put(ev.Kind == engine.NoteKept, "%s: %s", x.title(int(ev.Role)), x.promise(int(ev.Ref), staff))
			}
		}
	case b.Marked.Rating != "-":
		put(b.Marked.Rating == "P" || b.Marked.Rating == "S", "%s (%s)", upper(b.Marked.Text), b.Marked.Limits)
	}
	x.expectedPoints(o.ID, put)
}

// expectedPoints puts whether what an inject expected was done, for each inject that is for an objective;
// with "", for each that is for none.
func (x *Exercise) expectedPoints(objective string, put func(good bool, format string, args ...any)) {
	for i := range x.e.InjectCount() {
		in, st := x.e.InjectAt(i), x.e.InjectState(i)
		if in.Objective == objective && (st.Met || st.Missed) {
			word := "was done"
			if st.Missed {
				word = "was not done in time"
			}
			put(st.Met, "After %q, what was expected %s: %s", in.Title, word, x.expects(in))
		}
	}
}

// upper is text with a capital letter first.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// count is how often something happened to an action.
func (x *Exercise) count(kind engine.Kind, ref int) int {
	n := 0
	for _, ev := range x.events {
		if ev.Kind == kind && int(ev.Ref) == ref {
			n++
		}
	}
	return n
}

// reachPoints say of facts who had them in time, and who did not.
func (x *Exercise) reachPoints(facts []string, card *score.Card, put func(bool, string, ...any)) {
	late := map[[2]string]bool{}
	v, _ := card.Value("share.withheld")
	for _, p := range v.Parts {
		if slices.Contains(facts, p.Of) {
			late[[2]string{p.Of, p.Role}] = true
			put(false, "%s", x.withheld(p))
		}
	}
	timely, _ := card.Value("share.timely")
	for _, id := range facts {
		var who []string
		for _, p := range timely.Parts {
			if p.Of == id && !late[[2]string{id, p.Role}] {
				who = append(who, x.titleOf(p.Role))
			}
		}
		if !x.known(id) {
			put(false, "nobody came to know %q", x.scenario.Facts[x.scenario.Find("fact", id)].Title)
		}
		if len(who) > 0 {
			put(true, "%q reached %s in time", x.scenario.Facts[x.scenario.Find("fact", id)].Title,
				strings.Join(who, ", "))
		}
	}
}

// known reports whether any role knows a fact.
func (x *Exercise) known(fact string) bool {
	f := x.scenario.Find("fact", fact)
	for r := range x.scenario.Roles {
		if _, knows := x.e.KnownSince(r, f); knows {
			return true
		}
	}
	return false
}

// titleOf is the title of a role by its id.
func (x *Exercise) titleOf(role string) string {
	if r := x.scenario.Find("role", role); r >= 0 {
		return x.title(r)
	}
	return role
}

// withheld says in words that a fact came late or never.
func (x *Exercise) withheld(p score.Part) string {
	fact := x.scenario.Facts[x.scenario.Find("fact", p.Of)].Title
	hours := 0.0
	if p.Value != nil {
		hours = *p.Value
	}
	return fmt.Sprintf("%s needed %q, which %s knew, and went without it for %s (%s)", x.titleOf(p.Role), fact,
		x.titleOf(p.Other), spanOf(hours), p.Why)
}

func (x *Exercise) dutyPoint(o int, put func(bool, string, ...any)) {
	ob := &x.scenario.Obligations[o]
	_, due, met, missed := x.e.Duty(o)
	who := x.titleOf(ob.Role)
	switch {
	case met < 0 && !missed: // it has not begun, or still runs
	case met < 0:
		put(false, "%s missed %q", who, ob.Title)
	case met <= due:
		put(true, "%s met %q with %s left", who, ob.Title, spanOf((due - met).Hours()))
	default:
		put(false, "%s met %q %s too late", who, ob.Title, spanOf((met - due).Hours()))
	}
}

func (x *Exercise) probePoint(k int, put func(bool, string, ...any)) {
	p := &x.scenario.Probes[k]
	var right, silent []string
	for _, r := range x.scenario.RolesOf(p.To) {
		switch o, sure := x.e.Belief(r, k); {
		case o < 0:
			silent = append(silent, x.title(r))
		case p.Options[o].ID == p.Truth:
			right = append(right, x.title(r))
		default:
			put(false, "%s believed, %.0f%% sure, %q (asked: %s)", x.title(r), 100*sure, p.Options[o].Text, p.Ask)
		}
	}
	if len(right) > 0 {
		put(true, "%s had it right (asked: %s)", strings.Join(right, ", "), p.Ask)
	}
	if len(silent) > 0 {
		put(false, "%s never gave an answer (asked: %s)", strings.Join(silent, ", "), p.Ask)
	}
}

// toDiscuss fills in the questions: those that come from facts never told and requests never answered, capped,
// and all of the scenario's moves that are over.
func (x *Exercise) toDiscuss(w *HotWash, card *score.Card) {
	v, _ := card.Value("share.withheld")
	general := map[string][]string{} // objective → questions
	asked := map[string]bool{}
	for _, p := range v.Parts {
		if !strings.HasPrefix(p.Why, "never") || asked[p.Of] {
			continue
		}
		asked[p.Of] = true
		var who []string
		for _, q := range v.Parts {
			if q.Of == p.Of && strings.HasPrefix(q.Why, "never") {
				who = append(who, x.titleOf(q.Role))
			}
		}
		fact := x.scenario.Facts[x.scenario.Find("fact", p.Of)].Title
		objective := x.objectiveOf(p.Of)
		general[objective] = append(general[objective],
			fmt.Sprintf("%s knew %q and never told %s. What stood in the way?", x.titleOf(p.Other), fact,
				strings.Join(who, ", ")))
	}
	for i := range x.e.Messages() {
		if m := x.e.MessageAt(i); m.Ask && m.Arrived && !m.Answered {
			general[""] = append(general[""],
				fmt.Sprintf("%s asked %s, and had no answer: %q. What would have helped?", x.title(m.From),
					x.title(m.To), m.Text))
		}
	}
	for i := range w.Objectives {
		w.Objectives[i].Questions = capped(append(w.Objectives[i].Questions, general[w.Objectives[i].ID]...))
	}
	w.Questions = capped(append(w.Questions, general[""]...))
	for _, r := range x.e.Rounds() {
		if r.Over {
			w.Questions = append(w.Questions, x.scenario.Moves[r.Move].Questions...)
		}
	}
}

// objectiveOf is the id of the first objective that is measured by a fact's reach, or "".
func (x *Exercise) objectiveOf(fact string) string {
	for i := range x.scenario.Objectives {
		if x.scenario.Objectives[i].Measure.Reach.Has(fact) {
			return x.scenario.Objectives[i].ID
		}
	}
	return ""
}

// beats are the timeline.
func (x *Exercise) beats(card *score.Card) []Beat {
	out := []Beat{}
	for i, line := range x.lines(0, len(x.events)) {
		if b := x.beatOf(x.events[i], line); b.Kind != "" {
			out = append(out, b)
		}
	}
	v, _ := card.Value("share.withheld")
	for _, p := range v.Parts {
		f := &x.scenario.Facts[x.scenario.Find("fact", p.Of)]
		known := engine.Time(0)
		if r := x.scenario.Find("role", p.Other); r >= 0 {
			known, _ = x.e.KnownSince(r, x.scenario.Find("fact", p.Of))
		}
		at := min(known+engine.At(f.Within), x.Now())
		if f.Within == 0 {
			at = x.Now()
		}
		out = append(out, Beat{At: x.moment(at), Kind: "gap", Objective: x.objectiveOf(p.Of),
			Text: fmt.Sprintf("%s needs %q by now, which %s knows", x.titleOf(p.Role), f.Title, x.titleOf(p.Other))})
	}
	for i := range x.e.Messages() {
		if m := x.e.MessageAt(i); m.Arrived && m.Due > 0 && !m.Answered && m.Due <= x.Now() {
			out = append(out, Beat{At: x.moment(m.Due), Kind: "gap",
				Text: fmt.Sprintf("%s asked for an answer from %s by now, and has none", x.title(m.From),
					x.title(m.To))})
		}
	}
	slices.SortStableFunc(out, func(a, b Beat) int { return cmp.Compare(a.At.Hours, b.At.Hours) })
	return out
}

// beatOf is an event as a step of the timeline; its kind is "" for what is none.
func (x *Exercise) beatOf(ev engine.Event, line Line) Beat {
	b := Beat{At: line.At, Text: line.Text}
	switch {
	case ev.Kind == engine.ObligationMissed, ev.Kind == engine.JointLapsed, ev.Kind == engine.NoteBroken:
		b.Kind = "gap"
	case ev.Kind == engine.MessageSent && ev.Ref >= 0: // to tell is a decision
		b.Kind = "decision"
	case line.Quiet:
	case line.Mark == phrase.Decided.String():
		b.Kind = "decision"
	case line.Mark == phrase.News.String():
		b.Kind = "inject"
	case line.Mark == phrase.Cascade.String():
		b.Kind = "cascade"
	case line.Mark == phrase.Clock.String():
		b.Kind = "clock"
	}
	return b
}
