//go:build !windows

package main

import (
	"os"
	"syscall"
)

// interrupts are the signals of the keys that end a program at a terminal: ctrl+c, and ctrl+\, which would otherwise
// end an exercise at once and print the program's stack.
var interrupts = []os.Signal{os.Interrupt, syscall.SIGQUIT}

// suspends are the signals by which a terminal suspends a program: a host with people
// in it does not.
var suspends = []os.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU}
