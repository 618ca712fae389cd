package scenario

import (
	"fmt"
	"slices"
)

// Move is a round of the exercise. Rounds follow each other in the order of the file; of the
// moves that one_of groups, one is played as a round, and the others never are.
type Move struct {
	ID        string   `toml:"id" default:"none" example:"\"public\"" doc:"A name, if a condition refers to it: move('public') is true while the round is played, over('public') from its end on."`
	Title     string   `toml:"title" default:"Move and its number" example:"\"First signals\"" doc:"The name of the round."`
	When      Expr     `toml:"when" expr:"bool" default:"when the round before is over" example:"\"knows('egress', 'press')\"" doc:"The round begins as soon as this is true, and ends the one before; at the latest, it begins when the one before is over. With one_of: the round is taken if this is true when the one before is over."`
	OneOf     string   `toml:"one_of" default:"it is always played" example:"\"how_it_goes_on\"" doc:"The name of a choice between rounds that are next to each other in the file: one of them is played. The facilitator chooses; if nobody does, the first whose when is true or that has no when is taken, otherwise the first of all."`
	Until     Duration `toml:"until" required:"true" example:"\"3d\"" doc:"When the round ends, at the latest, counted from STARTEX."`
	Minute    Duration `toml:"minute" default:"as before" example:"\"30m\"" doc:"The pace of this round: how much exercise time passes in one minute in the room."`
	Brief     string   `toml:"brief" default:"empty" example:"\"It is Monday morning.\"" doc:"The text that the facilitator reads out when the round begins."`
	Questions []string `toml:"questions" default:"none" example:"[\"Who else needs to know, and who tells them?\"]" doc:"Questions for the discussion at its end."`
}

// Rounds are the indices of the moves, round by round: one, or those of which one is chosen.
func (sc *Scenario) Rounds() [][]int {
	var out [][]int
	for i := range sc.Moves {
		if n := len(out); i > 0 && sc.Moves[i].OneOf != "" && sc.Moves[i].OneOf == sc.Moves[i-1].OneOf {
			out[n-1] = append(out[n-1], i)
			continue
		}
		out = append(out, []int{i})
	}
	return out
}

// RoundOf is the number, from 1, of the round that a move is or can be chosen for.
func (sc *Scenario) RoundOf(move int) int {
	n := 0
	for i := range move + 1 {
		if i == 0 || sc.Moves[i].OneOf == "" || sc.Moves[i].OneOf != sc.Moves[i-1].OneOf {
			n++
		}
	}
	return n
}

// Branches reports whether a round is chosen, or can begin before the one before it is over.
func (sc *Scenario) Branches() bool {
	return slices.ContainsFunc(sc.Moves, func(m Move) bool { return m.OneOf != "" || m.When.Source != "" })
}

// checkMoves checks the pace and end of each move, that rounds follow each other in time, and how they begin.
func (c *checker) checkMoves() {
	sc, last := c.sc, Duration(0)
	for n, round := range sc.Rounds() {
		latest := last
		for _, i := range round {
			m, at := &sc.Moves[i], indexed("move", i)
			if c.has(at+".minute") && (m.Minute < Second || m.Minute > 60*Day) {
				c.errorf(at+".minute", "range", `for example "30m"`,
					"a minute of the room is between 1s and 60d of the exercise")
			}
			if c.has(at+".until") && m.Until <= last {
				c.errorf(at+".until", "range", "moves follow each other in time",
					"move %d ends at %s, not after the one before (%s)", i+1, m.Until, last)
			}
			if sc.Length > 0 && m.Until > sc.Length {
				c.errorf(at+".until", "range", "raise length or end the move earlier",
					"move %d ends after the exercise does (%s)", i+1, sc.Length)
			}
			latest = max(latest, m.Until)
			c.checkBranch(n, i, round)
		}
		last = latest
	}
}

// checkBranch checks how a move begins, and its name.
func (c *checker) checkBranch(n, i int, round []int) {
	sc, m, at := c.sc, &c.sc.Moves[i], indexed("move", i)
	first := func(same func(*Move) bool) bool {
		return slices.ContainsFunc(sc.Moves[:i], func(o Move) bool { return same(&o) })
	}
	switch {
	case m.ID == "" && m.OneOf != "":
		c.errorf(at, "missing", `for example id = "public"`, "a move that is chosen needs an id, by which it is named")
	case m.ID == "":
	case !idPattern.MatchString(m.ID):
		c.errorf(at+".id", "id", "ids are small letters, digits and underscores, and begin with a letter: "+slug(m.ID),
			"%q is not an id", clip(m.ID))
	case first(func(o *Move) bool { return o.ID == m.ID }):
		c.errorf(at+".id", "id", "give one of them another id", "two moves have the id %q", clip(m.ID))
	}
	if n == 0 && (m.When.Source != "" || m.OneOf != "") {
		key := ".when"
		if m.OneOf != "" {
			key = ".one_of"
		}
		c.errorf(at+key, "conflict", "leave it out, or write a [[move]] before this one",
			"the first move begins at STARTEX: nothing comes before it that could decide")
		return
	}
	switch {
	case m.OneOf == "" || i != round[0]:
	case first(func(o *Move) bool { return o.OneOf == m.OneOf }):
		c.errorf(at+".one_of", "conflict", "put the moves of a choice next to each other, or give this choice another name",
			"the moves of %q are not next to each other", clip(m.OneOf))
	case len(round) == 1:
		c.errorf(at+".one_of", "missing", fmt.Sprintf("write another [[move]] with one_of = %q after it", clip(m.OneOf)),
			"%q is a choice between one move only", clip(m.OneOf))
	}
}
