// Package whatif is reactive replay: the one model of what would have happened. Every
// counterfactual comes from it: a deed left out or done earlier, a promise kept, something
// done that nobody did, other draws of chance, only some of the seats, no help from the
// facilitator, facts known to all at once.
//
//	past, err := whatif.Of(ctx, run)   // measures the deeds of a run that has been played
//	p := past.Player()                 // one for each goroutine; it reuses its memory
//	e, err := p.Play(ctx, whatif.World{Seed: seed, Out: []engine.Command{deed}})
//	harm := ...                        // read from e, which the next Play resets
//
// # The model
//
// A deed is a command that a person or a bot gave and that was accepted. It was possible from
// the first moment at which its seat could have given it: the seat knew the fact, had the
// message that it answers, had authority, staff and what the action needs, and had done the
// same deed before as often as in the run. Its reaction is its time less that moment.
//
// In another world every seat means to do the same deeds. Each is done when it is possible
// there, plus its reaction. If it is not possible then, the seat waits and does it as soon as
// it is, as a bot does. A commitment that lapses is made again, after the same reaction, as
// long as its action's needs hold and it has not been done; but a seat that did not make it
// again in the run does so in no world. A deed that was done again because the first time came
// to nothing is done again only if the first time comes to nothing. A deed that hung on
// nothing, such as plain words, keeps its time, and so do the facilitator's acts, except that
// the release of a held inject waits until the inject is held.
//
// A deed left out is not done by that seat in that world at all, not at another time either,
// and a share reaches those recipients in no way. Bots decide again: where a bot played, a deed
// left out is forbidden to it, a deed put earlier takes it no time, and everything else is
// played, not replayed.
//
// With no change and on the same seed, a world is the run, digest for digest.
//
// # What it cannot tell
//
// A deed hangs only on what the scenario makes it hang on. A seat that acted because of words
// that were said, and could have acted before, acts at the same time without them.
package whatif
