//go:build !windows

package main

import (
	"os"
	"syscall"
)

// freezes are the signals by which a terminal suspends a program: a host with people
// in it does not.
var freezes = []os.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU}
