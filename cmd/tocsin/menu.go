package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin/scenarios"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/tui/menu"
)

// openMenu asks what is to be done, and does what the command line for it does.
func openMenu(ctx context.Context, std stdio) error {
	entries, err := menuEntries(".")
	if err != nil {
		return err
	}
	m := menu.New(entries)
	if err := drawScreen(ctx, std, m); err != nil {
		return err
	}
	id, answer, ok := m.Chosen()
	if !ok {
		return nil
	}
	args := menuCommand(id, answer)
	fmt.Fprintf(std.out, "tocsin %s\n", scenario.CleanLine(strings.Join(args, " ")))
	root := newRootCommand(std)
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// menuCommand is the command line of an entry of the menu with the answer to its question.
func menuCommand(id, answer string) []string {
	if strings.HasPrefix(answer, "-") {
		answer = "./" + answer // a file, and no flag
	}
	switch id {
	case "practise":
		return []string{"play", practice}
	case "resume":
		return []string{"host", "--resume", answer}
	case "report":
		return []string{"report", answer, "-o", strings.TrimSuffix(answer, ".jsonl")}
	case "write":
		return []string{"new", scenarioFile(answer)}
	}
	return []string{id, answer}
}

// scenarioFile is the file that a new scenario of this name is written to.
func scenarioFile(name string) string { return strings.TrimSuffix(name, ".toml") + ".toml" }

// menuEntries are what the menu offers, with the library and the records of a folder.
func menuEntries(dir string) ([]menu.Entry, error) {
	library, err := libraryRows()
	if err != nil {
		return nil, err
	}
	records := recordRows(dir)
	none := "There is no record in this folder. tocsin host, and tocsin play --record FILE, write them; go to the " +
		"folder where they are."
	return []menu.Entry{
		{ID: "practise", Title: "Practise",
			Text: "Five minutes alone, with bots in the other seats: what a seat sees, and how messages, " +
				"decisions and the clock work."},
		{ID: "play", Title: "Play", Text: "Take a seat or several at this terminal; bots play the rest.",
			Question: "What do you want to play?", Rows: library},
		{ID: "host", Title: "Host",
			Text:     "Run an exercise for others, who join with ssh. This terminal is the facilitator's console.",
			Question: "What do you want to host?", Rows: library},
		{ID: "resume", Title: "Resume", Text: "Continue with an exercise that was recorded, paused where it stood.",
			Question: "Which exercise goes on?", Rows: records, Empty: none},
		{ID: "report", Title: "Report",
			Text:     "Write the after-action report of a recorded exercise, into a folder next to its record.",
			Question: "Which exercise is the report about?", Rows: records, Empty: none},
		{ID: "write", Title: "Write",
			Text:     "Begin a scenario of your own: a file with comments that say what goes where.",
			Question: "Name of the file", Name: true, Refuse: refuseName},
	}, nil
}

// refuseName says why a new scenario cannot have a name.
func refuseName(name string) string {
	if _, err := os.Lstat(scenarioFile(name)); err == nil {
		return scenario.CleanLine(scenarioFile(name)) + " already exists and is left as it is; give another name"
	}
	if in := filepath.Dir(name); name != "-" {
		if info, err := os.Stat(in); err != nil || !info.IsDir() {
			return "there is no folder " + scenario.CleanLine(in) + "; give a name such as my_incident"
		}
	}
	if name == "-" || strings.TrimSuffix(filepath.Base(name), ".toml") == "" {
		return "give a name such as my_incident"
	}
	return ""
}

// libraryRows are the scenarios of the library, with their lengths.
func libraryRows() ([]menu.Row, error) {
	var rows []menu.Row
	for _, name := range libraryNames() {
		src, err := scenarios.FS.ReadFile(name + ".toml")
		if err != nil {
			return nil, err
		}
		sc, ds := scenario.LoadAgain(name, src, "")
		if sc == nil {
			return nil, inputError{fmt.Sprintf("%s has %s", name, counted(ds.Count(scenario.Error), "fault"))}
		}
		rows = append(rows, menu.Row{ID: name, Title: sc.Title,
			Right: fmt.Sprintf("%d seats, %.0f min", len(sc.Open()), sc.PlanMinutes()),
			Text:  strings.Join(append(choosing(sc), scenario.CleanLine(sc.Summary)), "\n")})
	}
	return rows, nil
}

// recordRows are the records in a folder, the newest first. A record is known by its header:
// sweeps and other files end in .jsonl too.
func recordRows(dir string) []menu.Row {
	type found struct {
		row menu.Row
		at  time.Time
	}
	var all []found
	files, _ := filepath.Glob(filepath.Join(dir, "*.jsonl")) // the pattern is good
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		h, err := headerOf(file)
		if err != nil {
			continue
		}
		name := filepath.Base(file)
		at := info.ModTime()
		all = append(all, found{menu.Row{ID: file, Title: scenario.CleanLine(name),
			Right: at.Format("2 Jan 2006 15:04"),
			Text: "An exercise of " + scenario.CleanLine(h.Name) + ", begun " +
				h.Started.Local().Format("2 January 2006 at 15:04") + "."}, at})
	}
	slices.SortStableFunc(all, func(a, b found) int { return b.at.Compare(a.at) })
	var rows []menu.Row
	for _, f := range all {
		rows = append(rows, f.row)
	}
	return rows
}

// headerOf reads the header of a record, and no more of it.
func headerOf(file string) (record.Header, error) {
	f, err := os.Open(file)
	if err != nil {
		return record.Header{}, err
	}
	defer f.Close()
	r, err := record.NewReader(f)
	if err != nil {
		return record.Header{}, &fs.PathError{Op: "read", Path: file, Err: err}
	}
	return r.Header(), nil
}
