package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"tocsin/sim/record"
)

// someRecord writes a record of three entries, and gives its code after the second.
func someRecord(t *testing.T, path string) (code string) {
	began := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	w, err := record.Create(path, record.Header{Tocsin: "v1.0.0", Scenario: "title = \"x\"\n[role.cloud]\n",
		Name: "x", Seed: 7, Seats: []string{"cloud"}, Started: began})
	require.NoError(t, err)
	for i, e := range []record.Entry{
		{Who: "Ana", Seat: "cloud", Verb: "join"},
		{Who: "Ben", Seat: "facilitator", Verb: "pause", At: 60e9, Reason: "Coffee."},
		{Who: "Ana", Seat: "cloud", Verb: "say", At: 3600e9,
			Args: json.RawMessage(`{"say":"We are back.","to":["public"]}`)},
	} {
		e.Wall = began.Add(time.Duration(i) * time.Minute)
		_, err := w.Append(e)
		require.NoError(t, err)
		if i == 1 {
			code = w.Code()
		}
	}
	require.NoError(t, w.Close(42))
	return code
}

func TestRecordVerify(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.jsonl")
	code := someRecord(t, path)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	changed := func(name string, with []byte) string {
		p := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(p, with, 0o600))
		return p
	}
	edited := changed("damaged.jsonl", bytes.Replace(data, []byte("Coffee."), []byte("Coffee!"), 1))
	cut := changed("cut.jsonl", data[:len(data)-200])
	shorter := changed("shorter.jsonl", bytes.Join(bytes.SplitAfter(data, []byte{'\n'})[:2], nil))
	for _, c := range []struct {
		args string
		code int
		want []string
	}{
		{path, 0, []string{"x.jsonl: complete, 5 lines\n", "x, seed 7, begun 2026-11-24T09:00:00Z, tocsin v1.0.0\n",
			"entries 1 to 3, T+00:00 to T+01:00\n", "Ana, Ben\n",
			"with the final state 000000000000002a\n", "the length is not proven without a code"}},
		{path + " --code " + strings.ToLower(code), 0,
			[]string{"lines 1 to 3, by the code that was given", "of the 2 lines after it, it proves nothing"}},
		{shorter + " --code " + code, 1, []string{"shorter.jsonl: NOT PROVEN\n", "belongs to none of its 2 lines"}},
		{edited, 1, []string{"damaged.jsonl: DAMAGED in line 3\n", "the chain breaks", "2 lines follow it",
			"--until-line 2 --fork NEW keeps what is before it"}},
		{edited + " --until-line 2", 0, []string{"damaged.jsonl: complete, 2 lines\n", "3 lines from line 3 on"}},
		{cut, 0, []string{"cut.jsonl: complete, 3 lines, and an incomplete last line\n",
			"was not completely written: it has no end", "it has no closing line"}},
		{path + " --parent " + path, 1, []string{"it is not a fork of x.jsonl: this record names no parent"}},
	} {
		exit, out, errs := tocsin(append([]string{"record", "verify"}, strings.Fields(c.args)...)...)
		assert.Equal(t, c.code, exit, "%s\n%s%s", c.args, out, errs)
		for _, w := range c.want {
			assert.Contains(t, out, w)
		}
	}
	for args, want := range map[string]int{"": 2, path + " --code 123": 2, path + " --until-line 0": 2, dir: 1,
		path + ".none": 1} {
		exit, out, errs := tocsin(append([]string{"record", "verify"}, strings.Fields(args)...)...)
		assert.Equal(t, want, exit, args)
		assert.Empty(t, out)
		assert.NotEmpty(t, errs)
	}
	exit, out, _ := tocsin("record", "verify", edited, "--json")
	assert.Equal(t, 1, exit)
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	assert.Equal(t, false, doc["ok"])
	assert.EqualValues(t, 3, doc["damage_line"])
	exit, out, _ = tocsin("record")
	assert.Zero(t, exit)
	assert.Contains(t, out, "verify")
}

// TestVerifySignatures: who signed what up to where, by whose key, and which line is the
// first that was changed although its chain was made good.
func TestVerifySignatures(t *testing.T) {
	dir := t.TempDir()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	key, err := ssh.NewSignerFromKey(private)
	require.NoError(t, err)
	print := ssh.FingerprintSHA256(key.PublicKey())
	hosts := filepath.Join(dir, "known_hosts")
	require.NoError(t, os.WriteFile(hosts, []byte("[10.0.0.1]:23234 "+record.PublicKey(key)+"\n"), 0o600))
	path := filepath.Join(dir, "x.jsonl")
	w, err := record.Create(path, record.Header{Name: "x", Scenario: "x", Started: time.Unix(0, 0)})
	require.NoError(t, err)
	w.SignWith(key)
	for i := range 4 {
		_, err := w.Append(record.Entry{Who: "Ana", Seat: "lab", Verb: "say", Wall: time.Unix(int64(i), 0),
			Args: json.RawMessage(`{"say":"Coffee."}`)})
		require.NoError(t, err)
		if i == 2 {
			_, err = w.Sign(record.Entry{Seat: "room", Wall: time.Unix(3, 0)})
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Leave())
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	forged := filepath.Join(dir, "forged.jsonl")
	lines := bytes.SplitAfter(data, []byte("\n"))
	lines[2] = bytes.Replace(lines[2], []byte("Coffee."), []byte("Coffee!"), 1)
	require.NoError(t, os.WriteFile(forged, chainAgain(lines), 0o600))
	plain := filepath.Join(dir, "plain.jsonl")
	someRecord(t, plain)
	other := "SHA256:uNiVztksCsDhcc0u9e8BrcsYuiJxqQxwHWXjlOnzWZ4"
	for _, c := range []struct {
		args string
		code int
		want []string
	}{
		{path, 0, []string{"lines 1 to 5, by the key " + print, "whose key signed it",
			"1 line after line 5 without a signature"}},
		{path + " --key " + print, 0, []string{"lines 1 to 5, by the key " + print,
			"lines may have been cut off at the end"}},
		{path + " --key " + hosts, 0, []string{"lines 1 to 5, by the key " + print}},
		{path + " --key " + other, 1, []string{"none of its lines is signed by that key, but by " + print}},
		{forged, 1, []string{"forged.jsonl: DAMAGED in line 3\n", "it is not what was signed in line 5",
			"--until-line 2 --fork NEW keeps what is before it"}},
		{plain, 0, []string{"it has no signature"}},
		{plain + " --key " + print, 1, []string{"it has no signature, by that key or any other"}},
	} {
		exit, out, errs := tocsin(append([]string{"record", "verify"}, strings.Fields(c.args)...)...)
		assert.Equal(t, c.code, exit, "%s\n%s%s", c.args, out, errs)
		for _, w := range c.want {
			assert.Contains(t, out, w, c.args)
		}
	}
	for _, args := range []string{path + " --key " + path, path + " --key " + dir + "/none"} {
		exit, _, errs := tocsin(append([]string{"record", "verify"}, strings.Fields(args)...)...)
		assert.Equal(t, 2, exit, args)
		assert.NotEmpty(t, errs)
	}
	for _, args := range [][]string{{"replay", forged}, {"report", forged, "-o", filepath.Join(dir, "out")}} {
		exit, _, errs := tocsin(args...)
		assert.NotZero(t, exit, args)
		assert.Contains(t, errs, "line 3", args)
	}
}

// chainAgain makes a chain good that was broken by a change of a line.
func chainAgain(lines [][]byte) []byte {
	var out []byte
	chain := ""
	for _, l := range lines {
		if body, _, ok := bytes.Cut(l, []byte(`,"chain":"`)); ok {
			sum := sha256.Sum256(append([]byte(chain), body...))
			chain = hex.EncodeToString(sum[:16])
			out = append(append(out, body...), `,"chain":"`+chain+"\"}\n"...)
		}
	}
	return out
}

// TestReplayToAFullDisk: what could not be written is an error, however it is told.
func TestReplayToAFullDisk(t *testing.T) {
	file := filepath.Join(root(t), "testdata", "records", "secrets_1.jsonl")
	for _, flags := range []string{"", "--json", "--verify", "--at 1h --seat cloud", "--at 1h --seat cloud --json",
		"--compare " + file} {
		var errs strings.Builder
		code := run(context.Background(), append([]string{"replay", file}, strings.Fields(flags)...),
			stdio{strings.NewReader(""), full{}, &errs})
		assert.Equal(t, 1, code, flags)
		assert.Contains(t, errs.String(), "no space left", flags)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "out", Err: errors.New("no space left")}
}
