package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
)

// inOrder writes an archive's entries by name, so that the same workbook is the same bytes: the library
// writes the sheets that it streamed in any order.
func inOrder(w io.Writer, archive []byte) error {
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File { // the first, [Content_Types].xml, is what readers look for first
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}
