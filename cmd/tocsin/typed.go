package main

import (
	"runtime"
	"strings"

	"tocsin/sim/scenario"
)

// typed is a command line for people to copy: its words, with quotes around those that a shell would take
// apart. Control characters are left out.
func typed(words ...string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = shellWord(scenario.CleanLine(w), runtime.GOOS == "windows")
	}
	return strings.Join(out, " ")
}

// shellWord is a word, in quotes if a shell would take it apart.
func shellWord(word string, windows bool) string {
	plain := func(r rune) bool {
		return r > 0x7f || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' ||
			strings.ContainsRune("-_./,:=@%+", r) || windows && r == '\\'
	}
	switch {
	case word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0:
		return word
	case windows:
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
