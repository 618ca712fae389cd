package room

import (
	"sync/atomic"

	"tocsin/sim/exercise"
)

// ear is what a person has heard of the words out of the game: who comes back after a lost line need
// not read again what they have put away. After an interruption the record tells what they had heard
// when they last did something.
type ear struct {
	heard atomic.Int64 // number of the last notice that was put away
	first bool         // they have had a view
}

// earOf is the ear of a person, who may have been here before.
func (r *Room) earOf(name string) *ear {
	if r.ears[name] == nil {
		r.ears[name] = &ear{}
	}
	return r.ears[name]
}

// upTo is up to which notice a view holds nothing new. What was said before somebody first came is
// not new to them, unless they are on the staff, to whom it may be said that somebody needs them.
func (e *ear) upTo(v *exercise.View) int {
	if !e.first && !v.You.Kind.Staff() {
		e.heard.Store(int64(v.You.Heard))
	}
	e.first = true
	return int(e.heard.Load())
}

// Heard tells the room that the person has read the words out of the game, up to a number.
func (s *Seat) Heard(n int) {
	if s.ear != nil && int64(n) > s.ear.heard.Load() {
		s.ear.heard.Store(int64(n))
	}
}
