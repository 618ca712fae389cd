package main

import (
	"fmt"

	"tocsin/sim/sweep"
)

func tellSweep(io stdio, r *sweep.Result) error {
	_, err := fmt.Fprintln(io.out, r.N)
	return err
}
