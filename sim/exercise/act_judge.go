package exercise

import (
	"slices"
	"strconv"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
)

// Marks of evaluators for what an inject has them look for, and what staff see to before STARTEX.

// judgement is somebody's mark for one of the things to look for.
type judgement struct {
	inject, n int // n from 0
	person    int
	mark      string
	text      string
	at        engine.Time
}

// judgeMarks are how far what was looked for was seen: 0 not at all to 3 fully, or by the letters of ratings.
var judgeMarks = []string{"3", "2", "1", "0", "P", "S", "M", "U"}

// Judge marks one of the things that evaluators look for when an inject comes. A later mark by the same person for
// the same thing replaces it in views and reports; the record keeps both.
type Judge struct {
	Inject string `json:"inject"`
	N      int    `json:"n,omitempty"` // which of its look_for, from 1; the first if left out
	Mark   string `json:"mark"`
	Text   string `json:"text,omitempty"` // what shows it
}

func (a *Judge) do(x *Exercise, by int) Answer {
	i, n := x.scenario.Find("inject", a.Inject), max(a.N, 1)
	switch {
	case i < 0:
		return Refuse("There is no inject %q", Name(a.Inject))
	case len(x.scenario.Injects[i].LookFor) == 0:
		return Refuse("The scenario names nothing to look for after that inject")
	case a.N < 0 || n > len(x.scenario.Injects[i].LookFor):
		return Refuse("That inject has nothing with the number %d to look for", a.N)
	case !slices.Contains(judgeMarks, a.Mark):
		return Refuse("A mark is 0 to 3, or P, S, M or U")
	case x.e.InjectState(i).Times == 0:
		return Refuse("That inject has not come yet")
	case spent(len(x.judged), budget.Notes):
		return Refuse("%s", usedUp(budget.Notes))
	}
	x.judged = append(x.judged, judgement{i, n - 1, by, a.Mark, paragraphs(a.Text, MaxText), x.e.Now()})
	return yes()
}

// LookMark is what somebody gave for one of the things to look for.
type LookMark struct {
	N    int    `json:"n"` // of look_for, from 1
	Who  string `json:"who"`
	Mark string `json:"mark"` // 0 to 3, or P, S, M, U
	Text string `json:"text,omitempty"`
	At   Moment `json:"at"`
}

// marksOf are the marks for an inject, the last of each person for each thing, in the order of things.
func (x *Exercise) marksOf(inject int) []LookMark {
	var out []LookMark
	for n := range x.scenario.Injects[inject].LookFor {
		for p := range x.people {
			for k := len(x.judged) - 1; k >= 0; k-- {
				if j := &x.judged[k]; j.inject == inject && j.n == n && j.person == p {
					out = append(out, x.lookMark(j))
					break
				}
			}
		}
	}
	return out
}

func (x *Exercise) lookMark(j *judgement) LookMark {
	return LookMark{N: j.n + 1, Who: x.people[j.person].name, Mark: j.mark, Text: j.text, At: x.moment(j.at)}
}

// lookFor are the things to look for in words, each with its marks behind it.
func (p *Planned) lookFor() []string {
	out := slices.Clone(p.LookFor)
	for i := range out {
		if len(out) > 1 {
			out[i] = strconv.Itoa(i+1) + ". " + out[i]
		}
		for _, m := range p.Marks {
			if m.N == i+1 {
				out[i] += " (" + m.Who + ": " + m.Mark + ")"
			}
		}
	}
	return out
}

// ticked is that somebody has said that an item of the checklist is seen to, or is not.
type ticked struct {
	n      int // from 0
	person int
	on     bool
	at     engine.Time
}

// CheckOff says that an item of the checklist is done, or is open after all.
type CheckOff struct {
	N  int  `json:"n"` // from 1
	On bool `json:"on"`
}

func (a *CheckOff) do(x *Exercise, by int) Answer {
	list := x.checklist()
	switch {
	case len(list) == 0:
		return Refuse("This scenario has no checklist")
	case a.N < 1 || a.N > len(list):
		return Refuse("The checklist has no item %d", a.N)
	case list[a.N-1].Done == a.On:
		return Refuse("It is already set like that")
	case spent(len(x.ticks), budget.Notes):
		return Refuse("%s", usedUp(budget.Notes))
	}
	x.ticks = append(x.ticks, ticked{a.N - 1, by, a.On, x.e.Now()})
	return yes()
}

// Checked is an item of the checklist, and whether it is done.
type Checked struct {
	N    int     `json:"n"` // from 1
	Text string  `json:"text"`
	Done bool    `json:"done"`
	Who  string  `json:"who,omitempty"` // who said so last
	At   *Moment `json:"at,omitempty"`
}

// Words returns an item as one line.
func (c Checked) Words() string {
	if c.Done {
		return c.Text + " (seen to by " + c.Who + ")"
	}
	return c.Text
}

// checklist is what staff see to before STARTEX, and what of it is done.
func (x *Exercise) checklist() []Checked {
	var out []Checked
	for i, text := range x.scenario.Checks {
		out = append(out, Checked{N: i + 1, Text: text})
	}
	for _, t := range x.ticks {
		c := &out[t.n]
		c.Done, c.Who, c.At = t.on, x.people[t.person].name, x.momentOf(t.at)
	}
	return out
}

// Unchecked are the items of the checklist that are open.
func (c *Control) Unchecked() []Checked {
	return slices.DeleteFunc(slices.Clone(c.Checklist), func(k Checked) bool { return k.Done })
}
