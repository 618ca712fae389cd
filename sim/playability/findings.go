package playability

import (
	"fmt"
	"math"
	"strings"

	"tocsin/sim/scenario"
)

// The bounds of a good exercise: what lies beyond one of them is a finding.
const (
	rare       = 0.02    // share of runs: an inject that comes in fewer is as good as absent
	longest    = 8.0     // most minutes in the room without anything new, in the median run
	shortest   = 5.0     // fewest minutes in the room for what an inject expects
	easy       = 0.9     // efficiency that seats without preparation should not exceed
	nothing    = 0.02    // efficiency that is as good as none
	earliest   = 2.0 / 3 // share of its time before which an exercise should not be over
	fewMinutes = 20      // a shorter exercise is practice, whose length and silences are not judged
)

// Findings returns warnings, each with its place in the file, in the order of the file.
func (r *Report) Findings() scenario.Diagnostics {
	f := &finder{sc: r.sc, whole: r.Minutes >= fewMinutes}
	for i := range r.Seats {
		f.seat(&r.Seats[i])
	}
	for i := range r.Injects {
		f.inject(&r.Injects[i])
	}
	for i := range r.Actions {
		f.action(&r.Actions[i])
	}
	for i := range r.Mechanisms {
		f.mechanism(&r.Mechanisms[i])
	}
	f.outcome(r)
	f.objectives()
	f.found.Sort()
	return f.found
}

type finder struct {
	sc    *scenario.Scenario
	whole bool // it is longer than a practice of a few minutes
	found scenario.Diagnostics
}

func (f *finder) warn(path, code, hint, format string, args ...any) {
	f.found = append(f.found, scenario.Diagnostic{Pos: f.sc.Place(path), Severity: scenario.Warning, Code: code,
		Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (f *finder) seat(s *SeatReport) {
	if f.whole && s.Quiet > longest {
		f.warn("role."+s.ID, "silent-seat", "bring it something in between, or make the story shorter or quicker",
			"nothing comes to seat %q for %.0f minutes in the room, in the median run, from about minute %.0f", s.ID,
			s.Quiet, s.QuietFrom)
	}
}

// kind returns what the author has called an inject of this id: decision, together or inject.
func (f *finder) kind(id string) string {
	for _, k := range []string{"decision", "together"} {
		if f.sc.Find(k, id) >= 0 {
			return k
		}
	}
	return "inject"
}

// inDiscussion reports whether an inject is a decision that people make while the clock is paused.
func (f *finder) inDiscussion(id string) bool {
	d := f.sc.Find("decision", id)
	return d >= 0 && f.sc.Decisions[d].Move > 0
}

func (f *finder) inject(in *InjectReport) {
	if !in.Summons && !in.Tried && max(in.Came, in.Nobody) < rare {
		f.warn("inject."+in.ID, "dead-inject", "look at its time, its condition and its unless; tocsin preview shows "+
			"what comes instead", "%s %q comes in %.1f %% of the runs", f.kind(in.ID), in.ID,
			100*max(in.Came, in.Nobody))
	}
	if in.Minutes != nil && *in.Minutes < shortest && f.whole && !f.inDiscussion(in.ID) {
		f.warn("inject."+in.ID+".expects.within", "hurried", "give it longer, or let a minute in the room be a shorter "+
			"time of the story (minute)",
			"what %s %q expects must be done within %s minutes in the room: people need %.0f to read, talk and act",
			f.kind(in.ID), in.ID, short(*in.Minutes), shortest)
	}
}

func (f *finder) action(a *ActionReport) {
	switch {
	case a.Available == 0 && a.Moves.Trials == 0:
		f.warn("action."+a.ID, "dead-act", "look at its needs: which fact, and who passes it on",
			"action %q is possible in none of the runs", a.ID)
	case a.Moves.Trials > 0 && !a.Moves.something(f.sc):
		what := "nothing"
		if len(a.Moves.What) > 0 {
			what = "only that " + strings.Join(a.Moves.What, ", ") + " comes"
		}
		f.warn("action."+a.ID, "idle-act", "give it an effect, let what it brings reveal something, or take it out",
			"action %q changes %s, in %d pairs of runs with it and without it", a.ID, what, a.Moves.Trials)
	}
}

func (f *finder) mechanism(m *MechanismReport) {
	if m.Moves.Trials > 0 && len(m.Moves.What) == 0 {
		f.warn("mechanism."+m.ID, "idle-mechanism", "look at what it changes, and whether anything waits for that",
			"mechanism %q alone changes nothing, in %d pairs of runs with it and without it", m.ID, m.Moves.Trials)
	}
}

// objectives warns if the scenario has no objectives; a practice of a few minutes needs none.
func (f *finder) objectives() {
	if f.whole && len(f.sc.Objectives) == 0 {
		f.warn("title", "no-objectives", "write two to five [objective.ID] with a measure: who had to know or act, and by when",
			"the scenario states no objectives: nobody can say by it what went well")
	}
}

// outcome looks at how harm and time come out, in the first profile that is not prepared.
func (f *finder) outcome(r *Report) {
	for _, p := range r.Profiles {
		if p.Prepared || p.Name != Profiles()[0].Name {
			continue
		}
		if p.Efficiency != nil && *p.Efficiency > easy {
			f.warn("title", "too-easy", "let decisions and messages take longer, or let the cascade move sooner",
				"seats that have prepared nothing avoid %.0f %% of the harm that coordination can avoid: there is "+
					"little left to learn", 100**p.Efficiency)
		}
		if idle(r) {
			f.warn("title", "idle-coordination", "let harm depend on who knows what and on who acts together, and give "+
				"notes that do both", "harm is what it is without sharing and joint action, however the seats are "+
				"prepared: the best play scores no effectiveness")
		}
		if f.whole && p.Over.Median < earliest*p.Ended.Median {
			f.warn("length", "over-early", "shorten it, or let something come in its last third",
				"nearly all that comes to the seats (95 %%) has come by minute %.0f of %.0f in the room, in the median run: "+
					"it is over before its end", p.Over.Median, p.Ended.Median)
		}
		if at := p.Ended.Median; f.whole && at < earliest*r.Minutes {
			f.warn(f.ends(), "over-early", "let the condition come later, or shorten length",
				"it ends after minute %.0f of %.0f in the room, in the median run of seats that have prepared nothing",
				at, r.Minutes)
		}
	}
}

// idle reports whether no profile avoids any of the harm that coordination can avoid.
func idle(r *Report) bool {
	judged := false
	for _, p := range r.Profiles {
		if p.Efficiency != nil {
			judged = true
			if *p.Efficiency > nothing {
				return false
			}
		}
	}
	return judged
}

// short writes a number, with one decimal if it is not whole.
func short(v float64) string {
	if v == math.Trunc(v) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.1f", v)
}

// ends returns the path in the file of what can end the exercise before its length.
func (f *finder) ends() string {
	for i := range f.sc.Endings {
		if f.sc.Ends.Source == "" && f.sc.Endings[i].When.Source != "" {
			return "ending." + f.sc.Endings[i].ID
		}
	}
	return "ends"
}
