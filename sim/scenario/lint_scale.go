package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ofSome is a unit that says what a number is counted of, such as "of 100".
var ofSome = regexp.MustCompile(`^(?:out )?of (\d+(?:\.\d+)?)$`)

// scaleTop is the largest value that a unit allows; false for a unit that allows any.
func scaleTop(unit string) (float64, bool) {
	unit = strings.ToLower(strings.TrimSpace(unit))
	if m := ofSome.FindStringSubmatch(unit); m != nil {
		top, err := strconv.ParseFloat(m[1], 64)
		return top, err == nil
	}
	return 100, unit == "%" || unit == "percent" || unit == "per cent"
}

// lintScales finds gauges that can leave the scale that their unit names, such as "%" or "of 100".
func lintScales(c *checker) {
	for i := range c.sc.Gauges {
		g := &c.sc.Gauges[i]
		top, scaled := scaleTop(g.Unit)
		if !scaled {
			continue
		}
		path := join("gauge", g.ID) + ".unit"
		if why := c.leaves(i, 1, top-g.Start); g.Ceiling == nil && why != "" {
			c.warnf(path, "scale", fmt.Sprintf("write ceiling = %v", top),
				"gauge %q is counted %q and can come to more than %v: %s, and nothing stops it there", g.ID, g.Unit, top, why)
		}
		if why := c.leaves(i, -1, g.Start); g.Floor == nil && why != "" {
			c.warnf(path, "scale", "write floor = 0",
				"gauge %q is counted %q and can come to less than 0: %s, and nothing stops it there", g.ID, g.Unit, why)
		}
	}
}

// leaves says what can move a gauge by more than far up (side 1) or down (side -1) from its start; "" if nothing known
// can. Each effect counts once.
func (c *checker) leaves(g int, side, far float64) string {
	gauge := &c.sc.Gauges[g]
	gr := &gauge.Grow
	switch {
	case gr.Rate != nil && side**gr.Rate*c.sc.Length.Hours() > far,
		gr.Doubling > 0 && gr.Ceiling == nil && side*gauge.Start > 0,
		gr.Ceiling != nil && side*(*gr.Ceiling-gauge.Start) > far,
		gr.Approach != nil && side*(gr.Approach.To-gauge.Start) > far:
		return "it moves there by itself"
	}
	for _, f := range gauge.Flow {
		if side*f.PerHour > 0 {
			return fmt.Sprintf("gauge %q flows into it", f.Of)
		}
	}
	if side > 0 && c.sc.harmed(gauge.ID) {
		return "systems add to it"
	}
	sum, parts, last := 0.0, 0, ""
	c.sc.eachEffect(func(kind string, i int, e *Effect) {
		if e.Gauge != gauge.ID {
			return
		}
		if by := e.pushes(gauge.Start, side); by > 0 && sum <= far {
			sum, parts, last = sum+by, parts+1, fmt.Sprintf("%s %q", kind, c.sc.ID(kind, i))
		}
	})
	switch {
	case sum <= far:
		return ""
	case parts == 1:
		return last + " brings it there"
	}
	return fmt.Sprintf("%s and others bring it there", last)
}

// pushes is how far an effect can move a gauge up (side 1) or down (side -1) from its start, by itself.
func (e *Effect) pushes(start, side float64) float64 {
	far := func(q *Quantity, from float64) float64 {
		if q == nil || q.Kind == Computed {
			return 0 // it depends on what happens
		}
		least, most := q.Range()
		return max(side*(least-from), side*(most-from))
	}
	by := max(far(e.Set, start), far(e.Add, 0))
	if x, plain := e.Times.Known(); plain {
		by = max(by, side*(x-1)*start)
	}
	return by
}
