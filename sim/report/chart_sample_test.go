package report

import (
	"fmt"
	"math"
	"strings"

	"tocsin/sim/score"
)

func of[T any](v T) *T { return &v }

// sampleReport is a report as large as scenarios get that a picture must still show well:
// long titles, 21 days, everything filled in. Every text passes through say, so that a
// test can make all of them hostile.
func sampleReport(seats, facts int, say func(string) string) *Report {
	const end = 21 * 24.0
	r := &Report{HarmUnit: say("harm points"), Efficiency: of(0.41), Gap: of(0.59)}
	r.Overview = Overview{Title: say("Cold Copy: a stolen model spreads through six jurisdictions"),
		Name: "cold_copy", Summary: say("A developer's weights are copied. Nobody sees the whole of it."),
		Digest: strings.Repeat("ab", 32), Tocsin: "1.2.0", Record: say("room.jsonl"), Code: "K7QD-93RA",
		Closed: true, Lines: 812, Seed: 7, Played: "24 November 2026",
		Startex: "3 March 2027 06:00", Endex: "24 March 2027 06:00", EndHours: end, Length: end,
		Mechanisms:   []string{say("Standing call of the incident leads")},
		Capabilities: []string{say("Operational coordination")}, Sources: []string{say("design estimate")},
		Moves: []Move{{say("Move 1: first signs"), 0, 120}, {say("Move 2: it spreads"), 120, 336},
			{say("Move 3: it is public"), 336, end}}}
	r.Scores.Speed, r.Scores.Effectiveness, r.Scores.Coordination, r.Scores.Total = of(62.5), of(41.0), of(55.1),
		of(52.9)
	r.Harm.Actual = of(1480.25)
	title := func(i int) string {
		names := []string{"Frontier developer's security team", "Cloud provider",
			"National computer emergency response team of the second jurisdiction", "AI safety institute",
			"Regulator", "Hospital network operations centre", "Grid operator", "Ministry",
			"Press office of the joint coordination cell", "Bank supervisor"}
		return say(names[i%len(names)])
	}
	id := func(i int) string { return fmt.Sprintf("seat%d", i) }
	for i := range seats {
		r.Overview.Participants = append(r.Overview.Participants,
			Participant{Role: id(i), Title: title(i), Sector: say("government"),
				Person: say(fmt.Sprintf("Person %d", i)), Bot: i%3 == 2, Acts: i * 3})
		r.Seats = append(r.Seats, SeatLine{Seat: score.Seat{Role: id(i), Score: of(float64(40 + 5*(i%9))),
			Sharing: of(0.5)}, Title: title(i), Money: float64(i), Political: 2, Operational: 1,
			Legal: float64(i % 4)})
		b := BearerLine{Who: id(i), Title: title(i), Harm: float64(40 * i), Idle: of(float64(120 * i)),
			Cost: of(float64(3 + i*2))}
		if i == 3 {
			b.Idle = of(100.0)
		}
		r.Bearers = append(r.Bearers, b)
		r.Credit = append(r.Credit, CreditLine{score.Credit{Role: id(i),
			Avoided: score.Paired{N: 8, Mean: float64(i * 11), CI95: [2]float64{float64(i * 7), float64(i * 15)}}},
			title(i)})
	}
	r.Overview.Headcount, r.Overview.People = headcount(r.Overview.Participants)
	r.Bearers = append(r.Bearers, BearerLine{Who: "public", Title: say("The public"), Harm: 900, Idle: of(4200.0)})
	factTitle := func(i int) string {
		return say([]string{"Egress of 0.6 TB over nine days", "The fine-tune refuses nothing",
			"A second copy in another jurisdiction's cloud region", "The key was never rotated"}[i%4])
	}
	n := 0
	tell := func(h float64, kind, mark string, seat int, text string) {
		n++
		e := TimelineEntry{N: n, Hours: h, T: hoursText(h), Date: "3 March 2027 06:00", Kind: kind, Mark: mark,
			Text: say(text), Source: Source{Line: n + 1, After: n%5 == 0}}
		if seat >= 0 {
			e.Role, e.Title, e.Person = id(seat), title(seat), say(fmt.Sprintf("Person %d", seat))
		}
		r.Timeline = append(r.Timeline, e)
	}
	tell(0, "exercise.started", "clock", -1, "STARTEX")
	for i := range facts {
		f := FactLine{ID: fmt.Sprintf("fact%d", i), Title: factTitle(i), Text: say("The text of the fact."),
			Mark: "amber", Within: 24, First: of(float64(10 * i))}
		for k := range min(seats, 6) {
			h := float64(10*i) + float64(k*k*(3+i%4))
			if h > end || i == 5 && k > 2 {
				f.Missing = append(f.Missing, Missing{Role: id(k), Title: title(k), Holder: title(0), Delay: 100,
					Harm: of(40.5), Why: say("never shared"), Evidence: []Source{{Line: 9}}})
				continue
			}
			f.Knowers = append(f.Knowers, Knower{Role: id(k), Title: title(k), Hours: h, T: hoursText(h),
				Via: "channel", From: id(0), FromTitle: title(0), Needed: k > 0, Late: k > 2,
				Then: say("told the ministry"), Source: Source{Line: 20 + k}})
			tell(h, "fact.learned", "learns", k, "learned "+f.Title)
		}
		r.Facts = append(r.Facts, f)
	}
	for i := range seats * 6 {
		h := math.Mod(float64(i)*37.5, end)
		tell(h, []string{"message.sent", "action.started", "joint.committed", "obligation.met"}[i%4], "acts",
			i%seats, "did something about it")
		r.Messages = append(r.Messages, MessageLine{Hours: h, T: hoursText(h), Arrived: of(h + 1),
			From: id(i % seats), FromTitle: title(i % seats), To: id((i + 3) % seats),
			ToTitle: title((i + 3) % seats), Via: "channel", Text: say("Please look at the egress."),
			State: "answered", Source: Source{Line: i}})
		r.Decisions = append(r.Decisions, Decision{Hours: h, T: hoursText(h), Role: id(i % seats),
			Title: title(i % seats), Verb: "act", What: say("Trace and hold"), Reason: say("It spreads."),
			Latency: of(4.5), Outcome: "done", Source: Source{Line: i}})
	}
	tell(200, "joint.lapsed", "acts", -1, "The joint action lapsed")
	tell(300, "joint.done", "acts", -1, "The joint action was done")
	tell(end, "exercise.ended", "clock", -1, "ENDEX")
	for i, states := range [][]SystemState{
		{{Hours: 0, State: "normal"}, {Hours: 60, State: "degraded"}, {Hours: 130, State: "failed"},
			{Hours: 400, State: "normal"}},
		{{Hours: 0, State: "degraded"}, {Hours: 220, State: "failed"}},
		{{Hours: 0, State: "normal"}, {Hours: 240, State: "failed"}, {Hours: 300, State: "isolated"}},
		{{Hours: 0, State: "normal"}},
	} {
		sys := SystemLine{ID: fmt.Sprintf("system%d", i),
			Title: say("Private fine-tune of the stolen weights on rented machines"), Owner: title(i),
			States: states, End: states[len(states)-1].State}
		for k, st := range states[1:] {
			sys.Noticed = append(sys.Noticed, Noticing{Hours: st.Hours + float64(6*k), Role: id(i), Title: title(i),
				State: st.State, Source: Source{Line: 3}})
		}
		r.Systems = append(r.Systems, sys)
	}
	for i := range 4 {
		g := GaugeLine{ID: fmt.Sprintf("gauge%d", i),
			Title: say([]string{"Harm", "Uncontrolled copies", "Public trust in the response of the authorities",
				"Compute"}[i]), Unit: say([]string{"points", "copies", "%", ""}[i]), Outcome: i == 0}
		for k := range 101 {
			t := end * float64(k) / 100
			g.Hours = append(g.Hours, t)
			g.True = append(g.True, []float64{1480 * (t / end) * (t / end), 200 / (1 + math.Exp(-(t-250)/40)),
				70 - 40*t/end, 5}[i])
			g.Idle = append(g.Idle, []float64{math.Exp(t / 50), 210 / (1 + math.Exp(-(t-230)/40)), 70 - 65*t/end,
				5}[i])
		}
		if i%2 == 0 {
			g.Seen = []string{title(0), title(2)}
		}
		r.Gauges = append(r.Gauges, g)
	}
	for i, l := range []string{"From the first sign to the first who knew",
		"From knowing to the first step outside the organisation",
		"From the first step outside until enough knew what a joint action needs", "From when enough knew what a joint action needs until it began",
		"From the beginning of the joint action until it was done"} {
		r.Legs = append(r.Legs, Leg{ID: fmt.Sprint(i), Title: say(l),
			Hours: of([]float64{2, 30, 140.5, 60, 0.05}[i])})
	}
	for i, mv := range r.Overview.Moves {
		ph := NetworkPhase{Title: mv.Title, From: mv.From, To: mv.To, Density: of(0.24), Reciprocal: of(0.5),
			Fragments: 2}
		for k := range seats {
			ph.Nodes = append(ph.Nodes, NetworkNode{Role: id(k), Title: title(k), Sector: say("state")})
		}
		for k := range seats * (i + 1) {
			from, to := k%seats, (k*k+3*i+1)%seats
			if from == to || from == seats-1 || to == seats-1 {
				continue
			}
			ph.Edges = append(ph.Edges, NetworkEdge{from, to, 1 + k%7, k % 2})
			ph.Nodes[from].Sent += 1 + k%7
			ph.Nodes[to].Received += 1 + k%7
			ph.Messages += 1 + k%7
		}
		r.Network = append(r.Network, ph)
	}
	for i := range 12 {
		change := []score.Change{score.LeftOut, score.Earlier, score.Kept}[i%3]
		mean := 300 - 40*float64(i)
		r.Moments = append(r.Moments,
			MomentLine{Text: say(fmt.Sprintf("At T+%dd the cloud provider told the regulator of the second "+
				"jurisdiction about the egress, which avoided %.0f points of harm.", i, mean)), Change: change,
				Role: id(i % seats), Title: title(i % seats), Hours: 20 * float64(i), T: hoursText(20 * float64(i)),
				Worth: score.Paired{N: 16, Mean: mean, CI95: [2]float64{mean - 60, mean + 60}}, Own: mean + 5,
				Sure: math.Abs(mean) > 60, Source: &Source{Line: i + 4}})
	}
	r.Worth = []WorthLine{
		{score.Worth{Mechanism: "call", Cost: 40, Social: score.Paired{N: 16, Mean: 320,
			CI95: [2]float64{250, 390}}, Payers: []score.Payer{{Role: id(0), Cost: 20, Bears: true,
			Private: score.Paired{N: 16, Mean: -12, CI95: [2]float64{-18, -6}}},
			{Role: id(1), Cost: 20, Bears: true, Private: score.Paired{N: 16, Mean: 30, CI95: [2]float64{10, 50}}}},
			Underprovided: true}, say("Standing call of the incident leads"), true,
			map[string]string{id(0): title(0), id(1): title(1)}},
		{score.Worth{Mechanism: "key", Cost: 10, Social: score.Paired{N: 16, Mean: -5, CI95: [2]float64{-9, -1}}},
			say("Shared key register"), false, nil},
	}
	r.Band = &score.Band{N: 200, Harm: score.Standing{Value: of(1480.25), Better: of(0.62),
		Spread: [5]float64{700, 1200, 1600, 2100, 3900}, N: 200},
		Total: score.Standing{Value: of(52.9), Better: of(0.71), Spread: [5]float64{30, 41, 47, 55, 66}, N: 200}}
	r.Waterfall = score.WaterfallOf(score.HarmOf(1480, 4200, 2600, 100),
		&score.Gap{Knowing: 400, Agreeing: -30.5, Deciding: 910, NotAttempted: 100.5, Whole: 1380})
	r.Harm = score.HarmOf(1480, 4200, 2600, 100)
	r.Capabilities = []CapabilityLine{{Title: say("Operational coordination"), Rating: "M", Objectives: []CapabilityRating{
		{say("Those who need a fact have it in time"), "P", true, []string{"S"}},
		{say("Joint action"), "M", false, nil}}},
		{Title: say("Public information"), Rating: "-", Objectives: []CapabilityRating{{say("One voice"), "-", false, nil}}}}
	r.Page = FirstPage{Happened: say("Over 21 days a stolen model spread to three systems. Seven seats knew of " +
		"the egress a week before the ministry did."),
		Reading: []string{say("The response scored 52.9 of 100."), say("Speed 62.5: the longest leg was sharing."),
			say("Effectiveness 41: it avoided two fifths of what could be avoided."),
			say("Coordination 55.1: 6 of 9 facts reached all who needed them."),
			say("It did better than 71% of 200 bot runs.")},
		Moments: []Remark{{say("At T+5d the cloud provider told the regulator; this avoided 300 points of harm."),
			[]Source{{Line: 44}}}, {say("The ministry could have acted a day earlier."),
			[]Source{{Line: 51}, {Line: 52, After: true}}}, {say("The promised call was not held."), nil}},
		Story: []StoryLine{{Date: "Wed 3 Mar 2027, 06:00", Text: say("A developer's weights are copied.")},
			{Hours: end, Date: "Wed 24 Mar 2027, 06:00", Text: say("The exercise ends, with harm at 1,480."),
				Evidence: []Source{{Line: 80}}}},
		Changes: []Change{{Remark: Remark{say("Say beforehand who tells the ministry."), []Source{{Line: 60}}},
			Who: say("Cloud provider")}, {Remark: Remark{say("Rotate keys within a day."), nil}},
			{Remark: Remark{say("Hold the standing call in the first six hours."), nil}, Who: title(1)}},
		Draws:   []string{say("This draw: coordination efficiency 0.41.")},
		Gap:     say("59% of the harm that coordination could have avoided was not avoided."),
		Caution: say("One run is one sample: the numbers say what happened here.")}
	for i := range 3 {
		r.Objectives = append(r.Objectives, ObjectiveLine{ID: fmt.Sprintf("o%d", i),
			Title: say("Those who need a fact have it in time"), Capability: say("Operational communications"),
			Measured: say("reach of the egress"), Limits: say("P from 0.9, S from 0.7, M from 0.4"),
			Value: of(0.67), ValueText: say("67 %"), Rating: []string{"P", "M", "U"}[i],
			Ratings: []Rating{{Who: say("Evaluator Ada"), Rating: "S",
				Text: say("They did well once they had the call."), T: "T+2d"}},
			Difference: say("The evaluator rated it one step higher."),
			Strengths:  []Remark{{say("The regulator answered all requests."), []Source{{Line: 5}}}},
			Areas: []Area{{Issue: say("The ministry learned late."), Reference: say("Article 73"),
				Analysis: say("It was told by the press."), Evidence: []Source{{Line: 8}}}},
			Notes: []ObservationRow{{N: 1, Who: say("Ada"), Tag: "gap", T: "T+3d", Text: say("Nobody called."),
				Source: Source{Line: 12}}}, Quotes: []Quote{{"T+4d", title(1), say("We thought you knew."),
				Source{Line: 30}}}, Evidence: []Source{{Line: 5}}})
		r.Plan = append(r.Plan, PlanRow{Capability: say("Operational communications"),
			Issue: say("The ministry learned late."), Action: say("Agree who tells it."), Element: "Planning",
			Responsible: title(0), Evidence: []Source{{Line: 8}}})
		r.Duties = append(r.Duties, DutyLine{ID: fmt.Sprint(i), Title: say("Report of a serious incident"),
			Holder: title(i % seats), Within: 72, Basis: say("Article 73"), Started: of(10.0), Due: of(82.0),
			Met: of(70.0), Margin: of(12.0), Status: "met", Evidence: []Source{{Line: 3}}})
		r.Beliefs = append(r.Beliefs, BeliefLine{T: "T+1d", Title: title(i % seats), Probe: "cause",
			Ask: say("What caused it?"), Answer: say("A stolen key"), Confidence: 0.8, Right: of(i == 0)})
		r.Helps = append(r.Helps, HelpLine{T: "T+2d", Text: say("released the press story early"),
			Facts: []string{factTitle(0)}, Measures: []string{"share.t50"}, Scores: []string{"speed"},
			Source: Source{Line: 77}})
		r.Measures = append(r.Measures, MeasureLine{ID: []string{"speed.share", "share.reach", "cost.total"}[i],
			Title: say("Those who need a fact and had it"), Group: []string{"speed", "coordination", "cost"}[i],
			Unit: say("0 to 1"), Better: "higher", Value: of(0.6), Of: 5, Formula: say("had / need < 1"),
			Helped: i == 1, Evidence: []Source{{Line: 5}},
			Parts: []MeasurePart{{Of: factTitle(0), Role: title(0), Other: title(1), Value: of(0.5), Harm: of(3.0),
				Why: say("late"), Evidence: []Source{{Line: 6}}}}})
		r.Parts = append(r.Parts, ScorePart{Score: "speed", Measure: "speed.sharing",
			Title: say("Promptness of sharing"), Value: of(0.6)})
	}
	r.Notes = []ObservationRow{{N: 1, Who: say("Ada"), Tag: "gap", T: "T+3d", Role: title(0),
		Inject: say("Press story"), Objective: "o1", Text: say("Nobody called."), Source: Source{Line: 12}}}
	r.Questions = []QuestionLine{{T: "T+5d", Text: say("Who leads?"),
		Answers: []Answer{{Title: title(0), Text: say("We do.")}, {Title: title(1), Text: say("They do.")}}}}
	r.Rankings = []RankingLine{{T: "T+6d", Text: say("What first?"), Seats: 2, Agreement: of(0.5),
		Options: []RankedRow{{say("Stop the spread"), 1, 1, 1}, {say("Tell the public"), 2, 2, 2}}}}
	r.Shared = samplePicture(title, say)
	r.Versions = sampleVersions(title, say)
	r.Warnings = []string{say("The record was not closed.")}
	r.Unhelped = &score.Scores{Speed: of(60.0), Effectiveness: of(40.0), Coordination: of(50.0), Total: of(50.0)}
	return r
}

// samplePicture is of two accounts that exclude each other, with long titles.
func samplePicture(title func(int) string, say func(string) string) *SharedPicture {
	insider, state := say("Somebody with a key of the contractor took the weights and sold them"), say("A state is behind it")
	p := &SharedPicture{Hypotheses: []HypothesisLine{{ID: "insider", Title: insider, Truth: true, Mean: of(0.7),
		Seats: []LastWords{{"seat0", title(0), 0.7}}}, {ID: "state", Title: state}}}
	for i := range 24 {
		w := HeldLine{Hours: float64(i * 20), T: fmt.Sprintf("T+%dh", i*20), Role: fmt.Sprint(i % 5), Title: title(i % 5),
			Person: say("Ada"), ID: "insider", Hypothesis: insider, Truth: true, Confidence: float64(i%7) / 6,
			Mean: float64(i%3) / 2, Text: say("The key was used at night."), Source: Source{Line: i + 3}}
		if i > 4 {
			w.Agreement = of(float64(i) / 24)
		}
		p.Words = append(p.Words, w)
	}
	p.Levels = []LevelLine{{T: "T+1d", Title: title(0), Level: say("Serious"), World: say("Grave"), Text: say("Copies are out.")}}
	p.Clashes = []ClashLine{{Hours: 100, T: "T+100h", Lacked: []LackLine{{title(1), "f", say("The key"), []string{title(0)}}},
		Sides: [2]ClashSide{{Title: title(0), Did: say("Suspend"), Hypothesis: insider, Truth: true, T: "T+90h"},
			{Title: title(1), Did: say("Accuse"), Hypothesis: state, T: "T+100h", Sure: of(0.8)}}}}
	return p
}

// sampleVersions are three versions of a product, with long titles.
func sampleVersions(title func(int) string, say func(string) string) []VersionLine {
	var out []VersionLine
	for i, name := range []string{"Clerk 4.0", "Clerk 4.1 with the sentence that should not be in it", "Clerk 4.2"} {
		l := VersionLine{ID: fmt.Sprintf("v4%d", i), Title: say(name), Of: say("Clerk, the assistant of the wards")}
		for k := range 5 {
			l.Steps = append(l.Steps, VersionStep{Hours: float64(100*k + 20*i), Running: 40 - 7*k,
				Exposed: (20 - 4*k) * (i % 2)})
			l.Most = max(l.Most, l.Steps[k].Exposed)
			l.Exposed += 100 * float64(l.Steps[k].Exposed)
			run := VersionRun{System: fmt.Sprintf("s%d", k), Title: say("Triage of the hospital"),
				Role:  "seat1",
				Owner: title(1), From: float64(100 * k),
				T: hoursText(float64(100 * k)), Exposed: 12.5, Source: Source{Line: k + 2}}
			if k < 3 {
				run.Until = of(float64(100*k + 250))
			}
			l.Ran = append(l.Ran, run)
		}
		out = append(out, l)
	}
	return out
}

func asWritten(s string) string { return s }
