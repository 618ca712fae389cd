package scenario

// Gauge is a number of the world that moves between events in closed form.
type Gauge struct {
	ID      string   `toml:"-"`
	Title   string   `toml:"title" default:"the id" example:"\"Uncontrolled copies\"" doc:"The name of the number."`
	Unit    string   `toml:"unit" default:"none" example:"\"copies\"" doc:"Its unit."`
	Start   float64  `toml:"start" default:"0" example:"1" doc:"Its value at STARTEX."`
	Grow    Growth   `toml:"grow" default:"it does not change" example:"{doubling=\"14h\", ceiling=500}" doc:"The law by which it changes by itself."`
	Floor   *float64 `toml:"floor" default:"none" example:"0" doc:"Its smallest value: the gauge stops there."`
	Ceiling *float64 `toml:"ceiling" default:"none" example:"100" doc:"Its largest value: the gauge stops there. For growth that slows as it gets near a value see ceiling in grow."`
	Flow    Flows    `toml:"flow" default:"none" example:"{per_hour=0.4, of=\"copies\"}" doc:"It accumulates another gauge: per hour, this many of its units for each unit of that gauge. One table, or a list of them."`
	Outcome bool     `toml:"outcome" default:"false" example:"true" doc:"This gauge is harm: effectiveness is measured on it. Several may be."`
	Sees    Names    `toml:"sees" ref:"role|all" default:"nobody" example:"[\"cloud\"]" doc:"The roles that can read it; nobody else's screen ever holds it."`
	Bears   []Amount `toml:"bears,keyed" ref:"" default:"nobody in particular" example:"{public=0.7, developer=0.3}" doc:"The parts of the harm that each role, or other name, bears."`
	Basis   string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Growth is how a gauge moves by itself. At most one law is given.
type Growth struct {
	Doubling Duration  `toml:"doubling" example:"\"14h\"" doc:"Exponential growth: the time in which it doubles. With a ceiling the growth is logistic."`
	Halving  Duration  `toml:"halving" example:"\"9d\"" doc:"Exponential decay: the time in which it halves."`
	Rate     *float64  `toml:"rate" example:"2.5" doc:"Linear: units per hour, negative to fall."`
	Approach *Approach `toml:"approach" example:"{to=70, half=\"12h\"}" doc:"It approaches a value, covering half of what is left in each half time."`
	Ceiling  *float64  `toml:"ceiling" example:"500" doc:"Only with doubling: growth slows as the gauge nears this value (logistic), and it never passes it."`
	While    Expr      `toml:"while" expr:"bool" default:"always" example:"\"!done('trace_and_hold')\"" doc:"The law applies while this is true; otherwise the gauge does not change."`
}

// Approach is a relaxation toward a value.
type Approach struct {
	To   float64  `toml:"to" required:"true" example:"70" doc:"The value approached."`
	Half Duration `toml:"half" required:"true" example:"\"12h\"" doc:"The time in which half of the remaining distance is covered."`
}

// Flow is an inflow from another gauge.
type Flow struct {
	PerHour float64 `toml:"per_hour" default:"1" example:"0.4" doc:"Units per hour for each unit of the other gauge; negative drains."`
	Of      string  `toml:"of" ref:"gauge" required:"true" example:"\"copies\"" doc:"The other gauge."`
}

// Flows is a list of flows; a single one may be written without brackets.
type Flows []Flow

func (fs *Flows) bind(b *binder, v any, path string) {
	one := func(v any, p string) {
		m, ok := v.(map[string]any)
		if !ok {
			b.errorf(p, "type", `for example flow = {per_hour=0.4, of="copies"}`, "expected a table, found %s", kindOf(v))
			return
		}
		f := Flow{PerHour: 1}
		b.table(reflectValue(&f), m, p)
		*fs = append(*fs, f)
	}
	eachTable(v, path, one)
}

// checkGauges checks gauges and the sensors that read them.
func (c *checker) checkGauges() {
	for i := range c.sc.Gauges {
		c.sc.Gauges[i].check(c, join("gauge", c.sc.Gauges[i].ID))
	}
	c.flows()
	c.checkSensors()
}

func (g *Gauge) check(c *checker, path string) {
	gr := &g.Grow
	laws := 0
	for _, given := range []bool{gr.Doubling > 0, gr.Halving > 0, gr.Rate != nil, gr.Approach != nil} {
		if given {
			laws++
		}
	}
	grow := path + ".grow"
	if laws > 1 {
		c.errorf(grow, "law", "keep one of doubling, halving, rate, approach", "gauge %q has %d laws of growth",
			g.ID, laws)
		return
	}
	if laws == 0 && (gr.Ceiling != nil || gr.While.Source != "") {
		c.errorf(grow, "law", "add one of doubling, halving, rate, approach",
			"gauge %q has a ceiling or a condition but no law of growth", g.ID)
	}
	for _, k := range []string{"doubling", "halving"} {
		if c.has(grow+"."+k) && gr.Doubling <= 0 && gr.Halving <= 0 {
			c.errorf(grow+"."+k, "range", `for example "14h"`, "%s must be more than 0", k)
		}
	}
	if gr.Approach != nil && gr.Approach.Half <= 0 {
		c.errorf(grow+".approach.half", "range", `for example "12h"`, "half must be more than 0")
	}
	if gr.Ceiling != nil {
		switch {
		case gr.Doubling == 0:
			c.errorf(grow+".ceiling", "law", "give doubling too, or take the ceiling out",
				"a ceiling goes with doubling only")
		case *gr.Ceiling <= 0 || g.Start < 0 || g.Start > *gr.Ceiling:
			c.errorf(grow+".ceiling", "range", "raise the ceiling or lower the start",
				"a logistic gauge must have 0 ≤ start ≤ ceiling, found start %v and ceiling %v", g.Start, *gr.Ceiling)
		}
	}
	if len(g.Flow) > 0 && laws > 0 && gr.Rate == nil {
		c.errorf(path+".flow", "law", "let a second gauge accumulate the flow",
			"gauge %q has a flow and a law of its own; only a rate can go with a flow", g.ID)
	}
	g.checkBounds(c, path)
	for _, a := range g.Bears {
		if a.Value > 1e6 {
			c.errorf(path+".bears."+a.ID, "range", "parts such as 0.7", "%v is not a part", a.Value)
		}
	}
}

func (g *Gauge) checkBounds(c *checker, path string) {
	switch {
	case g.Floor != nil && g.Ceiling != nil && *g.Floor >= *g.Ceiling:
		c.errorf(path+".floor", "range", "lower the floor or raise the ceiling",
			"the floor of gauge %q, %v, is not below its ceiling, %v", g.ID, *g.Floor, *g.Ceiling)
	case g.Floor != nil && g.Start < *g.Floor:
		c.errorf(path+".floor", "range", "lower the floor or raise the start",
			"gauge %q starts at %v, below its floor of %v", g.ID, g.Start, *g.Floor)
	case g.Ceiling != nil && g.Start > *g.Ceiling:
		c.errorf(path+".ceiling", "range", "raise the ceiling or lower the start",
			"gauge %q starts at %v, above its ceiling of %v", g.ID, g.Start, *g.Ceiling)
	}
}
