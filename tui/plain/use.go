package plain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
)

// accounting is a seat that tells who uses what, and cuts an address off.
type accounting interface {
	Uses(ctx context.Context) ([]budget.Use, error)
	CutOff(ctx context.Context, address string) (int, error)
}

var errNoAccounting = errors.New("nobody comes in over the network here")

func (d *dialogue) showUse() error {
	s, ok := d.hand().Seat.(accounting)
	if !ok {
		return d.answered(exercise.Answer{OK: true}, errNoAccounting, "")
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	uses, err := s.Uses(ctx)
	if err != nil {
		return d.answered(exercise.Answer{OK: true}, err, "")
	}
	rows := budget.Accounts(uses)
	if len(rows) == 0 {
		d.say("Nobody has come in over the network or done anything yet.")
	}
	for _, a := range rows {
		of := a.Whose
		if a.Address {
			of = "Address " + of
		}
		refused := ""
		if a.Refused > 0 {
			refused = fmt.Sprintf(", refused %d times", a.Refused)
		}
		d.entry(fmt.Sprintf("%s: %d %% left%s. Used: %s.", of, a.Left, refused, strings.Join(a.What, ", ")))
	}
	return nil
}

func (d *dialogue) doCut() error {
	s, ok := d.hand().Seat.(accounting)
	if !ok {
		return d.answered(exercise.Answer{OK: true}, errNoAccounting, "")
	}
	address, err := d.text("Which address")
	if err != nil {
		return err
	}
	address, sure, _ := strings.Cut(address, "; ")
	if sure != "" {
		d.args = []string{sure}
	}
	if err := d.sure("Those who come from there and have no seat are put out, and nobody new comes in from there " +
		"for ten minutes. Staff, and people who have a seat, stay."); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	n, err := s.CutOff(ctx, address)
	return d.answered(exercise.Answer{OK: true}, err, fmt.Sprintf("%s is cut off for ten minutes. Put out: %d.", address, n))
}
