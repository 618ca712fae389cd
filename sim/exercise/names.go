package exercise

import (
	"strconv"
	"strings"

	"tocsin/sim/speech"
)

// Scope gives what can be named from a view: for completion, for the questions of the
// dialogue and for forms. What a seat may not know is in no view, and so in no list.
func (v *View) Scope() speech.Scope {
	return func(kind speech.Kind, said speech.Values) []speech.Thing {
		switch kind {
		case speech.Question:
			return v.openQuestions()
		case speech.Choice, speech.Order:
			return v.choices(kind, said)
		}
		switch {
		case v.Player != nil:
			return v.playerThings(kind, said)
		case v.Control != nil:
			return v.staffThings(kind, said)
		}
		return nil
	}
}

func (v *View) openQuestions() []speech.Thing {
	var out []speech.Thing
	for _, q := range v.Questions {
		if q.Open {
			out = append(out, speech.Thing{ID: strconv.Itoa(q.N), Title: q.Text, Note: q.Yours, N: q.N})
		}
	}
	return out
}

// choices are the options of the question that is answered.
func (v *View) choices(kind speech.Kind, said speech.Values) []speech.Thing {
	var out []speech.Thing
	n, _ := said["n"].(float64)
	for _, q := range v.Questions {
		if q.N != int(n) || q.Rank != (kind == speech.Order) {
			continue
		}
		for i, o := range q.Options {
			out = append(out, speech.Thing{ID: strconv.Itoa(i + 1), Title: o, N: i + 1})
		}
	}
	return out
}

func (v *View) playerThings(kind speech.Kind, said speech.Values) []speech.Thing {
	p := v.Player
	var out []speech.Thing
	add := func(id, title, note string, n int) {
		out = append(out, speech.Thing{ID: id, Title: title, Note: note, N: n})
	}
	switch kind {
	case speech.Fact, speech.Facts:
		for i := range p.Facts {
			add(p.Facts[i].ID, p.Facts[i].Title, tlp(p.Facts[i].Mark), 0)
		}
	case speech.Action, speech.Joint, speech.Committed:
		for i := range p.Actions {
			a := &p.Actions[i]
			fits := kind != speech.Committed || a.Joint != nil && a.Joint.Mine && !a.Joint.UnderWay
			if (a.Joint != nil) == (kind != speech.Action) && fits {
				add(a.ID, a.Title, actionNote(a), 0)
			}
		}
	case speech.Underway:
		for i := range p.Doing {
			add(p.Doing[i].Action, p.Doing[i].Title, p.Doing[i].Until(), 0)
		}
	case speech.Seats:
		for _, c := range p.Contacts {
			add(c.ID, c.Title, c.Words(), 0)
		}
	case speech.Seat: // another's: what is said of one's own needs no name
		for _, c := range p.Contacts {
			if c.Kind == "role" {
				add(c.ID, c.Title, "", 0)
			}
		}
	case speech.Persons:
		add("staff", "the staff", "", 0)
		for _, c := range v.Asides() {
			add(c.ID, c.Title, "", 0)
		}
	case speech.Approval:
		for _, a := range p.Asked {
			if n, err := strconv.Atoi(a.ID); a.Kind == "approval" && err == nil {
				add(a.ID, a.Text, "", n)
			}
		}
	case speech.Message:
		for i := len(p.Inbox) - 1; i >= 0 && len(out) < 20; i-- {
			if it := &p.Inbox[i]; it.Re != "" {
				add(it.Re, it.From+": "+orElse(it.Text, it.Title), "", it.N)
			}
		}
	default:
		return v.plans(kind, said)
	}
	return out
}

// plans are what a player believes, plans and promises.
func (v *View) plans(kind speech.Kind, said speech.Values) []speech.Thing {
	p := v.Player
	var out []speech.Thing
	add := func(id, title, note string, n int) {
		out = append(out, speech.Thing{ID: id, Title: title, Note: note, N: n})
	}
	switch kind {
	case speech.Venue:
		for _, x := range p.Venues {
			note := x.State
			if x.State == "closed" && x.Convene != "" {
				note += ", takes " + x.Convene
			}
			add(x.ID, x.Title, note, 0)
		}
	case speech.Probe:
		for _, b := range p.Probes {
			note := "no answer yet"
			for _, o := range b.Options {
				if o.ID == b.Answer {
					note = "you said " + o.Text + ", " + strconv.FormatFloat(100*b.Confidence, 'f', 0, 64) + "% sure"
				}
			}
			add(b.ID, b.Ask, note, 0)
		}
	case speech.Option:
		for _, b := range p.Probes {
			if b.ID == said["declare"] {
				for i, o := range b.Options {
					add(o.ID, o.Text, "", i+1)
				}
			}
		}
	case speech.Hypothesis, speech.Level:
		return p.Picture.things(kind)
	case speech.Draft, speech.Promise:
		for i := range p.Notes {
			if n := &p.Notes[i]; n.Mine && n.State != "revised" &&
				(n.State == "draft" || n.State == "withdrawn") == (kind == speech.Draft) {
				words := "if " + n.When + ", then " + n.Do
				if n.Within != "" {
					words += " within " + n.Within
				}
				add("#"+strconv.Itoa(n.N), words, n.State, n.N)
			}
		}
	case speech.Mechanism:
		for _, m := range p.Mechanisms {
			note := "costs " + strconv.FormatFloat(m.Price, 'g', -1, 64)
			if m.Invested != nil {
				note += ", " + strconv.FormatFloat(*m.Invested, 'g', -1, 64) + " are in"
			}
			if m.InForce {
				note = "in force"
			}
			add(m.ID, m.Title, note, 0)
		}
	}
	return out
}

func (v *View) staffThings(kind speech.Kind, said speech.Values) []speech.Thing {
	c := v.Control
	var out []speech.Thing
	add := func(id, title, note string, n int) {
		out = append(out, speech.Thing{ID: id, Title: title, Note: note, N: n})
	}
	switch kind {
	case speech.Inject:
		for _, p := range c.Next {
			if p.State != "skipped" {
				note := p.State
				if p.Due != nil {
					note += ", " + p.Due.Date
				}
				add(p.ID, p.Title, note, 0)
			}
		}
	case speech.Move:
		if b := c.Branch; b != nil {
			for _, m := range b.Moves {
				add(m.ID, m.Title, m.Note(), 0)
			}
		}
	case speech.Delivered:
		for _, p := range c.Delivered {
			add(p.ID, p.Title, p.State, 0)
		}
	case speech.Seat, speech.Seats, speech.Roles, speech.Recipients, speech.Persons:
		if kind == speech.Recipients {
			add("all", "everyone", "", 0)
		}
		for i := range c.Seats {
			if k := v.attempt(said["case"]); k != nil && k.Role == c.Seats[i].ID {
				continue // nobody is asked to approve what they try themselves
			}
			add(c.Seats[i].ID, c.Seats[i].Title, placeNote(&c.Seats[i]), 0)
		}
		switch kind {
		case speech.Recipients, speech.Seats:
			add("public", "the public board", "", 0)
		case speech.Persons:
			add("staff", "the staff", "", 0)
			out = append(out, v.people(func(*Member) bool { return true })...)
		}
	case speech.Person:
		return v.people(func(*Member) bool { return true })
	case speech.Colleague:
		return v.people(func(m *Member) bool { return m.Kind == KindFacilitator && m.Here })
	case speech.Case:
		for _, k := range c.Cases {
			if k.Outcome == "" {
				note := ""
				if k.Answer != "" {
					note = "answers: " + k.Answer
				}
				add(k.Case, k.Title+": "+k.Text, note, 0)
			}
		}
	case speech.Objective:
		for _, o := range c.Objectives {
			add(o.ID, o.Title, "", 0)
		}
	case speech.Fact, speech.Facts:
		for _, f := range c.Facts {
			add(f.ID, f.Title, "", 0)
		}
	case speech.Actions:
		for _, a := range c.Actions {
			add(a.ID, a.Title, strings.Join(a.By, ", "), 0)
		}
	}
	return out
}

// attempt is the attempt that somebody means, or nil.
func (v *View) attempt(named any) *Attempt {
	for i := range v.Control.Cases {
		if v.Control.Cases[i].Case == named {
			return &v.Control.Cases[i]
		}
	}
	return nil
}

func (v *View) people(is func(*Member) bool) []speech.Thing {
	var out []speech.Thing
	for i := range v.Control.Roster {
		m := &v.Control.Roster[i]
		if m.Name == v.You.Name || !is(m) {
			continue
		}
		note := orElse(m.Title, string(m.Kind))
		if !m.Here {
			note += ", not here"
		}
		if m.Wants != "" {
			note += ", asks for " + m.Wants
		}
		out = append(out, speech.Thing{ID: m.Name, Title: m.Name, Note: note})
	}
	return out
}

func placeNote(s *Place) string {
	if s.Bot {
		return "a bot"
	}
	return orElse(s.Holder, "nobody")
}

func actionNote(a *Action) string {
	switch j := a.Joint; {
	case !a.Can && a.Why != "":
		return "not now: " + a.Why
	case j != nil && j.UnderWay:
		return "under way"
	case j != nil && j.Open:
		return j.Count() + " committed"
	case j != nil:
		return "needs " + strconv.Itoa(j.Quorum) + j.Brings()
	case a.Takes != "":
		return "takes " + a.Takes
	}
	return ""
}

func tlp(mark string) string {
	if mark == "" {
		return ""
	}
	return "handling: " + mark
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
