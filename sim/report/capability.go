package report

import "strings"

// CapabilityLine is a core capability and how its objectives are rated.
type CapabilityLine struct {
	Title  string `json:"title"`
	Rating string `json:"rating"` // the weakest of its objectives' that are rated: P, S, M, U or "-"
	// ByItself: those objectives would have been rated no worse if nobody had acted.
	ByItself   bool               `json:"by_itself"`
	Objectives []CapabilityRating `json:"objectives"`
	AimOf      string             `json:"aim_of,omitempty"` // the seat whose aims these are alone
}

// CapabilityRating is the rating of one objective, by its thresholds and by evaluators.
type CapabilityRating struct {
	Objective  string   `json:"objective"`
	Rating     string   `json:"rating"`
	ByItself   bool     `json:"by_itself"`  // it would have been rated no worse if nobody had acted
	Evaluators []string `json:"evaluators"` // their letters
}

// ratingKey says what the letters of a strip mean.
const ratingKey = "P: performed without challenges. S: with some challenges. M: with major challenges. U: " +
	"unable to be " +
	"performed. A dash: nothing to rate. A star: no better than if nobody had acted. A capability has the weakest rating " +
	"of its objectives; evaluators' own ratings are in brackets."

// letters are the ratings from the best to the weakest.
const letters = "PSMU"

// capabilities gathers the ratings of objectives by core capability, in the order in which
// the scenario names them.
func (b *builder) capabilities() {
	b.r.Capabilities = []CapabilityLine{}
	place := map[string]int{}
	for _, o := range b.r.Objectives {
		i, ok := place[o.AimOf+"\n"+o.Capability]
		if !ok {
			i = len(b.r.Capabilities)
			place[o.AimOf+"\n"+o.Capability] = i
			title := o.Capability
			if title == "" {
				title = "No core capability named"
			}
			b.r.Capabilities = append(b.r.Capabilities, CapabilityLine{Title: title, Rating: "-", AimOf: o.AimOf})
		}
		c := &b.r.Capabilities[i]
		line := CapabilityRating{Objective: o.Title, Rating: o.Rating, ByItself: o.ByItself, Evaluators: []string{}}
		for _, r := range o.Ratings {
			line.Evaluators = append(line.Evaluators, r.Rating)
		}
		c.Objectives = append(c.Objectives, line)
		switch now, was := strings.Index(letters, o.Rating), strings.Index(letters, c.Rating); {
		case now > was:
			c.Rating, c.ByItself = o.Rating, o.ByItself
		case now == was:
			c.ByItself = c.ByItself && o.ByItself
		}
	}
}

// Letters are the ratings of its objectives, in their order; evaluators' are in brackets.
func (c CapabilityLine) Letters() string {
	var out []string
	for _, o := range c.Objectives {
		s := starred(o.Rating, o.ByItself)
		if len(o.Evaluators) > 0 {
			s += " (" + strings.Join(o.Evaluators, "") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// Letter is the rating, with a star where it says little of the seats.
func (c CapabilityLine) Letter() string { return starred(c.Rating, c.ByItself) }

func starred(rating string, byItself bool) string {
	if byItself {
		return rating + "*"
	}
	return rating
}
