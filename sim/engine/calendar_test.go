package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestOfficeHours plays a Friday afternoon whose times were worked by hand: bots read and decide
// in their own hours and zones, a duty counts business days, and injects come by the story's
// clock.
func TestOfficeHours(t *testing.T) {
	m := compile(t, "../../testdata/worlds/hours.toml")
	var got []string
	e := engine.New(m, 1, engine.Setup{})
	e.Observe(func(ev engine.Event) {
		clock := m.Scenario.Start.Add(time.Duration(ev.At)).Format("Mon 15:04")
		switch ev.Kind {
		case engine.MessageSent:
			got = append(got, fmt.Sprintf("%s %s writes", clock, m.Scenario.Roles[ev.Role].ID))
		case engine.InjectDelivered:
			got = append(got, clock+" "+m.Scenario.Injects[ev.Ref].ID)
		case engine.ObligationMissed:
			got = append(got, clock+" missed")
		}
	})
	table := &bot.Table{Plays: []bool{true, true, true}}
	require.NoError(t, bot.Run(context.Background(), e, table, nil, e.Horizon(), nil))
	assert.Equal(t, []string{
		"Fri 15:00 morning",         // it is a weekday after eight at STARTEX
		"Sat 00:00 saturday",        //
		"Mon 08:00 morning",         // not at midnight, when the day and the hour change together
		"Mon 10:30 brussels writes", // an hour and a half on Friday, the rest on Monday
		"Mon 10:30 brussels writes", //
		"Tue 01:00 tokyo writes",    // nine in the morning there
		"Tue 08:00 morning",         //
		"Tue 23:00 guard writes",    // eight hours of Monday's night and one of Tuesday's
		"Wed 08:00 morning",         //
		"Wed 15:30 missed",          // three business days after Friday
		"Thu 08:00 morning", "Fri 08:00 morning", "Sat 00:00 saturday",
	}, got)
}

// TestWorkingTimeIsCounted checks the time at which work is done against a walk through every
// minute.
func TestWorkingTimeIsCounted(t *testing.T) {
	days := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.IntRange(0, 23).Draw(t, "from"), rapid.IntRange(0, 24).Draw(t, "to")
		on := rapid.SliceOfNDistinct(rapid.SampledFrom(days), 1, 7, rapid.ID).Draw(t, "days")
		offset := rapid.IntRange(-12, 14).Draw(t, "zone")
		begin := rapid.IntRange(0, 20_000).Draw(t, "begin")
		work := rapid.IntRange(0, 6_000).Draw(t, "work")
		list := ""
		for _, d := range on {
			list += fmt.Sprintf("%q,", d)
		}
		text := fmt.Sprintf("[role.a]\nhours={from=\"%02d:00\", to=\"%02d:00\", days=[%s], zone=\"%+03d:00\"}\n",
			from, to, list, offset)
		sc, ds := scenario.Load("x", []byte("title=\"x\"\nlength=\"1000d\"\nstart=2027-03-03T10:00:00Z\n"+text))
		require.NotNil(t, sc, ds)
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		e := engine.New(m, 1, engine.Setup{})
		require.NoError(t, e.Reach(engine.Time(begin)*60e9))
		if to <= from {
			to += 24
		}
		open := func(minute int) bool { // whether the seat works in the minute that begins then
			at := sc.Start.Add(time.Duration(minute)*time.Minute + time.Duration(offset)*time.Hour)
			for back := range 2 { // the window of this day, or of the one before
				clock := at.Hour()*60 + at.Minute() + back*24*60
				day := at.AddDate(0, 0, -back).Weekday()
				if clock < from*60 || clock >= to*60 {
					continue
				}
				for _, d := range on {
					if days[(int(day)+6)%7] == d {
						return true
					}
				}
			}
			return false
		}
		want := begin
		for left := work; ; want++ {
			if left == 0 && (work > 0 || open(want) || open(want-1)) {
				break
			}
			if open(want) {
				left--
			}
		}
		got := e.Working(0, engine.Time(work)*60e9)
		assert.Equal(t, want-begin, int(got/60e9), "%s begins %d, works %d", text, begin, work)
	})
}

// TestHourAndWeekdayInNumbers reads them where they are no condition.
func TestHourAndWeekdayInNumbers(t *testing.T) {
	sc, ds := scenario.Load("x", []byte(`title="x"
length="10d"
start=2027-03-05T15:30:00-05:00
[role.a]
[gauge.h]
[gauge.d]
[inject.i]
every="1d"
at="10h"
effects=[{gauge="h", set="hour_of_day"}, {gauge="d", set="weekday"}]
[measure.nights]
count="hour_of_day < 6"
[measure.weekend]
integral="weekday >= 6"
`))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(engine.At(10*scenario.Hour)))
	assert.Equal(t, 1.5, e.Gauge(0), "half past one at night")
	assert.Equal(t, 6.0, e.Gauge(1), "on Saturday")
	require.NoError(t, e.Advance(e.Horizon()))
	nights, _ := e.MeasureValue(0)
	assert.Equal(t, 10.0, nights)
	weekend, _ := e.MeasureValue(1)
	assert.InDelta(t, 96, weekend, 1e-6, "two weekends")
}
