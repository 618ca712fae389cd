package record

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

// TestASignatureIsAsItWasWritten: whatever is changed in the line of a signature itself, before or
// behind what it signs, that line is named, although the chain is made good.
func TestASignatureIsAsItWasWritten(t *testing.T) {
	s := testSigner(t, 0)
	data := signedRecord(t, s, 3, 2, true) // lines 4 and 6 are signed
	lines := bytes.SplitAfter(data, []byte("\n"))
	require.Len(t, lines, 7)
	for _, k := range []int{3, 5} {
		entry := k == 3
		for name, c := range map[string]struct {
			old, new, want string
			closing        bool // can be done to a closing line
		}{
			"nothing":        {"", "", "", true},
			"another key":    {`"key":"ssh`, `"clé":"ssh`, "it is not a signature: ", true},
			"no mark":        {`"from":\d`, `"from":0`, "its marks cannot be", true},
			"before all":     {`"from":\d`, `"from":-5`, "its marks cannot be", true},
			"its own line":   {`"from":\d,(.*)"marks":"\w*"`, `"from":` + []string{3: "4", 5: "6"}[k] + `,$1"marks":""`, "its marks cannot be", true},
			"later":          {`"from":\d`, `"from":9`, "its marks cannot be", true},
			"half a mark":    {`"marks":"\w`, `"marks":"`, "its marks cannot be", true},
			"the digest":     {`"sha256":"\w\w`, `"sha256":"zz`, "of the lines before it, one up to line ", true},
			"its state":      {`("state":"\w*",)("marks)`, `"state":"00000000000000ff",$2`, "its state is not the one that was signed", true},
			"a reason":       {`},"state"`, `},"reason":"Because.","state"`, "it is not written as a signature is", false},
			"a space":        {`},"state"`, `} ,"state"`, "it is not written as a signature is", true},
			"its clock":      {`"wall":"2`, `"wall":"0`, "it is not signed by the key that it names", true},
			"its signature":  {`"signature":"`, `"signature":"AAAA`, "the signature is not one of a record", true},
			"another reader": {`"seat":"room"`, `"seat":"moor"`, "", false},
		} {
			if !entry && !c.closing {
				continue
			}
			forged := append([][]byte(nil), lines[:6]...)
			if c.old != "" {
				forged[k] = regexp.MustCompile(c.old).ReplaceAll(forged[k], []byte(c.new))
				require.NotEqual(t, lines[k], forged[k], name)
			}
			file := chained(t, forged[:k+1])
			_, es, report, err := Read(bytes.NewReader(file))
			if c.want == "" {
				require.NoError(t, err, name)
				if name == "nothing" {
					assert.Equal(t, []Signed{{PublicKey(s), 1, k + 1}}, report.Signed)
				} else {
					assert.Empty(t, report.Signed, "only the room signs")
				}
				continue
			}
			var d *Damage
			require.ErrorAs(t, err, &d, "%s in line %d", name, k+1)
			assert.Equal(t, k+1, d.Line, "%s: %v", name, d)
			assert.EqualValues(t, len(bytes.Join(bytes.SplitAfter(file, []byte("\n"))[:k], nil)), d.Offset, name)
			assert.ErrorContains(t, d, c.want, name)
			assert.NotContains(t, d.Error(), "follow", "what follows was not counted")
			assert.Len(t, es, k-1, name)
		}
	}
}

// TestForgeriesAreNamedByTheirByte: a line that was changed is named with the byte at which it begins.
func TestForgeriesAreNamedByTheirByte(t *testing.T) {
	data := signedRecord(t, testSigner(t, 0), 6, 6, false)
	lines := bytes.SplitAfter(data, []byte("\n"))
	lines = lines[:len(lines)-1]
	for k := 1; k < 6; k++ {
		forged := append([][]byte(nil), lines...)
		forged[k] = bytes.Replace(forged[k], []byte(`"wall":"2`), []byte(`"wall":"1`), 1)
		_, es, _, err := Read(bytes.NewReader(chained(t, forged)))
		var d *Damage
		require.ErrorAs(t, err, &d)
		assert.Equal(t, k+1, d.Line)
		assert.EqualValues(t, len(bytes.Join(lines[:k], nil)), d.Offset)
		assert.Len(t, es, k-1)
	}
}

// TestWhatASignatureSays: its digest is that of all bytes before its line, and its marks are the chains
// of the lines before it, as the head of the package promises to who checks it in another way.
func TestWhatASignatureSays(t *testing.T) {
	data := signedRecord(t, testSigner(t, 0), 3, 3, false)
	lines := bytes.SplitAfter(data, []byte("\n"))
	var line struct{ Args statement }
	require.NoError(t, json.Unmarshal(lines[4], &line))
	assert.Equal(t, digestOf(string(bytes.Join(lines[:4], nil))), line.Args.SHA256)
	marks := ""
	for _, l := range lines[:4] {
		marks += chainOf(string(l))[:16]
	}
	assert.Equal(t, marks, line.Args.Marks)
	assert.Equal(t, 1, line.Args.From)
}

// TestOldLinesAreSignedTogether: of a record in which nobody signed for long, the last lines are named
// one by one if they were changed, and the older ones as a whole.
func TestOldLinesAreSignedTogether(t *testing.T) {
	s := testSigner(t, 0)
	signedAfter := func(entries int) [][]byte {
		m := &memory{files: map[string]*memoryFile{}}
		w, err := create(m, "r", testHeader())
		require.NoError(t, err)
		w.SignWith(s)
		es := make([]Entry, entries)
		for i := range es {
			es[i] = Entry{Verb: "say", Wall: started}
		}
		_, err = w.AppendAll(es)
		require.NoError(t, err)
		_, err = w.Sign(Entry{Seat: roomSeat, Wall: started})
		require.NoError(t, err)
		_, _, report, err := Read(bytes.NewReader(m.files["r"].data))
		require.NoError(t, err)
		assert.Equal(t, []Signed{{PublicKey(s), 1, entries + 2}}, report.Signed)
		lines := bytes.SplitAfter(m.files["r"].data, []byte("\n"))
		return lines[:len(lines)-1]
	}
	lines := signedAfter(maxMarks + 6)
	const why = "it is not what was signed in line 1008: it was changed, or added, or one before it was removed"
	for k, want := range map[int]string{4: "line 501 (byte 75609) is damaged: " + why + ", or one from line 1 on was changed",
		500: why + ", or one from line 1 on was changed", 501: why, 600: why} {
		forged := append([][]byte(nil), lines...)
		forged[k] = bytes.Replace(forged[k], []byte(`"wall":"2`), []byte(`"wall":"1`), 1)
		_, es, _, err := Read(bytes.NewReader(chained(t, forged)))
		var d *Damage
		require.ErrorAs(t, err, &d)
		assert.Equal(t, max(501, k+1), d.Line)
		assert.True(t, strings.HasSuffix(err.Error(), want), "%v", err)
		assert.Len(t, es, d.Line-2)
	}
	// One line more, early, and a reader no longer has marks of all lines, although the signature has.
	lines = signedAfter(maxMarks - 1)
	more := append(append([][]byte(nil), lines[:5]...), lines[4:]...)
	more[5] = bytes.Replace(more[5], []byte(`"wall":"2`), []byte(`"wall":"1`), 1)
	_, _, _, err := Read(bytes.NewReader(chained(t, more)))
	require.ErrorContains(t, err, "line 501 ")
	assert.ErrorContains(t, err, ", or one from line 1 on was changed")
}

// TestAForkAtASignature: the signature where a fork was cut is of the parent's file, and is not looked at.
func TestAForkAtASignature(t *testing.T) {
	dir := t.TempDir()
	parent, fork := filepath.Join(dir, "parent"), filepath.Join(dir, "fork")
	w, err := Create(parent, testHeader())
	require.NoError(t, err)
	w.SignWith(testSigner(t, 0))
	_, err = w.Sign(Entry{Seat: roomSeat, Wall: started})
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	w, _, _, err = Fork(parent, 1, fork, Header{Started: started})
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	w, _, es, report, err := Resume(fork)
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	assert.Len(t, es, 1)
	assert.Empty(t, report.Signed)
}

// TestTheFrameOfASignature: nothing in the frame can be another, although the key vouches only for
// what is in the message; and no signature is made of SHA-1.
func TestTheFrameOfASignature(t *testing.T) {
	s, old := testSigner(t, 0), testSigner(t, 1024)
	message := []byte("what is signed")
	made := func(s Signer, change func(*sshsig, *ssh.Signature)) string {
		sig, err := s.Sign(rand.Reader, toSign(message)) // an RSA key's own way is SHA-1
		require.NoError(t, err)
		frame := sshsig{1, s.PublicKey().Marshal(), namespace, "", sigHash, nil}
		change(&frame, sig)
		if frame.Signature == nil {
			frame.Signature = ssh.Marshal(sig)
		}
		return base64.StdEncoding.EncodeToString(append([]byte(sigMagic), ssh.Marshal(frame)...))
	}
	require.NoError(t, verify(PublicKey(s), message, made(s, func(*sshsig, *ssh.Signature) {})))
	for name, change := range map[string]func(*sshsig, *ssh.Signature){
		"version":       func(f *sshsig, _ *ssh.Signature) { f.Version = 2 },
		"namespace":     func(f *sshsig, _ *ssh.Signature) { f.Namespace = "file" },
		"reserved":      func(f *sshsig, _ *ssh.Signature) { f.Reserved = "x" },
		"hash":          func(f *sshsig, _ *ssh.Signature) { f.Hash = "sha512" },
		"more":          func(_ *sshsig, s *ssh.Signature) { s.Rest = []byte("more") },
		"no signature":  func(f *sshsig, _ *ssh.Signature) { f.Signature = []byte{} },
		"half of it":    func(f *sshsig, s *ssh.Signature) { f.Signature = ssh.Marshal(s)[:20] },
		"another order": func(f *sshsig, _ *ssh.Signature) { f.Namespace, f.Hash = f.Hash, f.Namespace },
	} {
		assert.EqualError(t, verify(PublicKey(s), message, made(s, change)), "the signature is not one of a record", name)
	}
	good, err := base64.StdEncoding.DecodeString(made(s, func(*sshsig, *ssh.Signature) {}))
	require.NoError(t, err)
	for name, blob := range map[string][]byte{"no magic": good[len(sigMagic):], "cut": good[:len(good)-1],
		"longer": append(bytes.Clone(good), 0)} {
		assert.EqualError(t, verify(PublicKey(s), message, base64.StdEncoding.EncodeToString(blob)),
			"the signature is not one of a record", name)
	}
	assert.EqualError(t, verify(PublicKey(old), message, made(old, func(*sshsig, *ssh.Signature) {})),
		"the signature is of a kind that is not accepted")
	_, err = sign(struct{ ssh.Signer }{old}, message)
	assert.Error(t, err, "a key that knows only its own way may only know SHA-1")
}

// TestKeysThatAreNotTrusted: a file of keys may have empty lines, comments, and keys that must not be
// trusted.
func TestKeysThatAreNotTrusted(t *testing.T) {
	key := PublicKey(testSigner(t, 0))
	other := PublicKey(testSigner(t, 0))
	want := []string{Fingerprint(key)}
	for _, line := range []string{"", "   ", "# " + other, "  # host " + other, "@revoked * " + other,
		"@cert-authority * " + other, "#" + other} {
		got, err := Fingerprints([]byte(strings.Join([]string{line, "\t[10.0.0.1]:23234 " + key + " ", line}, "\n")))
		require.NoError(t, err, line)
		assert.Equal(t, want, got, line)
		_, err = Fingerprints([]byte(line))
		assert.Error(t, err, line)
	}
}
