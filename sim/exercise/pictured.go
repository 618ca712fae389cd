package exercise

// Pictured is what the seats thought was going on, from STARTEX to the end: what each said when, and
// where two acted on what cannot both be true.
type Pictured struct {
	Held    []Word // of the hypotheses, in the order of time
	Levels  []Word // of how severe it is
	Clashes []Clash
}

// Word is what a seat said of a hypothesis or of how severe it is, and the line of the record.
type Word struct {
	At         Moment
	Role       string // id
	Who        string // the person
	Of         string // id of the hypothesis or of the level
	Confidence float64
	Text       string
	// Agreement is Kendall's W after a word on a hypothesis, 0 to 1, over the seats that had spoken of
	// all that every seat is asked; nil with fewer than two of them.
	Agreement *float64
	// Now is the title of the level to which the world had come; for a word on how severe it is.
	Now  string
	Line int
}

// end fills in what was said.
func (p *Pictured) end(x *Exercise) {
	if p == nil {
		return
	}
	for i := range x.picture.held {
		a, w := &x.picture.held[i], &p.Held[i]
		w.At, w.Role, w.Who = x.moment(a.at), x.scenario.Roles[a.role].ID, x.people[a.person].name
		w.Of, w.Confidence, w.Text = x.scenario.Hypotheses[a.hypothesis].ID, a.confidence, a.text
	}
	for _, a := range x.agreements(len(p.Held)) {
		w := a.W
		p.Held[a.word].Agreement = &w
	}
	for i := range x.picture.levels {
		a, w := &x.picture.levels[i], &p.Levels[i]
		w.At, w.Role, w.Who = x.moment(a.at), x.scenario.Roles[a.role].ID, x.people[a.person].name
		w.Text, w.Of = a.text, x.scenario.Severities[a.level].ID
	}
	p.Clashes = x.clashesFound()
}
