package plain_test

import (
	"os"
	"testing"

	"tocsin/sim/testsize"
)

func TestMain(m *testing.M) { os.Exit(testsize.Waiting(m)) }
