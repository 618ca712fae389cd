package scenario

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Script is what people did, or would do, written as TOML: a list of [[do]] tables.
type Script struct {
	Title string `toml:"title" default:"none" example:"\"A well-coordinated response\"" doc:"A title: what the script shows."`
	Do    []Line `toml:"do" doc:"One table for each act, in any order; acts at the same instant happen in the order of the file."`
}

// Line is one act of a script. Exactly one verb is given: a key whose verb tag holds the
// word for it, and whose who tag says whether only the facilitator may do it.
type Line struct {
	At          Duration    `toml:"at" required:"true" example:"\"2h\"" doc:"Exercise time since STARTEX."`
	Role        string      `toml:"role" ref:"role" default:"the facilitator" example:"\"cloud\"" doc:"The role that acts."`
	Act         string      `toml:"act" verb:"act" ref:"action" example:"\"snapshot_hold\"" doc:"Takes an action."`
	Commit      string      `toml:"commit" verb:"commit" ref:"action" example:"\"trace_and_hold\"" doc:"Commits to a joint action."`
	Withdraw    string      `toml:"withdraw" verb:"withdraw" ref:"action" example:"\"trace_and_hold\"" doc:"Takes a commitment back before the joint action begins."`
	Cancel      string      `toml:"cancel" verb:"cancel" ref:"action" example:"\"full_rotation\"" doc:"Cancels an action under way."`
	Share       string      `toml:"share" verb:"share" ref:"fact" example:"\"egress\"" doc:"Shares a fact, with to."`
	Say         string      `toml:"say" verb:"say" example:"\"We are looking into it.\"" doc:"Says something, with to."`
	Ask         string      `toml:"ask" verb:"ask" example:"\"Whose tenant is it?\"" doc:"Asks something, with to and due."`
	To          Names       `toml:"to" ref:"role|all|public|venue" example:"[\"developer\"]" doc:"With share, say and ask: the receivers; a venue means its other members, and must be open. With file and revise: who may read the note; with revise, if left out, those who may read the earlier version. With edit: who receives the inject."`
	Text        string      `toml:"text" example:"\"We saw it at 06:10.\"" doc:"With share: a few words that go with the fact. With edit: the inject's new text. With query: the question. With rule: the reply."`
	Re          string      `toml:"re" example:"\"cloud#2\"" doc:"With share, say and ask: the message that this one answers. The example is the second message that cloud has sent to the role."`
	Mark        string      `toml:"mark" enum:"red|amber|green|clear" default:"none" example:"\"amber\"" doc:"With share, say and ask: the handling mark put on it."`
	Via         string      `toml:"via" enum:"call|contact|formal" default:"the usual way" example:"\"call\"" doc:"With share, say and ask to seats, and with verify: the way that it goes. A call arrives at once and takes the time of both seats."`
	Due         Duration    `toml:"due" example:"\"4h\"" doc:"With ask: how soon an answer is needed, counted from now."`
	Declare     string      `toml:"declare" verb:"declare" ref:"probe" example:"\"cause\"" doc:"Declares a belief, with option and confidence."`
	Option      string      `toml:"option" example:"\"insider\"" doc:"With declare: the answer."`
	Confidence  *float64    `toml:"confidence" min:"0" max:"1" default:"1" example:"0.7" doc:"With declare: how sure, 0 to 1."`
	Acknowledge string      `toml:"acknowledge" verb:"acknowledge" example:"\"cloud#2\"" doc:"Acknowledges a message to its sender, with as. The example is the second message that cloud has sent to the role."`
	As          string      `toml:"as" enum:"seen|will do|declined" default:"seen" example:"\"will do\"" doc:"With acknowledge: what the sender is told."`
	Verify      string      `toml:"verify" verb:"verify" example:"\"cloud#2\"" doc:"Checks back on a message: asks the seat that it seems to come from whether it sent it, by via or the usual way. The answer is given at once when the question arrives, and comes back the same way."`
	Attempt     string      `toml:"attempt" verb:"attempt" example:"\"We call the hosting firm's owner at home.\"" doc:"Tries what no action covers; the facilitator rules on it. With case: answers the facilitator's question."`
	Case        int         `toml:"case" min:"1" max:"10000" example:"2" doc:"With attempt: which of the role's own attempts the answer is about, from 1."`
	Deviate     string      `toml:"deviate" verb:"deviate" example:"\"hold_on_egress\"" doc:"Announces, with reason, that a filed note will not be kept as filed."`
	Convene     string      `toml:"convene" verb:"convene" ref:"venue" example:"\"cell\"" doc:"Convenes a venue."`
	Invest      string      `toml:"invest" verb:"invest" ref:"mechanism" example:"\"standing_cell\"" doc:"Invests points in a mechanism, at 0s only."`
	Points      float64     `toml:"points" min:"0" example:"3" doc:"With invest: how many."`
	File        string      `toml:"file" verb:"file" example:"\"hold_on_egress\"" doc:"Files an if-then note of the role, which makes it a promise; at 0s only. Name it by its id, or by its position among the role's notes: \"#1\" is the first."`
	Note        *Note       `toml:"note" verb:"file" example:"{role=\"cloud\", when=\"hours > 12\", do=\"snapshot_hold\", within=\"2h\"}" doc:"Files the role's own note, which is not in the scenario; at 0s only."`
	Revise      string      `toml:"revise" verb:"revise" example:"\"#1\"" doc:"Replaces a filed note with a new version, with change; at 0s only. Seats that have read the earlier version and are not shown the later one still count on the earlier one."`
	Change      *NoteChange `toml:"change" example:"{within=\"1h\"}" doc:"With revise: what is different in the new version."`
	Revoke      string      `toml:"revoke" verb:"revoke" example:"\"#1\"" doc:"Withdraws a filed note; at 0s only. Everyone who has read it is told."`
	Release     string      `toml:"release" verb:"release" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: releases an inject now."`
	Fire        string      `toml:"fire" verb:"release" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: the same as release."`
	Hold        string      `toml:"hold" verb:"hold" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: holds an inject until it is released."`
	Skip        string      `toml:"skip" verb:"skip" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: leaves an inject out."`
	Postpone    string      `toml:"postpone" verb:"postpone" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: delays an inject, with by."`
	By          Duration    `toml:"by" example:"\"1h\"" doc:"With postpone: how much later."`
	Earlier     Duration    `toml:"earlier" example:"\"5m\"" doc:"With postpone, instead of by: how much sooner, though not before now."`
	Unhold      string      `toml:"unhold" verb:"unhold" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: stops holding an inject: it comes when it is due, or now if that time has passed."`
	Edit        string      `toml:"edit" verb:"edit" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: changes an inject for this run, before it comes, with title, text and to, each if given."`
	Title       string      `toml:"title" example:"\"The story breaks\"" doc:"With edit: the inject's new title."`
	Inject      *Draft      `toml:"inject" verb:"inject" who:"facilitator" example:"{from=\"Wire service\", media=\"news\", title=\"The story breaks\", text=\"…\", to=[\"all\"]}" doc:"Facilitator: brings an inject that is not in the scenario, now."`
	Retract     string      `toml:"retract" verb:"retract" who:"facilitator" example:"\"press_story\"" doc:"Facilitator: tells those who have received an inject that it was sent in error, with reason. What it did to the world stays. \"+1\" is the first inject brought with inject."`
	Query       string      `toml:"query" verb:"query" who:"facilitator" example:"\"cloud#1\"" doc:"Facilitator: asks a question, with text, about the first attempt of cloud, before ruling on it."`
	Rule        string      `toml:"rule" verb:"rule" who:"facilitator" example:"\"cloud#1\"" doc:"Facilitator: rules on the first attempt of cloud, with outcome or odds, effects, and text as the reply."`
	Outcome     string      `toml:"outcome" enum:"success|partial|failure" default:"drawn by odds" example:"\"partial\"" doc:"With rule: the result of the attempt."`
	Odds        *float64    `toml:"odds" min:"0" max:"1" example:"0.6" doc:"With rule, instead of outcome: how likely success is; it is drawn from the seed."`
	Effects     []Effect    `toml:"effects" default:"none" example:"[{gauge=\"trust\", add=2}]" doc:"With rule: what a success, full or partial, does to the world."`
	Set         *Effect     `toml:"set" verb:"set" who:"facilitator" example:"{gauge=\"trust\", set=50}" doc:"Facilitator: changes the world by any effect."`
	End         bool        `toml:"end" verb:"end" who:"facilitator" example:"true" doc:"Facilitator: ends the exercise."`
	Choose      string      `toml:"choose" verb:"choose" who:"facilitator" ref:"move" example:"\"public\"" doc:"Facilitator: chooses the next move, where the file leaves a choice."`
	Now         bool        `toml:"now" default:"false" example:"true" doc:"With choose: the current move ends now, and the next begins."`
	Reason      string      `toml:"reason" default:"none" example:"\"Evidence first.\"" doc:"The reason, for the record."`
	// Place is where the line is in its file.
	Place Pos `toml:"-"`
}

// The keys of a line, and those that say what is done, in the format's order.
var (
	lineFields = fieldsOf(reflect.TypeFor[Line]())
	verbFields = slices.DeleteFunc(slices.Clone(lineFields), func(f field) bool { return f.tag.Get("verb") == "" })
)

// Verbs lists the words for what a line does, in the format's order.
func Verbs() []string {
	var out []string
	for _, f := range verbFields {
		if v := f.tag.Get("verb"); v == f.name { // not another word for one that is listed
			out = append(out, v)
		}
	}
	return out
}

// Does tells what the line does: its verb, and the id or text that is with it, which
// is empty where the verb takes something else. n is how many things the line does: 1 in
// every line that was read.
func (l *Line) Does() (verb, about string, n int) {
	for _, f := range verbFields {
		v := reflect.ValueOf(l).Elem().FieldByIndex(f.index)
		if v.IsZero() {
			continue
		}
		verb, about = f.tag.Get("verb"), ""
		if v.Kind() == reflect.String {
			about = v.String()
		}
		n++
	}
	return verb, about, n
}

// AddsNote reports whether the role adds a note to those of the scenario by this line: a new
// one, or a new version of one.
func (l *Line) AddsNote() bool { return l.Note != nil || l.Revise != "" }

// forFacilitator reports whether what the line does is for the facilitator alone.
func (l *Line) forFacilitator() bool {
	return slices.ContainsFunc(verbFields, func(f field) bool {
		return f.tag.Get("who") == "facilitator" && !reflect.ValueOf(l).Elem().FieldByIndex(f.index).IsZero()
	})
}

// Give makes the line do something with an id or a text. It reports whether there is such
// a verb, and it takes one of these.
func (l *Line) Give(verb, about string) bool {
	for _, f := range verbFields {
		v := reflect.ValueOf(l).Elem().FieldByIndex(f.index)
		if f.name == verb && v.Kind() == reflect.String {
			v.SetString(about)
			return true
		}
	}
	return false
}

// LoadScript reads a script for this scenario. Faults come back as those of a scenario do.
func (sc *Scenario) LoadScript(src []byte) (*Script, Diagnostics) {
	s := &Script{}
	ds := decode(src, s, nil, func(b *binder) {
		c := &checker{sc: sc, b: b}
		c.references()
		c.expressions()
		for i := range s.Do {
			p := indexed("do", i)
			s.Do[i].Place = b.ix.at(p)
			s.Do[i].check(c, p)
			if s.Do[i].AddsNote() {
				c.added = append(c.added, s.Do[i].Role)
			}
		}
	}, "the script")
	if ds.Failed() {
		return nil, ds
	}
	return s, ds
}

// check is what the tags do not say of a line.
func (l *Line) check(c *checker, p string) {
	_, _, n := l.Does()
	if n == 0 && c.faultyWithin(p) {
		return
	}
	if n != 1 {
		c.errorf(p, "conflict", "one of "+strings.Join(Verbs(), ", "),
			"a line does exactly one thing; this one does %d", n)
		return
	}
	tells := l.Share != "" || l.Say != "" || l.Ask != ""
	if tells != (len(l.To) > 0) && l.File == "" && l.Note == nil && l.Revise == "" && l.Edit == "" {
		c.errorf(p, "missing", `for example to = ["developer"]`,
			"to goes with share, say, ask, file, revise or edit, and the first three need it")
	}
	l.checkMessage(c, p, tells)
	l.checkRuling(c, p)
	if l.Declare != "" {
		if i := c.sc.Find("probe", l.Declare); i >= 0 {
			c.checkOption(p+".option", &c.sc.Probes[i], l.Option)
		}
	}
	for key, note := range map[string]string{".file": l.File, ".revise": l.Revise, ".revoke": l.Revoke,
		".deviate": l.Deviate} {
		if note != "" && c.sc.FindAdded(c.added, l.Role, note) < 0 {
			c.errorf(p+key, "reference", suggest(note, c.sc.ids("note")), "unknown note %q", clip(note))
		}
	}
	if (l.Revise != "") != (l.Change != nil) {
		c.errorf(p, "missing", `for example revise = "#1" and change = {within="1h"}`,
			"revise and change go together")
	}
	if l.Set != nil {
		l.Set.check(c, p+".set")
	}
	control := l.forFacilitator()
	if control && l.Role != "" {
		c.errorf(p+".role", "authority", "leave role out: this is the facilitator's", "a seat may not do that")
	}
	if !control && l.Role == "" {
		c.errorf(p, "missing", `for example role = "cloud"`, "who does this? role is missing")
	}
}

// checkMessage checks what goes with a message.
func (l *Line) checkMessage(c *checker, p string, tells bool) {
	if (l.Re != "" || l.Mark != "") && !tells {
		c.errorf(p, "conflict", "", "re and mark go with share, say or ask")
	}
	if l.Via != "" && !tells && l.Verify == "" {
		c.errorf(p, "conflict", "", "via goes with share, say, ask or verify")
	}
	for _, to := range l.To {
		if l.Via != "" && (to == "public" || c.sc.Find("role", to) < 0 && c.sc.Find("venue", to) >= 0) {
			c.errorf(p+".via", "conflict", "leave via out, or name seats alone in to",
				"what goes to a venue or to the public goes there by itself, and not by %s", l.Via)
		}
	}
	if l.Via == "call" && c.sc.Sharing.Call <= 0 {
		c.errorf(p+".via", "authority", "choose contact or formal, or leave via out",
			"nobody can be called in this exercise")
	}
	for key, re := range map[string]string{".re": l.Re, ".acknowledge": l.Acknowledge, ".verify": l.Verify} {
		if from, n := Numbered(re); re != "" && (n == 0 || c.sc.Find("role", from) < 0) {
			c.errorf(p+key, "reference", `for example "cloud#2"`,
				"%q is not a message: write who sent it, #, and which of theirs to the role it is", clip(re))
		}
	}
	if l.As != "" && l.Acknowledge == "" {
		c.errorf(p+".as", "conflict", "", "as goes with acknowledge")
	}
	if l.Case != 0 && l.Attempt == "" {
		c.errorf(p+".case", "conflict", "", "case goes with attempt")
	}
	if l.By > 0 && l.Earlier > 0 {
		c.errorf(p+".earlier", "conflict", "keep one of them", "both by and earlier are given")
	}
}

// checkRuling checks what goes with the facilitator's verbs for attempts, injects and moves.
func (l *Line) checkRuling(c *checker, p string) {
	for key, about := range map[string]string{".query": l.Query, ".rule": l.Rule} {
		if who, n := Numbered(about); about != "" && (n == 0 || c.sc.Find("role", who) < 0) {
			c.errorf(p+key, "reference", `for example "cloud#1"`,
				"%q is not an attempt: write whose it is, #, and which of theirs it is", clip(about))
		}
	}
	if l.Rule != "" && (l.Outcome == "") == (l.Odds == nil) {
		c.errorf(p, "missing", `for example outcome = "success" or odds = 0.6`,
			"a ruling needs either outcome or odds")
	}
	if l.Rule == "" && (l.Outcome != "" || l.Odds != nil || len(l.Effects) > 0) {
		c.errorf(p, "conflict", "", "outcome, odds and effects go with rule")
	}
	for i := range l.Effects {
		l.Effects[i].check(c, indexed(p+".effects", i))
	}
	if _, n := Numbered(l.Retract); l.Retract != "" && !(strings.HasPrefix(l.Retract, "+") && n > 0) &&
		c.sc.Find("inject", l.Retract) < 0 {
		c.errorf(p+".retract", "reference", suggest(l.Retract, c.sc.ids("inject")), "unknown inject %q",
			clip(l.Retract))
	}
	if l.Inject != nil {
		l.Inject.check(c, p+".inject")
	}
	if l.Now && l.Choose == "" {
		c.errorf(p+".now", "conflict", "", "now goes with choose")
	}
	if l.Title != "" && l.Edit == "" {
		c.errorf(p+".title", "conflict", "", "title goes with edit")
	}
}

// Numbered reads "cloud#2" as cloud and 2, and "+3" as nothing and 3; the number is 0
// where there is none.
func Numbered(s string) (name string, n int) {
	name, digits, found := strings.Cut(s, "#")
	if !found {
		name, digits, found = strings.Cut(s, "+")
	}
	n, err := strconv.Atoi(digits)
	if !found || err != nil || n < 1 || n > 1_000_000 || strings.HasPrefix(digits, "+") {
		return "", 0
	}
	return name, n
}

// Draft is an inject that the facilitator writes during play.
type Draft struct {
	From    string   `toml:"from" default:"the exercise" example:"\"Wire service\"" doc:"The sender that the message shows."`
	Media   string   `toml:"media" enum:"email|call|news|social|alert|document" default:"email" example:"\"news\"" doc:"The medium in which it arrives."`
	Title   string   `toml:"title" required:"true" example:"\"The story breaks\"" doc:"The subject of the message."`
	Text    string   `toml:"text" default:"empty" example:"\"Laboratory confirms theft.\"" doc:"Its text, in the words of the sender."`
	To      Names    `toml:"to" ref:"role|all|public" required:"true" example:"[\"all\"]" doc:"The roles that receive it; \"public\" is the public board."`
	Reveals Names    `toml:"reveals" ref:"fact" default:"nothing" example:"[\"egress\"]" doc:"Facts that those who receive it learn by it."`
	Effects []Effect `toml:"effects" default:"none" example:"[{gauge=\"trust\", add=-5}]" doc:"Its effects on the world."`

	Objective string   `toml:"objective" ref:"objective" default:"none" example:"\"one_voice\"" doc:"The objective that it tests."`
	Expects   *Expects `toml:"expects" default:"nothing" example:"{any=[\"joint_statement\"], within=\"4h\", by=[\"developer\"]}" doc:"A hint: what good players would do about it. Only staff see it."`
}

func (d *Draft) check(c *checker, path string) {
	for i := range d.Effects {
		d.Effects[i].check(c, indexed(path+".effects", i))
	}
	d.Expects.check(c, path+".expects")
}
