package score

// Seat is how one seat did with what it knew, each part from 0 to 1 and nil where it had
// none of it to do. Every clock starts when that seat knew, so neither the silence of
// others nor an inject that is held back lowers it.
type Seat struct {
	Role string `json:"role"`
	// Score is 100 × the mean of the parts that there are.
	Score     *float64 `json:"score"`
	Sharing   *float64 `json:"sharing"`   // speed.sharing over the facts that it was first to know
	Deciding  *float64 `json:"deciding"`  // speed.deciding over its own decisions
	Reporting *float64 `json:"reporting"` // speed.reporting over its own clocks
	Promises  *float64 `json:"promises"`  // note.fidelity over its own promises
	Answers   *float64 `json:"answers"`   // ask.answered over the requests that it received
}

// Seats marks every seat, in the order of the scenario.
func (l *Ledger) Seats() []Seat {
	// The seat whose doing a part of a measure is: its role, or for sharing the other.
	own := func(of func(*Ledger, *Tally), whose func(Part) string) map[string]*float64 {
		t := Tally{keep: true, roles: l.sc.Roles}
		of(l, &t)
		parts := map[string][]*float64{}
		for _, p := range t.parts {
			parts[whose(p)] = append(parts[whose(p)], p.Value)
		}
		means := map[string]*float64{}
		for role, values := range parts {
			means[role] = meanOf(values, 1)
		}
		return means
	}
	role := func(p Part) string { return p.Role }
	sharing := own(seatSharing, func(p Part) string { return p.Other })
	deciding, reporting, promises, answers := own(seatDeciding, role), own(promptReporting, role),
		own(fidelity, role), own(answered, role)
	out := make([]Seat, len(l.sc.Roles))
	for i, r := range l.sc.Roles {
		s := Seat{Role: r.ID, Sharing: sharing[r.ID], Deciding: deciding[r.ID], Reporting: reporting[r.ID],
			Promises: promises[r.ID], Answers: answers[r.ID]}
		s.Score = meanOf([]*float64{s.Sharing, s.Deciding, s.Reporting, s.Promises, s.Answers}, 100)
		out[i] = s
	}
	return out
}
