package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// releasedFor are the systems that releases are built for; .goreleaser.yaml has the same.
var releasedFor = []string{"linux", "darwin", "windows"}

// noticeFile is what a module calls the files that must go with it.
var noticeFile = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|copyright|notice|patents)([-.].*)?$`)

// noticeElsewhere is where a module without such a file states its licence.
var noticeElsewhere = map[string]string{"github.com/mattn/go-localereader v0.0.1": "README.md"}

// TestLicences holds licences.txt to the modules that are linked: every one, at its
// version, with its text, and no other. `go generate ./cmd/tocsin` writes the file again.
func TestLicences(t *testing.T) {
	const file = "licences.txt"
	if *update {
		linked := map[string]string{}
		for _, system := range releasedFor {
			maps.Copy(linked, linkedModules(t, system))
		}
		require.NoError(t, os.WriteFile(file, []byte(noticesOf(t, linked)), 0o644))
		return // this test still embeds the text from before
	}
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	text := string(written)
	const advice = "run `go generate ./cmd/tocsin`"
	linked := linkedModules(t, "")
	require.Contains(t, strings.Join(slices.Collect(maps.Keys(linked)), "\n"), "github.com/spf13/cobra ")
	for module, dir := range linked {
		assert.True(t, strings.Contains(text, noticeOf(t, module, dir)), "the notice of %s is missing or old: %s",
			module, advice)
	}
	required := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "all")
	required.Dir = root(t)
	out, err := required.Output()
	require.NoError(t, err)
	all := strings.Split(string(out), "\n")
	for _, line := range regexp.MustCompile(`(?m)^=== (\S+ v\S+)$`).FindAllStringSubmatch(text, -1) {
		assert.Contains(t, all, line[1], "the notice of %s is of a module or version no longer used: %s", line[1],
			advice)
	}
	assert.True(t, text == notices, "the program embeds another text")
}

// linkedModules is the folder of each module linked on a system, by "path version".
func linkedModules(t *testing.T, system string) map[string]string {
	cmd := exec.Command("go", "list", "-deps", "-f",
		"{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/tocsin")
	cmd.Dir = root(t)
	if system != "" {
		cmd.Env = append(os.Environ(), "GOOS="+system)
	}
	out, err := cmd.Output()
	require.NoError(t, err)
	modules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if module, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			modules[module] = dir
		}
	}
	return modules
}

// noticesOf is the whole file.
func noticesOf(t *testing.T, modules map[string]string) string {
	var b strings.Builder
	b.WriteString("Tocsin is built from the software below. Each part stays under its own licence.\n\n")
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	b.WriteString(noticeOf(t, "Go and its standard library", strings.TrimSpace(string(goroot))))
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		b.WriteString(noticeOf(t, module, modules[module]))
	}
	return b.String()
}

// noticeOf is the part of one module: its name, and each licence and notice in its folder.
func noticeOf(t *testing.T, name, dir string) string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var b strings.Builder
	fmt.Fprintf(&b, "=== %s\n\n", name)
	found := false
	for _, e := range entries {
		if e.IsDir() || !noticeFile.MatchString(e.Name()) && e.Name() != noticeElsewhere[name] {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		fmt.Fprintf(&b, "--- %s\n\n%s\n\n", e.Name(),
			strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		found = true
	}
	require.True(t, found, "%s has no file with its licence: it may not be linked", name)
	return b.String()
}
