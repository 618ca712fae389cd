package msel

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// media are the ways in which an inject arrives.
var media = []string{"email", "call", "news", "social", "alert", "document"}

// mediaWords are the words of modes of delivery, by how an inject arrives. A mode that has one of
// them is of that kind; the first kind here wins.
var mediaWords = []struct{ medium, words string }{
	{"social",
		"social tweet twitter x.com facebook instagram tiktok mastodon reddit forum blog post chirp weibo telegram"},
	{"news", "news tv television radio press broadcast newspaper article media report video wire"},
	{"call",
		"phone call telephone voice voicemail radio-call verbal oral face person f2f telefon anruf appel llamada " +
			"role-play roleplay actor meeting"},
	{"alert", "alert alarm siem sensor monitor system ticket pager notification sms text-message edr ids warning"},
	{"document",
		"document paper letter memo fax handout report-document card pdf runner briefing slide presentation dokument brief"},
	{"email", "email e-mail mail courriel correo electronic message chat im slack teams instant"},
}

// mediumOf returns how an entry with this mode of delivery arrives, and whether that is sure: known by
// a word of the mode, and not assumed.
func mediumOf(mode string) (medium string, sure bool) {
	words := strings.FieldsFunc(strings.ToLower(mode), func(r rune) bool {
		return strings.ContainsRune(" ,;/()[]\n\t.+&_", r)
	})
	for _, m := range mediaWords {
		for _, w := range words {
			known := strings.Fields(m.words)
			if slices.Contains(known, strings.TrimSuffix(w, "s")) || slices.Contains(known, w) {
				return m.medium, true
			}
		}
	}
	return "email", false
}

// kindOf returns what an entry with this type is, and whether that is sure.
func kindOf(kind string) (Kind, bool) {
	switch f := fold(kind); {
	case f == "" || f == "inject" || f == "contextual inject" || f == "contextual" || f == "event" ||
		f == "key event":
		return Inject, true
	case strings.Contains(f, "contingen"):
		return Contingency, true
	case strings.Contains(f, "expected") || strings.Contains(f, "erwartet"):
		return ExpectedAction, true
	case strings.Contains(f, "inject"):
		return Inject, true
	}
	return Inject, false
}

// Recipients of a list that are not seats.
const (
	everyone = "all"
	public   = "public"
	staff    = "staff"
	nobody   = "none"
)

// audiences are recipients that are not seats, by the words for them as fold writes them.
var audiences = map[string]string{
	"all": everyone, "all players": everyone, "all participants": everyone, "all teams": everyone,
	"everyone":  everyone,
	"everybody": everyone, "players": everyone, "all roles": everyone, "all hands": everyone, "plenary": everyone,
	"whole group": everyone, "all staff": everyone, "alle": everyone, "tous": everyone, "todos": everyone,
	"tutti":      everyone,
	"all groups": everyone, "entire group": everyone,
	"public": public, "the public": public, "general public": public, "public board": public,
	"offentlichkeit": public,
	"none":           nobody, "nobody": nobody, "n a": nobody, "na": nobody, "no one": nobody,
	"excon": staff, "exercise control": staff, "control": staff, "controller": staff, "controllers": staff,
	"senior controller": staff, "lead controller": staff, "facilitator": staff, "facilitators": staff,
	"evaluator": staff, "evaluators": staff, "observer": staff, "observers": staff, "white cell": staff,
	"white team": staff, "simcell": staff, "sim cell": staff, "simulation cell": staff, "dicon": staff,
	"hicon": staff,
	"locon": staff, "exercise staff": staff, "exercise director": staff, "moderator": staff, "game master": staff,
	"trusted agent": staff, "trusted agents": staff, "ubungsleitung": staff, "observer controller": staff,
}

// cast is who receives the entries of a list: the seats found so far, and what each way of
// writing a recipient stands for.
type cast struct {
	m     *Mapping
	seats []Seat
	ids   map[string]bool   // of the seats
	known map[string]string // by name as fold writes it: what it was taken for
	// asked are the recipients that nobody has confirmed, in the order of the list.
	asked []recipient
}

// recipient is a way of writing a recipient, and what it is taken for.
type recipient struct {
	name  string
	is    string
	place Place
	times int
}

func newCast(m *Mapping) *cast {
	return &cast{m: m, ids: map[string]bool{}, known: map[string]string{}}
}

// receivers returns who receives an entry: ids of seats, "all" or "public", and the names of staff. A
// cell that the mapping or audiences know as a whole, such as N/A, is not split.
func (c *cast) receivers(text string, at Place) (to, staffNames []string) {
	if text == "" {
		return nil, nil
	}
	if to, staffNames, ours := c.marked(text); ours {
		return to, staffNames
	}
	names := []string{oneLine(text)}
	_, settled := c.m.settled("to", text)
	if _, audience := audiences[fold(text)]; !settled && !audience {
		names = splitNames(text)
	}
	for _, name := range names {
		ids, asStaff := c.sorted(name, c.meaning(name, at))
		staffNames = append(staffNames, asStaff...)
		for _, id := range ids {
			if !slices.Contains(to, id) {
				to = append(to, id)
			}
		}
	}
	if slices.Contains(to, everyone) {
		to = []string{everyone}
	}
	return to, staffNames
}

// sorted divides what a name stands for into receivers and staff, who keep the name.
func (c *cast) sorted(name string, ids []string) (to, staffNames []string) {
	for _, id := range ids {
		switch {
		case id == staff:
			staffNames = append(staffNames, firstOf(name, staff))
		case id != nobody && !slices.Contains(to, id):
			to = append(to, id)
		}
	}
	return to, staffNames
}

// markedName matches a recipient as Tocsin's lists write it, on a line: "Frontier developer [developer]".
var markedName = regexp.MustCompile(`^(.*\S) \[([a-z][a-z0-9_]{0,63})\]$`)

// marked reads a cell of recipients that Tocsin's export wrote, which needs no confirmation.
func (c *cast) marked(text string) (to, staffNames []string, ours bool) {
	lines := strings.Split(text, "\n")
	for _, line := range lines {
		if !markedName.MatchString(line) {
			return nil, nil, false
		}
	}
	for _, line := range lines {
		p := markedName.FindStringSubmatch(line)
		switch p[2] {
		case staff:
			staffNames = append(staffNames, p[1])
		case nobody:
		case everyone, public:
			to = append(to, p[2])
		default:
			to = append(to, c.seat(p[2], p[1]))
		}
	}
	return to, staffNames, true
}

// markedNames writes recipients so that marked reads them back.
func (l *List) markedNames(e Entry) string {
	titles := map[string]string{everyone: "All", public: "Public"}
	for _, s := range l.Seats {
		titles[s.ID] = s.Title
	}
	var lines []string
	for _, id := range e.To {
		title := oneLine(titles[id])
		if title == "" {
			title = id
		}
		lines = append(lines, title+" ["+id+"]")
	}
	for _, name := range e.Staff {
		lines = append(lines, oneLine(name)+" ["+staff+"]")
	}
	if len(lines) == 0 {
		lines = []string{"Nobody [none]"}
	}
	return strings.Join(lines, "\n")
}

// splitNames splits a cell of recipients at line breaks and, outside brackets, at commas, semicolons,
// slashes, bars and plus signs between words.
func splitNames(text string) []string {
	var names []string
	depth, from := 0, 0
	cut := func(to int) {
		name := strings.TrimSpace(strings.Trim(oneLine(text[from:to]), "•*-–· "))
		if name != "" && !slices.ContainsFunc(names, func(n string) bool { return fold(n) == fold(name) }) {
			names = append(names, name)
		}
	}
	for i, r := range text {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth = max(depth-1, 0)
		case r == '\n', depth == 0 && r == '+' && betweenWords(text, i), depth == 0 && strings.ContainsRune(",;/|", r):
			cut(i)
			from = i + 1
		}
	}
	cut(len(text))
	return names
}

// betweenWords reports whether a sign is between two words, as in “CERT+SOC” and not in “C++”.
func betweenWords(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:at], " "))
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[at+1:], " "))
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// given returns the recipients that the mapping gives a name. A new seat gets the name as its title, or
// its id if there is no name.
func (c *cast) given(says, name string) []string {
	var ids []string
	for _, id := range strings.Split(says, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if id != everyone && id != public && id != staff && id != nobody {
			id = c.seat(id, firstOf(name, id))
		}
		ids = append(ids, id)
	}
	return ids
}

// meaning returns what a recipient's name stands for.
func (c *cast) meaning(name string, at Place) []string {
	if says, ok := c.m.settled("to", name); ok && says != "" {
		return c.given(says, name)
	}
	folded := fold(name)
	if is, ok := c.known[folded]; ok {
		for i := range c.asked {
			if fold(c.asked[i].name) == folded {
				c.asked[i].times++
			}
		}
		return []string{is}
	}
	is, audience := audiences[folded]
	if !audience {
		is = c.seat(slug(name), name)
	}
	c.known[folded] = is
	c.asked = append(c.asked, recipient{name: name, is: is, place: at, times: 1})
	return []string{is}
}

// title returns the title of a seat; for other recipients the word itself.
func (c *cast) title(id string) string {
	for _, s := range c.seats {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

// maxSeats is the most seats of a list.
const maxSeats = 300

// idForm matches the ids that the format allows.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// seat finds or makes a seat and returns its id; beyond maxSeats it returns nobody.
func (c *cast) seat(id, title string) string {
	if !idForm.MatchString(id) || slices.Contains(reserved, id) {
		id = seatID(id)
	}
	if c.ids[id] {
		return id
	}
	if len(c.seats) >= maxSeats {
		return nobody
	}
	c.ids[id] = true
	c.seats = append(c.seats, Seat{ID: id, Title: title})
	return id
}

// reserved are words that cannot be ids of seats, since they stand for others.
var reserved = []string{everyone, public, nobody, staff, "me"}

// seatID makes an id for a seat that the format allows.
func seatID(id string) string {
	id = slug(id)
	if slices.Contains(reserved, id) {
		return id + "_seat"
	}
	return id
}

// slug makes an id of words: small letters, digits and underscores, a letter first, at most 41
// characters.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(fold(s), " ", "_") {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	id := strings.Trim(b.String(), "_")
	if len(id) > 40 {
		id = strings.Trim(id[:40], "_")
	}
	switch {
	case id == "":
		return "seat_" + hashWord(s)
	case id[0] < 'a' || id[0] > 'z':
		return "s" + id
	}
	return id
}

// findings lists the recipients that somebody must confirm.
func (c *cast) findings() Findings {
	var out Findings
	for _, r := range c.asked {
		is := map[string]string{everyone: "everyone", public: "the public board", nobody: "nobody",
			staff: "the exercise's own staff, so no seat"}[r.is]
		if is == "" {
			is = "the seat " + r.is
		}
		if r.is == nobody && audiences[fold(r.name)] != nobody {
			is = fmt.Sprintf("nobody, since the list has more than %d recipients", maxSeats)
		}
		times := ""
		if r.times > 1 {
			times = fmt.Sprintf(" (%d times)", r.times)
		}
		out = append(out, Finding{Level: Doubt, Code: "recipient", Place: r.place, Value: r.name,
			Message: "taken for " + is + times, Hint: "confirm it in [to] of the map"})
	}
	return out
}

// hashWord returns a short word for a text of which no character can be in an id.
func hashWord(s string) string {
	h := uint32(2166136261) // FNV-1a
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return fmt.Sprintf("%08x", h)
}
