package bot

import (
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// doubt plans that a bot checks back on a message once it has read it, with the chance that its
// profile gives. A bot cannot tell a forged message from another, so each has the same chance; a
// call needs no check.
func (t *Table) doubt(n engine.News, p *scenario.Profile) {
	if n.Message < 0 || p.Checks == 0 || t.Silent {
		return
	}
	m := t.e.MessageAt(n.Message)
	if m.Via.Cause == engine.ByCall {
		return
	}
	key := t.e.Model().RoleKey(m.From)
	if t.e.Luck(n.Role, engine.Checking, key, uint32(m.N)) >= p.Checks {
		return
	}
	read := t.after(n.Role, t.e.Ack(n.Role, uint32(m.N)))
	t.mind.errands = append(t.mind.errands, errand{read, engine.Verify, n.Role, n.Message, -1})
}

// check has a bot check back on a message: by a call if it can, else the usual way.
func (t *Table) check(role, message int) {
	m := t.e.MessageAt(message)
	c := engine.Command{Verb: engine.Verify, Role: role, Ref: -1,
		Re: engine.Message{From: m.From, N: m.N}, By: engine.Called}
	if !t.e.Able(c) {
		c.By = engine.Usually
	}
	t.issue(c)
}
