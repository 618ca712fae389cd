package notes

import (
	"testing"

	"tocsin/sim/scenario"
)

// FuzzRegistry: whatever a file holds, reading it gives notes or an error with its place,
// and what was read can be bound and analysed.
func FuzzRegistry(f *testing.F) {
	for _, o := range []string{
		org("Lab", "frontier_developer", whole("a", "signal('records_missing') && !told('cloud', 'weights_leaving')",
			"within = \"1h\"\nuntil = \"done('hold')\"\ndo = [\"isolate\"]\ncommit = [\"hold\"]")),
		org("Cloud", "cloud", whole("b", "knows('egress') || hours > 3",
			`tell = [{who="all", what="weights_leaving", within="1h", mark="red"}]`)),
		"organisation = 1", "[[note]]\nwhen = \"((((\"", "is = \"cloud\"\n[note]\n",
	} {
		f.Add(o)
	}
	v, sc := words(f), world(f, three)
	f.Fuzz(func(t *testing.T, src string) {
		o, ds := v.Load("notes.toml", []byte(src))
		if o == nil {
			if !ds.Failed() {
				t.Fatal("no notes, and no error says why")
			}
			return
		}
		if _, err := Analyse(v, []*Organisation{o, o}, []*scenario.Scenario{sc}, nil); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkAnalyse: forty organisations of thirty notes each in eight scenarios.
func BenchmarkAnalyse(b *testing.B) {
	v := words(b)
	var set []*Organisation
	for i := range 40 {
		var notes []string
		for k := range 30 {
			s := v.Signals[(i+k)%len(v.Signals)].ID
			when := "signal('" + s + "')"
			if k%2 == 1 {
				when = "told('" + v.Kinds[(i+k)%len(v.Kinds)].ID + "', '" + s + "')"
			}
			notes = append(notes, whole("n"+string(rune('a'+k%26))+string(rune('a'+k/26)), when,
				"within = \"2h\"\ndo = [\"investigate\"]\ntell = [{who=\"all\", what=\""+s+"\", within=\"1h\"}]"))
		}
		set = append(set, organisation(b, org("Org", v.Kinds[i%len(v.Kinds)].ID, notes...)))
	}
	var worlds []*scenario.Scenario
	for range 8 {
		worlds = append(worlds, library(b, "cold_copy"))
	}
	for b.Loop() {
		if _, err := Analyse(v, set, worlds, nil); err != nil {
			b.Fatal(err)
		}
	}
}
