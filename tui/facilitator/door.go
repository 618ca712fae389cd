package facilitator

import (
	"cmp"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
)

// doorMenu answers somebody who asks to come in under the name of a person who is known.
func (m *Model) doorMenu(k exercise.Knock) *menu {
	answer := func(on bool, said string) func() tea.Cmd {
		return func() tea.Cmd {
			return m.act("admit", said, &exercise.Admit{Who: k.Name, N: k.N, On: on})
		}
	}
	return &menu{title: "At the door: " + k.Name + "?",
		context: []string{fmt.Sprintf("Somebody at %s has the code and says they are %s, but does not show the "+
			"way back that %s was given. "+
			"A yes gives them that person's place and all it sees, and ends the line that %s may be on. Ask them in person first.", k.From, k.Name, k.Name, k.Name)},
		choices: []choice{
			{key: "n", text: "No", do: answer(false, "They are told no")},
			{key: "y", text: "Yes, that is " + k.Name, do: answer(true, k.Name+" is in")},
		}}
}

// codeMenu shows the codes of the room, and makes up others.
func (m *Model) codeMenu() *menu {
	c := m.control().Codes
	l := &menu{title: "Codes"}
	if c == nil {
		l.context = []string{"Nobody comes in over the network here."}
		return l
	}
	l.context = []string{"A new code keeps out people who know the old one. Those who are in stay in, and their " +
		"ways back remain valid."}
	for _, k := range c.Cards {
		whose := "nobody has used it"
		if k.Holder != "" {
			whose = "the way back of " + k.Holder
		}
		l.context = append(l.context, fmt.Sprintf("Card for %s: %s (%s)", m.titleOf(k.Role), k.Said, whose))
	}
	for _, e := range []struct{ key, of, code string }{{"p", "players", c.Players},
		{"f", "facilitators", c.Facilitators}, {"e", "evaluators", c.Evaluators}} {
		l.choices = append(l.choices, choice{key: e.key,
			text: fmt.Sprintf("Change the code of the %s, now %s", e.of, cmp.Or(e.code, "as before")),
			do: func() tea.Cmd {
				return m.act("code", "The code of the "+e.of+" is another now", &exercise.Recode{Of: e.of})
			}})
	}
	return l
}

// titleOf is the title of a seat.
func (m *Model) titleOf(role string) string {
	for _, s := range m.control().Seats {
		if s.ID == role {
			return s.Title
		}
	}
	return role
}

// noDoor says why there are no codes.
func (m *Model) noDoor() string {
	if m.control().Codes == nil {
		return "nobody comes in over the network"
	}
	return ""
}
