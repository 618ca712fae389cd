package host

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

// alphabet is Crockford's base 32: no I, L, O or U, which are misread on a wall.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is in characters of 5 bits each: 40 bits. At 600 guesses in ten minutes,
// which is all that the host looks at, a four-hour workshop's codes are found with a
// chance of about one in ten million.
const codeLength = 8

// NewCode makes up a code of 40 random bits, written as K7QM-2XVA.
func NewCode() string {
	var b [codeLength]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program where there is no randomness
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// Codes open the door: which one somebody knows decides what they are in the room, and
// nothing else does, not the user name and not a key that an ssh client offers.
type Codes struct {
	Player      string
	Facilitator string
	Evaluator   string
}

// Check says what is wrong with codes that somebody has chosen, or nil.
func (c Codes) Check() error {
	seen := map[string]string{}
	for _, e := range []struct{ what, code string }{{"the join code", c.Player}, {"the facilitator's code", c.Facilitator}, {"the evaluator's code", c.Evaluator}} {
		plain := plainCode(e.code)
		if len(plain) < codeLength {
			return fmt.Errorf("%s needs at least %d letters or digits, so that nobody can guess it", e.what, codeLength)
		}
		if other := seen[plain]; other != "" {
			return fmt.Errorf("%s is the same as %s; each needs one of its own", e.what, other)
		}
		seen[plain] = e.what
	}
	return nil
}

// kind says what a code makes of somebody. It takes the same time for every code, right
// or wrong.
func (c Codes) kind(said string) (exercise.Kind, bool) {
	var kind exercise.Kind
	for _, e := range []struct {
		code string
		kind exercise.Kind
	}{{c.Player, exercise.KindPlayer}, {c.Evaluator, exercise.KindEvaluator}, {c.Facilitator, exercise.KindFacilitator}} {
		want, have := sha256.Sum256([]byte(plainCode(e.code))), sha256.Sum256([]byte(plainCode(said)))
		if subtle.ConstantTimeCompare(want[:], have[:]) == 1 {
			kind = e.kind
		}
	}
	return kind, kind != ""
}

// plainCode is a code as it is compared: what people add, change or misread makes no
// difference.
func plainCode(s string) string {
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
