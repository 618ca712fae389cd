package draw

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// area is what a text or a box takes of a picture.
type area struct {
	what                     string
	left, top, right, bottom float64
}

func (a area) touches(b area) bool {
	return a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top
}

// measured are the texts of a picture and its framed boxes.
func measured(t require.TestingT, svg string) (sheet area, texts, boxes []area) {
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return sheet, texts, boxes
		}
		require.NoError(t, err)
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		word := map[string]string{}
		for _, a := range start.Attr {
			word[a.Name.Local] = a.Value
		}
		get := func(name string) float64 {
			v, err := strconv.ParseFloat(word[name], 64)
			require.NoError(t, err, name)
			return v
		}
		switch start.Name.Local {
		case "svg":
			sheet = area{"sheet", 0, 0, get("width"), get("height")}
		case "rect":
			if word["stroke"] != "" {
				boxes = append(boxes, area{"box", get("x"), get("y"), get("x") + get("width"), get("y") +
					get("height")})
			}
		case "text":
			var body string
			require.NoError(t, d.DecodeElement(&body, &start))
			l := Letters{Size: get("font-size"), Bold: word["font-weight"] != ""}
			x, w := get("x"), l.Width(body)
			switch word["text-anchor"] {
			case "middle":
				x -= w / 2
			case "end":
				x -= w
			}
			texts = append(texts, area{body, x, get("y") - l.Size*0.75, x + w, get("y") + l.Size*0.2})
		}
	}
}

// checkPicture holds a picture to this: no two texts touch, no two boxes, no text a box
// that it is not in, and nothing leaves the sheet.
func checkPicture(t require.TestingT, svg string) {
	sheet, texts, boxes := measured(t, svg)
	for i, a := range texts {
		require.True(t, a.left >= -0.5 && a.top >= 0 && a.right <= sheet.right+0.5 && a.bottom <= sheet.bottom,
			"%v leaves the sheet %v", a, sheet)
		for _, b := range texts[:i] {
			require.False(t, a.touches(b), "%v touches %v", a, b)
		}
		for _, b := range boxes {
			inside := a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom
			require.False(t, a.touches(b) && !inside, "%v crosses the edge of %v", a, b)
		}
	}
	for i, a := range boxes {
		for _, b := range boxes[:i] {
			require.False(t, a.touches(b), "%v touches %v", a, b)
		}
	}
}

func flowPicture(f Flow, title string) Picture {
	return Picture{Name: "flow", Title: title, Finding: title, Reading: title, Width: f.Width(),
		Draw: func(s *Sheet) { s.Flow(f) }}
}

// TestNothingInAFlowTouches tries graphs of any form, with circles, arrows to the same
// box, arrows twice, and texts of any kind.
func TestNothingInAFlowTouches(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([A-Za-zäÖ<&"]{1,30} ){0,9}`),
		rapid.StringMatching(`[一-三]{0,20}`))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 16).Draw(t, "nodes")
		var f Flow
		f.None = text.Draw(t, "none")
		given := rapid.Bool().Draw(t, "layers given")
		for range n {
			node := FlowNode{Text: text.Draw(t, "node"), Under: text.Draw(t, "under"),
				Strong: rapid.Bool().Draw(t, "strong")}
			if given {
				node.Layer = rapid.IntRange(0, 2).Draw(t, "layer")
			}
			f.Nodes = append(f.Nodes, node)
		}
		if given {
			f.Heads = []string{text.Draw(t, "head"), text.Draw(t, "head"), text.Draw(t, "head")}
		}
		for range rapid.IntRange(0, 3*n).Draw(t, "edges") {
			f.Edges = append(f.Edges, FlowEdge{From: rapid.IntRange(0, n-1).Draw(t, "from"),
				To: rapid.IntRange(0, n-1).Draw(t, "to"), Text: text.Draw(t, "edge"),
				Dashed: rapid.Bool().Draw(t, "dashed"), Branch: rapid.IntRange(-1, 9).Draw(t, "branch")})
		}
		checkPicture(t, flowPicture(f, text.Draw(t, "title")).Alone(0, Auto))
	})
}

// TestFlowsOfAnySize are drawn whole: as many boxes as nodes, a head for every arrow.
func TestFlowsOfAnySize(t *testing.T) {
	for _, n := range []int{1, 2, 8, 30, 60} {
		var f Flow
		for i := range n {
			f.Nodes = append(f.Nodes, FlowNode{Text: fmt.Sprintf("System number %d of the cascade", i+1)})
			for _, by := range []int{1, 3, 7} {
				if i+by < n {
					f.Edges = append(f.Edges, FlowEdge{From: i, To: i + by, Text: "50%, ~6h"})
				}
			}
		}
		svg := flowPicture(f, "A cascade").Alone(0, Light)
		checkPicture(t, svg)
		_, _, boxes := measured(t, svg)
		assert.Len(t, boxes, n)
		assert.Equal(t, len(f.Edges), strings.Count(svg, "<polygon"))
	}
}

// TestLayersHaveFewCrossings: a ladder can be drawn without any, in whatever order its
// rungs come.
func TestLayersHaveFewCrossings(t *testing.T) {
	var f Flow
	for i := range 8 {
		f.Nodes = append(f.Nodes, FlowNode{Text: fmt.Sprint("left ", i)}, FlowNode{Text: fmt.Sprint("right ", i)})
	}
	for i := range 8 {
		f.Edges = append(f.Edges, FlowEdge{From: 2 * ((i * 5) % 8), To: 2*((i*3)%8) + 1, Text: "x"})
	}
	l := f.lay()
	require.Positive(t, l.graph.crossings(), "it is no ladder as it comes")
	l.graph.settle()
	assert.Zero(t, l.graph.crossings())
}

// TestThemes: dark is dark everywhere, light has no rule for dark, auto has both.
func TestThemes(t *testing.T) {
	f := Flow{Nodes: []FlowNode{{Text: "A"}, {Text: "B", Strong: true}},
		Edges: []FlowEdge{{From: 0, To: 1, Text: "c"}}}
	p := flowPicture(f, "T")
	auto, light, dark := p.Alone(0, Auto), p.Alone(0, Light), p.Alone(0, Dark)
	assert.Contains(t, auto, "prefers-color-scheme:dark")
	assert.NotContains(t, light, "<style")
	assert.NotContains(t, dark, "<style")
	for _, c := range palette {
		assert.NotContains(t, dark, `"`+c.Light+`"`)
		assert.NotContains(t, light, `"`+c.Dark+`"`)
	}
	seen := map[string]bool{}
	for _, c := range append(append([]Colour{}, palette...), branches...) {
		assert.False(t, seen[c.Light], "%s stands for two colours: no rule could tell them apart", c.Light)
		seen[c.Light] = true
	}
	_, err := ParseTheme("sepia")
	assert.EqualError(t, err, `the theme is auto, light or dark, not "sepia"`)
}
