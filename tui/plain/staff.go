package plain

import (
	"fmt"
	"strconv"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
)

func isFacilitator(v exercise.View) bool {
	return v.Control != nil && v.You.Kind == exercise.KindFacilitator
}

func isStaff(v exercise.View) bool { return v.Control != nil }

// staffActs are what a facilitator does, and of it what an evaluator may. The first four
// are enough for an hour's exercise.
func staffActs() []command {
	return []command{
		{"start", "*STARTEX: begin the exercise", isFacilitator, func(d *dialogue) error { return d.act(&exercise.Start{}, "STARTEX.") }},
		{"pause", "*make the clock stand still: pause WHY", isFacilitator, (*dialogue).doPause},
		{"resume", "*let the clock go on", isFacilitator, func(d *dialogue) error { return d.act(&exercise.Resume{}, "The clock runs.") }},
		{"next", "*release the next inject now", isFacilitator, (*dialogue).doNext},
		{"note observe", "*write an observation: note TEXT", isStaff, (*dialogue).doNote},
		{"release", "release an inject now: release INJECT", isFacilitator, func(d *dialogue) error { return d.doInject("release", "Which inject?", "Released: ") }},
		{"hold", "hold an inject until you release it: hold INJECT", isFacilitator, func(d *dialogue) error { return d.doInject("hold", "Which inject?", "Held: ") }},
		{"unhold", "let a held inject come when it is due: unhold INJECT", isFacilitator, func(d *dialogue) error { return d.doInject("unhold", "Which inject?", "No longer held: ") }},
		{"skip", "leave an inject out: skip INJECT", isFacilitator, func(d *dialogue) error { return d.doInject("skip", "Which inject?", "Left out: ") }},
		{"postpone", "delay an inject: postpone INJECT; BY", isFacilitator, (*dialogue).doPostpone},
		{"edit", "change the text of an inject for this run: edit INJECT; TEXT", isFacilitator, (*dialogue).doEdit},
		{"inject write", "write an inject of your own: inject FROM; TO; TITLE; TEXT", isFacilitator, (*dialogue).doImprovise},
		{"retract", "take back an inject that was sent in error: retract INJECT; WHY", isFacilitator, (*dialogue).doRetract},
		{"rule", "*rule on something that a player attempts", isFacilitator, (*dialogue).doRule},
		{"query", "ask a player about it before you rule: query CASE; QUESTION", isFacilitator, (*dialogue).doQuery},
		{"broadcast", "say something to all, out of the game: broadcast TEXT", isFacilitator, (*dialogue).doBroadcast},
		{"question", "ask the room something: question TEXT; or with choices: question TEXT; CHOICE; CHOICE", isFacilitator, (*dialogue).doQuestion},
		{"close", "close a question and show its answers", isFacilitator, (*dialogue).doClose},
		{"seat", "*give somebody a seat: seat WHO; SEAT", isFacilitator, (*dialogue).doSeat},
		{"unseat", "take somebody out of a seat: unseat WHO", isFacilitator, (*dialogue).doUnseat},
		{"bot", "give a seat to a bot: bot SEAT", isFacilitator, func(d *dialogue) error { return d.doBot(true) }},
		{"nobot", "take a seat from its bot: nobot SEAT", isFacilitator, func(d *dialogue) error { return d.doBot(false) }},
		{"mute", "keep a player from acting: mute WHO", isFacilitator, func(d *dialogue) error { return d.doMute(true) }},
		{"unmute", "let them act again: unmute WHO", isFacilitator, func(d *dialogue) error { return d.doMute(false) }},
		{"remove", "put somebody out of the room for good: remove WHO", isFacilitator, (*dialogue).doRemove},
		{"takeover", "play a seat yourself: takeover SEAT", isFacilitator, (*dialogue).doTakeover},
		{"giveback", "give it back: giveback SEAT", isFacilitator, (*dialogue).doGiveback},
		{"as", "act in a seat that you have taken over: as SEAT; VERB; ARGUMENTS AS JSON", isFacilitator, (*dialogue).doAs},
		{"pace", "set how much exercise time a minute in the room is: pace 2h", isFacilitator, (*dialogue).doPace},
		{"step", "let time come to the next event, inject or move: step WHAT", isFacilitator, (*dialogue).doStep},
		{"jump", "let time pass at once: jump 6h", isFacilitator, (*dialogue).doJump},
		{"automatic", "let held injects go by themselves, or stop that", isFacilitator, (*dialogue).doAutomatic},
		{"rate", "rate an objective: rate OBJECTIVE; P, S, M or U; EVIDENCE", isStaff, (*dialogue).doRate},
		{"end", "ENDEX: end the exercise", isFacilitator, (*dialogue).doEnd},
		{"emergency", "stop for a real emergency: everyone is told that this is no exercise", isStaff, (*dialogue).doEmergency},
	}
}

func (d *dialogue) doPause() error {
	why, err := d.perhaps("Why, for all to see", len(d.args) == 0)
	if err != nil {
		return err
	}
	return d.act(&exercise.Pause{Why: why}, "The clock stands still.")
}

// injects are those that can still come.
func injects(c *exercise.Control) []option {
	var out []option
	for _, p := range c.Next {
		if p.State == "skipped" {
			continue
		}
		hint := p.State
		if p.Due != nil {
			hint += ", " + p.Due.Date
		}
		out = append(out, option{p.ID, p.Title, hint, 0})
	}
	return out
}

func (d *dialogue) doNext() error {
	for _, p := range d.view().Control.Next {
		if p.State == "held" || p.State == "due" {
			return d.ask("release", map[string]any{"release": p.ID}, "", fmt.Sprintf("Released to %s: %s.", strings.Join(p.To, ", "), p.Title))
		}
	}
	d.say("No inject waits for you and none is due by itself. See those on call with: next injects, or release one.")
	return nil
}

func (d *dialogue) doInject(verb, question, done string) error {
	in, err := d.choose(question, injects(d.view().Control))
	if err != nil {
		return err
	}
	return d.ask(verb, map[string]any{verb: in.id}, "", done+in.title+".")
}

func (d *dialogue) doPostpone() error {
	in, err := d.choose("Which inject?", injects(d.view().Control))
	if err != nil {
		return err
	}
	by, err := d.word("By how much exercise time, such as 1h")
	if err != nil {
		return err
	}
	return d.ask("postpone", map[string]any{"postpone": in.id, "by": by}, "", "Later by "+by+": "+in.title+".")
}

func (d *dialogue) doEdit() error {
	in, err := d.choose("Which inject?", injects(d.view().Control))
	if err != nil {
		return err
	}
	text, err := d.text("Its new text")
	if err != nil {
		return err
	}
	return d.ask("edit", map[string]any{"edit": in.id, "text": text}, "", "Changed for this run: "+in.title+".")
}

// recipients are the seats, everyone, and the public board.
func recipients(c *exercise.Control) []option {
	out := []option{{"all", "everyone", "", 0}}
	for _, s := range c.Seats {
		out = append(out, option{id: s.ID, title: s.Title})
	}
	return append(out, option{"public", "the public board", "", 0})
}

func (d *dialogue) doImprovise() error {
	from, err := d.word("Who does it come from, such as Wire service")
	if err != nil {
		return err
	}
	to, err := d.chooseSome("To whom?", recipients(d.view().Control))
	if err != nil {
		return err
	}
	title, err := d.word("Its title")
	if err != nil {
		return err
	}
	text, err := d.text("Its text")
	if err != nil {
		return err
	}
	return d.ask("inject", map[string]any{"inject": map[string]any{"from": from, "to": ids(to), "title": title, "text": text}}, "", "Sent to "+titles(to)+".")
}

func (d *dialogue) doRetract() error {
	var out []option
	for _, p := range d.view().Control.Delivered {
		out = append(out, option{id: p.ID, title: p.Title})
	}
	in, err := d.choose("Which inject was sent in error?", out)
	if err != nil {
		return err
	}
	why, err := d.text("Why, for those who had it")
	if err != nil {
		return err
	}
	return d.ask("retract", map[string]any{"retract": in.id}, why, "Withdrawn: "+in.title+".")
}

// cases are attempts that have not been ruled on.
func (d *dialogue) chooseCase() (option, error) {
	var out []option
	for _, k := range d.view().Control.Cases {
		if k.Outcome == "" {
			hint := ""
			if k.Answer != "" {
				hint = "answers: " + k.Answer
			}
			out = append(out, option{k.Case, k.Title + ": " + k.Text, hint, 0})
		}
	}
	return d.choose("Which case?", out)
}

func (d *dialogue) doRule() error {
	k, err := d.chooseCase()
	if err != nil {
		return err
	}
	how, err := d.choose("What comes of it?", []option{{"success", "success", "", 0}, {"partial", "partial success", "", 0}, {"failure", "failure", "", 0}, {"odds", "let the dice decide", "", 0}})
	if err != nil {
		return err
	}
	args := map[string]any{"rule": k.id}
	if how.id == "odds" {
		said, err := d.word("How likely is success, in %")
		if err != nil {
			return err
		}
		odds, err := strconv.ParseFloat(strings.TrimSuffix(said, "%"), 64)
		if err != nil || odds < 0 || odds > 100 {
			d.say("That is a number from 0 to 100.")
			return errBack
		}
		args["odds"] = odds / 100
	} else {
		args["outcome"] = how.id
	}
	if args["text"], err = d.text("What does the player hear"); err != nil {
		return err
	}
	return d.ask("rule", args, "", "Ruled.")
}

func (d *dialogue) doQuery() error {
	k, err := d.chooseCase()
	if err != nil {
		return err
	}
	text, err := d.text("What do you ask")
	if err != nil {
		return err
	}
	return d.ask("query", map[string]any{"query": k.id, "text": text}, "", "Asked.")
}

func (d *dialogue) doNote() error {
	text, err := d.text("What did you observe")
	if err != nil {
		return err
	}
	return d.act(&exercise.Observe{Text: text}, "Noted.")
}

func (d *dialogue) doBroadcast() error {
	text, err := d.text("What do you say to all, out of the game")
	if err != nil {
		return err
	}
	return d.act(&exercise.Broadcast{Text: text}, "Said to all.")
}

func (d *dialogue) doQuestion() error {
	asking := len(d.args) == 0
	text, err := d.word("What do you ask the room")
	if err != nil {
		return err
	}
	q := &exercise.Pose{Text: text, Options: d.args}
	d.args = nil
	if asking {
		choices, err := d.perhaps("Choices, with semicolons between them, or none for answers in words", true)
		if err != nil {
			return err
		}
		for _, c := range strings.Split(choices, ";") {
			if c = strings.TrimSpace(c); c != "" {
				q.Options = append(q.Options, c)
			}
		}
	}
	return d.act(q, "Asked. Close it to show the answers.")
}

func (d *dialogue) doClose() error {
	var open []option
	for _, q := range d.view().Questions {
		if q.Open {
			open = append(open, option{fmt.Sprint(q.N), q.Text, fmt.Sprintf("%d have answered", q.Count), 0})
		}
	}
	q, err := d.choose("Which question?", open)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(q.id)
	return d.act(&exercise.CloseQuestion{N: n}, "Closed.")
}

// people are those in the room who play.
func (d *dialogue) people(is func(exercise.Member) bool) []option {
	var out []option
	for _, m := range d.view().Control.Roster {
		if is(m) {
			hint := or(m.Title, "in the lobby")
			if !m.Here {
				hint += ", not here"
			}
			if m.Wants != "" {
				hint += ", asks for " + m.Wants
			}
			out = append(out, option{m.Name, m.Name, hint, 0})
		}
	}
	return out
}

// chooseSeat has somebody choose a seat.
func (d *dialogue) chooseSeat(is func(exercise.Place) bool) (option, error) {
	var out []option
	for _, s := range d.view().Control.Seats {
		if is(s) {
			hint := or(s.Holder, "nobody")
			if s.Bot {
				hint = "a bot"
			}
			out = append(out, option{s.ID, s.Title, hint, 0})
		}
	}
	return d.choose("Which seat?", out)
}

func anySeat(exercise.Place) bool { return true }

func (d *dialogue) doSeat() error {
	who, err := d.choose("Who?", d.people(func(m exercise.Member) bool { return m.Kind == exercise.KindPlayer }))
	if err != nil {
		return err
	}
	role, err := d.chooseSeat(anySeat)
	if err != nil {
		return err
	}
	return d.act(&exercise.Seating{Who: who.id, Role: role.id}, who.id+" has the seat "+role.title+".")
}

func (d *dialogue) doUnseat() error {
	who, err := d.choose("Who?", d.people(func(m exercise.Member) bool { return m.Role != "" }))
	if err != nil {
		return err
	}
	return d.act(&exercise.Unseat{Who: who.id}, who.id+" is in the lobby.")
}

func (d *dialogue) doBot(on bool) error {
	role, err := d.chooseSeat(func(s exercise.Place) bool { return s.Bot != on })
	if err != nil {
		return err
	}
	done := "A bot plays " + role.title + "."
	if !on {
		done = "No bot plays " + role.title + " any more."
	}
	return d.act(&exercise.Bot{Role: role.id, On: on}, done)
}

func (d *dialogue) doMute(on bool) error {
	who, err := d.choose("Who?", d.people(func(m exercise.Member) bool { return m.Kind != exercise.KindFacilitator && m.Muted != on }))
	if err != nil {
		return err
	}
	done := who.id + " cannot act now."
	if !on {
		done = who.id + " can act again."
	}
	return d.act(&exercise.Mute{Who: who.id, On: on}, done)
}

func (d *dialogue) doRemove() error {
	who, err := d.choose("Who?", d.people(func(m exercise.Member) bool { return m.Name != d.view().You.Name }))
	if err != nil {
		return err
	}
	if err := d.sure(who.id + " cannot come back under that name."); err != nil {
		return err
	}
	return d.act(&exercise.Remove{Who: who.id}, who.id+" is out.")
}

func (d *dialogue) doTakeover() error {
	role, err := d.chooseSeat(anySeat)
	if err != nil {
		return err
	}
	return d.act(&exercise.Takeover{Role: role.id}, "You play "+role.title+". Act in it with: as "+role.id)
}

func (d *dialogue) doGiveback() error {
	role, err := d.chooseSeat(anySeat)
	if err != nil {
		return err
	}
	return d.act(&exercise.Giveback{Role: role.id}, "Given back: "+role.title+".")
}

// doAs acts in a seat that was taken over, in the words of the record.
func (d *dialogue) doAs() error {
	role, err := d.chooseSeat(anySeat)
	if err != nil {
		return err
	}
	verb, err := d.word("The verb, such as say")
	if err != nil {
		return err
	}
	args, err := d.text(`Its arguments as JSON, such as {"say": "Hello", "to": ["cloud"]}`)
	if err != nil {
		return err
	}
	a, err := d.hand().Do(d.ctx, room.Request{Seat: role.id, Verb: verb, Args: []byte(args)})
	return d.answered(a, err, "Done as "+role.title+".")
}

func (d *dialogue) doPace() error {
	minute, err := d.word("How much exercise time is a minute in the room, such as 2h")
	if err != nil {
		return err
	}
	return d.act(&exercise.Pace{Minute: minute}, "A minute in the room is "+minute+".")
}

func (d *dialogue) doStep() error {
	to, err := d.choose("To the next what?", []option{{"event", "event", "", 0}, {"inject", "inject", "", 0}, {"move", "move", "its end", 0}})
	if err != nil {
		return err
	}
	return d.act(&exercise.Step{To: to.id}, "Time has come to the next "+to.id+".")
}

func (d *dialogue) doJump() error {
	by, err := d.word("How far, such as 6h")
	if err != nil {
		return err
	}
	return d.act(&exercise.Jump{By: by}, "Time has passed: "+by+".")
}

func (d *dialogue) doAutomatic() error {
	on := !d.view().Control.Automatic
	done := "Held injects go by themselves now."
	if !on {
		done = "Held injects wait for you now."
	}
	return d.act(&exercise.Automatic{On: on}, done)
}

func (d *dialogue) doRate() error {
	var out []option
	for _, o := range d.view().Control.Objectives {
		out = append(out, option{id: o.ID, title: o.Title})
	}
	o, err := d.choose("Which objective?", out)
	if err != nil {
		return err
	}
	r, err := d.choose("How was it performed?", []option{{"P", "without challenges", "P", 0}, {"S", "with some challenges", "S", 0}, {"M", "with major challenges", "M", 0}, {"U", "not at all", "U", 0}})
	if err != nil {
		return err
	}
	text, err := d.perhaps("What shows it", true)
	if err != nil {
		return err
	}
	return d.act(&exercise.Rate{Objective: o.id, Rating: r.id, Text: text}, "Rated.")
}

func (d *dialogue) doEnd() error {
	if err := d.sure("The exercise ends for all."); err != nil {
		return err
	}
	return d.ask("end", map[string]any{"end": true}, "", "ENDEX.")
}

func (d *dialogue) doEmergency() error {
	text, err := d.perhaps("What is to be told to all", len(d.args) == 0)
	if err != nil {
		return err
	}
	if err := d.sure("Everything stops and everyone is told that this is no exercise."); err != nil {
		return err
	}
	return d.act(&exercise.Stop{Text: text}, "Stopped.")
}
