package report

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// OverlayFile is what people add to a report, in the report's folder. A report never writes
// over it, so it survives making the report again.
const OverlayFile = "report.overlay.toml"

// Overlay is what people know and a record does not: who held the exercise and why, and what they
// decide about the improvement plan.
type Overlay struct {
	Sponsor      string                `toml:"sponsor" json:"sponsor,omitempty"`
	Purpose      string                `toml:"purpose" json:"purpose,omitempty"`
	Handling     string                `toml:"handling" json:"handling,omitempty"` // a mark, such as TLP:AMBER
	Contact      string                `toml:"contact" json:"contact,omitempty"`
	Venue        string                `toml:"venue" json:"venue,omitempty"`
	MissionAreas string                `toml:"mission_areas" json:"mission_areas,omitempty"`
	Threat       string                `toml:"threat" json:"threat,omitempty"`
	Text         string                `toml:"text" json:"text,omitempty"` // added to the overview
	Plan         map[string]OverlayRow `toml:"plan" json:"plan,omitempty"` // by the id of the row
	// Doubts are what [ReadOverlay] found that is read and cannot be meant, each with line and column.
	Doubts []string `toml:"-" json:"-"`
}

// OverlayRow is what people say of a row of the plan. Where the id is none of the report's it
// is a row of their own, which needs an action.
type OverlayRow struct {
	Issue      string `toml:"issue" json:"issue,omitempty"`
	Action     string `toml:"action" json:"action,omitempty"`
	Owner      string `toml:"owner" json:"owner,omitempty"`
	Contact    string `toml:"contact" json:"contact,omitempty"`
	Start      string `toml:"start" json:"start,omitempty"`
	Completion string `toml:"completion" json:"completion,omitempty"`
	Priority   string `toml:"priority" json:"priority,omitempty"`
	Status     string `toml:"status" json:"status,omitempty"`
	Comment    string `toml:"comment" json:"comment,omitempty"`
}

// statuses are what people may say of a row of the plan.
var statuses = []string{"proposed", "accepted", "rejected", "begun", "done"}

// ReadOverlay reads an overlay. An error says what is wrong, at which line and column where that is known,
// and what is allowed there. Days that cannot be read as dates are doubts: people may have written a word.
func ReadOverlay(text []byte) (Overlay, error) {
	var o Overlay
	if len(text) > scenario.MaxBytes {
		return o, fmt.Errorf("longer than %d bytes", scenario.MaxBytes)
	}
	meta, err := toml.Decode(string(text), &o)
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return o, fmt.Errorf("%d:%d: %s", fault.Position.Line, fault.Position.Col, fault.Message)
	}
	if err != nil {
		return o, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		line, column := placeOfKey(string(text), unknown[0])
		return o, fmt.Errorf("%d:%d: there is no key %s here; there are sponsor, purpose, handling, contact, venue, "+
			"mission_areas, threat, text, and in [plan.ID] issue, action, owner, contact, start, completion, priority, "+
			"status, comment", line, column, unknown[0])
	}
	if meta.IsDefined("plan") && o.Plan == nil {
		line, column := placeOfKey(string(text), toml.Key{"plan"})
		return o, fmt.Errorf("%d:%d: plan holds tables, such as [plan.A-7K3QAB]", line, column)
	}
	for _, key := range meta.Keys() { // in the order of the file, so that the first fault is told of
		if len(key) != 3 || key[0] != "plan" {
			continue
		}
		wrong := ""
		switch row := o.Plan[key[1]]; {
		case key[2] == "status" && row.Status != "" && !slices.Contains(statuses, row.Status):
			wrong = fmt.Sprintf("status is one of %s, not %q", phrase.List(statuses), row.Status)
		case key[2] == "priority" && row.Priority != "" && daysFor[row.Priority] == 0:
			wrong = fmt.Sprintf("priority is high, medium or low, not %q", row.Priority)
		default:
			continue
		}
		line, column := placeOf(text, "plan."+key[1], key[2])
		return o, fmt.Errorf("%d:%d: plan.%s: %s", line, column, key[1], wrong)
	}
	o.clean()
	o.doubtDays(text)
	return o, nil
}

// doubtDays doubts what is where a day is wanted and is none.
func (o *Overlay) doubtDays(text []byte) {
	for _, id := range slices.Sorted(maps.Keys(o.Plan)) {
		row := o.Plan[id]
		for _, x := range []struct{ key, value string }{{"start", row.Start}, {"completion", row.Completion}} {
			if err := checkDay(x.key, x.value); err != nil {
				line, column := placeOf(text, "plan."+id, x.key)
				o.Doubts = append(o.Doubts, fmt.Sprintf("%d:%d: plan.%s: %v", line, column, id, err))
			}
		}
	}
}

// checkDay says what is wanted where a text is no day; "" is none that anybody has set.
func checkDay(what, text string) error {
	if _, err := time.Parse(time.DateOnly, text); text != "" && err != nil {
		return fmt.Errorf("%s is a day as year, month and day, such as 2027-04-30, not %q", what, text)
	}
	return nil
}

// placeOfKey is where the line of a key begins: under the header of its table, where it has one;
// 1, 1 where it is not found. The header of a table that has the key's name will do.
func placeOfKey(text string, key toml.Key) (line, column int) {
	header, last, inside := "["+strings.Join(key[:len(key)-1], ".")+"]", key[len(key)-1], len(key) == 1
	for i, l := range strings.Split(text, "\n") {
		bare := strings.TrimLeft(l, " \t")
		rest, named := strings.CutPrefix(bare, last)
		if strings.HasPrefix(bare, "["+key.String()+"]") ||
			named && inside && strings.HasPrefix(strings.TrimSpace(rest), "=") {
			return i + 1, len(l) - len(bare) + 1
		}
		if strings.HasPrefix(bare, "[") {
			inside = strings.HasPrefix(bare, header)
		}
	}
	return 1, 1
}

// clean strips what a terminal or a page must not get.
func (o *Overlay) clean() {
	for _, s := range []*string{&o.Sponsor, &o.Purpose, &o.Handling, &o.Contact, &o.Venue, &o.MissionAreas,
		&o.Threat} {
		*s = scenario.CleanLine(*s)
	}
	o.Text = scenario.CleanText(o.Text)
	rows := map[string]OverlayRow{}
	for _, id := range slices.Sorted(maps.Keys(o.Plan)) { // two may be the same once they are clean
		r := o.Plan[id]
		for _, s := range []*string{&r.Issue, &r.Action, &r.Owner, &r.Contact, &r.Start, &r.Completion, &r.Priority,
			&r.Status, &r.Comment} {
			*s = scenario.CleanLine(*s)
		}
		rows[scenario.CleanLine(id)] = r
	}
	o.Plan = rows
}

// Lay puts an overlay on a report. What is empty in it changes nothing. Rows about which the
// report says nothing any more are a warning, and those with an action of their own are added.
func (r *Report) Lay(o Overlay) {
	r.Overlay = o
	for _, d := range o.Doubts {
		r.Warnings = append(r.Warnings, OverlayFile+":"+d+".")
	}
	var gone []string
	for _, id := range slices.Sorted(maps.Keys(o.Plan)) {
		row := o.Plan[id]
		i := slices.IndexFunc(r.Plan, func(p PlanRow) bool { return p.ID == id })
		if i < 0 && row.Action == "" {
			gone = append(gone, id)
			continue
		}
		if i < 0 {
			r.Plan = append(r.Plan, PlanRow{ID: id, Origin: "added", Priority: "medium", Status: "accepted",
				Evidence: []Source{}})
			i = len(r.Plan) - 1
		}
		p := &r.Plan[i]
		for _, x := range []struct {
			to   *string
			text string
		}{{&p.Issue, row.Issue}, {&p.Action, row.Action}, {&p.Responsible, row.Owner}, {&p.Contact, row.Contact},
			{&p.Start, row.Start}, {&p.Completion, row.Completion}, {&p.Priority, row.Priority},
			{&p.Status, row.Status}, {&p.Comment, row.Comment}} {
			if x.text != "" {
				*x.to = x.text
			}
		}
	}
	if len(gone) > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s speaks of rows that the plan no longer has: %s.", OverlayFile,
			phrase.List(gone)))
	}
}

// WriteOverlay writes an overlay to fill in: the keys of the exercise, and for each row of the plan those
// that people usually fill in, all of them empty.
func WriteOverlay(w io.Writer, r *Report) error {
	var b strings.Builder
	b.WriteString("# What people add to this report. Fill in what you know, and make the report again: this file\n" +
		"# stays as it is. A row's status is one of " + phrase.List(statuses) + ".\n" +
		"# Start and completion are days, such as 2027-04-30.\n" +
		"# A [plan.ID] with an id and an action of your own adds a row.\n\n" +
		"sponsor = \"\"\npurpose = \"\"\nhandling = \"\"      # a mark, such as TLP:AMBER\ncontact = \"\"\nvenue = \"\"\n" +
		"mission_areas = \"\"\nthreat = \"\"\ntext = \"\"          # added to the overview\n")
	for _, p := range r.Plan {
		fmt.Fprintf(&b, "\n[plan.%s] # %s\n", p.ID, scenario.CleanLine(p.Issue))
		b.WriteString("owner = \"\"\ncontact = \"\"\nstart = \"\"\ncompletion = \"\"\nstatus = \"\"\ncomment = \"\"\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
