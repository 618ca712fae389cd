package scenario

import (
	"math"
	"strconv"
)

// Draw is something that is different from run to run: who did it, how many there are, how
// long it takes. It is drawn once, at STARTEX, from the run's seed and its own id, so that
// adding or removing a draw changes none of the others.
//
// What depends on it is decided by [Scenario.Drawn]; the engine plays the scenario that this
// returns and knows nothing of draws.
type Draw struct {
	ID      string    `toml:"-"`
	Title   string    `toml:"title" default:"the id in words" example:"\"Who is behind it\"" doc:"Its name on the facilitator's screen and in reports."`
	Choice  []Amount  `toml:"choice,keyed" example:"{insider=2, state=1}" doc:"One of these, each as likely as its weight says: here insider in two runs of three."`
	Unlike  Names     `toml:"unlike" ref:"draw" default:"any answer can come again" example:"[\"first_card\"]" doc:"With choice: answers that these draws, which must be above it, have given cannot come again: cards of one deck, drawn without putting them back."`
	Chance  *float64  `toml:"chance" min:"0" max:"1" example:"0.3" doc:"True with this chance, otherwise false."`
	Number  *Quantity `toml:"number" example:"{from=20, to=60}" doc:"A number from a spread, or an expression of the draws above it."`
	Time    Delay     `toml:"time" example:"{from=\"2h\", to=\"9h\"}" doc:"A duration. In expressions it is a number of hours."`
	Whole   bool      `toml:"whole" default:"false" example:"true" doc:"With number: rounded to a whole number."`
	Floor   *float64  `toml:"floor" default:"none" example:"0" doc:"With number: the smallest value that it can have."`
	Ceiling *float64  `toml:"ceiling" default:"none" example:"100" doc:"With number: the largest value that it can have."`
	Words   []Option  `toml:"words,keyed" default:"the ids in words; yes and no" example:"{insider=\"an insider\", state=\"a state\"}" doc:"With choice or chance: what {name} is in texts. For a chance the keys are yes and no."`
	Basis   string    `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`

	decks []deck // those of Unlike
}

// deck is an earlier draw whose answer cannot come again here.
type deck struct {
	draw  int
	takes []int // by its answer: the index of the same answer here, or -1
}

// weights are the weights of the answers; those that the draws above have taken weigh 0.
func (d *Draw) weights(above []float64) []float64 {
	out := make([]float64, len(d.Choice))
	for i, c := range d.Choice {
		out[i] = c.Value
	}
	for _, k := range d.decks {
		if at := k.takes[int(above[k.draw])]; at >= 0 {
			out[at] = 0
		}
	}
	return out
}

// drawKind is which of its forms a draw has.
type drawKind uint8

const (
	drawNothing drawKind = iota
	drawChoice
	drawChance
	drawNumber
	drawTime
)

func (d *Draw) kind() drawKind {
	switch {
	case len(d.Choice) > 0:
		return drawChoice
	case d.Chance != nil:
		return drawChance
	case d.Number != nil:
		return drawNumber
	case d.Time.Set:
		return drawTime
	}
	return drawNothing
}

// option is the index of an answer, or -1.
func (d *Draw) option(id string) int {
	for i := range d.Choice {
		if d.Choice[i].ID == id {
			return i
		}
	}
	return -1
}

func (d *Draw) options() []string {
	out := make([]string, len(d.Choice))
	for i := range d.Choice {
		out[i] = d.Choice[i].ID
	}
	return out
}

// At is the value for a uniform number u from 0 to 1. above are the values of the draws above it;
// quantile and span give the quantile of a spread and of a delay, the latter in hours. The value
// of a choice is the index of its answer, of a chance 0 or 1, of a time a number of hours.
func (d *Draw) At(u float64, above []float64, quantile func(*Quantity, float64) float64,
	span func(Delay, float64) float64) float64 {
	switch d.kind() {
	case drawChoice:
		weights, total := d.weights(above), 0.0
		for _, w := range weights {
			total += w
		}
		left := float64(u * total)
		for i, w := range weights {
			if left -= w; left < 0 {
				return float64(i)
			}
		}
		return float64(d.likeliest(above))
	case drawChance:
		if u < *d.Chance {
			return 1
		}
	case drawNumber:
		if d.Number.Kind == Computed {
			v, _ := fixed(substitute(d.Number.Expr.Root, above))
			return d.held(v)
		}
		return d.held(quantile(d.Number, u))
	case drawTime:
		return span(d.Time, u)
	}
	return 0
}

// held rounds a number and keeps it within its bounds.
func (d *Draw) held(v float64) float64 {
	if d.Whole {
		v = math.Round(v)
	}
	if d.Floor != nil {
		v = max(v, *d.Floor)
	}
	if d.Ceiling != nil {
		v = min(v, *d.Ceiling)
	}
	return v
}

func (d *Draw) likeliest(above []float64) int {
	best, weights := 0, d.weights(above)
	for i, w := range weights {
		if w > weights[best] {
			best = i
		}
	}
	return best
}

// Word writes a value as texts show it.
func (d *Draw) Word(v float64) string {
	key, plain := "", ""
	switch d.kind() {
	case drawChoice:
		key = d.Choice[int(v)].ID
		plain = Words(key)
	case drawChance:
		key = map[bool]string{true: "yes", false: "no"}[v != 0]
		plain = key
	case drawTime:
		return hoursSpan(v).String()
	default:
		if d.Whole || v == math.Trunc(v) {
			return strconv.FormatFloat(v, 'f', 0, 64)
		}
		return strconv.FormatFloat(roundTo(v, 3), 'f', -1, 64)
	}
	for _, w := range d.Words {
		if w.ID == key {
			return w.Text
		}
	}
	return plain
}

// id writes a value as ids have it.
func (d *Draw) id(v float64) string {
	if d.kind() == drawChoice {
		return d.Choice[int(v)].ID
	}
	return d.Word(v)
}

// roundTo rounds to so many significant digits.
func roundTo(v float64, digits int) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v
	}
	return out
}

// hoursSpan is a number of hours as a span, to the minute where it is longer than one.
func hoursSpan(h float64) Duration {
	d := Duration(min(max(h, 0)*float64(Hour), float64(MaxDuration)))
	if minute := Hour / 60; d >= minute {
		d = (d + minute/2) / minute * minute
	}
	return d
}

func (d *Draw) check(c *checker, path string, place int) {
	n := 0
	for _, given := range []bool{c.has(path + ".choice"), d.Chance != nil || c.has(path+".chance"), d.Number != nil,
		d.Time.Set} {
		if given {
			n++
		}
	}
	if n != 1 {
		c.errorf(path, "conflict", `for example choice = {insider=2, state=1}`,
			"a draw has exactly one of choice, chance, number, time; this one has %d", n)
		return
	}
	total := 0.0
	for _, o := range d.Choice {
		total += o.Value
	}
	if d.kind() == drawNothing || d.kind() == drawChoice && !(total > 0) {
		c.errorf(path+".choice", "range", "for example choice = {insider=2, state=1}",
			"one of the answers must have a weight above 0")
	}
	for _, k := range []string{"whole", "floor", "ceiling"} {
		if c.has(path+"."+k) && d.kind() != drawNumber {
			c.errorf(path+"."+k, "conflict", "take it out", "%s goes with number", k)
		}
	}
	if d.Floor != nil && d.Ceiling != nil && *d.Floor > *d.Ceiling {
		c.errorf(path+".floor", "range", "lower the floor or raise the ceiling",
			"the floor, %v, is above the ceiling, %v", *d.Floor, *d.Ceiling)
	}
	may := d.options()
	if d.kind() == drawChance {
		may = []string{"yes", "no"}
	}
	for _, w := range d.Words {
		found := false
		for _, id := range may {
			found = found || id == w.ID
		}
		if !found {
			c.errorf(path+".words."+w.ID, "reference", suggest(w.ID, may), "%q is not an answer of draw %q", w.ID, d.ID)
		}
	}
	d.checkDecks(c, path, place)
	if d.Number != nil {
		for _, of := range drawsIn(d.Number.Expr.Root) {
			if of >= place {
				c.errorf(path+".number", "loop", "move it below what it is computed from",
					"draw %q is computed from %q, which is not above it", d.ID, c.sc.Draws[of].ID)
			}
		}
	}
}

// findDecks finds the answers that draws above take.
func (d *Draw) findDecks(sc *Scenario, place int) {
	for _, id := range d.Unlike {
		of := sc.Find("draw", id)
		if of < 0 || of >= place || len(sc.Draws[of].Choice) == 0 {
			continue // checkDecks reports it
		}
		k := deck{draw: of}
		for _, o := range sc.Draws[of].Choice {
			k.takes = append(k.takes, d.option(o.ID))
		}
		d.decks = append(d.decks, k)
	}
}

func (d *Draw) checkDecks(c *checker, path string, place int) {
	if len(d.Unlike) == 0 {
		return
	}
	answers := 0
	for _, o := range d.Choice {
		if o.Value > 0 {
			answers++
		}
	}
	for _, id := range d.Unlike {
		switch of := c.sc.Find("draw", id); {
		case of < 0:
			return
		case of >= place:
			c.errorf(path+".unlike", "loop", "move it below what it is to be unlike",
				"draw %q is unlike %q, which is not above it", d.ID, id)
			return
		case len(d.Choice) == 0 || len(c.sc.Draws[of].Choice) == 0:
			c.errorf(path+".unlike", "conflict", "take it out", "unlike goes with choice, here and in draw %q", id)
			return
		}
	}
	if answers <= len(d.Unlike) {
		c.errorf(path+".unlike", "range", "give it more answers",
			"draw %q may have no answer left: it has %d, and %d can be taken", d.ID, answers, len(d.Unlike))
	}
}
