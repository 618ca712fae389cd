package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUpperBeginsSentences(t *testing.T) {
	for from, to := range map[string]string{"": "", "its length is over": "Its length is over", "état": "État", "模型": "模型",
		"3 of 5": "3 of 5"} {
		assert.Equal(t, to, upper(from))
	}
}
