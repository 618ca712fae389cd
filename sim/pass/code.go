package pass

import (
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/trustelem/zxcvbn"
)

// alphabet is Crockford's base 32: no I, L, O or U, which are misread on a wall.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// A code is 8 characters of 5 bits each: 40 bits. A right code never waits, but wrong ones take
// 10 s each once an address has given some, and at most 1,024 are tried at once. Somebody who
// holds all of these tries 100 a second, or 1.5 million in four hours, and so finds each of three
// codes with a chance of about one in 750,000. Ways back and cards have 10 characters, 50 bits,
// because there are many of them.
const (
	codeLength = 8
	keyLength  = 10
)

// minGuesses is how many guesses a chosen code has to withstand, as zxcvbn counts them
// (Wheeler, USENIX Security 2016). At 100 a second, which the facilitator sees on the page of
// budgets, they take six days, 35 times as long as a workshop of four hours.
const minGuesses = 5e7

// NewCode makes up a code of 40 random bits, written as K7QM-2XVA. It leaves out the one in 500
// that [Codes.Check] would refuse.
func NewCode() string {
	for {
		if code := made(codeLength); weak(code) == "" {
			return code
		}
	}
}

// newKey makes up a way back of 50 random bits, written as K7QM2-XVA4P.
func newKey() string { return made(keyLength) }

func made(length int) string {
	b := make([]byte, length)
	_, _ = rand.Read(b) // never fails: it ends the program where there is no randomness
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b[:length/2]) + "-" + string(b[length/2:])
}

// Codes open the door: which one somebody knows decides what they are in the room, and
// nothing else does, not the user name and not a key that an ssh client offers. An empty
// code is one that is not known or not chosen.
type Codes struct {
	Player      string
	Facilitator string
	Evaluator   string
}

// Check returns an error that says which of the codes can be guessed or is there twice, and nil if
// none. Empty ones are made up, or stay, so nothing is wrong with them.
func (c Codes) Check() error {
	seen := map[string]string{}
	for _, e := range []struct{ what, code string }{{"the join code", c.Player},
		{"the facilitator's code", c.Facilitator}, {"the evaluator's code", c.Evaluator}} {
		if e.code == "" {
			continue
		}
		if why := weak(e.code); why != "" {
			return fmt.Errorf("%s %s: leave it out and a good one is made up", e.what, why)
		}
		if other := seen[plain(e.code)]; other != "" {
			return fmt.Errorf("%s is the same as %s; each needs one of its own", e.what, other)
		}
		seen[plain(e.code)] = e.what
	}
	return nil
}

// weak says why a code must not be used; empty if it may.
func weak(code string) string {
	p := plain(code)
	if len(p) < codeLength {
		return fmt.Sprintf("needs at least %d letters or digits, so that nobody can guess it", codeLength)
	}
	own := []string{"tocsin", "exercise", "facilitator", "evaluator", "player", "workshop", "incident"}
	letters := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(code))
	if len(letters) > 100 { // the estimate takes long for long ones
		letters = letters[:100]
	}
	for _, as := range []string{letters, strings.ToLower(p[:min(len(p), 100)])} {
		if zxcvbn.PasswordStrength(as, own).Guesses < minGuesses {
			return "is easily guessed: it is made of words, names, dates, rows of keys or repeats"
		}
	}
	if len(code) == keyLength+1 && code[keyLength/2] == '-' && len(p) == keyLength {
		return "looks like the way back of a person, so that nobody could tell them apart"
	}
	return ""
}

// plain returns a code as it is compared: upper case, without spaces and marks, and with 0 and 1
// for the letters that are misread for them. It has at most 64 characters.
func plain(s string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch {
		case r == 'O':
			r = '0'
		case r == 'I', r == 'L':
			r = '1'
		case r < '0', r > '9' && r < 'A', r > 'Z':
			continue
		}
		if b.Len() >= 64 {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}
