package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/help"
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
	at    int // suggestion that the arrows have chosen, from 1; 0 for none
	wrong string
	past  []string
	back  int    // how far in the past
	typed string // the line as it was before going there
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
		return p.enter()
	case "tab":
		p.take(p.next())
		return Editing
	case "up", "down":
		p.move(k.String() == "up")
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

// enter sends the line. Where it takes a suggestion, it writes that: a first word is then sent at once, after other
// words the line stays open.
func (p *Prompt) enter() Outcome {
	if p.Line() == "" && p.at == 0 {
		return Closed
	}
	if i := p.taken(); i >= 0 {
		head, _ := p.part()
		p.take(p.list[i].Word + " ")
		if head != "" {
			return Editing
		}
	}
	return Sent
}

// taken is the suggestion that enter writes: the one that the arrows have chosen, or the only one that begins as
// the first word does. It is -1 where there is none.
func (p *Prompt) taken() int {
	if head, part := p.part(); p.at == 0 && head == "" && part != "" && len(p.list) == 1 {
		return 0
	}
	return p.at - 1
}

// move goes through the suggestions, and up from them through the lines of before.
func (p *Prompt) move(up bool) {
	switch {
	case up && p.at > 0:
		p.at--
	case up || p.back > 0:
		p.recall(up)
	default:
		p.at = min(p.at+1, len(p.list))
	}
}

// Keys are what can be pressed in the line.
func (p *Prompt) Keys() help.KeyMap {
	enter, tab := hint("enter", "do it"), "complete"
	switch {
	case p.at > 0:
		enter = hint("enter", p.list[p.at-1].Word)
	case p.Line() == "":
		enter.SetEnabled(false)
	}
	if word := strings.TrimSpace(p.next()); word != "" {
		tab = word
	}
	return lineKeys{enter, hint("tab", tab), hint("down", "choose"), hint("up", "earlier ones"), hint("esc", "leave")}
}

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

// recall goes through the lines of before, and back to what was being typed.
func (p *Prompt) recall(up bool) {
	switch {
	case !up:
		p.back--
	case p.back == len(p.past):
		return
	default:
		if p.back == 0 {
			p.typed = p.edit.Value()
		}
		p.back++
	}
	line := p.typed
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

// next is the word that tab writes: the one that is chosen, or as far as all suggestions agree, or the first. It is
// empty where there are none.
func (p *Prompt) next() string {
	switch {
	case len(p.list) == 0:
		return ""
	case p.at > 0:
		return p.list[p.at-1].Word + " "
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

// take writes a word in place of the one that is being typed.
func (p *Prompt) take(word string) {
	if word != "" {
		head, _ := p.part()
		p.edit.Set(head + word)
		p.refresh()
	}
}

// View draws the line with the suggestions above it, in as many lines as they need and at most h.
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
	above = append(above, p.rows(th, w, width, max(h-1-len(above), 0))...)
	above = above[:min(len(above), max(h-1, 0))]
	return Block(append(above, line), w, len(above)+1)
}

// rows are the suggestions in h lines, so that the chosen one shows. The one that enter takes is marked.
func (p *Prompt) rows(th theme.Theme, w, word, h int) []string {
	var out []string
	shown := len(p.list)
	if shown > h {
		shown = max(h-1, 0)
	}
	from := max(p.at-shown, 0)
	for i, s := range p.list[from : from+shown] {
		takes := from+i == p.taken()
		if name := Mark(takes) + Fit(s.Word, word); takes {
			out = append(out, th.Selected.Render(Fit(name+s.Note, w)))
		} else {
			out = append(out, th.Key.Render(name)+th.Dim.Render(s.Note))
		}
	}
	if hidden := len(p.list) - shown; hidden > 0 && h > 0 {
		out = append(out, th.Dim.Render(fmt.Sprintf("  … and %d more: type on, or go down", hidden)))
	}
	return out
}
