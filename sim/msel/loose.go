package msel

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// loose is an object of another program's JSON, of which nothing is certain: keys may be missing,
// be null, or hold a number as a text.
type loose map[string]any

// parseLoose reads a JSON document that is one object.
func parseLoose(data []byte) (loose, error) {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.UseNumber()
	var v loose
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("this is not complete JSON (byte %d): %w; fetch the file again", d.InputOffset(), err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is something after the JSON document, at byte %d", d.InputOffset())
	}
	return v, nil
}

// text returns a text of the object, also one of a number or boolean; "" for anything else.
func (o loose) text(key string) string {
	switch v := o[key].(type) {
	case string:
		return cleanCell(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// raw returns a text as it is written, such as HTML, not cleaned.
func (o loose) raw(key string) string {
	s, _ := o[key].(string)
	return s
}

// seconds returns a number of whole seconds, which may be written as a text; false if there is none.
func (o loose) seconds(key string) (scenario.Duration, bool) {
	text := o.text(key)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != v || v > 1e12 || v < -1e12 {
		return 0, false
	}
	return times(float64(int64(v)), scenario.Second), true
}

// truth returns whether a key is true, and whether it has a boolean at all.
func (o loose) truth(key string) (is, given bool) {
	switch v := o[key].(type) {
	case bool:
		return v, true
	case string:
		return v == "true", v == "true" || v == "false"
	}
	return false, false
}

// object returns an object within; nil if there is none.
func (o loose) object(key string) loose { return asLoose(o[key]) }

func asLoose(v any) loose {
	m, _ := v.(map[string]any)
	return m
}

// objects returns the objects of a list; a single object counts as a list of one.
func (o loose) objects(key string) []loose {
	switch v := o[key].(type) {
	case []any:
		var out []loose
		for _, x := range v {
			if m := asLoose(x); m != nil {
				out = append(out, m)
			}
		}
		return out
	case map[string]any:
		return []loose{v}
	}
	return nil
}

// texts returns the texts of a list; a single text counts as a list of one.
func (o loose) texts(key string) []string {
	list, ok := o[key].([]any)
	if !ok {
		if s := o.text(key); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for _, x := range list {
		if s := (loose{"x": x}).text("x"); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// compact writes a value as JSON on one line, for people.
func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return oneLine(string(b))
}

// budget bounds the text that is made of a file, since a file can use one long text many times.
type budget struct{ left int }

func newBudget() *budget { return &budget{maxUnpacked} }

// take returns the text if there is room for it, and else "" and false.
func (b *budget) take(s string) (string, bool) {
	if b.left -= len(s); b.left < 0 {
		return "", false
	}
	return s, true
}

// carriedEntry is what other platforms have no place for, under a key that they ignore.
type carriedEntry struct {
	ID        string   `json:"id"`
	Number    string   `json:"number"`
	Type      string   `json:"type"`
	Media     string   `json:"media"`
	From      string   `json:"from"`
	To        []string `json:"to"`
	Staff     []string `json:"staff,omitempty"`
	Text      string   `json:"text"`
	Expected  string   `json:"expected,omitempty"`
	Objective string   `json:"objective,omitempty"`
	Notes     string   `json:"notes,omitempty"`
	Timed     bool     `json:"timed"`
	Rules     []string `json:"rules,omitempty"`
}

// carriedKey is the key of a carriedEntry.
const carriedKey = "tocsin"

func carryEntry(e Entry) carriedEntry {
	return carriedEntry{ID: e.ID, Number: e.Number, Type: e.Kind.String(), Media: e.Media, From: e.From, To: e.To,
		Staff: e.Staff, Text: e.Text, Expected: e.Expected, Objective: e.Objective, Notes: e.Notes, Timed: e.Timed,
		Rules: e.Rules}
}

// takeCarried completes an entry with what a file that Tocsin wrote says in addition to what the
// platform knows, and reports whether there is anything. What the platform has itself (title, time,
// text, teams) stays if it was changed there. teams says whether the platform knows who receives an
// entry.
func (e *Entry) takeCarried(v any, seats map[string]bool, teams bool) bool {
	data, err := json.Marshal(v)
	if v == nil || err != nil {
		return false
	}
	var c carriedEntry
	if json.Unmarshal(data, &c) != nil || !idForm.MatchString(c.ID) {
		return false
	}
	e.ID, e.Number, e.From, e.Staff = c.ID, oneLine(c.Number), oneLine(c.From), nil
	e.Kind, _ = kindOf(c.Type)
	if m, sure := mediumOf(c.Media); sure && m == c.Media {
		e.Media = m
	}
	for _, s := range c.Staff {
		e.Staff = append(e.Staff, oneLine(s))
	}
	if text := cleanCell(c.Text); tidyLines(text) == tidyLines(e.Text) {
		e.Text = text
	}
	if !teams || sameButPublic(c.To, e.To) {
		e.To = nil
		for _, id := range c.To {
			if id == public || id == everyone || seats[id] {
				e.To = append(e.To, id)
			}
		}
	}
	e.Expected, e.Objective, e.Notes = cleanCell(c.Expected), cleanCell(c.Objective), cleanCell(c.Notes)
	e.Timed = e.Timed && c.Timed
	if !e.Timed {
		e.At = 0
	}
	e.Rules = nil
	for _, r := range c.Rules {
		e.Rules = append(e.Rules, scenario.CleanLine(r))
	}
	e.Extra = nil
	return true
}

// sameButPublic reports whether two lists of receivers have the same seats in the same order.
func sameButPublic(a, b []string) bool {
	seats := func(list []string) string {
		var out []string
		for _, id := range list {
			if id != public {
				out = append(out, id)
			}
		}
		return strings.Join(out, " ")
	}
	return seats(a) == seats(b)
}
