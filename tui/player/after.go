package player

import (
	"fmt"

	"tocsin/tui/widget"
)

// over reports whether the exercise is over.
func (m *Model) over() bool { return m.view.Clock.Phase == "over" }

// after is what is before the brief once the exercise is over: what happened to it, and
// the form that is asked for.
func (m *Model) after(part func(title string, paragraphs ...string)) {
	if !m.over() {
		return
	}
	if f := m.view.Feedback; f != nil {
		words := []string{"Press f: six short questions, two minutes, while memory is fresh. Staff read it, and " +
			"the report."}
		if f.Realism > 0 {
			words = []string{fmt.Sprintf("Given, thank you: like the real thing %d, worth the time %d, prepared "+
				"now %d, of 5. Press f to change it.", f.Realism, f.Usefulness, f.Prepared)}
		}
		part("Your feedback", words...)
	}
	part("What happened to it, as your seat saw it", m.me.Became...)
	if s := m.me.Story; s != nil {
		for _, p := range s.Parts() {
			part(p.Title, p.Points...)
		}
	}
	if t := m.view.Truth; t != nil {
		part("What really happened", t.Words()...)
	}
}

// feedbackForm asks what somebody thinks of the exercise.
func (m *Model) feedbackForm() (*compose, string) {
	now := m.view.Feedback
	if now == nil {
		return nil, "Feedback is possible only after the exercise"
	}
	return &compose{id: "feedback", form: widget.FeedbackForm(*now), asks: func(f *widget.Form) []ask {
		return []ask{{done: "Thank you. You can change it with f until everyone leaves", act: widget.Feedback(f)}}
	}}, ""
}
