package report

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"
)

// PlanRow is a line of the improvement plan. What people must decide is empty.
type PlanRow struct {
	// ID is the same each time that the report is made of the same record: it depends on where
	// the row comes from, its issue and its action alone.
	ID     string `json:"id"`
	Origin string `json:"origin"` // measured, evaluator, decided in play, feedback, added
	// Objective is the first objective of the scenario that it bears on, by title.
	Objective  string `json:"objective"`
	Capability string `json:"capability"` // the scenario's
	Crosswalk
	Issue       string `json:"issue"`
	Action      string `json:"corrective_action"`
	Element     string `json:"element"`  // Planning, Organization, Equipment, Training, Exercise
	Priority    string `json:"priority"` // high, medium, low: a proposal
	Responsible string `json:"responsible"`
	Contact     string `json:"contact"`
	Start       string `json:"start"`
	Completion  string `json:"completion"`
	// Proposed is a date for completion, counted from the day on which the exercise was
	// played: 30 days for a high priority, 90 for a medium, 180 for a low. ISO 8601; "" where
	// that day is not known.
	Proposed  string   `json:"proposed_completion"`
	DueInPlay string   `json:"due_in_play,omitempty"` // on the exercise's own calendar, of what was decided in play
	Status    string   `json:"status"`                // proposed, until people say otherwise
	Indicator string   `json:"indicator"`             // by what one will see that it is done
	Comment   string   `json:"comment,omitempty"`     // of people, in the overlay
	Evidence  []Source `json:"evidence"`
}

// Crosswalk says where a kind of failing belongs in what organisations must follow: a core capability
// of the National Preparedness Goal (FEMA, second edition, 2015), a subcategory of the NIST
// Cybersecurity Framework 2.0 (2024), and the NIS2 Directive (EU) 2022/2555. "" where nothing fits, or
// where only people can say.
type Crosswalk struct {
	FEMA string `json:"fema_core_capability"`
	CSF  string `json:"nist_csf_2_0"`
	NIS2 string `json:"nis2"`
}

// failings say of each kind of finding where it belongs, and how one sees that it is fixed.
// A kind that is missing here fails TestEveryFailingIsPlaced.
var failings = map[string]struct {
	Crosswalk
	indicator string
}{
	"silence": {Crosswalk{"Intelligence and Information Sharing", "RS.CO-03", "Article 29"},
		"At the next exercise all who need such a fact have it within its target."},
	"duty": {Crosswalk{"Operational Communications", "RS.CO-02", "Article 23"},
		"At the next exercise the report goes out before its clock runs out."},
	"joint": {Crosswalk{"Operational Coordination", "RS.MA-01", "Article 21(2)(b)"},
		"At the next exercise the joint action is carried out by all that it takes."},
	"promise": {Crosswalk{"Planning", "ID.IM-04", "Article 21(2)(c)"},
		"At the next exercise each promise that comes due is kept, or its change is announced."},
	"decision": {Crosswalk{"Operational Coordination", "RS.MA-04", "Article 21(2)(b)"},
		"At the next exercise the decision comes within the time written down."},
	"request": {Crosswalk{"Operational Communications", "RS.CO-03", "Article 29"},
		"At the next exercise each request is answered, or declined, by the time asked for."},
	"clash": {Crosswalk{"Operational Coordination", "RS.MA-01", "Article 21(2)(c)"},
		"At the next exercise no action repeats or undoes another."},
	"apart": {Crosswalk{"Situational Assessment", "RS.AN-03", "Article 21(2)(b)"},
		"At the next exercise no two seats act on explanations that cannot both be true."},
	"hands": {Crosswalk{"Operational Coordination", "RS.MA-01", "Article 21(2)(b)"},
		"At the next exercise a person who takes over a seat gets everything that it knows, owes and waits for."},
	"belief": {Crosswalk{"Situational Assessment", "RS.AN-03", "Article 21(2)(b)"},
		"At the next exercise all who are asked give the right answer."},
	"breach": {Crosswalk{"Intelligence and Information Sharing", "RS.CO-03", "Article 29"},
		"At the next exercise no fact is shared more widely than its mark allows."},
	"harm": {Crosswalk{"Operational Coordination", "RS.MI-01", "Article 21(2)(b)"},
		"At the next exercise the action is taken only after those who must be asked have been asked."},
	"omitted": {Crosswalk{"Operational Coordination", "RS.MI-01", "Article 21(2)(b)"},
		"At the next exercise the action begins when enough is known for it."},
	"late": {Crosswalk{"Operational Coordination", "RS.MA-04", "Article 21(2)(b)"},
		"At the next exercise the action is decided on as soon as enough is known for it."},
	"expected": {Crosswalk{"Operational Coordination", "RS.MA-04", "Article 21(2)(b)"},
		"At the next exercise the expected action is done within its time."},
	"mechanism": {Crosswalk{"Planning", "ID.IM-04", "Article 21(2)(c)"},
		"It is in force before the next exercise begins."},
}

// daysFor is how many days a corrective action is proposed to take, by its priority.
var daysFor = map[string]int{"high": 30, "medium": 90, "low": 180}

// improvementPlan gathers what evaluators saw, what was measured, what was decided in play
// and what people said that they will do, the most pressing first. What is real and what
// belongs to the exercise stay apart.
func (b *builder) improvementPlan() {
	b.r.Plan = []PlanRow{}
	for _, n := range b.r.Notes {
		if n.Tag != "gap" {
			continue
		}
		row := PlanRow{Origin: "evaluator", Issue: n.Text, Priority: "medium", Evidence: []Source{n.Source}}
		if o := b.sc.Find("objective", n.Objective); n.Objective != "" && o >= 0 {
			row.Objective, row.Capability = b.sc.Objectives[o].Title, b.sc.Objectives[o].Capability
		}
		b.plan(row)
	}
	for _, a := range remedies(b.areas) {
		row := PlanRow{Origin: "measured", Issue: a.Issue, Action: a.action, Element: a.element,
			Priority: a.urgency, Responsible: a.responsible, Evidence: a.Evidence,
			Crosswalk: failings[a.kind].Crosswalk, Indicator: failings[a.kind].indicator}
		if len(a.objectives) > 0 {
			o := &b.sc.Objectives[a.objectives[0]]
			row.Objective, row.Capability = o.Title, o.Capability
		}
		b.plan(row)
	}
	for _, d := range b.r.Decisions {
		if d.Follow != "" {
			b.plan(PlanRow{Origin: "decided in play", Issue: "Decided in play: " + d.What, Action: d.Follow,
				Priority: "medium", Responsible: d.Title, DueInPlay: d.Due, Evidence: []Source{d.Source}})
		}
	}
	for _, f := range b.in.Feedback {
		if will := b.words(f.Will); strings.TrimSpace(will) != "" {
			b.plan(PlanRow{Origin: "feedback", Issue: "Promised at the end of the exercise.", Action: will,
				Priority: "medium", Responsible: f.From, Evidence: []Source{}})
		}
	}
	order := []string{"high", "medium", "low"}
	slices.SortStableFunc(b.r.Plan, func(x, y PlanRow) int {
		return slices.Index(order, x.Priority) - slices.Index(order, y.Priority)
	})
}

// priority is a proposal: high for the first few of those that would have avoided harm,
// low for what weighs little, medium for the rest.
func (f *finding) priority(place int) string {
	switch {
	case place < mostChanges && f.gain != nil:
		return "high"
	case f.gain == nil && f.weight < 0.3:
		return "low"
	}
	return "medium"
}

func (b *builder) plan(row PlanRow) {
	row.Status = "proposed"
	sum := sha256.Sum256([]byte(row.Origin + "\x00" + row.Issue + "\x00" + row.Action))
	row.ID = "A-" + base32.StdEncoding.EncodeToString(sum[:])[:6]
	if day, err := time.Parse("2 January 2006", b.in.Overview.Played); err == nil && day.Year() > 1970 {
		row.Proposed = day.AddDate(0, 0, daysFor[row.Priority]).Format(time.DateOnly)
	}
	for n := 2; slices.ContainsFunc(b.r.Plan, func(x PlanRow) bool { return x.ID == row.ID }); n++ {
		row.ID = row.ID[:8] + strings.Repeat("X", n-1) // two rows alike to the letter
	}
	b.r.Plan = append(b.r.Plan, row)
}
