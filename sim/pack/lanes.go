package pack

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tocsin/sim/scenario"
)

//go:embed lanes.tmpl
var lanesText string

// Lanes are what comes in one run of a scenario, played with bots: to the room in the order of the
// events list, and to each seat. It holds secrets of every seat.
type Lanes struct {
	Title, Language string
	Lead            string    // when it begins, and how fast it goes
	Minutes         float64   // the whole length, in minutes in the room
	Moves           []float64 // minutes in the room at which moves after the first begin
	Room            Lane      // the events list
	Never           []Came    // injects that did not come
	Seats           []Lane
}

// Lane is what comes to one seat, or to the room, in the order of its times.
type Lane struct {
	ID, Title string
	Came      []Came
	Summary   string // how much comes, and the longest silence
}

// Came is one thing that comes.
type Came struct {
	At, Date string  // as T+2d 04:30, and on the exercise's calendar
	Minute   float64 // in the room
	Move     string
	Kind     string // how it comes: a medium, "hears from …", "acts"
	Title    string
	Text     string
}

// comes reports whether it comes to this seat alone: a brief is read to everybody as a move begins.
func (c *Came) comes() bool { return c.Kind != "brief" }

// Kinds of rows of a table that have no time: an inject that did not come, how much comes to a seat, and how the
// exercise was played.
const (
	RowNever   = "did not come"
	RowSummary = "summary"
	RowPlayed  = "played"
)

// WriteHTML writes the lanes as a page that needs no other file. Its error is the writer's.
func (l *Lanes) WriteHTML(w io.Writer) error {
	f, err := filled("preview.html", l.Language, lanesText, l)
	if err == nil {
		_, err = w.Write(f.Content)
	}
	return err
}

// WriteXLSX writes the events list and each seat's lane as sheets of a workbook. Its error is the
// writer's, or of a text that no sheet can hold.
func (l *Lanes) WriteXLSX(w io.Writer) error {
	book := excelize.NewFile()
	defer book.Close()
	names := map[string]bool{}
	for i, lane := range append([]Lane{l.Room}, l.Seats...) {
		name := sheetName(lane.Title, names)
		if i == 0 {
			if err := book.SetSheetName("Sheet1", name); err != nil {
				return err
			}
		} else if _, err := book.NewSheet(name); err != nil {
			return err
		}
		rows := [][]any{{"Exercise time", "Date", "Minute in the room", "Move", "How", "What", "Text"}}
		for _, c := range lane.Came {
			rows = append(rows, []any{c.At, c.Date, c.Minute, c.Move, c.Kind, c.Title, scenario.CleanText(c.Text)})
		}
		if i == 0 {
			for _, c := range l.Never {
				rows = append(rows, []any{"", "", "", "", RowNever, c.Title, scenario.CleanText(c.Text)})
			}
			rows = append(rows, []any{"", "", "", "", RowPlayed, l.Title, l.Lead})
		} else {
			rows = append(rows, []any{"", "", "", "", RowSummary, "", lane.Summary})
		}
		for r := range rows {
			if err := book.SetSheetRow(name, fmt.Sprintf("A%d", r+1), &rows[r]); err != nil {
				return err
			}
		}
		for column, width := range map[string]float64{"A": 14, "B": 22, "C": 10, "D": 22, "E": 24, "F": 40, "G": 90} {
			if err := book.SetColWidth(name, column, column, width); err != nil {
				return err
			}
		}
		if err := book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
			ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// sheetName makes a title the name of a sheet, by the rules of spreadsheets: at most 31 characters,
// none of : \ / ? * [ ] ', and not the name of another sheet, whatever the case of its letters.
func sheetName(title string, taken map[string]bool) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title), " ")
	if clean == "" {
		clean = "Seat"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" %d", n)
		}
		runes := []rune(clean)
		name := string(runes[:min(len(runes), 31-len(end))]) + end
		if key := strings.ToLower(name); !taken[key] {
			taken[key] = true
			return name
		}
	}
}

// The picture of the lanes, a line for each seat and a mark for each thing that comes, in units of
// the SVG image.
const (
	laneWidth, laneHeight = 960.0, 34
	laneLeft, laneRight   = 6.0, 12.0
)

// LaneMark is a mark in the picture, at a place in units of the image.
type LaneMark struct {
	X     float64
	Y     int
	Shape string // act, learn or come
}

// x returns the horizontal place of a minute in the room.
func (l *Lanes) x(minute float64) float64 {
	return laneLeft + (laneWidth-laneLeft-laneRight)*minute/max(l.Minutes, 1)
}

// Height returns the height of the picture.
func (l *Lanes) Height() int { return laneHeight*len(l.Seats) + 26 }

// LaneY returns the vertical place of a seat's line; seats count from 0.
func (l *Lanes) LaneY(seat int) int { return laneHeight*seat + 24 }

// Ticks returns the ticks of the scale of minutes, at most 100 and mostly ten or fewer.
func (l *Lanes) Ticks() []LaneTick {
	step := 1.0
	for _, s := range []float64{1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480, 1440, 10080} {
		if step = s; l.Minutes/s <= 9 {
			break
		}
	}
	var out []LaneTick
	for m := 0.0; m <= l.Minutes && len(out) < 100; m += step {
		out = append(out, LaneTick{l.x(m), fmt.Sprintf("%.0f", m)})
	}
	return out
}

// LaneTick is a tick of the scale, at a place in units of the image, with its label.
type LaneTick struct {
	X    float64
	Text string
}

// MoveLines returns the horizontal places at which moves after the first begin.
func (l *Lanes) MoveLines() []float64 {
	var out []float64
	for _, m := range l.Moves {
		out = append(out, l.x(m))
	}
	return out
}

// Marks returns all marks of the picture.
func (l *Lanes) Marks() []LaneMark {
	var out []LaneMark
	for s, lane := range l.Seats {
		for _, c := range lane.Came {
			if !c.comes() {
				continue
			}
			shape := "come"
			switch {
			case c.Kind == "acts" || c.Kind == "commits":
				shape = "act"
			case strings.HasPrefix(c.Kind, "learns") || strings.HasPrefix(c.Kind, "hears") || c.Kind == "notices":
				shape = "learn"
			}
			out = append(out, LaneMark{l.x(c.Minute), l.LaneY(s), shape})
		}
	}
	return out
}

// Alt describes the picture for people who cannot see it.
func (l *Lanes) Alt() string {
	var each []string
	for _, s := range l.Seats {
		n := 0
		for i := range s.Came {
			if s.Came[i].comes() {
				n++
			}
		}
		each = append(each, fmt.Sprintf("%s %d", s.Title, n))
	}
	return "How many things come to each seat in the room's minutes: " + strings.Join(each, ", ") + "."
}
