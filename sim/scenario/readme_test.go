package scenario

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frame is what the examples of scenarios/README.md leave out: tables by their heads, of which each example gets those
// that it does not have itself.
var frame = map[string]string{
	"title": `title = "Frame"`, "length": `length = "2d"`, "basis": `basis = "test"`,
	"role.lab": "title = \"Lab\"", "role.agency": "", "role.cloud": "", "role.cert": "", "role.press": "", "role.clinic": "",
	"role.board": "", "role.hospital": "", "role.developer": "", "role.regulator": "",
	"fact.theft": "text = \"x\"\nknown = {lab={at=\"1h\"}}", "fact.egress": "text = \"x\"\nknown = {lab={}}",
	"fact.odd_login": "text = \"x\"\nknown = {lab={}}", "fact.partner_memo": "text = \"x\"\nknown = {cert={}}",
	"fact.customer_list": "text = \"x\"\nknown = {developer={}}", "fact.source": "text = \"x\"\nknown = {press={}}",
	"fact.fact":    "text = \"x\"\nknown = {lab={}}",
	"gauge.copies": "", "gauge.trust": "", "gauge.harm": "", "gauge.wrong": "", "gauge.analysts": "start = 3", "gauge.footholds": "",
	"gauge.a": "", "gauge.b": "", "gauge.x": "", "gauge.budget": "start = 9",
	"system.system": "runs = \"version\"", "system.victim": "", "system.power": "", "system.north": "", "system.harbour": "",
	"system.finetune": "", "system.grid": "", "system.bank": "", "version.version": "of = \"x\"",
	"action.warn": `by = "lab"`, "action.hold": "by = [\"lab\", \"cert\"]\njoint = {quorum=2}", "action.notify": `by = "lab"`,
	"action.suspend_contractor": `by = "lab"`, "action.shut_north": `by = "lab"`, "action.shut_south": `by = "cloud"`,
	"action.action": "by = [\"lab\", \"cert\"]\njoint = {quorum=2}", "action.trace": `by = "lab"`,
	"inject.denial": "", "inject.statement": "", "inject.poison": "", "inject.story": "", "inject.inject": "", "inject.call_the_police": "",
	"venue.cell": `members = "all"`, "venue.venue": `members = "all"`,
	"obligation.obligation": "role = \"lab\"\nwithin = \"3d\"\nmet_by = \"notify\"",
	"mechanism.mechanism":   "changes = [{sharing=0.5}]", "ending.ending": "", "[move]": "id = \"move\"\nuntil = \"1d\"\n[[move]]\nid = \"open\"\nuntil = \"2d\"",
	"draw.loud": "chance = 0.5", "draw.copies0": "number = 3", "draw.culprit": "choice = {insider=1, state=1}",
	"draw.first_card": "choice = {red=1, blue=1}", "draw.victim": "choice = {bank=1, grid=1}", "draw.lag": "time = \"2h\"",
	"role.ministry": "", "role.role": "", "sharing": `call = "15m"`, "system.triage": "owner = \"hospital\"", "system.s": "", "ending.id": `when = "hours > 99"`, "ending.contained": `when = "hours > 99"`,
	"version.v40": `of = "Clerk"`, "version.v41": `of = "Clerk"`, "inject.the_inject": "forged = \"cloud\"\nto = \"lab\"\ntext = \"x\"",
	"inject.this_inject": "expects = {any=\"warn\", within=\"1h\"}", "sensor.scan": "of = \"copies\"\nfor = \"cert\"\nevery = \"1h\"",
	"decision.north":   "ask = \"x\"\nby = \"clinic\"\nwithin = \"1h\"\noption = {clear={text=\"x\"}, wait={text=\"y\"}}",
	"hypothesis.state": "", "together.shut": "deeds = [\"shut_north\", \"shut_south\"]\nwithin = \"15m\"",
}

// core are the kinds of which every example gets all; the others only if it names them.
var core = map[string]bool{"role": true, "fact": true, "action": true, "gauge": true, "system": true, "version": true}

// framed is an example with what it leaves out, to be read by the checker. A key of an action or an effect alone is put
// into an action.
func framed(t *testing.T, example string) string {
	t.Helper()
	var has map[string]any
	_, err := toml.Decode(example, &has)
	require.NoError(t, err, example)
	var heads, tables strings.Builder
	for _, head := range sortedKeys(frame) {
		kind, id, nested := strings.Cut(head, ".")
		table, _ := has[strings.Trim(kind, "[]")].(map[string]any)
		_, given := has[strings.Trim(kind, "[]")]
		if nested && !core[kind] && !strings.Contains(example, id) {
			continue
		}
		switch _, there := table[id]; {
		case head == "sharing":
			if !given {
				tables.WriteString("[sharing]\n" + frame[head] + "\n")
			}
		case !nested && strings.HasPrefix(head, "["):
			if !given {
				tables.WriteString("[" + head + "]\n" + frame[head] + "\n")
			}
		case !nested && !given:
			heads.WriteString(frame[head] + "\n")
		case nested && !there:
			tables.WriteString("[" + head + "]\n" + frame[head] + "\n")
		}
	}
	loose, rest := example, ""
	if i := regexp.MustCompile(`(?m)^\[`).FindStringIndex(example); i != nil {
		loose, rest = example[:i[0]], example[i[0]:]
	}
	if strings.HasPrefix(loose, "effects") {
		return heads.String() + "[action.example]\nby = \"lab\"\n" + loose + tables.String() + rest
	}
	return heads.String() + loose + tables.String() + rest
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// TestExamplesOfTheReadmeAreRight: every example of the reference for authors is read without an error, with a frame
// around it where it is a part of a file.
func TestExamplesOfTheReadmeAreRight(t *testing.T) {
	src, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	all := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatchIndex(string(src), -1)
	require.GreaterOrEqual(t, len(all), 14)
	for _, at := range all {
		example := string(src[at[2]:at[3]])
		_, ds := Load("README.md", []byte(framed(t, example)))
		assert.False(t, ds.Failed(), "the example in line %d:\n%s", 1+strings.Count(string(src[:at[0]]), "\n"),
			ds.Format("README.md", framed(t, example)))
	}
}

// homes are tables in which a key of the text can stand: a line goes in place of KEY, or is the whole of an effect.
var homes = []string{"KEY\n", "[[move]]\nuntil = \"1d\"\nKEY\n", "[role.z]\nKEY\n", "[gauge.z]\nKEY\n", "[system.z]\nKEY\n",
	"[[link]]\nfrom = \"grid\"\nto = \"bank\"\nKEY\n", "[fact.z]\ntext = \"x\"\nKEY\n", "[fact.z]\nKEY\n", "[action.z]\nby = [\"lab\", \"cert\"]\nKEY\n",
	"[action.z]\nby = [\"lab\", \"cert\", \"cloud\"]\njoint = {quorum=2, within=\"1h\"}\nKEY\n", "[action.z]\nby = [\"lab\", \"cert\", \"cloud\"]\nKEY\n",
	"[inject.z]\ntext = \"x\"\nto = \"lab\"\nKEY\n", "[inject.z]\nforged = \"cloud\"\nto = \"lab\"\ntext = \"x\"\nKEY\n", "[sharing]\nKEY\n",
	"[objective.z]\ntitle = \"x\"\nmeasure = {expr=\"copies\"}\nrate = VALUE\n",
	"[objective.z]\ntitle = \"x\"\nmeasure = {time_to=\"loud\"}\nrate = VALUE\n", "[measure.z]\nKEY\n", "[hypothesis.z]\nKEY\n",
	"[probe.z]\nask = \"?\"\noptions = {insider=\"I\", state=\"S\"}\nKEY\n", "[draw.z]\nKEY\n", "[draw.z]\nchoice = {red=1, green=1}\nKEY\n",
	"[obligation.z]\nrole = \"lab\"\nwithin = \"3d\"\nmet_by = \"warn\"\nKEY\n", "[[note]]\nrole = \"cert\"\nKEY\ndo = \"hold\"\n",
	"[[note]]\nrole = \"clinic\"\nwhen = \"loud\"\nKEY\n", "[action.z]\nby = \"lab\"\neffects = [{gauge=\"trust\", KEY}]\n",
	"[action.z]\nby = \"lab\"\neffects = [VALUE]\n", "[gauge.z]\ngrow = VALUE\n", "[action.z]\nby = \"lab\"\ntakes = VALUE\n",
	"[role.z]\njoins = VALUE\n", "[mechanism.z]\nchanges = [VALUE]\n"}

// TestEveryPieceOfTheReadmeIsRight: what the chapters show between the lines (a key and its value, an effect, a
// span, a condition) is read by the checker in some table of a scenario or by that of scripts.
func TestEveryPieceOfTheReadmeIsRight(t *testing.T) {
	src, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	text, _, found := strings.Cut(string(src), "<!-- keys:begin -->")
	require.True(t, found)
	text = regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, "")
	everything := "# " + strings.Join(sortedKeys(frame), " ") + "\n"
	whole, ds := Load("frame", []byte(framed(t, everything)))
	require.False(t, ds.Failed(), ds.Format("frame", framed(t, "")))
	no := map[string]bool{"key = value": true, `include = ["clinics.toml"]`: true, "format = 2": true, "{a=1, b=2}": true,
		"when = \"missed('...')\"": true, "n_of(2, a, b, c)": true, "state('s')": true,
		`attach = ["plan.pdf"]`: true} // words about the format
	assignment, call := regexp.MustCompile(`^[a-z_]+ = `), regexp.MustCompile(`^[a-z_]+\(.*\)`)
	pieces := 0
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		piece := m[1]
		switch {
		case no[piece]:
			continue
		case assignment.MatchString(piece), strings.Contains(piece, "=") && strings.HasPrefix(piece, "{"):
			assert.True(t, isRead(t, whole, piece), piece)
		case call.MatchString(piece):
			n, err := whole.ParseExpr(piece, Bool, true)
			if err != nil {
				n, err = whole.ParseExpr(piece, Number, true)
			}
			assert.NotNil(t, n, "%s: %v", piece, err)
		default:
			continue
		}
		pieces++
	}
	assert.Greater(t, pieces, 100)
}

var allKeys = sync.OnceValue(Keys)

// isRead reports whether a piece is read without an error in one of its homes, or in a script.
func isRead(t *testing.T, whole *Scenario, piece string) bool {
	t.Helper()
	keys := allKeys()
	for _, home := range homes {
		example := strings.ReplaceAll(home, "VALUE", piece)
		if strings.Contains(home, "KEY") {
			table, _, _ := strings.Cut(home, "\n")
			table = strings.Replace(strings.TrimPrefix(table, "KEY"), ".z]", ".ID]", 1)
			if strings.Contains(home, ", KEY}") {
				table += " effects"
			}
			key, _, _ := strings.Cut(piece, " ")
			if !slices.ContainsFunc(keys, func(k Key) bool { return k.Table == table && k.Name == key }) {
				continue
			}
			example = strings.ReplaceAll(home, "KEY", piece)
		}
		var tree map[string]any
		if _, err := toml.Decode(example, &tree); err != nil {
			continue
		}
		if _, ds := Load("x", []byte(framed(t, example))); !ds.Failed() {
			return true
		}
	}
	for _, verb := range []string{"", "share = \"theft\"\nto = \"cert\"\n"} {
		if _, ds := whole.LoadScript([]byte("[[do]]\nat = \"1h\"\nrole = \"lab\"\n" + verb + piece + "\n")); !ds.Failed() {
			return true
		}
		if _, ds := whole.LoadScript([]byte("[[do]]\nat = \"1h\"\nrole = \"clinic\"\n" + verb + piece + "\n")); !ds.Failed() {
			return true
		}
	}
	return false
}
