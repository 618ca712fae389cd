package scenario

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

// Distribution names the shape of a Delay.
type Distribution uint8

const (
	// Fixed is always the same span.
	Fixed Distribution = iota
	// LogNormal is given by its median and 90th percentile.
	LogNormal
	// PERT is a beta distribution between min and max with the given mode and lambda 4
	// (Malcolm et al., 1959).
	PERT
	// Exponential is given by its mean: an event that could come at any time.
	Exponential
	// Uniform is equally likely anywhere between from and to.
	Uniform
)

// Delay is how long something takes: a fixed span or a distribution over spans. The
// zero Delay is no time at all.
type Delay struct {
	Set  bool // false when the file does not give it
	Kind Distribution
	// A, B and C are the parameters: Fixed: A. LogNormal: A median, B 90th percentile.
	// PERT: A min, B mode, C max. Exponential: A mean. Uniform: A from, B to.
	A, B, C Duration
}

// Earliest is the least time the delay can take.
func (d Delay) Earliest() Duration {
	switch d.Kind {
	case Fixed, PERT, Uniform:
		return d.A
	}
	return 0
}

// Immediate reports whether the delay is always zero.
func (d Delay) Immediate() bool { return d.Kind == Fixed && d.A == 0 }

// String writes the delay for a reader: "6h", "about 2h (1 in 10 over 9h)".
func (d Delay) String() string {
	switch d.Kind {
	case LogNormal:
		return fmt.Sprintf("about %s (1 in 10 over %s)", d.A, d.B)
	case PERT:
		return fmt.Sprintf("about %s (%s to %s)", d.B, d.A, d.C)
	case Exponential:
		return fmt.Sprintf("on average %s", d.A)
	case Uniform:
		return fmt.Sprintf("%s to %s", d.A, d.B)
	}
	return d.A.String()
}

var delayForms = map[string]Distribution{
	"median,p90":   LogNormal,
	"max,min,mode": PERT,
	"mean":         Exponential,
	"from,to":      Uniform,
}

const delayHint = `write "6h", {median="2h", p90="9h"}, {min="15m", mode="30m", max="2h"}, {mean="4h"} or {from="1h", to="3h"}`

func (d *Delay) bind(b *binder, v any, path string) {
	d.Set = true
	switch x := v.(type) {
	case string:
		d.A = b.duration(x, path)
		return
	case map[string]any:
		names := make([]string, 0, len(x))
		part := map[string]Duration{}
		faulty := false
		for k, v := range x {
			names = append(names, k)
			s, ok := v.(string)
			if !ok {
				b.notSpan(v, join(path, k), delayHint)
				faulty = true
				continue
			}
			part[k] = b.duration(s, join(path, k))
			faulty = faulty || b.faulty[join(path, k)]
		}
		sort.Strings(names)
		form, ok := delayForms[strings.Join(names, ",")]
		if !ok {
			b.errorf(path, "delay", delayHint, "{%s} is not one of the ways to give a delay",
				clip(strings.Join(names, ", ")))
			return
		}
		d.Kind = form
		if faulty {
			return
		}
		bad := func(msg string) { b.errorf(path, "range", delayHint, "%s", msg) }
		switch form {
		case LogNormal:
			d.A, d.B = part["median"], part["p90"]
			if d.A <= 0 {
				bad("the median of a delay must be more than 0")
			} else if d.B < d.A {
				bad("p90 (9 of 10 are quicker) is less than the median (half are quicker)")
			}
		case PERT:
			d.A, d.B, d.C = part["min"], part["mode"], part["max"]
			if d.A > d.B || d.B > d.C {
				bad("a delay must have min ≤ mode ≤ max")
			}
		case Exponential:
			d.A = part["mean"]
			if d.A <= 0 {
				bad("the mean of a delay must be more than 0")
			}
		case Uniform:
			d.A, d.B = part["from"], part["to"]
			if d.A > d.B {
				bad("a delay must have from ≤ to")
			}
		}
	case int64, float64, time.Time:
		b.notSpan(v, path, delayHint)
	default:
		b.errorf(path, "type", delayHint, "expected a delay, found %s", kindOf(v))
	}
}
