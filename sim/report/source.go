package report

import (
	"fmt"
	"strconv"
	"strings"
)

// Source is where in the record something rests: a line, counted from 1 (the header), or
// what the world or a bot did after that line and before the next.
type Source struct {
	Line  int
	After bool
}

// String is "line 12", or "after line 12" for what happened between it and the next.
func (s Source) String() string {
	if s.After {
		return fmt.Sprintf("after line %d", s.Line)
	}
	return fmt.Sprintf("line %d", s.Line)
}

// MarshalText writes a source in JSON: "line 12" or "after line 12".
func (s Source) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Source) UnmarshalText(text []byte) error {
	rest, after := strings.CutPrefix(string(text), "after ")
	number, ok := strings.CutPrefix(rest, "line ")
	line, err := strconv.Atoi(number)
	if !ok || err != nil {
		return fmt.Errorf("%.20q is no place in a record, such as \"line 12\" or \"after line 12\"", text)
	}
	*s = Source{line, after}
	return nil
}
