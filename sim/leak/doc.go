// Package leak looks for secrets that a seat can tell from its screen or from the answers that
// it gets.
//
// It plays a scenario with bots and stops at some moments. There it makes pairs of worlds
// for each seat that differ only in what that seat cannot see: what another seat has been
// told, a gauge that it does not read, a system that it does not watch, what another seat
// does in private. In both worlds the seat looks at its screen and at what it could name, and
// asks for everything that its language has, a row and an argument at a time ([Asks]). Whatever
// differs is a leak: it is named with the verb, the hidden change, and the condition in the
// file where one is at fault. A second look compares, for each kind of argument, the answer to
// an id of the scenario that the seat may not know with the answer to one that does not exist.
//
// It cannot find what shows only as time passes, which is mostly the world telling the seat, as
// an author means it to, and it cannot find what shows only in worlds that the bots never reach.
// All conditions of a scenario are checked without playing: [scenario.Scenario.Tells].
package leak
