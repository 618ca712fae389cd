package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tocsin/sim/scenario"
)

// briefing is what `tocsin show` tells of a scenario, made for one reader. The printed
// sheet and the JSON document are both made from it, so that neither can hold what the
// reader may not see.
type briefing struct {
	Title   string    `json:"title"`
	Summary string    `json:"summary"`
	Start   time.Time `json:"start"`
	Length  string    `json:"length"`
	Minute  string    `json:"minute"`
	paces   string    // the pace of each move, in words

	// Seat is the reader's own seat; everything below Venues is for the facilitator only.
	Seat    *seatBrief   `json:"seat,omitempty"`
	Actions []actionInfo `json:"actions"`
	Venues  []venueInfo  `json:"venues"`

	Moves       []moveInfo      `json:"moves,omitempty"`
	Seats       []seatBrief     `json:"seats,omitempty"`
	Facts       []factInfo      `json:"facts,omitempty"`
	Injects     []injectInfo    `json:"injects,omitempty"`
	Mechanisms  []mechanismInfo `json:"mechanisms,omitempty"`
	Obligations []dutyInfo      `json:"obligations,omitempty"`
	Objectives  []objectiveInfo `json:"objectives,omitempty"`
	// Scenario is everything in the file, with the defaults filled in.
	Scenario json.RawMessage `json:"scenario,omitempty"`

	entries []scenario.Entry // the same, for the printed sheet
}

type seatBrief struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Sector string `json:"sector"`
	Brief  string `json:"brief"`
}

type actionInfo struct {
	ID     string         `json:"id"`
	Title  string         `json:"title"`
	Text   string         `json:"text"`
	By     scenario.Names `json:"by"`
	Takes  string         `json:"takes"`
	Quorum int            `json:"quorum,omitempty"` // of a joint action
	Parts  map[string]int `json:"parts,omitempty"`  // what commitments count for, where that is not 1
}

type venueInfo struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Members scenario.Names `json:"members"`
}

type moveInfo struct {
	ID        string   `json:"id,omitempty"`
	Title     string   `json:"title"`
	When      string   `json:"when,omitempty"`
	OneOf     string   `json:"one_of,omitempty"`
	Until     string   `json:"until"`
	Questions []string `json:"questions"`
}

type factInfo struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Text     string         `json:"text"`
	TLP      string         `json:"tlp"`
	Decoy    bool           `json:"decoy"`
	KnownBy  scenario.Names `json:"known_by"` // unaided
	NeededBy scenario.Names `json:"needed_by"`
}

type injectInfo struct {
	ID    string         `json:"id"`
	Title string         `json:"title"`
	When  string         `json:"when"`
	From  string         `json:"from"`
	Media string         `json:"media"`
	To    scenario.Names `json:"to"`
	Hold  bool           `json:"hold"`
	Hint  string         `json:"hint"`
}

type mechanismInfo struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
}

type dutyInfo struct {
	ID     string         `json:"id"`
	Title  string         `json:"title"`
	Role   string         `json:"role"`
	Within string         `json:"within"`
	MetBy  scenario.Names `json:"met_by"`
}

type objectiveInfo struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Capability string `json:"capability"`
}

// opening is the part that everyone may read.
func opening(sc *scenario.Scenario) briefing {
	return briefing{Title: sc.Title, Summary: sc.Summary, Start: sc.Start, Length: sc.Length.String(),
		Minute:  sc.Minute.String(),
		paces:   sc.Paces(),
		Actions: []actionInfo{}, Venues: []venueInfo{}}
}

// seatBriefing is what one seat may know before play: its brief, what it can do and
// where it can talk.
func seatBriefing(sc *scenario.Scenario, r int) briefing {
	br := opening(sc)
	role := &sc.Roles[r]
	br.Seat = &seatBrief{role.ID, role.Title, role.Sector, sc.BriefOf(r)}
	mine := func(names scenario.Names) bool { return names.Has("all") || names.Has(role.ID) }
	for i := range sc.Actions {
		if d, _ := sc.OptionOf(i); d >= 0 {
			continue // an answer to a decision that seats do not know of before it is asked
		}
		if mine(sc.Actions[i].By) {
			br.Actions = append(br.Actions, describeAction(&sc.Actions[i]))
		}
	}
	for i := range sc.Venues {
		if v := &sc.Venues[i]; mine(v.Members) {
			members := slices.DeleteFunc(slices.Clone(v.Members), func(id string) bool {
				o := sc.Find("role", id)
				return o >= 0 && o != r && sc.Roles[o].Hidden
			})
			br.Venues = append(br.Venues, venueInfo{v.ID, v.Title, members})
		}
	}
	return br
}

// facilitatorBriefing is everything in the scenario.
func facilitatorBriefing(sc *scenario.Scenario) (briefing, error) {
	br := opening(sc)
	br.entries = sc.Entries()
	var err error
	if br.Scenario, err = sc.Document(); err != nil {
		return br, err
	}
	for _, m := range sc.Moves {
		br.Moves = append(br.Moves,
			moveInfo{m.ID, m.Title, m.When.Source, m.OneOf, m.Until.String(), append([]string{}, m.Questions...)})
	}
	for i := range sc.Roles {
		r := &sc.Roles[i]
		br.Seats = append(br.Seats, seatBrief{r.ID, r.Title, r.Sector, sc.BriefOf(i)})
	}
	for i := range sc.Facts {
		f := &sc.Facts[i]
		known := scenario.Names{}
		for _, k := range f.Known {
			known = append(known, k.ID)
		}
		br.Facts = append(br.Facts, factInfo{f.ID, f.Title, f.Text, f.TLP, f.Decoy, known,
			append(scenario.Names{}, f.NeededBy...)})
	}
	for i := range sc.Actions {
		br.Actions = append(br.Actions, describeAction(&sc.Actions[i]))
	}
	for i := range sc.Injects {
		in := &sc.Injects[i]
		br.Injects = append(br.Injects, injectInfo{in.ID, in.Title, arrival(sc, i), in.From, in.Media, in.To, in.Hold,
			in.Hint})
	}
	for i := range sc.Venues {
		v := &sc.Venues[i]
		br.Venues = append(br.Venues, venueInfo{v.ID, v.Title, v.Members})
	}
	for i := range sc.Mechanisms {
		m := &sc.Mechanisms[i]
		br.Mechanisms = append(br.Mechanisms, mechanismInfo{m.ID, m.Title, m.Kind, m.Text})
	}
	for i := range sc.Obligations {
		o := &sc.Obligations[i]
		br.Obligations = append(br.Obligations, dutyInfo{o.ID, o.Title, o.Role, o.Within.String(), o.MetBy})
	}
	for i := range sc.Objectives {
		o := &sc.Objectives[i]
		br.Objectives = append(br.Objectives, objectiveInfo{o.ID, o.Title, o.Capability})
	}
	return br, nil
}

func describeAction(a *scenario.Action) actionInfo {
	info := actionInfo{ID: a.ID, Title: a.Title, Text: a.Text, By: a.By}
	if !a.Takes.Immediate() {
		info.Takes = a.Takes.String()
	}
	if a.Joint != nil {
		info.Quorum = a.Joint.Quorum
		for _, p := range a.Joint.Parts {
			if info.Parts == nil {
				info.Parts = map[string]int{}
			}
			info.Parts[p.ID] = int(p.Value)
		}
	}
	return info
}

// arrival says in words when an inject comes.
func arrival(sc *scenario.Scenario, i int) string {
	in, when := &sc.Injects[i], "when fired"
	span := func(key string, d scenario.Delay) string {
		if source := sc.Given("inject." + in.ID + "." + key); source != "" {
			return source
		}
		return d.String()
	}
	switch {
	case in.When.Source == "false":
	case in.When.Source != "":
		when = "when " + in.When.Source
		if in.At.Set && !in.At.Immediate() {
			when = fmt.Sprintf("%s after %s", span("at", in.At), in.When.Source)
		}
	case in.Every.Set:
		when = "every " + span("every", in.Every)
	case in.At.Set:
		when = "at " + span("at", in.At)
	}
	if in.Unless.Source != "" {
		when += ", unless " + in.Unless.Source
	}
	return when
}
