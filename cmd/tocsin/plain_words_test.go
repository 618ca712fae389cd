package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plainWords are words and phrases that stop a reader whose first language is not English,
// each with what to write instead. Forms of one word are parted by bars. They are rare, old, or have a second
// meaning in daily use.
var plainWords = []struct{ not, but string }{
	{"albeit", "although"},
	{"amongst", "among"},
	{"anew", "again"},
	{"as yet", "so far"},
	{"at the least", "at least"},
	{"at the most", "at most"},
	{"at the soonest", "at the earliest"},
	{"aught", "anything"},
	{"begin afresh|begins afresh|afresh", "start again"},
	{"betimes", "early"},
	{"betwixt", "between"},
	{"beyond one's own house", "outside the organisation"},
	{"bring about|brings about|bringing about|brought about", "cause"},
	{"brook no|brooks no", "allows no"},
	{"carry on|carries on|carried on|carrying on", "continue"},
	{"came to naught|come to naught|nought|naught", "nothing"},
	{"bear out|bears out|borne out", "confirm"},
	{"break off|breaks off|broke off|broken off", "cancel, or: stop"},
	{"came of it|come of it|comes of it", "what resulted"},
	{"in vain", "without success"},
	{"decided on by", "decided on, or: decided by"},
	{"else than", "other than"},
	{"ere long|erelong", "soon"},
	{"erstwhile", "former"},
	{"fain", "gladly"},
	{"for ever", "forever"},
	{"for want of", "for lack of, or: because there is no"},
	{"forthwith", "at once"},
	{"held against|hold it against|hold them against", "compared with, or: checked against"},
	{"henceforth", "from now on"},
	{"goes on behind", "goes on after"},
	{"half of the mark", "counts half"},
	{"hereby|herein|hereof|hereto", "a word that names the thing"},
	{"heretofore", "until now"},
	{"hither|thither|whither", "here, there, where"},
	{"as it stands|as they stand|as it stood|as they stood|as things stand|how things stand", "now, or: in its state"},
	{"how it stands|how it stood|how they stand|how they stood", "its state, or: the score now"},
	{"in its own turn", "in turn"},
	{"in doubt no more", "no longer in doubt"},
	{"in the midst of", "in the middle of"},
	{"inasmuch", "because"},
	{"in the place of", "instead of, or: in place of"},
	{"is it that", "put the subject first"},
	{"it behoves", "must"},
	{"lest", "so that … not"},
	{"may not be had", "is not available"},
	{"mend the|mended|mends a", "fix, or: correct"},
	{"methinks", "leave it out"},
	{"must needs", "must"},
	{"nothing but", "only"},
	{"none the worse|none the better|none the wiser", "say what stays as it was: stays usable"},
	{"nigh", "near"},
	{"nobody but|none but", "only"},
	{"notwithstanding", "although"},
	{"of yore", "earlier"},
	{"oft|ofttimes|oftentimes", "often"},
	{"one's own house", "the organisation"},
	{"of whom those in", "people in some of them"},
	{"outlives its console", "goes on without its console"},
	{"otherwise than by", "other than by"},
	{"perchance", "perhaps"},
	{"a row a|one row a|a line a|one line a|a file a|one file a|a sheet a|a paragraph a|a screen a|one document a|one message a",
		"one row for each"},
	{"save for|save that|save where", "except"},
	{"said amiss", "wrongly told"},
	{"says beforehand", "says in advance"},
	{"seats its bearer", "its holder gets that seat"},
	{"settle beforehand", "agree in advance"},
	{"should like to", "would like to"},
	{"so be it that", "if"},
	{"that is so already", "it already is"},
	{"thence|whence", "from there, from where"},
	{"thereof|whereof", "of it, of which"},
	{"therein|wherein", "in it, in which"},
	{"thereby|whereby", "by that, by which"},
	{"thereto|whereto|thereunto", "to it"},
	{"thereupon|whereupon", "then"},
	{"stand still|stands still|standing still|stood still", "is paused, or: does not change"},
	{"told once more", "replayed, or: told again"},
	{"unbeknownst", "without the knowledge of"},
	{"unto", "to"},
	{"upon", "on"},
	{"verily", "leave it out"},
	{"what becomes of|what became of|what has become of", "what happens to, or: the outcome of"},
	{"whilst", "while"},
	{"wholly", "completely"},
	{"whoso|whosoever|whomsoever|whosever", "whoever, or: anyone who"},
	{"ways that facts needed", "required links"},
	{"wherefore", "why"},
	{"would that it", "leave it out"},
	{"yea|nay", "yes, no"},
	{"yonder", "there"},
}

// notOurWords are files that hold the words of others, or of people in a story.
var notOurWords = []string{"LICENSE", "cmd/tocsin/licences.txt", "cmd/tocsin/plain_words_test.go", "go.sum"}

// TestPlainWords keeps code, comments, help, screens and documents in usual English. The
// library's scenarios speak with the voices of their people, and are left alone.
func TestPlainWords(t *testing.T) {
	found := func(text string) (out []string) {
		joined, lineAt := unwrapped([]byte(text))
		eachHardWord(joined, func(at int, form, _ string) { out = append(out, fmt.Sprint(lineAt(at), " ", form)) })
		return out
	}
	assert.Equal(t, []string{"2 anew"}, found("anewt renew\nbegin anew."), "words are found whole")
	assert.Equal(t, []string{"1 one's own house", "2 upon"}, found("one's own house\nupon"))
	assert.Equal(t, []string{"2 in vain", "3 lest"}, found("// so\n\t// that in\n\t// vain, lest"),
		"phrases are found over the end of a line")
	n := 0
	for _, name := range textFiles(t) {
		if slices.Contains(notOurWords, name) || strings.HasPrefix(name, "scenarios/") &&
			strings.HasSuffix(name, ".toml") {
			continue
		}
		n++
		text, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(name)))
		require.NoError(t, err)
		small, lineAt := unwrapped(bytes.ToLower(text))
		eachHardWord(small, func(at int, form, but string) {
			t.Errorf("%s:%d: %q stops some readers: write %q", name, lineAt(at), form, but)
		})
	}
	assert.Greater(t, n, 100, "most of the files were not looked at")
}

var pageByNumber = regexp.MustCompile(`"[^"\n]*\bpages? [0-9][^"\n]*"`)

// TestPagesAreCalledByName: no text of a screen sends anybody to a page by a number that a
// new page would change. Lists of pages know what each is called.
func TestPagesAreCalledByName(t *testing.T) {
	for _, name := range textFiles(t) {
		if !strings.HasPrefix(name, "tui/") || !strings.HasSuffix(name, ".go") ||
			strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(name)))
		require.NoError(t, err)
		assert.Empty(t, string(pageByNumber.Find(text)), name)
	}
}

// textFiles are the files that people write: code, documents, scripts and settings.
func textFiles(t *testing.T) []string {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Skip("this is no git clone, so the files are not known")
	}
	var names []string
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		_, err := os.Stat(filepath.Join(root(t), filepath.FromSlash(name)))
		written := slices.Contains([]string{".go", ".md", ".toml", ".txtar", ".yml", ".yaml", ".py", ".tmpl"},
			filepath.Ext(name)) || strings.HasPrefix(name, ".ci/")
		if written && err == nil && !strings.HasPrefix(name, "testdata/") {
			names = append(names, name)
		}
	}
	require.NotEmpty(t, names)
	return names
}

// unwrapped joins the lines of a text, without their indents and comment marks, so that a phrase is found that goes
// over the end of a line. lineAt is the line, from 1, of a place in the result.
func unwrapped(text []byte) (joined []byte, lineAt func(at int) int) {
	var begins []int
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		begins = append(begins, len(joined))
		line = bytes.TrimSpace(line)
		joined = append(append(joined, bytes.TrimLeft(bytes.TrimPrefix(line, []byte("//")), " ")...), ' ')
	}
	return joined, func(at int) int { return sort.SearchInts(begins, at+1) }
}

// hardForms are the forms of plainWords by their first words, each with what to write instead.
var hardForms = sync.OnceValue(func() map[string][][2]string {
	out := map[string][][2]string{}
	for _, w := range plainWords {
		for form := range strings.SplitSeq(w.not, "|") {
			first := form[:wordEnd([]byte(form))]
			out[first] = append(out[first], [2]string{form, w.but})
		}
	}
	return out
})

// eachHardWord finds what plainWords has in a text of small letters, as whole words.
func eachHardWord(text []byte, found func(at int, form, but string)) {
	for at := 0; at < len(text); {
		n := wordEnd(text[at:])
		for _, f := range hardForms()[string(text[at:at+n])] {
			if rest, ok := bytes.CutPrefix(text[at:], []byte(f[0])); ok && wordEnd(rest) == 0 {
				found(at, f[0], f[1])
			}
		}
		at += max(n, 1)
	}
}

// wordEnd is how many letters a text begins with.
func wordEnd(text []byte) int {
	for i, b := range text {
		if !isLetter(b) {
			return i
		}
	}
	return len(text)
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b == '_' || b >= 0x80 }
