package msel

import (
	"regexp"
	"slices"
)

// placeholder is where another platform puts a value into a text: ${city}, {{player_name}}.
var placeholder = regexp.MustCompile(`\$\{[^{}\n]{1,80}\}|\{\{[^{}\n]{1,80}\}\}`)

// variables tells the placeholders in texts that players read, since Tocsin puts nothing in their place.
// Those of OpenAEV that have no value are told before. An inject of a scenario of ours has texts as they are.
func (r *Result) variables() {
	told := map[Finding]bool{} // place and value alone
	for _, f := range r.Findings {
		if f.Code == variableCode {
			told[Finding{Place: Place{Sheet: f.Place.Sheet, Row: f.Place.Row}, Value: f.Value}] = true
		}
	}
	for _, e := range r.List.Entries {
		if e.ID != "" || e.Kind == ExpectedAction {
			continue
		}
		var names []string
		for _, text := range []string{e.Title, e.Text, e.From} {
			names = append(names, placeholder.FindAllString(text, -1)...)
		}
		for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
			key := Finding{Place: Place{Sheet: e.Place.Sheet, Row: e.Place.Row}, Value: name}
			if told[key] {
				continue
			}
			told[key] = true
			r.Findings = append(r.Findings, Finding{Level: Doubt, Code: variableCode, Place: e.Place, Value: name,
				Message: "this looks like a variable of another platform; it stays as it is written", Hint: variableHint})
		}
	}
}

// variableCode is the code of findings about variables, and variableHint what settles them.
const (
	variableCode = "variable"
	variableHint = `write what it stands for in the draft, or accept "variable"`
)
