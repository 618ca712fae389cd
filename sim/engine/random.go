package engine

// Random numbers are counter-based: a draw is a hash of the run's seed, what it is
// for, the name of the thing it belongs to, and how many such draws that thing has
// made. Nothing anyone else does can move it, so two runs with one seed differ only
// where their commands made them differ (common random numbers).

// purpose says what a draw is for.
type purpose uint8

const (
	forLinkChance purpose = iota + 1
	forLinkDelay
	forFailure
	forRepair
	forNotice
	forInject
	forKnown
	forLeak
	forAction
	forSuccess
	forShare
	forVenue
	forSetup
	forEffect
	forEffectChance
	forAck
	forDecide
	forRuling
	forDraw
	forHabit // and one for each habit after it
)

// Purposes that were added later are beyond those of habits.
const (
	forAmount purpose = 128 + iota
	forReading
	forRollOut
)

// mix is one step of splitmix64 (Steele, Lea and Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashName is 64-bit FNV-1a of a name, finished with mix.
func hashName(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return mix(h)
}

// uniform returns the keyed draw, above 0 and below 1; rounding makes it 1 once in 2^53 draws.
func uniform(run, name uint64, p purpose, occurrence uint32) float64 {
	x := mix(mix(run^name) ^ (uint64(p)<<32 | uint64(occurrence)))
	return (float64(x>>11) + 0.5) * (1.0 / (1 << 53))
}
