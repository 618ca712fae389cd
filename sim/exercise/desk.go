package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// desk is what has reached one role, in the order in which it did. Items never change,
// so copies of a desk share them.
type desk struct {
	items      []Item `shared:"grows at its end alone, and the capacity of a copy is cut"`
	readTo     int    // every item up to this number has been read
	read       []int
	missedFrom int // the first that came while nobody was there, and the last
	missedTo   int
	empty      bool
	told       []knowing // fact × role: whom this role has seen to know a fact
	roles      int
	sent       engine.Event // the last message sent, to gather its recipients into one item
	opened     []opened     // by whom and when, of those who have held the seat
}

// knowing is how a role has come to see that another knows a fact.
type knowing struct {
	how  string // empty for not
	at   engine.Time
	item int // number of the item on the other's desk that brought it, once it has arrived
}

const toldThem = "I told them"

func newDesk(facts, roles int) desk {
	return desk{told: make([]knowing, facts*roles), roles: roles}
}

func (d *desk) clone() desk {
	c := *d
	c.items = d.items[:len(d.items):len(d.items)]
	c.read = slices.Clone(d.read)
	c.told = slices.Clone(d.told)
	c.opened = slices.Clone(d.opened)
	for i := range c.opened {
		c.opened[i].at = slices.Clone(c.opened[i].at)
	}
	return c
}

// away begins to count what nobody is there to see.
func (d *desk) away() {
	if !d.empty {
		d.empty, d.missedTo = true, 0
		if d.missedFrom == 0 { // else some of what came before has not been read yet
			d.missedFrom = len(d.items) + 1
		}
	}
}

// back ends what away begins; what was missed stays marked until it has been read.
func (d *desk) back() {
	if d.empty {
		d.empty, d.missedTo = false, len(d.items)
	}
	if d.missedFrom > d.missedTo {
		d.missedFrom, d.missedTo = 0, 0
	}
}

func (d *desk) isRead(n int) bool { return n <= d.readTo || slices.Contains(d.read, n) }

func (d *desk) unread() int { return len(d.items) - d.readTo - len(d.read) }

// mark enters that items up to n, or just the one, have been read.
func (d *desk) mark(n int, only bool) {
	switch {
	case !only:
		d.readTo = max(d.readTo, n)
	case !d.isRead(n):
		d.read = append(d.read, n)
	}
	for slices.Contains(d.read, d.readTo+1) {
		d.readTo++
	}
	d.read = slices.DeleteFunc(d.read, func(k int) bool { return k <= d.readTo })
	if d.readTo >= d.missedTo && !d.empty {
		d.missedFrom, d.missedTo = 0, 0
	}
}

func (d *desk) add(it Item) {
	it.N = len(d.items) + 1
	d.items = append(d.items, it)
	switch it.Kind {
	case ItemSent, ItemDone, ItemClock: // what the seat did itself, and what the header of the screen says
		d.mark(it.N, true)
	}
}

func (d *desk) saw(fact int, role int, how string, at engine.Time) {
	if k := &d.told[fact*d.roles+role]; k.how == "" {
		*k = knowing{how: how, at: at}
	}
}

// reached enters that what this role told another lies on the other's desk, as an item.
func (d *desk) reached(fact, role, item int) {
	if k := &d.told[fact*d.roles+role]; k.item == 0 {
		k.item = item
	}
}

// whoever is in a text for the one who did something, whom not every reader may know of.
const whoever = "\x00"

// see takes an event from the engine and lays it before those who may know of it, and
// nobody else. It is the only way in which an event reaches a desk.
func (x *Exercise) see(ev engine.Event) {
	x.events = append(x.events, ev)
	x.help = append(x.help, x.helping)
	x.tally.harms = append(x.tally.harms, score.HarmAt(x.e, ev))
	x.foresee(ev)
	x.fit(ev)
	sc := x.sc()
	title := func(r int32) string { return x.title(int(r)) }
	at := x.moment(ev.At)
	lay := func(r int, kind ItemKind, title, text string) {
		x.desks[r].add(Item{At: at, Kind: kind, Title: title, Text: text})
	}
	mine := func(kind ItemKind, title, text string) { lay(int(ev.Role), kind, title, text) }
	all := func(kind ItemKind, title, text string) {
		for r := range x.desks {
			lay(r, kind, title, text)
		}
		x.post(Item{At: at, Kind: kind, Title: title, Text: text})
	}
	each := func(roles []int, kind ItemKind, title, text string) {
		for _, r := range roles {
			lay(r, kind, strings.Replace(title, whoever, x.titleFor(r, int(ev.Role)), 1), text)
			if d := &x.desks[r]; r == int(ev.Role) { // its own doing
				d.mark(len(d.items), true)
			}
		}
	}
	joint := func(title, text string) { // to those who can take part
		each(sc.RolesOf(sc.Actions[ev.Ref].By), ItemJoint, title, text)
	}
	members := func(title string) { each(sc.RolesOf(sc.Venues[ev.Ref].Members), ItemVenue, title, "") }
	switch ev.Kind {
	case engine.ExerciseStarted:
		all(ItemClock, "STARTEX", "")
	case engine.ExerciseEnded:
		all(ItemClock, "ENDEX", upper(ev.Text))
	case engine.MoveEnded:
		all(ItemClock, "End of move: "+sc.Moves[ev.Ref].Title, "")
		x.moveEnds(int(ev.Ref))
	case engine.MoveBegan:
		all(ItemClock, "Move: "+sc.Moves[ev.Ref].Title, "")
		x.paceOf(int(ev.Ref))
	case engine.SeatJoined:
		mine(ItemNoticed, "You are at the table now", "")
	case engine.SystemNoticed:
		mine(ItemNoticed, fmt.Sprintf("%s: %s", sc.Systems[ev.Ref].Title, stateWord(ev.Num)), "")
	case engine.VersionNoticed:
		mine(ItemNoticed, fmt.Sprintf("%s %s", sc.Systems[ev.Ref].Title, phrase.Version(sc, ev)), "")
	case engine.FactLearned:
		x.learned(ev)
	case engine.MarkBreached:
		mine(ItemBreach, fmt.Sprintf("Breach of TLP:%s: you shared %q with %s, more widely than its mark allows",
			strings.ToUpper(x.e.MarkOf(int(ev.Role), int(ev.Ref))), sc.Facts[ev.Ref].Title, title(ev.Other)), "")
	case engine.MessageSent:
		x.sent(ev)
	case engine.MessageArrived:
		x.arrived(ev)
	case engine.MessageAcknowledged:
		word := []string{"Seen", "Will do", "Declined"}[int(ev.Num)]
		x.desks[ev.Other].add(Item{At: at, Kind: ItemMessage, From: title(ev.Role), Role: sc.Roles[ev.Role].ID,
			Title: title(ev.Role) + ": " + strings.ToLower(word), Text: word + ": " + x.mail(ev).Text})
	case engine.InjectReceived:
		x.received(int(ev.Role), int(ev.Ref), at)
	case engine.InjectDelivered:
		x.publish(int(ev.Ref), at)
	case engine.ImprovisedReceived:
		x.improvised(int(ev.Role), int(ev.Ref), at)
	case engine.InjectImprovised:
		if d := x.e.Improvised(int(ev.Ref)); slices.Contains(d.To, engine.Public) {
			x.post(Item{At: at, Kind: ItemInject, From: d.From, Media: d.Media, Title: d.Title, Text: d.Text})
		}
	case engine.InjectRetracted:
		x.withdrawn(int(ev.Ref), ev.Text, at)
	case engine.ActionStarted:
		if !ev.Due.Never() {
			mine(ItemDone, "Begun: "+sc.Actions[ev.Ref].Title, "done by "+x.moment(ev.Due).Date)
		}
		x.tellDecided(ev)
	case engine.ActionWaits:
		mine(ItemDone, "In line: "+sc.Actions[ev.Ref].Title, "waits for "+x.staffFor(int(ev.Role), int(ev.Ref)))
	case engine.ActionStaffed:
		mine(ItemDone, "Begun, its staff is free: "+sc.Actions[ev.Ref].Title, "done by "+x.moment(ev.Due).Date)
	case engine.ActionDelayed:
		mine(ItemDone, "Held up by a call: "+sc.Actions[ev.Ref].Title, "now done by "+x.moment(ev.Due).Date)
	case engine.ActionDone:
		mine(ItemDone, "Done: "+sc.Actions[ev.Ref].Title, "")
	case engine.ActionFailed:
		mine(ItemDone, "It did not work: "+sc.Actions[ev.Ref].Title, "")
	case engine.ActionCancelled:
		mine(ItemDone, "Cancelled: "+sc.Actions[ev.Ref].Title, "")
	case engine.JointProposed:
		text := "No limit of time."
		if t := ev.Due; t <= x.e.Horizon() {
			text = "Enough must commit by " + x.moment(t).Date + "."
		}
		text = joinText(x.partOf(ev), text)
		joint(fmt.Sprintf("%s proposes: %s", whoever, sc.Actions[ev.Ref].Title), text)
	case engine.JointCommitted:
		if x.events[len(x.events)-2].Kind == engine.JointProposed {
			return // to propose it is to commit to it
		}
		joint(fmt.Sprintf("%s has committed: %s", whoever, sc.Actions[ev.Ref].Title), x.partOf(ev))
	case engine.JointWithdrawn:
		joint(fmt.Sprintf("%s has withdrawn: %s", whoever, sc.Actions[ev.Ref].Title), "")
	case engine.JointStarted:
		text := "Done by " + x.moment(ev.Due).Date + "."
		if ev.Other == 1 {
			text += " Time is lost on setting up a way to work together: no open venue has all of you."
		}
		joint("Begun together: "+sc.Actions[ev.Ref].Title, text)
	case engine.JointDone:
		joint("Done together: "+sc.Actions[ev.Ref].Title, "")
	case engine.JointFailed:
		joint("Tried together, and it did not work: "+sc.Actions[ev.Ref].Title, "")
	case engine.JointLapsed:
		joint("Lapsed, too few committed in time: "+sc.Actions[ev.Ref].Title, "")
	case engine.VenueConvened:
		members(fmt.Sprintf("%s convenes %s; it opens by %s", whoever, sc.Venues[ev.Ref].Title,
			x.moment(ev.Due).Date))
	case engine.VenueOpened:
		members(sc.Venues[ev.Ref].Title + " is open")
	case engine.VenueClosed:
		members(sc.Venues[ev.Ref].Title + " is closed")
	case engine.ObligationStarted:
		mine(ItemDuty, "The clock runs: "+sc.Obligations[ev.Ref].Title, "Due "+x.moment(ev.Due).Date+".")
	case engine.ObligationMet:
		mine(ItemDuty, "Met: "+sc.Obligations[ev.Ref].Title, "")
	case engine.ObligationMissed:
		mine(ItemDuty, "Missed: "+sc.Obligations[ev.Ref].Title, "")
	case engine.NoteShown:
		x.shown(ev)
	case engine.NoteFiled, engine.NoteTriggered, engine.NoteKept, engine.NoteBroken, engine.NoteDeviated,
		engine.NoteRevised, engine.NoteRevoked:
		x.promised(ev)
	case engine.BeliefDeclared:
		p := &sc.Probes[ev.Ref]
		mine(ItemDone, fmt.Sprintf("You said, %.0f%% sure: %s", 100*ev.Num, p.Options[ev.Other].Text), p.Ask)
	case engine.MechanismFunded:
		mine(ItemDone, fmt.Sprintf("You put %s into %s", phrase.Points(ev.Num), sc.Mechanisms[ev.Ref].Title), "")
	case engine.MechanismEstablished:
		for r := range x.desks {
			if x.seesMechanism(r, int(ev.Ref)) {
				lay(r, ItemPrepared, "In force: "+sc.Mechanisms[ev.Ref].Title, sc.Mechanisms[ev.Ref].Text)
			}
		}
	case engine.AttemptMade:
		mine(ItemDone, "Put to the facilitator", ev.Text)
		x.staff = append(x.staff, Item{N: len(x.staff) + 1, At: at, Kind: ItemRuling, From: title(ev.Role),
			Title: "wants to do something that no button does", Text: ev.Text})
	case engine.AttemptAnswered:
		mine(ItemDone, "You answered the facilitator", ev.Text)
		x.staff = append(x.staff, Item{N: len(x.staff) + 1, At: at, Kind: ItemRuling, From: title(ev.Role),
			Title: "answers your question", Text: ev.Text})
	case engine.AttemptQueried:
		mine(ItemRuling, "The facilitator asks about what you want to do", ev.Text)
	case engine.AttemptRuled:
		mine(ItemRuling, "Ruling: "+OutcomeWords(outcomeWord(int(ev.Other))), ev.Text)
	case engine.DrawMade, engine.GaugeChanged, engine.SystemChanged, engine.LinkCut, engine.LinkChanged,
		engine.LinkStopped,
		engine.ChannelChanged, engine.MessageBlocked, engine.FactLeaked, engine.VersionChanged, engine.VersionFlawed:
		// the world as it is; a seat's view shows what it sees of it
	case engine.InjectHeld, engine.InjectSkipped, engine.InjectPostponed, engine.InjectEdited, engine.InjectFreed,
		engine.ExpectationMet, engine.ExpectationMissed, engine.ActionContradicts:
		// for staff, whose log has everything
	case engine.MessageAnswered: // the answer is a message, and arrives as one
	case engine.CommandRefused: // who gave it is answered
	}
}

func (x *Exercise) post(it Item) {
	it.N = len(x.board) + 1
	x.board = append(x.board, it)
}

func (x *Exercise) title(r int) string {
	switch {
	case r >= 0:
		return x.scenario.Roles[r].Title
	case r == engine.Public:
		return "the public"
	}
	return ""
}

func (x *Exercise) learned(ev engine.Event) {
	f := &x.scenario.Facts[ev.Ref]
	d := &x.desks[ev.Role]
	it := Item{At: x.moment(ev.At), Kind: ItemLearned, Title: f.Title, Text: f.Text, Fact: f.ID,
		Mark: x.e.MarkOf(int(ev.Role), int(ev.Ref)), Grade: f.Grade}
	if ev.Other >= 0 {
		if d.items[len(d.items)-1].Fact == f.ID {
			return // the message that brought it says all of it
		}
		it.From, it.Role = x.title(int(ev.Other)), x.scenario.Roles[ev.Other].ID
		d.saw(int(ev.Ref), int(ev.Other), "told me", ev.At) // of a public statement, it has been seen already
	}
	d.add(it)
}

// sent is a message leaving a seat: one item for all who are told at once.
func (x *Exercise) sent(ev engine.Event) {
	d := &x.desks[ev.Role]
	to := x.title(int(ev.Other))
	last := len(d.items) - 1
	if p := d.sent; d.items[last].Kind == ItemSent && p.At == ev.At && p.Ref == ev.Ref &&
		p.Text == ev.Text && p.Other != ev.Other {
		it := d.items[last]
		it.To = append(slices.Clone(it.To), to)
		it.messages = append(slices.Clone(it.messages), int(ev.Msg)-1)
		d.items = append(d.items[:last:last], it)
	} else {
		it := Item{At: x.moment(ev.At), Kind: ItemSent, To: []string{to}, Title: "You wrote", Text: ev.Text,
			messages: []int{int(ev.Msg) - 1}}
		if ev.Ref >= 0 {
			it.Title, it.Fact, it.Mark = "You shared "+x.scenario.Facts[ev.Ref].Title, x.scenario.Facts[ev.Ref].ID,
				x.e.MarkOf(int(ev.Role), int(ev.Ref))
			it.Grade = x.scenario.Facts[ev.Ref].Grade
		}
		d.add(it)
	}
	d.sent = ev
	if ev.Ref >= 0 && ev.Other >= 0 {
		d.saw(int(ev.Ref), int(ev.Other), toldThem, ev.At)
	}
	if ev.Other != engine.Public {
		return
	}
	it := Item{At: x.moment(ev.At), Kind: ItemMessage, From: x.title(int(ev.Role)),
		Role: x.scenario.Roles[ev.Role].ID, Title: "Public statement", Text: ev.Text}
	if ev.Ref >= 0 {
		it.Text = joinText(x.scenario.Facts[ev.Ref].Text, ev.Text)
		for r := range x.desks {
			x.desks[ev.Role].saw(int(ev.Ref), r, "told in public", ev.At)
			x.desks[r].saw(int(ev.Ref), int(ev.Role), "told in public", ev.At)
		}
	}
	x.post(it)
	for r := range x.desks {
		if r != int(ev.Role) {
			x.desks[r].add(it)
		}
	}
}

// onTheCall reports whether what arrives by call is said on a call that the two are on already, whoever called, and
// is not the call itself.
func (x *Exercise) onTheCall(ev engine.Event, until engine.Time) bool {
	if takes, _ := x.e.Calls(); until-takes < ev.At {
		return true
	}
	for i := int(ev.Msg) - 2; i >= 0; i-- { // two that waited for the line arrive as it begins
		m := x.e.MessageAt(i)
		pair := m.From == int(ev.Other) && m.To == int(ev.Role) || m.From == int(ev.Role) && m.To == int(ev.Other)
		if pair && m.Via.Cause == engine.ByCall {
			return m.Arrives == ev.At
		}
	}
	return false
}

func (x *Exercise) arrived(ev engine.Event) {
	it := Item{At: x.moment(ev.At), Kind: ItemMessage, From: x.title(int(ev.Other)),
		Role: x.scenario.Roles[ev.Other].ID, Title: "Message", Text: ev.Text,
		Re: fmt.Sprintf("%s#%d", x.scenario.Roles[ev.Other].ID, x.mail(ev).N)}
	if ev.Via.Cause == engine.ByCall {
		_, until, _ := x.e.OnCall(int(ev.Role))
		it.Title = "Calls you, until " + x.moment(until).Date
		if x.onTheCall(ev, until) {
			it.Title = "On your call, until " + x.moment(until).Date
		}
	}
	if ev.Due > 0 {
		it.Title = "Asks, for an answer by " + x.moment(ev.Due).Date
	}
	if ev.Ref >= 0 {
		f := &x.scenario.Facts[ev.Ref]
		it.Title, it.Fact, it.Mark = f.Title, f.ID, x.markOfMessage(x.mail(ev))
		it.Text, it.Grade = f.Text, f.Grade
		if ev.Text != "" {
			it.Text = ev.Text + "\n\n" + f.Text
		}
		x.desks[ev.Role].saw(int(ev.Ref), int(ev.Other), "told me", ev.At)
	}
	x.desks[ev.Role].add(it)
	if ev.Ref >= 0 {
		x.desks[ev.Other].reached(int(ev.Ref), int(ev.Role), len(x.desks[ev.Role].items))
	}
}

func (x *Exercise) received(r, inject int, at Moment) {
	in := &x.scenario.Injects[inject]
	title, text, _ := x.delivered(inject)
	x.desks[r].add(Item{At: at, Kind: ItemInject, From: in.From, Media: in.Media, Title: title,
		Text: withAttached(text, in)})
}

// delivered is how an inject read when it came last.
func (x *Exercise) delivered(inject int) (title, text string, to []int) {
	return x.e.InjectTextAt(inject, x.e.InjectState(inject).Times)
}

func (x *Exercise) improvised(r, k int, at Moment) {
	d := x.e.Improvised(k)
	x.desks[r].add(Item{At: at, Kind: ItemInject, From: d.From, Media: d.Media, Title: d.Title, Text: d.Text})
}

// publish lays an inject on the public board, if it belongs there.
func (x *Exercise) publish(inject int, at Moment) {
	in := &x.scenario.Injects[inject]
	if title, text, to := x.delivered(inject); x.onBoard(in, to) {
		x.post(Item{At: at, Kind: ItemInject, From: in.From, Media: in.Media, Title: title,
			Text: withAttached(text, in)})
	}
}

// onBoard reports whether an inject is on the public board, by those it went to: it is if it is for the public, or
// if it is news or social media for all. A forged one never is.
func (x *Exercise) onBoard(in *scenario.Inject, to []int) bool {
	lacks := func(r int) bool { return !slices.Contains(to, r) }
	toAll := x.scenario.ToAll(in.To) && !slices.ContainsFunc(x.scenario.Allies(), lacks) // nobody has edited it away
	return in.Forged == "" && (slices.Contains(to, engine.Public) || toAll && (in.Media == "news" || in.Media == "social"))
}

// withdrawn tells those who had an inject that it was sent in error.
func (x *Exercise) withdrawn(ref int, why string, at Moment) {
	var title string
	var to []int
	var public bool
	if k := ref - len(x.scenario.Injects); k >= 0 {
		d := x.e.Improvised(k)
		title, to, public = d.Title, d.To, slices.Contains(d.To, engine.Public)
	} else {
		title, _, to = x.delivered(ref)
		public = x.onBoard(&x.scenario.Injects[ref], to)
	}
	it := Item{At: at, Kind: ItemWithdrawn, From: "The facilitator", Title: "Withdrawn: " + title, Text: why}
	for r := range x.desks {
		if slices.Contains(to, r) || slices.Contains(to, engine.Public) {
			x.desks[r].add(it)
		}
	}
	if public {
		x.post(it)
	}
}

// moveEnds stops the clock for discussion, unless the exercise ends with the move.
func (x *Exercise) moveEnds(move int) {
	x.clock.moves++
	x.clock.discuss = x.clock.moves
	if !x.scenario.Branches() { // else the move says it when it begins
		x.paceOf(move + 1)
	}
	if x.e.Now() < x.e.Horizon() {
		x.stop("End of move: "+x.scenario.Moves[move].Title, allowTalk)
		x.clock.talks = true
	}
}

// paceOf gives the clock the pace of a move that has one of its own.
func (x *Exercise) paceOf(move int) {
	if moves := x.scenario.Moves; move < len(moves) && moves[move].Minute > 0 && !x.directs.drives() {
		x.clock.pace = engine.At(moves[move].Minute)
	}
}

func joinText(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " " + b
}
