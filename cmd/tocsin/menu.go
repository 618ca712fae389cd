package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tocsin/scenarios"
	"tocsin/sim/filekind"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/tui/menu"
)

// openMenu lets people choose what to do, and runs the command line for it. The menu comes back if they leave the
// first question of the command.
func openMenu(ctx context.Context, std stdio) error {
	entries, err := menuEntries(".")
	if err != nil {
		return err
	}
	for m := menu.New(entries); ; m.Again() {
		if err := drawScreen(ctx, std, m); err != nil {
			return err
		}
		id, answers, ok := m.Chosen()
		if !ok {
			return nil
		}
		args := menuCommand(id, answers)
		fmt.Fprintln(std.out, typed(append([]string{"tocsin"}, args...)...))
		root := newRootCommand(std)
		root.SetArgs(args)
		if err := root.ExecuteContext(ctx); !errors.Is(err, errBack) {
			return err
		}
	}
}

// menuCommand is the command line of an entry of the menu with the answers to its questions.
func menuCommand(id string, said []string) []string {
	answers := slices.Clone(said)
	for i, a := range answers {
		if strings.HasPrefix(a, "-") {
			answers[i] = "./" + a // a file, not a flag
		}
	}
	switch id {
	case "practise":
		return []string{"play", practice}
	case "play":
		return []string{"play", answers[0], "--record", newRecord(shortName(answers[0]), 1, time.Now())}
	case "resume":
		return append([]string{"host", "--resume", answers[0]}, listening(answers[1])...)
	case "report":
		return []string{"report", answers[0], "-o", strings.TrimSuffix(answers[0], ".jsonl")}
	case "write":
		return []string{"new", scenarioFile(answers[1]), "--kind", answers[0]}
	}
	return append([]string{id, answers[0]}, listening(answers[1])...)
}

// listening are the flags with which a host is reached from where people sit.
func listening(where string) []string {
	if where == "here" {
		return nil
	}
	return []string{"--listen", "0.0.0.0"}
}

// scenarioFile is the file that a new scenario of this name is written to.
func scenarioFile(name string) string { return strings.TrimSuffix(name, ".toml") + ".toml" }

// menuEntries are the entries of the menu, which offer the library, and the scenarios and records of a folder.
func menuEntries(dir string) ([]menu.Entry, error) {
	library, err := libraryRows()
	if err != nil {
		return nil, err
	}
	folder := dir
	if abs, err := filepath.Abs(dir); err == nil {
		folder = abs
	}
	folder = scenario.CleanLine(folder)
	offered := append(ownRows(dir), library...)
	recorded := menu.Question{Rows: recordRows(dir), Empty: "There is no record of an exercise in " + folder +
		". Play and Host write one into the folder in which tocsin was begun: leave with q, go there with cd, and " +
		"begin tocsin again."}
	asked := func(title string) menu.Question { q := recorded; q.Title = title; return q }
	joins := menu.Question{Title: "Who is to join?", Rows: []menu.Row{
		{ID: "network", Title: "People at other computers",
			Text: "All who reach this computer over its network, and know the code."},
		{ID: "here", Title: "Only people at this computer", Text: "To try it, in several windows."}}}
	var kinds []menu.Row
	for _, k := range scenarios.Kinds() {
		kinds = append(kinds, menu.Row{ID: k.Name, Title: strings.ToUpper(k.Name[:1]) + k.Name[1:], Text: k.About})
	}
	return []menu.Entry{
		{ID: "practise", Title: "Practise",
			Text: "Five minutes alone, with bots in the other seats: what a seat sees, and how messages, " +
				"decisions and the clock work."},
		{ID: "play", Title: "Play", Text: "Take a seat or several at this terminal; bots play the rest.",
			Questions: []menu.Question{{Title: "What do you want to play?", Rows: offered}}},
		{ID: "host", Title: "Host",
			Text:      "Run an exercise for others, who join with ssh. This terminal is the facilitator's console.",
			Questions: []menu.Question{{Title: "What do you want to host?", Rows: offered}, joins}},
		{ID: "resume", Title: "Resume", Text: "Continue with an exercise that was recorded, paused where it was.",
			Questions: []menu.Question{asked("Which exercise goes on?"), joins}},
		{ID: "report", Title: "Report",
			Text:      "Write the after-action report of a recorded exercise, into a folder next to its record.",
			Questions: []menu.Question{asked("Which exercise is the report about?")}},
		{ID: "write", Title: "Write",
			Text: "Begin a scenario of your own: a file with comments that say what goes where.",
			Questions: []menu.Question{{Title: "What kind of exercise is it to be?", Rows: kinds},
				{Title: "Name of the file", Name: refuseName, About: "A word such as my_incident. The file is " +
					"written into " + folder + "; Play and Host then offer it."}}},
	}, nil
}

// refuseName says why a new scenario cannot have a name; "" if it can.
func refuseName(name string) string {
	if exists(scenarioFile(name)) {
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

// libraryRows are the scenarios of the library, with their lengths, which are read once.
var libraryRows = sync.OnceValues(func() ([]menu.Row, error) {
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
		rows = append(rows, scenarioRow(name, sc))
	}
	return rows, nil
})

// scenarioRow is a scenario to choose, with its length.
func scenarioRow(id string, sc *scenario.Scenario) menu.Row {
	return menu.Row{ID: id, Title: sc.Title,
		Right: fmt.Sprintf("%s, %.0f min", counted(len(sc.Open()), "seat"), sc.PlanMinutes()),
		Text:  strings.Join(append(choosing(sc), scenario.CleanLine(sc.Summary)), "\n")}
}

// ownRows are the scenarios in a folder, by name. Those with faults are there too: what is wrong is said
// when they are chosen.
func ownRows(dir string) []menu.Row {
	var rows []menu.Row
	files, _ := filepath.Glob(filepath.Join(dir, "*.toml")) // the pattern is good
	for _, file := range files {
		src, err := readFile(file)
		if err != nil || filekind.Of(src) != filekind.Scenario {
			continue
		}
		name := scenario.CleanLine(filepath.Base(file))
		row := menu.Row{ID: file, Title: name, Text: "It cannot be played yet. To see why: " +
			typed("tocsin", "check", file)}
		if sc, ds := scenario.Load(file, src); ds.Failed() {
			row.Right = counted(ds.Count(scenario.Error), "fault")
		} else {
			row = scenarioRow(file, sc)
			row.Title += " (" + name + ")"
		}
		rows = append(rows, row)
	}
	return rows
}

// recordRows are the records in a folder, the newest first, a damaged one too. Sweeps and other files
// end in .jsonl as well, and are left out.
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
		text := ""
		switch h, err := headerOf(file); {
		case err == nil:
			text = "An exercise of " + scenario.CleanLine(h.Name) + ", begun " +
				h.Started.Local().Format("2 January 2006 at 15:04") + "."
		case filekind.Of(headOf(file)) == filekind.Record: // damaged, which is explained if it is chosen
			text = "Its first line is damaged. To see how: " + typed("tocsin", "record", "verify", file)
		default:
			continue
		}
		at := info.ModTime()
		all = append(all, found{menu.Row{ID: file, Title: scenario.CleanLine(filepath.Base(file)),
			Right: at.Format("2 Jan 2006 15:04"), Text: text}, at})
	}
	slices.SortStableFunc(all, func(a, b found) int { return b.at.Compare(a.at) })
	var rows []menu.Row
	for _, f := range all {
		rows = append(rows, f.row)
	}
	return rows
}

// headerOf reads only the header of a record.
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
