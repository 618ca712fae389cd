package pack

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// act is an action as the book has it: what a seat can do, and what it needs and changes, which
// only staff know.
type act struct {
	Title, Text, By, Needs, Opens, Takes string
	Comes                                []string // what it changes, a sentence each
}

// step is a link of the cascade.
type step struct{ From, To, Chance, After, CutBy string }

// actsOf lists the actions in the file's order, the options of decisions among them.
func actsOf(sc *scenario.Scenario) (out []act) {
	for i := range sc.Actions {
		a := &sc.Actions[i]
		v := act{Title: a.Title, Text: a.Text, By: titles(sc, "role", a.By), Opens: oneOf(sc, "%q", a.Opens, "fact", "inject")}
		if a.Joint != nil {
			v.By = fmt.Sprintf("%d of %s together", a.Joint.Quorum, v.By)
			if len(a.Joint.Must) > 0 {
				v.By += ", not without " + titles(sc, "role", a.Joint.Must)
			}
		}
		if a.Needs.Source != "" {
			v.Needs = phrase.Condition(sc, a.Needs)
		}
		if a.Takes.Set && !a.Takes.Immediate() {
			v.Takes = a.Takes.String()
		}
		for _, list := range []struct {
			when    string
			effects []scenario.Effect
		}{{"", a.Effects}, {"If it does not work: ", a.OnFailure}, {"If too few join: ", a.OnLapse}} {
			for k := range list.effects {
				v.Comes = append(v.Comes, list.when+phrase.Effect(sc, &list.effects[k]))
			}
		}
		for f := range sc.Facts {
			for _, n := range sc.Facts[f].Known {
				if slices.Contains(done(n.When.Root), i) {
					v.Comes = append(v.Comes, fmt.Sprintf("%s learns: %q", titles(sc, "role", []string{n.ID}), sc.Facts[f].Title))
				}
			}
		}
		out = append(out, v)
	}
	return out
}

// done returns the actions of which a condition asks whether they are done.
func done(n *scenario.Node) (out []int) {
	n.Walk(func(x *scenario.Node) {
		if x.Op == scenario.OpDone {
			out = append(out, x.Ref)
		}
	})
	return out
}

// oneOf names things of which one is enough, joined with or: those of the ids that are of one of
// the kinds, each title in the format.
func oneOf(sc *scenario.Scenario, format string, ids []string, kinds ...string) string {
	var out []string
	for _, id := range ids {
		for _, kind := range kinds {
			if i := sc.Find(kind, id); i >= 0 {
				out = append(out, fmt.Sprintf(format, phrase.Title(sc, kind, i)))
			}
		}
	}
	return phrase.Either(out)
}

func cascadeOf(sc *scenario.Scenario) (out []step) {
	for i := range sc.Links {
		l := &sc.Links[i]
		v := step{From: titles(sc, "system", []string{l.From}), To: titles(sc, "system", []string{l.To}), Chance: "always",
			After: "at once", CutBy: oneOf(sc, "%s", l.CutBy, "action", "inject")}
		if l.Chance != nil {
			v.Chance = fmt.Sprintf("%.0f in 100", 100**l.Chance)
		}
		if l.Delay.Set && !l.Delay.Immediate() {
			v.After = l.Delay.String()
		}
		out = append(out, v)
	}
	return out
}

// broughtBy says which actions, injects and leaks make an inject come, beside its own time or
// condition; empty for none.
func broughtBy(sc *scenario.Scenario, id string) string {
	var causes []string
	cause := func(title string, lists ...[]scenario.Effect) {
		for k := range slices.Values(slices.Concat(lists...)) {
			if k.Inject == id {
				said := fmt.Sprintf("%q", title)
				if k.Chance != nil {
					said += fmt.Sprintf(" (in %.0f of 100 cases)", 100**k.Chance)
				}
				if !slices.Contains(causes, said) {
					causes = append(causes, said)
				}
			}
		}
	}
	for i := range sc.Actions {
		a := &sc.Actions[i]
		cause(a.Title, a.Effects, a.OnFailure, a.OnLapse)
	}
	for i := range sc.Injects {
		cause(sc.Injects[i].Title, sc.Injects[i].Effects)
	}
	for i := range sc.Facts {
		if f := &sc.Facts[i]; f.Leak.Fires == id {
			causes = append(causes, fmt.Sprintf("a leak of %q", f.Title))
		}
	}
	if len(causes) == 0 {
		return ""
	}
	return "brought by " + phrase.Either(causes)
}

// wanted names the actions that an inject expects, joined with or, or with and where it expects all.
func wanted(sc *scenario.Scenario, x *scenario.Expects) string {
	var each []string
	for _, id := range slices.Concat(x.Any, x.All) {
		each = append(each, "“"+titles(sc, "action", []string{id})+"”")
	}
	if len(x.All) > 0 {
		return phrase.List(each)
	}
	return phrase.Either(each)
}

// preparedOf describes the mechanisms: what each role pays for them, in points, and what they change.
func preparedOf(sc *scenario.Scenario) (out []string) {
	for i := range sc.Mechanisms {
		m := &sc.Mechanisms[i]
		var pays []string
		for _, c := range m.Cost {
			pays = append(pays, fmt.Sprintf("%s (%s)", titles(sc, "role", []string{c.ID}), phrase.Points(c.Value)))
		}
		said := fmt.Sprintf("%s (%s): %s", m.Title, m.Kind, m.Text)
		if len(pays) > 0 {
			said += " Paid by " + phrase.List(pays) + "."
		}
		var changes []string
		for j := range m.Changes {
			changes = append(changes, phrase.Change(sc, &m.Changes[j]))
		}
		said += " What it changes: " + strings.Join(changes, "; ") + "."
		out = append(out, said)
	}
	return out
}
