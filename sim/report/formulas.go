package report

// howScored says how the scores are made of their parts.
const howScored = "Speed and coordination are 100 times the mean of their parts; a part is left out if nothing " +
	"called for it. Effectiveness is 100 × (B − A) / (B − F), kept between 0 and 100: A is the harm of this run, F the harm with " +
	"frictionless coordination, B the harm if nobody acts or if seats share nothing, whichever is less. The " +
	"total is (1 + speed)^¼ × (1 + effectiveness)^½ × (1 + coordination)^¼ − 1, so a high score cannot make up for a low one; a score " +
	"that is not rated is left out."

// howConduct says what the score of a seat is.
const howConduct = "Conduct is how a seat did with what it knew, 0 to 100; its time counts from when it knew."

// limit is what a number of the report cannot tell.
type limit struct{ Number, CannotTell string }

// limitsOfNumbers are at the end of every report, and in the README.
var limitsOfNumbers = []limit{
	{"Story", "why people did what they did; it holds what the record and the scenario say"},
	{"Ratings P, S, M, U",
		"more than the scenario's thresholds; a star marks ratings that are the same if nobody acts"},
	{"Scores and total", "how a real incident would go; they compare runs of one scenario"},
	{"This draw", "how good the team is, because luck is a part of it; many draws show that, with an interval"},
	{"Coordination gap",
		"what better notes would have avoided: the run is compared with the scenario's own notes, and where " +
			"these give nothing to compare with, nothing is rated"},
	{"Its four parts", "what one seat should have done; each part speeds up all seats at once"},
	{"Moments", "what depended only on words: a seat that acted because of what was said acts at the same time without it"},
	{"Things to change", "what they cost, or whether people would keep to them"},
	{"Worth of preparation",
		"whether the scenario is right; and, for notes that people never had, what they would have " +
			"done with them"},
}

// howWorth says what the table of what preparation is worth holds.
const howWorth = "The column for bots: bots play every seat for the scenario's full length, once with each mechanism and " +
	"once without it, in addition to the mechanisms that were in force, as in a sweep. The column for these seats: what " +
	"was done in this exercise, played again with the mechanism and without it. Mechanisms that give people notes show " +
	"their worth only with bots, because nobody knows what these people would have done with the notes. Both use paired " +
	"draws of chance. The break-even price is the harm that a budget point must stand for if a mechanism is to be worth " +
	"exactly its cost. A mechanism is underprovided if the 95% interval of the return to all is above 0 and the interval " +
	"of a payer's return is below 0; if the intervals do not show this, the table says not shown."

// howBought says how far what is said of buying goes.
const howBought = "A mechanism is in force when all who should pay for it pay. A payer counts its own cost and the " +
	"harm that it " +
	"bears itself; as long as the others do not change, no payer would be better off by paying for something else. Payers who bear no harm in " +
	"the scenario pay for nothing, by construction. The sets were chosen and judged on the same draws, so the result for " +
	"the planner's set is a little too good."
