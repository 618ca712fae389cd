package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/scenario"
)

// TestCellsAreInert: no spreadsheet runs a cell, numbers stay numbers, and a text comes back as it was.
func TestCellsAreInert(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain": "plain", "a=b": "a=b", "-1.5": "-1.5", "+2": "+2", "1e9": "1e9",
		"=1+1": "'=1+1", " =1+1": "' =1+1", "-1+1|cmd": "'-1+1|cmd", "@SUM(A1)": "'@SUM(A1)", "-Inf": "'-Inf",
		"-0x1p4": "'-0x1p4", "＝1": "'＝1", "\t=1": "'\t=1", "'quoted": "''quoted", "'=1": "''=1",
	} {
		assert.Equal(t, want, scenario.InertCell(text), "%q", text)
		assert.Equal(t, text, scenario.CellText(scenario.InertCell(text)), "%q", text)
	}
}
