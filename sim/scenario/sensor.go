package scenario

import "fmt"

// Sensor is what seats see instead of a gauge: readings of it that come late and with an error. [lower] makes a
// second gauge with the sensor's id for the readings. Those seats see it, expressions can name it, and it does not
// change between two readings.
type Sensor struct {
	ID    string   `toml:"-"`
	Title string   `toml:"title" default:"that of the gauge, and that it is as read" example:"\"Copies found by scanning\"" doc:"The name of the readings."`
	Of    string   `toml:"of" ref:"gauge" required:"true" example:"\"copies\"" doc:"The gauge that it reads."`
	For   Names    `toml:"for" ref:"role|all" required:"true" example:"[\"cert\"]" doc:"The roles that see its readings. They do not see the gauge itself."`
	Every Duration `toml:"every" required:"true" example:"\"1h\"" doc:"A reading is taken at this interval from STARTEX on, before anything else that happens then. At STARTEX the seats have a reading of the gauge's start."`
	Lag   Duration `toml:"lag" default:"none" example:"\"20m\"" doc:"How long after it was taken a reading reaches the seats."`
	Error float64  `toml:"error" min:"0" max:"3" default:"0" example:"0.1" doc:"The spread of the readings as a share of the value: with 0.1 two of three are within a tenth of the truth. Each reading is drawn separately, log-normal with the truth as its median."`
	SD    float64  `toml:"sd" min:"0" default:"0" example:"5" doc:"Instead of error: the standard deviation of the readings in the gauge's unit, normal around the truth."`
	Grade string   `toml:"grade" default:"none" example:"\"B2\"" doc:"How far the source can be trusted and how likely it is to be right, in the Admiralty code: A (completely reliable) to F (cannot be judged), then 1 (confirmed) to 6 (cannot be judged). Shown next to each reading."`
	Basis string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Bounds of readings.
const (
	leastEvery = Minute
	mostTaken  = 50000 // by one sensor in an exercise
	mostOnWay  = 1000  // of one sensor
)

// SensorOf is the sensor whose readings a gauge holds; nil for a gauge of the world.
func (sc *Scenario) SensorOf(gauge int) *Sensor {
	if i := sc.Find("sensor", sc.Gauges[gauge].ID); i >= 0 {
		return &sc.Sensors[i]
	}
	return nil
}

// sensor adds the gauge that holds a sensor's readings.
func (x *expander) sensor(tree map[string]any, id string, s map[string]any) map[string]any {
	path, to := join("sensor", id), join("gauge", id)
	gauges, _ := tree["gauge"].(map[string]any)
	name, _ := s["of"].(string)
	of, ok := gauges[name].(map[string]any)
	if !ok {
		return s // its of is reported as a reference
	}
	readings := map[string]any{}
	for _, k := range []string{"unit", "start", "floor", "ceiling"} {
		if v, given := of[k]; given {
			readings[k] = x.fill(v, join(join("gauge", name), k), join(to, k), nil)
		}
	}
	if who, given := s["for"]; given {
		readings["sees"] = x.fill(who, join(path, "for"), join(to, "sees"), nil)
	}
	if title, given := s["title"]; given {
		readings["title"] = x.fill(title, join(path, "title"), join(to, "title"), nil)
	} else {
		title, _ := of["title"].(string)
		if title == "" {
			title = name
		}
		readings["title"] = title + ", as read"
	}
	x.add(tree, "gauge", id, readings, path)
	return s
}

func (c *checker) checkSensors() {
	for i := range c.sc.Sensors {
		c.sc.Sensors[i].check(c, join("sensor", c.sc.Sensors[i].ID))
	}
	c.checkGrades()
}

func (s *Sensor) check(c *checker, path string) {
	if i := c.sc.Find("sensor", s.Of); i >= 0 && c.sc.Sensors[i].Of != s.Of {
		c.errorf(path+".of", "conflict", "name the gauge that the other sensor reads", "%q is a sensor itself", s.Of)
		return
	}
	g := c.sc.Find("gauge", s.Of)
	if g < 0 {
		return
	}
	for _, r := range c.sc.RolesOf(s.For) {
		if id := c.sc.Roles[r].ID; c.sc.Gauges[g].Sees.includes(id) {
			c.errorf(path+".for", "conflict", fmt.Sprintf("take %q out of sees of gauge %q, or out of for", id, s.Of),
				"%q sees gauge %q itself", id, s.Of)
		}
	}
	if s.Error > 0 && s.SD > 0 {
		c.errorf(path+".sd", "conflict", "keep error for a share of the value, or sd in its unit",
			"both error and sd are given")
	}
	switch {
	case !c.has(path + ".every"):
	case s.Every < leastEvery:
		c.errorf(path+".every", "range", `for example "10m"`, "readings are taken at least a minute apart")
	case c.sc.lasts()/s.Every > mostTaken:
		c.errorf(path+".every", "range", "take them less often", "these would be more than %d readings", mostTaken)
	case s.Lag/s.Every > mostOnWay:
		c.errorf(path+".lag", "range", "take readings less often, or have them come sooner",
			"more than %d readings would be on their way at once", mostOnWay)
	}
}

// The letters and figures of the Admiralty code (NATO STANAG 2511): how reliable a source is, and how credible
// its information.
var (
	reliability = map[byte]string{'A': "completely reliable", 'B': "usually reliable", 'C': "fairly reliable",
		'D': "not usually reliable", 'E': "unreliable", 'F': "reliability cannot be judged"}
	credibility = map[byte]string{'1': "confirmed by other sources", '2': "probably true", '3': "possibly true",
		'4': "doubtful", '5': "improbable", '6': "truth cannot be judged"}
)

// GradeWords says a grade of the Admiralty code in words: "source usually reliable, probably true"; "" for none.
func GradeWords(grade string) string {
	if len(grade) != 2 || reliability[grade[0]] == "" || credibility[grade[1]] == "" {
		return ""
	}
	source := "source " + reliability[grade[0]]
	if grade[0] == 'F' {
		source = "source's " + reliability[grade[0]]
	}
	return source + ", " + credibility[grade[1]]
}

// checkGrade reports a grade that is not a letter and a figure of the Admiralty code.
func (c *checker) checkGrade(path, grade string) {
	if grade != "" && GradeWords(grade) == "" {
		c.errorf(path, "grade", `for example "B2": a letter from A, completely reliable, to F, cannot be judged, and a `+
			"figure from 1, confirmed, to 6, cannot be judged", "%q is not a grade of the Admiralty code", clip(grade))
	}
}

// checkGrades checks the grades of facts and sensors.
func (c *checker) checkGrades() {
	for i := range c.sc.Facts {
		c.checkGrade(join("fact", c.sc.Facts[i].ID)+".grade", c.sc.Facts[i].Grade)
	}
	for i := range c.sc.Sensors {
		c.checkGrade(join("sensor", c.sc.Sensors[i].ID)+".grade", c.sc.Sensors[i].Grade)
	}
}
