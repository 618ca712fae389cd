package engine_test

import "testing"

const answering = `
[role.a]
[role.b]
[action.act]
by = ["a", "b"]
takes = "1h"
[action.other]
by = ["a"]
`

func TestObligations(t *testing.T) {
	text := answering + `
[fact.f]
text = "x"
known = {a={at="2h"}}
[obligation.report]
role = "a"
starts = "knows('f')"
within = "10h"
met_by = ["act", "other"]
[obligation.by_effect]
role = "b"
within = "1h"
met_by = ["act"]
[inject.law]
at = "20h"
effects = [{obligation="by_effect", starts=true}]
[inject.when_met]
when = "met('report')"
[inject.when_started]
when = "started('report')"
`
	tales(t, []tale{
		{name: "met in time", text: text, script: do("11h a act='act'"),
			want: []string{"2 obligation.started a report", "2 inject.delivered when_started",
				"12 action.done a act", "12 obligation.met a report", "12 inject.delivered when_met"},
			never: []string{"missed a"}},
		{name: "missed, met late", text: text, script: do("11h30m a act='act'"),
			want: []string{"12 obligation.missed a report", "12.5 obligation.met a report"}},
		{name: "met before it starts", text: text, script: do("0h a act='other'"),
			want:  []string{"2 obligation.started a report", "2 obligation.met a report"},
			never: []string{"missed a"}},
		{name: "met by the other action", text: text, script: do("3h a act='other'"),
			want: []string{"3 obligation.met a report"}},
		{name: "another's act is no excuse", text: text, script: do("3h b act='act'"),
			want: []string{"12 obligation.missed a report"}, never: []string{"met a report"}},
		{name: "started by an effect", text: text, script: "",
			want: []string{"20 obligation.started b by_effect", "21 obligation.missed b by_effect"}},
	})
}
