package plain

import (
	"context"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/speech"
)

// The verbs of the dialogue are those of the language of seats: what is behind one is
// taken apart as on every command line, and what is missing is asked for.

// own are the verbs for which the dialogue has more to do than to ask the room.
var own = []string{"leave"}

// verbs are the commands that the language gives to whoever sits here.
func (d *dialogue) verbs(taken []command) []command {
	var out []command
	who := d.view().You.Kind.Speaker()
	for _, row := range exercise.Language().For(who) {
		if slices.Contains(own, row.Verb) || row.Verb == "feedback" && d.view().Feedback == nil {
			continue
		}
		v := d.view()
		if v.Lobby != nil && exercise.NeedsSeat(row.Verb) || v.You.Aide && v.CannotSay(row.Verb) != "" {
			continue
		}
		words := []string{row.Verb}
		for _, s := range row.Short {
			words = append(words, s.Word)
		}
		words = slices.DeleteFunc(words, func(w string) bool {
			return slices.ContainsFunc(taken, func(c command) bool {
				return slices.Contains(strings.Fields(c.words),
					w)
			})
		})
		if len(words) == 0 {
			continue
		}
		does := strings.ToLower(row.Help[:1]) + row.Help[1:] + ": " + row.Usage()
		if row.Main {
			does = "*" + does
		}
		out = append(out, command{words: strings.Join(words, " "), does: does, who: always})
	}
	if who&speech.Facilitator != 0 {
		out = append(out,
			command{words: "as", does: "act in a seat that you have taken over: as SEAT, and what the seat does",
				who: always})
	}
	return out
}

// speak carries out a line in the language of seats.
func (d *dialogue) speak(line string) error {
	v := d.view()
	scope := v.Scope()
	said, err := exercise.Language().Parse(line, v.You.Kind.Speaker(), scope)
	if err != nil {
		d.say(sentence(err.Error()))
		return ErrBack
	}
	if why := v.CannotSay(said.Row.Verb); why != "" { // before anything is asked
		d.say("Refused: " + sentence(why))
		return ErrBack
	}
	if v.Control != nil {
		said.Row = said.Row.ForStaff()
	}
	talked := said.Bare // whoever is asked for one thing is asked how sure they are, too
	for i := range said.Row.Args {
		a := &said.Row.Args[i]
		may := !a.Seldom && (said.Bare || talked && a.Kind == speech.Confidence)
		if said.Values[a.Key] != nil || said.Values[a.Instead] != nil || !a.Need && !may {
			continue
		}
		talked = true
		if err := d.argument(said, a, scope); err != nil {
			return err
		}
	}
	if said.Row.Why != "" && said.Bare {
		if said.Reason, err = d.perhaps(said.Row.Why, true); err != nil {
			return err
		}
	}
	if err := d.sureOfMark(said); err != nil {
		return err
	}
	if said.Row.Sure != "" {
		if err := d.sure(said.Row.Sure); err != nil {
			return err
		}
	}
	for _, one := range said.Each() {
		q, err := one.Request(v.You.Role)
		if err != nil {
			d.say(sentence(err.Error()))
			return ErrBack
		}
		if err := d.put(q, sentence(one.Row.Said(one.Values, scope))); err != nil {
			return err
		}
	}
	return nil
}

// sureOfMark asks again before a fact is shared wider than its mark.
func (d *dialogue) sureOfMark(said *speech.Said) error {
	p := d.view().Player
	to, _ := said.Values["to"].([]string)
	via, _ := said.Values["via"].(string)
	if p == nil || said.Row.Verb != "share" {
		return nil
	}
	if why := p.GoesWider(said.Every("share"), to, via); why != "" {
		return d.sure(why + ".")
	}
	return nil
}

func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// argument asks for what is missing.
func (d *dialogue) argument(said *speech.Said, a *speech.Arg, scope speech.Scope) error {
	var options []option
	for _, t := range said.Row.Choices(a, said.Values, scope) {
		options = append(options, option{t.ID, t.Title, t.Note, t.N})
	}
	numbers := a.Kind == speech.Choice || a.Kind == speech.Order
	switch {
	case numbers && len(options) == 0, a.Kind == speech.Text && !a.Need && said.Values["order"] != nil:
		return nil
	case a.Need && a.Kind.Listed() && len(options) == 0 && d.view().Player != nil:
		d.say(a.Ask + " There is nothing to choose from now.")
		return ErrBack
	case len(options) == 1 && (a.Kind == speech.Question || a.Kind == speech.Approval):
		d.say(options[0].title)
		said.Values[a.Key] = float64(options[0].n)
		return nil
	case !a.Need && !numbers && a.Kind != speech.Text && a.Kind.Listed():
		options = nil // it may be left out: a line will do
	case a.Kind == speech.Word && slices.ContainsFunc(a.Of, isNumber):
		options = nil // the numbers of a list would be other words of it
	}
	for {
		text, err := d.answer(a, options, !a.Need && !numbers)
		if err != nil || text == "" {
			return err
		}
		v, err := said.Row.Read(a, text, said.Values, scope)
		if err == nil {
			said.Values[a.Key] = v
			return nil
		}
		d.say(sentence(err.Error()))
	}
}

func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// answer is what somebody writes in answer to a question; empty for what is left out.
func (d *dialogue) answer(a *speech.Arg, options []option, optional bool) (string, error) {
	switch {
	case optional:
		return d.perhaps(strings.TrimSuffix(a.Ask, "?"), true)
	case len(options) > 0 && a.Kind.Many():
		some, err := d.chooseSome(a.Ask, options)
		var ids []string
		for _, o := range some {
			ids = append(ids, quoted(o.id))
		}
		return strings.Join(ids, ","), err
	case len(options) > 0:
		o, err := d.choose(a.Ask, options)
		return o.id, err
	}
	return d.text(strings.TrimSuffix(a.Ask, "?"))
}

func quoted(id string) string {
	if strings.Contains(id, " ") {
		return `"` + id + `"`
	}
	return id
}

// put has the room do something, and says what resulted.
func (d *dialogue) put(q speech.Request, done string) error {
	if q.Line() == nil && !q.All {
		return d.act(q.Args, done)
	}
	r, err := room.RequestOf(q)
	if err != nil {
		d.say(sentence("It cannot be sent: " + err.Error()))
		return ErrBack
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	a, err := d.hand().Do(ctx, r)
	return d.answered(a, err, done)
}
