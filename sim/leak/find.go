package leak

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// Finding is something that a seat can tell of what it cannot see.
type Finding struct {
	Seat string `json:"seat"` // id of the role
	// Asked is what the seat asks for, with its verb; empty where its screen tells.
	Verb  string `json:"verb,omitempty"`
	Asked string `json:"asked,omitempty"`
	// Place is where the screen differs; empty where an answer does.
	Place string `json:"place,omitempty"`
	// Hidden is what differs between the two worlds.
	Hidden string `json:"hidden"`
	// One and Other are what the seat is shown or answered.
	One   string `json:"one,omitempty"`
	Other string `json:"other,omitempty"`
	// At is when that was, in exercise time.
	At string `json:"at,omitempty"`
	// Path is the place in the file that is at fault, if a condition is, and else of what is
	// hidden.
	Path string `json:"path"`
	scenario.Pos
}

// Options say how much is tried.
type Options struct {
	Seeds   int // runs; 1 when 0
	Moments int // in each, from STARTEX on; 4 when 0
	// Progress, which may be nil, is told of steps done and in all.
	Progress func(done, of int)
}

// Find looks for leaks in a scenario. When ctx ends it gives what it has found, and ctx's
// error.
func Find(ctx context.Context, h record.Header, o Options) ([]Finding, error) {
	if o.Seeds == 0 {
		o.Seeds = 1
	}
	if o.Moments == 0 {
		o.Moments = 4
	}
	first, err := exercise.New(h)
	if err != nil {
		return nil, err
	}
	sc := first.Scenario()
	var seats []*finder
	for r := range sc.Roles {
		f := &finder{sc: sc, role: r, asks: Asks(sc, r), known: map[string]bool{}}
		f.tells()
		seats = append(seats, f)
	}
	err = play(ctx, h, seats, o)
	var out []Finding
	for _, f := range seats {
		out = append(out, f.found...)
	}
	return out, err
}

// play plays the runs, and has each seat look at each moment, all seats at once.
func play(ctx context.Context, h record.Header, seats []*finder, o Options) error {
	steps, done := o.Seeds*(o.Moments+1), 0
	sc := seats[0].sc
	for seed := range o.Seeds {
		h.Seed = uint64(seed + 1)
		x, err := begin(sc, h)
		if err != nil {
			return err
		}
		for moment := range o.Moments + 1 {
			if moment == 1 {
				ask(x, control, record.FacilitatorSeat, "start", "")
			}
			if moment > 0 {
				x.Advance(engine.At(sc.Length) / engine.Time(o.Moments*o.Moments) * engine.Time((moment-1)*moment))
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if o.Progress != nil {
				o.Progress(done, steps)
			}
			done++
			if x.Over() {
				continue
			}
			look(ctx, x, seats)
			if !x.Running() && moment > 0 { // a move has ended
				ask(x, control, record.FacilitatorSeat, "resume", "")
			}
		}
	}
	return ctx.Err()
}

// look has each seat look at an exercise, as many at once as there are processors.
func look(ctx context.Context, x *exercise.Exercise, seats []*finder) {
	var all sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, f := range seats {
		own := x.Clone()
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			f.seat(ctx, own)
		})
	}
	all.Wait()
}

// control is the facilitator's name.
const control = "Control"

// finder looks from one seat.
type finder struct {
	sc    *scenario.Scenario
	role  int
	asks  []Ask
	found []Finding
	known map[string]bool // places and asks that have been found
}

// begin is an exercise with bots in every seat.
func begin(sc *scenario.Scenario, h record.Header) (*exercise.Exercise, error) {
	h.Settings = map[string]string{"facilitator": "automatic"}
	x, err := exercise.New(h)
	if err != nil {
		return nil, err
	}
	ask(x, control, record.FacilitatorSeat, "join", `{"kind":"facilitator"}`)
	for i := range sc.Roles {
		ask(x, control, record.FacilitatorSeat, "bot", fmt.Sprintf(`{"role":%q,"on":true}`, sc.Roles[i].ID))
	}
	return x, nil
}

// ask has somebody ask for something.
func ask(x *exercise.Exercise, who, seat, verb, args string) exercise.Answer {
	en := record.Entry{At: x.Now(), Who: who, Seat: seat, Verb: verb}
	if args != "" {
		en.Args = json.RawMessage(args)
	}
	return x.Do(en)
}

// person is who sits in the seat that is looked at.
const person = "Somebody"

// seat looks at an exercise from a seat, and at worlds that differ in what is hidden from it.
func (f *finder) seat(ctx context.Context, p *exercise.Exercise) {
	id := f.sc.Roles[f.role].ID
	ask(p, control, record.FacilitatorSeat, "bot", fmt.Sprintf(`{"role":%q,"on":false}`, id))
	ask(p, person, "player", "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, id))
	before := f.look(p, f.written(p))
	f.secrets(p, before)
	var hidden []change
	for _, c := range f.changes() {
		if y, ok := apply(p, c); ok && f.told(y) == before.told {
			hidden = append(hidden, c)
		}
	}
	for i, group := range groups(hidden) {
		asks := before.asks
		if i == 0 { // what comes into the record must not depend on it either
			asks = f.written(with(p, group))
		}
		f.search(ctx, p, before, group, asks)
	}
}

// search reports what a group of changes shows, each place by the change that shows it: it
// looks at the halves of a group that shows something.
func (f *finder) search(ctx context.Context, p *exercise.Exercise, before seen, group []change, asks []writing) {
	if ctx.Err() != nil || len(group) == 0 {
		return
	}
	y := with(p, group)
	openly := f.told(y) != before.told // together they come to something that the seat may see
	var after seen
	if !openly {
		if after = f.look(y, asks); len(f.differ(before, after)) == 0 {
			return
		}
	}
	cause := group[0]
	if len(group) > 1 {
		f.search(ctx, p, before, group[:len(group)/2], before.asks)
		f.search(ctx, p, before, group[len(group)/2:], before.asks)
		cause = change{what: "several hidden things together", path: "title"}
	}
	if !openly && ctx.Err() == nil {
		for _, place := range f.differ(before, after) {
			f.report(p, place, cause, before, after)
		}
	}
}

// with is the world with changes, those that can be made.
func with(p *exercise.Exercise, group []change) *exercise.Exercise {
	y := p.Clone()
	for _, c := range group {
		for _, q := range c.asks {
			ask(y, q.who, q.seat, q.verb, q.args)
		}
	}
	y.Advance(y.Now()) // what follows at once is seen at once
	return y
}

// groups are all changes at once, and halves of them both ways round, in case some hide
// others: of those that change the same thing, the last counts.
func groups(all []change) [][]change {
	out := [][]change{all, nil, nil, nil, nil}
	for i, c := range all {
		out[1+i%2] = append(out[1+i%2], c)
		out[3+i%2] = append(out[3+i%2], all[len(all)-1-i])
	}
	return out
}

// writing is an ask as it comes into the record, or why it does not.
type writing struct {
	en  record.Entry
	why string
}

// written are the asks of the seat as a room writes them.
func (f *finder) written(x *exercise.Exercise) []writing {
	out := make([]writing, len(f.asks))
	for i, a := range f.asks {
		out[i].en, out[i].why = x.Canonical(record.Entry{At: x.Now(), Who: person, Seat: f.sc.Roles[f.role].ID,
			Verb: a.Verb, Args: a.Args})
	}
	return out
}

// seen is all that a seat is shown and answered at a moment.
type seen struct {
	told    string // what it is meant to see of the world: see told
	screen  map[string]string
	asks    []writing
	answers []string // to each ask
}

// look has the seat look at its screen and ask for everything.
func (f *finder) look(x *exercise.Exercise, asks []writing) seen {
	s := seen{told: f.told(x), screen: map[string]string{}, asks: asks}
	v := x.View(person)
	text, err := json.Marshal(v)
	if err == nil {
		var tree any
		if json.Unmarshal(text, &tree) == nil {
			flatten("screen", tree, s.screen)
		}
	}
	scope := v.Scope()
	for i, a := range f.asks {
		if key := "completions of " + string(a.Kind); a.Kind != "" && s.screen[key] == "" {
			s.screen[key] = fmt.Sprint(scope(a.Kind, nil))
		}
		answer := exercise.Answer{Why: asks[i].why}
		if answer.Why == "" {
			answer = x.Clone().Do(asks[i].en)
		}
		text, _ := json.Marshal(answer) // it has texts and numbers alone
		s.answers = append(s.answers, string(text))
	}
	return s
}

// flatten enters every value of a tree under its path; elements of lists go by their id.
func flatten(path string, tree any, into map[string]string) {
	switch t := tree.(type) {
	case map[string]any:
		for k, v := range t {
			flatten(path+"."+k, v, into)
		}
	case []any:
		for i, v := range t {
			name := fmt.Sprint(i)
			if m, ok := v.(map[string]any); ok {
				if id, ok := m["id"].(string); ok {
					name = id
				}
			}
			flatten(path+"["+name+"]", v, into)
		}
	default:
		into[path] = fmt.Sprint(t)
	}
}

// told is what the world openly shows to a seat: how many items came, the facts that it
// knows, the gauges, systems, venues and duties that are its own. Two worlds between which
// this differs do not differ in hidden things alone.
func (f *finder) told(x *exercise.Exercise) string {
	v := x.View(person)
	p := v.Player
	if p == nil {
		return "no seat"
	}
	var b strings.Builder
	fmt.Fprint(&b, v.Clock.Phase, p.Total, len(v.Notices), len(p.Facts), len(p.Attempts))
	mine := func(op scenario.Op, kind, id string) bool {
		i := f.sc.Find(kind, id)
		return i >= 0 && f.sc.Sees(f.role, &scenario.Node{Op: op, Ref: i, Role: scenario.Me})
	}
	for _, k := range p.Facts {
		fmt.Fprint(&b, k.ID, " ")
	}
	for _, g := range p.Gauges {
		if mine(scenario.OpGauge, "gauge", g.ID) {
			fmt.Fprint(&b, g.ID, g.Value, " ")
		}
	}
	for _, s := range p.Systems {
		if mine(scenario.OpState, "system", s.ID) {
			fmt.Fprint(&b, s.ID, s.State, " ")
		}
		if i := f.sc.Find("system", s.ID); f.sc.Systems[i].Owner == f.sc.Roles[f.role].ID {
			fmt.Fprint(&b, s.ID, s.Runs, " ")
		}
	}
	for i := range p.Versions {
		if v := &p.Versions[i]; f.listed(v.ID, p.Facts) {
			fmt.Fprint(&b, v.ID, v.Words(), " ")
		}
	}
	for _, w := range p.Venues {
		if mine(scenario.OpOpen, "venue", w.ID) {
			fmt.Fprint(&b, w.ID, w.State, " ")
		}
	}
	for _, o := range p.Obligations {
		if mine(scenario.OpMet, "obligation", o.ID) {
			fmt.Fprint(&b, o.ID, o.Status, " ")
		}
	}
	return b.String()
}

// listed reports whether a seat that knows these facts has the list of who runs a version.
func (f *finder) listed(version string, facts []exercise.Fact) bool {
	v := f.sc.Find("version", version)
	if slices.Contains(f.sc.RolesOf(f.sc.Versions[v].Sees), f.role) {
		return true
	}
	return slices.ContainsFunc(facts, func(k exercise.Fact) bool { return f.sc.Versions[v].ListedBy.Has(k.ID) })
}

// differ are the places where what a seat sees differs, that are not known yet.
func (f *finder) differ(a, b seen) []string {
	var out []string
	add := func(place string) {
		if !f.known[place] {
			out = append(out, place)
		}
	}
	for i := range a.answers {
		if a.answers[i] != b.answers[i] {
			add(fmt.Sprint("#", i))
		}
	}
	for k, v := range a.screen {
		if b.screen[k] != v {
			add(k)
		}
	}
	for k := range b.screen {
		if _, ok := a.screen[k]; !ok {
			add(k)
		}
	}
	slices.Sort(out)
	return out
}
