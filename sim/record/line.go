package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// FormatVersion is the version of the record that this package writes and reads.
const FormatVersion = 1

const (
	// MaxLine is the longest line of an entry in bytes, with its line feed.
	MaxLine = 64 << 10
	// maxHeader is enough for a scenario and files of notes of the greatest length, with every character
	// escaped by a backslash.
	maxHeader = 4*scenario.MaxBytes + MaxLine
)

// PeopleSetting is the setting of a record that says who acted in the seats that no bot has: [NoPeople] where a
// script began it, though people may have continued it; it is left out where people sat there, and in records from
// before it.
const (
	PeopleSetting = "people"
	NoPeople      = "none"
)

// Header is the first line: what an exercise began with. With the entries it is all that
// is needed to play it again.
type Header struct {
	Format     int               // FormatVersion; Create fills it in
	Tocsin     string            // version of the program that wrote it
	Scenario   string            // the whole text of the scenario file
	Digest     string            // SHA-256 of that text in hexadecimal; Create fills it in
	Name       string            // the scenario's short name, such as cold_copy
	Seed       uint64            // of the random draws
	Mechanisms []string          // ids of those in force from STARTEX
	Seats      []string          // ids of the roles in their order, for a person who reads the file
	Started    time.Time         // wall clock
	Parent     *Parent           // of a fork, nil otherwise
	Settings   map[string]string // of the room, as far as a replay needs them
	// Notes are the files of notes that organisations brought. A replay does not need them: they
	// are what the notes are written back into.
	Notes []scenario.Brought
}

// Parent says what a fork was cut from.
type Parent struct {
	File  string `json:"file"`  // name of the parent's file, without its folder
	Seq   int    `json:"seq"`   // the last entry that both have
	Chain string `json:"chain"` // the parent's chain at that entry
}

// Code is the evidence code that the parent had where it was cut.
func (p Parent) Code() string { return codeOf(p.Seq, p.Chain) }

// Entry is one line after the header: what somebody asked for.
type Entry struct {
	Seq    int             // from 1; Append assigns it
	At     engine.Time     // exercise time
	Wall   time.Time       // wall clock to the millisecond, information only
	Who    string          // the person, by the name they gave; may be empty
	Seat   string          // id of a role, "facilitator", "evaluator", …; may be empty
	Verb   string          // what was asked for: small letters and underscores
	Args   json.RawMessage // an object, or nothing
	Reason string          // why, in the person's words; may be empty
	State  uint64          // digest of the exercise before this took effect
}

// closing is the verb of the closing line, which no entry can have; the verb close closes a question.
// Older records have close in the closing line, without a time.
const (
	closing   = "closed"
	onceClose = "close"
)

type headerLine struct {
	Format     int                `json:"format"`
	Tocsin     string             `json:"tocsin"`
	Name       string             `json:"name"`
	Seed       uint64             `json:"seed"`
	Mechanisms []string           `json:"mechanisms"`
	Seats      []string           `json:"seats"`
	Started    string             `json:"started"`
	Parent     *Parent            `json:"parent,omitempty"`
	Settings   map[string]string  `json:"settings,omitempty"`
	Notes      []scenario.Brought `json:"notes,omitempty"`
	Digest     string             `json:"digest"`
	Scenario   string             `json:"scenario"`
}

type entryLine struct {
	Seq    int             `json:"seq"`
	At     string          `json:"at"`
	NS     int64           `json:"ns"`
	Wall   string          `json:"wall"`
	Who    string          `json:"who,omitempty"`
	Seat   string          `json:"seat,omitempty"`
	Verb   string          `json:"verb"`
	Args   json.RawMessage `json:"args,omitempty"`
	Reason string          `json:"reason,omitempty"`
	State  string          `json:"state"`
}

type closingLine struct {
	Seq   int             `json:"seq"`
	Wall  string          `json:"wall"`
	Verb  string          `json:"verb"`
	Args  json.RawMessage `json:"args,omitempty"` // of a signature
	State string          `json:"state"`
}

// The keys of each kind of line, in their order.
var (
	headerKeys = []string{"format", "tocsin", "name", "seed", "mechanisms", "seats", "started", "parent",
		"settings", "notes", "digest", "scenario"}
	entryKeys   = []string{"seq", "at", "ns", "wall", "who", "seat", "verb", "args", "reason", "state"}
	closingKeys = []string{"seq", "wall", "verb", "state"}
	// closingSigned are those of a closing line with a signature.
	closingSigned = []string{"seq", "wall", "verb", "args", "state"}
)

// word matches verbs and seats.
var word = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

const wallLayout = "2006-01-02T15:04:05.000Z"

func wallText(t time.Time) (string, error) {
	t = t.UTC()
	if y := t.Year(); y < 1 || y > 9999 {
		return "", fmt.Errorf("the wall clock says the year %d", y)
	}
	return t.Format(wallLayout), nil
}

// encode writes an object on one line, without escapes that only HTML needs.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// prepared is the header as it will be read again, with what Create fills in.
func (h Header) prepared() (Header, error) {
	if h.Format != 0 && h.Format != FormatVersion {
		return h, fmt.Errorf("this Tocsin writes format %d, not %d", FormatVersion, h.Format)
	}
	if len(h.Scenario) > scenario.MaxBytes || !utf8.ValidString(h.Scenario) {
		return h, fmt.Errorf("the scenario is not UTF-8 of at most %d bytes", scenario.MaxBytes)
	}
	digest := digestOf(h.Scenario)
	if h.Digest != "" && h.Digest != digest {
		return h, errors.New("the digest is not that of the scenario's text")
	}
	h.Format, h.Digest = FormatVersion, digest
	h.Started = h.Started.UTC().Truncate(time.Millisecond)
	h.Tocsin, h.Name = scenario.CleanLine(h.Tocsin), scenario.CleanLine(h.Name)
	h.Mechanisms, h.Seats = cleaned(h.Mechanisms), cleaned(h.Seats)
	if h.Settings != nil {
		settings := make(map[string]string, len(h.Settings))
		for k, v := range h.Settings {
			settings[scenario.CleanLine(k)] = scenario.CleanText(v)
		}
		h.Settings = settings
	}
	size := 0
	for _, b := range h.Notes {
		if size += len(b.Text); size > scenario.MaxBytes || !utf8.ValidString(b.Text) {
			return h, fmt.Errorf("the files of notes are not UTF-8 of at most %d bytes together", scenario.MaxBytes)
		}
		if !word.MatchString(b.Seat) {
			return h, fmt.Errorf("notes: %q is not a seat", scenario.CleanLine(b.Seat))
		}
	}
	if h.Parent != nil {
		p := *h.Parent
		p.File = scenario.CleanLine(p.File)
		h.Parent = &p
	}
	return h, nil
}

func cleaned(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = scenario.CleanLine(w)
	}
	return out
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (h Header) object() ([]byte, error) {
	started, err := wallText(h.Started)
	if err != nil {
		return nil, err
	}
	return encode(headerLine{h.Format, h.Tocsin, h.Name, h.Seed, h.Mechanisms, h.Seats, started, h.Parent,
		h.Settings, h.Notes, h.Digest, h.Scenario})
}

func readHeader(object []byte) (Header, error) {
	var l headerLine
	if _, err := strictly(object, &l, headerKeys); err != nil {
		return Header{}, err
	}
	if l.Format != FormatVersion {
		return Header{}, fmt.Errorf("this is format %d, written by tocsin %s; this Tocsin reads format %d",
			l.Format, scenario.CleanLine(l.Tocsin), FormatVersion)
	}
	started, err := time.Parse(wallLayout, l.Started)
	if err != nil {
		return Header{}, errors.New("\"started\" is not a time")
	}
	if p := l.Parent; p != nil && (p.Seq < 0 || len(p.Chain) != chainDigits) {
		return Header{}, errors.New("\"parent\" names no place in a record")
	}
	if l.Digest != digestOf(l.Scenario) {
		return Header{}, errors.New("the digest is not that of the scenario's text")
	}
	h := Header{l.Format, l.Tocsin, l.Scenario, l.Digest, l.Name, l.Seed, l.Mechanisms, l.Seats, started, l.Parent,
		l.Settings, l.Notes}
	return h.prepared()
}

// prepared is the entry as it will be read again.
func (e Entry) prepared() (Entry, error) {
	if !word.MatchString(e.Verb) || e.Verb == closing {
		return e, fmt.Errorf("%q is not a verb of an entry", scenario.CleanLine(e.Verb))
	}
	if e.Seat != "" && !word.MatchString(e.Seat) {
		return e, fmt.Errorf("%q is not a seat", scenario.CleanLine(e.Seat))
	}
	e.Who, e.Reason = scenario.CleanLine(e.Who), scenario.CleanLine(e.Reason)
	e.Wall = e.Wall.UTC().Truncate(time.Millisecond)
	if e.Args = bytes.TrimSpace(e.Args); len(e.Args) == 0 {
		return e, nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, e.Args); err != nil || compact.Bytes()[0] != '{' ||
		!utf8.Valid(compact.Bytes()) {
		return e, errors.New("the arguments are not a JSON object")
	}
	e.Args = compact.Bytes()
	return e, nil
}

func (e Entry) object() ([]byte, error) {
	wall, err := wallText(e.Wall)
	if err != nil {
		return nil, err
	}
	if e.Verb == closing {
		return encode(closingLine{e.Seq, wall, e.Verb, e.Args, stateText(e.State)})
	}
	return encode(entryLine{e.Seq, e.At.String(), int64(e.At), wall, e.Who, e.Seat, e.Verb, e.Args, e.Reason,
		stateText(e.State)})
}

func stateText(state uint64) string { return fmt.Sprintf("%016x", state) }

// readEntry reads the object of a line after the header. closed says that it is the
// closing line, of which only Seq, Wall and State are given.
func readEntry(object []byte) (e Entry, closed bool, err error) {
	var l entryLine
	given, err := strictly(object, &l, entryKeys)
	if err != nil {
		return e, closed, err
	}
	closed = l.Verb == closing || l.Verb == onceClose && !slices.Contains(given, "at")
	if closed && !slices.Equal(given, closingKeys) && !slices.Equal(given, closingSigned) {
		return e, closed, errors.New("a closing line has " + strings.Join(closingSigned, ", ") + " and nothing else")
	}
	e = Entry{Seq: l.Seq, At: engine.Time(l.NS), Who: l.Who, Seat: l.Seat, Verb: l.Verb, Args: l.Args,
		Reason: l.Reason}
	if e.State, _ = strconv.ParseUint(l.State, 16, 64); l.State != stateText(e.State) {
		return e, closed, errors.New("\"state\" is not a digest of 16 digits")
	}
	if e.Wall, err = time.Parse(wallLayout, l.Wall); err != nil {
		return e, closed, errors.New("\"wall\" is not a time")
	}
	if closed {
		return e, closed, nil
	}
	if l.At != e.At.String() {
		return e, closed, fmt.Errorf("\"at\" and \"ns\" differ: %d ns is %s", l.NS, e.At)
	}
	e, err = e.prepared()
	return e, closed, err
}

// strictly reads an object that has no keys but these, each at most once, in this spelling and
// order, and returns those that it has. So no two readers can understand a line differently.
func strictly(object []byte, into any, keys []string) (given []string, err error) {
	if err := json.Unmarshal(object, into); err != nil {
		return nil, plainly(err)
	}
	at := 0
	for _, name := range topKeys(object) {
		i := slices.Index(keys, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown key %q: a newer Tocsin may have written it", scenario.CleanLine(name))
		}
		if i < at {
			return nil, fmt.Errorf("the key %q is there twice or in the wrong place", name)
		}
		at = i + 1
		given = append(given, name)
	}
	return given, nil
}

// topKeys are the keys of an object as they are spelled, without those of values in it.
// The object must be valid JSON.
func topKeys(object []byte) []string {
	var keys []string
	var depth int
	var wantKey bool
	for i := 0; i < len(object); i++ {
		switch object[i] {
		case '{', '[':
			depth++
			wantKey = depth == 1
		case '}', ']':
			depth--
		case ',':
			wantKey = depth == 1
		case '"':
			from := i + 1
			for i = from; object[i] != '"'; i++ {
				if object[i] == '\\' {
					i++
				}
			}
			if wantKey {
				keys = append(keys, string(object[from:i]))
				wantKey = false
			}
		}
	}
	return keys
}

// plainly says what is wrong with JSON without the names of Go's types.
func plainly(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("the value of %q is of the wrong kind: %s", wrong.Field, wrong.Value)
	}
	return errors.New("this is not JSON: " + scenario.CleanLine(err.Error()))
}
