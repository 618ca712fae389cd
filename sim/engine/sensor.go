package engine

// Sensors are what seats have instead of gauges: readings that are taken at intervals, come late and have an error.
// What a sensor shows is a gauge of its own that does not change between two readings; see [scenario.Sensor].

type sensorModel struct {
	gauge, of  int
	every, lag Time
	share, sd  float64 // of the error
	name       uint64
}

// reading is one that has been taken and is on its way.
type reading struct {
	sensor int32
	at     Time // when it was taken
	value  float64
}

func (m *Model) compileSensors() {
	sc := m.Scenario
	for i := range sc.Sensors {
		s := &sc.Sensors[i]
		m.sensors = append(m.sensors, sensorModel{gauge: sc.Find("gauge", s.ID), of: sc.Find("gauge", s.Of),
			every: Time(s.Every), lag: Time(s.Lag), share: s.Error, sd: s.SD, name: m.name("sensor", s.ID)})
	}
}

// resetSensors has each sensor show a reading of its gauge's start.
func (e *Engine) resetSensors(m *Model) {
	e.readings, e.readAt = e.readings[:0], sized(e.readAt, len(m.sensors))
	for i := range m.sensors {
		s := &m.sensors[i]
		g := &e.gauges[s.gauge]
		g.v0 = m.within(s.gauge, e.measured(s, 0, e.gauges[s.of].v0))
		g.level = m.gauges[s.gauge].levelOf(g.v0)
	}
}

func (e *Engine) startSensors() {
	for i := range e.m.sensors {
		e.planReading(i, 1)
	}
}

// planReading schedules the n-th reading of a sensor; the first is at STARTEX and has number 0.
func (e *Engine) planReading(i, n int) {
	e.later(Time(n)*e.m.sensors[i].every, rankWorld, body{kind: sensorReads, a: int32(i), b: int32(n)})
}

// measured is a value as the n-th reading of a sensor has it.
func (e *Engine) measured(s *sensorModel, n int32, value float64) float64 {
	if s.share == 0 && s.sd == 0 {
		return value
	}
	z := quantile(e.draw(s.name, forReading, uint32(n)+1))
	return finite(float64(value*exp(float64(s.share*z))) + float64(s.sd*z))
}

// sensorReads takes a reading, and plans the next.
func (e *Engine) sensorReads(i, n int) {
	s := &e.m.sensors[i]
	r := reading{int32(i), e.now, e.measured(s, int32(n), e.gaugeAt(s.of, e.now))}
	e.planReading(i, n+1)
	if s.lag == 0 {
		e.shows(r)
		return
	}
	e.readings = append(e.readings, r)
	e.later(e.after(s.lag), rankWorld, body{kind: readingArrives, a: int32(i)})
}

// readingArrives has the seats of a sensor see the oldest of its readings that is on its way.
func (e *Engine) readingArrives(i int) {
	for k, r := range e.readings {
		if int(r.sensor) == i {
			e.readings = append(e.readings[:k], e.readings[k+1:]...)
			e.shows(r)
			return
		}
	}
}

func (e *Engine) shows(r reading) {
	e.readAt[r.sensor] = r.at
	e.putGauge(e.m.sensors[r.sensor].gauge, r.value)
}

// ReadAt is when the reading that a sensor shows was taken.
func (e *Engine) ReadAt(sensor int) Time { return e.readAt[sensor] }

// digestSensors takes in what sensors show and what is on its way, where there are any.
func (e *Engine) digestSensors(h *hasher) {
	if len(e.readAt)+len(e.readings) == 0 {
		return
	}
	words(h, e.readAt)
	for _, r := range e.readings {
		h.word(uint64(r.sensor))
		h.word(uint64(r.at))
		h.float(r.value)
	}
}
