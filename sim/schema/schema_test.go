package schema

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type place int

func (place) MarshalText() ([]byte, error) { return []byte("line 1"), nil }

type own struct{}

func (own) MarshalJSON() ([]byte, error) { return []byte("7"), nil }

type inner struct {
	Kept string `json:"kept"`
}

type tree struct {
	inner
	Name     string            `json:"name"`
	Left     *tree             `json:"left"`
	Perhaps  []float64         `json:"perhaps,omitempty"`
	By       map[string]uint64 `json:"by"`
	Pair     [2]int            `json:"pair"`
	At       place             `json:"at"`
	When     time.Time         `json:"when"`
	Own      own               `json:"own"`
	Any      any               `json:"any"`
	Hidden   string            `json:"-"`
	_        string
	Untagged bool
}

// TestOf: a schema says of each field what it can be, and whether it must be there.
func TestOf(t *testing.T) {
	got, err := json.Marshal(Of("tree", 2, "a tree", reflect.TypeFor[tree]()))
	require.NoError(t, err)
	assert.JSONEq(t, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:tocsin:schema:tree:2",
		"title": "tree", "description": "a tree", "$ref": "#/$defs/schema.tree", "$defs": {"schema.tree": {
		"type": "object", "properties": {"kept": {"type": "string"}, "name": {"type": "string"},
		"left": {"anyOf": [{"$ref": "#/$defs/schema.tree"}, {"type": "null"}]},
		"perhaps": {"type": ["array", "null"], "items": {"type": "number"}},
		"by": {"type": ["object", "null"], "additionalProperties": {"type": "integer", "minimum": 0}},
		"pair": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
		"at": {"type": "string"}, "when": {"type": "string", "format": "date-time"}, "own": {}, "any": {},
		"Untagged": {"type": "boolean"}},
		"required": ["kept", "name", "left", "by", "pair", "at", "when", "own", "any", "Untagged"]}}}`, string(got))
}
