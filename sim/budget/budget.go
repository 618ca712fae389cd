// Package budget holds every bound on what people, addresses and scenarios may use of a room, in
// one table, and counts what they use. Most bounds belong to a person, an address or a scenario,
// so that nobody can use up what others need, and those of staff and of people with a seat are
// separate from the others. The package has no clock: callers say what time it is.
package budget

import (
	"fmt"
	"time"
)

// Bounds that other packages need as constants.
const (
	// TextBytes is how many bytes a text that people say or write may have.
	TextBytes = 4000
	// DeliveriesOfScenario is how many deliveries to seats a scenario may make by itself.
	DeliveriesOfScenario = 500_000
)

// Owner is a kind of what a bound belongs to.
type Owner string

// The owners of bounds.
const (
	Person   Owner = "a person"
	Address  Owner = "an address"
	Room     Owner = "the room"
	Scenario Owner = "a scenario"
	Line     Owner = "a connection"
)

// Name names what a bound limits, in words that people read.
type Name string

// Bound is a line of the table.
type Bound struct {
	Name Name
	// Of is what it belongs to: each person, or each address, has as much.
	Of Owner
	// Most is how much there may be at once, or how much may be used in a moment.
	Most int
	// Every is how long it takes until one that has been used is available again; 0 where it is
	// held and given back, or used up for good.
	Every time.Duration
	// For is how long one may be held; 0 for without limit.
	For time.Duration
	// Beyond says what happens to what goes beyond the bound, for the documentation.
	Beyond string
}

// The bounds. What they are is in [Table].
const (
	Handshakes  Name = "connections that shake hands"
	Prompts     Name = "connections asked for a code"
	Naming      Name = "connections asked for a name"
	Lobby       Name = "connections without a seat"
	Guesses     Name = "wrong codes"
	Sessions    Name = "sessions"
	Requests    Name = "requests of a session before it begins"
	Columns     Name = "columns of a window"
	Rows        Name = "rows of a window"
	Sent        Name = "bytes sent to the host"
	Longest     Name = "bytes of a line from a program"
	Typed       Name = "bytes of a line that is typed"
	Knocks      Name = "questions to the facilitator at the door"
	KnocksFrom  Name = "questions to the facilitator at the door from one address"
	Stays       Name = "people recorded because they stayed"
	People      Name = "people"
	StaffMore   Name = "more people on the staff"
	Asked       Name = "requests"
	AskedStaff  Name = "requests on the staff"
	AskedFrom   Name = "requests without a seat from one address"
	Keys        Name = "keys"
	Refusals    Name = "refused requests"
	RefusedFrom Name = "refused requests from one address"
	Acts        Name = "acts"
	ActsStaff   Name = "acts on the staff"
	ActsLobby   Name = "acts without a seat"
	ActsFrom    Name = "acts without a seat from one address"
	Bytes       Name = "bytes recorded"
	BytesLobby  Name = "bytes recorded without a seat"
	BytesFrom   Name = "bytes recorded without a seat from one address"
	BytesStaff  Name = "bytes recorded from the staff"
	Words       Name = "words out of the game"
	WordsLobby  Name = "words out of the game without a seat"
	WordsStaff  Name = "words out of the game on the staff"
	WordsCrowd  Name = "words out of the game from everybody without a seat"
	Questions   Name = "questions to the room"
	Notes       Name = "observations"
	Decisions   Name = "decisions"
	Judgements  Name = "judgements of hypotheses and severity"
	Approvals   Name = "approvals"
	Advice      Name = "pieces of advice"
	Passed      Name = "notes for the next person in a seat"
	Handed      Name = "seats that changed hands"
	Text        Name = "bytes of a text"
	Deliveries  Name = "deliveries to seats"
	DeliverPlay Name = "deliveries to seats that players cause"
	ViewEvery   Name = "views"
)

// Table is every bound there is. The documentation repeats it: a test compares the two.
var Table = []Bound{
	{Handshakes, Room, 256, 0, 10 * time.Second, "the address with most loses its oldest"},
	{Prompts, Room, 1024, 0, 2 * time.Minute,
		"the address with most loses one: a connection that gave a wrong code, or the oldest"},
	{Naming, Room, 256, 0, 2 * time.Minute, "the address with most loses its oldest"},
	{Lobby, Room, 256, 0, 0, "the address with most loses the connection that came in quickest: people take time to type"},
	{Guesses, Address, 8, 15 * time.Second, 0, "each wrong code takes 10 s instead of 1 s; a right code takes no time"},
	{Sessions, Person, 1, 0, 0, "the newer session ends the older, and says so"},
	{Requests, Address, 64, 0, 0, "the connection ends"},
	{Columns, Person, 400, 0, 0, "cut"},
	{Rows, Person, 200, 0, 0, "cut"},
	{Sent, Line, 256 << 10, 16 * time.Microsecond, 0, "read later"},
	{Longest, Person, 64 << 10, 0, 0, "the session ends, and says so"},
	{Typed, Person, 8 << 10, 0, 0, "not echoed, and not accepted"},
	{Knocks, Room, 32, 0, 10 * time.Minute, "refused"},
	{KnocksFrom, Address, 8, 0, 10 * time.Minute, "refused"},
	{Stays, Room, 500, 0, 0, "they stay, but are not in the record until they act or have a seat"},
	{People, Room, 2000, 0, 0, "refused, except for the staff"},
	{StaffMore, Room, 200, 0, 0, "refused"},
	{Asked, Person, 60, 25 * time.Millisecond, 0, "read later"},
	{AskedStaff, Person, 400, 5 * time.Millisecond, 0, "read later"},
	{AskedFrom, Address, 600, 5 * time.Millisecond, 0, "read later"},
	{Keys, Person, 200, 10 * time.Millisecond, 0, "read later"},
	{Refusals, Person, 30, time.Second, 0, "all their requests are refused, and not recorded"},
	{RefusedFrom, Address, 300, 100 * time.Millisecond, 0,
		"all requests of people without a seat are refused, and not recorded"},
	{Acts, Person, 40, 100 * time.Millisecond, 0, "refused"},
	{ActsStaff, Person, 200, 50 * time.Millisecond, 0, "refused"},
	{ActsLobby, Person, 10, 2 * time.Second, 0, "refused"},
	{ActsFrom, Address, 120, 500 * time.Millisecond, 0, "refused"},
	{Bytes, Person, 256 << 10, 500 * time.Microsecond, 0, "refused"},
	{BytesLobby, Person, 16 << 10, 10 * time.Millisecond, 0, "refused"},
	{BytesFrom, Address, 256 << 10, 2 * time.Millisecond, 0, "refused"},
	{BytesStaff, Person, 8 << 20, 10 * time.Microsecond, 0, "refused"},
	{Words, Person, 500, 0, 0, "refused"},
	{WordsStaff, Person, 20_000, 0, 0, "refused"},
	{WordsLobby, Person, 20, 0, 0, "refused"},
	{WordsCrowd, Room, 2000, 0, 0, "refused"},
	{Questions, Room, 500, 0, 0, "refused"},
	{Notes, Room, 20_000, 0, 0, "refused"},
	{Decisions, Person, 5000, 0, 0, "refused"},
	{Judgements, Person, 500, 0, 0, "refused"},
	{Approvals, Room, 2000, 0, 0, "refused"},
	{Passed, Room, 2000, 0, 0, "refused"},
	{Handed, Room, 300, 0, 0, "not measured"},
	{Advice, Room, 5000, 0, 0, "refused"},
	{Text, Person, TextBytes, 0, 0, "refused"},
	{Deliveries, Scenario, DeliveriesOfScenario, 0, 0, "the exercise stops, and says why; tocsin check warns"},
	{DeliverPlay, Scenario, DeliveriesOfScenario, 0, 0, "refused"},
	{ViewEvery, Person, 1, 100 * time.Millisecond, 0, "the newest replaces the one before"},
}

// Of returns the line of the table with a name; it panics if there is none.
func Of(n Name) Bound {
	for _, b := range Table {
		if b.Name == n {
			return b
		}
	}
	panic("no bound is called " + string(n)) // the names are constants, and a test reads the table
}

// Most returns how much there may be of something.
func Most(n Name) int { return Of(n).Most }

// Over is the error that says which bound something goes beyond, and when to try again.
type Over struct {
	Bound Bound
	// Wait is how long it takes until it fits; 0 where time alone changes nothing.
	Wait time.Duration
}

func (o *Over) Error() string {
	s := fmt.Sprintf("That is too much: %s has %s %s", o.Bound.Of, grouped(o.Bound.Most), o.Bound.Name)
	switch {
	case o.Wait > 0:
		return s + fmt.Sprintf(" at once. Try again in %d s", int((o.Wait+time.Second-1)/time.Second))
	case o.Bound.Every == 0 && o.Bound.For > 0:
		return s + " at once. Try again in a minute"
	}
	return s + ", and they are used up"
}

// grouped writes a number with commas between its thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
