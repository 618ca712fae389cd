package exercise

import (
	"cmp"
	"slices"

	"tocsin/sim/engine"
)

// mail is what all messages come to. It is made once after something has happened: several parts of the
// views of all staff are made from it.
type mail struct {
	events  int // that had happened
	pairs   []pairing
	moving  []int  // on their way, the next to arrive first
	asked   []int  // questions and requests, in the order of sending
	sending []bool // fact × role: on its way to it
	usual   []way  // role × role
}

// way is how long a message usually takes from one seat to another, and how it goes.
type way struct {
	takes engine.Time
	via   engine.Via
}

// pairing is what one seat has said to another, with the time of the last.
type pairing struct {
	Pair
	last engine.Time
}

// posts goes through the messages, if anything has happened since it last did.
func (x *Exercise) posts() *mail {
	if x.posted != nil && x.posted.events == len(x.events) {
		return x.posted
	}
	n := len(x.seats) + 1
	p := &mail{events: len(x.events), sending: make([]bool, len(x.scenario.Facts)*len(x.seats))}
	at := make([]int, n*n) // place in pairs, from 1
	var pairs []pairing
	for i := range x.e.Messages() {
		m := x.e.MessageAt(i)
		if !m.Arrived {
			p.moving = append(p.moving, i)
			if m.Fact >= 0 { // and to a seat: the public hears at once
				p.sending[m.Fact*len(x.seats)+m.To] = true
			}
		}
		if m.Ask {
			p.asked = append(p.asked, i)
		}
		to, id := n-1, "public"
		if m.To >= 0 {
			to, id = m.To, x.scenario.Roles[m.To].ID
		}
		k := &at[m.From*n+to]
		if *k == 0 {
			pairs = append(pairs, pairing{Pair: Pair{From: x.scenario.Roles[m.From].ID, To: id}})
			*k = len(pairs)
		}
		pairs[*k-1].add(&m)
	}
	for _, k := range at {
		if k > 0 {
			pairs[k-1].Last = x.moment(pairs[k-1].last)
			p.pairs = append(p.pairs, pairs[k-1])
		}
	}
	slices.SortStableFunc(p.moving, func(a, b int) int {
		return cmp.Compare(x.e.MessageAt(a).Arrives, x.e.MessageAt(b).Arrives)
	})
	for from := range x.seats {
		for to := range x.seats {
			takes, via := x.e.Usual(from, to)
			p.usual = append(p.usual, way{takes, via})
		}
	}
	x.posted = p
	return p
}

func (p *pairing) add(m *engine.Mail) {
	p.last = m.Sent
	if !m.Arrived {
		p.Moving++
	}
	switch kindOfMail(*m) {
	case saysQuestion:
		p.Questions++
		if m.To >= 0 && !m.Answered && m.Ack != 2 {
			p.Open++
		}
	case saysAnswer:
		p.Answers++
	case saysFact:
		p.Facts++
	default:
		p.Words++
	}
}

// movingLength is how many messages on their way a view holds.
const movingLength = 200

// movingNow are the messages on their way that arrive next, and how many there are.
func (x *Exercise) movingNow() ([]Moving, int) {
	all := x.posts().moving
	out := make([]Moving, 0, min(len(all), movingLength))
	for _, i := range all[:min(len(all), movingLength)] {
		m := x.e.MessageAt(i)
		what := m.Text
		if m.Fact >= 0 {
			what = x.scenario.Facts[m.Fact].Title
		}
		out = append(out, Moving{From: x.title(m.From), To: x.title(m.To), Kind: kindOfMail(m), What: what,
			Sent: x.moment(m.Sent), Due: x.moment(m.Arrives)})
	}
	return out, len(all)
}
