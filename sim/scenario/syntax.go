package scenario

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// What the TOML parsers say is meant for programmers. This file finds the cause in the text
// at the place of the fault, and says what to write instead.

// slip is a cause of a fault of syntax.
type slip struct{ message, hint string }

func syntaxError(ix *positions, err error) Diagnostic {
	d := Diagnostic{Pos: Pos{1, 1}, Severity: Error, Code: "syntax"}
	said, at := "", -1
	var pe toml.ParseError
	if errors.As(err, &pe) {
		said, at = CleanLine(pe.Message), pe.Position.Start
	}
	if f := ix.fault; f != nil { // the better of the two places
		at = f.offset
		if said == "" {
			said = CleanLine(f.message)
		}
	}
	if said == "" && err != nil {
		said = CleanLine(err.Error())
	}
	f := fault{ix: ix, said: said, at: min(max(at, 0), len(ix.src))}
	f.start = strings.LastIndexByte(string(ix.src[:f.at]), '\n') + 1
	line, _, _ := strings.Cut(string(ix.src[f.start:]), "\n")
	f.line = strings.TrimSuffix(line, "\r")
	for _, look := range slips {
		if s, ok := look(&f); ok {
			d.Message, d.Hint = s.message, s.hint
			d.Pos = ix.pos(f.at)
			return d
		}
	}
	d.Pos = ix.pos(f.at)
	d.Message, d.Hint = said, `a line is key = value: texts are in "quotes", lists in [ ], small tables in { }`
	return d
}

// fault is a place that a parser could not read.
type fault struct {
	ix    *positions
	said  string // by the parser
	at    int    // byte of the file
	start int    // of the line
	line  string // without its end
}

// here is the rest of the line from the fault on.
func (f *fault) here() string {
	if i := f.at - f.start; i < len(f.line) {
		return f.line[i:]
	}
	return ""
}

// move puts the fault at a byte of its line.
func (f *fault) move(i int) { f.at = f.start + i }

// slips look for one cause each, the surest first.
var slips = []func(*fault) (slip, bool){
	(*fault).twice, (*fault).typographic, (*fault).invisible, (*fault).remark, (*fault).openText, (*fault).escape,
	(*fault).date, (*fault).number, (*fault).openList, (*fault).bracket, (*fault).colon, (*fault).word,
	(*fault).equals, (*fault).value, (*fault).second, (*fault).ends,
}

var alreadyDefined = regexp.MustCompile(`^Key '(.+)' (?:has already been defined|was already created)`)

// twice is a table or key that is in the file twice.
func (f *fault) twice() (slip, bool) {
	m := alreadyDefined.FindStringSubmatch(f.said)
	if m == nil {
		return slip{}, false
	}
	first := ""
	if o, ok := f.ix.keys[m[1]]; ok && f.ix.pos(o).Line < f.ix.pos(f.at).Line {
		first = fmt.Sprintf("the first is in line %d; ", f.ix.pos(o).Line)
	}
	if strings.HasPrefix(strings.TrimSpace(f.line), "[") {
		if strings.HasPrefix(strings.TrimSpace(f.line), "[[") || !strings.Contains(m[1], ".") {
			write := "[[" + clip(m[1]) + "]] each time"
			for _, k := range Keys() {
				if k.Table == "" && k.Name == m[1] && strings.Contains(k.Type, "["+k.Name+".ID]") {
					write = "[" + k.Name + ".an_id] each time, with an id of its own"
				}
			}
			return slip{fmt.Sprintf("%s begins once as a single table and once as a list", clip(m[1])),
				first + "write " + write}, true
		}
		return slip{fmt.Sprintf("[%s] is already there", clip(m[1])), first +
			"join the two, or give one another id"}, true
	}
	return slip{fmt.Sprintf("%s is already given", clip(m[1])), first + "keep one of the two"}, true
}

// outside calls visit for each character of the line that is in no text and no comment,
// with its byte index, until visit returns true.
func (f *fault) outside(visit func(i int, r rune) bool) {
	quote := rune(0)
	for i, r := range f.line {
		switch {
		case quote != 0:
			if r == quote && (i == 0 || f.line[i-1] != '\\') {
				quote = 0
			}
		case r == '#':
			return
		case r == '"' || r == '\'':
			quote = r
		case visit(i, r):
			return
		}
	}
}

// find is the first character outside of texts and comments that fits, and its byte index, or -1.
func (f *fault) find(fits func(rune) bool) (int, rune) {
	at, found := -1, rune(0)
	f.outside(func(i int, r rune) bool {
		if fits(r) {
			at, found = i, r
		}
		return at >= 0
	})
	return at, found
}

// typographic are quotes that a word processor has made.
func (f *fault) typographic() (slip, bool) {
	i, r := f.find(func(r rune) bool { return strings.ContainsRune("“”„‟«»‘’‚‹›`´", r) })
	if i < 0 {
		return slip{}, false
	}
	f.move(i)
	return slip{fmt.Sprintf("%c is a typographic quote", r), `write " instead, before and after the text`}, true
}

// equals is a sign of comparison between a key and its value.
func (f *fault) equals() (slip, bool) {
	at := -1
	f.outside(func(i int, r rune) bool {
		if r == '=' && strings.HasPrefix(f.line[i:], "==") {
			at = i
		}
		return at >= 0
	})
	if at < 0 {
		return slip{}, false
	}
	f.move(at)
	return slip{"== compares, and is for conditions only", "write = between a key and its value"}, true
}

// invisible are characters that look like a space, or like nothing.
func (f *fault) invisible() (slip, bool) {
	i, r := f.find(func(r rune) bool {
		return r > unicode.MaxASCII && !unicode.IsPrint(r) || r < ' ' && r != '\t' || r == 0x7f
	})
	if i < 0 {
		return slip{}, false
	}
	f.move(i)
	return slip{fmt.Sprintf("an invisible character, U+%04X, is here", r), "delete it, or write a plain space"},
		true
}

// remark is a comment of another language.
func (f *fault) remark() (slip, bool) {
	text := strings.TrimSpace(f.line)
	for _, begin := range []string{"//", "/*", "--", ";", "<!--"} {
		if strings.HasPrefix(text, begin) {
			f.move(strings.Index(f.line, begin))
			return slip{fmt.Sprintf("%s does not begin a comment", begin), "a comment begins with #"}, true
		}
	}
	return slip{}, false
}

// openText is a text that is not closed on its line.
func (f *fault) openText() (slip, bool) {
	if !strings.Contains(f.said, "newline") && !strings.Contains(f.said, "EOF") &&
		!strings.Contains(f.said, "unterminated") && !strings.Contains(f.said, "quot") {
		return slip{}, false
	}
	quote, at := rune(0), -1
	for i, r := range f.line {
		switch {
		case quote == 0 && r == '#':
			return slip{}, false
		case quote == 0 && (r == '"' || r == '\''):
			quote, at = r, i
		case quote != 0 && r == quote && f.line[i-1] != '\\':
			quote = 0
		}
	}
	if strings.Contains(f.line, `"""`) || quote == 0 {
		if strings.Contains(f.said, "EOF") && strings.Count(string(f.ix.src), `"""`)%2 == 1 {
			f.at = strings.LastIndex(string(f.ix.src), `"""`)
			return slip{"this text is not closed", `write """ at its end`}, true
		}
		return slip{}, false
	}
	f.move(at)
	hint := fmt.Sprintf(`write %c at its end; a text of several lines goes between """ and """`, quote)
	if quote == '\'' {
		hint = "write ' at its end; a text with an apostrophe goes in \" \""
	}
	return slip{"this text is not closed on its line", hint}, true
}

// escape is a backslash in a text.
func (f *fault) escape() (slip, bool) {
	if !strings.Contains(f.said, "escape") && !strings.Contains(f.said, "hexadecimal") {
		return slip{}, false
	}
	if i := strings.LastIndexByte(string(f.ix.src[f.start:min(len(f.ix.src), f.at+1)]), '\\'); i >= 0 {
		f.move(i)
	}
	return slip{"a backslash has a special meaning in a text",
		`write \\ for one backslash, or put the text in ' '`}, true
}

var (
	dateLike    = regexp.MustCompile(`=\s*(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})`)
	numberLike  = regexp.MustCompile(`[=,\[{]\s*([-+]?\d[\d_]*,\d+)\b`)
	thousands   = regexp.MustCompile(`=\s*([-+]?\d{1,3}(?:,\d{3})+)\s*(?:#|$)`)
	leadingDot  = regexp.MustCompile(`[=,\[{]\s*([-+]?)(\.\d+)`)
	closingDot  = regexp.MustCompile(`[=,\[{]\s*([-+]?\d+)\.(\s|,|\]|\}|$)`)
	leadingZero = regexp.MustCompile(`[=,\[{]\s*[-+]?(0\d+)`)
	withUnit    = regexp.MustCompile(`=\s*(\d+(?:\.\d+)?\s*[A-Za-z%€$£]+)`)
	bareWord    = regexp.MustCompile(`[=,\[{]\s*([A-Za-z_][\w -]*)`)
)

// date is a day that does not exist, or one written in another way.
func (f *fault) date() (slip, bool) {
	m := dateLike.FindStringSubmatchIndex(f.line)
	if m == nil {
		return slip{}, false
	}
	part := func(i int) string { return f.line[m[2*i]:m[2*i+1]] }
	n := func(i int) int { v, _ := strconv.Atoi(part(i)); return v }
	f.move(m[2])
	if len(part(1)) == 4 && len(part(2)) == 2 && len(part(3)) == 2 {
		days := 31
		switch n(2) {
		case 2:
			if days = 28; n(1)%4 == 0 && (n(1)%100 != 0 || n(1)%400 == 0) {
				days = 29
			}
		case 4, 6, 9, 11:
			days = 30
		}
		if n(2) < 1 || n(2) > 12 || n(3) < 1 || n(3) > days {
			return slip{fmt.Sprintf("there is no such day: %s-%s-%s", part(1), part(2), part(3)),
				"a date is year-month-day, such as 2027-02-28T06:00:00Z"}, true
		}
		return slip{"this date and time cannot be read", "write it as 2027-03-01T06:00:00Z, without quotes"}, true
	}
	return slip{"this date cannot be read",
		"write year, month and day with four, two and two digits: 2027-03-01T06:00:00Z"}, true
}

// number is one that is written in another way than here.
func (f *fault) number() (slip, bool) {
	if strings.Contains(f.said, "out of range") {
		return slip{"this number is too large", "at most 1000000000000000 can be used"}, true
	}
	for _, c := range []struct {
		like          *regexp.Regexp
		group         int
		message, hint string
	}{
		{leadingDot, 2, "a number needs a digit before its point", "write 0%s"},
		{closingDot, 1, "a number needs a digit after its point", "write %s.0"},
		{thousands, 1, "a number has no comma here", ""},
		{numberLike, 1, "decimals have a point here, not a comma", ""},
		{leadingZero, 1, "a number does not begin with 0", ""},
		{withUnit, 1, "a number with a unit is a text", `write it in quotes: "%s"`},
	} {
		m := c.like.FindStringSubmatchIndex(f.line)
		if m == nil || f.inText(m[2*c.group]) {
			continue
		}
		text := f.line[m[2*c.group]:m[2*c.group+1]]
		f.move(m[2*c.group])
		var hint string
		switch c.like {
		case numberLike:
			hint = "write " + strings.Replace(text, ",", ".", 1)
		case thousands:
			hint = "write " + strings.ReplaceAll(text, ",", "")
			if strings.Count(text, ",") == 1 {
				hint += ", or " + strings.Replace(text, ",", ".", 1) + " if the comma is its decimal point"
			}
		case leadingZero:
			hint = "write " + strings.TrimLeft(text[:len(text)-1], "0") + text[len(text)-1:]
		case withUnit:
			if strings.HasSuffix(text, "%") {
				return slip{"a number has no unit here", strings.TrimSuffix(numberHint(text, ""), " without quotes")}, true
			}
			if d, ok := readDuration(text, nil); ok {
				text = d
			}
			hint = fmt.Sprintf(c.hint, strings.TrimSpace(text))
		default:
			hint = fmt.Sprintf(c.hint, text)
		}
		return slip{c.message, hint}, true
	}
	return slip{}, false
}

// inText reports whether a byte of the line is in a text or a comment.
func (f *fault) inText(i int) bool {
	in := true
	f.outside(func(k int, _ rune) bool { in = in && k != i; return k >= i })
	return in
}

// bracket is the head of a table that is not closed, or whose name has characters that none may have.
func (f *fault) bracket() (slip, bool) {
	text := strings.TrimSpace(f.line)
	if !strings.HasPrefix(text, "[") {
		return slip{}, false
	}
	name := strings.TrimSpace(strings.Trim(strings.SplitN(text, "#", 2)[0], "[] "))
	want := "[" + headName(name) + "]"
	if strings.HasPrefix(text, "[[") {
		want = "[" + want + "]"
	}
	if want == "[]" || want == "[[]]" {
		return slip{"this table has no name", "for example [role.lab]"}, true
	}
	return slip{"this is not the head of a table", "write " + want}, true
}

func headName(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == ':' || r == '/' })
	if len(parts) == 1 {
		if kind, id, ok := strings.Cut(parts[0], " "); ok {
			parts = []string{kind, id}
		}
	}
	for i := range parts {
		parts[i] = slug(strings.Trim(strings.TrimSpace(parts[i]), `"'`))
	}
	return strings.Join(parts, ".")
}

var colonLine = regexp.MustCompile(`^\s*[-*]?\s*["']?([\w -]+?)["']?\s*:(\s|$)`)

// colon is a line of YAML or JSON.
func (f *fault) colon() (slip, bool) {
	m := colonLine.FindStringSubmatchIndex(f.line)
	if m == nil {
		return slip{}, false
	}
	f.move(strings.IndexByte(f.line[m[3]:], ':') + m[3])
	return slip{"a key and its value are joined by =, not by :", "write " + slug(f.line[m[2]:m[3]]) + " = …"}, true
}

// word is a value without quotes.
func (f *fault) word() (slip, bool) {
	for _, m := range bareWord.FindAllStringSubmatchIndex(f.line, -1) {
		if f.inText(m[2]) {
			continue
		}
		word := strings.TrimSpace(f.line[m[2]:m[3]])
		switch rest := strings.TrimLeft(f.line[m[3]:], " "); {
		case word == "true" || word == "false" || word == "inf" || word == "nan" || strings.HasPrefix(rest, "="):
			continue
		case strings.EqualFold(word, "true") || strings.EqualFold(word, "yes") || strings.EqualFold(word, "on"):
			f.move(m[2])
			return slip{word + " is not a value here", "write true, in small letters"}, true
		case strings.EqualFold(word, "false") || strings.EqualFold(word, "no") || strings.EqualFold(word, "off"):
			f.move(m[2])
			return slip{word + " is not a value here", "write false, in small letters"}, true
		}
		f.move(m[2])
		return slip{"a text goes in quotes", fmt.Sprintf("write %q", word)}, true
	}
	return slip{}, false
}

// value is a key without a value, or a line without a key.
func (f *fault) value() (slip, bool) {
	text := strings.TrimSpace(strings.SplitN(f.line, "#", 2)[0])
	switch {
	case strings.HasSuffix(text, "=") && !strings.HasPrefix(text, "="):
		f.move(strings.LastIndexByte(f.line, '='))
		return slip{"the value is missing", "write it after the =, or delete the line"}, true
	case strings.HasPrefix(text, "="):
		return slip{"the key is missing before the =", "for example title = \"Cold copy\""}, true
	case text != "" && !strings.Contains(text, "=") &&
		(strings.Contains(f.said, "'='") || strings.Contains(f.said, "expected = ")):
		f.move(len(f.line) - len(strings.TrimLeft(f.line, " \t")))
		return slip{"this line has no =", "a line is key = value; a comment begins with #"}, true
	}
	return slip{}, false
}

// second is text after a complete value.
func (f *fault) second() (slip, bool) {
	if !strings.Contains(f.said, "end with a newline") && !strings.Contains(f.said, "expected newline") {
		return slip{}, false
	}
	r, _ := utf8.DecodeRuneInString(f.here())
	switch {
	case r == ',' || r == ';':
		return slip{fmt.Sprintf("there is no %c at the end of a line", r), "delete it"}, true
	case strings.ContainsAny(f.here(), `"'`) && !strings.Contains(f.here(), "="):
		return slip{"the text ends before this", `write \" for a quote inside a text, or put the text in ' '`}, true
	}
	return slip{"the value ends before this",
		"write each key = value on a line of its own; a text goes in quotes"}, true
}

// openList is a list or a small table that is not closed.
func (f *fault) openList() (slip, bool) {
	switch {
	case strings.Contains(f.said, "array terminator"):
		return slip{"the list" + f.since("[") + " is not closed, or a comma is missing",
			`lists are written ["a", "b"]`}, true
	case strings.Contains(f.said, "inline table"):
		return slip{"the { } table" + f.since("{") + " is not closed, or a comma is missing",
			`small tables are written {at="2h", by=1}`}, true
	}
	return slip{}, false
}

// since says in which line, up to the fault's, a bracket was last opened.
func (f *fault) since(bracket string) string {
	for i := f.ix.pos(f.at).Line; i > 0; i-- {
		text, _, _ := strings.Cut(string(f.ix.src[f.ix.lines[i-1]:]), "\n")
		if _, value, ok := strings.Cut(text, "="); ok && strings.Contains(value, bracket) {
			return fmt.Sprintf(" in line %d", i)
		}
	}
	return " before this"
}

// ends is something that is still open at the end of the file.
func (f *fault) ends() (slip, bool) {
	if strings.Contains(f.said, "EOF") {
		return slip{"the file ends before this is complete", "close what is open: a quote, a ] or a }"}, true
	}
	return slip{}, false
}
