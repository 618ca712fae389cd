package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// otherWords are the words that people use for keys of the format, nearest first.
var otherWords = map[string][]string{
	"name": {"title"}, "label": {"title"}, "description": {"text", "brief", "summary"},
	"desc":    {"text", "brief", "summary"},
	"message": {"text"}, "body": {"text"}, "content": {"text"}, "subject": {"title"}, "details": {"text", "brief"},
	"help": {"text", "brief"}, "role": {"by", "to"}, "roles": {"by", "to"}, "who": {"by", "to", "role"},
	"actor": {"by", "role"}, "seat": {"role"}, "seats": {"by", "to"}, "recipient": {"to"}, "recipients": {"to"},
	"sender": {"from"}, "source": {"from", "basis", "sources"}, "channel": {"media"}, "type": {"kind", "media"},
	"time": {"at"}, "delay": {"after", "takes", "at"}, "date": {"start", "at"}, "begin": {"start", "at"},
	"if": {"when", "needs"}, "condition": {"when", "needs"}, "trigger": {"when"}, "requires": {"needs"},
	"require": {"needs"}, "precondition": {"needs"}, "duration": {"length", "takes", "within"},
	"deadline": {"within"},
	"due":      {"within", "at"}, "end": {"length", "until"}, "probability": {"chance"}, "prob": {"chance"},
	"odds": {"chance"}, "likelihood": {"chance"}, "value": {"start", "set"}, "initial": {"start", "state"},
	"min": {"floor"}, "minimum": {"floor"}, "max": {"ceiling"}, "maximum": {"ceiling"}, "status": {"state"},
	"effect": {"effects", "changes"}, "consequences": {"effects"}, "then": {"do", "effects"}, "action": {"do", "act"},
	"visible": {"sees", "shown_to"}, "visible_to": {"sees", "shown_to"}, "shows": {"sees"}, "knows": {"known"},
	"need_to_know": {"needed_by"}, "classification": {"tlp"}, "marking": {"tlp"}, "answer": {"truth"},
	"correct": {"truth"}, "question": {"ask"}, "choices": {"options"}, "answers": {"options"},
	"hours": {"length", "takes"},
	"speed": {"minute"}, "pace": {"minute"}, "hint": {"text", "hint"}, "authority": {"by"}, "owner": {"by", "role"},
	"level": {"from"}, "threshold": {"from"}, "default": {"otherwise", "start"}, "fallback": {"otherwise"},
	"evaluate": {"look_for", "criteria"}, "evaluation": {"look_for", "criteria"}, "observe": {"look_for"},
	"observers": {"look_for"}, "evaluators": {"look_for"}, "say": {"look_for", "text"}, "discuss": {"questions"},
	"discussion": {"questions"}, "script": {"read_aloud"}, "read": {"read_aloud"}, "answers_if_asked": {"if_asked"},
	"file": {"attach"}, "files": {"attach"}, "attachment": {"attach"}, "attachments": {"attach"},
	"expected_actions": {"expects", "look_for"}, "expected_action": {"expects", "look_for"},
	"expected_outcome": {"expects", "look_for"}, "expectation": {"expects"},
	"poll": {"decision", "probe"}, "vote": {"decision", "probe"},
	"var": {"variable"}, "vars": {"variable"}, "constants": {"variable"}, "translation": {"text"},
	"translations": {"text"}, "lang": {"language"}, "locale": {"language"}, "foreach": {"each"}, "for_each": {"each"},
	"repeat": {"each", "every"}, "random": {"draw"}, "event": {"inject"}, "events": {"inject"}, "goal": {"objective"},
	"belief": {"probe"}, "players": {"role"}, "team": {"role"}, "organisation": {"role"}, "metric": {"measure"},
	"law": {"obligation"}, "promise": {"note"}, "rule": {"note"}, "round": {"move"}, "phase": {"move"},
	"capacity": {"at_once"}, "hands": {"at_once"}, "participants": {"members"}, "price": {"cost"},
}

// keyHint says what to write instead of a key that a table does not have: a key that is spelled
// similarly, the table where the key belongs, or a key that means the same.
func (b *binder) keyHint(t reflect.Type, key string, names []string, path string) string {
	near := suggest(key, names)
	if strings.HasPrefix(near, "did you mean") {
		return near
	}
	for _, f := range fieldsOf(t) { // such as within, which belongs in expects = { }
		if el := tableType(t.FieldByIndex(f.index).Type); el != nil && !f.keyed && path != "" &&
			slices.ContainsFunc(fieldsOf(el), func(x field) bool { return x.name == key }) {
			return fmt.Sprintf("%s belongs inside %s: write %s = {%s = …}", key, f.name, f.name, key)
		}
	}
	if path != "" && b.atTop(key) {
		return fmt.Sprintf("%s belongs at the top of the file, before the first [table]", key)
	}
	for _, w := range otherWords[strings.ToLower(key)] {
		if slices.Contains(names, w) {
			return fmt.Sprintf("did you mean %q?", w)
		}
	}
	return near
}

// atTop reports whether a key belongs at the top of a scenario and is no table.
func (b *binder) atTop(key string) bool {
	for _, f := range fieldsOf(reflect.TypeFor[Scenario]()) {
		if f.name == key {
			return f.tag.Get("example") != "" && !f.keyed && f.name != "title" && f.name != "basis"
		}
	}
	return false
}

// withoutID reports whether a table has keys where ids are wanted, as [inject] instead of
// [inject.some_id], and enters an error if so.
func (b *binder) withoutID(m map[string]any, path string, el reflect.Type) bool {
	if strings.Contains(path, ".") || el.Kind() != reflect.Struct {
		return false
	}
	for k, v := range m {
		known := slices.ContainsFunc(fieldsOf(el), func(f field) bool { return f.name == k })
		if _, table := v.(map[string]any); known && !table {
			b.errorf(path, "id", fmt.Sprintf("write [%s.some_id]: other tables refer to it by that id", path),
				"this [%s] has no id", path)
			return true
		}
	}
	return false
}
