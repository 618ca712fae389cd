package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// The end of every line: ,"chain":"32 digits"}
const (
	chainKey    = `,"chain":"`
	chainDigits = 32
	chainEnd    = `"}`
	tailLength  = len(chainKey) + chainDigits + len(chainEnd)
)

// link is the chain of a line whose bytes before the chain are body.
func link(before string, body []byte) string {
	h := sha256.New()
	h.Write([]byte(before))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil)[:chainDigits/2])
}

// seal turns a JSON object into a line of the record and gives its chain.
func seal(before string, object []byte) (line []byte, chain string) {
	body := bytes.TrimSuffix(object, []byte{'}'})
	chain = link(before, body)
	line = append(line, body...)
	line = append(line, chainKey+chain+chainEnd+"\n"...)
	return line, chain
}

// unseal splits a line, without its line feed, into the bytes that the chain covers
// and the chain that the line has. ok is false if it has none.
func unseal(line []byte) (body []byte, chain string, ok bool) {
	n := len(line) - tailLength
	if n < 0 {
		return nil, "", false
	}
	chain = string(line[n+len(chainKey) : len(line)-len(chainEnd)])
	return line[:n], chain, string(line[n:]) == chainKey+chain+chainEnd
}

// crockford is the alphabet of evidence codes: no I, L, O or U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 10

// codeOf is the evidence code of a record whose last line has this number and chain.
func codeOf(seq int, chain string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", seq, chain))
	bits := binary.BigEndian.Uint64(sum[:8])
	var code [codeLength]byte
	for i := range code {
		code[i] = crockford[bits>>(59-5*i)&31]
	}
	return string(code[:5]) + "-" + string(code[5:])
}

// ParseCode reads an evidence code as a person copies it: in small or large letters, with
// or without hyphens and spaces, O for 0, I and L for 1.
func ParseCode(s string) (string, error) {
	var code []byte
	for _, r := range strings.ToUpper(s) {
		switch r {
		case '-', ' ':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(crockford, r) {
			return "", fmt.Errorf("%q cannot be part of an evidence code", r)
		}
		code = append(code, byte(r))
		if len(code) > codeLength {
			break
		}
	}
	if len(code) != codeLength {
		return "", errors.New("an evidence code has 10 letters and digits, such as 7Q4KM-2XD9T")
	}
	return string(code[:5]) + "-" + string(code[5:]), nil
}
