package widget

import "strings"

// Drafts are forms that were left with words in them, so that one key loses nothing: opened
// again, the form of the same thing has them.
type Drafts map[string]*Form

// mostDrafts is how many are kept; beyond, a form that is left is lost.
const mostDrafts = 40

// KeptDraft is what somebody is told who leaves a form with words in it.
const KeptDraft = "Left. What you wrote is kept until you come back to it"

// subject is what a form is about: the same form about another thing, or about one whose text
// has changed meanwhile, is another.
func (f *Form) subject() string {
	return strings.Join(append(append([]string{f.Title}, f.Context...), f.began), "\n")
}

// words are what is written in the text fields.
func (f *Form) words() string {
	var out []string
	for _, field := range f.Fields {
		if field.kind == textField {
			out = append(out, field.edit.Value())
		}
	}
	return strings.Join(out, "\x00")
}

// Take gives a form that is being opened the words that were left in it before.
func (d Drafts) Take(f *Form) {
	f.began = f.words()
	if old := d[f.subject()]; old != nil {
		f.Adopt(old)
		f.kept = true
		delete(d, f.subject())
	}
}

// Keep keeps what was written in a form that is being left, and reports whether it did: not where nothing is new,
// or there are drafts enough.
func (d Drafts) Keep(f *Form) bool {
	if f.words() == f.began || !f.Touched() || len(d) >= mostDrafts {
		return false
	}
	d[f.subject()] = f
	return true
}
