package exercise

import (
	"slices"

	"tocsin/sim/speech"
)

// Arguments that several acts have, and the language that the acts are part of.

func text(ask string) speech.Arg {
	return speech.Arg{Key: "text", Kind: speech.Text, Bare: true, Need: true, Ask: ask}
}

// labelled is an argument whose field has another label than its word.
func labelled(label string, a speech.Arg) speech.Arg { a.Label = label; return a }

func who() speech.Arg {
	return speech.Arg{Key: "who", Kind: speech.Person, Bare: true, Need: true, Ask: "Who?"}
}

func role() speech.Arg {
	return speech.Arg{Key: "role", Name: "seat", Kind: speech.Seat, Bare: true, Need: true, Ask: "Which seat?"}
}

func on() speech.Arg {
	return speech.Arg{Seldom: true, Key: "on", Kind: speech.Switch, Else: true, Ask: "On or off? If left out, on"}
}

func rated(key, what string) speech.Arg {
	ask := what + ", from 1, not at all, to 5, fully?"
	return speech.Arg{Key: key, Kind: speech.Number, Bare: true, Need: true, Ask: ask}
}

// Language is everything that can be said: the commands of the exercise and the acts of the
// room.
func Language() speech.Language { return slices.Concat(speech.Commands, acts) }

// Speaker is what a kind of people is in the language.
func (k Kind) Speaker() speech.Who {
	switch k {
	case KindPlayer:
		return speech.Player
	case KindFacilitator:
		return speech.Facilitator
	case KindEvaluator:
		return speech.Evaluator
	case KindObserver:
		return speech.Observer
	case KindBoard:
		return speech.Board
	}
	return 0
}
