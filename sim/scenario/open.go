package scenario

import (
	"math"
	"reflect"
	"strings"
)

// open is the scenario with all that draws of numbers leave open: what they give lets come about whatever it can
// in any run. A start is taken as the span of what it can be ([reach.start]), a delay as none, a chance as certain.
// The worlds that are looked at are few, and a number between them can be what none of them has.
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

// start is the span of what a gauge can start at, in any run if draws decide it.
func (r *reach) start(g int) span {
	gauge := &r.sc.Gauges[g]
	if s := r.sc.site(join("gauge", gauge.ID) + ".start"); r.open && s != nil {
		return r.span(s.expr)
	}
	return span{gauge.Start, gauge.Start}
}

// site is what draws decide at a path; nil where they decide nothing.
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

// span is what a drawn number can be.
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

// over is the span of a quotient.
func (s span) over(by span) span {
	if by.lo <= 0 && by.hi >= 0 {
		return anywhere
	}
	return s.times(span{1 / by.hi, 1 / by.lo})
}

// times is the span of a product.
func (s span) times(by span) span {
	p, q, u, v := s.lo*by.lo, s.lo*by.hi, s.hi*by.lo, s.hi*by.hi
	return span{min(p, q, u, v), max(p, q, u, v)}.whole()
}
