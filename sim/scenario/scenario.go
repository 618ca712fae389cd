// Package scenario is the TOML format of Tocsin: its types, how a file is read and
// checked, and what is said about its faults.
//
// A [Scenario] is data. [Load] parses, checks and resolves a file once; what it
// returns is never changed afterwards and may be shared by any number of runs. All
// faults of a file come back together as [Diagnostics], each with line and column.
//
// One file of this package holds one concept of the format (role.go, gauge.go, …):
// the struct whose field tags are the only description of its keys, and the checks
// that need more than a tag. The JSON Schema and the tables of the authors' reference
// in scenarios/README.md are made from the same tags by [Keys].
package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// FormatVersion is the version of the format that this package reads.
const FormatVersion = 1

// Scenario is one exercise, as its file describes it, in the order of the file.
type Scenario struct {
	Format  int       `toml:"format" default:"1" example:"1" doc:"Version of this format. Leave it out, or write 1."`
	Title   string    `toml:"title" required:"true" example:"\"Cold copy\"" doc:"The name of the exercise."`
	Summary string    `toml:"summary" default:"empty" example:"\"A stolen checkpoint, one contractor, two laboratories.\"" doc:"One or two sentences that may be shown to everyone before play."`
	Start   time.Time `toml:"start" default:"2027-01-01T08:00:00Z" example:"2027-03-01T06:00:00Z" doc:"STARTEX on the exercise's own calendar, without quotes: Z at its end is UTC, +02:00 a zone that is two hours ahead."`
	Length  Duration  `toml:"length" default:"the end of the last move, or 1d" example:"\"21d\"" doc:"How long the exercise lasts on its own calendar, at most 10 years. What is due exactly at the end still happens."`
	Minute  Duration  `toml:"minute" default:"length / 60, so that it fits an hour" example:"\"2h\"" doc:"Pace of a live exercise: how much exercise time passes in one minute in the room."`
	Ends    Expr      `toml:"ends" expr:"bool" default:"never before length" example:"\"met('all_clear')\"" doc:"Condition that ends the exercise before its length. If it can end in several ways, write [ending.ID] tables."`
	Bots    string    `toml:"bots" ref:"profile|careful|hasty|silo|plain" default:"\"plain\"" example:"\"careful\"" doc:"The profile of the bots in all seats that do not name their own: careful, hasty, silo, plain (only by their notes), or one from this file."`
	Sources []string  `toml:"sources" default:"none" example:"[\"RAND, Securing AI Model Weights (2024)\"]" doc:"The sources of the story and its numbers."`
	Checks  []string  `toml:"checklist" default:"none" example:"[\"Try the projector\", \"Name a scribe\"]" doc:"Tasks of the staff before STARTEX. Only staff read them."`
	Basis   string    `toml:"basis" default:"none" example:"\"design estimate unless said otherwise\"" doc:"The basis of every number that has no basis of its own."`

	About       About        `toml:"about" doc:"For whom the exercise is and what it trains: list and the menu show this next to its title."`
	Moves       []Move       `toml:"move" doc:"Rounds. In a live exercise the clock stops at the end of each for discussion. Write one [[move]] for each, in order."`
	Roles       []Role       `toml:"role,keyed" required:"true" example:"\n[role.cert]\ntitle = \"National CERT\"" doc:"The seats at the table."`
	Gauges      []Gauge      `toml:"gauge,keyed" doc:"Numbers of the world, such as copies, trust or money. They are computed exactly between events."`
	Sensors     []Sensor     `toml:"sensor,keyed" doc:"Readings of gauges that seats see instead of the gauges: late, and with an error."`
	Versions    []Version    `toml:"version,keyed" doc:"Versions of what systems run: a model, a skill, a package. Effects move systems from one to another."`
	Systems     []System     `toml:"system,keyed" doc:"Nodes of the cascade: things that can fail."`
	Links       []Link       `toml:"link" doc:"Edges of the cascade: when one system fails, another may."`
	Facts       []Fact       `toml:"fact,keyed" doc:"Things that can be known."`
	Actions     []Action     `toml:"action,keyed" doc:"Things that seats can do, alone or jointly."`
	Injects     []Inject     `toml:"inject,keyed" doc:"Messages and events that the exercise brings in: the master scenario events list (MSEL)."`
	Venues      []Venue      `toml:"venue,keyed" doc:"Places where several roles can talk at once."`
	Sharing     Sharing      `toml:"sharing" doc:"Formal sharing between organisations outside a venue."`
	Mechanisms  []Mechanism  `toml:"mechanism,keyed" doc:"Preparedness that can be bought before STARTEX."`
	Notes       []Note       `toml:"note" doc:"If-then response logic: how a bot plays the seat, and what a seat may promise before play."`
	Obligations []Obligation `toml:"obligation,keyed" doc:"Legal and contractual reporting clocks."`
	Probes      []Probe      `toml:"probe,keyed" doc:"Questions that show what each seat believes."`
	Objectives  []Objective  `toml:"objective,keyed" doc:"Things that the exercise should show, each under a core capability."`
	Measures    []Measure    `toml:"measure,keyed" doc:"Your own numbers, which appear in every score and sweep."`
	Hypotheses  []Hypothesis `toml:"hypothesis,keyed" doc:"Explanations of what is going on, with facts for and against: the picture that seats share, or do not share."`
	Severities  []Level      `toml:"severity,keyed" doc:"Levels of how bad the situation is, the lowest first. Seats judge by them; thresholds say which level the world has reached."`
	Endings     []Ending     `toml:"ending,keyed" doc:"The ways in which the exercise can end, each with a name and a text. The first in the file whose condition becomes true is used."`
	Profiles    []Profile    `toml:"profile,keyed" doc:"The behaviour of bots beyond what their notes say. The profiles careful, hasty and silo always exist; a table with one of these names replaces it."`
	Arms        []Arm        `toml:"arm,keyed" doc:"Treatments that a sweep compares. The arms none and all always exist."`

	Together []Together `toml:"together,keyed" doc:"Different actions with a common effect: each seat does its own, and the common effect comes only if all are done within a given time."`

	Decisions []Decision `toml:"decision,keyed" doc:"Questions that a seat must decide by choosing one option."`

	Language     string        `toml:"language" default:"\"en\"" example:"\"en\"" doc:"The language of the texts, as a short code."`
	Translations []Translation `toml:"text,keyed" example:"\n[text.de.role.cert]\ntitle = \"Meldestelle\"" doc:"The texts in other languages, by their short codes: the same tables as in the file, with only their texts. Where a text is missing, readers see the original."`

	Include   Names      `toml:"include" default:"none" example:"[\"clinics.toml\", \"texts/german.toml\"]" doc:"Other files whose tables belong to the scenario, in its folder or below. A record holds their text."`
	Variables []Variable `toml:"variable,keyed" example:"{beds=400, city=\"Nordstadt\"}" doc:"Texts and numbers that are written once and used everywhere as {name}."`
	Each      []Each     `toml:"each" doc:"Tables that are repeated for each row of a list: write them inside, as [each.role.\"clinic_{n}\"] or [[each.note]]."`

	Draws []Draw `toml:"draw,keyed" doc:"Things that differ from run to run, drawn once at STARTEX. Conditions, numbers, ids and texts can depend on them."`

	// In is the language of [Scenario.Translations] that the texts are in; "" for the original.
	In string `toml:"-"`
	// Source is the text that the scenario was read from.
	Source string `toml:"-"`
	// Digest is the SHA-256 of Source in hexadecimal.
	Digest string `toml:"-"`

	index map[string]map[string]int // kind → id → place in its slice
	names map[string][]string       // kind → place → id
	sites []site                    // what depends on draws
	given map[string]string         // path of a number that draws decide → what the file says of it
}

// Find returns the place of an id in the slice of its kind ("role", "fact", …), or -1.
func (sc *Scenario) Find(kind, id string) int {
	if i, ok := sc.index[kind][id]; ok {
		return i
	}
	return -1
}

// ID returns the id at a place in the slice of its kind, or "" if there is no such place.
func (sc *Scenario) ID(kind string, i int) string {
	if names := sc.names[kind]; i >= 0 && i < len(names) {
		return names[i]
	}
	return ""
}

// IDs returns the ids of a kind that [Scenario.Find] finds, in their order. A note may have none.
func (sc *Scenario) IDs(kind string) []string {
	return slices.DeleteFunc(slices.Clone(sc.names[kind]), func(id string) bool { return sc.Find(kind, id) < 0 })
}

// FindNote returns the place of a note of a role by its id or, as "#1" for the role's
// first, by its number; -1 if there is none.
func (sc *Scenario) FindNote(role, name string) int {
	if number, ok := strings.CutPrefix(name, "#"); ok {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || strconv.Itoa(n) != number {
			return -1
		}
		for i := range sc.Notes {
			if sc.Notes[i].Role == role {
				if n--; n == 0 {
					return i
				}
			}
		}
		return -1
	}
	return sc.Find("note", name)
}

// FindAdded is [Scenario.FindNote] during play. added are the roles that have added a note, in order. Added notes
// are counted after those of the scenario, and have indices from len(Notes) on.
func (sc *Scenario) FindAdded(added []string, role, name string) int {
	if i := sc.FindNote(role, name); i >= 0 {
		return i
	}
	number, ok := strings.CutPrefix(name, "#")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || strconv.Itoa(n) != number {
		return -1
	}
	for i := range sc.Notes {
		if sc.Notes[i].Role == role {
			n--
		}
	}
	for i, r := range added {
		if r == role {
			if n--; n == 0 {
				return len(sc.Notes) + i
			}
		}
	}
	return -1
}

// NoteName is the name by which FindNote finds a note of its role: its id, or else its number, as "#1".
func (sc *Scenario) NoteName(i int) string {
	if id := sc.Notes[i].ID; !strings.HasPrefix(id, "#") && sc.Find("note", id) == i {
		return id
	}
	n := 0
	for k := 0; k <= i; k++ {
		if sc.Notes[k].Role == sc.Notes[i].Role {
			n++
		}
	}
	return "#" + strconv.Itoa(n)
}

// Role is a seat at the table.
type Role struct {
	ID     string  `toml:"-"`
	Title  string  `toml:"title" default:"the id" example:"\"Frontier developer\"" doc:"The name of the seat on screens and in reports."`
	Is     string  `toml:"is" default:"no kind in particular" example:"\"frontier_developer\"" doc:"The kind of actor that the seat is, in the words of the vocabulary. It decides which if-then notes of organisations the seat gets."`
	Sector string  `toml:"sector" default:"empty" example:"\"industry\"" doc:"The group of organisations that the seat belongs to; network measures compare talk inside and across sectors."`
	Brief  string  `toml:"brief" default:"empty" example:"\"You run the model.\"" doc:"The page that only this seat sees: what it knows, wants and fears."`
	AtOnce int     `toml:"at_once" min:"1" max:"1000" default:"no limit" example:"2" doc:"Hands: how many actions the seat can carry out at the same time."`
	Budget float64 `toml:"budget" min:"0" default:"0" example:"10" doc:"Points that the seat can invest in preparedness before STARTEX."`
	Ack    Delay   `toml:"ack" default:"no time" example:"{median=\"20m\", p90=\"2h\"}" doc:"How long a bot in this seat takes to read a message that has reached it."`
	Bots   string  `toml:"bots" ref:"profile|careful|hasty|silo|plain" default:"that of all seats" example:"\"careful\"" doc:"The profile of the seat's bot."`
	Hours  *Hours  `toml:"hours" default:"at any hour" example:"{from=\"09:00\", to=\"17:00\"}" doc:"The working hours in which a bot in this seat reads and decides: what comes in outside them waits, and only these hours count."`
	Foe    bool    `toml:"adversary" default:"false" example:"true" doc:"The seat is not part of the response: \"all\" does not mean it, no measure or score counts it, and in the runs with which a run is compared it plays as it did."`
	Hidden bool    `toml:"hidden" default:"false" example:"true" doc:"Other seats, the wall and the lobby do not show it, and nobody can write to it, before it has written to them. Staff put people in it, or a person takes it with its card."`
	Joins  *Joins  `toml:"joins" default:"at STARTEX" example:"{at=\"6h\"}" doc:"When the seat comes to the table. Before that, others do not see it, it receives only what it learns without being told and what is public, and it does nothing."`
	Basis  string  `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Obligation is a reporting duty with a clock.
type Obligation struct {
	ID       string   `toml:"-"`
	Title    string   `toml:"title" default:"the id" example:"\"EU GPAI Code: cybersecurity breach\"" doc:"The name of the duty."`
	Role     string   `toml:"role" ref:"role" required:"true" example:"\"developer\"" doc:"The role that must report."`
	Starts   Expr     `toml:"starts" expr:"bool" me:"true" default:"only when an effect starts it" example:"\"knows('egress')\"" doc:"The clock starts when this first becomes true. knows(f) means the obliged role."`
	Within   Duration `toml:"within" required:"true" example:"\"5d\"" doc:"How long the role has from the start of the clock."`
	Business bool     `toml:"business_days" default:"false" example:"true" doc:"Only Monday to Friday count, each as 24 hours: 3d from noon on a Friday end at noon on Wednesday."`
	MetBy    Names    `toml:"met_by" ref:"action" required:"true" example:"[\"notify_ai_office\"]" doc:"Actions of that role that fulfil the duty; one is enough, and one done before the clock starts counts."`
	Basis    string   `toml:"basis" default:"none" example:"\"Code of Practice, measure 9.3\"" doc:"The legal or contractual text."`
}

// Probe is a question that shows what a seat believes.
type Probe struct {
	ID      string   `toml:"-"`
	Ask     string   `toml:"ask" required:"true" example:"\"What is behind it?\"" doc:"The question."`
	Options []Option `toml:"options,keyed" required:"true" example:"{insider=\"An insider\", state=\"A state\"}" doc:"Possible answers: an id and a text for each."`
	Truth   string   `toml:"truth" id:"true" default:"no answer is right" example:"\"insider\"" doc:"The id of the right answer."`
	To      Names    `toml:"to" ref:"role|all" default:"[\"all\"]" example:"[\"all\"]" doc:"The seats that are asked."`
	Opens   Names    `toml:"opens" ref:"fact|inject" default:"from STARTEX" example:"[\"odd_login\"]" doc:"Facts and injects: a seat is asked as soon as it knows one of the facts, or has received one of the injects. Until then it sees neither the question nor its answers; if it is never asked, it counts as a seat that has not answered."`
}

// Measure is a number that the author defines. Exactly one of its kinds is given.
type Measure struct {
	ID       string `toml:"-"`
	Title    string `toml:"title" default:"the id" example:"\"Systems failed at the end\"" doc:"The name of the number in reports."`
	End      Expr   `toml:"end" expr:"number" example:"\"count_failed()\"" doc:"The value of an expression when the exercise ends."`
	Max      Expr   `toml:"max" expr:"number" example:"\"copies\"" doc:"The largest value that an expression reaches."`
	Min      Expr   `toml:"min" expr:"number" example:"\"trust\"" doc:"The smallest value that an expression reaches."`
	First    Expr   `toml:"first" expr:"bool" example:"\"copies > 100\"" doc:"Hours from STARTEX until a condition is first true; never is shown as a dash, and as null in JSON."`
	Integral Expr   `toml:"integral" expr:"number" example:"\"count_failed()\"" doc:"The value of an expression added up over time, in hours times its unit; a condition counts as 1 while it is true."`
	Count    Expr   `toml:"count" expr:"bool" example:"\"failed('grid')\"" doc:"How many times a condition becomes true."`
}

// Arm is a treatment for sweeps.
type Arm struct {
	ID         string `toml:"-"`
	Title      string `toml:"title" default:"the id" example:"\"Prepared\"" doc:"The name of the arm in tables."`
	Mechanisms Names  `toml:"mechanisms" ref:"mechanism" default:"none" example:"[\"standing_cell\", \"common_schema\"]" doc:"Mechanisms that are in force from STARTEX."`
}
