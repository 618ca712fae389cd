package scenario

// Script is what people did, or would do, written as TOML: a list of [[do]] tables.
type Script struct {
	Title string `toml:"title" default:"none" example:"\"A well-coordinated response\"" doc:"What the script shows."`
	Do    []Line `toml:"do" doc:"One act each, in any order; those at one instant happen in the order of the file."`
}

// Line is one act of a script. Exactly one verb is given.
type Line struct {
	At         Duration `toml:"at" required:"true" example:"\"2h\"" doc:"Exercise time since STARTEX."`
	Role       string   `toml:"role" ref:"role" default:"the facilitator" example:"\"cloud\"" doc:"Who acts."`
	Act        string   `toml:"act" ref:"action" example:"\"snapshot_hold\"" doc:"Takes an action."`
	Commit     string   `toml:"commit" ref:"action" example:"\"trace_and_hold\"" doc:"Commits to a joint action."`
	Withdraw   string   `toml:"withdraw" ref:"action" example:"\"trace_and_hold\"" doc:"Takes a commitment back before the joint action begins."`
	Cancel     string   `toml:"cancel" ref:"action" example:"\"full_rotation\"" doc:"Breaks off an action under way."`
	Share      string   `toml:"share" ref:"fact" example:"\"egress\"" doc:"Shares a fact, with to."`
	Say        string   `toml:"say" example:"\"We are looking into it.\"" doc:"Says something, with to."`
	Ask        string   `toml:"ask" example:"\"Whose tenant is it?\"" doc:"Asks something, with to and due."`
	To         Names    `toml:"to" ref:"role|all|public" example:"[\"developer\"]" doc:"With share, say and ask: to whom."`
	Due        Duration `toml:"due" example:"\"4h\"" doc:"With ask: by when an answer is wanted, counted from now."`
	Declare    string   `toml:"declare" ref:"probe" example:"\"cause\"" doc:"Declares a belief, with option and confidence."`
	Option     string   `toml:"option" example:"\"insider\"" doc:"With declare: the answer."`
	Confidence *float64 `toml:"confidence" min:"0" max:"1" default:"1" example:"0.7" doc:"With declare: how sure, 0 to 1."`
	Convene    string   `toml:"convene" ref:"venue" example:"\"cell\"" doc:"Convenes a venue."`
	Invest     string   `toml:"invest" ref:"mechanism" example:"\"standing_cell\"" doc:"Invests points in a mechanism, at 0s only."`
	Points     float64  `toml:"points" min:"0" example:"3" doc:"With invest: how many."`
	Release    string   `toml:"release" ref:"inject" example:"\"press_story\"" doc:"Facilitator: releases an inject now."`
	Fire       string   `toml:"fire" ref:"inject" example:"\"press_story\"" doc:"Facilitator: the same as release."`
	Hold       string   `toml:"hold" ref:"inject" example:"\"press_story\"" doc:"Facilitator: holds an inject until it is released."`
	Skip       string   `toml:"skip" ref:"inject" example:"\"press_story\"" doc:"Facilitator: leaves an inject out."`
	Postpone   string   `toml:"postpone" ref:"inject" example:"\"press_story\"" doc:"Facilitator: delays an inject, with by."`
	By         Duration `toml:"by" example:"\"1h\"" doc:"With postpone: how much later."`
	Set        *Effect  `toml:"set" example:"{gauge=\"trust\", set=50}" doc:"Facilitator: changes the world by any effect."`
	End        bool     `toml:"end" example:"true" doc:"Facilitator: ends the exercise."`
	Reason     string   `toml:"reason" default:"none" example:"\"Evidence first.\"" doc:"Why, for the record."`
	// Place is where the line stands in its file.
	Place Pos `toml:"-"`
}

// verbs counts the verbs that a line gives.
func (l *Line) verbs() int {
	n := 0
	for _, s := range []string{l.Act, l.Commit, l.Withdraw, l.Cancel, l.Share, l.Say, l.Ask, l.Declare, l.Convene, l.Invest, l.Release, l.Fire, l.Hold, l.Skip, l.Postpone} {
		if s != "" {
			n++
		}
	}
	if l.Set != nil {
		n++
	}
	if l.End {
		n++
	}
	return n
}

// LoadScript reads a script for this scenario. Faults come back as those of a scenario do.
func (sc *Scenario) LoadScript(src []byte) (*Script, Diagnostics) {
	s := &Script{}
	ds := decode(src, s, func(b *binder) {
		c := &checker{sc: sc, b: b, links: map[[2]string]bool{}}
		for _, l := range sc.Links {
			c.links[[2]string{l.From, l.To}] = true
		}
		c.references()
		c.expressions()
		for i := range s.Do {
			l := &s.Do[i]
			p := indexed("do", i)
			l.Place = b.ix.at(p)
			if n := l.verbs(); n != 1 {
				c.errorf(p, "conflict", "one of act, commit, withdraw, cancel, share, say, ask, declare, convene, invest, release, hold, skip, postpone, set, end",
					"a line does exactly one thing; this one does %d", n)
				continue
			}
			if (l.Share != "" || l.Say != "" || l.Ask != "") != (len(l.To) > 0) {
				c.errorf(p, "missing", `for example to = ["developer"]`, "to goes with share, say or ask, and they need it")
			}
			if l.Declare != "" {
				if i := sc.Find("probe", l.Declare); i >= 0 {
					c.checkOption(p+".option", &sc.Probes[i], l.Option)
				}
			}
			if l.Set != nil {
				l.Set.check(c, p+".set")
			}
			control := l.Release+l.Fire+l.Hold+l.Skip+l.Postpone != "" || l.Set != nil || l.End
			if control && l.Role != "" {
				c.errorf(p+".role", "authority", "leave role out: this is the facilitator's", "a seat may not do that")
			}
			if !control && l.Role == "" {
				c.errorf(p, "missing", `for example role = "cloud"`, "who does this? role is missing")
			}
		}
	})
	if ds.Failed() {
		return nil, ds
	}
	return s, ds
}
