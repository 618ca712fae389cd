package msel

import (
	"regexp"
	"slices"
)

// placeholder matches what another platform replaces by a value: ${city}, {{player_name}}.
var placeholder = regexp.MustCompile(`\$\{[^{}\n]{1,80}\}|\{\{[^{}\n]{1,80}\}\}`)

// variables reports the placeholders in texts that players read, since Tocsin does not replace them.
// Those of OpenAEV that have no value have been reported before. Texts of an inject that Tocsin wrote
// are not looked at.
func (r *Result) variables() {
	told := map[Finding]bool{} // keys have only a place and a value
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

// variableCode is the code of findings about variables, and variableHint says what settles them.
const (
	variableCode = "variable"
	variableHint = `write what it stands for in the draft, or accept "variable"`
)
