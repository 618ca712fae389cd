package pack

import (
	"bytes"
	_ "embed"
	"html/template"
	"unicode"
	"unicode/utf8"

	"tocsin/sim/exercise"
	"tocsin/sim/phrase"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

//go:embed page.css
var style string

//go:embed seat.tmpl
var seatText string

//go:embed book.tmpl
var bookText string

// File is a paper and its file's name.
type File struct {
	Name    string
	Content []byte
}

// Book is the name of the facilitator's file.
const Book = "facilitator.html"

// Files makes a file for each seat, and the facilitator's book last. name is that of the scenario,
// without .toml, src its text, and language the language that it is shown in, or empty for that of
// the text. The error is that of a scenario that cannot be played.
func Files(name, src, language string) ([]File, error) {
	x, err := exercise.New(record.Header{Name: name, Scenario: src,
		Settings: map[string]string{exercise.LanguageSetting: language}})
	if err != nil {
		return nil, err
	}
	sc := x.Engine().Model().Scenario
	var out []File
	for r := range sc.Roles {
		f, err := filled("seat-"+sc.Roles[r].ID+".html", sc.Language, seatText, seatOf(sc, r, x.ViewOf(r)))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	written, _ := scenario.LoadAgain(name+".toml", []byte(src), language) // it has been read once without an error
	f, err := filled(Book, sc.Language, bookText, bookOf(written))
	return append(out, f), err
}

// said writes the scenario's texts, marked with their language where it is not English, the page's,
// so that a screen reader pronounces them right.
func said(language string) func(text string) template.HTML {
	return func(text string) template.HTML {
		escaped := template.HTMLEscapeString(text)
		if text == "" || language == "" || language == "en" {
			return template.HTML(escaped)
		}
		return template.HTML(`<span lang="` + template.HTMLEscapeString(language) + `">` + escaped + `</span>`)
	}
}

// capital writes the beginning of a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// filled executes a template. Every text is escaped, and characters that turn or hide text are left
// out.
func filled(name, language, text string, data any) (File, error) {
	t, err := template.New(name).Funcs(template.FuncMap{"style": func() template.CSS { return template.CSS(style) },
		"paragraphs": paragraphs, "said": said(language), "list": phrase.List,
		"points": phrase.Points, "capital": capital}).Parse(text)
	if err != nil {
		return File{}, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return File{}, err
	}
	return File{name, []byte(scenario.CleanText(b.String()))}, nil
}
