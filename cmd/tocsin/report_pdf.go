package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// printer makes a PDF of a report: a program that is installed, and how it is run.
type printer struct {
	names []string
	args  func(from, into string) []string // of absolute paths: the report's folder, an empty folder
	makes string                           // the file's name in that folder
}

// printers are the programs that are tried, the best first: browsers print the page, LibreOffice
// the document.
var printers = []printer{
	{[]string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, chromiumArgs, "report.pdf"},
	{[]string{"soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"},
		func(from, into string) []string {
			return []string{"-env:UserInstallation=" + fileURL(filepath.Join(into, "profile")), "--headless", "--convert-to",
				"pdf", "--outdir", into, filepath.Join(from, "report.docx")}
		}, "report.pdf"},
}

func chromiumArgs(from, into string) []string {
	args := []string{"--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run",
		"--user-data-dir=" + filepath.Join(into, "profile"), "--print-to-pdf=" + filepath.Join(into, "report.pdf")}
	if os.Geteuid() == 0 { // it has no sandbox for root; the page is Tocsin's own, without scripts
		args = append(args, "--no-sandbox")
	}
	return append(args, fileURL(filepath.Join(from, "report.html")))
}

// fileURL is the address of a file.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if path[0] != '/' {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// printReport makes report.pdf in a report's folder with the first installed program that succeeds.
// If none does, it returns advice: a line that says what to do.
func printReport(ctx context.Context, dir string) (advice string, err error) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	var why error
	for _, p := range printers {
		for _, name := range p.names {
			program, err := exec.LookPath(name)
			if err != nil {
				continue
			}
			if err = p.print(ctx, program, from); err == nil {
				return "", nil
			}
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			why = errors.Join(why, fmt.Errorf("%s: %w", filepath.Base(program), err))
			break
		}
	}
	page := filepath.Join(dir, "report.html")
	if why != nil {
		return fmt.Sprintf("no PDF was made (%v); open %s in a browser and print it on A4", why, page), nil
	}
	return fmt.Sprintf("no PDF was made: neither Chromium nor LibreOffice is installed; open %s in a browser and print it "+
		"on A4", page), nil
}

// print runs a printer, for two minutes at most. It replaces report.pdf only with a complete one.
func (p printer) print(ctx context.Context, program, from string) error {
	into, err := os.MkdirTemp(from, ".pdf-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(into)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, program, p.args(from, into)...)
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return err
	}
	made := filepath.Join(into, p.makes)
	if s, err := os.Stat(made); err != nil || s.Size() == 0 {
		return errors.New("it wrote no file")
	}
	if err := os.Chmod(made, 0o600); err != nil {
		return err
	}
	return os.Rename(made, filepath.Join(from, "report.pdf"))
}
