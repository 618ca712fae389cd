package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Played is an exercise as it was. The worth of a lesson is played in it.
type Played struct {
	Scenario   *scenario.Scenario
	Mechanisms []string // in force from STARTEX
	Harm       *float64 // what the record ended with; nil where there is none
}

// prepared are the titles of the mechanisms in force.
func (p *Played) prepared() []string {
	out := []string{}
	for _, id := range p.Mechanisms {
		if m := p.Scenario.Find("mechanism", id); m >= 0 {
			id = p.Scenario.Mechanisms[m].Title
		}
		out = append(out, id)
	}
	return out
}

// Report is what a campaign's lessons came to. Draws is how many runs a lesson is played for, with
// it and without it.
type Report struct {
	Title     string         `json:"title"`
	Reaches   int            `json:"reaches"`
	Draws     int            `json:"draws"`
	Exercises []ExerciseLine `json:"exercises"`
	Lessons   []LessonLine   `json:"lessons"`
}

// ExerciseLine is one exercise.
type ExerciseLine struct {
	ID         string   `json:"id"`
	On         string   `json:"on"`
	Kind       string   `json:"kind"`
	Scenario   string   `json:"scenario"`
	Mechanisms []string `json:"mechanisms"` // ids
	Prepared   []string `json:"prepared"`   // titles of the mechanisms, or the id of one that the scenario does not have
	Harm       *float64 `json:"harm"`       // as recorded; nil where there is no record
}

// State is how far a lesson was adopted by the next exercise of its kind.
type State string

// The states of lessons.
const (
	Adopted State = "adopted"
	InPart  State = "adopted in part"
	Not     State = "not adopted"
)

// LessonLine is what a lesson came to.
type LessonLine struct {
	ID      string   `json:"id"`
	Item    string   `json:"item"`
	From    string   `json:"from"`
	Owner   string   `json:"owner,omitempty"`
	Due     string   `json:"due,omitempty"`
	By      []string `json:"adopted_by"` // actors, in the order of their days, up to the next exercise, or so far
	State   State    `json:"state"`
	Overdue bool     `json:"overdue"` // not adopted by the day it was due
	// Next is the next exercise of the same kind; empty for none.
	Next string `json:"next"`
	// DaysToNext is the days from the exercise that taught it to the next, and DaysToReach those to
	// the day on which enough actors had adopted it; nil for never.
	DaysToNext  *float64 `json:"days_to_next"`
	DaysToReach *float64 `json:"days_to_reach"`
	// Pace is DaysToNext divided by DaysToReach: above 1 where the lesson was faster than the next
	// incident, 0 where too few actors adopted it. It is nil where no exercise followed, and where
	// enough had adopted it on the day of the exercise itself.
	Pace *float64 `json:"pace"`
	// Worth is the harm with the lesson in force less the harm without it, in the scenario of the
	// next exercise (or of the one that taught it), with bots, on the same draws: below 0 where it
	// helps. It is nil where it cannot be played, and Why says why.
	Worth *score.Paired `json:"worth"`
	In    string        `json:"played_in,omitempty"`
	Why   string        `json:"not_played,omitempty"`
}

// Source reads what the report needs from files: an exercise as it was, and a scenario with the
// notes of a lesson, from files with these names, after those of the scenario.
type Source struct {
	Exercise func(*Exercise) (*Played, error)
	Notes    func(*scenario.Scenario, []string) (*scenario.Scenario, error)
}

// Work makes the report of a campaign. It plays each lesson that can be played, draws times with it
// and as often without it, on the seeds from 1. The error is that of the source, of ctx or of a run.
func Work(ctx context.Context, c *Campaign, from Source, draws int, work score.Work) (*Report, error) {
	out := &Report{Title: c.Title, Reaches: c.Reaches, Draws: draws, Exercises: []ExerciseLine{},
		Lessons: []LessonLine{}}
	played := make([]*Played, len(c.Exercises))
	for i := range c.Exercises {
		x := &c.Exercises[i]
		var err error
		if played[i], err = from.Exercise(x); err != nil {
			return nil, fmt.Errorf("exercise %s: %w", x.ID, err)
		}
		out.Exercises = append(out.Exercises, ExerciseLine{ID: x.ID, On: day(x.On), Kind: x.Kind,
			Scenario: played[i].Scenario.Title, Mechanisms: append([]string{}, played[i].Mechanisms...),
			Prepared: played[i].prepared(), Harm: played[i].Harm})
	}
	for i := range c.Lessons {
		l := &c.Lessons[i]
		line := c.line(l)
		at := c.next(l.From)
		if at < 0 {
			at = slices.IndexFunc(c.Exercises, func(x Exercise) bool { return x.ID == l.From })
		}
		line.In = c.Exercises[at].ID
		worth, why, err := worthOf(ctx, l, played[at], from, draws, work)
		if err != nil {
			return nil, fmt.Errorf("lesson %s: %w", l.ID, err)
		}
		line.Worth, line.Why = worth, why
		out.Lessons = append(out.Lessons, line)
	}
	return out, nil
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// line returns what follows from the days alone.
func (c *Campaign) line(l *Lesson) LessonLine {
	from := c.find(l.From)
	out := LessonLine{ID: l.ID, Item: l.Item, From: l.From, Owner: l.Owner, By: []string{}, State: Not}
	days := func(to time.Time) *float64 {
		d := to.Sub(from.On).Hours() / 24
		return &d
	}
	adopted := slices.Clone(l.Adopted)
	slices.SortStableFunc(adopted, func(a, b Adoption) int { return a.On.Compare(b.On) })
	if len(adopted) >= c.Reaches {
		out.DaysToReach = days(adopted[c.Reaches-1].On)
	}
	next := c.next(l.From)
	for _, a := range adopted {
		if next < 0 || !a.On.After(c.Exercises[next].On) {
			out.By = append(out.By, a.Who)
		}
	}
	switch {
	case len(out.By) >= c.Reaches:
		out.State = Adopted
	case len(out.By) > 0:
		out.State = InPart
	}
	if !l.Due.IsZero() {
		out.Due = day(l.Due)
		out.Overdue = len(adopted) < c.Reaches || adopted[c.Reaches-1].On.After(l.Due)
	}
	if next < 0 {
		return out
	}
	out.Next, out.DaysToNext = c.Exercises[next].ID, days(c.Exercises[next].On)
	pace := 0.0
	switch {
	case out.DaysToReach == nil:
	case *out.DaysToReach == 0: // on the day itself: no pace, and no incident could be faster
		return out
	default:
		pace = *out.DaysToNext / *out.DaysToReach
	}
	out.Pace = &pace
	return out
}

// worthOf plays a lesson; why says in words why it cannot be played.
func worthOf(ctx context.Context, l *Lesson, p *Played, from Source, draws int, work score.Work) (worth *score.Paired,
	why string, err error) {
	if len(l.Mechanisms)+len(l.Notes) == 0 {
		return nil, "it names neither mechanisms nor notes", nil
	}
	sc := p.Scenario
	if !slices.ContainsFunc(sc.Gauges, func(g scenario.Gauge) bool { return g.Outcome }) {
		return nil, sc.Title + " counts no harm", nil
	}
	var without, with []int
	for _, id := range l.Mechanisms {
		m := sc.Find("mechanism", id)
		if m < 0 {
			return nil, fmt.Sprintf("%s has no mechanism %q", sc.Title, id), nil
		}
		with = append(with, m)
	}
	for _, id := range p.Mechanisms {
		m := sc.Find("mechanism", id)
		if m < 0 {
			return nil, "", fmt.Errorf("%s has no mechanism %q", sc.Title, id)
		}
		if !slices.Contains(l.Mechanisms, id) {
			without, with = append(without, m), append(with, m)
		}
	}
	amended := sc
	if len(l.Notes) > 0 {
		if amended, err = from.Notes(sc, l.Notes); err != nil {
			return nil, "", err
		}
	}
	var models [2]*engine.Model
	for i, s := range []*scenario.Scenario{sc, amended} {
		if models[i], err = engine.Compile(s); err != nil {
			return nil, "", err
		}
	}
	setups := [2][]int{without, with}
	var harm [2][]float64
	harm[0], harm[1] = make([]float64, draws), make([]float64, draws)
	_, err = work.Through(ctx, 2*draws, func(k int) error {
		arm, seed := k%2, k/2
		e := engine.New(models[arm], uint64(seed+1), engine.Setup{Mechanisms: setups[arm]})
		err := bot.Run(ctx, e, &bot.Table{Facilitates: true}, nil, e.Horizon(), nil)
		harm[arm][seed], _ = score.Harmed(e)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	differences := make([]float64, draws)
	for i := range differences {
		differences[i] = harm[1][i] - harm[0][i]
	}
	out := score.PairedOf(differences)
	return &out, "", nil
}
