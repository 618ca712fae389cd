package scenario

import (
	"reflect"
	"slices"
	"strings"
)

// The seats that respond together are allies. A seat that works against them is an adversary: it is part of what
// they have to deal with, so "all" never means it, and no number that judges the response counts it.

// Ally reports whether a role responds with the others, and is not an adversary.
func (sc *Scenario) Ally(role int) bool { return !sc.Roles[role].Foe }

// Allies are the indices of the roles that are not adversaries.
func (sc *Scenario) Allies() []int {
	out := make([]int, 0, len(sc.Roles))
	for i := range sc.Roles {
		if sc.Ally(i) {
			out = append(out, i)
		}
	}
	return out
}

// Open are the indices of the roles that are not hidden from other seats.
func (sc *Scenario) Open() []int {
	out := make([]int, 0, len(sc.Roles))
	for i := range sc.Roles {
		if !sc.Roles[i].Hidden {
			out = append(out, i)
		}
	}
	return out
}

// ToAll reports whether a list has "all", or names every ally in a scenario with adversaries.
func (sc *Scenario) ToAll(names Names) bool {
	allies := sc.Allies()
	return names.Has("all") || len(allies) < len(sc.Roles) && len(sc.AlliesOf(names)) == len(allies)
}

// AlliesOf is [Scenario.RolesOf] without adversaries.
func (sc *Scenario) AlliesOf(names Names) []int {
	var out []int
	for _, r := range sc.RolesOf(names) {
		if sc.Ally(r) {
			out = append(out, r)
		}
	}
	return out
}

// BriefOf is what a role reads before play: its brief, how it differs from other seats, and its own aims.
func (sc *Scenario) BriefOf(role int) string { return sc.brief(role, false) }

// BriefThere is what a role reads once it is at the table: [Scenario.BriefOf] without the words on joining later.
func (sc *Scenario) BriefThere(role int) string { return sc.brief(role, true) }

func (sc *Scenario) brief(role int, there bool) string {
	r := &sc.Roles[role]
	parts := []string{r.Brief}
	if r.Foe {
		parts = append(parts, `You play against the others: their scores do not count what you do, and "all" does not mean you.`)
	}
	if r.Hidden {
		parts = append(parts, `Only staff see that you are at the table. Anyone who has a message from you sees you from then on, and can `+
			`answer. What you do together with others they read as "Somebody".`)
	}
	if r.Hours != nil {
		parts = append(parts, "Your hours are "+r.Hours.Words(sc)+".")
	}
	if r.Joins != nil && !there {
		parts = append(parts, `You come to the table later, and are told when you are there. Until then you can do nothing, and hear `+
			`only what you learn by yourself and what is public.`)
	}
	var aims []string
	for i := range sc.Objectives {
		if o := &sc.Objectives[i]; o.Seat == r.ID {
			aims = append(aims, o.Title)
		}
	}
	if len(aims) > 0 {
		parts = append(parts, "Your own aims: "+strings.Join(aims, "; ")+".")
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n"))
}

// nameAllies puts the allies in place of "all" in every list of roles if there is an adversary, so that code that
// looks for a role in a list need not ask whether it is one.
func (sc *Scenario) nameAllies() {
	allies := Names{}
	for _, r := range sc.Allies() {
		allies = append(allies, sc.Roles[r].ID)
	}
	if len(allies) == len(sc.Roles) {
		return
	}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				f := v.Type().Field(i)
				if key := f.Tag.Get("toml"); key == "-" || key == "" && !f.Anonymous {
					continue
				}
				if f.Type != reflect.TypeFor[Names]() {
					walk(v.Field(i))
					continue
				}
				n, kinds := v.Field(i).Addr().Interface().(*Names), strings.Split(f.Tag.Get("ref"), "|")
				if slices.Contains(kinds, "role") && n.Has("all") {
					*n = n.with("all", allies)
				}
			}
		}
	}
	walk(reflect.ValueOf(sc).Elem())
}

// with replaces a word by others: the first takes its index and the rest go to the end, so that the other names keep
// their indices, by which the sites of draws find them.
func (n Names) with(word string, others Names) Names {
	out := slices.Clone(n)
	rest := slices.DeleteFunc(slices.Clone(others), n.Has)
	for i := range out {
		if out[i] == word && len(rest) > 0 {
			out[i], rest = rest[0], rest[1:]
		}
	}
	return append(out, rest...)
}

// Joins is when a seat comes to the table.
type Joins struct {
	At    Delay `toml:"at" default:"at STARTEX, unless when is given" example:"\"2h\"" doc:"The time from STARTEX."`
	When  Expr  `toml:"when" expr:"bool" example:"\"failed('finetune')\"" doc:"Instead of a time: the condition that brings it; with delivered('an_inject'), an effect or the facilitator can bring it."`
	After Delay `toml:"after" default:"no time" example:"\"30m\"" doc:"With when: how long after the condition came true."`
}

// checkSides checks when seats join, and that not every seat is an adversary.
func (c *checker) checkSides() {
	for i := range c.sc.Roles {
		j, p := c.sc.Roles[i].Joins, join(join("role", c.sc.Roles[i].ID), "joins")
		switch {
		case j == nil:
		case j.At.Set && j.When.Source != "":
			c.errorf(p, "conflict", "keep at for a time, or when (with after) for a condition", "both at and when are given")
		case !j.At.Set && j.When.Source == "":
			c.errorf(p, "missing", `for example joins = {at="2h"}`, "joins needs at or when")
		case j.After.Set && j.When.Source == "":
			c.errorf(p+".after", "conflict", "use at", "after goes with when")
		}
	}
	for i := range c.sc.Roles {
		if c.sc.Ally(i) {
			return
		}
	}
	if len(c.sc.Roles) > 0 {
		c.errorf(join(join("role", c.sc.Roles[0].ID), "adversary"), "conflict", "take adversary from a seat that responds",
			"every seat is an adversary, and nobody is left to respond")
	}
}
