package scenario

import (
	"fmt"
	"time"
)

// inZone gives a date and time of a file its zone with a name that a clock can show:
// "UTC+2", "UTC-5:30". One without a zone is in UTC, not in the zone of this computer.
func inZone(t time.Time) time.Time {
	switch t.Location().String() {
	case "date-local", "datetime-local", "time-local":
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	}
	_, offset := t.Zone()
	if offset == 0 {
		return t.UTC()
	}
	name, minutes := fmt.Sprintf("UTC%+d", offset/3600), offset/60%60
	if minutes != 0 {
		name += fmt.Sprintf(":%02d", max(minutes, -minutes))
	}
	if offset < 0 && offset > -3600 {
		name = fmt.Sprintf("UTC-0:%02d", -minutes)
	}
	return t.In(time.FixedZone(name, offset))
}

// Clock writes a moment of the story as screens show it: day, time and zone.
func (sc *Scenario) Clock(at Duration) string {
	return sc.Start.Add(time.Duration(at)).Format("Mon 2 Jan 2006 15:04 MST")
}

// SinceMonday is the time from the last Monday's midnight (0:00) to STARTEX, on a clock that is east
// seconds ahead of the story's own.
func (sc *Scenario) SinceMonday(east int) Duration {
	at := sc.Start.Add(time.Duration(east) * time.Second)
	days := (int(at.Weekday()) + 6) % 7
	return Duration(days)*Day + Duration(at.Hour())*Hour + Duration(at.Minute())*Minute +
		Duration(at.Second())*Second + Duration(at.Nanosecond())
}
