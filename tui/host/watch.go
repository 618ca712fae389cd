package host

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"tocsin/sim/exercise"
)

// A program chooses what it sees: parts of the view, only what has changed, and only when
// something has. What is sent is numbered, so that it can ask for what has changed since.

// watch is what a program wants to see, and what it has been sent.
type watch struct {
	wants
	asked bool // something other than the whole of each view has been asked for
	rev   int
	sent  []sent // the newest last
}

// wants are the arguments of watch.
type wants struct {
	// Parts are those that are sent, by their keys: clock, player.inbox. None are all.
	Parts []string `json:"parts"`
	// Changes has what has changed sent in place of the whole.
	Changes bool `json:"changes"`
	// Still leaves out what differs in the time alone, and in what moves with it.
	Still bool `json:"still"`
}

// sent is a view as it was sent.
type sent struct {
	rev  int
	tree any
}

// kept is how many revisions can be asked about.
const kept = 8

// whole shows all that the program wants of the view as it is now, though nothing may have changed. Whose seat
// has gone is told so by what ends their views.
func (p *program) whole(ctx context.Context) {
	if v, err := p.at().Now(ctx); err == nil {
		p.mu.Lock()
		p.watch.sent = nil
		p.mu.Unlock()
		_ = p.show(v)
	}
}

// show sends a view, as the program wants it.
func (p *program) show(v exercise.View) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := &p.watch
	if !w.asked { // the whole of each view, which costs the least
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		w.rev++
		return p.out.Encode(message{Type: "view", Rev: w.rev, View: data})
	}
	tree, err := treeOf(v, w.Parts)
	if err != nil {
		return err
	}
	n := len(w.sent)
	if w.Still && n > 0 && reflect.DeepEqual(unmoved(tree), unmoved(w.sent[n-1].tree)) {
		return nil
	}
	m := message{Type: "view", Rev: w.rev + 1}
	if w.Changes && n > 0 {
		patch, differs := changes(w.sent[n-1].tree, tree)
		if !differs {
			return nil
		}
		m.Type, m.From = "changes", w.sent[n-1].rev
		m.Changes, err = json.Marshal(patch)
	} else {
		m.View, err = json.Marshal(tree)
	}
	if err != nil {
		return err
	}
	w.keep(tree)
	return p.out.Encode(m)
}

// keep notes the next revision, and forgets the oldest of too many.
func (w *watch) keep(tree any) {
	w.rev++
	w.sent = append(w.sent, sent{w.rev, tree})
	if len(w.sent) > kept {
		w.sent = slices.Delete(w.sent, 0, 1)
	}
}

// watches sets what the program sees from now on; the view follows at once.
func (p *program) watches(ctx context.Context, q request, no func(json.RawMessage, string) message) message {
	var w wants
	dec := json.NewDecoder(bytes.NewReader(q.Args))
	dec.DisallowUnknownFields()
	if len(q.Args) > 0 {
		if err := dec.Decode(&w); err != nil {
			return no(q.ID,
				`watch wants {"parts": ["clock", "player.inbox"], "changes": true, "still": true}, each if you like`)
		}
	}
	if len(w.Parts) > 40 {
		return no(q.ID, "40 parts are the most")
	}
	v, err := p.at().Now(ctx)
	if err != nil {
		return no(q.ID, err.Error())
	}
	p.mu.Lock()
	p.watch.wants, p.watch.asked, p.watch.sent = w, true, nil
	p.mu.Unlock()
	if err := p.show(v); err != nil {
		return no(q.ID, err.Error())
	}
	return message{Type: "answer", ID: q.ID, Answer: &exercise.Answer{OK: true}}
}

// since answers with what has changed since a revision, or the whole view where that revision is
// not known any more.
func (p *program) since(ctx context.Context, q request, no func(json.RawMessage, string) message) message {
	var args struct {
		Rev int `json:"rev"`
	}
	if err := json.Unmarshal(q.Args, &args); err != nil {
		return no(q.ID, `since wants {"rev": number of a revision}`)
	}
	v, err := p.at().Now(ctx)
	if err != nil {
		return no(q.ID, err.Error())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	w := &p.watch
	w.asked = true // what is sent is kept from now on
	tree, err := treeOf(v, w.Parts)
	if err != nil {
		return no(q.ID, err.Error())
	}
	m := message{Type: "answer", ID: q.ID, Answer: &exercise.Answer{OK: true}, Rev: w.rev + 1}
	if i := slices.IndexFunc(w.sent, func(s sent) bool { return s.rev == args.Rev }); i >= 0 {
		patch, _ := changes(w.sent[i].tree, tree)
		m.From = args.Rev
		m.Changes, err = json.Marshal(patch)
	} else {
		m.View, err = json.Marshal(tree)
	}
	if err != nil {
		return no(q.ID, err.Error())
	}
	w.keep(tree)
	return m
}

// treeOf is a view as JSON has it, with the parts that are wanted.
func treeOf(v exercise.View, parts []string) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var all map[string]any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // numbers stay as they are written
	err = dec.Decode(&all)
	if len(parts) == 0 {
		return all, err
	}
	out := map[string]any{}
	for _, part := range parts {
		from, to := all, out
		keys := strings.Split(part, ".")
		for i, key := range keys {
			x, ok := from[key]
			if !ok {
				break
			}
			next, isObject := x.(map[string]any)
			if i == len(keys)-1 || !isObject {
				to[key] = x
				break
			}
			under, ok := to[key].(map[string]any)
			if !ok {
				under = map[string]any{}
				to[key] = under
			}
			from, to = next, under
		}
	}
	return out, err
}

// moving are the keys of a view that move as time passes, whatever anybody does.
var moving = map[string]bool{"clock.now": true, "clock.turn.left": true, "player.gauges": true,
	"control.gauges": true, "control.seats": true, "control.roster": true, "control.score": true}

// unmoved is a view without what moves by itself.
func unmoved(tree any) any { return without(tree, "") }

func without(x any, at string) any {
	m, ok := x.(map[string]any)
	if !ok {
		return x
	}
	out := map[string]any{}
	for k, v := range m {
		if path := strings.TrimPrefix(at+"."+k, "."); !moving[path] {
			out[k] = without(v, path)
		}
	}
	return out
}

// changes is what makes one tree into another, as a JSON merge patch (RFC 7386): null takes a key
// away, and a list stands for itself. It tells whether they differ.
func changes(from, to any) (any, bool) {
	a, okA := from.(map[string]any)
	b, okB := to.(map[string]any)
	if !okA || !okB {
		return to, !reflect.DeepEqual(from, to)
	}
	out := map[string]any{}
	for k := range a {
		if _, ok := b[k]; !ok {
			out[k] = nil
		}
	}
	for k, v := range b {
		old, ok := a[k]
		if !ok {
			out[k] = v
			continue
		}
		if patch, differs := changes(old, v); differs {
			out[k] = patch
		}
	}
	return out, len(out) > 0
}
