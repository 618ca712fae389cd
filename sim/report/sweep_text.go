package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
)

// sweepSheet writes the result of a sweep for people who decide, not for statisticians:
// the finding in sentences first, then the numbers behind it.
type sweepSheet struct {
	b     strings.Builder
	r     *sweep.Result
	width int
	names []string // of the arms, or their numbers where names are long
}

// maxColumnName is the longest name of an arm that heads a column.
const maxColumnName = 20

// Sweep tells the result of a sweep, in lines of at most width characters.
func Sweep(out io.Writer, r *sweep.Result, width int) error {
	s := sweepSheet{r: r, width: width}
	for i := range r.Arms {
		s.names = append(s.names, scenario.CleanLine(r.Arms[i].Arm))
	}
	if longest(s.names) > maxColumnName {
		for i := range s.names {
			s.names[i] = fmt.Sprintf("[%d]", i+1)
		}
	}
	s.heading()
	s.mainMeasure()
	s.efficiency()
	s.means()
	s.differences()
	_, err := io.WriteString(out, s.b.String())
	return err
}

func longest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, ansi.StringWidth(w))
	}
	return n
}

func (s *sweepSheet) para(text string) {
	s.b.WriteString(ansi.Wrap(text, s.width, "") + "\n")
}

func (s *sweepSheet) heading() {
	r := s.r
	arms := fmt.Sprintf("%d arms", len(r.Arms))
	if len(r.Arms) == 1 {
		arms = "one arm"
	}
	s.para(fmt.Sprintf("%s: %s seeds from %d on, each played in %s.", scenario.CleanLine(r.Title), Grouped(r.N),
		r.Seed, arms))
	switch u := r.Until; {
	case !r.Complete:
		s.para(fmt.Sprintf("This is a part of the sweep only: %s of %s seeds.", Grouped(r.N), Grouped(r.Asked)))
	case u != nil && u.Reached:
		s.para(fmt.Sprintf("It stopped by itself: no 95%% interval in %s is wider than %s to either side.",
			u.Measure, figure(u.HalfWidth)))
	case u != nil:
		s.para(fmt.Sprintf("The 95%% intervals in %s did not come down to %s to either side.", u.Measure,
			figure(u.HalfWidth)))
	}
}

// mainMeasure shows harm, or whatever is measured first: every arm's spread, and what
// each difference means.
func (s *sweepSheet) mainMeasure() {
	m := &s.r.Measures[0]
	title := m.Title
	if m.Unit != "" {
		title += ", " + m.Unit
	}
	switch m.Good {
	case score.Lower:
		title += " (less is better)"
	case score.Higher:
		title += " (more is better)"
	}
	s.para("\n" + strings.ToUpper(title))
	never := false
	var labels []string
	for i := range s.r.Arms {
		never = never || s.r.Arms[i].Measures[m.ID].Never > 0
		labels = append(labels, s.label(i))
	}
	wide := min(longest(labels), s.width-56)
	head := fmt.Sprintf("  %-*s %9s %8s %9s %9s %9s", wide, "arm", "mean", "± s.e.", "5%", "median", "95%")
	if never {
		head += fmt.Sprintf(" %8s", "never")
	}
	fmt.Fprintln(&s.b, head)
	for i := range s.r.Arms {
		st := s.r.Arms[i].Measures[m.ID]
		fmt.Fprintf(&s.b, "  %s %9s %8s %9s %9s %9s", fit(labels[i], wide), orDash(meanOf(st)), orDash(errorOf(st)),
			orDash(st.P5), orDash(st.P50), orDash(st.P95))
		if never {
			fmt.Fprintf(&s.b, " %8s", Grouped(st.Never))
		}
		s.b.WriteByte('\n')
	}
	if m.Time && never {
		s.para("\nWhere it never came, the mean counts the end of the exercise; the other figures are of runs in " +
			"which it came.")
	}
	s.para("\nOne run in twenty lies below the figure under 5%, half of them below the median, and one in twenty " +
		"above the figure under 95%.\n")
	for _, d := range s.r.Differences {
		if d.Measure == m.ID {
			s.para(differenceSentence(s.r, &d))
		}
	}
}

// efficiency is coordination efficiency over all draws, the ratio of means that reports and previews
// tell too.
func (s *sweepSheet) efficiency() {
	var rows, labels []string
	for i := range s.r.Arms {
		e := s.r.Arms[i].Efficiency
		if e == nil || e.Value == nil {
			continue
		}
		labels = append(labels, s.label(i))
		words := figure(*e.Value)
		if e.CI95 != nil {
			w := (e.CI95[1] - e.CI95[0]) / 2
			words = fmt.Sprintf("%s, 95%% interval %s to %s", rounded(*e.Value, w), rounded(e.CI95[0], w),
				rounded(e.CI95[1], w))
		}
		rows = append(rows, words)
	}
	if len(rows) == 0 {
		return
	}
	s.para("\nCOORDINATION EFFICIENCY OVER ALL DRAWS (MORE IS BETTER)")
	wide := min(longest(labels), s.width-44)
	for i := range rows {
		fmt.Fprintf(&s.b, "  %s  %s\n", fit(labels[i], wide), rows[i])
	}
	s.para("\nOf the harm that coordination could have avoided over these draws, the part that it did. The mean of " +
		"single runs, below, counts a draw in which little was at stake as much as one in which all was.")
}

// meanOf is the mean that is told: of a time that may never come the restricted one, with
// which its differences agree.
func meanOf(st sweep.Statistics) *float64 {
	if st.Restricted != nil {
		return st.Restricted
	}
	return st.Mean
}

// errorOf is the standard error of the mean that is told.
func errorOf(st sweep.Statistics) *float64 {
	if st.Restricted != nil {
		return st.RestrictedSE
	}
	return st.SE
}

// label is an arm's name and title, with its number where columns are numbered.
func (s *sweepSheet) label(i int) string {
	a := &s.r.Arms[i]
	name := scenario.CleanLine(a.Arm)
	label := name
	if a.Title != name {
		label += ": " + a.Title
	}
	if s.names[i] != name {
		label = s.names[i] + " " + label
	}
	return label
}

// differenceSentence says what a difference means: "Everything prepared lowers harm by 318
// against nothing prepared (95% interval 301 to 334), paired over 2,000 seeds."
func differenceSentence(r *sweep.Result, d *sweep.Difference) string {
	m := measureOf(r, d.Measure)
	what := inSentence(m.Title)
	arm, against := armTitle(r, d.Arm, d.Against, true), armTitle(r, d.Against, d.Arm, false)
	pairs := "paired over " + Grouped(d.N) + " seeds"
	if d.Never > 0 && !m.Time {
		pairs = fmt.Sprintf("over those %s of %s seeds on which both have it", Grouped(d.N), Grouped(d.N+d.Never))
	}
	switch {
	case d.Mean == nil:
		return fmt.Sprintf("%s cannot be compared with %s: on no seed do both have a figure for %s.", capital(arm),
			against, what)
	case d.CI95[0] == nil:
		return fmt.Sprintf("%s against %s: %s differs by %s, on one seed only.", capital(arm), against, what,
			figure(*d.Mean))
	case *d.SE == 0 && *d.Mean == 0:
		return fmt.Sprintf("%s does not change %s against %s on any seed.", capital(arm), what, against)
	}
	lo, hi := *d.CI95[0], *d.CI95[1]
	if lo <= 0 && hi >= 0 {
		return fmt.Sprintf("%s against %s: no difference in %s can be told (%s, 95%% interval %s to %s), %s.",
			capital(arm), against, what, rounded(*d.Mean, hi-lo), rounded(lo, hi-lo), rounded(hi, hi-lo), pairs)
	}
	verb, by := "raises", *d.Mean
	if by < 0 {
		verb, by, lo, hi = "lowers", -by, -hi, -lo
	}
	return fmt.Sprintf("%s %s %s by %s against %s (95%% interval %s to %s), %s.",
		capital(arm), verb, what, rounded(by, hi-lo), against, rounded(lo, hi-lo), rounded(hi, hi-lo), pairs)
}

func measureOf(r *sweep.Result, id string) *sweep.Measure {
	for i := range r.Measures {
		if r.Measures[i].ID == id {
			return &r.Measures[i]
		}
	}
	return &r.Measures[0]
}

// armTitle names an arm in a sentence, with its settings if the other arm has others.
func armTitle(r *sweep.Result, name, other string, first bool) string {
	var a, b *sweep.ArmResult
	for i := range r.Arms {
		if r.Arms[i].Arm == name {
			a = &r.Arms[i]
		}
		if r.Arms[i].Arm == other {
			b = &r.Arms[i]
		}
	}
	if a == nil {
		return name
	}
	title := a.Title
	if len(a.Set) == 0 {
		return title
	}
	var set []string
	for i, s := range a.Set {
		if b == nil || len(b.Set) <= i || b.Set[i] != s {
			set = append(set, scenario.CleanLine(s.String()))
		}
	}
	switch {
	case len(set) == 0 && first: // the settings are the same: say them once
		return title + " at " + scenario.CleanLine(settingsOf(a))
	case len(set) == 0:
		return title
	case !first && b != nil && b.Title == title:
		return strings.Join(set, ", ")
	}
	return title + " at " + strings.Join(set, ", ")
}

func indexOfArm(r *sweep.Result, name string) int {
	for i := range r.Arms {
		if r.Arms[i].Arm == name {
			return i
		}
	}
	return -1
}

func settingsOf(a *sweep.ArmResult) string {
	var words []string
	for _, s := range a.Set {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}

// inSentence writes a title as it is inside a sentence; abbreviations stay.
func inSentence(title string) string {
	if len(title) > 1 && title[1] >= 'a' && title[1] <= 'z' {
		return strings.ToLower(title[:1]) + title[1:]
	}
	return title
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// means is the table of every other measure's mean.
func (s *sweepSheet) means() {
	if len(s.r.Measures) < 2 {
		return
	}
	cell := func(a, m int) string {
		st := s.r.Arms[a].Measures[s.r.Measures[m].ID]
		if st.N == 0 {
			return "never"
		}
		if share := float64(st.Never) / float64(st.N+st.Never); share > 0 {
			return fmt.Sprintf("%s (%s)", orDash(meanOf(st)), percent(1-share))
		}
		return orDash(meanOf(st))
	}
	all := make([]int, len(s.r.Arms))
	for i := range all {
		all[i] = i
	}
	s.para("\nMEAN OF EVERY MEASURE (IN BRACKETS: IN HOW MANY RUNS IT CAME AT ALL; A TIME THAT NEVER CAME COUNTS " +
		"AS THE END)")
	s.table(all, func(string) bool { return true }, cell)
}

// differences is the table of every other measure's difference.
func (s *sweepSheet) differences() {
	if len(s.r.Measures) < 2 || len(s.r.Differences) == 0 {
		return
	}
	found := map[[2]string]*sweep.Difference{}
	byAgainst := map[string][]int{}
	var order []string
	for i := range s.r.Differences {
		d := &s.r.Differences[i]
		found[[2]string{d.Arm, d.Measure}] = d
		if d.Measure != s.r.Measures[0].ID {
			continue
		}
		if _, ok := byAgainst[d.Against]; !ok {
			order = append(order, d.Against)
		}
		byAgainst[d.Against] = append(byAgainst[d.Against], indexOfArm(s.r, d.Arm))
	}
	for _, against := range order {
		s.para(fmt.Sprintf("\nDIFFERENCE FROM %s, ± HALF OF THE 95%% INTERVAL",
			strings.ToUpper(s.names[indexOfArm(s.r, against)])))
		left := s.table(byAgainst[against], func(cell string) bool { return cell != "0" && cell != "-" },
			func(a, m int) string {
				d := found[[2]string{s.r.Arms[a].Arm, s.r.Measures[m].ID}]
				switch {
				case d.Mean == nil:
					return "-"
				case d.CI95[0] == nil:
					return figure(*d.Mean)
				case *d.SE == 0 && *d.Mean == 0:
					return "0"
				}
				w := (*d.CI95[1] - *d.CI95[0]) / 2
				return fmt.Sprintf("%s ± %s", rounded(*d.Mean, w), rounded(w, w))
			})
		if left > 0 {
			s.para("Measures that differ on no seed, or that never come in one of the arms, are left out.")
		}
	}
}

// table writes a row for each measure but the first, and a column for each of some arms,
// in as many parts as the width asks for. It leaves out a row without news, and returns how many these are.
func (s *sweepSheet) table(arms []int, news func(cell string) bool, cell func(arm, measure int) string) (left int) {
	type row struct {
		title string
		cells []string
	}
	var rows []row
	wide := 10
	for m := 1; m < len(s.r.Measures); m++ {
		r := row{title: s.r.Measures[m].Title}
		for _, a := range arms {
			r.cells = append(r.cells, cell(a, m))
		}
		if !slices.ContainsFunc(r.cells, news) {
			left++
			continue
		}
		rows = append(rows, r)
		wide = max(wide, longest(r.cells))
	}
	for _, a := range arms {
		wide = max(wide, ansi.StringWidth(s.names[a]))
	}
	each := max(1, (s.width-42)/(wide+2))
	first := max(40, s.width-2-min(each, len(arms))*(wide+2))
	first = min(first, 64)
	for from := 0; from < len(arms); from += each {
		to := min(from+each, len(arms))
		if from > 0 {
			s.b.WriteByte('\n')
		}
		fmt.Fprintf(&s.b, "  %s", fit("", first))
		for _, a := range arms[from:to] {
			fmt.Fprintf(&s.b, "  %s", right(s.names[a], wide))
		}
		s.b.WriteByte('\n')
		for _, r := range rows {
			fmt.Fprintf(&s.b, "  %s", fit(r.title, first))
			for _, c := range r.cells[from:to] {
				fmt.Fprintf(&s.b, "  %s", right(c, wide))
			}
			s.b.WriteByte('\n')
		}
	}
	return left
}

// fit cuts or fills a text to a width.
func fit(text string, width int) string {
	text = ansi.Truncate(text, width, "…")
	return text + strings.Repeat(" ", width-ansi.StringWidth(text))
}

func right(text string, width int) string {
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(text))) + text
}

// Grouped writes a whole number with commas: 12,000.
func Grouped(n int) string { return draw.Grouped(n) }

// orDash is a number with four digits, or a dash for none.
func orDash(v *float64) string {
	if v == nil {
		return "-"
	}
	return figure(*v)
}

// percent writes a share, without rounding it to none or all.
func percent(share float64) string {
	switch {
	case share < 0.01:
		return "<1%"
	case share > 0.99:
		return ">99%"
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

func figure(v float64) string {
	a := math.Abs(v)
	switch {
	case a >= 1e9 || a > 0 && a < 1e-4:
		return signed(v, fmt.Sprintf("%.3g", a))
	case a >= 1000:
		return signed(v, Grouped(int(math.Round(a))))
	}
	return signed(v, fmt.Sprintf("%.4g", a))
}

// rounded writes a number to two digits of what it is uncertain by.
func rounded(v, uncertain float64) string {
	if uncertain <= 0 || math.Abs(v) >= 1e9 {
		return figure(v)
	}
	digits := 1 - int(math.Floor(math.Log10(uncertain)))
	if digits > 0 {
		whole, rest, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'f', min(digits, 9), 64), ".")
		n, _ := strconv.Atoi(whole) // it is below a thousand million
		if n == 0 && strings.Trim(rest, "0") == "" {
			v = 0
		}
		return signed(v, Grouped(n)+"."+rest)
	}
	step := math.Pow(10, float64(-digits))
	return signed(v, Grouped(int(math.Round(math.Abs(v)/step)*step)))
}

func signed(v float64, digits string) string {
	if v < 0 && digits != "0" {
		return "−" + digits
	}
	return digits
}
