package report

import (
	"slices"
	"strconv"
	"strings"
)

// coverChapter is the wording of what is above all chapters.
const coverChapter = "cover"

// outline is what the report holds and in which order, that of HSEEP's after-action report and
// improvement plan: pages and documents are written from it, so that none differs. The text of
// each chapter is in the folder wording.
var outline = []string{"page", "last", "overview", "analysis", "went", "exchange", "foreseen", "hands", "plan",
	"participants", "feedback", "questions", "check"}

// wordingFiles are the names of the files of wording, without their ending.
var wordingFiles = append([]string{coverChapter}, outline...)

// piece is a table, a list or a picture that a text of the wording has filled in. The page writes
// it by the template "piece ID" of html.tmpl.
type piece struct {
	id, about string
	write     func(*markdown)      // its Markdown
	in        func(r *Report) bool // whether the report has it; nil for always
}

// pieces are all of them.
var pieces []piece

func init() { // they read the wording, which names them
	pieces = []piece{
		{"story", "what happened, in at most five dated sentences", (*markdown).firstPage, nil},
		{"ratings", "the ratings by core capability, and the scores", (*markdown).ratings, nil},
		{"gap", "the coordination gap and the waterfall", (*markdown).gap, nil},
		{"key_moments", "at most three moments that mattered", (*markdown).keyMoments, nil},
		{"changes", "three things to change", (*markdown).changes, nil},
		{"last_plan", "the status of the last plan", (*markdown).lastPlan, func(r *Report) bool { return r.Last != nil }},
		{"overview", "the table of the exercise", (*markdown).overview, nil},
		{"objectives_table", "the table of objectives and ratings", (*markdown).analysis, nil},
		{"objectives", "each objective with strengths and areas for improvement", (*markdown).objectives,
			func(r *Report) bool { return len(r.Objectives) > 0 }},
		{"other_areas", "areas for improvement of no objective", (*markdown).others,
			func(r *Report) bool { return len(r.Others) > 0 }},
		{"expected", "expected actions, and what happened", (*markdown).expected, nil},
		{"scores", "the scores and their parts", (*markdown).scores, nil},
		{"timeline", "what happened when", (*markdown).timeline, nil},
		{"joint_action", "the way to the first joint action", (*markdown).jointAction, nil},
		{"knowledge", "who learned what, and from whom", (*markdown).knowledge, nil},
		{"clocks", "the reporting clocks", (*markdown).duties, func(r *Report) bool { return len(r.Duties) > 0 }},
		{"forged", "forged messages, who acted on them and who checked back", (*markdown).forged,
			func(r *Report) bool { return len(r.Forged) > 0 }},
		{"exposure", "who ran which version, and who was exposed", (*markdown).exposure, ran},
		{"decisions", "decisions and their reasons", (*markdown).decisions, nil},
		{"facilitator", "what the facilitator did", (*markdown).facilitator,
			func(r *Report) bool { return len(r.Helps) > 0 }},
		{"observations", "what evaluators wrote of no one objective", (*markdown).observations,
			func(r *Report) bool { return len(r.LooseNotes()) > 0 }},
		{"beliefs", "what seats answered when asked", (*markdown).beliefs,
			func(r *Report) bool { return len(r.Beliefs) > 0 }},
		{"picture", "what the seats took to be going on, over time", (*markdown).sharedPicture, hasPicture},
		{"paid", "whose the harm and the costs were", (*markdown).paid, nil},
		{"preparation", "what each mechanism is worth", (*markdown).mechanisms,
			func(r *Report) bool { return len(r.Worth) > 0 }},
		{"moments", "the moments that mattered, with intervals", (*markdown).moments, nil},
		{"exchange", "what the filed notes said together", (*markdown).exchange,
			func(r *Report) bool { return len(r.Exchange) > 0 }},
		{"foreseen", "how well the seats predicted each other", (*markdown).foreseen,
			func(r *Report) bool { return len(r.Legibility) > 0 }},
		{"handed_over", "what was lost when seats changed hands", (*markdown).inHands,
			func(r *Report) bool { return len(r.Handed) > 0 }},
		{"plan", "the improvement plan", (*markdown).improvementPlan, nil},
		{"participants", "the seats and who sat there", (*markdown).participants, nil},
		{"feedback", "what participants said at the end", (*markdown).feedback,
			func(r *Report) bool { return len(r.Feedback) > 0 }},
		{"questions", "questions to the room, with the answers", (*markdown).questions,
			func(r *Report) bool { return len(r.Questions) > 0 }},
		{"versions", "what the report was made from", (*markdown).versions, nil},
		{"acronyms", "what is abbreviated", (*markdown).acronyms, nil},
		{"limits", "what each number cannot tell", (*markdown).limits, nil},
		{"measures", "every measure with its formula", (*markdown).measures, nil},
	}
	readUsual()
}

// pieceOf is a piece by its name; nil for none.
func pieceOf(id string) *piece {
	for i := range pieces {
		if pieces[i].id == id {
			return &pieces[i]
		}
	}
	return nil
}

// peopleThere says how many people took part, where a script did not act for them.
func peopleThere(o Overview) string {
	if o.NoPeople {
		return ", and no people"
	}
	return "; with staff, " + people(o.People)
}

// overviewRow is a row of the exercise overview.
type overviewRow struct{ Name, Text string }

// OverviewRows are the rows of HSEEP's exercise overview; a text is "" where people have to
// fill it in, in the overlay.
func (r *Report) OverviewRows() []overviewRow {
	o, over := r.Overview, r.Overlay
	var objectives []string
	for _, x := range r.Objectives {
		if x.AimOf != "" {
			continue
		}
		objectives = append(objectives, x.Title)
	}
	rows := []overviewRow{
		{"Exercise name", o.Title},
		{"Exercise date", o.Played},
		{"Scope", span(o.EndHours) + " of " + span(o.Length) + " of exercise time, from " + o.Startex + " to " +
			o.Endex + " on the exercise's calendar"},
		{"Purpose", over.Purpose},
		{"Mission areas", over.MissionAreas},
		{"Core capabilities", listOr(o.Capabilities, "none named")},
		{"Objectives", listOr(objectives, "none")},
		{"Threat or hazard", over.Threat},
		{"Scenario", o.Summary + " (" + o.Name + ", version " + o.Digest[:min(12, len(o.Digest))] + ", seed " +
			strconv.FormatUint(o.Seed, 10) + inLanguage(o.Language) + ")"},
		{"Prepared", listOr(o.Mechanisms, "no mechanism in force")},
		{"Sponsor", over.Sponsor},
		{"Participating organisations", counted(len(r.Seats), "seat") + peopleThere(o) + "; see Appendix B"},
		{"Venue", over.Venue},
		{"Point of contact", over.Contact},
	}
	if o.Early > 0 {
		rows = slices.Insert(rows, 2, overviewRow{"Before STARTEX", counted(o.Early, "minute") + " with players in their seats"})
	}
	if len(o.Sides) > 0 {
		rows = append(rows, overviewRow{"Seats apart", strings.Join(o.Sides, "; ")})
	}
	if len(o.Sources) > 0 {
		rows = append(rows, overviewRow{"Sources of the scenario", strings.Join(o.Sources, "; ")})
	}
	return rows
}

// inLanguage says in which language the texts of a scenario were read, if not in the original.
func inLanguage(code string) string {
	if code == "" {
		return ""
	}
	return ", texts in " + code
}
