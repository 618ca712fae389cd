package notes

import (
	"fmt"
	"time"

	"tocsin/sim/scenario"
)

// Organisation is one file of the registry: the organisation, and what it says in advance that it
// will do.
type Organisation struct {
	Format       int       `toml:"format" default:"1" example:"1" doc:"Version of this format. Leave it out, or write 1."`
	Organisation string    `toml:"organisation" required:"true" example:"\"Example Laboratory\"" doc:"The name of the organisation."`
	Is           string    `toml:"is" required:"true" example:"\"frontier_developer\"" doc:"Its kind, in the words of the vocabulary."`
	Reviewed     time.Time `toml:"reviewed" default:"never" example:"2026-11-01" doc:"The day on which the notes were last looked through."`
	Notes        []Note    `toml:"note" required:"true" example:"\n[[note]]\nid = \"weights_out\"" doc:"The notes. Write one [[note]] for each."`

	// File is what messages call the file, and Source its text.
	File   string `toml:"-"`
	Source string `toml:"-"`
}

// Note is one if-then note of an organisation.
type Note struct {
	ID      string            `toml:"id" required:"true" example:"\"weights_out\"" doc:"A short name: small letters, digits and underscores."`
	When    string            `toml:"when" required:"true" example:"\"signal('weights_leaving')\"" doc:"The trigger: signal('S') for what the organisation itself knows, told('KIND', 'S') for what it was told by another, joined by &&, || and !. Any other condition of a scenario may be in it too, and then is for that scenario only."`
	Decider string            `toml:"decider" default:"nobody is named" example:"\"Head of security\"" doc:"The person who decides."`
	Deputy  string            `toml:"deputy" default:"nobody" example:"\"Duty officer\"" doc:"The person who decides when the decider cannot be reached."`
	Steps   []string          `toml:"steps" default:"none" example:"[\"confirm with storage\", \"call counsel\"]" doc:"The steps that lead to the decision."`
	Needs   []string          `toml:"needs" default:"none" example:"[\"what left\", \"since when\"]" doc:"The information that the decision needs."`
	Within  scenario.Duration `toml:"within" default:"it promises no time" example:"\"4h\"" doc:"The promise: done this soon after the trigger."`
	Do      scenario.Names    `toml:"do" default:"nothing" example:"[\"preserve_evidence\", \"isolate\"]" doc:"Responses, in the words of the vocabulary."`
	Tell    []Tell            `toml:"tell" default:"nobody" example:"[{who=\"national_cert\", what=\"weights_leaving\", within=\"6h\"}]" doc:"The messages to others: to whom, what, and by when."`
	Commit  scenario.Names    `toml:"commit" default:"nothing" example:"[\"trace_and_hold\"]" doc:"Joint actions that the organisation commits to: responses of the vocabulary, or ids of a scenario's joint actions."`
	Unless  string            `toml:"unless" default:"nothing stops it" example:"\"a court forbids it\"" doc:"What would stop it, in words: a limit of cost, a legal bar."`
	Until   string            `toml:"until" default:"it names no end" example:"\"told('police', 'evidence_secured')\"" doc:"When the organisation stands down: a condition as in when, or words."`
	ShownTo scenario.Names    `toml:"shown_to" default:"nobody" example:"[\"cloud\", \"national_cert\"]" doc:"The kinds of actor that may read it, or all."`

	trigger, end              *Trigger
	signals, needed, excludes []string // signals of the trigger; see Trigger.signals, needs and excluded
}

// Tell is a promise to tell somebody something.
type Tell struct {
	Who    string            `toml:"who" required:"true" example:"\"national_cert\"" doc:"The kind of actor that is told, all, or public."`
	What   string            `toml:"what" required:"true" example:"\"weights_leaving\"" doc:"The signal that they are told of."`
	Within scenario.Duration `toml:"within" default:"the note's own" example:"\"6h\"" doc:"The promise: told this soon after the trigger."`
	Mark   string            `toml:"mark" enum:"red|amber|green|clear" default:"the mark of the fact" example:"\"amber\"" doc:"How far it may go on: the TLP mark."`
	Says   string            `toml:"says" enum:"confirm|deny|nothing_yet" default:"what is known" example:"\"confirm\"" doc:"Of a public line: whether it confirms, denies, or says that nothing can be said yet."`
}

// Load reads one file of the registry. It is nil when a finding is an error.
func (v *Vocabulary) Load(name string, src []byte) (*Organisation, scenario.Diagnostics) {
	o := &Organisation{Format: 1, File: name, Source: string(src)}
	ds := scenario.Read("the registry file", src, o, func(r *scenario.Reading) { v.check(o, r) })
	if ds.Failed() {
		return nil, ds
	}
	return o, ds
}

func (v *Vocabulary) check(o *Organisation, r *scenario.Reading) {
	if o.Format != 1 {
		r.Errorf("format", "format", "write format = 1", "this is format %d; this Tocsin reads format 1", o.Format)
	}
	if o.Is != "" && v.Kind(o.Is) == nil {
		r.Errorf("is", "reference", scenario.Suggest(o.Is, ids(v.Kinds)), "unknown kind of actor %q", o.Is)
	}
	seen := map[string]bool{}
	for i := range o.Notes {
		n, path := &o.Notes[i], fmt.Sprintf("note[%d]", i)
		if n.ID != "" && !idPattern.MatchString(n.ID) {
			r.Errorf(path+".id", "id", "small letters, digits and underscores, beginning with a letter",
				"%q is not an id", n.ID)
		}
		if seen[n.ID] {
			r.Errorf(path+".id", "duplicate", "give one of them another id", "there is already a note %q", n.ID)
		}
		seen[n.ID] = true
		v.checkNote(n, path, r)
	}
}

func (v *Vocabulary) checkNote(n *Note, path string, r *scenario.Reading) {
	n.trigger = v.readTrigger(n.When, path+".when", r)
	if n.trigger != nil {
		n.signals, n.needed, n.excludes = n.trigger.signals(), needs(n.trigger), excluded(n.trigger)
	}
	if looksLikeCondition(n.Until) {
		n.end = v.readTrigger(n.Until, path+".until", r)
	}
	if len(n.Do)+len(n.Tell)+len(n.Commit) == 0 {
		r.Errorf(path, "missing", `for example do = ["preserve_evidence"]`,
			"a note does something: it needs do, tell or commit")
	}
	if r.Given(path+".within") && n.Within <= 0 {
		r.Errorf(path+".within", "range", `for example "4h"`, "a promise must allow some time")
	}
	for i, word := range n.Do {
		if v.Response(word) == nil {
			r.Errorf(place(path+".do", i, len(n.Do), r), "reference", scenario.Suggest(word, ids(v.Responses)),
				"unknown response %q", word)
		}
	}
	for i, word := range n.Commit {
		if !idPattern.MatchString(word) {
			r.Errorf(place(path+".commit", i, len(n.Commit), r), "id",
				"a response of the vocabulary, or the id of a scenario's joint action", "%q is not an id", word)
		}
	}
	for i, word := range n.ShownTo {
		if word != "all" && v.Kind(word) == nil {
			r.Errorf(place(path+".shown_to", i, len(n.ShownTo), r), "reference",
				scenario.Suggest(word, append(ids(v.Kinds), "all")), "unknown kind of actor %q", word)
		}
	}
	for i, t := range n.Tell {
		at := fmt.Sprintf("%s.tell[%d]", path, i)
		if t.Who != "" && t.Who != "all" && t.Who != "public" && v.Kind(t.Who) == nil {
			r.Errorf(at+".who", "reference", scenario.Suggest(t.Who, append(ids(v.Kinds), "all", "public")),
				"unknown kind of actor %q", t.Who)
		}
		if t.What != "" && v.Signal(t.What) == nil {
			r.Errorf(at+".what", "reference", scenario.Suggest(t.What, ids(v.Signals)), "unknown signal %q", t.What)
		}
		if r.Given(at+".within") && t.Within <= 0 {
			r.Errorf(at+".within", "range", `for example "6h"`, "a promise must allow some time")
		}
		if t.Says != "" && t.Who != "public" {
			r.Errorf(at+".says", "conflict", `use it with who = "public"`,
				"only a public line says confirm, deny or "+
					"nothing_yet")
		}
	}
}

// due returns how soon after its trigger a tell is promised; 0 where neither it nor its note
// promises a time.
func (t Tell) due(n *Note) scenario.Duration {
	if t.Within > 0 {
		return t.Within
	}
	return n.Within
}
