package exercise

import (
	"context"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// History is a recorded exercise replayed from its beginning, with the line of the
// record that each thing goes back to: what reports and scores are made from.
type History struct {
	// Scenario is that of the file, without the notes that players have added.
	Scenario *scenario.Scenario
	Events   []Told
	Commands []Given // that were accepted, by people and by bots, in their order
	// Bots says which seats bots played at the end; Changed that some seat passed between a
	// bot and people after STARTEX.
	Bots    []bool
	Changed bool
	// Attended is true where injects that are held waited for a facilitator, at the end.
	Attended bool

	Observations []Written
	Ratings      []Rated
	Judged       []Judged
	Questions    []Asking
	Decisions    []Decided
	Approvals    []Approved // in the order in which they were asked for
	Feedback     []FeedbackOf
	Legibility   *Legibility // nil where no seat predicted another
	Picture      *Pictured   // nil where the scenario has neither hypotheses nor levels of severity
	People       []Person
	Handed       []Handed  // in the order of time
	Sittings     []Sitting // in the order in which they began; what ended before STARTEX is left out
	// Step is the exercise time between two values of a trace; Traces has one for each
	// gauge, from STARTEX on.
	Step   engine.Time
	Traces [][]float64
}

// Told is an event, and its place in the record.
type Told struct {
	engine.Event
	Line   int    // of the record, from 1
	Caused bool   // by the command of that line; else it came after that line and before the next
	Help   bool   // by an act of a facilitator
	Who    string // who gave the command, where it was caused by one
}

// Given is a command that was accepted.
type Given struct {
	engine.Timed
	Line int
	Who  string // the person; "" for a bot
}

// Written is an observation and its line.
type Written struct {
	Observation
	Line int
}

// Rated is a rating of an objective, by its id, and its line.
type Rated struct {
	Objective string
	Rating
	Line int
}

// Judged is a mark for what an inject had evaluators look for, and its line.
type Judged struct {
	Inject string
	LookMark
	Line int
}

// Decided is a decision that was written down, and its line.
type Decided struct {
	Decision
	Line int
}

// Asking is a question that the room was asked, with the answers by people and the seats
// they held.
type Asking struct {
	At      Moment
	Text    string
	Options []string
	Line    int
	Answers []Said
	// Rank is set where the options were put in order.
	Rank bool
	// Agreement is Kendall's coefficient of concordance W of a ranking, 0 to 1; nil for
	// other questions, and with fewer than two answers.
	Agreement *float64
}

// Said is an answer to a question of the room.
type Said struct {
	Who  string
	Role string // id, or ""
	Text string
	// Order are the options of a ranking as the seat put them, the first first, from 1.
	Order []int
}

// Sitting is the time that somebody had a seat.
type Sitting struct {
	Name string
	Role string // id
	From Moment
	// Until is when the seat was given up or taken; nil for who had it at the end.
	Until *Moment
}

// Handed is a seat that changed hands, and the line at which it did.
type Handed struct {
	HandedOver
	Line int
}

// Person is somebody who was there.
type Person struct {
	Name string
	Kind Kind
	Role string // id of the seat held at the end, or ""
	Acts int
}

// History replays the exercise. observe, which may be nil, is shown every event as it happens, with
// the engine in the state that it has then.
func (p *Replay) History(ctx context.Context, observe func(*engine.Engine, engine.Event)) (*History, error) {
	x, err := New(p.Header)
	if err != nil {
		return nil, err
	}
	h := &History{Scenario: x.scenario}
	if len(x.scenario.Hypotheses)+len(x.scenario.Severities) > 0 {
		h.Picture = &Pictured{}
	}
	line, caused, who := 1, false, ""
	listen := func(ev engine.Event) {
		x.see(ev)
		h.Events = append(h.Events, Told{Event: ev, Line: line, Caused: caused, Help: x.helping, Who: who})
		if observe != nil {
			observe(x.e, ev)
		}
	}
	x.e.Observe(listen)
	x.bots.Given = func(c engine.Timed) { h.Commands = append(h.Commands, Given{Timed: c, Line: line}) }
	for i, en := range p.Entries {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x.Advance(en.At)
		line = i + 2
		h.enter(x, en, line, func() Answer {
			if caused = en.IsCommand(); caused {
				who = en.Who
			}
			defer func() { caused, who = false, "" }()
			return x.Do(en)
		})
	}
	h.ended(x)
	return h, nil
}

// enter carries out an entry by do and notes what it adds to the history.
func (h *History) enter(x *Exercise, en record.Entry, line int, do func() Answer) {
	notes, ratings, questions, decisions, started := len(x.notes), len(x.ratings), len(x.questions),
		len(x.decisions), x.e.Started()
	handed, judged, held, levels := len(x.handed), len(x.judged), len(x.picture.held), len(x.picture.levels)
	before := slices.Clone(x.bots.Plays)
	c, err := record.DecodeCommand(x.sc(), en.Seat, en.Verb, en.Args)
	if a := do(); !a.OK {
		return
	}
	if err == nil { // it is one of the engine's
		c.Reason = en.Reason
		h.Commands = append(h.Commands, Given{engine.Timed{At: x.e.Now(), Command: c}, line, en.Who})
	}
	for _, o := range x.notes[notes:] {
		h.Observations = append(h.Observations, Written{o, line})
	}
	for _, r := range x.ratings[ratings:] {
		h.Ratings = append(h.Ratings, Rated{x.scenario.Objectives[r.objective].ID,
			Rating{x.people[r.person].name, r.rating, r.text, x.moment(r.at)}, line})
	}
	for i := range x.judged[judged:] {
		j := &x.judged[judged+i]
		h.Judged = append(h.Judged, Judged{x.scenario.Injects[j.inject].ID, x.lookMark(j), line})
	}
	if len(x.decisions) > decisions {
		for _, d := range x.decisionsOf(-1)[decisions:] {
			h.Decisions = append(h.Decisions, Decided{d, line})
		}
	}
	for _, q := range x.questions[questions:] {
		h.Questions = append(h.Questions, Asking{At: x.moment(x.e.Now()), Text: q.text, Options: q.options,
			Rank: q.rank, Line: line})
	}
	for range x.handed[handed:] {
		h.Handed = append(h.Handed, Handed{Line: line})
	}
	for range x.picture.held[held:] {
		h.Picture.Held = append(h.Picture.Held, Word{Line: line})
	}
	for range x.picture.levels[levels:] {
		h.Picture.Levels = append(h.Picture.Levels, Word{Line: line, Now: x.severity()})
	}
	h.seated(x)
	if started {
		for r := range before {
			h.Changed = h.Changed || before[r] != x.bots.Plays[r]
		}
	}
}

// InjectTitle is the title of an inject by its id, also of one that the facilitator wrote; ""
// where there is none.
func (h *History) InjectTitle(id string) string {
	if i := h.Scenario.Find("inject", id); i >= 0 {
		return h.Scenario.Injects[i].Title
	}
	for i := range h.Events {
		if ev := &h.Events[i]; ev.Kind == engine.InjectImprovised && engine.DraftID(int(ev.Ref)) == id {
			return ev.Text
		}
	}
	return ""
}

// seated notes who has sat down and who has given up a seat. Whoever leaves after ENDEX has had the
// seat to the end.
func (h *History) seated(x *Exercise) {
	if x.Over() {
		return
	}
	for r := range x.seats {
		id, holder := x.scenario.Roles[r].ID, ""
		if p := x.seats[r].holder; p >= 0 {
			holder = x.people[p].name
		}
		now := slices.IndexFunc(h.Sittings, func(s Sitting) bool { return s.Role == id && s.Until == nil })
		switch {
		case now < 0 && holder == "", now >= 0 && h.Sittings[now].Name == holder:
			continue
		case now >= 0 && !x.e.Started():
			h.Sittings = slices.Delete(h.Sittings, now, now+1)
		case now >= 0:
			h.Sittings[now].Until = x.momentOf(x.e.Now())
		}
		if holder != "" {
			h.Sittings = append(h.Sittings, Sitting{Name: holder, Role: id, From: x.moment(x.e.Now())})
		}
	}
}

// Approved is what a seat said to a free-text action that its approval was asked for.
type Approved struct {
	Attempt int // its place among all attempts, from 0
	Title   string
	State   string // approved or declined; "" where it was not answered
	Words   string
}

// ended fills in what is known only at the end.
func (h *History) ended(x *Exercise) {
	for _, v := range x.approvals {
		h.Approvals = append(h.Approvals, Approved{v.of, x.title(v.role), v.answer, v.words})
	}
	h.Bots, h.Attended = slices.Clone(x.bots.Plays), !x.automatic
	h.Step, h.Traces, h.Feedback = x.step, x.trace, slices.Clone(x.feedback)
	for i, v := range x.HandedOver() {
		h.Handed[i].HandedOver = v
	}
	h.Legibility = x.legibility()
	h.Picture.end(x)
	for i := range x.people {
		p := &x.people[i]
		v := Person{Name: p.name, Kind: p.kind, Acts: p.acts}
		if p.role >= 0 {
			v.Role = x.scenario.Roles[p.role].ID
		}
		h.People = append(h.People, v)
	}
	for i := range x.questions {
		h.Questions[i].Agreement = x.questions[i].agreement()
		for _, a := range x.questions[i].answers {
			said := Said{Who: x.people[a.person].name, Text: a.text, Order: slices.Clone(a.order)}
			if a.role >= 0 {
				said.Role = x.scenario.Roles[a.role].ID
			}
			h.Questions[i].Answers = append(h.Questions[i].Answers, said)
		}
	}
}
