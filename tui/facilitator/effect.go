package facilitator

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// effect is a change of the world, in the words of a scenario, and as people say it.
type effect struct {
	words string
	args  args
}

// effectMenu asks what is to change, and by a form how. What comes of it goes to take,
// with the form's tag, which is answered once the room has taken it.
func (m *Model) effectMenu(title string, reason bool, take func(e effect, why, tag string) (tea.Cmd, string)) *menu {
	c := m.control()
	without := func(n int) string {
		if n == 0 {
			return "this scenario has none"
		}
		return ""
	}
	put := func(f *widget.Form, make func(f *widget.Form) (effect, string)) tea.Cmd {
		if reason {
			f.Fields = append(f.Fields, widget.Text("reason", "Why", 1, "").Needed().With("For the record and the report"))
		}
		return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
			e, wrong := make(f)
			if wrong != "" {
				return nil, wrong
			}
			return take(e, f.Text("reason"), tag)
		})
	}
	return &menu{title: title, choices: []choice{
		{key: "g", text: "A gauge", off: without(len(c.Gauges)), do: func() tea.Cmd { return put(m.gaugeForm(), m.gaugeEffect) }},
		{key: "s", text: "The state of a system", off: without(len(c.Systems)), do: func() tea.Cmd { return put(m.systemForm(), m.systemEffect) }},
		{key: "l", text: "A link of the cascade", off: without(len(c.Links)), do: func() tea.Cmd { return put(m.linkForm(), m.linkEffect) }},
		{key: "f", text: "Who knows a fact", off: without(len(c.Facts)), do: func() tea.Cmd { return put(m.factForm(""), m.factEffect) }},
		{key: "i", text: "Release an inject", off: without(len(c.Next)), do: func() tea.Cmd { return put(m.fireForm(), m.fireEffect) }},
		{key: "v", text: "Open or close a venue", off: without(len(c.Venues)), do: func() tea.Cmd { return put(m.venueForm(), m.venueEffect) }},
		{key: "o", text: "Start a reporting clock", off: without(len(c.Dormant)), do: func() tea.Cmd { return put(m.dutyForm(), m.dutyEffect) }},
	}}
}

// setMenu changes the world by hand, with a reason.
func (m *Model) setMenu() tea.Cmd {
	if off := m.notNow(); off != "" {
		return widget.Say("The world can be changed "+off, true)
	}
	return m.push(m.effectMenu("Change the world: what?", true, func(e effect, why, tag string) (tea.Cmd, string) { return m.set(tag, e.args, why), "" }))
}

// tellFact makes a fact known to somebody, with a reason.
func (m *Model) tellFact(id string) tea.Cmd {
	if off := m.notNow(); off != "" {
		return widget.Say("That can be changed "+off, true)
	}
	f := m.factForm(id)
	f.Fields = append(f.Fields, widget.Text("reason", "Why", 1, "").Needed().With("For the record and the report"))
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		e, wrong := m.factEffect(f)
		if wrong != "" {
			return nil, wrong
		}
		return m.set(tag, e.args, f.Text("reason")), ""
	})
}

func (m *Model) gaugeForm() *widget.Form {
	var gauges []widget.Option
	for _, g := range m.control().Gauges {
		gauges = append(gauges, widget.Option{ID: g.ID, Text: g.Title, Note: "now " + strings.TrimSpace(widget.Number(g.Value)+" "+g.Unit)})
	}
	return widget.NewForm("Change a gauge", "Change it",
		widget.Choose("gauge", "Gauge", gauges, ""),
		widget.Choose("verb", "How", []widget.Option{{ID: "set", Text: "set it to"}, {ID: "add", Text: "add (or take away, with a minus)"}, {ID: "times", Text: "multiply by"},
			{ID: "rate", Text: "from now on, move by so much an hour"}, {ID: "doubling", Text: "from now on, double every"}, {ID: "halving", Text: "from now on, halve every"}, {ID: "halt", Text: "from now on, stand still"}}, "set"),
		widget.Text("value", "How much", 1, "").With("A number; with doubling and halving a time, such as 12h"))
}

func (m *Model) gaugeEffect(f *widget.Form) (effect, string) {
	title, verb, value := f.Label("gauge"), f.One("verb"), f.Text("value")
	switch verb {
	case "halt":
		return effect{title + " stands still", args{"gauge": f.One("gauge"), "halt": true}}, ""
	case "doubling", "halving":
		if value == "" {
			return effect{}, "How much: write a time, such as 12h"
		}
		return effect{fmt.Sprintf("%s: %s every %s", title, verb, value), args{"gauge": f.One("gauge"), verb: value}}, ""
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return effect{}, "How much: write a number, such as 5 or -2.5"
	}
	words := map[string]string{"set": "is set to", "add": "changes by", "times": "is multiplied by", "rate": "moves each hour by"}[verb]
	return effect{title + " " + words + " " + value, args{"gauge": f.One("gauge"), verb: n}}, ""
}

func (m *Model) systemForm() *widget.Form {
	var systems []widget.Option
	for _, s := range m.control().Systems {
		systems = append(systems, widget.Option{ID: s.ID, Text: s.Title, Note: "now " + s.State})
	}
	return widget.NewForm("Change a system", "Change it",
		widget.Choose("system", "System", systems, ""),
		widget.Choose("becomes", "Becomes", []widget.Option{{ID: "normal", Text: "normal"}, {ID: "degraded", Text: "degraded"}, {ID: "failed", Text: "failed"}, {ID: "isolated", Text: "isolated"}}, "normal"))
}

func (m *Model) systemEffect(f *widget.Form) (effect, string) {
	id, becomes := f.One("system"), f.One("becomes")
	return effect{m.systemTitle(id) + " becomes " + becomes, args{"system": []string{id}, "becomes": becomes}}, ""
}

func (m *Model) systemTitle(id string) string {
	for _, s := range m.control().Systems {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

func (m *Model) linkForm() *widget.Form {
	var links []widget.Option
	for i, l := range m.control().Links {
		note := fmt.Sprintf("now %.0f%%", l.Chance*100)
		if l.Cut {
			note = "cut"
		}
		links = append(links, widget.Option{ID: strconv.Itoa(i), Text: m.systemTitle(l.From) + " > " + m.systemTitle(l.To), Note: note})
	}
	return widget.NewForm("Change a link", "Change it",
		widget.Choose("link", "Link", links, ""),
		widget.Choose("how", "How", []widget.Option{{ID: "cut", Text: "cut it for good"}, {ID: "chance", Text: "set its chance"}}, "cut"),
		widget.Scale("chance", "Chance", 0, 100, 5, 50, " %"))
}

func (m *Model) linkEffect(f *widget.Form) (effect, string) {
	i, err := strconv.Atoi(f.One("link"))
	if err != nil || i >= len(m.control().Links) {
		return effect{}, "Link: choose one"
	}
	l := m.control().Links[i]
	name := "The link from " + m.systemTitle(l.From) + " to " + m.systemTitle(l.To)
	pair := []string{l.From, l.To}
	if f.One("how") == "cut" {
		return effect{name + " is cut", args{"link": pair, "cut": true}}, ""
	}
	return effect{fmt.Sprintf("%s has a chance of %.0f%%", name, f.Number("chance")), args{"link": pair, "chance": f.Number("chance") / 100}}, ""
}

func (m *Model) factForm(id string) *widget.Form {
	var facts, roles []widget.Option
	for _, x := range m.control().Facts {
		facts = append(facts, widget.Option{ID: x.ID, Text: x.Title})
	}
	roles = append(roles, widget.Option{ID: "all", Text: "Everyone"})
	for _, s := range m.control().Seats {
		roles = append(roles, widget.Option{ID: s.ID, Text: s.Title})
	}
	return widget.NewForm("Make a fact known", "Make it known",
		widget.Choose("fact", "Fact", facts, id),
		widget.Tick("to", "To", roles).Needed())
}

func (m *Model) factEffect(f *widget.Form) (effect, string) {
	return effect{titles(m.toTitles(f.Many("to"))) + " learn: " + f.Label("fact"), args{"fact": f.One("fact"), "to": f.Many("to")}}, ""
}

func (m *Model) fireForm() *widget.Form {
	var injects []widget.Option
	for _, p := range m.control().Next {
		injects = append(injects, widget.Option{ID: p.ID, Text: p.Title, Note: p.State})
	}
	return widget.NewForm("Release an inject", "Release it", widget.Choose("inject", "Inject", injects, ""))
}

func (m *Model) fireEffect(f *widget.Form) (effect, string) {
	return effect{"The inject " + f.Label("inject") + " comes", args{"inject": f.One("inject")}}, ""
}

func (m *Model) venueForm() *widget.Form {
	var venues []widget.Option
	for _, v := range m.control().Venues {
		venues = append(venues, widget.Option{ID: v.ID, Text: v.Title, Note: "now " + v.State})
	}
	return widget.NewForm("Open or close a venue", "Change it", widget.Choose("venue", "Venue", venues, ""),
		widget.Choose("open", "Becomes", []widget.Option{{ID: "open", Text: "open"}, {ID: "closed", Text: "closed"}}, "open"))
}

func (m *Model) venueEffect(f *widget.Form) (effect, string) {
	return effect{f.Label("venue") + " is " + f.One("open"), args{"venue": f.One("venue"), "open": f.One("open") == "open"}}, ""
}

func (m *Model) dutyForm() *widget.Form {
	var duties []widget.Option
	for _, d := range m.control().Dormant {
		duties = append(duties, widget.Option{ID: d.ID, Text: d.Text})
	}
	return widget.NewForm("Start a reporting clock", "Start it", widget.Choose("obligation", "Obligation", duties, ""))
}

func (m *Model) dutyEffect(f *widget.Form) (effect, string) {
	return effect{"The clock of " + f.Label("obligation") + " starts", args{"obligation": f.One("obligation")}}, ""
}
