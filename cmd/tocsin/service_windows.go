package main

import "os"

// freezes are none: no terminal there makes a program stand still.
var freezes []os.Signal
