// Package exercise is an exercise with people in it: who sits where, what they ask for,
// what each may see, what was said out of the game, what is talked about afterwards.
//
// An [Exercise] is everything that a record can bring back. It is a fold over the record's
// entries: it reads no clock, starts no goroutine and does no I/O. A room (package
// [tocsin/sim/room]) puts a goroutine, the wall clock and a record around it; a [Replay]
// goes through the record without them. All of them run the same code, so a live exercise,
// a resumed one and a replay cannot differ.
//
// # What a seat may see
//
// [View] is all that any screen gets. A player's part is built from the role's desk: the
// items that are laid there event by event, which is the one place that decides who may
// know of what; and from what the engine says of that role alone.
//
// # Time
//
// Exercise time comes only from entries. While the clock is paused nothing moves: no
// deadline, no delivery, no bot. Where a move ends the clock stops by itself. Steps and
// jumps say in the record only what was asked for; where they lead follows from the
// exercise. Bots are not in the record either: what they do follows from the exercise too.
package exercise
