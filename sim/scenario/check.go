package scenario

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// checker runs the checks that need more than a field's tags.
type checker struct {
	sc    *Scenario
	b     *binder
	links map[[2]string]bool // made when first asked for
	// player is set if the findings are shown to a seat, which may not learn what else there is.
	player bool
	added  []string // the roles of notes that earlier lines of a script have added
	reach  *reach   // found when a warning first asks for it
	soon   *soonest // likewise
	open   bool     // the scenario is one in which numbers that draws give can be any ([Scenario.open])
}

func (c *checker) errorf(path, code, hint, format string, args ...any) {
	if c.b.faulty[path] {
		return
	}
	*c.b.ds = append(*c.b.ds, Diagnostic{c.b.ix.place(path, code), Error, code, fmt.Sprintf(format, args...),
		c.b.unfilled.hint(path, hint)})
}

func (c *checker) warnf(path, code, hint, format string, args ...any) {
	*c.b.ds = append(*c.b.ds, Diagnostic{c.b.ix.place(path, code), Warning, code, fmt.Sprintf(format, args...), hint})
}

// has reports whether the file gives a key.
func (c *checker) has(path string) bool { _, ok := c.b.ix.keys[path]; return ok }

// faultyWithin reports whether a key of a table already has an error, so that what the table lacks because
// of it is not reported.
func (c *checker) faultyWithin(path string) bool {
	for at := range c.b.faulty {
		if strings.HasPrefix(at, path+".") {
			return true
		}
	}
	return false
}

func (c *checker) linkExists(from, to string) bool {
	if c.links == nil {
		c.links = make(map[[2]string]bool, len(c.sc.Links))
		for _, l := range c.sc.Links {
			c.links[[2]string{l.From, l.To}] = true
		}
	}
	return c.links[[2]string{from, to}]
}

// finish resolves and checks what the binder has read; if ask is set, it also gives the warnings.
func (sc *Scenario) finish(b *binder, ask bool) {
	sc.buildIndex()
	c := &checker{sc: sc, b: b}
	c.references()
	c.expressions()
	c.checkSides()
	for i := range sc.Draws {
		sc.Draws[i].findDecks(sc, i)
		sc.Draws[i].check(c, join("draw", sc.Draws[i].ID), i)
	}
	c.checkTogether()
	sc.findSites(b)
	if !sc.Varies() {
		c.tables()
		sc.defaults()
		if ask && !b.ds.Failed() {
			c.lint()
		}
		sc.nameAllies()
		return
	}
	c.inWorlds((*checker).tables, false)
	sc.defaults()
	if ask && !b.ds.Failed() {
		c.inWorlds((*checker).lint, true)
	}
	sc.nameAllies()
}

// tables runs the checks of every kind of thing.
func (c *checker) tables() {
	sc := c.sc
	c.header()
	c.checkGauges()
	c.checkVersions()
	for i := range sc.Systems {
		sc.Systems[i].check(c, join("system", sc.Systems[i].ID))
	}
	for i := range sc.Links {
		sc.Links[i].check(c, indexed("link", i))
	}
	for i := range sc.Facts {
		sc.Facts[i].check(c, join("fact", sc.Facts[i].ID))
	}
	for i := range sc.Actions {
		p := join("action", sc.Actions[i].ID)
		sc.Actions[i].check(c, p)
		c.effects(sc.Actions[i].Effects, p+".effects")
		c.effects(sc.Actions[i].OnFailure, p+".on_failure")
		c.effects(sc.Actions[i].OnLapse, p+".on_lapse")
	}
	for i := range sc.Injects {
		p := join("inject", sc.Injects[i].ID)
		sc.Injects[i].check(c, p)
		sc.Injects[i].checkAttached(c, p+".attach")
		c.effects(sc.Injects[i].Effects, p+".effects")
	}
	for i := range sc.Mechanisms {
		for j := range sc.Mechanisms[i].Changes {
			sc.Mechanisms[i].Changes[j].check(c, indexed(join("mechanism", sc.Mechanisms[i].ID)+".changes", j))
		}
	}
	for i := range sc.Notes {
		sc.Notes[i].check(c, indexed("note", i))
	}
	for i := range sc.Obligations {
		if c.has(join("obligation", sc.Obligations[i].ID)+".within") && sc.Obligations[i].Within <= 0 {
			c.errorf(join("obligation", sc.Obligations[i].ID)+".within", "range", `for example "72h"`,
				"an obligation must allow some time")
		}
	}
	for i := range sc.Probes {
		p := &sc.Probes[i]
		if p.Truth != "" {
			c.checkOption(join("probe", p.ID)+".truth", p, p.Truth)
		}
	}
	for i := range sc.Decisions {
		sc.Decisions[i].check(c, join("decision", sc.Decisions[i].ID))
	}
	for i := range sc.Objectives {
		sc.Objectives[i].check(c, join("objective", sc.Objectives[i].ID))
	}
	for i := range sc.Measures {
		m := &sc.Measures[i]
		n := 0
		for _, e := range []Expr{m.End, m.Max, m.Min, m.First, m.Integral, m.Count} {
			if e.Source != "" {
				n++
			}
		}
		if n != 1 && (n > 0 || !c.faultyWithin(join("measure", m.ID))) {
			c.errorf(join("measure", m.ID), "conflict", "one of end, max, min, first, integral, count",
				"a measure has exactly one kind; this one has %d", n)
		}
	}
	for i, a := range sc.Arms {
		if a.ID == "none" || a.ID == "all" || a.ID == "each" || a.ID == "without" {
			c.errorf(join("arm", sc.Arms[i].ID), "id", "give it another name",
				"the arm %q always exists", a.ID)
		}
	}
	c.checkEndings()
	c.checkPicture()
	c.checkVariables()
	c.checkIncludes()
	c.zeroDelayLoops()
}

func (c *checker) checkOption(at string, p *Probe, option string) {
	names := make([]string, 0, len(p.Options))
	for _, o := range p.Options {
		if o.ID == option {
			return
		}
		names = append(names, o.ID)
	}
	c.errorf(at, "reference", suggest(option, names), "%q is not an option of probe %q", clip(option), p.ID)
}

func (c *checker) header() {
	sc := c.sc
	if sc.Format != FormatVersion {
		c.errorf("format", "format", "write format = 1", "this is format %d; this Tocsin reads format %d",
			sc.Format, FormatVersion)
	}
	if strings.TrimSpace(sc.Title) == "" && c.has("title") {
		c.errorf("title", "missing", `for example title = "Cold copy"`, "the title is empty")
	}
	if c.has("role") && len(sc.Roles) == 0 {
		c.errorf("role", "missing", "add [role.some_id]", "an exercise needs at least one role")
	}
	if sc.Length > MaxLength || (c.has("length") && sc.Length <= 0) {
		c.errorf("length", "range", `for example "21d"`, "the length must be more than 0 and at most 10 years")
	}
	if c.has("minute") && sc.Minute <= 0 {
		c.errorf("minute", "range", `for example "2h"`, "the pace must be more than 0")
	}
	c.checkMoves()
	for _, r := range sc.Roles {
		if r.Hours != nil {
			r.Hours.check(c, join("role", r.ID)+".hours")
		}
		if r.ID == "all" || r.ID == "public" || r.ID == "none" || r.ID == "me" || r.ID == "facilitator" {
			c.errorf(join("role", r.ID), "id", "give the role another id", "the word %q has a special meaning",
				r.ID)
		}
	}
	for _, g := range sc.Gauges {
		if taken(g.ID) {
			c.errorf(join("gauge", g.ID), "id", "give the gauge another id",
				"the word %q has a special meaning in expressions", g.ID)
		}
	}
	for _, d := range sc.Draws {
		if taken(d.ID) {
			c.errorf(join("draw", d.ID), "id", "give the draw another id",
				"the word %q has a special meaning in expressions", d.ID)
		}
		if sc.Find("gauge", d.ID) >= 0 {
			c.errorf(join("draw", d.ID), "id", "give the draw another id",
				"a gauge is called %q too, and expressions could not tell them apart", d.ID)
		}
	}
}

// reserved are words of the expression grammar.
var reserved = map[string]bool{"and": true, "or": true, "not": true, "in": true, "true": true, "false": true,
	"nil": true, "let": true,
	"hour_of_day": true, "weekday": true,
	"if": true, "else": true, "matches": true, "contains": true, "min": true, "max": true, "abs": true, "n_of": true}

// references checks that every id in the file names something.
func (c *checker) references() {
	for _, r := range c.b.refs {
		if d := c.sc.Find("draw", strings.Trim(r.value, "{}")); d >= 0 && wholePlace.MatchString(r.value) {
			c.drawnReference(r, &c.sc.Draws[d])
			continue
		}
		kinds := strings.Split(r.kinds, "|")
		found := false
		for _, k := range kinds {
			if k == r.value || c.sc.Find(k, r.value) >= 0 {
				found = true
			}
		}
		if !found && r.glob && strings.Contains(r.value, "*") {
			for id := range c.sc.index[kinds[0]] {
				if ok, _ := path.Match(r.value, id); ok {
					found = true
				}
			}
		}
		if found {
			continue
		}
		var names []string
		for _, k := range kinds {
			if m, ok := c.sc.index[k]; ok {
				for id := range m {
					names = append(names, id)
				}
			} else {
				names = append(names, k)
			}
		}
		message, hint := fmt.Sprintf("unknown %s %q", kinds[0], clip(r.value)), suggest(r.value, names)
		if other := c.sc.kindOf(r.value); other != "" && !c.player {
			message = fmt.Sprintf("%q is %s, and %s is wanted here", clip(r.value), oneOf(other), oneOf(kinds[0]))
			if v := c.sc.Find("venue", r.value); other == "venue" && v >= 0 && slices.Contains(kinds, "role") {
				hint = fmt.Sprintf("name its members: %s", asList(c.sc.Venues[v].Members))
			}
		}
		c.errorf(r.path, "reference", hint, "%s", message)
	}
}

// drawnReference checks that every answer of a draw is an id of the kind that is wanted.
func (c *checker) drawnReference(r refUse, d *Draw) {
	if len(d.Choice) == 0 {
		c.errorf(r.path, "reference", "name a draw with choice", "draw %q gives no id", d.ID)
		return
	}
	kinds := strings.Split(r.kinds, "|")
	for _, id := range d.options() {
		if !slices.ContainsFunc(kinds, func(k string) bool { return k == id || c.sc.Find(k, id) >= 0 }) {
			c.errorf(r.path, "reference", "give the draw answers that are ids of "+kinds[0]+"s",
				"draw %q can give %q, which is no %s", d.ID, id, kinds[0])
			return
		}
	}
}

// idKindOrder are the kinds of things with ids, in the order in which a misplaced id is looked for.
var idKindOrder = []string{"venue", "role", "fact", "action", "inject", "gauge", "system", "mechanism", "obligation",
	"probe", "objective", "measure", "ending", "profile", "arm", "draw", "sensor", "together", "decision", "hypothesis",
	"version", "severity", "note", "move"}

// kindOf says of what kind the thing with an id is; "" if there is none.
func (sc *Scenario) kindOf(id string) string {
	for _, k := range idKindOrder {
		if sc.Find(k, id) >= 0 {
			return k
		}
	}
	return ""
}

func oneOf(kind string) string {
	if strings.ContainsAny(kind[:1], "aeiou") {
		return "an " + kind
	}
	return "a " + kind
}

// asList writes ids as a file does.
func asList(names Names) string {
	if len(names) == 1 {
		return strconv.Quote(names[0])
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = strconv.Quote(n)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// expressions parses and resolves every expression of the file.
func (c *checker) expressions() {
	for _, u := range c.b.exprs {
		root, e := c.sc.compileExpr(u.expr.Source, u.want, u.me)
		if e != nil {
			pos := c.b.ix.inText(u.path, u.expr.Source, e.offset)
			if m := placePattern.FindStringSubmatch(u.expr.Source); m != nil {
				e = &exprError{msg: fmt.Sprintf("there is no variable and no row with %q", m[0]),
					hint: "[variable] and [[each]] give what stands in braces; a draw stands in an expression without them"}
			}
			*c.b.ds = append(*c.b.ds, Diagnostic{pos, Error, "expression", e.msg, e.hint})
			c.b.faulty[u.path] = c.b.faulty[u.path] || u.fixed
			continue
		}
		if u.fixed {
			if e := c.sc.onlyDraws(root); e != nil {
				pos := c.b.ix.inText(u.path, u.expr.Source, e.offset)
				*c.b.ds = append(*c.b.ds, Diagnostic{pos, Error, "expression", e.msg, e.hint})
				c.b.faulty[u.path] = true
				continue
			}
		}
		u.expr.Root = root
	}
}

func (c *checker) effects(effects []Effect, path string) {
	for i := range effects {
		effects[i].check(c, indexed(path, i))
	}
	c.checkOneOf(effects, path)
}

// flows refuses gauges that flow into themselves, and harm that would flow into a gauge
// with a ceiling, which has no closed form.
func (c *checker) flows() {
	sc := c.sc
	state := make([]int, len(sc.Gauges))
	var visit func(g int) bool
	visit = func(g int) bool {
		if state[g] == 1 {
			return false
		}
		if state[g] == 2 {
			return true
		}
		state[g] = 1
		gauge := &sc.Gauges[g]
		for _, f := range gauge.Flow {
			of := sc.Find("gauge", f.Of)
			if of < 0 {
				continue
			}
			if !visit(of) {
				c.errorf(join("gauge", gauge.ID)+".flow", "loop", "break the circle", "gauge %q flows into itself",
					gauge.ID)
				state[g] = 2
				return true
			}
		}
		state[g] = 2
		return true
	}
	for g := range sc.Gauges {
		visit(g)
	}
	into := func(path, gauge, who string) {
		if g := sc.Find("gauge", gauge); g >= 0 && sc.Gauges[g].Grow.Ceiling != nil {
			c.errorf(path+".harm", "law", "let the harm go to a separate gauge",
				"gauge %q has a ceiling: what %s system adds cannot flow into it", gauge, who)
		}
	}
	for _, s := range sc.Systems {
		for _, h := range s.Harm {
			into(join("system", s.ID), h.Gauge, "a failed")
		}
	}
	for _, v := range sc.Versions {
		for _, h := range v.Harm {
			into(join("version", v.ID), h.Gauge, "an exposed")
		}
	}
}

// zeroDelayLoops finds circles of certain, immediate consequences: injects that fire each other,
// and systems that fail and repair themselves at once.
func (c *checker) zeroDelayLoops() {
	sc := c.sc
	next := func(i int) []int {
		var out []int
		for _, e := range sc.Injects[i].Effects {
			if e.Inject != "" && e.After.Immediate() && e.If.Source == "" && e.OneOf == "" &&
				(e.Chance == nil || *e.Chance == 1) {
				if j := sc.Find("inject", e.Inject); j >= 0 {
					out = append(out, j)
				}
			}
		}
		return out
	}
	state := make([]int, len(sc.Injects))
	var chain []string
	var visit func(i int)
	visit = func(i int) {
		if state[i] == 2 {
			return
		}
		chain = append(chain, sc.Injects[i].ID)
		defer func() { chain = chain[:len(chain)-1] }()
		if state[i] == 1 {
			if sc.Injects[i].Times == 0 && sc.Injects[i].Unless.Source == "" && !sc.Injects[i].Hold {
				from := 0
				for k, id := range chain[:len(chain)-1] {
					if id == sc.Injects[i].ID {
						from = k
						break
					}
				}
				c.errorf(join("inject", sc.Injects[i].ID), "loop",
					"give one of the effects after=, or one of the injects times=",
					"injects fire each other without end at one instant: %s", strings.Join(chain[from:], " → "))
			}
			return
		}
		state[i] = 1
		for _, j := range next(i) {
			visit(j)
		}
		state[i] = 2
	}
	for i := range sc.Injects {
		visit(i)
	}
	immediate := func(d Delay) bool { return d.Set && d.Immediate() }
	for i, s := range sc.Systems {
		if immediate(s.Fails) && immediate(s.Repair) {
			c.errorf(join("system", sc.Systems[i].ID)+".repair", "loop", "give fails or repair some time",
				"system %q fails and comes back without end at one instant", s.ID)
		}
	}
}
