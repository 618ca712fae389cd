package exercise

import (
	"fmt"

	"tocsin/sim/engine"
)

// Count is how far a joint action has come: "2 of 3" seats, or "6 of 10" by their parts.
func (j *JointState) Count() string {
	n := len(j.Committed)
	if j.Given != nil {
		n = *j.Given
	}
	return fmt.Sprintf("%d of %d", n, j.Quorum)
}

// Has is the verb of how far it has come: seats have committed, parts are.
func (j *JointState) Has() string {
	if j.Given != nil {
		return "are"
	}
	return "have"
}

// Needs is what it takes.
func (j *JointState) Needs() string {
	if j.Given != nil {
		return fmt.Sprintf("Needs commitments that come to %d%s", j.Quorum, j.Brings())
	}
	return fmt.Sprintf("Needs %d who commit", j.Quorum)
}

// Brings is what my commitment counts for, where that is not 1: " (you bring 4)".
func (j *JointState) Brings() string {
	if j.Part == nil {
		return ""
	}
	return fmt.Sprintf(" (you bring %d)", *j.Part)
}

// partOf says what a commitment counts for, where commitments count by parts.
func (x *Exercise) partOf(ev engine.Event) string {
	j := x.sc().Actions[ev.Ref].Joint
	if len(j.Parts) == 0 {
		return ""
	}
	return fmt.Sprintf("That brings %d; it takes %d.", j.Part(x.scenario.Roles[ev.Role].ID), j.Quorum)
}
