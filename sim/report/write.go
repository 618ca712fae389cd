package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// file is one of a report's files.
type file struct {
	name  string
	write func(io.Writer) error
}

// files are all files of a report.
func (r *Report) files() []file {
	of := func(write func(io.Writer, *Report) error) func(io.Writer) error {
		return func(w io.Writer) error { return write(w, r) }
	}
	files := []file{
		{"report.md", of(Markdown)},
		{"report.html", of(HTML)},
		{"report.docx", of(DOCX)},
		{"slides.html", of(Slides)},
		{"report.json", func(w io.Writer) error { return JSON(w, r) }},
		{"report.schema.json", of(reportSchema)},
		{"improvement_plan.xlsx", of(planWorkbook)},
		{"improvement_plan.ics", of(planCalendar)},
		{"tables.xlsx", of(tablesWorkbook)},
		{"datapackage.json", of(dataPackage)},
		{"xapi.json", of(statements)},
		{"analysis.ipynb", func(w io.Writer) error { _, err := w.Write(notebookPython); return err }},
		{"analysis.Rmd", func(w io.Writer) error { _, err := w.Write(notebookR); return err }},
	}
	for _, p := range r.Pictures() {
		files = append(files, file{"picture_" + p.Name + ".svg", p.SVG})
	}
	for i := range r.Objectives {
		files = append(files, file{fmt.Sprintf("evaluation_guide_%02d.md", i+1),
			func(w io.Writer) error { return Guide(w, r, i) }})
	}
	for _, t := range tables {
		files = append(files, file{t.file, func(w io.Writer) error { return t.writeCSV(w, r) }})
	}
	return files
}

// varying are names that one report has and another has not: pictures, guides, and the PDF, which
// others make from it.
var varying = regexp.MustCompile(`^(picture_[a-z]+\.svg|evaluation_guide_[0-9]{2,}\.md|report\.pdf)$`)

// Write writes a report's files into a folder, which it makes if it is not there, and
// returns their names. Nothing is written outside the folder, and names do not depend on
// what people or scenarios say but for evaluation guides, which are numbered. Pictures and
// guides that an earlier report left in the folder and this one has not are taken away.
func Write(dir string, r *Report) ([]string, error) {
	root, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files := r.files()
	faults := make([]error, len(files))
	var taken atomic.Int64 // how many files somebody writes or has written
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) { // none reads what another writes
		all.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(files); i = int(taken.Add(1)) - 1 {
				faults[i] = writeFile(root, files[i].name, files[i].write)
			}
		})
	}
	all.Wait()
	var names []string
	for i, f := range files {
		if faults[i] != nil {
			return names, fmt.Errorf("%s: %w", f.name, faults[i])
		}
		names = append(names, f.name)
	}
	old, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return names, err
	}
	for _, f := range old {
		if varying.MatchString(f.Name()) && !f.IsDir() && !slices.Contains(names, f.Name()) {
			if err := root.Remove(f.Name()); err != nil {
				return names, err
			}
		}
	}
	return names, nil
}

// openFolder opens a folder to write in, and makes it where it is not there.
func openFolder(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return os.OpenRoot(dir)
}

// writeFile writes a file whole or not at all: it takes the name only when it is written.
// What is there under that name is replaced, and never followed where it is a link.
func writeFile(root *os.Root, name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	part := name + ".part"
	if err := root.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b.Bytes())
	if err = errors.Join(err, f.Close()); err != nil {
		root.Remove(part)
		return err
	}
	return root.Rename(part, name)
}

// JSON writes everything as one document.
func JSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
