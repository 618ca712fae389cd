package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/scenario"
)

// text writes a briefing as a sheet to read or print.
func (br briefing) text() string {
	var s sheet
	s.para(0, br.Title)
	s.para(0, br.Summary)
	s.para(0, fmt.Sprintf("STARTEX %s, %s of exercise time; one minute in the room is %s.",
		br.Start.Format("Monday 2 January 2006 15:04 MST"), br.Length, br.paces))
	if br.Seat != nil {
		s.seat(br)
	} else {
		s.facilitator(br)
	}
	return s.b.String()
}

// sheet collects a page of plain text.
type sheet struct {
	b    strings.Builder
	wide int // columns; 0 for those of a page, which are also the most
}

// page is how many columns a page has.
const page = 96

// columns is how many columns a line has at most.
func (s *sheet) columns() int { return min(cmp.Or(s.wide, page), page) }

// para writes the paragraphs of a text, wrapped and indented by so many columns.
func (s *sheet) para(indent int, text string) {
	pad := strings.Repeat(" ", indent)
	if strings.TrimSpace(text) == "" {
		return
	}
	for _, p := range paragraphs(text) {
		wrapped := ansi.Wrap(strings.Join(strings.Fields(p), " "), s.columns()-indent, "")
		for _, l := range strings.Split(wrapped, "\n") {
			fmt.Fprintf(&s.b, "%s%s\n", pad, l)
		}
	}
}

// paragraphs are the parts of a text that begin on a new line: those after an empty line, and those that
// begin with a dash, as in a list.
func paragraphs(text string) []string {
	return strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\n- ", "\n\n- "), "\n\n")
}

func (s *sheet) heading(text string) { fmt.Fprintf(&s.b, "\n%s\n", strings.ToUpper(text)) }

// section writes a heading if there is something under it.
func (s *sheet) section(title string, n int, entry func(i int)) {
	if n == 0 {
		return
	}
	s.heading(title)
	for i := range n {
		entry(i)
	}
}

func (s *sheet) seat(br briefing) {
	s.heading(br.Seat.Title)
	s.para(0, br.Seat.Brief)
	s.section("What you can do", len(br.Actions), func(i int) { s.action(br.Actions[i]) })
	s.section("Where you can talk", len(br.Venues), func(i int) { s.venue(br.Venues[i]) })
}

// said are the keys, by kind, that the first lines of an entry show.
var said = map[string][]string{
	"move": {"title", "until"}, "role": {"title", "sector", "brief"}, "fact": {"text", "tlp", "decoy", "needed_by"},
	"action": {"title", "text", "takes"}, "inject": {"title", "from", "media", "to", "hint", "hold", "at", "every",
		"when", "unless"},
	"venue": {"title", "members"}, "obligation": {"title", "role", "within", "met_by"},
	"mechanism": {"title", "kind", "text"}, "objective": {"title", "capability"}, "note": {"role", "when", "do"},
}

// plurals are the headings for kinds of tables that the rest of the sheet does not show.
var plurals = []struct{ kind, title string }{
	{"draw", "Draws: what differs from run to run"}, {"gauge", "Gauges"}, {"sensor", "Sensors: what seats read instead of gauges"}, {"version", "Versions of what systems run"}, {"system", "Systems"}, {"link", "Links of the cascade"}, {"sharing", "Sharing"},
	{"note", "Notes: what bots do, and what can be promised"}, {"probe", "Questions about beliefs"},
	{"together", "Deeds that count together"}, {"hypothesis", "Hypotheses"}, {"severity", "Levels of severity"},
	{"measure", "Measures"}, {"ending", "Endings"}, {"profile", "Profiles of bots"}, {"arm", "Arms of a sweep"},
}

// rest writes the keys of an entry that its first lines do not show. n is which one it is of those with this kind and
// id, from 0.
func (s *sheet) rest(br briefing, kind, id string, n int) {
	for _, e := range br.entries {
		if e.Kind != kind || e.ID != id {
			continue
		}
		if n--; n >= 0 {
			continue
		}
		s.restOf(e)
		return
	}
}

func (s *sheet) facilitator(br briefing) {
	s.section("Moves", len(br.Moves), func(i int) {
		m := br.Moves[i]
		s.para(2, fmt.Sprintf("%d. %s, until %s", i+1, m.Title, m.Until))
		s.rest(br, "move", "", i)
	})
	s.section("Seats", len(br.Seats), func(i int) {
		r := br.Seats[i]
		s.para(2, fmt.Sprintf("%s: %s%s", r.ID, r.Title, inBrackets(r.Sector)))
		s.para(6, r.Brief)
		s.rest(br, "role", r.ID, 0)
	})
	s.section("Facts, and who needs them", len(br.Facts), func(i int) {
		f := br.Facts[i]
		decoy := ""
		if f.Decoy {
			decoy = ", a decoy"
		}
		s.para(2, fmt.Sprintf("%s (TLP:%s%s): %s", f.ID, strings.ToUpper(f.TLP), decoy, f.Text))
		s.para(6, fmt.Sprintf("learned directly by: %s; needed by: %s", orNobody(f.KnownBy), orNobody(f.NeededBy)))
		s.rest(br, "fact", f.ID, 0)
	})
	whole := func(a actionInfo) { s.action(a); s.rest(br, "action", a.ID, 0) }
	for _, r := range br.Seats { // what each can do alone
		var own []actionInfo
		for _, a := range br.Actions {
			if a.Quorum == 0 && (a.By.Has("all") || a.By.Has(r.ID)) {
				own = append(own, a)
			}
		}
		s.section("Actions: "+r.Title, len(own), func(i int) { whole(own[i]) })
	}
	var joint []actionInfo
	for _, a := range br.Actions {
		if a.Quorum > 0 {
			joint = append(joint, a)
		}
	}
	s.section("Joint actions", len(joint), func(i int) { whole(joint[i]) })
	s.section("Where seats can talk", len(br.Venues), func(i int) {
		s.venue(br.Venues[i])
		s.rest(br, "venue", br.Venues[i].ID, 0)
	})
	s.section("Injects", len(br.Injects), func(i int) {
		in := br.Injects[i]
		held := ""
		if in.Hold {
			held = "; waits for the facilitator"
		}
		s.para(2, fmt.Sprintf("%s: %s, %s%s", in.ID, in.Title, in.When, held))
		s.para(6, fmt.Sprintf("%s to %s%s", in.Media, orNobody(in.To), after(", from ", in.From)))
		s.para(6, after("Hint: ", in.Hint))
		s.rest(br, "inject", in.ID, 0)
	})
	s.duties(br)
}

// duties writes what comes after the story: duties, preparedness, objectives, and all other kinds of tables.
func (s *sheet) duties(br briefing) {
	s.section("Reporting clocks", len(br.Obligations), func(i int) {
		o := br.Obligations[i]
		s.para(2, fmt.Sprintf("%s: %s, %s within %s by %s", o.ID, o.Title, o.Role, o.Within,
			strings.Join(o.MetBy, " or ")))
		s.rest(br, "obligation", o.ID, 0)
	})
	s.section("Preparedness that can be bought", len(br.Mechanisms), func(i int) {
		m := br.Mechanisms[i]
		s.para(2, fmt.Sprintf("%s: %s%s", m.ID, m.Title, inBrackets(m.Kind)))
		s.para(6, m.Text)
		s.rest(br, "mechanism", m.ID, 0)
	})
	s.section("Objectives", len(br.Objectives), func(i int) {
		o := br.Objectives[i]
		s.para(2, o.ID+": "+o.Title+inBrackets(o.Capability))
		s.rest(br, "objective", o.ID, 0)
	})
	for _, p := range plurals {
		var of []scenario.Entry
		for _, e := range br.entries {
			if e.Kind == p.kind {
				of = append(of, e)
			}
		}
		s.section(p.title, len(of), func(i int) {
			keys := map[string]string{}
			for _, k := range of[i].Keys {
				keys[k.Name] = k.Value
			}
			switch e := of[i]; {
			case p.kind == "note":
				s.para(2, fmt.Sprintf("%s, when %s: %s", keys["role"], keys["when"], keys["do"]))
				s.restOf(e)
				return
			case p.kind == "link":
				s.para(2, keys["from"]+" → "+keys["to"])
				s.restOf(e, "from", "to")
				return
			case e.ID != "":
				s.para(2, e.ID+after(": ", keys["title"]))
			}
			s.restOf(of[i], "title")
		})
	}
}

// restOf writes the keys of an entry, except some and those that its first lines show.
func (s *sheet) restOf(e scenario.Entry, but ...string) {
	for _, k := range e.Keys {
		if !slices.Contains(but, k.Name) && !slices.Contains(said[e.Kind], k.Name) {
			s.para(6, k.Name+": "+k.Value)
		}
	}
}

func (s *sheet) action(a actionInfo) {
	line := a.ID + ": " + a.Title
	if a.Quorum > 0 {
		by := slices.Clone(a.By)
		for i, r := range by {
			if part, ok := a.Parts[r]; ok {
				by[i] = fmt.Sprintf("%s (%d)", r, part)
			}
		}
		line += fmt.Sprintf(" (joint: %d of %s)", a.Quorum, strings.Join(by, ", "))
	}
	s.para(2, line+after(", takes ", a.Takes))
	s.para(6, a.Text)
}

func (s *sheet) venue(v venueInfo) {
	s.para(2, fmt.Sprintf("%s: %s (%s)", v.ID, v.Title, strings.Join(v.Members, ", ")))
}

// after is a text with a lead before it, or "" if there is no text.
func after(lead, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return lead + text
}

func inBrackets(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func orNobody(ids []string) string {
	if len(ids) == 0 {
		return "nobody"
	}
	return strings.Join(ids, ", ")
}
