package tui_test

import (
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// tableLines are about exercises that are discussed.
func tableLines() []line {
	return []line{
		{name: "`look_for`: what evaluators look for, and their marks", world: "discussion",
			exact: "sim/exercise TestWhatStaffAloneRead",
			sees:  "evaluators what to look for, and each other's marks; the facilitator what to look for; no player", screen: lookFor},
		{name: "`criteria`: what each rating means", world: "discussion", exact: "sim/exercise TestWhatStaffAloneRead",
			sees: "evaluators the criteria beside the objective, and while they rate; no player", screen: criteria},
		{name: "a decision: who decides, by when, with which result", world: "decision", exact: "sim/exercise TestADecisionOnScreens",
			sees:   "those with the authority question, options and time, once it is asked; nobody else",
			screen: decided},
		{name: "a decision that nobody takes: `otherwise`", world: "decision", exact: "sim/exercise TestADecisionThatNobodyTakes",
			sees: "those who were asked that nobody decided in time; who reads the gauge what resulted", screen: undecided},
		{name: "a decision at the end of a move", world: "decision", exact: "sim/exercise TestADecisionAtAMovesEnd",
			sees: "who decides the question, while the clock is paused; the other seat nothing", screen: decidedAtTheEnd},
		{name: "`questions` of a move, and of an inject", world: "around_a_table", exact: "sim/exercise TestWhatIsSaidAroundATable",
			sees:   "everybody those of a move when it is over; staff alone those of an inject",
			screen: questions},
		{name: "`read_aloud`", world: "around_a_table", exact: "sim/exercise TestWhatIsSaidAroundATable",
			sees: "the facilitator, before the inject comes and when it has come; no player", screen: readAloud},
		{name: "`if_asked`", world: "around_a_table", exact: "sim/exercise TestWhatIsSaidAroundATable",
			sees: "the facilitator, before the inject comes and when it has come; no player", screen: ifAsked},
		{name: "a ranking of priorities", world: "around_a_table", exact: "sim/exercise TestARankingByHand",
			sees: "each its own order; everybody all orders and how far they agree, once it is closed", screen: ranked},
		{name: "severity levels with thresholds", world: "accounts", exact: "sim/exercise TestSeverityOfABlackout",
			sees: "each seat the levels and its own; staff who judges what, and the level by the thresholds", screen: severity},
		{name: "agreement over time", world: "accounts", exact: "sim/exercise TestSeverityOfABlackout",
			sees: "staff how far the seats agree; no seat", screen: agreement},
		{name: "hypotheses with evidence for and against", world: "accounts", exact: "sim/exercise TestClashesOfWhatIsHeld",
			sees: "each seat the evidence that it knows; staff who holds what, and who acts against whom", screen: hypotheses},
		{name: "`opens`: what is put to a seat when it has something to judge by", world: "opens",
			exact: "sim/exercise TestWhatOpensWithEvidence",
			sees:  "the seat question, account and action from then on; a seat without the evidence none of it", screen: opened},
		{name: "a checklist for staff", world: "discussion", exact: "sim/exercise TestWhatStaffAloneRead",
			sees: "the facilitator before STARTEX what is open; no player", screen: checklist},
		{name: "`attach`: files that go with an inject", world: "discussion", exact: "sim/exercise TestWhatStaffAloneRead",
			sees: "who receives it the name; staff the sum too; nobody else", screen: attached},
	}
}

// onceLines are about what is said once and is in many places.
func onceLines() []line {
	return []line{
		{name: "a `[variable]` in texts and numbers", world: "clinics", exact: "sim/scenario TestRowsAreAsWrittenByHand",
			sees: "everybody the value, and nobody a brace", screen: variables},
		{name: "`[[each]]`: forty tables from one", world: "clinics", exact: "sim/scenario TestRowsAreAsWrittenByHand",
			sees: "each seat its own row", screen: rows},
		{name: "`include`", world: "clinics", exact: "sim/scenario TestRowsAreAsWrittenByHand",
			sees: "staff what the other file has, as if it stood in this one; no clinic", screen: included},
		{name: "texts in another language", world: "languages", exact: "sim/scenario TestTranslation",
			sees: "everybody those texts, and the original where one lacks", screen: translated},
	}
}

func lookFor(s *stage) {
	s.play(1, func(w *world) {
		w.at("59m")
		w.reads("facilitator", "now", "Look for: ZQaskswhoelseQZ is affected")
		w.at("2h")
		w.reads("evaluator", "injects", "Look for: ZQaskswhoelseQZ is affected")
		w.types("evaluator", "judge call 2 text: They ask the press.")
		w.reads("evaluator", "injects", "2", "They ask the press.")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "ZQaskswhoelseQZ", "They ask the press.")
		}
	})
}

func criteria(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h")
		w.reads("evaluator", "ratings", "ZQonevoiceQZ within the hour", "Nobody speaks")
		w.types("evaluator", "rate voice P They spoke at once.")
		w.reads("evaluator", "ratings", "They spoke at once.")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "ZQonevoiceQZ", "Nobody speaks")
		}
	})
}

func decided(s *stage) {
	s.play(1, func(w *world) {
		w.at("59m")
		w.misses("clinic", "Clear it now", "Do you clear")
		w.misses("board", "Clear it now", "Do you clear")
		w.at("70m")
		for _, who := range []string{"clinic", "board"} {
			w.reads(who, "asked", "Decide Fri 10:00, in 49m", "Do you clear the north wing?")
			w.reads(who, "do", "Clear it now", "Forty patients must be moved.", "Wait for the test")
		}
		w.types("clinic", "act north_clear because: the smoke")
		w.reads("board", "world", "Budget 6")
		w.misses("board", "Decide Fri 10:00")
		w.reads("facilitator", "log", `Clinic begins "Clear it now", done by T+01:40 (the smoke)`)
		w.misses("board", "the smoke")
		w.misses("wall", "Do you clear", "Clear it now")
		w.at("2h")
		w.reads("board", "world", "Patients harmed 1.3") // 40 minutes at 2 an hour
	})
}

func undecided(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h59m")
		w.misses("board", "nobody decided in time", "Patients harmed 12")
		w.at("2h")
		for _, who := range []string{"clinic", "board"} {
			w.reads(who, "inbox", "The north wing: nobody decided in time")
		}
		w.reads("board", "world", "Patients harmed 12") // an hour at 2, and 10
		w.misses("clinic", "Patients harmed")
	})
}

func decidedAtTheEnd(s *stage) {
	s.play(1, func(w *world) {
		w.at("3h59m")
		w.misses("board", "Do you tell the press?")
		w.at("4h")
		w.reads("board", "asked", "Decide Fri 14:00, in 2h", "Do you tell the press?")
		w.misses("clinic", "Do you tell the press?", "Tell them today")
		w.types("board", "act press_tell")
		w.reads("board", "world", "Budget 9")
		w.reads("facilitator", "log", `Board begins "Tell them today"`)
		w.misses("wall", "Tell them today")
	})
}

func questions(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("facilitator", "now", "To discuss: Do you call the police?")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "Do you call the police?", "Who must hear of it first?")
		}
		w.at("2h")
		w.reads("facilitator", "ask", "Who must hear of it first?")
		for _, who := range []string{"lab", "press", "town", "wall"} {
			w.reads(who, "", "Who must hear of it first?")
			w.misses(who, "Do you call the police?")
		}
	})
}

func readAloud(s *stage) {
	s.play(1, func(w *world) {
		const aloud = "Read aloud: It is half past six. The telephone rings."
		w.at("59m")
		w.reads("facilitator", "now", aloud)
		w.at("1h")
		w.reads("facilitator", "now", "Has come: A caller", aloud)
		w.reads("evaluator", "injects", aloud)
		w.reads("lab", "inbox", "I have your key.")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "half past six")
		}
	})
}

func ifAsked(s *stage) {
	s.play(1, func(w *world) {
		const answer = "If asked: Who is it? He gives no name."
		w.at("59m")
		w.reads("facilitator", "now", answer, "Hint for you: Let it ring twice.")
		w.at("1h")
		w.reads("facilitator", "now", answer)
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "He gives no name", "ring twice")
		}
	})
}

func ranked(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h")
		w.staff(&exercise.Pose{Text: "What comes first?", Options: []string{"People", "The key", "The paper"}, Rank: true})
		for _, who := range []string{"lab", "press", "town"} {
			w.reads(who, "", "What comes first?")
		}
		w.types("lab", "answer 1 order 1,2,3")
		w.types("press", "answer 1 order 1,2,3")
		w.types("town", "answer 1 order 3,2,1")
		w.reads("town", "brief", "You: The paper > The key > People")
		w.misses("town", "People > The key")
		w.misses("wall", "People > The key", "0.11")
		w.staff(&exercise.CloseQuestion{N: 1})
		for _, who := range []string{"lab", "press", "town"} {
			w.reads(who, "brief", "People > The key > The paper", "The paper > The key > People",
				"Agreement of the rankings (W): 0.11 of 1")
		}
		w.reads("wall", "", "0.11")
	})
}

func severity(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("press", "world", "How severe it is", "Local", "Wide")
		w.types("lab", "grade local")
		w.types("grid", "grade wide")
		for _, who := range []string{"facilitator", "evaluator"} {
			w.reads(who, "links", "Local: Laboratory", "Wide: Grid operator", "by its thresholds: Local")
		}
		w.at("5h1m")
		w.reads("facilitator", "links", "by its thresholds: Wide")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "thresholds", "Wide: Grid operator")
		}
	})
}

// weigh has a seat say how sure it is of a fault, and of an attack.
func (w *world) weigh(who string, fault, attack int) {
	w.types(who, fmt.Sprintf("assess fault %d%%", fault))
	w.types(who, fmt.Sprintf("assess attack %d%%", attack))
}

func agreement(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.weigh("grid", 90, 10)
		w.weigh("agency", 20, 80)
		w.reads("facilitator", "links", "Agreement on their order: little or none", "W 0.00 of 2 seats")
		w.at("2h")
		w.weigh("agency", 70, 30)
		w.reads("facilitator", "links", "W 1.00 of 2 seats")
		w.reads("evaluator", "links", "W 1.00 of 2 seats")
		w.misses("grid", "Agreement on their order")
		w.misses("wall", "Agreement on their order")
	})
}

func hypotheses(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("agency", "world", "A fault", "against it: A memo", "An attack", "for it: A memo")
		w.reads("grid", "world", "for it: The relay's log", "against it: The relay's log")
		w.misses("agency", "The relay's log")
		w.misses("press", "A memo", "The relay's log")
		w.types("grid", "act repair")
		w.weigh("agency", 40, 80)
		w.types("agency", "act retaliate")
		const clash = `Grid operator did "Repair the relay" as if it were "A fault", and Agency,`
		w.reads("facilitator", "links", "40%, 1 of 5", "80%, 1 of 5", clash, `"The relay's log" would have told Agency`)
		for _, who := range []string{"grid", "agency", "wall"} {
			w.misses(who, "as if it were")
		}
	})
}

func opened(s *stage) {
	s.play(1, func(w *world) {
		w.at("59m")
		w.misses("watch", "Is the main broken?", "Frost has burst the main", "Shut the valve")
		w.at("1h")
		w.reads("watch", "asked", "Is the main broken?")
		w.reads("watch", "world", "Frost has burst the main", "Somebody opened a valve")
		w.reads("watch", "do", "Shut the valve in Mill Street")
		w.misses("works", "Is the main broken?", "Frost has burst the main", "Shut the valve")
		w.types("watch", "share smell to works")
		w.reads("works", "do", "Shut the valve in Mill Street")
		w.reads("works", "asked", "Is the main broken?")
		w.misses("paper", "Shut the valve", "Frost has burst the main")
		w.misses("wall", "Is the main broken?")
	})
}

func checklist(s *stage) {
	s.play(1, func(w *world) {
		w.reads("facilitator", "now", "2 items of the checklist are open", "ZQprojectorQZ works")
		w.types("facilitator", "checked 1")
		w.reads("facilitator", "now", "1 item of the checklist is open", "A scribe is named")
		w.misses("facilitator", "Open on the checklist: ZQprojectorQZ")
		for _, who := range []string{"lab", "press", "wall"} {
			w.misses(who, "ZQprojectorQZ", "A scribe is named")
		}
	})
}

func attached(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.reads("lab", "inbox", "Attached: parts/plan.txt")
		w.misses("lab", "ba7816bf")
		w.reads("evaluator", "injects", "Attached: parts/plan.txt", "ba7816bf8f01cfea")
		w.misses("press", "plan.txt")
		w.misses("wall", "plan.txt")
	})
}

func variables(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h")
		w.reads("lead", "known", "The clinics of Nordstadt lose their records.", "Fri 10:00")
		w.reads("clinic_7", "do", "Close 7 2h")
		w.misses("clinic_7", "lose their records")
		w.misses("wall", "lose their records")
		w.neither([]string{"lead", "clinic_7", "wall"}, "{", "}")
	})
}

func rows(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		for _, n := range []int{1, 7, 40} {
			who := fmt.Sprintf("clinic_%d", n)
			w.reads(who, "do", fmt.Sprintf("Close %d", n))
			w.reads(who, "", fmt.Sprintf("Clinic %d of Nordstadt", n))
		}
		w.misses("clinic_7", "Close 8", "Close 1 ")
		w.reads("clinic_8", "do", "Close 8")
		w.reads("clinic_1", "do", "Close 1 ")
		w.reads("facilitator", "seats", "Clinic 40 of Nordstadt Person clinic_40")
	})
}

func included(s *stage) {
	s.play(1, func(w *world) {
		w.at("6h")
		w.reads("facilitator", "world", "power of Nordstadt FAILED", "water of Nordstadt FAILED")
		w.misses("clinic_7", "power of Nordstadt", "water of Nordstadt")
		w.misses("wall", "power of Nordstadt")
	})
}

func translated(s *stage) {
	h := record.Header{Name: s.world, Scenario: written(s.t, s.world), Seed: 1,
		Settings: map[string]string{exercise.LanguageSetting: "de"}}
	s.playIn(h, func(w *world) {
		w.at("30m")
		w.reads("lab", "brief", "Sie haben den Schlüssel von Nordstadt verloren.")
		w.reads("lab", "inbox", "Ich habe Ihren Schlüssel.")
		w.reads("lab", "asked", "Rufen Sie die Polizei?")
		w.reads("lab", "do", "Rufen", "Wait") // which is not translated
		w.reads("lab", "", "Labor", "Der verlorene Schlüssel", "Erste Stunde")
		w.reads("facilitator", "seats", "Labor", "Wache 1 von Nordstadt", "Press")
		w.misses("lab", "You lost the key", "I have your key")
		w.misses("press", "Ich habe Ihren Schlüssel.")
	})
	s.play(1, func(w *world) {
		w.at("30m")
		w.reads("lab", "brief", "You lost the key of Nordstadt.")
		w.reads("lab", "inbox", "I have your key.")
		w.misses("lab", "Schlüssel", "Rufen")
	})
}
