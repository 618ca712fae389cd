package notes

import (
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// Vocabulary is the words that notes are written in, so that one note fits many scenarios.
type Vocabulary struct {
	Format    int        `toml:"format" default:"1" example:"1" doc:"Version of this format. Leave it out, or write 1."`
	Kinds     []Word     `toml:"kind,keyed" required:"true" example:"\n[kind.national_cert]\ntitle = \"National CERT\"" doc:"Kinds of actor. A role of a scenario says is = KIND."`
	Signals   []Word     `toml:"signal,keyed" required:"true" example:"\n[signal.weights_leaving]\ntitle = \"Weights are leaving\"" doc:"Kinds of event. A fact of a scenario says of which it is a case: signal = SIGNAL."`
	Responses []Response `toml:"response,keyed" required:"true" example:"\n[response.isolate]\ntitle = \"Isolate\"" doc:"Kinds of response. An action of a scenario says of which it is a case: response = RESPONSE."`
}

// Word is one word of the vocabulary.
type Word struct {
	ID    string `toml:"-"`
	Title string `toml:"title" required:"true" example:"\"Weights are leaving\"" doc:"Its name in texts."`
	Means string `toml:"means" required:"true" example:"\"Model weights leave where they may be, or have left.\"" doc:"Its definition, in a sentence."`
	From  string `toml:"from" default:"none" example:"\"NIST SP 800-61r3\"" doc:"The framework that it is taken from."`
}

// Response is a word for what an organisation does.
type Response struct {
	Word
	Lasts  bool           `toml:"lasts" default:"false" example:"true" doc:"It stays in force until somebody ends it, so a note that does it should say when."`
	Undoes scenario.Names `toml:"undoes" default:"nothing" example:"[\"publish\"]" doc:"Responses that it contradicts: both at once undo each other."`
	Public bool           `toml:"public" default:"false" example:"true" doc:"It speaks to the public."`
}

// LoadVocabulary reads a vocabulary. It is nil when a finding is an error.
func LoadVocabulary(src []byte) (*Vocabulary, scenario.Diagnostics) {
	v := &Vocabulary{Format: 1}
	ds := scenario.Read("the vocabulary", src, v, func(r *scenario.Reading) {
		if v.Format != 1 {
			r.Errorf("format", "format", "write format = 1", "this is format %d; this Tocsin reads format 1",
				v.Format)
		}
		for _, resp := range v.Responses {
			for i, u := range resp.Undoes {
				if at := place("response."+resp.ID+".undoes", i, len(resp.Undoes), r); v.Response(u) == nil {
					r.Errorf(at, "reference", scenario.Suggest(u, ids(v.Responses)), "unknown response %q", u)
				}
			}
		}
	})
	if ds.Failed() {
		return nil, ds
	}
	return v, ds
}

// place returns the path of an element of a list, which may be written without brackets if it is the
// only one.
func place(path string, i, n int, r *scenario.Reading) string {
	at := fmt.Sprintf("%s[%d]", path, i)
	if n == 1 && !r.Given(at) {
		return path
	}
	return at
}

// identified is what has an id.
type identified interface{ id() string }

func (w Word) id() string { return w.ID }

func ids[T identified](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.id()
	}
	return out
}

func find[T identified](words []T, id string) *T {
	if i := slices.IndexFunc(words, func(w T) bool { return w.id() == id }); i >= 0 {
		return &words[i]
	}
	return nil
}

// Kind finds a kind of actor by its id; nil if there is none.
func (v *Vocabulary) Kind(id string) *Word { return find(v.Kinds, id) }

// Signal finds a signal by its id; nil if there is none.
func (v *Vocabulary) Signal(id string) *Word { return find(v.Signals, id) }

// Response finds a response by its id; nil if there is none.
func (v *Vocabulary) Response(id string) *Response { return find(v.Responses, id) }

func title(w *Word, id string) string {
	if w == nil {
		return id
	}
	return w.Title
}

// CheckWords finds the words of a scenario that are not in the vocabulary, as warnings at
// their places: notes would not find what they stand for.
func (v *Vocabulary) CheckWords(sc *scenario.Scenario) scenario.Diagnostics {
	return sc.Words(func(kind, word string) (message, hint string) {
		var known []string
		switch kind {
		case "is":
			known = ids(v.Kinds)
		case "signal":
			known = ids(v.Signals)
		case "response":
			known = ids(v.Responses)
		}
		if slices.Contains(known, word) {
			return "", ""
		}
		return fmt.Sprintf("%q is not in the vocabulary, so no note of an organisation finds it", word),
			scenario.Suggest(word, known)
	})
}
