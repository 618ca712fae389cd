package scenario

import (
	"reflect"
	"strings"
)

// MaxText is the most bytes of a text of a scenario.
const MaxText = 20_000

// text sets a string, cleaned for terminals, and notes what it must refer to.
func (b *binder) text(dst reflect.Value, s, path string, f field) {
	clean := CleanText(s)
	if clean != s && !strings.ContainsAny(s, "\t\r") {
		*b.ds = append(*b.ds, Diagnostic{b.ix.at(path), Warning, "text",
			"this text has characters that must not be sent to a terminal; they are left out",
			"remove control, invisible and direction-changing characters"})
	}
	if len(clean) > MaxText {
		b.errorf(path, "limit", "shorten it: nobody reads that much in an exercise",
			"this text has %d bytes; at most %d are allowed", len(clean), MaxText)
		return
	}
	if f.must && f.tag.Get("enum") == "" && f.tag.Get("ref") == "" && path != "title" { // of the title an error says so
		b.notEmpty(clean, path, f.tag.Get("doc"), f.example)
	}
	dst.SetString(clean)
	if enum := f.tag.Get("enum"); enum != "" {
		words := strings.Split(enum, "|")
		for _, w := range words {
			if w == clean {
				return
			}
		}
		b.errorf(path, "value", suggest(clean, words), "%q is not a known %s", clip(clean), f.name)
	}
	if kinds := f.tag.Get("ref"); kinds != "" {
		b.refs = append(b.refs, refUse{path, clean, kinds, f.tag.Get("glob") == "true"})
	}
}

// notEmpty warns of a text that is needed, and is there without a word: people see a name or a question of nothing.
func (b *binder) notEmpty(text, path, what, hint string) {
	if strings.TrimSpace(text) == "" {
		*b.ds = append(*b.ds, Diagnostic{b.ix.at(path), Warning, "missing", "this text is empty: " + what, hint})
	}
}
