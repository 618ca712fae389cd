package exercise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// player makes what one role sees. Everything in it comes from the role's own desk, from
// what the engine says of that role, or from what the scenario shows to it.
func (x *Exercise) player(r int) *Player {
	sc := x.sc()
	role := &sc.Roles[r]
	d := &x.desks[r]
	brief := sc.BriefThere(r)
	if x.e.Away(r) {
		brief = sc.BriefOf(r)
	}
	p := &Player{Brief: brief, Sector: role.Sector, Office: x.office(r),
		Inbox: x.inbox(r, len(d.items)-InboxLength, len(d.items)),
		Total: len(d.items), Unread: d.unread(), MissedFrom: d.missedFrom, MissedTo: d.missedTo,
		Facts: []Fact{}, Gauges: []Gauge{}, Systems: []System{}, Actions: []Action{}, Doing: []Doing{},
		Obligations: []Obligation{}, Venues: []Venue{},
		Notes: x.notesFor(r), Probes: []Probe{}, Attempts: x.attempts(r), Contacts: x.contacts(r),
		Mechanisms: x.mechanisms(r),
		Hands:      Hands{role.AtOnce, x.e.Hands(r)}, Budget: x.e.Budget(r), Cost: costOf(x.e.Cost(r))}
	for i := range sc.Facts {
		if since, ok := x.e.KnownSince(r, i); ok {
			f := x.fact(r, i, since)
			f.Wider, f.Venues = x.wider(r, i, p.Contacts)
			p.Facts = append(p.Facts, f)
		}
	}
	for g := range sc.Gauges {
		if slices.Contains(sc.RolesOf(sc.Gauges[g].Sees), r) {
			p.Gauges = append(p.Gauges, x.gauge(g))
		}
	}
	for s := range sc.Systems {
		// What has always been normal stays unsaid: most systems are titled by what goes wrong in them. The
		// owner of one that runs a version sees it from the start.
		var runs []string
		if sc.Systems[s].Owner == role.ID {
			runs = x.runs(s)
		}
		if state, since, _ := x.e.Noticed(r, s); since > 0 || state != engine.Normal || len(runs) > 0 {
			v := System{ID: sc.Systems[s].ID, Title: sc.Systems[s].Title, State: stateWord(float64(state)),
				Own: sc.Systems[s].Owner == role.ID, Runs: runs}
			if since > 0 || state != engine.Normal {
				v.Since = x.momentOf(since)
			}
			p.Systems = append(p.Systems, v)
		}
	}
	p.Versions = x.lists(r)
	for a := range sc.Actions {
		if slices.Contains(sc.RolesOf(sc.Actions[a].By), r) && x.optionOpen(a) && x.e.Offered(r, a) {
			p.Actions = append(p.Actions, x.action(r, a))
		}
	}
	for _, w := range x.e.Underway(r) {
		d := Doing{Action: sc.Actions[w.Action].ID, Title: sc.Actions[w.Action].Title,
			Since: x.moment(w.Start), Ends: x.moment(w.End), Joint: w.Joint}
		if w.Waits {
			d.Waits = x.staffFor(r, w.Action)
		}
		p.Doing = append(p.Doing, d)
	}
	if with, until, on := x.e.OnCall(r); on {
		p.Call = &Call{x.title(with), x.moment(until)}
	}
	for o := range sc.Obligations {
		if sc.Obligations[o].Role == role.ID {
			if v, ok := x.obligation(o); ok {
				p.Obligations = append(p.Obligations, v)
			}
		}
	}
	for v := range sc.Venues {
		if slices.Contains(sc.RolesOf(sc.Venues[v].Members), r) {
			p.Venues = append(p.Venues, x.venue(v, x.met(r, sc.RolesOf(sc.Venues[v].Members))))
		}
	}
	for i := range sc.Probes {
		if x.asks(r, &sc.Probes[i]) {
			p.Probes = append(p.Probes, x.probe(r, i))
		}
	}
	p.Picture, p.Predictions = x.pictureFor(r), x.predictionsOf(r)
	p.Decisions = x.allDecisions(r)
	p.Asked = x.open(x.asked(r, p))
	if x.Over() {
		p.Became, p.Story = x.became(r, p), x.storyOf(r)
	}
	return p
}

func costOf(c [4]float64) Cost { return Cost{c[0], c[1], c[2], c[3]} }

func (x *Exercise) fact(r, i int, since engine.Time) Fact {
	sc := x.sc()
	f := Fact{ID: sc.Facts[i].ID, Title: sc.Facts[i].Title, Text: sc.Facts[i].Text, Mark: x.e.MarkOf(r, i),
		Grade: sc.Facts[i].Grade,
		Since: x.moment(since), Others: []Knower{}}
	d := &x.desks[r]
	for k := range d.items { // the first that is about it brought it, unaided or in a message
		if it := &d.items[k]; it.Fact == f.ID {
			f.From = it.From
			break
		}
	}
	for o := range sc.Roles {
		if k := d.told[i*len(sc.Roles)+o]; o != r && k.how != "" {
			f.Others = append(f.Others, Knower{Role: sc.Roles[o].ID, Title: sc.Roles[o].Title, How: k.how,
				At: x.moment(k.at), State: x.stateOf(k, o)})
		}
	}
	return f
}

// stateOf is how far what was told to a role has come.
func (x *Exercise) stateOf(k knowing, role int) string {
	switch {
	case k.how != toldThem:
		return ""
	case k.item == 0:
		return OnItsWay
	case x.desks[role].isRead(k.item):
		return HasRead
	}
	return Arrived
}

// wider are the contacts with whom sharing a fact would go wider than its mark, and those of them
// with whom only because of the venue that it would go by.
func (x *Exercise) wider(r, fact int, contacts []Contact) (out, byVenue []string) {
	for _, c := range contacts {
		to := engine.Public
		switch c.Kind {
		case "role":
			to = x.scenario.Find("role", c.ID)
		case "venue":
			to = engine.ToVenue(x.scenario.Find("venue", c.ID))
		}
		if x.e.Wider(r, fact, to) {
			out = append(out, c.ID)
			if !x.e.WiderBy(r, fact, to, engine.Formal) {
				byVenue = append(byVenue, c.ID)
			}
		}
	}
	return out, byVenue
}

func (x *Exercise) gauge(g int) Gauge {
	s := &x.scenario.Gauges[g]
	v := Gauge{ID: s.ID, Title: s.Title, Unit: s.Unit, Value: x.e.Gauge(g),
		Trace: append([]float64{}, x.trace[g]...), Step: x.step.Hours()}
	if i := x.scenario.Find("sensor", s.ID); i >= 0 {
		v.Taken, v.Grade = x.momentOf(x.e.ReadAt(i)), x.scenario.Sensors[i].Grade
	}
	return v
}

func (x *Exercise) action(r, a int) Action {
	sc := x.sc()
	s := &sc.Actions[a]
	v := Action{ID: s.ID, Title: s.Title, Text: s.Text, Hands: s.HandsNeeded(),
		Costs: Cost{s.Cost.Money, s.Cost.Political, s.Cost.Operational, s.Cost.Legal}}
	if d, _ := sc.OptionOf(a); d >= 0 {
		v.Decision = sc.Decisions[d].ID
	}
	if s.Takes.Set {
		v.Takes = s.Takes.String()
	}
	can, unsure := x.e.Seems(r, a)
	v.Can, v.Why, v.Unsure = can.OK, can.Refusal, unsure
	if v.Can && unsure {
		v.Why = "Whether this is possible now shows when you try"
	}
	if can.Free > 0 {
		v.Free = x.momentOf(can.Free)
		lacks, _, _ := strings.Cut(v.Why, " until ") // which the engine says in its own clock
		v.Why = lacks + " until " + v.Free.Date
	}
	if !x.e.Started() {
		v.Can, v.Unsure, v.Why = false, false, "The exercise has not begun"
	}
	if s.Joint != nil && !x.e.Away(r) { // before it is at the table, a seat does not hear what others are about
		j := x.joint(r, a)
		v.Joint = &j
	}
	return v
}

func (x *Exercise) joint(r, a int) JointState {
	sc := x.sc()
	s := sc.Actions[a].Joint
	st := x.e.Joint(a)
	v := JointState{Quorum: s.Quorum, Must: x.titles(x.met(r, sc.RolesOf(s.Must))), Open: st.Open,
		Committed: x.titlesFor(r, st.Committed), Mine: slices.Contains(st.Committed, r), UnderWay: st.Started,
		Setup: s.Setup.Set}
	if len(s.Parts) > 0 {
		v.Given = &st.Given
		if r >= 0 {
			part := s.Part(sc.Roles[r].ID)
			v.Part = &part
		}
	}
	if st.Lapses <= x.e.Horizon() {
		v.Lapses = x.momentOf(st.Lapses)
	}
	return v
}

func (x *Exercise) obligation(o int) (Obligation, bool) {
	sc := x.sc()
	s := &sc.Obligations[o]
	started, due, met, missed := x.e.Duty(o)
	if started < 0 {
		return Obligation{}, false
	}
	v := Obligation{ID: s.ID, Title: s.Title, Status: "running", Due: x.moment(due), Basis: s.Basis, By: []string{}}
	for _, id := range s.MetBy {
		v.By = append(v.By, sc.Actions[sc.Find("action", id)].Title)
	}
	switch {
	case met >= 0:
		v.Met, v.Status = x.momentOf(met), "met"
		if met > due {
			v.Status = "late"
		}
	case missed:
		v.Status = "missed"
	}
	return v, true
}

func (x *Exercise) venue(i int, members []int) Venue {
	s := &x.scenario.Venues[i]
	v := Venue{ID: s.ID, Title: s.Title, State: "closed", Members: x.titles(members)}
	switch {
	case x.e.Open(i):
		v.State = "open"
	case x.e.Convening(i):
		v.State = "being convened"
	}
	if s.Convene.Set {
		v.Convene = s.Convene.String()
	}
	return v
}

// asks reports whether a question is before a role: it is among those asked, at the table, and the question is
// open to it.
func (x *Exercise) asks(r int, p *scenario.Probe) bool {
	return !x.e.Away(r) && slices.Contains(x.scenario.RolesOf(p.To), r) && x.e.Opened(r, p.Opens)
}

func (x *Exercise) probe(r, i int) Probe {
	s := &x.scenario.Probes[i]
	v := Probe{ID: s.ID, Ask: s.Ask}
	for _, o := range s.Options {
		v.Options = append(v.Options, Option{o.ID, o.Text})
	}
	if o, conf := x.e.Belief(r, i); o >= 0 {
		v.Answer, v.Confidence = s.Options[o].ID, conf
	}
	return v
}

func (x *Exercise) attempts(r int) []Attempt {
	out := []Attempt{}
	for i := range x.e.Cases() {
		if c := x.e.Case(i); c.Role == r {
			a := x.attempt(c)
			a.Approvals = x.approvalsOf(i, false)
			out = append(out, a)
		}
	}
	return out
}

func (x *Exercise) attempt(c engine.Case) Attempt {
	return Attempt{N: c.N, At: x.moment(c.At), Text: c.Text, Reason: c.Reason, Question: c.Question,
		Answer: c.Answer, Outcome: outcomeWord(c.Outcome), Reply: c.Reply}
}

func delayWords(d scenario.Delay) string {
	if !d.Set {
		return ""
	}
	return d.String()
}

// seesMechanism reports whether a role may see what has been put into a mechanism.
func (x *Exercise) seesMechanism(r, m int) bool {
	return x.e.Model().ShowsInvestments(m, r)
}

// mechanisms are those that a role can invest in, or whose investments it may see.
func (x *Exercise) mechanisms(r int) []Mechanism {
	out := []Mechanism{}
	for m := range x.scenario.Mechanisms {
		v := x.mechanism(m)
		v.Mine = x.e.InvestedBy(m, r)
		v.Files = x.e.WouldFile(m, r)
		if !x.seesMechanism(r, m) {
			if x.scenario.Roles[r].Budget == 0 {
				continue
			}
			v.Invested, v.InForce = nil, false
		}
		out = append(out, v)
	}
	return out
}

func (x *Exercise) mechanism(m int) Mechanism {
	s := &x.scenario.Mechanisms[m]
	invested := x.e.Invested(m)
	return Mechanism{ID: s.ID, Title: s.Title, Kind: s.Kind, Text: s.Text, Price: x.e.Model().Price(m),
		Invested: &invested, InForce: x.e.Established(m)}
}

// open are those of what is asked about which something can still be done: after ENDEX the questions
// to the room, in the hot wash.
func (x *Exercise) open(list []Asked) []Asked {
	if !x.Over() {
		return list
	}
	return slices.DeleteFunc(list, func(a Asked) bool { return a.Kind != "question" })
}

// askedCount is how much is asked of a role, as its own screen counts it.
func (x *Exercise) askedCount(r int) int {
	sc := x.sc()
	p := &Player{Notes: x.dueFrom(r), Attempts: x.attempts(r)}
	for a := range sc.Actions {
		if sc.Actions[a].Joint != nil && !x.e.Away(r) && slices.Contains(sc.RolesOf(sc.Actions[a].By), r) {
			j := x.joint(r, a)
			p.Actions = append(p.Actions, Action{ID: sc.Actions[a].ID, Joint: &j})
		}
	}
	for i := range sc.Probes {
		if x.asks(r, &sc.Probes[i]) {
			p.Probes = append(p.Probes, x.probe(r, i))
		}
	}
	n := 0
	for _, a := range x.open(x.asked(r, p)) {
		if a.Kind != "question" || x.seats[r].holder >= 0 { // the room's questions are for people
			n++
		}
	}
	return n
}

// asked gathers what is asked of a role: by the facilitator first, then soonest first; what
// has no time comes last.
func (x *Exercise) asked(r int, p *Player) []Asked {
	out := []Asked{}
	sc := x.sc()
	now := x.e.Now()
	add := func(a Asked, due engine.Time) {
		a.Due, a.Late = x.momentOf(due), due < now
		out = append(out, a)
	}
	for _, i := range x.e.RequestsTo(r) {
		m := x.e.MessageAt(i)
		a := Asked{Kind: "request", ID: fmt.Sprintf("%s#%d", sc.Roles[m.From].ID, m.N), From: x.title(m.From),
			Text: m.Text, State: []string{"new", "seen", "will do"}[m.Ack+1]}
		if m.Due > 0 {
			add(a, m.Due)
		} else {
			out = append(out, a)
		}
	}
	for o := range sc.Obligations {
		started, due, met, missed := x.e.Duty(o)
		if sc.Find("role", sc.Obligations[o].Role) == r && started >= 0 && met < 0 {
			a := Asked{Kind: "obligation", ID: sc.Obligations[o].ID, Text: sc.Obligations[o].Title}
			if missed {
				a.State = "missed"
			}
			add(a, due)
		}
	}
	x.askedToDecide(r, add)
	for i := range p.Actions {
		if j := p.Actions[i].Joint; j != nil && j.Open && !j.Mine && !j.UnderWay {
			out = append(out, Asked{Kind: "joint", ID: p.Actions[i].ID, From: j.Committed[0], Text: p.Actions[i].Title,
				State: j.Count(), Due: j.Lapses})
		}
	}
	for i := range p.Notes {
		if n := &p.Notes[i]; n.Mine && n.State == "due" {
			out = append(out, Asked{Kind: "promise", ID: fmt.Sprint(n.N), Text: n.Do, Due: n.Due})
		}
	}
	for _, a := range p.Attempts {
		if a.Question != "" && a.Answer == "" && a.Outcome == "" {
			out = append(out, Asked{Kind: "case", ID: fmt.Sprint(a.N), From: "The facilitator", Text: a.Question})
		}
	}
	n := 0
	for _, v := range x.approvals {
		if v.role != r {
			continue
		}
		if n++; v.answer == "" && x.e.Case(v.of).Outcome == 0 {
			out = append(out, Asked{Kind: "approval", ID: fmt.Sprint(n), From: "The facilitator", Text: v.text})
		}
	}
	for i := range x.questions {
		q := &x.questions[i]
		if q.open && !slices.ContainsFunc(q.answers, func(a reply) bool { return a.role == r }) {
			out = append(out, Asked{Kind: "question", ID: fmt.Sprint(i + 1), From: "The facilitator", Text: q.text})
		}
	}
	if x.e.Started() {
		for i := range p.Probes {
			if p.Probes[i].Answer == "" {
				out = append(out, Asked{Kind: "probe", ID: p.Probes[i].ID, Text: p.Probes[i].Ask})
			}
		}
	}
	// What the facilitator asks is asked now, out of the exercise's time.
	turn := func(a Asked) int {
		if a.ByStaff() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b Asked) int { return cmp.Or(turn(a)-turn(b), compareDue(a.Due, b.Due)) })
	return out
}

// mail is the message that an event is about.
func (x *Exercise) mail(ev engine.Event) engine.Mail { return x.e.MessageAt(int(ev.Msg) - 1) }

// markOfMessage is the mark under which a message that tells a fact brings it.
func (x *Exercise) markOfMessage(m engine.Mail) string {
	if m.Mark == "" {
		return x.scenario.Facts[m.Fact].TLP
	}
	return m.Mark
}
