package facilitator

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// effect is a change of the world, and as people say it.
type effect struct {
	words  string
	effect scenario.Effect
}

// effectMenu asks what is to change, and by a form how: a choice for each kind of effect
// of the format. What results goes to take, with the form's tag, which is answered
// once the room has taken it.
func (m *Model) effectMenu(title string, reason bool, take func(e effect, why, tag string) (tea.Cmd, string)) *menu {
	l := &menu{title: title}
	kinds := scenario.EffectKinds()
	for i := range kinds {
		k := &kinds[i]
		off := ""
		if len(m.targets(k.Target)) == 0 {
			off = "this scenario has none"
		}
		l.choices = append(l.choices, choice{key: k.Letter, text: k.Menu, off: off,
			do: func() tea.Cmd { return m.askEffect(k, "", reason, take) }})
	}
	return l
}

// askEffect asks for an effect of one kind by a form; id is what it changes, if that has
// been chosen.
func (m *Model) askEffect(k *scenario.EffectKind, id string, reason bool,
	take func(e effect, why, tag string) (tea.Cmd, string)) tea.Cmd {
	f := m.effectForm(k, id)
	if reason {
		f.Fields = append(f.Fields, widget.Text("reason", "Why", 1,
			"").Needed().With("For the record and the report"))
	}
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		e, wrong := m.effectOf(k, f)
		if wrong != "" {
			return nil, wrong
		}
		return take(e, f.Text("reason"), tag)
	})
}

// setMenu changes the world by hand, with a reason.
func (m *Model) setMenu() tea.Cmd {
	if off := m.notNow(); off != "" {
		return widget.Say("The world can be changed "+off, true)
	}
	return m.push(m.effectMenu("Change the world: what?", true, m.setEffect))
}

// tellFact makes a fact known to somebody, with a reason.
func (m *Model) tellFact(id string) tea.Cmd {
	if off := m.notNow(); off != "" {
		return widget.Say("That can be changed "+off, true)
	}
	kinds := scenario.EffectKinds()
	for i := range kinds {
		if kinds[i].Target == "fact" {
			return m.askEffect(&kinds[i], id, true, m.setEffect)
		}
	}
	return nil
}

func (m *Model) setEffect(e effect, why, tag string) (tea.Cmd, string) {
	return m.command(tag, "Done", "set", speech.Values{"set": []scenario.Effect{e.effect}}, why), ""
}

// targets lists what an effect can change, of the kind of thing that its target names.
func (m *Model) targets(kind string) []widget.Option {
	c := m.control()
	var out []widget.Option
	add := func(id, text, note string) { out = append(out, widget.Option{ID: id, Text: text, Note: note}) }
	switch kind {
	case "gauge":
		for _, g := range c.Gauges {
			add(g.ID, g.Title, "now "+strings.TrimSpace(widget.Number(g.Value)+" "+g.Unit))
		}
	case "system":
		for _, s := range c.Systems {
			add(s.ID, s.Title, "now "+s.State)
		}
	case "link":
		for _, l := range c.Links {
			note := fmt.Sprintf("now %.0f%%", l.Chance*100)
			if l.Cut {
				note = "cut"
			}
			add(l.From+" "+l.To, m.systemTitle(l.From)+" > "+m.systemTitle(l.To), note)
		}
	case "fact":
		for _, x := range c.Facts {
			add(x.ID, x.Title, "")
		}
	case "inject":
		for _, p := range c.Next {
			add(p.ID, p.Title, p.State)
		}
	case "venue":
		for _, v := range c.Venues {
			add(v.ID, v.Title, "now "+v.State)
		}
	case "channel":
		for _, id := range scenario.Channels {
			add(id, map[string]string{"call": "calls", "contact": "contacts of pairs", "formal": "the formal way"}[id], "")
		}
	case "version":
		for i := range c.Versions {
			v := &c.Versions[i]
			add(v.ID, v.Title, "now "+v.Words())
		}
	case "obligation":
		for _, d := range c.Dormant {
			add(d.ID, d.Text, "")
		}
	}
	return out
}

func (m *Model) systemTitle(id string) string {
	for _, s := range m.control().Systems {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

// effectForm asks what is changed, in which way where there are several, and for the
// values of the ways.
func (m *Model) effectForm(k *scenario.EffectKind, id string) *widget.Form {
	f := widget.NewForm(k.Title, k.Button, widget.Choose(k.Target, strings.ToUpper(k.Target[:1])+k.Target[1:],
		m.targets(k.Target), id))
	if len(k.Ways) > 1 {
		var how []widget.Option
		for _, w := range k.Ways {
			how = append(how, widget.Option{ID: w.Key, Text: w.Text})
		}
		f.Fields = append(f.Fields, widget.Choose("how", "How", how, how[0].ID))
	}
	written, listed := false, false
	for _, w := range k.Ways {
		switch w.Value {
		case scenario.Amounts, scenario.Spans: // one field for all of them
			if !written {
				f.Fields = append(f.Fields, widget.Text("value", "How much", 1, "").With("A number; with "+spans(k)+
					" a time, such as 12h"))
			}
			written = true
		case scenario.Share:
			f.Fields = append(f.Fields, widget.Scale(w.Key, w.Label, 0, 100, 5, 50, " %"))
		case scenario.Word, scenario.Switch:
			var words []widget.Option
			for _, word := range w.Words {
				words = append(words, widget.Option{ID: word, Text: word})
			}
			f.Fields = append(f.Fields, widget.Choose(w.Key, w.Label, words, w.Words[0]))
		case scenario.Seats:
			seats := []widget.Option{{ID: "all", Text: "Everyone"}}
			for _, s := range m.control().Seats {
				seats = append(seats, widget.Option{ID: s.ID, Text: s.Title})
			}
			f.Fields = append(f.Fields, widget.Tick(w.Key, w.Label, seats).Needed())
		case scenario.Systems:
			if !listed { // one field for all of them
				f.Fields = append(f.Fields, widget.Tick("systems", w.Label, append([]widget.Option{{ID: "all",
					Text: "All that it can mean"}}, m.targets("system")...)).Needed())
			}
			listed = true
		}
	}
	return f
}

// spans names the ways of a kind whose value is a time.
func spans(k *scenario.EffectKind) string {
	var out []string
	for _, w := range k.Ways {
		if w.Value == scenario.Spans {
			out = append(out, w.Key)
		}
	}
	return strings.Join(out, " and ")
}

// effectOf is what a form for an effect asks for, or what is wrong with it.
func (m *Model) effectOf(k *scenario.EffectKind, f *widget.Form) (effect, string) {
	id := f.One(k.Target)
	if id == "" {
		return effect{}, "Choose what is changed"
	}
	w := &k.Ways[0]
	for i := range k.Ways {
		if k.Ways[i].Key == f.One("how") {
			w = &k.Ways[i]
		}
	}
	value, wrong := f.Text("value"), ""
	said := value // the same in the language of effects
	switch w.Value {
	case scenario.Amounts:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			wrong = "How much: write a number, such as 5 or -2.5"
		}
	case scenario.Spans:
		if value == "" {
			wrong = "How much: write a time, such as 12h"
		}
	case scenario.Share:
		value, said = fmt.Sprintf("%.0f%%", f.Number(w.Key)), strconv.FormatFloat(f.Number(w.Key)/100, 'g', -1, 64)
	case scenario.Word:
		value = f.One(w.Key)
		said = value
	case scenario.Switch:
		value = f.One(w.Key)
		said = strconv.FormatBool(value == w.Words[0])
	case scenario.Seats:
		value, said = titles(m.toTitles(f.Many(w.Key))), strings.Join(f.Many(w.Key), ",")
	case scenario.Systems:
		var names []string
		for _, id := range f.Many("systems") {
			names = append(names, m.systemTitle(id))
		}
		value, said = titles(names), strings.Join(f.Many("systems"), ",")
	case scenario.Flag:
		said = strconv.FormatBool(true)
	}
	words := strings.NewReplacer("{target}", f.Label(k.Target), "{value}", value).Replace(w.Said)
	if wrong != "" {
		return effect{}, wrong
	}
	line := k.Target + " " + strings.ReplaceAll(id, " ", ",")
	if w.Value != scenario.Flag || !k.Optional { // it may be left out
		line += " " + w.Key + " " + said
	}
	row := exercise.Language().Verb("set")
	read, err := row.Read(row.Arg("set"), line, nil, nil)
	if err != nil {
		return effect{}, err.Error()
	}
	return effect{words, read.([]scenario.Effect)[0]}, ""
}
