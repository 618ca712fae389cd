package exercise

import "tocsin/sim/speech"

// acts is every act of the room, a row each: its word, who may do it, its arguments, help,
// and how it is made. A new act is a type with its do in a file of its own, and a row here:
// command lines, the dialogue, forms, programs and the tables of the documentation follow.
var acts = speech.Language{
	{
		Verb: "answer", Main: true, Who: speech.Player, Make: func() any { return &Respond{} },
		Help: "Answer what the facilitator asks the room",
		Done: "Answered; it can be changed until the question is closed",
		Args: []speech.Arg{
			{
				Key: "n", Name: "question", Kind: speech.Question, Bare: true, Need: true,
				Ask: "Which question do you answer?",
			},
			{Key: "choice", Kind: speech.Choice, Bare: true, Ask: "Which option?"},
			{
				Key: "order", Kind: speech.Order, Bare: true,
				Ask: "All options in order, the most important first?",
			},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "Your answer, in words?"},
		},
	},
	{
		Verb: "decide", Who: speech.Player | speech.Staff, Make: func() any { return &Decide{} },
		Help: "Write a decision down, for the record", Done: "Written down",
		Args: []speech.Arg{
			{
				Seldom: true, Staff: true, Key: "role", Name: "of", Label: "Whose decision", Kind: speech.Seat,
				Ask: "Whose decision is it?",
			},
			{
				Key: "due", Name: "by", Label: "Followed up in", Kind: speech.Span,
				Ask: "How soon should it be followed up, from now?",
			},
			{Seldom: true, Key: "inject", Label: "Answers inject", Kind: speech.Inject, Ask: "Which inject does it answer?"},
			labelled("Decided", text("What was decided?")),
			{Key: "options", Label: "Between", Kind: speech.Texts, Ask: "Between which options, with semicolons?"},
			{Key: "why", Kind: speech.Text, Ask: "Why?"},
			{Key: "follow", Label: "To be done", Kind: speech.Text, Ask: "What should be done about it?"},
		},
	},
	{
		Verb: "approve", Short: []speech.Short{{Word: "disapprove", Is: "approve yes off"}}, Who: speech.Player,
		Make: func() any { return &Approve{} }, Help: "Answer a facilitator who asks for your seat's approval",
		Done: "Answered",
		Args: []speech.Arg{
			{
				Key: "n", Name: "number", Kind: speech.Approval, Bare: true, Need: true,
				Ask: "Which approval, by its number among those asked of you?",
			},
			{Key: "yes", Kind: speech.Switch, Need: true, Bare: true, Ask: "Do you approve: yes or no?"},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "In what words?"},
		},
	},
	{
		Verb: "whisper", Short: []speech.Short{{Word: "facilitator", Is: "whisper to staff"}},
		Who: speech.Player | speech.Staff, Make: func() any { return &Whisper{} },
		Help: "Say something out of the game: players to the staff, and to seats before STARTEX; staff to anyone",
		Done: "Said, out of the game",
		Args: []speech.Arg{
			{Key: "to", Kind: speech.Persons, Ask: "To whom?"}, text("What do you say, out of the game?"),
		},
	},
	{
		Verb: "feedback", Main: true, Who: speech.Player | speech.Observer,
		Make: func() any { return &Feedback{} }, Help: "Say how the exercise was, after ENDEX",
		Done: "Thank you. You can give it again; the last counts",
		Args: []speech.Arg{
			rated("realism", "It was like the real thing"), rated("usefulness", "It was worth the time"),
			rated("prepared", "We are prepared for such a thing now"),
			{Key: "well", Kind: speech.Text, Ask: "What went well?"},
			{Key: "change", Kind: speech.Text, Ask: "What should change?"},
			{Key: "will", Kind: speech.Text, Ask: "One thing that you or your organisation will do?"},
		},
	},
	{
		Verb: "read", Who: speech.Player, Make: func() any { return &Read{} },
		Help: "Mark items of the inbox as read, up to a number", Done: "Read",
		Args: []speech.Arg{
			{Key: "n", Name: "item", Kind: speech.Number, Bare: true, Need: true, Ask: "Up to which item?"},
			{Seldom: true, Key: "only", Kind: speech.Switch, Ask: "Only this one: on or off?"},
		},
	},
	{
		Verb: "leave", Who: speech.Anyone, Make: func() any { return &Leave{} },
		Help: "Give your seat up and leave", Done: "Gone", Sure: "Your seat is given up. pass leaves a note for the next person in it.",
	},

	{
		Verb: "start", Main: true, Who: speech.Facilitator, Make: func() any { return &Start{} },
		Help: "Begin the exercise: STARTEX", Done: "STARTEX",
		Args: []speech.Arg{
			{
				Seldom: true, Key: "paused", Kind: speech.Switch,
				Ask: "With the clock paused: on or off?",
			},
		},
	},
	{
		Verb: "pause", Main: true, Who: speech.Facilitator, Make: func() any { return &Pause{} },
		Help: "Pause the clock", Done: "The clock is paused",
		Args: []speech.Arg{
			{
				Seldom: true, Key: "allows", Kind: speech.Word, Of: []string{allowTalk, allowAll, allowNothing},
				Ask: "What may players do meanwhile?",
			},
			{Key: "why", Kind: speech.Text, Bare: true, Ask: "Why, for all to see?"},
		},
	},
	{
		Verb: "resume", Main: true, Who: speech.Facilitator, Make: func() any { return &Resume{} },
		Help: "Let the clock continue", Done: "The clock runs",
	},
	{
		Verb: "observe", Main: true, Short: []speech.Short{{Word: "note", Is: "observe"}}, Who: speech.Staff,
		Make: func() any { return &Observe{} }, Help: "Write an observation", Done: "Noted",
		Args: []speech.Arg{
			{
				Seldom: true, Key: "tag", Kind: speech.Word, Of: tags,
				Ask: "What is it: " + tags[0] + ", strength, gap, quote or question?",
			},
			{Seldom: true, Key: "at", Label: "Time", Kind: speech.Span, Ask: "When was it, since STARTEX, if not now?"},
			{Seldom: true, Key: "role", Name: "of", Label: "Seat", Kind: speech.Seat, Ask: "About which seat?"},
			{Seldom: true, Key: "inject", Kind: speech.Inject, Ask: "About which inject?"},
			{Seldom: true, Key: "objective", Kind: speech.Objective, Ask: "About which objective?"},
			{Seldom: true, Key: "private", Kind: speech.Switch, Ask: "For you alone: on or off?"},
			{
				Seldom: true, Key: "corrects", Kind: speech.Number,
				Ask: "Which of your observations does it correct?",
			},
			text("What did you observe?"),
		},
	},
	{
		Verb: "rate", Who: speech.Staff, Make: func() any { return &Rate{} },
		Help: "Rate an objective: P, S, M or U", Done: "Rated: {objective}",
		Args: []speech.Arg{
			{Key: "objective", Kind: speech.Objective, Bare: true, Need: true, Ask: "Which objective?"},
			{
				Key: "rating", Kind: speech.Word, Of: []string{"P", "S", "M", "U"}, Bare: true, Need: true,
				Ask: "Performed: P without challenges, S with some, M with major ones, U not at all?",
			},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "What shows it?"},
		},
	},
	{
		Verb: "judge", Who: speech.Staff, Make: func() any { return &Judge{} },
		Help: "Mark what evaluators look for in an inject: 3 fully to 0 not at all, or P, S, M, U", Done: "Marked",
		Args: []speech.Arg{
			{Key: "inject", Kind: speech.Delivered, Bare: true, Need: true, Ask: "Which inject?"},
			{Key: "mark", Kind: speech.Word, Of: judgeMarks, Bare: true, Need: true, Ask: "3, 2, 1 or 0, or P, S, M or U?"},
			{Seldom: true, Key: "n", Name: "item", Kind: speech.Number, Ask: "Which of the things to look for, if there are several?"},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "What shows it?"},
		},
	},
	{
		Verb: "checked", Short: []speech.Short{{Word: "unchecked", Is: "checked on off"}}, Who: speech.Staff,
		Make: func() any { return &CheckOff{} }, Help: "Say that an item of the checklist is done", Done: "Noted",
		Args: []speech.Arg{
			{Key: "n", Name: "item", Kind: speech.Number, Bare: true, Need: true, Ask: "Which item, by its number?"}, on(),
		},
	},
	{
		Verb: "broadcast", Who: speech.Facilitator, Make: func() any { return &Broadcast{} },
		Help: "Say something to everyone, out of the game", Done: "Said to all",
		Args: []speech.Arg{text("What do you say to all, out of the game?")},
	},
	{
		Verb: "question", Who: speech.Facilitator, Make: func() any { return &Pose{} },
		Help: "Ask the room something, with options or without", Done: "Asked. Close it to show the answers",
		Args: []speech.Arg{
			{
				Seldom: true, Key: "rank", Kind: speech.Switch,
				Ask: "Should people put the options in order: on or off?",
			},
			text("What do you ask the room?"),
			{
				Key: "options", Kind: speech.Texts,
				Ask: "Which options, with semicolons, or none for answers in words?",
			},
		},
	},
	{
		Verb: "close", Who: speech.Facilitator, Make: func() any { return &CloseQuestion{} },
		Help: "Close a question and show its answers", Done: "Closed",
		Args: []speech.Arg{
			{Key: "n", Name: "question", Kind: speech.Question, Bare: true, Need: true, Ask: "Which question?"},
		},
	},
	{
		Verb: "approval", Who: speech.Facilitator, Make: func() any { return &Consult{} },
		Help: "Ask a seat to approve an attempt before you rule on it", Done: "Asked: {from}",
		Args: []speech.Arg{
			{Key: "case", Name: "attempt", Kind: speech.Case, Bare: true, Need: true, Ask: "Which attempt?"},
			{Key: "from", Label: "Seat asked", Kind: speech.Seat, Bare: true, Need: true, Ask: "Which seat?"},
			text("What is it asked?"),
		},
	},
	{
		Verb: "seat", Main: true, Who: speech.Facilitator, Make: func() any { return &Seating{} },
		Help: "Give somebody a seat", Done: "{who} has the seat {role}",
		Args: []speech.Arg{
			who(), {Key: "role", Name: "in", Label: "Seat", Kind: speech.Seat, Bare: true, Need: true, Ask: "Which seat?"},
		},
	},
	{
		Verb: "unseat", Who: speech.Facilitator, Make: func() any { return &Unseat{} },
		Help: "Take somebody out of a seat, to the lobby", Done: "{who} is in the lobby",
		Args: []speech.Arg{who()},
	},
	{
		Verb: "bot", Short: []speech.Short{{Word: "nobot", Is: "bot on off"}}, Who: speech.Facilitator,
		Make: func() any { return &Bot{} }, Help: "Give a seat to a bot; nobot takes it back",
		Done: "A bot plays {role}", Undone: "No bot plays {role} any more", Args: []speech.Arg{role(), on()},
	},
	{
		Verb: "takeover", Who: speech.Facilitator, Make: func() any { return &Takeover{} },
		Help: "Play a seat yourself: then as SEAT and what it does",
		Done: "You play {role}: write as, its short name, and what it does", Args: []speech.Arg{role()},
	},
	{
		Verb: "giveback", Who: speech.Facilitator, Make: func() any { return &Giveback{} },
		Help: "Give back a seat that was taken over", Done: "Given back: {role}", Args: []speech.Arg{role()},
	},
	{
		Verb: "handover", Who: speech.Facilitator, Make: func() any { return &Handover{} },
		Help: "Pass what you have taken over to another facilitator", Done: "Handed over to {to}",
		Args: []speech.Arg{
			{Key: "to", Kind: speech.Colleague, Bare: true, Need: true, Ask: "To which facilitator?"},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "What does the other need to know?"},
		},
	},
	{
		Verb: "mirror", Short: []speech.Short{{Word: "look", Is: "mirror"}}, Who: speech.Staff,
		Make: func() any { return &Look{} }, Help: "See what a seat sees; without one, stop",
		Done: "You see what it sees",
		Args: []speech.Arg{{Key: "role", Name: "seat", Kind: speech.Seat, Bare: true, Ask: "Which seat?"}},
	},
	{
		Verb: "mute", Short: []speech.Short{{Word: "unmute", Is: "mute on off"}}, Who: speech.Facilitator,
		Make: func() any { return &Mute{} }, Help: "Keep a player from acting; unmute lets them again",
		Done: "{who} cannot act", Undone: "{who} can act again", Args: []speech.Arg{who(), on()},
	},
	{
		Verb: "remove", Who: speech.Facilitator, Make: func() any { return &Remove{} },
		Help: "Remove somebody from the room permanently", Done: "{who} is out",
		Sure: "They cannot come back under that name. They still know the join code: " +
			"change it with code players.",
		Args: []speech.Arg{who()},
	},
	{
		Verb: "admit", Who: speech.Facilitator, Make: func() any { return &Admit{} },
		Help: "Answer somebody who asks to come in under a name that is already known: yes, or admit NAME off",
		Done: "Answered: {who}",
		Args: []speech.Arg{
			{Key: "who", Kind: speech.Person, Bare: true, Need: true, Ask: "Who asks to come in?"}, on(),
			{
				Seldom: true, Key: "n", Name: "number", Kind: speech.Number,
				Ask: "Which of them, by the number, if several ask?",
			},
		},
	},
	{
		Verb: "card", Who: speech.Facilitator, Make: func() any { return &Recard{} },
		Help: "Make a new card for a seat, to replace a lost one",
		Done: "{role} has a new card: see it with who",
		Sure: "The old card no longer works, nor does the way back of the person in that seat.",
		Args: []speech.Arg{role()},
	},
	{
		Verb: "code", Who: speech.Facilitator, Make: func() any { return &Recode{} },
		Help: "Make a new code for players, facilitators or evaluators; people in the room stay in",
		Done: "The {of} have a new code: see it with who",
		Sure: "The old code no longer works.",
		Args: []speech.Arg{
			{
				Key: "of", Kind: speech.Word, Of: []string{"players", "facilitators", "evaluators"},
				Bare: true, Need: true, Ask: "Whose code?",
			},
		},
	},
	{
		Verb: "automatic", Who: speech.Facilitator, Make: func() any { return &Automatic{} },
		Help: "Release held injects automatically, or stop that", Done: "Held injects released automatically: {on}",
		Args: []speech.Arg{
			{Key: "on", Name: "switch", Kind: speech.Switch, Bare: true, Need: true, Ask: "On or off?"},
		},
	},
	{
		Verb: "pace", Who: speech.Facilitator, Make: func() any { return &Pace{} },
		Help: "Set how much exercise time passes in one minute in the room", Done: "A minute in the room is {minute}",
		Args: []speech.Arg{
			{
				Key: "minute", Kind: speech.Span, Bare: true, Need: true,
				Ask: "How much exercise time is a minute in the room, such as 2h?",
			},
		},
	},
	{
		Verb: "direct", Short: []speech.Short{{Word: "byhand", Is: "direct on off"}}, Who: speech.Facilitator,
		Make: func() any { return &Direct{} },
		Help: "Let the director move the clock, so that the exercise ends in the time given; byhand takes it back",
		Done: "The director: {on}",
		Args: []speech.Arg{
			{
				Key: "time", Kind: speech.Span, Bare: true,
				Ask: "How much time does the room have, such as 90m? From the brief to the end of the hot wash, or from now",
			}, on(),
		},
	},
	{
		Verb: "step", Who: speech.Facilitator, Make: func() any { return &Step{} },
		Help: "Move time to the next event, inject or end of a move",
		Done: "Time has come to the next {to}",
		Args: []speech.Arg{
			{
				Key: "to", Kind: speech.Word, Of: []string{"event", "inject", "move"}, Bare: true, Need: true,
				Ask: "To the next event, inject or move?",
			},
		},
	},
	{
		Verb: "jump", Who: speech.Facilitator, Make: func() any { return &Jump{} },
		Help: "Move time at once: by a duration, or to a time since STARTEX", Done: "Time has passed",
		Args: []speech.Arg{
			{Key: "by", Kind: speech.Span, Bare: true, Ask: "How far, such as 6h?"},
			{Key: "to", Kind: speech.Span, Ask: "Or to which time since STARTEX?"},
		},
	},
	{
		Verb: "aide", Short: []speech.Short{{Word: "noaide", Is: "aide on off"}}, Who: speech.Facilitator,
		Make: func() any { return &Aide{} },
		Help: "Let somebody advise a seat: they see what it sees, and only its holder acts",
		Done: "{who} advises {role}", Undone: "{who} advises no seat any more",
		Args: []speech.Arg{
			who(), {Key: "role", Name: "in", Label: "Seat", Kind: speech.Seat, Bare: true, Ask: "Which seat?"}, on(),
		},
	},
	{
		Verb: "advise", Who: speech.Player, Make: func() any { return &Advise{} },
		Help: "Say something to those who share your seat, and to nobody else", Done: "Said to your seat",
		Args: []speech.Arg{text("What do you say to those of your seat?")},
	},
	{
		Verb: "yield", Who: speech.Player, Make: func() any { return &Yield{} },
		Help: "Pass your seat to somebody who advises it", Done: "{to} holds the seat now", Rather: noteFirst,
		Args: []speech.Arg{{Key: "to", Kind: speech.Name, Bare: true, Need: true, Ask: "To whom?"}},
	},
	{
		Verb: "lead", Who: speech.Player, Make: func() any { return &Lead{} },
		Help: "Take the seat that you advise, if nobody who holds it is here", Done: "You hold the seat now",
	},
	{
		Verb: "visit", Who: speech.Facilitator, Make: func() any { return &Visit{} },
		Help: "Go to another room, where several play side by side", Done: "You go to room {room}",
		Args: []speech.Arg{{Key: "room", Kind: speech.Name, Bare: true, Need: true, Ask: "To which room?"}},
	},
	{
		Verb: "put", Who: speech.Facilitator, Make: func() any { return &Put{} },
		Help: "Send a player to another room", Done: "{who} goes to room {room}",
		Args: []speech.Arg{
			who(), {Key: "room", Name: "in", Label: "Room", Kind: speech.Name, Bare: true, Need: true, Ask: "To which room?"},
		},
	},
	{
		Verb: "seed", Who: speech.Facilitator, Make: func() any { return &Reseed{} },
		Help: "Draw the exercise from another seed, before anything is done in it", Done: "Drawn by seed {seed}",
		Args: []speech.Arg{{Key: "seed", Kind: speech.Number, Bare: true, Need: true, Ask: "Which seed?"}},
	},
	{
		Verb: "turns", Short: []speech.Short{{Word: "noturns", Is: "turns 0s"}}, Who: speech.Facilitator,
		Make: func() any { return &InTurns{} },
		Help: "Let time move in turns: by a set time when every seat has said done",
		Done: "Time moves in turns of {every}",
		Args: []speech.Arg{
			{
				Key: "every", Kind: speech.Span, Bare: true, Need: true,
				Ask: "How much exercise time is a turn, such as 2h? 0s goes back to the clock",
			},
			{Key: "limit", Kind: speech.Span, Ask: "How long may a turn take in the room?"},
		},
	},
	{
		Verb: "done", Who: speech.Player | speech.Facilitator, Make: func() any { return &Finish{} },
		Help:        "Say that you have done what you want to do in this turn; a facilitator ends the turn for everyone",
		Done:        "Done. Time moves when every seat has said so, or when a facilitator ends the turn",
		DoneByStaff: "The turn is over: time has moved",
		Args:        []speech.Arg{{Seldom: true, Key: "n", Name: "turn", Kind: speech.Number, Bare: true, Ask: "Which turn, by its number?"}},
	},
	{
		Verb: "stop", Short: []speech.Short{{Word: "emergency", Is: "stop"}}, Who: speech.Staff,
		Make: func() any { return &Stop{} },
		Help: "Stop for a real emergency: everyone is told that this is no exercise", Done: "Stopped",
		Sure: "Everything stops and everyone is told that this is no exercise.",
		Args: []speech.Arg{{Key: "text", Kind: speech.Text, Bare: true, Ask: "What should everyone be told?"}},
	},

	{
		Verb: "shut", Who: speech.Facilitator, Make: func() any { return &Shut{} },
		Help: "Close the room for everyone; the record stays, and can be continued until ENDEX", Done: "Closed",
		Sure: "Everyone's connection to this room ends, and the host with the last room.",
		Args: []speech.Arg{{Key: "why", Kind: speech.Text, Bare: true, Ask: "Why, for all to see?"}},
	},
	{
		Verb: "rollcall", Who: speech.Facilitator, Make: func() any { return &RollCall{} },
		Help: "Check the connections: everyone is asked to confirm that they are here", Done: "Everyone is asked",
	},
	{
		Verb: "here", Who: speech.Player | speech.Evaluator | speech.Observer, Make: func() any { return &Confirm{} },
		Help: "Confirm that you are here, when the facilitator asks", Done: "Confirmed",
	},
	{
		Verb: "reveal", Who: speech.Facilitator, Make: func() any { return &Reveal{} },
		Help: "Show everyone what really happened, after ENDEX",
		Done: "Everyone is shown what really happened", Undone: "What really happened is hidden again",
		Args: []speech.Arg{on()},
	},
	{
		Verb: "wall", Who: speech.Facilitator, Make: func() any { return &Wall{} },
		Help: "Put something on the wall: the news, what a move was, after ENDEX the hot wash, the gap or what really happened",
		Done: "The wall shows: {show}",
		Args: []speech.Arg{
			{Key: "show", Kind: speech.Word, Of: wallShows, Bare: true, Need: true, Ask: "What should the wall show?"},
			{
				Key: "page", Kind: speech.Number, Bare: true,
				Ask: "Which move, or which page of the hot wash? If left out, the last move, the first page",
			},
			{Seldom: true, Key: "names", Kind: speech.Switch, Ask: "Are seats named: on or off?"},
			{
				Seldom: true, Key: "venues", Kind: speech.Switch,
				Ask: "Are open venues shown that not every seat belongs to: on or off?",
			},
			{Seldom: true, Key: "lines", Kind: speech.Number, Ask: "How many lines does a page have? If left out, as many as before, at first 24"},
		},
	},
	{
		Verb: "assess", Who: speech.Player, Make: func() any { return &Assess{} },
		Help: "Say how sure your seat is of a hypothesis", Done: "Said, for the shared picture: {hypothesis}",
		Args: []speech.Arg{
			{Key: "hypothesis", Kind: speech.Hypothesis, Bare: true, Need: true, Ask: "Of which hypothesis?"},
			{
				Key: "confidence", Name: "sure", Kind: speech.Confidence, Bare: true, Need: true,
				Ask: "How sure are you that it is true, in %?",
			},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "Why?"},
		},
	},
	predictRow,
	{
		Verb: "grade", Who: speech.Player, Make: func() any { return &Grade{} },
		Help: "Say how severe your seat judges the situation to be", Done: "Said, for the shared picture: {level}",
		Args: []speech.Arg{
			{Key: "level", Kind: speech.Level, Bare: true, Need: true, Ask: "Which level of severity?"},
			{Key: "text", Kind: speech.Text, Bare: true, Ask: "Why?"},
		},
	},
	{
		Verb: "pass", Who: speech.Player, Make: func() any { return &PassOn{} },
		Help: "Leave a note for the next person in your seat", Done: "It is kept for the next person in your seat",
		Args: []speech.Arg{text("What must the next person in your seat know?")},
	},

	{Verb: "directed", Who: speech.Room, Make: func() any { return &Directed{} },
		Help: "The director gives the clock a pace, lets it go on or holds it"},
	{Verb: "turnover", Who: speech.Room, Make: func() any { return &turnOver{} }, Help: "The time of a turn is up"},
	{Verb: "unattended", Who: speech.Room, Make: func() any { return &unattended{} },
		Help: "No facilitator has been here for a while: the clock is paused"},
	{Verb: "join", Who: speech.Room, Make: func() any { return &Join{} }, Help: "Somebody comes in"},
	{Verb: "drop", Who: speech.Room, Make: func() any { return &Drop{} },
		Help: "A connection is lost; the seat is kept"},
	{Verb: "tick", Who: speech.Room, Make: func() any { return &tick{} }, Help: "Time has come so far"},
	{Verb: "heard", Who: speech.Room, Make: func() any { return &Heard{} },
		Help: "People have put away words out of the game, which are not new to them any more"},
	{Verb: "resumed", Who: speech.Room, Make: func() any { return &resumed{} },
		Help: "The room continues from its record"},
	{Verb: "signed", Who: speech.Room, Make: func() any { return &signed{} },
		Help: "The host has signed the record up to here"},
	{Verb: "lost", Who: speech.Room, Make: func() any { return &Lost{} },
		Help: "One of the two files of the record can no longer be written"},
	{Verb: "stood", Who: speech.Room, Make: func() any { return &Stood{} },
		Help: "The host did not run for a while, and the exercise waited"},
	{Verb: "undone", Who: speech.Room, Make: func() any { return &Undone{} },
		Help: "A jump or a step was stopped, or could not be finished: nothing of it has happened"},
}
