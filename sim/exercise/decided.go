package exercise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
)

// The decisions of the scenario: what is asked of a seat and between what, and what was taken.
// Each option is an action; its seat sees it from when the question has come until it is decided.

// optionOpen reports whether an action can be seen and taken as far as decisions go: it is no
// option, or one of a decision that has been asked and is open.
func (x *Exercise) optionOpen(action int) bool {
	d, _ := x.sc().OptionOf(action)
	return d < 0 || x.decisionOpen(d)
}

// decisionOpen reports whether a decision has been asked and can still be taken.
func (x *Exercise) decisionOpen(d int) bool {
	sc := x.sc()
	v := &sc.Decisions[d]
	now := x.e.InjectState(sc.Find("inject", v.ID))
	if now.Times == 0 || now.Retracted || v.Otherwise != "" && now.Missed {
		return false
	}
	return !slices.ContainsFunc(x.optionsOf(d), func(a int) bool { return x.e.Done(a)+x.e.Doing(a) > 0 })
}

// optionsOf are the actions of a decision's options.
func (x *Exercise) optionsOf(d int) []int {
	sc := x.sc()
	var out []int
	for _, o := range sc.Decisions[d].Options {
		if a := sc.Find("action", sc.Decisions[d].ID+"_"+o.ID); a >= 0 {
			out = append(out, a)
		}
	}
	return out
}

// decides reports whether a command decides what is asked of its seat, which it can while the
// clock is paused for a discussion.
func (x *Exercise) decides(c engine.Command) bool {
	if c.Verb != engine.Act {
		return false
	}
	d, _ := x.sc().OptionOf(c.Ref)
	return d >= 0 && x.decisionOpen(d)
}

// askedToDecide calls add for each open decision of a role.
func (x *Exercise) askedToDecide(r int, add func(a Asked, due engine.Time)) {
	sc := x.sc()
	for d := range sc.Decisions {
		v := &sc.Decisions[d]
		if !slices.Contains(sc.RolesOf(v.By), r) || !x.decisionOpen(d) {
			continue
		}
		in := sc.Find("inject", v.ID)
		now := x.e.InjectState(in)
		add(Asked{Kind: "decision", ID: v.ID, From: sc.Injects[in].From, Text: v.Ask}, now.Last+engine.At(v.Within))
	}
}

// tellDecided lays before those who might have taken a decision what another of them has decided, without the
// reason.
func (x *Exercise) tellDecided(ev engine.Event) {
	sc := x.sc()
	d, o := sc.OptionOf(int(ev.Ref))
	if d < 0 {
		return
	}
	v := &sc.Decisions[d]
	for _, r := range sc.RolesOf(v.By) {
		if r != int(ev.Role) {
			who := x.titleFor(r, int(ev.Role))
			x.desks[r].add(Item{At: x.moment(ev.At), Kind: ItemNoticed, From: who, Title: v.Title + ": " + who + " has decided",
				Text: v.Ask + "\n\nIt is: " + v.Options[o].Text})
		}
	}
}

// takenBy are the decisions of the scenario that a role has taken, or all for -1.
func (x *Exercise) takenBy(role int) []Decision {
	sc := x.sc()
	var out []Decision
	if len(sc.Decisions) == 0 {
		return nil
	}
	for _, ev := range x.events {
		if ev.Kind != engine.ActionStarted || role >= 0 && int(ev.Role) != role {
			continue
		}
		d, o := sc.OptionOf(int(ev.Ref))
		if d < 0 {
			continue
		}
		v := Decision{At: x.moment(ev.At), Role: sc.Roles[ev.Role].ID, Title: x.title(int(ev.Role)),
			Text: fmt.Sprintf("%s %s", sc.Decisions[d].Ask, sc.Decisions[d].Options[o].Text), Why: ev.Text,
			Inject: sc.Decisions[d].ID}
		for _, o := range sc.Decisions[d].Options {
			v.Options = append(v.Options, o.Text)
		}
		out = append(out, v)
	}
	return out
}

// allDecisions are what a role, or all for -1, has written down and taken, in their order.
func (x *Exercise) allDecisions(role int) []Decision {
	out := x.decisionsOf(role)
	taken := x.takenBy(role)
	if len(taken) == 0 {
		return out
	}
	out = append(out, taken...)
	slices.SortStableFunc(out, func(a, b Decision) int { return cmp.Compare(a.At.Hours, b.At.Hours) })
	for i := range out {
		out[i].N = i + 1
	}
	return out
}

// Words are what was decided and, each in a line of its own, out of what, why, and what is to be done by when.
func (d *Decision) Words() []string {
	out := []string{d.Text}
	if len(d.Options) > 0 {
		out = append(out, "Options: "+strings.Join(d.Options, "; "))
	}
	if d.Why != "" {
		out = append(out, "Why: "+d.Why)
	}
	by := ""
	if d.Due != nil {
		by = " by " + d.Due.Date
	}
	if d.Follow != "" || by != "" {
		out = append(out, "To do"+by+": "+cmp.Or(d.Follow, "not written down"))
	}
	return out
}
