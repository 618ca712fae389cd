package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPrint: a PDF is made by the first program that can, whole or not at all, and where there
// is none people are told how to print.
func TestPrint(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs of this test are shell scripts")
	}
	const prints = "#!/bin/sh\nfor a; do case \"$a\" in --print-to-pdf=*) echo PDF > \"${a#*=}\";; esac; done\n"
	const office = "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = --outdir ] && echo office > \"$2/report.pdf\"; shift; done\n"
	for _, c := range []struct {
		name         string
		chromium, lo string
		advice, pdf  string
	}{
		{"none is installed", "", "", "neither Chromium nor LibreOffice is installed", ""},
		{"a browser", prints, "", "", "PDF\n"},
		{"the office alone", "", office, "", "office\n"},
		{"a browser that fails, and the office", "#!/bin/sh\nexit 3\n", office, "", "office\n"},
		{"a browser that writes nothing", "#!/bin/sh\n", "", "chromium: it wrote no file", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			programs, dir := t.TempDir(), t.TempDir()
			for name, text := range map[string]string{"chromium": c.chromium, "soffice": c.lo} {
				if text != "" {
					require.NoError(t, os.WriteFile(filepath.Join(programs, name), []byte(text), 0o700))
				}
			}
			t.Setenv("PATH", programs)
			advice, err := printReport(t.Context(), dir)
			require.NoError(t, err)
			if c.advice == "" {
				assert.Empty(t, advice)
			} else {
				assert.Contains(t, advice, c.advice)
				assert.Contains(t, advice, "print it on A4")
			}
			made, _ := os.ReadFile(filepath.Join(dir, "report.pdf"))
			assert.Equal(t, c.pdf, string(made))
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			if c.pdf == "" {
				assert.Empty(t, left)
			} else {
				assert.Len(t, left, 1)
			}
		})
	}
}
