package room

import (
	"cmp"
	"context"
	"errors"
	"os"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
)

// Config is how a room is run. The zero value is a room without a record or a door, with the defaults below.
type Config struct {
	// Path is where the record is written; without one nothing is kept.
	Path string
	// Mirror is a second file for the record, best on another disk: the exercise goes on
	// while either can be written. None if empty.
	Mirror string
	// Key signs the record at each pause and at the end; nil for no signatures.
	Key record.Signer
	// UntilLine makes [Continue] go on after this line of the record, counted from 1 (the
	// header); what follows is moved to a file next to it. 0 is
	// all of it.
	UntilLine int
	// Open seats players at once in a free seat that they ask for; otherwise they wait in
	// the lobby for the facilitator.
	Open bool
	// Door are the codes of a book of passes, which is kept next to the record if there is one;
	// with nil people come in only by [Room.Join].
	Door *pass.Codes
	// Grace is how long a dropped player's seat is kept before the facilitator is asked;
	// 90 s when 0.
	Grace time.Duration
	// Every is the shortest time between two views of a seat; 100 ms when 0.
	Every time.Duration
	// Place is the room's name among several side by side, for the header of a record that is begun.
	Place string
	// Alone is how long the clock runs on after the last facilitator has left the room;
	// then it is paused. One minute when 0; forever when negative.
	Alone time.Duration
	// Still is how long this program may be suspended, as on a laptop that sleeps, before the
	// time that passed meanwhile does not count; 4 s when 0.
	Still time.Duration
	// Heard is how long the room waits after somebody has dismissed a notice, to note all that were dismissed in one
	// line of the record; 2 s when 0. Notices that were dismissed so shortly before a crash are shown again.
	Heard time.Duration
	// Stall is how long somebody may leave views unread before being put out; 60 s when 0.
	Stall time.Duration
}

// Room is a live exercise. One goroutine owns the exercise; seats ask it to do things
// and get views. Only the room relates exercise time to wall time.
type Room struct {
	cfg    Config
	x      *exercise.Exercise
	header record.Header
	writer *record.Writer // nil when nothing is kept
	book   *pass.Book     // nil where there is no door
	ledger *budget.Ledger

	asks  chan ask
	crowd chan ask      // of those who have no seat: after the others
	hears chan struct{} // somebody has dismissed a notice
	done  chan struct{}
	stop  context.CancelFunc

	// What follows belongs to the goroutine.
	pace      pacer
	seats     map[string]*Seat // by the person's name
	guests    map[string]*guest
	ears      map[string]*ear
	listen    time.Time // when to note what people have dismissed; zero for nothing
	stayed    time.Time // when guests who stay were last looked for
	order     []*Seat   // in the order in which they joined
	next      int       // whose view is made next
	dirty     bool
	lost      map[string]time.Time
	knocks    []*knock // who asks to come in under a name that is known
	knock     int      // the number of the last one
	cards     []exercise.Card
	code      string
	ticked    time.Time
	looked    time.Time // when time last came to now while the clock ran
	events    int       // how many had happened at the last entry
	shown     int       // how many of them views have shown
	failed    error     // a write failed: nothing is taken any more
	judged    judged
	alone     time.Time // since when no facilitator has been here, after one had been
	led       bool      // a facilitator has been here
	joins     *exercise.Joining
	turned    turned
	opened    time.Time // when the room was, to count from
	directing directing
	group     *Group  // of the rooms side by side; nil for this one alone
	place     string  // its name among them
	moving    *moving // a jump or a step under way; nil for none

	seeking chan struct{} // holds a value while moments are computed
}

type ask struct {
	do   func() // on the room's goroutine
	done chan struct{}
}

// Open begins an exercise, and its record if cfg has a path.
func Open(h record.Header, cfg Config) (*Room, error) {
	x, err := exercise.New(h)
	if err != nil {
		return nil, err
	}
	h.Format, h.Digest = 1, x.Scenario().Digest
	if h.Started.IsZero() {
		h.Started = time.Now().UTC()
	}
	h.Seats = nil
	for i := range x.Scenario().Roles {
		h.Seats = append(h.Seats, x.Scenario().Roles[i].ID)
	}
	var w *record.Writer
	if cfg.Path != "" {
		h = named(h, cfg)
		if w, err = record.Create(cfg.Path, h); err != nil {
			return nil, err
		}
		if err := equip(w, cfg); err != nil {
			return nil, errors.Join(err, w.Leave(), os.Remove(cfg.Path))
		}
	}
	r := newRoom(x, h, w, cfg)
	if err := r.hang(pass.Create); err != nil {
		return nil, errors.Join(err, r.leave())
	}
	r.begin()
	return r, nil
}

// Continue continues an exercise from its record, paused where it was. Everyone has to
// join again; seats are kept for those who held them. The report tells what was torn off
// the end, if anything was, or left out after cfg.UntilLine.
func Continue(path string, cfg Config) (*Room, record.Report, error) {
	w, h, entries, report, err := record.ResumeUntil(path, cfg.UntilLine)
	if err != nil {
		return nil, report, err
	}
	if err := behind(h, path, cfg); err != nil {
		return nil, report, errors.Join(err, w.Leave())
	}
	x, err := rebuild(h, entries)
	if err != nil {
		return nil, report, errors.Join(err, w.Leave())
	}
	cfg.Path = path
	if err := equip(w, cfg); err != nil {
		return nil, report, errors.Join(err, w.Leave())
	}
	r := newRoom(x, h, w, cfg)
	if err := r.hang(pass.Open); err != nil {
		return nil, report, errors.Join(err, w.Leave())
	}
	r.pace = pacer{at: x.Now()} // no time has passed since the last entry
	if _, err := r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: "resumed"}); err != nil {
		return nil, report, errors.Join(err, w.Leave())
	}
	r.begin()
	return r, report, nil
}

// rebuild plays a record's entries and checks the digest of each.
func rebuild(h record.Header, entries []record.Entry) (*exercise.Exercise, error) {
	x, err := exercise.New(h)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		if err := x.Follow(entries[i]); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func newRoom(x *exercise.Exercise, h record.Header, w *record.Writer, cfg Config) *Room {
	if cfg.Grace == 0 {
		cfg.Grace = 90 * time.Second
	}
	if cfg.Every == 0 {
		cfg.Every = 100 * time.Millisecond
	}
	if cfg.Alone == 0 {
		cfg.Alone = time.Minute
	}
	if cfg.Still == 0 {
		cfg.Still = 4 * time.Second
	}
	if cfg.Heard == 0 {
		cfg.Heard = 2 * time.Second
	}
	if cfg.Stall == 0 {
		cfg.Stall = time.Minute
	}
	return &Room{cfg: cfg, x: x, header: h, writer: w, done: make(chan struct{}),
		asks: make(chan ask), crowd: make(chan ask), hears: make(chan struct{}, 1),
		seeking: make(chan struct{}, 1), opened: time.Now(),
		place: cmp.Or(cfg.Place, exercise.Name(h.Settings[roomSetting])),
		seats: map[string]*Seat{}, guests: map[string]*guest{}, ears: map[string]*ear{},
		ledger: budget.NewLedger(), lost: map[string]time.Time{},
		events: x.Happened(), shown: x.Happened()}
}

func (r *Room) begin() {
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	r.anchor()
	go r.run(ctx)
}

// inARow is how many requests are answered in a row while views are due.
const inARow = 16

// run is the room's goroutine: requests come first, then time, then views, one at a
// time, so that one person who acts need not wait for two hundred who watch, and these do not wait for
// long while many act. People without a seat come after those who have one.
func (r *Room) run(ctx context.Context) {
	defer close(r.done)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for row := 0; ; {
		select {
		case a := <-r.asks:
			a.answer()
			if row++; row < inARow {
				continue
			}
		case <-ctx.Done():
			return
		default:
			select {
			case a := <-r.crowd:
				a.answer()
			default:
			}
		}
		row = 0
		r.live()
		r.lead()
		r.turns(ctx)
		r.direct(ctx)
		r.hear()
		r.settle()
		r.judge(ctx)
		if r.publish() {
			continue
		}
		timer.Reset(r.wait())
		select {
		case a := <-r.asks:
			a.answer()
		case a := <-r.crowd:
			a.answer()
		case <-r.hears:
			r.listens()
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

func (a ask) answer() {
	a.do()
	close(a.done)
}

// on runs f on the room's goroutine and waits for it.
func (r *Room) on(ctx context.Context, f func() error) error { return r.onFor(ctx, false, f) }

// onFor is on; a request of the crowd waits until others have been answered.
func (r *Room) onFor(ctx context.Context, crowd bool, f func() error) error {
	var err error
	a, queue := ask{do: func() { err = f() }, done: make(chan struct{})}, r.asks
	if crowd {
		queue = r.crowd
	}
	select {
	case queue <- a:
	case <-r.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-a.done: // it has begun, so it will end
		return err
	case <-r.done: // it was the room's own end
		select {
		case <-a.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// live advances the exercise to the present while its clock runs.
func (r *Room) live() {
	if !r.x.Running() || r.failed != nil || r.moving != nil {
		return
	}
	r.catchUp()
	if !r.x.Running() {
		r.anchor()
	}
	if r.x.Happened() != r.shown {
		r.dirty, r.shown = true, r.x.Happened()
	}
	if r.x.Happened() != r.events {
		// What people have seen happen must be there after a crash, even if nobody did
		// anything: the time is entered, at most once a second.
		if time.Since(r.ticked) >= time.Second {
			_, _ = r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: "tick"}) // a fault stops the room
		}
	}
}

// anchor sets the pacer to the pace of the exercise's clock. When the clock stops, it signs the record and shows its
// code.
func (r *Room) anchor() {
	pace := engine.Time(0)
	if r.x.Running() {
		pace = r.x.Pace()
	}
	if pace == r.pace.pace && pace > 0 {
		return
	}
	r.pace = pacer{wall: time.Now(), at: r.x.Now(), pace: pace}
	r.looked = r.pace.wall
	if pace == 0 && r.writer != nil && r.x.Engine().Started() {
		r.sign(1)
		r.code = r.writer.Code()
	}
}

// wait is how long until something is due, at most a minute.
func (r *Room) wait() time.Duration {
	wall := time.Now()
	d := time.Minute
	if r.x.Running() && r.failed == nil && r.moving == nil {
		d = r.cfg.Still / 4 // to notice a standstill of this program, not of the exercise
		if at, due := r.x.Due(); due {
			d = min(d, r.pace.until(at, wall))
		}
	}
	if r.unjudged() {
		d = min(d, r.judged.next.Sub(wall))
	}
	if left, ok := r.leaderless(wall); ok {
		d = min(d, left)
	}
	if left, ok := r.turnLeft(wall); ok && !r.turned.over {
		d = min(d, left)
	}
	if left, ok := r.directLeft(wall); ok {
		d = min(d, left)
	}
	if left, ok := r.hearLeft(wall); ok {
		d = min(d, left)
	}
	for _, s := range r.order {
		d = min(d, s.wait(r, wall))
	}
	return max(d, 0)
}

// publish makes the view of one seat that is due for one, and reports whether there was one.
func (r *Room) publish() bool {
	if r.dirty {
		r.dirty = false
		for _, s := range r.order {
			s.stale = true
		}
		r.stand()
	}
	wall := time.Now()
	for range r.order {
		r.next = (r.next + 1) % len(r.order)
		s := r.order[r.next]
		if s.wait(r, wall) > 0 {
			continue
		}
		if r.stalled(s, wall) {
			return true
		}
		s.send(r, wall)
		return true
	}
	return false
}

// stalled puts out somebody who has not read a view for Config.Stall, and reports whether it did.
func (r *Room) stalled(s *Seat, wall time.Time) bool {
	if len(s.box) == 0 || wall.Sub(s.sent) < r.cfg.Stall {
		return false
	}
	r.dismiss(s, "Your connection no longer accepts data")
	r.dropped(s.name)
	return true
}

// dismiss ends a seat's handle; the person's place in the exercise stays.
func (r *Room) dismiss(s *Seat, why string) {
	if r.seats[s.name] != s {
		return
	}
	delete(r.seats, s.name)
	for i := range r.order {
		if r.order[i] == s {
			r.order = append(r.order[:i], r.order[i+1:]...)
			break
		}
	}
	if r.next >= len(r.order) {
		r.next = 0
	}
	s.end(why)
}

func (r *Room) dropped(name string) {
	if r.moving != nil {
		r.moving.after = append(r.moving.after, func() {
			if r.seats[name] == nil {
				r.dropped(name)
			}
		})
		return
	}
	if g := r.guests[name]; g != nil {
		g.Here, g.since, r.dirty = false, time.Now(), true
		return
	}
	if _, here, _ := r.x.Find(name); !here {
		return
	}
	r.lost[name] = time.Now()
	_, _ = r.enter(record.Entry{Who: name, Seat: exercise.RoomSeat, Verb: "drop"}) // a fault stops the room
}

// Look runs f on the exercise in its present state, while nothing else happens to it; f must neither
// change nor keep it.
func (r *Room) Look(ctx context.Context, f func(x *exercise.Exercise)) error {
	return r.on(ctx, func() error { f(r.x); return nil })
}
