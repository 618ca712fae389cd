package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/filekind"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/tui"
	viewer "tocsin/tui/replay"
)

// replayFlags are the settings of `tocsin replay`.
type replayFlags struct {
	verify  bool
	at      string
	seat    string
	fork    string
	compare string
	plain   bool
	until   int
	json    bool
}

func newReplayCommand(io stdio) *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay RECORD",
		Short: "Look at a recorded exercise again, check it, or fork it",
		Long: `Play a recorded exercise again and look at it. At a terminal a viewer opens. It shows any moment,
with what each seat saw and what was true, goes from one decision, inject or step of the cascade to
the next, and forks the exercise from any moment. The key ? shows its keys.
With --plain, or where there is no terminal, what happened is told as text.

--verify computes every state again and names the first line that differs from the record.
--at shows the exercise as it was at that time, and --seat as that seat saw it; in the viewer,
  it begins there.
--fork writes a new record that shares this one's history up to --at (or its end), and can be
  continued in another way with tocsin host --resume.
--compare compares two records of one scenario: the first difference, what was done differently
  and what resulted, each with its time in both.

Where a record is damaged, or plays differently, the line is named. --until-line takes only
the lines up to one: with --fork, you can continue from the lines that are still good.`,
		Example: `  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin replay friday.jsonl
  tocsin replay friday.jsonl --verify
  tocsin replay friday.jsonl --at 2d6h --seat cloud
  tocsin replay friday.jsonl --at 2d6h --fork whatif.jsonl
  tocsin replay friday.jsonl --compare whatif.jsonl
  tocsin replay friday.jsonl --until-line 12 --fork rescued.jsonl`,
		Args: exactlyOne("a record: the file that tocsin host, tocsin play or tocsin run --record wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("until-line") && f.until < 1 {
				return usageError{"--until-line counts lines from 1, the header"}
			}
			if why := f.clash(); why != "" {
				return usageError{why}
			}
			return replay(cmd.Context(), io, args[0], f)
		},
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.verify, "verify", false, "compute every state again and name the first line that differs")
	fl.StringVar(&f.at, "at", "", "exercise time since the start, such as 2d6h (default: the end)")
	fl.StringVar(&f.seat, "seat", "", "show what this seat saw, instead of everything")
	fl.StringVar(&f.fork, "fork", "",
		"write a record that shares this one's history up to --at; - is standard output")
	fl.StringVar(&f.compare, "compare", "", "another record of the same scenario to compare this one with")
	fl.BoolVar(&f.plain, "plain", false, "print text, without the viewer")
	fl.IntVar(&f.until, "until-line", 0, "take only the lines up to this one, counted from 1, the header")
	fl.BoolVar(&f.json, "json", false, "print one JSON document")
	return cmd
}

// clash says which flags do not go together, so that none is silently ignored; "" if all do.
func (f *replayFlags) clash() string {
	var tasks []string
	for _, t := range []struct {
		name string
		set  bool
	}{{"--verify", f.verify}, {"--fork", f.fork != ""}, {"--compare", f.compare != ""}, {"--seat", f.seat != ""}} {
		if t.set {
			tasks = append(tasks, t.name)
		}
	}
	switch {
	case len(tasks) > 1:
		return "choose one of " + strings.Join(tasks, " and ")
	case f.at != "" && (f.verify || f.compare != ""):
		return tasks[0] + " looks at all of the record; leave --at out"
	case f.json && f.fork != "":
		return "--fork prints no JSON document; leave --json out"
	}
	return ""
}

func replay(ctx context.Context, io stdio, path string, f replayFlags) error {
	p, err := loadReplay(ctx, io, path, f.until)
	if err != nil {
		if f.verify && f.json {
			return errors.Join(printJSON(io, replayed{File: path, Wrong: err.Error()}), err)
		}
		return err
	}
	until := p.Last()
	entries := len(p.Entries)
	if f.at != "" {
		d, err := scenario.ParseDuration(f.at)
		if err != nil {
			return usageError{"--at: " + err.Error()}
		}
		until = min(until, engine.At(d))
		entries = p.EntriesAt(until)
	}
	switch {
	case f.verify:
		return tellVerified(io, path, p, f.json)
	case f.fork != "":
		err := throughFile(io, f.fork, func(_ stdio, file string) error { return p.Fork(file, entries) })
		if errors.Is(err, os.ErrExist) {
			return inputError{f.fork + " already exists: choose another name for the fork"}
		}
		if err != nil {
			return inputError{err.Error()}
		}
		if f.fork == "-" {
			return nil
		}
		_,
			err = fmt.Fprintf(io.out,
			"%s shares the first %s of %s, up to %s. Continue it with: %s\n", f.fork,
			entriesWord(entries), path, until, typed("tocsin", "host", "--resume", f.fork))
		return err
	case f.compare != "":
		return compare(ctx, io, p, path, f.compare, f.json)
	}
	if _, _, ok := terminalOf(io); ok && drawable() && !f.plain && !f.json {
		return viewReplay(ctx, io, p, path, f, until)
	}
	x := p.At(until)
	if f.seat != "" {
		role := x.Engine().Model().Scenario.Find("role", f.seat)
		if role < 0 {
			return noSeat(f.seat, p)
		}
		return showSeat(io, x.ViewOf(role), f.json)
	}
	return showLog(io, x, f.json)
}

// viewReplay opens the viewer at the moment and seat that the flags give, else at STARTEX.
func viewReplay(ctx context.Context, io stdio, p *room.Replay, path string, f replayFlags, at engine.Time) error {
	if f.seat != "" && p.End().Engine().Model().Scenario.Find("role", f.seat) < 0 {
		return noSeat(f.seat, p)
	}
	m := viewer.New(viewer.Of(p), scenario.CleanLine(path), tui.PlayerScreen)
	if f.at == "" {
		at = 0
	}
	m.Begin(at.Hours(), f.seat)
	return drawScreen(ctx, io, m)
}

func noSeat(seat string, p *room.Replay) error {
	return usageError{fmt.Sprintf("--seat: there is no seat %q; the seats are %s", scenario.CleanLine(seat),
		strings.Join(p.Header.Seats, ", "))}
}

func entriesWord(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// loadReplay replays a record, up to line until if that is not 0. It shows progress on a terminal.
func loadReplay(ctx context.Context, io stdio, path string, until int) (*room.Replay, error) {
	p, err := room.LoadUntil(ctx, path, until, progressOn(io.err, "entries"))
	if err == nil {
		return p, nil
	}
	var differs *exercise.Difference
	var damage *record.Damage
	switch {
	case errors.As(err, &differs):
		return nil, inputError{fmt.Sprintf("%s: the replay differs: %s; %s", path, differs, before(differs.Line))}
	case errors.As(err, &damage) && damage.Line == 1:
		if err := kindErrorOf(path, filekind.Record); err != nil {
			return nil, err
		}
		return nil, inputError{fmt.Sprintf("%s: %v. Is it a record?", path, damage)}
	case errors.As(err, &damage):
		return nil, inputError{fmt.Sprintf("%s: %v; %s", path, damage, before(damage.Line))}
	}
	if errors.Is(err, context.Canceled) {
		return nil, inputError{"interrupted"}
	}
	if errors.Is(err, os.ErrNotExist) {
		if err := notStandardInput(path); err != nil {
			return nil, err
		}
		return nil, inputError{fmt.Sprintf("there is no file %s", scenario.CleanLine(path))}
	}
	return nil, inputError{fmt.Sprintf("%s: %v", path, err)}
}

// before says how to read only the lines before one.
func before(line int) string {
	return fmt.Sprintf("--until-line %d takes what is before it", line-1)
}

// rescue says how to continue a record that has a line which is damaged or replays differently; it
// is "" for other errors, and if that is the header.
func rescue(path string, err error) string {
	var differs *exercise.Difference
	var damage *record.Damage
	line := 0
	switch {
	case errors.As(err, &differs):
		line = differs.Line
	case errors.As(err, &damage):
		line = damage.Line
	}
	if line < 2 {
		return ""
	}
	return fmt.Sprintf("; %s --until-line %d --fork NEW keeps what is before it, to continue from",
		typed("tocsin", "replay", path), line-1)
}

// replayed is what `tocsin replay --verify --json` prints.
type replayed struct {
	File    string   `json:"file"`
	OK      bool     `json:"ok"`
	Wrong   string   `json:"wrong,omitempty"` // what differs, and where
	Entries int      `json:"entries"`
	Closed  bool     `json:"closed"`
	Ended   *float64 `json:"ended_hours"`
	State   string   `json:"state"`
	Code    string   `json:"code"`
}

func tellVerified(io stdio, path string, p *room.Replay, asJSON bool) error {
	state := p.End().Digest()
	if asJSON {
		ended := p.Last().Hours()
		return printJSON(io, replayed{File: path, OK: true, Entries: len(p.Entries), Closed: p.Report.Closed,
			Ended: &ended, State: fmt.Sprintf("%016x", state), Code: p.Report.Code})
	}
	end := "it has no closing line: the exercise was not closed, or its end is missing"
	switch {
	case p.Report.Closed:
		end = "it is closed"
	case p.Report.LeftOut != nil:
		end = fmt.Sprintf("%s from line %d on, left out", counted(p.Report.LeftOut.Lines, "line"),
			p.Report.LeftOut.Line)
	case p.Report.Torn != nil:
		end = p.Report.Torn.String()
	}
	_,
		err := fmt.Fprintf(io.out,
		"%s: %s replayed to %s, every state as recorded; %s.\nState %016x, evidence code %s.\n", path,
		entriesWord(len(p.Entries)), p.Last(), end, state, p.Report.Code)
	return err
}

func compare(ctx context.Context, io stdio, p *room.Replay, path, other string, asJSON bool) error {
	o, err := loadReplay(ctx, io, other, 0)
	if err != nil {
		return err
	}
	c, err := p.Compare(o.Replay)
	if err != nil {
		return inputError{err.Error()}
	}
	if asJSON {
		return printJSON(io, comparisonOf(c))
	}
	return showComparison(io.out, path, other, c)
}
