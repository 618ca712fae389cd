package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/tui/plan"
)

func newReportEditCommand(io stdio) *cobra.Command {
	var plain bool
	cmd := &cobra.Command{
		Use:   "edit DIR",
		Short: "Fill in what people add to a report, and work on its plan",
		Long: `Edit the overlay of a report, the file report.overlay.toml in its folder: sponsor, purpose and
handling mark, and for each row of the improvement plan its status, owner, dates and comment.
Comments in the file stay. Make the report again with tocsin report, and it holds what you
wrote; the report of the next exercise says with --last DIR how much of the plan is done.

At a terminal forms open. With --plain, or where there is no terminal, Tocsin asks for one thing
after the other: Enter keeps what is in brackets, - empties it, and a full stop ends.`,
		Example: `  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin report friday.jsonl -o friday
  tocsin report edit friday
  tocsin report edit friday --plain`,
		Args: exactlyOne("the folder of a report: what tocsin report -o wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return editReport(cmd.Context(), io, args[0], plain)
		},
	}
	cmd.Flags().BoolVar(&plain, "plain", false, "ask in lines, without forms")
	return cmd
}

func editReport(ctx context.Context, io stdio, dir string, plain bool) error {
	e, err := openOverlay(dir)
	if err != nil {
		return err
	}
	if _, _, ok := terminalOf(io); ok && drawable() && !plain {
		if err := drawScreen(ctx, io, plan.New(e.title, e.entries(), e.save)); err != nil {
			return err
		}
	} else if err := askOverlay(ctx, io, e); err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s holds what you wrote. Make the report again to have it there.\n", e.path)
	return err
}

// overlayFile is the overlay of a report, while people work on it.
type overlayFile struct {
	path  string
	title string
	text  []byte
	over  report.Overlay
	plan  []report.PlanRow
}

// openOverlay reads the plan of the report in a folder, and its overlay if there is one.
func openOverlay(dir string) (*overlayFile, error) {
	earlier, err := earlierIn(dir)
	if err != nil {
		return nil, err
	}
	e := &overlayFile{path: filepath.Join(dir, report.OverlayFile), title: earlier.Title, plan: earlier.Plan}
	o, err := overlayIn(dir)
	if err != nil {
		return nil, err
	}
	if o != nil {
		e.over = *o
		if e.text, err = os.ReadFile(e.path); err != nil {
			return nil, inputError{err.Error()}
		}
	}
	return e, nil
}

func (e *overlayFile) entries() []report.Entry { return report.Entries(e.over, e.plan) }

// save writes values of a table into the file, and returns the new entries. The file is replaced as a whole, so an
// interrupt cannot leave half of it. Values that do not change are not written.
func (e *overlayFile) save(table string, values map[string]string) ([]report.Entry, error) {
	text := e.text
	for _, entry := range e.entries() {
		if entry.Table != table {
			continue
		}
		for _, f := range entry.Fields {
			value, ok := values[f.Key]
			if !ok || value == f.Value {
				continue
			}
			err := f.Check(value)
			if err != nil {
				return nil, err
			}
			if text, err = report.SetInOverlay(text, table, f.Key, value); err != nil {
				return nil, err
			}
		}
	}
	over, err := report.ReadOverlay(text)
	if err != nil {
		return nil, err
	}
	part := e.path + ".part"
	if err := os.WriteFile(part, text, 0o600); err != nil {
		return nil, err
	}
	if err := os.Rename(part, e.path); err != nil {
		return nil, err
	}
	e.text, e.over = text, over
	return e.entries(), nil
}

// askOverlay asks for each value in a line, and saves it at once.
func askOverlay(ctx context.Context, io stdio, e *overlayFile) error {
	for i, entry := range e.entries() {
		fmt.Fprintf(io.out, "\n%d of %d: %s\n", i+1, len(e.plan)+1, entry.Title)
		if entry.Text != "" {
			fmt.Fprintf(io.out, "  %s\n", entry.Text)
		}
		for _, f := range entry.Fields {
			for {
				line, ok := askField(ctx, io, f)
				if !ok || line == "." {
					fmt.Fprintln(io.out)
					return nil
				}
				if line == "" {
					break
				}
				if line == "-" {
					line = ""
				}
				if _, err := e.save(entry.Table, map[string]string{f.Key: line}); err != nil {
					fmt.Fprintf(io.out, "  not saved: %v\n", err)
					continue
				}
				break
			}
		}
	}
	return nil
}

func askField(ctx context.Context, io stdio, f report.EntryField) (string, bool) {
	label := f.Label
	if len(f.Options) > 0 {
		label += " (" + strings.Join(f.Options[1:], ", ") + ")"
	}
	fmt.Fprintf(io.out, "  %s [%s]: ", label, scenario.CleanLine(f.Value))
	return readLine(ctx, io.in)
}

// earlierIn is the plan of the report in a folder, with its overlay.
func earlierIn(dir string) (*report.Earlier, error) {
	path := filepath.Join(dir, "report.json")
	const most = 256 << 20
	if s, err := os.Stat(path); err == nil && s.Size() > most {
		return nil, inputError{fmt.Sprintf("%s: longer than %d MB: this is not a report", scenario.CleanLine(path), most>>20)}
	}
	document, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, inputError{fmt.Sprintf("there is no report.json in %s: give the folder that tocsin report -o wrote",
			scenario.CleanLine(dir))}
	}
	if err != nil {
		return nil, inputError{err.Error()}
	}
	o, err := overlayIn(dir)
	if err != nil {
		return nil, err
	}
	earlier, err := report.ReadEarlier(document, o)
	if err != nil {
		return nil, inputError{fmt.Sprintf("%s: %v", scenario.CleanLine(path), err)}
	}
	return earlier, nil
}
