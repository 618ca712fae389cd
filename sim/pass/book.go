// Package pass knows who may come into a room: the codes of the room, which lead to the
// lobby; a card for a seat; and for each person the way back to their place. Its file, next to
// the record, has only salted hashes, so that neither file tells a code.
package pass

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"

	"golang.org/x/crypto/scrypt"
)

// The cost of a hash of a code (scrypt, RFC 7914): 4 MiB and about 10 ms. It is low because codes
// are random or pass an estimate of how easily they are guessed, and the host limits how many are
// tried: it only has to make guessing with a stolen file expensive. The hash of a way back or a
// card, 50 random bits, costs a sixteenth of that, and to find one with a stolen file takes a
// processor some 10,000 years. It is cheaper because one is made whenever somebody comes in, and
// somebody who comes in under a thousand names must not keep others waiting. All secrets of a book
// have one salt, so that what somebody has typed is hashed once and not once for each of 2,000
// people; two books never share a salt. Secrets that this process has made or seen are compared
// by a sum that takes no time, so that a right code never waits for wrong ones.
const (
	costN, costR, costP = 1 << 12, 8, 1
	keyN                = 1 << 8
	hashLength          = 32
)

// Kind is what a code makes of somebody, in the words of the exercise.
type Kind string

// The kinds that have a code.
const (
	Player      Kind = "player"
	Facilitator Kind = "facilitator"
	Evaluator   Kind = "evaluator"
)

// Kinds are all kinds that have a code.
var Kinds = []Kind{Player, Facilitator, Evaluator}

// Pass is what somebody has shown at the door.
type Pass struct {
	// Kind is what a code makes of them; empty for a card and a way back.
	Kind Kind
	// Person has this way back, or has used the card before; empty for nobody.
	Person string
	// Seat is the id of the role that a card is for.
	Seat string
	// Said is a card or way back as it is written; empty for a code.
	Said string

	sum string
}

// Book is what is known of codes, cards and people. Its methods may be called from several
// goroutines at once.
type Book struct {
	mu     sync.Mutex
	path   string
	mirror string // next to the mirror of the record
	salt   []byte
	secret []byte // of this process, for sums
	codes  map[Kind]code
	keys   []key
	fresh  bool          // something is bound that is not in the file yet
	hashes chan struct{} // held while a code's hash is made: one at a time, so that many need no more than 4 MiB
}

// code is a code of the room.
type code struct {
	hash string // what the file has; empty in a book in memory
	sum  string // see Book.sum; after a resume it is empty until somebody has given the code
	said string // the code itself; empty after a resume
	// known is set when somebody who was removed knows the code: newcomers get no seat by it.
	known bool
}

// key is a card or a way back. One that is lent, to somebody who is not in the record, is in no
// file and has no hash.
type key struct {
	hash   string
	dear   bool // its hash has the cost of a code's, as all had in format 1
	sum    string
	said   string // of one that is not hashed yet
	lent   bool
	seat   string // of a card
	person string // empty for a card that nobody has used
}

// New makes a book in memory with these codes; those that are empty are made up. The error says
// which code can be guessed, or which two are the same.
func New(c Codes) (*Book, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	b := &Book{salt: make([]byte, 16), secret: fresh(), codes: map[Kind]code{}, hashes: make(chan struct{}, 1)}
	_, _ = rand.Read(b.salt) // never fails
	for kind, said := range c.by() {
		if said == "" {
			said = NewCode()
		}
		b.codes[kind] = b.coded(said)
	}
	return b, b.distinct()
}

func (c Codes) by() map[Kind]string {
	return map[Kind]string{Player: c.Player, Facilitator: c.Facilitator, Evaluator: c.Evaluator}
}

// hash returns what the book keeps of a code.
func (b *Book) hash(said string) string { return b.hashed(said, costN) }

// hashKey returns what the book keeps of a card or way back.
func (b *Book) hashKey(said string) string { return b.hashed(said, keyN) }

func (b *Book) hashed(said string, n int) string {
	if n == costN {
		b.hashes <- struct{}{}
		defer func() { <-b.hashes }()
	}
	sum, err := scrypt.Key([]byte(plain(said)), b.salt, n, costR, costP, hashLength)
	if err != nil {
		panic("scrypt: " + err.Error()) // the parameters are constants
	}
	return string(sum)
}

// equal compares two hashes or sums. The time that it takes tells nothing of where they differ: it
// compares their SHA-256 sums, and those in constant time.
func equal(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return hmac.Equal(x[:], y[:])
}

// sum returns what a secret is compared by in this process: a sum with the process's own key, which
// takes a thousandth of the time of a hash or less, and is never written anywhere.
func (b *Book) sum(said string) string {
	m := hmac.New(sha256.New, b.secret)
	_, _ = io.WriteString(m, plain(said))
	return string(m.Sum(nil))
}

func fresh() []byte {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return secret
}

// coded returns a code as the book keeps it. A book in memory has no file, and so needs no hash.
func (b *Book) coded(said string) code {
	c := code{sum: b.sum(said), said: said}
	if b.path != "" {
		c.hash = b.hash(said)
	}
	return c
}

// at gives a book in memory a file.
func (b *Book) at(path string) {
	b.path = path
	for kind, c := range b.codes {
		b.codes[kind] = b.coded(c.said)
	}
}

// Known returns what somebody has shown, if it opens anything and its sum is known. sure reports that
// all sums are known, so that anything else opens nothing.
func (b *Book) Known(said string) (p Pass, ok, sure bool) {
	sum := b.sum(said)
	b.mu.Lock()
	defer b.mu.Unlock()
	sure = true
	for _, kind := range Kinds {
		c := b.codes[kind]
		if equal(c.sum, sum) {
			p, ok = Pass{Kind: kind, sum: sum}, true
		}
		sure = sure && c.sum != ""
	}
	for i := range b.keys {
		k := &b.keys[i]
		if equal(k.sum, sum) {
			p, ok = Pass{Person: k.person, Seat: k.seat, Said: written(said), sum: sum}, true
		}
		sure = sure && k.sum != ""
	}
	return p, ok, sure
}

// Check returns what somebody has shown, if it opens anything. It takes as long as a hash where a
// sum is not known, as after a resume, for what nobody has shown yet and for what is wrong; else
// no time.
func (b *Book) Check(said string) (Pass, bool) {
	if p, ok, sure := b.Known(said); ok || sure {
		return p, ok
	}
	h, cheap, sum := b.hash(said), b.hashKey(said), b.sum(said)
	b.mu.Lock()
	for kind, c := range b.codes {
		if equal(c.hash, h) {
			c.sum = sum
			b.codes[kind] = c
		}
	}
	for i := range b.keys {
		if k := &b.keys[i]; k.hash != "" && (k.dear && equal(k.hash, h) || !k.dear && equal(k.hash, cheap)) {
			k.sum = sum
		}
	}
	b.mu.Unlock()
	p, ok, _ := b.Known(said)
	return p, ok
}

// Still returns a pass as it is now, and whether it still opens anything: since it was shown a code
// may have been changed, a card used or a person removed.
func (b *Book) Still(p Pass) (Pass, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p.sum == "" {
		return p, false
	}
	if p.Kind != "" {
		return p, equal(b.codes[p.Kind].sum, p.sum)
	}
	for i := range b.keys {
		if k := &b.keys[i]; equal(k.sum, p.sum) {
			p.Person, p.Seat = k.person, k.seat
			return p, true
		}
	}
	return p, false
}

// Fresh makes up a way back that belongs to nobody yet.
func (b *Book) Fresh() Pass {
	said := newKey()
	return Pass{Said: said, sum: b.sum(said)}
}

// Lend makes a pass the way back of somebody who is not in the record yet: it counts as long as the
// program runs.
func (b *Book) Lend(p Pass, person string) { b.bind(p, person, true) }

// Bind makes a pass, fresh or a card, a person's way back, in place of the one they had.
// It is kept in the file from the next [Book.Keep] of that person on.
func (b *Book) Bind(p Pass, person string) { b.bind(p, person, false) }

func (b *Book) bind(p Pass, person string, lent bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := key{sum: p.sum, said: p.Said, seat: p.Seat, person: person, lent: lent}
	for _, o := range b.keys {
		if equal(o.sum, p.sum) { // a card keeps its hash
			k.hash, k.dear = o.hash, o.dear
		}
	}
	b.keys = slices.DeleteFunc(b.keys, func(k key) bool { return k.person == person || equal(k.sum, p.sum) })
	b.keys = append(b.keys, k)
	b.fresh = b.fresh || !lent
}

// Enter turns what was lent to a person into what [Book.Keep] writes, as [Book.Bind] does.
func (b *Book) Enter(person string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.keys {
		if b.keys[i].person == person {
			b.fresh = b.fresh || b.keys[i].lent
			b.keys[i].lent = false
		}
	}
}

// Forget takes back what was lent to somebody.
func (b *Book) Forget(person string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keys = slices.DeleteFunc(b.keys, func(k key) bool { return k.lent && k.person == person })
}

// Keep writes what is bound to a person into the file. It takes as long as one hash of a way back:
// what is bound to others waits for their own Keep, so that a crowd makes nobody wait. The error
// says that the file cannot be written.
func (b *Book) Keep(person string) error {
	b.mu.Lock()
	at := slices.IndexFunc(b.keys, func(k key) bool { return k.person == person && !k.lent && k.hash == "" })
	if at >= 0 && b.path != "" {
		sum, said := b.keys[at].sum, b.keys[at].said
		b.mu.Unlock()
		h := b.hashKey(said)
		b.mu.Lock()
		for i := range b.keys {
			if b.keys[i].sum == sum {
				b.keys[i].hash, b.keys[i].said, b.fresh = h, "", true
			}
		}
	}
	defer b.mu.Unlock()
	if !b.fresh {
		return nil
	}
	return b.save()
}

// Bar takes a person's way back away for good, and notes that somebody who was removed knows the
// join code.
func (b *Book) Bar(person string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keys = slices.DeleteFunc(b.keys, func(k key) bool { return k.person == person })
	c := b.codes[Player]
	c.known = true
	b.codes[Player] = c
	return b.save()
}

// Wary reports whether somebody who was removed knows the join code.
func (b *Book) Wary() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.codes[Player].known
}

// Change makes up another code of a kind; the one before opens nothing any more.
func (b *Book) Change(kind Kind) (string, error) {
	if !slices.Contains(Kinds, kind) {
		return "", fmt.Errorf("there is no code for %q: players, facilitators and evaluators have one", kind)
	}
	said := NewCode()
	return said, b.Adopt(kind, said)
}

// Adopt sets a code that another book has made up, since rooms side by side have the same codes.
func (b *Book) Adopt(kind Kind, said string) error {
	c := b.coded(said)
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.codes[kind]
	b.codes[kind] = c
	if err := b.save(); err != nil {
		b.codes[kind] = before
		return err
	}
	return nil
}

// Said returns the codes; those of which only the hash is known, as after a resume, are empty.
func (b *Book) Said() Codes {
	b.mu.Lock()
	defer b.mu.Unlock()
	return Codes{Player: b.codes[Player].said, Facilitator: b.codes[Facilitator].said,
		Evaluator: b.codes[Evaluator].said}
}

// Card is a card as it is handed out: the id of the seat, and the secret.
type Card struct{ Seat, Said string }

// Cards makes a new card for each seat. Cards that nobody has used before open nothing any
// more; those that have been used are people's ways back and stay.
func (b *Book) Cards(seats []string) ([]Card, error) {
	var out []Card
	var fresh []key
	for _, seat := range seats {
		p := b.Fresh()
		out = append(out, Card{seat, p.Said})
		fresh = append(fresh, key{hash: b.hashKey(p.Said), sum: p.sum, seat: seat})
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	before := slices.Clone(b.keys)
	b.keys = slices.DeleteFunc(b.keys, func(k key) bool {
		return k.person == "" && slices.Contains(seats, k.seat)
	})
	b.keys = append(b.keys, fresh...)
	if err := b.save(); err != nil {
		b.keys = before
		return nil, err
	}
	return out, nil
}

// Replace makes another card for a seat. A card that was handed out for it opens nothing any more.
// If a person has the seat, the new card replaces that person's way back; person is empty if nobody
// has it.
func (b *Book) Replace(seat, person string) (Card, error) {
	p := b.Fresh()
	p.Seat = seat
	h := b.hashKey(p.Said)
	b.mu.Lock()
	defer b.mu.Unlock()
	before := slices.Clone(b.keys)
	b.keys = slices.DeleteFunc(b.keys, func(k key) bool {
		return k.person == "" && k.seat == seat || person != "" && k.person == person
	})
	b.keys = append(b.keys, key{hash: h, sum: p.sum, seat: seat, person: person})
	if err := b.save(); err != nil {
		b.keys = before
		return Card{}, err
	}
	return Card{seat, p.Said}, nil
}

// distinct returns an error if two codes are the same. It compares hashes too, as after a resume the
// codes of a file have no sums.
func (b *Book) distinct() error {
	for i, kind := range Kinds {
		for _, other := range Kinds[:i] {
			x, y := b.codes[kind], b.codes[other]
			if x.sum != "" && x.sum == y.sum || x.hash != "" && x.hash == y.hash {
				return fmt.Errorf("the %s's code is the same as the %s's; each needs one of its own", kind, other)
			}
		}
	}
	return nil
}

// written returns a card or way back as it was handed out.
func written(said string) string {
	p := plain(said)
	if len(p) != keyLength {
		return p
	}
	return p[:keyLength/2] + "-" + p[keyLength/2:]
}
