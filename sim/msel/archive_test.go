package msel

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// zipOf makes an archive of names and contents, in order.
func zipOf(t *testing.T, pairs ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		require.NoError(t, err)
		_, err = io.WriteString(f, pairs[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// claims changes the size that every entry of an archive says it has.
func claims(data []byte, size uint32) []byte {
	data = bytes.Clone(data)
	for _, header := range []struct {
		mark   string
		offset int
	}{{"PK\x01\x02", 24}, {"PK\x03\x04", 22}, {"PK\x07\x08", 12}} {
		for at := 0; ; {
			i := bytes.Index(data[at:], []byte(header.mark))
			if i < 0 {
				break
			}
			binary.LittleEndian.PutUint32(data[at+i+header.offset:], size)
			at += i + 4
		}
	}
	return data
}

const workbookName = "xl/workbook.xml"

// TestHostileArchives: an archive that could harm is refused before anything of it is used.
func TestHostileArchives(t *testing.T) {
	testsize.Long(t)
	zeros := strings.Repeat("<row/>", 20<<20/6)
	small := zipOf(t, workbookName, "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet></worksheet>")
	bomb := zipOf(t, workbookName, "x", "xl/worksheets/sheet1.xml", zeros)
	many := make([]string, 0, 2*(maxEntries+1))
	for i := range maxEntries + 1 {
		many = append(many, "a"+strings.Repeat("b", i%200)+columnName(i), "")
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a bomb":              {bomb, "times its size"},
		"two halves of one":   {claims(small, 40<<20), "to more than 64 MB"},
		"claims 1 GB":         {claims(small, 1<<30), "says that it unpacks to more than 64 MB"},
		"claims less":         {claims(bomb, 10), "is damaged"},
		"leaves its folder":   {zipOf(t, workbookName, "x", "../../etc/passwd", "x"), "wants to leave its folder"},
		"leaves by backslash": {zipOf(t, workbookName, "x", `a\..\..\b`, "x"), "wants to leave its folder"},
		"from the root":       {zipOf(t, workbookName, "x", "/etc/passwd", "x"), "wants to leave its folder"},
		"from a drive":        {zipOf(t, workbookName, "x", "C:/x", "x"), "wants to leave its folder"},
		"two of one name":     {zipOf(t, workbookName, "x", "A.json", "x", "a.json", "y"), "two entries"},
		"too many entries":    {zipOf(t, append(many, workbookName, "x")...), "at most 2000"},
		"cut off":             {small[:len(small)-30], "cannot be opened"},
		"broken XML":          {zipOf(t, workbookName, "<workbook>"), "damaged at byte"},
		"an entity bomb": {zipOf(t, workbookName,
			`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>`),
			"damaged"},
		"no workbook": {zipOf(t, "readme.txt", "x"), "is an archive"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("file.xlsx", c.data, nil)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

// TestHostileWorkbooks: a workbook that is one, but claims cells without end, is refused.
func TestHostileWorkbooks(t *testing.T) {
	book := excelize.NewFile()
	require.NoError(t, book.SetCellValue("Sheet1", "A1", "Time"))
	require.NoError(t, book.SetCellValue("Sheet1", "XFD2", "far away"))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	_, err := Read("wide.xlsx", b.Bytes(), nil)
	require.ErrorContains(t, err, "cells beyond column SR")
	book = excelize.NewFile()
	row := testsize.Of(1_048_576, 1_048_576, 100_000) // the last that a sheet has, and one that is read sooner
	require.NoError(t, book.SetCellValue("Sheet1", fmt.Sprintf("A%d", row), "far below"))
	b.Reset()
	require.NoError(t, book.Write(&b))
	_, err = Read("deep.xlsx", b.Bytes(), nil)
	require.ErrorContains(t, err, "holds no table")
	require.NoError(t, book.Close())
}

func BenchmarkBomb(b *testing.B) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	f, _ := w.Create(workbookName)
	io.WriteString(f, strings.Repeat("x", 63<<20))
	w.Close()
	b.ReportAllocs()
	for b.Loop() {
		_, err := Read("bomb.xlsx", file.Bytes(), nil)
		require.Error(b, err)
	}
}

func TestBaseNames(t *testing.T) {
	for name, want := range map[string]string{"a/b/c.pdf": "c.pdf", `..\..\evil.exe`: "evil.exe", "": "attachment",
		"..": "attachment", "/": "attachment", "a:b?.txt": "a_b_.txt", ".hidden": "hidden",
		"x\x1b[31m\u202etxt":               "x[31mtxt",
		strings.Repeat("n", 300) + ".docx": strings.Repeat("n", 60) + "_" + strings.Repeat("n", 34) + ".docx"} {
		assert.Equal(t, want, baseName(name), "%q", name)
	}
}

// TestFormulasWithoutResult: a program that writes a formula and not what it comes to leaves a cell
// that looks empty; it is named, and one whose result is there is read.
func TestFormulasWithoutResult(t *testing.T) {
	book := excelize.NewFile()
	for i, h := range []string{"No.", "Time", "To", "Message", "Expected action"} {
		ref, err := excelize.CoordinatesToCellName(i+1, 2)
		require.NoError(t, err)
		require.NoError(t, book.SetCellStr("Sheet1", ref, h))
	}
	for ref, text := range map[string]string{"A3": "1", "B3": "T+5m", "C3": "CERT", "D3": "Go", "A4": "2", "B4": "T+9m",
		"C4": "CERT", "D4": "On", "E4": "known"} {
		require.NoError(t, book.SetCellStr("Sheet1", ref, text))
	}
	require.NoError(t, book.SetCellFormula("Sheet1", "E3", `CONCATENATE("Answer ","the regulator")`))
	require.NoError(t, book.SetCellFormula("Sheet1", "E4", `"known"`))
	require.NoError(t, book.SetCellStr("Sheet1", "F4", "x"))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	list, err := Read("x.xlsx", b.Bytes(), nil)
	require.NoError(t, err)
	var places []string
	for _, f := range list.Findings {
		if f.Code == "formula" {
			assert.Equal(t, Doubt, f.Level)
			assert.Equal(t, `=CONCATENATE("Answer ","the regulator")`, f.Value)
			places = append(places, f.Place.String())
		}
	}
	assert.Equal(t, []string{"Sheet1!E3"}, places)
	m, err := ParseMapping("map.toml", []byte("t = \"minutes\"\naccept = [\"formula\"]\n[to]\nCERT = \"cert\"\n"))
	require.NoError(t, err)
	list, err = Read("x.xlsx", b.Bytes(), m)
	require.NoError(t, err)
	assert.Zero(t, list.Findings.Doubts(), "%v", list.Findings)
}
