package main

import (
	"context"
	"io"
	"os"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"tocsin/tui/ground"
	"tocsin/tui/pointer"
	"tocsin/tui/theme"
)

// edge is a terminal that converts colours to those that it can show when they are
// written: screens are drawn in full colour.
type edge struct {
	*os.File // Bubble Tea recognises a terminal by it
	colours  *colorprofile.Writer
}

func (e edge) Write(p []byte) (int, error) { return e.colours.Write(p) }

// terminalOf gives the terminal that a command reads from and writes to. ok is false if either is no terminal.
func terminalOf(std stdio) (in, out *os.File, ok bool) {
	in, isIn := std.in.(*os.File)
	out, isOut := std.out.(*os.File)
	if !isIn || !isOut || !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil, nil, false
	}
	return in, out, true
}

// columnsOf is how many columns the terminal has, at least 40; 0 if it is unknown or there is none.
func columnsOf(std stdio) int {
	_, out, ok := terminalOf(std)
	if !ok {
		return 0
	}
	wide, _, err := term.GetSize(int(out.Fd()))
	if err != nil {
		return 0
	}
	return max(wide, 40)
}

// drawable reports whether the terminal can move its cursor.
func drawable() bool { t := os.Getenv("TERM"); return t != "" && t != "dumb" }

// drawScreen shows a model on this terminal until it ends.
func drawScreen(ctx context.Context, std stdio, model tea.Model) error {
	in, out, _ := terminalOf(std)
	profile := colorprofile.Detect(out, os.Environ())
	if os.Getenv("NO_COLOR") != "" { // any value, as the convention has it
		profile = colorprofile.Ascii
	}
	var p *tea.Program
	var input io.Reader = in
	model = pointer.New(model)
	// The terminal is not asked for its background if it has no colours, or if it would
	// show the question as text, as that of the Linux console does.
	if file, ok := ground.Of(in, func(g theme.Ground) { p.Send(g) }); ok && profile > colorprofile.Ascii &&
		os.Getenv("TERM") != "linux" {
		input = file
		model = ground.Asking{Model: model, Ask: func() error {
			file.Input.Ask()
			_, err := io.WriteString(out, ground.Query)
			return err
		}}
	}
	p = tea.NewProgram(model, tea.WithContext(ctx), tea.WithInput(input), tea.WithAltScreen(), tea.WithFPS(30),
		tea.WithMouseCellMotion(), tea.WithoutSignalHandler(),
		tea.WithOutput(edge{out, &colorprofile.Writer{Forward: out, Profile: profile}}))
	_, err := p.Run()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// readLine reads one line, of at most 1024 bytes, and nothing after it, so that a screen can read what follows.
// It reports false at the end of input, or when ctx ends.
func readLine(ctx context.Context, in io.Reader) (string, bool) {
	type result struct {
		line string
		ok   bool
	}
	got := make(chan result, 1)
	go func() {
		var line strings.Builder
		var b [1]byte
		for line.Len() < 1024 {
			n, err := in.Read(b[:])
			if n == 1 && b[0] == '\n' {
				got <- result{strings.TrimSpace(line.String()), true}
				return
			}
			if n == 1 {
				line.WriteByte(b[0])
			}
			if err != nil {
				break
			}
		}
		got <- result{strings.TrimSpace(line.String()), line.Len() > 0}
	}()
	select {
	case r := <-got:
		return r.line, r.ok
	case <-ctx.Done():
		return "", false
	}
}
