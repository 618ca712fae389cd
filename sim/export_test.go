package sim

import "reflect"

// HasLine reports whether a verb has a row in the table of lines.
func HasLine(v Verb) bool { return !reflect.ValueOf(lineForms[v]).IsZero() }
