package exercise

import (
	"fmt"
	"slices"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Decisions, and approvals that a free-text action waits for.

type decision struct {
	role   int // whose decision it is
	person int // who wrote it down
	at     engine.Time
	text   string
	why    string
	chosen []string // the options that there were
	follow string
	due    engine.Time // of the follow-up; 0 for none
	inject int         // that it answers, or -1
}

// Decide writes a decision down: what was decided, by whom, out of what, why, and what
// follows. It does nothing to the world. Players write their own seat's; staff, as a
// scribe would, anybody's. Decisions are not changed: a later one says what is new.
type Decide struct {
	Text    string   `json:"text"`
	Role    string   `json:"role,omitempty"` // whose it is; a player's own seat if empty
	Options []string `json:"options,omitempty"`
	Why     string   `json:"why,omitempty"`
	Follow  string   `json:"follow,omitempty"` // what is to be done about it
	Due     string   `json:"due,omitempty"`    // by when, counted from now
	Inject  string   `json:"inject,omitempty"` // what it answers
}

func (a *Decide) do(x *Exercise, by int) Answer {
	p := &x.people[by]
	d := decision{role: p.role, person: by, at: x.e.Now(), text: paragraphs(a.Text, MaxText),
		why: paragraphs(a.Why, MaxText), follow: paragraphs(a.Follow, MaxText),
		inject: x.scenario.Find("inject", a.Inject)}
	if a.Role != "" {
		d.role = x.scenario.Find("role", a.Role)
		if d.role >= 0 && d.role != p.role && !p.kind.Staff() && !x.inSight(d.role) {
			d.role = -1
		}
	}
	if a.Due != "" {
		after, err := scenario.ParseDuration(a.Due)
		if err != nil {
			return Refuse("%s", err)
		}
		d.due = x.e.Now() + min(engine.At(after), x.e.Horizon())
	}
	switch {
	case d.text == "":
		return Refuse("Say what was decided")
	case !x.e.Started():
		return Refuse("The exercise has not begun")
	case d.role < 0 && a.Role != "":
		return Refuse("There is no seat %q", Name(a.Role))
	case d.role < 0 && p.kind.Staff():
		return Refuse("Say whose decision it is")
	case d.role < 0:
		return Refuse("Take a seat first")
	case !p.kind.Staff() && d.role != p.role:
		return Refuse("That is not your seat")
	case p.muted:
		return Refuse("The facilitator has muted you")
	case d.inject < 0 && a.Inject != "", d.inject >= 0 && !p.kind.Staff() && !x.hadInject(d.role, d.inject):
		return Refuse("There is no inject %q", Name(a.Inject))
	case len(a.Options) > 12:
		return Refuse("Give at most 12 options")
	case spent(x.decidedBy(by), budget.Decisions):
		return Refuse("%s", usedUp(budget.Decisions))
	}
	for _, o := range a.Options {
		if o = OneLine(o, 200); o != "" {
			d.chosen = append(d.chosen, o)
		}
	}
	x.decisions = append(x.decisions, d)
	return yes()
}

// hadInject reports whether a scenario's inject has reached a role, so that what a player
// is answered does not tell what is still to come.
func (x *Exercise) hadInject(role, inject int) bool {
	return slices.ContainsFunc(x.events, func(ev engine.Event) bool {
		return ev.Kind == engine.InjectReceived && int(ev.Role) == role && int(ev.Ref) == inject
	})
}

// decisionsOf are the decisions of a role, or of all for -1.
func (x *Exercise) decisionsOf(role int) []Decision {
	var out []Decision
	for i := range x.decisions {
		d := &x.decisions[i]
		if role >= 0 && d.role != role {
			continue
		}
		v := Decision{N: i + 1, At: x.moment(d.at), Role: x.scenario.Roles[d.role].ID, Title: x.title(d.role),
			Text: d.text, Options: slices.Clone(d.chosen), Why: d.why, Follow: d.follow}
		if role >= 0 { // among the seat's own: others' do not show by their number
			v.N = len(out) + 1
		} else {
			v.Who = x.people[d.person].name
		}
		if d.due > 0 {
			v.Due = x.momentOf(d.due)
		}
		if d.inject >= 0 {
			v.Inject = x.scenario.Injects[d.inject].ID
		}
		out = append(out, v)
	}
	return out
}

type approval struct {
	of     int // case, by its place among all
	role   int // who is asked
	text   string
	words  string
	answer string // empty until answered
}

// Consult asks a seat whether it approves of a free-text action of another, before the facilitator
// rules on it. The other seat learns whose approval is wanted, and the answer, but not its words.
type Consult struct {
	Case string `json:"case"` // "cloud#1"
	From string `json:"from"` // id of the role that is asked
	Text string `json:"text"` // what it is asked
}

func (a *Consult) do(x *Exercise, by int) Answer {
	of, from, text := x.caseNamed(a.Case), x.scenario.Find("role", a.From), paragraphs(a.Text, MaxText)
	switch {
	case of < 0:
		return Refuse("There is no attempt %q", Name(a.Case))
	case x.e.Case(of).Outcome != 0:
		return Refuse("You have already ruled on that")
	case from < 0:
		return Refuse("There is no seat %q", Name(a.From))
	case from == x.e.Case(of).Role:
		return Refuse("%s itself wants to do it: ask another seat, or ask that one a question", x.title(from))
	case text == "":
		return Refuse("Say what is to be approved")
	case spent(len(x.approvals), budget.Approvals):
		return Refuse("%s", usedUp(budget.Approvals))
	case slices.ContainsFunc(x.approvals, func(v approval) bool {
		return v.of == of && v.role == from &&
			v.answer == ""
	}):
		return Refuse("%s has been asked that", x.title(from))
	}
	x.approvals = append(x.approvals, approval{of: of, role: from, text: text})
	now := x.moment(x.e.Now())
	x.desks[from].add(Item{At: now, Kind: ItemRuling, From: "The facilitator", Title: "Your approval is asked for",
		Text: text})
	x.desks[x.e.Case(of).Role].add(Item{At: now, Kind: ItemRuling, Title: "This needs the approval of " +
		x.title(from), Text: x.e.Case(of).Text})
	return yes()
}

// caseNamed is the free-text action that a facilitator means by "cloud#1", or -1.
func (x *Exercise) caseNamed(name string) int {
	for i := range x.e.Cases() {
		if k := x.e.Case(i); name == fmt.Sprintf("%s#%d", x.scenario.Roles[k.Role].ID, k.N) {
			return i
		}
	}
	return -1
}

// Approve answers a facilitator who asks for a seat's approval.
type Approve struct {
	N    int    `json:"n"` // among those that this seat was asked for, from 1
	Yes  bool   `json:"yes"`
	Text string `json:"text,omitempty"`
}

func (a *Approve) do(x *Exercise, by int) Answer {
	p, n := &x.people[by], 0
	if p.muted {
		return Refuse("The facilitator has muted you")
	}
	for i := range x.approvals {
		v := &x.approvals[i]
		if v.role != p.role {
			continue
		}
		if n++; n != a.N {
			continue
		}
		switch {
		case v.answer != "":
			return Refuse("You have answered that")
		case x.e.Case(v.of).Outcome != 0:
			return Refuse("The facilitator has already ruled on it")
		}
		v.answer, v.words = "declined", paragraphs(a.Text, MaxText)
		word := "does not approve"
		if a.Yes {
			v.answer, word = "approved", "approves"
		}
		now, who := x.moment(x.e.Now()), x.title(p.role)
		x.desks[x.e.Case(v.of).Role].add(Item{At: now, Kind: ItemRuling, Title: who + " " + word,
			Text: x.e.Case(v.of).Text})
		x.staff = append(x.staff, Item{N: len(x.staff) + 1, At: now, Kind: ItemRuling, From: who, Title: word,
			Text: joinText(v.text, v.words)})
		return yes()
	}
	return Refuse("You are not asked for an approval number %d", a.N)
}

// approvalsOf are the approvals that a free-text action waits for; the words only for
// the staff.
func (x *Exercise) approvalsOf(of int, staff bool) []Approval {
	var out []Approval
	for _, v := range x.approvals {
		if v.of != of {
			continue
		}
		a := Approval{From: x.title(v.role), State: v.answer}
		if a.State == "" {
			a.State = "asked"
		}
		if staff {
			a.Text, a.Words = v.text, v.words
		}
		out = append(out, a)
	}
	return out
}

// decidedBy counts the decisions that a person has written down.
func (x *Exercise) decidedBy(by int) int {
	n := 0
	for i := range x.decisions {
		if x.decisions[i].person == by {
			n++
		}
	}
	return n
}
