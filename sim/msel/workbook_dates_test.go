package msel

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// TestDatesOfWorkbooks: whether a number is a date is told by its format and not by its looks, in
// each way in which a format is named; numbers with letters, signs and dashes are none.
func TestDatesOfWorkbooks(t *testing.T) {
	const at = 46447.375 // 1 March 2027, 09:00
	for _, c := range []struct {
		name, format string
		id           int
		value        any
		text         string
		dated        bool
	}{
		{"usual date", "", 14, 46447, "2027-03-01", true},
		{"usual date with a time", "", 22, at, "2027-03-01 09:00", true},
		{"usual time", "", 20, 0.375, "09:00", true},
		{"seconds", "", 21, 0.375 + 7.0/86400, "09:00:07", true},
		{"more than a day", "[h]:mm", 0, 1.5, "36:00", true},
		{"German", `dd\.mm\.yyyy hh:mm`, 0, at, "2027-03-01 09:00", true},
		{"of a language", `[$-407]d. mmmm yyyy;@`, 0, at, "2027-03-01 09:00", true},
		{"with words", `"on" d/m`, 0, 46447, "2027-03-01", true},
		{"money", `#,##0.00 "USD"`, 0, 1234.5, "1,234.50 USD", false},
		{"red if below 0", `0;[Red]\-0`, 0, 46447, "46447", false},
		{"a share", "0%", 0, 0.25, "25%", false},
		{"general", "General", 0, 46447.5, "46447.5", false},
		{"a text with a date's format", "d/m/yy", 0, "T+5", "T+5", false},
		{"nothing a calendar has", "d/m/yy", 0, 250000, "250000", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := excelize.NewFile()
			style := &excelize.Style{NumFmt: c.id}
			if c.format != "" {
				style = &excelize.Style{CustomNumFmt: &c.format}
			}
			id, err := book.NewStyle(style)
			require.NoError(t, err)
			require.NoError(t, book.SetCellValue("Sheet1", "A1", c.value))
			require.NoError(t, book.SetCellStyle("Sheet1", "A1", "A1", id))
			var b bytes.Buffer
			require.NoError(t, book.Write(&b))
			a, err := openArchive(b.Bytes())
			require.NoError(t, err)
			sheets, _, err := readWorkbook(a)
			require.NoError(t, err)
			got := sheets[0].rows[0].cells[0]
			assert.Equal(t, c.text, got.text)
			assert.Equal(t, c.dated, got.dated)
		})
	}
}
