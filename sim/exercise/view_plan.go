package exercise

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/director"
	"tocsin/sim/scenario"
)

// RoomPlan is how the time of the room is planned, for staff. Times of the room are in seconds.
type RoomPlan struct {
	Asked int  `json:"asked"` // in all, from the brief to the end of the hot wash
	Spent int  `json:"spent"`
	Left  int  `json:"left"`           // of the whole, as planned now
	Late  int  `json:"late"`           // by so much it will take longer than asked; below 0 less
	Hand  bool `json:"hand,omitempty"` // the facilitator moves the clock
	// Early is for how long players had seats before STARTEX, 0 until it comes; the brief counts as planned.
	Early int `json:"early,omitempty"`
	// Pace is the pace where nothing holds the clock back; Why is why it goes as it does.
	Pace  string     `json:"pace"`
	Why   string     `json:"why,omitempty"`
	Parts []PlanPart `json:"parts"`
	// Cuts are what is made shorter so that the room is done in time, in words.
	Cuts []string `json:"cuts"`
	// Waits is what keeps the clock from going on after a discussion whose time is over.
	Waits string `json:"waits,omitempty"`
	// Pass is the stretch that is passed over next, because nothing reaches a seat in it.
	Pass *PlanPass `json:"pass,omitempty"`
	// Idle are the seats that have had nothing to do for long, the longest first.
	Idle []PlanIdle `json:"idle"`
	// Did are the last acts of the director, the newest last.
	Did []Conducted `json:"did"`
}

// The kinds of parts of a room's time.
const (
	PartBrief      = string(director.Brief)
	PartExchange   = string(director.Exchange)
	PartMove       = string(director.Play)
	PartDiscussion = string(director.Discussion)
	PartHotWash    = string(director.HotWash)
)

// PlanPart is a part of the room's time.
type PlanPart struct {
	Kind  string `json:"kind"` // brief, exchange, move, discussion, hot wash
	Move  int    `json:"move,omitempty"`
	Title string `json:"title,omitempty"` // of the move
	Takes int    `json:"takes"`
	Spent int    `json:"spent"`
	Done  bool   `json:"done,omitempty"`
	Now   bool   `json:"now,omitempty"`
}

// PlanPass is a stretch of exercise time that is passed over.
type PlanPass struct {
	In   int    `json:"in"` // seconds until it begins; 0 while it is passed over
	From Moment `json:"from"`
	To   Moment `json:"to"`
	// Lines are what happens in it, that reaches no seat.
	Lines []Line `json:"lines"`
}

// PlanIdle is a seat that has had nothing to do.
type PlanIdle struct {
	Role  string `json:"role"`
	Title string `json:"title"`
	For   int    `json:"for"` // seconds
}

// longIdle is how long a seat has nothing to do before the staff are told.
const longIdle = 4 * time.Minute

// planDid is how many of the director's acts a view holds.
const planDid = 8

// PlanOf is a plan as the staff see it. coming are the lines of what happens in the stretch that
// is passed over.
func (x *Exercise) PlanOf(p *director.Plan, coming []Line) *RoomPlan {
	v := &RoomPlan{Asked: seconds(p.Asked), Spent: seconds(p.Spent), Late: seconds(p.Late), Hand: p.Hand,
		Left: seconds(max(p.Asked+p.Late-p.Spent, 0)),
		Pace: scenario.Duration(time.Duration(p.Pace).Round(time.Minute)).String(),
		Why:  p.Why, Waits: p.Waits, Parts: []PlanPart{}, Cuts: []string{}, Idle: []PlanIdle{},
		Did: append([]Conducted{}, x.directs.ran[max(0, len(x.directs.ran)-planDid):]...)}
	if x.e.Started() {
		v.Early = seconds(x.directs.early)
	}
	rounds := x.e.Rounds()
	for _, part := range p.Parts {
		out := PlanPart{Kind: string(part.Kind), Move: part.Move, Takes: seconds(part.Takes),
			Spent: seconds(part.Spent),
			Done:  part.Done, Now: part.Now}
		if m := part.Move - 1; m >= 0 && m < len(rounds) {
			out.Title = x.roundTitle(m, rounds[m])
		}
		v.Parts = append(v.Parts, out)
	}
	for _, c := range p.Cuts {
		v.Cuts = append(v.Cuts, cutWords(c))
	}
	if p.Pass != nil {
		v.Pass = &PlanPass{In: seconds(p.Pass.In), From: x.moment(p.Pass.From), To: x.moment(p.Pass.To),
			Lines: []Line{}}
		for _, l := range coming {
			if l.At.Hours < v.Pass.To.Hours {
				v.Pass.Lines = append(v.Pass.Lines, l)
			}
		}
	}
	for r, idle := range p.Idle {
		if x.staffed(r) && idle >= longIdle && !x.Over() {
			v.Idle = append(v.Idle, PlanIdle{x.scenario.Roles[r].ID, x.title(r), seconds(idle)})
		}
	}
	slices.SortStableFunc(v.Idle, func(a, b PlanIdle) int { return b.For - a.For })
	return v
}

func cutWords(c director.Cut) string {
	mins := func(d time.Duration) string { return fmt.Sprintf("%d:%02d", seconds(d)/60, seconds(d)%60) }
	switch c.What {
	case director.Discussion:
		return fmt.Sprintf("each discussion still to come: %s instead of %s", mins(c.To), mins(c.From))
	case director.HotWash:
		return fmt.Sprintf("the hot wash: %s instead of %s", mins(c.To), mins(c.From))
	case director.Answering:
		return fmt.Sprintf("what an expected answer has: %s instead of %s", mins(c.To), mins(c.From))
	}
	return fmt.Sprintf("that is not enough: what is left of play needs %s and has %s; leave injects out, or "+
		"end before the last move", mins(c.From), mins(c.To))
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// Name is what a part is called.
func (p *PlanPart) Name() string {
	switch p.Kind {
	case PartMove:
		if p.Title == "" {
			return "Play"
		}
		return fmt.Sprintf("Move %d: %s", p.Move, p.Title)
	case PartDiscussion:
		return fmt.Sprintf("Discussion after move %d", p.Move)
	case PartHotWash:
		return "Hot wash"
	case PartExchange:
		return "Exchange of notes"
	}
	return "Brief"
}

// Before reports whether a part comes before STARTEX. Nothing says when it begins, so that it counts
// as planned.
func (p *PlanPart) Before() bool { return p.Kind == PartBrief || p.Kind == PartExchange }

// Standing says in one line whether the room is early, on time or late.
func (p *RoomPlan) Standing() string {
	out := fmt.Sprintf("%d of %d minutes spent; as planned now, it ends ", p.Spent/60, p.Asked/60)
	switch late := minuteWords(max(p.Late, -p.Late)); {
	case p.Late > 0:
		out += late + " late"
	case p.Late < 0:
		out += late + " early"
	default:
		out += "in time"
	}
	if p.Hand {
		out += "; the clock is moved by hand"
	}
	return out
}

// EarlyWords say how long players had seats before STARTEX; empty until it comes, and where none had.
func (p *RoomPlan) EarlyWords() string {
	if p.Early == 0 {
		return ""
	}
	return fmt.Sprintf("Before STARTEX players sat for %d:%02d; the brief counts as planned", p.Early/60, p.Early%60)
}

// WaitsWords say what keeps the clock from going on after a discussion.
func (p *RoomPlan) WaitsWords() string {
	return "The time for the discussion is over. The clock waits for " + p.Waits
}

// Words say what is passed over, and when.
func (p *PlanPass) Words() string {
	when := fmt.Sprintf("In %d s the clock passes over", p.In)
	switch {
	case p.In == 0:
		when = "The clock passes over"
	case p.In >= 60:
		when = "In " + minuteWords(p.In) + " the clock passes over"
	}
	return fmt.Sprintf("%s %s to %s: nothing reaches a player in it", when, p.From.Date, p.To.Date)
}

// IdleWords name the seats that have had nothing to do; empty where there are none.
func (p *RoomPlan) IdleWords() string {
	var who []string
	for _, s := range p.Idle {
		who = append(who, s.Title+" for "+minuteWords(s.For))
	}
	return strings.Join(who, ", ")
}

func minuteWords(seconds int) string {
	if n := (seconds + 30) / 60; n != 1 {
		return fmt.Sprintf("%d minutes", n)
	}
	return "1 minute"
}

// Sketch is the plan before STARTEX: what a run sheet says. It is nil where nothing is planned.
func (x *Exercise) Sketch() *RoomPlan {
	if x.directs.asked == 0 || x.e.Started() {
		return nil
	}
	s := x.Scene()
	s.Ahead, _, _ = x.Clone().Foresee(nil)
	p := director.New(x.directs.asked, x.Moves(), x.Exchanges()).Look(s)
	return x.PlanOf(&p, nil)
}

// LateWords say by how much the room is late.
func (p *RoomPlan) LateWords() string { return minuteWords(p.Late) + " late" }
