package scenario

import "slices"

// Action is something that seats can do.
type Action struct {
	ID        string   `toml:"-"`
	Title     string   `toml:"title" default:"the id in words" example:"\"Snapshot and hold the suspect tenant\"" doc:"The name of the action in menus."`
	Text      string   `toml:"text" default:"empty" example:"\"Freezes evidence; the tenant notices nothing.\"" doc:"A sentence of help for the player who considers it."`
	By        Names    `toml:"by" ref:"role|all" required:"true" example:"[\"cloud\"]" doc:"The roles that have the authority to do it. For a joint action: the roles that can commit to it."`
	Opens     Names    `toml:"opens" ref:"fact|inject" default:"from STARTEX" example:"[\"odd_login\"]" doc:"Facts and injects: the action is in a seat's menu as soon as it knows one of the facts, or has received one of the injects, or another seat has proposed it. Until then the seat does not see it and cannot take it."`
	Needs     Expr     `toml:"needs" expr:"bool" me:"true" default:"always possible" example:"\"knows('egress')\"" doc:"The condition for beginning it. knows(f) means the acting role."`
	Takes     Delay    `toml:"takes" default:"no time" example:"{min=\"15m\", mode=\"30m\", max=\"2h\"}" doc:"How long it takes."`
	Hands     *int     `toml:"hands" min:"0" max:"1000" default:"1" example:"2" doc:"How many of the role's at_once it keeps busy."`
	Chance    *float64 `toml:"chance" min:"0" max:"1" default:"1" example:"0.8" doc:"How likely it is to work. If it does not work, only its time and its cost are spent."`
	Cost      Cost     `toml:"cost" default:"none" example:"{money=0, political=0, operational=1, legal=1}" doc:"Its costs for the role that does it, each on a scale of 0 to 5."`
	Spends    []Amount `toml:"spends,keyed" ref:"gauge" default:"nothing" example:"{copies=4}" doc:"Amounts that it takes from gauges at the moment when it begins. It cannot begin while there is less."`
	Uses      []Amount `toml:"uses,keyed" ref:"gauge" default:"nobody else" example:"{analysts=2}" doc:"Staff that it uses from its beginning to its end, from gauges of those who are free. While too few are free it waits in line; the first in line is served first."`
	Effects   []Effect `toml:"effects" default:"none" example:"[{system=\"finetune\", becomes=\"isolated\"}]" doc:"Its effects on the world when it is done."`
	OnFailure []Effect `toml:"on_failure" default:"nothing" example:"[{gauge=\"trust\", add=-5}]" doc:"Effects when it does not work."`
	OnLapse   []Effect `toml:"on_lapse" default:"nothing" example:"[{gauge=\"trust\", add=-5}]" doc:"Effects when a joint action lapses because too few have committed. joined('action') is how many had committed."`
	Once      bool     `toml:"once" default:"false" example:"true" doc:"It can be done only once, by the first seat that does it."`
	Joint     *Joint   `toml:"joint" default:"not joint" example:"{quorum=3, within=\"18h\", setup=\"6h\"}" doc:"Nothing happens until enough roles have committed."`
	Undoes    Names    `toml:"undoes" ref:"action" default:"nothing" example:"[\"public_denial\"]" doc:"Actions that contradict it. If both are taken, this is recorded and counted."`
	Response  string   `toml:"response" default:"no response in particular" example:"\"preserve_evidence\"" doc:"The kind of response, in the words of the vocabulary. It decides which if-then notes of organisations ask for the action."`
	Objective string   `toml:"objective" ref:"objective" default:"none" example:"\"contain\"" doc:"The objective that it serves, for the evaluators."`
	Basis     string   `toml:"basis" default:"none" example:"\"domain.md S1\"" doc:"The source of this table's numbers."`
}

// Cost is what an action costs the role that does it; each on a scale of 0 to 5.
type Cost struct {
	Money       float64 `toml:"money" min:"0" max:"5" default:"0" example:"1" doc:"Money, 0 to 5."`
	Political   float64 `toml:"political" min:"0" max:"5" default:"0" example:"2" doc:"Political capital, 0 to 5."`
	Operational float64 `toml:"operational" min:"0" max:"5" default:"0" example:"1" doc:"Disruption of the role's own operations, 0 to 5."`
	Legal       float64 `toml:"legal" min:"0" max:"5" default:"0" example:"1" doc:"Legal exposure, 0 to 5."`
}

// Total is the sum of the four kinds of cost.
func (c Cost) Total() float64 { return c.Money + c.Political + c.Operational + c.Legal }

// Joint makes an action one that several roles must commit to.
type Joint struct {
	Quorum int      `toml:"quorum" min:"1" required:"true" example:"3" doc:"How many roles must have committed; with parts, what their parts must add up to."`
	Parts  []Amount `toml:"parts,keyed" ref:"role" default:"1 each" example:"{cloud=4, lab=6}" doc:"The weight of a role's commitment: how many of a pool it brings, a share of the money, a vote with a weight. Whole numbers; a role that is not named counts 1."`
	Within Duration `toml:"within" default:"no limit" example:"\"18h\"" doc:"All must commit within this time of the first commitment; otherwise every commitment lapses."`
	Setup  Delay    `toml:"setup" default:"no time" example:"\"6h\"" doc:"Time lost before it begins when no open venue has all the committed roles as members."`
	Must   Names    `toml:"must" ref:"role" default:"nobody in particular" example:"[\"institute\"]" doc:"Roles without whom the quorum does not count."`
}

// Part is how much of the quorum a role counts for: 1 unless the file says otherwise.
func (j *Joint) Part(role string) int {
	for _, p := range j.Parts {
		if p.ID == role {
			return int(p.Value)
		}
	}
	return 1
}

// PartsOf is how much of the quorum roles, given as indices, count for together.
func (sc *Scenario) PartsOf(j *Joint, roles []int) int {
	sum := 0
	for _, r := range roles {
		sum += j.Part(sc.Roles[r].ID)
	}
	return sum
}

// check checks what the tags do not say of a joint action.
func (j *Joint) check(c *checker, a *Action, path string) {
	members := c.sc.RolesOf(a.By)
	switch sum := c.sc.PartsOf(j, members); {
	case len(members) == 0 || j.Quorum <= sum:
	case len(j.Parts) > 0:
		c.errorf(path+".quorum", "range", "lower the quorum or raise the parts",
			"quorum %d is more than %d, what the parts of all who can commit come to", j.Quorum, sum)
	default:
		c.errorf(path+".quorum", "range", "lower the quorum or name more roles in by",
			"quorum %d is more than the %d roles that can commit", j.Quorum, sum)
	}
	for _, p := range j.Parts {
		at := join(path+".parts", p.ID)
		if p.Value != float64(int(p.Value)) || p.Value < 0 || p.Value > 1e6 {
			c.errorf(at, "range", "for example parts = {cloud=4, lab=6}",
				"a part is a whole number from 0 to a million, found %v", p.Value)
		}
		if !a.By.Has("all") && !a.By.Has(p.ID) && c.sc.Find("role", p.ID) >= 0 {
			c.errorf(at, "reference", "add it to by", "%q has a part but is not among those who can commit", p.ID)
		}
	}
	for i, m := range j.Must {
		if !a.By.Has("all") && !a.By.Has(m) {
			c.errorf(indexed(path+".must", i), "reference", "add it to by",
				"%q must commit but is not among those who can", m)
		}
	}
}

// spendsFrom reports whether the action spends from a gauge.
func (a *Action) spendsFrom(gauge string) bool {
	return slices.ContainsFunc(a.Spends, func(s Amount) bool { return s.ID == gauge })
}

func orCertain(chance *float64) float64 {
	if chance == nil {
		return 1
	}
	return *chance
}

// HandsNeeded is how many hands the action keeps busy.
func (a *Action) HandsNeeded() int {
	if a.Hands != nil {
		return *a.Hands
	}
	return 1
}

func (a *Action) check(c *checker, path string) {
	if len(a.By) == 0 {
		c.errorf(path, "missing", `for example by = ["cloud"]`, "nobody may take action %q", a.ID)
	}
	if a.Joint != nil {
		a.Joint.check(c, a, path+".joint")
	}
	for _, s := range a.Spends {
		at := path + ".spends." + s.ID
		if !(s.Value > 0) {
			c.errorf(at, "range", "for example spends = {budget=4}",
				"what an action spends is more than 0, found %v", s.Value)
		}
		if a.Joint != nil {
			c.errorf(at, "conflict", "let an action of one role spend it, and let the joint one need that",
				"a joint action cannot spend: nobody in particular begins it")
		}
	}
	a.checkUses(c, path)
	if len(a.OnFailure) > 0 && orCertain(a.Chance) == 1 && c.sc.Given(path+".chance") == "" { // drawn, it may be less
		c.errorf(path+".on_failure", "conflict", "give the action a chance below 1", "action %q always works", a.ID)
	}
	if len(a.OnLapse) > 0 && (a.Joint == nil || a.Joint.Within == 0) {
		c.errorf(path+".on_lapse", "conflict", "give it joint with within", "action %q never lapses", a.ID)
	}
	for i, u := range a.Undoes {
		if u == a.ID {
			c.errorf(indexed(path+".undoes", i), "loop", "take it out", "action %q contradicts itself", a.ID)
		}
	}
	if a.HandsNeeded() > 0 && a.Joint == nil {
		for _, r := range c.sc.RolesOf(a.By) {
			if role := &c.sc.Roles[r]; role.AtOnce > 0 && role.AtOnce < a.HandsNeeded() {
				c.errorf(path+".hands", "range", "raise at_once or lower hands",
					"action %q needs %d hands; %q has at_once = %d", a.ID, a.HandsNeeded(), role.ID, role.AtOnce)
			}
		}
	}
}
