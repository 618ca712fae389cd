package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	asCode = regexp.MustCompile("`([^`]+)`")
	aName  = regexp.MustCompile(`^(?:[A-Z]\w*[a-z]\w*|[a-z]+[A-Z]\w*)$`) // of Go: newPages, TestReference
	aPath  = regexp.MustCompile(`^(?:\./)?[a-z.]+(?:/[a-z_]+)+(?:\.\w+)?$`)
)

// TestContributingNamesWhatThereIs: the tests, names and files that CONTRIBUTING sends people to are there.
func TestContributingNamesWhatThereIs(t *testing.T) {
	text, err := os.ReadFile("../../.github/CONTRIBUTING.md")
	require.NoError(t, err)
	missing, looked := map[string][]byte{}, 0 // name → how code has it
	for _, code := range asCode.FindAllStringSubmatch(string(text), -1) {
		for _, word := range strings.Fields(code[1]) {
			switch {
			case strings.HasPrefix(word, "Test"):
				missing[word] = []byte("func " + word + "(")
			case aName.MatchString(word):
				missing[word] = []byte(word)
			case aPath.MatchString(word):
				_, err := os.Stat("../../" + word)
				assert.NoError(t, err, "CONTRIBUTING names %s", word)
			default:
				continue
			}
			looked++
		}
	}
	assert.Greater(t, looked, 50)
	require.NoError(t, filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		src, err := os.ReadFile(path)
		for name, code := range missing {
			if bytes.Contains(src, code) {
				delete(missing, name)
			}
		}
		return err
	}))
	for name := range missing {
		assert.Fail(t, "nothing in the code is called so", "CONTRIBUTING names %s", name)
	}
}
