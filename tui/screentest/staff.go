package screentest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"tocsin/sim/exercise"
)

// Moment is a time of the exercise so many hours after STARTEX, which is on Monday 1
// March 2027 at 06:00.
func Moment(hours float64) exercise.Moment {
	minutes := int(hours*60 + 0.5)
	day, m := minutes/1440, minutes%1440
	clock := minutes + 360
	return exercise.Moment{Hours: hours, T: fmt.Sprintf("T+%dd %02d:%02d", day, m/60, m%60),
		Date: fmt.Sprintf("%s %d Mar 2027 %02d:%02d",
			[]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[clock/1440%7], 1+clock/1440, clock/60%24,
			clock%60)}
}

func at(hours float64) *exercise.Moment { m := Moment(hours); return &m }

// Staff is what a facilitator sees in the middle of an exercise, with something of
// everything: long names, wide and combining characters, a dropped player, an inject that
// is held, one that is suggested, an unforeseen action.
func Staff() exercise.View {
	return exercise.View{
		Scenario: exercise.Title{Name: "cold_copy", Title: "Cold copy"},
		You:      exercise.You{Name: "Grace", Kind: exercise.KindFacilitator, Title: "facilitator"},
		Clock: exercise.Clock{Phase: "running", Now: Moment(50), Allows: "everything", Pace: "6h", Move: 2,
			Moves: 4, MoveTitle: "Joining the pieces",
			MoveEnds: at(168), Ends: Moment(504), Facilitated: true},
		Notices: []exercise.Notice{{N: 1, At: Moment(2), Kind: exercise.NoticeFacilitator, From: "Grace",
			Yours: true, To: "all", Text: "Welcome. Coffee at eleven."},
			{N: 2, At: Moment(40), From: "Ann, Cloud provider", To: "staff",
				Text: "May we use the telephone\nin the corridor?"}},
		Questions: []exercise.Question{
			{N: 1, Text: "Who else needs to know?", Open: false, Count: 2,
				Answers: []exercise.Reply{{Who: "Cloud provider", Text: "The CERT.\nAnd the police."},
					{Who: "National CERT", Text: "Everyone who hosts weights."}}},
			{N: 2, Text: "What matters most now?", Options: []string{"Evidence", "Containment", "Telling others"},
				Rank: true, Open: true, Count: 1, Waiting: []string{"Frontier developer", "National CERT"},
				Answers: []exercise.Reply{{Who: "Cloud provider",
					Text: "Evidence > Containment > Telling others"}}},
		},
		Control: staffControl(),
	}
}

func staffControl() *exercise.Control {
	c := &exercise.Control{LogTotal: 340, Commands: 41, Helped: 3, Seed: 7}
	c.Next = []exercise.Planned{
		{ID: "seller", Title: "The seller writes again", From: "Broker", Media: "email",
			To: []string{"Cybercrime police"}, ToIDs: []string{"police"}, State: "held", Hold: true, Due: at(49),
			Text: "Two days left. My other buyer does not haggle.",
			Hint: "Release it when the police have asked nobody for two hours."},
		{ID: "press_story", Title: "Laboratory said to have lost a model", From: "Wire service", Media: "news",
			To: []string{"everyone"}, ToIDs: []string{"all", "public"}, State: "due", Due: at(62),
			Text: "Two people familiar with the matter said on Monday that a laboratory had found traces of " +
				"copying. The laboratory would not comment.",
			Hint:    "If nobody has told the regulator yet, let this one come.",
			Expects: "Joint statement within 4h by Frontier developer, AI regulator", Objective: "one_voice",
			Unless: "done('joint_statement')", Bars: `"Joint statement" is done`},
		{ID: "nudge", Title: "A colleague asks what to do", From: "同僚 (colleague)", Media: "call",
			To: []string{"National CERT"}, ToIDs: []string{"cert"}, State: "on call",
			Text: "Do we warn the sector?", Suggest: "What \"Slow egress\" expected was not done in time",
			When: "false"},
		{ID: "torrent", Title: "A torrent appears", From: "Forum", Media: "social", To: []string{"everyone"},
			ToIDs: []string{"all"}, State: "waits for its condition", When: "failed('torrent')",
			Comes: "Public torrent of the weights is failed",
			Text:  "It is all there."},
	}
	c.Delivered = []exercise.Planned{{ID: "memo", Title: "A memo with low confidence", From: "Partner service",
		Media: "document", To: []string{"AI regulator"}, ToIDs: []string{"regulator"}, State: "delivered", Times: 1,
		Last: at(30), Text: "Possibly a state.", Objective: "shared_picture"}}
	c.Gauges = []exercise.WorldGauge{
		{Gauge: exercise.Gauge{ID: "copies", Title: "Uncontrolled copies of the weights", Unit: "copies",
			Value: 2.7, Trace: []float64{1, 1.2, 1.4, 1.7, 2, 2.4, 2.7}, Step: 8}, Sees: nil},
		{Gauge: exercise.Gauge{ID: "harm", Title: "Harm", Unit: "points", Value: 1.9,
			Trace: []float64{0, 0.1, 0.3, 0.6, 1, 1.4, 1.9}, Step: 8}, Outcome: true},
		{Gauge: exercise.Gauge{ID: "trust", Title: "Public trust in the response", Unit: "of 100", Value: 58.3,
			Trace: []float64{60, 59.5, 59, 58.3}, Step: 8}, Sees: []string{"everyone"}},
	}
	c.Versions = []exercise.Version{{ID: "v41", Title: "Clerk 4.1", Of: "Clerk", Flawed: true,
		Systems: []exercise.VersionSystem{{ID: "exfiltrated", Title: "Checkpoint shards outside the laboratory", Exposed: true}}}}
	c.Systems = []exercise.WorldSystem{{ID: "exfiltrated", Title: "Checkpoint shards outside the laboratory",
		State: "failed"}, {ID: "finetune", Title: "Private fine-tune of the stolen weights", State: "failed",
		Noticed: []exercise.NoticedState{{Role: "institute", Title: "AI safety institute", State: "normal"}}},
		{ID: "safeguards", Title: "Safeguards taken out", State: "normal"},
		{ID: "misuse", Title: "Misuse campaign against companies", State: "degraded"},
		{ID: "torrent", Title: "Public torrent of the weights", State: "normal"},
		{ID: "outage", Title: "Outage of the developer's customers", State: "isolated", Owner: "Frontier developer"}}
	c.Links = []exercise.WorldLink{{From: "exfiltrated", To: "finetune", Chance: 0.7},
		{From: "finetune", To: "safeguards", Chance: 0.8}, {From: "safeguards", To: "misuse", Chance: 0.5},
		{From: "exfiltrated", To: "torrent", Chance: 0.35, Cut: true}, {From: "torrent", To: "misuse", Chance: 1},
		{From: "misuse", To: "finetune", Chance: 0.1}}
	titles := [][2]string{{"developer", "Frontier developer"}, {"cloud", "Cloud provider"},
		{"second_lab", "Second laboratory"}, {"cert", "National CERT"}, {"police", "Cybercrime police"},
		{"regulator", "AI regulator"}, {"institute", "AI safety institute"}, {"press", "Wire service"}}
	for i, t := range titles {
		c.Seats = append(c.Seats, exercise.Place{ID: t[0], Title: t[1], Bot: i > 4, Acts: i * 2, Unread: 7 - i,
			Asked: i % 2})
	}
	people := []string{"Zoë Ångström-Nakamura", "Ann", "李小龍", "Edsger", "Barbara"}
	for i, name := range people {
		c.Seats[i].Holder, c.Seats[i].Here, c.Seats[i].Last = name, true, at(float64(48-4*i))
		c.Roster = append(c.Roster, exercise.Member{Name: name, Kind: exercise.KindPlayer, Role: titles[i][0],
			Title: titles[i][1], Here: true, Acts: i * 2})
	}
	c.Seats[3].Here, c.Seats[3].Away, c.Seats[3].Ask = false, 95, true
	c.Roster[3].Here, c.Roster[3].Away = false, 95
	c.Seats[4].Last = nil
	c.Roster = append(c.Roster, exercise.Member{Name: "Kurt", Kind: exercise.KindPlayer, Here: true,
		Wants: "press"}, exercise.Member{Name: "Grace", Kind: exercise.KindFacilitator, Here: true},
		exercise.Member{Name: "Emmy", Kind: exercise.KindEvaluator, Here: true})
	c.Together = together(c)
	c.Picture = pictured()
	c.Material = &exercise.Material{Move: exercise.MoveTold{N: 1, Title: "First signs", From: Moment(0), Until: Moment(48),
		Messages: 12, Public: 1, Facts: 4, Asked: 3, Answered: 2, Spoke: 4, Never: 2, Pairs: 6, Acts: 21, Quiet: 1,
		QuietSeats: []string{"National CERT"}},
		Came: []exercise.Brought{{At: Moment(1), Title: "Egress above the monthly plan", From: "Billing",
			To: []string{"Cloud provider"}, Text: "Object storage of one customer is at 140 % of plan.",
			Questions: []string{"Who would you ask first, and why?"}},
			{At: Moment(9), Title: "A journalist calls", From: "Wire service", To: []string{"Frontier developer"}}},
		Told: []exercise.Beat{{At: Moment(3), Kind: "decision", Text: "Cloud provider tells Frontier developer \"Slow egress\""},
			{At: Moment(30), Kind: "gap", Text: "Frontier developer misses \"First notice\""}}}
	c.Wall = exercise.WallState{Show: "move", Page: 1, Names: true, Moves: 1,
		Board: exercise.Board{News: []exercise.Item{}, Shows: "move", Move: Told()}}
	c.Facts = []exercise.WorldFact{
		{ID: "egress", Title: "Slow egress", Mark: "amber",
			Text:   "0.6 TB left one storage bucket over nine days, always just under the egress alarm.",
			Needed: []string{"Frontier developer", "Cybercrime police", "National CERT"},
			Known: []exercise.WorldKnower{{Role: "cloud", Title: "Cloud provider", At: Moment(2)},
				{Role: "developer", Title: "Frontier developer", At: Moment(9), From: "Cloud provider"}}},
		{ID: "broker", Title: "A seller in the market", Mark: "red",
			Text:   "A broker offers a full checkpoint for 90 BTC.",
			Needed: []string{"Frontier developer", "Second laboratory", "AI safety institute"},
			Known:  []exercise.WorldKnower{{Role: "police", Title: "Cybercrime police", At: Moment(14)}}},
		{ID: "capability", Title: "What it can do without safeguards", Mark: "amber",
			Text: "Seven of ten multi-step intrusion tasks.", Needed: []string{"AI regulator"}, Known: nil},
	}
	c.Cases = []exercise.Attempt{
		{N: 1, Role: "cloud", Title: "Cloud provider", At: Moment(49),
			Text:   "Call the contractor's chief at home\nand ask who has the keys",
			Reason: "We have his number from the contract; he has an interest in this being found early."},
		{N: 1, Role: "police", Title: "Cybercrime police", At: Moment(20), Text: "Buy a sample", Outcome: "partial",
			Reply: "He sends one shard."},
	}
	c.Requests = []exercise.WorldRequest{{From: "Cybercrime police", To: "Cloud provider",
		Text: "Whose tenant is it?\nSince when?", At: Moment(20), Due: at(44), State: "overdue"},
		{From: "AI regulator", To: "Frontier developer", Text: "Is anything gone?", At: Moment(40), State: "seen"}}
	c.Joint = []exercise.WorldJoint{{ID: "trace_and_hold", Title: "Trace and hold",
		JointState: exercise.JointState{Quorum: 3, Must: []string{"Cybercrime police"}, Open: true,
			Committed: []string{"Cloud provider"}, Lapses: at(60)}}}
	c.Obligations = []exercise.WorldDuty{{Obligation: exercise.Obligation{ID: "nis2", Title: "NIS2 early warning",
		Status: "running", Due: Moment(56)}, Role: "Cloud provider"},
		{Obligation: exercise.Obligation{ID: "raise", Title: "RAISE Act notice", Status: "missed", Due: Moment(40)},
			Role: "Frontier developer"}}
	c.Decisions = []exercise.Decision{{N: 1, At: Moment(6), Role: "cloud", Title: "Cloud provider", Who: "Ann",
		Text: "We watch the tenant before we suspend it.", Options: []string{"suspend now", "watch first"},
		Why: "Whoever it is should not notice.", Follow: "Look at it again", Due: at(36)},
		{N: 2, At: Moment(47), Role: "cert", Title: "National CERT", Text: "No warning to the sector before noon."}}
	c.Venues = []exercise.Venue{{ID: "cell", Title: "Incident cell", State: "closed"}}
	none, some := 0.0, 4.0
	c.Mechanisms = []exercise.Mechanism{{ID: "mutual_aid", Title: "Mutual aid", Price: 6, InForce: true},
		{ID: "hotline", Title: "Hotline of laboratories", Price: 8, Invested: &some},
		{ID: "labels", Title: "Common labels", Price: 3, Invested: &none}}
	c.Dormant = []exercise.Option{{ID: "eu", Text: "EU Code of Practice notice"}}
	c.Objectives = []exercise.Objective{
		{ID: "shared_picture", Title: "Those who need a fact have it in time",
			Capability: "Operational communications",
			Ratings: []exercise.Rating{{Who: "Emmy", Rating: "S", Text: "The CERT had it by noon.",
				At: Moment(44)}, {Who: "Sofya", Rating: "U", Text: "The institute never had it.", At: Moment(46)}}},
		{ID: "one_voice", Title: "The public hears one thing", Capability: "Public information and warning",
			Ratings: []exercise.Rating{{Who: "Emmy", Rating: "P", At: Moment(44)}}},
		{ID: "containment", Title: "Copies are held"}}
	c.Observations = []exercise.Observation{{N: 1, At: Moment(9), Written: Moment(9.2), Who: "Emmy",
		Tag: "strength", Text: "The cloud rang the developer within the hour, before the paperwork.", Role: "cloud",
		Inject: "memo", Objective: "shared_picture"},
		{N: 2, At: Moment(30), Written: Moment(30), Who: "Grace", Tag: "gap",
			Text:    "Nobody has asked the institute anything yet. " + strings.Repeat("É", 3) + " e\u0301\u0301 日本語",
			Private: true}}
	c.Inbox = []exercise.Item{{N: 1, At: Moment(45), Kind: exercise.ItemMessage, From: "Cybercrime police",
		Role: "police", Title: "Asks", Text: "Does the judge answer today?"}}
	c.Log = slices.Clone(staffLog())
	return c
}

// staffLog are the newest lines of the log. They are made once: each test wants a console.
var staffLog = sync.OnceValue(func() []exercise.Line {
	marks := []string{"acts", "says", "inject", "world", "learns", "duty", "refused", "clock", "note"}
	var log []exercise.Line
	for i := range 300 {
		log = append(log, exercise.Line{N: 41 + i, At: Moment(float64(i) / 6), Mark: marks[i%len(marks)],
			Text: fmt.Sprintf("Line %d: the cloud provider tells the frontier developer about the slow egress, "+
				"and a little more than fits in one line of a narrow window.", 41+i), Quiet: i%7 == 3,
			Help: i%50 == 8})
	}
	return log
})
