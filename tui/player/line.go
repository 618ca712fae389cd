package player

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// The command line takes the words of a script:
//
//	share egress to developer,cert mark amber say first figures because they need it
//	say to cert Look at this.        ask to cert by 4h Who owns the tenant?
//	declare cause insider 70%        will do cloud#2
//
// The words after "because" are the reason.

// words are the clauses that may follow a verb.
var clauses = map[string][]string{
	"share": {"to", "mark", "say", "because"}, "say": {"to", "mark", "re"}, "ask": {"to", "by", "mark", "re"},
	"act": {"because"}, "commit": {"because"}, "withdraw": {"because"}, "cancel": {"because"}, "convene": {"because"},
	"declare": {"because"}, "invest": {"because"}, "file": {"to", "because"}, "deviate": {"because"},
	"seen": {"because"}, "will": {"because"}, "decline": {"because"}, "try": {"because"}, "facilitator": {}, "answer": {},
}

var verbs = []widget.Suggestion{
	{Word: "share", Note: "a fact to seats: share FACT to SEAT,SEAT [mark amber] [say WORDS] [because WHY]"},
	{Word: "say", Note: "words to seats: say to SEAT,SEAT [mark amber] WORDS"},
	{Word: "ask", Note: "a question: ask to SEAT [by 4h] WORDS"},
	{Word: "act", Note: "take an action: act ACTION [because WHY]"},
	{Word: "commit", Note: "to a joint action, or propose it"},
	{Word: "declare", Note: "a belief: declare QUESTION ANSWER 70% [because WHY]"},
	{Word: "will", Note: "say that you will do what a message asks: will cloud#2"},
	{Word: "decline", Note: "what a message asks: decline cloud#2 [because WHY]"},
	{Word: "seen", Note: "say that you have seen a message: seen cloud#2"},
	{Word: "withdraw", Note: "a commitment"},
	{Word: "cancel", Note: "break off an action under way"},
	{Word: "convene", Note: "a venue"},
	{Word: "try", Note: "something that no action covers: try WORDS [because WHY]"},
	{Word: "answer", Note: "the facilitator's question to the room: answer 1 WORDS, or 1 2, or 1 3,1,2"},
	{Word: "facilitator", Note: "a word out of the game"},
	{Word: "invest", Note: "before STARTEX: invest MECHANISM POINTS"},
	{Word: "file", Note: "before STARTEX, a promise: file #1 [to SEAT,SEAT]"},
	{Word: "deviate", Note: "say that you will not keep a promise: deviate #1 because WHY"},
}

func (m *Model) promptKey(k tea.KeyMsg) tea.Cmd {
	switch m.prompt.Update(k) {
	case widget.Closed:
		m.prompting = false
	case widget.Sent:
		a, err := m.parse(m.prompt.Line())
		if err != nil {
			m.prompt.Refuse(err.Error())
			return nil
		}
		m.prompt.Done()
		if a.act != nil {
			return widget.Act(m.seat, "line", a.done, a.act)
		}
		return widget.Do(m.seat, "line", a.done, a.request)
	}
	return nil
}

// typed is a line taken apart: the verb, what stands right after it, and clauses.
type typed struct {
	verb  string
	about []string
	to    []string
	mark  string
	by    string
	re    string
	say   string
	why   string
}

func take(line string) (typed, error) {
	line, why, _ := cutWord(line, "because")
	t := typed{why: why}
	words := strings.Fields(line)
	if len(words) == 0 {
		return t, fmt.Errorf("begin with what you do: share, say, ask, act, commit, declare")
	}
	t.verb, words = words[0], words[1:]
	may, ok := clauses[t.verb]
	if !ok {
		return t, fmt.Errorf("%q is nothing that you can do here; begin with share, say, ask, act, commit or declare", t.verb)
	}
	speaks := t.verb == "say" || t.verb == "ask"
	for len(words) > 0 {
		word := words[0]
		if !slices.Contains(may, word) || word == "because" || speaks && len(t.about) > 0 {
			t.about, words = append(t.about, word), words[1:]
			continue
		}
		if word == "say" {
			t.say = strings.Join(words[1:], " ")
			break
		}
		if len(words) < 2 {
			return t, fmt.Errorf("something is missing after %q", word)
		}
		value := words[1]
		words = words[2:]
		switch word {
		case "to":
			for strings.HasSuffix(value, ",") && len(words) > 0 { // "cert, police"
				value, words = value+words[0], words[1:]
			}
			t.to = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ':' })
		case "mark":
			t.mark = strings.TrimPrefix(strings.ToLower(value), "tlp:")
		case "by":
			t.by = value
		case "re":
			t.re = value
		}
	}
	return t, nil
}

// cutWord splits a text at a word that stands alone.
func cutWord(s, word string) (before, after string, found bool) {
	padded := " " + s + " "
	i := strings.Index(padded, " "+word+" ")
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(padded[:i]), strings.TrimSpace(padded[i+len(word)+2:]), true
}

// parse makes what a line asks for. What it names is checked by the room.
func (m *Model) parse(line string) (ask, error) {
	t, err := take(line)
	if err != nil {
		return ask{}, err
	}
	about := strings.Join(t.about, " ")
	first := ""
	if len(t.about) > 0 {
		first = t.about[0]
	}
	if first == "" {
		return ask{}, fmt.Errorf("%s what?", t.verb)
	}
	rest := map[string]any{"mark": t.mark, "re": t.re}
	if len(t.to) > 0 {
		rest["to"] = t.to
	}
	switch t.verb {
	case "share":
		rest["text"] = t.say
		return ask{"Shared with " + m.names(t.to), request("share", first, t.why, rest), nil}, needTo(t)
	case "say", "ask":
		rest["due"] = t.by
		return ask{"Sent to " + m.names(t.to), request(t.verb, about, t.why, rest), nil}, needTo(t)
	case "declare":
		return declareLine(t)
	case "seen", "will", "decline":
		as := map[string]string{"seen": "seen", "will": "will do", "decline": "declined"}[t.verb]
		return ask{"Told: " + as, request("acknowledge", t.about[len(t.about)-1], t.why, map[string]any{"as": as}), nil}, nil
	case "try":
		return ask{"The facilitator has it and will rule on it", request("attempt", about, t.why, nil), nil}, nil
	case "facilitator":
		return ask{done: "The facilitator has it", act: &exercise.Whisper{To: "staff", Text: about}}, nil
	case "answer":
		return m.answerLine(t)
	case "invest":
		points, err := strconv.ParseFloat(t.about[len(t.about)-1], 64)
		if err != nil || len(t.about) != 2 {
			return ask{}, fmt.Errorf("say how many points: invest %s 2", first)
		}
		return ask{"Invested", request("invest", first, t.why, map[string]any{"points": points}), nil}, nil
	case "file":
		return ask{"Promised", request("file", first, t.why, rest), nil}, nil
	}
	return ask{"Done: " + t.verb + " " + first, request(t.verb, first, t.why, nil), nil}, nil
}

func needTo(t typed) error {
	if len(t.to) == 0 {
		return fmt.Errorf("say to whom: %s … to SEAT", t.verb)
	}
	return nil
}

func declareLine(t typed) (ask, error) {
	if len(t.about) < 2 || len(t.about) > 3 {
		return ask{}, fmt.Errorf("say which question, which answer and how sure: declare QUESTION ANSWER 70%%")
	}
	sure := 1.0
	if len(t.about) == 3 {
		n, err := strconv.ParseFloat(strings.TrimSuffix(t.about[2], "%"), 64)
		if err != nil || n < 0 || n > 100 {
			return ask{}, fmt.Errorf("%q is not how sure you are: write a per cent, 70%%", t.about[2])
		}
		if sure = n; n > 1 || strings.HasSuffix(t.about[2], "%") {
			sure = n / 100
		}
	}
	return ask{"Declared", request("declare", t.about[0], t.why, map[string]any{"option": t.about[1], "confidence": sure}), nil}, nil
}

func (m *Model) answerLine(t typed) (ask, error) {
	n, err := strconv.Atoi(t.about[0])
	i := slices.IndexFunc(m.view.Questions, func(q exercise.Question) bool { return q.N == n })
	if err != nil || i < 0 {
		return ask{}, fmt.Errorf("there is no question %s", t.about[0])
	}
	q, rest := m.view.Questions[i], strings.Join(t.about[1:], " ")
	r := &exercise.Respond{N: n}
	switch {
	case q.Rank:
		for _, s := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' }) {
			k, err := strconv.Atoi(s)
			if err != nil {
				return ask{}, fmt.Errorf("put the options in order by their numbers: answer %d 3,1,2", n)
			}
			r.Order = append(r.Order, k)
		}
	case len(q.Options) > 0:
		choice, words, _ := strings.Cut(rest, " ")
		if r.Choice, err = strconv.Atoi(choice); err != nil {
			return ask{}, fmt.Errorf("choose an option by its number: answer %d 2", n)
		}
		r.Text = words
	default:
		r.Text = rest
	}
	return ask{done: "Answered", act: r}, nil
}
