package plain_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// shown is a seat that is shown one view, and asks for nothing.
type shown struct {
	plain.Seat
	view exercise.View
}

func (s shown) Now(context.Context) (exercise.View, error) { return s.view, nil }
func (s shown) Views() <-chan exercise.View                { return nil }
func (s shown) Ended() string                              { return "" }

// TestMaterialSaysWhoItCameFrom where anybody is said to have sent it.
func TestMaterialSaysWhoItCameFrom(t *testing.T) {
	v := exercise.View{You: exercise.You{Name: "Fay", Kind: exercise.KindFacilitator}, Control: &exercise.Control{
		Seats: make([]exercise.Place, 2), Material: &exercise.Material{Came: []exercise.Brought{
			{At: exercise.Moment{T: "T+1h"}, Title: "Egress", From: "Billing", Text: "A lot."},
			{At: exercise.Moment{T: "T+9h"}, Title: "Rain", To: []string{"Cloud provider"}, Text: "All day."}}}}}
	out := strings.Join(strings.Fields(dialogue(t, "material\n", plain.Hand{Seat: shown{view: v}})), " ")
	assert.Contains(t, out, "Egress, from Billing to nobody: A lot.")
	assert.Contains(t, out, "Rain, to Cloud provider: All day.")
}
