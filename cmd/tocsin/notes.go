package main

import (
	"context"
	"errors"
	"fmt"
	goio "io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/scenarios"
	"tocsin/sim/filekind"
	"tocsin/sim/notes"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

func newNotesCommand(io stdio) *cobra.Command {
	return groupOf(&cobra.Command{
		Use:   "notes",
		Short: "Exchange if-then notes: check them, and say what they mean together",
		Long: `Work with the if-then notes of organisations: what each says in advance that it will do,
in the words of a common vocabulary. One file holds the notes of one organisation; a folder
means all files in it. scenarios/notes.md explains the files.`,
	}, newNotesNewCommand(io), newNotesCheckCommand(io), newNotesBindCommand(io),
		newNotesAnalyseCommand(io), newNotesStressCommand(io), newNotesEffectsCommand(io), newNotesFromCommand(io))
}

func loadVocabulary() (*notes.Vocabulary, error) {
	v, ds := notes.LoadVocabulary(scenarios.Vocabulary)
	if ds.Failed() {
		return nil, inputError{ds.Format("vocabulary.toml", string(scenarios.Vocabulary))}
	}
	return v, nil
}

// registryFiles are the files that arguments name; a folder means the .toml files in it.
func registryFiles(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			out = append(out, arg)
			continue
		}
		in, err := filepath.Glob(filepath.Join(arg, "*.toml"))
		if err != nil || len(in) == 0 {
			return nil, inputError{scenario.CleanLine(arg) + " holds no .toml file"}
		}
		out = append(out, in...)
	}
	return out, nil
}

// loadRegistry reads the files of a registry; their errors are listed on standard error.
func loadRegistry(io stdio, v *notes.Vocabulary, args []string) ([]*notes.Organisation, error) {
	files, err := registryFiles(args)
	if err != nil {
		return nil, err
	}
	var out []*notes.Organisation
	bad := 0
	for _, file := range files {
		src, err := readFile(file)
		if err != nil {
			return nil, err
		}
		o, ds := v.Load(file, src)
		if ds.Failed() {
			if err := kindError(file, src, filekind.Registry); err != nil {
				return nil, err
			}
			fmt.Fprint(io.err, onlyErrors(ds).Format(scenario.CleanLine(file), string(src)))
			bad++
			continue
		}
		out = append(out, o)
	}
	if bad > 0 {
		return nil, inputError{fmt.Sprintf("%d of %s not fit to use", bad, counted(len(files), "file"))}
	}
	return out, nil
}

func atLeastOneFile(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError{"give files of notes, or a folder of them"}
	}
	return nil
}

func newNotesNewCommand(io stdio) *cobra.Command {
	var is, file string
	cmd := &cobra.Command{
		Use:   "new --is KIND",
		Short: "Begin the notes of an organisation",
		Long: `Write a file to start from: one note to change, and the words of the vocabulary as comments.
Without -o it is printed. To see the kinds of organisation, leave KIND out.`,
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin notes check our-notes.toml`,
		Args: atMost(0),
		RunE: func(*cobra.Command, []string) error {
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			if v.Kind(is) == nil {
				var kinds []string
				for _, k := range v.Kinds {
					kinds = append(kinds, k.ID)
				}
				if is == "" {
					return usageError{"give --is KIND, one of " + strings.Join(kinds, ", ")}
				}
				return usageError{fmt.Sprintf("--is %q is no kind of actor; %s", is, scenario.Suggest(is, kinds))}
			}
			text := v.Begin(is)
			if toStandardOutput(file) {
				_, err := goio.WriteString(io.out, text)
				return err
			}
			return writeNew(file, []byte(text))
		},
	}
	cmd.Flags().StringVar(&is, "is", "", "the kind of the organisation, in the words of the vocabulary, such as cloud")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this file, which must not exist yet; - is standard output")
	return cmd
}

func newNotesCheckCommand(io stdio) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Say what is wrong with files of notes, and where",
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin notes check our-notes.toml`,
		Args: atLeastOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			files, err := registryFiles(args)
			if err != nil {
				return err
			}
			return checkNotes(io, v, files, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func checkNotes(io stdio, v *notes.Vocabulary, files []string, asJSON bool) error {
	out, bad := []checked{}, 0
	for _, file := range files {
		src, err := readFile(file)
		if err != nil {
			return err
		}
		_, ds := v.Load(file, src)
		if other := otherKind(file, src, filekind.Registry); other != nil && ds.Failed() {
			ds, src = scenario.Diagnostics{*other}, nil
		}
		c := checkedFile(file, string(src), ds, false)
		out = append(out, c)
		if !c.OK {
			bad++
		}
		if !asJSON {
			fmt.Fprint(io.out, ds.Format(scenario.CleanLine(file), string(src)))
			fmt.Fprintln(io.out, c.words())
		}
	}
	if asJSON {
		if err := printChecked(io, out); err != nil {
			return err
		}
	}
	if bad > 0 {
		return inputError{fmt.Sprintf("%d of %s not fit to use", bad, counted(len(files), "file"))}
	}
	return nil
}

func newNotesBindCommand(io stdio) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "bind FILE... --to SCENARIO",
		Short: "Say which note becomes which seat's note, and what has no counterpart",
		Long: `Say which seat of a scenario each organisation takes, what each of its notes becomes there, and
which words of the notes the scenario has no counterpart for.`,
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin notes bind our-notes.toml --to cold_copy`,
		Args: atLeastOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			if to == "" {
				return usageError{"give --to SCENARIO: a file, or a name from tocsin list"}
			}
			registry, err := loadRegistry(io, v, args)
			if err != nil {
				return err
			}
			sc, err := loadScenario(to, io)
			if err != nil {
				return err
			}
			writeBound(io.out, notes.Bind(v, registry, sc))
			return nil
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the scenario: a file, or a name from tocsin list")
	return cmd
}

// against loads the scenarios that --against names.
func against(io stdio, names []string) ([]*scenario.Scenario, error) {
	if len(names) == 0 {
		return nil, usageError{"give --against SCENARIO, once or more: a file, or a name from tocsin list"}
	}
	var out []*scenario.Scenario
	for _, name := range names {
		sc, err := loadScenario(name, io)
		if err != nil {
			return nil, err
		}
		out = append(out, sc)
	}
	return out, nil
}

// loadExchange loads the notes of files and the scenarios that they are checked against.
func loadExchange(io stdio, files, scenarios []string) (v *notes.Vocabulary, registry []*notes.Organisation,
	scs []*scenario.Scenario, err error) {
	if v, err = loadVocabulary(); err == nil {
		scs, err = against(io, scenarios)
	}
	if err == nil {
		registry, err = loadRegistry(io, v, files)
	}
	return v, registry, scs, err
}

func newNotesAnalyseCommand(io stdio) *cobra.Command {
	var f struct {
		against []string
		asJSON  bool
		html    string
		draws   int
	}
	cmd := &cobra.Command{
		Use:   "analyse FILE... --against SCENARIO",
		Short: "Say what notes mean together: gaps, waits, circles, contradictions",
		Long: `Say what the notes of several organisations mean together in one or more scenarios:
signals that nobody answers, waits that nobody ends, by when joint action is promised and
how long the cascade leaves for it, seats that wait for each other in a circle, contradictions,
deeds that never end, seats that promise more than they have hands for, and decisions that
others cannot see.

Every promise is assumed to be kept. Two things come from runs of the scenario in which nobody
acts: how much time the cascade leaves, and how much harm is at stake.`,
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin notes analyse our-notes.toml --against cold_copy
  tocsin notes analyse our-notes.toml --against cold_copy --html notes.html`,
		Args: atLeastOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.asJSON && f.html == "-" {
				return usageError{"--html - and --json both print to standard output; choose one"}
			}
			if f.draws < 0 || f.draws > 100_000 {
				return usageError{"-n must be from 0 to 100000"}
			}
			v, registry, scs, err := loadExchange(io, args, f.against)
			if err != nil {
				return err
			}
			a, err := notes.Analyse(v, registry, scs, idleWorld(cmd.Context(), io, f.draws))
			if err != nil {
				return err
			}
			return tellAnalysis(io, a, f.asJSON, f.html)
		},
	}
	cmd.Flags().StringArrayVar(&f.against, "against", nil, "a `scenario`; may be given several times")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	cmd.Flags().StringVar(&f.html, "html", "", "write a page to this file, with a picture of who waits for whom")
	cmd.Flags().IntVarP(&f.draws, "draws", "n", score.Draws,
		"draws of chance for the time that the cascade leaves; 0 looks at the promises only")
	return cmd
}

// idleWorld returns a function that plays a scenario with nobody acting on so many draws; nil for no draws.
func idleWorld(ctx context.Context, io stdio, draws int) func(*scenario.Scenario) (*notes.World, error) {
	if draws == 0 {
		return nil
	}
	return func(sc *scenario.Scenario) (*notes.World, error) {
		return notes.Idle(ctx, sc, draws, score.Work{Each: inParallel})
	}
}

func tellAnalysis(io stdio, a *notes.Analysis, asJSON bool, html string) error {
	if html != "" {
		write := func(w goio.Writer) error { return a.Page(w) }
		if html == "-" {
			return write(io.out)
		}
		if head, err := readHead(html); err == nil && head != "" && !strings.HasPrefix(head, "<!doctype html>") {
			return inputError{scenario.CleanLine(html) +
				" holds something other than a page and is left as it is; give " +
				"another name"}
		}
		file, err := os.OpenFile(html, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return inputError{err.Error()}
		}
		if err := write(file); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	if asJSON {
		return printJSON(io, a)
	}
	writeAnalysis(io.out, a)
	return nil
}

// readHead is the first 16 bytes of a file, or fewer if it is shorter.
func readHead(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := goio.ReadFull(f, head)
	return string(head[:n]), nil
}

func newNotesStressCommand(io stdio) *cobra.Command {
	var f struct {
		against []string
		asJSON  bool
		draws   int
	}
	cmd := &cobra.Command{
		Use:   "stress FILE... --against SCENARIO",
		Short: "Play scenarios with the notes kept, late and broken, to see which promise matters most",
		Long: `Play scenarios with bots who keep the notes, keep them late, or break them, and say how much harm
each note avoids: alone, and when it is added to all others. So you see which promise matters most.`,
		Example: `  tocsin notes new --is cloud -o our-notes.toml
  tocsin notes stress our-notes.toml --against cold_copy`,
		Args: atLeastOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.draws < 2 || f.draws > 100_000 {
				return usageError{"-n must be from 2 to 100000"}
			}
			v, registry, scs, err := loadExchange(io, args, f.against)
			if err != nil {
				return err
			}
			out := []*notes.Stressed{}
			var stopped error
			for _, sc := range scs {
				s, err := notes.Stress(cmd.Context(), notes.Bind(v, registry, sc), f.draws,
					score.Work{Each: inParallel, Progress: oneAtATime(progressOn(io.err, "runs"))})
				if s != nil { // when stopped, the draws that were played
					out = append(out, s)
				}
				if stopped = err; err != nil {
					break
				}
			}
			if len(out) == 0 {
				return stopped
			}
			if f.asJSON {
				return errors.Join(printJSON(io, out), stopped)
			}
			for _, s := range out {
				writeStressed(io.out, s)
			}
			return stopped
		},
	}
	cmd.Flags().StringArrayVar(&f.against, "against", nil, "a `scenario`; may be given several times")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	cmd.Flags().IntVarP(&f.draws, "draws", "n", score.Draws, "draws of chance")
	return cmd
}
