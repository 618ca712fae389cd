package report

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/report/draw"
	"tocsin/sim/score"
)

var update = flag.Bool("update", false, "write golden files again")

var picturesTo = flag.String("pictures", "", "folder to write the sample's pictures and page to, to look at them")

// writing is a text in a picture and the box that it takes.
type writing struct {
	text                     string
	left, top, right, bottom float64
}

// readPicture parses a picture: its size and its texts with where they are.
func readPicture(t *testing.T, svg string) (width, height float64, texts []writing) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return width, height, texts
		}
		require.NoError(t, err)
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		get := func(name string) float64 {
			for _, a := range start.Attr {
				if a.Name.Local == name {
					v, err := strconv.ParseFloat(a.Value, 64)
					require.NoError(t, err)
					return v
				}
			}
			return 0
		}
		switch start.Name.Local {
		case "svg":
			width, height = get("width"), get("height")
		case "text":
			var body string
			at, bold := "start", false
			for _, a := range start.Attr {
				switch a.Name.Local {
				case "text-anchor":
					at = a.Value
				case "font-weight":
					bold = true
				}
			}
			require.NoError(t, d.DecodeElement(&body, &start))
			l := draw.Letters{Size: get("font-size"), Bold: bold}
			w := l.Width(body)
			x, y := get("x"), get("y")
			switch at {
			case "middle":
				x -= w / 2
			case "end":
				x -= w
			}
			texts = append(texts, writing{body, x, y - l.Size*0.75, x + w, y + l.Size*0.2})
		}
	}
}

// checkLayout holds a picture to this: no two texts touch, and none leaves the sheet.
func checkLayout(t *testing.T, name, svg string) {
	width, height, texts := readPicture(t, svg)
	for i, a := range texts {
		assert.True(t, a.left >= -1 && a.right <= width+1 && a.top >= -1 && a.bottom <= height+1,
			"%s: %q leaves the sheet: %v of %v × %v", name, a.text, a, width, height)
		for _, b := range texts[:i] {
			apart := a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
			assert.True(t, apart, "%s: %q touches %q: %v, %v", name, a.text, b.text, a, b)
		}
	}
}

func TestLabelsNeverTouch(t *testing.T) {
	for _, size := range []struct{ seats, facts int }{{2, 1}, {10, 9}, {30, 20}, {60, 40}} {
		if testing.Short() && size.seats > 10 {
			break
		}
		r := sampleReport(size.seats, size.facts, asWritten)
		pictures := r.Pictures()
		require.GreaterOrEqual(t, len(pictures), 10)
		for _, p := range pictures {
			for _, width := range []float64{draw.Wide, draw.Narrow} {
				name := fmt.Sprintf("%s, %d seats, %v points", p.Name, size.seats, width)
				checkLayout(t, name, p.Inline(width))
				checkLayout(t, name+", alone", p.Alone(width, draw.Auto))
			}
			if *picturesTo != "" && size.seats == 10 {
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, p.Name+".svg"),
					[]byte(p.Alone(draw.Wide, draw.Auto)), 0o644))
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, "page.html"), []byte(pageOf(t, r)), 0o644))
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, p.Name+"-narrow.svg"),
					[]byte(p.Alone(draw.Narrow, draw.Auto)), 0o644))
			}
		}
	}
}

// TestABusyBeginningIsDrawnLarger: where all is done in the first days of weeks, marks on
// one scale would be a blot.
func TestABusyBeginningIsDrawnLarger(t *testing.T) {
	r := sampleReport(6, 5, asWritten)
	_, any := beginningPicture(r)
	assert.False(t, any, "what was done is spread over the exercise")
	for i := range r.Timeline {
		r.Timeline[i].Hours /= 10
	}
	p, any := beginningPicture(r)
	require.True(t, any)
	whole, _ := timelinePicture(r)
	spread := func(p Picture) float64 {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, m := range regexp.MustCompile(`<circle cx="([0-9.]+)"`).FindAllStringSubmatch(p.Inline(draw.Wide),
			-1) {
			x, err := strconv.ParseFloat(m[1], 64)
			require.NoError(t, err)
			lo, hi = min(lo, x), max(hi, x)
		}
		return hi - lo
	}
	assert.Greater(t, spread(p), 2*spread(whole))
	checkLayout(t, p.Name, p.Alone(draw.Narrow, draw.Auto))
}

// TestPictureFindings: the caption is what the numbers confirm.
func TestPictureFindings(t *testing.T) {
	h := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		name, want string
		draw       func(*Report) (Picture, bool)
		r          Report
	}{
		{"no leg", "No leg of the way to joint action was completed.", legsPicture,
			Report{Legs: []Leg{{Title: "From A"}}}},
		{"a leg", "The longest leg took 3h of 4h (75%): from B.", legsPicture,
			Report{Legs: []Leg{{Title: "From A", Hours: h(1)}, {Title: "From B", Hours: h(3)}}}},
		{"at once", "Every leg of the way to joint action took no time.", legsPicture,
			Report{Legs: []Leg{{Title: "From A", Hours: h(0)}}}},
		{"all knew", "1 of 1 facts reached everyone who needed them, as soon as anybody knew.", knowledgePicture,
			Report{Facts: []FactLine{{Title: "F", First: h(2),
				Knowers: []Knower{{Role: "a", Hours: 2, Needed: true}}}}}},
		{"one never",
			`0 of 1 facts reached everyone who needed them; the costliest wait was for “F”, which 1 of the 2 who needed it never received.`, knowledgePicture,
			Report{Overview: Overview{EndHours: 9},
				Facts: []FactLine{{Title: "F", First: h(2), Knowers: []Knower{{Role: "a", Hours: 2, Needed: true}},
					Missing: []Missing{{Role: "b"}}}}}},
		{"late is not twice",
			`1 of 1 facts reached everyone who needed them; the costliest wait was for “F”, which took 3h to reach the last of 1.`, knowledgePicture,
			Report{Overview: Overview{EndHours: 9},
				Facts: []FactLine{{Title: "F", First: h(2),
					Knowers: []Knower{{Role: "a", Hours: 5, Needed: true, Late: true}},
					Missing: []Missing{{Role: "a"}}}}}},
		{"silence", "Nobody sent anybody a message.", networkPicture,
			Report{Network: []NetworkPhase{{Nodes: []NetworkNode{{Title: "A"}, {Title: "B"}}}}}},
		{"talk", "1 of 3 pairs of seats ever talked; A sent or received 3 of 3 messages, and C was silent.",
			networkPicture,
			Report{Network: []NetworkPhase{{Nodes: []NetworkNode{{Title: "A"}, {Title: "B"}, {Title: "C"}},
				Edges: []NetworkEdge{{0, 1, 2, 1}, {1, 0, 1, 0}}}}}},
		{"spared", "A paid most (75% of all costs); B gained most (all of the harm avoided).", paidPicture,
			Report{Bearers: []BearerLine{{Title: "A", Cost: h(3), Harm: 1, Idle: h(1)},
				{Title: "B", Cost: h(1), Harm: 1, Idle: h(5)}}}},
		{"worse", "Nobody paid anything; more harm was done than if nobody had acted.", paidPicture,
			Report{Bearers: []BearerLine{{Title: "A", Harm: 2, Idle: h(1)}}}},
		{"band", "This run had less harm than 25% of 8 bot runs, and a lower total score than any.", bandPicture,
			Report{Band: &score.Band{N: 8, Harm: score.Standing{N: 8, Better: h(0.25)},
				Total: score.Standing{N: 8, Better: h(0)}}}},
		{"unseen", `Nobody noticed 1 of 2 changes of state.`, noticedPicture,
			Report{Systems: []SystemLine{{Title: "S",
				States:  []SystemState{{State: "normal"}, {Hours: 1, State: "failed"}, {Hours: 2, State: "normal"}},
				Noticed: []Noticing{{Hours: 1.5, Role: "a", State: "failed"}}}}}},
		{"gauge",
			`Harm was at 4 points in the end, and would have been 9 if nobody had acted.`,
			gaugesPicture,
			Report{Gauges: []GaugeLine{{Title: "Harm", Unit: "points", Outcome: true, Hours: []float64{0, 1},
				True: []float64{0, 4}, Idle: []float64{0, 9}}}}},
		{"by chance", "None of 1 moment that may have made a difference did so beyond chance.", momentsPicture,
			Report{Moments: []MomentLine{{Text: "A"}}}},
		{"a moment", "Of 2 moments, one made a difference beyond chance: B.", momentsPicture,
			Report{Moments: []MomentLine{{Text: "A"}, {Text: "B", Sure: true}}}},
		{"cascade", "One system failed, at T+01:00; no joint action was done.", timelinePicture,
			Report{Timeline: []TimelineEntry{{}}, Systems: []SystemLine{{States: []SystemState{{State: "normal"},
				{Hours: 1, State: "failed"}}}}}},
	} {
		p, any := c.draw(&c.r)
		require.True(t, any, c.name)
		assert.Equal(t, c.want, p.Finding, c.name)
		assertPlain(t, nil, p.Finding+" "+p.Reading, c.name)
		for _, width := range []float64{draw.Wide, draw.Narrow} {
			checkLayout(t, c.name, p.Alone(width, draw.Auto))
		}
		for _, row := range p.Rows {
			assert.Len(t, row, len(p.Head), c.name)
		}
	}
}

// TestSeenBy: of many seats those are named that do not see a gauge.
func TestSeenBy(t *testing.T) {
	seats := []SeatLine{{Title: "A"}, {Title: "B"}, {Title: "C"}, {Title: "D"}, {Title: "E"}, {Title: "F"}}
	for want, seen := range map[string][]string{"nobody": nil, "A": {"A"}, "A, B, C": {"A", "B", "C"},
		"all seats": {"A", "B", "C", "D", "E", "F"}, "all seats but E": {"A", "B", "C", "D", "F"}} {
		assert.Equal(t, want, seenBy(seen, seats))
	}
}
