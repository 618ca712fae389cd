package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outputs are the flags that name something to write, by command: a command line with "-"
// for the name, and how standard output begins, or what the refusal says.
var outputs = map[string]struct {
	args    string
	begins  string
	refused string
}{
	"tocsin graph --output":       {"graph practice --format svg -o -", "<svg", ""},
	"tocsin run --record":         {"run practice --record -", `{"format":1,`, ""},
	"tocsin sweep --output":       {"sweep practice -n 20 -o -", "{", ""},
	"tocsin sweep --svg":          {"sweep practice -n 20 --svg -", "<svg", ""},
	"tocsin sweep merge --output": {"sweep merge RUNS -o -", "{", ""},
	"tocsin sweep merge --svg":    {"sweep merge RUNS --svg - --theme dark", "<svg", ""},
	"tocsin import --output":      {"import LIST -o -", "# A draft, made from an events list.", ""},
	"tocsin export --output":      {"export practice -o -", "\ufeffEvent Number,", ""},
	"tocsin notes new --output":   {"notes new --is cloud -o -", "# If-then notes", ""},
	"tocsin notes from --output":  {"notes from RECORD -o -", "", "give -o FOLDER"},
	"tocsin import --map":         {"import LIST --map - --dry-run", "", "give a file"},
	"tocsin notes analyse --html": {"notes analyse REGISTRY --against practice -n 2 --html -", "<!doctype html>", ""},
	"tocsin preview --output":     {"preview practice -o -", "Preview: ", ""},
	"tocsin replay --fork":        {"replay RECORD --fork -", `{"format":1,`, ""},
	"tocsin report --output":      {"report RECORD -o -", "", "a report is a folder of files"},
	"tocsin host --record":        {"host practice --plain --port 0 --record -", "", "give a file"},
	"tocsin host --mirror":        {"host practice --plain --port 0 --mirror -", "", "give a file"},
	"tocsin host --cards":         {"host practice --plain --port 0 --record none --cards -", "", "give a file"},
	"tocsin play --record":        {"play practice --seat desk --plain --record -", "", "give a file"},
}

// TestADashIsStandardOutput for every flag that names something to write; where it cannot
// be, the command says so. No file called "-" is made, and nothing else is on standard output.
func TestADashIsStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t,
		os.WriteFile("REGISTRY", []byte("organisation = \"O\"\nis = \"deployer\"\n[[note]]\nid = \"n\"\n"+
			"when = \"signal('update_harms')\"\ndo = [\"pause\"]\n"), 0o644))
	require.NoError(t, os.WriteFile("LIST", []byte("Tocsin id,To,Title,Time\na,All [all],A,T+1h\n"), 0o644))
	for _, args := range []string{"run practice --record RECORD", "sweep practice -n 20 -o RUNS"} {
		code, _, errs := tocsin(strings.Fields(args)...)
		require.Zero(t, code, errs)
	}
	found := outputFlags(newRootCommand(stdio{}))
	assert.Len(t, found, len(outputs), "%v", found)
	for _, name := range found {
		o, known := outputs[name]
		if !assert.True(t, known, "%s names something to write: try it with - here", name) {
			continue
		}
		code, out, errs := tocsin(strings.Fields(o.args)...)
		if o.refused != "" {
			assert.Equal(t, 2, code, name)
			assert.Contains(t, errs, o.refused, name)
			continue
		}
		assert.Zero(t, code, "%s: %s", name, errs)
		assert.True(t, strings.HasPrefix(out, o.begins), "%s: %.80q", name, out)
		if o.begins == "<svg" {
			assert.True(t, strings.HasSuffix(out, "</svg>\n"), "%s: more than the picture", name)
		} else if o.begins[0] == '{' {
			for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
				assert.True(t, json.Valid([]byte(line)), "%s: %.80q", name, line)
			}
		}
	}
	files, err := filepath.Glob("*")
	require.NoError(t, err)
	assert.NotContains(t, files, "-")
}

// outputFlags are the flags of all commands that name something to write.
func outputFlags(cmd *cobra.Command) []string {
	var out []string
	for _, line := range strings.Split(cmd.LocalFlags().FlagUsages(), "\n") {
		_, line, _ = strings.Cut(line, "--")
		name, usage, ok := strings.Cut(line, " string ")
		writes := slices.ContainsFunc(strings.Fields(usage),
			func(w string) bool { return w == "write" || w == "draw" || w == "keep" || w == "file" })
		if ok && writes && name != "script" && name != "key" && name != "codes" { // these are read
			out = append(out, cmd.CommandPath()+" --"+name)
		}
	}
	for _, c := range cmd.Commands() {
		out = append(out, outputFlags(c)...)
	}
	return out
}

func TestOneThingOnStandardOutput(t *testing.T) {
	for _, args := range []string{"run practice --json --record -", "sweep practice --json --csv",
		"sweep practice --json -o -", "sweep practice --svg - -o -", "sweep merge x --csv --svg -"} {
		code, out, errs := tocsin(strings.Fields(args)...)
		assert.Equal(t, 2, code, args)
		assert.Empty(t, out, args)
		assert.Contains(t, errs, "both print to standard output", args)
	}
}

// TestDrawingsLeaveOtherFilesAlone: no link is followed, and a file of another kind stays.
func TestDrawingsLeaveOtherFilesAlone(t *testing.T) {
	for _, draw := range []string{"graph practice -o FILE", "sweep practice -n 20 --svg FILE"} {
		for _, c := range []struct {
			name, kept, says string
			make             func(file, other string) error
		}{
			{"new", "", "", func(string, string) error { return nil }},
			{"empty", "", "", func(f, _ string) error { return os.WriteFile(f, nil, 0o644) }},
			{"an older drawing", "", "", func(f, _ string) error {
				return os.WriteFile(f, []byte("<svg>"+strings.Repeat("long ", 1<<16)+"</svg>END"), 0o644)
			}},
			{"a scenario", "title = 1", "something other than a drawing",
				func(f, _ string) error { return os.WriteFile(f, []byte("title = 1"), 0o644) }},
			{"a link", "<svg>", "symbolic link", func(f, o string) error { return os.Symlink(o, f) }},
			{"a link to nothing", "", "symbolic link", func(f, _ string) error { return os.Symlink("nowhere", f) }},
			{"a folder", "", "folder", func(f, _ string) error { return os.Mkdir(f, 0o755) }},
		} {
			dir := t.TempDir()
			file, other := filepath.Join(dir, "drawn.svg"), filepath.Join(dir, "other.svg")
			require.NoError(t, os.WriteFile(other, []byte("<svg>"), 0o644))
			require.NoError(t, c.make(file, other))
			code, _, errs := tocsin(strings.Fields(strings.ReplaceAll(draw, "FILE", file))...)
			text, _ := os.ReadFile(file)
			assert.NoFileExists(t, filepath.Join(dir, "nowhere"))
			if c.says != "" {
				assert.Equal(t, 1, code, "%s: %s", draw, c.name)
				assert.Contains(t, errs, c.says, c.name)
				assert.Equal(t, c.kept, string(text), c.name)
				continue
			}
			assert.Zero(t, code, "%s: %s: %s", draw, c.name, errs)
			assert.True(t, strings.HasPrefix(string(text), "<svg"), c.name)
			assert.NotContains(t, string(text), "END", c.name)
		}
	}
}
