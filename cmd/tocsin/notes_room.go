package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/notes"
	"tocsin/sim/scenario"
)

// withNotes adds the promises of organisations to the end of a scenario's text, as notes of the seats
// that they take, and lists on standard error what has no counterpart in it. In a room they are drafts, which only
// their seats file; elsewhere mechanisms that put all notes in force file them too.
func withNotes(io stdio, sc *scenario.Scenario, src []byte, files []string, room bool) (*scenario.Scenario,
	[]byte, []scenario.Brought, error) {
	v, err := loadVocabulary()
	if err != nil {
		return nil, nil, nil, err
	}
	registry, err := loadRegistry(io, v, files)
	if err != nil {
		return nil, nil, nil, err
	}
	bound := notes.Bind(v, registry, sc)
	text, brought := bound.InScenario(room)
	if text == "" {
		return nil, nil, nil, inputError{"--notes: no note of these organisations fits a seat of " +
			scenario.CleanLine(sc.Title) + "; tocsin notes bind says why"}
	}
	for _, m := range bound.Missing {
		who := m.Organisation
		if m.Note != "" {
			who = "“" + m.Note + "” of " + who
		}
		fmt.Fprintf(io.err, "notes: %s: %s\n", scenario.CleanLine(who), m.What)
	}
	src = append(append([]byte{}, src...), "\n# Notes of organisations, as they were when the exercise was opened\n"+text...)
	full, ds := scenario.LoadIn("scenario with notes", src, sc.In)
	if full == nil {
		return nil, nil, nil, inputError{"the notes do not fit the scenario:\n" + ds.Format("scenario with notes", string(src))}
	}
	return full, src, brought, nil
}

func newNotesFromCommand(io stdio) *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "from RECORD",
		Short: "Write the notes that seats filed in an exercise, each with what happened to it",
		Long: `Write the notes of an exercise as files, one for each seat. A file that came with --notes is
written back with what people changed in it; other notes that the seat filed follow, in the words
of the vocabulary. Above each note is what happened to it: kept, broken, changed with notice,
never called on, withdrawn, or not filed. Amend them, and bring them to the next exercise with
--notes.`,
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin play cold_copy --notes our-notes.toml --record friday.jsonl
  tocsin notes from friday.jsonl -o notes`,
		Args: exactlyOne("the record of an exercise"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if toStandardOutput(folder) {
				return usageError{"notes are a file for each seat: give -o FOLDER"}
			}
			p, err := loadReplay(cmd.Context(), io, args[0], 0)
			if err != nil {
				return err
			}
			h, err := p.History(cmd.Context(), func(*engine.Engine, engine.Event) {})
			if err != nil {
				return err
			}
			var events []engine.Event
			for _, ev := range h.Events {
				events = append(events, ev.Event)
			}
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			e := p.End().Engine()
			sc := e.Model().Scenario
			after := &notes.After{Scenario: sc, Room: e, Fates: notes.Fates(len(sc.Notes), events),
				Brought: p.Header.Notes, On: p.Header.Started}
			any := false
			for r := range sc.Roles {
				text, ds := v.Written(after, r)
				if ds.Failed() {
					fmt.Fprintf(io.err, "notes: the file that %s brought cannot be read any more, so its notes begin from the seat:\n%s",
						scenario.CleanLine(sc.Roles[r].Title), onlyErrors(ds).Format("notes of "+sc.Roles[r].ID, ""))
				}
				if text == "" {
					continue
				}
				if err := os.MkdirAll(folder, 0o755); err != nil {
					return inputError{err.Error()}
				}
				any = true
				if err := writeNew(filepath.Join(folder, sc.Roles[r].ID+".toml"), []byte(text)); err != nil {
					return err
				}
				fmt.Fprintf(io.out, "%s: %s\n", scenario.CleanLine(filepath.Join(folder, sc.Roles[r].ID+".toml")),
					counted(strings.Count(text, "[[note]]"), "note"))
			}
			if !any {
				return inputError{"no seat of that exercise brought notes, or filed one that the registry has words for"}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&folder, "output", "o", "", "folder for the files; no file in it is overwritten")
	return cmd
}
