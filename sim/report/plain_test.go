package report

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

// told are scenarios with many kinds of things, each with the ids that no text may hold.
var told = []string{"../../scenarios/cold_copy.toml", "../../scenarios/practice.toml",
	"../../testdata/models/everything.toml", "../../testdata/models/secrets.toml"}

// rawIDs are a scenario's ids that cannot be words: with an underscore, and in none of its
// own titles and texts.
func rawIDs(sc *scenario.Scenario) *regexp.Regexp {
	var ids []string
	var words strings.Builder
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				name, f := v.Type().Field(i).Name, v.Field(i)
				switch {
				case name == "ID" && f.Kind() == reflect.String:
					ids = append(ids, f.String())
				case f.Kind() == reflect.String &&
					strings.Contains("Title Text From Media Unit Ask Say Capability Summary", name):
					words.WriteString(f.String() + "\n")
				default:
					walk(f)
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(sc))
	var raw []string
	for _, id := range ids {
		if !regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(id)+`\b`).MatchString(words.String()) &&
			strings.Contains(id, "_") {
			raw = append(raw, regexp.QuoteMeta(id))
		}
	}
	if len(raw) == 0 {
		return nil
	}
	return regexp.MustCompile(`\b(` + strings.Join(raw, "|") + `)\b`)
}

// code is what a program writes where a person would write words.
var code = regexp.MustCompile(`\b(knows|done|doing|aware|failed|delivered|missed|met|open|started|has)\('|\[[a-z_]+( [a-z_]+)*\]|&&|\|\||%!|map\[|<nil>|\b[a-z]+\.[A-Z][a-z]+\b`)

// assertPlain holds a text to having no id and nothing that only a program would write.
func assertPlain(t *testing.T, ids *regexp.Regexp, text, of string) {
	t.Helper()
	assert.Empty(t, code.FindString(text), "%s: %s", of, text)
	if ids != nil {
		assert.Empty(t, ids.FindString(text), "an id in %s: %s", of, text)
	}
}

// TestTextsAreForPeople: no sentence about an event and no line of an account holds an id
// or a list as Go prints it, in any of several scenarios.
func TestTextsAreForPeople(t *testing.T) {
	testsize.Long(t)
	said := map[engine.Kind]bool{}
	for _, path := range told {
		name := filepath.Base(path)
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		sc, ds := scenario.Load(name, src)
		require.NotNil(t, sc, ds)
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		ids := rawIDs(sc)
		seen := map[string]bool{}
		for seed := range uint64(testsize.Of(3, 1, 1)) {
			p, err := score.Play(context.Background(),
				score.Plan{Model: m, Seed: seed, Bots: true, Until: engine.At(sc.Length)})
			require.NoError(t, err)
			for _, ev := range p.Events {
				said[ev.Kind] = true
				if text := phrase.Say(p.Engine.Model().Scenario, ev).Text; !seen[text] {
					assertPlain(t, ids, text, name+" "+ev.Kind.String())
					seen[text] = true
				}
			}
			if seed > 0 {
				continue
			}
			for i := range sc.Notes {
				for _, k := range []engine.Kind{engine.NoteFiled, engine.NoteShown, engine.NoteTriggered,
					engine.NoteKept, engine.NoteBroken, engine.NoteDeviated} {
					said[k] = true
					assertPlain(t, ids, phrase.Say(sc, engine.Event{Kind: k, Ref: int32(i)}).Text, name+" "+
						k.String())
				}
			}
			card, err := score.Mark(context.Background(), p)
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, Account(&out, Summarise(name, p, card), card, p, Style{Width: 10000, All: true}))
			for _, line := range strings.Split(out.String(), "\n") {
				if !seen[line] {
					assertPlain(t, ids, line, name+", its account")
					seen[line] = true
				}
			}
		}
	}
	assert.Greater(t, len(said), 30, "kinds of event that the scenarios cause")
}

func TestWhatIsNotPlainIsFound(t *testing.T) {
	for _, text := range []string{`tell [developer cert] "x"`, "if knows('egress')", "a && b", "%!d(string=x)"} {
		assert.NotEmpty(t, code.FindString(text), text)
	}
}
