// Package notes is the exchange of if-then notes: what organisations say in advance that
// they will do, and what these promises amount to together.
//
// An [Organisation] is one file of the registry. Its notes are written in the words of a
// [Vocabulary] (kinds of actor, signals, responses) and not with the ids of one scenario, so
// that they fit many. [Bind] gives the notes to the seats of a scenario, whose file says of
// which kind a role is, of which signal a fact is a case, and of which response an action.
//
// [Analyse] says what the notes amount to together: what nobody answers, who waits for something
// that nobody promises, by when joint action is promised, which notes wait for each other in a
// circle, which contradict each other or never end. It plays nothing. [Idle] plays the scenario
// with nobody acting, to say how much time there is; [Stress] plays it with the notes kept, late
// and broken.
//
// The design follows the exchange of ex ante if-then response logic of Mengesha, arXiv
// 2603.10015.
package notes
