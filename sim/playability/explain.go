package playability

// HarmExplained divides the variance of harm over all runs, all profiles on the same seeds,
// into parts that add up to 1: a two-way analysis of variance without replication.
type HarmExplained struct {
	Chance float64 `json:"chance"` // between seeds: what the draws do in every profile alike
	// Preparation and Play divide what lies between the profiles. They do so in proportion to what
	// lies between the same bots prepared and not, and to what lies between the profiles that are not
	// prepared, since not every way to play is tried both prepared and not.
	Preparation float64 `json:"preparation"`
	Play        float64 `json:"play"`
	Together    float64 `json:"together"` // the rest: what preparation and play change on one seed and not on another
	// Coordination is the rank correlation (Spearman) of harm with the coordination score over the
	// runs in which nothing was prepared: below 0 where harm falls with coordination; nil where
	// one of them never differs.
	Coordination *float64 `json:"coordination"`
}

// explain divides the variance of harm; nil where no harm is counted, or it never differs.
func explain(profiles []Profile, runs [][]*run) *HarmExplained {
	seeds := len(runs[0])
	if seeds == 0 || runs[0][0].harm.Actual == nil {
		return nil
	}
	at := func(p, s int) float64 { return *runs[p][s].harm.Actual }
	of := func(ps []int, ss []int) float64 {
		sum := 0.0
		for _, p := range ps {
			for _, s := range ss {
				sum += at(p, s)
			}
		}
		return sum / float64(len(ps)*len(ss))
	}
	all, every := upTo(len(profiles)), upTo(seeds)
	whole := of(all, every)
	square := func(v float64) float64 { return (v - whole) * (v - whole) }
	var total, chance, between, prepared float64
	for s := range seeds {
		chance += float64(len(profiles)) * square(of(all, []int{s}))
		for p := range profiles {
			total += square(at(p, s))
		}
	}
	var unready []int
	for p := range profiles {
		between += float64(seeds) * square(of([]int{p}, every))
		if !profiles[p].Prepared {
			unready = append(unready, p)
		}
	}
	play := apart(of, unready, every)
	for p := range profiles {
		if q := profiles[p].unprepared(profiles); profiles[p].Prepared && q >= 0 {
			prepared += apart(of, []int{p, q}, every)
		}
	}
	if total <= 0 {
		return nil
	}
	if both := prepared + play; both > 0 {
		prepared = between * (prepared / both)
	}
	return &HarmExplained{Chance: chance / total, Preparation: prepared / total, Play: (between - prepared) / total,
		Together: max(0, (total-chance-between)/total), Coordination: harmByCoordination(profiles, runs)}
}

// apart returns the sum of squares between the means of some profiles.
func apart(of func(ps, ss []int) float64, ps, every []int) float64 {
	if len(ps) == 0 {
		return 0
	}
	sum, mid := 0.0, of(ps, every)
	for _, p := range ps {
		d := of([]int{p}, every) - mid
		sum += float64(len(every)) * d * d
	}
	return sum
}

// harmByCoordination returns the rank correlation of harm with the coordination score in runs
// without preparation.
func harmByCoordination(profiles []Profile, runs [][]*run) *float64 {
	var harm, coordination []float64
	for p := range profiles {
		for _, r := range runs[p] {
			if !profiles[p].Prepared && r.scores.Coordination != nil {
				harm, coordination = append(harm, *r.harm.Actual), append(coordination, *r.scores.Coordination)
			}
		}
	}
	return spearman(harm, coordination)
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
