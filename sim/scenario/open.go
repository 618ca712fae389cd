package scenario

import (
	"math"
	"reflect"
	"strings"
)

// open is the scenario in which each number that draws give lets as much happen as it can in any run: the longest
// length, no delay, a chance of 1; a gauge's start is any that can be drawn ([reach.start]).
// [Scenario.worlds] are few, and a run can draw a number between theirs.
func (sc *Scenario) open() *Scenario {
	values := sc.Usual()
	out, fresh := *sc.Drawn(values), map[string]bool{}
	for i := range sc.sites {
		s := &sc.sites[i]
		if s.expr == nil {
			continue
		}
		v := s.in(reflect.ValueOf(&out).Elem(), fresh)
		switch _, span := v.Interface().(Duration); {
		case s.path == "length":
			s.number(v, MaxDuration.Hours())
		case span:
			s.number(v, 0)
		case strings.HasSuffix(s.path, ".chance"):
			s.number(v, 1)
		}
	}
	return &out
}

// start bounds the start of a gauge. With r.open it covers every start that can be drawn.
func (r *reach) start(g int) span {
	gauge := &r.sc.Gauges[g]
	if s := r.sc.site(join("gauge", gauge.ID) + ".start"); r.open && s != nil {
		return r.span(s.expr)
	}
	return span{gauge.Start, gauge.Start}
}

// site is the number that draws decide at a path; nil where they decide none.
func (sc *Scenario) site(path string) *site {
	if sc.given[path] == "" {
		return nil
	}
	for i := range sc.sites {
		if sc.sites[i].path == path && sc.sites[i].expr != nil {
			return &sc.sites[i]
		}
	}
	return nil
}

// span bounds a drawn number; a time is in hours.
func (d *Draw) span() span {
	s := anywhere
	switch {
	case d.kind() == drawTime:
		return span{0, math.Inf(1)}
	case d.kind() != drawNumber || d.Number.Kind == Computed:
	default:
		s.lo, s.hi = d.Number.Range()
	}
	return span{d.held(s.lo), d.held(s.hi)}
}

// over bounds a quotient: anywhere if the divisor can be 0.
func (s span) over(by span) span {
	if by.lo <= 0 && by.hi >= 0 {
		return anywhere
	}
	return s.times(span{1 / by.hi, 1 / by.lo})
}

// times bounds a product.
func (s span) times(by span) span {
	p, q, u, v := s.lo*by.lo, s.lo*by.hi, s.hi*by.lo, s.hi*by.hi
	return span{min(p, q, u, v), max(p, q, u, v)}.orAnywhere()
}
