package speech

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tocsin/sim/scenario"
)

// Parse reads a line. A missing argument is no error yet: see [Said.Missing]. Errors are
// written for the person who typed.
func (l Language) Parse(line string, who Who, scope Scope) (*Said, error) {
	seat := ""
	first, rest := cut(line)
	if strings.EqualFold(first, "all") && who&Facilitator != 0 {
		said, err := l.Parse(rest, who, scope)
		if err == nil {
			said.All = true
		}
		return said, err
	}
	if strings.EqualFold(first, "as") && who&Facilitator != 0 {
		if seat, rest = cut(rest); seat == "" {
			return nil, fmt.Errorf("say which seat: as SEAT, and then what the seat does")
		}
		seat = resolve(Seat, seat, Values{}, scope)
		first, rest = cut(rest)
		who = Player
	}
	if first == "" {
		return nil, fmt.Errorf("begin with what you do: %s", l.first(who))
	}
	row, is := l.Find(first, who)
	if row == nil || row.Who&who == 0 {
		var instead []string
		if row != nil {
			instead = row.Instead
		}
		return nil, fmt.Errorf("%q is not something that you can do here; begin with %s",
			scenario.CleanLine(first), l.first(who, instead...))
	}
	_, is = cut(is)
	bare := rest == "" && is == ""
	p := parser{row: row, scope: scope, said: &Said{Row: row, Seat: seat, Values: Values{}, Bare: bare}}
	if err := p.take(strings.TrimSpace(is + " " + rest)); err != nil {
		return nil, err
	}
	p.implied()
	if err := p.filed(); err != nil {
		return nil, err
	}
	return p.said, nil
}

// filed is the error for filing a note that is a promise already: filing it again
// changes nothing, so the person means something else.
func (p *parser) filed() error {
	note, _ := p.said.Values["file"].(string)
	if p.said.Values["to"] != nil || p.scope == nil ||
		!slices.ContainsFunc(p.scope(Promise, p.said.Values), func(t Thing) bool { return t.ID == note }) {
		return nil
	}
	return fmt.Errorf("%s is already filed: to change it, revise %[1]s; to withdraw it, revoke %[1]s; "+
		"to show it to more, file %[1]s to SEATS", note)
}

// first lists up to six verbs to begin with, instead first.
func (l Language) first(who Who, instead ...string) string {
	var out []string
	for _, verb := range instead {
		if r := l.Verb(verb); r != nil && r.Who&who != 0 {
			out = append(out, verb)
		}
	}
	for _, r := range l.For(who) {
		if len(out) < 6 && !slices.Contains(out, r.Verb) {
			out = append(out, r.Verb)
		}
	}
	return strings.Join(out, ", ")
}

// cut splits off the first word, or what is in quotes.
func cut(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, `"`); ok {
		i := strings.Index(inner, `"`)
		if i >= 0 && (i+1 == len(inner) || unicode.IsSpace(rune(inner[i+1])) || inner[i+1] == ',') {
			return inner[:i], strings.TrimSpace(inner[i+1:])
		}
	}
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}

// quoted reports whether s begins with a word in quotes, which is no name of an argument.
func quoted(s string) bool {
	word, _ := cut(s)
	return strings.HasPrefix(s, `"`) && !strings.HasPrefix(word, `"`)
}

type parser struct {
	row   *Row
	scope Scope
	said  *Said
}

// take reads the arguments of a line.
func (p *parser) take(line string) error {
	head, texts := p.split(line)
	for _, t := range texts {
		if t.arg == nil {
			p.said.Reason = t.text
			continue
		}
		if err := p.set(t.arg, t.text); err != nil {
			return err
		}
	}
	for head = strings.TrimSpace(head); head != ""; {
		rest, err := p.next(head)
		if err != nil {
			return err
		}
		head = rest
	}
	return nil
}

type piece struct {
	arg  *Arg // nil for the reason
	text string
}

// split cuts a line at the names with a colon.
func (p *parser) split(line string) (head string, out []piece) {
	begin, at := 0, -1 // of the text that is being read, and its index in out
	flush := func(end int) {
		if at < 0 {
			head = line[begin:end]
		} else {
			out[at].text = plain(line[begin:end], p.marks())
		}
	}
	for i := 0; i < len(line); {
		j := i
		for j < len(line) && !isSpace(line[j]) {
			j++
		}
		word := line[i:j]
		k := slices.Index(p.marks(), strings.ToLower(word))
		if k >= 0 && !slices.ContainsFunc(out, func(o piece) bool { return o.arg == p.marked(k) }) {
			flush(i)
			out = append(out, piece{arg: p.marked(k)})
			begin, at = j, len(out)-1
		}
		for i = j; i < len(line) && isSpace(line[i]); {
			i++
		}
	}
	flush(len(line))
	return head, out
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// marks are the names with a colon that the verb has.
func (p *parser) marks() []string { return p.row.marks() }

func (r *Row) marks() []string {
	var out []string
	for i := range r.Args {
		if r.Args[i].Kind.Prose() {
			out = append(out, r.Args[i].Lead())
		}
	}
	if r.Reason {
		out = append(out, "because:")
	}
	return out
}

// marked is the argument of the k-th name with a colon; nil for the reason.
func (p *parser) marked(k int) *Arg {
	for i := range p.row.Args {
		if p.row.Args[i].Kind.Prose() {
			if k == 0 {
				return &p.row.Args[i]
			}
			k--
		}
	}
	return nil
}

// plain removes the backslashes that kept words from being names.
func plain(text string, marks []string) string {
	text = strings.TrimSpace(text)
	text = strings.TrimPrefix(text, `\`)
	var b strings.Builder
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && !isSpace(text[j]) {
			j++
		}
		word := text[i:j]
		if bare := strings.TrimLeft(word, `\`); i > 0 && bare != word &&
			slices.Contains(marks, strings.ToLower(bare)) {
			word = word[1:]
		}
		b.WriteString(word)
		for i = j; i < len(text) && isSpace(text[i]); i++ {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// guarded adds these backslashes, also before a first word that could be the name of an
// argument.
func guarded(text string, r *Row) string {
	var b strings.Builder
	marks := r.marks()
	first := true
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && !isSpace(text[j]) {
			j++
		}
		word := text[i:j]
		bare := strings.ToLower(strings.TrimLeft(word, `\`))
		begins := word != "" && strings.ContainsAny(word[:1], `\",`)
		if slices.Contains(marks, bare) || first && (begins || r.named(bare) != nil) {
			b.WriteByte('\\')
		}
		b.WriteString(word)
		first = false
		for i = j; i < len(text) && isSpace(text[i]); i++ {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// named is the argument that a word names.
func (r *Row) named(word string) *Arg {
	for i := range r.Args {
		if a := &r.Args[i]; a.Lead() == word {
			return a
		}
	}
	return nil
}

// onOff is the switch whose name is on: its value alone is enough, as in bot cert off.
func (r *Row) onOff() *Arg {
	if a := r.named("on"); a != nil && a.Kind == Switch {
		return a
	}
	return nil
}

// next reads one argument from the beginning of head, and returns the rest.
func (p *parser) next(head string) (string, error) {
	word, rest := cut(head)
	if a := p.row.onOff(); a != nil && p.said.Values[a.Key] == nil && p.text() == nil && !quoted(head) {
		if low := strings.ToLower(word); low == "on" || low == "off" {
			var on any = low == "on"
			if value, left, err := p.value(a, rest); err == nil && low == "on" {
				on, rest = value, left // with its name: on off
			}
			p.said.Values[a.Key] = on
			return rest, nil
		}
	}
	if a := p.row.named(strings.ToLower(word)); a != nil && !quoted(head) && p.said.Values[a.Key] == nil {
		if value, left, err := p.value(a, rest); err == nil {
			p.said.Values[a.Key] = value
			return left, nil
		} else if p.text() == nil {
			return "", p.whole(err)
		}
	}
	for i := range p.row.Args {
		a := &p.row.Args[i]
		if !a.Bare || p.said.Values[a.Key] != nil {
			continue
		}
		if a.Kind.Prose() {
			return "", p.set(a, plain(head, p.marks()))
		}
		if a.Kind == Choice || a.Kind == Order {
			if p.scope == nil || len(p.scope(a.Kind, p.said.Values)) == 0 {
				continue // the question that is answered has no options
			}
			// An option can be given by its words, if nothing else follows.
			if n, err := strconv.Atoi(resolve(a.Kind, head, p.said.Values, p.scope)); a.Kind == Choice && err == nil {
				p.said.Values[a.Key] = float64(n)
				return "", nil
			}
		}
		value, left, err := p.value(a, head)
		if only := a.only(p.scope, p.said.Values); only != nil && (err != nil || p.picks(a, only, head)) {
			p.said.Values[a.Key] = float64(only.N)
			return head, nil
		}
		if err == nil {
			p.said.Values[a.Key] = value
			return left, nil
		}
		if a.Need || i == len(p.row.Args)-1 {
			return "", p.whole(err)
		}
	}
	return "", p.over(word)
}

// whole adds to an error for one argument how the whole line is written: the word that
// cannot be read may have been meant for something that the verb does not have.
func (p *parser) whole(err error) error {
	if strings.Contains(err.Error(), p.row.Usage()) {
		return err
	}
	return fmt.Errorf("%w: %s", err, p.row.Usage())
}

// text is the text of the verb that needs no name, if it has not been said yet.
func (p *parser) text() *Arg {
	for i := range p.row.Args {
		if a := &p.row.Args[i]; a.Bare && a.Kind.Prose() && p.said.Values[a.Key] == nil {
			return a
		}
	}
	return nil
}

// over is the error for a word that is no argument.
func (p *parser) over(word string) error {
	for _, m := range p.marks() {
		if strings.EqualFold(word+":", m) {
			return fmt.Errorf("write %s with its colon: %s", m, p.row.Usage())
		}
	}
	for i := range p.row.Args {
		if a := &p.row.Args[i]; a.Kind.Many() && a.Kind != Order && p.said.Values[a.Key] != nil {
			return fmt.Errorf("%q is one word too many: put commas between several: %s", scenario.CleanLine(word),
				p.row.Usage())
		}
	}
	err := fmt.Errorf("%q is not expected here: %s", scenario.CleanLine(word), p.row.Usage())
	if p.row.Rather != "" {
		return fmt.Errorf("%w; %s", err, p.row.Rather)
	}
	return err
}

func (p *parser) set(a *Arg, text string) error {
	v, err := p.row.Read(a, text, p.said.Values, p.scope)
	if err != nil {
		return err
	}
	p.said.Values[a.Key] = v
	return nil
}

// value reads an argument of one word, or of several with commas between them.
func (p *parser) value(a *Arg, s string) (value any, left string, err error) {
	word, left := cut(s)
	if word == "" {
		return nil, "", fmt.Errorf("something is missing after %s: %s", a.Lead(), p.row.Usage())
	}
	if a.Kind.Many() {
		var all []string
		if all, left = list(s); a.Kind == Order {
			all, left = numbers(s)
		}
		value, err = p.row.each(a, all, p.said.Values, p.scope)
		return value, left, err
	}
	if a.Repeat {
		return p.several(a, s)
	}
	value, err = p.row.Read(a, word, p.said.Values, p.scope)
	return value, left, err
}

// list reads words with commas between them: "cert, police" or cert,police.
func list(s string) (all []string, left string) {
	for {
		s = strings.TrimSpace(s)
		if s == "" {
			return all, ""
		}
		var word string
		if quoted(s) {
			word, s = cut(s)
			all = append(all, word)
		} else {
			i := strings.IndexFunc(s, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
			if i < 0 {
				i = len(s)
			}
			if word, s = strings.TrimSuffix(s[:i], ":"), strings.TrimSpace(s[i:]); word != "" {
				all = append(all, word)
			}
		}
		if !strings.HasPrefix(s, ",") {
			return all, s
		}
		s = s[1:]
	}
}

// picks reports whether somebody answers the only open question by numbers alone, without naming it:
// by an option of it, or all its options in order.
func (p *parser) picks(a *Arg, only *Thing, head string) bool {
	if word, rest := cut(head); word == strconv.Itoa(only.N) && strings.ContainsRune(rest, ',') && rest[0] != ',' {
		return false // 3 1,2 is the order 1,2 for question 3
	}
	all, left := numbers(head)
	takes := func(k Kind) int {
		if !slices.ContainsFunc(p.row.Args, func(a Arg) bool { return a.Kind == k }) {
			return 0
		}
		return len(p.scope(k, Values{a.Key: float64(only.N)}))
	}
	return left == "" && (len(all) == 1 && takes(Choice) > 0 || len(all) == takes(Order))
}

// numbers reads numbers with commas or spaces between them: 3,1,2 or 3 1 2.
func numbers(s string) (all []string, left string) {
	for {
		s = strings.TrimLeft(s, ", \t\r\n")
		i := strings.IndexFunc(s, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if i < 0 {
			i = len(s)
		}
		if _, err := strconv.Atoi(s[:i]); err != nil {
			return all, s
		}
		all, s = append(all, s[:i]), s[i:]
	}
}

// implied adds arguments that follow from others: an answer to a message goes to its sender, and an
// answer to the only open question need not say which it is.
func (p *parser) implied() {
	v := p.said.Values
	for i := range p.row.Args {
		a := &p.row.Args[i]
		if only := a.only(p.scope, v); only != nil && v[a.Key] == nil && !p.said.Bare {
			v[a.Key] = float64(only.N)
		}
	}
	if re, ok := v["re"].(string); ok && v["to"] == nil {
		from, _ := scenario.Numbered(re)
		v["to"] = []string{from}
	}
}
