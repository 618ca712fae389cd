package exercise

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/director"
	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/testsize"
)

// timed is a room whose clock is a number: people who do what a list says, at its times of the
// exercise, and a director.
type timed struct {
	t       testing.TB
	source  []byte
	x       *Exercise
	d       *director.Director
	ahead   director.Foresight
	known   int           // what had happened when it was foreseen
	asOf    time.Duration // and when that was
	wall    time.Duration
	running time.Duration // of it, while people could act
	entries []record.Entry
	plan    director.Plan
	busy    bool

	opened  map[string]time.Duration // by expected answer: running time
	short   []string                 // answers that had less than they must, and were not given
	answers int
	seen    []int           // by role: what has reached it and what it has done
	last    []time.Duration // and when, of the room
	silence [][]time.Duration
}

const beat = 2 * time.Second

func newTimed(t testing.TB, name string, seed uint64, asked string) *timed {
	t.Helper()
	src, err := os.ReadFile("../../scenarios/" + name + ".toml")
	require.NoError(t, err)
	x, err := New(record.Header{Format: 1, Name: name, Scenario: string(src), Seed: seed})
	require.NoError(t, err)
	r := &timed{t: t, source: src, x: x, opened: map[string]time.Duration{}, seen: make([]int, len(x.seats)),
		last: make([]time.Duration, len(x.seats)), silence: make([][]time.Duration, len(x.seats))}
	r.must("Fay", "join", `{"kind":"facilitator"}`)
	for i := range x.seats {
		id := x.scenario.Roles[i].ID
		r.must(r.name(i), "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, id))
	}
	if asked != "" {
		r.must("Fay", "direct", fmt.Sprintf(`{"time":%q,"on":true}`, asked))
		all, _, ok := x.Directed()
		require.True(t, ok)
		r.d = director.New(all, x.Moves(), false)
	}
	return r
}

func (r *timed) name(role int) string { return fmt.Sprintf("Player%02d", role) }

func (r *timed) do(who, seat, verb, args string) Answer {
	en := record.Entry{Seq: len(r.entries) + 1, At: r.x.Now(), Who: who, Seat: seat, Verb: verb,
		Wall: time.Unix(1_800_000_000, 0).Add(r.wall), Args: json.RawMessage(args), State: r.x.Digest()}
	r.entries = append(r.entries, en)
	return r.x.Do(en)
}

func (r *timed) must(who, verb, args string) {
	r.t.Helper()
	a := r.do(who, string(KindFacilitator), verb, args)
	require.True(r.t, a.OK, "%s %s: %s", verb, args, a.Why)
}

// give does what the list says, of those who play it.
func (r *timed) give(c engine.Command) {
	verb, args, err := record.EncodeCommand(r.x.sc(), c)
	require.NoError(r.t, err)
	r.do(r.name(c.Role), r.x.scenario.Roles[c.Role].ID, verb, string(args))
}

// look lets the director look, and does what it says.
func (r *timed) look() {
	if r.d == nil {
		return
	}
	s := r.x.Scene()
	s.Spent, s.Busy = r.spent(), r.busy
	if n := r.x.commands; r.ahead.End == 0 || n != r.known || s.Now >= r.ahead.Next || r.wall-r.asOf > 30*time.Second {
		ahead, _, ok := r.x.Clone().Foresee(nil)
		require.True(r.t, ok)
		r.ahead, r.known, r.asOf = ahead, n, r.wall
	}
	s.Ahead = r.ahead
	r.plan = r.d.Look(s)
	if r.plan.Act != nil {
		args, err := json.Marshal(Conduct(*r.plan.Act))
		require.NoError(r.t, err)
		a := r.do("", RoomSeat, "directed", string(args))
		require.True(r.t, a.OK, "%s: %s", args, a.Why)
	}
}

func (r *timed) spent() time.Duration {
	if !r.x.e.Started() {
		return 0
	}
	_, spent, _ := r.x.Directed()
	return spent + r.wall - time.Duration(r.x.directs.wall.Sub(time.Unix(1_800_000_000, 0)))
}

// play lets the room go on until a time of its own, or ENDEX.
func (r *timed) play(commands []engine.Timed, until time.Duration) {
	for r.wall < until && !r.x.Over() {
		r.look()
		if !r.x.Running() {
			r.wall += beat
			if r.x.clock.allows == allowAll {
				r.running += beat
			}
			continue
		}
		target, step := r.x.Now()+engine.Time(float64(r.x.Pace())*beat.Minutes()), beat
		stop := target
		if r.plan.Until > r.x.Now() {
			stop = min(stop, r.plan.Until)
		}
		for i := 0; len(commands) > 0 && commands[0].At <= stop && i == 0; i++ {
			stop = max(commands[0].At, r.x.Now())
		}
		was := r.x.Now()
		r.x.Advance(stop)
		step = time.Duration(float64(r.x.Now()-was) / float64(r.x.Pace()) * float64(time.Minute))
		r.wall, r.running = r.wall+step, r.running+step
		for len(commands) > 0 && commands[0].At <= r.x.Now() && r.x.Running() {
			r.give(commands[0].Command)
			commands = commands[1:]
		}
		r.measure()
	}
}

// measure takes up how long answers had, and how long seats were silent.
func (r *timed) measure() {
	for i := range r.x.scenario.Injects {
		in := &r.x.scenario.Injects[i]
		st := r.x.e.InjectState(i)
		from, open := r.opened[in.ID]
		switch {
		case st.Waiting && !open:
			r.opened[in.ID] = r.running
			r.answers++
		case !st.Waiting && open:
			delete(r.opened, in.ID)
			if had := r.running - from; st.Missed && had < 5*time.Minute-beat {
				r.short = append(r.short, fmt.Sprintf("%s had %s", in.ID, had.Round(time.Second)))
			}
		}
	}
	for role := range r.x.seats {
		if n := reached(r.x.desks[role].items) + r.x.seats[role].acts; n != r.seen[role] {
			r.silence[role] = append(r.silence[role], r.running-r.last[role])
			r.seen[role], r.last[role] = n, r.running
		}
	}
}

// silences are the median and the longest silence of each seat, as medians over the seats. A seat is
// silent while nothing reaches it and it does nothing.
func (r *timed) silences() (median, longest time.Duration) {
	var mid, most []time.Duration
	for role := range r.silence {
		all := append(slices.Clone(r.silence[role]), r.running-r.last[role])
		slices.Sort(all)
		mid, most = append(mid, all[len(all)/2]), append(most, all[len(all)-1])
	}
	slices.Sort(mid)
	slices.Sort(most)
	return mid[len(mid)/2], most[len(most)/2]
}

// scripted are the commands of a script of testdata, or of bots in all seats.
func scripted(t *testing.T, name, who string, seed uint64) []engine.Timed {
	if who == "bots" {
		r := newTimed(t, name, seed, "")
		for i := range r.x.seats {
			r.must("Fay", "bot", fmt.Sprintf(`{"role":%q,"on":true}`, r.x.scenario.Roles[i].ID))
		}
		r.x.automatic = true
		r.must("Fay", "start", `{}`)
		for !r.x.Over() {
			r.x.clock.running = true
			r.x.Advance(r.x.e.Horizon())
		}
		var out []engine.Timed
		for _, a := range r.x.tally.acts {
			if a.Command.Role >= 0 {
				out = append(out, a.Timed)
			}
		}
		return out
	}
	src, err := os.ReadFile("../../testdata/" + name + "." + who + ".toml")
	require.NoError(t, err)
	x := newTimed(t, name, seed, "").x
	script, ds := x.scenario.LoadScript(src)
	require.NotNil(t, script, ds)
	out := engine.Commands(x.scenario, script)
	slices.SortStableFunc(out, func(a, b engine.Timed) int { return cmp.Compare(a.At, b.At) })
	return out
}

// TestPlansEndInTime: whoever plays, ENDEX comes within 5 % of the room's time of where the plan
// puts it, answers that are expected have five minutes, and seats are not silent for long.
func TestPlansEndInTime(t *testing.T) {
	testsize.Long(t)
	place := 0
	for _, asked := range []int{60, 90, 120} {
		for _, who := range []string{"bots", "good", "middling", "bad"} {
			t.Run(fmt.Sprintf("%d minutes, %s", asked, who), func(t *testing.T) {
				if place++; !testsize.Every(place-1, 3, 6) {
					t.Skip("every third of them; all with -full")
				}
				commands := scripted(t, "cold_copy", who, 1)
				r := newTimed(t, "cold_copy", 1, fmt.Sprintf("%dm", asked))
				all := time.Duration(asked) * time.Minute
				layout := director.LayOut(all, r.x.Moves(), false)
				r.x.automatic = true
				r.wall = layout.Brief
				for len(commands) > 0 && commands[0].At <= 0 {
					r.give(commands[0].Command)
					commands = commands[1:]
				}
				r.must("Fay", "start", `{}`)
				r.play(commands, 2*all)
				require.True(t, r.x.Over())
				median, longest := r.silences()
				r.look()
				off := r.wall + r.plan.Wash - all
				acts := 0
				for _, en := range r.entries {
					if en.Verb == "directed" {
						acts++
					}
				}
				t.Logf("ENDEX at %s, hot wash %s, %s off; %d answers expected; silence %s in the median, "+
					"%s the longest; %d acts", r.wall.Round(time.Second), r.plan.Wash.Round(time.Second),
					off.Round(time.Second), r.answers, median.Round(time.Second), longest.Round(time.Second), acts)
				assert.LessOrEqual(t, off.Abs(), all/20)
				assert.Empty(t, r.short)
				assert.LessOrEqual(t, longest, 8*time.Minute, "of half of the seats the longest silence")
			})
		}
	}
}

// directed is a room of cold_copy with 90 minutes, begun.
func directed(t *testing.T) *timed {
	r := newTimed(t, "cold_copy", 1, "90m")
	r.must("Fay", "start", `{}`)
	return r
}

func TestRulingHoldsTheClock(t *testing.T) {
	r := directed(t)
	r.play(nil, 2*time.Minute)
	require.True(t, r.x.Running())
	require.True(t, r.do(r.name(0), "developer", "attempt", `{"attempt":"Call the insurer"}`).OK)
	at := r.x.Now()
	r.play(nil, 12*time.Minute)
	assert.Equal(t, at, r.x.Now(), "no time has passed")
	assert.Equal(t, allowAll, r.x.clock.allows, "and everybody may act meanwhile")
	require.True(t, r.do("Fay", "facilitator", "rule", `{"rule":"developer#1","outcome":"success","text":"Yes"}`).OK)
	r.play(nil, 13*time.Minute)
	assert.Greater(t, r.x.Now(), at, "it goes on when all is ruled")
}

func TestFacilitatorMayLetTheClockGoOnBeforeRuling(t *testing.T) {
	r := directed(t)
	require.True(t, r.do(r.name(0), "developer", "attempt", `{"attempt":"Call the insurer"}`).OK)
	r.play(nil, time.Minute)
	at := r.x.Now()
	r.must("Fay", "resume", `{}`)
	r.play(nil, 2*time.Minute)
	assert.Greater(t, r.x.Now(), at)
}

func TestPausedRoomStaysPaused(t *testing.T) {
	testsize.Long(t)
	for _, when := range []time.Duration{2 * time.Minute, 25 * time.Minute} {
		r := directed(t)
		r.play(nil, when)
		r.must("Fay", "pause", `{"why":"We rule"}`)
		at := r.x.Now()
		r.play(nil, when+15*time.Minute)
		assert.Equal(t, at, r.x.Now())
		r.must("Fay", "resume", `{}`)
		r.play(nil, when+16*time.Minute)
		assert.Greater(t, r.x.Now(), at)
	}
}

func TestHandOverridesTheDirector(t *testing.T) {
	testsize.Long(t)
	r := directed(t)
	r.play(nil, 2*time.Minute)
	r.must("Fay", "pace", `{"minute":"7m"}`)
	n := len(r.entries)
	r.play(nil, 20*time.Minute)
	assert.Equal(t, engine.Time(7*time.Minute), r.x.Pace())
	assert.Len(t, r.entries, n, "the director does nothing")
	assert.True(t, r.plan.Hand)
	r.play(nil, 70*time.Minute)
	assert.Positive(t, r.plan.Late, "but says that it grows late")
	r.must("Fay", "direct", `{"on":true}`)
	r.play(nil, 71*time.Minute)
	assert.NotEqual(t, engine.Time(7*time.Minute), r.x.Pace())
	assert.False(t, r.do("Fay", "facilitator", "direct", `{"on":true}`).OK)
	r.must("Fay", "direct", `{"on":false}`)
	assert.False(t, r.do("", RoomSeat, "directed", `{"do":"pace","minute":"1h","why":"so"}`).OK)
}

func TestNobodyIsPassedOverWhoWrites(t *testing.T) {
	testsize.Long(t)
	fastest := func(busy bool) (most engine.Time) {
		r := newTimed(t, "cold_copy", 1, "120m")
		r.must("Fay", "start", `{}`)
		r.busy = busy
		for r.wall < 40*time.Minute {
			r.play(nil, r.wall+beat)
			if r.x.Running() {
				most = max(most, r.x.Pace())
			}
		}
		return most
	}
	assert.Greater(t, fastest(false), 3*fastest(true))
}

// TestDirectedRecordReplays: a record repeats what the director did, without one.
func TestDirectedRecordReplays(t *testing.T) {
	testsize.Long(t)
	r := directed(t)
	r.play(nil, 30*time.Minute)
	x, err := New(record.Header{Format: 1, Name: "cold_copy", Scenario: string(r.source), Seed: 1})
	require.NoError(t, err)
	acts := 0
	for _, en := range r.entries {
		require.NoError(t, x.Follow(en))
		if en.Verb == "directed" {
			acts++
		}
	}
	require.Greater(t, acts, 5)
	x.Advance(r.x.Now())
	assert.Equal(t, r.x.Digest(), x.Digest())
	asked, spent, ok := x.Directed()
	assert.True(t, ok)
	assert.Equal(t, 90*time.Minute, asked)
	since := r.entries[len(r.entries)-1].Wall.Sub(r.entries[0].Wall)
	assert.Greater(t, since, 20*time.Minute)
	assert.InDelta(t, (director.LayOut(asked, 4, false).Brief + since).Minutes(), spent.Minutes(), 1, "as of the last entry")
}

func TestSketchSharesOutTheTime(t *testing.T) {
	r := newTimed(t, "cold_copy", 1, "90m")
	p := r.x.Sketch()
	require.NotNil(t, p)
	sum := 0
	for _, part := range p.Parts {
		sum += part.Takes
	}
	assert.InDelta(t, 90*60, sum, 90*3, "the parts are the whole, to within 5 %%")
	assert.Len(t, p.Parts, 9)
}
