package scenario

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Hours are when a seat works.
type Hours struct {
	From ClockTime `toml:"from" required:"true" example:"\"09:00\"" doc:"When the day's work begins, on the seat's own clock."`
	To   ClockTime `toml:"to" required:"true" example:"\"17:00\"" doc:"When it ends. Not later than from: on the next day."`
	Days []string  `toml:"days" default:"Monday to Friday" example:"[\"mon\", \"tue\"]" doc:"The days on which it begins: mon, tue, wed, thu, fri, sat, sun."`
	Zone Zone      `toml:"zone" default:"that of start" example:"\"+09:00\"" doc:"The seat's own clock, as its difference from UTC. It has no summer time."`
}

// Weekdays are the days of the week, from Monday.
var Weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// On are the days on which the seat works, from Monday, which is 0.
func (h *Hours) On() []int {
	if len(h.Days) == 0 {
		return []int{0, 1, 2, 3, 4}
	}
	var out []int
	for _, d := range h.Days {
		for i, w := range Weekdays {
			if w == d {
				out = append(out, i)
			}
		}
	}
	return out
}

// East is how many seconds the seat's clock is ahead of the story's; below 0 if it is behind.
func (h *Hours) East(sc *Scenario) int {
	if !h.Zone.Given {
		return 0
	}
	_, own := sc.Start.Zone()
	return h.Zone.Seconds - own
}

// Clock writes a moment of the story on the seat's clock: day, time and zone.
func (h *Hours) Clock(sc *Scenario, at Duration) string {
	t := sc.Start.Add(time.Duration(at))
	if h.Zone.Given {
		t = inZone(t.In(time.FixedZone("", h.Zone.Seconds)))
	}
	return t.Format("Mon 15:04 MST")
}

// Words say when the seat works: "09:00 to 17:00, Monday to Friday, UTC+9".
func (h *Hours) Words(sc *Scenario) string {
	names := []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	var days []string
	on := h.On()
	for _, d := range on {
		days = append(days, names[d])
	}
	when := strings.Join(days, ", ")
	switch n := len(on); {
	case n == 7:
		when = "every day"
	case n > 2 && on[n-1]-on[0] == n-1:
		when = days[0] + " to " + days[n-1]
	}
	zone := sc.Start.Format("MST")
	if h.Zone.Given {
		zone = inZone(sc.Start.In(time.FixedZone("", h.Zone.Seconds))).Format("MST")
	}
	return h.From.String() + " to " + h.To.String() + ", " + when + ", " + zone
}

func (h *Hours) check(c *checker, path string) {
	for i, d := range h.Days {
		found := false
		for _, w := range Weekdays {
			found = found || w == d
		}
		if !found {
			c.errorf(indexed(path+".days", i), "value", suggest(d, Weekdays), "%q is not a day of the week", clip(d))
		}
	}
	if c.has(path+".days") && len(h.Days) == 0 {
		c.errorf(path+".days", "missing", `for example days = ["mon", "tue"]`, "a seat with hours works on some day")
	}
}

// ClockTime is a time of day.
type ClockTime Duration

var clockForm = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})$`)

func (t *ClockTime) bind(b *binder, v any, path string) {
	s, _ := v.(string)
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		b.errorf(path, "type", `for example "09:00"`, "expected a time of day in quotes, such as \"09:00\"")
		return
	}
	h, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	if h > 24 || minutes > 59 || h == 24 && minutes > 0 {
		b.errorf(path, "range", `from "00:00" to "24:00"`, "%q is not a time of day", clip(s))
		return
	}
	*t = ClockTime(Duration(h)*Hour + Duration(minutes)*Minute)
}

// String writes the time of day: "09:00".
func (t ClockTime) String() string {
	return two(int(Duration(t)/Hour)) + ":" + two(int(Duration(t)%Hour/Minute))
}

func two(n int) string { return strings.Repeat("0", 2-min(2, len(strconv.Itoa(n)))) + strconv.Itoa(n) }

// Zone is a difference from UTC.
type Zone struct {
	Given   bool
	Seconds int
}

var zoneForm = regexp.MustCompile(`^([+-])([0-9]{1,2}):([0-9]{2})$`)

func (z *Zone) bind(b *binder, v any, path string) {
	s, _ := v.(string)
	if s == "UTC" {
		z.Given = true
		return
	}
	m := zoneForm.FindStringSubmatch(s)
	if m == nil {
		b.errorf(path, "type", `for example "+09:00" or "UTC"`, "expected a difference from UTC in quotes")
		return
	}
	h, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	if h > 14 || minutes > 59 {
		b.errorf(path, "range", `from "-12:00" to "+14:00"`, "no time zone has the difference %q", clip(s))
		return
	}
	z.Given, z.Seconds = true, h*3600+minutes*60
	if m[1] == "-" {
		z.Seconds = -z.Seconds
	}
}

// String writes the difference: "+09:00".
func (z Zone) String() string {
	sign, s := "+", z.Seconds
	if s < 0 {
		sign, s = "-", -s
	}
	return sign + two(s/3600) + ":" + two(s/60%60)
}
