//go:build !windows

package main

import (
	"os"
	"syscall"
)

// interrupts are the signals of the keys that end a program at a terminal, ctrl+c and ctrl+\: a second key next to the
// first would else end an exercise unasked, with the program's stack.
var interrupts = []os.Signal{os.Interrupt, syscall.SIGQUIT}

// freezes are the signals by which a terminal suspends a program: a host with people
// in it does not.
var freezes = []os.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU}
