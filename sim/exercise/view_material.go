package exercise

import (
	"slices"

	"tocsin/sim/engine"
)

// Material is what there is to talk about at the end of a move: the injects that came in it,
// with their questions, and what the seats did, missed and set off.
type Material struct {
	Move MoveTold  `json:"move"`
	Came []Brought `json:"came"`           // injects, in the order of time
	Told []Beat    `json:"told"`           // of the timeline, without the injects that came
	Left int       `json:"left,omitempty"` // steps of the timeline that are left out, for lack of room
}

// Brought is an inject that came.
type Brought struct {
	At        Moment   `json:"at"`
	Title     string   `json:"title"`
	From      string   `json:"from,omitempty"`
	To        []string `json:"to"` // titles
	Text      string   `json:"text,omitempty"`
	Questions []string `json:"questions,omitempty"` // what the scenario wants discussed
}

// mostMaterial is how many steps of the timeline the material of a move holds.
const mostMaterial = 100

// material is that of the move that has ended last; nil unless it is being discussed: the
// clock is at the move's end, or a question is open.
func (x *Exercise) material() *Material {
	open := slices.ContainsFunc(x.questions, func(q question) bool { return q.open })
	rounds := x.e.Rounds()
	if !x.atMovesEnd(rounds) && !open || x.movesTold() == 0 {
		return nil
	}
	m := &Material{Move: *x.moveTold(0, true), Came: []Brought{}, Told: []Beat{}}
	round := rounds[m.Move.N-1]
	from, until := round.From, round.Until
	for i := range x.events { // what comes at the turn of two moves is talked about at the end of both
		ev := x.events[i]
		if ev.At < from || ev.At > until || ev.At == from && ev.Kind == engine.MoveEnded {
			continue
		}
		switch ev.Kind {
		case engine.InjectDelivered:
			in := &x.scenario.Injects[ev.Ref]
			title, text, to := x.e.InjectText(int(ev.Ref))
			m.Came = append(m.Came, Brought{x.moment(ev.At), title, in.From, x.titles(to), text, in.Questions})
			continue
		case engine.InjectImprovised:
			d := x.e.Improvised(int(ev.Ref))
			m.Came = append(m.Came, Brought{x.moment(ev.At), d.Title, d.From, x.titles(d.To), d.Text, nil})
			continue
		}
		if b := x.beatOf(ev, x.lines(i, i+1)[0]); b.Kind != "" {
			m.Told = append(m.Told, b)
		}
	}
	m.Left = max(len(m.Told)-mostMaterial, 0)
	m.Told = thin(m.Told, m.Left)
	return m
}
