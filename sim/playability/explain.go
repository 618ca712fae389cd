package playability

// HarmExplained divides the variance of harm over all runs, all profiles on the same seeds,
// into parts that add up to 1: a two-way analysis of variance without replication.
type HarmExplained struct {
	Chance      float64 `json:"chance"`      // between seeds: what the draws do in every profile alike
	Preparation float64 `json:"preparation"` // between the profiles that are prepared and those that are not
	Play        float64 `json:"play"`        // between the profiles beside that
	Together    float64 `json:"together"`    // the rest: worth of preparation and play on one seed and not on another
	// Coordination is the rank correlation (Spearman) of harm with the coordination score over the
	// runs in which nothing was prepared: below 0 where harm falls with coordination; nil where
	// one of them never differs.
	Coordination *float64 `json:"coordination"`
}

// explain is nil where no harm is counted, or it never differs.
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
	groups := map[bool][]int{}
	for p := range profiles {
		between += float64(seeds) * square(of([]int{p}, every))
		groups[profiles[p].Prepared] = append(groups[profiles[p].Prepared], p)
	}
	for _, ready := range []bool{false, true} {
		if g := groups[ready]; len(g) > 0 {
			prepared += float64(seeds*len(g)) * square(of(g, every))
		}
	}
	if total <= 0 {
		return nil
	}
	return &HarmExplained{Chance: chance / total, Preparation: prepared / total, Play: (between - prepared) / total,
		Together: max(0, (total-chance-between)/total), Coordination: falls(profiles, runs)}
}

// falls is how harm and the coordination score go together in runs without preparation.
func falls(profiles []Profile, runs [][]*run) *float64 {
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
