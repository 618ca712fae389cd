package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Write writes a report's files into a folder, which it makes if it is not there, and
// returns their names. Nothing is written outside the folder, and names do not depend on
// what people or scenarios say but for evaluation guides, which are numbered.
func Write(dir string, r *Report) ([]string, error) {
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.md", func(w io.Writer) error { return Markdown(w, r) }},
		{"report.html", func(w io.Writer) error { return HTML(w, r) }},
		{"report.docx", func(w io.Writer) error { return DOCX(w, r) }},
		{"report.json", func(w io.Writer) error { return JSON(w, r) }},
	}
	for _, p := range r.Pictures() {
		files = append(files, struct {
			name  string
			write func(io.Writer) error
		}{"picture_" + p.Name + ".svg", p.SVG})
	}
	for i := range r.Objectives {
		files = append(files, struct {
			name  string
			write func(io.Writer) error
		}{fmt.Sprintf("evaluation_guide_%02d.md", i+1), func(w io.Writer) error { return Guide(w, r, i) }})
	}
	for _, t := range tables {
		files = append(files, struct {
			name  string
			write func(io.Writer) error
		}{t.file, func(w io.Writer) error { return t.writeCSV(w, r) }})
	}
	root, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var names []string
	for _, f := range files {
		if err := writeFile(root, f.name, f.write); err != nil {
			return names, fmt.Errorf("%s: %w", f.name, err)
		}
		names = append(names, f.name)
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
// What stands there under that name is replaced, and never followed where it is a link.
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
