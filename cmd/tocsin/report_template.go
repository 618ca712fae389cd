package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

func newReportTemplateCommand(io stdio) *cobra.Command {
	return &cobra.Command{
		Use:   "template DIR",
		Short: "Write the wording of reports into a folder, to be changed",
		Long: `Write the usual wording of a report into a folder: a file of Markdown for each chapter, with its
headings and texts, and README.md, which says what these files may contain. Change what you like,
and make the report with --template DIR: page, Markdown and document all take your words. Where the
folder has no file, the usual wording is used. Files that exist already are left as they are.`,
		Example: `  tocsin report template wording
  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin report friday.jsonl -o friday --template wording`,
		Args: exactlyOne("a folder for the files of wording"),
		RunE: func(_ *cobra.Command, args []string) error { return writeWording(io, args[0]) },
	}
}

func writeWording(io stdio, dir string) error {
	if dir == "-" {
		return usageError{"the wording is a folder of files, which standard output cannot hold; give a folder"}
	}
	files, err := report.WordingFiles()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return inputError{err.Error()}
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	written := 0
	for _, name := range names {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return inputError{err.Error()}
		}
		_, err = f.Write(files[name])
		if err = errors.Join(err, f.Close()); err != nil {
			return inputError{err.Error()}
		}
		written++
	}
	if kept := len(names) - written; kept > 0 {
		fmt.Fprintf(io.err, "note: %s there already, unchanged\n", counted(kept, "file"))
	}
	_, err = fmt.Fprintf(io.out, "Wrote %s into %s; begin with %s\n", counted(written, "file"), scenario.CleanLine(dir),
		scenario.CleanLine(filepath.Join(dir, "README.md")))
	return err
}

// wordingIn reads the wording in a folder.
func wordingIn(dir string) (*report.Wording, error) {
	if s, err := os.Stat(dir); err != nil || !s.IsDir() {
		return nil, inputError{fmt.Sprintf("%s is not a folder; %s writes one",
			scenario.CleanLine(dir), typed("tocsin", "report", "template", dir))}
	}
	w, err := report.ReadWording(os.DirFS(dir), dir)
	if err != nil {
		return nil, inputError{scenario.CleanText(err.Error())}
	}
	return w, nil
}
