package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// withHelp is the help of --with, the same for every command that has it.
const withHelp = "what is prepared before the start: ids of mechanisms or arms, all, or none (default none)"

// liveFlags are the settings of an exercise with people in it.
type liveFlags struct {
	seed   uint64
	with   []string
	notes  []string
	pace   string
	time   string // real time that the room has, with a director
	record string
	plain  bool
	// language is that of the scenario's texts.
	language string
}

func (f *liveFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random draws")
	fl.StringSliceVar(&f.with, "with", nil, withHelp)
	fl.StringSliceVar(&f.notes, "notes", nil,
		"files or folders of organisations' if-then notes: each becomes drafts of its seat, to file and show")
	fl.StringVar(&f.language, "language", "", "language of the scenario's texts, such as de (default: the original)")
	fl.StringVar(&f.pace, "pace", "",
		"exercise time that passes in one minute of real time, such as 2h (default: the scenario's)")
	fl.StringVar(&f.time, "time", "",
		"real time in all, from the brief to the end of the hot wash, such as 90m: a director moves the clock (default: no director)")
	fl.BoolVar(&f.plain, "plain", false, "a dialogue of lines instead of a screen: for screen readers and logs")
}

// header makes the header of the exercise's record, and checks the flags.
func (f *liveFlags) header(io stdio, name string) (record.Header, *scenario.Scenario, error) {
	_, src, err := openScenario(name)
	if err != nil {
		return record.Header{}, nil, err
	}
	sc, err := loadScenarioIn(name, f.language, io)
	if err != nil {
		return record.Header{}, nil, err
	}
	var brought []scenario.Brought
	if len(f.notes) > 0 {
		if sc, src, brought, err = withNotes(io, sc, src, f.notes, true); err != nil {
			return record.Header{}, nil, err
		}
	}
	h := record.Header{Tocsin: version(), Name: scenario.CleanLine(shortName(name)), Scenario: string(src),
		Seed: f.seed, Settings: map[string]string{}, Notes: brought}
	if sc.In != "" {
		h.Settings[exercise.LanguageSetting] = sc.In
	}
	for _, word := range f.with {
		ms, ok := score.MechanismsOf(sc, word)
		if !ok {
			return h, nil, usageError{fmt.Sprintf("--with: %q is not a mechanism or arm of %s; it has %s",
				scenario.CleanLine(word), name, mechanismNames(sc))}
		}
		for _, m := range ms {
			h.Mechanisms = append(h.Mechanisms, sc.Mechanisms[m].ID)
		}
	}
	return h, sc, f.check()
}

// recordFile is the file that --record names; "" if it says none.
func recordFile(given string) string {
	if given == "none" {
		return ""
	}
	return given
}

func (f *liveFlags) check() error {
	if f.record == "-" {
		return usageError{"--record: an exercise with people is written down as it goes, so that it can be " +
			"resumed; give a file"}
	}
	if f.time != "" {
		if _, err := scenario.ParseDuration(f.time); err != nil {
			return usageError{"--time: " + err.Error()}
		}
		if f.pace != "" {
			return usageError{"--time has a director set the pace, so --pace cannot: give one of them"}
		}
	}
	if f.pace == "" {
		return nil
	}
	if _, err := scenario.ParseDuration(f.pace); err != nil {
		return usageError{"--pace: " + err.Error()}
	}
	return nil
}

// setPace sets the pace that the flags ask for, or has a director set it.
func (f *liveFlags) setPace(ctx context.Context, seat *room.Seat) error {
	if f.time != "" {
		return mustDo(ctx, seat, &exercise.Direct{Time: f.time, On: true})
	}
	if f.pace == "" {
		return nil
	}
	return mustDo(ctx, seat, &exercise.Pace{Minute: f.pace})
}

// mustDo carries out an act that sets an exercise up, in every room if there are several. A refusal is an
// error.
func mustDo(ctx context.Context, seat *room.Seat, act any) error {
	verb, args, err := exercise.Entry(act)
	if err != nil {
		return err
	}
	a, err := seat.Do(ctx, room.Request{Verb: verb, Args: args, All: true})
	if err == nil && !a.OK {
		err = errors.New(a.Why)
	}
	if err != nil {
		return inputError{strings.TrimSuffix(err.Error(), ".")}
	}
	return nil
}

// openRoom begins an exercise. A record that cannot be written, or exists already, is an inputError.
func openRoom(h record.Header, cfg room.Config) (*room.Room, error) {
	if cfg.Path != "" {
		if _, err := os.Stat(cfg.Path); err == nil {
			return nil,
				inputError{fmt.Sprintf("%s is there already: give another file, or continue with tocsin host --resume", scenario.CleanLine(cfg.Path))}
		}
	}
	r, err := room.Open(h, cfg)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	return r, nil
}
