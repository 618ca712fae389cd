package score

// Step is one step on the way from the harm if nobody had acted, to that of the run, and on to that of
// the frictionless run; see [WaterfallOf].
type Step struct {
	ID    string `json:"id"` // idle, done, run, replayed, knowing, agreeing, deciding, not_attempted, gap, frictionless
	Title string `json:"title"`
	// Level marks a step that is a total: From is 0. Other steps lead from one total to the next.
	Level bool    `json:"level"`
	From  float64 `json:"from"` // harm
	To    float64 `json:"to"`
}

// Change is how much harm a step adds; below 0 is harm avoided, or that could have been.
func (s Step) Change() float64 { return s.To - s.From }

// WaterfallOf is how a run's harm came about beside nobody acting, and what is left to the
// frictionless run: levels, and between them changes that add up to their difference. The
// gap is divided as g says, where it was worked out (nil: in one step). Where the notes give
// no yardstick it ends at the run; it is nil where the scenario counts no harm.
func WaterfallOf(h Harm, g *Gap) []Step {
	if h.Idle == nil {
		return nil
	}
	var out []Step
	at := 0.0
	level := func(id, title string, v float64) {
		out = append(out, Step{ID: id, Title: title, Level: true, To: v})
		at = v
	}
	change := func(id, title string, to float64) {
		out = append(out, Step{ID: id, Title: title, From: at, To: to})
		at = to
	}
	level("idle", "If nobody had acted", *h.Idle)
	change("done", "What was done and prepared", *h.Actual)
	level("run", "This run", *h.Actual)
	if h.Efficiency() == nil {
		return out
	}
	if g == nil {
		change("gap", "The coordination gap", *h.Frictionless)
	} else {
		// a facilitator who steers the clock between acts of one moment makes a run that does
		// not come out just so when it is played again
		if again := *h.Frictionless + g.Whole; !alike(again, at) {
			change("replayed", "Played again from its commands", again)
		}
		change("knowing", "Knowing at once", at-g.Knowing)
		change("agreeing", "Agreeing at once", at-g.Agreeing)
		change("deciding", "Deciding at once", at-g.Deciding)
		change("not_attempted", "Not attempted, not prepared, or harmful", *h.Frictionless)
	}
	level("frictionless", "Frictionless coordination", *h.Frictionless)
	return out
}
