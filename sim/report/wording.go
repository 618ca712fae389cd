package report

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// The wording of a report is a file of Markdown for each of its chapters: headings, texts, and
// in {{double braces}} what Tocsin fills in. Page, Markdown and document are all written from it.
//
//go:embed wording/*.md
var defaultWording embed.FS

const (
	wordingSuffix = ".md"
	wordingGuide  = "README.md" // explains the folder, and is no chapter
	// mostWording is how long a file of wording may be, in bytes.
	mostWording = 256 << 10
)

// Wording is the wording of a report. The zero value is the usual one.
type Wording struct {
	chapters map[string]chapterText // those that differ from the usual ones
}

// Reword writes the report in another wording.
func (r *Report) Reword(w *Wording) { r.wording = w }

// chapterText is a chapter's file, read.
type chapterText struct {
	file  string
	nodes []parse.Node
}

// ReadWording reads the chapters that a folder has; those that it has not stay as they are. Errors
// say in which file, line and column something is wrong, all of them at once.
func ReadWording(folder fs.FS, name string) (*Wording, error) {
	files, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	w := &Wording{map[string]chapterText{}}
	var faults []error
	for _, f := range files {
		file := path.Join(name, f.Name())
		id, ok := strings.CutSuffix(f.Name(), wordingSuffix)
		if !ok || f.IsDir() || f.Name() == wordingGuide {
			continue
		}
		if !slices.Contains(wordingFiles, id) {
			faults = append(faults, fmt.Errorf("%s: the report has no such chapter; the files are %s.md", file,
				strings.Join(wordingFiles, ".md, ")))
			continue
		}
		content, err := readAtMost(folder, f.Name(), mostWording)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", file, err))
			continue
		}
		c, fault := parseChapter(file, string(content))
		if fault != nil {
			faults = append(faults, fault)
		}
		w.chapters[id] = c
	}
	if len(faults) == 0 {
		faults = append(faults, w.twice())
	}
	return w, errors.Join(faults...)
}

func readAtMost(folder fs.FS, name string, most int64) ([]byte, error) {
	s, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !s.Mode().IsRegular() || s.Size() > most {
		return nil, fmt.Errorf("not a file of at most %d bytes", most)
	}
	return fs.ReadFile(folder, name)
}

// twice is an error where something that may be once is in two places.
func (w *Wording) twice() error {
	seen := map[string]string{}
	var faults []error
	for _, id := range wordingFiles {
		c := w.chapter(id)
		walkWording(c.nodes, func(n parse.Node) {
			name, ok := pieceName(n)
			if !ok {
				return
			}
			if other := seen[name]; other != "" {
				faults = append(faults, fmt.Errorf("%s: {{%s}} is already in %s; take one of them out "+
					"(a chapter that the folder lacks is the usual one)", c.file, name, other))
			}
			seen[name] = c.file
		})
	}
	return errors.Join(faults...)
}

// chapter is the text of a chapter, the usual one where there is no other.
func (w *Wording) chapter(id string) chapterText {
	if w != nil {
		if c, ok := w.chapters[id]; ok {
			return c
		}
	}
	return usualWording[id]
}

// usualWording is what a report has where nobody says otherwise. It is never written to after
// the start.
var usualWording = map[string]chapterText{}

// readUsual reads the wording that is part of the program.
func readUsual() {
	for _, id := range wordingFiles {
		content, err := defaultWording.ReadFile("wording/" + id + wordingSuffix)
		if err != nil {
			panic(err) // a file of the program
		}
		if usualWording[id], err = parseChapter("the usual "+id+wordingSuffix, string(content)); err != nil {
			panic(err)
		}
	}
}

// parseChapter reads a chapter's file. What is in braces may be a piece, a value, or an if on a
// value: nothing that could run, repeat or reach further.
func parseChapter(file, content string) (chapterText, error) {
	content = strings.ReplaceAll(strings.TrimPrefix(content, "\ufeff"), "\r\n", "\n")
	c := chapterText{file: file}
	if at := strings.IndexFunc(content, notOfText); at >= 0 {
		return c, fmt.Errorf("%s: a character that a text cannot have; save the file as UTF-8", place(file, content, at))
	}
	names := map[string]any{}
	for _, p := range pieces {
		names[p.id] = ""
	}
	tree := parse.New(file)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(content, "", "", trees, names); err != nil {
		return c, errors.New(strings.TrimPrefix(err.Error(), "template: "))
	}
	if len(trees) > 1 {
		return c, fmt.Errorf("%s: {{define}} and {{block}} are not accepted", file)
	}
	var faults []error
	if tree.Root != nil {
		c.nodes = tree.Root.Nodes
	}
	walkWording(c.nodes, func(n parse.Node) {
		if err := checkNode(n); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", place(file, content, int(n.Position())), err))
		}
	})
	return c, errors.Join(append(faults, checkMarkdown(file, content))...)
}

func notOfText(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == '\ufffd' }

// place is file:line:column of an offset.
func place(file, content string, at int) string {
	before := content[:min(max(at, 0), len(content))]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	return fmt.Sprintf("%s:%d:%d", file, line, column)
}

// walkWording visits nodes, and those inside an if.
func walkWording(nodes []parse.Node, visit func(parse.Node)) {
	for _, n := range nodes {
		visit(n)
		if x, ok := n.(*parse.IfNode); ok {
			for _, list := range []*parse.ListNode{x.List, x.ElseList} {
				if list != nil {
					walkWording(list.Nodes, visit)
				}
			}
		}
	}
}

const whereListed = "tocsin report template DIR writes a README.md that lists them"

func checkNode(n parse.Node) error {
	switch n := n.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.IfNode:
		if _, ok := valueName(n.Pipe); !ok {
			return fmt.Errorf("%.60s: an if asks for one value, as {{if .sponsor}} does; %s", n.Pipe, whereListed)
		}
		return nil
	case *parse.ActionNode:
		if _, ok := valueName(n.Pipe); ok {
			return nil
		}
		if _, ok := pieceName(n); ok {
			return nil
		}
		return fmt.Errorf("%.60s is neither a value nor a piece; %s", n, whereListed)
	}
	return fmt.Errorf("%.60s: only values, pieces and {{if .value}}…{{else}}…{{end}} are taken", n)
}

// word is the only word of a pipeline.
func word(p *parse.PipeNode) parse.Node {
	if p == nil || len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return nil
	}
	return p.Cmds[0].Args[0]
}

func valueName(p *parse.PipeNode) (string, bool) {
	f, ok := word(p).(*parse.FieldNode)
	if !ok || len(f.Ident) != 1 {
		return "", false
	}
	_, ok = valueOf(f.Ident[0])
	return f.Ident[0], ok
}

func pieceName(n parse.Node) (string, bool) {
	a, ok := n.(*parse.ActionNode)
	if !ok {
		return "", false
	}
	f, ok := word(a.Pipe).(*parse.IdentifierNode)
	if !ok || pieceOf(f.Ident) == nil {
		return "", false
	}
	return f.Ident, true
}

// checkMarkdown finds what a report cannot hold: HTML, pictures from elsewhere, blocks of code, other headings.
func checkMarkdown(file, content string) error {
	source := []byte(content)
	var faults []error
	line := 0 // of the block that is visited, as an offset
	last, lastWhat := -1, ""
	_ = ast.Walk(goldmark.New().Parser().Parse(text.NewReader(source)),
		func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
				line = n.Lines().At(0).Start
			}
			what := ""
			switch n := n.(type) {
			case *ast.HTMLBlock, *ast.RawHTML:
				what = "HTML is not accepted; write Markdown"
			case *ast.Image:
				what = "a report holds no pictures from elsewhere"
			case *ast.FencedCodeBlock, *ast.CodeBlock:
				what = "a block of code is not accepted; begin the line at the margin"
			case *ast.Heading:
				if n.Level > 2 || line >= len(source) || !strings.HasPrefix(lineAt(content, line), "#") {
					what = "headings are # for the chapter and ## inside it"
				}
			}
			if what != "" && (line != last || what != lastWhat) {
				last, lastWhat = line, what
				faults = append(faults, fmt.Errorf("%s: %s", place(file, content, line), what))
			}
			return ast.WalkContinue, nil
		})
	return errors.Join(faults...)
}

// lineAt is the line in which an offset lies.
func lineAt(content string, at int) string {
	begin := strings.LastIndexByte(content[:at], '\n') + 1
	line, _, _ := strings.Cut(content[begin:], "\n")
	return line
}
