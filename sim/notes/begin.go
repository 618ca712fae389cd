package notes

import (
	"fmt"
	"strings"
)

// Begin returns a file for an organisation of a kind to start from: one note, which can be read as
// it is, and the words of the vocabulary as comments.
func (v *Vocabulary) Begin(is string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# If-then notes of one organisation. Check them with:
#   tocsin notes check FILE
# and compare them with those of others by:
#   tocsin notes analyse FILE... --against SCENARIO
format = 1
organisation = "Our organisation"
is = %q                # %s
# reviewed = 2027-01-31          # when the notes were last looked through

[[note]]
id = "first_note"
# What sets it off: signal('S') for what you see yourselves, told('KIND', 'S') for what
# another tells you; joined by &&, || and !.
when = "signal('%s')"
decider = "Head of incident response"
deputy = "Duty officer"
steps = ["confirm it", "inform the decider"]
needs = ["what is affected", "since when"]
within = "4h"                  # the promise, counted from the trigger
do = ["investigate"]
# tell = [{who="national_cert", what="%s", within="6h", mark="amber"}]
# commit = ["contain_together"]
# unless = "a court forbids it"
# until = "signal('contained')"  # when you stand down: a condition, or words
# shown_to = ["national_cert"]   # or ["all"]
`, is, v.Kind(is).Title, v.Signals[0].ID, v.Signals[0].ID)
	words := func(title string, lines []string) {
		fmt.Fprintf(&b, "\n# %s\n", title)
		for _, l := range lines {
			fmt.Fprintf(&b, "#   %s\n", l)
		}
	}
	var kinds, signals, responses []string
	for _, k := range v.Kinds {
		kinds = append(kinds, fmt.Sprintf("%-24s %s", k.ID, k.Title))
	}
	for _, s := range v.Signals {
		signals = append(signals, fmt.Sprintf("%-24s %s", s.ID, s.Means))
	}
	for _, r := range v.Responses {
		responses = append(responses, fmt.Sprintf("%-24s %s", r.ID, r.Means))
	}
	words("KINDS OF ACTOR", kinds)
	words("SIGNALS", signals)
	words("RESPONSES", responses)
	return b.String()
}
