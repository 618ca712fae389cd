package record

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
	"pgregory.net/rapid"
)

func testSigner(t testing.TB, bits int) Signer {
	t.Helper()
	var key any
	var err error
	if bits == 0 {
		_, key, err = ed25519.GenerateKey(rand.Reader)
	} else {
		key, err = rsa.GenerateKey(rand.Reader, bits)
	}
	require.NoError(t, err)
	s, err := ssh.NewSignerFromKey(key)
	require.NoError(t, err)
	return s
}

// signedRecord is a record of n entries, signed after every so many of them and at its end.
func signedRecord(t testing.TB, s Signer, n, every int, closed bool) []byte {
	t.Helper()
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	w.SignWith(s)
	for i := 1; i <= n; i++ {
		e := testEntry(i)
		_, err := w.Append(e)
		require.NoError(t, err)
		if i%every == 0 {
			_, err = w.Sign(Entry{At: e.At, Wall: e.Wall, Seat: roomSeat, State: e.State})
			require.NoError(t, err)
			require.Zero(t, w.Unsigned())
		}
	}
	if closed {
		require.NoError(t, w.Close(7))
	} else {
		require.NoError(t, w.Leave())
	}
	return m.files["r"].data
}

// chained writes lines again with numbers and a chain that hold, as somebody would who
// changes a record and hides it, but has not got the key.
func chained(t testing.TB, lines [][]byte) []byte {
	t.Helper()
	var out []byte
	chain := ""
	for i, l := range lines {
		var object map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(l, &object))
		body, _, ok := unseal(bytes.TrimSuffix(l, []byte("\n")))
		require.True(t, ok)
		if i > 0 {
			seq, err := json.Marshal(i)
			require.NoError(t, err)
			body = bytes.Replace(body, append([]byte(`{"seq":`), object["seq"]...), append([]byte(`{"seq":`),
				seq...), 1)
		}
		var line []byte
		line, chain = seal(chain, append(bytes.Clone(body), '}'))
		out = append(out, line...)
	}
	return out
}

func TestSignaturesHold(t *testing.T) {
	for name, s := range map[string]Signer{"ed25519": testSigner(t, 0), "rsa": testSigner(t, 2048)} {
		for _, closed := range []bool{false, true} {
			data := signedRecord(t, s, 10, 4, closed)
			_, es, report, err := Read(bytes.NewReader(data))
			require.NoError(t, err, name)
			assert.Len(t, es, 12)
			to := 11 // the header, 8 entries and 2 signatures
			if closed {
				to = 14
			}
			assert.Equal(t, []Signed{{PublicKey(s), 1, to}}, report.Signed, name)
			assert.Equal(t, ssh.FingerprintSHA256(s.PublicKey()), report.Signed[0].Fingerprint())
		}
	}
}

// TestForgeriesAreNamed: whoever changes, removes or adds a line and makes the chain good
// again is found, with the line.
func TestForgeriesAreNamed(t *testing.T) {
	data := signedRecord(t, testSigner(t, 0), 20, 6, true) // signatures in lines 8, 15, 22; the end is line 25
	lines := bytes.SplitAfter(data, []byte("\n"))
	lines = lines[:len(lines)-1]
	require.Len(t, lines, 25)
	forge := func(f func(l [][]byte) [][]byte) *Damage {
		t.Helper()
		copied := make([][]byte, len(lines))
		for i := range lines {
			copied[i] = bytes.Clone(lines[i])
		}
		_, es, report, err := Read(bytes.NewReader(chained(t, f(copied))))
		var d *Damage
		require.ErrorAs(t, err, &d)
		assert.Equal(t, d, report.Forged)
		assert.LessOrEqual(t, len(es), max(0, d.Line-2), "nothing from that line on is given")
		return d
	}
	for k := range lines {
		d := forge(func(l [][]byte) [][]byte {
			what, into := `"wall":"2`, `"wall":"1`
			if k == 0 {
				what, into = `"name":"test"`, `"name":"tess"`
			}
			l[k] = bytes.Replace(l[k], []byte(what), []byte(into), 1)
			require.NotEqual(t, lines[k], l[k])
			return l
		})
		assert.Equal(t, k+1, d.Line, "changed: %v", d)
		assert.NotContains(t, d.Why, "on was changed", "every line before it was signed")
		if k > 0 && k < len(lines)-1 { // nothing can follow a closing line; without it a record is only shorter
			d = forge(func(l [][]byte) [][]byte { return append(l[:k+1:k+1], append([][]byte{l[k]}, l[k+1:]...)...) })
			assert.Equal(t, k+2, d.Line, "added after %d: %v", k+1, d)
			d = forge(func(l [][]byte) [][]byte { return append(l[:k:k], l[k+1:]...) })
			assert.Equal(t, k+1, d.Line, "removed: %v", d)
			if from := map[int]int{7: 1, 14: 9, 21: 16}[k]; from > 0 { // a signature: what it signed is signed no more
				assert.ErrorContains(t, d, fmt.Sprintf(", or one from line %d on was changed", from))
			}
			if k == 6 || k == 13 || k == 20 { // the last before a signature
				assert.ErrorContains(t, d, "a line before it, which it signs, was removed")
			}
		}
	}
	// A signature that somebody else made of other lines is not one of this record.
	other := bytes.SplitAfter(signedRecord(t, testSigner(t, 0), 20, 6, true), []byte("\n"))
	d := forge(func(l [][]byte) [][]byte { l[7] = other[7]; return l })
	assert.Equal(t, 8, d.Line, "%v", d)
	d = forge(func(l [][]byte) [][]byte { l[14] = other[14]; return l })
	assert.Equal(t, 8, d.Line, "%v", d)
	assert.NotContains(t, d.Why, "on was changed")
}

// TestEveryByteOfWhatIsSigned: no byte of a signed line can be another, whether or not the
// chain is made good again.
func TestEveryByteOfWhatIsSigned(t *testing.T) {
	data := signedRecord(t, testSigner(t, 0), 9, 4, true)
	found := func(t require.TestingT, data []byte, line int, what string) {
		_, _, report, err := Read(bytes.NewReader(data))
		var d *Damage
		if !errors.As(err, &d) {
			require.Fail(t, "not found", "%s in line %d: %v, torn %v", what, line, err, report.Torn)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		lines := bytes.SplitAfter(bytes.Clone(data), []byte("\n"))
		lines = lines[:len(lines)-1]
		k := rapid.IntRange(0, len(lines)-1).Draw(r, "line")
		body, _, _ := unseal(bytes.TrimSuffix(lines[k], []byte("\n")))
		at := rapid.IntRange(0, len(body)-1).Draw(r, "at")
		bit := byte(1) << rapid.IntRange(0, 7).Draw(r, "bit")
		at += bytes.Index(lines[k], body)
		lines[k][at] ^= bit
		if lines[k][at] != '\n' {
			found(r, bytes.Join(lines, nil), k+1, "a bit")
		}
		// and with the chain made good from there on
		chain := ""
		var out []byte
		for i := range lines {
			b, was, ok := unseal(bytes.TrimSuffix(lines[i], []byte("\n")))
			if !ok || bytes.IndexByte(b, '\n') >= 0 {
				return
			}
			if i < k {
				out, chain = append(out, lines[i]...), was
				continue
			}
			var line []byte
			line, chain = seal(chain, append(bytes.Clone(b), '}'))
			out = append(out, line...)
		}
		found(r, out, k+1, "a bit, chained")
	})
}

// A record goes on with another key, and on a fork: what each has signed is told apart, and
// the signatures of a parent are of the parent's file.
func TestSignaturesOfSeveralKeys(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r")
	a, b := testSigner(t, 0), testSigner(t, 0)
	w, err := Create(path, testHeader())
	require.NoError(t, err)
	w.SignWith(a)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	_, err = w.Sign(Entry{At: testEntry(1).At, Wall: started, Seat: roomSeat})
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	w, _, _, _, err = Resume(path)
	require.NoError(t, err)
	assert.Zero(t, w.Unsigned(), "without a key nothing is wanted")
	w.SignWith(b)
	assert.Zero(t, w.Unsigned())
	_, err = w.Append(testEntry(3))
	require.NoError(t, err)
	assert.Equal(t, 1, w.Unsigned())
	require.NoError(t, w.Close(3))
	read := func(path string) Report {
		f, err := os.Open(path)
		require.NoError(t, err)
		defer f.Close()
		_, _, report, err := Read(f)
		require.NoError(t, err)
		return report
	}
	assert.Equal(t, []Signed{{PublicKey(a), 1, 3}, {PublicKey(b), 4, 5}}, read(path).Signed)
	fork := filepath.Join(dir, "fork")
	w, _, _, err = Fork(path, 3, fork, Header{Started: started})
	require.NoError(t, err)
	w.SignWith(b)
	require.NoError(t, w.Close(3))
	assert.Equal(t, []Signed{{PublicKey(b), 1, 5}}, read(fork).Signed)
}

// A long record without signatures is read in memory that does not grow with it, and a
// signature at its end still is of all of it.
func TestALongRecordIsSignedWhole(t *testing.T) {
	testsize.Long(t)
	s := testSigner(t, 0)
	n := maxMarks + 7
	data := signedRecord(t, s, n, n, false)
	rd, _, err := readUntil(bytes.NewReader(data), 0)
	require.NoError(t, err)
	assert.LessOrEqual(t, len(rd.unsigned.marks), maxMarks)
	assert.Equal(t, []Signed{{PublicKey(s), 1, n + 2}}, rd.report.Signed)
	lines := bytes.SplitAfter(data, []byte("\n"))
	lines = lines[:len(lines)-1]
	lines[4] = bytes.Replace(lines[4], []byte(`"wall":"2`), []byte(`"wall":"1`), 1)
	_, _, report, err := Read(bytes.NewReader(chained(t, lines)))
	require.Error(t, err)
	require.NotNil(t, report.Forged)
}

// TestSSHKeygenAgrees: a signature can be checked without Tocsin.
func TestSSHKeygenAgrees(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not here")
	}
	data := signedRecord(t, testSigner(t, 0), 3, 3, false)
	line := bytes.Split(data, []byte("\n"))[4]
	message, rest, ok := bytes.Cut(line, []byte(signatureKey))
	require.True(t, ok)
	blob, _, _ := strings.Cut(string(rest), `"`)
	path := filepath.Join(t.TempDir(), "sig")
	require.NoError(t, os.WriteFile(path,
		[]byte("-----BEGIN SSH SIGNATURE-----\n"+blob+"\n-----END SSH SIGNATURE-----\n"), 0o600))
	check := func(message []byte) error {
		cmd := exec.Command(keygen, "-Y", "check-novalidate", "-n", namespace, "-s", path)
		cmd.Stdin = bytes.NewReader(message)
		out, err := cmd.CombinedOutput()
		t.Logf("%s", out)
		return err
	}
	assert.NoError(t, check(message))
	assert.Error(t, check(message[1:]))
}

func TestFingerprintsFromFiles(t *testing.T) {
	s := testSigner(t, 0)
	want := []string{ssh.FingerprintSHA256(s.PublicKey())}
	for _, file := range []string{PublicKey(s), PublicKey(s) + " me@here\n",
		"# hosts\n[10.0.0.1]:23234 " + PublicKey(s) + "\n"} {
		got, err := Fingerprints([]byte(file))
		require.NoError(t, err, file)
		assert.Equal(t, want, got, file)
	}
	for _, file := range []string{"", "# nothing\n", "{}", "ssh-ed25519 AAAA"} {
		_, err := Fingerprints([]byte(file))
		assert.Error(t, err, file)
	}
}

// TestKeysInARecord: the key of a signature is a key and nothing else.
func TestKeysInARecord(t *testing.T) {
	s := testSigner(t, 0)
	message := []byte("what is signed")
	signature, err := sign(s, message)
	require.NoError(t, err)
	key := PublicKey(s)
	require.NoError(t, verify(key, message, signature))
	for name, bad := range map[string]string{"none": "", "no key": "ssh-ed25519 x", "a comment": key + " me",
		"options": "no-pty " + key, "two": key + "\n" + key} {
		assert.EqualError(t, verify(bad, message, signature), "the key cannot be read", name)
	}
	assert.EqualError(t, verify(PublicKey(testSigner(t, 0)), message, signature), "the signature is by another key")
	assert.EqualError(t, verify(key, message, "?"), "the signature is not in base64")
	assert.EqualError(t, verify(key, message, ""), "the signature is not one of a record")
	assert.Error(t, verify(key, []byte("what is not"), signature))
}
