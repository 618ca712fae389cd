package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/notes"
)

// TestVersionsInWords: who runs a version, how each stands, and for staff how many are exposed.
func TestVersionsInWords(t *testing.T) {
	v := exercise.Version{Title: "Clerk 2"}
	assert.Equal(t, "no system", v.Words())
	v.Systems = []exercise.VersionSystem{{Title: "Triage", Pinned: true, Exposed: true}, {Title: "Desk", Exposed: true},
		{Title: "Board"}, {Title: "Kiosk", Coming: true}}
	assert.Equal(t, "Triage (exposed, pinned), Desk (exposed), Board, Kiosk (on its way)", v.Words())
	assert.Equal(t, "Clerk 2", v.Heading())
	v.Flawed = true
	assert.Equal(t, "Clerk 2, flawed: 2 of 3 exposed", v.Heading())
}

// TestWhatHangsInWords: who has it and who waits.
func TestWhatHangsInWords(t *testing.T) {
	for want, h := range map[string]exercise.Hang{
		"Theft: Lab knows, Cloud needs it":      {Kind: exercise.HangsFact, What: "Theft", Title: "Lab", Waits: []string{"Cloud"}},
		"Theft: Lab knows, Cloud, CERT need it": {Kind: exercise.HangsFact, What: "Theft", Title: "Lab", Waits: []string{"Cloud", "CERT"}},
		"Cloud waits for Lab: Whose is it?":     {Kind: exercise.HangsQuestion, What: "Whose is it?", Title: "Lab", Waits: []string{"Cloud"}},
		"Hold together: 1 of 3 have committed":  {Kind: exercise.HangsJoint, What: "Hold together", How: []string{"1 of 3 have committed", "x"}},
	} {
		assert.Equal(t, want, h.Words())
	}
	assert.Equal(t, 15, (&exercise.Pair{Facts: 1, Words: 2, Questions: 4, Answers: 8, Moving: 16, Open: 32}).Total())
}

// TestHowFarAJointActionIsInWords: by seats, or by parts.
func TestHowFarAJointActionIsInWords(t *testing.T) {
	six, four := 6, 4
	for _, c := range []struct {
		j    exercise.JointState
		want []string
	}{
		{exercise.JointState{Quorum: 3, Committed: []string{"Lab"}}, []string{"1 of 3", "have", "Needs 3 who commit", ""}},
		{exercise.JointState{Quorum: 10, Committed: []string{"Lab"}, Given: &six, Part: &four},
			[]string{"6 of 10", "are", "Needs commitments that come to 10 (you bring 4)", " (you bring 4)"}},
		{exercise.JointState{Quorum: 10, Given: &six}, []string{"6 of 10", "are", "Needs commitments that come to 10", ""}},
	} {
		assert.Equal(t, c.want, []string{c.j.Count(), c.j.Has(), c.j.Needs(), c.j.Brings()})
	}
}

// TestHowFarASeatIsWithItsNotesInWords.
func TestHowFarASeatIsWithItsNotesInWords(t *testing.T) {
	for want, f := range map[string]exercise.Filing{
		"0 filed, 0 shown":                {},
		"2 filed, 1 shown, 1 draft left":  {Filed: 2, Shown: 1, Drafts: 1},
		"2 filed, 1 shown, 2 drafts left": {Filed: 2, Shown: 1, Drafts: 2},
	} {
		assert.Equal(t, want, f.Words())
	}
}

// TestFindingsSayNothingTwice: that promises bring an action together never is said of the action itself; by
// which notes an answer takes how long is not.
func TestFindingsSayNothingTwice(t *testing.T) {
	c := exercise.Control{Exchange: []notes.Finding{{Kind: notes.ResponseTime, What: "never"},
		{Kind: notes.Coverage, What: "gap"}, {Kind: notes.ResponseTime, What: "late", Notes: []notes.Ref{{}}}}}
	var got []string
	for _, f := range c.Findings() {
		got = append(got, f.What)
	}
	assert.Equal(t, []string{"gap", "late"}, got)
}

// TestAHandOverInWords: what the note names of what was in hand, what it was too late for, and whether something
// was lost.
func TestAHandOverInWords(t *testing.T) {
	read := &exercise.Moment{Hours: 2}
	thing := func(what string, named bool, reached string) exercise.InHand {
		return exercise.InHand{What: what, Named: named, Reached: reached}
	}
	key, rows := thing("the key", true, exercise.ReachedByNote), thing("the rows", false, exercise.ReachedNever)
	log := thing("the log", false, exercise.ReachedByItem)
	for _, c := range []struct {
		note   string
		opened *exercise.Moment
		staff  bool
		things []exercise.InHand
		said   string
		lost   bool
	}{
		{"", nil, false, nil, "with nothing in hand", false},
		{"", nil, false, []exercise.InHand{rows}, "with no note, and the one thing in hand. Never came to them: “the rows”", true},
		{"", nil, false, []exercise.InHand{rows, log}, "with no note, and 2 things in hand. Never came to them: “the rows”", true},
		{"n", nil, false, []exercise.InHand{key}, "and never opened the note, which names the one thing in hand", false},
		{"n", read, false, []exercise.InHand{key}, "with a note that names the one thing in hand", false},
		{"n", read, false, []exercise.InHand{log}, "with a note that names none of what was in hand", false},
		{"n", read, false, []exercise.InHand{log, log}, "with a note that names none of the 2 things in hand", false},
		{"n", read, false, []exercise.InHand{key, key}, "with a note that names all of the 2 things in hand", false},
		{"n", read, false, []exercise.InHand{key, log, log}, "with a note that names 1 of 3 things in hand", false},
		{"n", nil, true, []exercise.InHand{key, log},
			"and never opened the note, which names 1 of 2 things in hand. Not in the note: “the log”", true},
		{"n", read, true, []exercise.InHand{key}, "with a note that names the one thing in hand", false},
	} {
		v := exercise.HandedOver{From: "Ann", To: "Bea", Title: "Lab", At: exercise.Moment{T: "T+01:00"}, Note: c.note,
			NoteOpened: c.opened, Staff: c.staff, Things: c.things}
		for _, t := range c.things {
			if t.Named {
				v.Named++
			}
			if t.Reached == exercise.ReachedNever {
				v.Lost++
			}
		}
		text, lost := v.Said()
		assert.Equal(t, "Bea took Lab over from Ann at T+01:00, "+c.said, text)
		assert.Equal(t, c.lost, lost, c.said)
	}
	v := exercise.HandedOver{Things: []exercise.InHand{key}, Items: 5, Unopened: 2}
	text, _ := v.Said()
	assert.True(t, strings.HasSuffix(text, ". Of 5 items on the desk, 2 were never opened"), text)
}

// TestHowWellSeatsForesawInWords: each seat, and all where there are several.
func TestHowWellSeatsForesawInWords(t *testing.T) {
	half, none := 0.25, 0.0
	cloud := exercise.Legible{Title: "Cloud", Counted: 1, Brier: &half, ByNotes: &none}
	lab := exercise.Legible{Title: "Lab", Counted: 2, Brier: &half, ByNotes: &half}
	open := exercise.Legible{Title: "CERT"}
	one := "Cloud: Brier 0.25 over 1 prediction; by notes alone: 0"
	two := "Lab: Brier 0.25 over 2 predictions; by notes alone: 0.25"
	for _, c := range []struct {
		l    exercise.Legibility
		want []string
	}{
		{exercise.Legibility{}, nil},
		{exercise.Legibility{Seats: []exercise.Legible{cloud}, Counted: 1, Brier: &half, ByNotes: &none},
			[]string{one}},
		{exercise.Legibility{Seats: []exercise.Legible{open}}, []string{"CERT: no prediction has come to its time"}},
		{exercise.Legibility{Seats: []exercise.Legible{cloud, lab}, Counted: 3, Brier: &half, ByNotes: &none},
			[]string{one, two, "All: Brier 0.25 over 3 predictions; by notes alone: 0"}},
		{exercise.Legibility{Seats: []exercise.Legible{open, open}},
			[]string{"CERT: no prediction has come to its time", "CERT: no prediction has come to its time"}},
	} {
		assert.Equal(t, c.want, c.l.Words())
	}
}
