package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Effect is one change of the world. It names exactly one thing that is changed, and says
// how. EffectKinds lists what can be named and said.
//
// A new way of changing something needs its key here, a row in effectKinds and the case
// that carries it out in sim/engine, effect_*.go; tests name what is missing. The check of
// scenarios, the reference, the command line and the facilitator's menu read the list.
type Effect struct {
	Gauge    string    `toml:"gauge" ref:"gauge" example:"\"copies\"" doc:"Changes a gauge, with one of set, add, times, doubling, halving, rate, halt."`
	Set      *Quantity `toml:"set" example:"0" doc:"Sets the gauge to a value, or the chance of the link, whatever it was. For a gauge, set, add and times may be a spread, drawn each time, or an expression, computed when the effect takes place."`
	Add      *Quantity `toml:"add" example:"-5" doc:"Adds to the gauge."`
	Times    *Quantity `toml:"times" example:"0.2" doc:"Multiplies the gauge, or the chance of the link."`
	Doubling Duration  `toml:"doubling" example:"\"48h\"" doc:"From now on the gauge grows exponentially (under its ceiling, if it has one) with this doubling time."`
	Halving  Duration  `toml:"halving" example:"\"12h\"" doc:"From now on the gauge decays with this half-life."`
	Rate     *float64  `toml:"rate" example:"0.5" doc:"From now on the gauge moves by this much per hour, instead of by its own law. Rates of several causes add up; each counts once."`
	Lasts    Duration  `toml:"lasts" default:"no limit" example:"\"8h\"" doc:"With rate: how long it is in force."`
	Until    Expr      `toml:"until" expr:"bool" default:"no end" example:"\"done('relief')\"" doc:"With rate: it ends when this becomes true. When the last rate has ended, the gauge returns to the law that they replaced."`
	Halt     bool      `toml:"halt" example:"true" doc:"From now on the gauge does not change, except for what flows into it."`

	System  Names  `toml:"system" ref:"system" example:"\"finetune\"" doc:"Changes the state of a system (or a list of them), with becomes."`
	Becomes string `toml:"becomes" enum:"normal|degraded|failed|isolated" example:"\"isolated\"" doc:"The new state."`

	Link   []string `toml:"link" ref:"system" example:"[\"finetune\", \"torrent\"]" doc:"Changes the link between two systems, with one of cut, chance, times, set."`
	Cut    bool     `toml:"cut" example:"true" doc:"Cuts the link permanently, with what is on its way."`
	Chance *float64 `toml:"chance" min:"0" max:"1" default:"1" example:"0.06" doc:"How likely the effect is to take place. For a link, without cut: the chance that the link has if only this effect applies; several causes multiply, each as its share of the chance as written, and each counts once."`

	Fact string `toml:"fact" ref:"fact" example:"\"egress\"" doc:"Makes a fact known, with to."`
	To   Names  `toml:"to" ref:"role|all|me" example:"[\"developer\"]" doc:"With fact: who learns it; \"me\" is the acting role."`

	Inject string `toml:"inject" ref:"inject" example:"\"press_story\"" doc:"Fires an inject."`
	Fire   bool   `toml:"fire" default:"true" example:"true" doc:"With inject; may be left out."`

	Venue string `toml:"venue" ref:"venue" example:"\"cell\"" doc:"Opens or closes a venue, with open."`
	Open  *bool  `toml:"open" default:"true" example:"true" doc:"Whether it is open from now on."`

	Channel string   `toml:"channel" ref:"channel" example:"\"formal\"" doc:"Changes a way of messages, call, contact or formal, with one of slow, works."`
	Slow    *float64 `toml:"slow" min:"0" max:"1000" example:"4" doc:"From now on, what goes that way takes this many times as long; 1 is as written. Nobody is told."`
	Works   *bool    `toml:"works" example:"false" doc:"false: what is on its way there, and what is sent there, waits until it works again, and nobody can call; senders are not told. true: it works again, and what has waited arrives."`

	Version string `toml:"version" ref:"version" example:"\"v41\"" doc:"Changes which systems run a version, with one of on, off, pin, unpin."`
	On      Names  `toml:"on" ref:"system|all" example:"[\"grid\"]" doc:"These systems run the version from now on, instead of any other of the product; \"all\" are those that run a version of the product."`
	Off     Names  `toml:"off" ref:"system|all" example:"[\"grid\"]" doc:"Of these systems, those that run the version no longer run it, nor any other of the product."`
	Pin     Names  `toml:"pin" ref:"system|all" example:"[\"grid\"]" doc:"Of these systems, those that run the version stay with it: until unpin no change of version reaches them."`
	Unpin   Names  `toml:"unpin" ref:"system|all" example:"[\"grid\"]" doc:"Of these systems, those that run the version can change it again."`
	From    string `toml:"from" ref:"version" default:"any" example:"\"v40\"" doc:"With on: only systems that run this version, or are on their way to it."`
	Each    Delay  `toml:"each" default:"no time" example:"{median=\"2h\", p90=\"6h\"}" doc:"With on and off: how long each system takes, drawn for each. The last change counts: it replaces what is on its way."`

	Obligation string `toml:"obligation" ref:"obligation" example:"\"eu_cyber\"" doc:"Starts the clock of an obligation."`
	Starts     bool   `toml:"starts" default:"true" example:"true" doc:"With obligation; may be left out."`

	After Delay  `toml:"after" default:"no time" example:"\"2h\"" doc:"How long after its cause the effect takes place."`
	If    Expr   `toml:"if" expr:"bool" default:"always" example:"\"open('cell')\"" doc:"It takes place only if this is true at that moment."`
	OneOf string `toml:"one_of" default:"none" example:"\"fallout\"" doc:"The same word for several effects in one list, of which at most one takes place: each is as likely as its chance; those without a chance share what the others leave."`
}

// EffectKinds lists what an effect can change, in the order of menus. It must not be changed.
func EffectKinds() []EffectKind { return effectKinds }

var effectKinds = []EffectKind{
	{Target: "gauge", Letter: "g", Menu: "A gauge", Title: "Change a gauge", Button: "Change it",
		Beside: []string{"lasts", "until"}, Ways: []EffectWay{
			{Key: "set", Value: Amounts, Text: "set it to", Said: "{target} is set to {value}",
				Example: `{gauge="copies", set=0}`},
			{Key: "add", Value: Amounts, Text: "add (or take away, with a minus)",
				Said:    "{target} changes by {value}",
				Example: `{gauge="copies", add=-5}`},
			{Key: "times", Value: Amounts, Text: "multiply by", Said: "{target} is multiplied by {value}",
				Example: `{gauge="copies", times=0.2}`},
			{Key: "rate", Value: Amounts, Text: "from now on, move by so much an hour",
				Said: "{target} moves each hour by {value}", Example: `{gauge="copies", rate=0.5}`},
			{Key: "doubling", Value: Spans, Text: "from now on, double every",
				Said:    "{target}: doubling every {value}",
				Example: `{gauge="copies", doubling="48h"}`},
			{Key: "halving", Value: Spans, Text: "from now on, halve every", Said: "{target}: halving every {value}",
				Example: `{gauge="copies", halving="12h"}`},
			{Key: "halt", Value: Flag, Text: "from now on, do not change", Said: "{target} does not change any more",
				Example: `{gauge="copies", halt=true}`},
		}},
	{Target: "system", Letter: "s", Menu: "The state of a system", Title: "Change a system", Button: "Change it",
		reach: (*reach).becomes, Ways: []EffectWay{
			{Key: "becomes", Value: Word, Label: "Becomes", Words: States, Said: "{target} becomes {value}",
				Example: `{system="finetune", becomes="isolated"}`},
		}},
	{Target: "link", Letter: "l", Menu: "A link of the cascade", Title: "Change a link", Button: "Change it",
		check: checkLinkEffect, Ways: []EffectWay{
			{Key: "cut", Value: Flag, Text: "cut it permanently", Said: "The link from {target} is cut",
				Example: `{link=["finetune", "torrent"], cut=true}`},
			{Key: "chance", Value: Share, Label: "Chance", Text: "bring its chance to",
				Said: "The link from {target} has a chance of {value}", Shared: true,
				Example: `{link=["finetune", "torrent"], chance=0.06}`},
			{Key: "times", Value: Amounts, Text: "multiply its chance by",
				Said:    "The chance of the link from {target} is multiplied by {value}",
				Example: `{link=["finetune", "torrent"], times=0.5}`},
			{Key: "set", Value: Amounts, Text: "set its chance, from 0 to 1",
				Said:    "The link from {target} has a chance of {value}",
				Example: `{link=["finetune", "torrent"], set=0.5}`},
		}},
	{Target: "fact", Letter: "f", Menu: "Who knows a fact", Title: "Make a fact known", Button: "Make it known",
		reach: (*reach).told, Ways: []EffectWay{
			{Key: "to", Value: Seats, Label: "To", Said: "{value} learn: {target}",
				Example: `{fact="egress", to=["cert"]}`},
		}},
	{Target: "inject", Letter: "i", Menu: "Release an inject", Title: "Release an inject", Button: "Release it",
		Optional: true, reach: (*reach).fires, Ways: []EffectWay{
			{Key: "fire", Value: Flag, Said: "The inject {target} comes", Example: `{inject="press_story"}`},
		}},
	{Target: "venue", Letter: "v", Menu: "Open or close a venue", Title: "Open or close a venue",
		Button: "Change it", Optional: true, Ways: []EffectWay{
			{Key: "open", Value: Switch, Label: "Becomes", Words: []string{"open", "closed"},
				Said: "{target} is {value}", Example: `{venue="cell", open=true}`},
		}},
	{Target: "channel", Letter: "c", Menu: "A way of messages", Title: "Change a way of messages",
		Button: "Change it", check: checkChannelEffect, Ways: []EffectWay{
			{Key: "works", Value: Switch, Label: "Becomes", Words: []string{"working", "down"}, Text: "have it work or not",
				Said: "The way {target} is {value}", Example: `{channel="formal", works=false}`},
			{Key: "slow", Value: Amounts, Text: "have it take that many times as long",
				Said: "The way {target} takes {value} times as long", Example: `{channel="formal", slow=4}`},
		}},
	{Target: "version", Letter: "r", Menu: "Which systems run a version", Title: "Change who runs a version",
		Button: "Change it", Beside: []string{"from", "each"}, check: checkVersionEffect, Ways: []EffectWay{
			{Key: "on", Value: Systems, Label: "Systems", Text: "have systems run it",
				Said: "{value} run {target} from now on", Example: `{version="v41", on=["grid"]}`},
			{Key: "off", Value: Systems, Label: "Systems", Text: "have systems run it no longer",
				Said: "{value} run {target} no longer", Example: `{version="v40", off=["grid"]}`},
			{Key: "pin", Value: Systems, Label: "Systems", Text: "have systems stay with it",
				Said: "{value} stay with {target}", Example: `{version="v40", pin=["grid"]}`},
			{Key: "unpin", Value: Systems, Label: "Systems", Text: "let systems change from it again",
				Said: "{value} can change from {target} again", Example: `{version="v39", unpin=["bank"]}`},
		}},
	{Target: "obligation", Letter: "o", Menu: "Start a reporting clock", Title: "Start a reporting clock",
		Button: "Start it", Optional: true, reach: (*reach).starts, Ways: []EffectWay{
			{Key: "starts", Value: Flag, Said: "The clock of {target} starts", Example: `{obligation="eu_cyber"}`},
		}},
}

// EffectKind is what one kind of effect changes, and the ways in which it does.
type EffectKind struct {
	// Target is the key that names what is changed, and the kind of thing that it names.
	Target string
	// Letter chooses it in a menu, where it reads Menu. Title is the head of the form that
	// asks for such an effect, Button what sending does.
	Letter, Menu, Title, Button string
	// Ways are the keys that say how it is changed: an effect has exactly one of them.
	Ways []EffectWay
	// Beside are keys that may be given with a way, as its check says. Only a scenario has them.
	Beside []string
	// Optional is set if the first way holds where none is given.
	Optional bool

	check func(c *checker, e *Effect, path string) // what only this kind must fulfil, or nil
	reach func(r *reach, e *Effect)                // enters what it can cause, or nil
}

// EffectWay is one key that says how something is changed.
type EffectWay struct {
	Key   string
	Value EffectValue
	// Label heads the field of a form for the value; Text is the way in a list of several.
	Label, Text string
	// Words are what a Word can be, and what true and false of a Switch are called.
	Words []string
	// Said describes such an effect; {target} and {value} stand for what was chosen.
	Said string
	// Shared is set if the key may also be given with another way, with another meaning.
	Shared bool
	// Example is such an effect as a scenario writes it, with the ids of the template.
	Example string
}

// EffectValue is what the value of a way is.
type EffectValue int

// The values.
const (
	Flag    EffectValue = iota // true
	Amounts                    // a number
	Spans                      // a time
	Share                      // from 0 to 1
	Word                       // one of some words
	Switch                     // true or false
	Seats                      // roles, or "all"
	Systems                    // systems, or "all"
)

// Kind is what the effect changes, and the way that it names. Both are nil unless it
// changes exactly one thing in one way; the way is nil where none is given.
func (e *Effect) Kind() (*EffectKind, *EffectWay) {
	kinds := e.kinds()
	if len(kinds) != 1 {
		return nil, nil
	}
	switch ways := e.ways(kinds[0]); {
	case len(ways) == 1:
		return kinds[0], ways[0]
	case len(ways) == 0 && kinds[0].Optional:
		return kinds[0], nil
	}
	return nil, nil
}

// kinds are the kinds whose target the effect names.
func (e *Effect) kinds() []*EffectKind {
	var out []*EffectKind
	for i := range effectKinds {
		if e.given(effectKinds[i].Target) {
			out = append(out, &effectKinds[i])
		}
	}
	return out
}

// ways are the ways of a kind that the effect names. One that is shared counts only if no other is
// given.
func (e *Effect) ways(k *EffectKind) []*EffectWay {
	var out, shared []*EffectWay
	for i := range k.Ways {
		switch w := &k.Ways[i]; {
		case !e.given(w.Key):
		case w.Shared:
			shared = append(shared, w)
		default:
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return shared
	}
	return out
}

// field is what an effect says for a key; it is not valid where there is no such key.
func (e *Effect) field(key string) reflect.Value {
	for _, f := range effectFields {
		if f.name == key {
			return reflect.ValueOf(e).Elem().FieldByIndex(f.index)
		}
	}
	return reflect.Value{}
}

// given reports whether a key has a value.
func (e *Effect) given(key string) bool {
	x := e.field(key)
	return x.IsValid() && !x.IsZero() && (x.Kind() != reflect.Slice || x.Len() > 0)
}

// Names are what an effect names with a key: the id, or each id of a list. Nil where the key names nothing.
func (e *Effect) Names(key string) []string {
	switch x := e.field(key); x.Kind() {
	case reflect.String:
		return []string{x.String()}
	case reflect.Slice:
		return x.Convert(reflect.TypeFor[[]string]()).Interface().([]string)
	}
	return nil
}

// Value is what an effect gives for the key of a way: a text, a number, a bool, a [Duration], a [Quantity]
// or a list of ids. Nil if it gives none.
func (e *Effect) Value(key string) any {
	x := e.field(key)
	if x.Kind() == reflect.Pointer {
		x = x.Elem()
	}
	if !x.IsValid() {
		return nil
	}
	return x.Interface()
}

var effectFields = fieldsOf(reflect.TypeFor[Effect]())

// keys lists the keys of the ways of a kind.
func (k *EffectKind) keys() string {
	var out []string
	for _, w := range k.Ways {
		out = append(out, w.Key)
	}
	return strings.Join(out, ", ")
}

func (e *Effect) check(c *checker, path string) {
	kinds := e.kinds()
	if len(kinds) == 0 && c.faultyWithin(path) {
		return // the key that was to say it
	}
	if len(kinds) != 1 {
		var examples []string
		for i := range effectKinds {
			examples = append(examples, effectKinds[i].Ways[0].Example)
		}
		c.errorf(path, "effect", "one { } is one change: "+strings.Join(examples, ", "),
			"an effect changes exactly one thing; this one changes %d", len(kinds))
		return
	}
	k := kinds[0]
	hint := "for example " + k.Ways[0].Example
	switch ways := e.ways(k); {
	case len(ways) == 0 && c.faultyWithin(path):
		return
	case len(ways) > 1 || len(ways) == 0 && !k.Optional:
		if len(k.Ways) == 1 {
			c.errorf(path, "effect", hint, "%s and %s go together", k.Target, k.Ways[0].Key)
		} else {
			c.errorf(path, "effect", hint, "a change of %s has exactly one of %s; this one has %d", oneOf(k.Target),
				k.keys(), len(ways))
		}
		return
	}
	told := map[string]bool{}
	for i := range effectKinds {
		for _, w := range effectKinds[i].Ways {
			own := told[w.Key] || slices.ContainsFunc(k.Ways, func(o EffectWay) bool { return o.Key == w.Key })
			if !own && !w.Shared && e.given(w.Key) {
				told[w.Key] = true
				c.errorf(path+"."+w.Key, "effect", "for example "+w.Example,
					"%s goes with %s, and this is a change of %s", w.Key, effectKinds[i].Target, oneOf(k.Target))
			}
		}
	}
	if (c.has(path+".lasts") || c.has(path+".until")) && e.Rate == nil {
		key := ".until"
		if c.has(path + ".lasts") {
			key = ".lasts"
		}
		c.errorf(path+key, "effect", `for example {gauge="copies", rate=0.5, lasts="8h"}`,
			"%s goes with the rate of a gauge", key[1:])
	}
	for _, key := range []string{"from", "each"} {
		if c.has(path+"."+key) && e.Version == "" {
			c.errorf(path+"."+key, "effect", `for example {version="v41", on="all", from="v40", each="2h"}`,
				"%s goes with version, and this is a change of %s", key, oneOf(k.Target))
		}
	}
	if k.check != nil {
		k.check(c, e, path)
	}
	if c.sc.isStaff(e.Gauge) && len(e.Amounts()) == 0 {
		c.errorf(path+".gauge", "law", fmt.Sprintf(`for example {gauge="%s", add=2}`, e.Gauge),
			"gauge %q is staff that actions use: it is changed by set, add and times only", e.Gauge)
	}
}

// Amounts are the quantities that an effect gives: numbers, spreads or expressions.
func (e *Effect) Amounts() []*Quantity {
	var out []*Quantity
	for _, q := range []*Quantity{e.Set, e.Add, e.Times} {
		if q != nil {
			out = append(out, q)
		}
	}
	return out
}

// checkOneOf looks at the effects of a list that exclude each other.
func (c *checker) checkOneOf(effects []Effect, path string) {
	for i := range effects {
		e := &effects[i]
		if e.OneOf == "" {
			continue
		}
		at := indexed(path, i) + ".one_of"
		if _, way := e.Kind(); way != nil && way.Key == "chance" {
			c.errorf(at, "conflict", "write set= for the chance of the link: chance says how likely the effect is",
				"an effect that is one of several has a chance of its own")
			continue
		}
		first, n, total := i, 0, 0.0
		for k := range effects {
			if o := &effects[k]; o.OneOf == e.OneOf {
				first, n = min(first, k), n+1
				if o.Chance != nil {
					total += *o.Chance
				}
			}
		}
		switch {
		case first != i:
		case n == 1:
			c.errorf(at, "conflict", "give the other effects the same word",
				"only one effect of this list is one_of %q", clip(e.OneOf))
		case total > 1+1e-9:
			c.errorf(at, "range", "their chances are parts of one draw: at most 1 in all",
				"the effects that are one_of %q have chances of %v in all", clip(e.OneOf), roundTo(total, 6))
		}
	}
}

func checkLinkEffect(c *checker, e *Effect, path string) {
	if len(e.Link) != 2 {
		c.errorf(path+".link", "effect", `for example {link=["finetune", "torrent"], cut=true}`,
			"a link is a pair of systems: from and to")
	} else if !c.linkExists(e.Link[0], e.Link[1]) {
		c.errorf(path+".link", "reference", "write a [[link]] from the one to the other",
			"there is no link from %q to %q", e.Link[0], e.Link[1])
	}
	for key, q := range map[string]*Quantity{"set": e.Set, "times": e.Times} {
		if _, ok := q.Known(); q != nil && !ok {
			c.errorf(path+"."+key, "type", `for example {link=["finetune", "torrent"], `+key+`=0.5}`,
				"a change of a link has a plain number")
		}
	}
	if set, ok := e.Set.Known(); ok && !(set >= 0 && set <= 1) {
		c.errorf(path+".set", "range", `for example {link=["finetune", "torrent"], set=0.5}`,
			"a chance is from 0 to 1, found %v", set)
	}
	if times, ok := e.Times.Known(); ok && times < 0 {
		c.errorf(path+".times", "range", `for example {link=["finetune", "torrent"], times=0.5}`,
			"a chance cannot be multiplied by less than 0, found %v", times)
	}
}
