package screentest

import (
	"encoding/json"

	"tocsin/sim/exercise"
)

// Told is what a move was, with the names of seats.
func Told() *exercise.MoveTold {
	return &exercise.MoveTold{N: 1, Title: "Fragments", From: Moment(0), Until: Moment(48), Messages: 23, Public: 2,
		Facts: 9, Asked: 6, Answered: 4, Spoke: 7, Never: 15, Pairs: 28, Acts: 41, Quiet: 2, Decisions: 3, Met: 1,
		Late: 1, Running: 2, Talked: []exercise.PairTold{{A: "Frontier developer", B: "Cloud provider", N: 9},
			{A: "Cloud provider", B: "National CERT", N: 5}, {A: "AI regulator", B: "Frontier developer", N: 3}},
		NeverTalked: []exercise.PairTold{{A: "Second laboratory", B: "National CERT"},
			{A: "Cybercrime police", B: "AI safety institute"}}, QuietSeats: []string{"Wire service", "AI regulator"}}
}

// WallPage is a page of the hot wash as the wall shows it, without names.
func WallPage() *exercise.WallPage {
	return &exercise.WallPage{N: 2, Of: 9, Sheet: 2, Sheets: 3, Title: "Those who need a fact have it in time", Badge: "M",
		Parts: []exercise.WallPart{{Points: []string{"41% of those who need it had it in time"}},
			{Title: "What went well", Points: []string{"\"Slow egress\" reached seat A in time"}},
			{Title: "What was lacking", Points: []string{"Seat B needed \"The contractor's odd login\", which seat C " +
				"knew, and went without it for 20d16h (never told)",
				"Seat A needed \"A seller in the market\", which seat D knew, and went without it for 2d5h"}}}}
}

// GapPage is the coordination gap on the wall, with its four parts.
func GapPage() *exercise.WallPage {
	p := &exercise.WallPage{N: 1, Of: 1, Title: "The coordination gap", Unit: "points",
		Parts: []exercise.WallPart{{Points: []string{
			"Knowing at once: what knowing each fact at once would have changed",
			"Agreeing at once: what agreement and set-up without delay would have changed",
			"Deciding at once: what acting at once on what was known would have changed",
			"Not attempted, not prepared, or harmful: what nobody tried, or prepared before"}}}}
	steps := `[{"id":"idle","title":"If nobody had acted","level":true,"to":1645.8},
{"id":"done","title":"What was done and prepared","from":1645.8,"to":158.3},
{"id":"run","title":"This run","level":true,"to":158.3},
{"id":"knowing","title":"Knowing at once","from":158.3,"to":97.1},
{"id":"agreeing","title":"Agreeing at once","from":97.1,"to":72.4},
{"id":"deciding","title":"Deciding at once","from":72.4,"to":62.5},
{"id":"not_attempted","title":"Not attempted, not prepared, or harmful","from":62.5,"to":56},
{"id":"frictionless","title":"Frictionless coordination","level":true,"to":56}]`
	if err := json.Unmarshal([]byte(steps), &p.Steps); err != nil {
		panic(err)
	}
	return p
}

// Arriving is the wall before STARTEX: how to come in, and the seats.
func Arriving() *exercise.Board {
	b := &exercise.Board{Shows: "news", News: []exercise.Item{}, Join: &exercise.Joining{
		Addresses: []string{"192.0.2.7", "workshop.example"}, Port: 23234, Code: "QX7TRM48",
		Fingerprint: "SHA256:uNiVztksCsDhcc0u9e8BxrJXVGDuGKQSHHCr5n9IGqc", In: []string{"Grace (facilitator)",
			"Zoë Ångström-Nakamura (Frontier developer)", "Ann (Cloud provider)", "Kurt"}}}
	for i, s := range staffControl().Seats {
		chair := exercise.Chair{ID: s.ID, Title: s.Title, Here: s.Here}
		switch {
		case i < 5:
			chair.Holder = s.Holder
		case s.Bot && i == 7:
			chair.Holder = "a bot"
		}
		b.Seats = append(b.Seats, chair)
	}
	return b
}
