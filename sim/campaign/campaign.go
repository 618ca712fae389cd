// Package campaign follows lessons through a series of exercises: what was promised after each,
// what was done by the next, what that changed, and how fast lessons spread compared with how
// fast incidents come.
//
// [Load] reads a campaign's file; [Work] plays what the lessons changed, on the same draws of
// chance with and without each; the [Report] holds the numbers.
package campaign

import (
	"fmt"
	"slices"
	"time"

	"tocsin/sim/scenario"
)

// Campaign is a series of exercises, and the lessons that they taught. It is the file's format.
type Campaign struct {
	Format    int        `toml:"format" default:"1" example:"1" doc:"Version of this format. Leave it out, or write 1."`
	Title     string     `toml:"title" required:"true" example:"\"Spring to autumn\"" doc:"The name of the campaign."`
	Reaches   int        `toml:"reaches" min:"1" max:"1000" default:"2" example:"3" doc:"How many actors must have adopted a lesson for it to count as adopted."`
	Exercises []Exercise `toml:"exercise" required:"true" example:"\n[[exercise]]\nid = \"spring\"" doc:"The exercises. Write one [[exercise]] for each, in the order of their days."`
	Lessons   []Lesson   `toml:"lesson" doc:"The promises made after an exercise. Write one [[lesson]] for each."`
}

// Exercise is one exercise, or an incident that came.
type Exercise struct {
	ID         string         `toml:"id" required:"true" example:"\"spring\"" doc:"A short name."`
	On         time.Time      `toml:"on" required:"true" example:"2027-03-01" doc:"The day."`
	Kind       string         `toml:"kind" default:"the same for all" example:"\"stolen weights\"" doc:"The kind of incident. A lesson is needed at the next one of the same kind."`
	Record     string         `toml:"record" default:"it was not recorded" example:"\"spring.jsonl\"" doc:"The record of the exercise, beside this file."`
	Scenario   string         `toml:"scenario" default:"that of the record" example:"\"cold_copy\"" doc:"Without a record: the scenario, a file or a name from tocsin list."`
	Mechanisms scenario.Names `toml:"mechanisms" default:"those of the record" example:"[\"hotline\"]" doc:"Without a record: the mechanisms that were in force."`
}

// Lesson is what an exercise taught, and who has adopted it since.
type Lesson struct {
	ID         string         `toml:"id" required:"true" example:"\"hotline\"" doc:"A short name."`
	From       string         `toml:"from" required:"true" example:"\"spring\"" doc:"The exercise that taught it."`
	Item       string         `toml:"item" required:"true" example:"\"A line between the duty desks\"" doc:"The promise, in words."`
	Owner      string         `toml:"owner" default:"nobody" example:"\"National CERT\"" doc:"The person or organisation that is responsible for it."`
	Due        time.Time      `toml:"due" default:"no day" example:"2027-05-01" doc:"By when it was promised."`
	Mechanisms scenario.Names `toml:"mechanisms" default:"none" example:"[\"hotline\"]" doc:"Mechanisms of the scenarios that it stands for: with them its worth can be played."`
	Notes      scenario.Names `toml:"notes" default:"none" example:"[\"notes/cert.toml\"]" doc:"Files of if-then notes, beside this file, that it wrote or amended: with them its worth can be played."`
	Adopted    []Adoption     `toml:"adopted" default:"by nobody" example:"[{who=\"National CERT\", on=2027-04-02}]" doc:"The actors that have adopted it, each with the day."`
}

// Adoption is an actor that has adopted a lesson.
type Adoption struct {
	Who string    `toml:"who" required:"true" example:"\"National CERT\"" doc:"The actor."`
	On  time.Time `toml:"on" required:"true" example:"2027-04-02" doc:"The day."`
}

// Load reads the file of a campaign. It is nil when a finding is an error.
func Load(src []byte) (*Campaign, scenario.Diagnostics) {
	c := &Campaign{Format: 1, Reaches: 2}
	ds := scenario.Read("the campaign", src, c, c.check)
	if ds.Failed() {
		return nil, ds
	}
	return c, ds
}

func (c *Campaign) check(r *scenario.Reading) {
	if c.Format != 1 {
		r.Errorf("format", "format", "write format = 1", "this is format %d; this Tocsin reads format 1", c.Format)
	}
	var ids []string
	for i := range c.Exercises {
		x, path := &c.Exercises[i], fmt.Sprintf("exercise[%d]", i)
		if slices.Contains(ids, x.ID) {
			r.Errorf(path+".id", "duplicate", "give one of them another id", "there is already an exercise %q", x.ID)
		}
		ids = append(ids, x.ID)
		if i > 0 && x.On.Before(c.Exercises[i-1].On) {
			r.Errorf(path+".on", "order", "put the exercises in the order of their days",
				"%q comes before %q, which is above it", x.ID, c.Exercises[i-1].ID)
		}
		if (x.Record == "") == (x.Scenario == "") {
			r.Errorf(path, "conflict", `record = "spring.jsonl", or scenario = "cold_copy"`,
				"an exercise has a record or a scenario, one of the two")
		}
		if x.Record != "" && len(x.Mechanisms) > 0 {
			r.Errorf(path+".mechanisms", "conflict", "leave them out", "what was in force is in the record")
		}
	}
	var lessons []string
	for i := range c.Lessons {
		l, path := &c.Lessons[i], fmt.Sprintf("lesson[%d]", i)
		if slices.Contains(lessons, l.ID) {
			r.Errorf(path+".id", "duplicate", "give one of them another id", "there is already a lesson %q", l.ID)
		}
		lessons = append(lessons, l.ID)
		from := c.find(l.From)
		if from == nil {
			r.Errorf(path+".from", "reference", scenario.Suggest(l.From, ids), "unknown exercise %q", l.From)
			continue
		}
		var who []string
		for k, a := range l.Adopted {
			at := fmt.Sprintf("%s.adopted[%d]", path, k)
			if a.On.Before(from.On) {
				r.Errorf(at+".on", "order", "a lesson is adopted after the exercise that teaches it",
					"%s adopts %q before %q", a.Who, l.ID, l.From)
			}
			if slices.Contains(who, a.Who) {
				r.Errorf(at+".who", "duplicate", "name each once", "%q has already adopted it", a.Who)
			}
			who = append(who, a.Who)
		}
	}
}

func (c *Campaign) find(id string) *Exercise {
	for i := range c.Exercises {
		if c.Exercises[i].ID == id {
			return &c.Exercises[i]
		}
	}
	return nil
}

// next returns the index of the next exercise of the same kind; -1 for none.
func (c *Campaign) next(id string) int {
	from := c.find(id)
	seen := false
	for i := range c.Exercises {
		x := &c.Exercises[i]
		if seen && x.Kind == from.Kind {
			return i
		}
		seen = seen || x.ID == id
	}
	return -1
}
