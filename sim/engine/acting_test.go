package engine_test

import "testing"

const acting = `
[role.a]
title = "A"
at_once = 2
[role.b]
title = "B"
[role.c]
title = "C"
[fact.f]
text = "x"
known = {a={at="1h"}}
[action.heavy]
by = ["a"]
hands = 2
takes = "4h"
cost = {money=2}
[action.light]
by = ["a", "b"]
takes = "1h"
[action.first]
by = ["b"]
[action.then]
by = ["b"]
needs = "done('first')"
[action.needs_fact]
by = ["a", "b"]
needs = "knows('f')"
[action.needs_room]
by = ["b"]
needs = "open('room')"
[action.then_c]
by = ["c"]
needs = "done('first')"
[action.needs_half]
by = ["c"]
needs = "open('pair')"
[action.once]
by = ["a", "b"]
once = true
takes = "2h"
[action.deny]
by = ["a"]
[action.admit]
by = ["b"]
undoes = ["deny"]
[action.joint]
by = ["a", "b", "c"]
hands = 0
joint = {quorum=2, within="5h", setup="3h", must=["c"]}
takes = "1h"
effects = [{fact="g", to=["me"]}]
[action.free]
by = ["a", "b"]
joint = {quorum=2}
[fact.g]
text = "found together"
[venue.room]
title = "Room"
members = ["a", "b", "c"]
convene = "2h"
[venue.pair]
members = ["a", "b"]
[venue.half]
members = ["a", "b"]
open = true
[mechanism.cell]
changes = [{venue="room", open=true}]
`

func TestActing(t *testing.T) {
	tales(t, []tale{
		{name: "authority", text: acting, script: do("1h c act='light'"),
			want: []string{`1 command.refused c You have no authority for that action`}},
		{name: "hands are given back", text: acting,
			script: do("1h a act='heavy'", "2h a act='light'", "5h a act='light'"),
			want: []string{"1 action.started a heavy",
				"2 command.refused a Needs 1 free hand; you have 0 until T+05:00", "5 action.done a heavy",
				"5 action.started a light", "6 action.done a light"}},
		{name: "two hands at once", text: acting, script: do("1h a act='light'", "1h30m a act='heavy'"),
			want: []string{"1.5 command.refused a Needs 2 free hands; you have 1 until T+02:00"}},
		{name: "not twice at a time", text: acting,
			script: do("1h b act='light'", "90m b act='light'", "90m a act='light'", "2h b act='light'"),
			want: []string{"1 action.started b light", `1.5 command.refused b You are already doing "Light"`,
				"1.5 action.started a light", "2 action.done b light", "2 action.started b light"}},
		{name: "once", text: acting, script: do("1h a act='once'", "2h b act='once'", "4h b act='once'"),
			want: []string{`2 command.refused b "Once" is already under way`, "3 action.done a once",
				`4 command.refused b "Once" has already been done`}},
		{name: "once, stopped", text: acting, script: do("1h a act='once'", "2h a cancel='once'",
			"2h b act='once'"),
			want:  []string{"2 action.cancelled a once", "2 action.started b once", "4 action.done b once"},
			never: []string{"action.done a"}},
		{name: "cancelling nothing", text: acting, script: do("1h a cancel='light'"),
			want: []string{`1 command.refused a You are not doing "Light"`}},
		{name: "needs an action", text: acting, script: do("1h b act='then'", "2h b act='first'", "2h b act='then'"),
			want: []string{`1 command.refused b Needs "First" to be done first`, "2 action.done b first",
				"2 action.done b then"}},
		{name: "needs an action that is not its own", text: acting, script: do("1h c act='then_c'"),
			want: []string{"1 command.refused c Needs another action to be done first"}},
		{name: "needs a venue that it is not in", text: acting, script: do("1h c act='needs_half'"),
			want: []string{"1 command.refused c Needs a venue to be open"}},
		{name: "needs knowledge", text: acting, script: do("30m a act='needs_fact'", "2h b act='needs_fact'",
			"2h a act='needs_fact'"),
			want: []string{"0.5 command.refused a Needs knowledge that you do not have",
				"2 command.refused b Needs knowledge that you do not have", "2 action.done a needs_fact"}},
		{name: "needs a venue", text: acting, script: do("1h b act='needs_room'", "1h b convene='room'",
			"4h b act='needs_room'"),
			want: []string{`1 command.refused b Needs "Room" to be open`, "3 venue.opened room",
				"4 action.done b needs_room"}},
		{name: "contradiction, either way round", text: acting,
			script: do("1h a act='deny'", "2h b act='admit'", "3h a act='deny'"),
			want:   []string{"2 action.contradicts b admit deny", "3 action.contradicts a deny admit"}},
		{name: "quorum without the one who must", text: acting,
			script: do("1h a act='joint'", "2h b commit='joint'", "4h c commit='joint'"),
			want: []string{"1 joint.proposed a joint", "1 joint.committed a joint", "2 joint.committed b joint",
				"4 joint.started joint until 8", "8 joint.done joint",
				"8 fact.learned a g action", "8 fact.learned b g action", "8 fact.learned c g action"}},
		{name: "no set-up in a venue of all", text: acting, mechanisms: []int{0},
			script: do("1h a commit='joint'", "2h c commit='joint'"),
			want: []string{"2 joint.started joint until 3", "3 joint.done joint", "3 fact.learned a g action",
				"3 fact.learned c g action"}, never: []string{"learned b g"}},
		{name: "a venue of some does not help", text: acting,
			script: do("1h a commit='joint'", "2h c commit='joint'"),
			want:   []string{"2 joint.started joint until 6"}},
		{name: "a venue convened in time", text: acting,
			script: do("1h a commit='joint'", "1h a convene='room'", "3h c commit='joint'"),
			want:   []string{"3 venue.opened room", "3 joint.started joint until 4"}},
		{name: "lapse, then again", text: acting, script: do("1h a commit='joint'", "7h a commit='joint'",
			"8h c commit='joint'"),
			want: []string{"6 joint.lapsed joint", "7 joint.proposed a joint", "8 joint.started joint until 12"}},
		{name: "a commitment at the last moment comes too late", text: acting,
			script: do("1h a commit='joint'", "6h c commit='joint'"),
			want:   []string{"6 joint.lapsed joint", "6 joint.proposed c joint", "11 joint.lapsed joint"}},
		{name: "withdrawal", text: acting, script: do("1h a commit='joint'", "2h a withdraw='joint'",
			"3h c commit='joint'", "8h b withdraw='joint'"),
			want: []string{"2 joint.withdrawn a joint", "3 joint.proposed c joint", "8 joint.lapsed joint",
				`8 command.refused b You have not committed to "Joint"`},
			never: []string{"joint.started", "6 joint.lapsed"}},
		{name: "too late to withdraw", text: acting,
			script: do("1h a commit='joint'", "2h c commit='joint'", "3h a withdraw='joint'", "3h b commit='joint'",
				"3h a commit='joint'"),
			want: []string{`3 command.refused a "Joint" has begun; it is too late to withdraw`,
				`3 command.refused b "Joint" is already under way`,
				`3 command.refused a You have already committed to "Joint"`}},
		{name: "a joint action without a time limit keeps hands busy", text: acting,
			script: do("1h a commit='free'", "2h a act='heavy'", "500h b commit='free'", "501h a act='heavy'"),
			want: []string{"2 command.refused a Needs 2 free hands; you have 1", "500 joint.done free",
				"501 action.started a heavy"}},
		{name: "a joint action is not alone", text: acting, script: do("1h a commit='light'"),
			want: []string{`1 command.refused a "Light" is not a joint action: take it`}},
	})
}
