package screentest

import "tocsin/sim/exercise"

// Plan is the time of a room that is late, in a move, before an empty stretch.
func Plan() *exercise.RoomPlan {
	return &exercise.RoomPlan{Asked: 5400, Spent: 2300, Left: 3400, Late: 240, Pace: "3h20m",
		Why: "no faster, so that there is time for an answer: Audit ticket",
		Parts: []exercise.PlanPart{{Kind: "brief", Takes: 430, Spent: 430, Done: true},
			{Kind: "move", Move: 1, Title: "First signals", Takes: 900, Spent: 900, Done: true},
			{Kind: "discussion", Move: 1, Takes: 270, Spent: 290, Done: true},
			{Kind: "move", Move: 2, Title: "Joining the pieces 同僚", Takes: 1200, Spent: 680, Now: true},
			{Kind: "discussion", Move: 2, Takes: 135},
			{Kind: "move", Move: 3, Title: "In the open", Takes: 1400},
			{Kind: "hot wash", Takes: 570}},
		Cuts: []string{"each discussion still to come: 2:15 instead of 4:30"},
		Pass: &exercise.PlanPass{In: 20, From: Moment(51), To: Moment(66), Lines: []exercise.Line{
			{N: 1, At: Moment(53), Mark: "world", Text: "Private fine-tune of the stolen weights: failed"}}},
		Idle: []exercise.PlanIdle{{Role: "police", Title: "Cybercrime police", For: 420}},
		Did: []exercise.Conducted{{At: Moment(48), Text: "The clock goes on: the time for the discussion is over"},
			{At: Moment(49.5), Text: "A minute is 3h20m: no faster, so that there is time for an answer: Audit ticket"}}}
}
