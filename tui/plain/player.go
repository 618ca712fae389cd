package plain

import (
	"fmt"
	"strconv"
	"strings"

	"tocsin/sim/exercise"
)

func isPlayer(v exercise.View) bool { return v.Player != nil }

func always(exercise.View) bool { return true }

// playerActs are everything that a seat can do, the six that matter most first.
func playerActs() []command {
	return []command{
		{"say write", "*write to a seat, a venue or the public: say to SEAT, SEAT WORDS", isPlayer, (*dialogue).doSay},
		{"share tell", "*share something you know: share FACT to SEAT, SEAT mark amber say WORDS because WHY", isPlayer, (*dialogue).doShare},
		{"act do", "*take an action that is yours alone: act ACTION because WHY", isPlayer, func(d *dialogue) error { return d.doAct("act", false) }},
		{"commit", "*commit to an action that needs others: commit ACTION because WHY", isPlayer, func(d *dialogue) error { return d.doAct("commit", true) }},
		{"declare believe", "*declare what you believe: declare QUESTION ANSWER 70%", isPlayer, (*dialogue).doDeclare},
		{"ask", "ask somebody something: ask to SEAT by 4h WORDS", isPlayer, (*dialogue).doAsk},
		{"reply", "answer a message: reply NUMBER; TEXT", isPlayer, (*dialogue).doReply},
		{"seen", "tell the sender of a request that you have seen it: seen NUMBER", isPlayer, func(d *dialogue) error { return d.doAcknowledge("seen") }},
		{"will", "tell the sender of a request that you will do it: will NUMBER", isPlayer, func(d *dialogue) error { return d.doAcknowledge("will do") }},
		{"decline", "tell the sender of a request that you will not do it: decline NUMBER", isPlayer, func(d *dialogue) error { return d.doAcknowledge("declined") }},
		{"withdraw", "take back a commitment: withdraw ACTION; WHY", isPlayer, (*dialogue).doWithdraw},
		{"cancel", "break off an action under way: cancel ACTION; WHY", isPlayer, (*dialogue).doCancel},
		{"convene", "convene a venue: convene VENUE", isPlayer, (*dialogue).doConvene},
		{"attempt try", "try something that is on no list; the facilitator rules: attempt WHAT", isPlayer, (*dialogue).doAttempt},
		{"answer", "*answer what the facilitator asks", isPlayer, (*dialogue).doAnswer},
		{"invest", "put points into preparedness, before STARTEX: invest MECHANISM; POINTS", isPlayer, (*dialogue).doInvest},
		{"promise file", "file an if-then note, before STARTEX, so that others can rely on it", isPlayer, (*dialogue).doPromise},
		{"deviate", "announce that you will do otherwise than promised: deviate NOTE; WHY", isPlayer, (*dialogue).doDeviate},
	}
}

// contacts are whom a seat can write to.
func contacts(p *exercise.Player, public bool) []option {
	var out []option
	for _, c := range p.Contacts {
		if c.Kind != "public" || public {
			o := option{id: c.ID, title: c.Title}
			if c.Kind != "role" {
				o.hint = c.Kind
			}
			out = append(out, o)
		}
	}
	return out
}

func (d *dialogue) doSay() error {
	to, err := d.chooseSome("To whom?", contacts(d.view().Player, true))
	if err != nil {
		return err
	}
	text, err := d.text("What do you say")
	if err != nil {
		return err
	}
	return d.ask("say", map[string]any{"say": text, "to": ids(to)}, "", "Sent to "+titles(to)+".")
}

func (d *dialogue) doAsk() error {
	asking := len(d.args) == 0
	to, err := d.chooseSome("Whom do you ask?", contacts(d.view().Player, false))
	if err != nil {
		return err
	}
	args := map[string]any{"to": ids(to)}
	due, err := d.perhaps("By when do you need an answer, from now, such as 4h", asking)
	if err != nil {
		return err
	}
	if due != "" {
		args["due"] = due
	}
	if args["ask"], err = d.text("What do you ask"); err != nil {
		return err
	}
	return d.ask("ask", args, "", "Asked "+titles(to)+".")
}

func (d *dialogue) doShare() error {
	asking := len(d.args) == 0
	var facts []option
	for _, f := range d.view().Player.Facts {
		facts = append(facts, option{f.ID, f.Title, "TLP:" + strings.ToUpper(f.Mark), 0})
	}
	fact, err := d.choose("What do you share?", facts)
	if err != nil {
		return err
	}
	to, err := d.chooseSome("With whom?", contacts(d.view().Player, true))
	if err != nil {
		return err
	}
	args := map[string]any{"share": fact.id, "to": ids(to)}
	mark, err := d.perhaps("How may they handle it: red, amber, green or clear? It has a mark already", asking)
	if err != nil {
		return err
	}
	if mark != "" {
		args["mark"] = strings.ToLower(mark)
	}
	words, err := d.perhaps("Words with it", asking)
	if err != nil {
		return err
	}
	if words != "" {
		args["text"] = words
	}
	why, err := d.perhaps("Why", asking)
	if err != nil {
		return err
	}
	return d.ask("share", args, why, fmt.Sprintf("Shared with %s: %s.", titles(to), fact.title))
}

// actions are those of a seat that can be begun now, or with all of them, since a refusal
// says why.
func actions(p *exercise.Player, joint bool) []option {
	var out []option
	for _, a := range p.Actions {
		if (a.Joint != nil) != joint {
			continue
		}
		hint := a.Takes
		if hint != "" {
			hint = "takes " + hint
		}
		switch j := a.Joint; {
		case j != nil && j.UnderWay:
			hint = "under way"
		case j != nil && j.Open:
			hint = fmt.Sprintf("%d of %d committed", len(j.Committed), j.Quorum)
		case j != nil:
			hint = fmt.Sprintf("needs %d", j.Quorum)
		}
		if !a.Can {
			hint = "not now: " + strings.TrimSuffix(a.Why, ".")
		}
		out = append(out, option{a.ID, a.Title, hint, 0})
	}
	return out
}

func (d *dialogue) doAct(verb string, joint bool) error {
	asking := len(d.args) == 0
	question := "Which action do you take?"
	if joint {
		question = "Which joint action do you commit to?"
	}
	a, err := d.choose(question, actions(d.view().Player, joint))
	if err != nil {
		return err
	}
	why, err := d.perhaps("Why", asking)
	if err != nil {
		return err
	}
	done := "Begun: " + a.title + "."
	if joint {
		done = "You have committed: " + a.title + "."
	}
	return d.ask(verb, map[string]any{verb: a.id}, why, done)
}

func (d *dialogue) doWithdraw() error {
	asking := len(d.args) == 0
	var mine []option
	for _, a := range d.view().Player.Actions {
		if a.Joint != nil && a.Joint.Mine && !a.Joint.UnderWay {
			mine = append(mine, option{id: a.ID, title: a.Title})
		}
	}
	a, err := d.choose("Which commitment do you take back?", mine)
	if err != nil {
		return err
	}
	why, err := d.perhaps("Why", asking)
	if err != nil {
		return err
	}
	return d.ask("withdraw", map[string]any{"withdraw": a.id}, why, "Withdrawn: "+a.title+".")
}

func (d *dialogue) doCancel() error {
	asking := len(d.args) == 0
	var doing []option
	for _, a := range d.view().Player.Doing {
		doing = append(doing, option{a.Action, a.Title, "done by " + a.Ends.Date, 0})
	}
	a, err := d.choose("Which action do you break off?", doing)
	if err != nil {
		return err
	}
	why, err := d.perhaps("Why", asking)
	if err != nil {
		return err
	}
	return d.ask("cancel", map[string]any{"cancel": a.id}, why, "Broken off: "+a.title+".")
}

func (d *dialogue) doDeclare() error {
	asking := len(d.args) == 0
	probes := d.view().Player.Probes
	var asked []option
	for _, p := range probes {
		asked = append(asked, option{p.ID, p.Ask, or(answerOf(p), "no answer yet"), 0})
	}
	q, err := d.choose("What do you declare a belief about?", asked)
	if err != nil {
		return err
	}
	var options []option
	for _, p := range probes {
		if p.ID == q.id {
			for _, o := range p.Options {
				options = append(options, option{id: o.ID, title: o.Text})
			}
		}
	}
	o, err := d.choose(q.title, options)
	if err != nil {
		return err
	}
	said, err := d.perhaps("How sure are you, in %? Left out, it is 100", asking)
	if err != nil {
		return err
	}
	args := map[string]any{"declare": q.id, "option": o.id}
	if said != "" {
		sure, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(said), "%"), 64)
		if err != nil || sure < 0 || sure > 100 {
			d.say("How sure is a number from 0 to 100.")
			return errBack
		}
		args["confidence"] = sure / 100
	}
	return d.ask("declare", args, "", "Declared: "+o.title+".")
}

func answerOf(p exercise.Probe) string {
	for _, o := range p.Options {
		if o.ID == p.Answer {
			return fmt.Sprintf("you said %s, %.0f%% sure", o.Text, 100*p.Confidence)
		}
	}
	return ""
}

// message has somebody choose one that can be answered, by its number in the inbox.
func (d *dialogue) message(question string) (exercise.Item, error) {
	var options []option
	items := map[string]exercise.Item{}
	inbox := d.view().Player.Inbox
	for i := len(inbox) - 1; i >= 0; i-- {
		if it := inbox[i]; it.Re != "" {
			options = append(options, option{id: it.Re, title: it.From + ": " + or(it.Text, it.Title), n: it.N})
			items[it.Re] = it
		}
	}
	o, err := d.choose(question, options[:min(len(options), 20)])
	return items[o.id], err
}

func (d *dialogue) doReply() error {
	it, err := d.message("Which message do you answer?")
	if err != nil {
		return err
	}
	text, err := d.text("What do you answer " + it.From)
	if err != nil {
		return err
	}
	return d.ask("say", map[string]any{"say": text, "to": []string{it.Role}, "re": it.Re}, "", "Answered "+it.From+".")
}

func (d *dialogue) doAcknowledge(how string) error {
	it, err := d.message("Which message?")
	if err != nil {
		return err
	}
	return d.ask("acknowledge", map[string]any{"acknowledge": it.Re, "as": how}, "", it.From+" is told: "+how+".")
}

func (d *dialogue) doConvene() error {
	var venues []option
	for _, v := range d.view().Player.Venues {
		hint := v.State
		if v.State == "closed" && v.Convene != "" {
			hint += ", takes " + v.Convene
		}
		venues = append(venues, option{v.ID, v.Title, hint, 0})
	}
	v, err := d.choose("Which venue do you convene?", venues)
	if err != nil {
		return err
	}
	return d.ask("convene", map[string]any{"convene": v.id}, "", "Convened: "+v.title+".")
}

func (d *dialogue) doAttempt() error {
	what, err := d.text("What do you try to do, and what should come of it")
	if err != nil {
		return err
	}
	why, err := d.perhaps("Why it should work", true)
	if err != nil {
		return err
	}
	return d.ask("attempt", map[string]any{"attempt": what}, why, "The facilitator will rule on it.")
}

// doAnswer answers a question to the room, or one about something that was attempted.
func (d *dialogue) doAnswer() error {
	v := d.view()
	var open []option
	for _, q := range v.Questions {
		if q.Open {
			open = append(open, option{fmt.Sprint(q.N), q.Text, q.Yours, 0})
		}
	}
	for _, a := range v.Player.Attempts {
		if a.Question != "" && a.Answer == "" && a.Outcome == "" {
			open = append(open, option{fmt.Sprintf("case %d", a.N), a.Question, "about what you attempt", 0})
		}
	}
	if len(open) == 1 && len(d.args) > 0 { // the one that there is needs no number
		d.args = append([]string{"1"}, d.args...)
	}
	q, err := d.choose("Which question do you answer?", open)
	if err != nil {
		return err
	}
	if n, isCase := strings.CutPrefix(q.id, "case "); isCase {
		text, err := d.text("Your answer")
		if err != nil {
			return err
		}
		k, _ := strconv.Atoi(n)
		return d.ask("attempt", map[string]any{"case": k, "attempt": text}, "", "Answered.")
	}
	for _, o := range v.Questions {
		if fmt.Sprint(o.N) == q.id {
			return d.respond(o)
		}
	}
	return errBack
}

func (d *dialogue) respond(q exercise.Question) error {
	var options []option
	for i, o := range q.Options {
		options = append(options, option{id: fmt.Sprint(i + 1), title: o})
	}
	a := &exercise.Respond{N: q.N}
	switch {
	case q.Rank:
		order, err := d.chooseSome(q.Text+" Give all, the first first.", options)
		if err != nil {
			return err
		}
		for _, o := range order {
			n, _ := strconv.Atoi(o.id)
			a.Order = append(a.Order, n)
		}
	case len(options) > 0:
		o, err := d.choose(q.Text, options)
		if err != nil {
			return err
		}
		a.Choice, _ = strconv.Atoi(o.id)
	default:
		text, err := d.text("Your answer")
		if err != nil {
			return err
		}
		a.Text = text
	}
	return d.act(a, "Answered. You can change it until the question is closed.")
}

func (d *dialogue) doInvest() error {
	p := d.view().Player
	var mechanisms []option
	for _, m := range p.Mechanisms {
		hint := fmt.Sprintf("costs %g", m.Price)
		if m.Invested != nil {
			hint += fmt.Sprintf(", %g are in", *m.Invested)
		}
		if m.InForce {
			hint = "in force"
		}
		mechanisms = append(mechanisms, option{m.ID, m.Title, hint, 0})
	}
	m, err := d.choose(fmt.Sprintf("You have %g points left. Where do you put some?", p.Budget), mechanisms)
	if err != nil {
		return err
	}
	said, err := d.word("How many points")
	if err != nil {
		return err
	}
	points, err := strconv.ParseFloat(said, 64)
	if err != nil {
		d.say("That is no number.")
		return errBack
	}
	return d.ask("invest", map[string]any{"invest": m.id, "points": points}, "", fmt.Sprintf("You have put %g points into %s.", points, m.title))
}

func (d *dialogue) doPromise() error {
	var drafts []option
	for _, n := range d.view().Player.Notes {
		if n.Mine && n.State == "draft" {
			drafts = append(drafts, option{id: fmt.Sprint(n.N), title: noteWords(n)})
		}
	}
	n, err := d.choose("Which note do you file?", drafts)
	if err != nil {
		return err
	}
	return d.ask("file", map[string]any{"file": "#" + n.id}, "", "Filed. Those it is shown to can rely on it.")
}

func (d *dialogue) doDeviate() error {
	asking := len(d.args) == 0
	var filed []option
	for _, n := range d.view().Player.Notes {
		if n.Mine && n.State != "draft" {
			filed = append(filed, option{id: fmt.Sprint(n.N), title: noteWords(n), hint: n.State})
		}
	}
	n, err := d.choose("Which promise will you not keep?", filed)
	if err != nil {
		return err
	}
	why, err := d.perhaps("Why", asking)
	if err != nil {
		return err
	}
	return d.ask("deviate", map[string]any{"deviate": "#" + n.id}, why, "Those it is shown to are told.")
}

func noteWords(n exercise.Note) string {
	words := fmt.Sprintf("if %s, then %s", n.When, n.Do)
	if n.Within != "" {
		words += " within " + n.Within
	}
	return words
}
