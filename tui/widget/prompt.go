package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/speech"
	"tocsin/tui/theme"
)

// Suggestion is a way to go on with a command line: its word takes the place of the one that
// is being typed.
type Suggestion = speech.Suggestion

// Prompt is a command line with suggestions, for those who like to type.
type Prompt struct {
	// Suggest gives ways to go on: words are those already complete, part is the one that
	// is being typed. Suggestions that do not begin with part are left out.
	Suggest func(words []string, part string) []Suggestion

	edit  Edit
	list  []Suggestion
	at    int // suggestion that tab takes next
	wrong string
	past  []string
	back  int // how far in the past
}

// Start empties the line, or begins it with some words.
func (p *Prompt) Start(line string) {
	p.edit = Edit{Limit: 1000}
	p.edit.Set(line)
	p.wrong, p.back = "", 0
	p.refresh()
}

// Update takes a key. When it is Sent, [Prompt.Line] is what was typed.
func (p *Prompt) Update(k tea.KeyMsg) Outcome {
	p.wrong = ""
	switch k.String() {
	case "esc":
		return Closed
	case "enter":
		if p.Line() == "" {
			return Closed
		}
		return Sent
	case "tab":
		p.take()
		return Editing
	case "up", "down":
		p.recall(k.String() == "up")
		return Editing
	case "backspace":
		if p.edit.Value() == "" {
			return Closed
		}
	}
	p.edit.Update(k)
	p.wrong = p.edit.Wrong()
	p.refresh()
	return Editing
}

// Keys are what can be pressed in the line.
func (p *Prompt) Keys() help.KeyMap {
	bind := func(k, what string) key.Binding { return key.NewBinding(key.WithKeys(k), key.WithHelp(k, what)) }
	tab := "complete"
	if word := strings.TrimSpace(p.next()); word != "" {
		tab = word
	}
	return promptKeys{bind("enter", "do it"), bind("tab", tab), bind("esc", "leave")}
}

type promptKeys []key.Binding

// ShortHelp is the line of keys.
func (k promptKeys) ShortHelp() []key.Binding { return k }

// FullHelp is the page of keys.
func (k promptKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k} }

// Line is what was typed.
func (p *Prompt) Line() string { return strings.TrimSpace(p.edit.Value()) }

// Refuse keeps the line open with a reason.
func (p *Prompt) Refuse(why string) { p.wrong = why }

// Done remembers the line, for the up key.
func (p *Prompt) Done() {
	const most = 50
	p.past = append(p.past, p.Line())
	if len(p.past) > most {
		p.past = p.past[1:]
	}
}

func (p *Prompt) recall(up bool) {
	if up {
		p.back = min(p.back+1, len(p.past))
	} else {
		p.back = max(p.back-1, 0)
	}
	line := ""
	if p.back > 0 {
		line = p.past[len(p.past)-p.back]
	}
	p.edit.Set(line)
	p.refresh()
}

// part splits off the word that is being typed. Names in a list are words of their own.
func (p *Prompt) part() (head, part string) {
	line := p.edit.Value()
	i := strings.LastIndexAny(line, " ,") + 1
	return line[:i], line[i:]
}

func (p *Prompt) refresh() {
	p.list, p.at = nil, 0
	if p.Suggest == nil {
		return
	}
	head, part := p.part()
	words := strings.FieldsFunc(head, func(r rune) bool { return r == ' ' || r == ',' })
	for _, s := range p.Suggest(words, part) {
		if strings.HasPrefix(strings.ToLower(s.Word), strings.ToLower(part)) {
			p.list = append(p.list, s)
		}
	}
}

// next is the word that tab writes: as far as all suggestions agree, or the first. It is empty where there are none.
func (p *Prompt) next() string {
	if len(p.list) == 0 {
		return ""
	}
	_, part := p.part()
	common := p.list[0].Word
	for _, s := range p.list[1:] {
		for !strings.HasPrefix(s.Word, common) {
			common = common[:len(common)-1]
		}
	}
	if len(p.list) == 1 || len(common) <= len(part) {
		common = p.list[0].Word + " "
	}
	return common
}

// take completes the word.
func (p *Prompt) take() {
	if word := p.next(); word != "" {
		head, _ := p.part()
		p.edit.Set(head + word)
		p.refresh()
	}
}

// View draws the line at the bottom of exactly h lines, the suggestions above it.
func (p *Prompt) View(th theme.Theme, w, h int) []string {
	line := ": " + strings.Join(p.edit.View(th, w-2, 1, true), "")
	var above []string
	if p.wrong != "" {
		for _, l := range Wrap(p.wrong, w-2) {
			above = append(above, th.Bad.Render("! "+l))
		}
	}
	width := 8
	for _, s := range p.list {
		width = max(width, min(Width(s.Word)+2, w/2))
	}
	room := max(h-1-len(above), 0)
	for i, s := range p.list {
		if hidden := len(p.list) - i; i == room-1 && hidden > 1 {
			above = append(above, th.Dim.Render(fmt.Sprintf("  … and %d more: type on", hidden)))
			break
		}
		takes := i == 0 && strings.HasSuffix(p.next(), " ") // tab writes the whole word
		if word := Mark(takes) + Fit(s.Word, width); takes {
			above = append(above, th.Selected.Render(Fit(word+s.Note, w)))
		} else {
			above = append(above, th.Key.Render(word)+th.Dim.Render(s.Note))
		}
	}
	above = above[:min(len(above), max(h-1, 0))]
	return Block(append(above, line), w, len(above)+1)
}
