package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// signed is who signed which lines of a record.
type signed struct {
	Key  string `json:"key"` // fingerprint
	From int    `json:"from"`
	To   int    `json:"to"`
}

// keys are the fingerprints that --key gives.
func (f *verifyFlags) keys() ([]string, error) {
	if f.key == "" {
		return nil, nil
	}
	if strings.HasPrefix(f.key, "SHA256:") {
		return []string{strings.TrimRight(f.key, "=")}, nil
	}
	data, err := os.ReadFile(f.key)
	if err != nil {
		return nil, usageError{"--key must be a fingerprint that begins with SHA256:, or a file: " + err.Error()}
	}
	keys, err := record.Fingerprints(data)
	if err != nil {
		return nil, usageError{fmt.Sprintf("--key %s: %v", scenario.CleanLine(f.key), err)}
	}
	return keys, nil
}

// judgeSignatures notes what the signatures prove, and what they do not. keys are trusted; without any, every key is
// taken.
func (v *verified) judgeSignatures(keys []string) {
	if v.Lines == 0 {
		return
	}
	v.trusted = len(keys) > 0
	var others []string
	for _, s := range v.Signed {
		switch {
		case len(keys) == 0 || slices.Contains(keys, s.Key):
			v.SignedTo = s.To
		case !slices.Contains(others, s.Key):
			others = append(others, s.Key)
		}
	}
	unproven := func(format string, args ...any) { v.Unproven = append(v.Unproven, fmt.Sprintf(format, args...)) }
	switch {
	case len(v.Signed) == 0 && len(keys) > 0:
		v.Faults = append(v.Faults, "it has no signature, by that key or any other")
	case len(v.Signed) == 0 && v.Key != "":
		unproven("it has no signature, although its header names the key %s: the host signs at a pause and at the end",
			v.Key)
	case len(v.Signed) == 0:
		unproven("it has no signature: whoever had the file may have written it again")
	case v.SignedTo == 0:
		v.Faults = append(v.Faults, "none of its lines is signed by that key, but by "+strings.Join(others, ", "))
	case len(others) > 0:
		unproven("lines are signed by another key than the one that was given: %s", strings.Join(others, ", "))
	case len(keys) == 0:
		unproven("whose key signed it: compare the fingerprint with the one in the join lines, or give --key")
	}
	if v.SignedTo > 0 && v.SignedTo < v.Lines {
		unproven("%s after line %d without a signature", counted(v.Lines-v.SignedTo, "line"), v.SignedTo)
	}
}
