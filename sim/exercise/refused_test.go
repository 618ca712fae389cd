package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// sayings are who say things in the tables of these tests, beside Fay and Bob.
func eva(verb, args string) said { return said{"Eva", "evaluator", verb, args} }
func cyd(verb, args string) said { return said{"Cyd", "agency", verb, args} }
func lou(verb, args string) said { return said{"Lou", "player", verb, args} }
func dot(verb, args string) said { return said{"Dot", "press", verb, args} }

// trial is something that is asked for in a phase, after what came first, with what is answered: ""
// where it is done.
type trial struct {
	phase string
	first []said
	ask   said
	why   string
}

// answered plays a table: each phase is prepared once and copied.
func answered(t *testing.T, table []trial) {
	ready := map[string]*exercise.Exercise{}
	for _, c := range table {
		if ready[c.phase] == nil {
			ready[c.phase] = inPhase(t, c.phase).X
		}
		g := tabletest.Of(t, ready[c.phase].Clone())
		for _, s := range c.first {
			a := s.on(g)
			require.True(t, a.OK, "%v: %s", s, a.Why)
		}
		name := fmt.Sprintf("%s, after %v: %s %s %s", c.phase, c.first, c.ask.who, c.ask.verb, c.ask.args)
		a := c.ask.on(g)
		assert.Equal(t, c.why, a.Why, name)
		assert.Equal(t, c.why == "", a.OK, name)
		assert.Nil(t, a.Free, "no hand that comes free would help: %s", name)
	}
}

// TestWhatTheClockRefuses: what moves the clock or stops it says why it does not.
func TestWhatTheClockRefuses(t *testing.T) {
	begun, over, stopped := "The exercise has not begun", "The exercise is over",
		"The exercise is stopped: resume it first"
	until := []said{fay("stop", ""), fay("resume", "")}
	answered(t, []trial{
		{"before", nil, fay("pause", ""), begun},
		{"over", nil, fay("pause", ""), over},
		{"emergency", nil, fay("pause", ""), "The exercise is already stopped"},
		{"running", nil, fay("pause", `{"allows":"some"}`), "allows is everything, talk or nothing"},
		{"running", nil, fay("pause", `{"allows":"everything"}`), ""},
		{"talk", nil, fay("pause", ""), "The exercise is already paused"},
		{"talk", nil, fay("pause", `{"allows":"nothing"}`), ""},
		{"talk", nil, fay("pause", `{"why":"Lunch"}`), ""},
		{"running", nil, fay("start", ""), "The exercise has already started"},
		{"before", []said{fay("stop", "")}, fay("start", ""), stopped},
		{"before", until, fay("start", ""), ""},
		{"emergency", nil, fay("stop", ""), "The exercise is already stopped"},
		{"before", nil, fay("step", `{"to":"event"}`), begun},
		{"over", nil, fay("step", `{"to":"event"}`), over},
		{"emergency", nil, fay("step", `{"to":"event"}`), stopped},
		{"running", nil, fay("step", `{"to":"dinner"}`), "Step to the next event, inject or move"},
		{"before", nil, fay("jump", `{"by":"1h"}`), begun},
		{"over", nil, fay("jump", `{"by":"1h"}`), over},
		{"emergency", nil, fay("jump", `{"by":"1h"}`), stopped},
		{"running", nil, fay("jump", `{"by":"0s"}`), "Time only goes forward; it is T+00:30 now"},
		{"running", nil, fay("jump", `{"to":"30m"}`), "Time only goes forward; it is T+00:30 now"},
		{"running", nil, fay("jump", `{"to":"31m"}`), ""},
		{"running", []said{fay("turns", `{"every":"1h"}`)}, fay("resume", ""),
			"Time moves in turns, when every seat has said done"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("pause", "")}, fay("resume", ""), ""},
		{"before", nil, fay("seed", `{"seed":7}`), ""},
		{"before", []said{bob("invest", `{"invest":"room","points":1}`)}, fay("seed", `{"seed":7}`),
			"Something is already prepared, so the seed is fixed: start another exercise"},
		{"running", nil, fay("seed", `{"seed":7}`), "The exercise has already started"},
		{"running", nil, bob("done", ""), "Time does not move in turns"},
		{"before", []said{fay("turns", `{"every":"1h"}`)}, bob("done", ""), begun},
		{"running", []said{fay("turns", `{"every":"1h"}`)}, lou("done", ""), "Take a seat first"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("pause", "")}, bob("done", ""),
			"The exercise is paused"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("stop", "")}, bob("done", ""),
			"The exercise is stopped"},
		{"running", []said{fay("turns", `{"every":"1h"}`), bob("done", "")}, bob("done", ""), "You have said so"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("end", `{"end":true}`)}, bob("done", ""), over},
		{"running", nil, theRoom("turnover", ""), "No turn is under way"},
		{"before", []said{fay("turns", `{"every":"1h"}`)}, theRoom("turnover", ""), "No turn is under way"},
		{"running", []said{fay("turns", `{"every":"1h"}`)}, theRoom("turnover", ""), ""},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("pause", "")}, theRoom("turnover", ""),
			"No turn is under way"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("stop", "")}, theRoom("turnover", ""),
			"No turn is under way"},
		{"running", []said{fay("turns", `{"every":"1h"}`), fay("end", `{"end":true}`)}, theRoom("turnover", ""),
			"No turn is under way"},
		{"talk", nil, theRoom("unattended", ""), "The clock is already paused"},
		{"running", nil, theRoom("unattended", ""), ""},
		{"running", nil, fay("reveal", `{"on":true}`), "Before ENDEX only the staff may see it"},
		{"over", nil, fay("reveal", `{"on":false}`), "It is already set like that"},
		{"over", nil, fay("reveal", `{"on":true}`), ""},
		{"running", nil, fay("automatic", `{"on":false}`), "It is already set like that"},
		{"before", nil, fay("automatic", `{"on":true}`), ""},
		{"before", nil, bob("here", ""), ""},
		{"before", []said{bob("here", "")}, bob("here", ""), "You have said so"},
	})
}

// TestWhoIsRefused: what is asked of people who are not there, are something else, or are set like that.
func TestWhoIsRefused(t *testing.T) {
	aide := fay("aide", `{"who":"Lou","role":"cloud","on":true}`)
	drop := func(who string) said { return said{who, "room", "drop", ""} }
	nobody := `Nobody here is called "Zoe"`
	answered(t, []trial{
		{"running", nil, fay("seat", `{"who":"Zoe","role":"police"}`), nobody},
		{"running", nil, fay("seat", `{"who":"Lou","role":"nowhere"}`), `There is no seat "nowhere"`},
		{"running", nil, fay("seat", `{"who":"Eva","role":"police"}`), "Eva is not a player"},
		{"running", nil, fay("seat", `{"who":"Ban","role":"police"}`), "Ban has been removed"},
		{"running", nil, fay("seat", `{"who":"Bob","role":"cloud"}`), "Bob already has that seat"},
		{"running", nil, fay("seat", `{"who":"Ann","role":"cloud"}`), ""}, // the first of people and of seats
		{"running", nil, fay("seat", `{"who":"Bob","role":"lab"}`), ""},
		{"running", nil, fay("unseat", `{"who":"Zoe"}`), `"Zoe" has no seat`},
		{"running", nil, fay("unseat", `{"who":"Lou"}`), `"Lou" has no seat`},
		{"running", nil, fay("unseat", `{"who":"Ann"}`), ""},
		{"running", nil, fay("bot", `{"role":"nowhere","on":true}`), `There is no seat "nowhere"`},
		{"running", nil, fay("bot", `{"role":"lab","on":false}`), "No bot has that seat"},
		{"running", nil, fay("bot", `{"role":"lab","on":true}`), ""},
		{"running", []said{fay("bot", `{"role":"lab","on":true}`)}, fay("bot", `{"role":"lab","on":true}`),
			"A bot already has that seat"},
		{"running", nil, fay("takeover", `{"role":"nowhere"}`), `There is no seat "nowhere"`},
		{"running", nil, fay("handover", `{"to":"Zoe"}`), nobody},
		{"running", []said{drop("Flo")}, fay("handover", `{"to":"Flo"}`), `Nobody here is called "Flo"`},
		{"running", nil, fay("handover", `{"to":"Fay"}`), "Hand over to somebody else"},
		{"running", nil, fay("handover", `{"to":"Eva"}`), "Eva is not a facilitator"},
		{"running", nil, said{"Flo", "facilitator", "handover", `{"to":"Fay"}`}, ""},
		{"running", nil, fay("mute", `{"who":"Zoe","on":true}`), nobody},
		{"running", nil, fay("mute", `{"who":"Fay","on":true}`), "A facilitator cannot be muted"},
		{"running", nil, fay("mute", `{"who":"Dot","on":true}`), "It is already set like that"},
		{"running", nil, fay("mute", `{"who":"Eva","on":true}`), ""},
		{"running", nil, fay("remove", `{"who":"Zoe"}`), nobody},
		{"running", nil, fay("remove", `{"who":"Fay"}`), "Leave, if you want to go"},
		{"running", nil, fay("remove", `{"who":"Ban"}`), "Ban has already been removed"},
		{"running", nil, said{"Flo", "facilitator", "remove", `{"who":"Fay"}`}, ""},
		{"running", nil, fay("remove", `{"who":"Ann"}`), ""},
		{"running", nil, fay("admit", `{"who":"Zoe","on":true}`), `Nobody has been here as "Zoe"`},
		{"running", nil, fay("admit", `{"who":"Ban","on":true}`), "Ban has been removed"},
		{"running", nil, fay("admit", `{"who":"Fay","on":true}`), "That is you"},
		{"running", []said{fay("visit", `{"room":"2"}`)}, fay("admit", `{"who":"Fay","on":true}`), ""}, // is in another room
		{"running", nil, said{"Flo", "facilitator", "admit", `{"who":"Fay","on":true}`}, ""},
		{"running", nil, fay("code", `{"of":"guests"}`), "Whose code: players, facilitators or evaluators?"},
		{"running", nil, fay("card", `{"role":"nowhere"}`), `There is no seat "nowhere"`},
		{"running", nil, fay("card", `{"role":"lab"}`), ""},
		{"running", nil, eva("mirror", `{"role":"lab"}`), ""},
		{"running", nil, fay("put", `{"who":"Zoe","room":"2"}`), nobody},
		{"running", nil, fay("put", `{"who":"Eva","room":"2"}`), "Eva is not a player"},
		{"running", nil, fay("put", `{"who":"Ban","room":"2"}`), "Ban has been removed"},
		{"running", nil, fay("put", `{"who":"Ann","room":"2"}`), ""},
		{"running", nil, fay("aide", `{"who":"Zoe","role":"cloud","on":true}`), nobody},
		{"running", nil, fay("aide", `{"who":"Eva","role":"cloud","on":true}`), "Eva is not a player"},
		{"running", nil, fay("aide", `{"who":"Ban","role":"cloud","on":true}`), "Ban has been removed"},
		{"running", nil, fay("aide", `{"who":"Lou","on":false}`), "Lou advises no seat"},
		{"running", nil, fay("aide", `{"who":"Lou","role":"nowhere","on":true}`), `There is no seat "nowhere"`},
		{"running", nil, fay("aide", `{"who":"Bob","role":"cloud","on":true}`), "Bob has that seat"},
		{"running", nil, fay("aide", `{"who":"Lou","role":"lab","on":true}`), ""},
		{"running", []said{aide}, aide, "Lou already advises that seat"},
		{"running", []said{aide}, fay("aide", `{"who":"Lou","on":false}`), ""},
		{"running", nil, lou("advise", `{"text":"Wait."}`), "Take a seat first"},
		{"running", nil, dot("advise", `{"text":"Wait."}`), "The facilitator has muted you"},
		{"running", []said{aide}, lou("advise", `{"text":" "}`), "The message is empty"},
		{"running", []said{aide}, lou("advise", `{"text":"Wait."}`), ""},
		{"running", nil, said{"Ann", "lab", "advise", `{"text":"Wait."}`}, ""},
		{"running", nil, lou("yield", `{"to":"Bob"}`), "You hold no seat"},
		{"running", nil, bob("yield", `{"to":"Zoe"}`),
			`"Zoe" does not advise your seat; to leave a note for whoever has the seat next, write pass and the note`},
		{"running", []said{aide}, cyd("yield", `{"to":"Lou"}`),
			`"Lou" does not advise your seat; to leave a note for whoever has the seat next, write pass and the note`},
		{"running", []said{aide, drop("Lou")}, bob("yield", `{"to":"Lou"}`), "Lou is not here"},
		{"running", []said{aide}, bob("yield", `{"to":"Lou"}`), ""},
		{"running", []said{aide, fay("mute", `{"who":"Lou","on":true}`), drop("Bob")}, lou("lead", ""),
			"The facilitator has muted you"},
		{"running", []said{aide}, said{"Lou", "cloud", "act", `{"act":"hold"}`},
			"You advise this seat, and its holder acts: write advise and what to do"},
		{"running", nil, lou("pass", `{"text":"So."}`), "Take a seat first"},
		{"running", nil, dot("pass", `{"text":"So."}`), "The facilitator has muted you"},
		{"running", nil, bob("pass", `{"text":" "}`), "The note is empty"},
		{"running", nil, lou("read", `{"n":1}`), "You have no inbox"},
		{"running", nil, bob("read", `{"n":0}`), "There is no item 0"},
		{"running", nil, bob("read", `{"n":1}`), ""},
		{"running", nil, bob("read", `{"n":99}`), "There is no item 99"},
		{"running", nil, said{"Zoe", "player", "drop", ""}, "Join first"},
		{"running", nil, said{"Zoe", "room", "drop", ""}, "Nobody has that name"},
	})
}

// TestWordsThatAreRefused: what people write down, say out of the game or are asked.
func TestWordsThatAreRefused(t *testing.T) {
	long := fay("question", `{"text":"Which?","options":["1","2","3","4","5","6","7","8","9","10","11","12"]}`)
	few := "Give no options, or 2 to 12"
	choice, over := fay("question", `{"text":"Which?","options":["one","two"]}`), "The exercise is over"
	begun := "The exercise has not begun"
	decideMany := `{"text":"So.","options":["1","2","3","4","5","6","7","8","9","10","11","12"%s]}`
	answered(t, []trial{
		{"running", nil, fay("broadcast", `{"text":" "}`), "The message is empty"},
		{"running", nil, fay("whisper", `{"to":"Bob","text":" "}`), "The message is empty"},
		{"running", nil, fay("whisper", `{"to":"Zoe","text":"Hm."}`), `Nobody here is called "Zoe"`},
		{"running", nil, fay("whisper", `{"to":"lab","text":"Hm."}`), ""},
		{"running", []said{fay("unseat", `{"who":"Bob"}`)}, fay("whisper", `{"to":"cloud","text":"Hm."}`),
			`Nobody sits in "Cloud"`},
		{"running", nil, fay("whisper", `{"to":"staff","text":"Hm."}`), ""},
		{"running", nil, bob("whisper", `{"to":"facilitator","text":"Hm."}`), ""},
		{"running", nil, bob("whisper", `{"to":"agency","text":"Hm."}`),
			"Out of the game you can speak to the facilitator; in it, write to a seat"},
		{"before", nil, bob("whisper", `{"to":"nowhere","text":"Hm."}`),
			"Out of the game you can speak to the facilitator; in it, write to a seat"},
		{"before", nil, lou("whisper", `{"to":"agency","text":"Hm."}`), "Take a seat first"},
		{"before", nil, dot("whisper", `{"to":"agency","text":"Hm."}`), "The facilitator has muted you"},
		{"before", nil, bob("whisper", `{"to":"cloud","text":"Hm."}`), "That is yourself"},
		{"before", []said{fay("unseat", `{"who":"Cyd"}`)}, bob("whisper", `{"to":"agency","text":"Hm."}`),
			`Nobody sits in "agency"`},
		{"before", nil, bob("whisper", `{"to":"lab","text":"Hm."}`), ""},
		{"running", nil, fay("question", `{"text":" "}`), "Ask what?"},
		{"running", nil, fay("question", `{"text":"Which?","options":["one"]}`), few},
		{"running", nil, long, ""},
		{"running", nil, fay("question", long.args[:len(long.args)-2]+`,"13"]}`), few},
		{"running", nil, fay("question", `{"text":"Which?","rank":true}`), "A ranking needs options"},
		{"running", nil, fay("question", `{"text":"Which?","options":["one"," "]}`), "Each option needs its own words"},
		{"running", nil, fay("question", `{"text":"Which?","options":["one","one"]}`), "Each option needs its own words"},
		{"running", nil, lou("answer", `{"n":1,"text":"So."}`), "Take a seat first"},
		{"running", nil, dot("answer", `{"n":1,"text":"So."}`), "The facilitator has muted you"},
		{"running", nil, bob("answer", `{"n":1,"text":" "}`), "Your answer is empty"},
		{"running", nil, said{"Ann", "lab", "answer", `{"n":1,"text":"So."}`}, ""},
		{"running", nil, bob("answer", `{"n":2,"text":"So."}`), "That question is not open; question 1 is"},
		{"running", []said{fay("close", `{"n":1}`)}, bob("answer", `{"n":1,"text":"So."}`),
			"No question to the room is open"},
		{"running", []said{choice}, fay("close", `{"n":3}`), "That question is not open; questions 1, 2 are"},
		{"running", []said{choice}, fay("close", `{"n":0}`), "That question is not open; questions 1, 2 are"},
		{"running", []said{choice}, fay("close", `{"n":2}`), ""},
		{"running", nil, bob("decide", `{"text":" "}`), "Say what was decided"},
		{"before", nil, bob("decide", `{"text":"So."}`), begun},
		{"running", nil, fay("decide", `{"text":"So.","role":"nowhere"}`), `There is no seat "nowhere"`},
		{"running", nil, fay("decide", `{"text":"So."}`), "Say whose decision it is"},
		{"running", nil, lou("decide", `{"text":"So."}`), "Take a seat first"},
		{"running", nil, bob("decide", `{"text":"So.","role":"agency"}`), "That is not your seat"},
		{"running", nil, bob("decide", `{"text":"So.","role":"cloud"}`), ""},
		{"running", nil, eva("decide", `{"text":"So.","role":"lab"}`), ""},
		{"running", nil, dot("decide", `{"text":"So."}`), "The facilitator has muted you"},
		{"running", nil, bob("decide", `{"text":"So.","inject":"nothing"}`), `There is no inject "nothing"`},
		{"running", nil, bob("decide", `{"text":"So.","inject":"call"}`), `There is no inject "call"`},
		{"running", nil, eva("decide", `{"text":"So.","role":"lab","inject":"call"}`), ""},
		{"running", nil, bob("decide", fmt.Sprintf(decideMany, "")), ""},
		{"running", nil, bob("decide", fmt.Sprintf(decideMany, `,"13"`)), "Give at most 12 options"},
		{"running", nil, fay("approval", `{"case":"cloud#9","from":"lab","text":"May they?"}`),
			`There is no attempt "cloud#9"`},
		{"running", []said{fay("rule", `{"rule":"cloud#1","outcome":"success","text":"Yes."}`)},
			fay("approval", `{"case":"cloud#1","from":"lab","text":"May they?"}`), "You have already ruled on that"},
		{"running", nil, fay("approval", `{"case":"cloud#1","from":"nowhere","text":"May they?"}`),
			`There is no seat "nowhere"`},
		{"running", nil, fay("approval", `{"case":"cloud#1","from":"cloud","text":"May they?"}`),
			"Cloud itself wants to do it: ask another seat, or ask that one a question"},
		{"running", nil, fay("approval", `{"case":"cloud#1","from":"lab","text":" "}`), "Say what is to be approved"},
		{"running", nil, fay("approval", `{"case":"cloud#1","from":"lab","text":"May they?"}`), ""},
		{"running", nil, fay("approval", `{"case":"cloud#1","from":"agency","text":"May they?"}`),
			"Agency has been asked that"},
		{"running", []said{cyd("approve", `{"n":1,"yes":true}`)},
			fay("approval", `{"case":"cloud#1","from":"agency","text":"Still?"}`), ""},
		{"running", nil, dot("approve", `{"n":1,"yes":true}`), "The facilitator has muted you"},
		{"running", nil, bob("approve", `{"n":1,"yes":true}`), "You are not asked for an approval number 1"},
		{"running", nil, cyd("approve", `{"n":2,"yes":true}`), "You are not asked for an approval number 2"},
		{"running", []said{cyd("approve", `{"n":1,"yes":true}`)}, cyd("approve", `{"n":1,"yes":true}`),
			"You have answered that"},
		{"running", []said{fay("rule", `{"rule":"cloud#1","outcome":"success","text":"Yes."}`)},
			cyd("approve", `{"n":1,"yes":true}`), "The facilitator has already ruled on it"},
		{"before", nil, bob("assess", `{"hypothesis":"odd","confidence":0.5}`), begun},
		{"over", nil, bob("grade", `{"level":"calm"}`), over},
		{"running", nil, lou("grade", `{"level":"calm"}`), "Take a seat first"},
		{"running", nil, dot("grade", `{"level":"calm"}`), "The facilitator has muted you"},
		{"running", nil, bob("grade", `{"level":"nothing"}`), `There is no level of severity "nothing"`},
		{"running", nil, bob("grade", `{"level":"calm"}`), ""},
		{"running", nil, bob("assess", `{"hypothesis":"odd","confidence":0}`), ""},
		{"running", nil, bob("assess", `{"hypothesis":"odd","confidence":1}`), ""},
		{"running", nil, bob("assess", `{"hypothesis":"odd","confidence":-0.1}`), "Say how sure you are from 0% to 100%"},
		{"running", nil, bob("assess", `{"hypothesis":"odd","confidence":1.1}`), "Say how sure you are from 0% to 100%"},
		{"running", nil, cyd("assess", `{"hypothesis":"odd","confidence":1}`), `There is no hypothesis "odd" before you`},
		{"running", nil, eva("judge", `{"inject":"nothing","mark":"2"}`), `There is no inject "nothing"`},
		{"running", nil, eva("judge", `{"inject":"call","mark":"2"}`), "The scenario names nothing to look for after that inject"},
		{"running", nil, eva("judge", `{"inject":"hidden","n":2,"mark":"2"}`), "That inject has nothing with the number 2 to look for"},
		{"running", nil, eva("judge", `{"inject":"hidden","n":-1,"mark":"2"}`), "That inject has nothing with the number -1 to look for"},
		{"running", nil, eva("judge", `{"inject":"hidden","mark":"4"}`), "A mark is 0 to 3, or P, S, M or U"},
		{"running", nil, eva("judge", `{"inject":"hidden","mark":"2"}`), "That inject has not come yet"},
		{"running", []said{fay("release", `{"release":"hidden"}`)}, eva("judge", `{"inject":"hidden","n":1,"mark":"2"}`), ""},
		{"running", nil, eva("checked", `{"n":0,"on":true}`), "The checklist has no item 0"},
		{"running", nil, eva("checked", `{"n":2,"on":true}`), "The checklist has no item 2"},
		{"running", nil, eva("checked", `{"n":1,"on":false}`), "It is already set like that"},
		{"running", nil, eva("checked", `{"n":1,"on":true}`), ""},
		{"running", nil, eva("observe", `{"text":" "}`), "The observation is empty"},
		{"running", nil, eva("observe", `{"text":"So.","tag":"praise"}`), "A tag is note, strength, gap, quote or question"},
		{"running", nil, eva("observe", `{"text":"So.","role":"nowhere"}`), `There is no seat "nowhere"`},
		{"running", nil, eva("observe", `{"text":"So.","role":"lab"}`), ""},
		{"running", nil, eva("observe", `{"text":"So.","inject":"nothing"}`), `There is no inject "nothing"`},
		{"running", nil, eva("observe", `{"text":"So.","inject":"call"}`), ""},
		{"running", nil, eva("observe", `{"text":"So.","objective":"none"}`), `There is no objective "none"`},
		{"running", nil, eva("observe", `{"text":"So.","objective":"picture"}`), ""},
		{"running", nil, eva("observe", `{"text":"So.","at":"31m"}`),
			"An observation is about something that has happened; it is T+00:30 now"},
		{"running", nil, eva("observe", `{"text":"So.","at":"30m"}`), ""},
		{"running", nil, eva("observe", `{"text":"So.","corrects":1}`), "There is no observation 1"},
		{"running", nil, eva("observe", `{"text":"So.","corrects":-1}`), "There is no observation -1"},
		{"running", []said{eva("observe", `{"text":"So."}`)}, eva("observe", `{"text":"No.","corrects":1}`), ""},
		{"running", []said{eva("observe", `{"text":"So."}`)}, fay("observe", `{"text":"No.","corrects":1}`),
			"Observation 1 is not yours"},
		{"running", nil, eva("rate", `{"objective":"none","rating":"P"}`), `There is no objective "none"`},
		{"running", nil, eva("rate", `{"objective":"picture","rating":"A"}`), "A rating is P, S, M or U"},
		{"running", nil, eva("rate", `{"objective":"picture","rating":"U"}`), ""},
		{"running", nil, bob("feedback", `{"realism":4,"usefulness":4,"prepared":4}`), "Feedback is possible only after ENDEX"},
		{"over", nil, bob("feedback", `{"realism":1,"usefulness":5,"prepared":1}`), ""},
		{"over", nil, bob("feedback", `{"realism":0,"usefulness":4,"prepared":4}`),
			"Give each of the three a number from 1 to 5"},
		{"over", nil, bob("feedback", `{"realism":4,"usefulness":6,"prepared":4}`),
			"Give each of the three a number from 1 to 5"},
		{"over", nil, bob("feedback", `{"realism":4,"usefulness":4,"prepared":6}`),
			"Give each of the three a number from 1 to 5"},
	})
}

// TestPredictionsThatAreRefused: of whom, of what, by when and how sure.
func TestPredictionsThatAreRefused(t *testing.T) {
	predict := func(args string) said { return bob("predict", args) }
	goes := "Name a joint action only with join, and a venue only with meet"
	answered(t, []trial{
		{"running", nil, predict(`{"seat":"nowhere","will":"act","by":"4h","confidence":0.5}`), `There is no seat "nowhere"`},
		{"running", nil, predict(`{"seat":"cloud","will":"act","by":"4h","confidence":0.5}`),
			"Say what another seat will do"},
		{"running", nil, predict(`{"seat":"lab","will":"sing","by":"4h","confidence":0.5}`),
			"A seat will tell, speak, act, join or meet"},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"0s","confidence":0.5}`), "Say by when, such as 4h"},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"4h","confidence":1.5}`),
			"Say how likely it is, from 0% to 100%"},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"4h","confidence":-0.5}`),
			"Say how likely it is, from 0% to 100%"},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"1s","confidence":0}`), ""},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"4h","confidence":1}`), ""},
		{"running", nil, predict(`{"seat":"lab","will":"act","by":"4h","confidence":1,"action":"trace"}`), goes},
		{"running", nil, predict(`{"seat":"lab","will":"join","by":"4h","confidence":1,"venue":"cell"}`), goes},
		{"running", nil, predict(`{"seat":"lab","will":"join","by":"4h","confidence":1,"action":"trace"}`), ""},
		{"running", nil, predict(`{"seat":"lab","will":"join","by":"4h","confidence":1,"action":"hold"}`),
			`There is no joint action "hold" of yours`},
		{"running", nil, predict(`{"seat":"lab","will":"join","by":"4h","confidence":1,"action":"raid"}`),
			`There is no joint action "raid" of yours`},
		{"running", nil, predict(`{"seat":"lab","will":"meet","by":"4h","confidence":1,"venue":"cell"}`), ""},
		{"running", nil, said{"Eli", "police", "predict",
			`{"seat":"lab","will":"meet","by":"4h","confidence":1,"venue":"cell"}`}, `There is no venue "cell" of yours`},
		{"running", nil, predict(`{"seat":"lab","will":"meet","by":"4h","confidence":1,"venue":"none"}`),
			`There is no venue "none" of yours`},
	})
}

// TestCommandsThatAreRefused: who may give a command in whose name, and when.
func TestCommandsThatAreRefused(t *testing.T) {
	as := func(who, seat, verb, args string) said { return said{who, seat, verb, args} }
	say, act := `{"say":"Hear.","to":["agency"]}`, `{"act":"hold"}`
	only, paused := "Only the facilitator may do that", "The exercise is paused"
	later := "The clock is paused: you can talk, and act when it goes on"
	everything := []said{fay("pause", `{"allows":"everything"}`)}
	answered(t, []trial{
		{"running", nil, as("Zoe", "cloud", "act", act), "Join first"},
		{"running", nil, as("Zoe", "cloud", "pause", ""), "Join first"},
		{"running", nil, as("Ban", "cloud", "act", act), "You have been asked to leave"},
		{"running", nil, as("Ban", "cloud", "here", ""), "You have been asked to leave"},
		{"running", nil, as("Lou", "cloud", "say", say), "That is not your seat"},
		{"running", nil, as("Eva", "cloud", "say", say), "That is not your seat"},
		{"running", nil, as("Cyd", "cloud", "say", say), "That is not your seat"},
		{"running", nil, as("Bob", "cloud", "release", `{"release":"memo"}`), only},
		{"running", nil, as("Bob", "facilitator", "release", `{"release":"memo"}`), only},
		{"running", nil, as("Eva", "facilitator", "release", `{"release":"memo"}`), only},
		{"running", nil, as("Bob", "cloud", "pause", ""), only},
		{"running", nil, as("Bob", "cloud", "observe", `{"text":"So."}`), "Only the facilitator and evaluators may do that"},
		{"running", nil, as("Oz", "observer", "whisper", `{"to":"Ann","text":"So."}`),
			"Only players, the facilitator and evaluators may do that"},
		{"running", nil, eva("done", ""), "Only players and the facilitator may do that"},
		{"running", nil, as("Bob", "cloud", "tick", ""), "The room does that by itself"},
		{"running", nil, fay("answer", `{"n":1,"text":"So."}`), "Only players may do that"},
		{"over", nil, eva("feedback", `{"realism":4,"usefulness":4,"prepared":4}`), "Only players and observers may do that"},
		{"running", nil, fay("here", ""), "Only players, evaluators and observers may do that"},
		{"before", nil, fay("release", `{"release":"memo"}`), "That is possible from STARTEX on"},
		{"running", nil, fay("release", `{"release":"memo"}`), ""},
		{"talk", nil, fay("release", `{"release":"memo"}`), ""},
		{"running", nil, as("Fay", "cloud", "say", say), "Take the seat over first"},
		{"running", nil, as("Flo", "lab", "say", say), "Take the seat over first"},
		{"running", nil, as("Fay", "lab", "say", say), ""},
		{"running", nil, as("Ann", "lab", "say", say), "The facilitator has your seat for now"},
		{"running", nil, dot("say", say), "The facilitator has muted you"},
		{"running", nil, cyd("invest", `{"invest":"pact","points":1}`), "Preparedness is bought before STARTEX"},
		{"before", nil, cyd("invest", `{"invest":"pact","points":1}`), ""},
		{"before", nil, as("Eli", "police", "invest", `{"invest":"pact","points":1}`), "You have no points to invest"},
		{"before", nil, bob("say", say), "The exercise has not begun"},
		{"emergency", nil, bob("say", say), "The exercise is stopped"},
		{"nothing", nil, bob("say", say), paused},
		{"nothing", nil, bob("act", act), paused},
		{"talk", nil, bob("say", say), ""},
		{"talk", nil, bob("ask", `{"ask":"What?","to":["agency"]}`), ""},
		{"talk", nil, bob("attempt", `{"attempt":"We look."}`), ""},
		{"talk", nil, bob("declare", `{"declare":"cause","option":"insider","confidence":0.7}`), ""},
		{"talk", nil, bob("act", act), later},
		{"talk", nil, bob("convene", `{"convene":"cell"}`), later},
		{"talk", everything, bob("convene", `{"convene":"cell"}`), ""},
		{"running", nil, bob("convene", `{"convene":"cell"}`), ""},
		{"running", nil, as("Dot", "press", "declare", `{"declare":"cause","option":"insider","confidence":0.7}`),
			"The facilitator has muted you"},
		{"running", nil, as("Eli", "police", "declare", `{"declare":"cause","option":"insider","confidence":0.7}`),
			"You have not been asked that"},
	})
}

// TestWhatIsUsedUp: of what a person or a room may ask for, just as much is done as there is, whoever asks for it in
// between; and words without a seat are bounded for all who have none together as well.
func TestWhatIsUsedUp(t *testing.T) {
	asks := func(g *tabletest.Table, s said) exercise.Answer { // without a digest of the exercise for each
		return g.X.Do(record.Entry{At: g.X.Now(), Who: s.who, Seat: s.seat, Verb: s.verb, Args: []byte(s.args)})
	}
	until := func(g *tabletest.Table, of budget.Name, ask ...said) {
		t.Helper()
		most := budget.Most(of)
		for n := range most {
			if a := asks(g, ask[n%len(ask)]); !a.OK {
				assert.Fail(t, string(of), "refused after %d: %s", n, a.Why)
				return
			}
		}
		assert.Equal(t, (&budget.Over{Bound: budget.Of(of)}).Error(), ask[0].on(g).Why)
	}
	g := inPhase(t, "running")
	until(g, budget.WordsLobby, lou("whisper", `{"text":"Hm."}`))
	assert.True(t, cyd("whisper", `{"text":"Hm."}`).on(g).OK)
	until(g, budget.Words, bob("whisper", `{"text":"Hm."}`))
	assert.True(t, cyd("whisper", `{"text":"Hm."}`).on(g).OK, "each has words of their own")
	assert.True(t, fay("broadcast", `{"text":"Hm."}`).on(g).OK)
	until(g, budget.Judgements, cyd("grade", `{"level":"calm"}`), cyd("assess", `{"hypothesis":"open","confidence":0.5}`))
	assert.True(t, bob("grade", `{"level":"calm"}`).on(g).OK)
	until(g, budget.Passed, bob("pass", `{"text":"Hm."}`), cyd("pass", `{"text":"Hm."}`))
	until(g, budget.Advice, bob("advise", `{"text":"Hm."}`), cyd("advise", `{"text":"Hm."}`))
	until(g, budget.Decisions, bob("decide", `{"text":"So."}`))
	assert.True(t, cyd("decide", `{"text":"So."}`).on(g).OK, "each has decisions of their own")
	for n := 1; n < budget.Most(budget.Approvals); n++ { // the agency has been asked
		require.True(t, asks(g, fay("approval", `{"case":"cloud#1","from":"police","text":"May they?"}`)).OK)
		require.True(t, asks(g, said{"Eli", "police", "approve", fmt.Sprintf(`{"n":%d,"yes":true}`, n)}).OK)
	}
	assert.Equal(t, (&budget.Over{Bound: budget.Of(budget.Approvals)}).Error(),
		fay("approval", `{"case":"cloud#1","from":"police","text":"May they?"}`).on(g).Why)

	g = inPhase(t, "running")
	until(g, budget.Judgements, bob("predict", `{"seat":"lab","will":"act","by":"4h","confidence":0.5}`))
	assert.True(t, cyd("predict", `{"seat":"lab","will":"act","by":"4h","confidence":0.5}`).on(g).OK, "each has their own")

	g = inPhase(t, "running")
	until(g, budget.WordsLobby, lou("whisper", `{"text":"Hm."}`))
	spoken := 0
	for n := 0; spoken < budget.Most(budget.WordsCrowd)-budget.Most(budget.WordsLobby); n++ {
		name := fmt.Sprintf("Guest %d", n)
		require.True(t, g.Do(name, "player", "join", `{"kind":"player"}`).OK, name)
		for range budget.Most(budget.WordsLobby) {
			require.True(t, asks(g, said{name, "player", "whisper", `{"text":"Hm."}`}).OK)
			spoken++
		}
	}
	require.True(t, g.Do("Last", "player", "join", `{"kind":"player"}`).OK)
	assert.Equal(t, (&budget.Over{Bound: budget.Of(budget.WordsCrowd)}).Error(),
		g.Do("Last", "player", "whisper", `{"text":"Hm."}`).Why)
	assert.True(t, bob("whisper", `{"text":"Hm."}`).on(g).OK, "who has a seat is not of the crowd")
}
