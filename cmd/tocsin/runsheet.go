package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/phrase"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
)

// joinLines say how to join: first what only staff may read, then what goes on the wall. That comes last, so that a
// small terminal still shows it. records has one for each room, or none.
func joinLines(sc *scenario.Scenario, codes pass.Codes, at *net.TCPAddr, fingerprint string, rooms int,
	records []string, wide int) string {
	s := sheet{wide: wide}
	asBefore := func(code string) string { return cmp.Or(code, "as before") }
	s.heading("For staff only")
	host := addresses(at)[0]
	open, apart := seatsAtTheDoor(sc)
	for _, way := range [][3]string{
		{"facilitator", "facilitator", "code " + asBefore(codes.Facilitator)},
		{"evaluator", "evaluator", "code " + asBefore(codes.Evaluator)},
		{"room screen", "board", "join code"},
		{"a seat", "SEAT", "join code; seats: " + strings.Join(open, ", ")},
	} {
		s.row(way[0], fmt.Sprintf("ssh -p %d %s@%s   %s", at.Port, way[1], host, way[2]))
	}
	s.row("a program", fmt.Sprintf("ssh -p %d SEAT@%s api", at.Port, host))
	for _, line := range apart {
		s.para(2, line)
	}
	if codes.Player == "" || codes.Facilitator == "" || codes.Evaluator == "" {
		s.para(2,
			"Codes as before: only their hashes were kept, so they count but cannot be shown. The facilitator can make up others with: code players.")
	}
	s.para(2, "For screen readers and poor connections: ssh -T instead of ssh.")
	if rooms > 1 {
		s.para(2, "One facilitator's code is good for all rooms: the page Rooms shows the state of each and leads from one "+
			"to the other. Each room has its own screen: board.2 is that of room 2.")
	}
	if len(records) == 0 {
		s.para(2, "Nothing is recorded: give --record FILE to keep this exercise.")
	} else {
		s.para(2, "Everything is recorded in "+scenario.CleanLine(strings.Join(records, ", "))+".")
	}
	s.heading("For the wall")
	for _, a := range addresses(at) {
		fmt.Fprintf(&s.b, "  ssh -p %d YOURNAME@%s\n", at.Port, a)
	}
	if rooms > 1 {
		s.para(2, fmt.Sprintf("There are %d rooms. YOURNAME.2 comes into room 2, and so on; anyone "+
			"who names none is asked.", rooms))
	}
	fmt.Fprintf(&s.b, "  Join code:  %s\n", asBefore(codes.Player))
	s.para(2, "The first time, ssh asks whether to trust this host. It must show:")
	fmt.Fprintf(&s.b, "  %s\n", fingerprint)
	if at.IP.IsLoopback() {
		s.para(2,
			"Only this machine can join. For others: --listen 0.0.0.0, or the address that they reach this machine by.")
	}
	return s.b.String()
}

// seatsAtTheDoor are the ids of the seats that people can ask for, and lines on what to do about the others.
func seatsAtTheDoor(sc *scenario.Scenario) (open, apart []string) {
	var hidden, later []string
	for i := range sc.Roles {
		switch r := &sc.Roles[i]; {
		case r.Hidden:
			hidden = append(hidden, r.ID)
		case r.Joins != nil:
			later = append(later, r.ID)
		default:
			open = append(open, r.ID)
		}
	}
	for _, x := range []struct {
		which string
		seats []string
	}{{"hidden", hidden}, {"that come later", later}} {
		if len(x.seats) > 0 {
			apart = append(apart, "Seats "+x.which+": "+strings.Join(x.seats, ", ")+". Nobody can ask for them: give "+
				"whoever plays one its card (--cards), or seat them yourself from the lobby.")
		}
	}
	return open, apart
}

// cardSheet is a card for each seat of a room, to be cut along the lines. room is "" if there is only one.
func cardSheet(sc *scenario.Scenario, room string, cards []pass.Card, at *net.TCPAddr) string {
	var s sheet
	const cut = "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -\n"
	s.b.WriteString(cut)
	for _, c := range cards {
		role := sc.Roles[sc.Find("role", c.Seat)]
		s.para(0, sc.Title)
		s.para(0, "Seat:  "+role.Title)
		if room != "" {
			s.para(0, "Room:  "+room)
		}
		for _, a := range addresses(at) {
			fmt.Fprintf(&s.b, "Type:  ssh -p %d play@%s\n", at.Port, a)
		}
		fmt.Fprintf(&s.b, "Code:  %s\n", c.Said)
		s.para(0, "The code is yours alone: it leads back to your seat after a lost connection, too.")
		s.b.WriteString(cut)
	}
	return s.b.String()
}

// addresses are those by which others reach this machine: the one that the host listens on, or, if it listens on all,
// every IPv4 address of the machine that is not local; localhost if there is none.
func addresses(at *net.TCPAddr) []string {
	if !at.IP.IsUnspecified() {
		return []string{at.IP.String()}
	}
	var out []string
	all, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range all {
			if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() && n.IP.To4() != nil {
				out = append(out, n.IP.String())
			}
		}
	}
	if len(out) == 0 {
		return []string{"localhost"}
	}
	return out
}

// sketch is the plan of a room's time; nil if nobody has said how long it has.
func sketch(ctx context.Context, r *room.Room) (plan *exercise.RoomPlan) {
	var x *exercise.Exercise
	if err := r.Look(ctx, func(now *exercise.Exercise) { x = now.Clone() }); err != nil {
		return nil
	}
	return x.Sketch()
}

// planned lists the parts of a room's time, each with when it begins and what is asked in it: the
// questions of a move in the discussion after it, or in the hot wash.
func (s *sheet) planned(sc *scenario.Scenario, plan *exercise.RoomPlan) {
	begins := 0
	var ask []string
	for i := range plan.Parts {
		p := &plan.Parts[i]
		s.item(fmt.Sprintf("%d:%02d  %s, %s", begins/3600, begins/60%60, p.Name(),
			counted(max(1, (p.Takes+30)/60), "minute")))
		begins += p.Takes
		switch p.Kind {
		case exercise.PartExchange:
			s.under(exchanging)
		case exercise.PartMove:
			ask = questionsOf(sc, p.Move)
		case exercise.PartDiscussion, exercise.PartHotWash:
			s.under(ask...)
			ask = nil
		}
	}
	s.item("The director moves the clock by this plan, slows it where answers are expected and passes over what " +
		"reaches nobody. The page Plan of the console (T) shows how it goes; d there takes the clock by hand.")
}

// exchanging says what happens in the exchange of notes.
const exchanging = "Each seat files its if-then notes and shows them, on its page Prepare (6). Your page World (2) " +
	"says what they say together: read it out, and let seats revise before STARTEX. Afterwards tocsin notes from " +
	"writes them back, with what happened to each."

// questionsOf are the questions and decisions for after a round, counted from 1.
func questionsOf(sc *scenario.Scenario, move int) []string {
	var out []string
	if rounds := sc.Rounds(); move >= 1 && move <= len(rounds) {
		for _, i := range rounds[move-1] {
			out = append(append(out, sc.Moves[i].Questions...), decidedAfter(sc, i)...)
		}
	}
	return out
}

// decidedAfter says which decisions are asked while the clock is paused at the end of a move, and who takes them. move
// is its index.
func decidedAfter(sc *scenario.Scenario, move int) []string {
	var out []string
	for i := range sc.Decisions {
		d := &sc.Decisions[i]
		if d.Move != move+1 {
			continue
		}
		var by []string
		for _, r := range sc.RolesOf(d.By) {
			by = append(by, sc.Roles[r].Title)
		}
		out = append(out, fmt.Sprintf("To be decided then, by %s: %s", phrase.List(by), d.Ask))
	}
	return out
}

// runSheet is the course of an exercise on one page, for a facilitator who does this for the first time. minute is the
// exercise time of a minute in the room; plan is nil without a director.
func runSheet(sc *scenario.Scenario, minute scenario.Duration, plan *exercise.RoomPlan, notes bool,
	rooms, wide int) string {
	inRoom := func(from, to scenario.Duration) string {
		room := (to - from).Hours() / minute.Hours()
		if minute == sc.Minute { // else the host has set one pace for all moves
			room = sc.RoomMinutesBetween(from, to)
		}
		return counted(max(1, int(math.Round(room))), "minute")
	}
	s := sheet{wide: wide}
	s.para(0, sc.Title)
	s.heading("Run sheet")
	if len(sc.Checks) > 0 {
		s.item("Before anybody joins, see to this; in the console you tick it off (checked 1):")
		s.under(sc.Checks...)
	}
	s.item("Before: everyone joins. Give each a seat, and a bot to each seat that stays empty. Let them read " +
		"their brief, five minutes.")
	if rooms > 1 {
		s.item(fmt.Sprintf("%d rooms: each has all seats, and a record of its own. What is drawn is drawn alike in all of "+
			"them, so keep the groups apart until ENDEX; afterwards tocsin report of all records compares them.", rooms))
	}
	s.item("Brief: it is an exercise; nobody is graded; say the words \"exercise, exercise, exercise\" first in " +
		"real calls; \"no exercise\" stops everything.")
	if notes && plan == nil {
		s.item("Exchange of notes, ten minutes:")
		s.under(exchanging)
	}
	if plan != nil {
		s.planned(sc, plan)
		s.item("ENDEX, then the hot wash at once: players first, by objective.")
		s.para(2, "Everything that happens, injects with hints too: tocsin show, for your eyes only.")
		return s.b.String()
	}
	pace := minute.String()
	if minute == sc.Minute {
		pace = sc.Paces()
	}
	s.item(fmt.Sprintf("STARTEX. A minute in the room is %s of the exercise; %s in all, about %s in the room "+
		"without discussion.", pace, sc.Length, inRoom(0, sc.Length)))
	from := scenario.Duration(0)
	for n, round := range sc.Rounds() {
		if len(round) > 1 {
			s.item(fmt.Sprintf("Move %d is one of %d: choose it while the clock is paused at the end of the move "+
				"before (m, c, n). If you do not, the first is taken whose condition is true or that has none.",
				n+1, len(round)))
		}
		for _, i := range round {
			m := &sc.Moves[i]
			s.item(fmt.Sprintf("Move %d, %s: about %s in the room%s. The clock stops at its end.", n+1, m.Title,
				inRoom(from, m.Until), begins(sc, m)))
			s.under(m.Questions...)
			s.under(decidedAfter(sc, i)...)
		}
		from = sc.Moves[round[0]].Until
	}
	s.item("ENDEX, then the hot wash at once: players first, by objective, 30 minutes at most.")
	s.para(2, "Everything that happens, injects with hints too: tocsin show, for your eyes only.")
	return s.b.String()
}

// item writes an entry of a list.
func (s *sheet) item(text string) { s.hung("  - ", text) }

// under writes what belongs to the item before it.
func (s *sheet) under(texts ...string) {
	for _, text := range texts {
		s.hung("      ", text)
	}
}

// row writes an entry of a table: what it is, and the rest next to it.
func (s *sheet) row(what, text string) { s.hung(fmt.Sprintf("  %-14s", what), text) }

// hung writes a text after a mark, with a hanging indent.
func (s *sheet) hung(mark, text string) {
	for _, l := range strings.Split(ansi.Wrap(text, s.columns()-len(mark), ""), "\n") {
		fmt.Fprintf(&s.b, "%s%s\n", mark, l)
		mark = strings.Repeat(" ", len(mark))
	}
}

// begins says in words which condition makes a move begin, or be taken; "" if none does.
func begins(sc *scenario.Scenario, m *scenario.Move) string {
	switch {
	case m.When.Source == "":
		return ""
	case m.OneOf != "":
		return ", taken if " + phrase.Condition(sc, m.When)
	}
	return ", sooner if " + phrase.Condition(sc, m.When) + ": the move before is over then"
}
