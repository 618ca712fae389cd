package widget_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/tui/widget"
)

func TestLabelIsTheTextOfWhatWasChosen(t *testing.T) {
	f := widget.NewForm("Change", "Do it",
		widget.Choose("venue", "Venue", []widget.Option{{ID: "a", Text: "The hotline"},
			{ID: "b", Text: "The panel"}}, "b"),
		widget.Choose("none", "None", nil, ""))
	assert.Equal(t, "The panel", f.Label("venue"))
	assert.Empty(t, f.Label("none"))
	assert.Empty(t, f.Label("unknown"))
}
