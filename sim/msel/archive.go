package msel

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"tocsin/sim/scenario"
)

// What an archive may hold. A workbook of 10,000 rows unpacks to about 10 MB.
const (
	maxUnpacked  = 64 << 20 // bytes, of all entries together
	maxEntries   = 2000
	maxRatio     = 200      // unpacked bytes for each packed one, in entries above minForRatio
	minForRatio  = 16 << 20 // bytes
	maxPathBytes = 255
)

// archive is a ZIP file that has been checked and is safe to unpack.
type archive struct {
	files []*zip.File
	raw   []byte
}

// openArchive checks a ZIP file before anything of it is used: how much it says that it holds,
// how much it really holds, and whether its entries stay in their folder.
func openArchive(data []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("the archive cannot be opened: %w; it may be cut off, so fetch or save it again", err)
	}
	if len(r.File) > maxEntries {
		return nil, fmt.Errorf("the archive has %d entries; at most %d are read", len(r.File), maxEntries)
	}
	var claimed uint64
	seen := map[string]bool{}
	for _, f := range r.File {
		name := scenario.CleanLine(f.Name)
		claimed += f.UncompressedSize64
		switch {
		case claimed > maxUnpacked || f.UncompressedSize64 > maxUnpacked:
			return nil, fmt.Errorf("the archive says that it unpacks to more than %d MB; it is not opened",
				maxUnpacked>>20)
		case f.Flags&1 != 0:
			return nil, fmt.Errorf("%s is encrypted; save the file without a password", name)
		case strayPath(f.Name):
			return nil, fmt.Errorf("the archive's entry %q wants to leave its folder; it is not opened", name)
		case seen[strings.ToLower(f.Name)]:
			return nil, fmt.Errorf("the archive has two entries named %q; it is not opened", name)
		}
		seen[strings.ToLower(f.Name)] = true
	}
	a := &archive{raw: data, files: r.File}
	return a, a.measure()
}

// strayPath reports whether an entry's name leads out of the folder that it is unpacked in.
func strayPath(name string) bool {
	slashed := strings.ReplaceAll(name, `\`, "/")
	if len(name) > maxPathBytes || strings.HasPrefix(slashed, "/") || strings.ContainsRune(name, 0) ||
		len(slashed) > 1 && slashed[1] == ':' {
		return true
	}
	for _, part := range strings.Split(slashed, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// measure unpacks every entry and throws the result away, to know how much there really is.
func (a *archive) measure() error {
	left := int64(maxUnpacked)
	for _, f := range a.files {
		in, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s in the archive cannot be unpacked: %w", scenario.CleanLine(f.Name), err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(in, left+1))
		in.Close()
		packed := max(int64(f.CompressedSize64), 1)
		switch {
		case n > left:
			return fmt.Errorf("the archive unpacks to more than %d MB; it is not opened", maxUnpacked>>20)
		case n > minForRatio && n/packed > maxRatio:
			return fmt.Errorf("%s unpacks to %d times its size, as no file that people write does; it is not opened",
				scenario.CleanLine(f.Name), n/packed)
		case err != nil:
			return fmt.Errorf("%s in the archive is damaged: %w; fetch or save the file again",
				scenario.CleanLine(f.Name), err)
		}
		left -= n
	}
	return nil
}

// read unpacks an entry; it stops at maxUnpacked bytes.
func (a *archive) read(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, maxUnpacked))
}

// xmlHas is what checkXML finds in a part of a workbook.
type xmlHas struct {
	merged  bool     // it has merged cells
	unsaved []string // cells with a formula whose result is not in the file, at most mostUnsaved
}

// mostUnsaved is the most cells without a result that are named.
const mostUnsaved = 1000

// checkXML reads a part of a workbook to its end and returns an error if it is damaged: the library
// that reads rows would stop there without an error.
func (a *archive) checkXML(f *zip.File) (x xmlHas, err error) {
	in, err := f.Open()
	if err != nil {
		return x, err
	}
	defer in.Close()
	d := xml.NewDecoder(in)
	depth := 0
	ref, formula, value, inValue := "", false, false, false // of the cell that is read
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return x, nil
		}
		if err != nil {
			return x, fmt.Errorf("%s in the workbook is damaged at byte %d: %w; save the workbook again",
				scenario.CleanLine(f.Name), d.InputOffset(), err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			depth++
			inValue = e.Name.Local == "v" || e.Name.Local == "t"
			switch e.Name.Local {
			case "mergeCell":
				x.merged = true
			case "c":
				ref, formula, value = "", false, false
				for _, attr := range e.Attr {
					if attr.Name.Local == "r" {
						ref = attr.Value
					}
				}
			case "f":
				formula = true
			}
		case xml.CharData: // only that of the cell's value counts, not that of its formula
			value = value || inValue && len(e) > 0
		case xml.EndElement:
			depth--
			inValue = false
			if e.Name.Local == "c" && formula && !value && len(x.unsaved) < mostUnsaved {
				x.unsaved = append(x.unsaved, ref)
			}
		}
	}
}

// baseName returns the last part of an entry's name, safe as the name of a file.
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(scenario.CleanLine(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if name = strings.TrimLeft(name, ". "); strings.Trim(name, "_") == "" {
		return "attachment"
	}
	if r := []rune(name); len(r) > 100 { // the ending is kept
		name = string(r[:60]) + "_" + string(r[len(r)-39:])
	}
	return name
}
