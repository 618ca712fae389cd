package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/report"
	"tocsin/sim/room"
	"tocsin/sim/score"
)

// reportInput converts a replay into the input of a report, without counterfactuals.
func reportInput(ctx context.Context, p *room.Replay, path string) (*report.Input, error) {
	var harms []float64
	h, err := p.History(ctx, func(e *engine.Engine, ev engine.Event) { harms = append(harms, score.HarmAt(e, ev)) })
	if err != nil {
		return nil, err
	}
	played, err := playedFrom(p, h, harms)
	if err != nil {
		return nil, err
	}
	in := &report.Input{Run: played, Step: h.Step, Traces: h.Traces, Ratings: map[string][]report.Rating{},
		Idle: map[string]float64{}}
	if in.Card, err = score.Mark(ctx, played); err != nil {
		return nil, err
	}
	if in.IdleTraces, err = score.Traces(ctx, score.Idle(played.Plan), h.Step); err != nil {
		return nil, err
	}
	idle, err := score.Play(ctx, score.Idle(played.Plan))
	if err != nil {
		return nil, err
	}
	for _, b := range score.Bearers(idle.Engine) {
		in.Idle[b.Who] = b.Harm
	}
	card, err := score.Mark(ctx, idle)
	if err != nil {
		return nil, err
	}
	in.IdleObjectives = card.Objectives
	for _, ev := range h.Events {
		in.Origins = append(in.Origins, report.Origin{Source: report.Source{Line: ev.Line, After: !ev.Caused},
			Help: ev.Help, Who: ev.Who})
	}
	for _, c := range h.Commands {
		in.Givers = append(in.Givers, report.Giver{Source: report.Source{Line: c.Line, After: c.Who == ""},
			Who: c.Who})
	}
	fillWritten(in, h)
	for _, en := range p.Entries {
		line := en.Seq + 1 // the header is line 1
		in.Walls = append(in.Walls, make([]string, max(0, line+1-len(in.Walls)))...)
		in.Walls[line] = en.Wall.UTC().Format(time.RFC3339Nano)
	}
	in.Overview = report.Overview{Name: p.Header.Name, Tocsin: p.Header.Tocsin, Record: filepath.Base(path),
		Code: p.Report.Code, Closed: p.Report.Closed, Lines: p.Report.Lines,
		NoPeople: noPeople(p.Header, p.Entries),
		Played:   p.Header.Started.Format("2 January 2006"), Early: int(p.End().Early().Round(time.Minute) / time.Minute)}
	in.Warnings, err = cautions(ctx, p, h, played)
	return in, err
}

// noPeople reports whether a script acted in the seats of a record and nobody has joined since. People can join when a
// record is continued, or a fork of it, which begins later than its script.
func noPeople(h record.Header, entries []record.Entry) bool {
	return h.Settings[record.PeopleSetting] == record.NoPeople &&
		!slices.ContainsFunc(entries, func(en record.Entry) bool { return en.Verb == "join" && en.Wall.After(h.Started) })
}

// playedFrom converts an exercise into a run that has been played: what happened is from
// the record, and other runs can be forked from its plan.
func playedFrom(p *room.Replay, h *exercise.History, harms []float64) (*score.Played, error) {
	model, err := engine.Compile(h.Scenario)
	if err != nil {
		return nil, err
	}
	end := p.End()
	plan := score.Plan{Model: model, Seed: end.Engine().Seed(), Until: end.Now(), Plays: slices.Clone(h.Bots),
		Attended: h.Attended}
	for _, id := range p.Header.Mechanisms {
		plan.Setup.Mechanisms = append(plan.Setup.Mechanisms, h.Scenario.Find("mechanism", id))
	}
	// it ended by itself, so another run may go on for longer
	if last := len(h.Events) - 1; end.Over() && last >= 0 && !h.Events[last].Caused {
		plan.Until = end.Engine().Horizon()
	}
	out := &score.Played{Engine: end.Engine(), Harms: harms, Ledger: &score.Ledger{}}
	out.Ledger.Reset(end.Engine().Model())
	out.Ledger.Seated(h.Bots)
	for i, ev := range h.Events {
		out.Events = append(out.Events, ev.Event)
		out.Ledger.See(ev.Event, harms[i])
	}
	harm, _ := score.Harmed(end.Engine())
	out.Ledger.Until(end.Now(), harm)
	for _, c := range h.Commands {
		out.Acts = append(out.Acts, c.Timed)
		if c.Who != "" || h.Changed { // where seats passed between bots and people, bots' acts are kept as they were
			plan.Commands = append(plan.Commands, c.Timed)
		}
	}
	if h.Changed {
		clear(plan.Plays)
	}
	out.Plan, out.Given = plan, len(plan.Commands)
	return out, nil
}

// fillWritten adds what people wrote, and who took part.
func fillWritten(in *report.Input, h *exercise.History) {
	sc := h.Scenario
	title := func(kind, id string) string {
		switch i := sc.Find(kind, id); {
		case i < 0:
			return ""
		case kind == "role":
			return sc.Roles[i].Title
		default:
			return sc.Injects[i].Title
		}
	}
	for _, o := range h.Observations {
		if !o.Private {
			in.Observations = append(in.Observations,
				report.ObservationRow{N: o.N, Who: o.Who, Tag: o.Tag, Hours: o.At.Hours, T: o.At.T,
					Role: title("role", o.Role), Inject: h.InjectTitle(o.Inject),
					Objective: o.Objective, Text: o.Text, Corrects: o.Corrects, Source: report.Source{Line: o.Line}})
		}
	}
	for _, r := range h.Ratings { // the last of each person counts
		own := slices.DeleteFunc(in.Ratings[r.Objective], func(x report.Rating) bool { return x.Who == r.Who })
		in.Ratings[r.Objective] = append(own, report.Rating{Who: r.Who, Rating: r.Rating.Rating, Text: r.Text,
			T: r.At.T, Hours: r.At.Hours, Source: report.Source{Line: r.Line}})
	}
	for _, j := range h.Judged { // the last of each person counts
		row := report.JudgedRow{Inject: j.Inject, N: j.N, Who: j.Who, Mark: j.Mark, Text: j.Text, T: j.At.T,
			Source: report.Source{Line: j.Line}}
		in.Judged = append(slices.DeleteFunc(in.Judged, func(x report.JudgedRow) bool {
			return x.Inject == j.Inject && x.N == j.N && x.Who == j.Who
		}), row)
	}
	for _, d := range h.Decisions {
		x := report.Decision{Hours: d.At.Hours, T: d.At.T, Role: d.Role, Title: d.Title, Person: d.Who,
			Verb: "decide", What: d.Text, Reason: d.Why, Outcome: "written down", Options: d.Options,
			Follow: d.Follow, Source: report.Source{Line: d.Line}}
		if d.Due != nil {
			x.Due = d.Due.Date
		}
		in.Decided = append(in.Decided, x)
	}
	for _, a := range h.Approvals {
		in.Approvals = append(in.Approvals, report.Approval(a))
	}
	for _, f := range h.Feedback {
		in.Feedback = append(in.Feedback, report.FeedbackLine{From: f.From, Realism: f.Realism,
			Usefulness: f.Usefulness, Prepared: f.Prepared, Well: f.Well, Change: f.Change, Will: f.Will})
	}
	for _, q := range h.Questions {
		line := report.QuestionLine{T: q.At.T, Text: q.Text, Options: q.Options, Agreement: q.Agreement,
			Source: report.Source{Line: q.Line}}
		for _, a := range q.Answers {
			line.Answers = append(line.Answers, report.Answer{Title: title("role", a.Role), Text: a.Text,
				Order: a.Order})
		}
		in.Questions = append(in.Questions, line)
	}
	in.Handed, in.Legibility, in.Picture = handedLines(h), legibleLines(h.Legibility), pictureOf(h.Picture)
	acts := map[string]int{}
	for _, p := range h.People {
		acts[p.Name] = p.Acts
	}
	for _, r := range sc.Roles {
		taken := false
		for _, s := range h.Sittings {
			if s.Role != r.ID {
				continue
			}
			p := report.Participant{Role: r.ID, Title: r.Title, Sector: r.Sector, Person: s.Name, Acts: acts[s.Name]}
			if s.From.Hours > 0 {
				p.From = s.From.T
			}
			if s.Until != nil {
				p.Until = s.Until.T
			}
			taken = taken || s.Until == nil
			in.People = append(in.People, p)
		}
		if i := sc.Find("role", r.ID); !taken && h.Bots[i] {
			in.People = append(in.People, report.Participant{Role: r.ID, Title: r.Title, Sector: r.Sector, Bot: true})
		}
	}
	for _, p := range h.People {
		if p.Kind != exercise.KindPlayer && p.Kind != exercise.KindBoard {
			in.People = append(in.People, report.Participant{Title: string(p.Kind), Person: p.Name, Acts: p.Acts})
		}
	}
}

// legibleLines are how well seats foresaw each other; the last line is for all of them.
func legibleLines(l *exercise.Legibility) []report.LegibleLine {
	var out []report.LegibleLine
	if l == nil {
		return out
	}
	for _, s := range l.Seats {
		out = append(out, report.LegibleLine{Role: s.Role, Title: s.Title, Counted: s.Counted, Brier: s.Brier,
			ByNotes: s.ByNotes})
	}
	return append(out, report.LegibleLine{Title: "All", Counted: l.Counted, Brier: l.Brier, ByNotes: l.ByNotes})
}

// pictureOf is what seats believed was happening; nil if the scenario does not ask for it.
func pictureOf(p *exercise.Pictured) *report.SharedPicture {
	if p == nil {
		return nil
	}
	out := &report.SharedPicture{}
	for _, w := range p.Held {
		out.Words = append(out.Words, report.HeldLine{Hours: w.At.Hours, T: w.At.T, Role: w.Role, Person: w.Who,
			ID: w.Of, Confidence: w.Confidence, Agreement: w.Agreement, Text: w.Text,
			Source: report.Source{Line: w.Line}})
	}
	for _, w := range p.Levels {
		out.Levels = append(out.Levels, report.LevelLine{Hours: w.At.Hours, T: w.At.T, Role: w.Role, Person: w.Who,
			ID: w.Of, World: w.Now, Text: w.Text, Source: report.Source{Line: w.Line}})
	}
	for _, c := range p.Clashes {
		l := report.ClashLine{Hours: c.At.Hours, T: c.At.T}
		for i, at := range []exercise.Moment{c.AtA, c.AtB} {
			l.Sides[i] = report.ClashSide{Hours: at.Hours, T: at.T, Role: c.Roles[i], Action: c.Actions[i],
				ID: c.Hypos[i], Sure: []*float64{c.SureA, c.SureB}[i]}
		}
		for _, f := range c.Lacked {
			l.Lacked = append(l.Lacked, report.LackLine{Seat: f.Seat, Fact: f.Facts, Knew: f.Knew})
		}
		out.Clashes = append(out.Clashes, l)
	}
	return out
}

// handedLines are the seats that passed from one person to another.
func handedLines(h *exercise.History) []report.HandedLine {
	var out []report.HandedLine
	hours := func(m *exercise.Moment) *float64 {
		if m == nil {
			return nil
		}
		return &m.Hours
	}
	for _, v := range h.Handed {
		l := report.HandedLine{Hours: v.At.Hours, T: v.At.T, Role: v.Seat, Title: v.Title, From: v.From, To: v.To,
			Staff: v.Staff, Note: v.Note, Opened: v.NoteOpened != nil, Summary: v.SummaryOpened != nil, Items: v.Items,
			Unopened: v.Unopened, Named: v.Named, Lost: v.Lost, Things: []report.Held{},
			Source: report.Source{Line: v.Line}}
		for _, t := range v.Things {
			l.Things = append(l.Things, report.Held{Kind: t.Kind, ID: t.ID, What: t.What, Named: t.Named,
				Reached: t.Reached, Hours: t.Hours, Opened: hours(t.Opened), Used: hours(t.Used)})
		}
		out = append(out, l)
	}
	return out
}

// cautions are what a reader of the report must know about its record.
func cautions(ctx context.Context, p *room.Replay, h *exercise.History, played *score.Played) ([]string, error) {
	var out []string
	switch {
	case p.Report.Closed:
	case p.End().Over():
		out = append(out, "The room has not been closed yet: notes, ratings and feedback may still come after what "+
			"is told here.")
	default:
		out = append(out,
			"The record has no closing line: the exercise was not ended, or the record's end is missing.")
	}
	if l := p.Report.LeftOut; l != nil {
		out = append(out, fmt.Sprintf("The record is taken up to line %d; %d that follow are left out.", l.Line-1,
			l.Lines))
	}
	if p.Report.Torn != nil {
		out = append(out, "The last line of the record was never completely written and is left out.")
	}
	if h.Changed {
		out = append(out,
			"A seat passed between a person and a bot during play. Where runs are played again, what bots did stays as it was.")
	}
	again, err := score.Play(ctx, played.Plan)
	if err != nil {
		return nil, err
	}
	actual, any := score.Harmed(played.Engine)
	if other, _ := score.Harmed(again.Engine); any && other != actual {
		out = append(out,
			"Played again from its commands alone, the run does not come out just as recorded (the facilitator steered the clock between acts of one moment); what commands were worth is measured against the run as played again.")
	}
	return out, nil
}
