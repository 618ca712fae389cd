package plain

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

// tellPicture says the hypotheses with their evidence, how sure one is or all are, how severe it
// is judged to be, and where two seats act on what cannot both be.
func (d *dialogue) tellPicture(p *exercise.Picture) {
	if p == nil {
		return
	}
	for _, h := range p.Hypotheses {
		said := "you have not said how sure you are"
		switch {
		case h.Yours != nil:
			said = fmt.Sprintf("you are %.0f%% sure", 100**h.Yours)
		case h.Said > 0:
			said = fmt.Sprintf("%d of %d seats are %.0f%% sure, from %.0f%% to %.0f%%", h.Said, h.Of, 100*h.Mean,
				100*h.Low, 100*h.High)
		case d.view().Player == nil:
			said = fmt.Sprintf("none of %d seats has said how sure it is", h.Of)
		}
		if h.Truth {
			said += "; it is so"
		}
		d.entry(fmt.Sprintf("Hypothesis %s (%s): %s", h.Title, h.ID, said))
		for _, side := range []struct {
			word string
			list []exercise.Evidence
		}{{"  for it: ", h.For}, {"  against it: ", h.Against}} {
			var titles []string
			for _, e := range side.list {
				titles = append(titles, e.Title)
			}
			if len(titles) > 0 {
				d.entry(side.word + strings.Join(titles, ", "))
			}
		}
		for _, by := range h.Held {
			d.entry(strings.TrimSuffix(fmt.Sprintf("  %s, %s: %.0f%%. %s", by.Title, by.At.T, 100*by.Confidence, by.Text), " "))
		}
	}
	for _, s := range p.Severities {
		switch {
		case s.Yours:
			d.entry("You judge it " + s.Title)
		case len(s.Seats) > 0:
			d.entry(fmt.Sprintf("Judged %s by %s", s.Title, strings.Join(s.Seats, ", ")))
		}
	}
	if p.Now != "" {
		d.entry("By its thresholds it is " + p.Now)
	}
	if n := len(p.Agreement); n > 0 {
		d.entry(fmt.Sprintf("Agreement on the order of the hypotheses: W %.2f of %d seats", p.Agreement[n-1].W,
			p.Agreement[n-1].N))
	}
	for _, c := range p.Clashes {
		d.entry(c.Words())
	}
}
