package engine

import (
	"errors"
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// Commands are written as lines of a script, and read from them: in scripts, in records,
// and by programs that play a seat. The two meet here and nowhere else.
//
// A new verb needs its constant and name in command.go, a key with a verb tag in
// scenario.Line, and a row here; a test says by name which is missing.

// lineForm is how the commands of a verb are written.
type lineForm struct {
	// kind is of what Ref names an id: "action", "fact", …; "" if it is not used.
	kind string
	// text says that the key of the verb holds Text.
	text bool
	// to says that To is used.
	to bool
	// read and write carry over what else the verb uses.
	read  func(sc *scenario.Scenario, l *scenario.Line, c *Command)
	write func(sc *scenario.Scenario, c *Command, l *scenario.Line) error
}

var lineForms = [verbCount]lineForm{
	Act:      {kind: "action"},
	Commit:   {kind: "action"},
	Withdraw: {kind: "action"},
	Cancel:   {kind: "action"},
	Share: {kind: "fact", to: true,
		read: func(sc *scenario.Scenario, l *scenario.Line, c *Command) {
			c.Text = l.Text
			readTold(sc, l, c)
		},
		write: func(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
			l.Text = c.Text
			return writeTold(sc, c, l)
		}},
	Say: {text: true, to: true, read: readTold, write: writeTold},
	Ask: {text: true, to: true,
		read: func(sc *scenario.Scenario, l *scenario.Line, c *Command) {
			c.Span = Time(l.Due)
			readTold(sc, l, c)
		},
		write: func(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
			return errors.Join(writeSpan(c.Span, &l.Due), writeTold(sc, c, l))
		}},
	Acknowledge: {read: readAcknowledge, write: writeAcknowledge},
	Attempt:     {text: true, read: readAttempt, write: writeAttempt},
	Deviate:     {kind: "note"},
	Declare:     {kind: "probe", read: readDeclare, write: writeDeclare},
	Convene:     {kind: "venue"},
	Invest: {kind: "mechanism",
		read:  func(_ *scenario.Scenario, l *scenario.Line, c *Command) { c.Num = l.Points },
		write: func(_ *scenario.Scenario, c *Command, l *scenario.Line) error { l.Points = c.Num; return nil }},
	File: {kind: "note", to: true,
		read:  func(_ *scenario.Scenario, l *scenario.Line, c *Command) { c.Note = l.Note },
		write: func(_ *scenario.Scenario, c *Command, l *scenario.Line) error { l.Note = c.Note; return nil }},
	Revise: {kind: "note", to: true,
		read:  func(_ *scenario.Scenario, l *scenario.Line, c *Command) { c.Change = l.Change },
		write: func(_ *scenario.Scenario, c *Command, l *scenario.Line) error { l.Change = c.Change; return nil }},
	Revoke:  {kind: "note"},
	Verify:  {read: readVerify, write: writeVerify},
	Release: {kind: "inject"},
	Hold:    {kind: "inject"},
	Skip:    {kind: "inject"},
	Postpone: {kind: "inject",
		read: func(_ *scenario.Scenario, l *scenario.Line, c *Command) { c.Span = Time(l.By) - Time(l.Earlier) },
		write: func(_ *scenario.Scenario, c *Command, l *scenario.Line) error {
			if c.Span < 0 {
				return writeSpan(-c.Span, &l.Earlier)
			}
			return writeSpan(c.Span, &l.By)
		}},
	Unhold: {kind: "inject"},
	Edit: {kind: "inject",
		read: func(sc *scenario.Scenario, l *scenario.Line, c *Command) {
			c.Draft = &Draft{Title: l.Title, Text: l.Text, To: Recipients(sc, l.To)}
		},
		write: func(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
			if c.Draft == nil {
				return fmt.Errorf("change what?")
			}
			l.Title, l.Text = scenario.CleanText(c.Draft.Title), scenario.CleanText(c.Draft.Text)
			return writeTo(sc, c.Draft.To, &l.To)
		}},
	Choose:  {kind: "move", read: readChoose, write: writeChoose},
	Retract: {read: readRetract, write: writeRetract},
	Inject:  {read: readDraft, write: writeDraft},
	Query: {
		read: func(sc *scenario.Scenario, l *scenario.Line, c *Command) {
			c.Case, c.Text = readCase(sc, l.Query), l.Text
		},
		write: func(sc *scenario.Scenario, c *Command, l *scenario.Line) (err error) {
			l.Text = c.Text
			l.Query, err = writeCase(sc, c.Case)
			return err
		}},
	Rule: {read: readRule, write: writeRule},
	Set: {
		read: func(_ *scenario.Scenario, l *scenario.Line, c *Command) { c.Effect = l.Set },
		write: func(_ *scenario.Scenario, c *Command, l *scenario.Line) error {
			if c.Effect == nil {
				return fmt.Errorf("change what?")
			}
			l.Set = c.Effect
			return nil
		}},
	End: {write: func(_ *scenario.Scenario, _ *Command, l *scenario.Line) error { l.End = true; return nil }},
}

func readDeclare(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Num = 1
	if l.Confidence != nil {
		c.Num = *l.Confidence
	}
	for k, o := range sc.Probes[c.Ref].Options {
		if o.ID == l.Option {
			c.Option = k
		}
	}
}

func writeDeclare(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
	options := sc.Probes[c.Ref].Options
	if c.Option < 0 || c.Option >= len(options) {
		return fmt.Errorf("that is not one of the answers")
	}
	l.Option = options[c.Option].ID
	if c.Num != 1 {
		l.Confidence = &c.Num
	}
	return nil
}

func writeSpan(t Time, d *scenario.Duration) error {
	if t < 0 {
		return fmt.Errorf("a span of time cannot be less than nothing")
	}
	*d = scenario.Duration(t)
	return nil
}

// writeTo writes recipients in the order in which they will be read again.
func writeTo(sc *scenario.Scenario, to []int, names *scenario.Names) error {
	public := false
	var venues []string
	for _, r := range to {
		id := sc.ID("role", r)
		switch venue := sc.ID("venue", venueOf(r)); {
		case r == Public:
			public = true
		case venue != "" && sc.Find("role", venue) < 0:
			if !slices.Contains(venues, venue) {
				venues = append(venues, venue)
			}
		case id == "":
			return fmt.Errorf("there is no such seat")
		case !names.Has(id):
			*names = append(*names, id)
		}
	}
	if public {
		*names = append(*names, "public")
	}
	*names = append(*names, venues...)
	return nil
}

// CommandOf is the command that a line asks for. The line must have been read for this
// scenario, so that its ids are known to name something.
func CommandOf(sc *scenario.Scenario, l *scenario.Line) Command {
	c := Command{Role: Facilitator, Ref: -1, Reason: l.Reason}
	if l.Role != "" {
		c.Role = sc.Find("role", l.Role)
	}
	verb, about, _ := l.Does()
	for v := range lineForms {
		if verbNames[v] == verb {
			c.Verb = Verb(v)
		}
	}
	form := &lineForms[c.Verb]
	switch {
	case form.kind == "note":
		c.Ref = sc.FindNote(l.Role, about)
	case form.kind != "":
		c.Ref = sc.Find(form.kind, about)
	case form.text:
		c.Text = about
	}
	if form.to {
		c.To = Recipients(sc, l.To)
	}
	if form.read != nil {
		form.read(sc, l, &c)
	}
	return c
}

// LineOf writes a command as a line, without its time. What the verb does not use is left
// out. It is an error if the command names what the scenario does not have, or says
// nothing where something must be said: no script could ask for that.
func LineOf(sc *scenario.Scenario, c Command) (*scenario.Line, error) {
	if c.Verb == 0 || c.Verb >= verbCount {
		return nil, fmt.Errorf("there is no such command")
	}
	c.Text = scenario.CleanText(c.Text)
	l := &scenario.Line{Reason: scenario.CleanLine(c.Reason)}
	switch {
	case c.Role >= 0 && c.Role < len(sc.Roles):
		l.Role = sc.Roles[c.Role].ID
	case c.Role != Facilitator:
		return nil, fmt.Errorf("there is no such seat")
	}
	form := &lineForms[c.Verb]
	about := c.Text
	own := c.Verb == File && c.Note != nil // a note that no scenario has
	if form.kind != "" && !own {
		if about = nameOf(sc, form.kind, c.Ref); about == "" {
			return nil, fmt.Errorf("there is no such %s", form.kind)
		}
	}
	if form.kind != "" || form.text {
		if about == "" && !own {
			return nil, fmt.Errorf("there is nothing to %s", c.Verb)
		}
		if !own {
			l.Give(c.Verb.String(), about)
		}
	}
	if form.to {
		if err := writeTo(sc, c.To, &l.To); err != nil {
			return nil, err
		}
	}
	if form.write != nil {
		if err := form.write(sc, &c, l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// nameOf is what names an entry of the scenario in a line; "" if there is none.
func nameOf(sc *scenario.Scenario, kind string, i int) string {
	if kind == "note" {
		if i >= 0 && i < len(sc.Notes) {
			return sc.NoteName(i)
		}
		return ""
	}
	return sc.ID(kind, i)
}

// Commands turns the lines of a script into commands with their times, in the order in
// which they happen: by time, then as written.
func Commands(sc *scenario.Scenario, s *scenario.Script) []Timed {
	out := make([]Timed, 0, len(s.Do))
	var added []string
	for i := range s.Do {
		l := &s.Do[i]
		c := CommandOf(sc, l)
		if form := &lineForms[c.Verb]; form.kind == "note" && c.Ref < 0 {
			_, about, _ := l.Does()
			c.Ref = sc.FindAdded(added, l.Role, about)
		}
		out = append(out, Timed{Time(l.At), c})
		if l.AddsNote() {
			added = append(added, l.Role)
		}
	}
	sortByTime(out)
	return out
}

// Timed is a command and when it is given.
type Timed struct {
	At Time
	Command
}
