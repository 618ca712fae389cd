package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"tocsin/scenarios"
)

func newNewCommand(io stdio) *cobra.Command {
	return &cobra.Command{
		Use:   "new [FILE]",
		Short: "Write a commented scenario to start from",
		Args:  atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || toStandardOutput(args[0]) {
				_, err := fmt.Fprint(io.out, scenarios.Template)
				return err
			}
			f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return inputError{args[0] + " exists already and is left as it is; give another name"}
			}
			if err != nil {
				return inputError{err.Error()}
			}
			if _, err := f.WriteString(scenarios.Template); err != nil {
				f.Close()
				return inputError{err.Error()}
			}
			if err := f.Close(); err != nil {
				return inputError{err.Error()}
			}
			fmt.Fprintf(io.out, "Wrote %s. Now try:\n  tocsin check %s\n  tocsin run %s\n", args[0], args[0], args[0])
			return nil
		},
	}
}
