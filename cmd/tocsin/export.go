package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/filekind"
	"tocsin/sim/msel"
	"tocsin/sim/pack"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

// exportFlags are the settings of `tocsin export`.
type exportFlags struct{ format, columns, file, language string }

func newExportCommand(io stdio) *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export SCENARIO|RECORD -o FILE",
		Short: "Write the events list of a scenario or record for spreadsheets and other platforms",
		Long: `Write the master scenario events list (MSEL) of a scenario, for a controller's sheet or
another platform:

  csv, xlsx    a table in the columns of HSEEP or MITRE, then Tocsin's own columns
  openaev      a ZIP that OpenAEV imports
  cexf         the MISP project's Common Exercise Format (JSON)
  guides       blank evaluation guides (Markdown), one for each objective: what is expected of
               whom and when, with room for what evaluators see

packs writes a folder with the papers of an exercise instead: a page for each seat to print
(brief, who is who, what it can do, its clocks, promises and questions, and nothing that the
seat may not know) and the facilitator's book.

For a record, the table also says when each inject came and who released it.
tocsin import reads tables, OpenAEV and CEXF back; XLSX, OpenAEV and CEXF carry the whole scenario.`,
		Example: `  tocsin export cold_copy -o msel.xlsx
  tocsin export cold_copy --columns mitre -o msel.csv
  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin export friday.jsonl -o as_played.xlsx
  tocsin export cold_copy --format openaev -o cold_copy.zip
  tocsin export cold_copy --format guides -o guides.md
  tocsin export cold_copy --format packs -o papers`,
		Args: exactlyOne("a scenario, or the record of an exercise"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if byName := exportFormat(f.file); byName != "" && !cmd.Flags().Changed("format") {
				f.format = byName
			}
			return export(cmd.Context(), io, args[0], f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "csv", strings.Join(exportFormats, ", ")+
		"; without it, the ending of the output's name says it")
	fl.StringVar(&f.columns, "columns", "hseep", "the columns of a table: "+strings.Join(msel.ColumnSets(), " or "))
	fl.StringVarP(&f.file, "output", "o", "",
		"write to this file, or with packs to this folder, which must not exist yet; - is standard output")
	fl.StringVar(&f.language, "language", "", "with packs: language of the texts, such as de (default: the original)")
	return cmd
}

// exportFormats are the formats that export writes.
var exportFormats = []string{"csv", "xlsx", "openaev", "cexf", "guides", "packs"}

// exportFormat is the format that a file's extension asks for; "" if it asks for none.
func exportFormat(file string) string {
	return map[string]string{".csv": "csv", ".xlsx": "xlsx", ".zip": "openaev",
		".json": "cexf", ".md": "guides"}[strings.ToLower(filepath.Ext(file))]
}

func export(ctx context.Context, io stdio, name string, f exportFlags) error {
	if !slices.Contains(exportFormats, f.format) {
		return usageError{fmt.Sprintf("--format must be one of %s, not %q", strings.Join(exportFormats, ", "), f.format)}
	}
	if !slices.Contains(msel.ColumnSets(), f.columns) {
		return usageError{fmt.Sprintf("--columns must be %s, not %q", strings.Join(msel.ColumnSets(), " or "), f.columns)}
	}
	if f.format == "packs" {
		return exportPacks(io, name, f.file, f.language)
	}
	if f.format == "guides" {
		return exportGuides(io, name, f.file)
	}
	if toStandardOutput(f.file) && f.format != "csv" && isTerminal(io.out) {
		return usageError{"a terminal cannot show " + f.format + "; give -o FILE"}
	}
	l, err := exportedList(ctx, io, name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch f.format {
	case "csv":
		err = l.WriteCSV(&b, f.columns)
	case "xlsx":
		err = l.WriteXLSX(&b, f.columns)
	case "openaev":
		err = l.WriteOpenAEV(&b)
	case "cexf":
		err = l.WriteCEXF(&b)
	}
	if err != nil {
		return inputError{err.Error()}
	}
	return writeMade(io, f.file, b.Bytes())
}

// exportGuides writes the blank evaluation guides of a scenario. It refuses a record, whose guides
// the report fills in.
func exportGuides(io stdio, name, file string) error {
	if isRecord(name) {
		return usageError{"tocsin report fills in the evaluation guides of a record; give its scenario for blank ones"}
	}
	sc, err := loadScenario(name, io)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.BlankGuides(&b, scenario.CleanLine(shortName(name)), sc); err != nil {
		return inputError{err.Error()}
	}
	return writeMade(io, file, b.Bytes())
}

// exportPacks writes the papers of an exercise into a new folder.
func exportPacks(io stdio, name, folder, language string) error {
	if toStandardOutput(folder) {
		return usageError{"packs are many files: give -o FOLDER"}
	}
	sc, err := loadScenarioIn(name, language, io)
	if err != nil {
		return err
	}
	files, err := pack.Files(scenario.CleanLine(shortName(name)), sc.Source, sc.In)
	if err != nil {
		return inputError{err.Error()}
	}
	if err := os.Mkdir(folder, 0o755); errors.Is(err, fs.ErrExist) {
		return inputError{scenario.CleanLine(folder) + " already exists and is left as it is; give another name"}
	} else if err != nil {
		return inputError{err.Error()}
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(folder, f.Name), f.Content); err != nil {
			return err
		}
	}
	fmt.Fprintf(io.out, "%s: %s and the facilitator's book\n", scenario.CleanLine(folder),
		counted(len(files)-1, "paper"))
	return nil
}

// exportedList is the list of a scenario, or of a record with when each inject came.
func exportedList(ctx context.Context, io stdio, name string) (*msel.List, error) {
	if isRecord(name) {
		p, err := loadReplay(ctx, io, name, 0)
		if err != nil {
			return nil, err
		}
		h, err := p.History(ctx, func(*engine.Engine, engine.Event) {})
		if errors.Is(err, context.Canceled) {
			return nil, inputError{"interrupted"}
		}
		if err != nil {
			return nil, err
		}
		return playedList(h, p.End().Engine()), nil
	}
	sc, err := loadScenario(name, io)
	if err != nil {
		return nil, err
	}
	return msel.FromScenario(sc), nil
}

// isRecord reports whether a file is the record of an exercise, by how it begins.
func isRecord(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, err := goio.ReadAll(goio.LimitReader(f, 1<<20))
	var fault *fs.PathError
	return !errors.As(err, &fault) && filekind.Of(head) == filekind.Record
}

// playedList is the list of an exercise that was played: each inject with when it came and
// who brought it.
func playedList(h *exercise.History, end *engine.Engine) *msel.List {
	l := msel.FromScenario(h.Scenario)
	actual := map[string]*msel.Actual{}
	planned := len(h.Scenario.Injects)
	of := func(inject int32) *msel.Actual { // improvised injects are counted after the planned ones
		id := h.Scenario.ID("inject", int(inject))
		if int(inject) >= planned {
			id = fmt.Sprintf("+%d", int(inject)-planned+1)
		}
		if actual[id] == nil {
			actual[id] = &msel.Actual{State: "did not come"}
		}
		return actual[id]
	}
	for i := range h.Scenario.Injects {
		of(int32(i))
	}
	for _, ev := range h.Events {
		switch ev.Kind {
		case engine.InjectDelivered, engine.InjectImprovised:
			inject := ev.Ref
			if ev.Kind == engine.InjectImprovised {
				inject += int32(planned)
			}
			a := of(inject)
			a.Times = append(a.Times, scenario.Duration(ev.At))
			a.State = "released"
			a.By = "the exercise"
			if ev.Help {
				a.By = cmp.Or(ev.Who, "a facilitator")
			}
		case engine.InjectSkipped:
			if a := of(ev.Ref); len(a.Times) == 0 {
				a.State = "skipped" // and nobody released it before
			}
		case engine.InjectRetracted:
			of(ev.Ref).State = "retracted"
		}
	}
	for i := range l.Entries {
		l.Entries[i].Actual = actual[l.Entries[i].ID]
	}
	for k := range end.ImprovisedCount() {
		e := improvisedEntry(h.Scenario, end.Improvised(k))
		e.Number = fmt.Sprintf("+%d", k+1)
		e.At, e.Timed = scenario.Duration(end.ImprovisedAt(k)), true
		e.Actual = actual[e.Number]
		l.Entries = append(l.Entries, e)
	}
	return l
}

// improvisedEntry is an inject that the facilitator wrote during play.
func improvisedEntry(sc *scenario.Scenario, d engine.Draft) msel.Entry {
	e := msel.Entry{Title: d.Title, Text: d.Text, From: d.From, Media: d.Media, Notes: "Written during play"}
	for _, r := range d.To {
		if id := sc.ID("role", r); id != "" {
			e.To = append(e.To, id)
		} else {
			e.To = append(e.To, "public")
		}
	}
	if len(sc.Roles) > 0 && len(d.To) == len(sc.Roles) {
		e.To = []string{"all"}
	}
	if o := sc.Find("objective", d.Objective); o >= 0 {
		e.Objective = sc.Objectives[o].Title
	}
	if d.Expects != nil {
		e.Expected = msel.Expected(sc, d.Expects)
	}
	return e
}
