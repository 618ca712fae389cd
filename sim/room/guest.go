package room

import (
	"context"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
)

// guest is somebody who has come in over the network and has neither a seat nor done anything.
// They are kept only here and not in the record, so that somebody who comes in under a thousand names
// does not fill it.
type guest struct {
	exercise.Guest
	since time.Time // of coming in, or of going
}

// stay is how long a guest stays before they are entered in the record.
const stay = 10 * time.Minute

// invite lets somebody in as a guest.
func (r *Room) invite(s *Seat, j exercise.Join, way pass.Pass) {
	if old := r.seats[s.name]; old != nil {
		r.dismiss(old, "You have come in from somewhere else")
	}
	r.sweep()
	if g := r.guests[s.name]; g != nil && j.Want == "" {
		j.Want = g.Want
	}
	r.guests[s.name] = &guest{*exercise.NewGuest(s.name, j), time.Now()}
	r.book.Lend(way, s.name)
	s.kind, s.back, s.ear = j.Kind, way.Said, r.earOf(s.name)
	r.seats[s.name] = s
	r.order = append(r.order, s)
	r.dirty = true
}

// sweep forgets guests who have gone, the first to go first, while there are too many.
func (r *Room) sweep() {
	for len(r.guests) >= 2*budget.Most(budget.Lobby) {
		first := ""
		for name, g := range r.guests {
			if !g.Here && (first == "" || g.since.Before(r.guests[first].since)) {
				first = name
			}
		}
		if first == "" {
			return
		}
		r.forget(first)
	}
}

func (r *Room) forget(name string) {
	delete(r.guests, name)
	delete(r.ears, name)
	r.book.Forget(name)
}

// known are the guests as the exercise compares them.
func (r *Room) known() map[string]*exercise.Guest {
	out := make(map[string]*exercise.Guest, len(r.guests))
	for name, g := range r.guests {
		out[name] = &g.Guest
	}
	return out
}

// enrol enters a guest in the record, as somebody who has come in.
func (r *Room) enrol(name string) error {
	g := r.guests[name]
	if g == nil {
		return nil
	}
	if why := r.enterJoin(name, exercise.Join{Kind: g.Kind, Want: g.Want}); why != nil {
		return why
	}
	delete(r.guests, name)
	if !g.Here {
		r.dropped(name)
	}
	r.keepWay(name)
	return nil
}

// keepWay keeps the way back of somebody who was a guest, in another goroutine, because it takes time.
func (r *Room) keepWay(name string) {
	if r.book == nil {
		return
	}
	r.book.Enter(name)
	go func() {
		if err := r.book.Keep(name); err != nil {
			_ = r.on(context.Background(), func() error { r.fail(err); return nil }) // a closed room keeps nothing
		}
	}()
}

// settle enters guests who have stayed, as long as few people have been entered who do nothing.
func (r *Room) settle() {
	if r.moving != nil || r.failed != nil || len(r.guests) == 0 || time.Since(r.stayed) < time.Minute {
		return
	}
	r.stayed = time.Now()
	left := budget.Most(budget.Stays) - r.x.Idle()
	for _, s := range append([]*Seat(nil), r.order...) {
		if g := r.guests[s.name]; g != nil && left > 0 && time.Since(g.since) >= stay {
			left--
			_ = r.enrol(s.name) // those who cannot be entered stay guests
		}
	}
}

// guestOf is what a guest sees.
func (r *Room) guestOf(g *guest) exercise.View {
	var waiting []string
	for _, s := range r.order {
		if o := r.guests[s.name]; o != nil && o.Kind == exercise.KindPlayer {
			waiting = append(waiting, o.Name)
		}
	}
	return r.x.GuestView(&g.Guest, waiting)
}

// attending adds the guests to the people whom staff see, and to those whom others in the lobby see waiting.
func (r *Room) attending(v *exercise.View) {
	if v.Control == nil {
		if v.Lobby != nil && r.guests[v.You.Name] == nil {
			for _, s := range r.order {
				if g := r.guests[s.name]; g != nil && g.Kind == exercise.KindPlayer {
					v.Waiting = append(v.Waiting, g.Name)
				}
			}
		}
		return
	}
	for _, s := range r.order {
		if g := r.guests[s.name]; g != nil {
			v.Control.Roster = append(v.Control.Roster, exercise.Member{Name: g.Name, Kind: g.Kind, Here: true,
				Wants: g.Want})
		}
	}
}

// entered enters the guests whom an entry mentions, and the one who asks for it, before the entry itself.
func (r *Room) entered(en record.Entry) (why string, err error) {
	if g := r.guests[en.Who]; g != nil {
		if why := r.x.GuestMay(&g.Guest, en); why != "" {
			return why, nil
		}
		if err := r.enrol(en.Who); err != nil {
			return "", err
		}
	}
	for _, name := range exercise.Mentions(en, r.known()) {
		if err := r.enrol(name); err != nil {
			return "", err
		}
	}
	return "", nil
}

// charge counts a request against the bounds on the person and their address; an error says which bound it
// exceeds.
func (s *Seat) charge(bytes int) error {
	r := s.room
	crowd := !s.kind.Staff() && r.x.Place(s.name) == ""
	acts, written := budget.Acts, budget.Bytes
	switch {
	case s.kind.Staff():
		acts, written = budget.ActsStaff, budget.BytesStaff
	case crowd:
		acts, written = budget.ActsLobby, budget.BytesLobby
	}
	charges := []budget.Charge{{Of: acts, Whose: s.name, Amount: 1}, {Of: written, Whose: s.name, Amount: bytes}}
	if crowd && s.from != "" {
		charges = append(charges, budget.Charge{Of: budget.ActsFrom, Whose: s.from, Amount: 1},
			budget.Charge{Of: budget.BytesFrom, Whose: s.from, Amount: bytes})
	}
	return r.ledger.Take(time.Now(), charges...)
}

// entryBytes is about how many bytes a line of the record has besides arguments and reason.
const entryBytes = 250

// weight is about how many bytes of the record an entry takes.
func weight(en record.Entry) int { return entryBytes + len(en.Args) + len(en.Reason) }
