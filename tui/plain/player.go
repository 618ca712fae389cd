package plain

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

func isPlayer(v exercise.View) bool { return v.Player != nil }

func always(exercise.View) bool { return true }

// contacts are whom a seat can write to.
func contacts(p *exercise.Player, public bool) []option {
	var out []option
	for _, c := range p.Contacts {
		if c.Kind != "public" || public {
			o := option{id: c.ID, title: c.Title}
			if c.Kind != "role" {
				o.hint = c.Kind
			}
			out = append(out, o)
		}
	}
	return out
}

// actions are those of a seat that can be begun now, or with all of them, since a refusal
// says why.
func actions(p *exercise.Player, joint bool) []option {
	var out []option
	for _, a := range p.Actions {
		if (a.Joint != nil) != joint {
			continue
		}
		hint := a.Takes
		if hint != "" {
			hint = "takes " + hint
		}
		switch j := a.Joint; {
		case j != nil && j.UnderWay:
			hint = "under way"
		case j != nil && j.Open:
			hint = fmt.Sprintf("%d of %d committed", len(j.Committed), j.Quorum)
		case j != nil:
			hint = fmt.Sprintf("needs %d", j.Quorum)
		}
		if !a.Can {
			hint = "not now: " + strings.TrimSuffix(a.Why, ".")
		}
		out = append(out, option{a.ID, a.Title, hint, 0})
	}
	return out
}

func answerOf(p exercise.Probe) string {
	for _, o := range p.Options {
		if o.ID == p.Answer {
			return fmt.Sprintf("you said %s, %.0f%% sure", o.Text, 100*p.Confidence)
		}
	}
	return ""
}

// message has somebody choose one that can be answered, by its number in the inbox.
func (d *dialogue) message(question string) (exercise.Item, error) {
	var options []option
	items := map[string]exercise.Item{}
	inbox := d.view().Player.Inbox
	for i := len(inbox) - 1; i >= 0; i-- {
		if it := inbox[i]; it.Re != "" {
			options = append(options, option{id: it.Re, title: it.From + ": " + or(it.Text, it.Title), n: it.N})
			items[it.Re] = it
		}
	}
	o, err := d.choose(question, options[:min(len(options), 20)])
	return items[o.id], err
}

func noteWords(n exercise.Note) string {
	words := fmt.Sprintf("if %s, then %s", n.When, n.Do)
	if n.Within != "" {
		words += " within " + n.Within
	}
	return words
}
