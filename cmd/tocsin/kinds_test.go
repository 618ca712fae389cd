package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/filekind"
	"tocsin/sim/report"
)

// filesOfKinds are files of every kind that there is, some in several makes.
func filesOfKinds(t *testing.T) map[string]struct {
	kind filekind.Kind
	data string
} {
	record, err := os.ReadFile(filepath.Join(root(t), "testdata", "records", "secrets_1.jsonl"))
	require.NoError(t, err)
	made := t.TempDir()
	for _, args := range [][]string{{"export", "practice", "-o", filepath.Join(made, "list.xlsx")},
		{"export", "practice", "-o", filepath.Join(made, "openaev.zip")},
		{"export", "practice", "--format", "cexf", "-o", filepath.Join(made, "cexf.json")},
		{"sweep", "practice", "-n", "1", "-o", filepath.Join(made, "sweep.jsonl")}} {
		code, _, errs := tocsin(args...)
		require.Zero(t, code, errs)
	}
	of := func(name string) string {
		data, err := os.ReadFile(filepath.Join(made, name))
		require.NoError(t, err)
		return string(data)
	}
	wide := func(s string) string {
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
		return b.String()
	}
	csv := "Order;Time;Subject;Recipient\n1;09.00;\"Alert: disk full\";SOC\n2;09.15;\"A note, draft\";Legal, Press\n"
	type file = struct {
		kind filekind.Kind
		data string
	}
	return map[string]file{
		"scenario.toml": {filekind.Scenario, "title = \"x\"\n[role.a]\n"},
		"script.toml":   {filekind.Script, "[[do]]\nat = \"1h\"\nend = true\n"},
		"map.toml":      {filekind.Mapping, "t = \"minutes\"\n[to]\nSOC = \"soc\"\n"},
		"notes.toml":    {filekind.Registry, "format = 1\norganisation = \"Lab\"\n"},
		"campaign.toml": {filekind.Campaign, "title = \"Two\"\n[[exercise]]\nid = \"spring\"\non = 2027-03-01\n"},
		"overlay.toml":  {filekind.Overlay, "sponsor = \"\"\n[plan.A-XFYZU7] # One\nowner = \"\"\n"},
		"other.toml":    {filekind.TOML, "tea = true\n"},
		"record.jsonl":  {filekind.Record, string(record)},
		"sweep.jsonl":   {filekind.Sweep, of("sweep.jsonl")},
		"list.csv":      {filekind.Table, csv},
		"list.tsv":      {filekind.Table, strings.ReplaceAll(csv, ";", "\t")},
		"excel_16.csv":  {filekind.Table, wide(csv)},
		"long_cells.csv": {filekind.Table,
			"Nr,Text\n1,\"a. b. c. d. e. f. g. h. i. j\nnext line = of a cell\"\n2,x\n"},
		"list.xlsx":      {filekind.Workbook, of("list.xlsx")},
		"old.xls":        {filekind.OldFile, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"},
		"openaev.zip":    {filekind.OpenAEV, of("openaev.zip")},
		"cexf.json":      {filekind.CEXF, of("cexf.json")},
		"gzip.gz":        {filekind.Archive, "\x1f\x8b\x08rest"},
		"incidents.json": {filekind.JSON, `{"incidents":[{"incident_id":1,"date":"2026-01-01"}]}` + "\n"},
		"list.json":      {filekind.JSON, "[1, 2]\n"},
		"exercise.yaml": {filekind.YAML,
			"- title: Exercise one\n  injects:\n    - at: \"09:00\"\n      text: \"A disk is full.\"\n"},
		"plan.md":      {filekind.Markdown, "# Plan\n\n- one\n- two\n"},
		"table.md":     {filekind.Markdown, "# Plan\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"},
		"page.html":    {filekind.HTML, "<!DOCTYPE html>\n<p>Hello</p>\n"},
		"paper.pdf":    {filekind.PDF, "%PDF-1.7\n\x00\x01"},
		"photo.png":    {filekind.Picture, "\x89PNG\r\n\x1a\n\x00\x00"},
		"timeline.txt": {filekind.Text, "The morning begins quietly.\nThen the phone rings.\n"},
		"empty":        {filekind.Empty, ""},
		"blank":        {filekind.Empty, "\n# nothing\n\n"},
		"bytes":        {filekind.Unknown, "\x00\x01\x02\xff\x00\xfe\x07"},
	}
}

// readers are the commands that read a file, by the kind that they take; FILE stands for it.
func readers(dir string) map[string]struct {
	want filekind.Kind
	args []string
} {
	type reader = struct {
		want filekind.Kind
		args []string
	}
	return map[string]reader{
		"check":         {filekind.Scenario, []string{"check", "FILE"}},
		"run":           {filekind.Scenario, []string{"run", "FILE"}},
		"show":          {filekind.Scenario, []string{"show", "FILE"}},
		"graph":         {filekind.Scenario, []string{"graph", "FILE"}},
		"sweep":         {filekind.Scenario, []string{"sweep", "FILE", "-n", "1"}},
		"script":        {filekind.Script, []string{"run", "practice", "--bots", "none", "--script", "FILE"}},
		"replay":        {filekind.Record, []string{"replay", "FILE", "--verify"}},
		"record verify": {filekind.Record, []string{"record", "verify", "FILE"}},
		"report":        {filekind.Record, []string{"report", "FILE", "-o", filepath.Join(dir, "report")}},
		"resume":        {filekind.Record, []string{"host", "--resume", "FILE", "--port", "0", "--plain"}},
		"sweep merge":   {filekind.Sweep, []string{"sweep", "merge", "FILE"}},
		"notes check":   {filekind.Registry, []string{"notes", "check", "FILE"}},
		"campaign":      {filekind.Campaign, []string{"campaign", "report", "FILE"}},
		"map":           {filekind.Mapping, []string{"import", "FILE", "--dry-run", "--map", "FILE"}},
	}
}

// TestKindsAndReaders gives a file of every kind to every reader: a file of another kind is
// refused, called what it is, with the command that takes it; no answer is longer than a few lines.
func TestKindsAndReaders(t *testing.T) {
	dir := t.TempDir()
	files := filesOfKinds(t)
	for name, f := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(f.data), 0o644))
		assert.Equal(t, f.kind.What(), filekind.Of([]byte(f.data)).What(), name)
	}
	seen := map[filekind.Kind]bool{}
	for reader, r := range readers(dir) {
		for name, f := range files {
			seen[f.kind] = true
			if f.kind == r.want || filekindMayBe(r.want, f.kind) {
				continue
			}
			t.Run(reader+"/"+name, func(t *testing.T) {
				path := filepath.Join(dir, name)
				args := make([]string, len(r.args))
				for i, a := range r.args {
					args[i] = strings.ReplaceAll(a, "FILE", path)
				}
				if reader == "map" {
					args[1] = filepath.Join(dir, "list.csv")
				}
				code, out, errs := tocsin(args...)
				assert.Equal(t, 1, code)
				said := out + errs
				assert.Contains(t, said, f.kind.What())
				assert.Contains(t, said, r.want.What())
				if advice := f.kind.Advice(path); advice != "" {
					assert.Contains(t, said, advice)
				}
				assert.LessOrEqual(t, strings.Count(said, "\n"), 8, said)
			})
		}
	}
	for _, k := range filekind.Kinds() {
		assert.True(t, seen[k] || k == filekind.Document, "no file is %s", k.What())
	}
}

// TestDamagedRecordsAreRecords: what is wrong with a record its reader says, line by line.
func TestDamagedRecordsAreRecords(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(t), "testdata", "records", "*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		marred := bytes.Replace(data, []byte("format"), []byte("f\x7f"), 1)
		for _, damaged := range [][]byte{data, data[1:], data[:len(data)/2], marred} {
			assert.NoError(t, kindError(f, damaged, filekind.Record), "%s", f)
		}
	}
}

// filekindMayBe reports whether a file of a kind may be one of the kind that is wanted, with
// faults: its own reader says what is wrong.
func filekindMayBe(want, is filekind.Kind) bool {
	for _, k := range takes[want] {
		if k == is {
			return true
		}
	}
	return false
}

// TestEmptyScriptIsTold: a script without acts is played, and told of.
func TestEmptyScriptIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "empty.toml")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	code, _, errs := tocsin("run", "practice", "--bots", "none", "--script", file)
	assert.Zero(t, code)
	assert.Contains(t, errs, "a script without acts")
}

// TestNoFileIsReadFromStandardInput: "-" is no file's name, and no reader says that there is no such file.
func TestNoFileIsReadFromStandardInput(t *testing.T) {
	dir := t.TempDir()
	more := map[string][]string{"report template": {"report", "template", "FILE"}}
	for reader, r := range readers(dir) {
		more[reader] = r.args
	}
	for reader, args := range more {
		t.Run(reader, func(t *testing.T) {
			given := make([]string, len(args))
			for i, a := range args {
				given[i] = strings.ReplaceAll(a, "FILE", "-")
			}
			code, out, errs := tocsin(given...)
			assert.Equal(t, 2, code)
			assert.Contains(t, out+errs, "standard")
			assert.NoFileExists(t, "-")
			assert.NoDirExists(t, "-")
		})
	}
}

// TestAnOverlayOfAnotherKind: what lies where a report's overlay should be is called what it is.
func TestAnOverlayOfAnotherKind(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, report.OverlayFile)
	require.NoError(t, os.WriteFile(file, []byte("title = \"x\"\n[role.a]\n"), 0o600))
	_, err := overlayIn(dir)
	assert.ErrorContains(t, err, "this is a scenario, not what people add to a report")
	require.NoError(t, os.WriteFile(file, []byte("sponsr = \"x\"\n"), 0o600))
	_, err = overlayIn(dir)
	assert.ErrorContains(t, err, "there is no key sponsr")
}
