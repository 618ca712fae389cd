package main

import (
	"archive/zip"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const previewed = `title = "Small"
minute = "30m"
length = "1d"
basis = "test"
[[move]]
title = "Morning"
until = "4h"
brief = "A dull day."
questions = ["Who has told whom?", "Who decides?"]
[[move]]
title = "Noon"
until = "12h"
brief = "Nothing comes in this move."
questions = ["What was nobody asked?"]
[[move]]
title = "Night"
until = "1d"
[role.one]
title = "One"
[role.two]
title = "Two"
[fact.leak]
title = "The leak"
text = "Something left."
known = {one={at="1h"}}
needed_by = ["two"]
[system.gate]
title = "The gate"
owner = "two"
fails = "3h"
[action.shut]
title = "Shut it"
by = "two"
[decision.way]
ask = "Which way?"
by = "one"
at = "2h"
within = "1h"
otherwise = "left"
[decision.way.option.left]
text = "To the left"
[decision.way.option.right]
text = "To the right"
[inject.mine]
title = "A letter"
at = "2h"
to = "one"
from = "Aunt"
media = "document"
text = "First line.\n\n- one thing\n- another"
[inject.late]
title = "Too late"
at = "5d"
[[note]]
role = "one"
when = "knows('leak')"
do = {share="leak", to="two"}
[[note]]
role = "two"
when = "knows('leak')"
do = "shut"
`

// TestPreviewFormsHoldTheSame: whatever comes is in all five forms: briefs and questions of every move, also of one
// in which nothing comes, each thing with its text, what did not come, and how much comes to each seat.
func TestPreviewFormsHoldTheSame(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "small.toml")
	require.NoError(t, os.WriteFile(file, []byte(previewed), 0o600))
	forms := map[string]string{}
	for _, name := range []string{"p.txt", "p.md", "p.csv", "p.html", "p.xlsx"} {
		out := filepath.Join(folder, name)
		code, _, errs := tocsin("preview", file, "-o", out)
		require.Zero(t, code, errs)
		text, err := os.ReadFile(out)
		require.NoError(t, err)
		if name == "p.xlsx" {
			text = []byte(cells(t, out))
		}
		forms[name] = flat(string(text))
	}
	want := []string{"Small", "Played once with bots, seed 0.", "One minute in the room is 30m",
		"Morning", "A dull day.", "Who has told whom?", "Who decides?", "Noon", "Nothing comes in this move.",
		"What was nobody asked?", "Night", "To discuss at its end", "Which way?", "Decide:", "To the left", "To the right",
		"A letter", "Aunt", "document", "First line.", "one thing", "another", "The leak", "Something left.", "learns by itself",
		"hears from One", "The gate", "is failed", "notices", "Shut it", "acts", "Too late", "at 5d", "late",
		"nobody decided in time", "the longest silence lasts"}
	for _, w := range want {
		for name, text := range forms {
			assert.Contains(t, text, w, name)
		}
	}
	// As often: a thing that comes to two seats is with both, a brief with the room and each seat.
	for _, w := range []string{"A dull day.", "Nothing comes in this move.", "Something left.", "Who has told whom?", "First line."} {
		for name, text := range forms {
			assert.Equal(t, strings.Count(forms["p.txt"], w), strings.Count(text, w), "%s in %s", w, name)
		}
	}
	assert.Regexp(t, `(?m)^      Decide:\n      - To the left\n      - To the right$`, readAll(t, filepath.Join(folder, "p.txt")))
}

func readAll(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// cells are all texts of a workbook, each as often as a sheet has it.
func cells(t *testing.T, file string) string {
	t.Helper()
	book, err := zip.OpenReader(file)
	require.NoError(t, err)
	defer book.Close()
	sheets, words := "", []string(nil)
	for _, f := range book.File {
		part, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(part)
		require.NoError(t, err)
		switch {
		case strings.HasPrefix(f.Name, "xl/worksheets/"):
			sheets += string(text)
		case f.Name == "xl/sharedStrings.xml":
			for _, m := range regexp.MustCompile(`(?s)<si>(.*?)</si>`).FindAllStringSubmatch(string(text), -1) {
				words = append(words, m[1])
			}
		}
	}
	var out []string
	for _, m := range regexp.MustCompile(`t="s"[^>]*><v>(\d+)</v>`).FindAllStringSubmatch(sheets, -1) {
		i, err := strconv.Atoi(m[1])
		require.NoError(t, err)
		out = append(out, words[i])
	}
	return strings.Join(out, "\n")
}

var (
	tags   = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// flat is a form as one line of words.
func flat(text string) string {
	return spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(text, " ")), " ")
}
