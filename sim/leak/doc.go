// Package leak looks for what a seat's screen, or an answer that it gets, tells of what the
// seat cannot see.
//
// It plays a scenario with bots and stops at some moments. There it makes pairs of worlds
// for each seat that differ only in what that seat cannot see: what another seat has been
// told, a gauge that it does not read, a system that it does not watch, what another seat
// does in private. In both the seat looks at its screen, at what it could name, and asks for
// everything that its language has, a row and an argument at a time ([Asks]). Whatever
// differs is a leak: it is named with the verb, the hidden change, and the condition in the
// file where one is at fault. A second look holds, for each kind of argument, the answer to
// an id that the scenario has, and the seat may not know, against the answer to one that it
// has not.
//
// What it cannot find: what shows only as time passes, which is mostly the world telling the
// seat, as an author means it to; and worlds that the bots never come to. The conditions of
// a scenario are looked at without playing, all of them: [scenario.Scenario.Tells].
package leak
