package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// option is something to choose.
type option struct {
	id    string
	title string
	hint  string // said next to it in the list
	n     int    // the number that it goes by, where that is not its place in the list
}

// given is the next answer that came with the command.
func (d *dialogue) given() (string, bool) {
	if len(d.args) == 0 {
		return "", false
	}
	a := d.args[0]
	d.args = d.args[1:]
	return a, true
}

// choose has somebody choose one thing. Numbers, ids and beginnings of titles will do.
func (d *dialogue) choose(question string, options []option) (option, error) {
	if len(options) == 0 {
		d.say(question + " There is nothing to choose from now.")
		return option{}, ErrBack
	}
	said, ok := d.given()
	for {
		if !ok {
			d.list(question, options)
			var err error
			if said, err = d.line("Number, or Enter to go back: "); err != nil {
				return option{}, err
			}
		}
		if said == "" {
			return option{}, ErrBack
		}
		o, why := match(said, options)
		if why == "" {
			return o, nil
		}
		d.say(why)
		if ok {
			return option{}, d.unclear(question, options)
		}
	}
}

// unclear is for an answer that came with the command and will not do: what there is to
// choose is said, and nothing is done. Whoever writes whole commands, or has a program
// write them, is not held up with questions.
func (d *dialogue) unclear(question string, options []option) error {
	d.list(question, options)
	return ErrBack
}

// chooseSome has somebody choose one or more things.
func (d *dialogue) chooseSome(question string, options []option) ([]option, error) {
	if len(options) == 0 {
		d.say(question + " There is nothing to choose from now.")
		return nil, ErrBack
	}
	said, ok := d.given()
	for {
		if !ok {
			d.list(question, options)
			var err error
			if said, err = d.line("Numbers with commas between them, or Enter to go back: "); err != nil {
				return nil, err
			}
		}
		if said == "" {
			return nil, ErrBack
		}
		out, why := matchAll(said, options)
		if why == "" {
			return out, nil
		}
		d.say(why)
		if ok {
			return nil, d.unclear(question, options)
		}
	}
}

func (d *dialogue) list(question string, options []option) {
	d.say(question)
	for i, o := range options {
		number := i + 1
		if o.n > 0 {
			number = o.n
		}
		text := fmt.Sprintf("%d. %s", number, o.title)
		if o.hint != "" {
			text += " (" + o.hint + ")"
		}
		d.entry(text)
	}
}

func matchAll(said string, options []option) ([]option, string) {
	var out []option
	words := strings.Split(said, ",")
	if strings.Trim(said, "0123456789, ") == "" {
		words = strings.Fields(strings.ReplaceAll(said, ",", " "))
	}
	for _, word := range words {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		o, why := match(word, options)
		if why != "" {
			return nil, why
		}
		out = append(out, o)
	}
	if len(out) == 0 {
		return nil, "Choose at least one."
	}
	return out, ""
}

func match(said string, options []option) (option, string) {
	if n, err := strconv.Atoi(said); err == nil {
		for _, o := range options {
			if o.n > 0 && o.n == n {
				return o, ""
			}
		}
		if options[0].n > 0 {
			return option{}, fmt.Sprintf("%d is not among them.", n)
		}
		if n < 1 || n > len(options) {
			return option{}, fmt.Sprintf("Choose a number from 1 to %d.", len(options))
		}
		return options[n-1], ""
	}
	low := strings.ToLower(said)
	var near []option
	for _, o := range options {
		if strings.ToLower(o.id) == low || strings.ToLower(o.title) == low {
			return o, ""
		}
		if strings.HasPrefix(strings.ToLower(o.id), low) || strings.HasPrefix(strings.ToLower(o.title), low) {
			near = append(near, o)
		}
	}
	switch len(near) {
	case 1:
		return near[0], ""
	case 0:
		return option{}, "That is not among them."
	}
	return option{}, "That could be more than one of them; use a number."
}

// text has somebody write something. What is behind the command is taken whole, since
// a text may have semicolons in it.
func (d *dialogue) text(prompt string) (string, error) {
	if len(d.args) > 0 {
		s := strings.Join(d.args, "; ")
		d.args = nil
		return s, nil
	}
	s, err := d.line(prompt + " (Enter to go back): ")
	if err == nil && s == "" {
		err = ErrBack
	}
	return s, err
}

// perhaps asks for something that may be left out. It is asked only of those who are
// being asked everything: whoever writes a whole command in one line has left it out.
func (d *dialogue) perhaps(prompt string, asking bool) (string, error) {
	if s, ok := d.given(); ok || !asking {
		return s, nil
	}
	return d.line(prompt + " (Enter to leave out): ")
}

// sure asks before something that cannot be taken back.
func (d *dialogue) sure(question string) error {
	if s, ok := d.given(); ok && strings.EqualFold(s, "yes") {
		return nil
	}
	s, err := d.line(question + " Write yes to do it: ")
	if err == nil && !strings.EqualFold(s, "yes") {
		err = ErrBack
	}
	return err
}

// Choose has somebody choose before there is an exercise: the places of what was chosen, from 0; none where there is
// nothing more to read. The error is [ErrBack] where somebody would rather not, else of the terminal.
func Choose(ctx context.Context, in *Lines, out io.Writer, question string, rows []string, several bool) ([]int,
	error) {
	d := &dialogue{ctx: ctx, in: in, out: out}
	var options []option
	for i, r := range rows {
		options = append(options, option{id: strconv.Itoa(i + 1), title: r})
	}
	var chosen []option
	var err error
	if several {
		chosen, err = d.chooseSome(question, options)
	} else {
		var o option
		o, err = d.choose(question, options)
		chosen = []option{o}
	}
	if errors.Is(err, errEnd) {
		return nil, nil
	}
	var at []int
	for _, o := range chosen {
		n, _ := strconv.Atoi(o.id)
		at = append(at, n-1)
	}
	return at, err
}
