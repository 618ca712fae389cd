package director_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"tocsin/sim/director"
	"tocsin/sim/engine"
)

const hour = engine.Time(time.Hour)

// scene is the beginning of a scenario of ten days with two moves, in which something reaches a
// seat every six hours.
func scene(state director.State) director.Scene {
	s := director.Scene{Spent: 10 * time.Minute, Pace: 4 * hour, State: state,
		Ends: []engine.Time{120 * hour, 240 * hour}, News: []int{0},
		Ahead: director.Foresight{End: 240 * hour, Next: 6 * hour}}
	for at := 6 * hour; at < 240*hour; at += 6 * hour {
		s.Ahead.News = append(s.Ahead.News, at)
	}
	return s
}

func TestLayOutIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := time.Duration(rapid.IntRange(5, 24*60).Draw(t, "minutes")) * time.Minute
		moves := rapid.IntRange(1, 12).Draw(t, "moves")
		exchange := rapid.Bool().Draw(t, "exchange")
		l := director.LayOut(asked, moves, exchange)
		assert.Equal(t, asked, l.Early()+l.Play+l.Wash+time.Duration(l.Talks)*l.Talk)
		assert.Equal(t, exchange, l.Exchange > 0)
		assert.LessOrEqual(t, l.Exchange, 10*time.Minute)
		assert.Positive(t, l.Play)
		assert.GreaterOrEqual(t, l.Wash, l.Brief)
	})
}

func TestWhatADirectorDoes(t *testing.T) {
	answer := []director.Answer{{ID: "a", Title: "Freeze", Due: hour}}
	for _, c := range []struct {
		name string
		of   func(s *director.Scene)
		want *director.Act
	}{
		{"no more time for an answer than five minutes need", func(s *director.Scene) { s.Open = answer },
			&director.Act{Do: director.Set, Pace: hour / 5, Why: "no faster, so that there is time for an answer: Freeze"}},
		{"by hand it does nothing", func(s *director.Scene) { s.Open, s.Hand = answer, true }, nil},
		{"slower where half of the seats have much to read",
			func(s *director.Scene) { s.Unread, s.Pace = []int{0, 5, 9}, 8*hour },
			&director.Act{Do: director.Set, Pace: hour / 2, Why: "slower, so that seats can read what has come"}},
		{"one who does not read holds up nobody", func(s *director.Scene) { s.Unread = []int{0, 4, 90} },
			&director.Act{Do: director.Set, Pace: hour + hour/60, Why: "to fit the time that is left"}},
		{"a ruling holds the clock", func(s *director.Scene) { s.Rulings = 1 },
			&director.Act{Do: director.Hold, Why: "the facilitator rules"}},
		{"a ruling that is still to come keeps it held",
			func(s *director.Scene) { s.State, s.Rulings = director.Holding, 1 }, nil},
		{"when all is ruled it goes on", func(s *director.Scene) { s.State = director.Holding },
			&director.Act{Do: director.GoOn, Why: "the facilitator has ruled"}},
		{"what a person has stopped stays so", func(s *director.Scene) { s.State = director.Halted }, nil},
		{"a discussion has its time", func(s *director.Scene) { s.State, s.Ended = director.Talking, 1 }, nil},
		{"after ENDEX there is nothing to do", func(s *director.Scene) { s.State = director.Over }, nil},
		{"before STARTEX neither", func(s *director.Scene) { s.State = director.Before }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scene(director.Running)
			c.of(&s)
			assert.Equal(t, c.want, director.New(90*time.Minute, 2, false).Look(s).Act)
		})
	}
}

func TestDiscussionEndsByItself(t *testing.T) {
	for name, c := range map[string]struct {
		of   func(s *director.Scene)
		goes bool
	}{
		"when its time is over":                 {func(*director.Scene) {}, true},
		"not while somebody writes":             {func(s *director.Scene) { s.Busy = true }, false},
		"not while the room is asked something": {func(s *director.Scene) { s.Question = true }, false},
		"not before the facilitator has ruled":  {func(s *director.Scene) { s.Rulings = 1 }, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := director.New(90*time.Minute, 2, false)
			s := scene(director.Talking)
			s.Now, s.Ended, s.Spent = 120*hour, 1, 45*time.Minute
			d.Look(s)
			s.Spent += director.LayOut(90*time.Minute, 2, false).Talk
			c.of(&s)
			p := d.Look(s)
			assert.Equal(t, c.goes, p.Act != nil && p.Act.Do == director.GoOn)
			assert.Equal(t, c.goes, p.Waits == "", "what it waits for is said")
		})
	}
}

func TestEmptyStretchIsAnnouncedThenPassedOver(t *testing.T) {
	d := director.New(90*time.Minute, 2, false)
	s := scene(director.Running)
	s.Ahead.News, s.Ahead.Next = []engine.Time{100 * hour, 130 * hour, 200 * hour}, 100*hour
	d.Look(s)
	var in []time.Duration
	for range 20 * 60 {
		s.Spent += time.Second
		p := d.Look(s)
		if p.Pass == nil {
			continue
		}
		assert.Less(t, p.Pass.To, s.Ahead.Next, "what comes next is not passed over")
		if in = append(in, p.Pass.In); p.Pass.In == 0 {
			assert.Equal(t, p.Pass.To, p.Until, "it has to look again there")
			break
		}
	}
	assert.Greater(t, len(in), 30, "it is announced for half a minute at least")
	assert.Zero(t, in[len(in)-1])
}

// TestHalfOfTheSeatsWithNothingToDo: the clock goes faster while things happen to the others, but for
// answers that have not had their time.
func TestHalfOfTheSeatsWithNothingToDo(t *testing.T) {
	for name, c := range map[string]struct {
		seats  int // that hear nothing, of three
		answer bool
		hastes bool
	}{"one of three waits": {1, false, false}, "two of three": {2, false, true}, "two, and an answer is open": {2, true, false}} {
		t.Run(name, func(t *testing.T) {
			d := director.New(90*time.Minute, 2, false)
			s := scene(director.Running)
			s.News = []int{1, 1, 1}
			if c.answer {
				s.Open = []director.Answer{{ID: "a", Title: "Freeze", Due: 4 * hour}}
			}
			hastes := false
			for minute := range 8 {
				for range 6 {
					s.Spent += 10 * time.Second
					if c.answer { // a new one, as soon as the one before has had its time
						s.Open[0].ID = string(rune('a' + minute))
					}
					p := d.Look(s)
					hastes = hastes || p.Why == "most seats have had nothing to do"
				}
				for r := c.seats; r < 3; r++ {
					s.News[r]++
				}
			}
			assert.Equal(t, c.hastes, hastes)
		})
	}
}

// TestSpareTimeGoesToTheDiscussion where the exercise needs less than the room has.
func TestSpareTimeGoesToTheDiscussion(t *testing.T) {
	for asked, longer := range map[time.Duration]bool{40 * time.Minute: false, 3 * time.Hour: true} {
		usual := director.LayOut(asked, 2, false).Talk
		d := director.New(asked, 2, false)
		s := scene(director.Talking)
		s.Now, s.Ended, s.Spent = 120*hour, 1, asked/3
		talk := d.Look(s).Talk
		assert.Equal(t, longer, talk > usual, "%s: %s for %s", asked, talk, usual)
		assert.LessOrEqual(t, talk, 2*usual)
	}
}

func TestLateRoomSaysWhatIsCut(t *testing.T) {
	d := director.New(90*time.Minute, 2, false)
	s := scene(director.Running)
	d.Look(s)
	for i := range 24 {
		at := engine.Time(i) * 10 * hour
		s.Ahead.Answers = append(s.Ahead.Answers, director.Answer{ID: string(rune('a' + i)), From: at + 1,
			Due: at + 10*hour})
	}
	p := d.Look(s)
	var cut []director.Kind
	for _, c := range p.Cuts {
		assert.Less(t, c.To, c.From)
		cut = append(cut, c.What)
	}
	assert.Equal(t, []director.Kind{director.Discussion, director.HotWash, director.Answering, director.Play}, cut)
	assert.Greater(t, p.Late, 5*time.Minute, "24 answers of two and a half minutes are an hour")
}

// TestAnswersHaveLessTimeBeforePlayIsLeftOut where a room is too short, and no less than a late
// room needs.
func TestAnswersHaveLessTimeBeforePlayIsLeftOut(t *testing.T) {
	cut := func(answers int) (to time.Duration, play bool) {
		d := director.New(60*time.Minute, 2, false)
		s := scene(director.Running)
		d.Look(s)
		for i := range answers {
			at := engine.Time(i) * 10 * hour
			s.Ahead.Answers = append(s.Ahead.Answers, director.Answer{ID: string(rune('a' + i)), From: at + 1,
				Due: at + 10*hour})
		}
		for _, c := range d.Look(s).Cuts {
			if play = play || c.What == director.Play; c.What == director.Answering {
				to = c.To
			}
		}
		return to, play
	}
	for _, c := range []struct {
		answers int
		to      time.Duration
		play    bool
	}{{4, 0, false}, {10, 210 * time.Second, false}, {22, 150 * time.Second, true}} {
		to, play := cut(c.answers)
		assert.Equal(t, c.to, to, "%d answers", c.answers)
		assert.Equal(t, c.play, play, "%d answers", c.answers)
	}
}

// TestRoomInTimeLeavesNothingOut: whoever reads that the room ends in time is not told to leave
// injects out, however little is lacking.
func TestRoomInTimeLeavesNothingOut(t *testing.T) {
	late, cut := 0, 0
	for minutes := 30; minutes <= 90; minutes++ {
		d := director.New(time.Duration(minutes)*time.Minute, 2, false)
		s := scene(director.Running)
		d.Look(s)
		for i := range 16 {
			at := engine.Time(i) * 14 * hour
			s.Ahead.Answers = append(s.Ahead.Answers, director.Answer{ID: string(rune('a' + i)), From: at + 1,
				Due: at + 14*hour})
		}
		p := d.Look(s)
		left := slices.ContainsFunc(p.Cuts, func(c director.Cut) bool { return c.What == director.Play })
		assert.False(t, left && p.Late <= 0, "%d minutes: late by %s", minutes, p.Late)
		if p.Late > 0 {
			late++
		}
		if left {
			cut++
		}
	}
	assert.Positive(t, late)
	assert.Positive(t, cut)
	assert.Less(t, late, 61, "some rooms are in time")
}

// TestEveryMoveHasItsTime though it is short in the exercise, and an earlier one needs much.
func TestEveryMoveHasItsTime(t *testing.T) {
	s := scene(director.Running)
	s.Ends = []engine.Time{200 * hour, 230 * hour, 240 * hour}
	for at := 231 * hour; at < 240*hour; at += hour {
		s.Ahead.News = append(s.Ahead.News, at)
	}
	slices.Sort(s.Ahead.News)
	p := director.New(60*time.Minute, 3, false).Look(s)
	assert.GreaterOrEqual(t, p.Parts[4].Takes, 4*time.Minute-10*time.Second)
	assert.Less(t, p.Parts[4].Takes, 5*time.Minute)
	assert.LessOrEqual(t, p.Late, time.Minute)
}

func TestIdleSeatsAreCounted(t *testing.T) {
	d := director.New(90*time.Minute, 2, false)
	s := scene(director.Running)
	s.News = []int{0, 0}
	d.Look(s)
	s.Spent += 5 * time.Minute
	s.News = []int{0, 1}
	assert.Equal(t, []time.Duration{5 * time.Minute, 0}, d.Look(s).Idle)
}

// A pace stands for a while before a quicker one, so that nobody is told of paces that come and go:
// a clock that is slower for what is unread goes on so until it has been read.
func TestPaceDoesNotFlicker(t *testing.T) {
	d := director.New(4*time.Hour, 2, false)
	s := scene(director.Running)
	s.Pace = 8 * hour
	for i, step := range []struct {
		after  time.Duration
		unread int
		want   string
	}{
		{0, 5, "slower, so that seats can read what has come"},
		{2 * time.Second, 4, ""}, // one letter less is not little
		{2 * time.Second, 2, ""}, // it is, but seconds after the last change
		{50 * time.Second, 2, "to fit the time that is left"},
		{time.Second, 6, "slower, so that seats can read what has come"}, // slower is at once
	} {
		s.Spent += step.after
		s.Now += engine.Time(step.after) * s.Pace / engine.Time(time.Minute)
		s.News, s.Unread = []int{i + 1}, []int{step.unread}
		why := ""
		if a := d.Look(s).Act; a != nil {
			why, s.Pace = a.Why, a.Pace
		}
		assert.Equal(t, step.want, why, "step %d", i)
	}
}

// TestNothingIsPassedOverThatIsBehind: where a room is quiet for long, what comes next may be nearer than the clock
// slows down before it. Then the clock goes on to it, and is not held until somebody does something.
func TestNothingIsPassedOverThatIsBehind(t *testing.T) {
	d := director.New(90*time.Minute, 2, false)
	s := scene(director.Running)
	s.News, s.Now = []int{1, 1}, 6*hour-hour/100 // people who sit there and do nothing
	for range 600 {
		p := d.Look(s)
		if p.Pass != nil {
			assert.Greater(t, p.Pass.To, p.Pass.From)
		}
		if !assert.True(t, p.Until == 0 || p.Until > s.Now, "after %s the clock is paused", s.Spent) {
			return
		}
		s.Spent += time.Second
	}
}
