package exercise

// Feedback is what a player or an observer says of the exercise after ENDEX, while memory
// is fresh. It can be given again; the last one counts, and the record keeps all.
type Feedback struct {
	// Three ratings from 1, not at all, to 5, fully.
	Realism    int `json:"realism"`    // it was like the real thing
	Usefulness int `json:"usefulness"` // it was worth the time
	Prepared   int `json:"prepared"`   // we are prepared for such a thing now
	// What went well, what to change, and one thing that one's own organisation will do.
	Well   string `json:"well,omitempty"`
	Change string `json:"change,omitempty"`
	Will   string `json:"will,omitempty"`
}

// FeedbackOf is somebody's feedback, without their name.
type FeedbackOf struct {
	From string `json:"from"` // title of the seat held at the time, or the kind of person
	Feedback
	person int
}

// FeedbackSum is the feedback of all, for staff and reports.
type FeedbackSum struct {
	Of int `json:"of"` // players and observers who are asked for it
	// Means of the ratings; nil while there is none.
	Realism    *float64     `json:"realism"`
	Usefulness *float64     `json:"usefulness"`
	Prepared   *float64     `json:"prepared"`
	Each       []FeedbackOf `json:"each"`
}

func (a *Feedback) do(x *Exercise, by int) Answer {
	said := FeedbackOf{From: string(x.people[by].kind), Feedback: *a, person: by}
	said.Well, said.Change, said.Will = paragraphs(a.Well, MaxText), paragraphs(a.Change, MaxText),
		paragraphs(a.Will, MaxText)
	if r := x.people[by].role; r >= 0 {
		said.From = x.title(r)
	}
	switch {
	case !x.Over():
		return Refuse("Feedback is possible only after ENDEX")
	case out(a.Realism) || out(a.Usefulness) || out(a.Prepared):
		return Refuse("Give each of the three a number from 1 to 5")
	}
	for i := range x.feedback {
		if x.feedback[i].person == by {
			x.feedback[i] = said
			return yes()
		}
	}
	x.feedback = append(x.feedback, said)
	return yes()
}

// out reports whether a rating is outside 1 to 5.
func out(n int) bool { return n < 1 || n > 5 }

// asksFeedback is the form for somebody: what was given so far, or an empty one; nil
// while nothing is asked.
func (x *Exercise) asksFeedback(p int) *Feedback {
	if !x.Over() || !may("feedback", x.people[p].kind) {
		return nil
	}
	for i := range x.feedback {
		if x.feedback[i].person == p {
			f := x.feedback[i].Feedback
			return &f
		}
	}
	return &Feedback{}
}

// Feedback is what everyone has said after ENDEX, in the order in which they first did.
func (x *Exercise) Feedback() FeedbackSum {
	s := FeedbackSum{Each: append([]FeedbackOf{}, x.feedback...)}
	for i := range x.people {
		if p := &x.people[i]; may("feedback", p.kind) && (p.here || p.role >= 0) {
			s.Of++
		}
	}
	s.Of = max(s.Of, len(s.Each))
	mean := func(of func(*FeedbackOf) int) *float64 {
		if len(s.Each) == 0 {
			return nil
		}
		sum := 0
		for i := range s.Each {
			sum += of(&s.Each[i])
		}
		v := float64(sum) / float64(len(s.Each))
		return &v
	}
	s.Realism = mean(func(f *FeedbackOf) int { return f.Realism })
	s.Usefulness = mean(func(f *FeedbackOf) int { return f.Usefulness })
	s.Prepared = mean(func(f *FeedbackOf) int { return f.Prepared })
	return s
}
