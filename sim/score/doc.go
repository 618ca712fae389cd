// Package score measures a run: what happened, how quickly, how well, and what it was
// worth compared with other runs of the same scenario and seed.
//
// A [Ledger] is a fold over a run's events: it takes them one by one, without keeping
// them, into tables of who knew, said and did what and when. Each [Measure] is a formula
// over a ledger; [Measures] lists them all. To add one, add a file with the formula and
// a line to that list. Every number can name the events that it rests on.
//
// [Mark] makes the whole [Card] of a run: its measures, the runs it is compared with
// ([Baselines]), the ratings of its objectives and the four scores, which [Rate] makes
// of measures that are exported with it.
//
// What a run could have been takes many more runs: [WeightiestOf] leaves deeds out, has
// them come earlier or puts in what nobody did, and [CreditOf] takes seats away, both by
// reactive replay (package whatif); [WorthOf] takes each mechanism away and [BandOf] plays
// bots on other seeds. They play paired seeds, so that runs differ only by what was
// changed, and go through them by a [Work] of the caller's.
package score
