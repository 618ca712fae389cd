package board

import "strings"

// digits are the figures of the clock, five rows high.
func digits(r rune) [5]string {
	switch r {
	case '0':
		return [5]string{"█████", "█   █", "█   █", "█   █", "█████"}
	case '1':
		return [5]string{"  █  ", " ██  ", "  █  ", "  █  ", " ███ "}
	case '2':
		return [5]string{"█████", "    █", "█████", "█    ", "█████"}
	case '3':
		return [5]string{"█████", "    █", " ████", "    █", "█████"}
	case '4':
		return [5]string{"█   █", "█   █", "█████", "    █", "    █"}
	case '5':
		return [5]string{"█████", "█    ", "█████", "    █", "█████"}
	case '6':
		return [5]string{"█████", "█    ", "█████", "█   █", "█████"}
	case '7':
		return [5]string{"█████", "    █", "   █ ", "  █  ", "  █  "}
	case '8':
		return [5]string{"█████", "█   █", "█████", "█   █", "█████"}
	case '9':
		return [5]string{"█████", "█   █", "█████", "    █", "█████"}
	case ':':
		return [5]string{" ", "█", " ", "█", " "}
	}
	return [5]string{" ", " ", " ", " ", " "}
}

// figures draws a time of day large: size 1 is five rows high, size 2 is ten.
func figures(s string, size int) []string {
	var rows [5]string
	for i, r := range s {
		d := digits(r)
		for k := range rows {
			if i > 0 {
				rows[k] += "  "
			}
			rows[k] += d[k]
		}
	}
	var out []string
	for _, row := range rows {
		var b strings.Builder
		for _, r := range row {
			b.WriteString(strings.Repeat(string(r), size))
		}
		for range size {
			out = append(out, b.String())
		}
	}
	return out
}
