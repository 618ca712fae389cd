package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// libraryNames lists the scenarios that come with Tocsin.
func libraryNames() []string {
	files, err := fs.Glob(scenarios.FS, "*.toml")
	if err != nil {
		return nil
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".toml")
	}
	return files
}

// openScenario reads a scenario: a file that exists, or else a name from the library.
func openScenario(name string) (file string, src []byte, err error) {
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		if info.Size() > 64<<20 {
			return name, nil, inputError{fmt.Sprintf("%s has %d bytes: that is no scenario", name, info.Size())}
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return name, nil, inputError{err.Error()}
		}
		return name, src, nil
	}
	file = strings.TrimSuffix(name, ".toml") + ".toml"
	src, err = scenarios.FS.ReadFile(file)
	if err != nil {
		return name, nil, inputError{fmt.Sprintf("there is no file %s and no scenario of that name in the library; the library has %s",
			scenario.CleanLine(name), strings.Join(libraryNames(), ", "))}
	}
	return file, src, nil
}

// loadScenario opens and loads a scenario; what is wrong with it goes to standard error.
func loadScenario(name string, io stdio) (*scenario.Scenario, error) {
	file, src, err := openScenario(name)
	if err != nil {
		return nil, err
	}
	sc, ds := scenario.Load(file, src)
	if ds.Failed() {
		fmt.Fprint(io.err, onlyErrors(ds).Format(file, string(src)))
		return nil, inputError{fmt.Sprintf("%s has %s", file, faults(ds.Count(scenario.Error)))}
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

func faults(n int) string {
	if n == 1 {
		return "1 fault"
	}
	return fmt.Sprintf("%d faults", n)
}

// shortName is a scenario's name without its folder and ending.
func shortName(name string) string { return strings.TrimSuffix(filepath.Base(name), ".toml") }
