package msel

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOpenAEVImporterTakesIt checks an export against what OpenAEV's importer reads without
// asking whether it is there: every key, the types it wants, and the comments of entries.
func TestOpenAEVImporterTakesIt(t *testing.T) {
	sc := scenarios().Example(7)
	var b bytes.Buffer
	require.NoError(t, FromScenario(sc).WriteOpenAEV(&b))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	var root map[string]any
	targets := map[string]bool{}
	for _, f := range z.File {
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		switch f.Comment {
		case "Scenario":
			require.NoError(t, json.Unmarshal(data, &root))
		case "Attachment":
			targets[f.Name] = true
		default:
			t.Errorf("entry %s has the comment %q, so the importer refuses the file", f.Name, f.Comment)
		}
	}
	for key, kind := range map[string]string{"export_version": "float64",
		"scenario_information": "map[string]interface {}",
		"scenario_teams":       "[]interface {}", "scenario_objectives": "[]interface {}",
		"scenario_users":         "[]interface {}",
		"scenario_organizations": "[]interface {}", "scenario_injects": "[]interface {}",
		"scenario_tags":      "[]interface {}",
		"scenario_documents": "[]interface {}", "scenario_channels": "[]interface {}",
		"scenario_articles":   "[]interface {}",
		"scenario_challenges": "[]interface {}", "scenario_lessons_categories": "[]interface {}",
		"scenario_lessons_questions": "[]interface {}", "scenario_variables": "[]interface {}"} {
		assert.Equal(t, kind, fmt.Sprintf("%T", root[key]), key)
	}
	for _, d := range root["scenario_documents"].([]any) {
		assert.True(t, targets[d.(map[string]any)["document_target"].(string)])
	}
	teams := map[string]bool{}
	for _, x := range root["scenario_teams"].([]any) {
		team := x.(map[string]any)
		assert.IsType(t, true, team["team_contextual"])
		teams[team["team_id"].(string)] = true
	}
	require.NotEmpty(t, root["scenario_injects"])
	for _, x := range root["scenario_injects"].([]any) {
		in := x.(map[string]any)
		for _, key := range []string{"inject_id", "inject_title", "inject_description", "inject_country",
			"inject_city",
			"inject_enabled", "inject_injector_contract", "inject_all_teams", "inject_teams",
			"inject_depends_duration",
			"inject_depends_on", "inject_tags", "inject_documents", "inject_content"} {
			assert.Contains(t, in, key)
		}
		assert.IsType(t, true, in["inject_all_teams"])
		assert.Empty(t, in["inject_depends_on"].([]any), "at most one parent each: we write none")
		contract := in["inject_injector_contract"].(map[string]any)["injector_contract_id"]
		assert.Contains(t, []any{mailContract, manualContract}, contract, "an inject of another contract is lost")
		for _, team := range in["inject_teams"].([]any) {
			assert.True(t, teams[team.(string)])
		}
	}
}

// TestOpenAEVArchive: attachments come along under names that are safe, and a file that was
// changed in OpenAEV gives a draft of the change.
func TestOpenAEVArchive(t *testing.T) {
	data, err := os.ReadFile("testdata/openaev.json")
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range []struct{ name, comment, text string }{{"Open bay.json", "Exercise", string(data)},
		{"x", "Attachment", "%PDF"}, {"other/map.pdf", "Attachment", "again"}} {
		e, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Comment: f.comment})
		require.NoError(t, err)
		_, err = io.WriteString(e, f.text)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	r, err := Read("bay.zip", b.Bytes(), nil)
	require.NoError(t, err)
	require.Len(t, r.List.Attachments, 2)
	assert.Equal(t, "map.pdf", r.List.Attachments[0].Name, "the name of the document, not of the entry")
	assert.Equal(t, "map_2.pdf", r.List.Attachments[1].Name)
	assert.Equal(t, "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027", r.List.Attachments[0].SHA256)
	assert.Contains(t, r.List.Draft().Text, r.List.Attachments[0].SHA256)
	passes(t, r)
}

// TestChangedOnThePlatform: what was changed there is in the draft, and told.
func TestChangedOnThePlatform(t *testing.T) {
	for name, write := range map[string]func(*List, *bytes.Buffer) error{
		"cexf": func(l *List, b *bytes.Buffer) error { return l.WriteCEXF(b) },
	} {
		t.Run(name, func(t *testing.T) {
			sc := scenarios().Example(7)
			var b bytes.Buffer
			require.NoError(t, write(FromScenario(sc), &b))
			changed := strings.Replace(b.String(), `"triggered_at": `, `"triggered_at": 7`, 1)
			r, err := Read(name, []byte(changed), nil)
			require.NoError(t, err)
			assert.Positive(t, r.Findings.Doubts())
			require.Len(t, r.List.Attachments, 1)
			assert.Equal(t, sc.Source, string(r.List.Attachments[0].Data))
			passes(t, r)
		})
	}
}

// TestSmallFilesStaySmall: a text that is written once and referred to many times does not
// grow without bound.
func TestSmallFilesStaySmall(t *testing.T) {
	testsize.Long(t)
	value := strings.Repeat("x", maxVariable)
	body := strings.Repeat("${v}", 1000)
	injects := strings.Repeat(`{"inject_title":"a","inject_depends_duration":1,"inject_content":{"body":"`+body+
		`"}},`, 20)
	src := `{"export_version":1,"scenario_information":{"scenario_name":"x"},"scenario_variables":[{"variable_key":"v",` +
		`"variable_value":"` + value + `"}],"scenario_injects":[` + strings.TrimSuffix(injects, ",") + `]}`
	r, err := Read("small.json", []byte(src), nil)
	require.NoError(t, err)
	total := 0
	for _, e := range r.List.Entries {
		total += len(e.Text)
	}
	assert.LessOrEqual(t, total, 2*maxUnpacked)
	payload := strings.Repeat("y", 1<<20)
	injects = strings.Repeat(`{"uuid":"u","name":"a","action":"email_to_participants","action_payload_resource_uuid":"p"},`, 100)
	src = `{"exercise":{"name":"x"},"inject_flow":[],"inject_payloads":[{"uuid":"p","name":"n","parameters":{"body":"` +
		payload + `"}}],"injects":[` + strings.TrimSuffix(injects, ",") + `]}`
	r, err = Read("small.json", []byte(src), nil)
	require.NoError(t, err)
	require.Len(t, r.List.Entries, 100, "every inject is kept")
	total = 0
	for _, e := range r.List.Entries {
		total += len(e.Text)
	}
	assert.LessOrEqual(t, total, maxUnpacked)
}

// TestBrokenJSON: a file that is cut off, or has more behind it, is refused with its place.
func TestBrokenJSON(t *testing.T) {
	whole := `{"export_version":1,"scenario_information":{"scenario_name":"x"},"scenario_injects":[]}`
	for src, want := range map[string]string{whole[:60]: "not complete JSON", whole +
		"{}": "after the JSON document, at byte"} {
		_, err := Read("x.json", []byte(src), nil)
		require.ErrorContains(t, err, want)
	}
}

// TestTeamsOfOneName: two teams of one name stay two seats, which somebody must agree with; a map makes
// them one.
func TestTeamsOfOneName(t *testing.T) {
	src := `{"export_version":1,"scenario_information":{"scenario_name":"x"},"scenario_teams":[{"team_id":"a","team_name":"Red"},` +
		`{"team_id":"b","team_name":"Blue"},{"team_id":"c","team_name":"red"}],"scenario_injects":[{"inject_title":"a",` +
		`"inject_depends_duration":1,"inject_teams":["a","c"],"inject_injector_contract":` +
		`{"injector_contract_id":"2790bd39-37d4-4e39-be7e-53f3ca783f86"},"inject_content":{"body":"Go"}}]}`
	r := imports(t, "x.json", src, "")
	assert.Equal(t, []string{"teams!row 3 red"}, r.doubts("same-name"))
	assert.Len(t, r.List.Seats, 3)
	assert.Equal(t, []string{"red", "red_2"}, r.List.Entries[0].To)
	assert.Zero(t, imports(t, "x.json", src, "accept = [\"same-name\"]\n").Findings.Doubts())
	r = imports(t, "x.json", src, "[to]\nRed = \"red\"\n")
	assert.Zero(t, r.Findings.Doubts(), "%v", r.Findings)
	assert.Equal(t, []string{"red"}, r.List.Entries[0].To)
}

// TestDocumentsThatAreAbsent: a document that is listed and did not come is in doubt.
func TestDocumentsThatAreAbsent(t *testing.T) {
	src := `{"export_version":1,"scenario_information":{"scenario_name":"x"},"scenario_documents":[{"document_id":"1",` +
		`"document_name":"map.pdf","document_target":"d1"},{"document_id":"2","document_name":"plan.pdf","document_target":"d2"}],` +
		`"scenario_injects":[]}`
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range []struct{ name, comment, text string }{{"x.json", "Scenario", src}, {"d1", "Attachment", "%PDF"}} {
		e, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Comment: f.comment})
		require.NoError(t, err)
		_, err = io.WriteString(e, f.text)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	r := imports(t, "x.zip", b.String(), "")
	assert.Equal(t, []string{"documents!row 2, document_target plan.pdf"}, r.doubts("no-document"))
	require.Len(t, r.List.Attachments, 1)
	assert.Len(t, imports(t, "x.json", src, "").doubts("no-document"), 2, "no file comes with JSON alone")
	assert.Zero(t, imports(t, "x.zip", b.String(), "accept = [\"no-document\"]\n").Findings.Doubts())
}
