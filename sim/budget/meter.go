package budget

import "time"

// Meter is what one connection has of a bound that fills up again: one with Every above 0. It must
// not be used by two goroutines at once.
type Meter struct {
	bound Bound
	left  float64
	at    time.Time
}

// NewMeter returns a meter of which nothing has been used.
func NewMeter(of Name, now time.Time) *Meter {
	b := Of(of)
	return &Meter{b, float64(b.Most), now}
}

// Use takes n, also if less is left, and returns how long to wait until nothing is owed.
func (m *Meter) Use(n int, now time.Time) time.Duration {
	if now.After(m.at) {
		m.left = min(float64(m.bound.Most), m.left+float64(now.Sub(m.at))/float64(m.bound.Every))
		m.at = now
	}
	m.left -= float64(n)
	return max(0, time.Duration(-m.left*float64(m.bound.Every)))
}
