package main

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// notices is the text of the licence of Go and of every module that is linked into the
// program on any system that releases are built for.
//
//go:generate go test -run ^TestLicences$ -update .
//go:embed licences.txt
var notices string

func newLicencesCommand(out stdio) *cobra.Command {
	return &cobra.Command{
		Use:     "licences",
		Aliases: []string{"licenses"},
		Short:   "Print the licences of the software that Tocsin is built from",
		Long: `Print the full text of the licence of each library in this program, with its version.
Tocsin's own licence is MIT.`,
		Args: atMost(0),
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(out.out, notices)
			return err
		},
	}
}
