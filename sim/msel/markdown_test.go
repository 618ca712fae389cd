package msel

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMarkdownAroundTables: the first heading of a text is the title of the exercise, and what stands
// around its tables is kept.
func TestMarkdownAroundTables(t *testing.T) {
	const table = "| Time | To | Message |\n|---|---|---|\n| T+5m | Lab | Go |\n"
	long := strings.TrimSpace(strings.Repeat("long ", 60))
	for name, c := range map[string]struct {
		text, title, sheet string
		notes              []string
	}{
		"all": {"# Night **shift**\n\nFor *staff*\nonly.\n\n---\n## Background\nA quiet town.\n\nSecond words.\n## Injects\n" +
			table + "After it.\n## Empty\n## Code\n```\n# x = 1\n| a | b |\n```\n",
			"Night shift", "Injects", []string{"For *staff*\nonly.", "Background\nA quiet town.", "Second words.", "After it.",
				"Empty", "Code\n# x = 1\n| a | b |"}},
		"a title alone":       {"# Night shift\n" + table, "Night shift", "Night shift", nil},
		"no heading":          {"Some words.\n\n" + table, "the list", "", []string{"Some words."}},
		"none of first level": {"## Injects\n" + table, "the list", "Injects", nil},
		"two of first level":  {"# Night shift\n# Injects\n" + table, "Night shift", "Injects", nil},
		"a title too long":    {"# " + long + "\nWords.\n" + table, "the list", long, []string{long + "\nWords."}},
		"a hostile title":     {"# A\x1b[31m & \u202eB\n" + table, "A[31m & B", "", nil},
	} {
		r := imports(t, "the_list.md", c.text, "t = \"minutes\"\n[to]\nLab = \"lab\"\n")
		assert.Equal(t, c.title, r.List.Title, name)
		assert.Equal(t, c.notes, r.List.Notes, name)
		assert.Zero(t, r.Findings.Doubts(), "%s: %v", name, r.Findings)
		if c.sheet != "" {
			assert.Equal(t, c.sheet, r.Tables[0].Sheet, name)
		}
		draft := r.List.Draft().Text
		for _, n := range c.notes {
			for line := range strings.SplitSeq(n, "\n") {
				assert.Contains(t, draft, line, name)
			}
		}
	}
}
