// Package pack makes the papers of an exercise from its scenario: for each seat a file with
// its brief, who is who, what it can do, its clocks, promises and questions, and for the
// facilitator a book with everything.
//
// A seat's file is made from what the seat's screen shows before STARTEX, by the same rules
// of who may see what, and from its reporting duties. Files are HTML pages that need no
// other file, to be printed on A4 or letter paper. [Lanes] are a paper for those who prepare
// an exercise: what comes when, and what each seat sees, in one run.
package pack
