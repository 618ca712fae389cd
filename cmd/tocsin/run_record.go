package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/score"
)

// facilitatorName is the name of the facilitator of a recorded run.
const facilitatorName = "Control"

// recordRun plays a run again in a room, without waiting for the clock, and writes the room's
// record. Every seat that has commands in the plan, or no bot, gets a person named after it; bots take the rest.
// Without people, the record says that nobody took part. If the room does not come to the state of the run,
// that is an error and the record is removed.
func recordRun(ctx context.Context, path, name string, played *score.Played, people bool) (err error) {
	plan := played.Plan
	sc := plan.Model.Scenario
	now := time.Now().UTC()
	h := record.Header{Tocsin: version(), Scenario: sc.Source, Name: name, Seed: plan.Seed, Started: now,
		Settings: map[string]string{}}
	if !people {
		h.Settings[record.PeopleSetting] = record.NoPeople
	}
	for _, m := range plan.Setup.Mechanisms {
		h.Mechanisms = append(h.Mechanisms, sc.Mechanisms[m].ID)
	}
	for i := range sc.Roles {
		h.Seats = append(h.Seats, sc.Roles[i].ID)
	}
	if !slices.ContainsFunc(plan.Commands, func(c engine.Timed) bool {
		return c.Role == engine.Facilitator &&
			c.Verb != engine.End
	}) {
		h.Settings["facilitator"] = "automatic" // injects that wait for one come at once, as in the run
	}
	w, err := record.Create(path, h)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			w.Leave()
			os.Remove(path)
		}
	}()
	x, err := exercise.New(h)
	if err != nil {
		return err
	}
	t := &scripted{w: w, x: x, names: map[int]string{engine.Facilitator: facilitatorName},
		seats: map[int]string{engine.Facilitator: record.FacilitatorSeat, engine.Nobody: "room"}, wall: now}
	if err := t.seat(plan); err != nil {
		return err
	}
	if err := t.play(ctx, plan); err != nil {
		return err
	}
	if is, want := x.Engine().Digest(), played.Engine.Digest(); is != want {
		return fmt.Errorf("the record comes to another state (%016x) than the run (%016x), so it is not kept; "+
			"please report this, with the scenario and the script", is, want)
	}
	return w.Close(x.Digest())
}

// scripted is a room in which the commands of a plan are played.
type scripted struct {
	w     *record.Writer
	x     *exercise.Exercise
	names map[int]string // of the persons, by role
	seats map[int]string // ids, by role
	wall  time.Time
}

// do writes an entry and applies it.
func (t *scripted) do(role int, verb string, args any, reason string) (exercise.Answer, error) {
	en := record.Entry{At: t.x.Now(), Wall: t.wall, Who: t.names[role], Seat: t.seats[role], Verb: verb,
		Reason: reason, State: t.x.Digest()}
	if args != nil {
		raw, err := json.Marshal(args)
		if err != nil {
			return exercise.Answer{}, err
		}
		en.Args = raw
	}
	en, err := t.w.Append(en)
	if err != nil {
		return exercise.Answer{}, err
	}
	return t.x.Do(en), nil
}

// must is do for an entry whose refusal is an error.
func (t *scripted) must(role int, verb string, args any) error {
	a, err := t.do(role, verb, args, "")
	if err == nil && !a.OK {
		err = fmt.Errorf("%s: %s", verb, a.Why)
	}
	return err
}

// seat seats the facilitator, the bots and everybody else.
func (t *scripted) seat(plan score.Plan) error {
	if err := t.must(engine.Facilitator, "join", map[string]any{"kind": "facilitator", "open": true}); err != nil {
		return err
	}
	speaks := make([]bool, len(plan.Model.Scenario.Roles))
	for _, c := range plan.Commands {
		if c.Role >= 0 {
			speaks[c.Role] = true
		}
	}
	for r := range speaks {
		role := &plan.Model.Scenario.Roles[r]
		if plan.Bots && !speaks[r] {
			if err := t.must(engine.Facilitator, "bot", map[string]any{"role": role.ID, "on": true}); err != nil {
				return err
			}
			continue
		}
		if err := t.come(r, role.ID, role.Title); err != nil {
			return err
		}
	}
	return nil
}

// come seats a person under the seat's title, or under another name if that one is not a name, or is
// taken: a person who joins twice changes seats.
func (t *scripted) come(r int, id, title string) error {
	t.seats[r] = "player"
	for _, name := range []string{exercise.Name(title), exercise.Name(id), fmt.Sprintf("Player %d", r+1)} {
		if name == "" || t.named(name) {
			continue
		}
		t.names[r] = name
		join := map[string]any{"kind": "player", "want": id, "open": true}
		if !t.x.InSight(id) { // a seat that nobody may ask for is taken with its card
			join["card"] = true
		}
		a, err := t.do(r, "join", join, "")
		if err != nil {
			return err
		}
		if a.OK {
			t.seats[r] = id
			return nil
		}
	}
	return fmt.Errorf("nobody can be seated as %s", title)
}

// named reports whether somebody has a name already, in any case of letters.
func (t *scripted) named(name string) bool {
	for _, other := range t.names {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

// play gives the commands, each at its time.
func (t *scripted) play(ctx context.Context, plan score.Plan) error {
	commands := plan.Commands
	for len(commands) > 0 && commands[0].At == 0 &&
		commands[0].Verb.Prepares() {
		if err := t.give(commands[0]); err != nil {
			return err
		}
		commands = commands[1:]
	}
	if err := t.must(engine.Facilitator, "start", nil); err != nil {
		return err
	}
	for len(commands) > 0 && !t.x.Over() {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := commands[0].At
		if at > plan.Until {
			break
		}
		if err := t.reach(at); err != nil {
			return err
		}
		n := 1
		for n < len(commands) && commands[n].At == at {
			n++
		}
		if err := t.together(commands[:n]); err != nil {
			return err
		}
		commands = commands[n:]
	}
	if err := t.reach(plan.Until); err != nil {
		return err
	}
	// The room itself records how far time has come.
	_, err := t.do(engine.Nobody, "tick", nil, "")
	return err
}

// together gives the commands of one moment, with nothing happening between them.
func (t *scripted) together(commands []engine.Timed) error {
	if len(commands) > 1 && !t.x.Over() {
		if err := t.must(engine.Facilitator, "pause",
			map[string]any{"allows": "everything", "why": "several acts at one moment"}); err != nil {
			return err
		}
	}
	for _, c := range commands {
		if err := t.give(c); err != nil {
			return err
		}
	}
	if len(commands) > 1 && !t.x.Over() {
		return t.must(engine.Facilitator, "resume", nil)
	}
	return nil
}

// give gives a command. A refusal is no error: it was refused in the run too.
func (t *scripted) give(c engine.Timed) error {
	verb, args, err := record.EncodeCommand(t.x.Engine().Model().Scenario, c.Command)
	if err == nil {
		_, err = t.do(c.Role, verb, args, c.Reason)
	}
	return err
}

// reach lets the clock run to a time, and resumes it when it stops at the end of a move.
func (t *scripted) reach(to engine.Time) error {
	for !t.x.Over() {
		t.x.Advance(to)
		if t.x.Now() >= to && (t.x.Running() || t.x.Over()) || t.x.Over() {
			return nil
		}
		if !t.x.Running() {
			if err := t.must(engine.Facilitator, "resume", nil); err != nil {
				return err
			}
		}
	}
	return nil
}
