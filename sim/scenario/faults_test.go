package scenario

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFaultsOfDesign plants a fault of design into a sound scenario, and wants it named once,
// where its cause lies: {n} in want is the line of the plant's n-th line.
func TestFaultsOfDesign(t *testing.T) {
	_, ds := Load("sound.toml", []byte(sound))
	require.Empty(t, ds)
	head := strings.Count(sound, "\n")
	for name, c := range map[string]struct{ plant, want string }{
		"a source that begins degraded": {"[system.s]\nstate=\"degraded\"\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\n" +
			"[[note]]\nrole=\"a\"\nwhen=\"failed('t') && knows('f')\"\ndo=\"fix\"\n", "2 dead-link"},
		"a source that nothing fails":  {"[system.s]\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "4 dead-link"},
		"a chain behind a dead source": {"[system.s]\n[system.t]\n[system.u]\n[[link]]\nfrom=\"t\"\nto=\"u\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "8 dead-link"},
		"a link without a chance":      {"[system.s]\nstate=\"failed\"\n[system.t]\nowner=\"a\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\nchance=0\n", "8 dead-link"},
		"a link that is too slow":      {"[system.s]\nstate=\"failed\"\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\ndelay=\"9d\"\n", "7 dead-link"},
		"a degraded source passes":     {"[system.s]\nstate=\"degraded\"\n[system.t]\nowner=\"a\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\non=\"degraded\"\n", ""},
		"a dominated action": {"[gauge.g]\nsees=\"a\"\n[action.good]\nby=\"all\"\ntakes=\"1h\"\neffects=[{gauge=\"g\", add=1}]\n[action.bad]\nby=\"b\"\ntakes=\"9h\"\n" +
			"cost={money=5}\neffects=[{gauge=\"g\", add=1}]\n", "7 dominated"},
		"slower and cheaper is a choice": {"[gauge.g]\nsees=\"a\"\n[action.good]\nby=\"all\"\ntakes=\"1h\"\ncost={money=1}\neffects=[{gauge=\"g\", add=1}]\n" +
			"[action.other]\nby=\"b\"\ntakes=\"9h\"\neffects=[{gauge=\"g\", add=1}]\n", ""},
		"a placebo":                          {"[action.ask]\nby=\"a\"\ntakes=\"1d\"\n", "1 placebo"},
		"a placebo that adds nothing":        {"[gauge.g]\nsees=\"a\"\n[action.ask]\nby=\"a\"\neffects=[{gauge=\"g\", add=0}]\n", "3 placebo"},
		"a placebo by an expression":         {"[gauge.g]\nsees=\"a\"\n[action.ask]\nby=\"a\"\neffects=[{gauge=\"g\", add=\"2-2\"}]\n", "3 placebo"},
		"a placebo that multiplies by 1":     {"[gauge.g]\nsees=\"a\"\n[action.ask]\nby=\"a\"\neffects=[{gauge=\"g\", times=1}]\n", "3 placebo"},
		"what fits an account is no placebo": {"[action.ask]\nby=\"a\"\n[hypothesis.one]\nfor=\"f\"\nfits=\"ask\"\n[hypothesis.two]\nagainst=\"f\"\n", ""},
		"a placebo without a chance":         {"[gauge.g]\nsees=\"a\"\n[action.ask]\nby=\"a\"\neffects=[{gauge=\"g\", add=1, chance=0}]\n", "3 placebo"},
		"one of two effects is some":         {"[gauge.g]\nsees=\"a\"\n[action.ask]\nby=\"a\"\neffects=[{gauge=\"g\", add=0}, {gauge=\"g\", set=5}]\n", ""},
		"a source that fails too late":       {"[system.s]\nfails=\"9d\"\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "2 dead-link"},
		"an expectation whose need takes long": {"[action.y]\nby=\"all\"\ntakes=\"8h\"\n[action.x]\nby=\"all\"\nneeds=\"done('y') && hours > 0\"\n" +
			"effects=[{fact=\"f\", to=\"all\"}]\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"1h\"}\n", "10 no-time"},
		"an expectation whose venue opens late": {"[venue.v]\nmembers=\"all\"\nconvene=\"5h\"\n[action.x]\nby=\"all\"\nneeds=\"open('v')\"\n" +
			"effects=[{fact=\"f\", to=\"all\"}]\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"1h\"}\n" +
			"[[note]]\nrole=\"a\"\nwhen=\"true\"\ndo={convene=\"v\"}\n", "10 no-time"},
		"a venue that nothing opens":        {"[venue.v]\nmembers=\"all\"\n", "1 venue"},
		"a venue that bots open to prepare": {"[venue.v]\nmembers=\"all\"\n[profile.calm]\nprepares=\"1h\"\n", ""},
		"needs of which one is in time": {"[action.y]\nby=\"all\"\ntakes=\"8h\"\n[action.x]\nby=\"all\"\nneeds=\"done('y') || hours > 1\"\n" +
			"effects=[{fact=\"f\", to=\"all\"}]\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"1h\"}\n", ""},
		"money spent twice by an expression": {"[gauge.m]\nstart=5\nsees=\"a\"\n[action.pay]\nby=\"a\"\ntakes=\"1h\"\nneeds=\"m >= 4\"\neffects=[{gauge=\"m\", add=\"-4\"}]\n", "8 double-spend"},
		"money spent twice by a spread":      {"[gauge.m]\nstart=5\nsees=\"a\"\n[action.pay]\nby=\"a\"\ntakes=\"1h\"\nneeds=\"m >= 4\"\neffects=[{gauge=\"m\", add={from=-4, to=-1}}]\n", "8 double-spend"},
		"what something waits for":           {"[action.ask]\nby=\"a\"\n[inject.answer]\nwhen=\"done('ask')\"\n", ""},
		"an expectation of who may not": {"[action.x]\nby=\"a\"\n[inject.n]\nat=\"1h\"\nexpects={any=\"x\", " +
			"within=\"1h\", by=\"b\"}\n", "5 authority"},
		"an expectation beyond the end": {"[inject.n]\nat=\"30h\"\nexpects={any=\"fix\", within=\"40h\"}\n",
			"3 no-time"},
		"an expectation without time":   {"[action.x]\nby=\"a\"\ntakes=\"1d\"\n[inject.n]\nat=\"1h\"\nexpects={any=\"x\", within=\"1h\", by=\"a\"}\n", "6 no-time"},
		"the quicker of two is in time": {"[action.x]\nby=\"a\"\ntakes=\"1d\"\n[inject.n]\nat=\"1h\"\nexpects={any=[\"x\",\"fix\"], within=\"1h\"}\n", ""},
		"an action longer than all": {"[action.x]\nby=\"a\"\ntakes=\"3d\"\n[inject.n]\nwhen=\"done('x')\"\n",
			"3 no-time"},
		"an objective without time": {"[action.x]\nby=\"a\"\ntakes=\"1d\"\n[objective.p]\ntitle=\"x\"\nmeasure={time_to=\"done('x')\"}\nrate={P=\"1h\",S=\"2h\",M=\"3h\"}\n", "7 no-time"},
		"limits that are the same": {"[objective.p]\ntitle=\"x\"\nmeasure={expr=\"1\"}\nrate={P=0,S=1,M=1}\n",
			"4 objective"},
		"a target beyond the end": {"[fact.g]\ntext=\"x\"\nknown={all={}}\nneeded_by=\"b\"\nwithin=\"30d\"\n",
			"5 no-time"},
		"a gauge that nobody reads": {"[gauge.junk]\ngrow={rate=3}\n", "1 unused"},
		"a fact that no note shares": {"[fact.g]\ntext=\"x\"\nknown={a={at=\"1h\"}}\nneeded_by=\"b\"\n",
			"4 untold"},
		"a probe that nobody answers": {"[probe.p]\nask=\"?\"\noptions={x=\"X\", y=\"Y\"}\n", "1 probe"},
		"a probe with one answer":     {"[probe.p]\nask=\"?\"\noptions={x=\"X\"}\n[[note]]\nrole=\"a\"\nwhen=\"true\"\ndo={declare=\"p\", option=\"x\"}\n", "3 probe"},
		"a mechanism beyond a budget": {"[mechanism.m]\ncost={a=100}\nchanges=[{sharing=0.5}]\n",
			"2 unaffordable"},
		"a mechanism beyond all budgets": {"[mechanism.m]\ncost={a=0, b=0}\nchanges=[{sharing=0.5}]\n", ""},
		"a budget that falls below 0": {"[gauge.m]\nstart=5\nsees=\"a\"\n[action.x]\nby=\"a\"\nneeds=\"m >= " +
			"0\"\neffects=[{gauge=\"m\", add=-4}]\n", "7 overdraw"},
		"a budget with a floor": {"[gauge.m]\nstart=5\nfloor=0\nsees=\"a\"\n[action.x]\nby=\"a\"\nneeds=\"m >= " +
			"0\"\neffects=[{gauge=\"m\", add=-4}]\n", ""},
		"a condition on what never moves": {"[gauge.m]\nstart=1\nsees=\"a\"\n[inject.n]\nwhen=\"m > 10\"\n",
			"5 unreachable"},
		"a condition beyond a ceiling": {"[gauge.m]\nstart=1\nceiling=10\ngrow={rate=1}\nsees=\"a\"\n[inject.n]\nwhen=\"m > 10\"\n", "7 unreachable"},
		"notes that wait for each other": {"[action.x]\nby=\"a\"\n[action.y]\nby=\"b\"\n[[note]]\nrole=\"a\"\nwhen=\"done('y')\"\ndo=\"x\"\n[[note]]\nrole=\"b\"\nwhen=\"done('x')\"\ndo=\"y\"\n",
			"7 waiting, 11 waiting"},
		"notes that contradict": {"[action.x]\nby=\"a\"\nundoes=\"y\"\n[action.y]\nby=\"b\"\n[[note]]\nrole=\"a\"\nwhen=\"knows('f')\"\ndo=\"x\"\n[[note]]\nrole=\"b\"\nwhen=\"knows('f')\"\ndo=\"y\"\n",
			"9 contradiction"},
		"an inject that waits for itself": {"[inject.n]\nwhen=\"delivered('n') || hours > 1\"\n", "2 self"},
		"a note to oneself":               {"[[note]]\nrole=\"a\"\nwhen=\"knows('f')\"\ndo={share=\"f\", to=\"a\"}\n", "4 self"},
		"a joint action of one":           {"[action.x]\nby=\"all\"\njoint={quorum=1}\n", "3 joint"},
		"one cause, not what follows": {"[fact.g]\ntext=\"x\"\nneeded_by=\"b\"\n[action.x]\nby=\"a\"\nneeds=\"knows('g')\"\n[inject.n]\nwhen=\"done('x')\"\n[[note]]\nrole=\"b\"\nwhen=\"delivered('n')\"\ndo=\"fix\"\n",
			"3 no-path"},
		"a link to what stays isolated":                        {"[system.s]\nowner=\"a\"\nfails=\"3h\"\n[system.t]\nowner=\"a\"\nstate=\"isolated\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "6 dead-link"},
		"a link to what has failed for good":                   {"[system.s]\nowner=\"a\"\nfails=\"3h\"\n[system.t]\nowner=\"a\"\nstate=\"failed\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "6 dead-link"},
		"a link to what is brought back":                       {"[system.s]\nowner=\"a\"\nfails=\"3h\"\n[system.t]\nowner=\"a\"\nstate=\"isolated\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n[action.x]\nby=\"a\"\neffects=[{system=\"t\", becomes=\"normal\"}]\n", ""},
		"a link from what stays isolated":                      {"[system.s]\nowner=\"a\"\nstate=\"isolated\"\nfails=\"3h\"\n[system.t]\nowner=\"a\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "3 dead-link"},
		"a hazard of nothing":                                  {"[system.s]\nowner=\"a\"\nhazard=\"0 * 5\"\n[system.t]\nowner=\"a\"\n[[link]]\nfrom=\"s\"\nto=\"t\"\n", "7 dead-link"},
		"money that a joint action and another see":            {"[gauge.m]\nstart=5\nsees=\"all\"\n[action.x]\nby=\"all\"\nneeds=\"m >= 4\"\njoint={quorum=2}\ntakes=\"2h\"\neffects=[{gauge=\"m\", add=-4}]\n[action.y]\nby=\"a\"\nneeds=\"m >= 4\"\ntakes=\"1h\"\neffects=[{gauge=\"m\", add=-4}]\n", "9 double-spend, 14 double-spend"},
		"money that goes later than it is seen":                {"[gauge.m]\nstart=5\nsees=\"all\"\n[action.x]\nby=\"a\"\nneeds=\"m >= 4\"\neffects=[{gauge=\"m\", add=-4, after=\"3h\"}]\n", "7 double-spend"},
		"money that is counted down":                           {"[gauge.m]\nstart=5\nsees=\"all\"\n[action.x]\nby=\"a\"\nneeds=\"m >= 4\"\ntakes=\"1h\"\neffects=[{gauge=\"m\", set=\"m - 4\"}]\n[action.y]\nby=\"b\"\nneeds=\"m >= 4\"\ntakes=\"1h\"\neffects=[{gauge=\"m\", add=\"-2 * 2\"}]\n", "8 double-spend, 13 double-spend"},
		"money that one action sees once":                      {"[gauge.m]\nstart=5\nsees=\"all\"\n[action.x]\nby=\"all\"\nneeds=\"m >= 4\"\ntakes=\"1h\"\nonce=true\neffects=[{gauge=\"m\", add=-4}]\n", ""},
		"money that one hand spends":                           {"[role.c]\nat_once=1\n[gauge.m]\nstart=5\nsees=\"all\"\n[action.x]\nby=\"c\"\nneeds=\"m >= 4\"\ntakes=\"1h\"\neffects=[{gauge=\"m\", add=-4}]\n[[note]]\nrole=\"c\"\nwhen=\"m > 4\"\ndo=\"x\"\n", ""},
		"an expectation of which a part is nobody's":           {"[action.x]\nby=\"a\"\n[action.y]\nby=\"b\"\n[inject.n]\nat=\"2h\"\nexpects={all=[\"x\", \"y\"], within=\"5h\", by=\"a\"}\n", "7 authority"},
		"an expectation shared by two":                         {"[action.x]\nby=\"a\"\n[action.y]\nby=\"b\"\n[inject.n]\nat=\"2h\"\nexpects={all=[\"x\", \"y\"], within=\"5h\", by=[\"a\", \"b\"]}\n", ""},
		"an expectation of what the inject opens":              {"[action.x]\nby=\"a\"\nopens=\"n\"\ntakes=\"3h\"\n[inject.n]\nwhen=\"aware('f') > 0\"\nexpects={any=\"x\", within=\"2h\"}\n", "7 no-time"},
		"an expectation of what needs the inject":              {"[action.x]\nby=\"a\"\nneeds=\"delivered('n') && knows('f')\"\ntakes=\"3h\"\n[inject.n]\nwhen=\"aware('f') > 0\"\nexpects={any=\"x\", within=\"2h\"}\n", "7 no-time"},
		"an expectation that can be met before":                {"[action.x]\nby=\"a\"\nopens=[\"n\", \"f\"]\ntakes=\"3h\"\n[inject.n]\nwhen=\"hours > 9\"\nexpects={any=\"x\", within=\"2h\"}\n", ""},
		"an expectation whose fact comes late":                 {"[fact.g]\ntext=\"x\"\nknown={a={at=\"20h\"}}\nneeded_by=\"a\"\n[action.x]\nby=\"a\"\nneeds=\"knows('g')\"\neffects=[{fact=\"g\", to=\"b\"}]\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"5h\"}\n", "11 no-time"},
		"an expectation whose fact may come by an act":         {"[fact.g]\ntext=\"x\"\nknown={a={at=\"20h\"}}\nneeded_by=\"a\"\n[action.y]\nby=\"b\"\neffects=[{fact=\"g\", to=\"a\"}]\n[action.x]\nby=\"a\"\nneeds=\"knows('g')\"\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"5h\"}\n", ""},
		"an expectation whose hour comes late":                 {"[action.x]\nby=\"a\"\nneeds=\"hours > 12\"\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"5h\"}\n", "6 no-time"},
		"an expectation whose inject comes late":               {"[action.x]\nby=\"a\"\nneeds=\"delivered('m')\"\n[inject.m]\nat=\"30h\"\n[inject.n]\nat=\"2h\"\nexpects={any=\"x\", within=\"5h\"}\n", "8 no-time"},
		"a duty that takes longer than it has":                 {"[action.x]\nby=\"a\"\nneeds=\"knows('f')\"\ntakes=\"1d\"\n[obligation.o]\nrole=\"a\"\nstarts=\"knows('f')\"\nwithin=\"6h\"\nmet_by=\"x\"\n", "8 no-time"},
		"a duty that can be begun before":                      {"[action.x]\nby=\"a\"\ntakes=\"1d\"\n[obligation.o]\nrole=\"a\"\nstarts=\"knows('f')\"\nwithin=\"6h\"\nmet_by=\"x\"\n", ""},
		"a limit that nothing can be in time for":              {"[objective.p]\ntitle=\"x\"\nmeasure={time_to=\"hours > 30\"}\nrate={P=\"1h\", S=\"2h\", M=\"3h\"}\n", "4 no-time"},
		"a note that shares what its seat never knows":         {"[role.c]\n[fact.g]\ntext=\"x\"\nknown={a={at=\"1h\"}}\nneeded_by=\"b\"\n[action.x]\nby=\"c\"\neffects=[{fact=\"f\", to=\"b\"}]\n[[note]]\nrole=\"c\"\nwhen=\"hours > 3\"\ndo={share=\"g\", to=\"b\"}\n", "12 untold"},
		"a note that shares what another tells its seat":       {"[role.c]\n[fact.g]\ntext=\"x\"\nknown={a={at=\"1h\"}}\nneeded_by=\"b\"\n[action.x]\nby=\"c\"\neffects=[{fact=\"f\", to=\"b\"}]\n[[note]]\nrole=\"c\"\nwhen=\"knows('g')\"\ndo={share=\"g\", to=\"b\"}\n[[note]]\nrole=\"a\"\nwhen=\"knows('g')\"\ndo={share=\"g\", to=\"c\"}\n", ""},
		"a question that the wrong seat answers":               {"[probe.p]\nask=\"?\"\noptions={x=\"X\", y=\"Y\"}\nto=\"b\"\n[[note]]\nrole=\"a\"\nwhen=\"hours > 3\"\ndo={declare=\"p\", option=\"x\"}\n", "8 probe"},
		"an act that leaves a state as it is":                  {"[system.s]\nowner=\"a\"\n[action.x]\nby=\"a\"\neffects=[{system=\"s\", becomes=\"normal\"}]\n", "3 placebo"},
		"an act that sets what stands there":                   {"[gauge.g]\nsees=\"a\"\n[action.x]\nby=\"a\"\neffects=[{gauge=\"g\", set=0}]\n[action.y]\nby=\"a\"\neffects=[{gauge=\"g\", set=\"g\"}]\n", "3 placebo, 6 placebo"},
		"an act that sets back what grows":                     {"[gauge.g]\nsees=\"a\"\ngrow={rate=1}\n[action.x]\nby=\"a\"\neffects=[{gauge=\"g\", set=0}]\n", ""},
		"an act that tells what all know":                      {"[fact.g]\ntext=\"x\"\nknown={b={}, a={at=\"1h\"}}\nneeded_by=\"a\"\n[action.x]\nby=\"a\"\neffects=[{fact=\"g\", to=\"b\"}]\n[[note]]\nrole=\"b\"\nwhen=\"knows('g')\"\ndo={share=\"g\", to=\"a\"}\n", "5 placebo"},
		"an act that opens what is open":                       {"[venue.v]\nmembers=\"all\"\nopen=true\n[action.x]\nby=\"a\"\neffects=[{venue=\"v\"}]\n", "4 placebo"},
		"a dominated action with its effects in another order": {"[gauge.g]\nsees=\"a\"\n[action.good]\nby=\"all\"\ntakes=\"1h\"\neffects=[{gauge=\"g\", add=1}, {fact=\"f\", to=\"b\"}]\n[action.bad]\nby=\"b\"\ntakes=\"9h\"\neffects=[{fact=\"f\", to=\"b\"}, {gauge=\"g\", add=1}]\n", "7 dominated"},
	} {
		t.Run(name, func(t *testing.T) {
			sc, ds := Load("x.toml", []byte(sound+c.plant))
			require.NotNil(t, sc, ds.Format("x.toml", sound+c.plant))
			var have []string
			for _, d := range ds {
				if d.Code == "leak" || d.Code == "omniscient" {
					continue // told of seats, not of design
				}
				have = append(have, fmt.Sprintf("%d %s", d.Line-head, d.Code))
				assert.NotEmpty(t, d.Hint, d.Message)
			}
			assert.Equal(t, c.want, strings.Join(have, ", "), ds.Format("x.toml", sound+c.plant))
		})
	}
}
