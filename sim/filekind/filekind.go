// Package filekind tells from the content of a file, whatever its name, what kind of file it is.
// Commands ask it about a file that they cannot read, so that the error says what the file is and
// which command reads it, and does not list faults of a file that is merely of another kind.
package filekind

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Kind is what a file is.
type Kind uint8

// The kinds of files that are told apart.
const (
	Unknown  Kind = iota // bytes of no known kind
	Empty                // nothing, or only blanks and comments
	Scenario             // a scenario of Tocsin, in TOML
	Script               // acts for --script, in TOML
	Mapping              // what the columns of a list mean, for tocsin import, in TOML
	Registry             // if-then notes of an organisation, in TOML
	Campaign             // a series of exercises and their lessons, in TOML
	Overlay              // what people add to a report, in TOML
	TOML                 // TOML for an unknown purpose
	Record               // the record of an exercise, in JSON Lines
	Sweep                // what a sweep writes, in JSON Lines
	Table                // CSV or the like
	Workbook             // XLSX
	OldFile              // XLS, DOC or PPT from before 2007
	Document             // DOCX, PPTX or ODF
	OpenAEV              // an export of OpenAEV, ZIP or JSON
	CEXF                 // the MISP project's Common Exercise Format
	Archive              // ZIP, gzip or the like with other content
	JSON                 // JSON of another kind
	YAML
	Markdown
	HTML
	PDF
	Picture // or video or sound
	Text    // prose or notes
	kindCount
)

// about says what a kind is, and what to do with it: "" if no command of Tocsin reads it. FILE stands
// for the file's name.
var about = [kindCount]struct{ what, takes string }{
	Unknown:  {"a file of an unknown kind", ""},
	Empty:    {"empty", ""},
	Scenario: {"a scenario", "tocsin check FILE, tocsin play FILE or tocsin run FILE"},
	Script:   {"a script of acts", "tocsin run SCENARIO --bots none --script FILE"},
	Mapping:  {"a map for imports", "tocsin import LIST --map FILE"},
	Registry: {"the notes of an organisation", "tocsin notes check FILE"},
	Campaign: {"a campaign", "tocsin campaign report FILE"},
	Overlay:  {"what people add to a report", "tocsin report RECORD -o DIR, with it in that folder"},
	TOML:     {"TOML for an unknown purpose", "tocsin check FILE says what a scenario needs"},
	Record:   {"the record of an exercise", "tocsin replay FILE or tocsin report FILE -o DIR"},
	Sweep:    {"a file of a sweep", "tocsin sweep merge FILE"},
	Table:    {"a spreadsheet (CSV or the like)", "tocsin import FILE -o draft.toml"},
	Workbook: {"an Excel workbook", "tocsin import FILE -o draft.toml"},
	OldFile:  {"an Office file from before 2007", "save it as .xlsx, then tocsin import"},
	Document: {"a text document or slides, not a table", "copy its table into a spreadsheet, then tocsin import"},
	OpenAEV:  {"an export of OpenAEV", "tocsin import FILE -o draft.toml"},
	CEXF:     {"an exercise in the Common Exercise Format (CEXF)", "tocsin import FILE -o draft.toml"},
	Archive:  {"an archive", "unpack it first"},
	JSON:     {"JSON of an unknown kind", ""},
	YAML:     {"YAML", "make a table of it (CSV), then tocsin import; or start from tocsin new"},
	Markdown: {"Markdown", "if it holds a table of injects, tocsin import FILE -o draft.toml"},
	HTML:     {"HTML or XML", "copy its table into a spreadsheet, then tocsin import"},
	PDF:      {"a PDF", "copy its table into a spreadsheet, then tocsin import"},
	Picture:  {"a picture, video or sound", ""},
	Text:     {"text, such as notes", "tocsin new mine.toml writes a scenario to start from"},
}

// Kinds lists all kinds.
func Kinds() []Kind {
	kinds := make([]Kind, kindCount)
	for i := range kinds {
		kinds[i] = Kind(i)
	}
	return kinds
}

// What names the kind for a reader: "an Excel workbook".
func (k Kind) What() string { return about[k].what }

// Advice says what to do with a file of this kind, or "" if no command of Tocsin reads it.
func (k Kind) Advice(name string) string {
	if strings.ContainsAny(name, " \t'\"") {
		name = `"` + name + `"`
	}
	return strings.ReplaceAll(about[k].takes, "FILE", name)
}

// magics are the first bytes of binary files.
var magics = []struct {
	begins string
	kind   Kind
}{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldFile}, {"%PDF", PDF}, {"\x89PNG", Picture}, {"\xff\xd8\xff", Picture},
	{"GIF8", Picture}, {"RIFF", Picture}, {"BM", Picture}, {"\x00\x00\x00\x18ftyp", Picture}, {"ID3", Picture},
	{"\x1f\x8b", Archive}, {"7z\xbc\xaf\x27\x1c", Archive}, {"Rar!", Archive}, {"BZh", Archive},
	{"\xfd7zXZ\x00", Archive},
	{"{\\rtf", Document},
}

// Of says what kind of file holds data, which may be only the beginning of a file except for a ZIP.
func Of(data []byte) Kind {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return zipKind(data)
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.begins)) && (m.begins != "BM" || bytes.IndexByte(data, 0) >= 0) {
			return m.kind
		}
	}
	text, ok := asText(data)
	if !ok {
		return Unknown
	}
	return textKind(text)
}

// zipKind tells archives apart by the names in them.
func zipKind(data []byte) Kind {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Archive
	}
	for _, f := range r.File {
		switch name := strings.ToLower(f.Name); {
		case name == "xl/workbook.xml":
			return Workbook
		case name == "word/document.xml", name == "ppt/presentation.xml", name == "content.xml":
			return Document
		case strings.HasSuffix(name, ".json") && (f.Comment == "Scenario" || f.Comment == "Exercise"):
			return OpenAEV
		}
	}
	return Archive
}

// sniffed is how many bytes of a text are looked at.
const sniffed = 256 << 10

// asText is the beginning of a text in UTF-8, UTF-16 or an 8-bit encoding; false if the
// file is no text.
func asText(data []byte) (string, bool) {
	head := data[:min(len(data), sniffed)]
	if order := utf16Order(head); order != nil {
		units := make([]uint16, 0, len(head)/2)
		for i := 0; i+1 < len(head); i += 2 {
			units = append(units, order.Uint16(head[i:]))
		}
		return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff"), true
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return "", false
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			controls++
		}
	}
	return string(head), controls <= len(head)/50
}

// utf16Order is the byte order of a text in UTF-16, or nil: by its byte order mark, or because
// more than half of every other byte at the beginning are zero, and none of the rest.
func utf16Order(head []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	zero := [2]int{}
	part := head[:min(len(head), 512)]
	for i, c := range part {
		if c == 0 {
			zero[i%2]++
		}
	}
	switch {
	case len(part)%2 != 0 || len(part) < 8:
		return nil
	case zero[1] > len(part)/4 && zero[0] == 0:
		return binary.LittleEndian
	case zero[0] > len(part)/4 && zero[1] == 0:
		return binary.BigEndian
	}
	return nil
}

var (
	tomlTable = regexp.MustCompile(`^\[{1,2}\s*[A-Za-z0-9_."'-]+\s*\]{1,2}\s*(#.*)?$`)
	tomlKey   = regexp.MustCompile(`^[A-Za-z0-9_."'-][A-Za-z0-9_."' \t-]*=\s*(\S|$)`)
	notesKey  = regexp.MustCompile(`(?m)^\s*organisation\s*=`)
	worldKey  = regexp.MustCompile(`(?m)^\s*(\[\s*(inject|fact|action|system|gauge|venue|sharing|objective)[\s.\]]|` +
		`(summary|length|minute)\s*=)`)
	yamlLine  = regexp.MustCompile(`^(- )?["']?[\w .-]{1,60}["']?:(\s|$)|^---$|^- `)
	yamlKey   = regexp.MustCompile(`^(- )?["']?[\w .-]{1,60}["']?:(\s|$)`)
	exercises = regexp.MustCompile(`(?m)^\s*\[\[\s*(exercise|lesson)\s*\]\]`)
	planTable = regexp.MustCompile(`(?m)^\s*\[\s*plan\.|^\s*(sponsor|handling|mission_areas)\s*=`)
	roleTable = regexp.MustCompile(`(?m)^\s*\[\s*role[\s.\]]`)
	doTable   = regexp.MustCompile(`(?m)^\s*\[\[\s*do\s*\]\]`)
	mapTable  = regexp.MustCompile(`(?m)^\s*\[\s*(columns|to|media|types|times)\s*\]`)
	mdRule    = regexp.MustCompile(`(?m)^\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)+\|?\s*$`)
	mdHeading = regexp.MustCompile(`(?m)^#{1,6} \S`)
	mdList    = regexp.MustCompile(`(?m)^\s*([-*+]|\d+\.) \S`)
)

// textKind tells texts apart.
func textKind(text string) Kind {
	lines := significant(text)
	if len(lines) == 0 {
		return Empty
	}
	switch first := lines[0]; {
	case strings.Contains(text, `","chain":"`) && strings.Contains(text, `"seq":`): // also a damaged one
		return Record
	case strings.HasPrefix(first, "sep=") && len(first) <= 6: // a first line that Excel writes
		return Table
	case tomlTable.MatchString(first), tomlKey.MatchString(first):
		return tomlKind(text)
	case first[0] == '{' || first[0] == '[':
		return jsonKind(text)
	case first[0] == '<':
		return HTML
	}
	switch {
	case mdRule.MatchString(text):
		return Markdown
	case tabular(text):
		return Table
	case len(lines) > 1 && share(lines, yamlLine.MatchString) >= 0.6 && share(lines, yamlKey.MatchString) > 0:
		return YAML
	case share(lines, func(l string) bool { return tomlTable.MatchString(l) || tomlKey.MatchString(l) }) >= 0.3:
		return tomlKind(text)
	case mdHeading.MatchString(text), mdList.MatchString(text):
		return Markdown
	}
	return Text
}

// significant are the first 200 lines of a text that are neither blank nor a comment.
func significant(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			if out = append(out, line); len(out) == 200 {
				break
			}
		}
	}
	return out
}

// share is the part of the lines, from 0 to 1, for which is holds.
func share(lines []string, is func(string) bool) float64 {
	n := 0
	for _, l := range lines {
		if is(l) {
			n++
		}
	}
	return float64(n) / float64(len(lines))
}

func tomlKind(text string) Kind {
	switch {
	case roleTable.MatchString(text):
		return Scenario
	case doTable.MatchString(text):
		return Script
	case notesKey.MatchString(text):
		return Registry
	case worldKey.MatchString(text):
		return Scenario
	case exercises.MatchString(text):
		return Campaign
	case mapTable.MatchString(text):
		return Mapping
	case planTable.MatchString(text):
		return Overlay
	}
	return TOML
}

// jsonKind tells apart what is written in JSON, by the keys of its first object.
func jsonKind(text string) Kind {
	keys := topKeys(text)
	has := func(names ...string) bool {
		for _, n := range names {
			if !keys[n] {
				return false
			}
		}
		return true
	}
	switch {
	case has("format", "tocsin", "scenario"), has("seq", "verb"):
		return Record
	case has("design", "shard"), strings.HasPrefix(text, `{"design":`):
		return Sweep
	case has("export_version") && (keys["scenario_information"] || keys["exercise_information"] ||
		keys["inject_information"]):
		return OpenAEV
	case has("exercise", "inject_flow"), has("inject_flow", "injects"):
		return CEXF
	}
	return JSON
}

// topKeys are the keys of the first object of a text, up to the first error.
func topKeys(text string) map[string]bool {
	keys := map[string]bool{}
	d := json.NewDecoder(strings.NewReader(text))
	depth, key := 0, false
	for {
		t, err := d.Token()
		if err != nil {
			return keys
		}
		switch x := t.(type) {
		case json.Delim:
			if x == '{' || x == '[' {
				depth++
				key = depth == 1
			} else if depth--; depth == 0 {
				return keys
			} else {
				key = depth == 1
			}
			continue
		case string:
			if depth == 1 && key {
				keys[x], key = true, false
				continue
			}
		}
		if depth == 1 {
			key = true
		}
	}
}

// tabular reports whether enough rows of a text have the same number of cells, more than one: 60% of at least two
// rows, or 40% where the mark between cells is a tab or semicolon, or there are at least four cells. A single row with
// at least three cells is a header.
func tabular(text string) bool {
	if strings.HasPrefix(text, "sep=") {
		return true
	}
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	if len(lines) > 300 {
		lines = lines[:300]
	}
	for _, mark := range []byte{'\t', ';', ',', '|'} {
		counts := map[int]int{}
		rows, cells, open := 0, 0, false
		for _, line := range lines {
			for i := 0; i < len(line); i++ {
				switch {
				case line[i] == '"':
					open = !open
				case line[i] == mark && !open:
					cells++
				}
			}
			if open { // a quoted cell goes on
				continue
			}
			if strings.TrimSpace(line) != "" {
				rows++
				counts[cells]++
			}
			cells = 0
		}
		for n, times := range counts {
			wide := n >= 3 || mark == '\t' || mark == ';'
			most := 0.6
			if wide {
				most = 0.4
			}
			if n >= 1 && rows >= 2 && float64(times) >= most*float64(rows) {
				return true
			}
			if rows == 1 && n >= 2 {
				return true // a header without rows
			}
		}
	}
	return false
}
