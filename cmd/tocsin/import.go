package main

import (
	"cmp"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/filekind"
	"tocsin/sim/msel"
	"tocsin/sim/scenario"
)

// importFlags are the settings of `tocsin import`.
type importFlags struct {
	file    string
	mapFile string
	start   string
	unit    string
	sheets  []string
	dry     bool
	json    bool
}

func newImportCommand(io stdio) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE -o DRAFT.toml",
		Short: "Make a scenario from an events list, a deck of cards or another platform's file",
		Long: `Read an exercise from another tool and write it as a draft of a scenario:

  events lists (MSEL)   CSV, TSV, XLSX, tables in Markdown
  decks of cards        CSV
  OpenAEV               an export of a scenario or simulation (ZIP or JSON)
  CEXF                  the MISP project's Common Exercise Format (JSON)

No row is lost and nothing is guessed silently: every cell that could mean something else
is named, with what was assumed, and while doubts remain the exit code is 1. Answer them in
a map, a small file that says what columns, times and recipients mean:

  tocsin import list.csv --map map.toml --dry-run      says what is in it, and what is in doubt
  tocsin import list.csv --map map.toml -o draft.toml  writes the draft, and map.toml if it
                                                       does not exist yet: read and correct it
  tocsin import list.csv --map map.toml -o final.toml  what the map says is no longer in doubt

The map also works for the next list of the same kind. Files that come with a list are written
next to the draft, with their hashes in it.`,
		Example: `  tocsin export cold_copy -o msel.csv                   # a list to try it with
  tocsin import msel.csv --start "2027-03-01 09:00" --t minutes -o draft.toml
  tocsin export cold_copy -o openaev.zip
  tocsin import openaev.zip -o carried.toml`,
		Args: exactlyOne("the file to import"),
		RunE: func(_ *cobra.Command, args []string) error { return importList(io, args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.file, "output", "o", "",
		"write the draft to this file, which must not exist; - is standard output")
	fl.StringVar(&f.mapFile, "map", "", "file that says what columns, times and recipients mean; it is written if it does not exist")
	fl.StringVar(&f.start, "start", "", "date and time of the start, where the list has clock times: \"2027-03-01 09:00\"")
	fl.StringVar(&f.unit, "t", "", "the unit of T+5: minutes, hours or days")
	fl.StringSliceVar(&f.sheets, "sheet", nil, "read only these sheets of a workbook (default: all)")
	fl.BoolVar(&f.dry, "dry-run", false, "write nothing; only say what is found")
	fl.BoolVar(&f.json, "json", false, "print what is found as one JSON document; give -o or --dry-run too")
	return cmd
}

// imported is what `tocsin import --json` prints.
type imported struct {
	File        string         `json:"file"`
	Title       string         `json:"title"`
	Start       string         `json:"start,omitempty"`
	Entries     int            `json:"entries"`
	Seats       []string       `json:"seats"`
	Tables      []msel.Table   `json:"tables"`
	Doubts      int            `json:"doubts"`
	Findings    msel.Findings  `json:"findings"`
	Draft       string         `json:"draft,omitempty"`
	Map         string         `json:"map,omitempty"`
	Attachments []importedFile `json:"attachments"`
}

// importedFile is a file that came with a list.
type importedFile struct {
	Name   string `json:"name"`
	File   string `json:"file,omitempty"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func importList(io stdio, name string, f importFlags) error {
	toFile := !toStandardOutput(f.file)
	if f.mapFile == "-" {
		return usageError{"--map is read and written, which standard output cannot be: give a file"}
	}
	if f.json && !f.dry && !toFile {
		return usageError{"--json and the draft both print to standard output; give -o FILE or --dry-run"}
	}
	m, known, err := f.mapping()
	if err != nil {
		return err
	}
	data, err := readFile(name)
	if err != nil {
		return err
	}
	// One file is read, and all of it is kept until the draft is written. Collecting garbage less often takes a fifth
	// less time for a list of 10,000 rows, and some 80 MB more. The size of an archive's contents is bounded.
	defer debug.SetGCPercent(debug.SetGCPercent(300))
	r, err := msel.Read(name, data, m)
	if err != nil {
		return inputError{err.Error()}
	}
	draft := r.List.Draft()
	r.Findings = append(r.Findings, m.Accepted(draft.Findings)...)
	if err := checkDraft(draft); err != nil {
		return err
	}
	out := imported{File: name, Title: r.List.Title, Entries: len(r.List.Entries), Seats: []string{},
		Tables: r.Tables,
		Doubts: r.Findings.Doubts(), Findings: r.Findings, Attachments: []importedFile{}}
	if !r.List.Start.IsZero() {
		out.Start = r.List.Start.Format("2006-01-02T15:04:05Z")
	}
	for _, s := range r.List.Seats {
		out.Seats = append(out.Seats, s.ID)
	}
	if !f.dry {
		if err := f.write(io, r, draft, known, &out); err != nil {
			return err
		}
	} else {
		for _, a := range draft.Attachments {
			out.Attachments = append(out.Attachments, importedFile{a.Name, "", len(a.Data), a.SHA256})
		}
	}
	if err := f.tell(io, out, r, toFile); err != nil {
		return err
	}
	if out.Doubts > 0 {
		return inputError{fmt.Sprintf("%s; settle them in a map (--map FILE), then import again",
			counted(out.Doubts, "doubt")+" remain"+map[bool]string{true: "s"}[out.Doubts == 1])}
	}
	return nil
}

// mapping joins the map and the flags, which go before it. known says whether there is a map.
func (f importFlags) mapping() (m *msel.Mapping, known bool, err error) {
	m = &msel.Mapping{}
	if f.mapFile != "" {
		src, err := readFile(f.mapFile)
		var missing *fs.PathError
		switch {
		case err == nil:
			known = true
			if m, err = msel.ParseMapping(scenario.CleanLine(f.mapFile), src); err != nil {
				if other := kindError(f.mapFile, src, filekind.Mapping); other != nil {
					return nil, false, other
				}
				return nil, false, inputError{err.Error()}
			}
		case errors.As(err, &missing) && errors.Is(err, fs.ErrNotExist), !exists(f.mapFile):
		default:
			return nil, false, err
		}
	}
	if f.start != "" {
		if _, err := msel.ParseStart(f.start); err != nil {
			return nil, false, usageError{"--start: " + err.Error()}
		}
		m.Start = f.start
	}
	if f.unit != "" {
		if !slices.Contains([]string{"minutes", "hours", "days"}, f.unit) {
			return nil, false, usageError{fmt.Sprintf("--t must be minutes, hours or days, not %q", f.unit)}
		}
		m.T = f.unit
	}
	if len(f.sheets) > 0 {
		m.Sheets = f.sheets
	}
	return m, known, nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

// checkDraft checks that a draft loads and compiles, as every scenario must.
func checkDraft(draft msel.Draft) error {
	sc := draft.Loaded
	if sc == nil {
		read, ds := scenario.Load("draft", []byte(draft.Text))
		if read == nil {
			return inputError{"the draft does not pass check, which is a fault of import; please report it:\n" +
				onlyErrors(ds).Format("draft", draft.Text)}
		}
		sc = read
	}
	if _, err := engine.Compile(sc); err != nil {
		return inputError{"the draft does not pass check, which is a fault of import; please report it: " +
			err.Error()}
	}
	return nil
}

// write writes the draft, the files that came with the list, and the map if it does not exist yet.
func (f importFlags) write(io stdio, r *msel.Result, draft msel.Draft, known bool, out *imported) error {
	if toStandardOutput(f.file) {
		if _, err := goio.WriteString(io.out, draft.Text); err != nil {
			return err
		}
		for _, a := range draft.Attachments {
			out.Attachments = append(out.Attachments, importedFile{a.Name, "", len(a.Data), a.SHA256})
		}
	} else {
		if err := writeNew(f.file, []byte(draft.Text)); err != nil {
			return err
		}
		out.Draft = f.file
		if err := f.writeAttachments(draft.Attachments, out); err != nil {
			return err
		}
	}
	if f.mapFile != "" && !known {
		if err := writeNew(f.mapFile, []byte(r.Map.Text())); err != nil {
			return err
		}
		out.Map = f.mapFile
	}
	return nil
}

// writeAttachments writes the files that came with a list into a folder next to the draft.
func (f importFlags) writeAttachments(files []msel.Attachment, out *imported) error {
	if len(files) == 0 {
		return nil
	}
	dir := strings.TrimSuffix(f.file, filepath.Ext(f.file)) + ".files"
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return inputError{err.Error()}
	}
	for _, a := range files {
		path := filepath.Join(dir, a.Name)
		if err := writeNew(path, a.Data); err != nil {
			return err
		}
		out.Attachments = append(out.Attachments, importedFile{a.Name, path, len(a.Data), a.SHA256})
	}
	return nil
}

// tell says what was read, what is in doubt and what was written.
func (f importFlags) tell(io stdio, out imported, r *msel.Result, toFile bool) error {
	if f.json {
		if out.Findings == nil {
			out.Findings = msel.Findings{}
		}
		if out.Tables == nil {
			out.Tables = []msel.Table{}
		}
		return printJSON(io, out)
	}
	w := io.err // standard output has the draft
	if f.dry || toFile {
		w = io.out
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s: %s\n", scenario.CleanLine(out.File), counted(out.Entries, "inject"),
		counted(len(out.Seats), "seat"), scenario.CleanLine(out.Title))
	for _, t := range out.Tables {
		tellTable(&b, t)
	}
	tellFindings(&b, "IN DOUBT", out.Findings, msel.Doubt)
	tellFindings(&b, "DONE", out.Findings, msel.Note)
	if len(out.Attachments) > 0 {
		b.WriteString("\nFILES\n")
		for _, a := range out.Attachments {
			fmt.Fprintf(&b, "  %s  %d bytes  SHA-256 %s\n", cmp.Or(a.File, a.Name), a.Bytes, a.SHA256)
		}
	}
	b.WriteString("\n")
	if out.Draft != "" {
		fmt.Fprintf(&b, "wrote %s; next: %s\n", scenario.CleanLine(out.Draft),
			typed("tocsin", "check", out.Draft))
	}
	if out.Map != "" {
		fmt.Fprintf(&b, "wrote %s: read it, correct it, and import again with it\n", scenario.CleanLine(out.Map))
	}
	_, err := goio.WriteString(w, b.String())
	return err
}

// tellTable says what the columns of a table hold.
func tellTable(b *strings.Builder, t msel.Table) {
	name := "the table"
	if t.Sheet != "" {
		name = "sheet " + t.Sheet
	}
	if t.Header > 0 {
		fmt.Fprintf(b, "\nCOLUMNS of %s, whose header is in row %d, with %s below it\n", name, t.Header,
			counted(t.Rows, "row"))
	} else {
		fmt.Fprintf(b, "\nCOLUMNS of %s, without a header, with %s\n", name, counted(t.Rows, "row"))
	}
	for _, c := range t.Columns {
		if c.Heading == "" {
			continue
		}
		sure := ""
		if !c.Sure {
			sure = "  (similar name)"
		}
		fmt.Fprintf(b, "  %-3s %-34s %s%s\n", c.Letter, shorten(c.Heading, 34), c.Field, sure)
	}
}

// shorten cuts a text to n characters.
func shorten(s string, n int) string {
	s = scenario.CleanLine(s)
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// toldOfOneKind is how many findings of one kind the text lists; --json lists all.
const toldOfOneKind = 20

// tellFindings lists the findings of a level, grouped by code.
func tellFindings(b *strings.Builder, heading string, found msel.Findings, level msel.Level) {
	var codes []string
	byCode := map[string]msel.Findings{}
	for _, x := range found {
		if x.Level == level {
			if byCode[x.Code] == nil {
				codes = append(codes, x.Code)
			}
			byCode[x.Code] = append(byCode[x.Code], x)
		}
	}
	if len(codes) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", heading)
	for _, code := range codes {
		hint := ""
		for i, x := range byCode[code] {
			if i == toldOfOneKind {
				fmt.Fprintf(b, "  … and %d more [%s]; --json lists all\n", len(byCode[code])-i, code)
				break
			}
			at, value := x.Place.String(), ""
			if x.Value != "" {
				value = "“" + shorten(x.Value, 60) + "” "
			}
			if at != "" {
				at += "  "
			}
			fmt.Fprintf(b, "  %s%s%s [%s]\n", at, value, scenario.CleanLine(x.Message), code)
			hint = x.Hint
		}
		if hint != "" && level == msel.Doubt {
			fmt.Fprintf(b, "      = %s\n", scenario.CleanLine(hint))
		}
	}
}
