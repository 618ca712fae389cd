package main

import (
	"errors"
	goio "io"
	"os"
)

// toStandardOutput reports whether a file that a person named is standard output: none, or
// "-" as in other programs.
func toStandardOutput(file string) bool { return file == "" || file == "-" }

// writeOutput writes to the file that a person named, or to standard output.
func writeOutput(io stdio, file string, write func(goio.Writer) error) error {
	if toStandardOutput(file) {
		return write(io.out)
	}
	f, err := os.Create(file)
	if err != nil {
		return inputError{err.Error()}
	}
	return errors.Join(write(f), f.Close())
}
