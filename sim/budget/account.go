package budget

import (
	"cmp"
	"slices"
	"strings"
)

// Account is a person or an address, with all that it uses.
type Account struct {
	Whose   string `json:"whose"`
	Address bool   `json:"address,omitempty"` // an address, and no person
	// Left is the share that is left, in per cent, of the bound of which the least is left.
	Left int `json:"left"`
	// Refused is how often it was not enough.
	Refused int      `json:"refused,omitempty"`
	What    []string `json:"what"` // what has been used, in words
}

// Accounts returns an account for everybody who uses something: those that were refused most come
// first, then those with least left.
func Accounts(uses []Use) []Account {
	out := []Account{}
	for _, u := range uses {
		if u.Used == 0 && u.Refused == 0 {
			continue
		}
		b := Of(u.Of)
		held := b.Every == 0
		address := b.Of == Address || held
		at := slices.IndexFunc(out, func(a Account) bool { return a.Whose == u.Whose && a.Address == address })
		if at < 0 {
			at = len(out)
			out = append(out, Account{Whose: u.Whose, Address: address, Left: 100})
		}
		a := &out[at]
		a.Refused += u.Refused
		if !held {
			a.Left = min(a.Left, 100*u.Left/b.Most)
		}
		a.What = append(a.What, grouped(u.Used)+" "+counted(u.Used, u.Of))
	}
	slices.SortStableFunc(out, func(a, b Account) int {
		return cmp.Or(cmp.Compare(b.Refused, a.Refused), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Whose, b.Whose))
	})
	return out
}

// counted returns the name of a bound after a number: one key, two keys.
func counted(n int, of Name) string {
	words := strings.Fields(string(of))
	for i, word := range words {
		one := strings.TrimSuffix(word, "s")
		if word == "people" {
			one = "person"
		}
		if n == 1 && one != word { // the first plural is what is counted
			words[i] = one
			break
		}
	}
	return strings.Join(words, " ")
}
