package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"strings"

	"tocsin/sim/scenario"
	"tocsin/sim/schema"
)

// notebookPython and notebookR draw two figures each from the tables next to them.
//
//go:embed pack/analysis.ipynb
var notebookPython []byte

//go:embed pack/analysis.Rmd
var notebookR []byte

// keyColumns are the columns by which a table's rows are told apart, where there are some.
var keyColumns = map[string][]string{"seats.csv": {"role"}, "facts.csv": {"fact"}, "objectives.csv": {"id"},
	"timeline.csv": {"event"}, "messages.csv": {"message"}, "decisions.csv": {"decision"},
	"knowledge.csv": {"fact", "role"}, "improvement_plan.csv": {"id"}}

// linkColumns are the columns that name a row of another table, by their names: in each table that has
// such a column, each cell of it is empty or is found there.
var linkColumns = map[string]columnOf{"event": {"timeline", "event"}, "role": {"seats", "role"},
	"from": {"seats", "role"}, "to": {"seats", "role"}, "fact": {"facts", "fact"}}

// linksOf are those of one table. Scores name what they are about by its title, whatever it is, and feedback
// comes from people.
func linksOf(t table) map[string]columnOf {
	if t.file == "feedback.csv" {
		return nil
	}
	if t.file == "scores.csv" {
		return map[string]columnOf{"role": {"seats", "seat"}}
	}
	links := map[string]columnOf{}
	for _, name := range t.head {
		if to, ok := linkColumns[name]; ok && to.Resource+".csv" != t.file {
			links[name] = to
		}
	}
	return links
}

// columnOf is a column of another table of the package.
type columnOf struct {
	Resource string `json:"resource"`
	Fields   string `json:"fields"`
}

// dataPackage describes the tables for programs and people (Frictionless Data Package 1.0, with a
// Table Schema for each): what each column holds, and of which type it is.
func dataPackage(w io.Writer, r *Report) error {
	type field struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Format      string `json:"format,omitempty"`
		Description string `json:"description"`
	}
	type foreignKey struct {
		Fields    string   `json:"fields"`
		Reference columnOf `json:"reference"`
	}
	type tableSchema struct {
		Fields        []field      `json:"fields"`
		MissingValues []string     `json:"missingValues"`
		PrimaryKey    []string     `json:"primaryKey,omitempty"`
		ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	}
	type resource struct {
		Name     string      `json:"name"`
		Path     string      `json:"path"`
		Title    string      `json:"title"`
		Profile  string      `json:"profile"`
		Encoding string      `json:"encoding"`
		Schema   tableSchema `json:"schema"`
	}
	doc := struct {
		Profile     string     `json:"profile"`
		Name        string     `json:"name"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		ID          string     `json:"id"`
		Version     string     `json:"version"`
		Resources   []resource `json:"resources"`
	}{Profile: "tabular-data-package", Name: "tocsin-report", Title: scenario.CleanLine(r.Overview.Title),
		Description: "Tables of an after-action report by Tocsin, one for each kind of thing. Cells that a spreadsheet " +
			"could run begin with an apostrophe. Files begin with a byte-order mark. The foreign keys say which column " +
			"names a row of which table: a seat, a fact, an event. Rows that name the same place in the record " +
			"(record) belong together too.",
		ID: "urn:tocsin:record:" + r.Overview.Code, Version: fmt.Sprint(Version)}
	for _, t := range tables {
		x := resource{Name: strings.TrimSuffix(t.file, ".csv"), Path: t.file, Title: t.about,
			Profile: "tabular-data-resource", Encoding: "utf-8-sig",
			Schema: tableSchema{Fields: []field{}, MissingValues: []string{""},
				PrimaryKey: keyColumns[t.file]}}
		for _, name := range t.head {
			c := dictionary[name]
			f := field{Name: name, Type: c.kind, Description: c.about}
			if c.kind == "datetime" {
				f.Format = "any" // with fractions of seconds or without
			}
			x.Schema.Fields = append(x.Schema.Fields, f)
			if to, ok := linksOf(t)[name]; ok {
				x.Schema.ForeignKeys = append(x.Schema.ForeignKeys, foreignKey{name, to})
			}
		}
		doc.Resources = append(doc.Resources, x)
	}
	return JSON(w, doc)
}

// reportSchema is the JSON Schema of report.json.
func reportSchema(w io.Writer, _ *Report) error {
	return JSON(w, schema.Of("report", Version, "tocsin report --json, report.json", reflect.TypeFor[Report]()))
}

// statement is what a seat did, for a learning record store (xAPI 1.0.3).
type statement struct {
	ID        string      `json:"id"`
	Actor     xapiActor   `json:"actor"`
	Verb      xapiNamed   `json:"verb"`
	Object    xapiObject  `json:"object"`
	Result    *xapiResult `json:"result,omitempty"`
	Context   xapiContext `json:"context"`
	Timestamp string      `json:"timestamp,omitempty"`
}

type xapiActor struct {
	Type    string `json:"objectType"`
	Name    string `json:"name"`
	Account struct {
		Home string `json:"homePage"`
		Name string `json:"name"`
	} `json:"account"`
}

type xapiNamed struct {
	ID      string            `json:"id"`
	Display map[string]string `json:"display"`
}

type xapiObject struct {
	Type       string `json:"objectType"`
	ID         string `json:"id"`
	Definition struct {
		Name map[string]string `json:"name"`
	} `json:"definition"`
}

type xapiResult struct {
	Response string `json:"response,omitempty"`
	Success  *bool  `json:"success,omitempty"`
}

type xapiContext struct {
	Platform   string            `json:"platform"`
	Extensions map[string]string `json:"extensions"`
}

// xapiBase is where the names of Tocsin's verbs and things begin: names, and no pages.
const xapiBase = "https://tocsin.invalid/xapi/"

// statements are what seats decided, told each other and answered. The actor is the seat, never
// a person. The time is that on the wall, where the record has it.
func statements(w io.Writer, r *Report) error {
	out := []statement{}
	add := func(role, title, verb, kind, thing, name string, hours float64, at Source, result *xapiResult) {
		s := statement{Verb: xapiNamed{xapiBase + "verbs/" + slug(verb), map[string]string{"en": verb}},
			Context: xapiContext{Platform: "Tocsin", Extensions: map[string]string{
				xapiBase + "exercise-time": r.calendar(hours), xapiBase + "record": at.String(),
				xapiBase + "evidence-code": r.Overview.Code}}, Result: result, Timestamp: r.wall(at)}
		s.Actor.Type, s.Actor.Name = "Agent", title
		s.Actor.Account.Home, s.Actor.Account.Name = xapiBase+"scenarios/"+slug(r.Overview.Name), role
		s.Object.Type, s.Object.ID = "Activity", xapiBase+kind+"/"+slug(thing)
		s.Object.Definition.Name = map[string]string{"en": name}
		sum := sha256.Sum256([]byte(fmt.Sprint(r.Overview.Code, r.Overview.State, len(out), role, verb, thing, at)))
		sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8, RFC 9562: by its own rule
		x := hex.EncodeToString(sum[:16])
		s.ID = strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
		out = append(out, s)
	}
	for _, d := range r.Decisions {
		add(d.Role, d.Title, d.Verb, "actions", d.What, d.What, d.Hours, d.Source, &xapiResult{Response: d.Outcome})
	}
	for _, m := range r.Messages {
		thing, name := m.Fact, m.FactTitle
		if thing == "" {
			thing, name = "message", m.Text
		}
		add(m.From, m.FromTitle, "tell", "facts", thing, name, m.Hours, m.Source,
			&xapiResult{Response: "to " + m.ToTitle + ": " + m.State})
	}
	for _, b := range r.Beliefs {
		add(b.Role, b.Title, "answer", "questions", b.Probe, b.Ask, b.Hours, b.Source,
			&xapiResult{Response: b.Answer, Success: b.Right})
	}
	return JSON(w, out)
}

// slug is a part of an address: letters from a to z, digits, hyphens and underscores; "unnamed" where none is left.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if out := strings.Trim(b.String(), "-"); out != "" {
		return out
	}
	return "unnamed"
}
