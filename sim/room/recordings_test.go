package room_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

var update = flag.Bool("update", false, "write golden files again")

const recordings = "../../testdata/records"

// TestRecordings: every recording that was ever kept replays to the state that it was
// recorded with, and shows every seat what it showed it then.
func TestRecordings(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(recordings, "*.jsonl"))
	require.NoError(t, err)
	whole := 0
	for _, file := range files {
		if strings.Contains(file, "damaged") {
			continue
		}
		whole++
		p, err := room.LoadUntil(context.Background(), file, 0, nil)
		require.NoError(t, err, file)
		assert.True(t, p.Report.Closed, file)
		events, _ := p.End().Events()
		assert.Greater(t, len(events), 100, file)
		for n := range testsize.Of(20, 20, 3) { // any moment can be looked at
			x := p.At(p.Last() * engine.Time(n) / 20)
			require.LessOrEqual(t, x.Now(), p.Last()*engine.Time(n)/20)
			require.NotPanics(t, func() { x.View("Fay"); x.ViewOf(0); x.Log() })
		}
	}
	assert.GreaterOrEqual(t, whole, 3)
}

// TestMakeRecordings writes the recordings again: real play in a room, with its clock
// running, from several seats. Old ones stay as they are: an engine that plays them
// differently has to say so. Run with -update.
func TestMakeRecordings(t *testing.T) {
	if !*update {
		t.Skip("only with -update")
	}
	require.NoError(t, os.MkdirAll(recordings, 0o755))
	for _, name := range []string{"secrets_1", "secrets_2", "secrets_3"} {
		path := filepath.Join(recordings, name+".jsonl")
		if _, err := os.Stat(path); err == nil {
			continue
		}
		playLive(t, path, name)
	}
	for _, side := range []string{"good", "bad"} {
		path := filepath.Join(recordings, "cold_copy_"+side+".jsonl")
		if _, err := os.Stat(path); err != nil {
			playScript(t, path, "../../testdata/cold_copy."+side+".toml")
		}
	}
}

// playLive has people at a table do all kinds of things for some seconds of wall time.
func playLive(t *testing.T, path, name string) {
	ctx := context.Background()
	seed := uint64(name[len(name)-1])
	h := tabletest.Header(t, tabletest.Secrets, seed)
	g := tabletest.New(t, h, int64(seed)) // what is asked comes from here, what happens from the room
	g.Prepare()
	r, err := room.Open(h, room.Config{Path: path, Open: true})
	require.NoError(t, err)
	seats := map[string]*room.Seat{"Fay": join(t, r, "Fay", exercise.KindFacilitator, ""),
		"Eva": join(t, r, "Eva", exercise.KindEvaluator, ""), "Wall": join(t, r, "Wall", exercise.KindBoard, "")}
	for _, role := range g.Roles {
		seats[g.Names[role]] = join(t, r, g.Names[role], exercise.KindPlayer, role)
	}
	give := func() {
		for _, en := range g.Entries {
			if s := seats[en.Who]; s != nil && en.Verb != "join" && en.Verb != "pace" {
				_, err := s.Do(ctx, room.Request{Seat: en.Seat, Verb: en.Verb, Args: en.Args})
				require.NoError(t, err)
			}
		}
		g.Entries = g.Entries[:0]
	}
	give()
	accepted(t, seats["Fay"], &exercise.Pace{Minute: "1d"})
	for range 400 {
		require.NoError(t, r.Look(ctx, func(x *exercise.Exercise) { g.X = x.Clone() }))
		if g.X.Over() {
			break
		}
		if g.OneIn(4) {
			g.Facilitator()
		} else {
			g.Player(g.Role())
		}
		give()
		if !g.X.Running() && g.OneIn(3) {
			_, err := seats["Fay"].Act(ctx, &exercise.Resume{})
			require.NoError(t, err)
		}
		time.Sleep(15 * time.Millisecond)
	}
	seats["Dot"].Drop()
	_, err = seats["Fay"].Act(ctx, &exercise.Resume{})
	require.NoError(t, err)
	_, err = seats["Fay"].Do(ctx, room.Request{Verb: "end", Args: []byte(`{"end":true}`)})
	require.NoError(t, err)
	accepted(t, seats["Eva"], &exercise.Observe{Text: "They found each other late.", Tag: "gap",
		Objective: "picture"})
	accepted(t, seats["Eva"], &exercise.Rate{Objective: "picture", Rating: "M", Text: "See the timeline."})
	join(t, r, "Flo", exercise.KindFacilitator, "")
	accepted(t, seats["Fay"], &exercise.Handover{To: "Flo", Text: "The hot wash is yours."})
	accepted(t, seats["Bob"], &exercise.Feedback{Realism: 4, Usefulness: 5, Prepared: 2, Well: "We spoke early.",
		Change: "Who decides?", Will: "Name a deputy."})
	require.NoError(t, r.Close("done"))
}

// playScript plays a script in a room, a person for each seat, the facilitator jumping
// from act to act.
func playScript(t *testing.T, path, script string) {
	ctx := context.Background()
	h := tabletest.Header(t, coldCopy, 7)
	h.Name = "cold_copy"
	r, err := room.Open(h, room.Config{Path: path, Open: true})
	require.NoError(t, err)
	sc, _ := scenario.Load("cold_copy.toml", []byte(h.Scenario))
	src, err := os.ReadFile(script)
	require.NoError(t, err)
	s, ds := sc.LoadScript(src)
	require.False(t, ds.Failed())
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	seats := map[int]*room.Seat{engine.Facilitator: f}
	for i := range sc.Roles {
		seats[i] = join(t, r, fmt.Sprintf("Person %d", i+1), exercise.KindPlayer, sc.Roles[i].ID)
	}
	began := false
	for _, c := range engine.Commands(sc, s) {
		if !began && !c.Verb.Prepares() {
			began = true
			accepted(t, f, &exercise.Start{Paused: true})
		}
		for began {
			v := newest(f)
			if v.Clock.Now.Hours >= c.At.Hours()-1e-9 {
				break
			}
			if held := v.Control.Next[0]; held.State == "held" {
				require.True(t, request(t, f, "release", fmt.Sprintf(`{"release":%q}`, held.ID)).OK)
			}
			patiently(t, func() (exercise.Answer, error) {
				return f.Act(ctx, &exercise.Jump{To: scenario.Duration(c.At).Exact()})
			})
		}
		verb, args, err := record.EncodeCommand(sc, c.Command)
		require.NoError(t, err)
		var a exercise.Answer
		for range 20 {
			a = patiently(t, func() (exercise.Answer, error) {
				return seats[c.Role].Do(ctx, room.Request{Verb: verb, Args: args, Reason: c.Reason})
			})
			if a.OK || !strings.Contains(a.Why, "is paused") {
				break
			}
			accepted(t, f, &exercise.Pause{Allows: "everything", Why: "deciding"})
		}
		if !a.OK {
			t.Logf("%s %s: %s", c.At, verb, a.Why)
		}
	}
	for range 100 {
		v := newest(f)
		if v.Clock.Phase == "over" {
			break
		}
		if held := v.Control.Next[0]; held.State == "held" {
			request(t, f, "release", fmt.Sprintf(`{"release":%q}`, held.ID))
		}
		patiently(t, func() (exercise.Answer, error) { return f.Act(ctx, &exercise.Jump{By: "4d"}) })
	}
	require.NoError(t, r.Close("done"))
}

// TestDamagedRecordings: what is wrong with each is said with its line, and what stands
// before it can be had.
func TestDamagedRecordings(t *testing.T) {
	testsize.Long(t)
	if *update {
		damage(t)
	}
	for name, want := range map[string]string{
		"secrets_1_damaged_bit":     "line 40",
		"secrets_1_damaged_removed": "line 60",
		"secrets_1_damaged_state":   "line 80",
	} {
		path := filepath.Join(recordings, name+".jsonl")
		p, err := room.LoadUntil(context.Background(), path, 0, nil)
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), want, name)
		var differs *exercise.Difference
		if name == "secrets_1_damaged_state" {
			require.ErrorAs(t, err, &differs)
			assert.Equal(t, 80, differs.Line)
			assert.Len(t, p.Entries, 78, "the entries before it were played")
		}
		_, _, err = room.Continue(path, room.Config{})
		require.Error(t, err, "it is not continued as if nothing were wrong")
		var line int
		_, err = fmt.Sscanf(want, "line %d", &line)
		require.NoError(t, err)
		salvage(t, path, line-1)
	}
	// A torn tail was never acknowledged: it is set aside, and said.
	src, err := os.ReadFile(filepath.Join(recordings, "secrets_1_damaged_torn.jsonl"))
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "torn.jsonl")
	require.NoError(t, os.WriteFile(path, src, 0o600))
	r, report, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	require.NotNil(t, report.Torn)
	require.FileExists(t, report.SetAside)
	require.NoError(t, r.Close("done"))
	_, err = room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(t, err)
}

// salvage continues from what is before a damaged line; nothing is lost of what
// follows it.
func salvage(t *testing.T, path string, until int) {
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "x.jsonl")
	require.NoError(t, os.WriteFile(copied, src, 0o600))
	r, report, err := room.Continue(copied, room.Config{UntilLine: until})
	require.NoError(t, err)
	rest, err := os.ReadFile(report.SetAside)
	require.NoError(t, err)
	lines := bytes.SplitAfter(src, []byte("\n"))
	assert.Equal(t, string(bytes.Join(lines[until:], nil)), string(rest))
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Resume{})
	require.NoError(t, r.Close("done"))
	p, err := room.LoadUntil(context.Background(), copied, 0, nil)
	require.NoError(t, err)
	assert.Greater(t, len(p.Entries), until-1)
}

// damage writes the damaged recordings again.
func damage(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(recordings, "secrets_1.jsonl"))
	require.NoError(t, err)
	lines := bytes.SplitAfter(src, []byte("\n"))
	put := func(name string, parts ...[]byte) {
		require.NoError(t, os.WriteFile(filepath.Join(recordings, "secrets_1_damaged_"+name+".jsonl"),
			bytes.Join(parts, nil), 0o644))
	}
	before := func(n int) []byte { return bytes.Join(lines[:n-1], nil) }
	after := func(n int) []byte { return bytes.Join(lines[n:], nil) }
	flipped := bytes.Clone(lines[39])
	flipped[len(flipped)/2] ^= 1
	put("bit", before(40), flipped, after(40))
	put("removed", before(60), after(60))
	put("torn", before(100), lines[99][:len(lines[99])/2])
	h, entries, _, err := record.ReadUntil(bytes.NewReader(src), 0) // another state, under a chain that is whole
	require.NoError(t, err)
	entries[78].State++
	other := filepath.Join(t.TempDir(), "x.jsonl")
	write(t, other, h, entries)
	src, err = os.ReadFile(other)
	require.NoError(t, err)
	put("state", src)
}
