package msel

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// imports reads a list by a map.
func imports(t *testing.T, name, data, settled string) *Result {
	t.Helper()
	m, err := ParseMapping("map.toml", []byte(settled))
	require.NoError(t, err)
	r, err := Read(name, []byte(data), m)
	require.NoError(t, err)
	passes(t, r)
	return r
}

// doubts are the doubts of a code, each by its place, value and level.
func (r *Result) doubts(code string) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Level == Doubt && f.Code == code {
			out = append(out, f.Place.String()+" "+f.Value)
		}
	}
	return out
}

// TestMapOfEmptyCells: what the hint for a row without a recipient says is taken, and settles it.
func TestMapOfEmptyCells(t *testing.T) {
	list := "No,Time,To,Message\n1,T+1 min,Ops,The pump stops\n2,T+2 min,,It runs again\n"
	known := "t = \"minutes\"\n[to]\nOps = \"ops\"\n"
	assert.Equal(t, []string{"C3 "}, imports(t, "list.csv", list, known).doubts("no-recipient"))
	assert.Equal(t, []string{"C3 "}, imports(t, "list.csv", list, known+"\"\" = \"\"\n").doubts("no-recipient"),
		"what a map leaves empty stays in doubt")
	for says, want := range map[string][]string{"none": nil, "all": {"all"}, "public": {"public"}, "ops": {"ops"},
		"ops, lab": {"ops", "lab"}, "staff": nil} {
		r := imports(t, "list.csv", list, known+"\"\" = \""+says+"\"\n")
		assert.Zero(t, r.Findings.Doubts(), "%s: %v", says, r.Findings)
		assert.Equal(t, want, r.List.Entries[1].To, says)
		assert.NotEqual(t, says == "staff", r.List.Entries[1].Staff == nil, says)
	}
	for _, table := range []string{"columns", "to", "media", "types", "times"} {
		_, err := ParseMapping("map.toml", []byte("["+table+"]\n\"\" = \"\"\n"))
		require.NoError(t, err, table)
		for _, wrong := range []string{table + " = \"x\"", "[[" + table + "]]\n\"\" = \"\""} {
			_, err = ParseMapping("map.toml", []byte(wrong))
			require.ErrorContains(t, err, "map.toml", wrong)
		}
	}
}

// TestEveryDoubtCanBeAccepted: whatever the samples and their drafts leave in doubt, a map that accepts the
// codes of it leaves none.
func TestEveryDoubtCanBeAccepted(t *testing.T) {
	lists := samples(t)
	lists["long.csv"] = []byte("No,Time,To,Message\n1,T+1 min,Ops," + strings.Repeat("so long ", 4000) + "\n")
	for name, data := range lists {
		first, err := Read(name, data, nil)
		require.NoError(t, err, name)
		m := &Mapping{}
		for _, f := range append(first.Findings, first.List.Draft().Findings...) {
			m.Accept = append(m.Accept, f.Code)
		}
		again, err := Read(name, data, m)
		require.NoError(t, err, name)
		assert.Zero(t, again.Findings.Doubts(), "%s: %v", name, again.Findings)
		assert.Zero(t, m.Accepted(again.List.Draft().Findings).Doubts(), name)
	}
}

// TestErrorsOfSpreadsheets: a cell in which a spreadsheet shows an error is told with its place, and is no
// value; a text that only begins so is one.
func TestErrorsOfSpreadsheets(t *testing.T) {
	settled := "t = \"minutes\"\n[to]\nOps = \"ops\"\n"
	for _, fault := range []string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!",
		"#GETTING_DATA", "#ERROR!", "#BEZUG!", "#WERT!", "#ZAHL!", "#NV", "#NOM?", "#VALEUR!", "#¡DIV/0!", "#¿NOMBRE?",
		"Err:502", "#######"} {
		r := imports(t, "list.csv", "No,Time,To,Message,Room\n"+fault+",T+1 min,Ops,The pump stops,"+fault+"\n", settled)
		assert.Equal(t, []string{"A2 " + fault, "E2 " + fault}, r.doubts("error-value"))
		assert.Empty(t, r.List.Entries[0].Number, fault)
		assert.Empty(t, r.List.Entries[0].Extra, fault)
		assert.Equal(t, 2, r.Findings.Doubts(), "%v", r.Findings)
	}
	for _, text := range []string{"#1", "#REF! stands in our sheet", "#HELP!", "N/A", "#", "Err: none", "#NAME"} {
		r := imports(t, "list.csv", "No,Time,To,Message,Room\n1,T+1 min,Ops,"+text+",x\n", settled)
		assert.Zero(t, r.Findings.Doubts(), "%v", r.Findings)
		assert.Equal(t, text, r.List.Entries[0].Text)
	}
	r := imports(t, "list.csv", "No,Time,To,Message\n1,#REF!,#REF!,#REF!\n,,#N/A,\n3,T+1 min,Ops,Go on\n", settled)
	assert.Len(t, r.List.Entries, 2)
	assert.Equal(t, []string{"B2 #REF!", "C2 #REF!", "D2 #REF!", "C3 #N/A"}, r.doubts("error-value"))
}

// TestErrorsInWorkbooks: a workbook keeps the error as the result of its formula.
func TestErrorsInWorkbooks(t *testing.T) {
	book := excelize.NewFile()
	for ref, text := range map[string]string{"A1": "No.", "B1": "Time", "C1": "To", "D1": "Message", "B2": "T+5m",
		"C2": "CERT", "D2": "Go", "A2": "#DIV/0!"} {
		require.NoError(t, book.SetCellStr("Sheet1", ref, text))
	}
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	r, err := Read("x.xlsx", b.Bytes(), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"Sheet1!A2 #DIV/0!"}, r.doubts("error-value"))
	assert.NotContains(t, passes(t, r).Injects[0].ID, "div")
}

// TestRowsWithoutMessage: a row that names a time and a recipient and not what they are told is in doubt.
func TestRowsWithoutMessage(t *testing.T) {
	settled := "t = \"minutes\"\n[to]\nLab = \"lab\"\n"
	for name, c := range map[string]struct {
		list string
		want []string
	}{
		"csv":      {"No,Time,To,Message,Expected action\n1,T+5m,Lab,,\n2,T+6m,Lab,Go,\n", []string{"row 2 1"}},
		"markdown": {"| Time | To | Message |\n|---|---|---|\n| T+5m | Lab | |\n| T+6m | Lab | Go |\n", []string{"row 3 "}},
		"a title":  {"No,Time,To,Title,Message\n1,T+5m,Lab,Go,\n", nil},
		"expected": {"No,Time,To,Message,Expected action,Type\n1,T+5m,Lab,,They call,Inject\n2,T+6m,Lab,,They write,Expected Action\n",
			[]string{"row 2 1"}},
	} {
		r := imports(t, name, c.list, settled)
		assert.Equal(t, c.want, r.doubts("no-message"), name)
		assert.Equal(t, len(c.want), r.Findings.Doubts(), "%s: %v", name, r.Findings)
	}
}

// TestLonelyCells: a row with one cell is a heading; where it may be an inject instead, that is in doubt.
func TestLonelyCells(t *testing.T) {
	settled := "t = \"minutes\"\nuntimed = \"by hand\"\n[to]\nLab = \"lab\"\n"
	for name, c := range map[string]struct {
		list string
		want []string
	}{
		"deck":       {"Card,Title,Text,Recipient\n1,One,The first card,Lab\n,Lonely,,\n", []string{"B3 Lonely"}},
		"text":       {"No,Time,To,Message\n1,T+5m,Lab,Go\n,,,Stop\n", []string{"D3 Stop"}},
		"time":       {"No,Time,To,Message\n1,T+5m,Lab,Go\n,T+9m,,\n", []string{"B3 T+9m"}},
		"recipient":  {"No,Time,To,Message\n1,T+5m,Lab,Go\n,,Lab,\n", []string{"C3 Lab"}},
		"number":     {"No,Time,To,Message\nMorning,,,\n1,T+5m,Lab,Go\n", nil},
		"of a phase": {"Time,To,Message\nPhase 2,,\nT+5m,Lab,Go\n", nil},
		"of a day":   {"Time,To,Message\nDay 1,,\nT+5m,Lab,Go\n", nil},
	} {
		r := imports(t, "list.csv", c.list, settled)
		assert.Equal(t, c.want, r.doubts("section"), name)
		assert.Equal(t, len(c.want), r.Findings.Doubts(), "%s: %v", name, r.Findings)
		assert.Len(t, r.List.Entries, 1, name)
		assert.Zero(t, imports(t, "list.csv", c.list, "accept = [\"section\"]\n"+settled).Findings.Doubts(), name)
	}
}

// TestVariables: what another platform fills in when it sends a text is in doubt, in each kind of file.
func TestVariables(t *testing.T) {
	const text = "Fire in ${city}, {{player_name}}; ${city} burns at 5 $ {here}"
	cexf := `{"exercise":{"name":"x"},"inject_flow":[{"inject_uuid":"u","timing":{"triggered_at":5}}],"inject_payloads":[],` +
		`"injects":[{"uuid":"u","name":"a","description":"` + text + `","action":"email"}]}`
	openAEV := `{"export_version":1,"scenario_information":{"scenario_name":"x"},"scenario_teams":[],"scenario_variables":` +
		`[{"variable_key":"known","variable_value":"Bern"}],"scenario_injects":[{"inject_title":"a","inject_depends_duration":1,` +
		`"inject_all_teams":true,"inject_injector_contract":{"injector_contract_id":"2790bd39-37d4-4e39-be7e-53f3ca783f86"},` +
		`"inject_content":{"body":"${known}: ` + text + `"}}]}`
	for name, list := range map[string]string{
		"list.csv":  "No,Time,To,Message\n1,T+5m,Lab,\"" + text + "\"\n",
		"list.md":   "| Time | To | Message |\n|---|---|---|\n| T+5m | Lab | " + text + " |\n",
		"title.csv": "No,Time,To,Title,Message\n1,T+5m,Lab,\"" + text + "\",Go\n",
		"cexf.json": cexf, "openaev.json": openAEV,
	} {
		r := imports(t, name, list, "t = \"minutes\"\n[to]\nLab = \"lab\"\n")
		var values []string
		for _, f := range r.Findings {
			if f.Code == "variable" && f.Level == Doubt {
				values = append(values, f.Value)
				assert.NotZero(t, f.Place.Row, name)
			}
		}
		assert.Subset(t, values, []string{"${city}", "{{player_name}}"}, name)
		assert.NotContains(t, values, "${known}", name)
		assert.Contains(t, r.List.Entries[0].Title+r.List.Entries[0].Text, "{{player_name}}", name)
	}
}

// TestNobodyIsNotTooMany: who is written as nobody, in whatever word, is not said to be one seat too many.
func TestNobodyIsNotTooMany(t *testing.T) {
	for _, word := range []string{"none", "Nobody", "N/A", "no one"} {
		r := imports(t, "list.csv", "No,Time,To,Message\n1,T+1 min,\""+word+"\",The pump stops\n", "t = \"minutes\"\n")
		for _, f := range r.Findings {
			if f.Code == "recipient" {
				assert.Equal(t, "taken for nobody", f.Message, word)
			}
		}
	}
}
