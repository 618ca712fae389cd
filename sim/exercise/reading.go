package exercise

import "tocsin/sim/scenario"

// Read says of a sensor when its reading was taken and how far it is to be trusted; "" for a gauge itself.
func (g *Gauge) Read() string {
	if g.Taken == nil {
		return ""
	}
	if g.Grade == "" {
		return "taken " + g.Taken.Date
	}
	return "taken " + g.Taken.Date + ", grade " + Graded(g.Grade)
}

// Graded is a grade of the Admiralty code with its words: "B2 (source usually reliable, probably true)".
func Graded(grade string) string { return grade + " (" + scenario.GradeWords(grade) + ")" }
