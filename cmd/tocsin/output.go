package main

import (
	"bytes"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"tocsin/sim/scenario"
)

// toStandardOutput reports whether the value of -o means standard output: nothing, or
// "-" as in other programs.
func toStandardOutput(file string) bool { return file == "" || file == "-" }

// writeOutput writes a drawing to the file that -o names, or to standard output.
func writeOutput(io stdio, file string, write func(goio.Writer) error) error {
	if toStandardOutput(file) {
		return write(io.out)
	}
	f, err := openDrawing(file)
	if err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if err := f.Truncate(0); err != nil {
			return errors.Join(inputError{err.Error()}, f.Close())
		}
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return inputError{err.Error()}
	}
	return nil
}

// writeMade writes a document to the file that -o names, which must not exist, or to standard output.
func writeMade(io stdio, file string, data []byte) error {
	if toStandardOutput(file) {
		_, err := io.out.Write(data)
		return err
	}
	return writeNew(file, data)
}

// writeNew writes a file that must not exist.
func writeNew(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return inputError{scenario.CleanLine(file) + " already exists and is left as it is; give another name"}
	}
	if err != nil {
		return inputError{err.Error()}
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(inputError{err.Error()}, f.Close())
	}
	if err := f.Close(); err != nil {
		return inputError{err.Error()}
	}
	return nil
}

// drawings are beginnings of files that are drawings, whichever program made them.
var drawings = []string{"<svg", "digraph", "graph", "flowchart", "---\ntitle:"}

// openDrawing opens a file for a drawing, without truncating it. It follows no symbolic
// link, since the file behind it may be anything, and takes an existing file
// only if it is empty or holds a drawing.
func openDrawing(file string) (*os.File, error) {
	name := scenario.CleanLine(file)
	found, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // O_EXCL follows no link either
		if err != nil {
			return nil, inputError{err.Error()}
		}
		return f, nil
	case err != nil:
		return nil, inputError{err.Error()}
	case found.Mode()&fs.ModeSymlink != 0:
		return nil,
			inputError{name +
				" is a symbolic link and is not followed; name the file that it points to, or - for standard output"}
	case found.IsDir():
		return nil, inputError{name + " is a folder; name a file in it"}
	}
	flags := os.O_RDWR
	if !found.Mode().IsRegular() { // a device or a pipe
		flags = os.O_WRONLY
	}
	f, err := os.OpenFile(file, flags, 0)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(found, opened) {
		err = fmt.Errorf("%s was replaced while it was opened; try again", name)
	}
	if err == nil && found.Mode().IsRegular() && !isDrawing(f) {
		err = fmt.Errorf("%s holds something other than a drawing and is left as it is; give another name, or "+
			"remove it first", name)
	}
	if err != nil {
		return nil, errors.Join(inputError{err.Error()}, f.Close())
	}
	return f, nil
}

// isDrawing reports whether a file is empty or begins as a drawing does.
func isDrawing(f goio.ReaderAt) bool {
	head := make([]byte, 16)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, goio.EOF) {
		return false
	}
	for _, begins := range drawings {
		if bytes.HasPrefix(head[:n], []byte(begins)) {
			return true
		}
	}
	return n == 0
}

// throughFile calls write, which can only write to a file with a name. For "-" it gives it a temporary
// file, whose content, complete or not, then goes to standard output; what write prints
// goes to standard error.
func throughFile(io stdio, file string, write func(io stdio, file string) error) error {
	if file != "-" {
		return write(io, file)
	}
	dir, err := os.MkdirTemp("", "tocsin")
	if err != nil {
		return inputError{err.Error()}
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "output")
	wrote := write(stdio{io.in, io.err, io.err}, path)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return wrote
	}
	if err != nil {
		return errors.Join(wrote, err)
	}
	defer f.Close()
	_, err = goio.Copy(io.out, f)
	return errors.Join(wrote, err)
}

// oneOnStandardOutput refuses a command line in which several flags print to standard output.
func oneOnStandardOutput(flags map[string]bool) error {
	var on []string
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		if flags[name] {
			on = append(on, name)
		}
	}
	if len(on) > 1 {
		return usageError{fmt.Sprintf("%s and %s both print to standard output; choose one", on[0], on[1])}
	}
	return nil
}
