package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// BlankGuides writes the exercise evaluation guides of a scenario, one for each objective, as
// evaluators take them into the room: what is expected of whom, and when, with room for what
// they see. The name is the scenario's short one. They hold what players may not know. A scenario
// without objectives is an error.
func BlankGuides(w io.Writer, name string, sc *scenario.Scenario) error {
	beside := besideObjectives(sc)
	if len(sc.Objectives) == 0 && len(beside) == 0 {
		return fmt.Errorf("%s states no objectives, so there is nothing to evaluate by; an [objective.ID] states one",
			sc.Title)
	}
	m := &markdown{w: bufio.NewWriter(w)}
	m.line("# Exercise evaluation guides: %s\n", esc(sc.Title))
	m.line("For evaluators and the facilitator only: these pages hold what players may not know.\n")
	m.line("Write down whether and how a task was done, with the time and the seat. Do not prompt and do not " +
		"interrupt. Watch all seats, not one. Rate what was done, not the people.")
	for i := range sc.Objectives {
		m.blankGuide(name, sc, i)
	}
	if len(beside) > 0 {
		m.heading(2, "Outside the objectives")
		m.line("Expected by injects, and tied to no objective of the scenario.")
		m.tasksToSee(beside)
	}
	return m.w.Flush()
}

func (m *markdown) blankGuide(name string, sc *scenario.Scenario, objective int) {
	o := &sc.Objectives[objective]
	m.heading(2, fmt.Sprintf("Guide %d: %s", objective+1, o.Title))
	m.table("", "")
	m.row("Exercise", sc.Title)
	m.row("Date and venue", "")
	m.row("Exercise objective", o.Title)
	m.row("Core capability", o.Capability)
	m.heading(3, "Organizational capability target")
	m.line("%s: %s.", esc(upperFirst(measuredBy(sc, &o.Measure))), esc(limits(o)))
	m.line("\nSource: the scenario %s, version %s.", esc(name), esc(sc.Digest[:min(12, len(sc.Digest))]))
	m.heading(3, "Critical tasks")
	tasks := expectedTasks(sc, objective)
	if len(tasks) == 0 {
		m.line("No inject, duty or joint action of the scenario is tied to this objective: write down what " +
			"concerns it.")
	}
	m.tasksToSee(tasks)
	m.heading(3, "Observation notes and explanation of rating")
	m.line("**Strengths**\n\n\n**Areas for improvement**\n")
	m.heading(3, "Rating")
	m.table("Organizational capability target", "P", "S", "M", "U")
	m.row(o.Title, "", "", "", "")
	for _, c := range o.Criteria.Words() {
		m.line("- %s", esc(c))
	}
	m.line("\n**P** performed without challenges · **S** with some challenges · **M** with major challenges · " +
		"**U** unable to be performed\n")
	m.table("", "")
	for _, blank := range []string{"Evaluator's name", "E-mail", "Telephone"} {
		m.row(blank, "")
	}
}

// tasksToSee is a table of what is expected, with room for what is seen and for more rows.
func (m *markdown) tasksToSee(tasks []task) {
	m.table("Expected", "By whom", "When", "Seen at", "Difference, and notes")
	for _, t := range tasks {
		m.row(t.what, t.who, t.when, "", "")
	}
	for range 3 {
		m.row("", "", "", "", "")
	}
}

// besideObjectives are what injects expect, and have evaluators look for, that bears on no objective.
func besideObjectives(sc *scenario.Scenario) []task {
	var out []task
	for i := range sc.Injects {
		in := &sc.Injects[i]
		if in.Expects != nil {
			if l := planned(sc, in); len(l.objectives) == 0 {
				out = append(out, expectedTask(in, l))
			}
		}
		if in.Objective == "" {
			out = append(out, inWords(sc, in)...)
		}
	}
	return out
}

// inWords are what evaluators look for when an inject comes.
func inWords(sc *scenario.Scenario, in *scenario.Inject) []task {
	var out []task
	for _, text := range in.LookFor {
		out = append(out, task{text, judged(sc, in, text).Who(), "after the inject “" + in.Title + "”" + comes(in)})
	}
	return out
}

func expectedTask(in *scenario.Inject, l ExpectedLine) task {
	return task{upperFirst(l.What), l.Who(), fmt.Sprintf("within %s of the inject “%s”%s", span(l.Within), l.Title,
		comes(in))}
}

// task is something that is expected: what, of whom and when, in words.
type task struct{ what, who, when string }

// expectedTasks are what the scenario expects under an objective: what injects expect and have evaluators
// look for, duties, joint actions, facts that must come to those who need them, and questions.
func expectedTasks(sc *scenario.Scenario, objective int) []task {
	var out []task
	titles := func(names scenario.Names) []string {
		var list []string
		for _, r := range sc.RolesOf(names) {
			list = append(list, sc.Roles[r].Title)
		}
		return list
	}
	for i := range sc.Injects {
		in := &sc.Injects[i]
		if in.Expects != nil {
			if l := planned(sc, in); slices.Contains(l.objectives, objective) {
				out = append(out, expectedTask(in, l))
			}
		}
		if in.Objective == sc.Objectives[objective].ID {
			out = append(out, inWords(sc, in)...)
		}
	}
	for i := range sc.Obligations {
		d := &sc.Obligations[i]
		if slices.Contains(objectivesOf(sc, "obligation", d.ID), objective) {
			from := "of when its clock starts"
			if d.Starts.Source != "" {
				from = "of when " + phrase.Condition(sc, d.Starts)
			}
			out = append(out, task{"Report: " + d.Title, roleTitle(sc, d.Role),
				"within " + d.Within.String() + " " + from})
		}
	}
	for i := range sc.Actions {
		a := &sc.Actions[i]
		if a.Joint != nil && slices.Contains(objectivesOfAction(sc, a.ID), objective) {
			when := fmt.Sprintf("when %d of them agree", a.Joint.Quorum)
			if len(a.Joint.Parts) > 0 {
				when = fmt.Sprintf("when what they bring comes to %d", a.Joint.Quorum)
			}
			if a.Joint.Within > 0 {
				when += ", within " + a.Joint.Within.String() + " of the first"
			}
			out = append(out, task{"Joint action: " + a.Title, strings.Join(titles(a.By), ", "), when})
		}
	}
	for i := range sc.Facts {
		f := &sc.Facts[i]
		needed := titles(f.NeededBy)
		if len(needed) == 0 || !slices.Contains(objectivesOf(sc, "fact", f.ID), objective) {
			continue
		}
		when := "by the end"
		if f.Within > 0 {
			when = "within " + f.Within.String() + " of the first who knows"
		}
		out = append(out, task{"Come to know: " + f.Title, strings.Join(needed, ", "), when})
	}
	for i := range sc.Probes {
		p := &sc.Probes[i]
		if slices.Contains(objectivesOf(sc, "probe", p.ID), objective) {
			out = append(out, task{"Answer: " + p.Ask, strings.Join(titles(p.To), ", "), "when asked"})
		}
	}
	return out
}

// comes says when an inject comes, where the scenario gives a time.
func comes(in *scenario.Inject) string {
	if in.When.Source == "" && in.At.Set && in.At.Kind == scenario.Fixed {
		return ", which comes at " + engine.At(in.At.A).String()
	}
	return ""
}

func roleTitle(sc *scenario.Scenario, id string) string {
	if r := sc.Find("role", id); r >= 0 {
		return sc.Roles[r].Title
	}
	return id
}
