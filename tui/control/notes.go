package control

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// tagOptions are what an observation can be marked as.
func tagOptions() []widget.Option {
	return []widget.Option{{ID: "note", Text: "Note"}, {ID: "strength", Text: "Strength", Note: "what went well"},
		{ID: "gap", Text: "Gap", Note: "what was lacking"},
		{ID: "quote", Text: "Quote", Note: "what somebody said"},
		{ID: "question", Text: "Question", Note: "to ask in the hot wash"}}
}

// About is what an observation is filled in with: what was on the screen when it began.
type About struct {
	Role, Inject, Objective string
	Corrects                int
}

// ObservationForm asks for an observation. Words in its first field, then ctrl+s, are all
// that a quick one needs.
func ObservationForm(c *exercise.Control, clock exercise.Clock, a About) *widget.Form {
	title := "A note, " + clock.Now.T
	if a.Corrects > 0 {
		title = fmt.Sprintf("A correction of note %d", a.Corrects)
	}
	roles := []widget.Option{{Text: "nobody in particular"}}
	for _, s := range c.Seats {
		roles = append(roles, widget.Option{ID: s.ID, Text: s.Title, Note: s.Holder})
	}
	injects := []widget.Option{{Text: "none"}}
	for i := len(c.Delivered) - 1; i >= 0; i-- {
		injects = append(injects, widget.Option{ID: c.Delivered[i].ID, Text: c.Delivered[i].Title})
	}
	for _, p := range c.Next {
		if p.Times == 0 {
			injects = append(injects, widget.Option{ID: p.ID, Text: p.Title, Note: "not yet"})
		}
	}
	objectives := []widget.Option{{Text: "none"}}
	for _, o := range c.Objectives {
		objectives = append(objectives, widget.Option{ID: o.ID, Text: o.Title, Note: o.Capability})
	}
	return widget.NewForm(title, "Write it down",
		widget.Text("text", "What you saw", 4,
			"").Needed().With("What was done or said, by whom; not what you think of it"),
		widget.Choose("tag", "It is a", tagOptions(), "note"),
		widget.Choose("role", "About", roles, a.Role),
		widget.Choose("inject", "After inject", injects, a.Inject),
		widget.Choose("objective", "Objective", objectives, a.Objective),
		widget.Choose("private", "Who reads it", []widget.Option{{ID: "no", Text: "All staff, and the report"},
			{ID: "yes", Text: "Only I, until the report is made"}}, "no"),
		widget.Text("ago", "How long ago", 1, "").With("In exercise time, if it was not now: 30m, 2h"))
}

// Observe is what a form of [ObservationForm] asks the room for, or what is wrong with it.
func Observe(f *widget.Form, clock exercise.Clock, a About) (*exercise.Observe, string) {
	o := &exercise.Observe{Text: f.Text("text"), Tag: f.One("tag"), Role: f.One("role"), Inject: f.One("inject"),
		Objective: f.One("objective"),
		Private:   f.One("private") == "yes", Corrects: a.Corrects}
	if ago := f.Text("ago"); ago != "" {
		hours, ok := Hours(ago)
		if !ok {
			return nil, "How long ago: write 30m, 2h or 1d"
		}
		o.At = Written(max(clock.Now.Hours-hours, 0))
	}
	return o, ""
}

// RatingForm asks for a rating of an objective.
func RatingForm(o exercise.Objective, who string) *widget.Form {
	value, text := "", ""
	for _, r := range o.Ratings {
		if r.Who == who {
			value, text = r.Rating, r.Text
		}
	}
	options := []widget.Option{{ID: "P", Text: "P  performed without challenges"},
		{ID: "S", Text: "S  performed with some challenges"},
		{ID: "M", Text: "M  performed with major challenges"}, {ID: "U", Text: "U  unable to be performed"}}
	if value == "" { // nobody rates by leaving things as they are
		options = append([]widget.Option{{Text: "not rated yet"}}, options...)
	}
	f := widget.NewForm("Rate: "+o.Named(), "Rate",
		widget.Choose("rating", "How it went", options, value),
		widget.Text("text", "On what evidence", 3, text))
	if o.Capability != "" {
		f.Context = []string{"Capability: " + o.Capability}
	}
	f.Context = append(f.Context, o.Criteria...)
	return f
}

// ObservationRows draws an observation.
func ObservationRows(th theme.Theme, c *exercise.Control, o exercise.Observation, w int, here bool) []string {
	about := []string{o.Tag}
	for _, s := range c.Seats {
		if s.ID == o.Role {
			about = append(about, s.Title)
		}
	}
	if o.Inject != "" {
		about = append(about, "after "+injectTitle(c, o.Inject))
	}
	if o.Objective != "" {
		about = append(about, "objective: "+objectiveTitle(c, o.Objective))
	}
	if o.Written.T != o.At.T {
		about = append(about, "written "+o.Written.T)
	}
	if o.Private {
		about = append(about, "private")
	}
	if o.Corrects > 0 {
		about = append(about, fmt.Sprintf("corrects note %d", o.Corrects))
	}
	head := fmt.Sprintf("%s%d. %s  %s", widget.Mark(here), o.N, o.At.T, o.Who)
	style := th.Strong
	if here {
		style = th.Selected
	}
	out := []string{style.Render(widget.Cut(head, w)) +
		th.Dim.Render(widget.Cut("  "+strings.Join(about, ", "), max(w-widget.Width(head), 0)))}
	for _, line := range widget.Wrap(o.Text, max(w-5, 10)) {
		out = append(out, "     "+line)
	}
	return out
}

func injectTitle(c *exercise.Control, id string) string {
	for _, list := range [][]exercise.Planned{c.Delivered, c.Next} {
		for _, p := range list {
			if p.ID == id {
				return p.Title
			}
		}
	}
	return id
}

// ObjectiveRows draws an objective with everyone's rating, and says where they differ.
func ObjectiveRows(th theme.Theme, o exercise.Objective, w int, here bool) []string {
	title := widget.Mark(here) + o.Named()
	var marks []string
	for _, r := range o.Ratings {
		marks = append(marks, r.Who+" "+r.Rating)
	}
	state, style := strings.Join(marks, "  "), th.Good
	switch apart := Apart(o); {
	case len(marks) == 0:
		state, style = "not rated", th.Dim
	case apart == 1:
		state, style = state+"  differ", th.Warn
	case apart > 1:
		state, style = state+"  DIFFER WIDELY", th.Bad
	}
	if here {
		title = widget.Cut(title, max(w-widget.Width(state)-1, 10))
		return []string{th.Selected.Render(widget.Spread(title, state, w))}
	}
	return []string{widget.Spread(title, style.Render(state), w)}
}

// Apart is how many steps of P, S, M, U lie between the best and the worst rating.
func Apart(o exercise.Objective) int {
	low, high := 9, -1
	for _, r := range o.Ratings {
		i := slices.Index([]string{"P", "S", "M", "U"}, r.Rating)
		low, high = min(low, i), max(high, i)
	}
	return max(high-low, 0)
}

// RatingDetail draws what each evaluator rests a rating on.
func RatingDetail(th theme.Theme, o exercise.Objective, w int) []string {
	var out []string
	for _, r := range o.Ratings {
		text := r.Text
		if text == "" {
			text = "no evidence written"
		}
		out = append(out, labelled(th, r.Who+", "+r.Rating+", "+r.At.T, text, w)...)
	}
	return out
}

// Rate is what a form of [RatingForm] asks the room for.
func Rate(f *widget.Form, o exercise.Objective) *exercise.Rate {
	return &exercise.Rate{Objective: o.ID, Rating: f.One("rating"), Text: f.Text("text")}
}

// LastInject is what a note is about unless somebody says otherwise: the inject that came
// last, and its objective.
func LastInject(c *exercise.Control) About {
	var a About
	last := -1.0
	for _, p := range c.Delivered {
		if p.Last != nil && p.Last.Hours >= last {
			last = p.Last.Hours
			a = About{Inject: p.ID, Objective: p.Objective}
		}
	}
	return a
}

// NewestFirst are the observations in the order in which they are shown.
func NewestFirst(c *exercise.Control) []exercise.Observation {
	out := slices.Clone(c.Observations)
	slices.Reverse(out)
	return out
}

// NotesPage draws the observations, the newest first, and under them what to look for. keys are what
// can be pressed there, in words.
func NotesPage(th theme.Theme, c *exercise.Control, clock exercise.Clock, list *widget.List, keys string,
	w, h int) []string {
	none := widget.Empty{None: "No note yet.",
		Here: "What staff have seen: what was done, by whom, when. Each note has its seat, inject and objective; the hot " +
			"wash and the report quote it.",
		When: "Whenever somebody writes one.",
		Keys: [][2]string{{"o", "write a note, with seat, inject and objective filled in from the screen"},
			{"enter", "correct a note of yours"}}}
	marks := marked(th, c, w, h/3) // they have their place under however many notes
	out := append(notesPage(th, c, list, w, h-len(marks), keys, none), marks...)
	return append(out, lookFor(th, c, clock, w, h-len(out))...)
}

// NotesRead draws them for who can write none, as in a replay.
func NotesRead(th theme.Theme, c *exercise.Control, list *widget.List, w, h int) []string {
	return notesPage(th, c, list, w, h, "", widget.Empty{None: "Nobody had written a note yet.",
		Here: "What staff had seen by this moment: what was done, by whom, when."})
}

func notesPage(th theme.Theme, c *exercise.Control, list *widget.List, w, h int, right string,
	none widget.Empty) []string {
	out := []string{widget.TitleLine(th, "Notes", right, w, true)}
	notes := NewestFirst(c)
	if len(notes) == 0 {
		return append(out, none.View(th, w)...)
	}
	return append(out, list.View(len(notes), w, h-1,
		func(i int) []string { return ObservationRows(th, c, notes[i], w, i == list.Cursor) })...)
}

// RatingsPage draws the objectives with everyone's ratings, and the evidence for the one
// at the cursor. keys are what can be pressed there, in words.
func RatingsPage(th theme.Theme, c *exercise.Control, list *widget.List, keys string, w, h int) []string {
	differ := 0
	for _, o := range c.Objectives {
		if Apart(o) > 0 {
			differ++
		}
	}
	right := keys
	if differ > 0 {
		right = plural(differ, "objective", "objectives") + " rated differently   " + right
	}
	out := []string{widget.TitleLine(th, "Objectives", right, w, true)}
	if len(c.Objectives) == 0 {
		return append(out, th.Dim.Render(" This scenario has no objectives."))
	}
	list.Clamp(len(c.Objectives))
	rows := min(len(c.Objectives), max(h*3/5, 3))
	out = append(out, list.View(len(c.Objectives), w, rows,
		func(i int) []string { return ObjectiveRows(th, c.Objectives[i], w, i == list.Cursor) })...)
	o := c.Objectives[list.Cursor]
	out = append(out, widget.TitleLine(th, o.Title, o.Capability, w, false))
	detail := RatingDetail(th, o, w-2)
	if len(detail) == 0 {
		detail = []string{th.Dim.Render("Nobody has rated it yet.")}
	}
	if more := evidence(th, c, o, w-2); len(out)+len(detail)+len(more) <= h {
		detail = append(detail, more...)
	}
	for _, line := range detail {
		out = append(out, " "+line)
	}
	return out
}

// evidence is what a rating of an objective may rest on, for pages with room: what each rating means,
// the injects that test it and what was expected after them, and the notes about it.
func evidence(th theme.Theme, c *exercise.Control, o exercise.Objective, w int) []string {
	var out []string
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			out = append(append(out, "", th.Strong.Render(title)), lines...)
		}
	}
	var criteria, came, notes []string
	for _, text := range o.Criteria {
		criteria = append(criteria, widget.WrapIndent(text, w, 3)...)
	}
	for _, p := range c.Delivered {
		if p.Objective == o.ID && p.Last != nil {
			text := p.Title + ", to " + To(c, p)
			if expected := p.Expected(); expected != "" {
				text += ". Expected: " + expected
			}
			came = append(came, widget.WrapIndent(widget.Fit(p.Last.T, 16)+OneLine(text), w, 16)...)
		}
	}
	for _, n := range NewestFirst(c) {
		if n.Objective == o.ID {
			notes = append(notes, ObservationRows(th, c, n, w, false)...)
		}
	}
	section("What each rating means", criteria)
	if at := slices.IndexFunc(c.Objectives, func(x exercise.Objective) bool { return x.ID == o.ID }); c.Score != nil &&
		at >= 0 && at < len(c.Score.Objectives) {
		m := c.Score.Objectives[at]
		section("By its own measure so far", widget.WrapIndent(strings.TrimSpace(m.Rating+"  "+m.Text), w, 3))
	}
	section("What has tested it", came)
	section("Notes about it", notes)
	return out
}
