package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tocsin/sim/filekind"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

// layOver adds what people wrote to a report: the overlay in its folder. If there is
// none, it writes one to fill in.
func layOver(dir string, r *report.Report) error {
	o, err := overlayIn(dir)
	if err != nil {
		return err
	}
	if o != nil {
		r.Lay(*o)
		return nil
	}
	var b bytes.Buffer
	if err := report.WriteOverlay(&b, r); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return inputError{err.Error()}
	}
	return writeOwn(filepath.Join(dir, report.OverlayFile), b.Bytes())
}

// overlayIn reads the overlay in a report's folder; nil where there is none.
func overlayIn(dir string) (*report.Overlay, error) {
	path := filepath.Join(dir, report.OverlayFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, inputError{err.Error()}
	}
	o, err := report.ReadOverlay(text)
	if err != nil {
		if other := kindError(path, text, filekind.Overlay); other != nil {
			return nil, other
		}
		return nil, inputError{scenario.CleanLine(path) + ":" + err.Error()}
	}
	return &o, nil
}

// overlaysRead checks that the overlays of so many reports can be read, before anything is computed.
func overlaysRead(dir string, reports int) error {
	for i := range reports {
		of := dir
		if reports > 1 {
			of = cohortDir(dir, i)
		}
		if _, err := overlayIn(of); err != nil {
			return err
		}
	}
	return nil
}

// cohortDir is the folder of one of several reports.
func cohortDir(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("cohort_%02d", i+1)) }

// writeOwn writes a file that must not exist, and that only its owner may read.
func writeOwn(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return inputError{err.Error()}
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return inputError{err.Error()}
	}
	return nil
}
