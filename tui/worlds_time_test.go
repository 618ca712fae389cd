package tui_test

import (
	"time"

	"tocsin/sim/exercise"
)

// timeLines are about time as people live it, and about moves.
func timeLines() []line {
	return []line{
		{name: "`hour_of_day` in conditions", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "who receives it that it comes in the morning, and to whom not", screen: hourOfDay},
		{name: "`weekday` in conditions", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "who receives it that it comes at midnight before Saturday", screen: weekday},
		{name: "business days of a duty", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "whose duty it is the day and time, past the weekend; no other seat", screen: businessDays},
		{name: "a zone for each seat", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "the seat what time it is there; staff what time it is with each", screen: zones},
		{name: "office hours", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "the seat its hours, and whether they are over; staff the same of each", screen: officeHours},
		{name: "shifts that end the next morning", world: "hours", exact: "sim/engine TestOfficeHours",
			sees: "the seat on which side of its shift it is", screen: shifts},
		{name: "a pace for each move", world: "hours", exact: "sim/exercise TestThePaceOfAMove",
			sees: "everybody how long a minute of the room is now", open: true, screen: paceOfMoves},
		{name: "a move that begins on a condition", world: "branches", exact: "sim/engine TestMovesBranch",
			sees: "everybody that it has begun; staff why; nobody its name before", screen: moveOnCondition},
		{name: "branches: a move that the facilitator chooses", world: "branches", exact: "sim/engine TestMovesBranch",
			sees:   "the facilitator the choice and what comes without it; seats the one that has begun, and no other",
			screen: chosenMove},
		{name: "a hazard in one move only", world: "branches", exact: "sim/engine TestHazardOfAMove",
			sees: "the owner that it has failed, in that move", screen: hazardOfAMove},
	}
}

func hourOfDay(s *stage) {
	s.play(1, func(w *world) {
		w.at("1d")
		w.at("64h59m") // Monday, a minute before eight
		w.reads("guard", "inbox", "Fri 15:00 Exercise control Morning")
		w.misses("guard", "Mon 08:00")
		w.at("65h")
		w.reads("guard", "inbox", "Mon 08:00 Exercise control Morning", "The morning papers.")
		w.reads("facilitator", "now", "Comes when: the hour of the day is at least 8 and")
		w.misses("brussels", "The morning papers.")
		w.misses("wall", "The morning papers.")
	})
}

func weekday(s *stage) {
	s.play(1, func(w *world) {
		w.at("8h59m")
		w.misses("guard", "Sat 00:00 Exercise control Saturday")
		w.at("9h")
		w.reads("guard", "inbox", "Sat 00:00 Exercise control Saturday")
		w.misses("tokyo", "Sat 00:00 Exercise control")
	})
}

func businessDays(s *stage) {
	s.play(1, func(w *world) {
		w.at("29m")
		w.misses("brussels", "Wed 15:30")
		w.at("30m") // three business days after Friday, half past three
		w.reads("brussels", "asked", "Wed 15:30, in 5d", "report")
		w.reads("facilitator", "world", "Brussels: report due in 5d")
		w.misses("tokyo", "Wed 15:30")
		w.misses("guard", "Wed 15:30")
	})
}

func zones(s *stage) {
	s.play(1, func(w *world) {
		w.at("17h") // Saturday, eight in the morning in Brussels
		w.reads("brussels", "brief", "It is Sat 08:00 UTC+1")
		w.reads("tokyo", "brief", "It is Sat 16:00 UTC+9")
		w.reads("facilitator", "seats", "It is Sat 08:00 UTC+1", "It is Sat 16:00 UTC+9")
		w.misses("brussels", "UTC+9")
		w.misses("wall", "UTC+9")
	})
}

func officeHours(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("brussels", "brief", "Your hours are 09:00 to 17:00, Monday to Friday, UTC+1.", "It is Fri 16:00 UTC+1, in office hours")
		w.at("2h")
		w.reads("brussels", "brief", "It is Fri 17:00 UTC+1, outside office hours until Mon 09:00 UTC+1")
		w.reads("facilitator", "seats", "It is Fri 17:00 UTC+1, outside office hours until Mon 09:00 UTC+1")
		w.reads("tokyo", "brief", "Your hours are 09:00 to 18:00, Monday to Friday, UTC+9.")
		w.misses("tokyo", "UTC+1, outside")
		w.misses("wall", "office hours")
	})
}

func shifts(s *stage) {
	s.play(1, func(w *world) {
		w.at("6h59m")
		w.reads("guard", "brief", "Your hours are 22:00 to 06:00, every day, UTC+1.",
			"It is Fri 21:59 UTC+1, outside office hours until Fri 22:00 UTC+1")
		w.at("7h")
		w.reads("guard", "brief", "It is Fri 22:00 UTC+1, in office hours")
		w.at("14h59m")
		w.reads("guard", "brief", "It is Sat 05:59 UTC+1, in office hours")
		w.at("15h")
		w.reads("guard", "brief", "It is Sat 06:00 UTC+1, outside office hours until Sat 22:00 UTC+1")
		w.misses("wall", "office hours")
	})
}

func paceOfMoves(s *stage) {
	s.play(1, func(w *world) {
		w.at("0s")
		w.staff(&exercise.Resume{})
		for _, who := range []string{"facilitator", "brussels", "wall"} {
			w.reads(who, "", "1 min = 30m", "Move 1/3: The afternoon")
		}
		w.staff(&exercise.Pause{})
		w.at("1d")
		w.staff(&exercise.Resume{})
		for _, who := range []string{"facilitator", "brussels", "wall"} {
			w.reads(who, "", "1 min = 6h", "Move 2/3: The weekend")
		}
		w.wait(8 * time.Minute) // two days at six hours a minute
		w.reads("wall", "", "End of move: The weekend")
		w.staff(&exercise.Resume{})
		w.reads("wall", "", "1 min = 6h", "Move 3/3: The week") // it has no pace of its own
	})
}

func moveOnCondition(s *stage) {
	s.play(1, func(w *world) {
		w.at("59m")
		w.misses("desk", "Move: Act", "Looking back")
		w.at("1h")
		w.types("lab", "act alarm")
		for _, who := range []string{"lab", "desk"} {
			w.reads(who, "inbox", "End of move: Watch", "Move: Act", "The first watch is over.")
		}
		w.reads("wall", "", "End of move: Watch", "Move: Act", "Move 2/4: Act")
		w.reads("facilitator", "log", "Move 2 begins, Act: what it waits for is true")
		w.misses("desk", "what it waits for")
	})
}

func chosenMove(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.types("lab", "act alarm")
		w.at("6h")
		w.reads("facilitator", "now", "Choose the next move; s goes on with ZQquietlyQZ On the quiet")
		for _, who := range []string{"desk", "lab", "wall"} {
			w.reads(who, "", "Move 3/4: not chosen yet")
			w.misses(who, "ZQquietlyQZ", "In the open", "ZQopenbriefQZ")
		}
		w.types("facilitator", "choose open")
		w.reads("facilitator", "now", "Press s to go on with In the open, which is chosen.")
		w.misses("desk", "In the open")
		w.at("6h30m")
		w.reads("facilitator", "log", "Move 3 begins, In the open: the facilitator has chosen it")
		w.reads("desk", "inbox", "Move: In the open")
		w.reads("desk", "brief", "ZQopenbriefQZ The square fills.")
		w.reads("wall", "", "Move 3/4: In the open")
		w.at("7h1m")
		w.reads("desk", "inbox", "They want to know.")
		w.misses("lab", "They want to know.", "ZQquietlyQZ")
	})
}

func hazardOfAMove(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.types("lab", "act alarm")
		w.at("3h")
		w.types("lab", "act warn")
		w.at("6h")
		w.misses("desk", "The desk: failed")
		w.at("8h")
		w.reads("desk", "inbox", "The desk: failed")
		w.reads("facilitator", "world", "The desk, of Desk FAILED")
		w.misses("lab", "The desk: failed")
		w.misses("wall", "The desk: failed")
	})
}
