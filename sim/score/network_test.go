package score

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

// seats is a scenario of n seats that does nothing.
func seats(n int) string {
	var b strings.Builder
	b.WriteString("title = \"Seats\"\nlength = \"100h\"\n")
	for i := range n {
		fmt.Fprintf(&b, "[role.s%d]\nsector = \"%c\"\n", i, 'a'+i%2)
	}
	return b.String()
}

// TestPublishedNetworks holds the network measures to what Freeman (1979, table of all
// graphs of five points) and textbooks give for known graphs of five.
func TestPublishedNetworks(t *testing.T) {
	m := modelOf(t, seats(5))
	for _, c := range []struct {
		name                                string
		edges                               [][2]int // spoken both ways
		density, degree, between, fragments float64
	}{
		{"star", [][2]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}}, 0.4, 1, 1, 1},
		{"line", [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}}, 0.4, 1.0 / 6, 10.0 / 24, 1},
		{"ring", [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}}, 0.5, 0, 0, 1},
		{"complete", [][2]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}}, 1, 0,
			0, 1},
		// 1, 2, 3, 1, 1 and 0, 3, 5, 0, 0
		{"fork", [][2]int{{0, 1}, {1, 2}, {2, 3}, {2, 4}}, 0.4, 7.0 / 12, 17.0 / 24, 1},
		{"two parts", [][2]int{{0, 1}, {1, 2}, {3, 4}}, 0.3, 4.0 / 12, 4.0 / 24, 2},
		{"nothing", nil, 0, 0, 0, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			var events []any
			for _, e := range c.edges {
				events = append(events, says(1, e[0], e[1]), says(1, e[1], e[0]), says(2, e[0], e[1]))
			}
			l := stream(m, events...)
			want(t, l, map[string]any{"net.density": c.density, "net.centralisation": c.degree,
				"net.betweenness": c.between, "net.fragments": c.fragments})
			if len(c.edges) > 0 {
				want(t, l, map[string]any{"net.reciprocity": 1})
			}
		})
	}
}

func TestNetworkByHand(t *testing.T) {
	m := modelOf(t, seats(4)) // sectors a, b, a, b
	l := stream(m, says(1, 0, 2), says(30, 2, 0), says(60, 0, 1), says(60, 0, engine.Public))
	want(t, l, map[string]any{
		"net.density":     3.0 / 12,
		"net.reciprocity": 2.0 / 3,
		"net.ei":          (1.0 - 2) / 3,
		"net.fragments":   2,
	})
	parts := valueOf(t, l, "net.density").Parts
	assert.Len(t, parts, 4)
	assert.Equal(t, "quarter 3", parts[2].Of)
	assert.InDelta(t, 1.0/12, *parts[2].Value, 1e-9)
	assert.InDelta(t, 0, *parts[3].Value, 1e-9)
}

// TestWindowsCoverTheRun: each message falls into one window, at whatever time.
func TestWindowsCoverTheRun(t *testing.T) {
	for _, text := range []string{seats(2), seats(2) + "[[move]]\nuntil = \"10h\"\n[[move]]\nuntil = \"50h\"\n",
		seats(2) + "[[move]]\nuntil = \"100h\"\n"} {
		m := modelOf(t, text)
		for _, hour := range []float64{0, 10, 25, 50, 99, 100} {
			l := stream(m, says(hour, 0, 1))
			n := 0.0
			for _, p := range valueOf(t, l, "net.density").Parts {
				n += *p.Value * 2
			}
			assert.InDelta(t, 1, n, 1e-9, "at %v", hour)
		}
	}
}

// TestNetworkLeavesOutAnAdversary: whoever works against the others is no seat of the network,
// wherever the scenario lists it.
func TestNetworkLeavesOutAnAdversary(t *testing.T) {
	for place := range 4 {
		parts := strings.SplitAfter(seats(4), "[role.")
		text := parts[0] + strings.Replace(strings.Join(parts[1:], ""), fmt.Sprintf("s%d]\n", place),
			fmt.Sprintf("s%d]\nadversary = true\n", place), 1)
		m := modelOf(t, text)
		var allies []int
		for role := range 4 {
			if role != place {
				allies = append(allies, role)
			}
		}
		a, b, c := allies[0], allies[1], allies[2]
		l := stream(m, says(1, a, b), says(2, b, a), says(3, b, c), says(4, place, a), says(4, c, place))
		want(t, l, map[string]any{"net.density": 3.0 / 6, "net.reciprocity": 2.0 / 3, "net.fragments": 1,
			"net.centralisation": 1, "net.betweenness": 1})
	}
}

// TestTwoSeatsHaveNoCentre: where only two seats can talk, neither is more central than the other.
func TestTwoSeatsHaveNoCentre(t *testing.T) {
	want(t, stream(modelOf(t, seats(2)), says(1, 0, 1)), map[string]any{"net.density": 0.5, "net.fragments": 1,
		"net.centralisation": nil, "net.betweenness": nil})
}
