package scenario

// Inject is an entry of the master scenario events list: something that the exercise
// brings in. It is timed (at), repeated (every), conditional (when), or fired by an
// effect, a leak or the facilitator (none of these given).
type Inject struct {
	ID        string   `toml:"-"`
	Title     string   `toml:"title" default:"the id in words" example:"\"The story breaks\"" doc:"A short name for the facilitator, and the subject of the message."`
	At        Delay    `toml:"at" example:"\"26h\"" doc:"When it comes, counted from STARTEX. With every: when the first comes. A delay from when the condition came true, if when is given."`
	Every     Delay    `toml:"every" example:"{mean=\"12h\"}" doc:"It comes repeatedly, this long after the last. The first comes after one such delay, or at the time of at."`
	When      Expr     `toml:"when" expr:"bool" example:"\"knows('egress', 'press')\"" doc:"It comes each time that this becomes true (also if it is true at STARTEX). \"false\": only when fired."`
	Times     int      `toml:"times" min:"1" max:"1000000" default:"no limit for every and when" example:"1" doc:"The largest number of times that it can come."`
	Unless    Expr     `toml:"unless" expr:"bool" default:"it always comes" example:"\"done('joint_statement')\"" doc:"It is left out if this is true when it is due: a contingency inject, for the case that nothing was done."`
	From      string   `toml:"from" default:"the exercise" example:"\"Wire service\"" doc:"The sender that the message shows."`
	Forged    string   `toml:"forged" ref:"role" default:"it is genuine" example:"\"cloud\"" doc:"Instead of from: it is a forged message. The receivers in to read its text as a message from this seat, which has sent nothing and hears nothing of it. The seat tells anyone who checks back, and checked('this_inject') becomes true."`
	Media     string   `toml:"media" enum:"email|call|news|social|alert|document" default:"email" example:"\"news\"" doc:"The medium in which it arrives."`
	To        Names    `toml:"to" ref:"role|all|public|none" default:"[\"all\"]" example:"[\"all\"]" doc:"The roles that receive it. \"public\": on the public board only; \"none\": nobody sees it (only its effects are felt)."`
	Text      string   `toml:"text" default:"empty" example:"\"Laboratory confirms theft.\"" doc:"Its text, in the words of the sender."`
	Reveals   Names    `toml:"reveals" ref:"fact" default:"nothing" example:"[\"egress\"]" doc:"Facts that those who receive it learn by it."`
	Effects   []Effect `toml:"effects" default:"none" example:"[{gauge=\"trust\", add=-5}]" doc:"Its effects on the world when it comes."`
	Expects   *Expects `toml:"expects" words:"what no action stands for, evaluators judge by look_for" default:"nothing" example:"{any=[\"joint_statement\"], within=\"4h\", by=[\"developer\"]}" doc:"The actions that good players would take, and how soon."`
	Hint      string   `toml:"hint" default:"empty" example:"\"If nobody moves, ask who speaks for the laboratory.\"" doc:"For the facilitator only."`
	Aloud     string   `toml:"read_aloud" default:"empty" example:"\"It is half past six. Your telephone rings.\"" doc:"The text that the facilitator reads out when it comes."`
	IfAsked   []string `toml:"if_asked" default:"none" example:"[\"Who was on duty? Two people; one has left.\"]" doc:"Answers of the facilitator, if somebody asks."`
	Questions []string `toml:"questions" default:"none" example:"[\"Who speaks for you now?\"]" doc:"Questions for the discussion about it. Only the facilitator sees them."`
	LookFor   []string `toml:"look_for" default:"none" example:"[\"Somebody asks who else is affected.\"]" doc:"Points that evaluators look for, in words: what good players would say or do about it. No player reads them."`
	Attach    Names    `toml:"attach" default:"nothing" example:"[\"plan_of_the_site.pdf\"]" doc:"Files that go with it, in the scenario's folder or below it. Those who receive it read their names; the record has their checksum (SHA-256)."`
	Hold      bool     `toml:"hold" default:"false" example:"true" doc:"It waits until the facilitator releases it. If no person is the facilitator, it is released as soon as it is due."`
	Objective string   `toml:"objective" ref:"objective" default:"none" example:"\"one_voice\"" doc:"The objective that it tests."`
	Basis     string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Expects is what players are expected to do about an inject, and within what time.
type Expects struct {
	Any    Names    `toml:"any" ref:"action" example:"[\"joint_statement\"]" doc:"One of these actions is enough."`
	All    Names    `toml:"all" ref:"action" example:"[\"notify_ai_office\", \"snapshot_hold\"]" doc:"All of these actions are needed."`
	Check  bool     `toml:"check" default:"false" example:"true" doc:"Instead of actions, for a forged message: that somebody checks back and is told that it is not genuine."`
	Within Duration `toml:"within" required:"true" example:"\"4h\"" doc:"How soon after the inject they must be done. When it is missed, missed('this_inject') becomes true."`
	By     Names    `toml:"by" ref:"role" default:"anyone" example:"[\"developer\", \"regulator\"]" doc:"The roles of which one is expected to do it."`
}

func (in *Inject) check(c *checker, path string) {
	if in.Every.Set {
		if in.When.Source != "" {
			c.errorf(path+".every", "conflict", "keep every for repetition in time, or when for a condition",
				"both every and when are given")
		}
		if in.Every.Immediate() || (in.Every.Kind == Uniform && in.Every.B == 0) ||
			(in.Every.Kind == PERT && in.Every.C == 0) {
			c.errorf(path+".every", "loop", `for example "12h"`,
				"inject %q would repeat without end at one instant", in.ID)
		}
	}
	in.Expects.check(c, path+".expects")
	if x := in.Expects; x != nil && x.Check && in.Forged == "" {
		c.errorf(path+".expects.check", "conflict", `say whose it seems to be: forged = "cloud"`,
			"only a forged message can be found out by checking back")
	}
	in.checkForged(c, path)
}

// checkForged refuses a forged message that does not look like any other from its seat.
func (in *Inject) checkForged(c *checker, path string) {
	if in.Forged == "" {
		return
	}
	for _, k := range []string{"from", "media", "read_aloud", "attach"} {
		if c.has(path + "." + k) {
			c.errorf(path+"."+k, "conflict", "take it out", "a forged message looks like any other from its seat, without %s", k)
		}
	}
	if in.Text == "" && len(in.Reveals) == 0 {
		c.errorf(path+".forged", "missing", `for example text = "Halt the run."`, "a forged message says nothing")
	}
	if r := c.sc.Find("role", in.Forged); r >= 0 && c.sc.Roles[r].Joins != nil {
		c.errorf(path+".forged", "conflict", "name a seat that is at the table from STARTEX on",
			"%q comes to the table later, and nobody could check back", in.Forged)
	}
	if !c.has(path+".to") || in.To.Has("public") || in.To.Has("none") || in.To.Has("all") || in.To.Has(in.Forged) {
		c.errorf(path+".to", "conflict", `name seats, as in to = ["lab"]`,
			"a forged message goes to seats, and not to %q itself, to the public or to nobody", in.Forged)
	}
}

// check checks what the tags do not say of an expectation, which may be nil.
func (x *Expects) check(c *checker, path string) {
	switch {
	case x == nil:
	case x.Check && len(x.Any)+len(x.All) > 0:
		c.errorf(path+".check", "conflict", "keep check, or the actions", "both check and actions are given")
	case x.Check:
	case len(x.Any) == 0 && len(x.All) == 0:
		c.errorf(path, "missing", `for example expects = {any=["joint_statement"], within="4h"}; what no action `+
			`stands for, evaluators judge by look_for`, "expects needs any, all or check")
	case len(x.Any) > 0 && len(x.All) > 0:
		c.errorf(path, "conflict", "keep one of them", "both any and all are given")
	}
}
