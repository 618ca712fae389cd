package msel

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// FromScenario makes a list of the injects of a scenario, in the order of their times; those
// without a time are last, in the order of the file.
func FromScenario(sc *scenario.Scenario) *List { return listOf(sc, scenario.Tree([]byte(sc.Source))) }

// listOf makes a list of the injects of a scenario; tree is its text as TOML reads it.
func listOf(sc *scenario.Scenario, tree map[string]any) *List {
	l := &List{Title: sc.Title, Summary: sc.Summary, Start: sc.Start, Length: sc.Length, Scenario: sc.Source}
	for _, r := range sc.Roles {
		l.Seats = append(l.Seats, Seat{ID: r.ID, Title: oneLine(r.Title), Brief: r.Brief})
	}
	tables := injectTables(tree)
	for i := range sc.Injects {
		l.Entries = append(l.Entries, entryOf(sc, &sc.Injects[i], tables[sc.Injects[i].ID]))
	}
	slices.SortStableFunc(l.Entries, func(a, b Entry) int {
		switch {
		case a.Timed != b.Timed && a.Timed:
			return -1
		case a.Timed != b.Timed:
			return 1
		case a.Timed && a.At != b.At:
			return int(max(min(a.At-b.At, 1), -1))
		}
		return 0
	})
	for i := range l.Entries { // controllers call injects by their numbers
		if l.Entries[i].Number == "" {
			l.Entries[i].Number = strconv.Itoa(i + 1)
		}
	}
	return l
}

// injectTables returns the injects as the file has them, by id, so that their keys can be written
// unchanged.
func injectTables(tree map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	injects, _ := tree["inject"].(map[string]any)
	for id, v := range injects {
		out[id], _ = v.(map[string]any)
	}
	return out
}

// told are the keys of an inject for which a list has columns.
var told = []string{"title", "from", "media", "to", "text", "look_for", "hint"}

// entryOf makes an entry of an inject.
func entryOf(sc *scenario.Scenario, in *scenario.Inject, table map[string]any) Entry {
	e := Entry{ID: in.ID, Title: oneLine(in.Title), Text: cleanCell(in.Text), From: oneLine(in.From), Media: in.Media}
	if _, given := table["from"]; !given {
		e.From = ""
	}
	for _, id := range in.To {
		if id != nobody {
			e.To = append(e.To, id)
		}
	}
	if slices.Contains(e.To, everyone) {
		e.To = []string{everyone}
	}
	e.fromHint(cleanCell(in.Hint))
	if len(in.LookFor) > 0 {
		e.Expected = cleanCell(in.LookFor[0])
		if len(in.LookFor) > 1 {
			e.Expected = cleanCell("- " + strings.Join(in.LookFor, "\n- "))
		}
	}
	held := e.Kind == Contingency // the hint said so
	if in.Unless.Source != "" && e.Kind == Inject {
		e.Kind = Contingency
	}
	if in.At.Set && in.When.Source == "" {
		e.At, e.Timed = planned(in.At), true
	}
	// what has no time and no condition waits for a person whether it says hold or not
	held = held || !e.Timed && in.When.Source == "" && !in.Every.Set
	for _, key := range slices.Sorted(maps.Keys(table)) {
		exact := key == "at" && e.Timed && in.At.Kind == scenario.Fixed && in.At.A%scenario.Second == 0
		if slices.Contains(told, key) || exact || key == "hold" && (held || !in.Hold) {
			continue
		}
		e.Rules = append(e.Rules, key+" = "+inline(table[key]))
	}
	if in.Expects != nil && e.Expected == "" {
		e.Expected = Expected(sc, in.Expects)
	}
	if o := sc.Find("objective", in.Objective); o >= 0 && e.Objective == "" {
		e.Objective = oneLine(sc.Objectives[o].Title)
	}
	settleExpected(&e)
	return e
}

// settleExpected settles an expected action: nobody receives it, and what is expected is its text or
// title if its row says it there.
func settleExpected(e *Entry) {
	if e.Kind != ExpectedAction {
		return
	}
	e.To = nil
	if e.Expected == "" {
		e.Expected = firstOf(e.Text, e.Title)
	}
}

// planned returns the time that a list shows for an inject, to the second: for one that is drawn by
// chance PERT's mode, the earliest time of a uniform delay, or the median.
func planned(d scenario.Delay) scenario.Duration {
	at := d.A
	if d.Kind == scenario.PERT {
		at = d.B
	}
	return at / scenario.Second * scenario.Second
}

// Expected says in words what an inject expects, by whom and within what exercise time.
func Expected(sc *scenario.Scenario, x *scenario.Expects) string {
	ids, join := x.Any, " or "
	if len(x.All) > 0 {
		ids, join = x.All, " and "
	}
	titles := make([]string, len(ids))
	for i, id := range ids {
		titles[i] = id
		if a := sc.Find("action", id); a >= 0 {
			titles[i] = oneLine(sc.Actions[a].Title)
		}
	}
	if x.Check {
		titles = append(titles, "Check back on it")
	}
	text := strings.Join(titles, join) + ", within " + x.Within.String()
	who := make([]string, len(x.By))
	for i, id := range x.By {
		who[i] = id
		if r := sc.Find("role", id); r >= 0 {
			who[i] = oneLine(sc.Roles[r].Title)
		}
	}
	if len(who) > 0 {
		text += ", by " + strings.Join(who, ", ")
	}
	return text
}

// carried returns the scenario that came in a list's file, and whether its injects are those of the
// list: then nobody has changed the list, and the scenario can be used as it is.
func (l *List) carried() (*scenario.Scenario, bool) {
	if l.Scenario == "" {
		return nil, false
	}
	if l.own == nil || l.own.text != l.Scenario {
		l.own = &own{text: l.Scenario}
		var tree map[string]any
		if l.own.sc, tree, _ = scenario.LoadTree("", []byte(l.Scenario)); l.own.sc != nil {
			l.own.entries = listOf(l.own.sc, tree).Entries
		}
	}
	if l.own.sc == nil {
		return nil, false
	}
	return l.own.sc, sameEntries(l.own.entries, l.Entries)
}

// sameEntries reports whether two lists have the same entries in the same order, by what players
// receive and when.
func sameEntries(a, b []Entry) bool {
	return slices.EqualFunc(a, b, func(x, y Entry) bool {
		return x.ID == y.ID && x.Kind == y.Kind && (x.Title == y.Title || oneLine(x.Title) == oneLine(y.Title)) &&
			(x.Text == y.Text || tidyLines(x.Text) == tidyLines(y.Text)) &&
			x.Timed == y.Timed && (!x.Timed || x.At == y.At) &&
			x.From == y.From && x.Media == y.Media && slices.Equal(x.To, y.To)
	})
}
