package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// Earlier is what a report keeps of the earlier exercise: its plan, with what people have written
// about it since.
type Earlier struct {
	Title  string
	Played string // the day on which it was played, as its report says it
	Plan   []PlanRow
}

// ReadEarlier reads the plan of an earlier report: its report.json, and the overlay next to it,
// which may be nil.
func ReadEarlier(document []byte, o *Overlay) (*Earlier, error) {
	var r Report
	err := json.Unmarshal(document, &r)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return nil, fmt.Errorf("byte %d: %v: this is not a report.json", syntax.Offset, err)
	case errors.As(err, &kind):
		return nil, fmt.Errorf("byte %d: %s is no %s: this is not a report.json of this version", kind.Offset, kind.Field,
			kind.Type)
	case err != nil:
		return nil, err
	case r.Overview.Title == "" || r.Plan == nil:
		return nil, errors.New("there is no overview and improvement_plan in it: this is not a report.json")
	}
	for i := range r.Plan { // the file may have passed through other hands
		p := &r.Plan[i]
		for _, s := range []*string{&p.ID, &p.Objective, &p.Capability, &p.Issue, &p.Action, &p.Responsible, &p.Contact,
			&p.Start, &p.Completion, &p.Priority, &p.Status, &p.Comment, &p.Proposed} {
			*s = scenario.CleanLine(*s)
		}
	}
	if o != nil {
		r.Lay(*o)
	}
	return &Earlier{scenario.CleanLine(r.Overview.Title), scenario.CleanLine(r.Overview.Played), r.Plan}, nil
}

// LastPlan is the state of the plan of the earlier exercise.
type LastPlan struct {
	Title   string    `json:"title"`
	Played  string    `json:"played"`
	Summary string    `json:"summary"`
	Rows    []LastRow `json:"rows"`
}

// LastRow is a row of that plan.
type LastRow struct {
	ID          string `json:"id"`
	Action      string `json:"corrective_action"`
	Responsible string `json:"responsible"`
	Due         string `json:"due"` // its completion date, or the one that was proposed
	Status      string `json:"status"`
	Overdue     bool   `json:"overdue"` // it was due before this exercise, and is not done
	Again       bool   `json:"again"`   // this exercise asks for the same again
	Comment     string `json:"comment,omitempty"`
}

// Follow adds to a report the state of the plan of the earlier exercise.
func (r *Report) Follow(e *Earlier) {
	last := &LastPlan{Title: e.Title, Played: e.Played, Rows: []LastRow{}}
	played, _ := time.Parse("2 January 2006", r.Overview.Played)
	count := map[string]int{}
	overdue, again := 0, 0
	for _, p := range e.Plan {
		row := LastRow{ID: p.ID, Action: p.Action, Responsible: p.Responsible, Due: p.Completion, Status: p.Status,
			Comment: p.Comment}
		if row.Action == "" {
			row.Action = p.Issue
		}
		if row.Due == "" {
			row.Due = p.Proposed
		}
		open := p.Status != "done" && p.Status != "rejected"
		due, err := time.Parse(time.DateOnly, row.Due)
		if err == nil && open && !played.IsZero() && due.Before(played) {
			row.Overdue = true
			overdue++
		}
		row.Again = p.Action != "" && slices.ContainsFunc(r.Plan, func(x PlanRow) bool { return x.Action == p.Action })
		if row.Again {
			again++
		}
		count[p.Status]++
		last.Rows = append(last.Rows, row)
	}
	var said []string
	for _, s := range slices.Backward(statuses) {
		if count[s] > 0 {
			said = append(said, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	last.Summary = fmt.Sprintf("The plan after “%s”, played %s, had %s", e.Title, e.Played,
		counted(len(e.Plan), "action"))
	if len(said) > 0 {
		last.Summary += ": " + strings.Join(said, ", ")
	}
	last.Summary += "."
	if overdue > 0 {
		last.Summary += fmt.Sprintf(" Due by now and not done: %d.", overdue)
	}
	if again > 0 {
		last.Summary += fmt.Sprintf(" Asked for again by this exercise: %d.", again)
	}
	r.Last = last
}

// lastPlan writes the chapter on the plan of the earlier exercise.
func (m *markdown) lastPlan() {
	m.line("%s", esc(m.r.Last.Summary))
	m.table("Id", "Corrective action", "Responsible", "Due", "Status", "Asked for again")
	for _, x := range m.r.Last.Rows {
		m.row(x.ID, x.Action, x.Responsible, x.DueText(), x.said(), yes(x.Again))
	}
}

// DueText is when it was due, and whether that has passed.
func (x LastRow) DueText() string {
	if x.Overdue {
		return x.Due + ", overdue"
	}
	return x.Due
}

func (x LastRow) said() string { return PlanRow{Status: x.Status, Comment: x.Comment}.said() }
