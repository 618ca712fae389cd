package speech

var (
	to   = Arg{Key: "to", Kind: Seats, Need: true, Ask: "To whom?"}
	mark = Arg{Key: "mark", Kind: Mark, Seldom: true, Ask: "How may they handle it: red, amber, green or clear?"}
	via  = Arg{Key: "via", Kind: Word, Of: []string{"call", "contact", "formal"}, Seldom: true,
		Ask: "Which way: call, contact or formal? If left out, the usual way"}
	re = Arg{Key: "re", Kind: Message, Seldom: true, Ask: "Which message does it answer?"}
)

var trial = Arg{Kind: Case, Bare: true, Need: true, Ask: "Which attempt?"}

func (a Arg) as(key string) Arg { a.Key = key; return a }

func coming(key string) Arg {
	return Arg{Key: key, Kind: Inject, Bare: true, Need: true, Ask: "Which inject?"}
}

func words(key, ask string) Arg {
	return Arg{Key: key, Kind: Text, Bare: true, Need: true, Ask: ask}
}

// spoken are the verbs by which staff speak to people, where players write in the game.
var spoken = []string{"broadcast", "whisper"}

// Commands are the verbs of the exercise itself. Their keys are those of scripts.
var Commands = Language{
	{
		Verb: "say", Main: true, Short: []Short{{"write", "say"}, {"reply", "say re"}}, Who: Player,
		Reason: true, Help: "Write to seats, venues or the public", Done: "Sent to {to}", Instead: spoken,
		Args: []Arg{to, via, mark, re, words("say", "What do you say?")},
	},
	{
		Verb: "share", Why: "Why", Main: true, Short: []Short{{"tell", "share"}}, Who: Player, Reason: true,
		Help: "Share a fact that you know", Done: "Shared with {to}: {share}", Instead: spoken,
		Args: []Arg{
			{Key: "share", Kind: Fact, Bare: true, Need: true, Repeat: true, Ask: "What do you share?"}, to, via, mark, re,
			{Key: "text", Name: "say", Kind: Text, Ask: "Words with it"},
		},
	},
	{
		Verb: "act", Why: "Why", Main: true, Short: []Short{{"do", "act"}}, Who: Player, Reason: true,
		Help: "Take an action that is yours alone", Done: "Begun: {act}",
		Args: []Arg{{Key: "act", Kind: Action, Bare: true, Need: true, Ask: "Which action do you take?"}},
	},
	{
		Verb: "commit", Why: "Why", Main: true, Who: Player, Reason: true,
		Help: "Commit to an action that needs others, or propose it", Done: "Committed: {commit}",
		Args: []Arg{
			{Key: "commit", Kind: Joint, Bare: true, Need: true, Ask: "Which joint action do you commit to?"},
		},
	},
	{
		Verb: "declare", Main: true, Short: []Short{{"believe", "declare"}}, Who: Player, Reason: true,
		Help: "Declare what you believe, and how sure you are", Done: "Declared: {option}",
		Args: []Arg{
			{Key: "declare", Kind: Probe, Bare: true, Need: true, Ask: "What do you declare a belief about?"},
			{Key: "option", Kind: Option, Bare: true, Need: true, Ask: "What is your answer?"},
			{
				Key: "confidence", Name: "sure", Kind: Confidence, Bare: true,
				Ask: "How sure are you, in %? If left out, 100",
			},
		},
	},
	{
		Verb: "ask", Who: Player, Reason: true, Help: "Ask seats something, and say by when you need an answer",
		Done: "Asked {to}",
		Args: []Arg{
			to,
			{Key: "due", Name: "by", Kind: Span, Ask: "How soon do you need an answer, such as 4h?"},
			via, mark, re, words("ask", "What do you ask?"),
		},
	},
	{
		Verb: "acknowledge",
		Short: []Short{
			{"seen", "acknowledge as seen"}, {"will", `acknowledge as "will do"`},
			{"decline", "acknowledge as declined"},
		},
		Who: Player, Reason: true,
		Help: "Tell the sender of a request that you have seen it, will do it, or decline",
		Done: "They are told: {as}",
		Args: []Arg{
			{Key: "acknowledge", Name: "message", Kind: Message, Bare: true, Need: true, Ask: "Which message?"},
			{
				Seldom: true, Key: "as", Kind: Word, Of: []string{"seen", "will do", "declined"},
				Ask: "What are they told? If left out, seen",
			},
		},
	},
	{
		Verb: "verify", Short: []Short{{"check", "verify"}}, Who: Player, Reason: true,
		Help: "Check back on a message: ask the seat that it seems to come from whether it sent it",
		Done: "Asked: the answer comes the same way",
		Args: []Arg{
			{Key: "verify", Name: "message", Kind: Message, Bare: true, Need: true, Ask: "Which message do you check?"},
			via,
		},
	},
	{
		Verb: "withdraw", Why: "Why", Who: Player, Reason: true, Help: "Take back a commitment",
		Done: "Withdrawn: {withdraw}",
		Args: []Arg{
			{
				Key: "withdraw", Kind: Committed, Bare: true, Need: true,
				Ask: "Which commitment do you take back?",
			},
		},
	},
	{
		Verb: "cancel", Why: "Why", Who: Player, Reason: true, Help: "Cancel an action that is under way",
		Done: "Cancelled: {cancel}",
		Args: []Arg{
			{Key: "cancel", Kind: Underway, Bare: true, Need: true, Ask: "Which action do you cancel?"},
		},
	},
	{
		Verb: "convene", Who: Player, Reason: true, Help: "Convene a venue", Done: "Convened: {convene}",
		Args: []Arg{{Key: "convene", Kind: Venue, Bare: true, Need: true, Ask: "Which venue do you convene?"}},
	},
	{
		Verb: "attempt", Why: "Why it should work", Short: []Short{{"try", "attempt"}}, Who: Player,
		Reason: true, Help: "Try something that no action covers, for the facilitator to rule on",
		Done: "The facilitator has it and will rule on it",
		Args: []Arg{
			{
				Seldom: true, Key: "case", Kind: Number,
				Ask: "Which attempt was the question about, by its number?",
			},
			words("attempt", "What do you do, and what should result?"),
		},
	},
	{
		Verb: "deviate", Why: "Why", Who: Player, Reason: true,
		Help: "Announce that you will not keep a promise", Done: "Announced: the seats that it is shown to are told",
		Args: []Arg{
			{Key: "deviate", Kind: Promise, Bare: true, Need: true, Ask: "Which promise will you not keep?"},
		},
	},
	{
		Verb: "invest", Who: Player, Reason: true, Help: "Put points into preparedness, before STARTEX",
		Done: "Invested: {points} points in {invest}",
		Args: []Arg{
			{Key: "invest", Kind: Mechanism, Bare: true, Need: true, Ask: "Where do you put points?"},
			{Key: "points", Kind: Number, Bare: true, Need: true, Ask: "How many points?"},
		},
	},
	{
		Verb: "file", Short: []Short{{"promise", "file"}}, Who: Player, Reason: true,
		Help: "Promise an if-then note, before STARTEX: one of the scenario's, or your own with when: and do:",
		Done: "Promised",
		Args: []Arg{
			{Key: "file", Name: "note", Kind: Draft, Bare: true, Ask: "Which note do you file?"},
			{Key: "to", Kind: Seats, Ask: "Who may read it?"},
			{
				Seldom: true, Key: "note.within", Name: "within", Kind: Span,
				Ask: "For your own: how soon, such as 2h?",
			},
			{
				Seldom: true, Key: "note.when", Name: "when", Kind: Formula,
				Ask: "For your own: on which sign, as a formula?",
			},
			{Seldom: true, Key: "note.do", Name: "do", Kind: Deed, Ask: "For your own: what do you do then?"},
			{Seldom: true, Key: "note.until", Name: "until", Kind: Text, Ask: "For your own: until when?"},
		},
	},
	{
		Verb: "revise", Who: Player, Reason: true,
		Help: "Change a promise before STARTEX: what you leave out stays as it is",
		Done: "Revised: those you show it to read the new version",
		Args: []Arg{
			{Key: "revise", Name: "note", Kind: Promise, Bare: true, Need: true, Ask: "Which promise do you change?"},
			{Key: "to", Kind: Seats, Ask: "Who may read the new version? If left out, those who may read it now"},
			{Key: "change.within", Name: "within", Kind: Span, Ask: "Its new time: how soon, such as 2h?"},
			{Seldom: true, Key: "change.when", Name: "when", Kind: Formula, Ask: "Its new sign, as a formula?"},
			{Seldom: true, Key: "change.do", Name: "do", Kind: Deed, Ask: "Its new action: what do you do then?"},
			{Seldom: true, Key: "change.until", Name: "until", Kind: Text, Ask: "Its new end: until when?"},
		},
	},
	{
		Verb: "revoke", Who: Player, Reason: true, Why: "Why",
		Help: "Withdraw a promise before STARTEX; everyone who has read it is told",
		Done: "Withdrawn: everyone who has read it is told",
		Args: []Arg{
			{Key: "revoke", Kind: Promise, Bare: true, Need: true, Ask: "Which promise do you withdraw?"},
		},
	},

	{
		Verb: "release", Short: []Short{{"fire", "release"}}, Who: Facilitator, Reason: true,
		Help: "Release an inject now", Done: "Released: {release}", Args: []Arg{coming("release")},
	},
	{
		Verb: "hold", Who: Facilitator, Reason: true, Help: "Hold an inject until you release it",
		Done: "Held: {hold}", Args: []Arg{coming("hold")},
	},
	{
		Verb: "unhold", Who: Facilitator, Reason: true, Help: "Let a held inject come when it is due",
		Done: "No longer held: {unhold}", Args: []Arg{coming("unhold")},
	},
	{
		Verb: "skip", Who: Facilitator, Reason: true, Help: "Leave an inject out", Done: "Left out: {skip}",
		Args: []Arg{coming("skip")},
	},
	{
		Verb: "postpone", Who: Facilitator, Reason: true,
		Help: "Delay an inject, or bring it forward with earlier", Done: "Moved: {postpone}",
		Args: []Arg{
			coming("postpone"),
			{Key: "by", Kind: Span, Bare: true, Ask: "By how much exercise time, such as 6h?"},
			{Seldom: true, Key: "earlier", Kind: Span, Ask: "Or how much sooner?"},
		},
	},
	{
		Verb: "choose", Who: Facilitator, Reason: true,
		Help: "Choose the next move, where the scenario leaves a choice", Done: "The next move: {choose}",
		Args: []Arg{
			{Key: "choose", Kind: Move, Bare: true, Need: true, Ask: "Which move comes next?"},
			{Seldom: true, Key: "now", Kind: Switch, Ask: "Does the current move end now?"},
		},
	},
	{
		Verb: "edit", Who: Facilitator, Reason: true, Help: "Change an inject for this run, before it comes",
		Done: "Changed for this run: {edit}",
		Args: []Arg{
			coming("edit"), {Key: "to", Kind: Recipients, Ask: "Who receives it?"},
			{Key: "text", Kind: Text, Bare: true, Ask: "Its new text?"},
			{Key: "title", Kind: Text, Ask: "Its new title?"},
		},
	},
	{
		Verb: "inject", Who: Facilitator, Reason: true, Help: "Bring an inject of your own, now",
		Done: "Sent to {inject.to}",
		Args: []Arg{
			{Key: "inject.to", Name: "to", Kind: Recipients, Need: true, Ask: "To whom?"},
			{Key: "inject.from", Name: "from", Kind: Name, Ask: "Who does it come from, such as Wire service?"},
			{
				Seldom: true, Key: "inject.media", Name: "media", Kind: Word,
				Of:  []string{"email", "call", "news", "social", "alert", "document"},
				Ask: "How does it arrive?",
			},
			{
				Seldom: true, Key: "inject.reveals", Name: "reveals", Kind: Facts,
				Ask: "Which facts do they learn by it?",
			},
			{Key: "inject.title", Name: "title", Kind: Text, Need: true, Bare: true, Ask: "Its title?"},
			{Key: "inject.text", Name: "text", Kind: Text, Ask: "Its text?"},
			{Seldom: true, Key: "inject.objective", Name: "objective", Kind: Objective,
				Ask: "Which objective does it test?"},
			{
				Seldom: true, Key: "inject.expects.any", Name: "expects", Kind: Actions,
				Ask: "Which actions do you expect, if one of them is enough?",
			},
			{
				Seldom: true, Key: "inject.expects.all", Name: "expects-all", Kind: Actions,
				Ask: "Or which actions, if all of them are needed?",
			},
			{
				Seldom: true, Key: "inject.expects.within", Name: "within", Kind: Span,
				Ask: "How soon must it be done?",
			},
			{
				Seldom: true, Key: "inject.expects.by", Name: "by", Kind: Roles,
				Ask: "Which seats do you expect it from? If left out, any seat",
			},
			{
				Seldom: true, Key: "inject.effects", Name: "effects", Kind: Effects,
				Ask: "What does it do to the world?",
			},
		},
	},
	{
		Verb: "retract", Why: "The reason, for those who had it", Who: Facilitator, Reason: true,
		Help: "Take back an inject that was sent in error", Done: "Withdrawn: {retract}",
		Args: []Arg{
			{Key: "retract", Kind: Delivered, Bare: true, Need: true, Ask: "Which inject was sent in error?"},
		},
	},
	{
		Verb: "query", Who: Facilitator, Reason: true,
		Help: "Ask a player about an attempt before you rule on it", Done: "Asked",
		Args: []Arg{trial.as("query"), words("text", "What do you ask?")},
	},
	{
		Verb: "rule", Main: true, Who: Facilitator, Reason: true,
		Help: "Rule on something that a player attempts", Done: "Ruled",
		Args: []Arg{
			trial.as("rule"),
			{
				Key: "outcome", Kind: Word, Bare: true, Of: []string{"success", "partial", "failure"},
				Ask: "What is the result: success, partial or failure? If left out, the dice decide",
			},
			{Key: "odds", Kind: Confidence, Instead: "outcome", Ask: "How likely is success, in %?"},
			{Key: "text", Kind: Text, Bare: true, Ask: "What does the player hear?"},
			{Seldom: true, Key: "effects", Kind: Effects, Ask: "What does it do to the world?"},
		},
	},
	{
		Verb: "set", Who: Facilitator, Reason: true, Help: "Change the world by an effect: gauge trust add -5",
		Done: "The world has changed",
		Args: []Arg{
			{
				Key: "set", Kind: Effects, Bare: true, Need: true,
				Ask: "Which effect, such as gauge trust add -5, or system bucket becomes isolated?",
			},
		},
	},
	{
		Verb: "end", Who: Facilitator, Reason: true, Help: "End the exercise: ENDEX", Done: "ENDEX",
		Sure: "The exercise ends for all.",
	},
}
