//go:build !windows

package main

import (
	"os"
	"syscall"
)

// freezes are the signals by which a terminal makes a program stand still: a host with people
// in it does not.
var freezes = []os.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU}
