package scenario

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A scenario may be spread over several files. [Joined] adds the text of the others after that of
// the first, each below a line that names it, so that there is one text to check, to record and to
// play, which needs no other file. Findings name the file and the line there.

// includedMark begins a line that names the file of what follows.
const includedMark = "#: included "

// lackedMark begins a line that says why a file is not included or attached.
const lackedMark = "#: not included "

// attachedMark begins a line with the checksum of a file that an inject attaches.
const attachedMark = "#: attached "

// maxIncluded is the most other files that a scenario may include.
const maxIncluded = 32

// Joined returns the text of a scenario with that of the files that it includes, and with the
// checksums of those that its injects attach. read reads a file by the name that the scenario
// gives. If one cannot be read, the text says why, and [Load] reports it. A text that is no TOML
// is returned unchanged, and so is one that has been joined already.
func Joined(src []byte, read func(name string) ([]byte, error)) []byte {
	tree, _, ds := parse(src)
	names := includes(tree)
	if ds.Failed() || len(sections(string(src))) > 1 || strings.Contains(string(src), "\n"+attachedMark) {
		return src
	}
	return attached(withParts(src, names, read), read)
}

// withParts returns the text with that of the files that it includes.
func withParts(src []byte, names []string, read func(name string) ([]byte, error)) []byte {
	if len(names) == 0 || len(names) > maxIncluded {
		return src
	}
	out := append([]byte{}, src...)
	lack := func(name, why string) { out = append(out, "\n"+lackedMark+name+": "+why+"\n"...) }
	seen := map[string]bool{}
	for _, name := range names {
		if badName(name) != "" || seen[name] {
			continue
		}
		seen[name] = true
		text, err := read(name)
		if err != nil {
			lack(name, "cannot be read: "+CleanLine(err.Error()))
			continue
		}
		text = withoutMark(text)
		if len(out)+len(text) > MaxBytes {
			lack(name, fmt.Sprintf("makes the scenario longer than %d bytes", MaxBytes))
			break
		}
		if why := unfit(text); why != "" {
			lack(name, why)
			continue
		}
		out = append(out, "\n"+includedMark+name+"\n"...)
		out = append(out, text...)
	}
	return out
}

// attached adds a line for each file that injects attach, with its checksum, by which people can later
// check that a file is the same.
func attached(src []byte, read func(name string) ([]byte, error)) []byte {
	var names []string
	injects, _ := Tree(src)["inject"].(map[string]any)
	for _, v := range injects {
		if in, ok := v.(map[string]any); ok {
			names = append(names, namesOf(in["attach"])...)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names[:min(len(names), maxAttached)] {
		if badPath(name) != "" {
			continue
		}
		text, err := read(name)
		if err != nil {
			src = append(src, "\n"+lackedMark+name+": cannot be read: "+CleanLine(err.Error())+"\n"...)
			continue
		}
		src = append(src, fmt.Sprintf("\n%s%s: sha256 %x, %d bytes\n", attachedMark, name, sha256.Sum256(text), len(text))...)
	}
	return src
}

// maxAttached is the most files that the injects of a scenario may attach.
const maxAttached = 200

// Sum is the checksum of a file that an inject attaches, as the record has it: "sha256 …, 12 bytes". It is
// empty if there is none.
func (sc *Scenario) Sum(name string) string {
	_, sum, _ := strings.Cut(sc.Source, "\n"+attachedMark+name+": ")
	sum, _, _ = strings.Cut(sum, "\n")
	return sum
}

// checkAttached refuses an inject whose files are missing.
func (in *Inject) checkAttached(c *checker, path string) {
	if len(in.Attach) == 0 {
		return // copying the source below for each inject would take long
	}
	source := string(c.b.ix.src)
	for i, name := range in.Attach {
		at, why := indexed(path, i), badPath(name)
		if !c.has(at) {
			at = path
		}
		_, said, lacks := strings.Cut(source, "\n"+lackedMark+name+": ")
		said, _, _ = strings.Cut(said, "\n")
		switch {
		case why != "":
		case lacks:
			why = said
		case !strings.Contains(source, "\n"+attachedMark+name+": "):
			why = "is not there"
		}
		if why != "" {
			c.errorf(at, "attach", "name a file next to the scenario, or in a folder there", "%q cannot be attached: it %s",
				clip(name), why)
		}
	}
}

// includes are the files that a scenario names.
func includes(tree map[string]any) []string { return namesOf(tree["include"]) }

// namesOf are the texts of a key that takes one or a list.
func namesOf(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	var out []string
	for _, v := range listOf(v) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// badName says why a name cannot be that of an included file; "" if it can.
func badName(name string) string {
	if why := badPath(name); why != "" {
		return why
	}
	if !strings.HasSuffix(name, ".toml") {
		return "does not end in .toml"
	}
	return ""
}

// badPath says why a name cannot be that of a file in the scenario's folder; "" if it can.
func badPath(name string) string {
	switch {
	case name == "" || name != CleanLine(name) || strings.ContainsAny(name, `\:`):
		return "is not the name of a file"
	case path.IsAbs(name) || path.Clean(name) != name || name == ".." || strings.HasPrefix(name, "../"):
		return "leads out of the scenario's folder"
	}
	return ""
}

// bareKey is what is wrong with an included file whose first keys would belong to the table before it.
const bareKey = "begins with a key that is in no table"

// unfit says why a text cannot be included; "" if it can. If it is no TOML, the parser of the whole
// text reports that, with the line.
func unfit(text []byte) string {
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, includedMark) {
			return "includes other files itself, which only the scenario does"
		}
	}
	if at, what, _ := notText(text); at >= 0 {
		return "is not a text for people: " + what
	}
	if prescan(text) != nil {
		return ""
	}
	var p unstable.Parser
	p.Reset(text)
	if p.NextExpression() && p.Expression().Kind == unstable.KeyValue {
		return bareKey
	}
	return ""
}

// section is a part of a scenario's text that came from one file.
type section struct {
	name string // "" for the scenario's own
	line int    // of the whole text, from 1, at which it begins
}

func sections(source string) []section {
	out := []section{{"", 1}}
	if !strings.Contains(source, includedMark) {
		return out
	}
	for i, line := range strings.Split(source, "\n") {
		if name, ok := strings.CutPrefix(line, includedMark); ok {
			out = append(out, section{strings.TrimSuffix(name, "\r"), i + 2})
		}
	}
	return out
}

// In returns the file that a line of a scenario's text is from, as the scenario names it, and
// the line there; "" for the scenario's own.
func (p Pos) In(source string) (file string, at Pos) {
	at = p
	for _, s := range sections(source) {
		if p.Line >= s.line {
			file, at.Line = s.name, p.Line-s.line+1
		}
	}
	return file, at
}

// checkIncludes refuses a text that lacks a file that it includes.
func (c *checker) checkIncludes() {
	if len(c.sc.Include) == 0 {
		return
	}
	source := string(c.b.ix.src)
	have := map[string]bool{}
	for _, s := range sections(source) {
		have[s.name] = true
	}
	if n := len(c.sc.Include); n > maxIncluded {
		c.errorf("include", "limit", "join some of them", "at most %d files are included, these are %d", maxIncluded, n)
		return
	}
	seen := map[string]bool{}
	for i, name := range c.sc.Include {
		at, why := indexed("include", i), badName(name)
		if !c.has(at) {
			at = "include"
		}
		_, said, lacks := strings.Cut(source, "\n"+lackedMark+name+": ")
		said, _, _ = strings.Cut(said, "\n")
		switch {
		case why != "":
		case seen[name]:
			why = "is here twice"
		case lacks:
			why = said
		case !have[name]:
			why = "is not there"
		}
		seen[name] = true
		if why != "" {
			hint := `name a file next to the scenario, or in a folder there, such as "parts/clinics.toml"`
			if why == bareKey {
				hint = "begin that file with a table, such as [role.lab], and write title, length and the like in the scenario"
			}
			c.errorf(at, "include", hint, "%q cannot be included: it %s", clip(name), why)
		}
	}
}
