package plain

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

// staffShows are what staff look at.
func staffShows() []command {
	return []command{
		{"injects msel", "*what comes next, and what waits for you", isStaff, (*dialogue).showInjects},
		{"roster who", "*who is here, who sits where", isStaff, (*dialogue).showRoster},
		{"world truth", "numbers and systems as they are", isStaff, (*dialogue).showTruth},
		{"facts", "who knows what", isStaff, (*dialogue).showKnowledge},
		{"material", "*what the move that has ended gives to talk about",
			func(v exercise.View) bool { return v.Control != nil && v.Control.Material != nil },
			(*dialogue).showMaterial},
		{"links hangs", "*who talks to whom, and where it is stuck", isStaff, (*dialogue).showLinks},
		{"plan", "how the time of the room is planned", isStaff, (*dialogue).showPlan},
		{"decisions decided", "what seats have decided", isStaff,
			func(d *dialogue) error { return d.showDecisions(d.view().Control.Decisions) }},
		{"cases", "what players attempt", isStaff, (*dialogue).showCases},
		{"log", "what has happened, with the quiet lines", isStaff, (*dialogue).showLog},
		{"notes observations", "what has been observed", isStaff, (*dialogue).showObservations},
		{"exchange", "what the if-then notes that are filed say together", isStaff, (*dialogue).showExchange},
		{"checklist", "what to see to before STARTEX", isStaff, (*dialogue).showChecklist},
		{"objectives", "the objectives and their ratings", isStaff, (*dialogue).showObjectives},
	}
}

func (d *dialogue) showChecklist() error {
	list := d.view().Control.Checklist
	if len(list) == 0 {
		d.entry("This scenario has no checklist.")
	}
	for _, c := range list {
		state := "open"
		if c.Done {
			state = "done"
		}
		d.entry(fmt.Sprintf("%d. %s: %s", c.N, state, c.Words()))
	}
	return nil
}

func (d *dialogue) showInjects() error {
	c := d.view().Control
	for _, p := range c.Next {
		when := p.State
		if p.Due != nil {
			when += " " + p.Due.Date
		}
		d.entry(fmt.Sprintf("%s (%s): %s, to %s", p.Title, p.ID, when, c.Whom(p.To)))
		if p.Text != "" {
			d.entry("    " + p.Text)
		}
		if p.Expects != "" {
			d.entry("    Expected of good players: " + p.Expected())
		}
		for _, w := range p.Words() {
			d.entry("    " + w[0] + ": " + w[1])
		}
		if p.Suggest != "" {
			d.entry("    You might release it now: " + p.Suggest)
		}
	}
	return nil
}

func (d *dialogue) showRoster() error {
	c := d.view().Control
	for _, s := range c.Seats {
		who := or(s.Holder, "nobody")
		switch {
		case s.Bot:
			who = "a bot"
		case s.Holder != "" && !s.Here:
			who += fmt.Sprintf(", gone for %d s", s.Away)
		}
		last := "has not acted"
		if s.Last != nil {
			last = "acted last " + s.Last.T
		}
		d.entry(fmt.Sprintf("%s (%s): %s; %s, %d acts, %d unread", s.Title,
			strings.Join(append([]string{s.ID}, s.Marks...), ", "), who, last, s.Acts, s.Unread))
	}
	for _, m := range c.Roster {
		if m.Role == "" {
			here := "here"
			if !m.Here {
				here = "not here"
			}
			wants := ""
			if m.Wants != "" {
				wants = ", asks for " + m.Wants
			}
			d.entry(fmt.Sprintf("%s: %s, %s%s", m.Name, m.Kind, here, wants))
		}
	}
	for _, k := range c.Door {
		d.entry(fmt.Sprintf("At the door, number %d: %s says they are %s, and has waited for %d s", k.N, k.From, k.Name, k.For))
	}
	if c.Codes != nil {
		d.entry(codeWords(c.Codes))
	}
	return nil
}

// codeWords say which codes open the door.
func codeWords(c *exercise.Codes) string {
	out := fmt.Sprintf("Codes: players %s, facilitators %s, evaluators %s.", or(c.Players, "as before"),
		or(c.Facilitators, "as before"), or(c.Evaluators, "as before"))
	for _, k := range c.Cards {
		out += fmt.Sprintf(" Card for %s: %s.", k.Role, k.Said)
	}
	if c.Known {
		out += " Somebody who was removed knows the players' code, so newcomers get no seat by themselves: change " +
			"it with code players."
	}
	return out
}

func (d *dialogue) showTruth() error {
	c := d.view().Control
	for _, g := range c.Gauges {
		d.entry(fmt.Sprintf("%s: %s %s%s%s", g.Title, number(g.Value), g.Unit, trend(g.Trace), read(&g.Gauge)))
	}
	for _, s := range c.Systems {
		more := ""
		if s.Owner != "" {
			more = ", of " + s.Owner
		}
		if len(s.Runs) > 0 {
			more += ", runs " + strings.Join(s.Runs, ", ")
		}
		d.entry(fmt.Sprintf("%s: %s%s", s.Title, s.State, more))
	}
	for _, words := range c.Ways {
		d.entry(words)
	}
	for _, v := range c.Versions {
		d.entry("Who runs " + v.Heading() + ": " + v.Words())
	}
	for _, j := range c.Joint {
		if j.Open || j.UnderWay || j.Done > 0 {
			d.entry(fmt.Sprintf("%s: %s committed, done %d times", j.Title, j.Count(), j.Done))
		}
	}
	for _, m := range c.Mechanisms {
		state := "not prepared"
		if m.InForce {
			state = "in force"
		} else if m.Invested != nil && (*m.Invested > 0 || d.view().Clock.Phase == "before STARTEX") {
			state = fmt.Sprintf("%g of %g points are in", *m.Invested, m.Price)
		}
		d.entry(fmt.Sprintf("%s: %s", m.Title, state))
	}
	for _, o := range c.Obligations {
		d.entry(fmt.Sprintf("%s, %s: %s, due %s", o.Role, o.Title, metWords(&o.Obligation), o.Due.Date))
	}
	d.tellPicture(c.Picture)
	return nil
}

func (d *dialogue) showKnowledge() error {
	for _, f := range d.view().Control.Facts {
		var who []string
		for _, k := range f.Known {
			who = append(who, k.Title+" "+k.At.T)
		}
		nowhere := ""
		if f.Decoy {
			nowhere = " It leads nowhere."
		}
		d.entry(fmt.Sprintf("%s.%s Needed by %s. Known to %s", f.Title, nowhere, or(strings.Join(f.Needed, ", "), "nobody"),
			or(strings.Join(who, ", "), "nobody")))
	}
	return nil
}

func (d *dialogue) showCases() error {
	cases := d.view().Control.Cases
	if len(cases) == 0 {
		d.say("Nobody has attempted anything that needs a ruling.")
	}
	for _, k := range cases {
		d.entry(fmt.Sprintf("%s, %s: %s. %s", k.Case, k.Title, k.Text, or(exercise.OutcomeWords(k.Outcome), "not ruled yet")))
		if k.Question != "" {
			d.entry("    You asked: " + k.Question)
			d.entry("    Answer: " + or(k.Answer, "none yet"))
		}
	}
	return nil
}

func (d *dialogue) showLog() error {
	log := d.view().Control.Log
	for _, l := range log[max(0, len(log)-40):] {
		help := ""
		if l.Help {
			help = " (by a facilitator)"
		}
		d.entry(l.At.T + "  " + l.Text + help)
	}
	return nil
}

func (d *dialogue) showObservations() error {
	for _, o := range d.view().Control.Observations {
		d.entry(fmt.Sprintf("%d. %s, %s, %s: %s", o.N, o.At.T, o.Who, o.Tag, o.Text))
	}
	return nil
}

func (d *dialogue) showExchange() error {
	c := d.view().Control
	if len(c.Filed) == 0 {
		d.say("No if-then notes are filed.")
	}
	for i := range c.Filings {
		d.entry(c.Filings[i].Title + ": " + c.Filings[i].Words())
	}
	if c.Legibility != nil {
		defer d.showLegibility(c.Legibility)
	}
	for i := range c.Promised {
		p := &c.Promised[i]
		when := "never, by what is promised; " + p.Lack()
		if p.Within != nil {
			when = fmt.Sprintf("promised within %.4g hours", *p.Within)
		}
		d.entry(p.Title + ": " + when)
	}
	for _, f := range c.Findings() {
		d.entry(fmt.Sprintf("%s: %s.", f.Kind, f.What))
		d.entry("    " + f.Do + ".")
	}
	for _, n := range c.Filed {
		shown := "nobody"
		if len(n.Shown) > 0 {
			shown = strings.Join(n.Shown, ", ")
		}
		d.entry(fmt.Sprintf("%s %s: %s. Shown to: %s.", n.Title, n.Name, n.Words, shown))
	}
	return nil
}

// showLegibility says how well the seats foresee each other.
func (d *dialogue) showLegibility(l *exercise.Legibility) {
	d.entry("How well seats foresee each other:")
	for _, line := range l.Words() {
		d.entry("    " + line + ".")
	}
	d.entry("    " + exercise.HowLegible + ".")
}

func (d *dialogue) showObjectives() error {
	for _, o := range d.view().Control.Objectives {
		var rated []string
		for _, r := range o.Ratings {
			rated = append(rated, r.Who+" "+r.Rating)
		}
		d.entry(fmt.Sprintf("%s (%s): %s", o.Title, o.ID, or(strings.Join(rated, ", "), "not rated")))
		for _, c := range o.Criteria {
			d.entry("- " + c)
		}
	}
	return nil
}

func (d *dialogue) showLinks() error {
	c := d.view().Control
	titles := map[string]string{"public": "the public"}
	for _, s := range c.Seats {
		titles[s.ID] = s.Title
	}
	for i := range c.Together.Pairs {
		p := &c.Together.Pairs[i]
		d.entry(fmt.Sprintf("%s to %s: %d facts, %d words, %d questions, %d answers; %d on their way, %d not answered; "+
			"last %s", titles[p.From], titles[p.To], p.Facts, p.Words, p.Questions, p.Answers, p.Moving, p.Open, p.Last.T))
	}
	for _, m := range c.Together.Moving {
		d.entry(fmt.Sprintf("On its way, %s to %s: %s, arrives %s", m.From, m.To, m.What, m.Due.Date))
	}
	if len(c.Together.Hangs) == 0 {
		d.say("Nothing is stuck.")
	}
	for i := range c.Together.Hangs {
		g := &c.Together.Hangs[i]
		d.entry("Hangs: " + g.Words())
		for _, how := range g.How {
			d.entry("    " + how)
		}
	}
	return nil
}

func (d *dialogue) showPlan() error {
	p := d.view().Control.Plan
	if p == nil {
		d.say("Nobody has planned the time of the room. Say: direct 90m")
		return nil
	}
	d.say(p.Standing() + ".")
	for i := range p.Parts {
		part := &p.Parts[i]
		state := ""
		switch {
		case part.Now:
			state = fmt.Sprintf(", now, %d minutes of it spent", part.Spent/60)
		case part.Done:
			state = ", done"
		}
		d.entry(fmt.Sprintf("%s: %.1f minutes%s", part.Name(), float64(part.Takes)/60, state))
	}
	if early := p.EarlyWords(); early != "" {
		d.entry(early + ".")
	}
	if p.Waits != "" {
		d.entry(p.WaitsWords() + ".")
	}
	if p.Pass != nil {
		d.entry(p.Pass.Words() + ".")
	}
	for _, c := range p.Cuts {
		d.entry("Shorter: " + c + ".")
	}
	if who := p.IdleWords(); who != "" {
		d.entry("Nothing to do: " + who + ".")
	}
	for _, a := range p.Did {
		d.entry(a.At.T + " " + a.Text + ".")
	}
	return nil
}

func (d *dialogue) showMaterial() error {
	c := d.view().Control
	m := c.Material
	d.say(fmt.Sprintf("Move %d, %s, from %s to %s.", m.Move.N, m.Move.Title, m.Move.From.T, m.Move.Until.T))
	for _, b := range m.Came {
		from := ""
		if b.From != "" {
			from = " from " + b.From
		}
		d.entry(fmt.Sprintf("%s  %s,%s to %s: %s", b.At.T, b.Title, from, c.Whom(b.To), exercise.OneLine(b.Text, 300)))
		for _, q := range b.Questions {
			d.entry("    To discuss: " + q)
		}
	}
	for _, b := range m.Told {
		d.entry(fmt.Sprintf("%s  %s: %s", b.At.T, b.Kind, b.Text))
	}
	d.entry(fmt.Sprintf("%d of %d pairs spoke, %d have never; %d of %d questions answered; %d acts; %d seats did nothing.",
		m.Move.Spoke, m.Move.Pairs, m.Move.Never, m.Move.Answered, m.Move.Asked, m.Move.Acts, m.Move.Quiet))
	return nil
}
