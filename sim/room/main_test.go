package room_test

import (
	"os"
	"testing"

	"tocsin/sim/testsize"
)

func TestMain(m *testing.M) { os.Exit(testsize.InMemory(m)) }
