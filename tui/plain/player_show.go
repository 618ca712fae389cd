package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tocsin/sim/exercise"
)

// playerShows are everything that a seat can look at.
func playerShows() []command {
	return []command{
		{"look status now", "*the time, what is asked of you, what you are doing", isPlayer, (*dialogue).showStatus},
		{"inbox read", "*the newest messages again, or those before a number: inbox 40", isPlayer,
			(*dialogue).showInbox},
		{"brief", "*what your seat knows, wants and fears", isPlayer,
			func(d *dialogue) error {
				d.say(strings.TrimSpace(d.view().Player.Brief + "\n\n" + d.view().Player.Office))
				return nil
			}},
		{"facts know", "*what you know, and who else you know has it", isPlayer, (*dialogue).showFacts},
		{"actions can", "*what you can do, and why not", isPlayer, (*dialogue).showActions},
		{"people contacts seats", "whom you can write to", isPlayer, (*dialogue).showPeople},
		{"world gauges systems", "the numbers and systems that you see", isPlayer, (*dialogue).showWorld},
		{"team", "who shares your seat, and who acts for it",
			func(v exercise.View) bool { return isPlayer(v) && v.Player.Team != nil }, (*dialogue).showTeam},
		{"duties obligations", "your reporting clocks", isPlayer, (*dialogue).showDuties},
		{"notes promises", "if-then notes, yours and those shown to you", isPlayer, (*dialogue).showNotes},
		{"venues", "where you can meet", isPlayer, (*dialogue).showVenues},
		{"prepared mechanisms", "preparedness, and what it costs", isPlayer, (*dialogue).showMechanisms},
		{"beliefs", "what you may declare a belief about", isPlayer, (*dialogue).showBeliefs},
		{"predictions", "what you have said that others will do", isPlayer, (*dialogue).showPredictions},
		{"decisions decided", "what your seat has decided", isPlayer,
			func(d *dialogue) error { return d.showDecisions(d.view().Player.Decisions) }},
		{"attempts", "what you have attempted, and what resulted", isPlayer, (*dialogue).showAttempts},
	}
}

func (d *dialogue) showTeam() error {
	t := d.view().Player.Team
	d.say(fmt.Sprintf("%s acts for this seat. Advisers: %s.", or(t.Holder, "Nobody"),
		or(strings.Join(t.Aides, ", "), "none")))
	return nil
}

// everyones are for whoever is here.
func everyones() []command {
	return []command{
		{"time clock", "the time of the exercise", always, func(d *dialogue) error { d.showTime(); return nil }},
		{"words", "what was said out of the game", always, (*dialogue).showWords},
		{"seats lobby", "the seats and who has them", func(v exercise.View) bool { return len(v.Lobby) > 0 },
			(*dialogue).showLobby},
		{"want seat", "*ask for a seat: want SEAT", func(v exercise.View) bool { return len(v.Lobby) > 0 },
			(*dialogue).doWant},
		{"switch", "*go to another of your seats", always, (*dialogue).doSwitch},
		{"help commands ?", "*what you can do here; help all for everything", always, (*dialogue).help},
		{"quit bye", "*end this dialogue; your seat is kept", always, func(d *dialogue) error { return errEnd }},
		{"leave", "give up your seat and go", always, (*dialogue).doLeave},
	}
}

func (d *dialogue) showWords() error {
	for _, n := range d.view().Notices {
		d.entry(n.At.T + "  " + noticeWords(n))
	}
	if len(d.view().Notices) == 0 {
		d.entry("Nothing has been said out of the game.")
	}
	return nil
}

// clockActs are for those who play without a facilitator.
func clockActs() []command {
	with := func(act any, done string) func(d *dialogue) error {
		return func(d *dialogue) error { return d.actBy(d.hand().Clock, act, done) }
	}
	return []command{
		{"start begin", "*begin the exercise", always, with(&exercise.Start{}, "STARTEX.")},
		{"pause", "*stop the clock", always, with(&exercise.Pause{Why: "Paused at the table", Allows: "everything"},
			"The clock is paused.")},
		{"resume go", "*let the clock go on", always, with(&exercise.Resume{}, "The clock runs.")},
	}
}

// help says what can be done: what everybody needs or, if asked, all of it.
func (d *dialogue) help() error {
	what, _ := d.given()
	all := d.commands()
	d.say("Each command is one word, and asks for what it needs. You can also write the answers after it, as " +
		"shown here: a value follows its name, and free text goes on to the end of the line, or to a name with a colon, such as because:. The first letters of a word are enough.")
	left := 0
	for _, c := range all {
		does, main := strings.CutPrefix(c.does, "*")
		if c.words == "switch" && len(d.hands) == 1 {
			continue
		}
		if what != "all" && !main {
			left++
			continue
		}
		d.entry(strings.Fields(c.words)[0] + ": " + does)
	}
	if left > 0 {
		d.say(fmt.Sprintf("There are %d more, for rarer needs: help all", left))
	}
	return nil
}

func (d *dialogue) showTime() {
	c := d.view().Clock
	d.say(fmt.Sprintf("%s, %s.", c.Now.Date, c.Now.T), joined(clockWords(d.view()), waits(d.view())))
	if c.Phase == "over" {
		return
	}
	if c.MoveEnds != nil {
		d.say("The move ends " + c.MoveEnds.Date + ".")
	}
	d.say("The exercise ends " + c.Ends.Date + ".")
}

func (d *dialogue) showStatus() error {
	d.showTime()
	p := d.view().Player
	if len(p.Asked) == 0 {
		d.say("Nothing is asked of you.")
	}
	for i, a := range p.Asked {
		if i == 0 {
			d.say("Asked of you:")
		}
		d.entry("- " + askedWords(a))
	}
	for i, w := range p.Doing {
		if i == 0 {
			d.say("Under way:")
		}
		d.entry(fmt.Sprintf("- %s, %s", w.Title, w.Until()))
	}
	if c := p.Call; c != nil {
		d.say("You are on a call with " + c.With + " until " + c.Until.Date + "; what you do goes on after it. " +
			"With “via call”, they hear what you tell them in this call.")
	}
	if p.Hands.Limit > 0 {
		d.say(fmt.Sprintf("Hands: %d of %d busy.", p.Hands.Busy, p.Hands.Limit))
	}
	if c := p.Cost; c != (exercise.Cost{}) {
		d.say("Cost so far: " + costWords(c) + ".")
	}
	return nil
}

func costWords(c exercise.Cost) string {
	var out []string
	for _, e := range []struct {
		name string
		v    float64
	}{{"money", c.Money}, {"political", c.Political}, {"operational", c.Operational}, {"legal", c.Legal}} {
		if e.v != 0 {
			out = append(out, fmt.Sprintf("%s %g", e.name, e.v))
		}
	}
	return strings.Join(out, ", ")
}

func (d *dialogue) showInbox() error {
	p := d.view().Player
	items := p.Inbox
	if s, ok := d.given(); ok {
		n, err := strconv.Atoi(s)
		if err != nil || n < 2 {
			d.say("Give the number of an item; those before it are shown.")
			return nil
		}
		if items, err = d.hand().Before(d.ctx, n); err != nil {
			return err
		}
	}
	const page = 12
	if len(items) > page {
		d.say(fmt.Sprintf("Items before %d: inbox %d", items[len(items)-page].N, items[len(items)-page].N))
		items = items[len(items)-page:]
	}
	if len(items) == 0 {
		d.say("There is nothing there.")
	}
	for _, it := range items {
		d.item(it)
	}
	return nil
}

func (d *dialogue) showFacts() error {
	facts := d.view().Player.Facts
	if len(facts) == 0 {
		d.say("You know nothing yet that matters here.")
	}
	for _, f := range facts {
		from := ""
		if f.From != "" {
			from = ", from " + f.From
		}
		d.entry(fmt.Sprintf("%s [TLP:%s], since %s%s. Short name: %s", f.Title, strings.ToUpper(f.Mark),
			f.Since.Date, from, f.ID))
		d.entry("    " + f.Text)
		if f.Grade != "" {
			d.entry("    Grade " + exercise.Graded(f.Grade))
		}
		var who []string
		for _, k := range f.Others {
			who = append(who, k.Title+" ("+k.Words()+", "+k.At.Date+")")
		}
		if may := d.view().Player.MayGo(&f); may != "" {
			d.entry("    " + may)
		}
		d.entry("    As far as you know, who else has it: " + or(strings.Join(who, ", "), "nobody"))
	}
	return nil
}

func (d *dialogue) showActions() error {
	p := d.view().Player
	if len(p.Actions) == 0 {
		d.say("Your seat has no actions of its own. You can talk, share and attempt.")
	}
	for _, a := range p.Actions {
		kind := ""
		if a.Joint != nil {
			kind = fmt.Sprintf("; needs %d to commit%s", a.Joint.Quorum, a.Joint.Brings())
			if len(a.Joint.Committed) > 0 {
				kind += ", so far " + strings.Join(a.Joint.Committed, ", ")
			}
		}
		if a.Takes != "" {
			kind += "; takes " + a.Takes
		}
		if c := costWords(a.Costs); c != "" {
			kind += "; costs " + c
		}
		state := "you can"
		switch {
		case !a.Can:
			state = "not now: " + strings.TrimSuffix(a.Why, ".")
		case a.Unsure:
			state = "you can try: whether it is possible now shows then"
		}
		d.entry(fmt.Sprintf("%s (%s): %s%s", a.Title, a.ID, state, kind))
		if a.Text != "" {
			d.entry("    " + a.Text)
		}
	}
	return nil
}

func (d *dialogue) showPeople() error {
	for _, c := range d.view().Player.Contacts {
		d.entry(c.Title + " (" + c.ID + "): " + c.Words())
	}
	return nil
}

func (d *dialogue) showWorld() error {
	p := d.view().Player
	if len(p.Gauges)+len(p.Systems)+len(p.Versions) == 0 && p.Picture == nil {
		d.say("Your seat watches no numbers and no systems.")
	}
	for _, g := range p.Gauges {
		d.entry(fmt.Sprintf("%s: %s %s%s%s", g.Title, number(g.Value), g.Unit, trend(g.Trace), read(&g)))
	}
	for _, s := range p.Systems {
		since := ""
		if s.Since != nil {
			since = ", noticed " + s.Since.Date
		}
		if len(s.Runs) > 0 {
			since += ", runs " + strings.Join(s.Runs, ", ")
		}
		d.entry(fmt.Sprintf("%s: %s%s", s.Title, s.State, since))
	}
	for _, v := range p.Versions {
		d.entry("Who runs " + v.Title + ": " + v.Words())
	}
	d.tellPicture(p.Picture)
	return nil
}

// read is how old a sensor's reading is and what it is worth, after what it shows.
func read(g *exercise.Gauge) string {
	if words := g.Read(); words != "" {
		return "; " + words
	}
	return ""
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

// trend says where a gauge was at STARTEX, where that is known.
func trend(trace []float64) string {
	if len(trace) < 2 {
		return ""
	}
	return fmt.Sprintf(" (at STARTEX %s)", number(trace[0]))
}

func (d *dialogue) showDuties() error {
	duties := d.view().Player.Obligations
	if len(duties) == 0 {
		d.say("No reporting clock of yours runs.")
	}
	for _, o := range duties {
		d.entry(fmt.Sprintf("%s: %s, due %s. Met by: %s", o.Title, metWords(&o), o.Due.Date, strings.Join(o.By, ", ")))
		if o.Basis != "" {
			d.entry("    " + o.Basis)
		}
	}
	return nil
}

// metWords are the state of a reporting clock, and when it was met.
func metWords(o *exercise.Obligation) string {
	if o.Met == nil {
		return o.Status
	}
	return o.Status + " on " + o.Met.Date
}

func (d *dialogue) showNotes() error {
	notes := d.view().Player.Notes
	if len(notes) == 0 {
		d.say("There are no notes of yours, and none that are shown to you.")
	}
	for _, n := range notes {
		whose := "yours"
		if !n.Mine {
			whose = "of " + n.Title
		}
		d.entry(fmt.Sprintf("%d. %s (%s, %s)", n.N, noteWords(n), whose, n.State))
		if n.Newer > 0 {
			d.entry(fmt.Sprintf("    Note %d has taken its place.", n.Newer))
		}
		if len(n.Stale) > 0 {
			d.entry("    Still counted on by " + strings.Join(n.Stale, ", ") + ": show them the new version.")
		}
		for _, line := range n.Beside {
			d.entry("    " + line)
		}
	}
	return nil
}

func (d *dialogue) showVenues() error {
	venues := d.view().Player.Venues
	if len(venues) == 0 {
		d.say("You belong to no venue.")
	}
	for _, v := range venues {
		d.entry(fmt.Sprintf("%s (%s): %s. Members: %s", v.Title, v.ID, v.State, strings.Join(v.Members, ", ")))
	}
	return nil
}

func (d *dialogue) showMechanisms() error {
	p := d.view().Player
	d.say(fmt.Sprintf("You have %g points left.", p.Budget))
	for _, m := range p.Mechanisms {
		state := ""
		if m.InForce {
			state = ", in force"
		} else if m.Invested != nil {
			state = fmt.Sprintf(", %g are in", *m.Invested)
		}
		d.entry(fmt.Sprintf("%s (%s): costs %g%s, %g of it yours", m.Title, m.ID, m.Price, state, m.Mine))
		if m.Text != "" {
			d.entry("    " + m.Text)
		}
	}
	return nil
}

func (d *dialogue) showBeliefs() error {
	for _, p := range d.view().Player.Probes {
		d.entry(fmt.Sprintf("%s %s", p.Ask, or(answerOf(p), "You have not said yet.")))
	}
	return nil
}

func (d *dialogue) showPredictions() error {
	all := d.view().Player.Predictions
	if len(all) == 0 {
		d.say("You have predicted nothing yet: predict SEAT tell by 4h 70%")
	}
	for _, p := range all {
		came := ""
		if p.Came != nil {
			came = map[bool]string{true: " It did.", false: " It did not."}[*p.Came]
		}
		d.entry(fmt.Sprintf("%s, by %s: %.0f%%.%s", p.Text, p.By.Date, 100*p.Confidence, came))
	}
	return nil
}

func (d *dialogue) showAttempts() error {
	for _, a := range d.view().Player.Attempts {
		d.entry(fmt.Sprintf("%d. %s: %s. %s", a.N, a.Text, or(exercise.OutcomeWords(a.Outcome), "not ruled yet"), a.Reply))
	}
	return nil
}

func (d *dialogue) showDecisions(all []exercise.Decision) error {
	if len(all) == 0 {
		d.say("No decision has been written down: decide TEXT")
	}
	for i := range all {
		words := all[i].Words()
		whose := all[i].At.Date
		if d.view().Control != nil {
			whose += ", " + all[i].Title
		}
		if all[i].Who != "" {
			whose += ", written by " + all[i].Who
		}
		d.entry(fmt.Sprintf("%d. %s: %s", all[i].N, whose, words[0]))
		for _, more := range words[1:] {
			d.entry("    " + more)
		}
	}
	return nil
}

func (d *dialogue) showLobby() error {
	for _, c := range d.view().Lobby {
		line := fmt.Sprintf("%s (%s): %s", c.Title, c.ID, or(c.Holder, "free"))
		if c.ID == d.view().You.Wants {
			line += ". You have asked for it"
		}
		d.entry(line)
	}
	return nil
}

func (d *dialogue) doWant() error {
	var chairs []option
	for _, c := range d.view().Lobby {
		chairs = append(chairs, option{c.ID, c.Title, or(c.Holder, "free"), 0})
	}
	c, err := d.choose("Which seat do you ask for?", chairs)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	you, chair := d.view().You, exercise.Chair{Title: c.title}
	if c.hint != "free" {
		chair.Holder = c.hint
	}
	a, err := d.hand().Want(ctx, c.id)
	return d.answered(a, err, you.Asked(chair)+".")
}

func (d *dialogue) doSwitch() error {
	var others []option
	for i, h := range d.hands {
		if i != d.at && !h.ended {
			news := ""
			if p := h.view.Player; p != nil && p.Total > h.told.item {
				news = fmt.Sprintf("%d new", p.Total-h.told.item)
			}
			title := h.view.You.Title
			if h.view.Control != nil {
				title = "the facilitator"
			}
			others = append(others, option{h.view.You.Role, title, news, 0})
		}
	}
	to, err := d.choose("Which of your seats?", others)
	if err != nil {
		return err
	}
	for i, h := range d.hands {
		if h.view.You.Role == to.id && i != d.at && (to.id != "" || h.view.Control != nil) {
			return d.turn(i)
		}
	}
	return ErrBack
}

func (d *dialogue) doLeave() error {
	if err := d.sure("You give up your seat."); err != nil {
		return err
	}
	if err := d.act(&exercise.Leave{}, "You have left."); err != nil {
		return err
	}
	return errEnd
}
