package scenario

import (
	"os"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTranslation: texts of a language take the place of the original, what it lacks stays, and
// only texts is changed.
func TestTranslation(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/languages.toml")
	require.NoError(t, err)
	original, ds := Load("", src)
	require.NotNil(t, original, ds)
	german, ds := LoadIn("", src, "de")
	require.NotNil(t, german, ds)
	said := ""
	for _, d := range ds {
		if d.Code == "untranslated" {
			said += d.Message
		}
	}
	assert.Equal(t, "de lacks summary, move 2: title, role.press.title, fact.key.title, inject.call.title, probe.who.ask, "+
		"decision.police.title, decision.police.option.wait.text", said)
	for _, c := range []struct {
		what         string
		english, own any
		in           func(sc *Scenario) any
	}{
		{"the title", "The lost key", "Der verlorene Schlüssel", func(sc *Scenario) any { return sc.Title }},
		{"a list of texts", "Who else must know?", "Wer muss es noch wissen?",
			func(sc *Scenario) any { return sc.Moves[0].Questions[0] }},
		{"a text with a variable", "You lost the key of Nordstadt.", "Sie haben den Schlüssel von Nordstadt verloren.",
			func(sc *Scenario) any { return sc.Roles[0].Brief }},
		{"what rows make", "Guard 2", "Wache 2 von Nordstadt", func(sc *Scenario) any { return sc.Roles[3].Title }},
		{"what is lacking", "Press", "Press", func(sc *Scenario) any { return sc.Roles[1].Title }},
		{"an answer", "A thief", "Ein Dieb", func(sc *Scenario) any { return sc.Probes[0].Options[0].Text }},
		{"an answer that is lacking", "Nobody", "Nobody", func(sc *Scenario) any { return sc.Probes[0].Options[1].Text }},
		{"a decision", "Do you call the police?\n\nDecide:\n- Call them\n- Wait",
			"Rufen Sie die Polizei?\n\nDecide:\n- Rufen\n- Wait", func(sc *Scenario) any { return sc.Injects[1].Text }},
		{"its option", "Call them", "Rufen", func(sc *Scenario) any { return sc.Actions[0].Title }},
		{"an id", "lab", "lab", func(sc *Scenario) any { return sc.Roles[0].ID }},
		{"the digest", original.Digest, original.Digest, func(sc *Scenario) any { return sc.Digest }},
	} {
		assert.Equal(t, c.english, c.in(original), c.what)
		assert.Equal(t, c.own, c.in(german), c.what)
	}
	assert.Equal(t, []string{"de"}, german.TranslatedTo())
	assert.Equal(t, []string{"de", ""}, []string{german.In, original.In})
	other, _ := LoadIn("", src, "fr")
	require.NotNil(t, other)
	assert.Empty(t, other.In)
	assert.Equal(t, original.Title, other.Title)
	later, err := german.With([]Setting{{Path: "length", Value: "7h"}})
	require.NoError(t, err)
	assert.Equal(t, "Labor", later.Roles[0].Title, "it stays in its language")
}

// silent are the texts of the format that are the same in every language.
var silent = map[string]bool{"id": true, "grade": true, "is": true, "basis": true, "sources": true, "sector": true, "response": true,
	"option": true, "one_of": true, "days": true, "capability": true, "signal": true, "otherwise": true,
	"truth": true, "language": true, "of": true}

// TestEveryTextIsSpokenOrNot: a new key that holds a text is told apart: for people, or the same in
// every language.
func TestEveryTextIsSpokenOrNot(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || tableType(typ) == nil {
			return
		}
		seen[typ] = true
		for _, f := range fieldsOf(typ) {
			ft := typ.FieldByIndex(f.index).Type
			text := ft.Kind() == reflect.String ||
				ft == reflect.TypeFor[[]string]() || ft == reflect.TypeFor[[]Option]()
			if text && f.tag.Get("ref") == "" && f.tag.Get("enum") == "" {
				assert.NotEqual(t, silent[f.name], isSpoken(typ, f),
					"%s of %s: add it to spoken (translate.go) or to silent (here)", f.name, typ)
			}
			walk(ft)
		}
	}
	walk(reflect.TypeFor[Scenario]())
	assert.Greater(t, len(seen), 20)
}
