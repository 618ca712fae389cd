package main

import "os"

// interrupts is the signal of the key that ends a program at a terminal.
var interrupts = []os.Signal{os.Interrupt}

// suspends is empty: no terminal there suspends a program.
var suspends []os.Signal
