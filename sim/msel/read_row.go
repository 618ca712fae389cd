package msel

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// sectionLength is the most characters of a heading between rows; what is longer is a text.
const sectionLength = 120

// sectionOf returns the text of a row that has one cell and is a heading of those below it, or "".
func sectionOf(r row, columns []Column) string {
	if r.filled() != 1 {
		return ""
	}
	for i, c := range r.cells {
		if c.text == "" {
			continue
		}
		if len([]rune(c.text)) > sectionLength || strings.Contains(c.text, "\n") {
			return ""
		}
		if i < len(columns) && slices.Contains([]Field{FieldText, FieldTitle, FieldExpected}, columns[i].Field) &&
			len([]rune(c.text)) > 60 {
			return ""
		}
		return c.text
	}
	return ""
}

// heading reports that a row with one cell is taken as a heading. That is in doubt if the cell is in a
// column of what happens, who receives it or when: it may be all that is known of an inject.
func (t *tables) heading(s sheet, r row, columns []Column, text string) {
	i := slices.IndexFunc(r.cells, func(c cell) bool { return c.text != "" })
	doubtful := false
	if i < len(columns) && !t.own {
		switch columns[i].Field {
		case FieldTitle, FieldText, FieldExpected, FieldTo:
			doubtful = true
		case FieldTime:
			kind := t.times.read(r.cells[i]).kind
			doubtful = kind == offset || kind == clock || kind == instant
		}
	}
	if !doubtful {
		t.note("section", Place{Sheet: s.name, Row: r.number}, "taken as a heading: "+clip(text))
		return
	}
	t.doubt("section", Place{Sheet: s.name, Row: r.number, Column: columns[i].Letter}, text,
		"the row has this cell alone: it is taken as a heading of the rows below and not as an inject",
		`fill another cell of the row if it is an inject, such as its number, or accept "section"`)
}

// entry makes an entry of a row.
func (t *tables) entry(s sheet, r row, columns []Column, section string) {
	e := Entry{Place: Place{Sheet: s.name, Row: r.number}, Section: section, Media: "email"}
	tm := timed{place: e.Place, r: reading{code: "untimed"}}
	if t.deck {
		tm.r.code = ""
	}
	receives := false
	for i, c := range r.cells {
		col := Column{Letter: columnName(i), Heading: "column " + columnName(i), Field: FieldExtra}
		if i < len(columns) {
			col = columns[i]
		}
		at := Place{Sheet: s.name, Row: r.number, Column: col.Letter}
		switch col.Field {
		case FieldTime:
			tm.place, tm.value, tm.r = at, c.text, t.times.read(c)
			if tm.r.code == "time" {
				t.unread = append(t.unread, c.text)
				e.Extra = append(e.Extra, Extra{col.Heading, c.text})
			} else if tm.r.code == "range" || tm.r.code == "about" {
				e.Extra = append(e.Extra, Extra{col.Heading, c.text})
			}
			continue
		case FieldDate:
			if tm.date = dayNumber(t.times.read(c), col.Heading, c.text); tm.value == "" {
				tm.place, tm.value = at, c.text
			}
			if tm.date.kind == noTime && c.text != "" {
				t.doubt("date", at, c.text, "this is not a known date; it is kept with the entry",
					"say what it means in [times] of the map")
				e.Extra = append(e.Extra, Extra{col.Heading, c.text})
			}
			if tm.date.code == "untimed" {
				tm.date.code = ""
			}
			continue
		case FieldTo:
			receives = true
			e.To, e.Staff = t.cast.receivers(c.text, at)
			if c.text == "" {
				t.noRecipient(&e, at)
			}
			continue
		}
		if c.text != "" {
			t.cell(&e, col, t.plain(c.text, at), at)
		}
	}
	t.settleEntry(&e, receives)
	t.list.Entries = append(t.list.Entries, e)
	t.line.rows = append(t.line.rows, tm)
}

// markup matches a tag of HTML that is usual in texts for web pages and mail.
var markup = regexp.MustCompile(`(?i)</?(?:p|br|b|i|u|strong|em|ul|ol|li|div|span|a|h[1-6]|table|tr|td|th)(?:\s[^<>]*)?/?>`)

// plain returns the text of a cell, and of a cell in HTML what a reader sees. The texts of lists that
// Tocsin wrote stay as they are.
func (t *tables) plain(text string, at Place) string {
	if t.own || !strings.Contains(text, "<") || !markup.MatchString(text) {
		return text
	}
	if !t.modes["html"] {
		t.modes["html"] = true
		t.note("html", at, "cells hold HTML: the text of it is taken")
	}
	return cleanCell(htmlText(text))
}

// dayHeadings are words of headings whose column counts the days of an exercise.
var dayHeadings = []string{"day", "tag", "jour", "dia", "giorno", "dag"}

// dayNumber reads a bare number in a column of days as the day of the exercise, the first being 1.
func dayNumber(r reading, heading, text string) reading {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	counts := slices.ContainsFunc(strings.Fields(fold(heading)),
		func(w string) bool { return slices.Contains(dayHeadings, w) })
	if r.code != "number" && text != "0" || err != nil || n < 0 || n > 366 || !counts {
		return r
	}
	day := max(n-1, 0)
	return reading{kind: offset, span: times(float64(day), scenario.Day)}.doubted("day",
		fmt.Sprintf("in a column of days, %d is taken for day %d of the exercise, D+%d", n, n, day),
		`accept "day", or say the days as D+0, D+1 in the list`)
}

// cell enters the text of a cell into an entry.
func (t *tables) cell(e *Entry, col Column, text string, at Place) {
	switch col.Field {
	case FieldNumber:
		e.Number = oneLine(text)
	case FieldID:
		if e.ID = text; !idForm.MatchString(text) {
			e.ID = slug(text)
		}
	case FieldStart:
		if start, err := ParseStart(text); err == nil && t.line.start.IsZero() {
			t.line.start = start
		}
	case FieldSkip:
	case FieldRules:
		e.Rules = strings.Split(text, "\n")
	case FieldTitle:
		e.Title = oneLine(text)
	case FieldText:
		e.Text = joinText(e.Text, text)
	case FieldExpected:
		e.Expected = joinText(e.Expected, text)
	case FieldObjective:
		e.Objective = joinText(e.Objective, text)
	case FieldNotes:
		e.Notes = joinText(e.Notes, text)
	case FieldFrom:
		e.From = oneLine(text)
	case FieldMedia:
		t.medium(e, col, text, at)
	case FieldKind:
		t.kind(e, col, text, at)
	default:
		e.Extra = append(e.Extra, Extra{col.Heading, text})
	}
}

func joinText(before, text string) string {
	if before == "" {
		return text
	}
	return before + "\n\n" + text
}

func (t *tables) noRecipient(e *Entry, at Place) {
	if says, ok := t.m.settled("to", ""); ok && says != "" {
		e.To, e.Staff = t.cast.sorted("", t.cast.given(says, ""))
	} else {
		t.doubt("no-recipient", at, "", "there is no recipient here: nobody receives it",
			`say in the map who it is: [to] "" = "all", or "none"`)
	}
}

func (t *tables) medium(e *Entry, col Column, text string, at Place) {
	says, settled := t.m.settled("media", text)
	if settled && says != "" {
		e.Media = says
	} else {
		var sure bool
		if e.Media, sure = mediumOf(text); !sure {
			if key := "media " + lookupKey(text); !t.modes[key] {
				t.modes[key] = true
				t.assumed[key] = oneLine(text)
				t.doubt("media", at, text, "this mode of delivery is not known: it is taken as an e-mail",
					"say in [media] of the map how it arrives: "+strings.Join(media, ", "))
			}
		}
	}
	if word := strings.ReplaceAll(fold(text), " ", ""); word != e.Media && !(e.Media == "email" && word == "mail") {
		e.Extra = append(e.Extra, Extra{col.Heading, text})
	}
}

func (t *tables) kind(e *Entry, col Column, text string, at Place) {
	says, settled := t.m.settled("types", text)
	sure := true
	switch {
	case settled && says == "contingency":
		e.Kind = Contingency
	case settled && says == "expected":
		e.Kind = ExpectedAction
	case settled && says == "inject":
	default:
		e.Kind, sure = kindOf(text)
	}
	if medium, is := mediumOf(text); !sure && is { // a column "Type" that says how it is delivered
		e.Media, sure = medium, true
	}
	if key := "types " + lookupKey(text); !sure && !t.modes[key] {
		t.modes[key] = true
		t.assumed[key] = oneLine(text)
		t.doubt("type", at, text, "this type is not known: it is taken as an inject",
			"say in [types] of the map what it is: inject, contingency or expected")
	}
	if oneLine(text) != e.Kind.String() {
		e.Extra = append(e.Extra, Extra{col.Heading, text})
	}
}

// settleEntry fills what a row leaves out.
func (t *tables) settleEntry(e *Entry, receives bool) {
	if e.Kind == ExpectedAction && len(e.To) > 0 { // nobody receives it, but these are to do it
		names := make([]string, len(e.To))
		for i, id := range e.To {
			names[i] = t.cast.title(id)
		}
		e.Extra = append(e.Extra, Extra{"By", strings.Join(names, "; ")})
	}
	settleExpected(e)
	if !receives && e.Kind != ExpectedAction {
		e.To = []string{everyone}
		if !t.modes["no recipients"] {
			t.modes["no recipients"] = true
			t.doubt("no-recipient", e.Place, "", "no column says who receives the entries: everyone is assumed",
				`name the column in [columns] of the map, or accept "no-recipient"`)
		}
	}
	if t.tells && !t.own && e.Kind != ExpectedAction && e.Title == "" && e.Text == "" {
		t.doubt("no-message", e.Place, e.Number, "nothing says what players are told: an inject without a text is made",
			`write the message into the list, or accept "no-message"`)
	}
	if e.Title == "" {
		e.Title = titleFrom(*e)
	}
}

// titleFrom makes a title from the first words of an entry, at most 80 characters of them.
func titleFrom(e Entry) string {
	for _, text := range []string{e.Text, e.Expected, e.Notes} {
		first, _, _ := strings.Cut(text, "\n")
		if first = oneLine(first); first == "" {
			continue
		}
		if r := []rune(first); len(r) > 80 {
			cut := string(r[:80])
			if i := strings.LastIndexByte(cut, ' '); i > 30 {
				cut = cut[:i]
			}
			return cut + "…"
		}
		return first
	}
	if e.Number != "" {
		return "Entry " + e.Number
	}
	return fmt.Sprintf("Entry in row %d", e.Place.Row)
}
