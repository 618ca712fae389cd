package report

import (
	"tocsin/sim/engine"
)

// messages lists what was sent, one line for each who was to receive it. What happened to
// them is as the measures have it.
func (b *builder) messages() {
	b.r.Messages = []MessageLine{}
	for _, m := range b.in.Run.Ledger.Messages() {
		sent, words := b.in.Origins[m.Sent.Event], b.events[m.Sent.Event]
		l := MessageLine{Hours: m.Sent.At.Hours(), T: m.Sent.At.String(), Text: b.words(words.Text),
			Via: wayWord(words.Via), State: "on its way", Ask: m.Asks,
			Event: m.Sent.Event + 1, Source: sent.Source, Person: b.person(sent.Who)}
		l.From, l.FromTitle = b.roleAt(m.From)
		l.To, l.ToTitle = b.roleAt(m.To)
		if m.Fact >= 0 {
			l.Fact, l.FactTitle = b.sc.Facts[m.Fact].ID, b.sc.Facts[m.Fact].Title
		}
		if due := b.e.MessageAt(m.ID - 1).Due; m.Asks && due > 0 {
			l.Wanted = hoursPtr(due)
		}
		switch {
		case m.Answered.Is():
			l.State, l.Answered = "answered", hoursPtr(m.Answered.At)
		case m.Ack >= 0:
			l.State = []string{"seen", "will do", "declined"}[m.Ack]
		case m.Arrived.Is():
			l.State = "arrived"
		}
		if m.Arrived.Is() {
			l.Arrived = hoursPtr(m.Arrived.At)
		}
		b.r.Messages = append(b.r.Messages, l)
	}
}

func wayWord(v engine.Via) string {
	switch v.Cause {
	case engine.ByVenue:
		return "venue"
	case engine.ByContact:
		return "contact"
	case engine.ByCall:
		return "call"
	}
	return "channel"
}

// network counts who talked to whom in each move, or in each quarter where there are none.
func (b *builder) network() {
	type window struct {
		title    string
		from, to float64
	}
	var windows []window
	end := b.e.Now().Hours()
	for _, m := range b.r.Overview.Moves {
		if m.From < end || len(windows) == 0 {
			windows = append(windows, window{m.Title, m.From, min(m.To, end)})
		}
	}
	if n := len(windows); n > 0 && windows[n-1].to < end {
		windows = append(windows, window{"After the last move", windows[n-1].to, end})
	}
	if len(windows) == 0 {
		for i := range 4 {
			windows = append(windows, window{[]string{"First quarter", "Second quarter", "Third quarter",
				"Last quarter"}[i], end * float64(i) / 4, end * float64(i+1) / 4})
		}
	}
	b.r.Network = []NetworkPhase{}
	for i, w := range windows {
		last := i == len(windows)-1
		b.r.Network = append(b.r.Network, b.phase(w.title, w.from, w.to, last))
	}
}

func (b *builder) phase(title string, from, to float64, last bool) NetworkPhase {
	n := len(b.sc.Roles)
	p := NetworkPhase{Title: title, From: from, To: to, Nodes: make([]NetworkNode, n), Edges: []NetworkEdge{}}
	for r := range b.sc.Roles {
		p.Nodes[r] = NetworkNode{Role: b.sc.Roles[r].ID, Title: b.sc.Roles[r].Title, Sector: b.sc.Roles[r].Sector}
	}
	counts := make([]NetworkEdge, n*n)
	for _, m := range b.r.Messages {
		f, t := b.sc.Find("role", m.From), b.sc.Find("role", m.To)
		if f < 0 || t < 0 || m.Hours < from || m.Hours > to || m.Hours == to && !last {
			continue
		}
		p.Messages++
		p.Nodes[f].Sent++
		p.Nodes[t].Received++
		c := &counts[f*n+t]
		c.From, c.To, c.Messages = f, t, c.Messages+1
		if m.Fact != "" {
			c.Facts++
		}
	}
	both := 0
	for i := range counts {
		if c := counts[i]; c.Messages > 0 {
			p.Edges = append(p.Edges, c)
			if counts[c.To*n+c.From].Messages > 0 {
				both++
			}
		}
	}
	if n > 1 {
		d := float64(len(p.Edges)) / float64(n*(n-1))
		p.Density = &d
	}
	if len(p.Edges) > 0 {
		v := float64(both) / float64(len(p.Edges))
		p.Reciprocal = &v
	}
	p.Fragments = groups(n, p.Edges)
	return p
}

// groups counts the sets of seats that messages join, silent seats left out.
func groups(n int, edges []NetworkEdge) int {
	root := make([]int, n)
	talks := make([]bool, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for _, e := range edges {
		talks[e.From], talks[e.To] = true, true
		root[find(e.From)] = find(e.To)
	}
	out := 0
	for i := range root {
		if talks[i] && find(i) == i {
			out++
		}
	}
	return out
}
