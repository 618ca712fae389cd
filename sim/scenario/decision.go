package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Decision is a question that a seat must decide, with options of which one is taken, each
// with consequences. Most of it becomes other tables: the question is the inject with the
// decision's id, and each option the action DECISION_OPTION, which can be taken once the
// inject has come and no other option has been taken. So every condition, note, command,
// record and score that knows injects and actions knows decisions too. See [lower].
type Decision struct {
	ID        string           `toml:"-"`
	Title     string           `toml:"title" default:"the id in words" example:"\"The north wing\"" doc:"Its name."`
	Ask       string           `toml:"ask" required:"true" example:"\"Do you clear the north wing?\"" doc:"The question."`
	By        Names            `toml:"by" ref:"role|all" required:"true" example:"[\"clinic\"]" doc:"The roles that are asked and may decide. If there are several, the first answer counts."`
	Options   []DecisionOption `toml:"option,keyed" required:"true" example:"{clear={text=\"Clear it now\"}, wait={text=\"Wait for the test\"}}" doc:"The options. Option go of decision north is the action north_go: done('north_go'), do = \"north_go\"."`
	Within    Duration         `toml:"within" required:"true" example:"\"1h\"" doc:"By when, counted from the question. missed('the_decision') is true when nobody has decided by then."`
	Otherwise string           `toml:"otherwise" id:"true" default:"it can be decided late" example:"\"wait\"" doc:"The option whose effects come if nobody decides in time. After that it is too late to decide."`
	Move      int              `toml:"move" min:"1" default:"asked at at, when or STARTEX" example:"1" doc:"It is asked at the end of this move, while the clock is stopped for the discussion, and can be decided then."`
	asked
}

// asked are the keys of a decision that its inject has.
type asked struct {
	At        Delay    `toml:"at" default:"STARTEX" example:"\"3h\"" doc:"When it is asked, counted from STARTEX, or from the moment when the condition in when became true."`
	When      Expr     `toml:"when" expr:"bool" example:"\"failed('power')\"" doc:"It is asked when this becomes true."`
	Unless    Expr     `toml:"unless" expr:"bool" default:"it is asked" example:"\"done('close')\"" doc:"It is not asked if this is true at the time when it is due."`
	From      string   `toml:"from" default:"the exercise" example:"\"The director\"" doc:"The sender that the question shows."`
	Media     string   `toml:"media" enum:"email|call|news|social|alert|document" default:"email" example:"\"call\"" doc:"The medium in which it arrives."`
	Hint      string   `toml:"hint" default:"empty" example:"\"Let the junior doctor speak first.\"" doc:"For the facilitator only."`
	Aloud     string   `toml:"read_aloud" default:"empty" example:"\"The director looks at you.\"" doc:"The text that the facilitator reads out when it comes."`
	IfAsked   []string `toml:"if_asked" default:"none" example:"[\"How long does it take? Two hours.\"]" doc:"Answers of the facilitator, if somebody asks."`
	Questions []string `toml:"questions" default:"none" example:"[\"Who must hear of it first?\"]" doc:"Questions for the discussion about it."`
	LookFor   []string `toml:"look_for" default:"none" example:"[\"Somebody asks who else is affected.\"]" doc:"Points that evaluators look for, in words: what good players would say or do about it. No player reads them."`
	Hold      bool     `toml:"hold" default:"false" example:"true" doc:"It waits until the facilitator releases it."`
	Objective string   `toml:"objective" ref:"objective" default:"none" example:"\"protect\"" doc:"The objective that it tests."`
	Basis     string   `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// DecisionOption is one of the things that can be decided.
type DecisionOption struct {
	ID   string `toml:"-"`
	Text string `toml:"text" required:"true" example:"\"Clear it now\"" doc:"The decision, in a few words."`
	done
}

// done are the keys of an option that its action has.
type done struct {
	Help    string   `toml:"help" default:"empty" example:"\"Forty patients must be moved.\"" doc:"A sentence for anyone who considers it."`
	Needs   Expr     `toml:"needs" expr:"bool" me:"true" default:"always possible" example:"\"knows('leak')\"" doc:"The condition for choosing it."`
	Takes   Delay    `toml:"takes" default:"no time" example:"\"30m\"" doc:"How long it takes until its effects come."`
	Hands   *int     `toml:"hands" min:"0" max:"1000" default:"0" example:"1" doc:"How many of the role's at_once it keeps busy."`
	Cost    Cost     `toml:"cost" default:"none" example:"{money=2, political=1}" doc:"Its costs for the role, each on a scale of 0 to 5."`
	Spends  []Amount `toml:"spends,keyed" ref:"gauge" default:"nothing" example:"{budget=4}" doc:"Amounts that it takes out of gauges."`
	Effects []Effect `toml:"effects" default:"none" example:"[{system=\"north\", becomes=\"isolated\"}]" doc:"Its effects on the world."`
	Undoes  Names    `toml:"undoes" ref:"action" default:"nothing" example:"[\"open_north\"]" doc:"Actions that contradict it."`
}

// OptionOf says of which decision an action is an option, and which; -1 for none.
func (sc *Scenario) OptionOf(action int) (decision, option int) {
	id := sc.Actions[action].ID
	for i := range sc.Decisions {
		d := &sc.Decisions[i]
		if !strings.HasPrefix(id, d.ID+"_") {
			continue
		}
		for k := range d.Options {
			if d.ID+"_"+d.Options[k].ID == id {
				return i, k
			}
		}
	}
	return -1, -1
}

// lower turns a file's decisions and what is done together into injects and actions, and its sensors
// into gauges. Keys that belong to these move there, with their places in the file; the rest is read
// as the decision, the together or the sensor.
func lower(tree map[string]any, ix *positions, ds *Diagnostics) {
	x := &expander{ix: ix, ds: ds}
	x.lowerEach(tree, "decision", x.decision)
	x.lowerEach(tree, "together", x.together) // whose deeds can be options
	x.lowerEach(tree, "sensor", x.sensor)
}

// lowerEach lowers the tables of a kind, in the order of the file; what is no table, or has no
// proper id, stays for the check to name.
func (x *expander) lowerEach(tree map[string]any, kind string,
	lower func(tree map[string]any, id string, t map[string]any) map[string]any) {
	all, ok := tree[kind].(map[string]any)
	if !ok || len(all) == 0 {
		return
	}
	// The tables of the tree are changed only after it has been read in full.
	kept := make(map[string]any, len(all))
	for _, id := range x.ix.inOrder(kind, all) {
		t, ok := all[id].(map[string]any)
		if !ok || !idPattern.MatchString(id) {
			kept[id] = all[id]
			continue
		}
		kept[id] = lower(tree, id, t)
	}
	tree[kind] = kept
}

func (x *expander) decision(tree map[string]any, id string, d map[string]any) map[string]any {
	path := join("decision", id)
	head, inject := map[string]any{}, map[string]any{}
	at := join("inject", id)
	move := func(key string) {
		inject[key] = x.fill(d[key], join(path, key), join(at, key), nil)
	}
	asks := fieldNames(reflect.TypeFor[asked]())
	for k, v := range d {
		if slices.Contains(asks, k) {
			move(k)
		} else if k != "option" {
			head[k] = v
		}
	}
	for from, to := range map[string]string{"title": "title", "by": "to"} {
		if v, given := d[from]; given {
			inject[to] = x.fill(v, join(path, from), join(at, to), nil)
		}
	}
	x.askedAt(tree, d, inject, path)
	inject["times"] = int64(1)
	options, _ := d["option"].(map[string]any)
	if _, is := d["option"]; is {
		head["option"] = d["option"]
	}
	order := x.ix.inOrder(join(path, "option"), options)
	acts, texts := []any{}, []string{}
	closed := "delivered('" + id + "')"
	for _, o := range order {
		acts = append(acts, id+"_"+o)
		closed += fmt.Sprintf(" && !done('%s_%s') && !doing('%[1]s_%[2]s')", id, o)
	}
	otherwise, _ := d["otherwise"].(string)
	if otherwise != "" {
		closed += " && !missed('" + id + "')"
	}
	if len(options) > 0 {
		head["option"] = x.options(tree, id, d, options, order, closed, &texts)
	}
	ask, _ := d["ask"].(string)
	inject["text"] = strings.TrimSpace(ask + "\n\nDecide:\n- " + strings.Join(texts, "\n- "))
	x.place(join(path, "ask"), join(at, "text"))
	if within, given := d["within"]; given && len(acts) > 0 {
		inject["expects"] = map[string]any{"any": acts,
			"within": x.fill(within, join(path, "within"), at+".expects.within", nil)}
		x.place(path, at+".expects")
	}
	x.add(tree, "inject", id, inject, path)
	if chosen, ok := options[otherwise].(map[string]any); ok {
		late := map[string]any{"when": "missed('" + id + "')", "to": inject["to"], "times": int64(1)}
		text, _ := chosen["text"].(string)
		title, _ := d["title"].(string)
		if title == "" {
			title = capital(Words(id))
		}
		late["title"], late["text"] = title+": nobody decided in time", ask+"\n\nSo it is: "+text
		if effects, given := chosen["effects"]; given {
			late["effects"] = x.fill(effects, join(path, "option."+otherwise+".effects"),
				join("inject", id+"_otherwise")+".effects", nil)
		}
		x.add(tree, "inject", id+"_otherwise", late, path)
	}
	return head
}

// askedAt gives the inject its time if the decision names a move, or neither a time nor a condition.
func (x *expander) askedAt(tree, d, inject map[string]any, path string) {
	move, given := d["move"].(int64)
	_, timed := d["at"]
	_, conditional := d["when"]
	switch {
	case given && (timed || conditional):
		x.fault(join(path, "move"), "conflict", "keep one of them", "a decision is asked at a move's end, or by at and when")
	case given:
		moves := listOf(tree["move"])
		if move < 1 || int(move) > len(moves) {
			x.fault(join(path, "move"), "range", "write [[move]] for each", fmt.Sprintf("there is no move %d; the file has %d",
				move, len(moves)))
			break
		}
		m, _ := moves[move-1].(map[string]any)
		if id, _ := m["id"].(string); id != "" && idPattern.MatchString(id) {
			inject["when"] = "over('" + id + "')" // which may be sooner than its until, or never
			break
		}
		if slices.ContainsFunc(moves[:min(int(move)+1, len(moves))], branches) {
			x.fault(join(path, "move"), "missing", fmt.Sprintf(`write id = "move_%d" in it`, move), fmt.Sprintf(
				"move %d may end sooner than its until, or not be played, so it needs an id here", move))
			break
		}
		inject["at"] = m["until"]
	case !timed && !conditional:
		inject["at"] = "0s"
	}
}

// branches reports whether a move of the tree begins on a condition, or is chosen.
func branches(move any) bool {
	m, _ := move.(map[string]any)
	return m["when"] != nil || m["one_of"] != nil
}

// options makes an action of each option, and returns what is left of them.
func (x *expander) options(tree map[string]any, id string, d, options map[string]any, order []string, open string,
	texts *[]string) map[string]any {
	keys := fieldNames(reflect.TypeFor[done]())
	left := map[string]any{}
	for _, o := range order {
		from := join(join(join("decision", id), "option"), o)
		table, ok := options[o].(map[string]any)
		if !ok {
			left[o] = options[o]
			continue
		}
		rest, action := map[string]any{}, map[string]any{"hands": int64(0)}
		to := join("action", id+"_"+o)
		for k, v := range table {
			switch {
			case k == "help":
				action["text"] = x.fill(v, join(from, k), join(to, "text"), nil)
			case slices.Contains(keys, k):
				action[k] = x.fill(v, join(from, k), join(to, k), nil)
			default:
				rest[k] = v
			}
		}
		if text, ok := table["text"].(string); ok {
			action["title"] = text
			*texts = append(*texts, text)
		}
		if by, given := d["by"]; given {
			action["by"] = x.fill(by, join("decision."+id, "by"), join(to, "by"), nil)
		}
		if objective, given := d["objective"]; given {
			action["objective"] = objective
			x.place(join("decision."+id, "objective"), join(to, "objective"))
		}
		if needs, ok := action["needs"].(string); ok {
			action["needs"] = open + " && (" + needs + ")"
		} else {
			action["needs"] = open
		}
		x.add(tree, "action", id+"_"+o, action, from)
		left[o] = rest
	}
	return left
}

// add puts a table that a decision makes among those of the file.
func (x *expander) add(tree map[string]any, kind, id string, table map[string]any, from string) {
	all, ok := tree[kind].(map[string]any)
	if !ok {
		if tree[kind] != nil {
			return // it is no table, which the binder reports
		}
		all = map[string]any{}
		tree[kind] = all
	}
	if _, twice := all[id]; twice {
		x.fault(from, "id", "give one of them another id", fmt.Sprintf("this makes %s.%s, which already exists", kind,
			id))
		return
	}
	x.place(from, join(kind, id))
	all[id] = table
}

func fieldNames(t reflect.Type) []string {
	var out []string
	for _, f := range fieldsOf(t) {
		out = append(out, f.name)
	}
	return out
}

// check checks the parts of a decision that do not belong to its inject or its actions.
func (d *Decision) check(c *checker, path string) {
	if c.has(path+".option") && len(d.Options) < 2 {
		c.errorf(path+".option", "missing", `for example {clear={text="Clear it"}, wait={text="Wait"}}`,
			"a decision is between at least two options, this one has %d", len(d.Options))
	}
	ids := make([]string, len(d.Options))
	for i := range d.Options {
		ids[i] = d.Options[i].ID
	}
	if d.Otherwise != "" && !slices.Contains(ids, d.Otherwise) {
		c.errorf(path+".otherwise", "reference", suggest(d.Otherwise, ids), "%q is not an option of decision %q",
			clip(d.Otherwise), d.ID)
	}
}
