package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tocsin/scenarios"
	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// practice is the scenario for people who have never played.
const practice = "practice"

// libraryNames lists the scenarios that come with Tocsin, practice first.
func libraryNames() []string {
	files := scenarios.Names()
	slices.SortStableFunc(files, func(a, b string) int {
		switch practice {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	return files
}

// maxFile is the most bytes that are read of a file. It is far above the limit of the format, scenario.MaxBytes.
const maxFile = 64 << 20

// openScenario reads a scenario: a file that exists, or else a name from the library.
func openScenario(name string) (file string, src []byte, err error) {
	if err := notStandardInput(name); err != nil {
		return name, nil, err
	}
	info, statErr := os.Stat(name)
	if statErr == nil && !info.IsDir() {
		src, err := readScenario(name)
		return name, src, err
	}
	file = strings.TrimSuffix(name, ".toml") + ".toml"
	err = fs.ErrNotExist
	if slices.Contains(scenarios.Names(), shortName(file)) {
		src, err = scenarios.FS.ReadFile(file)
	}
	switch {
	case err == nil:
		return file, src, nil
	case statErr == nil:
		return name, nil, inputError{scenario.CleanLine(name) + " is a folder; give a scenario file in it"}
	}
	return name, nil, inputError{fmt.Sprintf("there is no file %s and no scenario of that name in the library; %s",
		scenario.CleanLine(name), suggestion(shortName(name), libraryNames()))}
}

// readScenario reads a scenario's file and those that it includes, which must be in its folder
// or below: a link that leads out of it is an error in the text that comes back.
func readScenario(name string) ([]byte, error) {
	src, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return scenario.Joined(src, func(part string) ([]byte, error) {
		folder, err := os.OpenRoot(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		defer folder.Close()
		f, err := folder.Open(filepath.FromSlash(part))
		var of *fs.PathError
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, errors.New("there is no such file")
		case errors.As(err, &of):
			return nil, of.Err // the message names the file
		case err != nil:
			return nil, err
		}
		defer f.Close()
		info, err := f.Stat()
		switch {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, errors.New("it is not a file")
		case info.Size() > scenario.MaxBytes:
			return nil, fmt.Errorf("it has more than %d bytes", scenario.MaxBytes)
		}
		return io.ReadAll(io.LimitReader(f, scenario.MaxBytes))
	}), nil
}

// notStandardInput refuses "-", which other programs take for standard input: screens and dialogues read that
// themselves, and a record is read more than once.
func notStandardInput(name string) error {
	if name != "-" {
		return nil
	}
	return usageError{"- is standard input, from which no file is read: save it, and give the file's name"}
}

// readFile reads a file of at most maxFile bytes; it may be a pipe.
func readFile(name string) ([]byte, error) {
	if err := notStandardInput(name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > maxFile { // no need to read any of it
		return nil, tooLong(name)
	}
	src, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, inputError{err.Error()}
	}
	if len(src) > maxFile {
		return nil, tooLong(name)
	}
	return src, nil
}

func tooLong(name string) error {
	return inputError{fmt.Sprintf("%s has more than %d bytes: that is no scenario, nor any other file that is "+
		"read here",
		scenario.CleanLine(name), maxFile)}
}

// suggestion names the entries nearest to a wrong name, or all if none is near.
func suggestion(name string, names []string) string {
	var near []string
	for _, n := range names {
		if distance(name, n) <= max(2, len(n)/3) || len(name) > 2 && strings.Contains(n, name) {
			near = append(near, n)
		}
	}
	if len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return "the library has " + strings.Join(names, ", ")
}

// distance is how many letters must be added, left out or changed to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// loadScenario opens and loads a scenario; its errors are listed on standard error.
func loadScenario(name string, std stdio) (*scenario.Scenario, error) {
	return loadScenarioIn(name, "", std)
}

// loadScenarioIn is loadScenario with the texts in a language; "" is the original's. A language that the file
// has no texts in is an error.
func loadScenarioIn(name, language string, std stdio) (*scenario.Scenario, error) {
	file, src, err := openScenario(name)
	if err != nil {
		return nil, err
	}
	sc, ds := scenario.LoadIn(file, src, language)
	if ds.Failed() {
		if err := kindError(file, src, filekind.Scenario); err != nil {
			return nil, err
		}
		fmt.Fprint(std.err, onlyErrors(ds).Format(scenario.CleanLine(file), string(src)))
		return nil, inputError{fmt.Sprintf("%s has %s", scenario.CleanLine(file),
			counted(ds.Count(scenario.Error), "fault"))}
	}
	if language != "" && sc.In == "" && language != sc.Language {
		return nil, usageError{fmt.Sprintf("--language: %s has no texts in %q; it has %s", scenario.CleanLine(file),
			scenario.CleanLine(language), strings.Join(append([]string{sc.Language}, sc.TranslatedTo()...), ", "))}
	}
	return sc, nil
}

func onlyErrors(ds scenario.Diagnostics) scenario.Diagnostics {
	var out scenario.Diagnostics
	for _, d := range ds {
		if d.Severity == scenario.Error {
			out = append(out, d)
		}
	}
	return out
}

// shortName is a scenario's name without its folder and ending.
func shortName(name string) string { return strings.TrimSuffix(filepath.Base(name), ".toml") }
