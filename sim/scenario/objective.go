package scenario

// Objective is something that the exercise is to show.
type Objective struct {
	ID         string     `toml:"-"`
	Title      string     `toml:"title" required:"true" example:"\"Those who need a fact have it in time\"" doc:"The objective, as a sentence."`
	Capability string     `toml:"capability" default:"none" example:"\"Operational communications\"" doc:"The core capability it belongs to."`
	Seat       string     `toml:"seat" ref:"role" default:"all who respond" example:"\"rogue\"" doc:"It is an aim of this seat only: the seat reads its title in its brief, and everybody sees its result at the end."`
	Weight     *float64   `toml:"weight" above:"0" max:"1000" default:"1" example:"2" doc:"How much it counts compared with the others."`
	Criteria   *Criteria  `toml:"criteria" default:"none" example:"{P=\"All speak with one voice.\", U=\"Nobody speaks.\"}" doc:"Notes that evaluators use to rate it, in words. No player reads them."`
	Measure    Yardstick  `toml:"measure" required:"true" example:"{reach=\"egress\"}" doc:"The way in which it is measured."`
	Rate       Thresholds `toml:"rate" default:"{P=0.9, S=0.7, M=0.4}" example:"{P=0.9, S=0.7, M=0.4}" doc:"Ratings: P performed without challenges, S with some, M with major challenges, otherwise U unable. Numbers, or durations where the measure is a time; if P is the smallest, less is better."`
}

// Criteria say in words what each rating means for an objective.
type Criteria struct {
	P string `toml:"P" default:"none" example:"\"All speak with one voice within the hour.\"" doc:"Performed without challenges."`
	S string `toml:"S" default:"none" example:"\"One voice, but late.\"" doc:"Performed with some challenges."`
	M string `toml:"M" default:"none" example:"\"Two versions are out.\"" doc:"Performed with major challenges."`
	U string `toml:"U" default:"none" example:"\"Nobody speaks.\"" doc:"Unable to be performed."`
}

// Words are the criteria that are given, from P to U, each as "P: text".
func (c *Criteria) Words() []string {
	if c == nil {
		return nil
	}
	var out []string
	for _, k := range []struct{ letter, text string }{{"P", c.P}, {"S", c.S}, {"M", c.M}, {"U", c.U}} {
		if k.text != "" {
			out = append(out, k.letter+": "+k.text)
		}
	}
	return out
}

// Yardstick is what an objective is measured by. Exactly one kind is given.
type Yardstick struct {
	Reach        Names  `toml:"reach" ref:"fact" example:"\"egress\"" doc:"Share of the roles that need a fact and have it within its target time (by the end, if it has none). Several facts: their mean."`
	TimeTo       Expr   `toml:"time_to" expr:"bool" example:"\"done('trace_and_hold')\"" doc:"Hours until this is first true, counted from time_from."`
	TimeFrom     Expr   `toml:"time_from" expr:"bool" default:"STARTEX" example:"\"aware('egress') > 0\"" doc:"With time_to: when the clock begins."`
	Obligation   Names  `toml:"obligation" ref:"obligation" example:"\"eu_cyber\"" doc:"Share of these duties met in time, among those whose clock started."`
	Joint        Names  `toml:"joint" ref:"action" example:"\"trace_and_hold\"" doc:"Share of these joint actions that were carried out."`
	Gauge        string `toml:"gauge" ref:"gauge" example:"\"harm\"" doc:"The value of a gauge at the end."`
	Probe        Names  `toml:"probe" ref:"probe" example:"\"cause\"" doc:"Share of the seats asked whose last answer is right."`
	NoteFidelity Names  `toml:"note_fidelity" ref:"role|all" example:"\"all\"" doc:"Share of the triggered promises of these roles that were kept in time."`
	Expr         Expr   `toml:"expr" expr:"number" example:"\"count_failed()\"" doc:"The value of an expression at the end."`
}

// Thresholds are the limits of the ratings P, S and M; what misses them all is U.
type Thresholds struct {
	Set     bool `toml:"-"`
	Time    bool `toml:"-"` // the limits are hours, written as durations
	P, S, M float64
}

// LessIsBetter reports whether lower values have the better ratings: the limits rise from P to M, or are the same time.
func (t Thresholds) LessIsBetter() bool { return t.P < t.M || t.P == t.M && t.Time }

// Rate gives the rating letter of a value.
func (t Thresholds) Rate(v float64) string {
	less := t.LessIsBetter()
	for _, step := range []struct {
		limit  float64
		letter string
	}{{t.P, "P"}, {t.S, "S"}, {t.M, "M"}} {
		if less && v <= step.limit || !less && v >= step.limit {
			return step.letter
		}
	}
	return "U"
}

func (t *Thresholds) bind(b *binder, v any, path string) {
	const hint = `for example rate = {P=0.9, S=0.7, M=0.4} or rate = {P="6h", S="12h", M="24h"}`
	m, ok := v.(map[string]any)
	if !ok {
		b.errorf(path, "type", hint, "expected a table, found %s", kindOf(v))
		return
	}
	t.Set = true
	times := 0
	for k, x := range m {
		if k != "P" && k != "S" && k != "M" {
			b.errorf(join(path, k), "unknown-key", hint,
				"unknown rating %q: the ratings are P, S and M (and U for the rest)", clip(k))
		}
		if _, ok := x.(string); ok {
			times++
		}
	}
	for i, p := range []*float64{&t.P, &t.S, &t.M} {
		k := "PSM"[i : i+1]
		x, ok := m[k]
		if !ok {
			b.errorf(path, "missing", hint, "rating %s is missing", k)
			continue
		}
		if s, ok := x.(string); ok {
			*p = b.duration(s, join(path, k)).Hours()
		} else if n, ok := number(x); ok {
			*p = n
		} else {
			b.errorf(join(path, k), "type", hint, "expected a number or a duration, found %s", kindOf(x))
		}
	}
	t.Time = times > 0
	if times > 0 && times < len(m) {
		b.errorf(path, "type", hint, "some limits are durations and some are numbers")
	}
	if !(t.P >= t.S && t.S >= t.M) && !(t.P <= t.S && t.S <= t.M) {
		b.errorf(path, "range", hint, "the limits must rise or fall from P through S to M")
	}
}

func (o *Objective) check(c *checker, path string) {
	y := &o.Measure
	given := 0
	for _, g := range []bool{len(y.Reach) > 0, y.TimeTo.Source != "", len(y.Obligation) > 0, len(y.Joint) > 0,
		y.Gauge != "", len(y.Probe) > 0, len(y.NoteFidelity) > 0, y.Expr.Source != ""} {
		if g {
			given++
		}
	}
	if given != 1 {
		c.errorf(path+".measure", "conflict",
			"one of reach, time_to, obligation, joint, gauge, probe, note_fidelity, expr",
			"an objective has exactly one measure; this one has %d", given)
	}
	if y.TimeFrom.Source != "" && y.TimeTo.Source == "" {
		c.errorf(path+".measure", "missing", "add time_to", "time_from goes with time_to")
	}
	for i, j := range y.Joint {
		if a := c.sc.Find("action", j); a >= 0 && c.sc.Actions[a].Joint == nil {
			c.errorf(indexed(path+".measure.joint", i), "reference", "name a joint action",
				"%q is not a joint action", j)
		}
	}
	if o.Rate.Time && y.TimeTo.Source == "" && given == 1 {
		c.errorf(path+".rate", "type", "use numbers", "the limits are durations but the measure is not a time")
	}
	if !o.Rate.Set {
		if y.TimeTo.Source != "" || y.Gauge != "" || y.Expr.Source != "" {
			c.errorf(path, "missing", `for example rate = {P="6h", S="12h", M="24h"}`,
				"this measure needs rate: its limits cannot be guessed")
		}
		o.Rate = Thresholds{P: 0.9, S: 0.7, M: 0.4}
	}
}
