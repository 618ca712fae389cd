package facilitator

import (
	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// keys are the keys of the console. The first four run an exercise.
type keys struct {
	start, pause, next, note                  key.Binding
	menu, choose, task, pages, move           key.Binding
	write, broadcast, command, emergency      key.Binding
	release, hold, later, earlier, skip, edit key.Binding
	sort, all, switchNotes                    key.Binding
}

func bind(help string, keys ...string) key.Binding {
	shown := keys[0]
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

func newKeys() keys {
	return keys{
		start: bind("start, go on", "s"), pause: bind("pause", "p"), next: bind("next", "n"), note: bind("note", "o"),
		menu: bind("menu of everything", "m"), choose: bind("choose", "enter"), task: bind("what needs you", "g"),
		pages:     key.NewBinding(key.WithKeys("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "tab", "shift+tab"), key.WithHelp("0-9 tab", "pages")),
		move:      key.NewBinding(key.WithKeys("up", "down"), key.WithHelp("up down", "move")),
		write:     bind("write an inject", "w"),
		broadcast: bind("say to all", "b"), command: bind("command line", ":"), emergency: bind("real emergency: stop", "!"),
		release: bind("an inject: release it now", "r"), hold: bind("an inject: hold, let go", "h"), later: bind("an inject: later", "+", "="), earlier: bind("an inject: earlier", "-"),
		skip: bind("an inject: leave it out", "x"), edit: bind("an inject: edit it", "e"),
		sort: bind("seats: most silent first", "z"), all: bind("log: small things too", "a"), switchNotes: bind("notes: ratings", "v"),
	}
}

// enabled are the keys as they stand: what cannot be done now is switched off.
func (m *Model) enabled() help.KeyMap {
	k := m.keys
	c := m.v.Clock
	running, over := c.Phase == "running", c.Phase == "over"
	k.start.SetEnabled(!running && !over)
	k.pause.SetEnabled(running || c.Phase == "paused")
	k.next.SetEnabled(c.Phase != "before STARTEX" && !over && !c.Emergency)
	k.emergency.SetEnabled(!c.Emergency)
	onInject := m.page == pageNow && m.inject() != nil
	for _, b := range []*key.Binding{&k.release, &k.hold, &k.later, &k.earlier, &k.skip, &k.edit} {
		b.SetEnabled(onInject && c.Phase != "before STARTEX" && !over)
	}
	k.sort.SetEnabled(m.page == pagePeople)
	k.all.SetEnabled(m.page == pageLog)
	k.switchNotes.SetEnabled(m.page == pageNotes)
	k.task.SetEnabled(len(m.tasks()) > 0 && m.tasks()[0].open != nil)
	return k
}

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.start, k.pause, k.next, k.note, k.menu, k.task, k.choose, k.pages, k.write}
}

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.start, k.pause, k.next, k.note},
		{k.task, k.choose, k.menu, k.pages, k.move, k.command},
		{k.write, k.broadcast, k.emergency},
		{k.release, k.hold, k.later, k.earlier, k.skip, k.edit},
		{k.sort, k.all, k.switchNotes},
	}
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
	case key.Matches(k, b.broadcast):
		return m.broadcast()
	case key.Matches(k, b.command):
		return m.commandLine()
	case key.Matches(k, b.emergency):
		return m.emergency()
	case key.Matches(k, b.pages):
		m.turn(k.String())
		return nil
	}
	return m.pageKey(k, b)
}

func (m *Model) turn(k string) {
	switch k {
	case "tab":
		m.page = (m.page + 1) % pages
	case "shift+tab":
		m.page = (m.page + pages - 1) % pages
	case "0":
		m.page = pageWash
	default:
		m.page = int(k[0] - '1')
	}
	if m.page == pageTalk {
		m.heard = m.spoken()
	}
}

// pageKey is a key that means something on one page only.
func (m *Model) pageKey(k tea.KeyMsg, b keys) tea.Cmd {
	c := m.control()
	switch m.page {
	case pageNow:
		return m.injectKey(k, b)
	case pageWorld:
		if !m.world.Update(k) && key.Matches(k, b.choose) {
			return m.setMenu()
		}
	case pageKnows:
		if !m.facts.Update(k, c) && key.Matches(k, b.choose) && len(c.Facts) > 0 {
			return m.tellFact(c.Facts[m.facts.List.Cursor].ID)
		}
	case pagePeople:
		return m.peopleKey(k, b)
	case pageRule:
		if !m.cases.Update(k, len(c.Cases)) && key.Matches(k, b.choose) && len(c.Cases) > 0 {
			return m.push(m.caseMenu(c.Cases[m.cases.Cursor]))
		}
	case pageTalk:
		if !m.words.Update(k, len(m.heardWords())) && key.Matches(k, b.choose) {
			return m.push(m.talkMenu())
		}
	case pageDiscuss:
		if !m.asked.Update(k, len(m.questions())) && key.Matches(k, b.choose) {
			return m.push(m.discussMenu())
		}
	case pageNotes:
		return m.notesKey(k, b)
	case pageLog:
		_, cmd := m.log.Update(k, c, m.seat)
		return cmd
	case pageWash:
		return m.washKey(k, b)
	}
	return nil
}
