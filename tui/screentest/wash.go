package screentest

import "tocsin/sim/exercise"

func number(v float64) *float64 { return &v }

// Scored is [Staff] with a score: helped here and there, one objective that nothing has
// been measured of, long titles.
func Scored() exercise.View {
	v := Staff()
	s := &exercise.Score{At: Moment(49.5), Events: 312, HarmUnit: "points", Efficiency: number(0.62),
		Findings: []string{"The first joint action was done 3d after anyone knew; the longest part of that, 1d8h, " +
			"went into agreeing on it.",
			"Frontier developer needed \"The contractor's odd login\", which Second laboratory knew, for 20d16h (never told); harm of 158.2 was done meanwhile. It is one of 13 such cases."},
		Helps: []exercise.Helped{{Score: "total", Acts: 2,
			Last: exercise.Line{N: 88, At: Moment(40), Mark: "inject", Text: "Released: A reporter calls",
				Help: true}}, {Score: "speed", Acts: 1}, {Score: "effectiveness", Acts: 2}}}
	s.Marks.Total, s.Marks.Speed, s.Marks.Effectiveness = number(58.2), number(37.9), number(62)
	u := s.Marks
	u.Total = number(51)
	s.Unhelped = &u
	s.Harm.Actual, s.Harm.Idle, s.Harm.Solo, s.Harm.Frictionless = number(158.3), number(1645.8), number(1695.9),
		number(56)
	s.Pace.Value, s.Pace.Tau, s.Pace.Joint, s.Pace.Step = number(4.4), number(320), number(73),
		"Private fine-tune of the stolen weights"
	for i, o := range v.Control.Objectives {
		m := exercise.Marked{ID: o.ID, Rating: []string{"U", "P", "-"}[i%3],
			Text: "17% of those who need it had it in time", Limits: "P from 90%, S 70%, M 40%"}
		if m.Rating == "-" {
			m.Text = "no duty is due yet"
		}
		s.Objectives = append(s.Objectives, m)
	}
	v.Control.Score = s
	return v
}

// Washed is [Scored] after ENDEX, with everything in the hot wash.
func Washed() exercise.View {
	v := Scored()
	v.Clock.Phase, v.Clock.Why, v.Clock.Allows, v.Clock.Now = "over", "ENDEX", "nothing", Moment(504)
	w := &exercise.HotWash{Gaps: v.Control.Score.Findings,
		Strengths: []string{"The room was calm (Emmy, T+1d 02:00)"},
		Questions: []string{"Second laboratory asked National CERT, and had no answer: \"Whose tenant is it?\". " +
			"What would have helped?", "Who else needs to know, and who tells them?"},
		Moments: &exercise.Moments{Seeds: 20, Untried: 3, Whole: true, Each: []exercise.Turn{
			{At: Moment(8.2), Text: "Cloud provider told Frontier developer, National CERT \"Slow egress\"",
				Then: "Without it the harm would have been greater by 26.6 points", Harm: 26.6, Low: 11, High: 42,
				Sure: true},
			{At: Moment(30), Text: "Wire service did \"Publish the names\"",
				Then: "Without it the harm would have been less by 4.2 points on average, though not surely",
				Harm: -4.2, Low: -9, High: 1}}},
		Timeline: []exercise.Beat{{At: Moment(0), Kind: "clock", Text: "STARTEX"},
			{At: Moment(2), Kind: "inject", Text: "A reporter calls to Wire service"},
			{At: Moment(8.2), Kind: "decision", Text: "Cloud provider begins: Snapshot and hold"},
			{At: Moment(20), Kind: "gap", Objective: v.Control.Objectives[0].ID,
				Text: "National CERT needs \"Slow egress\" by now, which Cloud provider knows"},
			{At: Moment(120), Kind: "cascade", Text: "Private fine-tune of the stolen weights: failed, was well"},
			{At: Moment(200), Kind: "gap", Text: "National CERT missed: NIS2 early warning, 24 hours"},
			{At: Moment(504), Kind: "clock", Text: "ENDEX: the time is up"}},
		Left: 4}
	for i, o := range v.Control.Objectives {
		b := exercise.Wash{Objective: o, Marked: v.Control.Score.Objectives[i]}
		if i == 0 {
			b.Strengths = []string{"\"Slow egress\" reached National CERT in time",
				"They listened to one another (Emmy, T+1d 20:00)"}
			b.Gaps = []string{"Frontier developer needed \"Slow egress\", which Cloud provider knew, and went " +
				"without it for 2d5h (told in time, by a slow way)"}
			b.Quotes = []string{"\"Nobody has ever rung us\" (Sofya, T+1d 22:00)"}
			b.Questions = []string{"Second laboratory knew \"The contractor's odd login\" and never told Frontier " +
				"developer, 国家计算机应急响应中心. What stood in the way?"}
		}
		w.Objectives = append(w.Objectives, b)
	}
	w.Feedback = exercise.FeedbackSum{Of: 5, Realism: number(4.5), Usefulness: number(4), Prepared: number(2.5),
		Each: []exercise.FeedbackOf{
			{From: "Cloud provider", Feedback: exercise.Feedback{Realism: 5, Usefulness: 4, Prepared: 3,
				Well: "We found each other.", Change: "Begin with the telephone list.",
				Will: "Keep a number that is answered at night."}},
			{From: "observer", Feedback: exercise.Feedback{Realism: 4, Usefulness: 4, Prepared: 2,
				Will: "Ask legal now what we may share."}}}}
	v.Control.HotWash = w
	v.Control.Wall = exercise.WallState{Show: "wash", Page: 2, Moves: 4, Pages: []string{"The whole",
		"Those who need a fact have it in time", "The public hears one thing", "Copies are held",
		"Moments that mattered", "To discuss", "Feedback"},
		Board: exercise.Board{News: []exercise.Item{}, Shows: "wash", Page: WallPage()}}
	return v
}
