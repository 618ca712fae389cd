package plain

import (
	"bufio"
	"context"
	"io"
	"strings"

	"tocsin/sim/budget"
)

// Lines gives what somebody types, a line at a time, while other things go on.
type Lines struct{ next chan string }

// longestLine is in bytes; a longer one ends the dialogue.
var longestLine = budget.Most(budget.Longest)

// NewLines reads lines until there are no more.
func NewLines(in io.Reader) *Lines {
	l := &Lines{next: make(chan string)}
	go func() {
		defer close(l.next)
		s := bufio.NewScanner(in)
		s.Buffer(make([]byte, 0, 4096), longestLine)
		for s.Scan() {
			l.next <- strings.ToValidUTF8(strings.TrimRight(s.Text(), "\r"), "")
		}
	}()
	return l
}

// Next waits for a line. It reports false when there are no more, or ctx is over.
func (l *Lines) Next(ctx context.Context) (string, bool) {
	select {
	case s, ok := <-l.next:
		return s, ok
	case <-ctx.Done():
		return "", false
	}
}
