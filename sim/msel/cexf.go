package msel

import (
	"fmt"
	"maps"
	"strings"

	"tocsin/sim/scenario"
)

// cexf reads an exercise in the Common Exercise Format of the MISP project.
type cexf struct {
	m        *Mapping
	list     *List
	found    Findings
	payloads map[string]loose
	titles   map[string]string
	seats    map[string]bool
	room     *budget
}

// readCEXF reads the JSON of an exercise.
func readCEXF(name string, data []byte, m *Mapping) (*Result, error) {
	root, err := parseLoose(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := &cexf{m: m, list: &List{}, payloads: map[string]loose{}, titles: map[string]string{},
		seats: map[string]bool{}, room: newBudget()}
	c.exercise(root.object("exercise"))
	for _, p := range root.objects("inject_payloads") {
		if p.text("name") == carrierFile {
			c.list.Scenario = p.object("parameters").raw("content")
			continue
		}
		c.payloads[p.text("uuid")] = p
	}
	if c.list.Scenario != "" {
		if sc, _ := scenario.Load("", []byte(c.list.Scenario)); sc != nil {
			c.list.Seats = FromScenario(sc).Seats
			c.list.Start = sc.Start
		}
	}
	for _, s := range c.list.Seats {
		c.seats[s.ID] = true
	}
	injects := map[string]loose{}
	var order []string
	for _, x := range root.objects("injects") {
		id := x.text("uuid")
		if injects[id] != nil {
			c.tell(Doubt, "id", Place{Sheet: "injects", Column: "uuid"}, id,
				"two injects have this id; the flow is taken to "+
					"mean the first, and the second waits for the facilitator", `accept "id"`)
			id = fmt.Sprintf("%s again %d", id, len(order))
		}
		injects[id], c.titles[id] = x, oneLine(x.text("name"))
		order = append(order, id)
	}
	used := map[string]bool{}
	for i, f := range root.objects("inject_flow") {
		id := f.text("inject_uuid")
		x := injects[id]
		if x == nil {
			c.tell(Doubt, "no-inject", Place{Sheet: "inject_flow", Row: i + 1, Column: "inject_uuid"}, id,
				"the flow names an inject that is not in the file; an entry without text is made",
				`accept "no-inject"`)
		}
		used[id] = true
		c.entry(i+1, f, x)
	}
	for _, id := range order {
		if !used[id] {
			c.tell(Doubt, "untimed", Place{Sheet: "injects", Column: "uuid"}, c.titles[id],
				"the flow does not bring this "+
					"inject: the facilitator brings it by hand", `accept "untimed"`)
			c.entry(0, loose{"inject_uuid": id}, injects[id])
		}
	}
	if c.list.Title == "" {
		c.list.Title = titleOf(name)
	}
	if m.Start != "" {
		c.list.Start, _ = ParseStart(m.Start)
	}
	return &Result{List: c.list, Findings: c.found, Map: m}, nil
}

func (c *cexf) tell(level Level, code string, at Place, value, message, hint string) {
	c.found = append(c.found, Finding{level, code, at, value, message, hint})
}

// exercise reads what the file says of the exercise.
func (c *cexf) exercise(x loose) {
	c.list.Title = oneLine(x.text("name"))
	c.list.Summary = x.text("description")
	if len(c.list.Summary) > maxDraftText {
		c.list.Notes, c.list.Summary = append(c.list.Notes, c.list.Summary), ""
	}
	if d, ok := x.seconds("total_duration"); ok && d > 0 {
		c.list.Length = d
	}
	for _, key := range []string{"expanded", "namespace", "version", "valid_until", "uuid"} {
		if s := x.text(key); s != "" {
			c.list.Notes = append(c.list.Notes, key+": "+s)
		}
	}
	for _, tag := range x.texts("tags") {
		c.list.Notes = append(c.list.Notes, "tag: "+tag)
	}
	if meta := x.object("meta"); len(meta) > 0 {
		c.list.Notes = append(c.list.Notes, "meta: "+compact(meta))
	}
}

// entry makes an entry of a step of the flow and the inject that it names. step counts from 1; 0 is an
// inject that no step names.
func (c *cexf) entry(step int, f, x loose) {
	at := func(key string) Place { return Place{Sheet: "inject_flow", Row: step, Column: key} }
	e := Entry{Place: at(""), Media: "email", Title: oneLine(x.text("name")), Text: x.text("description")}
	if s := f.text("description"); s != "" && s != e.Text {
		e.Notes = s
	}
	c.timing(&e, f, at)
	c.action(&e, x, at)
	for _, r := range f.objects("requirements") {
		if id := r.text("inject_uuid"); id != "" {
			text := "after “" + firstOf(c.titles[id], id) + "”: " + r.text("resolution_requirement")
			e.Extra = append(e.Extra, Extra{"Depends", text})
			c.tell(Doubt, "depends", at("requirements"), text,
				"the draft brings it at its time, whatever came of that",
				`write the condition in the draft (when or unless), or accept "depends"`)
		}
	}
	var next []string
	for _, id := range f.object("sequence").texts("followed_by") {
		next = append(next, firstOf(c.titles[id], id))
	}
	if len(next) > 0 {
		e.Extra = append(e.Extra, Extra{"Followed by", strings.Join(next, "; ")})
	}
	const done = "completion_trigger"
	if words := f.object("sequence").texts(done); len(words) > 0 {
		e.Extra = append(e.Extra, Extra{scenario.Words(done), strings.Join(words, ", ")})
	}
	c.evaluation(&e, x)
	e.takeCarried(f[carriedKey], c.seats, false)
	if e.Title == "" {
		e.Title = titleFrom(e)
	}
	c.list.Entries = append(c.list.Entries, e)
}

// timing reads when an entry comes.
func (c *cexf) timing(e *Entry, f loose, at func(string) Place) {
	timing := f.object("timing")
	triggers := f.object("sequence").texts("trigger")
	_, carried := f[carriedKey]
	var ok bool
	if e.At, ok = timing.seconds("triggered_at"); ok {
		e.Timed = true
	} else {
		for _, word := range triggers {
			e.Timed = e.Timed || strings.EqualFold(word, "startex")
		}
		if !e.Timed && !carried && f.object("sequence") != nil {
			c.tell(Doubt, "untimed", at("timing"), strings.Join(triggers, ", "),
				"there is no time here: the facilitator brings "+
					"it by hand", `accept "untimed"`)
		}
	}
	if len(triggers) > 0 {
		e.Extra = append(e.Extra, Extra{"trigger", strings.Join(triggers, ", ")})
	}
	if every, ok := timing.seconds("periodic_run_every"); ok && every > 0 {
		e.Rules = append(e.Rules, "every = "+scenario.Literal(every.Exact()))
		if e.Timed {
			e.Rules = append(e.Rules, "at = "+scenario.Literal(e.At.Exact()))
		}
	}
}

// action reads how an entry arrives, and its message.
func (c *cexf) action(e *Entry, x loose, at func(string) Place) {
	action := x.text("action")
	e.To = []string{everyone}
	var sure bool
	if e.Media, sure = mediumOf(action); !sure && action != "" {
		e.Media = "alert"
		c.tell(Doubt, "contract", at("action"), action,
			"this inject is carried out by a machine, or in a way that is not "+
				"known; a message (an alert) to everyone is made of it",
			`say in the draft what people see of it, or accept "contract"`)
	}
	for _, key := range []string{"action", "target_tool"} {
		if s := x.text(key); s != "" {
			e.Extra = append(e.Extra, Extra{scenario.Words(key), s})
		}
	}
	p := c.payloads[x.text("action_payload_resource_uuid")]
	if p == nil {
		return
	}
	parameters := maps.Clone(p.object("parameters"))
	for _, key := range []string{"subject", "body", "text", "content", "message"} {
		s := htmlText(parameters.raw(key))
		if s == "" {
			continue
		}
		if key == "subject" {
			s = "Subject: " + s
		}
		text, fits := c.room.take(s)
		if !fits {
			c.tell(Doubt, "too-much", at("action_payload_resource_uuid"), e.Title,
				"the texts of the file are more than is "+
					"read; this one is left out", "divide the exercise")
		}
		e.Text = joinText(e.Text, text)
		delete(parameters, key)
	}
	if len(parameters) > 0 {
		e.Extra = append(e.Extra, Extra{"payload " + p.text("name"), compact(parameters)})
	}
}

// evaluation keeps in words how an inject is scored.
func (c *cexf) evaluation(e *Entry, x loose) {
	var lines []string
	for _, v := range x.objects("inject_evaluation") {
		line := firstOf(v.text("result"), "Evaluated")
		if r := v.texts("score_range"); len(r) > 0 {
			line += ", score " + strings.Join(r, " to ")
		}
		if s := v.text("evaluation_strategy"); s != "" {
			line += ", by " + s
		}
		if p := v["parameters"]; p != nil {
			line += ": " + compact(p)
		}
		if p := v["evaluation_context"]; p != nil && len(compact(p)) > 2 {
			line += " " + compact(p)
		}
		lines = append(lines, line)
	}
	if join := x.text("inject_evaluation_join_type"); join != "" && len(lines) > 1 {
		lines = append(lines, "joined by "+join)
	}
	e.Expected = cleanCell(strings.Join(lines, "\n"))
}
