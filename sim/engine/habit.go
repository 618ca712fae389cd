package engine

import "tocsin/sim/scenario"

// What bots need to know of a run in addition to what is asked of it by people: how long the habits of
// their profiles take, and what has come to whom.

// Habit is something that a bot's profile gives a time or a chance for.
type Habit uint8

// The habits. Those from Believing on have a chance and no time.
const (
	Reading Habit = iota
	Waiting
	Preparing
	Asking
	Chasing
	habitCount
	Believing = habitCount
	Straying  = habitCount + 1
	Checking  = habitCount + 2
)

func (m *Model) habitsOf(p *scenario.Profile) (out [habitCount]delay) {
	if p != nil {
		for h, d := range [habitCount]scenario.Delay{p.Reads, p.Patience, p.Prepares, p.Asks, p.Chases} {
			out[h] = m.delay(d)
		}
	}
	return out
}

// NoteKey and FactKey name what a habit of a bot is about, for its draws of chance: the same
// whatever else the scenario holds.
func (m *Model) NoteKey(note int) uint64 { return m.notes[note].name }

// RoleKey is [Model.NoteKey] for a role.
func (m *Model) RoleKey(role int) uint64 { return m.roleName[role] }

// FactKey is [Model.NoteKey] for a fact.
func (m *Model) FactKey(fact int) uint64 { return m.facts[fact].name }

// Takes is how long a habit of a role's bot takes, about something with a key, the n-th time.
// Reading is faster where a mechanism has the role acknowledge faster.
func (e *Engine) Takes(role int, h Habit, key uint64, n uint32) Time {
	factor := 1.0
	if h == Reading {
		factor = e.ackFactor[role]
	}
	return e.m.habits[role][h].scaled(e.Luck(role, h, key, n), factor)
}

// Luck is a draw in (0, 1) for a habit of a role's bot, about something with a key, the n-th
// time.
func (e *Engine) Luck(role int, h Habit, key uint64, n uint32) float64 {
	return e.draw(e.m.roleName[role]^mix(key+0x4ab1), forHabit+purpose(h), n)
}

// News is something that has come to a role: a message, an inject, or knowledge.
type News struct {
	Role    int
	Message int // as a place for [Engine.MessageAt]; -1 for none
	Fact    int // what it has learned, by whatever way; -1 for nothing
}

// OnNews calls f whenever something comes to a role. f must not act on the engine.
func (e *Engine) OnNews(f func(News)) { e.news = f }
