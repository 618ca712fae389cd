package plain

import (
	"fmt"

	"tocsin/sim/exercise"
)

func isPlayer(v exercise.View) bool { return v.Player != nil }

func always(exercise.View) bool { return true }

func answerOf(p exercise.Probe) string {
	for _, o := range p.Options {
		if o.ID == p.Answer {
			return fmt.Sprintf("you said %s, %.0f%% sure", o.Text, 100*p.Confidence)
		}
	}
	return ""
}

func noteWords(n exercise.Note) string {
	if n.Words != "" {
		return n.Words
	}
	words := fmt.Sprintf("if %s, then %s", n.When, n.Do)
	if n.Within != "" {
		words += " within " + n.Within
	}
	return words
}
