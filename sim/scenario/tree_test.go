package scenario

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheDocumentHasTheZoneOfTheStart: the day and hour at which a story begins are in the JSON as in the file.
func TestTheDocumentHasTheZoneOfTheStart(t *testing.T) {
	for _, start := range []string{"2027-03-05T15:00:00+05:30", "2027-03-05T15:00:00Z", "2027-03-05T15:00:00-03:00"} {
		sc, ds := Load("x", []byte("title = \"x\"\nlength = \"1d\"\nstart = "+start+"\n[role.a]\n"))
		require.NotNil(t, sc, ds)
		text, err := sc.Document()
		require.NoError(t, err)
		var have struct{ Start string }
		require.NoError(t, json.Unmarshal(text, &have))
		assert.Equal(t, start, have.Start)
	}
}
