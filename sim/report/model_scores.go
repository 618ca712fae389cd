package report

import (
	"strconv"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// ScorePart is a measure that a score is the mean of.
type ScorePart struct {
	Score   string   `json:"score"` // "speed", "effectiveness", "coordination"
	Measure string   `json:"measure"`
	Title   string   `json:"title"`
	Value   *float64 `json:"value"` // 0 to 1; nil: left out of the mean
}

// SeatLine says how well one seat did with what it knew, and what that cost it.
type SeatLine struct {
	score.Seat
	Title       string  `json:"title"`
	Money       float64 `json:"money"` // costs of its actions, each on a scale of 0 to 5 an action
	Political   float64 `json:"political"`
	Operational float64 `json:"operational"`
	Legal       float64 `json:"legal"`
}

// ObjectiveLine is an objective with its ratings and what was seen of it.
type ObjectiveLine struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Capability string           `json:"capability,omitempty"`
	AimOf      string           `json:"aim_of,omitempty"` // the seat whose aim it is alone; "" for one of all who respond
	Measured   string           `json:"measured"`         // what it is measured by, in words
	Limits     string           `json:"limits"`           // the thresholds, in words
	Value      *float64         `json:"value"`
	Unit       string           `json:"unit,omitempty"`
	ValueText  string           `json:"value_text"` // with its unit: "6h20m", "67%", "never"
	Rating     string           `json:"rating"`     // automatic: P, S, M, U or "-"
	ByItself   bool             `json:"by_itself"`  // it would have been rated no worse if nobody had acted
	Ratings    []Rating         `json:"ratings"`    // the evaluators' own
	Difference string           `json:"difference,omitempty"`
	Strengths  []Remark         `json:"strengths"`
	Areas      []Area           `json:"areas_for_improvement"`
	Elsewhere  []Reference      `json:"areas_elsewhere"` // that bear on this objective and are under another
	Notes      []ObservationRow `json:"observations"`
	Quotes     []Quote          `json:"quotations"` // what people wrote that bears on it
	Bearing    []int            `json:"events"`     // numbers in the timeline of what bears on it
	Evidence   []Source         `json:"evidence"`
}

// Reference is an area for improvement that is under another objective.
type Reference struct {
	Issue     string `json:"issue"`
	Objective string `json:"objective"` // title of the one that it is under
	N         int    `json:"n"`         // its number in the report, from 1
}

// Rating is how an evaluator rated an objective.
type Rating struct {
	Who    string  `json:"who"`
	Rating string  `json:"rating"`
	Text   string  `json:"text,omitempty"`
	T      string  `json:"t"`
	Hours  float64 `json:"hours"`
	Source Source  `json:"source"`
}

// MomentLine is a command, or something not done, and what it was worth.
type MomentLine struct {
	Text    string       `json:"text"` // a whole sentence
	What    string       `json:"what"` // the same without what it is worth on other draws, which Worth says
	Change  score.Change `json:"change"`
	Role    string       `json:"role"`
	Title   string       `json:"title"` // the role's
	Hours   float64      `json:"hours"` // when it was done, or promised
	T       string       `json:"t"`
	ToHours *float64     `json:"to_hours"` // when it could have been; nil where the change is to leave the command out
	Worth   score.Paired `json:"worth"`    // harm; above 0 is harm avoided, or that the change would have avoided
	Own     float64      `json:"own"`      // the same on the run's own seed
	Sure    bool         `json:"sure"`     // the interval leaves out 0, on the side of own
	Links   []LinkLine   `json:"links"`    // the other deeds of a chain; without any one of them it comes to the same
	Source  *Source      `json:"source"`   // of the command; nil for a bot's, and for what was never done

	short string // of a chain, its first link and how many followed; "" for others
	of    engine.Command
}

// LinkLine is a deed of a chain.
type LinkLine struct {
	Text   string  `json:"text"` // who did what
	Role   string  `json:"role"`
	Title  string  `json:"title"`
	Hours  float64 `json:"hours"`
	T      string  `json:"t"`
	Source *Source `json:"source"`

	of engine.Command
}

// CreditLine is a seat's part in the harm that was avoided.
type CreditLine struct {
	score.Credit
	Title string `json:"title"`
}

// WorthLine is what a mechanism is worth, and to whom, with titles.
type WorthLine struct {
	score.Worth
	Title  string            `json:"title"`
	Active bool              `json:"in_force"` // in this exercise
	Titles map[string]string `json:"titles"`   // of those who gain and pay, by id
}

// DutyLine is a reporting clock as it ran.
type DutyLine struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Role     string   `json:"role"`
	Holder   string   `json:"holder"`       // the role's title
	Within   float64  `json:"within_hours"` // a span
	Basis    string   `json:"basis,omitempty"`
	Started  *float64 `json:"started_hours"`
	Due      *float64 `json:"due_hours"`
	Met      *float64 `json:"met_hours"`
	Margin   *float64 `json:"margin_hours"` // a span: due less met, below 0 if late; nil if not met
	Status   string   `json:"status"`       // not started, running, met, late, missed
	Evidence []Source `json:"evidence"`
}

// MeasureLine is a measure with its value and what it rests on.
type MeasureLine struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Group    string        `json:"group"`
	Unit     string        `json:"unit,omitempty"`
	PartUnit string        `json:"part_unit,omitempty"` // of the values of its parts
	Better   string        `json:"better,omitempty"`    // higher, lower
	Value    *float64      `json:"value"`
	Of       int           `json:"of"` // how many things it counts or averages
	Formula  string        `json:"formula,omitempty"`
	Own      bool          `json:"own,omitempty"`    // of the scenario itself
	Helped   bool          `json:"helped,omitempty"` // an act of the facilitator touched it
	Evidence []Source      `json:"evidence"`
	Parts    []MeasurePart `json:"parts"`
}

// PartsIn is the unit that follows the value of a part: "" for a range, such as 0 to 1.
func (m *MeasureLine) PartsIn() string {
	if strings.Contains(m.PartUnit, " to ") || strings.HasPrefix(m.PartUnit, "at most") {
		return ""
	}
	return m.PartUnit
}

// Counted is how many things it counts or averages; "" for the scenario's own, which count none.
func (m *MeasureLine) Counted() string {
	if m.Own {
		return ""
	}
	return strconv.Itoa(m.Of)
}

// MeasurePart is one of the things that a measure counts or averages, with titles.
type MeasurePart struct {
	Of       string   `json:"of"`
	Role     string   `json:"role,omitempty"`
	Other    string   `json:"other,omitempty"`
	Value    *float64 `json:"value"`
	Harm     *float64 `json:"harm,omitempty"`
	Why      string   `json:"why,omitempty"`
	Evidence []Source `json:"evidence"`
	// Weight is what the part weighs among the others, where these do not all weigh the same.
	Weight *float64 `json:"weight,omitempty"`
	// From is the hour from which a part of a score counts, by the frictionless run.
	From *float64 `json:"from,omitempty"`
}
