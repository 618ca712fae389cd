package scenario

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// Version is one version of a product that systems run: a model, a skill, a package. A system runs at most one
// version of each product. Effects move systems from one to another. A system is exposed while the version that it
// runs has its flaw, unless it is isolated.
type Version struct {
	ID       string `toml:"-"`
	Title    string `toml:"title" default:"the id" example:"\"Clerk 4.1\"" doc:"The name of the version."`
	Of       string `toml:"of" required:"true" example:"\"Clerk\"" doc:"The product that it is a version of. Versions of one product have the same word here, and a system runs one of them at a time."`
	Flaw     Expr   `toml:"flaw" expr:"bool" default:"never" example:"\"hours >= 2\"" doc:"While this is true the version has a flaw: systems that run it and are not isolated are exposed."`
	Harm     Spills `toml:"harm" default:"none" example:"{gauge=\"wrong\", per_hour=2.0}" doc:"Amounts that each exposed system adds to a gauge, per hour. One table, or a list of them."`
	Sees     Names  `toml:"sees" ref:"role|all" default:"nobody" example:"[\"developer\"]" doc:"The roles that see at any time which systems run it. Each role sees what its own systems run."`
	ListedBy Names  `toml:"listed_by" ref:"fact" default:"no fact" example:"[\"customer_list\"]" doc:"Facts that contain the list: a seat that knows one of them sees from then on which systems run it."`
	Basis    string `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Spill is what an exposed system adds to a gauge.
type Spill struct {
	Gauge   string  `toml:"gauge" ref:"gauge" required:"true" example:"\"wrong\"" doc:"The gauge that grows."`
	PerHour float64 `toml:"per_hour" required:"true" example:"2.0" doc:"Units per hour for each system that is exposed."`
}

// Spills is a list of what exposed systems add; a single one may be written without brackets.
type Spills []Spill

func (ss *Spills) bind(b *binder, v any, path string) {
	eachTable(v, path, func(v any, p string) {
		m, ok := v.(map[string]any)
		if !ok {
			b.errorf(p, "type", `for example harm = {gauge="wrong", per_hour=2.0}`, "expected a table, found %s", kindOf(v))
			return
		}
		var s Spill
		b.table(reflectValue(&s), m, p)
		*ss = append(*ss, s)
	})
}

// Products are what versions are of, in the order of the file.
func (sc *Scenario) Products() []string {
	var out []string
	for i := range sc.Versions {
		if !slices.Contains(out, sc.Versions[i].Of) {
			out = append(out, sc.Versions[i].Of)
		}
	}
	return out
}

// harmed reports whether systems add to a gauge: failed ones, or exposed ones.
func (sc *Scenario) harmed(gauge string) bool {
	return slices.ContainsFunc(sc.Systems, func(s System) bool {
		return slices.ContainsFunc(s.Harm, func(h Harm) bool { return h.Gauge == gauge })
	}) || slices.ContainsFunc(sc.Versions, func(v Version) bool {
		return slices.ContainsFunc(v.Harm, func(s Spill) bool { return s.Gauge == gauge })
	})
}

// checkVersions checks that no system runs two versions of one product at STARTEX.
func (c *checker) checkVersions() {
	sc := c.sc
	for i := range sc.Systems {
		s, at := &sc.Systems[i], join("system", sc.Systems[i].ID)+".runs"
		taken := map[string]string{}
		for _, id := range s.Runs {
			v := sc.Find("version", id)
			if v < 0 {
				continue
			}
			of := sc.Versions[v].Of
			if other := taken[of]; other != "" {
				c.errorf(at, "conflict", "keep the one that it runs at STARTEX",
					"system %q runs %q and %q, which are both versions of %q", s.ID, other, id, of)
			}
			taken[of] = id
		}
	}
}

// checkVersionEffect checks that an effect replaces a version only by another one of the same product, and that each
// and from go with on or off.
func checkVersionEffect(c *checker, e *Effect, path string) {
	if len(e.On)+len(e.Off) == 0 && e.Each.Set {
		c.errorf(path+".each", "effect", `for example {version="v41", on="all", each="2h"}`,
			"each goes with on and off")
	}
	if e.From == "" {
		return
	}
	v, from := c.sc.Find("version", e.Version), c.sc.Find("version", e.From)
	switch {
	case len(e.On) == 0:
		c.errorf(path+".from", "effect", `for example {version="v41", on="all", from="v40"}`, "from goes with on")
	case v < 0 || from < 0:
	case v == from:
		c.errorf(path+".from", "effect", "name the version that they run until then", "from %q to %q is not a change",
			e.From, e.Version)
	case c.sc.Versions[v].Of != c.sc.Versions[from].Of:
		c.errorf(path+".from", "effect", fmt.Sprintf("name a version of %q, or leave from out", c.sc.Versions[v].Of),
			"%q is a version of %q and %q one of %q: one does not replace the other", e.Version,
			c.sc.Versions[v].Of, e.From, c.sc.Versions[from].Of)
	}
}

// lintVersions finds versions that no system can ever run.
func lintVersions(c *checker) {
	sc := c.sc
	run := make([]bool, len(sc.Versions))
	mark := func(id string) {
		if v := sc.Find("version", id); v >= 0 {
			run[v] = true
		}
	}
	for i := range sc.Systems {
		for _, id := range sc.Systems[i].Runs {
			mark(id)
		}
	}
	sc.eachEffect(func(_ string, _ int, e *Effect) {
		if len(e.On) > 0 {
			mark(e.Version)
		}
	})
	for i := range sc.Versions {
		if v := &sc.Versions[i]; !run[i] {
			c.warnf(join("version", v.ID), "unused",
				"say which systems run it (runs), let an effect bring it to some (on), or take it out",
				"no system ever runs version %q", v.ID)
		}
	}
}

// versions compiles the functions on versions: runs('grid', 'v41') of a system or of all that a role owns,
// running('v41') and exposed('v41'), which a system or a role may follow, and flawed('v41').
func (c *exprCompiler) versions(x *ast.CallNode, name string, f function) *Node {
	examples := map[Op]string{OpRuns: "runs('grid', 'v41')", OpRunning: "running('v41')",
		OpExposed: "exposed('v41') or exposed('v41', 'grid')", OpFlawed: "flawed('v41')"}
	least, most := 1, 2
	switch f.op {
	case OpRuns:
		least = 2
	case OpFlawed:
		most = 1
	}
	if len(x.Arguments) < least || len(x.Arguments) > most {
		takes := "a version, and a system or role if only that is meant"
		switch f.op {
		case OpRuns:
			takes = "a system or role and a version"
		case OpFlawed:
			takes = "the id of one version in quotes"
		}
		c.fail(x, "for example "+examples[f.op], "%s takes %s", name, takes)
	}
	version, where := 0, 1
	if f.op == OpRuns {
		version, where = 1, 0
	}
	out := &Node{Op: f.op, Type: f.typ, Role: Anyone, Option: -1}
	id := c.id(x.Arguments[version], "version")
	if out.Ref = c.sc.Find("version", id); out.Ref < 0 {
		if c.sc.Find("system", id) >= 0 || c.sc.Find("role", id) >= 0 {
			c.fail(x.Arguments[version], "for example "+examples[f.op],
				"%q is not a version: it belongs in the other place", clip(id))
		}
		c.unknown(x.Arguments[version], "version", id)
	}
	if where < len(x.Arguments) {
		id := c.id(x.Arguments[where], "system or role")
		out.Option, out.Role = c.sc.Find("system", id), c.sc.Find("role", id)
		switch {
		case out.Option >= 0:
			out.Role = Anyone
		case out.Role < 0:
			c.unknown(x.Arguments[where], "system", id)
		}
	}
	return out
}

// id is an id in quotes.
func (c *exprCompiler) id(n ast.Node, kind string) string {
	s, ok := n.(*ast.StringNode)
	if !ok {
		c.fail(n, "put the id in quotes", "expected the id of one %s in quotes", kind)
	}
	return s.Value
}

// onVersions reports whether a part of an expression asks who runs a version, or whether it has its flaw.
func (n *Node) onVersions() bool {
	return n.Op == OpRuns || n.Op == OpRunning || n.Op == OpExposed || n.Op == OpFlawed
}

// seesVersion reports whether a role sees for itself what such a part asks.
func (sc *Scenario) seesVersion(role int, n *Node) bool {
	id := sc.Roles[role].ID
	if n.Op == OpExposed || n.Op == OpFlawed {
		return false // seats notice a flaw only by its harm
	}
	return n.Role == role || n.Option >= 0 && sc.Systems[n.Option].Owner == id || sc.Versions[n.Ref].Sees.includes(id)
}

// describeVersion writes such a part as a scenario has it.
func (sc *Scenario) describeVersion(n *Node) string {
	version, where := "'"+sc.Versions[n.Ref].ID+"'", ""
	switch {
	case n.Option >= 0:
		where = "'" + sc.Systems[n.Option].ID + "'"
	case n.Role >= 0:
		where = "'" + sc.Roles[n.Role].ID + "'"
	}
	name := map[Op]string{OpRuns: "runs", OpRunning: "running", OpExposed: "exposed", OpFlawed: "flawed"}[n.Op]
	switch {
	case where == "":
		return fmt.Sprintf("%s(%s)", name, version)
	case n.Op == OpRuns:
		return fmt.Sprintf("runs(%s, %s)", where, version)
	}
	return fmt.Sprintf("%s(%s, %s)", name, version, where)
}
