// Package score measures a run: what happened, how quickly, how well, and what it was
// worth beside other runs of the same scenario and seed.
//
// A [Ledger] is a fold over a run's events: it takes them one by one, without keeping
// them, into tables of who knew, said and did what and when. Each [Measure] is a formula
// over a ledger; [Measures] lists them all. To add one, add a file with the formula and
// a line to that list. Every number can name the events that it rests on.
//
// [Mark] makes the whole [Card] of a run: its measures, the runs it is compared with
// ([Baselines]), the ratings of its objectives and the four scores, which [Score] makes
// of measures that are exported beside it.
package score
