package widget

import (
	"strconv"

	"tocsin/sim/exercise"
)

// FeedbackForm asks what somebody thinks of the exercise, beginning with what they said of
// it before.
func FeedbackForm(now exercise.Feedback) *Form {
	scale := func(id, label string, n int) *Field {
		steps := []Option{{ID: "1", Text: "1", Note: "not at all"}, {ID: "2", Text: "2"}, {ID: "3", Text: "3"},
			{ID: "4", Text: "4"}, {ID: "5", Text: "5", Note: "fully"}}
		if n == 0 { // nobody is given a rating that they have not chosen
			steps = append([]Option{{ID: "0", Text: "-"}}, steps...)
		}
		return Choose(id, label, steps, strconv.Itoa(n)).With("1 to 5")
	}
	f := NewForm("How was it?", "Send",
		scale("realism", "Like the real thing", now.Realism),
		scale("usefulness", "Worth the time", now.Usefulness),
		scale("prepared", "Prepared now", now.Prepared).With("1 to 5: you and your organisation, for such a thing"),
		Text("well", "What went well", 2, now.Well),
		Text("change", "What to change", 2, now.Change),
		Text("will", "One thing we will do", 2, now.Will).With("You, or your organisation"))
	f.Check = func(f *Form) string {
		if a := Feedback(f); min(a.Realism, a.Usefulness, a.Prepared) == 0 {
			return "Give each of the first three a number from 1 to 5"
		}
		return ""
	}
	return f
}

// Feedback is what a form of [FeedbackForm] asks the room for.
func Feedback(f *Form) *exercise.Feedback {
	rating := func(id string) int {
		n, _ := strconv.Atoi(f.One(id)) // one of the options
		return n
	}
	return &exercise.Feedback{Realism: rating("realism"), Usefulness: rating("usefulness"),
		Prepared: rating("prepared"),
		Well:     f.Text("well"), Change: f.Text("change"), Will: f.Text("will")}
}
