// Package scenarios is the library of scenarios that come with Tocsin. README.md in its
// folder is the reference of the format for authors.
package scenarios

import "embed"

// FS holds the scenarios, one TOML file each.
//
//go:embed *.toml
var FS embed.FS

// Template is a commented scenario to start from, as `tocsin new` writes it.
//
//go:embed new.toml.txt
var Template string
