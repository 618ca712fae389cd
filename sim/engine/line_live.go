package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// How the commands of a live exercise are written: messages that answer others, attempts
// and rulings, injects that the facilitator writes. See lineForms.

var acknowledgements = []string{"seen", "will do", "declined"}

// readTold reads what goes with words to others.
func readTold(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Mark, c.By = l.Mark, l.Via
	c.Re = readMessage(sc, l.Re)
}

func writeTold(sc *scenario.Scenario, c *Command, l *scenario.Line) (err error) {
	l.Mark, l.Via = c.Mark, c.By
	if c.Re != (Message{}) {
		l.Re, err = writeMessage(sc, c.Re)
	}
	return err
}

func readMessage(sc *scenario.Scenario, s string) Message {
	from, n := scenario.Numbered(s)
	if n == 0 {
		return Message{}
	}
	return Message{sc.Find("role", from), n}
}

func writeMessage(sc *scenario.Scenario, m Message) (string, error) {
	id := sc.ID("role", m.From)
	if id == "" || m.N < 1 {
		return "", fmt.Errorf("there is no such message")
	}
	return fmt.Sprintf("%s#%d", id, m.N), nil
}

func readAcknowledge(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Re = readMessage(sc, l.Acknowledge)
	for i, word := range acknowledgements {
		if word == l.As {
			c.Option = i
		}
	}
}

func writeAcknowledge(sc *scenario.Scenario, c *Command, l *scenario.Line) (err error) {
	if c.Option < 0 || c.Option >= len(acknowledgements) {
		return fmt.Errorf("a message is seen, will be done, or is declined")
	}
	if c.Option > 0 {
		l.As = acknowledgements[c.Option]
	}
	l.Acknowledge, err = writeMessage(sc, c.Re)
	return err
}

func readVerify(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Re, c.By = readMessage(sc, l.Verify), l.Via
}

func writeVerify(sc *scenario.Scenario, c *Command, l *scenario.Line) (err error) {
	l.Via = c.By
	l.Verify, err = writeMessage(sc, c.Re)
	return err
}

func readAttempt(_ *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Case = Message{From: c.Role, N: l.Case}
	if l.Case == 0 {
		c.Case = Message{}
	}
}

func writeAttempt(_ *scenario.Scenario, c *Command, l *scenario.Line) error {
	l.Case = c.Case.N
	return nil
}

func readCase(sc *scenario.Scenario, s string) Message { return readMessage(sc, s) }

func writeCase(sc *scenario.Scenario, m Message) (string, error) {
	s, err := writeMessage(sc, m)
	if err != nil {
		return "", fmt.Errorf("there is no such attempt")
	}
	return s, nil
}

func readRetract(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	if name, n := scenario.Numbered(l.Retract); name == "" && n > 0 {
		c.Ref = len(sc.Injects) + n - 1
		return
	}
	c.Ref = sc.Find("inject", l.Retract)
}

func writeRetract(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
	if k := c.Ref - len(sc.Injects); k >= 0 {
		l.Retract = DraftID(k)
		return nil
	}
	if l.Retract = sc.ID("inject", c.Ref); l.Retract == "" {
		return fmt.Errorf("there is no such inject")
	}
	return nil
}

func readDraft(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	d := l.Inject
	c.Draft = &Draft{From: d.From, Media: d.Media, Title: d.Title, Text: d.Text, To: Recipients(sc, d.To),
		Objective: d.Objective}
	for _, id := range d.Reveals {
		c.Draft.Reveals = append(c.Draft.Reveals, sc.Find("fact", id))
	}
	for i := range d.Effects {
		c.Draft.Effects = append(c.Draft.Effects, &d.Effects[i])
	}
	c.Draft.Expects = d.Expects
}

func writeDraft(sc *scenario.Scenario, c *Command, l *scenario.Line) error {
	if c.Draft == nil {
		return fmt.Errorf("bring what?")
	}
	d := &scenario.Draft{From: scenario.CleanText(c.Draft.From), Media: c.Draft.Media,
		Title: scenario.CleanText(c.Draft.Title), Text: scenario.CleanText(c.Draft.Text),
		Objective: c.Draft.Objective, Expects: c.Draft.Expects}
	for _, f := range c.Draft.Reveals {
		id := sc.ID("fact", f)
		if id == "" {
			return fmt.Errorf("there is no such fact")
		}
		d.Reveals = append(d.Reveals, id)
	}
	for _, ef := range c.Draft.Effects {
		if ef == nil {
			return fmt.Errorf("an effect is missing")
		}
		d.Effects = append(d.Effects, *ef)
	}
	l.Inject = d
	return writeTo(sc, c.Draft.To, &d.To)
}

var outcomes = []string{"", "success", "partial", "failure"}

func readRule(sc *scenario.Scenario, l *scenario.Line, c *Command) {
	c.Case, c.Text = readCase(sc, l.Rule), l.Text
	for i, word := range outcomes {
		if word == l.Outcome {
			c.Option = i
		}
	}
	if l.Odds != nil {
		c.Num = *l.Odds
	}
	for i := range l.Effects {
		c.Effects = append(c.Effects, &l.Effects[i])
	}
}

func writeRule(sc *scenario.Scenario, c *Command, l *scenario.Line) (err error) {
	l.Text = c.Text
	switch {
	case c.Option == 0:
		l.Odds = &c.Num
	case c.Option < 0 || c.Option >= len(outcomes):
		return fmt.Errorf("an attempt has success, partial success or failure")
	default:
		l.Outcome = outcomes[c.Option]
	}
	for _, ef := range c.Effects {
		if ef == nil {
			return fmt.Errorf("an effect is missing")
		}
		l.Effects = append(l.Effects, *ef)
	}
	l.Rule, err = writeCase(sc, c.Case)
	return err
}
