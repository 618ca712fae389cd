package msel

import (
	"archive/zip"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// carrierFile is the name under which files for other platforms carry the scenario.
const carrierFile = "tocsin_scenario.toml"

// openAEV reads an export of OpenAEV: a scenario, a simulation, or injects alone.
type openAEV struct {
	m         *Mapping
	prefix    string // what its keys begin with: scenario, exercise or inject
	root      loose
	list      *List
	cast      *cast
	found     Findings
	teams     map[string][]string // by id of a team: receivers
	teamNames map[string]string
	names     map[string]string // by id of a tag, document, channel, challenge, person or organisation
	articles  map[string]loose
	variables map[string]string
	titles    map[string]string // by id of an inject
	room      *budget
}

// readOpenAEVZip reads the archive that OpenAEV exports; files that come with it are kept.
func readOpenAEVZip(name string, a *archive, m *Mapping) (*Result, error) {
	var main *zip.File
	for _, f := range a.files {
		json := strings.HasSuffix(strings.ToLower(f.Name), ".json")
		if json && (f.Comment == "Scenario" || f.Comment == "Exercise" || main == nil) {
			main = f
			if f.Comment != "" {
				break
			}
		}
	}
	if main == nil {
		return nil, fmt.Errorf("%s is an archive without an export of OpenAEV in it; %s", name, supported)
	}
	data, err := a.read(main)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r, err := readOpenAEV(name, data, m)
	if err != nil {
		return nil, err
	}
	documents := map[string]string{} // by target: the name
	o := openAEVRoot(data)
	for _, d := range o.root.objects(o.prefix + "_documents") {
		documents[d.raw("document_target")] = d.text("document_name")
	}
	for _, f := range a.files {
		if f == main || strings.HasSuffix(f.Name, "/") {
			continue
		}
		content, err := a.read(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if f.Name == carrierFile {
			r.List.Scenario = string(content)
			continue
		}
		r.List.Attachments = attach(r.List.Attachments, firstOf(documents[f.Name], f.Name), content)
	}
	r.Findings = append(r.Findings, o.absent(a.files)...)
	return r, nil
}

// absent reports documents that an export lists and that are not among its files.
func (o *openAEV) absent(files []*zip.File) Findings {
	var found Findings
	for i, d := range o.root.objects(o.prefix + "_documents") {
		target := d.raw("document_target")
		if slices.ContainsFunc(files, func(f *zip.File) bool { return f.Name == target }) {
			continue
		}
		found = append(found, Finding{Level: Doubt, Code: "no-document",
			Place:   Place{Sheet: "documents", Row: i + 1, Column: "document_target"},
			Value:   firstOf(oneLine(d.text("document_name")), scenario.CleanLine(target)),
			Message: "the export lists this document, and it did not come along: the draft is without it",
			Hint:    `export it again as a ZIP with its documents, put the file next to the draft, or accept "no-document"`})
	}
	return found
}

// openAEVRoot reads the document and finds what its keys begin with; if it is none of OpenAEV's, prefix
// is empty.
func openAEVRoot(data []byte) *openAEV {
	root, err := parseLoose(data)
	if err != nil {
		return &openAEV{}
	}
	for _, prefix := range []string{"scenario", "exercise", "inject"} {
		if root.object(prefix+"_information") != nil {
			return &openAEV{prefix: prefix, root: root}
		}
	}
	return &openAEV{root: root}
}

// readOpenAEV reads the JSON of an export.
func readOpenAEV(name string, data []byte, m *Mapping) (*Result, error) {
	if _, err := parseLoose(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	o := openAEVRoot(data)
	if o.prefix == "" {
		return nil, fmt.Errorf("%s is no export of OpenAEV: it has no scenario_information, exercise_information or "+
			"inject_information", name)
	}
	o.m, o.cast, o.list, o.room = m, newCast(m), &List{}, newBudget()
	o.teams, o.teamNames = map[string][]string{}, map[string]string{}
	o.names, o.articles = map[string]string{}, map[string]loose{}
	o.variables, o.titles = map[string]string{}, map[string]string{}
	o.information()
	o.lookups()
	for i, in := range o.root.objects(o.prefix + "_injects") {
		o.inject(i+1, in)
	}
	if m.Start != "" {
		o.list.Start, _ = ParseStart(m.Start)
	}
	o.list.Seats = o.cast.seats
	if o.list.Title == "" {
		o.list.Title = titleOf(name)
	}
	o.found = append(o.found, o.cast.findings()...)
	return &Result{List: o.list, Findings: o.found, Map: o.cast.mapping()}, nil
}

// mapping returns the mapping that was used, with the recipients that were found.
func (c *cast) mapping() *Mapping {
	m := *c.m
	m.To = map[string]string{}
	for _, r := range c.asked {
		m.To[r.name] = r.is
	}
	for k, v := range c.m.To {
		m.To[k] = v
	}
	m.index()
	return &m
}

func (o *openAEV) tell(level Level, code string, at Place, value, message, hint string) {
	o.found = append(o.found, Finding{level, code, at, value, message, hint})
}

// note keeps what the format of scenarios has no place for.
func (o *openAEV) note(label, text string) {
	if text = cleanCell(text); text != "" {
		o.list.Notes = append(o.list.Notes, label+": "+text)
	}
}

// information reads what the file says of the exercise.
func (o *openAEV) information() {
	info := o.root.object(o.prefix + "_information")
	key := func(s string) string { return o.prefix + "_" + s }
	o.list.Title = oneLine(firstOf(info.text(key("name")), info.text(key("subtitle"))))
	o.list.Summary = htmlText(info.raw(key("description")))
	if len(o.list.Summary) > maxDraftText {
		o.note("Description", o.list.Summary)
		o.list.Summary = ""
	}
	for _, start := range []string{key("recurrence_start"), key("start_date")} {
		if t, err := ParseStart(info.text(start)); err == nil && o.list.Start.IsZero() {
			o.list.Start = t
		}
	}
	for _, k := range []string{"subtitle", "category", "main_focus", "severity", "message_header", "message_footer",
		"mail_from", "recurrence"} {
		o.note(scenario.Words(k), htmlText(info.raw(key(k))))
	}
}

// lookups reads what injects refer to.
func (o *openAEV) lookups() {
	list := func(kind string) []loose { return o.root.objects(o.prefix + "_" + kind) }
	for _, x := range list("organizations") {
		o.names[x.text("organization_id")] = x.text("organization_name")
		o.note("Organisation", x.text("organization_name"))
	}
	for _, x := range list("variables") {
		o.variables[x.text("variable_key")] = x.raw("variable_value")
	}
	for _, x := range list("tags") {
		o.names[x.text("tag_id")] = x.text("tag_name")
	}
	for _, x := range list("documents") {
		o.names[x.text("document_id")] = x.text("document_name")
	}
	for _, x := range list("channels") {
		o.names[x.text("channel_id")] = x.text("channel_name")
	}
	for _, x := range list("articles") {
		o.articles[x.text("article_id")] = x
	}
	for _, x := range list("challenges") {
		o.note("Challenge", x.text("challenge_name")+": "+htmlText(x.raw("challenge_content")))
		o.names[x.text("challenge_id")] = x.text("challenge_name")
	}
	for _, x := range list("objectives") {
		o.note("Objective", x.text("objective_title")+": "+htmlText(x.raw("objective_description")))
	}
	for _, x := range list("lessons_questions") {
		o.note("Lessons question", x.text("lessons_question_content")+" "+x.text("lessons_question_explanation"))
	}
	people := 0
	for _, x := range list("users") {
		people++
		o.names[x.text("user_id")] = oneLine(x.text("user_firstname") + " " + x.text("user_lastname"))
	}
	for i, x := range list("teams") {
		o.team(i+1, x)
	}
	if people > 0 {
		o.tell(Note, "people", Place{}, "", fmt.Sprintf("names of people stand in the briefs of their teams (%d); "+
			"their addresses and numbers are left out", people), "")
	}
	for _, x := range list("injects") {
		o.titles[x.text("inject_id")] = x.text("inject_title")
	}
}

// team makes a seat of a team.
func (o *openAEV) team(i int, x loose) {
	name := firstOf(oneLine(x.text("team_name")), fmt.Sprintf("Team %d", i))
	at := Place{Sheet: "teams", Row: i}
	id := x.text("team_id")
	_, settled := o.m.settled("to", name)
	if _, special := audiences[fold(name)]; special || settled {
		o.teams[id] = o.cast.meaning(name, at)
	} else {
		seat := seatID(name)
		given := x.text(carriedKey)
		ours := idForm.MatchString(given)
		if ours {
			seat = given
		}
		for n := 2; o.cast.ids[seat]; n++ {
			seat = fmt.Sprintf("%s_%d", seatID(name), n)
		}
		k := slices.IndexFunc(o.cast.seats, func(s Seat) bool { return fold(s.Title) == fold(name) })
		if k >= 0 && !ours {
			o.tell(Doubt, "same-name", at, name, fmt.Sprintf("a team before has this name too: it is taken for another, "+
				"and the seat %s is made beside %s", seat, o.cast.seats[k].ID),
				`say in [to] of the map which seat both are, or accept "same-name"`)
		}
		o.teams[id] = []string{o.cast.seat(seat, name)}
	}
	o.teamNames[id] = name
	var brief []string
	if text := htmlText(x.raw("team_description")); text != "" {
		brief = append(brief, text)
	}
	var people []string
	for _, u := range x.texts("team_users") {
		if o.names[u] != "" {
			people = append(people, o.names[u])
		}
	}
	if len(people) > 0 {
		brief = append(brief, "People: "+strings.Join(people, ", "))
	}
	for k := range o.cast.seats {
		if len(o.teams[id]) == 1 && o.cast.seats[k].ID == o.teams[id][0] {
			o.cast.seats[k].Brief = pieces(strings.Join(brief, "\n"), maxDraftText)[0]
		}
	}
}

// maxVariable is the most bytes of the value of a variable.
const maxVariable = 10_000

// variableForm is how OpenAEV writes a variable in a text.
var variableForm = regexp.MustCompile(`\$\{\s*([A-Za-z0-9_.]+)\s*\}`)

// filled replaces variables by their values; an unknown one stays, and is reported.
func (o *openAEV) filled(html string, at Place) string {
	return variableForm.ReplaceAllStringFunc(html, func(v string) string {
		key := variableForm.FindStringSubmatch(v)[1]
		if value, ok := o.variables[key]; ok && value != "" && len(value) <= maxVariable && o.room.left > 0 {
			o.room.take(value)
			return textHTML(value)[len("<p>") : len(textHTML(value))-len("</p>")]
		}
		o.tell(Doubt, variableCode, at, v,
			"this variable has no value in the file, or one that is too long; it stays as it is written", variableHint)
		return v
	})
}

// contracts are the contracts of OpenAEV whose injects people receive, each with how these arrive.
var contracts = map[string]string{
	"138ad8f8-32f8-4a22-8114-aaa12322bd09": "email", "2790bd39-37d4-4e39-be7e-53f3ca783f86": "email",
	"d02e9132-b9d0-4daa-b3b1-4b9871f8472c": "document", "fb5e49a2-6366-4492-b69a-f9b9f39a533e": "news",
	"f8e70b27-a69c-4b9f-a2df-e217c36b3981": "document", "e9e902bc-b03d-4223-89e1-fca093ac79dd": "alert",
}

// inject makes an entry of an inject.
func (o *openAEV) inject(i int, x loose) {
	at := func(key string) Place { return Place{Sheet: "injects", Row: i, Column: key} }
	e := Entry{Place: at(""), Media: "email", Title: oneLine(x.text("inject_title"))}
	e.Notes = htmlText(x.raw("inject_description"))
	var ok bool
	if e.At, ok = x.seconds("inject_depends_duration"); ok {
		e.Timed = true
	} else {
		o.tell(Doubt, "untimed", at("inject_depends_duration"), x.text("inject_depends_duration"),
			"there is no time here: the facilitator brings it by hand", `accept "untimed"`)
	}
	o.medium(&e, x, at("inject_injector_contract"))
	o.content(&e, x.object("inject_content"), at)
	o.receivers(&e, x, at("inject_teams"))
	for _, key := range []string{"inject_country", "inject_city"} {
		if s := x.text(key); s != "" {
			e.Extra = append(e.Extra, Extra{strings.TrimPrefix(key, "inject_"), s})
		}
	}
	for _, tag := range x.texts("inject_tags") {
		e.Extra = append(e.Extra, Extra{"tag", firstOf(o.names[tag], tag)})
	}
	for _, d := range x.objects("inject_documents") {
		id := d.text("document_id")
		e.Extra = append(e.Extra, Extra{"document", firstOf(o.names[id], id)})
	}
	carried := e.takeCarried(x[carriedKey], o.cast.ids, true)
	if on, given := x.truth("inject_enabled"); given && !on && !carried {
		e.Kind = Contingency
		o.tell(Doubt, "disabled", at("inject_enabled"), "",
			"the inject is switched off: it waits for the facilitator",
			`accept "disabled"`)
	}
	if !carried {
		o.dependsOn(&e, x, at("inject_depends_on"))
	}
	if e.Title == "" {
		e.Title = titleFrom(e)
	}
	o.list.Entries = append(o.list.Entries, e)
}

// medium reads how an inject arrives.
func (o *openAEV) medium(e *Entry, x loose, at Place) {
	contract := x.object("inject_injector_contract")
	id := firstOf(contract.text("injector_contract_id"), x.text("inject_injector_contract"))
	label := ""
	if labels := contract.object("injector_contract_labels"); labels != nil {
		label = firstOf(labels.text("en"), labels.text("fr"))
	}
	if m, known := contracts[id]; known {
		e.Media = m
		return
	}
	kind := firstOf(label, contract.text("injector_contract_injector_type"), id)
	e.Extra = append(e.Extra, Extra{"contract", kind})
	e.Media = "alert"
	o.tell(Doubt, "contract", at, kind,
		"this inject is carried out by a machine, or in a way that is not known; a message "+
			"(an alert) is made of it", `say in the draft what people see of it, or accept "contract"`)
}

// maxArticles is the most articles that an inject may show.
const maxArticles = 50

// content reads the message of an inject and what is expected of it.
func (o *openAEV) content(e *Entry, c loose, at func(string) Place) {
	if c == nil {
		return
	}
	subject := oneLine(htmlText(o.filled(c.raw("subject"), at("subject"))))
	var parts []string
	if subject != "" && e.Title != "" && subject != e.Title {
		parts = append(parts, "Subject: "+subject)
	}
	e.Title = firstOf(e.Title, subject)
	for _, key := range []string{"body", "message", "content"} {
		if body := htmlText(o.filled(c.raw(key), at(key))); body != "" {
			parts = append(parts, body)
		}
	}
	for k, id := range c.texts("articles") {
		a := o.articles[id]
		channel := o.names[a.text("article_channel")]
		if e.From = firstOf(oneLine(a.text("article_author")), channel); channel != "" && e.From != channel {
			e.Extra = append(e.Extra, Extra{"Channel", oneLine(channel)})
		}
		if k == maxArticles {
			o.tell(Doubt, "too-much", at("articles"), e.Title,
				fmt.Sprintf("more than %d articles are in one inject; the "+
					"rest is left out", maxArticles), "divide the inject")
			break
		}
		text := htmlText(o.filled(a.raw("article_content"), at("articles")))
		parts = append(parts, strings.TrimSpace(oneLine(a.text("article_name"))+"\n"+text))
	}
	for _, id := range c.texts("challenges") {
		parts = append(parts, "Challenge: "+firstOf(o.names[id], id))
	}
	var fits bool
	if e.Text, fits = o.room.take(cleanCell(strings.Join(parts, "\n\n"))); !fits {
		o.tell(Doubt, "too-much", at(""), e.Title,
			"the texts of the file are more than is read; this one is left out",
			"divide the exercise")
	}
	var lines []string
	for _, x := range c.objects("expectations") {
		line := firstOf(x.text("expectation_name"), x.text("expectation_type"), "Expectation")
		if d := htmlText(x.raw("expectation_description")); d != "" {
			line += ": " + d
		}
		var details []string
		if s := x.text("expectation_score"); s != "" {
			details = append(details, "score "+s)
		}
		if within, ok := x.seconds("expectation_expiration_time"); ok && within > 0 {
			details = append(details, "within "+exactSpan(within))
		}
		if len(details) > 0 {
			line += " (" + strings.Join(details, ", ") + ")"
		}
		lines = append(lines, line)
	}
	e.Expected = cleanCell(strings.Join(lines, "\n"))
}

// receivers reads who receives an inject.
func (o *openAEV) receivers(e *Entry, x loose, at Place) {
	if all, _ := x.truth("inject_all_teams"); all {
		e.To = []string{everyone}
		return
	}
	seen := map[string]bool{}
	for _, id := range x.texts("inject_teams") {
		ids, known := o.teams[id]
		if !known {
			o.tell(Doubt, "no-team", at, id, "there is no such team in the file: nobody receives it in its place",
				`accept "no-team"`)
		}
		for _, to := range ids {
			switch {
			case to == staff:
				e.Staff = append(e.Staff, o.teamNames[id])
			case to != nobody && !seen[to]:
				seen[to] = true
				e.To = append(e.To, to)
			}
		}
	}
	if seen[everyone] {
		e.To = []string{everyone}
	}
}

// dependsOn reports conditions on other injects, which a draft does not have.
func (o *openAEV) dependsOn(e *Entry, x loose, at Place) {
	for _, d := range x.objects("inject_depends_on") {
		parent := o.titles[d.object("dependency_relationship").text("inject_parent_id")]
		var conditions []string
		condition := d.object("dependency_condition")
		for _, c := range condition.objects("conditions") {
			conditions = append(conditions, c.text("key")+" is "+c.text("value"))
		}
		text := "after “" + firstOf(parent, "an inject that is not in the file") + "”"
		if len(conditions) > 0 {
			text += ", if " + strings.Join(conditions, " "+firstOf(condition.text("mode"), "and")+" ")
		}
		e.Extra = append(e.Extra, Extra{"Depends", text})
		o.tell(Doubt, "depends", at, text, "the draft brings it at its time, whatever came of that",
			`write the condition in the draft (when or unless), or accept "depends"`)
	}
}
