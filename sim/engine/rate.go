package engine

// Rates that effects give to a gauge add, and each ends by itself: after the time that it
// lasts, or when its condition becomes true. Together they are in place of the gauge's
// law, which comes back when the last has ended. A cause that comes again while its rate
// is in force begins its time again and adds nothing. A rate of 0 that neither lasts nor
// ends otherwise, halt, and any other law end them all.

type rateModel struct {
	gauge   int
	perHour float64
	lasts   Time
	until   int // condition, or -1
}

type rateState struct {
	on    bool
	round uint32 // how often it has begun
}

// addRate registers what an effect gives to a gauge.
func (m *Model) addRate(em *effectModel) {
	if em.form != &gaugeEffect || em.Rate == nil || *em.Rate == 0 && em.Lasts == 0 && em.Until.Root == nil {
		return
	}
	em.rate = len(m.rates)
	r := rateModel{gauge: em.of[0], perHour: *em.Rate, lasts: Time(em.Lasts)}
	r.until = m.condition(em.Until.Root, Nobody, ownRate, em.rate)
	m.rates = append(m.rates, r)
	m.gauges[r.gauge].rates = append(m.gauges[r.gauge].rates, int32(em.rate))
}

// beginRate puts a rate in force.
func (e *Engine) beginRate(r int, via Via) {
	rm, st := &e.m.rates[r], &e.rates[r]
	if rm.until >= 0 && e.m.conds[rm.until].fn(e) {
		return // what would end it is so already
	}
	st.on = true
	st.round++
	if rm.lasts > 0 {
		e.later(e.after(rm.lasts), rankWorld, body{kind: rateEnds, a: int32(r), b: int32(st.round), via: via})
	}
	e.addUp(rm.gauge, via)
}

// endRate ends a rate that is in force.
func (e *Engine) endRate(r int, via Via) {
	if st := &e.rates[r]; st.on {
		st.on = false
		e.addUp(e.m.rates[r].gauge, via)
	}
}

// dropRates ends all rates of a gauge, and forgets what they replaced.
func (e *Engine) dropRates(g int) {
	for _, r := range e.m.gauges[g].rates {
		e.rates[r].on = false
	}
	e.gauges[g].rated, e.gauges[g].under = false, lawState{}
}

// addUp has a gauge move by the sum of its rates, or by what they replaced.
func (e *Engine) addUp(g int, via Via) {
	s, sum, any := &e.gauges[g], 0.0, false
	for _, r := range e.m.gauges[g].rates {
		if e.rates[r].on {
			sum, any = sum+e.m.rates[r].perHour, true
		}
	}
	switch {
	case any:
		if !s.rated {
			s.rated, s.under = true, lawState{s.k, s.c, s.law, s.override}
		}
		e.follows(g, linear, sum, 0, via)
	case s.rated:
		was := s.under
		s.rated, s.under = false, lawState{}
		e.follows(g, was.law, was.k, was.c, via)
		if s.override = was.override; !s.override && e.m.gauges[g].while >= 0 {
			e.regrow(g)
		}
	}
}
