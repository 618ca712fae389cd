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

// Stood is the room's own note that its host stood still for a while, as a laptop that
// sleeps, and that no exercise time has passed meanwhile.
type Stood struct {
	For string `json:"for"` // on the wall
}

func (a *Stood) do(x *Exercise, _ int) Answer {
	x.notify(fromExercise(), audience{staff: true, person: -1}, OneLine(fmt.Sprintf("The host stood still for %s. "+
		"The exercise waited: no time of it has passed", a.For), 200))
	return yes()
}

func (*Stood) roomOnly() {}

// Lost is the room's own note that one of the two files of the record can be written no
// more, and that the exercise goes on with the other alone.
type Lost struct {
	File string `json:"file"`
	Kept string `json:"kept"` // where the record is written on
	Why  string `json:"why"`
}

func (a *Lost) do(x *Exercise, _ int) Answer {
	text := OneLine(fmt.Sprintf("The record is not written to %s any more: %s. It goes on in %s alone, and if that "+
		"fails too the exercise stops", a.File, a.Why, a.Kept), 600)
	x.lost = append(x.lost, text)
	x.notify(fromExercise(), audience{staff: true, person: -1}, text)
	return yes()
}

func (*Lost) roomOnly() {}
