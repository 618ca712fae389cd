package engine

type venueModel struct {
	name    uint64
	member  []bool
	members int
	latency delay
	convene delay
}

func (m *Model) compileVenues() {
	sc := m.Scenario
	m.venues = make([]venueModel, len(sc.Venues))
	for i := range sc.Venues {
		v := &sc.Venues[i]
		out := &m.venues[i]
		*out = venueModel{name: m.name("venue", v.ID), member: make([]bool, len(sc.Roles)),
			latency: m.delay(v.Latency), convene: m.delay(v.Convene)}
		for _, r := range sc.RolesOf(v.Members) {
			out.member[r] = true
			out.members++
		}
	}
	m.contact = make([]int32, len(sc.Roles)*len(sc.Roles))
	m.sharing, m.call = m.delay(sc.Sharing.Latency), Time(sc.Sharing.Call)
	for i := range sc.Sharing.Contacts {
		c := &sc.Sharing.Contacts[i]
		m.contacts = append(m.contacts, m.delay(c.Latency))
		*m.pair(sc.Find("role", c.From), sc.Find("role", c.To)) = int32(len(m.contacts))
		m.mailbox = append(m.mailbox, sc.Sharing.Mailbox(c))
	}
	for i := range sc.Mechanisms { // contacts that a mechanism makes where there was none
		for _, ch := range sc.Mechanisms[i].Changes {
			if len(ch.Contact) == 2 {
				pair := m.pair(sc.Find("role", ch.Contact[0]), sc.Find("role", ch.Contact[1]))
				if *pair == 0 {
					m.contacts = append(m.contacts, m.sharing)
					*pair = int32(len(m.contacts))
					m.mailbox = append(m.mailbox, false)
				}
			}
		}
	}
	for i := range sc.Roles {
		m.roleName = append(m.roleName, m.name("role", sc.Roles[i].ID))
		m.ack = append(m.ack, m.delay(sc.Roles[i].Ack))
		m.habits = append(m.habits, m.habitsOf(sc.ProfileOf(i)))
	}
}

func (e *Engine) convene(role, v int) {
	e.convened[v]++
	e.convening[v] = true
	at := e.after(e.m.venues[v].convene.scaled(e.draw(e.m.venues[v].name, forVenue, e.convened[v]),
		e.conveneFactor[v]))
	e.emit(&Event{Kind: VenueConvened, Role: int32(role), Other: Nobody, Ref: int32(v), Due: at})
	e.later(at, rankWorld, body{kind: venueOpens, a: int32(v)})
}

func (e *Engine) venueOpens(v int, via Via) {
	e.convening[v] = false
	if e.open[v] {
		return
	}
	e.open[v] = true
	e.emit(&Event{Kind: VenueOpened, Role: Nobody, Other: Nobody, Ref: int32(v), Via: via})
	e.changed(e.m.symbols.open + v)
}
