package tui_test

import "github.com/stretchr/testify/require"

// sharedLines are about what seats do in common, and what they share.
func sharedLines() []line {
	return []line{
		{name: "different deeds that count together, within a window", world: "together",
			exact: "sim/engine TestTogetherIsAsReckonedByHand",
			sees:  "everybody that it has come about; the facilitator what it waits for, in words", screen: deedsTogether},
		{name: "deeds that were too far apart: `on_lapse`", world: "together", exact: "sim/engine TestTogetherIsAsReckonedByHand",
			sees: "the facilitator that it has lapsed; seats what it costs, and no word of it", screen: deedsApart},
		{name: "a joint act to which each brings an amount", world: "amounts", exact: "sim/engine TestAmounts",
			sees: "those who may join what each brings, and what is there of what it takes", screen: amountsJoined},
		{name: "`on_lapse`, by how many had joined", world: "amounts", exact: "sim/engine TestAmounts",
			sees: "those who may join that it has lapsed, who reads the gauge what it cost", screen: amountsLapsed},
		{name: "staff that seats share", world: "staff", exact: "sim/engine TestStaffIsServedInOrder",
			sees: "a seat that it waits in line, and since when it has its staff; no other seat", screen: staffInLine},
		{name: "a source with a grade", world: "sensors", exact: "tui/plain TestReadingsInLines",
			sees: "who knows the fact its grade in words", screen: gradedSource},
		{name: "a sensor: readings that come late", world: "sensors", exact: "sim/engine TestReadingsComeLate",
			sees: "the seat the last reading and when it was taken, and never the number", screen: lateReadings},
		{name: "a sensor: readings that err", world: "sensors", exact: "sim/engine TestReadingsErr",
			sees: "each seat what its own sensor shows; the facilitator both, and who reads which", screen: readingsThatErr},
		{name: "versions: who runs which", world: "s03_version_exposure", exact: "sim/engine TestExposure",
			sees:   "a seat what its own systems run; who has the list, the list; nobody else",
			screen: whoRunsWhat},
		{name: "versions: who is exposed, at any time", world: "s03_version_exposure", exact: "sim/engine TestExposure",
			sees: "staff who is exposed, pinned and on the way; no seat", screen: whoIsExposed},
	}
}

func deedsTogether(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("facilitator", "now", "All gates are shut",
			`Comes when: "Gate a", "Gate b" and "Gate c" are done within 15m of each other`)
		w.neither([]string{"facilitator", "evaluator", "a"}, "done_at", "at most 0.25")
		w.types("a", "act gate_a")
		w.at("1h10m")
		w.types("b", "act gate_b")
		w.misses("c", "All gates are shut")
		w.types("c", "act gate_c")
		for _, who := range []string{"a", "b", "c"} {
			w.reads(who, "inbox", "All gates are shut", "The water stands.")
		}
		w.at("2h")
		w.reads("a", "world", "flood 0.17", "tries 0") // it rose by 1 an hour for 70 minutes, and fell by 1
	})
}

func deedsApart(s *stage) {
	s.play(1, func(w *world) {
		w.at("5h")
		w.types("a", "act gate_a")
		w.at("5h6m")
		w.types("c", "act gate_c")
		w.at("5h21m1s")
		w.reads("facilitator", "log", "All gates are shut: lapsed")
		w.reads("b", "world", "tries 1")
		w.at("5h22m")
		w.types("b", "act gate_b") // within 15 minutes of neither
		for _, who := range []string{"a", "b", "c", "wall"} {
			w.misses(who, "All gates are shut", "lapsed", "The water stands.")
		}
	})
}

func amountsJoined(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("press", "do", "Needs commitments that come to 10 (you bring 1)")
		w.types("lab", "commit pool")
		w.reads("cloud", "asked", "6 of 10")
		w.reads("cloud", "do", "(you bring 4)")
		w.reads("facilitator", "world", "6 of 10")
		w.misses("cloud", "Begun together")
		w.types("cloud", "commit pool")
		for _, who := range []string{"lab", "cloud", "cert", "press"} {
			w.reads(who, "inbox", "Begun together: Fill the pool")
		}
		w.reads("press", "world", "Relief 100")
		w.misses("wall", "pool")
	})
}

func amountsLapsed(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.types("lab", "commit pool")
		w.types("press", "commit pool") // 7 of 10
		w.at("4h59m")
		w.misses("cloud", "Lapsed", "-20")
		w.at("5h")
		w.reads("cloud", "inbox", "Lapsed, too few committed in time: Fill the pool")
		w.reads("cert", "world", "Relief -20") // by 10 for each of two
		w.reads("facilitator", "world", "Fill the pool lapsed Fri 13:00, needs 10")
		w.reads("facilitator", "log", `"Fill the pool" lapses`, `Relief is now -20, by "Fill the pool"`)
		w.misses("wall", "pool")
	})
}

func staffInLine(s *stage) {
	s.play(1, func(w *world) {
		w.at("0s")
		w.types("a", "act long")
		w.at("1h")
		w.types("b", "act short")
		w.at("90m")
		w.types("c", "act pair")
		w.at("2h")
		w.types("d", "act short") // one is free, and c who needs two came first
		w.at("3h59m")
		w.reads("d", "asked", "A short look waits for Free analysts")
		w.reads("d", "do", `You already wait in line for "A short look"`)
		w.reads("c", "inbox", "In line: A look by two", "waits for Free analysts")
		w.reads("facilitator", "log", `Team C waits for staff for "A look by two": 2 of Free analysts`)
		w.misses("c", "Begun", "A short look waits")
		w.misses("a", "In line", "waits for")
		w.misses("wall", "look", "In line", "waits")
		w.at("4h")
		w.reads("c", "inbox", "Begun, its staff is free: A look by two", "done by Fri 1 Jan 2027 14:00 UTC")
		w.misses("d", "Begun")
		w.at("6h")
		w.reads("d", "inbox", "Begun, its staff is free: A short look", "done by Fri 1 Jan 2027 15:00 UTC")
	})
}

func gradedSource(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("desk", "known", "Grade E4 (source unreliable, doubtful)")
		w.misses("lab", "E4")
		w.types("desk", "share rumour to lab")
		w.reads("lab", "known", "Grade E4 (source unreliable, doubtful)")
		w.reads("facilitator", "facts", "Rumour (green, grade E4)")
		w.misses("harbour", "E4", "traded")
		w.misses("wall", "E4", "traded")
	})
}

func lateReadings(s *stage) {
	s.play(1, func(w *world) {
		w.at("3h29m")
		w.reads("desk", "world", "Copies found by scanning 60 copies", "taken Fri 1 Jan 2027 09:00 UTC, grade B2 (source usually "+
			"reliable, probably true)")
		w.misses("desk", "has passed a hundred", "Copies, as read")
		w.at("3h30m")
		w.reads("desk", "world", "Copies found by scanning 120 copies", "taken Fri 1 Jan 2027 10:00 UTC")
		w.reads("desk", "inbox", "The scan has passed a hundred.")
		w.reads("lab", "world", "Copies, as read 210 copies", "taken Fri 1 Jan 2027 11:30 UTC")
		w.reads("facilitator", "world", "Copies nobody sees it 210 copies")
		w.misses("lab", "scanning", "a hundred")
		w.misses("harbour", "Copies", "scan")
	})
}

func readingsThatErr(s *stage) {
	s.play(1, func(w *world) {
		w.at("4h")
		require.Equal(w.t, 1000.0, w.gauge("steady"))
		w.reads("harbour", "world", "steady 1,000")
		w.reads("lab", "world", "steady, as read 1,073", "truth cannot be judged)")
		w.reads("desk", "world", "steady, as read 1,001")
		w.reads("facilitator", "world", "steady, as read seen by Laboratory", "steady, as read seen by Watch desk")
		w.misses("lab", "1,000 s", "1,001")
		w.misses("desk", "1,000 s", "1,073")
		w.misses("harbour", "as read", "1,073", "1,001")
	})
}

func whoRunsWhat(s *stage) {
	s.play(1, func(w *world) {
		w.at("5h30m")
		w.reads("h1", "world", "Triage of the first clinic (yours) normal runs Clerk 2.1")
		w.reads("h1", "inbox", "Triage of the first clinic runs Clerk 2.1 instead of Clerk 2.0")
		w.reads("h3", "world", "Triage of the third clinic (yours) normal runs Clerk 2.0 (pinned)")
		const list = "Clerk 2.1 Triage of the first clinic, Triage of the second clinic"
		w.reads("dev", "world", "Who runs what", list)
		w.misses("dev", "Clerk 2.0", "third clinic (pinned)")
		w.misses("h1", "Who runs", "second clinic", "Kiosk")
		w.misses("press", "Who runs", "Clerk")
		w.misses("wall", "Clerk")
		w.at("6h30m")
		w.reads("press", "world", "Who runs what", list)
	})
}

func whoIsExposed(s *stage) {
	s.play(1, func(w *world) {
		w.at("5h30m")
		for _, who := range []string{"facilitator", "evaluator"} {
			w.reads(who, "world", "Clerk 2.1, flawed: 2 of 2 exposed", "Triage of the first clinic (exposed)",
				"Triage of the third clinic (pinned)")
		}
		w.at("12h30m")
		w.reads("facilitator", "world", "Triage of the first clinic (on its way)", "harm nobody sees it 12.5")
		for _, who := range []string{"dev", "h1", "h2", "h3", "press", "wall"} {
			w.misses(who, "exposed", "flawed", "on its way", "harm")
		}
		w.at("30h")
		w.reads("facilitator", "world", "harm nobody sees it 38")
		w.misses("facilitator", "exposed)")
	})
}
