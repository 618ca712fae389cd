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
	Seat string `json:"seat"`           // id of the role
	Verb string `json:"verb,omitempty"` // of Asked
	// Asked is what the seat asks for; empty where its screen differs.
	Asked string `json:"asked,omitempty"`
	// Place is where the screen differs; empty where an answer does.
	Place string `json:"place,omitempty"`
	// Hidden is what differs between the two worlds.
	Hidden string `json:"hidden"`
	// One and Other are what the seat is shown or answered.
	One   string `json:"one,omitempty"`
	Other string `json:"other,omitempty"`
	// At is when that was, in exercise time; empty where only the file was read.
	At string `json:"at,omitempty"`
	// Path is the path in the file of the condition that is at fault, or else of what is hidden.
	Path string `json:"path"`
	scenario.Pos
}

// Options say how much is tried.
type Options struct {
	Seeds   int // runs; 1 when 0
	Moments int // at which each run is looked at from STARTEX on, and once before; 4 when 0
	// Progress, which may be nil, is told before each moment how many are done, and of how many.
	Progress func(done, of int)
}

// Find looks for leaks in a scenario. When ctx ends it returns what it has found, and ctx's error.
// Any other error is that of a scenario that cannot be played.
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

// play plays the runs, and has all seats look at each moment. The moments lie closer together at
// the beginning, where more happens.
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

// look has each seat look at a copy of an exercise, as many at once as there are processors.
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
	known map[string]bool // places on the screen and asks that have been reported
}

// begin makes an exercise with bots in every seat, before STARTEX.
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

// person is the name of who has the seat that looks.
const person = "Somebody"

// seat compares an exercise, as the seat sees it, with worlds that differ in what is hidden from it.
func (f *finder) seat(ctx context.Context, p *exercise.Exercise) {
	id := f.sc.Roles[f.role].ID
	ask(p, control, record.FacilitatorSeat, "bot", fmt.Sprintf(`{"role":%q,"on":false}`, id))
	ask(p, person, "player", "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, id))
	before := f.look(p, f.written(p))
	f.secrets(p, before)
	var hidden []change
	for _, c := range f.changes() {
		if y, ok := with(p, c); ok && f.told(y) == before.told {
			hidden = append(hidden, c)
		}
	}
	for i, group := range groups(hidden) {
		asks := before.asks
		if i == 0 { // what comes into the record must not depend on it either
			y, _ := with(p, group...)
			asks = f.written(y)
		}
		f.search(ctx, p, before, group, asks)
	}
}

// search reports the places at which the screen or an answer shows a group of changes, each with
// the single change that it shows where there is one: it halves a group that shows something.
func (f *finder) search(ctx context.Context, p *exercise.Exercise, before seen, group []change, asks []writing) {
	if ctx.Err() != nil || len(group) == 0 {
		return
	}
	y, _ := with(p, group...)
	openly := f.told(y) != before.told // together they change something that the seat may see
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

// with returns a copy of an exercise with those of some changes that can be made, and with what
// follows from them at once; ok reports whether all could be made.
func with(p *exercise.Exercise, group ...change) (y *exercise.Exercise, ok bool) {
	y, ok = p.Clone(), true
	for _, c := range group {
		for _, q := range c.asks {
			ok = ask(y, q.who, q.seat, q.verb, q.args).OK && ok
		}
	}
	y.Advance(y.Now())
	return y, ok
}

// groups returns all changes in one group, and every second of them, in both orders: of changes to
// the same thing the last hides the others.
func groups(all []change) [][]change {
	out := [][]change{all, nil, nil, nil, nil}
	for i, c := range all {
		out[1+i%2] = append(out[1+i%2], c)
		out[3+i%2] = append(out[3+i%2], all[len(all)-1-i])
	}
	return out
}

// writing is an ask as an entry of the record, or why it does not come into the record.
type writing struct {
	en  record.Entry
	why string
}

// written returns the asks of the seat as a room records them.
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
	told    string // what it is meant to see of the world; see [finder.told]
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
		text, _ := json.Marshal(answer) // it cannot fail: it holds only texts and numbers
		s.answers = append(s.answers, string(text))
	}
	return s
}

// flatten enters every value of a tree under its path; elements of lists are named by their id,
// or by their place where they have none.
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

// told describes what the world openly shows to a seat: how many items came, the facts that it
// knows, and the gauges, systems, venues and duties that it may see. Two worlds between which
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

// listed reports whether a seat that knows these facts may see who runs a version.
func (f *finder) listed(version string, facts []exercise.Fact) bool {
	v := f.sc.Find("version", version)
	if slices.Contains(f.sc.RolesOf(f.sc.Versions[v].Sees), f.role) {
		return true
	}
	return slices.ContainsFunc(facts, func(k exercise.Fact) bool { return f.sc.Versions[v].ListedBy.Has(k.ID) })
}

// differ returns the places where what a seat sees differs and that are not reported yet: paths on
// the screen, and asks as # and their number.
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
