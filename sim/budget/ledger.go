package budget

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"
)

// remembered is the most accounts that a ledger keeps, so that a flood of addresses does not fill
// memory. Accounts that will be full again soonest are forgotten first.
const remembered = 8192

// Ledger counts what is used of bounds. Its methods may be called from several goroutines at once.
type Ledger struct {
	mu       sync.Mutex
	accounts map[holder]*account
	held     map[holder]int
	cut      map[string]time.Time // by address: until when nobody new comes in from it
}

// holder is a bound, and the person or address that it belongs to.
type holder struct {
	of    Name
	whose string
}

type account struct {
	left    float64 // at the time at
	at      time.Time
	used    int
	refused int
}

// NewLedger makes a ledger in which nobody has used anything.
func NewLedger() *Ledger {
	return &Ledger{accounts: map[holder]*account{}, held: map[holder]int{}, cut: map[string]time.Time{}}
}

// Charge is how much somebody wants to use of a bound.
type Charge struct {
	Of     Name
	Whose  string
	Amount int
}

// Take takes all charges, or none and returns an [*Over]. A bound of one holder must be charged once.
func (l *Ledger) Take(now time.Time, charges ...Charge) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range charges {
		if over := l.lacks(c, now); over != nil {
			return over
		}
	}
	for _, c := range charges {
		a := l.account(c, now)
		a.left -= float64(c.Amount)
		a.used += c.Amount
	}
	return nil
}

// lacks returns an [*Over] if what is charged cannot be taken now, and counts that as refused; else
// nil.
func (l *Ledger) lacks(c Charge, now time.Time) error {
	a, b := l.account(c, now), Of(c.Of)
	lacks := float64(c.Amount) - a.left
	if lacks <= 0 {
		return nil
	}
	a.refused++
	over := &Over{Bound: b}
	if b.Every > 0 && c.Amount <= b.Most {
		over.Wait = time.Duration(lacks * float64(b.Every))
	}
	return over
}

// Allows returns an [*Over] if one of the charges could not be taken now, and counts that as refused.
// It takes nothing.
func (l *Ledger) Allows(now time.Time, charges ...Charge) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range charges {
		if over := l.lacks(c, now); over != nil {
			return over
		}
	}
	return nil
}

// Give gives back what was taken and not used.
func (l *Ledger) Give(now time.Time, c Charge) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(c, now)
	a.left = min(float64(Most(c.Of)), a.left+float64(c.Amount))
	a.used -= c.Amount
}

// Hold counts what is held and given back later: n more, or fewer for n below 0. It refuses nothing:
// the caller keeps to the bound.
func (l *Ledger) Hold(of Name, whose string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := holder{of, whose}
	if l.held[key] += n; l.held[key] <= 0 {
		delete(l.held, key)
	}
}

// CutOff lets nobody new in from an address until a time.
func (l *Ledger) CutOff(address string, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut[address] = until
}

// Cut reports whether an address is cut off, and until when.
func (l *Ledger) Cut(address string, now time.Time) (until time.Time, cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until, cut = l.cut[address]
	if cut && !now.Before(until) {
		delete(l.cut, address)
		return time.Time{}, false
	}
	return until, cut
}

// account returns what a holder has of a bound now.
func (l *Ledger) account(c Charge, now time.Time) *account {
	b, key := Of(c.Of), holder{c.Of, c.Whose}
	a := l.accounts[key]
	if a == nil {
		l.forget(now)
		a = &account{left: float64(b.Most), at: now}
		l.accounts[key] = a
	}
	if b.Every > 0 && now.After(a.at) {
		a.left = min(float64(b.Most), a.left+float64(now.Sub(a.at))/float64(b.Every))
		a.at = now
	}
	return a
}

// forget drops a quarter of the accounts if the ledger is full.
func (l *Ledger) forget(now time.Time) {
	if len(l.accounts) < remembered {
		return
	}
	type row struct {
		key   holder
		whole time.Duration // until it is full again; the longest duration for never
	}
	rows := make([]row, 0, len(l.accounts))
	for key, a := range l.accounts {
		b := Of(key.of)
		whole := time.Duration(math.MaxInt64)
		if b.Every > 0 {
			whole = time.Duration((float64(b.Most)-a.left)*float64(b.Every)) - now.Sub(a.at)
		}
		rows = append(rows, row{key, whole})
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.whole, b.whole) })
	for _, r := range rows[:remembered/4] {
		delete(l.accounts, r.key)
	}
}

// Use is what a person or an address has used of a bound.
type Use struct {
	Of    Name   `json:"of"`
	Whose string `json:"whose"`
	Used  int    `json:"used"` // since the account was made; of what is held, now
	Left  int    `json:"left"`
	// Refused is how often it was not enough.
	Refused int `json:"refused,omitempty"`
}

// Uses returns what everybody has used, in the order of the bounds' names and then of the holders'.
func (l *Ledger) Uses(now time.Time) []Use {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Use, 0, len(l.accounts))
	for key := range l.accounts {
		a := l.account(Charge{Of: key.of, Whose: key.whose}, now)
		out = append(out, Use{key.of, key.whose, a.used, int(a.left), a.refused})
	}
	for key, n := range l.held {
		out = append(out, Use{Of: key.of, Whose: key.whose, Used: n, Left: max(0, Most(key.of)-n)})
	}
	slices.SortFunc(out, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Whose, b.Whose))
	})
	return out
}
