package msel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cells of dates and times are numbers with a format. Here each such format is replaced by one that
// writes the number itself after a mark, and the text is made from that number. So the format says what
// a cell means, not its text, and a sheet is read once. (The library takes a ten-thousandth of a second
// to write a date in the way of one of a hundred languages, which makes a second for a list.)
const (
	dayMark     = "\uE000day "     // before the number of a date or a time of day
	elapsedMark = "\uE000elapsed " // before that of a time that goes beyond 24 hours
)

// markDates replaces the formats of dates and times in a workbook's styles.
func markDates(book *excelize.File) error {
	if _, err := book.GetStyle(0); err != nil || book.Styles == nil || book.Styles.CellXfs == nil {
		return nil // a workbook without styles has no dates
	}
	codes := map[int]string{}
	if book.Styles.NumFmts != nil {
		for _, f := range book.Styles.NumFmts.NumFmt {
			if f != nil {
				codes[f.NumFmtID] = f.FormatCode
			}
		}
	}
	styles := map[string][]int{} // by mark
	for i, x := range book.Styles.CellXfs.Xf {
		if x.NumFmtID == nil {
			continue
		}
		code, own := codes[*x.NumFmtID]
		if !own {
			code = usualFormat(*x.NumFmtID)
		}
		if mark := dateMark(code); mark != "" {
			styles[mark] = append(styles[mark], i)
		}
	}
	for _, mark := range []string{dayMark, elapsedMark} {
		if len(styles[mark]) == 0 {
			continue
		}
		format := `"` + mark + `"0.0000000000`
		id, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return fmt.Errorf("the workbook's styles cannot be read: %w; save it again as .xlsx", err)
		}
		for _, i := range styles[mark] {
			book.Styles.CellXfs.Xf[i].NumFmtID = book.Styles.CellXfs.Xf[id].NumFmtID
		}
	}
	return nil
}

// usualFormat returns a format of dates and times that workbooks name only by its number (ECMA-376,
// part 1, 18.8.30); "" for all others.
func usualFormat(id int) string {
	switch {
	case id == 46:
		return "[h]:mm:ss"
	case id >= 18 && id <= 21, id == 45, id == 47, id >= 32 && id <= 35, id == 55, id == 56:
		return "h:mm"
	case id == 22:
		return "m/d/yy h:mm"
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return "m/d/yy"
	}
	return ""
}

// dateMark returns the mark for numbers of a format; "" if it is no format of dates and times.
func dateMark(code string) string {
	code, _, _ = strings.Cut(code, ";") // the form of positive numbers
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"': // quoted text
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return ""
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[': // a colour, a language, a condition, or hours beyond 24
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return ""
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				return elapsedMark
			}
			i += end
		case 'G', 'g':
			if len(code) >= i+7 && strings.EqualFold(code[i:i+7], "General") {
				i += 6
			}
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			return dayMark
		}
	}
	return ""
}

// workbookCell returns a cell as it is shown, or for a date or time its number and a text made of that.
func workbookCell(shown string, epoch1904 bool) cell {
	for _, mark := range []string{dayMark, elapsedMark} {
		number, marked := strings.CutPrefix(strings.TrimPrefix(shown, "-"), mark)
		if !marked {
			continue
		}
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return cell{text: cleanCell(number)}
		}
		if strings.HasPrefix(shown, "-") {
			v = -v
		}
		if epoch1904 && mark == dayMark && v >= 1 {
			v += days1904
		}
		return cell{text: serialText(v, mark == elapsedMark), serial: v, dated: true}
	}
	return cell{text: cleanCell(shown)}
}

// serialText writes a number of days as a date, with its time of day where it has one, or as hours
// where it is less than a day or elapsed.
func serialText(v float64, elapsed bool) string {
	seconds := int64(math.Round(v * 86400))
	switch {
	case v < 0 || v > 200000:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case v < 1 || elapsed:
		text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
		if s := seconds % 60; s != 0 {
			text += fmt.Sprintf(":%02d", s)
		}
		return text
	}
	at := serialReading(float64(seconds) / 86400)
	if at.kind != instant { // within the first year of spreadsheets, which is no date here
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	switch {
	case seconds%86400 == 0:
		return at.when.Format("2006-01-02")
	case seconds%60 == 0:
		return at.when.Format("2006-01-02 15:04")
	}
	return at.when.Format("2006-01-02 15:04:05")
}
