package player

import (
	"strings"

	"tocsin/sim/exercise"
)

// What the cursor is on is what an act is about, if it can be: these find it.

func (m *Model) fact(id string) *exercise.Fact {
	for i := range m.me.Facts {
		if m.me.Facts[i].ID == id {
			return &m.me.Facts[i]
		}
	}
	return nil
}

func (m *Model) action(id string) *exercise.Action {
	for i := range m.me.Actions {
		if m.me.Actions[i].ID == id {
			return &m.me.Actions[i]
		}
	}
	return nil
}

// letterAtHand is the item that is being read.
func (m *Model) letterAtHand() *exercise.Item {
	if m.on(&m.mail) && m.mail.at > 0 {
		return m.current()
	}
	return nil
}

// askedAtHand is the id of what is asked, if the cursor is on something of a kind.
func (m *Model) askedAtHand(kind string) string {
	if at := m.asked.at.Cursor; m.on(&m.asked) && at < len(m.me.Asked) && m.me.Asked[at].Kind == kind {
		return m.me.Asked[at].ID
	}
	return ""
}

// factAtHand is the fact that the cursor is on, or none.
func (m *Model) factAtHand() string {
	if at := m.facts.at.Cursor; m.on(&m.facts) && at < len(m.me.Facts) {
		return m.me.Facts[at].ID
	}
	if it := m.letterAtHand(); it != nil && m.fact(it.Fact) != nil {
		return it.Fact
	}
	return ""
}

// actionAtHand is the action that the cursor is on, or none. One that cannot be taken now says so where
// it stands, and is not what a key is about.
func (m *Model) actionAtHand() string {
	if at := m.acts.at.Cursor; m.on(&m.acts) && at < len(m.me.Actions) {
		if a := &m.me.Actions[at]; a.Can || a.Unsure || a.Joint != nil && a.Joint.Mine {
			return a.ID
		}
	}
	return ""
}

// jointAtHand is the joint action that the cursor is on, or that an item speaks of.
func (m *Model) jointAtHand() string {
	if id := m.askedAtHand("joint"); id != "" {
		return id
	}
	if a := m.action(m.actionAtHand()); a != nil && a.Joint != nil {
		return a.ID
	}
	if it := m.letterAtHand(); it != nil && it.Kind == exercise.ItemJoint {
		for _, a := range m.me.Actions {
			if a.Joint != nil && strings.HasSuffix(it.Title, ": "+a.Title) && m.waitsFor(&a) {
				return a.ID
			}
		}
	}
	return ""
}

// waitsFor reports whether this seat could commit to a joint action now.
func (m *Model) waitsFor(a *exercise.Action) bool {
	return a.Joint != nil && !a.Joint.Mine && !a.Joint.UnderWay && (a.Can || a.Unsure)
}

// writerAtHand is the seat from which the item comes that is being read, or that asks.
func (m *Model) writerAtHand() string {
	role, _, _ := strings.Cut(m.askedAtHand("request"), "#")
	name := ""
	if it := m.letterAtHand(); it != nil { // an inject names who writes, and has no seat of its own
		role, name = it.Role, it.From
	}
	for _, c := range m.me.Contacts {
		if c.ID == role || role == "" && c.Kind == "role" && c.Title == name {
			return c.ID
		}
	}
	return ""
}
