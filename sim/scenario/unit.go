package scenario

import "strings"

// UnitOf is the unit of a measure that the scenario defines: "h" for a time, "times" for a count, the unit of a gauge,
// "systems" for the number of failed systems, and one of these "× h" if it is added up over time. It is "" for any
// other expression.
func (sc *Scenario) UnitOf(m *Measure) string {
	for _, e := range []*Expr{&m.End, &m.Max, &m.Min} {
		if e.Root != nil {
			return sc.unitOf(e.Root)
		}
	}
	switch {
	case m.First.Root != nil:
		return "h"
	case m.Count.Root != nil:
		return "times"
	case m.Integral.Root != nil && m.Integral.Root.Type == Bool:
		return "h"
	case m.Integral.Root != nil:
		if unit := sc.unitOf(m.Integral.Root); unit != "" {
			return unit + " × h"
		}
	}
	return ""
}

func (sc *Scenario) unitOf(n *Node) string {
	switch n.Op {
	case OpGauge:
		return strings.TrimSpace(CleanLine(sc.Gauges[n.Ref].Unit))
	case OpCountFailed:
		return "systems"
	case OpHours:
		return "h"
	}
	return ""
}

// UnitOfObjective is the unit of an objective's value: "h" for a time, the unit of a gauge, "0 to 1" for a share, and
// "" for an expression.
func (sc *Scenario) UnitOfObjective(o *Objective) string {
	y := &o.Measure
	switch {
	case y.TimeTo.Root != nil:
		return "h"
	case y.Gauge != "":
		return sc.unitOf(&Node{Op: OpGauge, Ref: sc.Find("gauge", y.Gauge)})
	case y.Expr.Root != nil:
		return ""
	}
	return "0 to 1"
}
