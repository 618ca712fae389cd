package report

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write golden files anew")

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
			l := letters{size: get("font-size"), bold: bold}
			w := l.long(body)
			x, y := get("x"), get("y")
			switch at {
			case "middle":
				x -= w / 2
			case "end":
				x -= w
			}
			texts = append(texts, writing{body, x, y - l.size*0.75, x + w, y + l.size*0.2})
		}
	}
}

// checkLayout holds a picture to this: no two texts touch, and none leaves the sheet.
func checkLayout(t *testing.T, name, svg string) {
	width, height, texts := readPicture(t, svg)
	for i, a := range texts {
		assert.True(t, a.left >= -1 && a.right <= width+1 && a.top >= -1 && a.bottom <= height+1, "%s: %q leaves the sheet: %v of %v × %v", name, a.text, a, width, height)
		for _, b := range texts[:i] {
			apart := a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
			assert.True(t, apart, "%s: %q touches %q: %v, %v", name, a.text, b.text, a, b)
		}
	}
}

func TestLabelsNeverTouch(t *testing.T) {
	for _, size := range []struct{ seats, facts int }{{2, 1}, {10, 9}, {30, 20}} {
		r := sampleReport(size.seats, size.facts, asWritten)
		pictures := r.Pictures()
		require.Len(t, pictures, 10)
		for _, p := range pictures {
			for _, width := range []float64{wideSheet, narrowSheet} {
				for _, alone := range []bool{true, false} {
					checkLayout(t, fmt.Sprintf("%s, %d seats, %v points", p.Name, size.seats, width), p.svg(width, alone))
				}
			}
			if *picturesTo != "" && size.seats == 10 {
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, p.Name+".svg"), []byte(p.svg(wideSheet, true)), 0o644))
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, "page.html"), []byte(pageOf(t, r)), 0o644))
				require.NoError(t, os.WriteFile(filepath.Join(*picturesTo, p.Name+"-narrow.svg"), []byte(p.svg(narrowSheet, true)), 0o644))
			}
		}
	}
}
