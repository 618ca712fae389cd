package msel

import (
	"bytes"
	"fmt"

	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// Read makes a list of a file. Errors begin with name, which stands for the file; m may be nil. An
// error says why nothing could be read; what is only in doubt is in the findings.
func Read(name string, data []byte, m *Mapping) (*Result, error) {
	if m == nil {
		m = &Mapping{}
	}
	if m.folded == nil {
		m.index()
	}
	r, err := read(scenario.CleanLine(name), data, m)
	if err != nil {
		return nil, err
	}
	r.variables()
	if r.List.Scenario != "" {
		r.carry()
	}
	r.Findings = m.Accepted(r.Findings)
	return r, nil
}

// carry reports whether the scenario that a file carries still has the list's injects.
func (r *Result) carry() {
	if _, same := r.List.carried(); same {
		for i := range r.Findings { // the scenario settles what the list leaves open
			r.Findings[i].Level = Note
		}
		r.Findings = append(r.Findings, Finding{Level: Note, Code: "carried",
			Message: "the file carries the scenario that it was made from, unchanged: the draft is that scenario"})
		return
	}
	r.List.Attachments = attach(r.List.Attachments, "scenario_before.toml", []byte(r.List.Scenario))
	r.Findings = append(r.Findings, Finding{Level: Doubt, Code: "carried",
		Message: "the file carries the scenario that it was made from, but its " +
			"injects were changed since: the draft is made from the list, and lacks what only the scenario had; that is " +
			"kept with it", Hint: `bring the changes into the scenario, or accept "carried"`})
}

func read(name string, data []byte, m *Mapping) (*Result, error) {
	kind := filekind.Of(data)
	switch kind {
	case filekind.Workbook, filekind.Archive:
		a, err := openArchive(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if isWorkbook(a.files) {
			sheets, found, err := readWorkbook(a)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			text, sheets := carrierText(sheets)
			r, err := readTables(name, sheets, m)
			if err != nil {
				return nil, err
			}
			r.List.Scenario = text
			r.Findings = append(found, r.Findings...)
			return r, nil
		}
		return nil, fmt.Errorf("%s is %s, which import does not read; %s", name, kind.What(), supported)
	case filekind.OpenAEV:
		if !bytes.HasPrefix(data, []byte("PK")) {
			r, err := readOpenAEV(name, data, m)
			if err == nil {
				r.Findings = append(r.Findings, openAEVRoot(data).absent(nil)...)
			}
			return r, err
		}
		a, err := openArchive(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return readOpenAEVZip(name, a, m)
	case filekind.CEXF:
		return readCEXF(name, data, m)
	case filekind.Empty:
		return nil, fmt.Errorf("%s is empty: there is nothing in it to import", name)
	case filekind.Table, filekind.Markdown, filekind.Text, filekind.YAML:
		return readText(name, data, kind, m)
	}
	if hint := kind.Advice(name); hint != "" {
		return nil, fmt.Errorf("%s is %s: %s", name, kind.What(), hint)
	}
	return nil, fmt.Errorf("%s is %s, which import does not read; %s", name, kind.What(), supported)
}

// supported says what import reads.
const supported = "it reads events lists and cards in CSV, TSV, XLSX and Markdown tables, exports of OpenAEV (ZIP or " +
	"JSON), and CEXF (JSON)"

// readText reads a table from a text file.
func readText(name string, data []byte, kind filekind.Kind, m *Mapping) (*Result, error) {
	text, found, err := decodeText(data, m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	md := readMarkdown(text)
	r, err := readTables(name, md.sheets, m)
	if err == nil {
		md.frame(r.List, name)
	}
	if kind == filekind.Table || err != nil {
		s, more, fault := readDelimited(text)
		if fault != nil {
			return nil, fmt.Errorf("%s: %w", name, fault)
		}
		found = append(found, more...)
		var again error
		if r, again = readTables(name, []sheet{s}, m); again != nil {
			if kind != filekind.Table {
				return nil, fmt.Errorf("%s looks like %s and holds no table of injects; %s", name, kind.What(),
					supported)
			}
			return nil, again
		}
	}
	r.Findings = append(found, r.Findings...)
	return r, nil
}
