package main

import (
	"fmt"
	goio "io"
	"os"
	"slices"

	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// takes is what a reader of files may meet: the kind that it is for, and those that may be
// files of this kind which are faulty. Each other kind is called what it is.
var takes = map[filekind.Kind][]filekind.Kind{
	filekind.Scenario: {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Script:   {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Registry: {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Mapping:  {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Campaign: {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Overlay:  {filekind.TOML, filekind.Empty, filekind.Unknown},
	filekind.Record:   {filekind.Empty, filekind.Unknown},
	filekind.Sweep:    {filekind.Empty, filekind.Unknown},
}

// otherKind says that a file which a reader could not take is of another kind: what it is,
// and what takes it. It is nil if the file may be of the right kind, and faulty.
func otherKind(name string, src []byte, want filekind.Kind) *scenario.Diagnostic {
	is := filekind.Of(src)
	if is == want || slices.Contains(takes[want], is) {
		return nil
	}
	hint := is.Advice(scenario.CleanLine(name))
	if hint == "" {
		hint = "no command of Tocsin reads it"
	}
	return &scenario.Diagnostic{Pos: scenario.Pos{Line: 1, Column: 1}, Severity: scenario.Error, Code: "kind",
		Message: fmt.Sprintf("this is %s, not %s", is.What(), want.What()), Hint: hint}
}

// kindError is what otherKind says as an error, nil if it says nothing.
func kindError(name string, src []byte, want filekind.Kind) error {
	d := otherKind(name, src, want)
	if d == nil {
		return nil
	}
	return inputError{fmt.Sprintf("%s: %s; %s", scenario.CleanLine(name), d.Message, d.Hint)}
}

// headSize is how much of a large file is looked at to tell what it is.
const headSize = 1 << 20

// kindErrorOf is kindError for a file of which only the beginning is read; nil where it
// cannot be read, which its reader says better.
func kindErrorOf(path string, want filekind.Kind) error {
	if err := notStandardInput(path); err != nil {
		return err
	}
	src := headOf(path)
	if src == nil {
		return nil
	}
	return kindError(path, src, want)
}

// headOf is the beginning of a file, as far as is needed to tell its kind; nil where it cannot be read.
func headOf(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() { // a pipe can be read only once
		return nil
	}
	limit := int64(headSize)
	head := make([]byte, 4)
	if _, err := goio.ReadFull(f, head); err == nil && string(head[:2]) == "PK" { // its names are at the end
		limit = maxFile
	}
	if _, err := f.Seek(0, goio.SeekStart); err != nil {
		return nil
	}
	src, err := goio.ReadAll(goio.LimitReader(f, limit))
	if err != nil {
		return nil
	}
	return src
}
