// Package room is a live exercise: seats, a clock, a record, what each seat may see.
//
// # What is pure and what is not
//
// An [Exercise] is everything that the record can bring back: the engine and the bots,
// who sits where, what each seat has seen, what was said out of the game. It is a fold
// over the record's entries and knows no clock. A [Room] puts a goroutine, the wall clock
// and a record around it; a [Replay] goes through the record without them. All three run
// the same code, so a live exercise, a resumed one and a replay cannot differ.
//
//	people ─► Seat.Do ─► Room (one goroutine) ─► record: append, sync
//	                         │                        │
//	                         │                        ▼
//	      clock on the wall ─┴────────────────► Exercise.Do ─► events ─► desks
//	                                                                       │
//	people ◄─ Seat.Views (mailbox of one) ◄──────── View ◄─────────────────┘
//
// # What a seat may see
//
// [View] is all that any screen gets. A player's part is built from the role's desk: the
// items that [Exercise.see] has laid there, event by event, which is the one place that
// decides who may know of what; and from what the engine says of that role alone.
//
// # Time
//
// Exercise time comes only from entries. While the clock runs, an act first lets the
// world come to the present moment, then goes into the record with that moment and the
// digest of the exercise as it stands, then takes effect. While the clock stands still
// nothing moves: no deadline, no delivery, no bot. Where a move ends the clock stops by
// itself. Steps and jumps say in the record only what was asked for; where they lead
// follows from the exercise.
//
// Bots are not in the record: what they do follows from the exercise too.
package room
