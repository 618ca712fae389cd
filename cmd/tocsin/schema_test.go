package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentsMatchTheirSchemas: each JSON that Tocsin prints is as its schema says, and holds
// no key that the schema does not describe.
func TestDocumentsMatchTheirSchemas(t *testing.T) {
	registry := filepath.Join(root(t), "testdata", "registry", "drafted")
	secrets := filepath.Join(root(t), "testdata", "records", "secrets_1.jsonl")
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("msel.csv", []byte("Time,Title,To,Expected\nT+1h,News,Board,\"Answer, within 2 h\"\n"),
		0o600))
	require.NoError(t, os.WriteFile("campaign.toml", []byte("title = \"Two\"\n[[exercise]]\nid = \"spring\"\n"+
		"on = 2027-03-01\nscenario = \"practice\"\n[[lesson]]\nid = \"line\"\nfrom = \"spring\"\n"+
		"item = \"A line\"\nowner = \"We\"\ndue = 2027-03-20\n"), 0o600))
	run := func(t *testing.T, args string) []byte {
		var out, errs bytes.Buffer
		code := run(context.Background(), strings.Fields(args), stdio{strings.NewReader(""), &out, &errs})
		require.LessOrEqual(t, code, 1, "%s: %s", args, errs.String())
		return out.Bytes()
	}
	run(t, "run practice --record a.jsonl")
	run(t, "run practice --seed 2 --record b.jsonl")
	printed := map[string][]string{
		"briefing":    {"show practice --json", "show practice --role " + firstSeat(t, "practice") + " --json"},
		"campaign":    {"campaign report campaign.toml -n 4 --json"},
		"check":       {"notes check " + registry + "/cert.toml --json", "check practice --json"},
		"check_list":  {"notes check " + registry + " --json", "check practice quiet_update --json"},
		"cohorts":     {"report a.jsonl b.jsonl --json --seeds 2 --band 2"},
		"compare":     {"replay a.jsonl --compare b.jsonl --json", "replay a.jsonl --compare a.jsonl --json"},
		"funding":     {"sweep cold_copy --funding -n 2 --json"},
		"import":      {"import msel.csv --json --dry-run"},
		"effects":     {"notes effects cold_copy -n 2 --json"},
		"leaks":       {"check practice --leaks --json"},
		"leaks_list":  {"check practice practice --leaks --json"},
		"library":     {"list --json"},
		"log":         {"replay a.jsonl --json"},
		"notes":       {"notes analyse " + registry + " --against cold_copy --json -n 0"},
		"playability": {"preview practice --play --runs 10 --json"},
		"prove":       {"check practice --prove --json"},
		"record":      {"record verify a.jsonl --json", "record verify " + secrets + " --json"},
		"replayed":    {"replay a.jsonl --verify --json"},
		"report":      {"report " + secrets + " --json --seeds 2 --band 2", "report a.jsonl --json --seeds 2 --band 2"},
		"run":         {"run practice --json", "run practice --bots none --json"},
		"search":      {"sweep cold_copy --best --budget 2 -n 4 --json"},
		"seat":        {"replay a.jsonl --seat " + firstSeat(t, "practice") + " --json"},
		"shard":       {"sweep practice -n 64 --shard 1/2 -o shard.json --json"},
		"stress":      {"notes stress " + registry + " --against cold_copy -n 2 --json"},
		"sweep":       {"sweep practice -n 8 --arms none,all --json"},
	}
	for _, d := range documentKinds {
		t.Run(d.name, func(t *testing.T) {
			if testing.Short() && slices.Contains([]string{"report", "leaks", "leaks_list", "stress", "library", "search"}, d.name) {
				t.Skip("takes half a second or more: run it without -short")
			}
			closed := compiled(t, d.name, shut(d.schema()))
			require.NotEmpty(t, printed[d.name], "no command here prints it")
			for _, args := range printed[d.name] {
				doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(run(t, args)))
				require.NoError(t, err, args)
				assert.NoError(t, closed.Validate(doc), args)
			}
			assert.Error(t, closed.Validate("a text"))
		})
	}
	assert.True(t, slices.IsSortedFunc(documentKinds,
		func(a, b document) int { return strings.Compare(a.name, b.name) }))
}

// shut is a schema that allows no other keys, so that one which was forgotten is found.
func shut(s any) any {
	switch s := s.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, v := range s {
			out[k] = shut(v)
		}
		if _, ok := out["properties"]; ok {
			out["additionalProperties"] = false
		}
		return out
	case []any:
		out := make([]any, len(s))
		for i := range s {
			out[i] = shut(s[i])
		}
		return out
	}
	return s
}

func compiled(t *testing.T, name string, s any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("file:///"+name+".json", doc))
	compiled, err := c.Compile("file:///" + name + ".json")
	require.NoError(t, err)
	return compiled
}

func firstSeat(t *testing.T, name string) string {
	sc, err := loadScenario(name, silent)
	require.NoError(t, err)
	return sc.Roles[0].ID
}
