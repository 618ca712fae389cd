package engine

import "tocsin/sim/scenario"

// An attempt is something that a player tries which the scenario has no action for. It
// is a case for the facilitator, who may ask back and then rules on it: by judgement, or
// by odds that the engine draws.

const maxCases = 200 // of one role

// Case is an attempt and its outcome.
type Case struct {
	Role     int
	N        int // its number among those of the role, from 1
	At       Time
	Text     string // what is attempted
	Reason   string // why it should work
	Question string // the facilitator's last question
	Answer   string // the player's answer to it; empty while it waits
	Reply    string // the ruling in words
	Outcome  int    // 0 not ruled yet, or Success, Partial, Failure
	Odds     float64
}

// Outcomes of a [Case].
const (
	Success = iota + 1
	Partial
	Failure
)

// Cases is how many attempts have been made.
func (e *Engine) Cases() int { return len(e.cases) }

// Case gives an attempt, in the order in which they were made, from 0. Odds is -1 where
// nothing was drawn.
func (e *Engine) Case(i int) Case { return e.cases[i] }

func (e *Engine) checkAttempt(c *Command) Answer {
	if a := checkText("An attempt", c.Text, maxText, true); !a.OK {
		return a
	}
	if c.Case == (Message{}) {
		if e.casesOf(c.Role) >= maxCases {
			return refuse("A seat can make at most %d attempts", maxCases)
		}
		return Answer{OK: true}
	}
	i := e.caseOf(c.Case)
	if i < 0 || c.Case.From != c.Role {
		return refuse("There is no such attempt of yours")
	}
	if k := &e.cases[i]; k.Question == "" || k.Answer != "" || k.Outcome != 0 {
		return refuse("Nobody has asked about that attempt")
	}
	return Answer{OK: true}
}

// caseOf is the place of the N-th attempt of a role, or -1.
func (e *Engine) caseOf(m Message) int {
	for i := range e.cases {
		if e.cases[i].Role == m.From && e.cases[i].N == m.N {
			return i
		}
	}
	return -1
}

func (e *Engine) casesOf(role int) int {
	n := 0
	for i := range e.cases {
		if e.cases[i].Role == role {
			n++
		}
	}
	return n
}

func (e *Engine) attempt(c *Command) {
	text := scenario.CleanText(c.Text)
	if i := e.caseOf(c.Case); i >= 0 {
		e.cases[i].Answer = text
		e.emit(&Event{Kind: AttemptAnswered, Role: int32(c.Role), Other: Nobody, Ref: int32(i), Text: text})
		return
	}
	e.cases = append(e.cases, Case{Role: c.Role, N: e.casesOf(c.Role) + 1, At: e.now, Text: text,
		Reason: scenario.CleanText(c.Reason), Odds: -1})
	e.emit(&Event{Kind: AttemptMade, Role: int32(c.Role), Other: Nobody, Ref: int32(len(e.cases) - 1), Text: text})
}

// checkCase says whether Query or Rule would be accepted.
func (e *Engine) checkCase(c *Command) Answer {
	i := e.caseOf(c.Case)
	if i < 0 {
		return refuse("There is no such attempt")
	}
	k := &e.cases[i]
	if k.Outcome != 0 {
		return refuse("That attempt has already been ruled on")
	}
	if c.Verb == Query {
		if k.Question != "" && k.Answer == "" {
			return refuse("Your last question about it is not answered yet")
		}
		return checkText("A question", c.Text, maxText, true)
	}
	if c.Option < 0 || c.Option > Failure {
		return refuse("Rule by odds, or success, partial or failure")
	}
	if c.Option == 0 && !(c.Num >= 0 && c.Num <= 1) {
		return refuse("Odds are a number from 0 to 1")
	}
	if a := e.checkEffects(c.Effects); !a.OK {
		return a
	}
	return checkText("A reply", c.Text, maxText, false)
}

func (e *Engine) query(c *Command) {
	i := e.caseOf(c.Case)
	k := &e.cases[i]
	k.Question, k.Answer = scenario.CleanText(c.Text), ""
	e.emit(&Event{Kind: AttemptQueried, Role: int32(k.Role), Other: Nobody, Ref: int32(i), Text: k.Question})
}

// rule closes a case. The draw depends only on the seed, the role and the number of its case,
// so that nobody can change another's luck.
func (e *Engine) rule(c *Command) {
	i := e.caseOf(c.Case)
	k := &e.cases[i]
	k.Outcome, k.Reply = c.Option, scenario.CleanText(c.Text)
	if c.Option == 0 {
		k.Odds, k.Outcome = c.Num, Failure
		if e.draw(e.m.roleName[k.Role], forRuling, uint32(k.N)) < c.Num {
			k.Outcome = Success
		}
	}
	role := k.Role
	e.emit(&Event{Kind: AttemptRuled, Role: int32(role), Other: int32(k.Outcome), Ref: int32(i), Num: k.Odds,
		Text: k.Reply})
	if k.Outcome != Failure {
		e.applyNow(c.Effects, role)
	}
}
