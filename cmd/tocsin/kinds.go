package main

import (
	"fmt"
	goio "io"
	"os"
	"slices"

	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// takes are, for each kind of file that a command wants, the kinds that a faulty file of it may be taken for.
// A file of any other kind is the wrong file.
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

// otherKind says that a file which could not be read is of another kind than the one wanted: what it is,
// and which command reads it. It is nil if the file may be of the right kind, and faulty.
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

// kindError is otherKind as an error; nil if otherKind is nil.
func kindError(name string, src []byte, want filekind.Kind) error {
	d := otherKind(name, src, want)
	if d == nil {
		return nil
	}
	return inputError{fmt.Sprintf("%s: %s; %s", scenario.CleanLine(name), d.Message, d.Hint)}
}

// headSize is how many bytes of a large file are read to tell its kind.
const headSize = 1 << 20

// kindErrorOf is kindError for a file of which only the beginning is read. It is nil if the file
// cannot be read, which a later error says better, and refuses "-" as [notStandardInput] does.
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

// headOf is as much of the beginning of a file as tells its kind; nil if it cannot be read, or is not a regular file.
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
