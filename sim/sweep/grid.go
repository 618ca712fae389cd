package sweep

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// parseGrid reads words such as "gauge.copies.grow.doubling=6h,12h,24h" and returns every
// combination of their values, the last word's values changing fastest. Without words
// there is one combination, of nothing.
func parseGrid(words []string) ([][]scenario.Setting, error) {
	grid := [][]scenario.Setting{nil}
	var seen []string
	for _, w := range words {
		path, list, ok := strings.Cut(w, "=")
		path = strings.TrimSpace(path)
		if !ok || path == "" {
			return nil,
				fmt.Errorf("%q sets nothing; write a path and values, such as gauge.copies.grow.doubling=6h,12h",
					scenario.CleanLine(w))
		}
		if slices.Contains(seen, path) {
			return nil, fmt.Errorf("%s is set twice; list its values after one =", scenario.CleanLine(path))
		}
		seen = append(seen, path)
		var values []string
		for _, v := range splitValues(list) {
			if slices.Contains(values, v) {
				return nil, fmt.Errorf("%s has the value %s twice", scenario.CleanLine(path), scenario.CleanLine(v))
			}
			values = append(values, v)
		}
		if len(grid)*len(values) > MaxArms {
			return nil, fmt.Errorf("the settings make more than %d combinations", MaxArms)
		}
		var next [][]scenario.Setting
		for _, g := range grid {
			for _, v := range values {
				next = append(next, append(slices.Clone(g), scenario.Setting{Path: path, Value: v}))
			}
		}
		grid = next
	}
	return grid, nil
}

// splitValues splits at commas that are outside brackets and quotes.
func splitValues(list string) []string {
	var out []string
	depth, from := 0, 0
	var quote rune
	for i, c := range list {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth <= 0:
			out = append(out, strings.TrimSpace(list[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(list[from:]))
}

func settingsWord(settings []scenario.Setting) string {
	var words []string
	for _, s := range settings {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}
