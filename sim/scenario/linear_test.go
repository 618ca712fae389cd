package scenario

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// TestLoadingIsLinear: of twice as many injects, loading takes about twice the memory. An imported
// list may have ten thousand.
func TestLoadingIsLinear(t *testing.T) {
	taken := func(n int) float64 {
		var b strings.Builder
		b.WriteString("format = 1\ntitle = \"Many\"\nstart = 2027-03-01T09:00:00Z\nlength = \"10d\"\n[role.cert]\ntitle = \"CERT\"\n")
		for i := range n {
			fmt.Fprintf(&b, "[inject.i%d]\nat = \"%dm\"\nto = [\"cert\"]\ntitle = \"Inject %d\"\ntext = \"%s\"\n", i, i%9000, i,
				strings.Repeat("word ", 20))
		}
		src := []byte(b.String())
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		sc, ds := Load("many", src)
		runtime.ReadMemStats(&after)
		require.NotNil(t, sc, "%v", ds)
		require.Len(t, sc.Injects, n)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	taken(100) // what is done once
	n := testsize.Of(2000, 2000, 800)
	assert.Less(t, taken(2*n)/taken(n), 2.6)
}
