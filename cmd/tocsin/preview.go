package main

import (
	"encoding/csv"
	"fmt"
	goio "io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/pack"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// previewFormats are the values of --format.
var previewFormats = []string{"text", "html", "markdown", "csv", "xlsx"}

// previewFlags are the settings of `tocsin preview`.
type previewFlags struct {
	format, file, role string
	seed               uint64
	with               []string
	play, asJSON       bool
	runs               int
	bots               []string
}

func newPreviewCommand(io stdio) *cobra.Command {
	var f previewFlags
	cmd := &cobra.Command{
		Use:   "preview SCENARIO",
		Short: "Show an exercise as it will feel: what comes when, and what each seat sees",
		Long: `Play a scenario once with bots and show what comes in its order, with the time of the
story and the minute in the room; then, for each seat and each move, what that seat sees.
It holds secrets of every seat: it is for those who prepare the exercise.

--play plays it often instead, with bots that are unprepared, prepared and careless, and shows
for each seat how much comes to it and what it can do, for each inject how often it comes, for
each action what it changes, and for each fact who has it when. If you interrupt it, it shows what
was played so far.`,
		Example: `  tocsin preview cold_copy
  tocsin preview cold_copy --role cert
  tocsin new my.toml
  tocsin preview my.toml -o preview.html
  tocsin preview my.toml --play`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			byName := map[string]string{".md": "markdown", ".csv": "csv", ".html": "html", ".htm": "html",
				".xlsx": "xlsx"}[strings.ToLower(filepath.Ext(f.file))]
			if byName != "" && !cmd.Flags().Changed("format") {
				f.format = byName
			}
			if f.play {
				if slices.Contains([]string{"csv", "html", "xlsx"}, f.format) { // text in .md does no harm
					return usageError{fmt.Sprintf("with --play there is text, or one JSON document with --json, and no %s: "+
						"give the file another ending, such as .txt", f.format)}
				}
				return previewPlay(cmd.Context(), io, args[0], f)
			}
			if f.asJSON {
				return usageError{"--json goes with --play"}
			}
			if !slices.Contains(previewFormats, f.format) {
				return usageError{fmt.Sprintf("--format must be one of %s, not %q", strings.Join(previewFormats, ", "), f.format)}
			}
			plan, err := planRun(io, args[0], runFlags{bots: "all", seed: f.seed, with: f.with})
			if err != nil {
				return err
			}
			sc := plan.Model.Scenario
			if f.role != "" && sc.Find("role", f.role) < 0 {
				return usageError{fmt.Sprintf("%q is not a seat of this scenario; the seats are %s",
					scenario.CleanLine(f.role), strings.Join(seatNames(sc), ", "))}
			}
			played, err := score.Play(cmd.Context(), plan)
			if err != nil {
				return err
			}
			p := newPreview(sc, played.Events, played.Engine.Now())
			return writeOutput(io, f.file, func(w goio.Writer) error { return p.write(w, f) })
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text",
		strings.Join(previewFormats, ", ")+"; without it, the ending of the output's name says it")
	cmd.Flags().StringVarP(&f.file, "output", "o", "", "write to this file; - is standard output")
	cmd.Flags().StringVar(&f.role, "role", "", "show only what this seat sees")
	cmd.Flags().Uint64Var(&f.seed, "seed", 0, "seed of the random draws (default 0)")
	cmd.Flags().StringSliceVar(&f.with, "with", nil, withHelp)
	cmd.Flags().BoolVar(&f.play, "play", false, "play it often, and show how it plays")
	cmd.Flags().IntVar(&f.runs, "runs", deepRuns, "with --play: how many runs of each way to play")
	cmd.Flags().StringSliceVar(&f.bots, "bots", nil, "with --play: profiles of bots to play it with too, such as "+
		"careful,hasty,silo")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "with --play: print one JSON document")
	return cmd
}

// preview is what comes in one run.
type preview struct {
	sc    *scenario.Scenario
	rows  []sighting
	never []int // injects that did not come
	ended engine.Time
}

// sighting is one thing that comes: to the room as an inject, or to a seat.
type sighting struct {
	at    engine.Time
	move  int
	seat  int // -1: the event itself, in the order of the events list
	kind  string
	title string
	text  string
}

func newPreview(sc *scenario.Scenario, events []engine.Event, ended engine.Time) *preview {
	p := &preview{sc: sc, ended: ended}
	move, came := 0, make([]bool, len(sc.Injects))
	add := func(ev engine.Event, seat int32, kind, title, text string) {
		p.rows = append(p.rows, sighting{ev.At, move, int(seat), kind, title, text})
	}
	branches := slices.ContainsFunc(events, func(ev engine.Event) bool { return ev.Kind == engine.MoveBegan })
	for _, ev := range events {
		switch ev.Kind {
		case engine.ExerciseStarted:
			if len(sc.Moves) > 0 && sc.Moves[0].OneOf == "" {
				p.begins(0, ev.At)
			}
		case engine.MoveEnded: // without branches there is no MoveBegan
			if move = int(ev.Ref) + 1; !branches {
				p.begins(move, ev.At)
			}
		case engine.MoveBegan:
			move = int(ev.Ref)
			p.begins(move, ev.At)
		case engine.InjectDelivered:
			in := &sc.Injects[ev.Ref]
			came[ev.Ref] = true
			add(ev, engine.Nobody, "inject", in.Title, "to "+receivers(sc, in.To)+", from "+in.From+", "+in.Media+
				after("\n\n", in.Text))
		case engine.InjectReceived:
			in := &sc.Injects[ev.Ref]
			add(ev, ev.Role, in.Media, in.Title, "from "+in.From+after("\n\n", in.Text))
		case engine.FactLearned:
			f := &sc.Facts[ev.Ref]
			how := "learns by itself"
			if ev.Other >= 0 {
				how = "hears from " + sc.Roles[ev.Other].Title
			} else if ev.Via.Cause != engine.ByItself {
				continue // the inject or act that brought it has a row
			}
			add(ev, ev.Role, how, f.Title, f.Text)
		case engine.SystemNoticed:
			add(ev, ev.Role, "notices", sc.Systems[ev.Ref].Title, "is "+scenario.States[int(ev.Num)])
		case engine.VersionNoticed:
			is := "no version"
			if ev.Num >= 0 {
				is = sc.Versions[int(ev.Num)].Title
			}
			add(ev, ev.Role, "notices", sc.Systems[ev.Ref].Title, "runs "+is)
		case engine.ObligationStarted:
			o := &sc.Obligations[ev.Ref]
			add(ev, ev.Role, "clock starts", o.Title, "within "+o.Within.String())
		case engine.JointProposed:
			add(ev, ev.Role, "commits", sc.Actions[ev.Ref].Title, "")
		case engine.ActionStarted:
			add(ev, ev.Role, "acts", sc.Actions[ev.Ref].Title, "")
		case engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined,
			engine.GaugeChanged, engine.SystemChanged, engine.VersionChanged, engine.VersionFlawed,
			engine.LinkCut, engine.LinkChanged, engine.LinkStopped,
			engine.ChannelChanged, engine.MessageBlocked, engine.FactLeaked, engine.MarkBreached,
			engine.MessageSent, engine.MessageArrived, engine.InjectHeld, engine.InjectSkipped,
			engine.InjectPostponed, engine.ExpectationMet, engine.ExpectationMissed, engine.ActionDone,
			engine.ActionFailed, engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed, engine.ActionCancelled,
			engine.ActionContradicts, engine.JointCommitted,
			engine.JointWithdrawn, engine.JointStarted, engine.JointDone, engine.JointFailed, engine.JointLapsed,
			engine.VenueConvened, engine.VenueOpened, engine.VenueClosed, engine.ObligationMet,
			engine.ObligationMissed, engine.NoteFiled, engine.NoteTriggered, engine.NoteKept, engine.NoteBroken,
			engine.BeliefDeclared, engine.MechanismFunded, engine.MechanismEstablished, engine.CommandRefused,
			engine.MessageAcknowledged, engine.MessageAnswered, engine.InjectEdited, engine.InjectFreed,
			engine.InjectRetracted, engine.InjectImprovised, engine.ImprovisedReceived, engine.NoteShown,
			engine.NoteDeviated, engine.NoteRevised, engine.NoteRevoked,
			engine.AttemptMade, engine.AttemptQueried, engine.AttemptAnswered,
			engine.AttemptRuled: // nothing that comes to a seat, or something that another event has shown
		}
	}
	for i := range came {
		if !came[i] {
			p.never = append(p.never, i)
		}
	}
	return p
}

// Kinds of rows that nothing comes by: what everybody reads when a move begins, and what staff ask at its end.
const (
	rowBrief   = "brief"
	rowDiscuss = "to discuss"
)

// begins adds the rows of a move that begins: its brief, for the room and for each seat, and the questions of its
// discussion.
func (p *preview) begins(move int, at engine.Time) {
	if move >= len(p.sc.Moves) {
		return
	}
	m := &p.sc.Moves[move]
	p.rows = append(p.rows, sighting{at, move, engine.Nobody, rowBrief, m.Title, m.Brief})
	if len(m.Questions) > 0 {
		p.rows = append(p.rows, sighting{at, move, engine.Nobody, rowDiscuss, "To discuss at its end",
			strings.Join(m.Questions, "\n\n")})
	}
	for r := range p.sc.Roles {
		if m.Brief != "" {
			p.rows = append(p.rows, sighting{at, move, r, rowBrief, m.Title, m.Brief})
		}
	}
}

// comes reports whether something comes to somebody by the row.
func (s *sighting) comes() bool { return s.kind != rowBrief && s.kind != rowDiscuss }

// receivers are the titles of those to whom an inject goes, as a list.
func receivers(sc *scenario.Scenario, to []string) string {
	out := slices.Clone(to)
	for i, id := range to {
		if r := sc.Find("role", id); r >= 0 {
			out[i] = sc.Roles[r].Title
		}
	}
	return orNobody(out)
}

// minutes converts exercise time into minutes in the room, at the pace of each move.
func (p *preview) minutes(t engine.Time) float64 { return p.sc.RoomMinutesTo(scenario.Duration(t)) }

func (p *preview) room(t engine.Time) string { return strconv.FormatFloat(p.minutes(t), 'f', 0, 64) }

func (p *preview) moveTitle(i int) string {
	if i < len(p.sc.Moves) {
		return p.sc.Moves[i].Title
	}
	return ""
}

// round is the number, from 1, of the round of a move. Indices after the last move count on.
func (p *preview) round(move int) int {
	if n := len(p.sc.Moves); move >= n {
		return p.sc.RoundOf(n-1) + 1 + move - n
	}
	return p.sc.RoundOf(move)
}

func (p *preview) write(w goio.Writer, f previewFlags) error {
	switch f.format {
	case "csv":
		return p.csv(w, f)
	case "html":
		return p.lanes(f).WriteHTML(w)
	case "xlsx":
		return p.lanes(f).WriteXLSX(w)
	}
	page := &previewPage{markdown: f.format == "markdown"}
	page.head(1, "Preview: "+p.sc.Title)
	page.line(p.lead(f))
	if f.role == "" {
		page.head(2, "What comes, in order")
		p.lane(page, engine.Nobody)
		if len(p.never) > 0 {
			page.head(2, "What did not come in this run")
			for _, i := range p.never {
				page.entry(p.sc.Injects[i].ID+": "+p.sc.Injects[i].Title, arrival(p.sc, i))
			}
		}
	}
	for r := range p.sc.Roles {
		if f.role == "" || p.sc.Roles[r].ID == f.role {
			page.head(2, "What "+p.sc.Roles[r].Title+" sees")
			p.lane(page, r)
		}
	}
	_, err := goio.WriteString(w, page.s.b.String())
	return err
}

// lane writes what comes to a seat, move by move.
func (p *preview) lane(page *previewPage, seat int) {
	move, n := -1, 0
	for _, row := range p.rows {
		if row.seat != seat {
			continue
		}
		if row.move != move && len(p.sc.Moves) > 0 {
			move = row.move
			page.head(3, after("Move "+strconv.Itoa(p.round(move))+": ", p.moveTitle(move)))
		}
		switch row.kind {
		case rowBrief:
			page.line(row.text)
			continue
		case rowDiscuss:
			page.entry(row.title, row.text)
			continue
		}
		n++
		kind := row.kind + ": "
		if seat == engine.Nobody {
			kind = ""
		}
		page.entry(fmt.Sprintf("%s, minute %s  %s%s", row.at, p.room(row.at), kind, row.title), row.text)
	}
	if n == 0 || seat != engine.Nobody {
		page.line(p.summary(seat))
	}
}

// summary says how much comes to a seat, and when the longest silence is.
func (p *preview) summary(seat int) string {
	n, last := 0, engine.Time(0)
	var from, quiet engine.Time
	silent := 0.0 // the longest silence in minutes in the room
	end := func(at engine.Time) {
		if in := p.sc.RoomMinutesBetween(scenario.Duration(last), scenario.Duration(at)); in > silent {
			silent, from, quiet = in, last, at-last
		}
		last = at
	}
	for _, row := range p.rows {
		if row.seat == seat && row.comes() {
			end(row.at)
			n++
		}
	}
	end(p.ended)
	if n == 0 {
		return "Nothing."
	}
	return fmt.Sprintf("%s; the longest silence lasts %s, or %.0f minutes in the room, from minute %s.",
		counted(n, "thing"), scenario.Duration(quiet), silent, p.room(from))
}

// lead says when the story begins, how fast it goes and how it was played.
func (p *preview) lead(f previewFlags) string {
	return fmt.Sprintf("STARTEX %s. One minute in the room is %s of the story. Played once with bots, seed %d.",
		p.sc.Start.Format("Monday 2 January 2006 15:04 MST"), p.sc.Minute, f.seed)
}

// csv writes the rows as a table. Below them, without a time, are the injects that did not come, the summary of each
// seat, and how it was played.
func (p *preview) csv(w goio.Writer, f previewFlags) error {
	role := f.role
	out := csv.NewWriter(w)
	if err := out.Write([]string{"hours", "room_minute", "move", "seat", "kind", "title", "text"}); err != nil {
		return err
	}
	put := func(cells ...string) error {
		for i := range cells {
			cells[i] = scenario.InertCell(cells[i])
		}
		return out.Write(cells)
	}
	for _, row := range p.rows {
		seat := p.sc.ID("role", row.seat)
		if role != "" && seat != role {
			continue
		}
		if err := put(strconv.FormatFloat(row.at.Hours(), 'f', 2, 64), p.room(row.at), strconv.Itoa(p.round(row.move)),
			seat, row.kind, row.title, row.text); err != nil {
			return err
		}
	}
	l := p.lanes(f)
	for _, c := range l.Never {
		if err := put("", "", "", "", pack.RowNever, c.Title, c.Text); err != nil {
			return err
		}
	}
	for _, lane := range l.Seats {
		if err := put("", "", "", lane.ID, pack.RowSummary, "", lane.Summary); err != nil {
			return err
		}
	}
	if err := put("", "", "", "", pack.RowPlayed, l.Title, l.Lead); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// previewPage collects a preview as plain text or Markdown.
type previewPage struct {
	s        sheet
	markdown bool
}

func (p *previewPage) head(level int, text string) {
	switch {
	case p.markdown:
		fmt.Fprintf(&p.s.b, "\n%s %s\n\n", strings.Repeat("#", level), markdownText(text))
	case level == 2:
		p.s.heading(text)
	default:
		p.s.para(0, text)
	}
}

func (p *previewPage) line(text string) {
	if p.markdown {
		text = markdownText(text) + "\n"
	}
	p.s.para(0, text)
}

func (p *previewPage) entry(head, text string) {
	if !p.markdown {
		p.s.para(2, head)
		p.s.para(6, text)
		return
	}
	fmt.Fprintf(&p.s.b, "- **%s**", markdownText(head))
	for i, item := range strings.Split(text, "\n- ") { // a list in the text is one below the entry
		if item = strings.Join(strings.Fields(item), " "); item != "" {
			fmt.Fprintf(&p.s.b, "%s%s", map[bool]string{true: " ", false: "\n  - "}[i == 0], markdownText(item))
		}
	}
	p.s.b.WriteString("\n")
}

var markdownText = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[",
	"|", "\\|", "#", "\\#").Replace
