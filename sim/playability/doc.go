// Package playability plays a scenario many times with bots and says how it plays: what each
// seat gets to see and can do, which injects come, which acts matter, who knows what when,
// and how much of the outcome is chance, preparation and play.
//
// [Play] gathers the runs and returns a [Report]; [Report.Findings] turns it into warnings
// with their place in the file. Times are in minutes in the room, at the scenario's pace.
//
// Bots act by the scenario's notes and say nothing beyond them. What depends on people's talk
// is therefore not seen: a seat may hear more from people than from bots.
package playability
