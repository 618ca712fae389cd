package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/sim/filekind"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
)

func newRecordCommand(std stdio) *cobra.Command {
	return groupOf(&cobra.Command{
		Use:   "record",
		Short: "Check the records of exercises",
		Long: `Check the records of exercises: the files of JSON lines that tocsin host, tocsin play and tocsin run
write with --record.`,
	}, newVerifyCommand(std))
}

// verifyFlags are the settings of `tocsin record verify`.
type verifyFlags struct {
	code   string
	key    string
	parent string
	until  int
	json   bool
}

func newVerifyCommand(std stdio) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Say whether a record is as it was written, and what cannot be proven",
		Long: `Check that no line of a record was changed, removed, added or moved since it was written,
and say what is wrong and where. The record is only read.

A record cannot show by itself that lines were cut off at its end, or that all of it was
written again. For that, give the evidence code that everybody's screen showed at a pause
or at the end: it must belong to one of its lines.

A host signs its record with its key at each pause, at the end, and every 500 lines. A line
that was changed, removed or added since, by somebody without that key, is named even if the
chain was computed again. Whose key it is, a record cannot show: give --key, a fingerprint
as printed with the join lines, or a file with public keys, such as ~/.ssh/known_hosts.

The code and the fingerprint in the examples are made up: give those of your exercise.`,
		Example: `  tocsin run cold_copy --record friday.jsonl            # a record, of a run with bots
  tocsin record verify friday.jsonl
  tocsin record verify friday.jsonl --until-line 12     # of a damaged record: the lines before the damage
  tocsin replay friday.jsonl --fork whatif.jsonl
  tocsin record verify whatif.jsonl --parent friday.jsonl
  tocsin record verify friday.jsonl --code 7Q4KM-2XD9T
  tocsin record verify friday.jsonl --key SHA256:uNiVztksCsDhcc0u9e8BrcsYuiJxqQxwHWXjlOnzWZ4`,
		Args: exactlyOne("the file of a record"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("until-line") && f.until < 1 {
				return usageError{"--until-line counts lines from 1, the header"}
			}
			return verify(std, args[0], f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.code, "code", "", "evidence code that a screen showed, such as 7Q4KM-2XD9T")
	fl.StringVar(&f.key, "key", "", "the host's key: its fingerprint (SHA256:...), or a file with public keys")
	fl.StringVar(&f.parent, "parent", "", "the record that this one is a fork of, to compare the history of both")
	fl.IntVar(&f.until, "until-line", 0, "look only at the lines up to this one, and say what is left out")
	fl.BoolVar(&f.json, "json", false, "print one JSON document")
	return cmd
}

// verified is what can be said of a record, and what --json prints.
type verified struct {
	File       string   `json:"file"`
	OK         bool     `json:"ok"`                    // nothing is wrong, and a code that was given belongs to it
	Damage     string   `json:"damage,omitempty"`      // what is wrong
	DamageLine int      `json:"damage_line,omitempty"` // and in which line, from 1
	DamageByte int64    `json:"damage_byte,omitempty"` // which begins at this byte, from 0
	Torn       string   `json:"torn,omitempty"`
	LeftOut    string   `json:"left_out,omitempty"`
	Tocsin     string   `json:"tocsin,omitempty"`
	Scenario   string   `json:"scenario,omitempty"`
	Digest     string   `json:"digest,omitempty"`
	Seed       uint64   `json:"seed"`
	Started    string   `json:"started,omitempty"`
	Parent     string   `json:"parent,omitempty"`
	Lines      int      `json:"lines"` // that are whole, with the header and the closing line
	Entries    int      `json:"entries"`
	From       string   `json:"from,omitempty"` // exercise time of the first entry
	To         string   `json:"to,omitempty"`   // and of the last
	People     []string `json:"people"`
	Closed     bool     `json:"closed"`
	Final      string   `json:"final,omitempty"` // digest in the closing line
	Code       string   `json:"code,omitempty"`
	Chain      string   `json:"chain,omitempty"`
	CodeLine   int      `json:"code_line,omitempty"` // the line that the given code belongs to
	Signed     []signed `json:"signed"`
	SignedTo   int      `json:"signed_to"`     // the last line that is signed, by the given key if one was
	Key        string   `json:"key,omitempty"` // fingerprint of the key that the header names
	Faults     []string `json:"faults"`
	Unproven   []string `json:"unproven"`

	trusted bool // a key was given
}

func verify(std stdio, file string, f verifyFlags) error {
	code := ""
	if f.code != "" {
		var err error
		if code, err = record.ParseCode(f.code); err != nil {
			return usageError{"--code: " + err.Error()}
		}
	}
	keys, err := f.keys()
	if err != nil {
		return err
	}
	if err := kindErrorOf(file, filekind.Record); err != nil {
		return err
	}
	v := &verified{File: file, People: []string{}, Signed: []signed{}, Faults: []string{}, Unproven: []string{}}
	if err := v.read(file, code, f.until); err != nil {
		return err
	}
	v.judgeSignatures(keys)
	v.judge(code)
	if f.parent != "" {
		if err := v.compare(file, f.parent); err != nil {
			return err
		}
	}
	v.OK = len(v.Faults) == 0
	if f.json {
		enc := json.NewEncoder(std.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			return err
		}
	} else if _, err := fmt.Fprint(std.out, v.text()); err != nil {
		return err
	}
	if !v.OK {
		return inputError{scenario.CleanLine(file) + " is not proven to be as it was written"}
	}
	return nil
}

// read reads the record up to the first damage, or to line until if that is not 0.
func (v *verified) read(file, code string, until int) error {
	f, err := openRecord(file)
	if err != nil {
		return err
	}
	defer f.Close()
	rd, err := record.NewReader(f)
	if err != nil {
		return v.damaged(err)
	}
	rd.Until(until)
	h := rd.Header()
	v.Tocsin, v.Scenario, v.Digest, v.Seed, v.Started = h.Tocsin, h.Name, h.Digest, h.Seed,
		h.Started.Format(time.RFC3339)
	if p := h.Parent; p != nil {
		v.Parent = fmt.Sprintf("%s at entry %d, code %s", p.File, p.Seq, p.Code())
	}
	people := map[string]bool{}
	for {
		if code != "" && rd.Report().Code == code {
			v.CodeLine = rd.Report().Lines
		}
		var e record.Entry
		if e, err = rd.Next(); err != nil {
			break
		}
		if v.From == "" {
			v.From = e.At.String()
		}
		v.To = e.At.String()
		if e.Who != "" && !people[e.Who] {
			people[e.Who] = true
			v.People = append(v.People, e.Who)
		}
	}
	r := rd.Report()
	if code != "" && r.Code == code { // the closing line is no entry
		v.CodeLine = r.Lines
	}
	v.Lines, v.Entries, v.Code, v.Chain, v.Closed = r.Lines, r.Entries, r.Code, r.Chain, r.Closed
	if r.Closed {
		v.Final = fmt.Sprintf("%016x", r.Final)
	}
	for _, s := range r.Signed {
		v.Signed = append(v.Signed, signed{s.Fingerprint(), s.From, s.To})
	}
	v.Key = record.Fingerprint(h.Settings[room.KeySetting])
	if r.Torn != nil {
		v.Torn = r.Torn.String()
	}
	if o := r.LeftOut; o != nil {
		v.LeftOut = fmt.Sprintf("%s from line %d on, %d bytes", counted(o.Lines, "line"), o.Line, o.Bytes)
	}
	if r.Forged != nil { // it is in an earlier line than any other damage
		return v.damaged(r.Forged)
	}
	if err == io.EOF {
		return nil
	}
	return v.damaged(err)
}

// damaged notes damage; it returns any other error, as one of the file.
func (v *verified) damaged(err error) error {
	var d *record.Damage
	if !errors.As(err, &d) {
		return inputError{scenario.CleanLine(v.File) + ": " + err.Error()}
	}
	v.Damage, v.DamageLine, v.DamageByte = d.Error(), d.Line, d.Offset
	v.Faults = append(v.Faults, d.Error())
	return nil
}

// judge notes what the code and the end of the record prove, and what they do not.
func (v *verified) judge(code string) {
	last := counted(v.Lines, "line")
	switch {
	case v.Lines == 0:
		return
	case code == "" && v.trusted && v.Closed && v.SignedTo == v.Lines:
	case code == "" && v.trusted && v.SignedTo > 0:
		v.Unproven = append(v.Unproven,
			"the length is not proven without a code: lines may have been cut off at the end")
	case code == "":
		v.Unproven = append(v.Unproven,
			"the length is not proven without a code: lines may have been cut off at the end, or all of it rewritten")
	case v.CodeLine == 0:
		v.Faults = append(v.Faults,
			fmt.Sprintf("the code %s belongs to none of its %s: lines were cut off, all was rewritten, or the "+
				"code is of another record", code, last))
	case v.CodeLine < v.Lines:
		v.Unproven = append(v.Unproven,
			fmt.Sprintf("the code %s was shown at line %d: of the %s after it, it proves nothing", code, v.CodeLine,
				counted(v.Lines-v.CodeLine, "line")))
	}
	if v.Torn != "" {
		v.Unproven = append(v.Unproven, v.Torn+
			"; nobody was told that it was taken, unless a screen showed a later code than "+v.Code)
	}
	if v.LeftOut != "" {
		v.Unproven = append(v.Unproven, v.LeftOut+", were left out")
	}
	if !v.Closed && v.LeftOut == "" && v.Damage == "" {
		v.Unproven = append(v.Unproven, "it has no closing line: the exercise goes on, or was interrupted")
	}
	v.Unproven = append(v.Unproven, "whether the engine comes to the same states is not looked at here")
}

// compare notes a fault if the record in file is not a fork of the one in parent.
func (v *verified) compare(file, parent string) error {
	fork, err := openRecord(file)
	if err != nil {
		return err
	}
	defer fork.Close()
	from, err := openRecord(parent)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := record.SameHistory(from, fork); err != nil {
		v.Faults = append(v.Faults, fmt.Sprintf("it is not a fork of %s: %v",
			scenario.CleanLine(filepath.Base(parent)), err))
	}
	return nil
}

func openRecord(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, inputError{scenario.CleanLine(name) + " is a folder; give a record in it"}
	}
	return f, nil
}

func (v *verified) text() string {
	var b strings.Builder
	name := scenario.CleanLine(v.File)
	switch {
	case v.Damage != "":
		fmt.Fprintf(&b, "%s: DAMAGED in line %d\n", name, v.DamageLine)
	case len(v.Faults) > 0:
		fmt.Fprintf(&b, "%s: NOT PROVEN\n", name)
	case v.Torn != "":
		fmt.Fprintf(&b, "%s: complete, %s, and an incomplete last line\n", name, counted(v.Lines, "line"))
	default:
		fmt.Fprintf(&b, "%s: complete, %s\n", name, counted(v.Lines, "line"))
	}
	row := func(what, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", what, text)
		}
	}
	if v.Lines > 0 {
		row("exercise", fmt.Sprintf("%s, seed %d, begun %s, tocsin %s", v.Scenario, v.Seed, v.Started, v.Tocsin))
		row("fork of", v.Parent)
		if v.Entries > 0 {
			row("holds", fmt.Sprintf("entries 1 to %d, %s to %s", v.Entries, v.From, v.To))
		} else {
			row("holds", "no entries yet")
		}
		row("people", strings.Join(v.People, ", "))
		if v.Closed {
			row("closed", "with the final state "+v.Final)
		}
		row("code", fmt.Sprintf("%s at line %d", v.Code, v.Lines))
		for _, s := range v.Signed {
			row("signed", fmt.Sprintf("lines %d to %d, by the key %s", s.From, s.To, s.Key))
		}
		if v.CodeLine > 0 {
			row("proven", fmt.Sprintf("lines 1 to %d, by the code that was given", v.CodeLine))
		}
	}
	for _, f := range v.Faults {
		row("wrong", f)
	}
	if v.Damage != "" && v.DamageLine > 1 {
		row("to do", fmt.Sprintf("%s --until-line %d --fork NEW keeps what is before it",
			typed("tocsin", "replay", name), v.DamageLine-1))
	}
	for _, u := range v.Unproven {
		row("not shown", u)
	}
	return b.String()
}
