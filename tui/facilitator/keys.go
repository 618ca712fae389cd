package facilitator

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// keys are the keys of the console. The first four run an exercise.
type keys struct {
	start, pause, next, note             key.Binding
	menu, choose, task, pages, move      key.Binding
	leaf                                 key.Binding
	write, broadcast, command, emergency key.Binding
	links, plan                          key.Binding

	paged [][]key.Binding // those of each page that has its own
}

func bind(help string, keys ...string) key.Binding {
	shown := keys[0]
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

func newKeys(pages key.Binding) keys {
	return keys{
		start: bind("start, go on", "s"), pause: bind("pause", "p"), next: bind("next", "n"), note: bind("note", "o"),
		menu: bind("menu of everything", "m"), choose: bind("choose", "enter"), task: bind("what needs you", "g"),
		pages: pages,
		move:  key.NewBinding(key.WithKeys("up", "down", "j", "k", "ctrl+p", "ctrl+n"), key.WithHelp("up down", "move")),
		leaf: key.NewBinding(key.WithKeys("pgup", "pgdown", "home", "end", "ctrl+b", "ctrl+f"),
			key.WithHelp("pgup pgdown", "a screen up or down; home, end")),
		write:     bind("write an inject", "w"),
		links:     bind("links: where it is stuck", "L"),
		plan:      bind("plan: the room's time", "T"),
		broadcast: bind("say to all", "b"), command: bind("find a page, or type a command", ":"),
		emergency: bind("real emergency: stop", "!"),
	}
}

// enabled are the keys that work now: what cannot be done is switched off.
func (m *Model) enabled() help.KeyMap {
	k := m.keys
	c := m.v.Clock
	running, over := c.Phase == "running", c.Phase == "over"
	k.start.SetEnabled(!running && !over)
	k.pause.SetEnabled(running || c.Phase == "paused")
	k.next.SetEnabled(c.Phase != "before STARTEX" && !over && !c.Emergency)
	k.emergency.SetEnabled(!c.Emergency)
	k.task.SetEnabled(len(m.tasks()) > 0 && m.tasks()[0].open != nil)
	for _, p := range m.pages.List {
		own, ok := p.(keyed)
		if !ok {
			continue
		}
		list := own.keys(m)
		for i := range list {
			list[i].SetEnabled(list[i].Enabled() && m.on(p))
		}
		k.paged = append(k.paged, list)
	}
	return k
}

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.start, k.pause, k.next, k.note, k.menu, k.task, k.choose, k.pages, k.write}
}

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding {
	return append([][]key.Binding{
		{k.start, k.pause, k.next, k.note},
		{k.task, k.choose, k.menu, k.links, k.plan, k.pages, k.move, k.leaf, k.command},
		{k.write, k.broadcast, k.emergency},
	}, k.paged...)
}

// layerKeys are the keys of what lies over a page.
type layerKeys []key.Binding

// ShortHelp is the line of keys.
func (k layerKeys) ShortHelp() []key.Binding { return k }

// FullHelp is the page of keys.
func (k layerKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k} }

// key is a key that was pressed on a page.
func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	b := m.enabled().(keys)
	if why := m.unable(k, b); why != "" {
		return widget.Say(why, true)
	}
	switch {
	case key.Matches(k, b.start):
		return m.startOrGoOn()
	case key.Matches(k, b.pause):
		return m.pauseKey()
	case key.Matches(k, b.next):
		return m.nextKey()
	case key.Matches(k, b.note):
		return m.noteKey()
	case key.Matches(k, b.menu):
		return m.push(m.mainMenu())
	case key.Matches(k, b.task):
		return m.tasks()[0].open()
	case key.Matches(k, b.write):
		return m.push(m.templates())
	case key.Matches(k, b.links):
		m.show("links")
		return nil
	case key.Matches(k, b.plan):
		m.show("plan")
		return nil
	case key.Matches(k, b.broadcast):
		return m.broadcast()
	case key.Matches(k, b.command):
		return m.commandLine()
	case key.Matches(k, b.emergency):
		return m.emergency()
	case key.Matches(k, b.pages):
		m.pages.Turn(k.String())
		m.shown()
		return nil
	}
	over := len(m.layers)
	cmd := m.pages.Now().press(m, k)
	if cmd == nil && len(m.layers) == over && key.Matches(k, b.choose) {
		return widget.Say(widget.NoChoice, true)
	}
	return cmd
}

// idle is a key that can do nothing now, and why.
type idle struct {
	key key.Binding
	why string
}

// unable says why a key does nothing: not now, or on another page only, or nowhere; "" for one that does something.
func (m *Model) unable(k tea.KeyMsg, b keys) string {
	start, next := "the clock runs already; p pauses it", m.notNow()
	if m.v.Clock.Phase == "over" {
		start = m.notNow()
	}
	if m.v.Clock.Emergency {
		next = "the exercise is stopped; s goes on"
	}
	off := []idle{{b.start, start}, {b.pause, m.notNow()}, {b.next, next}, {b.task, "nothing needs you"},
		{b.emergency, "the exercise is stopped already"}}
	var elsewhere []string
	for _, p := range m.pages.List {
		own, ok := p.(keyed)
		if !ok {
			continue
		}
		for _, x := range own.keys(m) {
			switch has := slices.Contains(x.Keys(), k.String()); {
			case has && m.on(p):
				off = append(off, idle{x, cmp.Or(m.notNow(), "there is nothing to do it with")})
			case has && !slices.Contains(elsewhere, m.called(p.Name())):
				elsewhere = append(elsewhere, m.called(p.Name()))
			}
		}
	}
	for _, x := range off {
		if slices.Contains(x.key.Keys(), k.String()) {
			if x.key.Enabled() {
				return ""
			}
			return "Not now: " + x.why
		}
	}
	switch {
	case known(k, b):
		return ""
	case len(elsewhere) > 0:
		return keyName(k) + " does nothing on this page: it is a key of " + titles(elsewhere)
	}
	return keyName(k) + " does nothing here; ? shows the keys"
}

// known reports whether a key does something on every page.
func known(k tea.KeyMsg, b keys) bool {
	b.paged = nil
	for _, list := range b.FullHelp() {
		if key.Matches(k, list...) {
			return true
		}
	}
	return false
}

// keyName is what a key is called in words; text that was pasted is not repeated.
func keyName(k tea.KeyMsg) string {
	switch {
	case k.String() == " ":
		return "space"
	case k.Paste || len(k.Runes) > 1:
		return "pasted text"
	}
	return k.String()
}
