package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
)

// inputError says that a file is at fault, or something else that is not the command line: exit code 1.
type inputError struct{ msg string }

func (e inputError) Error() string { return e.msg }

// usageError says that the command was called wrongly: exit code 2.
type usageError struct{ msg string }

func (e usageError) Error() string { return e.msg }

// exitCode is 1 for an inputError and for a file that cannot be read or written, and 2 for all other
// errors: those of cobra are about usage.
func exitCode(err error) int {
	var input inputError
	var file *fs.PathError
	if errors.As(err, &input) || errors.As(err, &file) {
		return 1
	}
	return 2
}

// flagError says in words what is wrong with a flag's value, where the error names functions of Go.
func flagError(err error) error {
	what, why, found := strings.Cut(err.Error(), ": strconv.")
	function, _, _ := strings.Cut(why, ":")
	switch {
	case !found:
		return usageError{what}
	case strings.HasSuffix(why, "out of range"):
		return usageError{what + ": that is too large, or too small"}
	}
	return usageError{what + ": expected " + map[string]string{"ParseUint": "a whole number, 0 or more",
		"ParseInt":  "a whole number",
		"ParseBool": "true or false", "ParseFloat": "a number"}[function]}
}

// exactlyOne refuses a command line without exactly one argument, and says what to give.
func exactlyOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError{"give " + what}
		}
		return nil
	}
}

// atMost refuses more than n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) <= n:
			return nil
		case n == 0:
			return usageError{fmt.Sprintf("%s takes no arguments, only flags", cmd.CommandPath())}
		}
		return usageError{fmt.Sprintf("%s takes %s at most, not %d", cmd.CommandPath(), counted(n, "argument"),
			len(args))}
	}
}

// counted is a number of things in words: no faults, 1 fault, 2 faults.
func counted(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
