package report

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/phrase"
)

// remedy is one corrective action, for a finding or for several that one action fixes: the first of
// them is the weightiest.
type remedy struct {
	finding
	urgency string
}

// remedies are what the findings ask for, each once: one promise of a seat for all the facts that it
// did not pass on, one set of drafts for all its reports, one rule where the same is asked of the same.
func remedies(areas []finding) []remedy {
	groups := map[string][]finding{}
	out, order := map[string]remedy{}, []string{}
	for i := range areas {
		a := &areas[i]
		k := a.mendedBy()
		if groups[k] == nil {
			order = append(order, k)
			out[k] = remedy{urgency: a.priority(i)}
		}
		groups[k] = append(groups[k], *a)
	}
	list := make([]remedy, 0, len(order))
	for _, k := range order {
		r := out[k]
		r.finding = combined(groups[k])
		list = append(list, r)
	}
	return list
}

// mendedBy is the same for two findings that one corrective action fixes.
func (f *finding) mendedBy() string {
	what := f.action
	if f.about != "" {
		what = f.element // which facts or reports, the action says
	}
	return strings.Join([]string{f.kind, what, f.responsible}, "\x00")
}

// combined is one finding for several that one corrective action fixes.
func combined(group []finding) finding {
	x := group[0]
	if len(group) == 1 {
		return x
	}
	x.Evidence, x.objectives = nil, nil
	var about, told, issues []string
	for _, f := range group {
		about = append(about, "“"+f.about+"”")
		told = append(told, fmt.Sprintf("“%s” (%s)", f.about, seatList(f.to)))
		issues = append(issues, f.Issue)
		x.Evidence = append(x.Evidence, f.Evidence...)
		for _, o := range f.objectives {
			if !slices.Contains(x.objectives, o) {
				x.objectives = append(x.objectives, o)
			}
		}
	}
	x.Evidence = each(x.Evidence)
	switch {
	case x.kind == "silence" && x.element == "Planning":
		x.Issue = fmt.Sprintf("Late or never received by some seats that needed them: %s. %s could have told them.",
			phrase.List(about), x.responsible)
		tells := "tells"
		if x.several {
			tells = "tell"
		}
		x.action = fmt.Sprintf("Agree in advance whom %s %s at once, and by which channel, about facts such as %s; write "+
			"it down as promises (if this, then that, within this time) and practise them.", x.responsible, tells,
			phrase.List(told))
	case x.kind == "silence":
		x.Issue = fmt.Sprintf("Told in time but by channels that were too slow: %s.", phrase.List(about))
		x.action = fmt.Sprintf("Give %s faster channels for facts such as %s, and use them.", x.responsible,
			phrase.List(told))
	case x.kind == "duty":
		x.Issue = fmt.Sprintf("%s did not report in time: %s.", x.responsible, phrase.List(about))
		x.action = fmt.Sprintf("Have %s keep drafts of these reports ready and name who sends each, and start a "+
			"clock for each on a board when the facts are known.", x.responsible)
	default:
		x.Issue = strings.Join(slices.Compact(issues), " ")
	}
	return x
}
