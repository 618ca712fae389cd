package engine_test

import (
	"strings"
	"testing"
)

const knowing = `
[role.a]
[role.b]
[role.c]
[role.d]
[fact.f]
text = "x"
tlp = "TLP"
known = {a={at="1h"}, d={when="failed('s')", after="30m"}}
needed_by = ["b"]
leak = {per_hour=0.000001, fires="story"}
[system.s]
[inject.story]
when = false
to = ["public"]
[inject.breaks]
at = "5h"
effects = [{system="s", becomes="failed"}]
[inject.news]
at = "6h"
to = ["b", "c"]
reveals = ["f"]
[inject.only_in_effect]
when = "aware('f') == 4"
[venue.room]
members = ["a", "b", "c"]
latency = "10m"
convene = "3h"
[sharing]
latency = "4h"
contacts = [{from="a", to="c", latency="30m"}]
[mechanism.open_room]
changes = [{venue="room", open=true}]
[mechanism.hotline]
changes = [{contact=["a", "b"], at="12m"}]
[mechanism.right_address]
changes = [{contact=["a", "c"]}]
[mechanism.schema]
changes = [{sharing=0.25}]
[mechanism.quick_room]
changes = [{venue="room", latency=0.5, convene=0.1}]
`

func marked(tlp string) string { return strings.ReplaceAll(knowing, "TLP", tlp) }

func TestKnowing(t *testing.T) {
	green := marked("green")
	tales(t, []tale{
		{name: "the ledger", text: green, script: "",
			want: []string{"1 fact.learned a f itself", "5.5 fact.learned d f itself", "6 inject.received b news",
				"6 fact.learned b f inject", "6 inject.received c news", "6 fact.learned c f inject",
				"6 inject.delivered only_in_effect"}},
		{name: "learned once only", text: green, script: do("1h a share='f'; to=['b']"),
			want: []string{"5 message.arrived b f a channel", "5 fact.learned b f a channel",
				"6 inject.received b news", "6 fact.learned c f inject"}, never: []string{"6 fact.learned b"}},
		{name: "contact", text: green, script: do("1h a share='f'; to=['b', 'c']"),
			want: []string{"1 message.sent a f c", "1.5 fact.learned c f a contact", "5 fact.learned b f a channel"}},
		{name: "the contact goes one way", text: green,
			script: do("2h a share='f'; to=['c']", "3h c share='f'; to=['a']"),
			want:   []string{"7 message.arrived a f c channel"}},
		{name: "venue", text: green, mechanisms: []int{0}, script: do("1h a share='f'; to=['b', 'd']"),
			want: []string{"1.166666667 fact.learned b f a venue", "5 fact.learned d f a channel"}},
		{name: "venue, once convened", text: green,
			script: do("0h b convene='room'", "2h a share='f'; to=['b']", "3h a share='f'; to=['c']"),
			want: []string{"0 venue.convened b room", "3 venue.opened room",
				"3.166666667 fact.learned c f a venue", "6 fact.learned b f a channel"}},
		{name: "hotline", text: green, mechanisms: []int{1}, script: do("1h a share='f'; to=['b']"),
			want: []string{"1.2 fact.learned b f a contact"}},
		{name: "an address put right", text: green, mechanisms: []int{2}, script: do("1h a share='f'; to=['c']"),
			want: []string{"5 fact.learned c f a channel"}},
		{name: "a schema is quicker", text: green, mechanisms: []int{3},
			script: do("1h a share='f'; to=['b', 'c']"),
			want:   []string{"1.125 fact.learned c f a contact", "2 fact.learned b f a channel"}},
		{name: "a quick room", text: green, mechanisms: []int{4},
			script: do("0h b convene='room'", "1h a share='f'; to=['b']"),
			want:   []string{"0.3 venue.opened room", "1.083333333 fact.learned b f a venue"}},
		{name: "nothing to share", text: green, script: do("2h b share='f'; to=['a']"),
			want: []string{"2 command.refused b You cannot share what you do not know"}},
		{name: "to oneself", text: green, script: do("2h a share='f'; to=['a']"),
			want: []string{"2 command.refused a That is yourself"}},

		{name: "green within the table", text: green, script: do("1h a share='f'; to=['c']"),
			never: []string{"mark.breached"}},
		{name: "green to the public", text: green, script: do("1h a share='f'; to=['public']"),
			want: []string{"1 mark.breached a f public", "1 fact.leaked f", "1 inject.delivered story",
				"1 fact.learned b f a channel", "1 fact.learned d f a channel"}},
		{name: "clear to the public", text: marked("clear"), script: do("1h a share='f'; to=['public']"),
			want: []string{"1 fact.learned c f a channel"}, never: []string{"mark.breached", "leaked"}},
		{name: "amber to one who needs it", text: marked("amber"), script: do("1h a share='f'; to=['b', 'd']"),
			never: []string{"mark.breached"}},
		{name: "amber to one who does not", text: marked("amber"), script: do("1h a share='f'; to=['c']"),
			want: []string{"1 mark.breached a f c", "1.5 fact.learned c f a contact"}},
		{name: "amber in a room", text: marked("amber"), mechanisms: []int{0},
			script: do("1h a share='f'; to=['b']"), want: []string{"1.166666667 fact.learned b f a venue"},
			never: []string{"mark.breached"}},
		{name: "red outside a room", text: marked("red"), script: do("1h a share='f'; to=['b']"),
			never: []string{"mark.breached"}},
		{name: "red in a room", text: marked("red"), mechanisms: []int{0}, script: do("1h a share='f'; to=['b']"),
			want: []string{"1 mark.breached a f b"}},
		{name: "red to one who does not need it", text: marked("red"), script: do("1h a share='f'; to=['c']"),
			want: []string{"1 mark.breached a f c"}},
		{name: "talk", text: green, script: do("1h b say='hello'; to=['a', 'public']",
			"1h c ask='who?'; to=['b']; due='2h'", "1h b say='  '; to=['a']"),
			want: []string{"1 message.sent b a", "1 message.sent b public", "1 message.sent c b",
				"5 message.arrived a b channel", "5 message.arrived b c channel"}},
		{name: "venue refusals", text: green, script: do("1h d convene='room'", "1h a convene='room'",
			"2h b convene='room'", "5h c convene='room'"),
			want: []string{`1 command.refused d You are not a member of that venue`,
				`2 command.refused b "room" is already being convened`,
				`5 command.refused c "room" is already open`}},
	})
}
