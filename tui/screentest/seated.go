package screentest

import "tocsin/sim/exercise"

// Seated is what a player sees in the middle of an exercise, with something of everything; at makes the
// times of it, so many hours after STARTEX.
func Seated(at func(float64) exercise.Moment) exercise.View {
	when := func(hours float64) *exercise.Moment { m := at(hours); return &m }
	return exercise.View{
		Scenario: exercise.Title{Name: "cold_copy", Title: "Cold copy",
			Summary: "Shards of an unreleased model have been leaving a bucket for nine days."},
		You: exercise.You{Name: "Ada", Kind: exercise.KindPlayer, Role: "cloud", Title: "Cloud provider"},
		Clock: exercise.Clock{Phase: "running", Now: at(26), Allows: "everything", Pace: "6h", Move: 1,
			Moves: 4, MoveTitle: "First signals", MoveBrief: "It is Monday, 06:00 UTC.", MoveEnds: when(48),
			Ends: at(504), Facilitated: true},
		Notices: []exercise.Notice{{N: 1, At: at(1), Kind: exercise.NoticeFacilitator, From: "Grace", To: "all",
			Text: "Welcome. Coffee at eleven."}},
		Questions: []exercise.Question{{N: 1, Text: "What matters most now?",
			Options: []string{"Evidence", "Containment", "Telling others"}, Rank: true, Open: true}},
		Player: &exercise.Player{
			Brief: "You run trust and safety for the cloud.\n\nWHAT YOU SEE. Tenancy, billing and egress: who " +
				"has what, who pays, how much leaves.",
			Sector: "industry", Total: 5, Unread: 3, MissedFrom: 4,
			Inbox: []exercise.Item{
				{N: 1, At: at(0), Kind: exercise.ItemClock, Title: "STARTEX", Read: true},
				{N: 2, At: at(2), Kind: exercise.ItemLearned, Title: "Egress from the checkpoint bucket",
					Text: "0.6 TB left the checkpoint bucket over nine days.", Fact: "egress", Mark: "amber"},
				{N: 3, At: at(3), Kind: exercise.ItemSent, To: []string{"Frontier developer"}, Title: "You wrote",
					Text: "Is this yours?", Read: true},
				{N: 4, At: at(20), Kind: exercise.ItemMessage, From: "National CERT", Role: "cert",
					Title: "Asks, for an answer by Tue 2 Mar 2027 12:00",
					Text: "Whose tenant is it, and since when? We have a report of something similar from two " +
						"other places and would like to compare before we warn anybody.", Re: "cert#1"},
				{N: 5, At: at(25), Kind: exercise.ItemInject, From: "Wire service", Media: "news",
					Title: "Laboratory said to have lost a model",
					Text: "日本語 مرحبا e\u0301\u0301: two people familiar with the matter said on Monday that a " +
						"laboratory had found traces of copying. The laboratory would not comment."},
			},
			Asked: []exercise.Asked{
				{Kind: "request", ID: "cert#1", From: "National CERT", Text: "Whose tenant is it, and since when?",
					Due: when(24), Late: true, State: "new"},
				{Kind: "obligation", ID: "nis2", Text: "NIS2 early warning", Due: when(30)},
				{Kind: "joint", ID: "trace_and_hold", From: "Cybercrime police", Text: "Trace and hold",
					Due: when(40), State: "1 of 3"},
				{Kind: "question", ID: "1", From: "The facilitator", Text: "What matters most now?"},
				{Kind: "probe", ID: "cause", Text: "What is behind it?"},
			},
			Facts: []exercise.Fact{
				{ID: "egress", Title: "Egress from the checkpoint bucket",
					Text: "0.6 TB left the checkpoint bucket over nine days.", Mark: "amber", Since: at(2),
					Others: []exercise.Knower{{Role: "cert", Title: "National CERT", How: "I told them", At: at(5)}}},
				{ID: "tenant", Title: "Who pays for the tenant", Text: "The tenant is paid for by a contractor.",
					Mark: "red", Since: at(9), From: "Frontier developer", Others: []exercise.Knower{},
					Wider: []string{"cert", "press", "public"}},
			},
			Gauges: []exercise.Gauge{{ID: "copies", Title: "Uncontrolled copies", Unit: "copies", Value: 14,
				Trace: []float64{1, 2, 3, 5, 8, 12}}},
			Systems: []exercise.System{{ID: "bucket", Title: "Checkpoint bucket", State: "degraded", Since: when(3),
				Own: true}, {ID: "keys", Title: "Signing keys", State: "normal"}},
			Actions: []exercise.Action{
				{ID: "suspend", Title: "Suspend the tenant", Takes: "1h", Hands: 1,
					Why: "Needs a hand; all are busy until Tue 10:00", Free: when(28)},
				{ID: "snapshot_hold", Title: "Snapshot and hold the suspect tenant", Text: "Nobody notices.",
					Takes: "30m", Hands: 1, Costs: exercise.Cost{Operational: 1, Legal: 1}, Can: true},
				{ID: "warn", Title: "NIS2 early warning to the CERT", Takes: "2h", Hands: 1, Can: true},
				{ID: "trace_and_hold", Title: "Trace and hold", Takes: "6h", Hands: 1, Can: true,
					Joint: &exercise.JointState{Quorum: 3, Must: []string{"Cybercrime police"}, Open: true,
						Committed: []string{"Cybercrime police"}, Lapses: when(40), Setup: true}},
			},
			Doing: []exercise.Doing{{Action: "audit", Title: "Audit of sign-ins", Since: at(22), Ends: at(30)}},
			Hands: exercise.Hands{Limit: 3, Busy: 1},
			Obligations: []exercise.Obligation{{ID: "nis2", Title: "NIS2 early warning", Status: "running",
				Due: at(30), By: []string{"NIS2 early warning to the CERT"},
				Basis: "Directive (EU) 2022/2555, Article 23(4)(a)"},
				{ID: "contract", Title: "Notice to the customer", Status: "met", Due: at(20), Met: when(12)}},
			Venues: []exercise.Venue{{ID: "cell", Title: "Incident cell", State: "closed",
				Members: []string{"Cloud provider", "National CERT"}, Convene: "6h"}},
			Notes: []exercise.Note{{N: 3, Role: "cloud", Title: "Cloud provider", Mine: true,
				When: "knows('egress')", Do: "Snapshot and hold the suspect tenant", Within: "2h", State: "filed",
				Shown: []string{"Frontier developer"}},
				{N: 7, Role: "cert", Title: "National CERT", When: "knows('hashes')",
					Do: "tell all: Hashes of the shards", Within: "1h", State: "filed"}},
			Probes: []exercise.Probe{{ID: "cause", Ask: "What is behind it?",
				Options: []exercise.Option{{ID: "insider", Text: "An insider"}, {ID: "state", Text: "A state"},
					{ID: "agent", Text: "A rogue agent"}}}},
			Attempts: []exercise.Attempt{{N: 1, At: at(20), Text: "Call the contractor's chief", Outcome: "partial",
				Reply: "He calls back tomorrow."}},
			Contacts: []exercise.Contact{{ID: "developer", Title: "Frontier developer", Kind: "role",
				Takes: "20h", Way: "by your contact there", Ways: []exercise.Way{
					{ID: "contact", Title: "by your contact there", Takes: "20h"},
					{ID: "formal", Title: "by the usual channel", Takes: "8h"},
					{ID: "call", Title: "by a call, which takes both of you", Takes: "15m"}}},
				{ID: "cert", Title: "National CERT", Kind: "role"},
				{ID: "police", Title: "Cybercrime police", Kind: "role"},
				{ID: "public", Title: "the public", Kind: "public"}},
			Decisions: []exercise.Decision{{N: 1, At: at(6), Role: "cloud", Title: "Cloud provider",
				Text: "We watch the tenant before we suspend it.", Options: []string{"suspend now", "watch first"},
				Why: "Whoever it is should not notice.", Follow: "Look at it again", Due: when(36)},
				{N: 2, At: at(11), Role: "cloud", Title: "Cloud provider", Text: "The customer hears it from us."}},
			Cost: exercise.Cost{Operational: 2},
		},
	}
}
