package scenario

import "reflect"

// Note is if-then response logic: a bot's rule, a promise, or both.
type Note struct {
	ID      string   `toml:"id" default:"none" example:"\"hold_on_egress\"" doc:"A name, if a mechanism puts only this note in force."`
	Role    string   `toml:"role" ref:"role" required:"true" example:"\"cloud\"" doc:"The role that the note belongs to."`
	When    Expr     `toml:"when" expr:"bool" me:"true" required:"true" example:"\"knows('egress')\"" doc:"The trigger. knows(f) means this role."`
	Do      Do       `toml:"do" required:"true" example:"\"snapshot_hold\"" doc:"What the seat then does: an action, or {share=fact, to=[roles]}, {commit=joint action}, {convene=venue}, {declare=probe, option=answer} or {say=text, to=[roles]}."`
	Decide  Delay    `toml:"decide" default:"no time" example:"{median=\"1h\", p90=\"4h\"}" doc:"How long the decision takes without precommitment."`
	Within  Duration `toml:"within" default:"it is no promise" example:"\"2h\"" doc:"The promise once the note is in force: done this soon after the trigger."`
	ShownTo Names    `toml:"shown_to" ref:"role|all" default:"nobody" example:"[\"developer\"]" doc:"The roles that may read the note once it is filed."`
	Draft   bool     `toml:"draft" default:"false" example:"true" doc:"Only its own seat files it: a mechanism that puts all notes in force leaves it out. A bot in the seat files and shows it before STARTEX."`
	Until   string   `toml:"until" default:"none" example:"\"owner attests\"" doc:"The end of the response, in words."`
	Basis   string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Do is what a note does. Exactly one of Act, Share, Commit, Convene, Declare and Say is given.
type Do struct {
	Act     string `toml:"act" ref:"action" example:"\"snapshot_hold\"" doc:"Takes an action (a joint one: commits to it)."`
	Share   string `toml:"share" ref:"fact" example:"\"egress\"" doc:"Shares a fact, with to."`
	Commit  string `toml:"commit" ref:"action" example:"\"trace_and_hold\"" doc:"Commits to a joint action."`
	Convene string `toml:"convene" ref:"venue" example:"\"cell\"" doc:"Convenes a venue."`
	Declare string `toml:"declare" ref:"probe" example:"\"cause\"" doc:"Answers a probe, with option."`
	Option  string `toml:"option" id:"true" example:"\"insider\"" doc:"With declare: the answer."`
	Say     string `toml:"say" example:"\"We are looking into it.\"" doc:"Says something, with to."`
	To      Names  `toml:"to" ref:"role|all|public" example:"[\"developer\"]" doc:"With share or say: the receivers."`
}

func (d *Do) bind(b *binder, v any, path string) {
	switch x := v.(type) {
	case string:
		d.Act = CleanLine(x)
		b.refs = append(b.refs, refUse{path, d.Act, "action", false})
	case map[string]any:
		b.table(reflectValue(d), x, path)
	default:
		b.errorf(path, "type", `for example do = "snapshot_hold" or do = {share="egress", to=["developer"]}`,
			"expected an action or a table, found %s", kindOf(v))
	}
}

func (n *Note) check(c *checker, path string) {
	d := &n.Do
	p := path + ".do"
	given := 0
	for _, s := range []string{d.Act, d.Share, d.Commit, d.Convene, d.Declare, d.Say} {
		if s != "" {
			given++
		}
	}
	if given == 0 && c.faultyWithin(p) {
		return
	}
	if given != 1 {
		c.errorf(p, "conflict", `for example do = "snapshot_hold" or do = {share="egress", to=["developer"]}`,
			"a note does exactly one thing; this one does %d", given)
		return
	}
	if (d.Share != "" || d.Say != "") != (len(d.To) > 0) {
		c.errorf(p, "missing", `for example {share="egress", to=["developer"]}`,
			"to goes with share or say, and they need it")
	}
	act := d.Act
	if d.Commit != "" {
		act = d.Commit
		if a := c.sc.Find("action", act); a >= 0 && c.sc.Actions[a].Joint == nil {
			c.errorf(p, "reference", "write do = \""+act+"\"", "%q is not a joint action", act)
		}
	}
	if a := c.sc.Find("action", act); act != "" && a >= 0 {
		if by := c.sc.Actions[a].By; !by.Has("all") && !by.Has(n.Role) {
			c.errorf(p, "authority", "add the role to the action's by, or give the note to another role",
				"%q may not take action %q", n.Role, act)
		}
	}
	if v := c.sc.Find("venue", d.Convene); d.Convene != "" && v >= 0 {
		if m := c.sc.Venues[v].Members; !m.Has("all") && !m.Has(n.Role) {
			c.errorf(p, "authority", "add it to the venue's members", "%q is not a member of venue %q", n.Role,
				d.Convene)
		}
	}
	if i := c.sc.Find("probe", d.Declare); d.Declare != "" && i >= 0 {
		c.checkOption(p+".option", &c.sc.Probes[i], d.Option)
	}
	if c.has(path+".within") && n.Within <= 0 {
		c.errorf(path+".within", "range", `for example "2h"`, "a promise must allow some time")
	}
}

// NoteChange is what a new version of a note changes. What is not given stays.
type NoteChange struct {
	When   Expr     `toml:"when" expr:"bool" me:"true" default:"as it was" example:"\"knows('egress')\"" doc:"The trigger."`
	Do     Do       `toml:"do" default:"as it was" example:"\"snapshot_hold\"" doc:"What the seat then does."`
	Within Duration `toml:"within" default:"as it was" example:"\"1h\"" doc:"The promise."`
	Until  string   `toml:"until" default:"as it was" example:"\"owner attests\"" doc:"The end of the response, in words."`
}

// Of is the note after the change. It has no id, no readers, and no time to decide: its role
// has written it during play, and says who may read it.
func (x *NoteChange) Of(n Note) Note {
	out := Note{Role: n.Role, When: n.When, Do: n.Do, Within: n.Within, Until: n.Until, Basis: n.Basis}
	if x.When.Source != "" {
		out.When = Expr{Source: CleanLine(x.When.Source)}
	}
	if !reflect.ValueOf(x.Do).IsZero() {
		out.Do = x.Do
	}
	if x.Within != 0 {
		out.Within = x.Within
	}
	if x.Until != "" {
		out.Until = x.Until
	}
	return out
}
