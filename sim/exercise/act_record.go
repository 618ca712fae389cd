package exercise

import "fmt"

// signed is the host's signature of the record up to here: nothing for the exercise. Package
// record makes and checks it.
type signed struct {
	Key       string `json:"key"`
	From      int    `json:"from"`
	SHA256    string `json:"sha256"`
	State     string `json:"state"`
	Marks     string `json:"marks"`
	Signature string `json:"signature"`
}

func (*signed) do(*Exercise, int) Answer { return yes() }

func (*signed) roomOnly() {}

// Stood is the room's own note that its host was suspended for a while, as a laptop that
// sleeps, and that no exercise time has passed meanwhile.
type Stood struct {
	For string `json:"for"` // on the wall
}

func (a *Stood) do(x *Exercise, _ int) Answer {
	x.notify(fromExercise(), audience{staff: true, person: -1}, OneLine(fmt.Sprintf("The host did not run for %s. "+
		"The exercise waited: no time of it has passed", a.For), 200))
	return yes()
}

func (*Stood) roomOnly() {}

// Lost is the room's own note that one of the two files of the record can no longer be
// written, and that the exercise goes on with the other alone.
type Lost struct {
	File string `json:"file"`
	Kept string `json:"kept"` // the file in which the record goes on
	Why  string `json:"why"`
}

func (a *Lost) do(x *Exercise, _ int) Answer {
	text := OneLine(fmt.Sprintf("The record is no longer written to %s: %s. It goes on in %s alone, and if that "+
		"fails too the exercise stops", a.File, a.Why, a.Kept), 600)
	x.lost = append(x.lost, text)
	x.notify(fromExercise(), audience{staff: true, person: -1}, text)
	return yes()
}

func (*Lost) roomOnly() {}

// Heard is the room's own note of which words out of the game people have put away, so that
// these are not new to them after an interruption. It changes nothing else.
type Heard struct {
	By []HeardBy `json:"by"`
}

// HeardBy says up to which number a person has put away the notices that they could hear.
type HeardBy struct {
	Who string `json:"who"`
	N   int    `json:"n"` // as in a [Notice]
}

func (a *Heard) do(x *Exercise, _ int) Answer {
	for _, h := range a.By {
		if p := x.find(h.Who); p >= 0 {
			x.people[p].heard = max(x.people[p].heard, min(h.N, x.heardOf(p, len(x.notices))))
		}
	}
	return yes()
}

func (*Heard) roomOnly() {}

// HeardBy returns up to which number a person has heard the notices that they could hear, as far as
// the record tells; ok is false for somebody who has never joined.
func (x *Exercise) HeardBy(name string) (n int, ok bool) {
	p := x.find(name)
	if p < 0 {
		return 0, false
	}
	return x.toldOf(p), true
}
