package main

import (
	"github.com/spf13/cobra"
)

// inputError says that a scenario, script or record is at fault: exit code 1.
type inputError struct{ msg string }

func (e inputError) Error() string { return e.msg }

// usageError says that the command was called wrongly: exit code 2.
type usageError struct{ msg string }

func (e usageError) Error() string { return e.msg }

// exactlyOne wants one argument and says which.
func exactlyOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError{"give " + what}
		}
		return nil
	}
}
