package scenario

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestADecisionIsWhatItSays: the injects and actions that a decision makes are those that an
// author without decisions would write.
func TestADecisionIsWhatItSays(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/decision.toml")
	require.NoError(t, err)
	made, ds := Load("decision.toml", src)
	require.NotNil(t, made, ds)
	head, tail, _ := strings.Cut(string(src), "[decision.north]")
	_, notes, _ := strings.Cut(tail, "[[note]]")
	hand, ds := Load("hand.toml", []byte(head+`
[action.north_clear]
title = "Clear it now"
text = "Forty patients must be moved."
by = ["clinic", "board"]
hands = 0
takes = "30m"
spends = {budget=4}
needs = "delivered('north') && !done('north_clear') && !doing('north_clear') && !done('north_wait') && !doing('north_wait') && !missed('north')"
effects = [{system="power", becomes="isolated"}]
[action.north_wait]
title = "Wait for the test"
by = ["clinic", "board"]
hands = 0
needs = "delivered('north') && !done('north_clear') && !doing('north_clear') && !done('north_wait') && !doing('north_wait') && !missed('north')"
effects = [{gauge="harmed", add=10}]
[action.press_tell]
title = "Tell them today"
by = "board"
hands = 0
needs = "delivered('press') && !done('press_tell') && !doing('press_tell') && !done('press_silent') && !doing('press_silent')"
effects = [{gauge="budget", add=-1}]
[action.press_silent]
title = "Say nothing"
by = "board"
hands = 0
needs = "delivered('press') && !done('press_tell') && !doing('press_tell') && !done('press_silent') && !doing('press_silent')"
[inject.north]
title = "The north wing"
text = "Do you clear the north wing?\n\nDecide:\n- Clear it now\n- Wait for the test"
to = ["clinic", "board"]
when = "failed('power')"
times = 1
from = "The night shift"
media = "call"
hint = "Let the junior doctor speak first."
expects = {any=["north_clear", "north_wait"], within="1h"}
[inject.north_otherwise]
title = "The north wing: nobody decided in time"
text = "Do you clear the north wing?\n\nSo it is: Wait for the test"
to = ["clinic", "board"]
when = "missed('north')"
times = 1
effects = [{gauge="harmed", add=10}]
[inject.press]
text = "Do you tell the press?\n\nDecide:\n- Tell them today\n- Say nothing"
to = "board"
at = "4h"
times = 1
expects = {any=["press_tell", "press_silent"], within="2h"}
[[note]]`+notes))
	require.NotNil(t, hand, ds.Format("hand", ""))
	assert.Equal(t, hand.Actions, made.Actions)
	assert.Equal(t, hand.Injects, made.Injects)
	assert.Equal(t, hand.Notes, made.Notes)
	d, o := made.OptionOf(made.Find("action", "press_silent"))
	assert.Equal(t, []int{1, 1}, []int{d, o})
	d, _ = hand.OptionOf(0)
	assert.Equal(t, -1, d)
	changed, err := made.With([]Setting{{Path: "decision.north.within", Value: "2h"}})
	require.NoError(t, err)
	assert.Equal(t, 2*Hour, changed.Injects[0].Expects.Within)
}
