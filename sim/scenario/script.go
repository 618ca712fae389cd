package scenario

import (
	"reflect"
	"slices"
	"strings"
)

// Script is what people did, or would do, written as TOML: a list of [[do]] tables.
type Script struct {
	Title string `toml:"title" default:"none" example:"\"A well-coordinated response\"" doc:"What the script shows."`
	Do    []Line `toml:"do" doc:"One act each, in any order; those at one instant happen in the order of the file."`
}

// Line is one act of a script. Exactly one verb is given: a key whose verb tag holds the
// word for it, and whose who tag says if it is the facilitator's alone.
type Line struct {
	At         Duration `toml:"at" required:"true" example:"\"2h\"" doc:"Exercise time since STARTEX."`
	Role       string   `toml:"role" ref:"role" default:"the facilitator" example:"\"cloud\"" doc:"Who acts."`
	Act        string   `toml:"act" verb:"act" ref:"action" example:"\"snapshot_hold\"" doc:"Takes an action."`
	Commit     string   `toml:"commit" verb:"commit" ref:"action" example:"\"trace_and_hold\"" doc:"Commits to a joint action."`
	Withdraw   string   `toml:"withdraw" verb:"withdraw" ref:"action" example:"\"trace_and_hold\"" doc:"Takes a commitment back before the joint action begins."`
	Cancel     string   `toml:"cancel" verb:"cancel" ref:"action" example:"\"full_rotation\"" doc:"Breaks off an action under way."`
	Share      string   `toml:"share" verb:"share" ref:"fact" example:"\"egress\"" doc:"Shares a fact, with to."`
	Say        string   `toml:"say" verb:"say" example:"\"We are looking into it.\"" doc:"Says something, with to."`
	Ask        string   `toml:"ask" verb:"ask" example:"\"Whose tenant is it?\"" doc:"Asks something, with to and due."`
	To         Names    `toml:"to" ref:"role|all|public" example:"[\"developer\"]" doc:"With share, say and ask: to whom."`
	Text       string   `toml:"text" example:"\"We saw it at 06:10.\"" doc:"With share: a few words that go with the fact."`
	Due        Duration `toml:"due" example:"\"4h\"" doc:"With ask: by when an answer is wanted, counted from now."`
	Declare    string   `toml:"declare" verb:"declare" ref:"probe" example:"\"cause\"" doc:"Declares a belief, with option and confidence."`
	Option     string   `toml:"option" example:"\"insider\"" doc:"With declare: the answer."`
	Confidence *float64 `toml:"confidence" min:"0" max:"1" default:"1" example:"0.7" doc:"With declare: how sure, 0 to 1."`
	Convene    string   `toml:"convene" verb:"convene" ref:"venue" example:"\"cell\"" doc:"Convenes a venue."`
	Invest     string   `toml:"invest" verb:"invest" ref:"mechanism" example:"\"standing_cell\"" doc:"Invests points in a mechanism, at 0s only."`
	Points     float64  `toml:"points" min:"0" example:"3" doc:"With invest: how many."`
	File       string   `toml:"file" verb:"file" example:"\"hold_on_egress\"" doc:"Files an if-then note of the role, which makes it a promise; at 0s only. It is named by its id, or by its place in the file: \"#1\" is the first."`
	Release    string   `toml:"release" verb:"release" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: releases an inject now."`
	Fire       string   `toml:"fire" verb:"release" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: the same as release."`
	Hold       string   `toml:"hold" verb:"hold" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: holds an inject until it is released."`
	Skip       string   `toml:"skip" verb:"skip" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: leaves an inject out."`
	Postpone   string   `toml:"postpone" verb:"postpone" who:"facilitator" ref:"inject" example:"\"press_story\"" doc:"Facilitator: delays an inject, with by."`
	By         Duration `toml:"by" example:"\"1h\"" doc:"With postpone: how much later."`
	Set        *Effect  `toml:"set" verb:"set" who:"facilitator" example:"{gauge=\"trust\", set=50}" doc:"Facilitator: changes the world by any effect."`
	End        bool     `toml:"end" verb:"end" who:"facilitator" example:"true" doc:"Facilitator: ends the exercise."`
	Reason     string   `toml:"reason" default:"none" example:"\"Evidence first.\"" doc:"Why, for the record."`
	// Place is where the line stands in its file.
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

// Does tells what the line does: its verb, and the id or text that stands with it, which
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
	ds := decode(src, s, func(b *binder) {
		c := &checker{sc: sc, b: b}
		c.references()
		c.expressions()
		for i := range s.Do {
			p := indexed("do", i)
			s.Do[i].Place = b.ix.at(p)
			s.Do[i].check(c, p)
		}
	})
	if ds.Failed() {
		return nil, ds
	}
	return s, ds
}

// check is what the tags do not say of a line.
func (l *Line) check(c *checker, p string) {
	_, _, n := l.Does()
	if n != 1 {
		c.errorf(p, "conflict", "one of "+strings.Join(Verbs(), ", "), "a line does exactly one thing; this one does %d", n)
		return
	}
	if (l.Share != "" || l.Say != "" || l.Ask != "") != (len(l.To) > 0) {
		c.errorf(p, "missing", `for example to = ["developer"]`, "to goes with share, say or ask, and they need it")
	}
	if l.Declare != "" {
		if i := c.sc.Find("probe", l.Declare); i >= 0 {
			c.checkOption(p+".option", &c.sc.Probes[i], l.Option)
		}
	}
	if l.File != "" && c.sc.FindNote(l.File) < 0 {
		c.errorf(p+".file", "reference", suggest(l.File, c.sc.ids("note")), "unknown note %q", clip(l.File))
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
