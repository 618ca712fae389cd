package main

import (
	"strconv"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/pack"
)

// lanes are the preview in a form for the page and the workbook, with a lane for each seat.
func (p *preview) lanes(f previewFlags) *pack.Lanes {
	l := &pack.Lanes{Title: p.sc.Title, Language: p.sc.Language, Lead: p.lead(f), Minutes: p.minutes(p.ended),
		Room: pack.Lane{ID: "room", Title: "Events list", Came: p.came(engine.Nobody)}}
	last := -1
	for _, row := range p.rows {
		if row.move != last && last >= 0 {
			l.Moves = append(l.Moves, p.minutes(row.at))
		}
		last = row.move
	}
	for r := range p.sc.Roles {
		if role := &p.sc.Roles[r]; f.role == "" || role.ID == f.role {
			l.Seats = append(l.Seats, pack.Lane{ID: role.ID, Title: role.Title, Came: p.came(r), Summary: p.summary(r)})
		}
	}
	if f.role != "" { // the lane of this seat only
		l.Room.Came = nil
		return l
	}
	for _, i := range p.never {
		in := &p.sc.Injects[i]
		l.Never = append(l.Never, pack.Came{Title: in.Title, Text: in.ID + ", " + arrival(p.sc, i)})
	}
	return l
}

// came are the things that come to a seat, or to the room.
func (p *preview) came(seat int) []pack.Came {
	var out []pack.Came
	for _, row := range p.rows {
		if row.seat != seat {
			continue
		}
		c := pack.Came{At: row.at.String(), Date: p.sc.Start.Add(time.Duration(row.at)).Format("Mon 2 Jan 2006 15:04"),
			Minute: p.minutes(row.at), Kind: row.kind, Title: row.title, Text: row.text}
		if len(p.sc.Moves) > 0 {
			c.Move = after("Move "+strconv.Itoa(p.round(row.move))+": ", p.moveTitle(row.move))
		}
		out = append(out, c)
	}
	return out
}
