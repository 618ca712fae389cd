package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"tocsin/sim/leak"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// leaked is what `tocsin check --leaks --json` prints of a file.
type leaked struct {
	File  string         `json:"file"`
	OK    bool           `json:"ok"`
	Whole bool           `json:"whole"` // false if the search was interrupted
	Leaks []leak.Finding `json:"leaks"`
}

// checkLeaks plays scenarios and reports what their seats can tell of what they cannot see.
// If it is interrupted, it reports what it has found so far.
func checkLeaks(ctx context.Context, io stdio, names []string, asJSON bool) error {
	var out []leaked
	bad := 0
	var stopped error
	for _, name := range names {
		_, src, err := openScenario(name)
		if err != nil {
			return err
		}
		sc, err := loadScenario(name, io)
		if err != nil {
			return err
		}
		h := record.Header{Name: scenario.CleanLine(shortName(name)), Scenario: string(src)}
		found, err := leak.Find(ctx, h, leak.Options{Progress: progressOn(io.err, "looks")})
		if err != nil && ctx.Err() == nil {
			return inputError{err.Error()}
		}
		stopped = err
		l := leaked{scenario.CleanLine(name), err == nil && len(found) == 0, err == nil, found}
		if l.Leaks == nil {
			l.Leaks = []leak.Finding{}
		}
		out = append(out, l)
		if len(found) > 0 {
			bad++
		}
		if !asJSON {
			fmt.Fprint(io.out, l.text(strings.Split(string(src), "\n"), len(sc.Roles)))
		}
		if stopped != nil {
			break
		}
	}
	if asJSON {
		var doc any = out
		if len(out) == 1 {
			doc = out[0]
		}
		enc := json.NewEncoder(io.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(doc); err != nil {
			return err
		}
	}
	switch {
	case stopped != nil:
		return inputError{"interrupted: here is what was found so far"}
	case bad > 0:
		return inputError{fmt.Sprintf("seats can tell what they cannot see in %d of %s", bad,
			counted(len(names), "scenario"))}
	}
	return nil
}

func (l *leaked) text(lines []string, seats int) string {
	var b strings.Builder
	for _, f := range l.Leaks {
		fmt.Fprintf(&b, "%s:%d:%d: leak: %s\n", l.File, f.Line, f.Column, scenario.CleanLine(f.String()))
		if f.Line > 0 && f.Line <= len(lines) {
			fmt.Fprintf(&b, "  %3d | %s\n", f.Line, scenario.CleanLine(lines[f.Line-1]))
		}
	}
	if len(l.Leaks) > 0 {
		fmt.Fprintln(&b)
	}
	end := ""
	if !l.Whole {
		end = " until it was interrupted"
	}
	fmt.Fprintf(&b, "%s: %s, looked at from %s%s\n", l.File, counted(len(l.Leaks), "leak"), counted(seats, "seat"),
		end)
	return b.String()
}
