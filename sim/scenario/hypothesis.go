package scenario

import (
	"cmp"
	"fmt"
	"slices"
)

// Hypothesis is an account of what is going on. Seats hold it with more or less confidence: facts
// are the evidence for and against it, and what they do may fit one and not another.
type Hypothesis struct {
	ID       string `toml:"-"`
	Title    string `toml:"title" default:"the id in words" example:"\"An insider\"" doc:"Its name."`
	Text     string `toml:"text" default:"empty" example:"\"Somebody with a key of the contractor took the weights.\"" doc:"Its text, in a sentence or two."`
	For      Names  `toml:"for" ref:"fact" default:"none" example:"[\"odd_login\"]" doc:"Facts that support it. A seat sees those that it knows."`
	Against  Names  `toml:"against" ref:"fact" default:"none" example:"[\"partner_memo\"]" doc:"Facts against it."`
	Fits     Names  `toml:"fits" ref:"action" default:"none" example:"[\"suspend_contractor\"]" doc:"Actions that make sense if it is true: a seat that begins one acts on it."`
	Excludes Names  `toml:"excludes" ref:"hypothesis" default:"none" example:"[\"state\"]" doc:"Hypotheses that cannot be true together with it; it is enough that one of two says so. Staff see two seats that act on two such hypotheses."`
	To       Names  `toml:"to" ref:"role|all" default:"[\"all\"]" example:"[\"developer\", \"cert\"]" doc:"The seats that are asked how sure they are of it."`
	Opens    Names  `toml:"opens" ref:"fact|inject" default:"from STARTEX" example:"[\"odd_login\"]" doc:"Facts and injects: a seat sees the hypothesis as soon as it knows one of the facts, or has received one of the injects. The wall shows it once every seat has."`
	Truth    bool   `toml:"truth" default:"false" example:"true" doc:"Whether it is true. Nobody sees it before the facilitator shows what really happened."`
	TruthIf  Expr   `toml:"truth_if" expr:"draws" example:"\"culprit == 'insider'\"" doc:"The hypothesis is true in runs in which this is true."`
}

// Level is a level of severity; the file has the least first.
type Level struct {
	ID    string  `toml:"-"`
	Title string  `toml:"title" default:"the id in words" example:"\"Serious\"" doc:"The name of the level."`
	Text  string  `toml:"text" default:"empty" example:"\"Copies are outside, and used.\"" doc:"Its meaning, for those who judge."`
	Gauge string  `toml:"gauge" ref:"gauge" default:"it always holds" example:"\"copies\"" doc:"The gauge that decides whether the world has reached this level."`
	From  float64 `toml:"from" default:"0" example:"10" doc:"The level applies while the gauge is at this value or above."`
}

// Exclude reports whether two hypotheses cannot both hold.
func (sc *Scenario) Exclude(a, b int) bool {
	x, y := &sc.Hypotheses[a], &sc.Hypotheses[b]
	return x.Excludes.Has(y.ID) || y.Excludes.Has(x.ID)
}

func (h *Hypothesis) check(c *checker, p string) {
	for _, f := range h.For {
		if h.Against.Has(f) {
			c.errorf(p+".against", "conflict", "take it out of one of them", "fact %q speaks both for and against it", f)
		}
	}
	if h.Truth && h.TruthIf.Root != nil && c.has(p+".truth") {
		c.errorf(p+".truth_if", "conflict", "keep one of the two", "truth says that it is true in every run")
	}
	if h.Excludes.Has(h.ID) {
		c.errorf(p+".excludes", "conflict", "name others", "a hypothesis cannot exclude itself")
	}
	for i := range c.sc.Hypotheses {
		o := &c.sc.Hypotheses[i]
		if h.Truth && o.Truth && o.ID != h.ID && h.Excludes.Has(o.ID) {
			c.errorf(p+".truth", "conflict", "mark only one of them as true", "it excludes %q, which is true as well", o.ID)
		}
	}
}

// checkPicture checks the hypotheses and the levels of severity: of those of one gauge each must
// begin higher than the one before.
func (c *checker) checkPicture() {
	for i := range c.sc.Hypotheses {
		c.sc.Hypotheses[i].check(c, join("hypothesis", c.sc.Hypotheses[i].ID))
	}
	last := map[string]*Level{}
	for i := range c.sc.Severities {
		s := &c.sc.Severities[i]
		p := join("severity", s.ID)
		if s.Gauge == "" {
			if c.has(p + ".from") {
				c.errorf(p+".from", "missing", "give its gauge", "from needs a gauge, and there is none")
			}
			continue
		}
		if was := last[s.Gauge]; was != nil && s.From <= was.From {
			c.errorf(p+".from", "order", "put the levels in order, the least first",
				"level %q begins at %g of %s, and %q before it at %g", s.ID, s.From, s.Gauge, was.ID, was.From)
		}
		last[s.Gauge] = s
	}
}

// lintHypotheses warns of hypotheses for and against which no fact speaks, of what never opens to a
// seat, and of notes that show an action before it opens.
func lintHypotheses(c *checker) {
	for i := range c.sc.Probes {
		p := &c.sc.Probes[i]
		c.lintOpens(join("probe", p.ID), p.Opens, "to", p.To)
	}
	for i := range c.sc.Actions {
		if a := &c.sc.Actions[i]; a.Joint == nil { // whoever proposes a joint one opens it to the others
			c.lintOpens(join("action", a.ID), a.Opens, "by", a.By)
		}
	}
	for i := range c.sc.Notes {
		n := &c.sc.Notes[i]
		a := c.sc.Find("action", cmp.Or(n.Do.Act, n.Do.Commit))
		if a < 0 || n.Within == 0 || len(c.sc.Actions[a].Opens) == 0 || c.sc.Actions[a].Response != "" {
			continue
		}
		c.warnf(fmt.Sprintf("note[%d].within", i), "opens",
			"give the action a response, by which the note is read until then; or leave out within, and it is a bot's alone",
			"%q reads this note from the beginning, and with it action %q, which opens later", n.Role, c.sc.Actions[a].ID)
	}
	for i := range c.sc.Hypotheses {
		h := &c.sc.Hypotheses[i]
		c.lintOpens(join("hypothesis", h.ID), h.Opens, "to", h.To)
		if len(h.For)+len(h.Against) == 0 {
			c.warnf(join("hypothesis", h.ID), "hypothesis", "name facts in for or against",
				"no fact speaks for hypothesis %q or against it", h.ID)
		}
	}
}

// lintOpens warns of seats to which a question, hypothesis or action never opens, since no fact or inject
// that opens it can reach them. seats is the list that the file has under key.
func (c *checker) lintOpens(p string, opens Names, key string, seats Names) {
	for _, r := range c.sc.RolesOf(seats) {
		reaches := func(id string) bool {
			i := c.sc.Find("inject", id)
			return i < 0 || slices.Contains(c.sc.RolesOf(c.sc.Injects[i].To), r) // a fact can be told to anybody
		}
		if len(opens) > 0 && !slices.ContainsFunc(opens, reaches) {
			c.warnf(p+".opens", "opens", "name a fact, or an inject that this seat receives; or leave the seat out of "+key,
				"%s never opens to %q: none of what opens it can reach that seat", p, c.sc.Roles[r].ID)
		}
	}
}
