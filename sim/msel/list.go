// Package msel reads exercises in other formats, and writes Tocsin's in them: master scenario
// events lists (MSEL) in CSV, TSV, XLSX and Markdown, decks of cards, and the files of OpenAEV
// and of the MISP project's Common Exercise Format (CEXF).
//
// Whatever the file, [Read] makes a [List] of it: entries with times, senders, recipients
// and texts. It keeps every row, and names every cell that it is not sure of in a [Finding],
// with what it assumed. A person settles the doubts in a [Mapping], a small TOML file that
// is kept next to the list and serves the next list from the same tool. [List.Draft] writes
// the list as a scenario; [FromScenario] makes a list of a scenario, for the writers.
//
// Files are treated as hostile: archives are checked before they are unpacked, sizes are
// bounded, texts are cleaned for terminals, and cells that a spreadsheet would run are written
// so that it does not.
package msel

import (
	"fmt"
	"time"

	"tocsin/sim/scenario"
)

// List is an exercise as its events list tells it.
type List struct {
	Title   string
	Summary string
	// Start is when time 0 of the list is, on the exercise's own calendar; zero if nothing says.
	Start   time.Time
	Length  scenario.Duration // 0 if nothing says
	Seats   []Seat
	Entries []Entry
	// Attachments are files that came with the list.
	Attachments []Attachment
	// Scenario is the text of the scenario that the list was made from, if the file carries it.
	Scenario string
	// Notes are what the file says about the exercise and the format of scenarios has no
	// place for, each a line or more.
	Notes []string

	own *own // that scenario, read; nil before it was asked for
}

// own is a scenario that a list carries. It is read once, since its injects are compared with the
// list's entries more than once, and reading takes longer than comparing.
type own struct {
	text    string // that it was read from
	sc      *scenario.Scenario
	entries []Entry
}

// Seat is an organisation or team that receives injects.
type Seat struct {
	ID    string // an id of the scenario format
	Title string
	Brief string
}

// Kind is what an entry of the list is.
type Kind uint8

// The kinds of entries, by HSEEP's names.
const (
	Inject         Kind = iota // a contextual inject
	Contingency                // an inject for when the expected action does not happen
	ExpectedAction             // what players are expected to do; nobody receives it
)

// kindNames are the words of HSEEP's column Event Type.
var kindNames = [...]string{Inject: "Inject", Contingency: "Contingency Inject", ExpectedAction: "Expected Action"}

// String is HSEEP's name of the kind.
func (k Kind) String() string { return kindNames[k] }

// Entry is a row of the list.
type Entry struct {
	Place  Place
	Number string // as the list numbers it
	ID     string // the inject's id in the scenario that the list was made from; "" if there is none
	Kind   Kind
	Title  string
	Text   string
	// At is the time from the list's time 0, below 0 before it; it counts only if Timed.
	At    scenario.Duration
	Timed bool
	From  string
	Media string   // one of the media of an inject
	To    []string // ids of seats, or "all", "public"; empty: nobody
	// Staff are the recipients who are the exercise's own staff, as the list names them.
	Staff     []string
	Expected  string // what players are expected to do about it
	Objective string // the objective or capability that it tests, in words
	Notes     string // for the facilitator
	// Extra are the cells of columns that the format has no place for.
	Extra []Extra
	// Rules are keys of an inject for which no list has a column, as lines of TOML.
	Rules   []string
	Section string // the heading that the row is under
	// Actual is what happened to the entry in a recorded exercise; nil if none was played.
	Actual *Actual
}

// Extra is a cell of a column without a place in the format.
type Extra struct{ Name, Value string }

// Actual is what happened to an entry.
type Actual struct {
	Times []scenario.Duration // when it came, from STARTEX
	By    string              // who released it: "the exercise", or a facilitator's name; "" where nobody did
	State string              // "released", "skipped", "did not come"
}

// Attachment is a file that came with the list.
type Attachment struct {
	Name   string // without folders
	SHA256 string // in hexadecimal
	Data   []byte
}

// Place is where a row or cell is in a file.
type Place struct {
	Sheet  string `json:"sheet,omitempty"`  // of a workbook, or the name of a part of an archive
	Row    int    `json:"row,omitempty"`    // from 1
	Column string `json:"column,omitempty"` // a letter as in spreadsheets, or a key
}

// String is the place as spreadsheets write it: "MSEL!B7", "row 7".
func (p Place) String() string {
	at := ""
	switch {
	case p.Row > 0 && p.Column != "" && len(p.Column) <= 2:
		at = fmt.Sprintf("%s%d", p.Column, p.Row)
	case p.Row > 0 && p.Column != "":
		at = fmt.Sprintf("row %d, %s", p.Row, p.Column)
	case p.Row > 0:
		at = fmt.Sprintf("row %d", p.Row)
	case p.Column != "":
		at = p.Column
	}
	switch {
	case p.Sheet == "":
		return at
	case at == "":
		return p.Sheet
	}
	return p.Sheet + "!" + at
}

// Level says how much a finding matters.
type Level string

const (
	// Doubt is about a cell that could mean something else, or a thing that is lost: somebody must
	// say what is right before the draft can be trusted.
	Doubt Level = "doubt"
	// Note says what was done, if that is certain or somebody has agreed with it.
	Note Level = "note"
)

// Finding is something that the reader of a list tells about a cell, row or file.
type Finding struct {
	Level Level `json:"level"`
	// Code is a short stable word for the kind of finding.
	Code  string `json:"code"`
	Place Place  `json:"place"`
	Value string `json:"value,omitempty"` // what is there
	// Message says what is in doubt, and what was assumed.
	Message string `json:"message"`
	// Hint says what settles it.
	Hint string `json:"hint,omitempty"`
}

// Findings are what a reader reports.
type Findings []Finding

// Doubts counts the findings that somebody must settle.
func (fs Findings) Doubts() int {
	n := 0
	for _, f := range fs {
		if f.Level == Doubt {
			n++
		}
	}
	return n
}
