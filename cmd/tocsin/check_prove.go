package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/prove"
	"tocsin/sim/scenario"
)

// proveTime bounds the search for witnesses in one scenario, proveTries the runs for one claim.
const (
	proveTime  = 25 * time.Second
	proveTries = 200
)

// proved is what `check --prove --json` prints of a claim.
type proved struct {
	Kind  string   `json:"kind"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Found bool     `json:"found"`
	Seed  uint64   `json:"seed"`
	With  []string `json:"with"`
	// Script is the run as lines of a script, for tocsin run --script.
	Script string `json:"script"`
}

// checkProve looks for a run that meets each objective and expectation.
func checkProve(ctx context.Context, io stdio, names []string, asJSON bool) error {
	missing, out := 0, map[string][]proved{}
	for _, name := range names {
		sc, err := loadScenario(name, io)
		if err != nil {
			return err
		}
		m, err := engine.Compile(sc)
		if err != nil {
			return inputError{err.Error()}
		}
		limited, stop := context.WithTimeout(ctx, proveTime)
		claims, runs := prove.Prove(limited, m, proveTries)
		stop()
		lines := tellClaims(sc, claims)
		out[shortName(name)] = lines
		found := 0
		for _, c := range lines {
			if c.Found {
				found++
			}
			if asJSON {
				continue
			}
			if !c.Found {
				fmt.Fprintf(io.out, "not found   %s %s: %s\n", c.Kind, c.ID, c.Title)
				continue
			}
			with := ""
			if len(c.With) > 0 {
				with = ", with " + strings.Join(c.With, ", ")
			}
			fmt.Fprintf(io.out, "can be met  %s %s: %s (seed %d%s)\n", c.Kind, c.ID, c.Title, c.Seed, with)
		}
		missing += len(claims) - found
		if !asJSON {
			fmt.Fprintf(io.out, "%s: %d of %d can be met (%s played)\n", shortName(name), found, len(claims),
				counted(runs, "run"))
		}
	}
	if asJSON {
		if err := printJSON(io, out); err != nil {
			return err
		}
	}
	if missing > 0 {
		return inputError{fmt.Sprintf("no run was found that meets %s; that proves nothing, but look at them",
			counted(missing, "claim"))}
	}
	return nil
}

// tellClaims writes claims with their witnesses as scripts.
func tellClaims(sc *scenario.Scenario, claims []prove.Claim) []proved {
	out := []proved{}
	for _, c := range claims {
		p := proved{Kind: c.Kind, ID: c.ID, Title: c.Title, Found: c.Found != nil, With: []string{}}
		if c.Found != nil {
			p.Seed = c.Found.Seed
			for _, i := range c.Found.Mechanisms {
				p.With = append(p.With, sc.Mechanisms[i].ID)
			}
			for _, cmd := range c.Found.Commands {
				l, err := engine.LineOf(sc, cmd.Command)
				if err != nil {
					continue
				}
				l.At = scenario.Duration(cmd.At)
				p.Script += l.TOML()
			}
		}
		out = append(out, p)
	}
	return out
}
