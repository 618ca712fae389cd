package screentest

import "tocsin/sim/exercise"

// together is a room in which a fact, a question and a joint action hang.
func together(c *exercise.Control) exercise.Together {
	t := exercise.Together{
		Pairs: []exercise.Pair{
			{From: "developer", To: "cloud", Words: 2, Questions: 1, Open: 1, Last: Moment(20)},
			{From: "cloud", To: "developer", Facts: 1, Answers: 2, Last: Moment(49.5)},
			{From: "cert", To: "police", Facts: 12, Words: 31, Questions: 4, Moving: 1, Last: Moment(50)},
			{From: "regulator", To: "public", Words: 1, Last: Moment(3)},
		},
		Moving: []exercise.Moving{{From: "National CERT", To: "Cybercrime police", Kind: "fact", What: "Slow egress",
			Sent: Moment(50), Due: Moment(52)}},
		Hangs: []exercise.Hang{
			{Kind: exercise.HangsQuestion, ID: "developer#3", What: "Whose account\nis it?", Seat: "cloud",
				Title: "Cloud provider", For: []string{"developer"}, Waits: []string{"Frontier developer"},
				Since: Moment(20), Due: at(30), Late: true,
				How: []string{"Cloud provider has not said anything about it"}},
			{Kind: exercise.HangsJoint, ID: "hold", What: "Hold the cluster", Seat: "police",
				Title: "Cybercrime police", For: []string{"cloud"}, Waits: []string{"Cloud provider"},
				Since: Moment(48), Due: at(54), How: []string{"1 of 3 have committed", "not without Cybercrime police"}},
			{Kind: exercise.HangsFact, ID: "egress", What: "Slow egress", Seat: "developer",
				Title: "Frontier developer", For: []string{"police", "cert"},
				Waits: []string{"Cybercrime police", "National CERT"}, Since: Moment(2),
				How: []string{"Frontier developer → National CERT, usually 2h by their contact"}},
		}}
	for i := range c.Seats {
		t.Pulses = append(t.Pulses, exercise.Pulse{Role: c.Seats[i].ID,
			Acts:   []float64{0, 1, float64(i), 0, 2},
			Unread: []float64{0, 2, 3, float64(i), float64(c.Seats[i].Unread)}})
	}
	return t
}
