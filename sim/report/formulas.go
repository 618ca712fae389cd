package report

// howScored says how the scores are made of their parts.
const howScored = "Speed and coordination are 100 times the mean of their parts; a part is left out if nothing " +
	"called for it. Effectiveness is 100 × (B − A) / (B − F), kept between 0 and 100: A is the harm of this run, F the harm with " +
	"frictionless coordination, B the harm if nobody acts or if seats share nothing, whichever is less. The " +
	"total is (1 + speed)^¼ × (1 + effectiveness)^½ × (1 + coordination)^¼ − 1, so a high score cannot make up for a low one; a score " +
	"that is not rated is left out."

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

// formulas are how measures are worked out, as package score says at length with each.
var formulas = map[string]string{
	"speed.detect":   "t_known − t_sign",
	"speed.escalate": "t_escalated − t_known",
	"speed.share": "t_shared − t_escalated, where t_shared is when enough seats for the joint action knew " +
		"what it needs",
	"speed.agree":   "t_begun − t_shared",
	"speed.execute": "t_done − t_begun",
	"speed.joint":   "T_joint = t_done − t_known",
	"speed.sharing": "Σ r / (r + t) over facts told / (told + untold + wrongly told); t hours until told, from when " +
		"the fact was first known in the frictionless run; r the fact's target or a twentieth of the length",
	"speed.deciding": "mean of r / (r + t) over what seats did by themselves in the frictionless run; t hours " +
		"since they did so there, or could know here; r a twentieth of the length; 0 for never",
	"speed.joining": "mean of r / (r + t) over the seats that joint actions take; t hours until each committed, " +
		"from when it did so in the frictionless run; r the time within which commitments must come, or a " +
		"twentieth of the length; 0 for never",
	"speed.reporting": "mean of r / (r + t) over clocks that ended; t hours until reported, r half the time " +
		"allowed; 0 for late or never",
	"share.notify":    "mean of t_told − t_first over pairs, those never told counted to the end",
	"share.t50":       "mean over facts of the hours until half of those who need the fact had it",
	"share.t90":       "mean over facts of the hours until nine in ten of those who need the fact had it",
	"share.reach":     "Σ known and needed / Σ needed",
	"share.blindness": "Σ ∫(1 − reach(t))dt over facts, from when each was first known",
	"share.sight":     "1 − blindness / Σ ∫dt",
	"share.quality":   "told / (told + wrongly told); 0 where nothing owed was told",
	"act.order":       "in time / (reports owed + share of promises broken + repeats + contradictions)",
	"probe.score":     "mean of 1 − Σ(p − o)² / (1 − 1/m) over the seats asked, not below 0",
	"share.timely":    "pairs in time / pairs",
	"share.withheld":  "pairs of fact and seat that were late or never came",
	"share.redundant": "messages with a fact that the receiver knew when they were sent",
	"decide.latency":  "mean of t_decided − t_could over decisions",
	"duty.met":        "met in time / clocks that were met or ran out",
	"duty.margin":     "mean of (due − t) / window",
	"duty.contested": "clocks met in time that would be late if they started with the first fact instead " +
		"of the last",
	"joint.yield":        "done / possible",
	"joint.commit":       "mean of t_begun − t_proposed",
	"joint.spread":       "mean time from the first commitment to the last",
	"joint.lapses":       "rounds that lapsed or were abandoned",
	"act.duplicates":     "actions begun while another seat did the same, or after",
	"act.contradictions": "actions and commitments that undo another",
	"act.consistency":    "1 − (duplicates + contradictions) / (actions begun + commitments)",
	"ask.unanswered":     "requests not answered by the end",
	"ask.answered":       "answered in time / requests whose time was up or that were answered",
	"note.fidelity":      "kept / (kept + broken) of the promises that came due",
	"probe.accuracy":     "right last answers / seats asked",
	"probe.shared":       "questions that every seat asked answered rightly / questions",
	"probe.agreement":    "pairs of seats with the same answer / pairs that answered",
	"probe.brier":        "mean of (confidence − outcome)²",
	"net.density":        "ways used / n(n − 1)",
	"net.centralisation": "Σ(d_max − d_i) / ((n − 1)(n − 2))",
	"net.betweenness":    "Σ(b_max − b_i) / ((n − 1)²(n − 2) / 2)",
	"net.reciprocity":    "ways used in both directions / ways used",
	"net.fragments":      "parts of the network that no message joins, a silent seat being one of its own",
	"net.ei":             "(E − I) / (E + I) over ways across and inside sectors",
	"net.needed":         "ways needed that were used / ways needed",
	"net.planned":        "|promised ∩ used| / |promised ∪ used|",
	"public.first":       "facts told to the public before they leaked / facts that became public",
	"public.breaches":    "facts shared more widely than their mark allows",
	"cost.total":         "Σ of the four kinds of cost over all actions",
	"cost.gini":          "Σ_i Σ_j |c_i − c_j| / (2 n Σ c)",
}
