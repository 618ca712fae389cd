package tui_test

import "tocsin/sim/exercise"

// secretLines are about who may know what, and who is who.
func secretLines() []line {
	return []line{
		{name: "`breached()`: sharing wider than the mark as a condition", world: "marks", exact: "sim/engine TestAMarkBites",
			sees: "who shared that it is a breach; who receives the inject what it did; nobody else", screen: breached},
		{name: "a message, or a share, under a mark of its own", world: "marks", exact: "sim/engine TestAMarkGivenBites",
			sees: "the receiver the mark, and that to pass it on is a breach of it", screen: underAMark},
		{name: "a leak by who knows, and under which mark", world: "leak", exact: "sim/engine TestAFactLeaksByWhoKnowsIt",
			sees: "everybody what it fires; staff that the fact has leaked, and no seat", screen: leaks},
		{name: "a way of messages that becomes slow", world: "channels", exact: "sim/engine TestWaysThatBreak",
			sees: "the facilitator that it is slow; sender and receiver only that it takes its time", screen: slowWay},
		{name: "a way of messages that is down", world: "channels", exact: "sim/engine TestWaysThatBreak",
			sees: "the facilitator what does not work and what waits; who calls that the line is dead; no seat more", screen: deadWay},
		{name: "a forged message", world: "forged", exact: "sim/engine TestAForgedMessageIsFoundOut",
			sees:   "the receivers a message as any other; staff that it is forged; the seat it seems to come from nothing",
			screen: forged},
		{name: "checking by a second way", world: "forged", exact: "sim/engine TestAForgedMessageIsFoundOut",
			sees: "who checks the true answer, as soon as its way brings it; no other receiver", screen: checkedBack},
		{name: "a hidden seat", world: "hidden", exact: "sim/exercise TestNobodySeesAHiddenSeat",
			sees: "staff the seat, and that it is hidden; the others \"Somebody\", until it writes to them", screen: hiddenSeat},
		{name: "a seat that comes later", world: "late", exact: "sim/engine TestSeatsThatComeLater",
			sees: "the seat that it is not there yet, and when it is; the others have it in their lists from then on", screen: lateSeat},
		{name: "a seat with aims of its own", world: "adversary", exact: "sim/score TestAdversaryByHand",
			sees: "the seat its aims in its brief; staff how they came out; no other seat", screen: aims},
		{name: "an adversary that no measure of the others counts", world: "adversary", exact: "sim/score TestAdversaryByHand",
			sees:   "the seat which side it is on; staff the score of the others against it; \"all\" is not the adversary",
			screen: adversary},
		{name: "a hand-over within a seat", world: "relief", exact: "sim/exercise TestWhatTheNoteLeavesOut",
			sees:   "who comes the note and what the seat knows; staff what the note left out; no other seat",
			screen: handedOver},
	}
}

func breached(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.types("police", "share source to lab")
		w.reads("police", "world", "Trust 50")
		w.misses("police", "Somebody has talked")
		w.insists("lab", "share source to press")
		w.reads("lab", "inbox", `Breach of TLP:AMBER: you shared "The source" with Press, more widely than its mark allows`)
		w.reads("police", "inbox", "Somebody has talked", "A reporter asks for the source by name.")
		w.reads("police", "world", "Trust 40")
		w.reads("facilitator", "log", `Laboratory shares "The source" with Press, more widely than its mark TLP:AMBER allows`)
		w.reads("facilitator", "now", `Comes when: the mark of "The source" has been breached`)
		w.misses("police", "more widely than its mark")
		w.misses("press", "Breach", "Somebody has talked", "Trust")
		w.misses("wall", "The source", "Breach")
	})
}

func underAMark(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h")
		w.types("police", "say to lab mark red Keep this to yourself.")
		w.types("police", "share rumour to lab mark red")
		w.reads("lab", "inbox", "Keep this to yourself.", "TLP:RED")
		w.reads("lab", "known", "The rumour TLP:RED", "TLP:RED: may go to Police, nobody else.")
		w.misses("press", "TLP:RED", "Keep this")
		w.insists("lab", "share rumour to press")
		w.reads("lab", "inbox", `Breach of TLP:RED: you shared "The rumour" with Press`)
		w.reads("facilitator", "log", "more widely than the mark given with it, TLP:RED, allows")
		w.misses("wall", "Keep this", "TLP:RED")
	})
}

func leaks(s *stage) {
	s.play(1, func(w *world) { // it leaks at 5h35m
		w.at("5h34m")
		w.misses("press", "The source stands in the paper.")
		w.at("5h35m")
		for _, who := range []string{"police", "lab", "press"} {
			w.reads(who, "inbox", "The source stands in the paper.")
			w.misses(who, "leaks", "leaked")
		}
		w.reads("facilitator", "log", `"Source" leaks`, `It is out, because "Source" leaked`)
		w.misses("press", "The source is a person.")
		w.misses("wall", "leaks", "The source is a person.")
	})
}

func slowWay(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h30m")
		w.types("lab", "say to press via contact How is it with you?")
		w.reads("lab", "inbox", "Press: on its way")
		w.reads("facilitator", "world", "The way by contacts takes 3 times as long as usual")
		w.reads("facilitator", "log", `The way by contacts takes 3 times as long as usual, by "Storm"`)
		w.at("3h59m")
		w.misses("press", "How is it with you?")
		w.misses("lab", "3 times", "Storm")
		w.at("4h")
		w.reads("press", "inbox", "How is it with you?")
		w.misses("press", "3 times", "Storm")
	})
}

func deadWay(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h30m")
		w.types("lab", "say to police Before the storm.")
		w.at("3h")
		w.types("lab", "say to police Into the storm.")
		w.at("4h30m")
		w.reads("facilitator", "world", "The usual channel does not work; 2 messages wait")
		w.reads("facilitator", "log", `The usual channel does not work, by "Storm"`,
			"The message from Laboratory to Police waits: the usual channel does not work")
		w.reads("lab", "inbox", "Police: on its way")
		w.misses("lab", "does not work", "messages wait")
		w.misses("police", "Before the storm.", "Into the storm.")
		w.at("5h")
		w.reads("police", "inbox", "Before the storm.", "Into the storm.")
		w.reads("facilitator", "log", `The usual channel works as usual, by "Calm"`)
		w.at("6h")
		w.refused("lab", "ask to police via call Are you there?", "The telephone does not work: nobody can be called now")
		w.reads("facilitator", "world", "The line for calls does not work")
		w.misses("press", "line for calls", "usual channel does")
		w.misses("wall", "does not work")
	})
}

func forged(s *stage) {
	s.play(1, func(w *world) {
		w.at("3h")
		for _, who := range []string{"lab", "harbour"} {
			w.reads(who, "inbox", "from Ministry", "Stop the search at once. The ministry takes over.")
			w.reads(who, "known", "The search is called off.", "from Ministry")
			w.misses(who, "forged")
		}
		w.reads("harbour", "do", "You can > Close the harbour")
		w.reads("facilitator", "log", `a forged message reaches Harbour, as if from Ministry: "The forged order"`)
		w.reads("facilitator", "facts", "Halt (green, leads nowhere)")
		w.misses("ministry", "Stop the search", "forged", "called off")
		w.misses("wall", "Stop the search", "forged")
	})
}

func checkedBack(s *stage) {
	s.play(1, func(w *world) {
		w.at("4h")
		w.types("lab", "verify ministry#1")
		w.at("6h")
		w.types("harbour", "verify ministry#1 via call")
		const no = "No, we did not send you this"
		w.reads("harbour", "inbox", no)
		w.reads("ministry", "inbox", "Did you send us this")
		w.misses("lab", no)
		w.at("8h")
		w.reads("lab", "inbox", no, "You know that somebody writes in the name of the ministry.")
		w.reads("facilitator", "now", `Comes when: Laboratory has found out that "The forged order" is forged`)
		w.misses("harbour", "You know that somebody writes")
		w.misses("wall", no)
	})
}

func hiddenSeat(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h")
		w.reads("mole", "brief", "Only staff see that you are at the table.")
		w.types("mole", "commit trace")
		w.reads("police", "inbox", "Somebody proposes: Trace")
		w.reads("police", "asked", "Commit with Somebody", "Trace (1 of 2)")
		w.reads("facilitator", "seats", "The quiet one (hidden, adversary)")
		w.reads("facilitator", "world", "committed: The quiet one")
		for _, who := range []string{"lab", "police", "wall"} {
			w.misses(who, "The quiet one", "hidden", "adversary")
		}
		w.types("mole", "say to police You look in the wrong place.")
		w.reads("police", "inbox", "from The quiet one", "You look in the wrong place.")
		w.reads("police", "asked", "Commit with The quiet one")
		w.misses("lab", "The quiet one", "You look in the wrong place.")
		w.misses("wall", "The quiet one")
	})
}

func lateSeat(s *stage) {
	s.play(1, func(w *world) {
		w.at("3h")
		w.reads("police", "brief", "You come to the table later, and are told when you are there.")
		w.reads("facilitator", "seats", "Police (later)", "Press (later)")
		w.refused("lab", "share key to police", `unknown role "police"`)
		w.reads("lab", "inbox", "We need the police.")
		w.misses("press", "We need the police.")
		w.misses("lab", "Police", "later)")
		w.at("3h30m")
		w.reads("police", "inbox", "You are at the table now")
		w.misses("police", "You come to the table later")
		w.reads("facilitator", "log", "Police comes to the table")
		w.types("lab", "share key to police")
		w.reads("police", "known", "A key is used twice.")
		w.at("7h")
		w.reads("press", "inbox", "You are at the table now", "Something has happened.")
		w.misses("press", "We need the police.", "A key is used twice.")
	})
}

// spread plays the adversary's world to its end: footholds are 10, then 20, then 10.
func (w *world) spread() {
	w.at("1h")
	w.types("agent", "act spread")
	w.at("3h")
	w.types("lab", "share key to all")
	w.at("4h")
	w.types("police", "act revoke")
	w.at("1d")
}

func aims(s *stage) {
	s.play(1, func(w *world) {
		const aim = "Be in fifteen places at the end"
		w.at("0s")
		w.reads("agent", "brief", "Your own aims: "+aim+".")
		w.misses("lab", aim)
		w.misses("police", aim)
		w.misses("wall", aim)
		w.reads("evaluator", "ratings", aim+" (aim of The agent)")
		w.spread()
		w.reads("facilitator", "score", aim+" (aim of The agent) S", "Those who need it know of the key in time P")
		w.misses("lab", aim)
		w.misses("police", aim)
	})
}

func adversary(s *stage) {
	s.play(1, func(w *world) {
		w.at("0s")
		w.reads("agent", "brief", "You play against the others")
		w.misses("lab", "against the others", "adversary")
		w.spread()
		w.reads("facilitator", "seats", "The agent (adversary)")
		w.reads("facilitator", "score", "Harm: 10; if nobody had acted 20")
		w.reads("police", "known", "A key is used twice.")
		w.misses("agent", "A key is used twice.")
		w.misses("police", "adversary", "if nobody had acted")
	})
}

func handedOver(s *stage) {
	s.play(1, func(w *world) {
		w.at("2h")
		w.types("lab", "pass The egress from the bucket is slow: watch it.")
		w.join("bea", exercise.KindPlayer, "")
		w.settle()
		w.types("facilitator", `seat "Person bea" lab`)
		w.reads("bea", "inbox", "The egress from the bucket is slow: watch it.", "0.6 TB left the bucket.")
		w.reads("bea", "known", "Missing audit rows")
		w.misses("agency", "The egress from the bucket", "The log has holes.")
		w.types("bea", "share egress to agency")
		w.at("1d")
		w.reads("facilitator", "score", "Seats that changed hands",
			"Person bea took Laboratory over from Person lab at T+02:00, with a note that names 1 of 2 things in hand.")
		w.misses("agency", "took Laboratory over")
		w.misses("wall", "took Laboratory over")
	})
}
