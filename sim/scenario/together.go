package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Together is a joint act of different actions: each seat does its own, and their common effect comes only if all
// are done within a window. [lower] writes it as two injects, with conditions on when the actions were done:
// one with its id for the effect, and ID_lapsed for the case that they were not done in time.
type Together struct {
	ID     string   `toml:"-"`
	Title  string   `toml:"title" default:"the id in words" example:"\"Both gates shut\"" doc:"Its name."`
	Deeds  Names    `toml:"deeds" ref:"action" required:"true" example:"[\"halt\", \"warn\"]" doc:"The actions that make it up, whoever does each. delivered('the_id') is true once all are done."`
	Within Duration `toml:"within" required:"true" example:"\"15m\"" doc:"The window: all of them must be done within this time, in any order. If a deed is done again, the last time counts."`
	jointly
	OnLapse []Effect `toml:"on_lapse" default:"nothing" example:"[{gauge=\"trust\", add=-5}]" doc:"Effects when this time has passed since the last of the actions and not all were done within it: delivered('the_id_lapsed')."`
}

// jointly are the keys of a [Together] that become those of its inject.
type jointly struct {
	Effects   []Effect `toml:"effects" default:"none" example:"[{system=\"grid\", becomes=\"isolated\"}]" doc:"The common effects, in addition to those of each action."`
	Text      string   `toml:"text" default:"empty" example:"\"Both gates are shut.\"" doc:"The text that the receivers are told when all are done, in the words of the sender."`
	To        Names    `toml:"to" ref:"role|all|public|none" default:"[\"all\"] with a text, else nobody" example:"[\"all\"]" doc:"The roles that receive the text."`
	From      string   `toml:"from" default:"the exercise" example:"\"The harbour\"" doc:"The sender that the message shows."`
	Media     string   `toml:"media" enum:"email|call|news|social|alert|document" default:"email" example:"\"news\"" doc:"The medium in which it arrives."`
	Objective string   `toml:"objective" ref:"objective" default:"none" example:"\"contain\"" doc:"The objective that it tests."`
	Basis     string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// together adds the injects of a joint act of different actions, and returns the keys that are left.
func (x *expander) together(tree map[string]any, id string, t map[string]any) map[string]any {
	path := join("together", id)
	head, inject := map[string]any{}, map[string]any{}
	keys := fieldNames(reflect.TypeFor[jointly]())
	for k, v := range t {
		if slices.Contains(keys, k) {
			inject[k] = x.fill(v, join(path, k), join(join("inject", id), k), nil)
		} else {
			head[k] = v
		}
	}
	if title, given := t["title"]; given {
		inject["title"] = x.fill(title, join(path, "title"), join(join("inject", id), "title"), nil)
	}
	if text, _ := t["text"].(string); text == "" && t["to"] == nil {
		inject["to"] = "none"
	}
	var deeds []string
	actions, _ := tree["action"].(map[string]any)
	for _, d := range listOf(t["deeds"]) {
		if s, ok := d.(string); ok && actions[s] != nil {
			deeds = append(deeds, s)
		}
	}
	window, ok := windowOf(t["within"])
	if len(deeds) < max(2, len(listOf(t["deeds"]))) || !ok {
		return head // the deeds or the window have an error of their own
	}
	var done, at []string
	for _, d := range deeds {
		done, at = append(done, "done('"+d+"')"), append(at, "done_at('"+d+"')")
	}
	inject["when"] = fmt.Sprintf("%s && %s - %s <= %s", strings.Join(done, " && "), nested("max", at), nested("min", at),
		window)
	inject["times"] = int64(1)
	x.place(join(path, "deeds"), join(join("inject", id), "when"))
	x.add(tree, "inject", id, inject, path)
	if effects, given := t["on_lapse"]; given {
		to := join("inject", id+"_lapsed")
		title, _ := t["title"].(string)
		if title == "" {
			title = capital(Words(id))
		}
		x.place(join(path, "deeds"), join(to, "when"))
		x.add(tree, "inject", id+"_lapsed", map[string]any{"title": title + ": lapsed", "to": "none",
			"when": fmt.Sprintf("(%s) && hours > %s + %s && !delivered('%s')", strings.Join(done, " || "),
				nested("max", at), window, id),
			"effects": x.fill(effects, join(path, "on_lapse"), join(to, "effects"), nil)}, path)
	}
	delete(head, "on_lapse")
	return head
}

// windowOf is a window in hours, as a part of an expression. It is 1e-9 h longer than given, since the difference
// of two times is rounded. ok is false for what is not a positive span of time.
func windowOf(v any) (hours string, ok bool) {
	s, ok := v.(string)
	if !ok {
		return "", false
	}
	if wholePlace.MatchString(s) { // of a draw
		return "(" + s[1:len(s)-1] + " + 1e-9)", true
	}
	d, err := ParseDuration(s)
	return strconv.FormatFloat(d.Hours()+1e-9, 'g', -1, 64), err == nil && d > 0
}

// nested writes a function of two numbers for several: max(a, max(b, c)).
func nested(name string, of []string) string {
	if len(of) == 1 {
		return of[0]
	}
	return fmt.Sprintf("%s(%s, %s)", name, of[0], nested(name, of[1:]))
}

func (c *checker) checkTogether() {
	for i := range c.sc.Together {
		c.sc.Together[i].check(c, join("together", c.sc.Together[i].ID))
	}
}

func (t *Together) check(c *checker, path string) {
	if len(t.Deeds) < 2 {
		c.errorf(path+".deeds", "missing", `for example deeds = ["halt", "warn"]`,
			"what is done together is at least two deeds, this one has %d", len(t.Deeds))
	}
	for i, d := range t.Deeds {
		if slices.Contains(t.Deeds[:i], d) {
			c.errorf(indexed(path+".deeds", i), "conflict", "name each once; where several seats do the same, write a joint action",
				"%q is there twice", d)
		}
	}
	if t.Within <= 0 && c.has(path+".within") {
		c.errorf(path+".within", "range", `for example "15m"`, "the window must be more than 0")
	}
}
