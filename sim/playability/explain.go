package playability

// HarmExplained divides the variance of harm over all runs, all profiles on the same seeds,
// into parts that add up to 1: a two-way analysis of variance without replication.
type HarmExplained struct {
	Chance      float64 `json:"chance"`      // between seeds: what the draws do in every profile alike
	Preparation float64 `json:"preparation"` // between the profiles that are prepared and those that are not
	Play        float64 `json:"play"`        // between the profiles beside that
	Together    float64 `json:"together"`    // the rest: what preparation and play are worth on one seed and not on another
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
		Together: max(0, (total-chance-between)/total)}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
