package plain

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClauses(t *testing.T) {
	for line, want := range map[string][]string{
		"share|egress to cert, cloud":                                            {"egress", "cert, cloud"},
		"share|egress to cert mark amber say first figures because they need it": {"egress", "cert", "amber", "first figures", "they need it"},
		"share|egress to cert because they say so":                               {"egress", "cert", "", "", "they say so"},
		"share|egress to cert because it is up to them":                          {"egress", "cert", "", "", "it is up to them"},
		"say|to cert Look at this.":                                              {"cert", "Look at this."},
		"say|to cert, cloud Talk to us by noon":                                  {"cert, cloud", "Talk to us by noon"},
		"say|to cert,cloud Talk":                                                 {"cert,cloud", "Talk"},
		"ask|to cert by 4h Who owns it?":                                         {"cert", "4h", "Who owns it?"},
		"ask|to cert Who owns it?":                                               {"cert", "", "Who owns it?"},
		"declare|cause insider 70%":                                              {"cause", "insider", "70%"},
		"declare|cause an insider":                                               {"cause", "an insider"},
		"act|hold because it spreads":                                            {"hold", "it spreads"},
	} {
		verb, rest := line[:len(line)-len(after(line))-1], after(line)
		got, ok := clauses(verb, rest)
		assert.True(t, ok, line)
		assert.Equal(t, want, got, line)
	}
	for _, line := range []string{"share|egress; cert", "share|egress", "act|hold", "brief|to me", "say|cert Look", "say|Talk to us"} {
		verb, rest := line[:len(line)-len(after(line))-1], after(line)
		got, ok := clauses(verb, rest)
		assert.False(t, ok, "%s: %q", line, got)
	}
}

func after(line string) string {
	for i := range line {
		if line[i] == '|' {
			return line[i+1:]
		}
	}
	return ""
}
