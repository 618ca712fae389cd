package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// TestWhatIsAsked: what each verb must be given, what the dialogue asks for in addition, which may be
// left out, and what is on the form alone, in the order of the form.
func TestWhatIsAsked(t *testing.T) {
	type asked struct{ must, may, form string }
	want := map[string]asked{
		"say":         {"to say", "", "via mark re"},
		"share":       {"share to", "text", "via mark re"},
		"act":         {"act", "", ""},
		"commit":      {"commit", "", ""},
		"declare":     {"declare option", "confidence", ""},
		"ask":         {"to ask", "due", "via mark re"},
		"acknowledge": {"acknowledge", "", "as"},
		"verify":      {"verify", "", "via"},
		"withdraw":    {"withdraw", "", ""},
		"cancel":      {"cancel", "", ""},
		"convene":     {"convene", "", ""},
		"attempt":     {"attempt", "", "case"},
		"deviate":     {"deviate", "", ""},
		"invest":      {"invest points", "", ""},
		"file":        {"", "file to", "note.within note.when note.do note.until"},
		"revise":      {"revise", "to change.within", "change.when change.do change.until"},
		"revoke":      {"revoke", "", ""},
		"release":     {"release", "", ""},
		"hold":        {"hold", "", ""},
		"unhold":      {"unhold", "", ""},
		"skip":        {"skip", "", ""},
		"postpone":    {"postpone", "by", "earlier"},
		"choose":      {"choose", "", "now"},
		"edit":        {"edit", "to text title", ""},
		"inject":      {"inject.to inject.title", "inject.from inject.text", "inject.media inject.reveals inject.objective inject.expects.any inject.expects.all inject.expects.within inject.expects.by inject.effects"},
		"retract":     {"retract", "", ""},
		"query":       {"query text", "", ""},
		"rule":        {"rule", "outcome odds text", "effects"},
		"set":         {"set", "", ""},
		"end":         {"", "", ""},
		"answer":      {"n", "choice order text", ""},
		"decide":      {"text", "due options why follow", "role inject"},
		"approve":     {"n yes", "text", ""},
		"whisper":     {"text", "to", ""},
		"feedback":    {"realism usefulness prepared", "well change will", ""},
		"read":        {"n", "", "only"},
		"leave":       {"", "", ""},
		"start":       {"", "", "paused"},
		"pause":       {"", "why", "allows"},
		"resume":      {"", "", ""},
		"observe":     {"text", "", "tag at role inject objective private corrects"},
		"rate":        {"objective rating", "text", ""},
		"judge":       {"inject mark", "text", "n"},
		"checked":     {"n", "", "on"},
		"broadcast":   {"text", "", ""},
		"question":    {"text", "options", "rank"},
		"close":       {"n", "", ""},
		"approval":    {"case from text", "", ""},
		"seat":        {"who role", "", ""},
		"unseat":      {"who", "", ""},
		"bot":         {"role", "", "on"},
		"takeover":    {"role", "", ""},
		"giveback":    {"role", "", ""},
		"handover":    {"to", "text", ""},
		"mirror":      {"", "role", ""},
		"mute":        {"who", "", "on"},
		"remove":      {"who", "", ""},
		"admit":       {"who", "", "on n"},
		"card":        {"role", "", ""},
		"code":        {"of", "", ""},
		"automatic":   {"on", "", ""},
		"pace":        {"minute", "", ""},
		"direct":      {"", "time", "on"},
		"step":        {"to", "", ""},
		"jump":        {"", "by to", ""},
		"aide":        {"who", "role", "on"},
		"advise":      {"text", "", ""},
		"yield":       {"to", "", ""},
		"lead":        {"", "", ""},
		"visit":       {"room", "", ""},
		"put":         {"who room", "", ""},
		"seed":        {"seed", "", ""},
		"turns":       {"every", "limit", ""},
		"done":        {"", "", ""},
		"stop":        {"", "text", ""},
		"shut":        {"", "why", ""},
		"rollcall":    {"", "", ""},
		"here":        {"", "", ""},
		"reveal":      {"", "", "on"},
		"wall":        {"show", "page", "names venues lines"},
		"assess":      {"hypothesis confidence", "text", ""},
		"predict":     {"seat will by confidence", "", "action venue"},
		"grade":       {"level", "text", ""},
		"pass":        {"text", "", ""},
		"directed":    {"", "", ""},
		"turnover":    {"", "", ""},
		"unattended":  {"", "", ""},
		"join":        {"", "", ""},
		"drop":        {"", "", ""},
		"tick":        {"", "", ""},
		"heard":       {"", "", ""},
		"resumed":     {"", "", ""},
		"signed":      {"", "", ""},
		"lost":        {"", "", ""},
		"stood":       {"", "", ""},
		"undone":      {"", "", ""},
	}
	got := map[string]asked{}
	for _, row := range exercise.Language() {
		var must, may, form []string
		bare := &speech.Said{Row: row, Values: speech.Values{}}
		for _, a := range bare.Missing() {
			must = append(must, a.Key)
		}
		for _, a := range row.Asked()[len(must):] { // what must be given comes first
			if a.Seldom {
				form = append(form, a.Key)
			} else {
				may = append(may, a.Key)
			}
		}
		got[row.Verb] = asked{strings.Join(must, " "), strings.Join(may, " "), strings.Join(form, " ")}
	}
	assert.Equal(t, want, got)
}

// TestWhatEverybodyNeeds: the verbs that help puts first.
func TestWhatEverybodyNeeds(t *testing.T) {
	var main []string
	for _, row := range exercise.Language() {
		if row.Main {
			main = append(main, row.Verb)
		}
	}
	assert.Equal(t, []string{"say", "share", "act", "commit", "declare", "rule", "answer", "feedback", "start", "pause",
		"resume", "observe", "seat"}, main)
}

// TestWhatFieldsAreCalled where the word of the line would say something else on a form, and which of them staff
// alone must fill in, who have no seat that it would be about.
func TestWhatFieldsAreCalled(t *testing.T) {
	called, staff := map[string]string{}, []string{}
	for _, row := range exercise.Language() {
		for _, a := range row.Args {
			if a.Label != "" && row.Verb == "decide" {
				called[a.Key] = a.Label
			}
			if a.Staff {
				staff = append(staff, row.Verb+" "+a.Key)
			}
		}
	}
	assert.Equal(t, map[string]string{"role": "Whose decision", "text": "Decided", "due": "Followed up in",
		"inject": "Answers inject", "options": "Between", "follow": "To be done"}, called)
	assert.Equal(t, []string{"decide role"}, staff)
}
