// Package scenarios is the library of scenarios that come with Tocsin, and the vocabulary
// that if-then notes are written in. README.md in its folder is the reference of the format
// for authors.
package scenarios

import (
	"embed"
	"strings"
)

// FS holds the scenarios, one TOML file each, and vocabulary.toml.
//
//go:embed *.toml
var FS embed.FS

// Vocabulary is vocabulary.toml: the words of if-then notes.
//
//go:embed vocabulary.toml
var Vocabulary []byte

// Names lists the scenarios of the library, without the ending, in order.
func Names() []string {
	var names []string
	entries, _ := FS.ReadDir(".") // an embedded folder cannot fail to be read
	for _, e := range entries {
		if name, is := strings.CutSuffix(e.Name(), ".toml"); is && name != "vocabulary" {
			names = append(names, name)
		}
	}
	return names
}

// Template is a commented scenario to start from, as `tocsin new` writes it: a cascade with
// everything that the format has in it.
//
//go:embed new.toml.txt
var Template string

//go:embed new_discussion.toml.txt
var discussion string

//go:embed new_drill.toml.txt
var drill string

// Kind is a kind of exercise that `tocsin new` can start.
type Kind struct{ Name, About, Template string }

// Kinds lists the kinds of exercise to start from, the usual one first.
func Kinds() []Kind {
	return []Kind{
		{"cascade", "systems that fail in turn, facts to share, joint actions", Template},
		{"discussion", "moves with questions, a few injects, people who talk", discussion},
		{"drill", "one procedure against the clock", drill},
	}
}
