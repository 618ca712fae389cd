// Package room puts the wall clock, a goroutine and a record around an
// [exercise.Exercise]: it is a live exercise with people at their seats.
//
//	people ─► Seat.Do ─► Room (one goroutine) ─► record: append, sync
//	                         │                        │
//	                         │                        ▼
//	      clock on the wall ─┴────────────────► Exercise.Do ─► events ─► desks
//	                                                                       │
//	people ◄─ Seat.Views (mailbox of one) ◄──────── View ◄─────────────────┘
//
// While the clock runs, an act first lets the world come to the present moment, then goes
// into the record with that moment and the digest of the exercise before it, then takes
// effect. What was acknowledged is therefore on disk.
package room
