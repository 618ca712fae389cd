package budget

import (
	"fmt"
	"strings"
	"time"
)

// Document returns the table as the documentation has it, in Markdown.
func Document() string {
	var b strings.Builder
	b.WriteString("| Limit | Belongs to | Maximum | What happens beyond it |\n|---|---|---|---|\n")
	for _, x := range Table {
		most := grouped(x.Most)
		switch {
		case x.Every > 0:
			most += fmt.Sprintf(", and one more every %s", brief(x.Every))
		case x.For > 0:
			most += fmt.Sprintf(" at once, %s each", brief(x.For))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", x.Name, x.Of, most, x.Beyond)
	}
	return b.String()
}

// brief writes a duration in the largest unit of which it is a whole number.
func brief(d time.Duration) string {
	for _, u := range []struct {
		one  time.Duration
		name string
	}{{time.Minute, "min"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if d%u.one == 0 {
			return fmt.Sprintf("%d %s", d/u.one, u.name)
		}
	}
	return d.String()
}
