package scenario

import (
	"math"
	"strconv"
	"strings"
)

// Names is a list of ids; a single one may be written without brackets.
type Names []string

func (n *Names) bind(b *binder, v any, path string) {
	switch x := v.(type) {
	case string:
		*n = Names{CleanLine(x)}
	case []any:
		for i, el := range x {
			s, ok := el.(string)
			if !ok {
				b.errorf(path+"["+strconv.Itoa(i)+"]", "type", "", "expected an id in quotes, found %s", kindOf(el))
				continue
			}
			*n = append(*n, CleanLine(s))
		}
	default:
		b.errorf(path, "type", "", "expected a list of ids, found %s", kindOf(v))
	}
}

// Has reports whether id is in the list.
func (n Names) Has(id string) bool {
	for _, x := range n {
		if x == id {
			return true
		}
	}
	return false
}

// Amount is a number that belongs to somebody.
type Amount struct {
	ID    string
	Value float64
}

// numberHint says how to write a number that is given as a text: "80%", "2,5" or "3". For anything else
// it returns the given hint.
func numberHint(v any, hint string) string {
	s, _ := v.(string)
	share, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	x, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(share), ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return hint
	}
	if percent {
		x /= 100
	}
	return "write " + strconv.FormatFloat(x, 'g', -1, 64) + " without quotes"
}

func (a *Amount) bind(b *binder, v any, path string) {
	v = b.filledNumber(v, path)
	x, ok := number(v)
	if b.varies(v, path, Number) {
		return
	}
	if !ok {
		b.errorf(path, "type", numberHint(v, ""), "expected a number, found %s", kindOf(v))
		return
	}
	if x < 0 || x > 1e12 || math.IsNaN(x) {
		b.errorf(path, "range", "", "%v is not an amount: it must be 0 or more", x)
		return
	}
	a.Value = x
}

// Option is one answer to a probe.
type Option struct {
	ID   string
	Text string
}

func (o *Option) bind(b *binder, v any, path string) {
	s, ok := b.filledText(v, path).(string)
	if !ok {
		b.errorf(path, "type", "", "expected text in quotes, found %s", kindOf(v))
		return
	}
	o.Text = CleanLine(s)
	b.notEmpty(o.Text, path, "The answer, in words.", `for example state = "A state"`)
}
