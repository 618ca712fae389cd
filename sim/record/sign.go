package record

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"strings"

	"golang.org/x/crypto/ssh"
)

// SignedVerb is the verb of an entry that signs all that is before it.
const SignedVerb = "signed"

// SignEvery is the largest number of lines that stay unsigned before the host signs again.
const SignEvery = 500

const (
	namespace = "tocsin-record"
	sigMagic  = "SSHSIG"
	sigHash   = "sha256"

	signatureKey = `,"signature":"`
	markDigits   = 16
	maxMarks     = 2 * SignEvery // older lines are in the digest alone
)

// Signer is the key that a record is signed with: that of the ssh host.
type Signer = ssh.Signer

// statement is the arguments of a signature.
type statement struct {
	Key       string `json:"key"`    // as authorized_keys has it
	From      int    `json:"from"`   // the first line that has a mark
	SHA256    string `json:"sha256"` // of all bytes before this line
	State     string `json:"state"`  // as the line has it
	Marks     string `json:"marks"`
	Signature string `json:"signature"`
}

var statementKeys = []string{"key", "from", "sha256", "state", "marks", "signature"}

// Signed says whose key has signed which lines.
type Signed struct {
	Key  string // as authorized_keys has it
	From int    // line
	To   int    // line, with the signature itself
}

// Fingerprint is that of the key, as ssh shows it.
func (s Signed) Fingerprint() string { return Fingerprint(s.Key) }

// Fingerprint is that of a key as authorized_keys has it; empty if key is not one.
func Fingerprint(key string) string {
	public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(key))
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(public)
}

// PublicKey is a signer's public key, as authorized_keys has it.
func PublicKey(s Signer) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.PublicKey())))
}

// Fingerprints are those of the keys in a file: authorized_keys, known_hosts, or a private key without a
// passphrase. A file without keys is an error.
func Fingerprints(file []byte) ([]string, error) {
	if private, err := ssh.ParsePrivateKey(file); err == nil {
		return []string{ssh.FingerprintSHA256(private.PublicKey())}, nil
	}
	var out []string
	for line := range bytes.Lines(file) { // both leave out what is empty or a comment
		if marker, _, public, _, _, err := ssh.ParseKnownHosts(line); err == nil {
			if marker == "" { // neither revoked nor an authority's
				out = append(out, ssh.FingerprintSHA256(public))
			}
		} else if public, _, _, _, err := ssh.ParseAuthorizedKey(line); err == nil {
			out = append(out, ssh.FingerprintSHA256(public))
		}
	}
	if len(out) == 0 {
		return nil, errors.New("there is no public key in it")
	}
	return out, nil
}

// unsigned is what the next signature of a record needs.
type unsigned struct {
	sum   hash.Hash // of all bytes
	lines int
	bytes int64
	last  int // line of the last signature, 0 for none
	from  int // the line of the first mark
	marks []mark
}

type mark struct {
	digits string
	offset int64 // of the line
}

func newUnsigned() unsigned { return unsigned{sum: sha256.New(), from: 1} }

// add adds a line, with its line feed.
func (u *unsigned) add(line []byte, chain string) {
	u.marks = append(u.marks, mark{chain[:markDigits], u.bytes})
	u.sum.Write(line)
	u.lines++
	u.bytes += int64(len(line))
	if len(u.marks) > maxMarks {
		u.marks = append(u.marks[:0], u.marks[SignEvery:]...)
		u.from += SignEvery
	}
}

// restart begins again with the last line, which is a signature.
func (u *unsigned) restart() {
	u.marks = append(u.marks[:0], u.marks[len(u.marks)-1])
	u.last, u.from = u.lines, u.lines
}

func (u *unsigned) digest() string { return hex.EncodeToString(u.sum.Sum(nil)) }

// SignWith sets the key that the record is signed with from now on.
func (w *Writer) SignWith(s Signer) { w.signer = s }

// Unsigned is how many lines have been written since the last signature; 0 without a key.
func (w *Writer) Unsigned() int {
	if w.signer == nil {
		return 0
	}
	return w.signed.lines - w.signed.last
}

// Sign appends an entry that signs all lines before it. It fills in the verb and arguments. Like [Writer.Append], it
// returns when the entry is on the disk.
func (w *Writer) Sign(e Entry) (Entry, error) {
	if w.signer == nil {
		return Entry{}, errors.New("there is no key to sign the record with")
	}
	e.Verb, e.Args, e.Reason = SignedVerb, nil, ""
	e, err := e.prepared()
	if err != nil {
		return Entry{}, fmt.Errorf("this cannot be recorded: %w", err)
	}
	e.Seq = w.seq + 1
	e.Args, err = w.statement(stateText(e.State), func(args json.RawMessage) ([]byte, error) {
		e.Args = args
		return e.object()
	})
	if err != nil {
		return Entry{}, fmt.Errorf("the record cannot be signed: %w", err)
	}
	e, err = w.Append(e)
	if err == nil {
		w.signed.restart()
	}
	return e, err
}

// statement is the signed arguments of a signature. line makes the object of the record's line from arguments.
func (w *Writer) statement(state string, line func(json.RawMessage) ([]byte, error)) (json.RawMessage, error) {
	u := &w.signed
	s := statement{Key: PublicKey(w.signer), From: u.from, SHA256: u.digest(), State: state}
	for _, m := range u.marks {
		s.Marks += m.digits
	}
	args, err := encode(s)
	if err != nil {
		return nil, err
	}
	object, err := line(args)
	if err != nil {
		return nil, err
	}
	message, _, ok := bytes.Cut(object, []byte(signatureKey))
	if !ok {
		return nil, errors.New("the line has no place for a signature")
	}
	if s.Signature, err = sign(w.signer, message); err != nil {
		return nil, err
	}
	return encode(s)
}

// signature checks a line that is about to be accepted. If it is a good signature, the report notes
// what it signs, and if not, the first line that is not what was signed.
func (r *Reader) signature(l rawLine, e Entry) {
	args := e.Args
	signs := e.Verb == SignedVerb && e.Seat == roomSeat || len(args) > 0 && e.Verb == closing
	if !signs || e.Seq <= r.inherits {
		return
	}
	r.sealed = true
	if r.report.Forged != nil {
		return
	}
	line := r.report.Lines + 1
	forged := func(at int, offset int64, why string) {
		r.report.Forged = &Damage{Line: at, Offset: offset, Why: why}
	}
	var s statement
	if _, err := strictly(args, &s, statementKeys); err != nil {
		forged(line, r.report.Bytes, "it is not a signature: "+err.Error())
		return
	}
	u := &r.unsigned
	if at, offset, why := u.differs(s, line); at > 0 {
		forged(at, offset, why)
		return
	}
	body, _, _ := unseal(l.text)
	message, _, _ := bytes.Cut(body, []byte(signatureKey))
	switch {
	case !asWritten(e, object(body)):
		forged(line, r.report.Bytes, "it is not written as a signature is")
	case s.SHA256 != u.digest():
		forged(line, r.report.Bytes,
			fmt.Sprintf("of the lines before it, one up to line %d is not what was signed here",
				s.From))
	case s.State != stateText(e.State):
		forged(line, r.report.Bytes, "its state is not the one that was signed")
	default:
		if err := verify(s.Key, message, s.Signature); err != nil {
			forged(line, r.report.Bytes, "it is not signed by the key that it names: "+err.Error())
			return
		}
		from := 1
		if n := len(r.report.Signed); n > 0 {
			last := &r.report.Signed[n-1]
			if last.Key == s.Key {
				last.To = line
				return
			}
			from = last.To + 1
		}
		r.report.Signed = append(r.report.Signed, Signed{s.Key, from, line})
	}
}

// asWritten reports whether a signature is written as the writer does: what is after
// the signature itself is not signed.
func asWritten(e Entry, object []byte) bool {
	e.Reason = "" // it would come after the signature
	again, _ := e.object()
	return bytes.Equal(again, object)
}

// differs finds by the marks of a signature in a line the first line that is not what was signed; at is 0 for none.
func (u *unsigned) differs(s statement, line int) (at int, offset int64, why string) {
	switch {
	case s.From < 1 || s.From >= line || len(s.Marks)%markDigits != 0:
		return line, u.bytes, "its marks cannot be"
	case s.From < u.last:
		return line, u.bytes, fmt.Sprintf("it was added: it is not a signature that follows the one in line %d", u.last)
	}
	theirs := len(s.Marks) / markDigits
	for i, m := range u.marks {
		n := u.from + i - s.From // its place among the marks of the signature
		switch {
		case n < 0:
		case n >= theirs:
			return u.from + i, m.offset, fmt.Sprintf("it was added: the signature in line %d is of fewer lines", line)
		case s.Marks[n*markDigits:(n+1)*markDigits] != m.digits:
			why := fmt.Sprintf("it is not what was signed in line %d: it was changed, or added, or one before it was removed",
				line)
			if (n == 0 || i == 0) && u.last+1 < u.from+i { // the first with a mark: its chain covers all before it
				why += fmt.Sprintf(", or one from line %d on was changed", u.last+1)
			}
			return u.from + i, m.offset, why
		}
	}
	if theirs > line-s.From {
		return line, u.bytes, "a line before it, which it signs, was removed"
	}
	return 0, 0, ""
}

// roomSeat is the seat of the entries that the room itself makes.
const roomSeat = "room"

// sshsig is the frame of a signature: PROTOCOL.sshsig of OpenSSH.
type sshsig struct {
	Version   uint32
	PublicKey []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// toSign is what the key itself signs, of a message.
func toSign(message []byte) []byte {
	sum := sha256.Sum256(message)
	return append([]byte(sigMagic), ssh.Marshal(struct {
		Namespace, Reserved, Hash string
		Sum                       []byte
	}{namespace, "", sigHash, sum[:]})...)
}

func sign(key Signer, message []byte) (string, error) {
	as, ok := key.(ssh.AlgorithmSigner)
	if !ok {
		return "", errors.New("the key gives no choice of how it signs")
	}
	algorithm := "" // the key's own
	if key.PublicKey().Type() == ssh.KeyAlgoRSA {
		algorithm = ssh.KeyAlgoRSASHA512 // not SHA-1
	}
	sig, err := as.SignWithAlgorithm(rand.Reader, toSign(message), algorithm)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(framed(key.PublicKey().Marshal(), sig)), nil
}

// framed is a signature by a key in the format of PROTOCOL.sshsig.
func framed(public []byte, sig *ssh.Signature) []byte {
	return append([]byte(sigMagic), ssh.Marshal(sshsig{1, public, namespace, "", sigHash,
		ssh.Marshal(ssh.Signature{Format: sig.Format, Blob: sig.Blob})})...)
}

// verify returns an error unless a signature is one of a message by a key.
func verify(key string, message []byte, signature string) error {
	public, comment, options, rest, err := ssh.ParseAuthorizedKey([]byte(key))
	if err != nil || comment != "" || len(options) > 0 || len(rest) > 0 {
		return errors.New("the key cannot be read")
	}
	blob, err := base64.StdEncoding.Strict().DecodeString(signature)
	if err != nil {
		return errors.New("the signature is not in base64")
	}
	var frame sshsig
	var sig ssh.Signature
	// The frame is not signed, so it must be exactly the one that sign makes; one that cannot be read is not.
	_ = ssh.Unmarshal(bytes.TrimPrefix(blob, []byte(sigMagic)), &frame)
	_ = ssh.Unmarshal(frame.Signature, &sig)
	switch {
	case !bytes.Equal(blob, framed(frame.PublicKey, &sig)):
		return errors.New("the signature is not one of a record")
	case !bytes.Equal(frame.PublicKey, public.Marshal()):
		return errors.New("the signature is by another key")
	case sig.Format == ssh.KeyAlgoRSA:
		return errors.New("the signature is of a kind that is not accepted")
	}
	return public.Verify(toSign(message), &sig)
}
