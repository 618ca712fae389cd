package host

import (
	"io"
	"sync"
	"unicode/utf8"

	"tocsin/sim/budget"
)

// cooked makes lines of what comes from a terminal that leaves the echo and the fixing
// of typing errors to us, as every terminal over ssh does. It writes no escape sequence:
// what is written while somebody types comes on a line of its own, and what they had
// typed follows again.
type cooked struct {
	in  io.Reader
	out io.Writer

	mu    sync.Mutex
	typed []byte
	ready []byte // a line that waits to be read
	err   error
}

// maxLine is how much somebody can type in one line, in bytes.
var maxLine = budget.Most(budget.Typed)

func newCooked(in io.Reader, out io.Writer) *cooked { return &cooked{in: in, out: out} }

// Write writes text. Ends of lines become those of a terminal further on.
func (c *cooked) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	again := len(c.typed) > 0
	if again {
		if _, err := io.WriteString(c.out, "\n"); err != nil {
			return 0, err
		}
	}
	n, err := c.out.Write(p)
	if err != nil {
		return n, err
	}
	if again {
		_, err = c.out.Write(c.typed)
	}
	return n, err
}

// Read gives whole lines.
func (c *cooked) Read(p []byte) (int, error) {
	if len(c.ready) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		line, ok := c.line()
		if !ok && line == "" {
			return 0, c.err
		}
		c.ready = append([]byte(line), '\n')
	}
	n := copy(p, c.ready)
	c.ready = c.ready[n:]
	return n, nil
}

// line reads one line, byte by byte, so that what follows it is left for others. It
// reports false at the end of what there is, and where somebody gives up (control c or
// d).
func (c *cooked) line() (string, bool) {
	var b [1]byte
	escape := 0
	for {
		if _, err := io.ReadFull(c.in, b[:]); err != nil {
			c.err = err
			return "", false
		}
		if escape > 0 { // a key that is no letter: leave it out
			switch {
			case b[0] == '[', escape == 1 && b[0] == 'O': // a Linux console has ESC [ [ A
				escape = 2
				continue
			case escape == 2 && b[0] < 0x40:
				continue
			}
			escape = 0
			continue
		}
		switch ch := b[0]; {
		case ch == '\r' || ch == '\n':
			c.mu.Lock()
			line := string(c.typed)
			c.typed = c.typed[:0]
			_, c.err = io.WriteString(c.out, "\n")
			c.mu.Unlock()
			return line, c.err == nil
		case ch == 3 || ch == 4 && len(c.typed) == 0:
			c.err = io.EOF
			_, _ = io.WriteString(c.out, "\n")
			return "", false
		case ch == 8 || ch == 127:
			c.rubOut(1)
		case ch == 21: // control u
			c.rubOut(maxLine)
		case ch == 0x1b:
			escape = 1
		case ch >= 0x20:
			c.echo(ch)
		}
	}
}

func (c *cooked) echo(ch byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.typed) >= maxLine {
		return
	}
	c.typed = append(c.typed, ch)
	from := len(c.typed) - 1 // characters of several bytes are shown when they are whole
	for from > 0 && !utf8.RuneStart(c.typed[from]) {
		from--
	}
	if !utf8.FullRune(c.typed[from:]) {
		return
	}
	switch r, size := utf8.DecodeRune(c.typed[from:]); {
	case r >= 0x80 && r < 0xa0, r == utf8.RuneError:
		c.typed = c.typed[:from]
	case from+size < len(c.typed): // more than belongs to a character that is there already
		c.typed = c.typed[:from+size]
	default:
		_, _ = c.out.Write(c.typed[from:])
	}
}

func (c *cooked) rubOut(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ; n > 0 && len(c.typed) > 0; n-- {
		_, size := utf8.DecodeLastRune(c.typed)
		c.typed = c.typed[:len(c.typed)-size]
		_, _ = io.WriteString(c.out, "\b \b")
	}
}
