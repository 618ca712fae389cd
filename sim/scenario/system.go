package scenario

// System is a node of the cascade.
type System struct {
	ID     string  `toml:"-"`
	Title  string  `toml:"title" default:"the id" example:"\"Services of the customers\"" doc:"The name of the system, as a thing that can fail: readers see it with its state, 'Services of the customers: failed'."`
	Owner  string  `toml:"owner" ref:"role|none" default:"none" example:"\"cloud\"" doc:"The role that owns it, or none. An owner sees a change of its state at once."`
	State  string  `toml:"state" enum:"normal|degraded|failed|isolated" default:"normal" example:"\"normal\"" doc:"Its state at STARTEX. A system that starts failed passes its failure on at STARTEX."`
	Hazard Expr    `toml:"hazard" expr:"number" default:"none" example:"\"open('cell') ? 0.01 : 0.05\"" doc:"Instead of fails: how likely it is to fail, per hour. An expression that changes when something happens; use gauges and hours only in comparisons."`
	Fails  Delay   `toml:"fails" default:"not by itself" example:"{mean=\"90d\"}" doc:"It fails by itself after this long in the normal or degraded state, each time."`
	Repair Delay   `toml:"repair" default:"not by itself" example:"{mean=\"48h\"}" doc:"It comes back to normal by itself after this long in the failed state."`
	Runs   Names   `toml:"runs" ref:"version" default:"nothing" example:"[\"v40\"]" doc:"The versions that it runs at STARTEX, one of each product."`
	Watch  []Watch `toml:"watch,keyed" ref:"role" default:"only the owner" example:"{cloud={lag=\"6h\"}}" doc:"The roles that notice a change of its state, each with its delay."`
	Harm   Harms   `toml:"harm" default:"none" example:"{gauge=\"harm\", per_hour=2.0}" doc:"Amounts that it adds to a gauge while it is failed or degraded, per hour. One table, or a list of them."`
	Basis  string  `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Watch is a role that notices a change of a system's state.
type Watch struct {
	ID  string `toml:"-"`
	Lag Delay  `toml:"lag" default:"no time" example:"\"6h\"" doc:"The delay until the role notices."`
}

// Harm is what a failed or degraded system adds to a gauge.
type Harm struct {
	Gauge    string  `toml:"gauge" ref:"gauge" required:"true" example:"\"harm\"" doc:"The gauge that grows."`
	PerHour  float64 `toml:"per_hour" required:"true" example:"2.0" doc:"Units per hour while the system is failed."`
	Degraded float64 `toml:"degraded" default:"0" example:"0.5" doc:"Units per hour while the system is degraded."`
}

// Harms is a list of harms; a single one may be written without brackets.
type Harms []Harm

func (hs *Harms) bind(b *binder, v any, path string) {
	eachTable(v, path, func(v any, p string) {
		m, ok := v.(map[string]any)
		if !ok {
			b.errorf(p, "type", `for example harm = {gauge="harm", per_hour=2.0}`, "expected a table, found %s", kindOf(v))
			return
		}
		var h Harm
		b.table(reflectValue(&h), m, p)
		*hs = append(*hs, h)
	})
}

// Link is an edge of the cascade: when From fails, or degrades if On says so, To may fail or degrade after a delay.
type Link struct {
	From    string   `toml:"from" ref:"system" required:"true" example:"\"exfiltrated\"" doc:"The system whose failure may pass on."`
	To      string   `toml:"to" ref:"system" required:"true" example:"\"finetune\"" doc:"The system that may fail in consequence."`
	Chance  *float64 `toml:"chance" min:"0" max:"1" default:"1" example:"0.7" doc:"How likely it is that a failure passes on, drawn again for each failure."`
	Delay   Delay    `toml:"delay" default:"no time" example:"{median=\"5d\", p90=\"14d\"}" doc:"How long it takes. What is on its way still arrives, unless the link is cut or either end is isolated."`
	On      string   `toml:"on" enum:"failed|degraded" default:"failed" example:"\"degraded\"" doc:"The state that passes on: only failed, or also degraded. A system that fails without having been degraded passes on too."`
	Becomes string   `toml:"becomes" enum:"degraded|failed" default:"failed" example:"\"degraded\"" doc:"The state that the other system takes."`
	CutBy   Names    `toml:"cut_by" ref:"action|inject" default:"nothing" example:"[\"trace_and_hold\"]" doc:"Actions and injects that cut the link when they are done or delivered."`
	Basis   string   `toml:"basis" default:"none" example:"\"domain.md S1\"" doc:"The source of this table's numbers."`
}

func (s *System) check(c *checker, path string) {
	if s.Hazard.Root == nil {
		return
	}
	if s.Fails.Set {
		c.errorf(path+".hazard", "conflict", "keep one of them", "both fails and hazard are given")
	}
	if n := movesBetween(s.Hazard.Root); n != nil {
		c.errorf(path+".hazard", "expression", "compare it with a number: (copies > 100 ? 0.05 : 0.01)",
			"a hazard changes only when something happens, and %s moves all the time", c.sc.Describe(n))
	}
}

// movesBetween finds a part of a number that changes between events, outside of conditions; nil if it has none.
func movesBetween(n *Node) *Node {
	if n == nil {
		return nil
	}
	switch n.Op {
	case OpGauge, OpHours, OpHourOfDay, OpWeekday:
		return n
	}
	for _, a := range n.Args {
		if a.Type == Bool {
			continue
		}
		if found := movesBetween(a); found != nil {
			return found
		}
	}
	return nil
}

func (l *Link) check(c *checker, path string) {
	if l.From != "" && l.From == l.To {
		c.errorf(path+".to", "loop", "a system cannot make itself fail; use fails and repair",
			"link from %q to itself", l.From)
	}
}
