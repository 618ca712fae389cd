package whatif

import (
	"context"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// Player plays the worlds of a past; see [Past.Player].
type Player struct {
	past  *Past
	e     *engine.Engine
	bots  bot.Table
	world World
	m     *measuring // nil except while a past is measured

	intents  []intent // the past's steps, then the world's own
	fixed    int      // index in the past's fixed steps
	due      agenda   // intents that have a time
	commits  int      // commitments among them, those that are over included
	watched  []int    // intents that wait until the engine would accept them
	blocked  []int    // intents whose time has come but which are not possible now, in the run's order
	pledged  []int    // intents whose outcome is awaited
	ready    []int    // intents to be looked at, because what they need may have come
	stirred  bool     // something has happened that may make a deed possible: watched is stale
	retry    bool     // and so is blocked
	inbox    box
	failed   []int32 // action × role: how often it has failed
	made     []int   // by step: the number of what it made in this world
	attempts []int   // by role
	drafts   int
}

// intent is a step as it is in a world.
type intent struct {
	state state
	due   engine.Time
	done  int            // how often its action had been done when it was given
	fails int32          // how often its action had failed for its role by then
	cmd   engine.Command // what is left of it
	added *Intent        // nil for the past's steps
}

type state uint8

const (
	idle    state = iota // its turn has not come
	waiting              // until it is possible
	planned              // for due
	stuck                // its time has come and it is not possible now
	pending              // it has been given, and its outcome counts
	over                 // given, or dropped, or left out
)

// Play plays a world to its end. The engine that it returns is the player's own and is
// reset by the next Play. When ctx ends early it returns ctx's error.
func (p *Player) Play(ctx context.Context, w World) (*engine.Engine, error) {
	if p.e == nil {
		p.e = engine.New(p.past.run.Model, w.Seed, w.Setup)
	} else {
		p.e.Reset(p.past.run.Model, w.Seed, w.Setup)
	}
	p.world = w
	p.reset()
	p.e.Observe(p.see)
	return p.e, bot.Play(ctx, p.e, &p.bots, p, w.Until)
}

func (p *Player) reset() {
	past, w := p.past, &p.world
	roles, actions := past.roles(), len(past.run.Model.Scenario.Actions)
	p.fixed, p.due, p.commits = 0, p.due[:0], 0
	p.watched, p.blocked, p.pledged, p.ready = p.watched[:0], p.blocked[:0], p.pledged[:0], p.ready[:0]
	p.stirred, p.retry, p.drafts = true, true, 0
	p.inbox.reset(&past.mail, roles)
	p.failed = zeros(p.failed, actions*roles)
	p.made, p.attempts = zeros(p.made, len(past.steps)), zeros(p.attempts, roles)
	p.intents = zeros(p.intents, len(past.steps)+len(w.Add))
	for i := range past.steps {
		s, in := &past.steps[i], &p.intents[i]
		in.cmd, in.state = s.Command, waiting
		if chains(s.Verb) && !s.head {
			in.state = idle
		}
		if p.m == nil && (s.bot || !p.keeps(in)) {
			in.state = over
		}
	}
	p.watched = append(p.watched, past.watched...)
	for i := range past.steps {
		if s := &past.steps[i]; p.m != nil && s.hang == onWorld && s.head {
			p.watched = append(p.watched, i)
		}
	}
	for i := range w.Add {
		at := len(past.steps) + i
		in := &p.intents[at]
		*in = intent{cmd: w.Add[i].Command, state: waiting, added: &w.Add[i]}
		in.cmd.Verb = kind(past.run.Model, &in.cmd)
		p.watched = append(p.watched, at)
	}
	p.seatBots()
	if p.m == nil {
		for i := range past.steps { // a head that is left out makes way for the next of its kind
			if s := &past.steps[i]; s.head && chains(s.Verb) && !s.bot && p.intents[i].state == over {
				p.follow(i, false)
			}
		}
	}
}

// keeps reports whether anything of a step is left in the world, and reduces the intent to that.
func (p *Player) keeps(in *intent) bool {
	w := &p.world
	switch {
	case in.cmd.Role >= 0 && w.Seats != nil && !w.Seats[in.cmd.Role] && p.past.ally(in.cmd.Role):
		return false
	case in.cmd.Role == engine.Facilitator && w.Unhelped && in.cmd.Verb != engine.End:
		return false
	}
	for _, out := range w.Out {
		left, any := without(p.past.run.Model, in.cmd, out)
		if !any {
			return false
		}
		in.cmd = left
	}
	return true
}

func (p *Player) seatBots() {
	run, w, t := &p.past.run, &p.world, &p.bots
	t.Plays = zeros(t.Plays, p.past.roles())
	for r := range t.Plays {
		t.Plays[r] = r < len(run.Bots) && run.Bots[r] && (w.Seats == nil || w.Seats[r] || !p.past.ally(r))
	}
	t.Silent, t.Facilitates, t.Joins = run.Silent, run.Unattended || w.Unhelped, w.Joins
	t.Forbidden, t.Hurries, t.Given = nil, nil, nil
	if len(w.Out) > 0 {
		t.Forbidden = func(c engine.Command) (engine.Command, bool) {
			in := intent{cmd: c}
			any := p.keeps(&in)
			return in.cmd, any
		}
	}
	if w.Prompt || len(w.Early) > 0 {
		t.Hurries = p.hurried
	}
	if p.m != nil {
		t.Given = p.m.botGave
	}
}

// hurried reports whether a command is to be given as soon as it is possible.
func (p *Player) hurried(c engine.Command) bool {
	return p.world.Prompt && c.Role >= 0 && p.past.ally(c.Role) || slices.ContainsFunc(p.world.Early,
		func(x engine.Command) bool { return Same(p.past.run.Model, c, x) })
}

// reaction returns how long after it becomes possible an intent is carried out.
func (p *Player) reaction(i int) engine.Time {
	in := &p.intents[i]
	switch {
	case p.hurried(in.cmd):
		return 0
	case in.added != nil:
		return in.added.Reaction
	}
	return p.past.steps[i].reaction()
}

// Prepare gives what was bought and filed before STARTEX; see [bot.People].
func (p *Player) Prepare() {
	for i := range p.past.steps {
		s := &p.past.steps[i]
		if s.At != 0 || !s.Verb.Prepares() {
			break
		}
		if p.intents[i].state == over {
			continue
		}
		p.intents[i].state = over
		if c := p.command(i); p.e.Able(c) {
			p.give(i, c)
		}
	}
}

// Next returns when somebody next means to act; see [bot.People].
func (p *Player) Next(by engine.Time) (engine.Time, bool) {
	at, any := by, false
	if p.m != nil {
		at, any = p.m.next(by)
	} else {
		if i, ok := p.nextFixed(); ok && p.past.steps[i].At <= at {
			at, any = p.past.steps[i].At, true
		}
		if len(p.due) > 0 && p.due[0].at <= at {
			at, any = p.due[0].at, true
		}
	}
	for _, list := range [2][]int{p.watched, p.blocked} {
		for _, i := range list {
			if c := &p.intents[i].cmd; (c.Verb == engine.Act || c.Verb == engine.Commit) && p.past.timed[c.Ref] &&
				p.called(i) {
				if t, ok := p.e.AbleBy(*c, at); ok {
					at, any = t, true
					p.stirred, p.retry = true, true
				}
			}
		}
	}
	return at, any
}

// nextFixed returns the next step that keeps its time.
func (p *Player) nextFixed() (int, bool) {
	for fixed := p.past.fixed; p.fixed < len(fixed); p.fixed++ {
		if i := fixed[p.fixed]; p.intents[i].state == waiting {
			return i, true
		}
	}
	return 0, false
}

// Act does what is possible and due; see [bot.People].
func (p *Player) Act() {
	for !p.e.Ended() {
		p.notice()
		if p.m != nil {
			if !p.m.step() {
				return
			}
			continue
		}
		i, any := p.pick()
		if !any {
			return
		}
		p.give(i, p.command(i))
	}
}

// pick takes the intent that is to be carried out now: one that joins others, else the first of
// those that were blocked and are possible now, else the next that is due.
func (p *Player) pick() (int, bool) {
	if p.world.Joins && p.commits > 0 {
		if i, any := p.joined(); any {
			return i, true
		}
	}
	for k := 0; p.retry && k < len(p.blocked); {
		i := p.blocked[k]
		able, c := false, p.command(i)
		if !p.pointless(c) {
			if able = p.e.Able(c); !able {
				k++
				continue
			}
		}
		p.blocked = slices.Delete(p.blocked, k, k+1)
		if able {
			return i, true
		}
		p.drop(i)
	}
	p.retry = false
	for {
		i, any := p.dueNow()
		if !any {
			return 0, false
		}
		switch c := p.command(i); {
		case p.pointless(c):
			p.drop(i)
		case p.e.Able(c):
			return i, true
		default:
			p.intents[i].state = stuck
			k, _ := slices.BinarySearch(p.blocked, i)
			p.blocked = slices.Insert(p.blocked, k, i)
		}
	}
}

// joined returns a planned commitment to a joint action that others have committed to.
func (p *Player) joined() (int, bool) {
	for k := range p.due {
		i := p.due[k].intent
		in := &p.intents[i]
		if in.state == planned && in.due == p.due[k].at && in.cmd.Verb == engine.Commit &&
			p.e.Doing(in.cmd.Ref) > 0 && p.e.Able(in.cmd) {
			return i, true
		}
	}
	return 0, false
}

// dueNow takes the next intent whose time has come.
func (p *Player) dueNow() (int, bool) {
	now := p.e.Now()
	for len(p.due) > 0 && p.due[0].at <= now {
		if f, any := p.nextFixed(); any && (appointment{p.past.steps[f].At, f}).before(p.due[0]) {
			break
		}
		next := p.due.pop()
		if p.intents[next.intent].cmd.Verb == engine.Commit {
			p.commits--
		}
		if in := &p.intents[next.intent]; in.state == planned && in.due == next.at {
			return next.intent, true
		}
	}
	if i, any := p.nextFixed(); any && p.past.steps[i].At <= now {
		p.fixed++
		return i, true
	}
	return 0, false
}

// pointless reports whether a command has nothing left to do, as a bot would see it.
func (p *Player) pointless(c engine.Command) bool {
	switch c.Verb {
	case engine.Act, engine.Commit:
		return p.past.run.Model.Scenario.Actions[c.Ref].Once && p.e.Done(c.Ref) > 0
	case engine.Convene:
		return p.e.Open(c.Ref) || p.e.Convening(c.Ref)
	}
	return false
}
