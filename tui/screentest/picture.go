package screentest

import "tocsin/sim/exercise"

// pictured is what the seats make of it, as staff see it.
func pictured() *exercise.Picture {
	return &exercise.Picture{Now: "Serious",
		Hypotheses: []exercise.HypothesisCard{{ID: "insider", Title: "A contractor, alone", Truth: true, Mean: 0.62,
			Low: 0.35, High: 0.9, Said: 4, Of: 8, For: []exercise.Evidence{{ID: "login", Title: "The odd login",
				Known: []string{"Second laboratory"}}}, Against: []exercise.Evidence{{ID: "memo", Title: "The memo",
				Known: []string{"AI regulator", "National CERT"}}},
			Trace: []exercise.HeldAt{{Hours: 9, Mean: 0.35}, {Hours: 20, Mean: 0.5}, {Hours: 44, Mean: 0.62}},
			Held: []exercise.HeldBy{{Role: "police", Title: "Cybercrime police", Confidence: 0.9, At: Moment(44),
				Text: "He had a motive."}, {Role: "cert", Title: "National CERT", Confidence: 0.35, At: Moment(9)}}},
			{ID: "state", Title: "A state service 国家", Mean: 0.31, Low: 0.1, High: 0.55, Said: 3, Of: 8},
			{ID: "broker", Title: "A broker's bluff", Of: 8}},
		Severities: []exercise.SeverityLevel{{ID: "minor", Title: "Minor", Seats: []string{"Wire service"}, Count: 1},
			{ID: "serious", Title: "Serious", Seats: []string{"Cloud provider", "National CERT"}, Count: 2},
			{ID: "grave", Title: "Grave"}},
		Agreement: []exercise.Agreed{{At: Moment(12), W: 0.25, N: 3}, {At: Moment(30), W: 0.44, N: 3},
			{At: Moment(44), W: 0.61, N: 3}},
		Clashes: []exercise.Clash{{A: "Frontier developer", B: "AI regulator", ActA: "Suspend the contractor",
			ActB: "Call in the ambassador", HypoA: "A contractor, alone", HypoB: "A state service 国家", At: Moment(46)}}}
}

// OnTheWall is the picture as the wall shows it, by no name and without evidence.
func OnTheWall() *exercise.Picture {
	p := pictured()
	p.Hypotheses, p.Severities, p.Clashes, p.Now, p.Withheld = p.Hypotheses[:2], p.Severities[:2], nil, "", 1
	for i := range p.Hypotheses {
		h := &p.Hypotheses[i]
		h.For, h.Against, h.Held, h.Truth = nil, nil, nil, false
	}
	p.Hypotheses[1].Title = "A state service"
	for i := range p.Severities {
		p.Severities[i].Seats = nil
	}
	return p
}

// Before is the picture before a seat, with the evidence that it knows.
func Before() *exercise.Picture {
	sure := 0.8
	return &exercise.Picture{Hypotheses: []exercise.HypothesisCard{{ID: "insider", Title: "A contractor, alone",
		Text: "He had a key, and took the weights by himself.", Yours: &sure, Of: 8,
		For: []exercise.Evidence{{ID: "login", Title: "The odd login"}}},
		{ID: "state", Title: "A state service 国家", Of: 8}},
		Severities: []exercise.SeverityLevel{{ID: "minor", Title: "Minor"},
			{ID: "serious", Title: "Serious", Text: "Copies are outside, and used.", Yours: true}}}
}
