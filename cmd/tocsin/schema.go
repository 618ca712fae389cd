package main

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/campaign"
	"tocsin/sim/exercise"
	"tocsin/sim/notes"
	"tocsin/sim/playability"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/schema"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
)

// document is a kind of JSON that Tocsin prints. Its version goes up when a key is taken away,
// is renamed or means something else; keys that are added leave it.
type document struct {
	name    string
	version int
	by      string // what prints it
	of      reflect.Type
}

// documentKinds are all kinds. TestDocumentsMatchTheirSchemas fails if none of its cases prints one of them.
var documentKinds = []document{
	{"briefing", 1, "tocsin show --json", reflect.TypeFor[briefing]()},
	{"campaign", 1, "tocsin campaign report --json", reflect.TypeFor[campaign.Report]()},
	{"check", 1, "tocsin check --json and notes check --json of one file", reflect.TypeFor[checked]()},
	{"check_list", 1, "tocsin check --json and notes check --json of several files", reflect.TypeFor[[]checked]()},
	{"cohorts", report.ComparisonVersion, "tocsin report --json of several records, comparison.json",
		reflect.TypeFor[report.Comparison]()},
	{"compare", 1, "tocsin replay --compare --json", reflect.TypeFor[comparison]()},
	{"effects", 1, "tocsin notes effects --json", reflect.TypeFor[[]mechanismEffect]()},
	{"funding", 1, "tocsin sweep --funding --json", reflect.TypeFor[score.Funding]()},
	{"import", 1, "tocsin import --json", reflect.TypeFor[imported]()},
	{"leaks", 1, "tocsin check --leaks --json", reflect.TypeFor[leaked]()},
	{"leaks_list", 1, "tocsin check --leaks --json of several scenarios", reflect.TypeFor[[]leaked]()},
	{"library", 1, "tocsin list --json", reflect.TypeFor[[]listed]()},
	{"log", 1, "tocsin replay --json", reflect.TypeFor[[]exercise.Line]()},
	{"notes", 1, "tocsin notes analyse --json", reflect.TypeFor[notes.Analysis]()},
	{"playability", 1, "tocsin preview --play --json", reflect.TypeFor[playability.Report]()},
	{"prove", 1, "tocsin check --prove --json", reflect.TypeFor[map[string][]proved]()},
	{"record", 1, "tocsin record verify --json", reflect.TypeFor[verified]()},
	{"replayed", 1, "tocsin replay --verify --json", reflect.TypeFor[replayed]()},
	{"report", report.Version, "tocsin report --json, report.json", reflect.TypeFor[report.Report]()},
	{"run", 1, "tocsin run --json", reflect.TypeFor[report.Result]()},
	{"search", 1, "tocsin sweep --best --json", reflect.TypeFor[sweep.Best]()},
	{"seat", 1, "tocsin replay --seat --json, and what the api sends a seat", reflect.TypeFor[exercise.View]()},
	{"shard", 1, "tocsin sweep --shard --json", reflect.TypeFor[shardDone]()},
	{"stress", 1, "tocsin notes stress --json", reflect.TypeFor[[]*notes.Stressed]()},
	{"sweep", 1, "tocsin sweep --json", reflect.TypeFor[sweep.Result]()},
}

// schema is the JSON Schema of a kind of document.
func (d document) schema() map[string]any { return schema.Of(d.name, d.version, d.by, d.of) }

func newSchemaCommand(io stdio) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [DOCUMENT]",
		Short: "Print the JSON Schema of what Tocsin prints as JSON",
		Long: `Without a name, list the kinds of JSON document that Tocsin prints, with the version of each.
With a name, print its JSON Schema (draft 2020-12), to check documents or to generate types.

A version goes up when a key is removed, renamed or means something else. A new key does not
change it, so programs should ignore keys that they do not know.`,
		Example: `  tocsin schema
  tocsin schema report > report.schema.json`,
		Args: atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var names []string
			for _, d := range documentKinds {
				if len(args) == 1 && args[0] == d.name {
					return printJSON(io, d.schema())
				}
				names = append(names, d.name)
			}
			if len(args) == 1 {
				return usageError{fmt.Sprintf("there is no document %q; there are %s", scenario.CleanLine(args[0]),
					strings.Join(names, ", "))}
			}
			for _, d := range documentKinds {
				fmt.Fprintf(io.out, "%-12s version %d  %s\n", d.name, d.version, d.by)
			}
			return nil
		},
	}
}
